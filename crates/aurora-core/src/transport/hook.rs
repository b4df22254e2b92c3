//! Where generated clients meet the transport.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use reqwest::{Request, Response};

use super::run::Failed;
use super::{Transport, failure};
use crate::{Error, call};

/// The status of the answer that stands in for a failure without one; see `Transport::send`.
const NO_ANSWER: u16 = 599;

impl Transport {
    /// What a generated client's hook calls. It never fails: a failure travels as an answer that is no success and
    /// carries the [`Error`], which [`call`](crate::call::call) takes out again. Code that uses the generated client
    /// without `call` sees the service's own status, headers and body, or status 599 where no answer came.
    ///
    /// # Errors
    ///
    /// Never; the type is the hook's.
    pub async fn send(&self, request: Request, operation_id: &str) -> reqwest::Result<Response> {
        let options = call::current_options();
        let result = async {
            let operation = self.operation(operation_id)?;
            let request = self.prepare(request, operation, &options)?;
            self.whole(request, operation, &options).await
        };
        Ok(match result.await {
            Ok(answer) => {
                call::note(&answer);
                rebuilt(answer.status.as_u16(), &answer.headers, answer.body)
            }
            Err(failed) => carrying(failed),
        })
    }
}

/// An answer put together again after its body was read. Its length and coding are those of the text as it is now.
fn rebuilt(status: u16, headers: &HeaderMap, body: Bytes) -> Response {
    let mut response = http::Response::new(reqwest::Body::from(body));
    // Both numbers that come here are valid: one came off the wire, the other is a constant.
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    *response.headers_mut() = headers.clone();
    for name in [
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::TRANSFER_ENCODING,
    ] {
        response.headers_mut().remove(name);
    }
    Response::from(response)
}

/// An error on its way through a generated client.
#[derive(Clone)]
struct Carried(Arc<Mutex<Option<Error>>>);

fn carrying(failed: Failed) -> Response {
    let mut response = match failed.answer {
        Some(answer) => rebuilt(answer.status.as_u16(), &answer.headers, answer.body),
        None => rebuilt(NO_ANSWER, &HeaderMap::new(), Bytes::from(failed.error.to_string())),
    };
    let carried = Carried(Arc::new(Mutex::new(Some(failed.error))));
    response.extensions_mut().insert(carried);
    response
}

/// The innermost reason of an error of the HTTP library, without any address.
pub(crate) fn because(error: reqwest::Error) -> impl std::error::Error + Send + Sync + 'static {
    failure::Because::of(&error.without_url())
}

/// Takes the error out of an answer that `Transport::send` made.
pub(crate) fn carried(response: &mut Response) -> Option<Error> {
    let Carried(error) = response.extensions_mut().remove()?;
    error.lock().unwrap_or_else(PoisonError::into_inner).take()
}
