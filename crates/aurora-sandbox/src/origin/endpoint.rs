//! GraphQL over HTTP: reading the envelope, running the document, and the shape of the answer.

use async_graphql::dynamic::Schema;
use async_graphql::parser::{parse_query, types::ExecutableDocument};
use async_graphql::{Request, Variables};
use serde_json::{Map, Value, json};

use crate::origin::access::{Access, forbidden};
use crate::origin::attribution::{Asked, Service, attribute, path_at};
use crate::origin::graphql::ERROR_KEY;
use crate::record::GraphQlRecord;
use crate::reply::Reply;

/// A body that was read as far as it could be.
pub(crate) struct Incoming {
    pub(crate) asked: Asked,
    pub(crate) record: Option<GraphQlRecord>,
    /// The document and what comes with it, or the answer for a body that is no request.
    outcome: Result<Ready, Reply>,
}

struct Ready {
    text: String,
    document: ExecutableDocument,
    name: Option<String>,
    variables: Value,
}

impl Incoming {
    /// Reads a body; never fails, so that what was wrong is recorded and answered.
    pub(crate) fn read(service: Service, body: &[u8]) -> Incoming {
        let envelope: Map<String, Value> = match serde_json::from_slice(body) {
            Ok(envelope) => envelope,
            Err(error) => return Incoming::wrong(None, format!("the body is not a JSON object: {error}")),
        };
        let name = envelope.get("operationName").and_then(Value::as_str).map(str::to_owned);
        let variables = envelope.get("variables").cloned();
        let Some(text) = envelope.get("query").and_then(Value::as_str).map(str::to_owned) else {
            return Incoming::wrong(None, "the body has no query");
        };
        let mut record = GraphQlRecord {
            document: text.clone(),
            variables: variables.clone(),
            operation_name: name.clone(),
            root_fields: Vec::new(),
        };
        let variables = variables.unwrap_or_default();
        if !variables.is_null() && !variables.is_object() {
            return Incoming::wrong(Some(record), "variables is neither an object nor null");
        }
        let document = match parse_query(&text) {
            Ok(document) => document,
            Err(error) => return Incoming::wrong(Some(record), error.to_string()),
        };
        let asked = attribute(service, &document, name.as_deref(), &variables);
        record.root_fields.clone_from(&asked.root_fields);
        Incoming {
            asked,
            record: Some(record),
            outcome: Ok(Ready {
                text,
                document,
                name,
                variables,
            }),
        }
    }

    fn wrong(record: Option<GraphQlRecord>, message: impl Into<String>) -> Incoming {
        let message: String = message.into();
        Incoming {
            asked: Asked {
                operation: None,
                mutation: false,
                root_fields: Vec::new(),
            },
            record,
            outcome: Err(Reply::json(400, &json!({"errors": [{"message": message}]}))),
        }
    }

    /// Runs the document. A read-only token gets 403 for a mutation.
    pub(crate) async fn answer(self, schema: &Schema, access: Access) -> Reply {
        let ready = match self.outcome {
            Ok(ready) => ready,
            Err(reply) => return reply,
        };
        if access.read_only && self.asked.mutation {
            return forbidden("this token may read, it may not change anything").into();
        }
        let mut request = Request::new(ready.text)
            .variables(Variables::from_json(ready.variables))
            .data(access.caller);
        request.set_parsed_query(ready.document.clone());
        if let Some(name) = ready.name {
            request = request.operation_name(name);
        }
        match serde_json::to_value(schema.execute(request).await) {
            Ok(response) => shape(response, &ready.document, self.asked.root_fields.len()),
            Err(error) => Reply::json(500, &json!({"errors": [{"message": error.to_string()}]})),
        }
    }
}

/// HTTP 200 when all errors are of the service's rules, 400 when the document is at fault; `errorKey` beside the message.
///
/// The library drops all data when one field fails, and the field's path with them; the service has both, as the rules of
/// GraphQL want it for fields that may be null. They are put back where the document asks for one root field.
fn shape(mut response: Value, document: &ExecutableDocument, roots: usize) -> Reply {
    let Some(errors) = response.get_mut("errors").and_then(Value::as_array_mut) else {
        return Reply::ok(&response);
    };
    let mut by_rule = true;
    let mut not_ready = true;
    let mut path = Vec::new();
    for error in errors.iter_mut() {
        let key = lift_key(error);
        by_rule &= key.is_some();
        not_ready &= key.as_deref() == Some("DataNotReady");
        let place = |name: &str| error["locations"][0][name].as_u64().unwrap_or_default();
        path = path_at(document, place("line"), place("column"));
        if error["path"].is_null() && !path.is_empty() {
            error["path"] = json!(path);
        }
    }
    if !by_rule {
        return Reply::json(400, &json!({"errors": errors}));
    }
    if roots == 1 && !not_ready {
        let nulls = |inner: Value, name: &String| json!({name: inner});
        response["data"] = path.iter().rev().fold(Value::Null, nulls);
    }
    Reply::ok(&response)
}

/// Moves the key out of the extensions, where the library keeps it.
fn lift_key(error: &mut Value) -> Option<String> {
    let object = error.as_object_mut()?;
    let extensions = object.get_mut("extensions")?.as_object_mut()?;
    let key = extensions.remove(ERROR_KEY)?;
    if extensions.is_empty() {
        object.remove("extensions");
    }
    let text = key.as_str()?.to_owned();
    object.insert(ERROR_KEY.to_owned(), key);
    Some(text)
}
