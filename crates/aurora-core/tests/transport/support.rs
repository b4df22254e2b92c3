//! Operations, transports and a server that misbehaves on request.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aurora_core::auth::Token;
use aurora_core::call::CallOptions;
use aurora_core::clock::{FixedJitter, ManualClock};
use aurora_core::operation::{Location, Operation, Parameter, TimeClass};
use aurora_core::transport::{Answer, Credentials, TransportBuilder};
use aurora_core::{Error, Transport, Url};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const CANARY: &str = "canary-7c1f0e-token";

const ID: Parameter = Parameter {
    name: "id",
    location: Location::Path,
    required: true,
    description: "The thing's id.",
    multi_segment: false,
};

const SEARCH: Parameter = Parameter {
    name: "search",
    location: Location::Query,
    required: false,
    description: "A part of the name.",
    multi_segment: false,
};

const BASE: Operation = Operation {
    id: "list_things",
    method: "GET",
    path: "/v1/things",
    summary: "Lists things.",
    tag: "things",
    idempotent: true,
    time_class: TimeClass::Default,
    parameters: &[SEARCH],
    request_content: &[],
    response_content: &["application/json"],
    hand_written: false,
    status: None,
};

pub(crate) static OPERATIONS: &[Operation] = &[
    BASE,
    Operation {
        id: "get_thing",
        path: "/v1/things/{id}",
        parameters: &[ID, SEARCH],
        ..BASE
    },
    Operation {
        id: "create_thing",
        method: "POST",
        idempotent: false,
        parameters: &[],
        request_content: &["application/json"],
        ..BASE
    },
    Operation {
        id: "upload_thing",
        method: "POST",
        path: "/v1/things/{id}/file",
        idempotent: false,
        parameters: &[ID],
        request_content: &["multipart/form-data", "text/csv"],
        response_content: &[],
        ..BASE
    },
    Operation {
        id: "head_thing",
        method: "HEAD",
        path: "/v1/things/{id}",
        parameters: &[ID],
        ..BASE
    },
    Operation {
        id: "run_other",
        path: "/v2/things",
        ..BASE
    },
];

pub(crate) fn token() -> Token {
    Token::new(CANARY).unwrap()
}

/// A transport on one base URL with a token, the real clock and no jitter.
pub(crate) fn builder(base: &str) -> TransportBuilder {
    Transport::builder("things", OPERATIONS)
        .mount("/v1", Url::parse(base).unwrap())
        .credentials(Credentials::header("Private-Token", &token()))
        .jitter(Arc::new(FixedJitter(1.0)))
}

/// The same with a clock whose waits take no time.
pub(crate) fn manual(base: &str) -> (Transport, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let transport = builder(base).clock(clock.clone()).build().unwrap();
    (transport, clock)
}

/// Sends an operation through the raw door, with a path parameter or a body where it needs one.
pub(crate) async fn send(transport: &Transport, id: &str) -> Result<Answer, Error> {
    send_with(transport, id, CallOptions::default()).await
}

pub(crate) async fn send_with(transport: &Transport, id: &str, options: CallOptions) -> Result<Answer, Error> {
    let operation = transport.operation(id).unwrap();
    let mut request = transport.request(operation).options(options);
    if operation.path.contains("{id}") {
        request = request.path_param("id", "7");
    }
    if !operation.request_content.is_empty() {
        request = request.json(&serde_json::json!({ "name": "x" }));
    }
    request.send().await
}

/// Everything that an error says: `Display`, `Debug`, its getters and its causes.
pub(crate) fn everything(error: &Error) -> String {
    let mut text = format!(
        "{error} | {error:?} | {error:#?} | {:?} | {:?}",
        error.body(),
        error.messages()
    );
    let mut next = error.source();
    while let Some(cause) = next {
        write!(text, " | {cause} | {cause:?}").unwrap();
        next = cause.source();
    }
    text
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Closes the connection before it reads the request.
    CloseUnread,
    /// Answers these bytes without reading anything.
    Shout(&'static [u8]),
    /// Reads the request, then closes the connection without an answer.
    CloseRead,
    /// Reads the request, and never answers.
    Silence,
    /// Answers these bytes, then closes the connection.
    Bytes(Vec<u8>),
    /// Answers these bytes, and keeps the connection open for more.
    KeepAlive(Vec<u8>),
    /// Answers the pieces with a pause before each, then goes silent.
    Drip(Vec<Vec<u8>>, Duration),
}

impl Step {
    /// An answer with a status, a content type and a body.
    pub(crate) fn answer(status: u16, content_type: &str, body: &str) -> Self {
        Self::Bytes(message(
            status,
            &format!("content-type: {content_type}\r\n"),
            body.as_bytes(),
        ))
    }

    pub(crate) fn json(body: &str) -> Self {
        Self::answer(200, "application/json", body)
    }

    /// An answer that promises more bytes than it sends.
    pub(crate) fn truncated(body: &str) -> Self {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len() + 10);
        Self::Bytes([head.as_bytes(), body.as_bytes()].concat())
    }
}

pub(crate) fn message(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A server that takes one step per request; without a step left it answers 418.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v1", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let steps = Arc::new(Mutex::new(steps.into_iter().collect::<VecDeque<_>>()));
        let seen = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&steps), Arc::clone(&seen)));
            }
        });
        Self { url, requests, task }
    }

    /// Head and body of each request that was at least begun, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.requests().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, steps: Arc<Mutex<VecDeque<Step>>>, seen: Arc<Mutex<Vec<String>>>) {
    loop {
        let unread = matches!(steps.lock().unwrap().front(), Some(Step::CloseUnread | Step::Shout(_)));
        let request = if unread {
            Some("(unread)".to_owned())
        } else {
            read(&mut stream).await
        };
        let Some(request) = request else { return };
        seen.lock().unwrap().push(request);
        let step = steps.lock().unwrap().pop_front();
        let last = Step::answer(418, "text/plain", "no step left");
        match step.unwrap_or(last) {
            Step::CloseUnread | Step::CloseRead => return,
            Step::Shout(bytes) => {
                stream.write_all(bytes).await.ok();
                return;
            }
            Step::Silence => return std::future::pending().await,
            Step::Bytes(bytes) => {
                stream.write_all(&bytes).await.ok();
                return;
            }
            Step::KeepAlive(bytes) => {
                stream.write_all(&bytes).await.ok();
            }
            Step::Drip(pieces, pause) => {
                for piece in pieces {
                    tokio::time::sleep(pause).await;
                    stream.write_all(&piece).await.ok();
                }
                return std::future::pending().await;
            }
        }
    }
}

/// One request; `None` when the client has gone.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    }
}
