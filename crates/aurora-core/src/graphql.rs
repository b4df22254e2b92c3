//! Answers of GraphQL services: data and errors in one body, which arrives with status 200 as well.
//!
//! A generated client reads the body; [`Reply::into_result`] makes of it what other operations give: a value or an
//! [`Error`].

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::{Error, ErrorKind};

/// The key by which a service says that it is still loading what was asked for.
pub const DATA_NOT_READY: &str = "DataNotReady";

/// The body of a GraphQL answer, as the code generator writes it for each operation.
pub trait Reply: Sized {
    /// The fields that were asked for.
    type Data: Serialize;

    /// The data, `None` where it is missing or null, and the errors, none where they are missing, null or empty.
    fn split(self) -> (Option<Self::Data>, Vec<GraphQlError>);

    /// The data, or the error that the answer stands for. Null data without an error is no failure: it is no data.
    ///
    /// # Errors
    ///
    /// Fails when the answer holds errors, with the kind that [`kind_of`] finds; what data came beside them is kept in
    /// [`Error::graphql_data`].
    fn into_result(self) -> crate::Result<Option<Self::Data>> {
        let (data, errors) = self.split();
        if errors.is_empty() {
            return Ok(data);
        }
        let partial = data.and_then(|data| serde_json::to_value(data).ok());
        Err(failure(errors, partial))
    }
}

/// The error of an answer with errors. Data whose every field is null counts as none.
#[must_use]
pub fn failure(errors: Vec<GraphQlError>, data: Option<Value>) -> Error {
    let kind = kind_of(&errors);
    let what = match kind {
        ErrorKind::NotReady => "the service is still loading the data",
        _ => "the service reports an error",
    };
    Error::new(kind, what)
        .with_graphql_errors(errors)
        .with_graphql_data(data.filter(holds_anything))
}

fn holds_anything(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(members) => members.values().any(holds_anything),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => true,
    }
}

/// The kind that errors stand for: not ready when all of them say so, else what the first known key among the others
/// means, else [`ErrorKind::Service`].
///
/// `DataNotReady` is the only key that is known from the service itself (the vendor's client waits for it); the others are
/// those that widespread GraphQL servers use.
#[must_use]
pub fn kind_of(errors: &[GraphQlError]) -> ErrorKind {
    if all_not_ready(errors) {
        return ErrorKind::NotReady;
    }
    let known = errors.iter().filter_map(|error| kind_of_key(error.key()?));
    known.into_iter().next().unwrap_or(ErrorKind::Service)
}

/// Whether there are errors, and every one of them says that the data is not ready yet.
#[must_use]
pub fn all_not_ready(errors: &[GraphQlError]) -> bool {
    !errors.is_empty() && errors.iter().all(GraphQlError::is_not_ready)
}

fn kind_of_key(key: &str) -> Option<ErrorKind> {
    let letters = key.chars().filter(char::is_ascii_alphanumeric);
    let folded: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    Some(match folded.as_str() {
        "unauthenticated" | "unauthorized" | "unauthorised" => ErrorKind::Unauthorized,
        "forbidden" | "permissiondenied" | "accessdenied" => ErrorKind::Forbidden,
        "notfound" => ErrorKind::NotFound,
        "baduserinput"
        | "validationerror"
        | "graphqlvalidationfailed"
        | "graphqlparsefailed"
        | "badrequest"
        | "invalidinput" => ErrorKind::InvalidRequest,
        "toomanyrequests" | "ratelimited" => ErrorKind::RateLimited,
        _ => return None,
    })
}

/// One entry of the `errors` array of a GraphQL answer.
///
/// It is readable whatever the service makes of it: what is no text where a text belongs is kept as JSON, and an entry that is
/// a text alone is a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GraphQlError {
    /// What went wrong, in the service's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// A key that names the kind of error, for example `DataNotReady`. Origin puts it beside the message, not under
    /// `extensions`.
    #[serde(rename = "errorKey", skip_serializing_if = "Option::is_none")]
    pub error_key: Option<String>,
    /// Which field of the answer failed, as the service sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Value>,
    /// Where in the document the failing part stands, as the service sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locations: Option<Value>,
    /// Whatever else the service adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Value>,
}

impl GraphQlError {
    /// An error with a message alone.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: Some(message.into()),
            ..Self::default()
        }
    }

    /// Sets the key beside the message.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.error_key = Some(key.into());
        self
    }

    /// The key that names the kind of error: beside the message, or under `extensions` (as `errorKey` or `code`).
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.error_key
            .as_deref()
            .or_else(|| self.extension("errorKey"))
            .or_else(|| self.extension("code"))
    }

    /// Whether it says that the data is not ready yet, beside the message or under `extensions`.
    #[must_use]
    pub fn is_not_ready(&self) -> bool {
        let keys = [
            self.error_key.as_deref(),
            self.extension("errorKey"),
            self.extension("code"),
        ];
        keys.contains(&Some(DATA_NOT_READY))
    }

    /// The same with every text changed, its messages and those within its members.
    #[must_use]
    pub fn map_texts(self, change: &impl Fn(&str) -> String) -> Self {
        let value = |value: Option<Value>| value.map(|value| map_texts(value, change));
        Self {
            message: self.message.map(|text| change(&text)),
            error_key: self.error_key.map(|text| change(&text)),
            path: value(self.path),
            locations: value(self.locations),
            extensions: value(self.extensions),
        }
    }

    fn extension(&self, name: &str) -> Option<&str> {
        self.extensions.as_ref()?.get(name)?.as_str()
    }
}

/// JSON with every text changed, names of members left as they are.
#[must_use]
pub fn map_texts(value: Value, change: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(change(&text)),
        Value::Array(entries) => entries.into_iter().map(|entry| map_texts(entry, change)).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, map_texts(member, change)))
            .collect(),
        other => other,
    }
}

impl<'de> Deserialize<'de> for GraphQlError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Object(members) => of_members(members),
            other => Self {
                message: text(other),
                ..Self::default()
            },
        })
    }
}

fn of_members(mut members: Map<String, Value>) -> GraphQlError {
    let mut take = |name: &str| members.remove(name).filter(|value| !value.is_null());
    GraphQlError {
        message: take("message").and_then(text),
        error_key: take("errorKey").and_then(text),
        path: take("path"),
        locations: take("locations"),
        extensions: take("extensions"),
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    struct Body(Option<Value>, Vec<GraphQlError>);

    impl Reply for Body {
        type Data = Value;

        fn split(self) -> (Option<Value>, Vec<GraphQlError>) {
            (self.0, self.1)
        }
    }

    fn read(value: Value) -> GraphQlError {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_key_is_found_beside_the_message_and_under_extensions() {
        let beside = read(json!({"message": "loading", "errorKey": "DataNotReady", "locations": []}));
        assert_eq!(beside.key(), Some("DataNotReady"));
        assert_eq!(beside.message.as_deref(), Some("loading"));
        let below = read(json!({"message": null, "extensions": {"errorKey": "DataNotReady"}}));
        assert_eq!(below.key(), Some("DataNotReady"));
        assert_eq!(read(json!({"extensions": {"code": "X"}})).key(), Some("X"));
        assert_eq!(read(json!({})).key(), None);
        assert!(beside.is_not_ready() && below.is_not_ready());
        assert!(read(json!({"errorKey": "E", "extensions": {"code": "DataNotReady"}})).is_not_ready());
    }

    #[test]
    fn an_error_of_any_shape_is_readable() {
        for (value, message) in [
            (json!("just text"), Some("just text")),
            (json!({"message": {"a": 1}}), Some(r#"{"a":1}"#)),
            (json!(null), None),
            (json!(7), Some("7")),
            (
                json!({"message": 5, "errorKey": 3, "path": "a", "extensions": "b"}),
                Some("5"),
            ),
        ] {
            assert_eq!(read(value).message.as_deref(), message);
        }
    }

    #[test]
    fn null_data_without_an_error_is_no_data_and_no_failure() {
        assert_eq!(Body(None, vec![]).into_result().unwrap(), None);
        assert_eq!(
            Body(Some(json!({"a": 1})), vec![]).into_result().unwrap(),
            Some(json!({"a": 1}))
        );
    }

    #[test]
    fn the_data_beside_an_error_is_kept_unless_it_is_all_null() {
        let refused = GraphQlError::new("cannot launch").with_key("ValidationError");
        let error = Body(Some(json!({"a": {"b": null, "c": 1}})), vec![refused.clone()])
            .into_result()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.graphql_data(), Some(&json!({"a": {"b": null, "c": 1}})));
        assert_eq!(error.graphql_errors(), std::slice::from_ref(&refused));
        assert_eq!(error.to_string(), "the service reports an error: cannot launch");
        let error = Body(Some(json!({"launch": null})), vec![refused])
            .into_result()
            .unwrap_err();
        assert_eq!(error.graphql_data(), None);
    }

    #[test]
    fn the_kind_follows_from_the_keys() {
        let key = |key: &str| GraphQlError::new("m").with_key(key);
        let rows = [
            (vec![key("DataNotReady")], ErrorKind::NotReady),
            (vec![key("DataNotReady"), key("DataNotReady")], ErrorKind::NotReady),
            (vec![key("DataNotReady"), key("Other")], ErrorKind::Service),
            (vec![key("DataNotReady"), key("FORBIDDEN")], ErrorKind::Forbidden),
            (vec![key("UNAUTHENTICATED")], ErrorKind::Unauthorized),
            (vec![key("NOT_FOUND")], ErrorKind::NotFound),
            (vec![key("GRAPHQL_VALIDATION_FAILED")], ErrorKind::InvalidRequest),
            (
                vec![key("SomethingNew"), key("BAD_USER_INPUT")],
                ErrorKind::InvalidRequest,
            ),
            (vec![GraphQlError::default()], ErrorKind::Service),
            (vec![], ErrorKind::Service),
        ];
        for (errors, kind) in rows {
            assert_eq!(kind_of(&errors), kind, "{errors:?}");
        }
        assert!(!failure(vec![key("Other")], None).is_transient());
        assert!(failure(vec![key("DataNotReady")], None).is_transient());
    }

    #[test]
    fn texts_are_changed_in_every_member() {
        let error = read(
            json!({"message": "a secret", "errorKey": "secret", "path": ["secret", 1],
            "extensions": {"x": {"y": "secret"}}, "locations": [{"line": 1}]}),
        );
        let changed = error.map_texts(&|text| text.replace("secret", "-"));
        let expected = json!({"message": "a -", "errorKey": "-", "path": ["-", 1], "extensions": {"x": {"y": "-"}},
            "locations": [{"line": 1}]});
        assert_eq!(serde_json::to_value(changed).unwrap(), expected);
    }
}
