//! The user that the token belongs to.

use super::EtmClient;
use crate::UserUpdate;
use crate::types::{EngineUser, TokenInfo, UserInfo};

impl EtmClient {
    /// The user that the token belongs to, and what the server thinks of the token.
    #[must_use]
    pub fn me(&self) -> Me<'_> {
        Me { client: self }
    }
}

group! {
    /// The user that the token belongs to.
    Me
}

twins! {
    crate::Me as Me, this => this.client.client.me();
    update(update: &UserUpdate) -> EngineUser;
    delete() -> ();
    token_info() -> TokenInfo;
    user_info() -> UserInfo;
}
