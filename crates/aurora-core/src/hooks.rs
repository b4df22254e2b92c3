//! The glue between a generated client and the transport.

/// Connects a generated client (whose inner type is [`Transport`](crate::transport::Transport)) with the transport:
/// every request of the client goes through it.
///
/// ```
/// # mod generated {
/// #     use aurora_core::{Transport, progenitor_client::ClientInfo, reqwest};
/// #     pub struct Client(Transport);
/// #     impl ClientInfo<Transport> for Client {
/// #         fn api_version() -> &'static str { "1" }
/// #         fn baseurl(&self) -> &str { Transport::PLACEHOLDER_BASE }
/// #         fn client(&self) -> &reqwest::Client { self.0.reqwest() }
/// #         fn inner(&self) -> &Transport { &self.0 }
/// #     }
/// # }
/// aurora_core::client_hooks!(generated::Client);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! client_hooks {
    ($client:ty) => {
        impl $crate::progenitor_client::ClientHooks<$crate::transport::Transport> for $client {
            async fn exec(
                &self,
                request: $crate::reqwest::Request,
                info: &$crate::progenitor_client::OperationInfo,
            ) -> $crate::reqwest::Result<$crate::reqwest::Response> {
                use $crate::progenitor_client::ClientInfo as _;
                self.inner().send(request, info.operation_id).await
            }
        }
    };
}
