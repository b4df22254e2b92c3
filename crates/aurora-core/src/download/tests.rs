mod memory;
mod whole;

use std::sync::Mutex;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::*;
use crate::call::CallOptions;
use crate::clock::ManualClock;
use crate::limits::Limits;
use crate::operation::{Operation, TimeClass};
use crate::retry::RetryPolicy;
use crate::transport::Transport;

const OPERATION: Operation = Operation {
    id: "get_file",
    method: "GET",
    path: "/v1/file",
    summary: "A file.",
    tag: "files",
    idempotent: true,
    time_class: TimeClass::Default,
    parameters: &[],
    request_content: &[],
    response_content: &["text/csv"],
    hand_written: false,
    status: None,
};
static OPERATIONS: [Operation; 1] = [OPERATION];

const CONTENT: &[u8] = b"Time,price\n2030-01-01 00:00,42.5\n2030-01-01 01:00,43.5\n";
const CONTENT_SHA256: &str = "f439e4af32cae809c87492234555d5c5106843a00a7ec99bea908987d4822ea7";
const V1: &str = "ETag: \"v1\"\r\n";

/// What the server sends on one connection before it closes it.
struct Scripted {
    head: String,
    body: Vec<u8>,
}

/// A whole answer with this status line and these headers.
fn answer(status: &str, headers: &str, body: &[u8]) -> Scripted {
    announced(status, headers, body.len(), body)
}

/// An answer that announces one length and sends another.
fn announced(status: &str, headers: &str, length: usize, body: &[u8]) -> Scripted {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n");
    Scripted {
        head,
        body: body.to_owned(),
    }
}

/// The content from a byte on, as a server that knows ranges sends it.
fn rest(from: usize, headers: &str) -> Scripted {
    let range = format!(
        "Content-Range: bytes {from}-{}/{}\r\n",
        CONTENT.len() - 1,
        CONTENT.len()
    );
    answer(
        "206 Partial Content",
        &format!("Content-Type: text/csv\r\n{range}{headers}"),
        &CONTENT[from..],
    )
}

fn whole(headers: &str) -> Scripted {
    answer("200 OK", &format!("Content-Type: text/csv\r\n{headers}"), CONTENT)
}

/// The first bytes of the content, and then nothing more.
fn cut_off(bytes: usize, headers: &str) -> Scripted {
    announced(
        "200 OK",
        &format!("Content-Type: text/csv\r\n{headers}"),
        CONTENT.len(),
        &CONTENT[..bytes],
    )
}

/// A server that plays its script, a folder to download to, and what was seen.
struct Stage {
    folder: TempDir,
    transport: Transport,
    clock: Arc<ManualClock>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Stage {
    async fn new(script: Vec<Scripted>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            for Scripted { head, body } in script {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    request.push(stream.read_u8().await.unwrap());
                }
                seen.lock()
                    .unwrap()
                    .push(String::from_utf8(request).unwrap().to_ascii_lowercase());
                stream.write_all(head.as_bytes()).await.unwrap();
                stream.write_all(&body).await.unwrap();
                stream.shutdown().await.unwrap();
            }
        });
        let transport = Transport::builder("test", &OPERATIONS)
            .mount("/v1", Url::parse(&base).unwrap())
            .no_proxy()
            .retry(RetryPolicy::never())
            .limits(Limits::default().with_idle(Duration::from_secs(5)))
            .build()
            .unwrap();
        Self {
            folder: tempfile::tempdir().unwrap(),
            transport,
            clock: Arc::default(),
            requests,
        }
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("prices.csv")
    }

    /// A download that tries once, so that each test says how often it runs.
    fn download(&self) -> Download {
        let clock = Arc::<ManualClock>::clone(&self.clock);
        Download::to(self.target())
            .with_content_type("text/csv")
            .with_attempts(1)
            .with_clock(clock)
    }

    async fn run(&self, download: &Download) -> Result<DownloadReport> {
        download.run_request(|| self.transport.request(&OPERATIONS[0])).await
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn content(&self) -> Vec<u8> {
        std::fs::read(self.target()).unwrap()
    }

    /// The value of a header of each request.
    fn sent(&self, name: &str) -> Vec<Option<String>> {
        let value = |request: &String| {
            let line = request.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
            line.map(str::to_owned)
        };
        self.requests.lock().unwrap().iter().map(value).collect()
    }
}

const KEPT: [&str; 2] = [".prices.csv.part", ".prices.csv.part.json"];

#[tokio::test]
async fn a_file_arrives_whole_with_its_length_and_sum() {
    let stage = Stage::new(vec![whole(V1)]).await;
    let report = stage.run(&stage.download()).await.unwrap();
    assert_eq!(report.path, stage.target());
    assert_eq!((report.bytes, report.resumed_from), (CONTENT.len() as u64, None));
    assert_eq!(report.sha256, CONTENT_SHA256);
    assert_eq!(stage.content(), CONTENT);
    assert_eq!(stage.names(), ["prices.csv"]);
    assert_eq!(stage.sent("accept-encoding"), [Some("identity".to_owned())]);
    assert_eq!(stage.sent("range"), [None]);
}

#[tokio::test]
async fn a_body_that_breaks_off_leaves_no_file_and_the_next_run_goes_on() {
    let stage = Stage::new(vec![cut_off(20, V1), rest(20, V1)]).await;
    std::fs::write(stage.target(), "old").unwrap();
    let error = stage.run(&stage.download()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(error.operation(), Some("get_file"));
    assert!(error.to_string().contains("20 bytes are kept"), "{error}");
    assert_eq!(stage.content(), b"old");

    let report = stage.run(&stage.download()).await.unwrap();
    assert_eq!((report.bytes, report.resumed_from), (CONTENT.len() as u64, Some(20)));
    assert_eq!(report.sha256, CONTENT_SHA256);
    assert_eq!(stage.content(), CONTENT);
    assert_eq!(stage.names(), ["prices.csv"]);
    assert_eq!(stage.sent("range"), [None, Some("bytes=20-".to_owned())]);
    assert_eq!(stage.sent("if-range"), [None, Some("\"v1\"".to_owned())]);
}

#[tokio::test]
async fn one_run_goes_on_by_itself_with_growing_waits() {
    let stage = Stage::new(vec![cut_off(5, V1), answer_of(5..9), answer_of(9..9), rest(9, V1)]).await;
    let report = stage.run(&stage.download().with_attempts(4)).await.unwrap();
    assert_eq!((report.resumed_from, report.sha256.as_str()), (Some(9), CONTENT_SHA256));
    let ranges = ["bytes=5-", "bytes=9-", "bytes=9-"].map(|range| Some(range.to_owned()));
    assert_eq!(stage.sent("range")[1..], ranges);
    assert_eq!(stage.clock.slept(), [1, 2, 4].map(Duration::from_secs));
}

/// An answer to a range that breaks off after some bytes.
fn answer_of(bytes: std::ops::Range<usize>) -> Scripted {
    let Scripted { head, .. } = rest(bytes.start, V1);
    Scripted {
        head,
        body: CONTENT[bytes].to_owned(),
    }
}

#[tokio::test]
async fn a_server_that_sends_the_whole_file_again_is_taken_from_the_start() {
    let stage = Stage::new(vec![cut_off(20, V1), whole(V1)]).await;
    stage.run(&stage.download()).await.unwrap_err();
    let report = stage.run(&stage.download()).await.unwrap();
    assert_eq!((report.resumed_from, report.sha256.as_str()), (None, CONTENT_SHA256));
    assert_eq!(stage.content(), CONTENT);
}

#[tokio::test]
async fn a_file_that_changed_is_fetched_from_the_start() {
    // By the book the server answers 200; one that ignores `If-Range` is found out by its `ETag`.
    let v2 = "ETag: \"v2\"\r\n";
    let ignores_if_range = rest(20, v2);
    let other_total = answer(
        "206 Partial Content",
        &format!("Content-Range: bytes 20-29/30\r\n{V1}"),
        &[b'x'; 10],
    );
    let other_start = answer(
        "206 Partial Content",
        &format!("Content-Range: bytes 19-54/55\r\n{V1}"),
        &CONTENT[19..],
    );
    for changed in [ignores_if_range, other_total, other_start] {
        let stage = Stage::new(vec![cut_off(20, V1), changed, whole(v2)]).await;
        stage.run(&stage.download()).await.unwrap_err();
        let report = stage.run(&stage.download().with_attempts(2)).await.unwrap();
        assert_eq!((report.resumed_from, report.sha256.as_str()), (None, CONTENT_SHA256));
        assert_eq!(stage.sent("range"), [None, Some("bytes=20-".to_owned()), None]);
        assert!(stage.clock.slept().is_empty());
    }
}

#[tokio::test]
async fn a_range_that_the_server_refuses_starts_again() {
    let refusal = answer("416 Range Not Satisfiable", "Content-Range: bytes */7\r\n", b"");
    let stage = Stage::new(vec![cut_off(20, V1), refusal, whole(V1)]).await;
    stage.run(&stage.download()).await.unwrap_err();
    let report = stage.run(&stage.download().with_attempts(2)).await.unwrap();
    assert_eq!((report.resumed_from, report.sha256.as_str()), (None, CONTENT_SHA256));
    assert_eq!(stage.sent("range")[2], None);
}

#[tokio::test]
async fn without_a_strong_version_or_a_length_nothing_is_gone_on_with() {
    let chunked = Scripted {
        head: format!("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n{V1}\r\n"),
        body: b"5\r\nTime,\r\n".to_vec(),
    };
    for first in [cut_off(20, ""), cut_off(20, "ETag: W/\"v1\"\r\n"), chunked] {
        let stage = Stage::new(vec![first, whole(V1)]).await;
        stage.run(&stage.download()).await.unwrap_err();
        assert!(stage.names().is_empty(), "{:?}", stage.names());
        let report = stage.run(&stage.download()).await.unwrap();
        assert_eq!((report.resumed_from, report.sha256.as_str()), (None, CONTENT_SHA256));
        assert_eq!(stage.sent("range"), [None, None]);
    }
}

#[tokio::test]
async fn the_date_of_the_last_change_names_a_version_too() {
    let date = "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n";
    let stage = Stage::new(vec![cut_off(20, date), rest(20, date)]).await;
    stage.run(&stage.download()).await.unwrap_err();
    assert_eq!(stage.run(&stage.download()).await.unwrap().resumed_from, Some(20));
    assert_eq!(
        stage.sent("if-range")[1].as_deref(),
        Some("wed, 21 oct 2015 07:28:00 gmt")
    );
}

#[tokio::test]
async fn a_part_of_something_else_is_not_gone_on_with() {
    let stage = Stage::new(vec![cut_off(20, V1), whole(V1)]).await;
    stage
        .run(&stage.download().with_identity("scenario 7"))
        .await
        .unwrap_err();
    assert_eq!(stage.names(), KEPT);
    let report = stage.run(&stage.download().with_identity("scenario 8")).await.unwrap();
    assert_eq!((report.resumed_from, report.sha256.as_str()), (None, CONTENT_SHA256));
    assert_eq!(stage.sent("range"), [None, None]);
}

#[tokio::test]
async fn a_part_whose_note_is_damaged_or_does_not_fit_is_not_gone_on_with() {
    let notes = ["", "{", "[]", r#"{"identity":null,"validator":"\"v1\"","total":3}"#];
    for note in notes {
        let stage = Stage::new(vec![whole(V1)]).await;
        std::fs::write(stage.folder.path().join(KEPT[0]), &CONTENT[..20]).unwrap();
        std::fs::write(stage.folder.path().join(KEPT[1]), note).unwrap();
        let report = stage.run(&stage.download()).await.unwrap();
        assert_eq!(
            (report.resumed_from, report.sha256.as_str()),
            (None, CONTENT_SHA256),
            "{note:?}"
        );
        assert_eq!(stage.sent("range"), [None], "{note:?}");
    }
}

#[tokio::test]
async fn a_whole_part_that_was_never_put_in_place_costs_one_byte() {
    let last = CONTENT.len() - 1;
    let stage = Stage::new(vec![rest(last, V1)]).await;
    let note = format!(r#"{{"identity":null,"validator":"\"v1\"","total":{}}}"#, CONTENT.len());
    std::fs::write(stage.folder.path().join(KEPT[0]), CONTENT).unwrap();
    std::fs::write(stage.folder.path().join(KEPT[1]), note).unwrap();
    let report = stage.run(&stage.download()).await.unwrap();
    assert_eq!(
        (report.resumed_from, report.sha256.as_str()),
        (Some(last as u64), CONTENT_SHA256)
    );
    assert_eq!(stage.sent("range"), [Some(format!("bytes={last}-"))]);
}

#[tokio::test]
async fn a_page_instead_of_the_file_is_refused_and_touches_nothing() {
    let page = || {
        answer(
            "200 OK",
            "Content-Type: text/html; charset=utf-8\r\n",
            b"<html>canary</html>",
        )
    };
    let stage = Stage::new(vec![page(), cut_off(20, V1), page(), rest(20, V1)]).await;
    std::fs::write(stage.target(), "old").unwrap();
    let error = stage.run(&stage.download()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("text/html instead of text/csv"), "{error}");
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(
        (stage.content(), stage.names()),
        (b"old".to_vec(), vec!["prices.csv".to_owned()])
    );

    // The part of an earlier run survives a login page, too.
    stage.run(&stage.download()).await.unwrap_err();
    stage.run(&stage.download()).await.unwrap_err();
    assert_eq!(stage.run(&stage.download()).await.unwrap().resumed_from, Some(20));
}

#[tokio::test]
async fn what_is_no_file_is_told_by_its_status() {
    let rows = [
        (answer("202 Accepted", "", b""), ErrorKind::NotReady),
        (announced("204 No Content", "", 0, b""), ErrorKind::Service),
        (rest(20, V1), ErrorKind::Service),
        (answer("403 Forbidden", "", b"expired"), ErrorKind::Forbidden),
        (answer("425 Too Early", "", b""), ErrorKind::NotReady),
    ];
    for (scripted, kind) in rows {
        let line = scripted.head.lines().next().unwrap().to_owned();
        let stage = Stage::new(vec![scripted]).await;
        let error = stage.run(&stage.download()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{line}: {error}");
        assert!(stage.names().is_empty(), "{line}");
    }
}

#[tokio::test]
async fn a_wrong_length_is_an_error() {
    // A range that announces more than it sends is asked for again; one that sends more is thrown away.
    let range = |announced: &str| format!("Content-Range: bytes {announced}\r\n{V1}");
    let short = answer("206 Partial Content", &range("20-54/55"), &CONTENT[20..30]);
    let long = answer("206 Partial Content", &range("20-54/55"), &[b'x'; 40]);
    let total = CONTENT.len();
    assert_eq!(total, 55);

    let stage = Stage::new(vec![cut_off(20, V1), short, rest(30, V1)]).await;
    stage.run(&stage.download()).await.unwrap_err();
    let error = stage.run(&stage.download()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the file has 30 bytes, but the server announced 55"),
        "{error}"
    );
    assert_eq!(stage.run(&stage.download()).await.unwrap().sha256, CONTENT_SHA256);

    let stage = Stage::new(vec![cut_off(20, V1), long]).await;
    stage.run(&stage.download()).await.unwrap_err();
    let error = stage.run(&stage.download()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the file has 60 bytes, but the server announced 55"),
        "{error}"
    );
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(stage.names().is_empty(), "{:?}", stage.names());
}

#[tokio::test]
async fn a_range_without_its_total_is_measured_by_the_first_answer() {
    let open = || {
        answer(
            "206 Partial Content",
            &format!("Content-Range: bytes 20-29/*\r\n{V1}"),
            &CONTENT[20..30],
        )
    };
    let stage = Stage::new(vec![cut_off(20, V1), open()]).await;
    stage.run(&stage.download()).await.unwrap_err();
    let error = stage.run(&stage.download()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the file has 30 bytes, but the server announced 55"),
        "{error}"
    );
    assert_eq!(stage.names(), KEPT);
}

#[tokio::test]
async fn a_check_of_the_beginning_sees_it_once_and_its_refusal_deletes_the_part() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let check = |refuses: bool| {
        let seen = Arc::clone(&seen);
        move |head: &[u8]| {
            seen.lock().unwrap().push(head.to_owned());
            if refuses {
                Err(Error::new(ErrorKind::Decode, "no column Time"))
            } else {
                Ok(())
            }
        }
    };
    let stage = Stage::new(vec![whole(V1), cut_off(20, V1), rest(20, V1)]).await;
    let error = stage
        .run(&stage.download().with_head_check(check(true)))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("no column Time"), "{error}");
    assert!(stage.names().is_empty(), "{:?}", stage.names());

    // A resumed file is checked from its first byte, which an earlier run fetched.
    stage
        .run(&stage.download().with_head_check(check(false)))
        .await
        .unwrap_err();
    stage
        .run(&stage.download().with_head_check(check(false)))
        .await
        .unwrap();
    assert_eq!(*seen.lock().unwrap(), [CONTENT, CONTENT]);
}

#[tokio::test]
async fn a_large_file_is_checked_before_all_of_it_is_there() {
    let body = vec![b'x'; 3 * HEAD_BYTES];
    let stage = Stage::new(vec![announced("200 OK", "", body.len() * 2, &body)]).await;
    let refuse = |head: &[u8]| {
        assert_eq!(head.len(), HEAD_BYTES);
        Err(Error::new(ErrorKind::Decode, "no column Time"))
    };
    // The body breaks off too; that the check is reported shows that it came first.
    let error = stage.run(&stage.download().with_head_check(refuse)).await.unwrap_err();
    assert!(error.to_string().contains("no column Time"), "{error}");
}

#[tokio::test]
async fn progress_counts_what_is_on_disk() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let watch = Arc::clone(&seen);
    let stage = Stage::new(vec![cut_off(20, V1), rest(20, V1)]).await;
    let download = stage.download().with_attempts(2);
    let download = download.with_progress(move |progress| watch.lock().unwrap().push(*progress));
    stage.run(&download).await.unwrap();
    let seen = seen.lock().unwrap();
    let total = Some(CONTENT.len() as u64);
    assert!(seen.iter().all(|progress| progress.total == total), "{seen:?}");
    assert!(seen.is_sorted_by_key(|progress| progress.bytes), "{seen:?}");
    assert_eq!(seen.last().unwrap().bytes, CONTENT.len() as u64);
}

#[tokio::test]
async fn a_second_download_to_the_same_target_is_refused() {
    let stage = Stage::new(vec![whole(V1)]).await;
    let first = Part::open(&stage.target(), None).await.unwrap();
    let error = stage.run(&stage.download()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("another download to"), "{error}");
    assert!(stage.requests.lock().unwrap().is_empty());
    drop(first);
    stage.run(&stage.download()).await.unwrap();
}

#[tokio::test]
async fn a_download_that_is_dropped_can_be_gone_on_with() {
    let stage = Stage::new(vec![cut_off(20, V1), rest(20, V1)]).await;
    let (sender, stopped) = tokio::sync::oneshot::channel();
    let sender = Mutex::new(Some(sender));
    let download = stage.download().with_progress(move |_| {
        if let Some(sender) = sender.lock().unwrap().take() {
            sender.send(()).unwrap();
        }
    });
    tokio::select! {
        biased;
        _ = stopped => {}
        result = stage.run(&download) => panic!("{result:?}"),
    }
    // The last write may still be on its way to the disk.
    let report = loop {
        match stage.run(&stage.download()).await {
            Err(error) if error.to_string().contains("another download") => tokio::task::yield_now().await,
            result => break result.unwrap(),
        }
    };
    assert_eq!(
        (report.resumed_from, report.sha256.as_str()),
        (Some(20), CONTENT_SHA256)
    );
}

#[tokio::test]
async fn a_target_that_cannot_be_written_is_an_error_before_anything_is_sent() {
    let stage = Stage::new(vec![]).await;
    let missing = stage.folder.path().join("missing").join("prices.csv");
    for target in [missing, stage.folder.path().to_owned()] {
        let error = stage.run(&Download::to(target)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    }
    let error = stage.run(&Download::to("/")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    assert!(stage.requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_address_that_was_handed_out_is_fetched_with_the_same_headers() {
    let stage = Stage::new(vec![cut_off(20, V1), rest(20, V1)]).await;
    let url = stage
        .transport
        .base_url("/v1/file")
        .unwrap()
        .join("/bucket/file?signature=canary")
        .unwrap();
    let report = stage
        .download()
        .with_attempts(2)
        .run(async |headers| {
            let options = CallOptions::default();
            stage
                .transport
                .stream_url(url.clone(), headers, &OPERATIONS[0], &options)
                .await
        })
        .await
        .unwrap();
    assert_eq!(
        (report.resumed_from, report.sha256.as_str()),
        (Some(20), CONTENT_SHA256)
    );
    assert_eq!(stage.sent("range"), [None, Some("bytes=20-".to_owned())]);
    assert!(stage.requests.lock().unwrap()[1].starts_with("get /bucket/file?signature=canary "));
}
