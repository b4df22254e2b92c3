//! The generated `Client`.

use syn::{ImplItem, Item};

/// Takes `Client::new` away: it panics when the TLS set-up fails and limits everything to 15 s. What remains is
/// `new_with_client`, which the hand-written client calls.
pub(super) fn remove_constructor(items: &mut [Item]) -> Result<(), String> {
    let mut removed = 0;
    for item in items {
        if let Item::Impl(own) = item
            && own.trait_.is_none()
        {
            let before = own.items.len();
            own.items
                .retain(|item| !matches!(item, ImplItem::Fn(function) if function.sig.ident == "new"));
            removed += before - own.items.len();
        }
    }
    if removed == 1 {
        Ok(())
    } else {
        Err(format!("{removed} functions `new` on `Client` instead of one"))
    }
}
