//! A scenario service with one scenario, and an object store at another address.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use origin_client::auth::{MapEnv, Places};
use origin_client::clock::ManualClock;
use origin_client::limits::Limits;
use origin_client::{Cache, OriginClient, OutputRequest};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{answer, builder, requests};

pub(crate) const SCENARIO: &str = "5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11";
pub(crate) const FILE: &str = "Year,Baseload price,Comment\n,£/MWh,\n2028,71.42,\n2029,68.05,low\n";
pub(crate) const META_PATH: &str = "/scenarioExplr/v1/out/gbr/meta.json";

/// What the store answers to one request.
pub(crate) struct Reply {
    pub(crate) status: &'static str,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
    /// How many bytes of the body are sent before the connection ends; all, if there are no more.
    pub(crate) sent: usize,
    /// Whether the connection then stays open in silence.
    pub(crate) stalls: bool,
}

impl Reply {
    pub(crate) fn csv(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: "200 OK",
            headers: "Content-Type: text/csv\r\nETag: \"v1\"\r\n".to_owned(),
            body: body.into(),
            sent: usize::MAX,
            stalls: false,
        }
    }

    pub(crate) fn page(status: &'static str, content_type: &str, body: &str) -> Self {
        Self {
            status,
            headers: format!("Content-Type: {content_type}\r\n"),
            body: body.into(),
            ..Self::csv("")
        }
    }

    pub(crate) fn cut_after(mut self, bytes: usize) -> Self {
        self.sent = bytes;
        self
    }

    pub(crate) fn stalling_after(mut self, bytes: usize) -> Self {
        self.sent = bytes;
        self.stalls = true;
        self
    }
}

type Script = dyn Fn(&str, usize) -> Reply + Send + Sync;

/// An object store that does what a test tells it to, and writes down every request.
pub(crate) struct Store {
    pub(crate) url: String,
    heads: Arc<Mutex<Vec<String>>>,
    most_at_once: Arc<AtomicUsize>,
    silence: Arc<Notify>,
}

impl Store {
    /// Answers request number `n`, counted from 0, with `script(head, n)`. Ranges are understood.
    pub(crate) async fn start(script: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let store = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            heads: Arc::default(),
            most_at_once: Arc::default(),
            silence: Arc::default(),
        };
        let (heads, most) = (Arc::clone(&store.heads), Arc::clone(&store.most_at_once));
        let silence = Arc::clone(&store.silence);
        let script: Arc<Script> = Arc::new(script);
        let now = Arc::new(AtomicUsize::new(0));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, heads, most, now) = (
                    Arc::clone(&script),
                    Arc::clone(&heads),
                    Arc::clone(&most),
                    Arc::clone(&now),
                );
                let silence = Arc::clone(&silence);
                tokio::spawn(async move {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    serve(stream, &*script, &heads, &silence).await;
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        store
    }

    /// A store whose every file is [`FILE`].
    pub(crate) async fn plain() -> Self {
        Self::start(|_, _| Reply::csv(FILE)).await
    }

    /// The heads of the requests so far, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    /// Runs `work`, which does not end, until a reply has stalled and what came of it had time to arrive; then drops
    /// it.
    pub(crate) async fn drop_when_silent<T: std::fmt::Debug>(&self, work: impl Future<Output = T>) {
        let silence = async {
            self.silence.notified().await;
            tokio::time::sleep(Duration::from_millis(25)).await;
        };
        tokio::select! {
            () = silence => {}
            result = work => panic!("{result:?}"),
        }
    }

    pub(crate) fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, script: &Script, heads: &Mutex<Vec<String>>, silence: &Notify) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let number = {
        let mut heads = heads.lock().unwrap();
        heads.push(head.to_ascii_lowercase());
        heads.len() - 1
    };
    let reply = script(&head, number);
    let from = head
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| {
            line.strip_prefix("range: bytes=")?
                .strip_suffix('-')?
                .parse::<usize>()
                .ok()
        })
        .filter(|from| reply.status == "200 OK" && *from < reply.body.len());
    let (status, range, body) = match from {
        Some(from) => {
            let total = reply.body.len();
            let range = format!("Content-Range: bytes {from}-{}/{total}\r\n", total - 1);
            ("206 Partial Content", range, &reply.body[from..])
        }
        None => (reply.status, String::new(), &reply.body[..]),
    };
    let lines = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{}{range}\r\n",
        body.len(),
        reply.headers
    );
    // A client that went away is part of some tests.
    if stream.write_all(lines.as_bytes()).await.is_err() {
        return;
    }
    if stream.write_all(&body[..reply.sent.min(body.len())]).await.is_err() {
        return;
    }
    if reply.stalls {
        silence.notify_one();
        let mut rest = [0; 1];
        let _gone = stream.read(&mut rest).await;
    }
    let _gone = stream.shutdown().await;
}

/// A service, a folder, and a client of both.
pub(crate) struct Stage {
    pub(crate) service: MockServer,
    pub(crate) folder: TempDir,
    pub(crate) client: OriginClient,
    pub(crate) clock: Arc<ManualClock>,
}

impl Stage {
    /// With the example's metadata, and locations that lead to the store.
    pub(crate) async fn new(store: &Store) -> Self {
        let stage = Self::bare().await;
        stage.serve_meta(META_PATH, meta()).await;
        stage.serve_locations(&store.url).await;
        stage
    }

    /// With a scenario and nothing else.
    pub(crate) async fn bare() -> Self {
        Self::of(scenario()).await
    }

    pub(crate) async fn of(scenario: Value) -> Self {
        let service = MockServer::start().await;
        answer(&service, "getScenarios", json!({"data": {"getScenarios": [scenario]}})).await;
        let groups = json!({"1": {"regionGroupCode": "gbr", "regions": {"gbr": {}, "irl": {}}}});
        answer(
            &service,
            "getConfig",
            json!({"data": {"getConfig": {"regionGroups": groups}}}),
        )
        .await;
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::default());
        let client = client_with(&service, &clock, Cache::at(folder.path().join("cache")));
        Self {
            service,
            folder,
            client,
            clock,
        }
    }

    pub(crate) async fn serve_meta(&self, at: &str, meta: Value) {
        Mock::given(method("GET"))
            .and(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_json(meta))
            .mount(&self.service)
            .await;
    }

    /// Answers each question for a location with the same file name at the store, signed.
    pub(crate) async fn serve_locations(&self, store: &str) {
        let store = store.to_owned();
        Mock::given(method("GET"))
            .and(path_regex(r"^/scenarioExplr/v1/out/[a-z]+/[^/]+\.csv$"))
            .respond_with(move |request: &Request| {
                let name = request.url.path().rsplit('/').next().unwrap_or_default().to_owned();
                let location = format!("{store}/{name}?X-Amz-Signature=signature-abc123");
                ResponseTemplate::new(200).insert_header("Location", location.as_str())
            })
            .with_priority(9)
            .mount(&self.service)
            .await;
    }

    /// Answers the next questions for a location so, before all others.
    pub(crate) async fn locate(&self, reply: ResponseTemplate, times: u64) {
        Mock::given(method("GET"))
            .and(path_regex(r"\.csv$"))
            .respond_with(reply)
            .up_to_n_times(times)
            .with_priority(1)
            .mount(&self.service)
            .await;
    }

    /// A second client of the same server, with a cache of the same folder.
    pub(crate) fn another_client(&self) -> OriginClient {
        client_with(&self.service, &self.clock, Cache::at(self.folder.path().join("cache")))
    }

    /// The questions for locations so far.
    pub(crate) async fn questions(&self) -> Vec<Request> {
        let all = requests(&self.service).await;
        all.into_iter()
            .filter(|request| request.url.path().ends_with(".csv"))
            .collect()
    }
}

fn client_with(service: &MockServer, clock: &Arc<ManualClock>, cache: Cache) -> OriginClient {
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    builder(&service.uri())
        .with_places(places)
        .with_clock(Arc::<ManualClock>::clone(clock))
        .with_limits(Limits::default().with_idle(Duration::from_secs(5)))
        .with_cache(cache)
        .build()
        .unwrap()
}

pub(crate) fn scenario() -> Value {
    json!({
        "scenarioGlobalId": SCENARIO,
        "name": "Central",
        "defaultCurrency": "gbp2024",
        "regions": {"gbr": {
            "regionCode": "gbr",
            "metaUrl": "v1/out/gbr/meta.json",
            "dataUrlBase": "v1/out/gbr/",
        }},
    })
}

pub(crate) fn meta() -> Value {
    json!({
        "years": [2028, 2029],
        "dataDefinitions": [
            {"type": "system", "granularity": "1y", "filename": "system_{currency}.csv"},
            {"type": "technology", "granularity": "30M", "subType": "generation",
             "filename": "technology_generation_{currency}.csv"},
            {"type": "technology", "granularity": "30M", "subType": "generation_pre_curtailment",
             "filename": "technology_pre_{currency}.csv"},
            {"type": "interconnector", "granularity": "1h", "filename": "interconnector_{year}_{currency}.csv"},
            {"type": "nodal", "granularity": "1h", "filename": "nodal_{nodename}_{currency}.csv"},
        ],
    })
}

/// The request for the one file that needs nothing more.
pub(crate) fn system() -> OutputRequest {
    OutputRequest::new(SCENARIO, "gbr", "system", "1y")
}
