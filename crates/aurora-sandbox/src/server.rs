//! The HTTP side: one task per connection, so that a single connection can be cut while the others live on.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::body::{Body, Source, body_of};
use crate::control;
use crate::etm;
use crate::faults::Fault;
use crate::origin::access::identify;
use crate::origin::attribution::Service;
use crate::origin::endpoint::Incoming as Question;
use crate::origin::rest;
use crate::origin::store;
use crate::record::{RecordedRequest, RequestLine, target_of, without_token};
use crate::reply::{Refusal, Reply};
use crate::routes::{self, Found, Matched};
use crate::state::State;

/// The two ports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Site {
    Services,
    ObjectStore,
}

/// Accepts connections until the task is aborted; the connections end with it.
pub(crate) async fn accept(listener: TcpListener, state: Arc<State>, site: Site) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, Arc::clone(&state), site));
                }
                // Out of file descriptors, or the peer gave up in the queue: neither ends the listener.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, state: Arc<State>, site: Site) {
    let reset = Arc::new(Notify::new());
    let service = {
        let reset = Arc::clone(&reset);
        service_fn(move |request| answer(request, Arc::clone(&state), site, Arc::clone(&reset)))
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
    site: Site,
    found: Option<Found>,
    /// What was asked, once it is known: for GraphQL only after the body was read.
    operation: Option<&'static str>,
    started: Instant,
    fault: Option<Fault>,
    /// Its number among the records.
    number: u64,
}

async fn answer(
    request: Request<Incoming>,
    state: Arc<State>,
    site: Site,
    reset: Arc<Notify>,
) -> Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    if site == Site::Services && state.settings.control && control::owns(head.uri.path()) {
        let reply = read(body).await.map(|body| control::answer(&state, &head, &body));
        return Ok(deliver(reply.unwrap_or_else(|refused| refused), None));
    }
    let mut exchange = Exchange::begin(&state, head, site);
    if exchange.fault == Some(Fault::ResetBeforeRead) {
        return cut(&state, &exchange, &reset).await;
    }
    let reply = match read(body).await {
        Ok(body) => {
            state
                .records
                .update(exchange.number, |record| record.body_bytes = body.len());
            let question = exchange.ask(&state, &body);
            if exchange.fault == Some(Fault::ResetBeforeRead) {
                return cut(&state, &exchange, &reset).await;
            }
            produce(&state, &exchange, body, question).await
        }
        Err(refused) => refused,
    };
    if exchange.fault == Some(Fault::ResetAfterRead) {
        return cut(&state, &exchange, &reset).await;
    }
    state
        .records
        .update(exchange.number, |record| record.status = Some(reply.status));
    exchange.log(&state, Some(reply.status), reply.length());
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

async fn produce(state: &Arc<State>, exchange: &Exchange, body: Bytes, question: Option<Question>) -> Reply {
    let head = &exchange.head;
    // The official Python client leaks them each time: compatible with it, the request is recorded as a leak and answered.
    let refused = exchange.site == Site::ObjectStore && !state.origin.state.options().python_compatible;
    if refused && store::leaks(&head.headers) {
        return store::leak();
    }
    let Some(found) = &exchange.found else {
        if etm::routes::owns(head.uri.path()) {
            return etm::no_route(&head.headers).with_header("x-sandbox", "no such route");
        }
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
    let reply = match (found, question) {
        (Found::GraphQl(service), Some(question)) => graphql(state, exchange, *service, question).await,
        (Found::Plain(matched), _) => plain(state, exchange, matched, body).await,
        (Found::GraphQl(_), None) => Refusal::failed("the sandbox lost a GraphQL request").into(),
    };
    match &exchange.fault {
        Some(fault) => fault.rewrite(reply),
        None => reply,
    }
}

async fn plain(state: &Arc<State>, exchange: &Exchange, matched: &Matched, body: Bytes) -> Reply {
    let headers = exchange.head.headers.clone();
    if matched.route.service == "amun" {
        if let Err(refusal) = state.amun.authorize(&headers) {
            return refusal.into();
        }
        let delay = state.amun.delay_of(matched.route.operation);
        // A sleep of nothing would still take up to a millisecond.
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
    }
    if matched.route.service == "etm" {
        let (shared, matched, head) = (Arc::clone(state), matched.clone(), exchange.head.clone());
        return blocking(move || shared.etm.answer(&matched, &head, &body)).await;
    }
    let call = Call::new(matched, &exchange.head, body);
    let (site, uri) = (exchange.site, exchange.head.uri.clone());
    let whole = exchange.fault == Some(Fault::IgnoreRange);
    let shared = Arc::clone(state);
    // Computing takes milliseconds to seconds, so it must not hold up the task that serves other connections.
    blocking(move || {
        let origin = &shared.origin.state;
        match site {
            Site::ObjectStore => store::answer(origin, uri.path(), uri.query().unwrap_or_default(), &headers, whole),
            Site::Services if call.service == "amun" => shared.amun.answer(&call),
            Site::Services => match identify(&shared.settings, &headers) {
                Ok(access) => rest::answer(origin, &access.caller, &call),
                Err(refusal) => refusal.into(),
            },
        }
    })
    .await
}

async fn graphql(state: &Arc<State>, exchange: &Exchange, service: Service, question: Question) -> Reply {
    let access = match identify(&state.settings, &exchange.head.headers) {
        Ok(access) => access,
        Err(refusal) => return refusal.into(),
    };
    if exchange.operation == Some("list_demand_technology_names") && state.origin.state.options().faithful {
        return Reply::new(500, "text/plain", "Internal Server Error");
    }
    let shared = Arc::clone(state);
    let runtime = Handle::current();
    // The resolvers compute too, and never wait for anything.
    blocking(move || runtime.block_on(question.answer(shared.origin.schema(service), access))).await
}

async fn blocking(work: impl FnOnce() -> Reply + Send + 'static) -> Reply {
    match tokio::task::spawn_blocking(work).await {
        Ok(reply) => reply,
        Err(error) => Refusal::failed(format!("the sandbox failed: {error}")).into(),
    }
}

impl Exchange {
    /// Finds the route, takes a fault, and remembers the request: also one whose client goes before it is answered.
    fn begin(state: &State, head: Parts, site: Site) -> Exchange {
        let (method, path) = (head.method.as_str(), head.uri.path());
        let found = match site {
            Site::Services => routes::find(method, path, &head.headers),
            Site::ObjectStore => routes::find_at_store(method, path),
        };
        let (service, operation) = match &found {
            Some(Found::Plain(matched)) => (Some(matched.route.service), Some(matched.route.operation)),
            Some(Found::GraphQl(_)) => (Some("origin"), None),
            None => (None, None),
        };
        let fault = match &found {
            Some(Found::Plain(matched)) => state.faults.take(&matched.route.key()),
            Some(Found::GraphQl(_)) | None => None,
        };
        let number = state.records.arrive(RecordedRequest {
            service,
            operation,
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: without_token(head.uri.query().unwrap_or_default()),
            status: None,
            header_names: head.headers.iter().map(|(name, _)| name.to_string()).collect(),
            token_was_right: knows(state, service, &head.headers),
            body_bytes: 0,
            faulted: fault.is_some(),
            at_object_store: site == Site::ObjectStore,
            leaked_credentials: site == Site::ObjectStore && store::leaks(&head.headers),
            graphql: None,
        });
        Exchange {
            head,
            site,
            found,
            operation,
            started: Instant::now(),
            fault,
            number,
        }
    }

    /// Reads a GraphQL body: only now it is known which operation it asks for, and which fault is meant for it.
    fn ask(&mut self, state: &State, body: &[u8]) -> Option<Question> {
        let Some(Found::GraphQl(service)) = &self.found else {
            return None;
        };
        let mut question = Question::read(*service, body);
        self.operation = question.asked.operation;
        // `*` is for every request, also one that no operation asks like.
        self.fault = state.faults.take(self.operation.unwrap_or("*"));
        let (operation, faulted) = (self.operation, self.fault.is_some());
        let asked = question.record.take();
        state.records.update(self.number, |record| {
            record.operation = operation;
            record.faulted = faulted;
            record.graphql = asked;
        });
        Some(question)
    }

    fn log(&self, state: &State, status: Option<u16>, answer_bytes: u64) {
        if let Some(log) = &state.log {
            log(&RequestLine {
                operation: self.operation,
                method: self.head.method.to_string(),
                target: target_of(&self.head.uri),
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
    pub(crate) service: &'static str,
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
            service: matched.route.service,
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

    /// All query parameters, in the order sent.
    pub(crate) fn queries(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first value of a query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Whether a request carries a token that its service accepts.
fn knows(state: &State, service: Option<&str>, headers: &HeaderMap) -> bool {
    match service {
        Some("etm") => state.etm.knows(headers),
        Some("origin") => identify(&state.settings, headers).is_ok(),
        _ => state.amun.authorize(headers).is_ok(),
    }
}

fn deliver(reply: Reply, fault: Option<&Fault>) -> Response<Body> {
    let length = reply.length();
    let Reply {
        status,
        content_type,
        headers,
        body,
        rows,
    } = reply;
    let source = match rows {
        Some(rows) => Source::Rows(rows),
        None => Source::Whole(body),
    };
    let mut response = Response::new(body_of(source, fault));
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
