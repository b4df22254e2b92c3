//! How the groups of the waiting client are written.

/// Writes a group over the waiting client: `group! { /// Doc. Areas }`, or with fields `group! { /// Doc. Inputs { session_id: i64 } }`.
macro_rules! group {
    ($(#[$doc:meta])* $group:ident $({ $($field:ident: $type:ty),* $(,)? })?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $group<'a> {
            pub(super) client: &'a $crate::blocking::EtmClient,
            $($(pub(super) $field: $type,)*)?
        }
    };
}

/// Writes methods that wait for those of the same name in the async group, whose path in this crate comes first:
/// `twins! { crate::areas::Areas as Areas, this => this.client.client.areas(); get(code: &str) -> Area; }`.
macro_rules! twins {
    (
        $async_path:path as $group:ident, $this:ident => $async_group:expr;
        $($method:ident($($argument:ident: $type:ty),* $(,)?) -> $result:ty;)*
    ) => {
        impl $group<'_> {
            $(
                #[doc = concat!("As [`", stringify!($method), "`](", stringify!($async_path), "::",
                    stringify!($method), ") of the async client.")]
                ///
                /// # Errors
                ///
                /// As there; `InvalidRequest` inside an async runtime.
                pub fn $method(&self, $($argument: $type),*) -> $crate::Result<$result> {
                    let $this = self;
                    $this.client.runtime.wait($async_group.$method($($argument),*))?
                }
            )*
        }
    };
}
