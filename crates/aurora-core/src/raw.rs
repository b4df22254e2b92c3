//! Requests by parameter names: the door to every operation, for programs and for operations that the generator cannot
//! express.

mod multipart;
mod value;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, Request};
use serde_json::Value;
use url::Url;

pub use multipart::Part;
pub use value::ParameterValue;

use crate::call::CallOptions;
use crate::operation::{Location, Operation};
use crate::transport::{Answer, StreamingAnswer, Transport, template};
use crate::{Error, ErrorKind, Result};

/// Everything in a path parameter is encoded but letters, digits and the four marks that never mean anything.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Headers that any request may carry beside those of its operation.
const GENERAL_HEADERS: [&str; 7] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "range",
];

/// A request in the making. Names are checked when it is sent, so that the first wrong one is reported as an error.
///
/// ```no_run
/// # use aurora_core::{Error, operation::Operation, transport::Transport};
/// # async fn run(transport: Transport, operation: &'static Operation) -> Result<(), Error> {
/// let answer = transport
///     .request(operation)
///     .path_param("turbine_id", 29)
///     .query("hourlyData", true)
///     .send()
///     .await?;
/// println!("{}", answer.status);
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest {
    transport: Transport,
    operation: &'static Operation,
    path: Vec<(String, ParameterValue)>,
    query: Vec<(String, ParameterValue)>,
    headers: Vec<(String, String)>,
    body: Option<RawBody>,
    options: CallOptions,
}

/// Values may be secret or personal: the names of parameters and headers are shown, and the length of the body.
impl std::fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names =
            |values: &[(String, ParameterValue)]| values.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        f.debug_struct("RawRequest")
            .field("operation", &self.operation.id)
            .field("path", &names(&self.path))
            .field("query", &names(&self.query))
            .field(
                "headers",
                &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            )
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

enum RawBody {
    Bytes {
        content_type: String,
        bytes: Bytes,
    },
    /// What the caller gave cannot be sent.
    Unusable(Error),
}

impl std::fmt::Debug for RawBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes { content_type, bytes } => write!(f, "{} bytes of {content_type}", bytes.len()),
            Self::Unusable(error) => write!(f, "unusable: {error}"),
        }
    }
}

impl RawRequest {
    pub(crate) fn new(transport: Transport, operation: &'static Operation) -> Self {
        Self {
            transport,
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            options: CallOptions::default(),
        }
    }

    /// The operation that the request is for.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Fills a placeholder of the path; the value is percent-encoded.
    ///
    /// Where the operation takes a part of a path that the service handed out
    /// ([`multi_segment`](crate::operation::Parameter::multi_segment)), slashes and what is percent-encoded already stay as
    /// they are. Such a value has to be relative, without a leading slash, query or fragment, and cannot leave its place.
    pub fn path_param(mut self, name: impl Into<String>, value: impl Into<ParameterValue>) -> Self {
        self.path.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter; the same name may be added several times. Booleans are sent as `true` and `false`; a
    /// service that wants another spelling gets it as a string.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<ParameterValue>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a header of the operation, or a general one such as `Accept` or `Range`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a parameter wherever the operation wants it: in the path, the query or a header.
    pub fn param(self, name: &str, value: impl Into<ParameterValue>) -> Self {
        let has = |location| self.operation.parameter(location, name).is_some();
        if has(Location::Path) {
            self.path_param(name, value)
        } else if has(Location::Header) {
            let value: ParameterValue = value.into();
            self.header(name, value.to_string())
        } else {
            self.query(name, value)
        }
    }

    /// Sends a JSON body.
    pub fn json(self, value: &Value) -> Self {
        let bytes = Bytes::from(value.to_string());
        self.body("application/json", bytes)
    }

    /// Sends bytes of a content type.
    pub fn body(mut self, content_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.body = Some(RawBody::Bytes {
            content_type: content_type.into(),
            bytes: bytes.into(),
        });
        self
    }

    /// Sends a form of several parts (`multipart/form-data`). The parts are held in memory, so that the request can be
    /// sent again where that is safe.
    pub fn multipart(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        let parts: Vec<Part> = parts.into_iter().collect();
        self.body = Some(match multipart::encode(&parts) {
            Ok((content_type, bytes)) => RawBody::Bytes { content_type, bytes },
            Err(error) => RawBody::Unusable(error),
        });
        self
    }

    /// Sets limits and retries for this request alone.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the request, and reads the whole answer.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] before anything is sent when a name is not one of the operation's, when a
    /// required parameter or the body is missing, or when a value cannot be sent; otherwise as [`Transport::execute`].
    pub async fn send(self) -> Result<Answer> {
        let (transport, operation, options) = (self.transport.clone(), self.operation, self.options.clone());
        let request = self.build().map_err(|error| error.with_operation(operation.id))?;
        transport.execute(request, operation, &options).await
    }

    /// Sends the request, and hands over the answer as soon as its head is there.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), up to the head of the answer.
    pub async fn stream(self) -> Result<StreamingAnswer> {
        let (transport, operation, options) = (self.transport.clone(), self.operation, self.options.clone());
        let request = self.build().map_err(|error| error.with_operation(operation.id))?;
        transport.stream(request, operation, &options).await
    }

    fn build(self) -> Result<Request> {
        let mut url = placeholder()?;
        url.set_path(&self.filled_path()?);
        self.check_names(Location::Query, self.query.iter().map(|(name, _)| name))?;
        if !self.query.is_empty() {
            let mut pairs = url.query_pairs_mut();
            for (name, value) in &self.query {
                pairs.append_pair(name, &value.text(name)?);
            }
        }
        let method = Method::from_bytes(self.operation.method.as_bytes())
            .map_err(|_| refuse(format!("the operation's method {:?} is none", self.operation.method)))?;
        let mut request = Request::new(method, url);
        self.add_headers(&mut request)?;
        self.add_body(&mut request)?;
        Ok(request)
    }

    fn filled_path(&self) -> Result<String> {
        self.check_names(Location::Path, self.path.iter().map(|(name, _)| name))?;
        let is_twice = |name: &str| self.path.iter().filter(|(other, _)| other == name).count() > 1;
        if let Some((name, _)) = self.path.iter().find(|(name, _)| is_twice(name)) {
            return Err(refuse(format!("the path parameter {name} is given twice")));
        }
        let mut path = self.operation.wire_path().to_owned();
        for (name, value) in &self.path {
            let text = value.text(name)?;
            let is_long = self
                .operation
                .parameter(Location::Path, name)
                .is_some_and(|parameter| parameter.multi_segment);
            let encoded = if is_long {
                value::encode_relative(&text)
            } else {
                let encoded = utf8_percent_encode(&text, PATH).to_string();
                template::value_is_safe(&encoded).map(|()| encoded)
            };
            let encoded = encoded.map_err(|why| refuse(format!("the path parameter {name} {why}")))?;
            path = path.replace(&format!("{{{name}}}"), &encoded);
        }
        // Before the address is put together, which would take dots out in silence.
        template::check(self.operation, &path)?;
        Ok(path)
    }

    /// Refuses unknown names, and missing ones that are required.
    fn check_names<'a>(&self, location: Location, given: impl Iterator<Item = &'a String> + Clone) -> Result<()> {
        for name in given.clone() {
            if self.operation.parameter(location, name).is_none() {
                return Err(self.unknown_name(location, name));
            }
        }
        let missing = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == location && parameter.required)
            .find(|parameter| !given.clone().any(|name| name == parameter.name));
        match missing {
            Some(parameter) => Err(refuse(format!(
                "the {} parameter {} is required",
                location.as_str(),
                parameter.name
            ))),
            None => Ok(()),
        }
    }

    fn unknown_name(&self, location: Location, name: &str) -> Error {
        let known: Vec<_> = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == location)
            .map(|parameter| parameter.name)
            .collect();
        let place = location.as_str();
        let known = if known.is_empty() {
            format!("it has no {place} parameters")
        } else {
            format!("its {place} parameters are {}", known.join(", "))
        };
        refuse(format!("there is no {place} parameter {name:?}; {known}"))
    }

    fn add_headers(&self, request: &mut Request) -> Result<()> {
        let is_general = |name: &str| GENERAL_HEADERS.iter().any(|general| general.eq_ignore_ascii_case(name));
        let own = self
            .headers
            .iter()
            .map(|(name, _)| name)
            .filter(|name| !is_general(name));
        self.check_names(Location::Header, own)?;
        for (name, text) in &self.headers {
            let unusable = || refuse(format!("the header {name:?} cannot be sent"));
            let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable())?;
            let value = HeaderValue::try_from(text.as_str()).map_err(|_| unusable())?;
            request.headers_mut().append(header, value);
        }
        Ok(())
    }

    fn add_body(self, request: &mut Request) -> Result<()> {
        let wanted = self.operation.request_content;
        match self.body {
            None if wanted.is_empty() => Ok(()),
            None => Err(refuse(format!("a body is required: {}", wanted.join(" or ")))),
            Some(_) if wanted.is_empty() => Err(refuse("this operation takes no body".to_owned())),
            Some(RawBody::Unusable(error)) => Err(error),
            Some(RawBody::Bytes { content_type, bytes }) => {
                let essence = content_type.split(';').next().unwrap_or_default().trim();
                if !wanted.iter().any(|known| known.eq_ignore_ascii_case(essence)) {
                    return Err(refuse(format!(
                        "a body of {essence:?} is not accepted; it has to be {}",
                        wanted.join(" or ")
                    )));
                }
                let value = HeaderValue::try_from(&content_type)
                    .map_err(|_| refuse(format!("the content type {content_type:?} cannot be sent")))?;
                request.headers_mut().insert(CONTENT_TYPE, value);
                *request.body_mut() = Some(bytes.into());
                Ok(())
            }
        }
    }
}

fn placeholder() -> Result<Url> {
    Url::parse(Transport::PLACEHOLDER_BASE).map_err(|error| refuse(error.to_string()))
}

fn refuse(why: String) -> Error {
    Error::new(ErrorKind::InvalidRequest, why)
}
