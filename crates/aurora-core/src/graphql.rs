//! Errors of a GraphQL answer, which arrive with status 200 as well.

use serde::Deserialize;
use serde_json::Value;

/// One entry of the `errors` array of a GraphQL answer.
///
/// Unknown members are kept out of the way, missing ones are `None`: a service's error must always be readable.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct GraphQlError {
    /// What went wrong, in the service's words.
    #[serde(default)]
    pub message: Option<String>,
    /// A key that names the kind of error, for example `DataNotReady`. Origin puts it beside the message, not under
    /// `extensions`.
    #[serde(default, rename = "errorKey")]
    pub error_key: Option<String>,
    /// Which field of the answer failed, as the service sent it.
    #[serde(default)]
    pub path: Option<Value>,
    /// Whatever else the service adds.
    #[serde(default)]
    pub extensions: Option<Value>,
}

impl GraphQlError {
    /// The key that names the kind of error: beside the message, or under `extensions` (as `errorKey` or `code`).
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        let extension = |name| {
            self.extensions
                .as_ref()
                .and_then(|extensions| extensions.get(name))
                .and_then(Value::as_str)
        };
        self.error_key
            .as_deref()
            .or_else(|| extension("errorKey"))
            .or_else(|| extension("code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_found_beside_the_message_and_under_extensions() {
        let read = |text| serde_json::from_str::<GraphQlError>(text).unwrap();
        let beside = read(r#"{"message":"loading","errorKey":"DataNotReady","locations":[]}"#);
        assert_eq!(beside.key(), Some("DataNotReady"));
        assert_eq!(beside.message.as_deref(), Some("loading"));
        let below = read(r#"{"message":null,"extensions":{"errorKey":"DataNotReady"}}"#);
        assert_eq!(below.key(), Some("DataNotReady"));
        assert_eq!(read(r#"{"extensions":{"code":"X"}}"#).key(), Some("X"));
        assert_eq!(read("{}").key(), None);
    }
}
