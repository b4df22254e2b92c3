//! Checks requests, and gives them their real address and headers.

use http::{HeaderMap, HeaderValue, header};
use reqwest::Request;
use url::Url;

use super::{Transport, mounts, redirect, template};
use crate::call::CallOptions;
use crate::operation::Operation;
use crate::{Error, ErrorKind, Result};

impl Transport {
    /// Checks a request, and gives it its real address and headers.
    pub(super) fn prepare(
        &self,
        mut request: Request,
        operation: &'static Operation,
        options: &CallOptions,
    ) -> Result<Request> {
        check_status(operation, options)?;
        let placeholder = request.url().host_str() == Some("service.invalid");
        if !placeholder {
            let message = "a request has to be made on the placeholder base";
            return Err(Error::new(ErrorKind::InvalidRequest, message).with_operation(operation.id));
        }
        template::check(operation, request.url().path())?;
        let url = self.inner.mounts.resolve(operation, request.url())?;
        *request.url_mut() = url;
        dress(&mut request, operation)?;
        // The limits are ours; a time limit on the request would cut across them.
        *request.timeout_mut() = None;
        Ok(request)
    }

    pub(super) fn prepare_foreign(
        &self,
        mut url: Url,
        headers: HeaderMap,
        operation: &'static Operation,
    ) -> Result<Request> {
        let refuse = |why: String| Err(Error::new(ErrorKind::InvalidRequest, why).with_operation(operation.id));
        let shown = mounts::shown(&url);
        if !matches!(url.scheme(), "http" | "https") {
            return refuse(format!("{shown} is neither https nor http"));
        }
        let only_https = self.inner.mounts.bases().all(|base| base.scheme() == "https");
        if url.scheme() == "http" && only_https {
            return refuse(format!("the service hands out {shown}, without encryption"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse(format!("the service hands out {shown} with a user name in the address"));
        }
        self.inner
            .http
            .client(&url)
            .map(drop)
            .map_err(|error| error.with_operation(operation.id))?;
        url.set_fragment(None);
        let home = self.inner.mounts.is_home(&url);
        let mut request = Request::new(reqwest::Method::GET, url);
        *request.headers_mut() = if home { headers } else { redirect::travelling(headers) };
        plain_if_partial(request.headers_mut());
        Ok(request)
    }
}

/// Refuses an operation that cannot succeed, unless it is wanted all the same.
fn check_status(operation: &Operation, options: &CallOptions) -> Result<()> {
    match operation.status {
        Some(status) if !options.forced => {
            let message = format!("this operation is {}: {}", status.as_str(), status.what_happens());
            Err(Error::new(ErrorKind::InvalidRequest, message)
                .with_operation(operation.id)
                .with_advice("to send it all the same, use CallOptions::default().with_forced(true)"))
        }
        _ => Ok(()),
    }
}

/// Keeps the HTTP library from asking for compression where only a part of a file is wanted: a range of the compressed
/// form is no range of the file.
fn plain_if_partial(headers: &mut HeaderMap) {
    if headers.contains_key(header::RANGE) && !headers.contains_key(header::ACCEPT_ENCODING) {
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
}

/// Sets the headers that follow from the operation, and removes the generator's own.
fn dress(request: &mut Request, operation: &Operation) -> Result<()> {
    let has_body = request.body().is_some();
    let headers = request.headers_mut();
    headers.remove("api-version");
    plain_if_partial(headers);
    let vague = headers.get(header::ACCEPT).is_none_or(|value| value == "*/*");
    if vague && !operation.response_content.is_empty() {
        let value = header_value(operation, &operation.response_content.join(", "))?;
        headers.insert(header::ACCEPT, value);
    }
    // The generator knows no text but `text/plain`; the specification says which text it is.
    let plain = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value == "text/plain");
    if let (true, true, [only]) = (has_body, plain, operation.request_content) {
        headers.insert(header::CONTENT_TYPE, header_value(operation, only)?);
    }
    Ok(())
}

fn header_value(operation: &Operation, content_types: &str) -> Result<HeaderValue> {
    HeaderValue::try_from(content_types).map_err(|_| {
        let message = format!("the operation's content types {content_types:?} are no header");
        Error::new(ErrorKind::InvalidRequest, message).with_operation(operation.id)
    })
}
