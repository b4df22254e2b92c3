//! What goes wrong on the way to Amun: how often each request is sent, and what the caller is told.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use amun_client::clock::{FixedJitter, ManualClock};
use amun_client::limits::Limits;
use amun_client::{AmunClient, ErrorKind, Result, ValuationParameters};
use aurora_sandbox::{Fault, Sandbox};
use serde_json::json;

/// More often than any policy tries.
const ALWAYS: u32 = 50;

struct Bench {
    sandbox: Sandbox,
    clock: Arc<ManualClock>,
    amun: AmunClient,
}

async fn bench(limits: Limits) -> Bench {
    let sandbox = Sandbox::start().await.expect("a free port");
    let clock = Arc::new(ManualClock::new(SystemTime::now()));
    let amun = AmunClient::builder()
        .with_token(sandbox.token())
        .with_base_url(sandbox.amun_url())
        .with_limits(limits)
        .with_clock(clock.clone())
        .with_jitter(Arc::new(FixedJitter(0.5)))
        .build()
        .expect("the address and the token are valid");
    Bench { sandbox, clock, amun }
}

impl Bench {
    /// Idempotent.
    async fn read(&self) -> Result<()> {
        self.amun.turbines().list().await.map(drop)
    }

    /// Not idempotent.
    async fn create(&self) -> Result<()> {
        let parameters: ValuationParameters = serde_json::from_value(json!({
            "name": "Test farm", "description": "", "longitude": -1.0, "latitude": 52.3, "windType": "era5",
            "scenarioId": 4, "turbineModelId": 29, "numberOfTurbines": 10, "hubHeight": 80
        }))
        .expect("the parameters are complete");
        self.amun.valuations().create(&parameters).await.map(drop)
    }
}

/// A fault that lasts: attempts and error kind of the idempotent request, then of the other one.
type Row = (Fault, u32, ErrorKind, u32, ErrorKind);

fn lasting_faults() -> Vec<Row> {
    use ErrorKind::{Connect, Decode, Forbidden, OutcomeUnknown, RateLimited, Service, Timeout, TooLarge};
    let drip = Fault::Drip {
        bytes: 1,
        interval: Duration::from_millis(400),
    };
    let away = Fault::Redirect {
        status: 307,
        location: "http://127.0.0.1:9/elsewhere".to_owned(),
    };
    vec![
        (Fault::Status(503), 5, Service, 1, Service),
        (Fault::Status(504), 5, Timeout, 1, OutcomeUnknown),
        (Fault::Status(500), 5, Service, 1, Service),
        (Fault::Status(403), 1, Forbidden, 1, Forbidden),
        (
            Fault::StatusWithRetryAfter(429, "1".to_owned()),
            5,
            RateLimited,
            5,
            RateLimited,
        ),
        (
            Fault::StatusWithRetryDate(429, Duration::from_secs(3)),
            5,
            RateLimited,
            5,
            RateLimited,
        ),
        (Fault::ResetBeforeRead, 5, Connect, 1, OutcomeUnknown),
        (Fault::ResetAfterRead, 5, Connect, 1, OutcomeUnknown),
        (Fault::Truncate, 5, Connect, 1, OutcomeUnknown),
        (drip, 5, Timeout, 1, OutcomeUnknown),
        (Fault::HtmlPage, 1, Decode, 1, Decode),
        (Fault::BadJson, 1, Decode, 1, Decode),
        (Fault::EmptyBody, 1, Decode, 1, Decode),
        (Fault::Oversized(65 * 1024), 1, TooLarge, 1, TooLarge),
        (away, 5, Connect, 1, Service),
    ]
}

#[tokio::test]
async fn a_lasting_fault_costs_so_many_attempts_and_is_named_for_what_it_is() {
    let limits = Limits::default()
        .with_idle(Duration::from_millis(150))
        .with_json_body_cap(64 * 1024);
    for (fault, reads, read_kind, creates, create_kind) in lasting_faults() {
        let bench = bench(limits.clone()).await;
        bench.sandbox.fail_times("list_turbines", ALWAYS, fault.clone());
        bench.sandbox.fail_times("create_valuation", ALWAYS, fault.clone());

        let read = bench.read().await.unwrap_err();
        assert_eq!((read.kind(), read.attempts()), (read_kind, reads), "{fault:?}: {read}");
        assert_eq!(bench.sandbox.count("list_turbines"), reads as usize, "{fault:?}");

        let create = bench.create().await.unwrap_err();
        assert_eq!(
            (create.kind(), create.attempts()),
            (create_kind, creates),
            "{fault:?}: {create}"
        );
        assert_eq!(bench.sandbox.count("create_valuation"), creates as usize, "{fault:?}");
    }
}

#[tokio::test]
async fn a_passing_fault_is_overcome_by_idempotent_requests() {
    let faults = [
        Fault::Status(503),
        Fault::Status(504),
        Fault::ResetAfterRead,
        Fault::Truncate,
    ];
    for fault in faults {
        let bench = bench(Limits::default()).await;
        bench.sandbox.fail_times("list_turbines", 4, fault.clone());
        bench.read().await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(bench.sandbox.count("list_turbines"), 5, "{fault:?}");
    }
}

#[tokio::test]
async fn a_request_that_was_carried_out_is_not_repeated() {
    let bench = bench(Limits::default()).await;
    bench.sandbox.fail_next("create_valuation", Fault::ResetAfterRead);
    let error = bench.create().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(
        bench.amun.valuations().list(None).await.unwrap().len(),
        1,
        "the service did create one"
    );
}

#[tokio::test]
async fn retry_after_replaces_the_backoff_in_both_forms() {
    let bench = bench(Limits::default()).await;
    bench
        .sandbox
        .fail_next("list_turbines", Fault::StatusWithRetryAfter(429, "7".to_owned()));
    bench.read().await.unwrap();
    assert_eq!(bench.clock.slept(), [Duration::from_secs(7)]);
    let ahead = Fault::StatusWithRetryDate(429, Duration::from_secs(30));
    bench.sandbox.fail_next("list_turbines", ahead);
    bench.read().await.unwrap();
    // A date has whole seconds, and the injected clock stands seven seconds ahead of the sandbox's by now.
    let waited = bench.clock.slept()[1].as_secs_f64();
    assert!((21.0..=24.0).contains(&waited), "{waited} s");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_five_times_whatever_is_asked() {
    let gone = Sandbox::start().await.unwrap();
    let (url, token) = (gone.amun_url().to_owned(), gone.token().to_owned());
    gone.shutdown().await;
    let mut bench = bench(Limits::default()).await;
    bench.amun = AmunClient::builder()
        .with_token(token.as_str())
        .with_base_url(url)
        .with_clock(bench.clock.clone())
        .build()
        .unwrap();
    for error in [bench.read().await.unwrap_err(), bench.create().await.unwrap_err()] {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5), "{error}");
        assert!(error.is_transient());
    }
}

#[tokio::test]
async fn outputs_wait_out_twenty_504s_in_the_services_rhythm() {
    let sandbox = Sandbox::builder().gateway_timeouts(20).start().await.unwrap();
    let clock = Arc::new(ManualClock::default());
    let amun = AmunClient::builder()
        .with_token(sandbox.token())
        .with_base_url(sandbox.amun_url())
        .with_clock(clock.clone())
        .build()
        .unwrap();
    let parameters: ValuationParameters = serde_json::from_value(json!({
        "name": "Test farm", "description": "", "longitude": -1.0, "latitude": 52.3, "windType": "era5",
        "scenarioId": 4, "turbineModelId": 29, "numberOfTurbines": 10, "hubHeight": 80
    }))
    .unwrap();
    let valuation = amun.valuations().create(&parameters).await.unwrap();
    amun.valuations()
        .outputs(valuation.id, amun_client::OutputsOptions::default())
        .await
        .unwrap();
    assert_eq!(sandbox.count("get_valuation_outputs"), 21);
    let waits: Vec<_> = clock.slept().into_iter().filter(|wait| !wait.is_zero()).collect();
    assert_eq!(
        waits,
        [Duration::from_secs(10); 19],
        "the first repeat is at once, the others after 10 s"
    );
}
