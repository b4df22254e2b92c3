//! A canary token and a canary query value appear nowhere but on the wire to the service.

use std::cell::RefCell;
use std::io;
use std::sync::Once;
use std::time::Duration;

use aurora_core::call::CallOptions;
use aurora_core::limits::Limits;
use aurora_core::retry::{Backoff, RetryPolicy};
use aurora_core::transport::Answer;
use aurora_core::{Error, Transport};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{CANARY, Server, Step, builder, everything, send};

const QUERY_CANARY: &str = "canary-query-5d2a";

thread_local! {
    /// What was logged in this thread, while somebody listens.
    static LOG: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn write_down(text: &str) {
    LOG.with_borrow_mut(|log| {
        if let Some(log) = log {
            log.push_str(text);
        }
    });
}

/// Writes into [`LOG`].
#[derive(Clone, Copy)]
struct ThreadLog;

impl io::Write for ThreadLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        write_down(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for ThreadLog {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        *self
    }
}

/// What the libraries beneath say through `log` instead of `tracing`.
impl log::Log for ThreadLog {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        write_down(&format!("{} {}: {}\n", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

/// Runs a scenario in this thread with everything logged at trace level. The subscriber is the whole binary's: one that
/// comes and goes with a thread races with the other tests.
fn logged(scenario: impl Future<Output = ()>) -> String {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&ThreadLog).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(ThreadLog)
            .finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
    LOG.set(Some(String::new()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(scenario);
    LOG.take().unwrap()
}

async fn search(transport: &Transport) -> Result<Answer, Error> {
    let operation = transport.operation("get_thing").unwrap();
    transport
        .request(operation)
        .path_param("id", "7")
        .query("search", QUERY_CANARY)
        .send()
        .await
}

fn quick(base: &str) -> Transport {
    let backoff = Backoff::Steps {
        first: Duration::ZERO,
        then: Duration::ZERO,
    };
    let retry = RetryPolicy::default().with_max_attempts(2).with_backoff(backoff);
    let limits = Limits::default().with_first_byte(Duration::from_millis(200));
    builder(base).retry(retry).limits(limits).build().unwrap()
}

/// One failure of each kind; the service echoes the token wherever it can.
async fn failures() -> Vec<Error> {
    let echo = format!("{{\"error\": \"bad token {CANARY}\", \"message\": \"{QUERY_CANARY}\"}}");
    let with_id = ResponseTemplate::new(401)
        .insert_header("x-request-id", CANARY)
        .set_body_string(echo);
    let mut errors = Vec::new();
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(with_id).mount(&server).await;
    errors.push(send(&quick(&server.uri()), "list_things").await.unwrap_err());
    for step in [
        Step::CloseRead,
        Step::CloseUnread,
        Step::Silence,
        Step::truncated("{"),
        Step::Bytes(b"not http\r\n\r\n".to_vec()),
        Step::Bytes(b"HTTP/1.1 302 Found\r\nlocation: ftp://x/canary-query-5d2a\r\ncontent-length: 0\r\n\r\n".to_vec()),
        Step::Bytes(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/canary-query-5d2a?x=canary-query-5d2a\r\ncontent-length: 0\r\n\r\n".to_vec()),
    ] {
        let server = Server::start(vec![step; 2]).await;
        errors.push(search(&quick(&server.url)).await.unwrap_err());
    }
    let server = Server::start([Step::json(&format!("{{\"id\": \"{CANARY}\"}}"))]).await;
    let answer = search(&quick(&server.url)).await.unwrap();
    assert!(!format!("{answer:?}").contains("canary"));
    errors.push(answer.json::<Vec<u64>>().unwrap_err());
    errors
}

#[test]
fn no_log_no_error_and_no_debug_shows_a_secret() {
    let log = logged(async {
        for error in failures().await {
            let text = everything(&error);
            assert!(!text.contains(CANARY), "{text}");
            let own_query = error.status().is_none_or(|status| status != 401);
            assert!(!(own_query && text.contains(QUERY_CANARY)), "{text}");
        }
        let transport = quick("http://127.0.0.1:1");
        let request = transport.request(transport.operation("list_things").unwrap());
        let shown = format!("{transport:?} {request:?} {:?}", builder("http://127.0.0.1:1"));
        assert!(!shown.contains("canary"), "{shown}");
    });
    assert!(
        log.contains("starting new connection"),
        "the libraries' logs are seen: {log}"
    );
    assert!(log.contains("attempt finished"), "ours are seen: {log}");
    // The mock servers run in this thread too, and say what they received.
    let clients: Vec<_> = log.lines().filter(|line| !line.contains("wiremock")).collect();
    assert!(clients.len() > 100, "{log}");
    let told: Vec<_> = clients.iter().filter(|line| line.contains("canary")).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn the_password_of_a_proxy_stays_out_of_debug_errors_and_logs() {
    let log = logged(async {
        let proxy = Server::start([Step::json("{}"), Step::CloseRead, Step::CloseRead]).await;
        let address = proxy.url.replace("http://", "http://ada:canary-proxy-81@");
        let through = || {
            builder("http://api.example.com/v1")
                .allow_insecure_http(true)
                .proxy(aurora_core::Url::parse(&address).unwrap())
                .retry(RetryPolicy::never())
        };
        let shown = format!("{:?} {:?}", through(), through().build().unwrap());
        assert!(!shown.contains("canary"), "{shown}");
        let transport = through().build().unwrap();
        send(&transport, "list_things").await.unwrap();
        assert!(
            proxy.requests()[0]
                .to_lowercase()
                .contains("proxy-authorization: basic")
        );
        let text = everything(&send(&transport, "list_things").await.unwrap_err());
        assert!(!text.contains("canary"), "{text}");
    });
    let told: Vec<_> = log.lines().filter(|line| line.contains("canary")).collect();
    assert!(log.contains("attempt finished") && told.is_empty(), "{told:#?}");
}

#[test]
fn each_attempt_has_a_span_with_the_fields_of_the_conventions() {
    let log = logged(async {
        let server = MockServer::start().await;
        Mock::given(path("/things/7"))
            .respond_with(ResponseTemplate::new(503))
            .up_to_n_times(1)
            .mount(&server)
            .await;
        let done = ResponseTemplate::new(200)
            .insert_header("x-request-id", "r-42")
            .set_body_string("{}");
        Mock::given(path("/things/7")).respond_with(done).mount(&server).await;
        search(&quick(&server.uri())).await.unwrap();
    });
    let closes: Vec<_> = log
        .lines()
        .filter(|line| line.contains("aurora_core::http") && line.contains("close"))
        .collect();
    assert_eq!(closes.len(), 2, "{log}");
    for field in [
        "otel.kind=\"client\"",
        "otel.name=\"GET /v1/things/{id}\"",
        "aurora.operation=\"get_thing\"",
        "http.request.method=\"GET\"",
        "server.address=\"127.0.0.1\"",
        "server.port=",
        "/things/7\"",
        "http.response.status_code=503",
        "error.type=\"503\"",
    ] {
        assert!(closes[0].contains(field), "{field} in {}", closes[0]);
    }
    assert!(!closes[0].contains("resend_count"), "{}", closes[0]);
    assert!(closes[1].contains("http.request.resend_count=1"), "{}", closes[1]);
    assert!(closes[1].contains("http.response.status_code=200"), "{}", closes[1]);
    assert!(!closes[1].contains("error.type"), "{}", closes[1]);
    let finished: Vec<_> = log.lines().filter(|line| line.contains("attempt finished")).collect();
    assert_eq!(finished.len(), 2);
    assert!(
        finished[1].contains("request_id=\"r-42\"") && finished[1].contains("milliseconds="),
        "{}",
        finished[1]
    );
}

#[test]
fn calls_at_the_same_time_do_not_stand_in_each_others_spans() {
    let log = logged(async {
        let server = MockServer::start().await;
        let slow = ResponseTemplate::new(200)
            .set_body_string("{}")
            .set_delay(Duration::from_millis(20));
        Mock::given(any()).respond_with(slow).mount(&server).await;
        let transport = quick(&server.uri());
        let (one, two) = tokio::join!(search(&transport), send(&transport, "list_things"));
        assert_eq!((one.unwrap().attempts, two.unwrap().attempts), (1, 1));
    });
    for operation in ["get_thing", "list_things"] {
        let own = format!("attempt finished operation=\"{operation}\"");
        let line = log.lines().find(|line| line.contains(&own)).unwrap();
        assert_eq!(line.matches("aurora.operation=").count(), 1, "{line}");
        assert!(line.contains(&format!("aurora.operation=\"{operation}\"")), "{line}");
    }
}

#[tokio::test]
async fn a_401_says_where_the_token_came_from() {
    let server = Server::start([Step::answer(401, "application/json", "{\"message\": \"Unauthorized\"}")]).await;
    let transport = builder(&server.url).build().unwrap();
    let operation = transport.operation("list_things").unwrap();
    let request = transport
        .reqwest()
        .get("http://service.invalid/v1/things")
        .build()
        .unwrap();
    let error = transport
        .execute(request, operation, &CallOptions::default())
        .await
        .unwrap_err();
    let source = transport.credentials().source().unwrap().to_string();
    assert!(
        error.to_string().contains(&format!("the token from {source}")),
        "{error}"
    );
    assert_eq!(error.messages(), ["Unauthorized"]);
}
