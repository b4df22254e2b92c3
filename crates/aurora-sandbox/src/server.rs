//! The HTTP side: one task per connection, so that a single connection can be cut while the others live on.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Request, Response};
use http_body_util::channel::{Channel, Sender};
use http_body_util::{BodyExt, Either, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::control;
use crate::faults::Fault;
use crate::record::{RecordedRequest, RequestLine};
use crate::reply::{Refusal, Reply};
use crate::routes::{self, Matched};
use crate::state::State;

type Body = Either<Full<Bytes>, Channel<Bytes, io::Error>>;

/// Accepts connections until the task is aborted; the connections end with it.
pub(crate) async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, Arc::clone(&state)));
                }
                // Out of file descriptors, or the peer gave up in the queue: neither ends the listener.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, state: Arc<State>) {
    let reset = Arc::new(Notify::new());
    let service = {
        let reset = Arc::clone(&reset);
        service_fn(move |request| answer(request, Arc::clone(&state), Arc::clone(&reset)))
    };
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        biased;
        () = reset.notified() => {}
        // An error here is the client going away or a body broken off on purpose; there is nobody left to tell.
        _ = &mut connection => return,
    }
    let stream = connection.into_parts().io.into_inner();
    // With zero linger the close is a real reset. Should the system refuse, the client still gets no answer.
    let _ = stream.set_zero_linger();
}

/// One request on its way to an answer.
struct Exchange {
    head: Parts,
    matched: Option<Matched>,
    started: Instant,
    fault: Option<Fault>,
    /// Its number among the records.
    number: u64,
}

async fn answer(
    request: Request<Incoming>,
    state: Arc<State>,
    reset: Arc<Notify>,
) -> Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    if state.settings.control && control::owns(head.uri.path()) {
        let reply = read(body).await.map(|body| control::answer(&state, &head, &body));
        return Ok(whole(reply.unwrap_or_else(|refused| refused)));
    }
    let exchange = Exchange::begin(&state, head);
    if exchange.fault == Some(Fault::ResetBeforeRead) {
        return cut(&state, &exchange, &reset).await;
    }
    let reply = match read(body).await {
        Ok(body) => {
            state
                .records
                .update(exchange.number, |record| record.body_bytes = body.len());
            produce(&state, &exchange, body).await
        }
        Err(refused) => refused,
    };
    if exchange.fault == Some(Fault::ResetAfterRead) {
        return cut(&state, &exchange, &reset).await;
    }
    state
        .records
        .update(exchange.number, |record| record.status = Some(reply.status));
    exchange.log(&state, Some(reply.status), reply.body.len());
    Ok(deliver(reply, exchange.fault.as_ref()))
}

/// Largest request body that is read, in bytes: far above any upload, far below what would hurt the machine.
const LARGEST_BODY: usize = 64 * 1024 * 1024;

async fn read(body: Incoming) -> Result<Bytes, Reply> {
    match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Reply::from(Refusal {
            status: 413,
            code: "TooLarge",
            message: format!("the sandbox reads bodies of up to {LARGEST_BODY} bytes"),
        })),
        Err(_) => Err(Refusal::invalid("the body ended early").into()),
    }
}

/// Ends the connection instead of answering; the future never resolves, its connection is dropped around it.
async fn cut(state: &State, exchange: &Exchange, reset: &Notify) -> Result<Response<Body>, Infallible> {
    exchange.log(state, None, 0);
    reset.notify_one();
    pending().await
}

async fn produce(state: &Arc<State>, exchange: &Exchange, body: Bytes) -> Reply {
    let head = &exchange.head;
    let Some(matched) = &exchange.matched else {
        return Reply::from(Refusal::not_found(format!(
            "no route for {} {}",
            head.method,
            head.uri.path()
        )))
        .with_header("x-sandbox", "no such route");
    };
    if let Some(reply) = exchange.fault.as_ref().and_then(Fault::instead) {
        return reply;
    }
    if let Some(Fault::Delay(delay)) = &exchange.fault {
        tokio::time::sleep(*delay).await;
    }
    if let Err(refusal) = state.amun.authorize(&head.headers) {
        return refusal.into();
    }
    let call = Call::new(matched, head, body);
    let delay = state.amun.delay_of(call.operation);
    // A sleep of nothing would still take up to a millisecond.
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    // Computing takes milliseconds to seconds, so it must not hold up the task that serves other connections.
    let shared = Arc::clone(state);
    let reply = match tokio::task::spawn_blocking(move || shared.amun.answer(&call)).await {
        Ok(reply) => reply,
        Err(error) => Refusal::failed(format!("the sandbox failed: {error}")).into(),
    };
    match &exchange.fault {
        Some(fault) => fault.rewrite(reply),
        None => reply,
    }
}

impl Exchange {
    /// Finds the route, takes a fault, and remembers the request: also one whose client goes before it is answered.
    fn begin(state: &State, head: Parts) -> Exchange {
        let matched = routes::find(head.method.as_str(), head.uri.path());
        let fault = matched
            .as_ref()
            .and_then(|matched| state.faults.take(matched.route.operation));
        let number = state.records.arrive(RecordedRequest {
            operation: matched.as_ref().map(|matched| matched.route.operation),
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            status: None,
            header_names: head.headers.iter().map(|(name, _)| name.to_string()).collect(),
            token_was_right: state.amun.authorize(&head.headers).is_ok(),
            body_bytes: 0,
            faulted: fault.is_some(),
        });
        Exchange {
            head,
            matched,
            started: Instant::now(),
            fault,
            number,
        }
    }

    fn log(&self, state: &State, status: Option<u16>, answer_bytes: usize) {
        if let Some(log) = &state.log {
            log(&RequestLine {
                operation: self.matched.as_ref().map(|matched| matched.route.operation),
                method: self.head.method.to_string(),
                target: self.head.uri.to_string(),
                status,
                answer_bytes,
                elapsed: self.started.elapsed(),
                faulted: self.fault.is_some(),
            });
        }
    }
}

/// A request as a service's handlers see it.
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    parameters: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
    pub(crate) content_type: String,
    pub(crate) body: Bytes,
}

impl Call {
    fn new(matched: &Matched, head: &Parts, body: Bytes) -> Call {
        let query = url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes());
        let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Call {
            operation: matched.route.operation,
            parameters: matched.parameters.clone(),
            query: query.into_owned().collect(),
            content_type: content_type.unwrap_or_default().to_owned(),
            body,
        }
    }

    /// A path parameter; empty when the route has none of that name.
    pub(crate) fn parameter(&self, name: &str) -> &str {
        self.parameters
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }

    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

fn whole(reply: Reply) -> Response<Body> {
    deliver(reply, None)
}

fn deliver(reply: Reply, fault: Option<&Fault>) -> Response<Body> {
    let Reply {
        status,
        content_type,
        headers,
        body,
    } = reply;
    let length = body.len();
    let mut response = Response::new(body_of(body, fault));
    // A fault may ask for a status or a header that HTTP cannot carry; 500 then says so instead of a panic.
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    for (name, value) in headers.into_iter().chain([("content-type", content_type)]) {
        match HeaderValue::from_str(&value) {
            Ok(value) => {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
            Err(_) => *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
    response
}

fn body_of(body: Bytes, fault: Option<&Fault>) -> Body {
    match fault {
        Some(Fault::Truncate) => {
            let (sender, channel) = Channel::new(1);
            let half = body.slice(..body.len() / 2);
            tokio::spawn(break_off(sender, half));
            Either::Right(channel)
        }
        Some(Fault::Drip { bytes, interval }) => {
            let (sender, channel) = Channel::new(1);
            tokio::spawn(drip(sender, body, (*bytes).max(1), *interval));
            Either::Right(channel)
        }
        _ => Either::Left(Full::new(body)),
    }
}

async fn break_off(mut sender: Sender<Bytes, io::Error>, half: Bytes) {
    if sender.send_data(half).await.is_ok() {
        // Hyper drops what it has not flushed when a body fails, so the half gets a moment to leave.
        tokio::time::sleep(Duration::from_millis(20)).await;
        sender.abort(io::Error::other("cut off by a fault"));
    }
}

async fn drip(mut sender: Sender<Bytes, io::Error>, mut body: Bytes, piece: usize, interval: Duration) {
    while !body.is_empty() {
        tokio::time::sleep(interval).await;
        let next = body.split_to(piece.min(body.len()));
        if sender.send_data(next).await.is_err() {
            return;
        }
    }
}
