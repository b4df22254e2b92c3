//! The user that the token belongs to, and the token itself.

use aurora_core::{Error, ErrorKind, Result};
use serde_json::{Map, Value, json};

use crate::EtmClient;
use crate::check::{invalid, not_empty};
use crate::types::{EngineUser, TokenInfo, UserInfo};

impl EtmClient {
    /// The user that the token belongs to, and what the server thinks of the token.
    #[must_use]
    pub fn me(&self) -> Me<'_> {
        Me { client: self }
    }
}

/// Changes to the user. Only what is set is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct UserUpdate {
    fields: Map<String, Value>,
}

impl UserUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name that others see.
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.fields.insert("name".to_owned(), name.into().into());
        self
    }

    /// Sets whether copies of one's own sessions are private.
    pub fn with_private_scenarios(mut self, private: bool) -> Self {
        self.fields.insert("private_scenarios".to_owned(), private.into());
        self
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when nothing is changed, and when the name is set to nothing.
    pub fn validate(&self) -> Result<()> {
        if self.fields.is_empty() {
            return Err(invalid("the update changes nothing").with_advice("set at least one field"));
        }
        match self.fields.get("name").and_then(Value::as_str) {
            Some(name) => not_empty("name", name),
            None => Ok(()),
        }
    }
}

/// The user that the token belongs to; see [`EtmClient::me`].
#[derive(Clone, Copy, Debug)]
pub struct Me<'a> {
    pub(crate) client: &'a EtmClient,
}

impl Me<'_> {
    /// Changes what the engine knows about the user. The account itself is MyETM's, which calls this when it changes there.
    ///
    /// # Errors
    ///
    /// Fails with `Credential` before sending without a token (the engine would answer 500); with `InvalidRequest` when nothing
    /// is changed, and when the engine refuses a value; else the errors of any request.
    pub async fn update(&self, update: &UserUpdate) -> Result<EngineUser> {
        let operation = "update_user";
        self.needs_token(operation)?;
        update.validate().map_err(|error| error.with_operation(operation))?;
        let request = self.client.request(operation)?.json(&json!({"user": update.fields}));
        self.client.send(request).await?.json()
    }

    /// Deletes what the engine knows about the user, and the user's access to all sessions. The account at MyETM stays.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn delete(&self) -> Result<()> {
        let operation = "delete_user";
        self.needs_token(operation)?;
        // The body is empty, and the status has said it all.
        self.client
            .send(self.client.request(operation)?)
            .await
            .map(|_answer| ())
    }

    /// What MyETM says about the token: whose it is, what it allows, and for how many seconds. What it says about itself is
    /// in [`EtmClient::token_info_local`].
    ///
    /// # Errors
    ///
    /// Fails with `Credential` before sending without a token; with `Unauthorized` when it is not valid; else the errors of any
    /// request.
    pub async fn token_info(&self) -> Result<TokenInfo> {
        let operation = "get_token_info";
        self.needs_token(operation)?;
        self.client.send(self.client.request(operation)?).await?.json()
    }

    /// Who the user is: the id as a text, and with the scopes `email` and `profile` address and name.
    ///
    /// # Errors
    ///
    /// As [`token_info`](Self::token_info); `Forbidden` when the token has not the scope `openid`.
    pub async fn user_info(&self) -> Result<UserInfo> {
        let operation = "get_userinfo";
        self.needs_token(operation)?;
        self.client.send(self.client.request(operation)?).await?.json()
    }

    fn needs_token(&self, operation: &'static str) -> Result<()> {
        if !self.client.is_guest() {
            return Ok(());
        }
        Err(
            Error::new(ErrorKind::Credential, "a guest has no account; this needs a token")
                .with_operation(operation)
                .with_advice("set ETM_API_TOKEN, or pass a token to the builder (with_token)"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_changes_something_and_a_name_says_something() {
        assert!(UserUpdate::new().validate().is_err());
        assert!(UserUpdate::new().with_name(" ").validate().is_err());
        assert!(UserUpdate::new().with_private_scenarios(false).validate().is_ok());
        assert!(UserUpdate::new().with_name("Ada").validate().is_ok());
    }
}
