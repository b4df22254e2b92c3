//! A request as the handlers of the Energy Transition Model see it.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, HOST};
use http::request::Parts;
use serde_json::{Map, Value};

use crate::etm::params::{self, Unreadable};
use crate::multipart;
use crate::routes::Matched;

/// A file of a form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Upload {
    /// Name of the field.
    pub(crate) field: String,
    pub(crate) file_name: String,
    pub(crate) content: Bytes,
}

/// A request whose route is known and whose parameters are read. No `Debug`: there is a token in its headers.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    path_parameters: Vec<(&'static str, String)>,
    /// The suffix of the path without its point, `json` or `csv`.
    pub(crate) format: Option<&'static str>,
    pub(crate) headers: HeaderMap,
    /// Query and body, the body's members over those of the query; path parameters are not among them.
    pub(crate) params: Map<String, Value>,
    /// The members of the body alone.
    pub(crate) body_params: Map<String, Value>,
    /// Files of a multipart form.
    pub(crate) files: Vec<Upload>,
    pub(crate) content_type: String,
}

impl Call {
    pub(crate) fn read(matched: &Matched, head: &Parts, body: &Bytes) -> Result<Call, Unreadable> {
        let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = header(CONTENT_TYPE).unwrap_or_default().to_owned();
        let kind = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let mut files = Vec::new();
        let body_params = match kind.as_str() {
            "application/json" => params::of_json(body)?,
            "application/x-www-form-urlencoded" => params::of_form(body)?,
            "multipart/form-data" => of_multipart(&content_type, body, &mut files),
            _ => Map::new(),
        };
        let mut params = params::of_form(head.uri.query().unwrap_or_default().as_bytes())?;
        params.extend(body_params.clone());
        Ok(Call {
            operation: matched.route.operation,
            path_parameters: matched.parameters.clone(),
            format: matched.format,
            headers: head.headers.clone(),
            params,
            body_params,
            files,
            content_type: kind,
        })
    }

    /// A path parameter, decoded; empty when the route has none of that name.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        let found = self.path_parameters.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A parameter of the query or the body.
    pub(crate) fn param(&self, name: &str) -> Option<&Value> {
        self.params.get(name)
    }

    /// Likewise, when it is a scalar, as text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.param(name).and_then(params::text_of)
    }

    /// Whether a parameter is there and no word for no.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.param(name).is_some_and(params::truthy)
    }

    pub(crate) fn is_json(&self) -> bool {
        self.content_type == "application/json"
    }

    /// The object below `root`. A JSON body without it is wrapped: those of its members that are `columns` make the object, even
    /// when there are none.
    pub(crate) fn wrapped(&self, root: &str, columns: &[&str]) -> Option<Value> {
        if self.is_json() && !self.params.contains_key(root) {
            let known = self
                .body_params
                .iter()
                .filter(|(name, _)| columns.contains(&name.as_str()));
            return Some(Value::Object(
                known.map(|(name, value)| (name.clone(), value.clone())).collect(),
            ));
        }
        self.param(root).cloned()
    }

    /// Whether the framework would speak JSON to this client.
    pub(crate) fn wants_json(&self) -> bool {
        self.format == Some("json") || self.accepts("application/json")
    }

    /// Whether `Accept` names a media type.
    pub(crate) fn accepts(&self, media_type: &str) -> bool {
        accepts(&self.headers, media_type)
    }

    /// Root of the sandbox as the client addresses it.
    pub(crate) fn base(&self) -> String {
        let host = self.headers.get(HOST).and_then(|host| host.to_str().ok());
        format!("http://{}", host.unwrap_or("127.0.0.1"))
    }
}

/// Whether `Accept` names a media type.
pub(crate) fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.split(',').any(|kind| kind.split(';').next() == Some(media_type)))
}

/// The fields of a form with files; nothing of it when it cannot be read, as if it were empty.
fn of_multipart(content_type: &str, body: &[u8], files: &mut Vec<Upload>) -> Map<String, Value> {
    let mut fields = Map::new();
    for part in multipart::parts(content_type, body).unwrap_or_default() {
        match part.file_name {
            Some(file_name) => files.push(Upload {
                field: part.name,
                file_name,
                content: Bytes::copy_from_slice(part.content),
            }),
            None => {
                let text = String::from_utf8_lossy(part.content).into_owned();
                params::put(&mut fields, &part.name, Value::from(text));
            }
        }
    }
    fields
}
