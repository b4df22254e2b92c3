//! What goes wrong on the way to the ETM: how often each request is sent, and what the caller is told.

use std::sync::Arc;
use std::time::Duration;

use aurora_sandbox::{EtmScopes, EtmUser, Fault, Sandbox};
use aurora_tests::etm_bench::{ADA, Bench, token};
use aurora_tests::etm_wire::{builder, built};
use etm_client::limits::Limits;
use etm_client::{CallOptions, ErrorKind, EtmClient, HourlyCurve, NewSession, Result, Role};

/// More often than any policy tries.
const ALWAYS: u32 = 50;

/// Tight limits, so that what is slow or large is so at once.
fn limits() -> Limits {
    Limits::default()
        .with_idle(Duration::from_millis(150))
        .with_json_body_cap(64 * 1024)
}

async fn bench() -> (Bench, EtmClient, i64) {
    let bench = Bench::start().await;
    let id = bench.session(ADA).await;
    let etm = built(
        builder(bench.sandbox.url())
            .with_token(token(EtmUser::Ada, EtmScopes::Delete))
            .with_limits(limits())
            .with_clock(Arc::<etm_client::clock::ManualClock>::clone(&bench.clock)),
    );
    bench.sandbox.clear_requests();
    (bench, etm, id)
}

async fn read(etm: &EtmClient, id: i64) -> Result<()> {
    etm.sessions().get(id).await.map(drop)
}

async fn create(etm: &EtmClient) -> Result<()> {
    etm.sessions().create(&NewSession::new("nl2019", 2050)).await.map(drop)
}

/// A fault that lasts: attempts and error kind of the GET, then of the POST.
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
    let later = || Fault::StatusWithRetryAfter(429, "1".to_owned());
    vec![
        (Fault::Status(503), 5, Service, 1, Service),
        (Fault::Status(504), 5, Timeout, 1, OutcomeUnknown),
        (Fault::Status(500), 5, Service, 1, Service),
        (Fault::Status(403), 1, Forbidden, 1, Forbidden),
        (later(), 5, RateLimited, 5, RateLimited),
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
    for (fault, reads, read_kind, creates, create_kind) in lasting_faults() {
        let (bench, etm, id) = bench().await;
        bench.sandbox.fail_times("etm.get_scenario", ALWAYS, fault.clone());
        bench.sandbox.fail_times("etm.create_scenario", ALWAYS, fault.clone());

        let error = read(&etm, id).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (read_kind, reads),
            "{fault:?}: {error}"
        );
        assert_eq!(bench.sandbox.count("etm.get_scenario"), reads as usize, "{fault:?}");

        let error = create(&etm).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (create_kind, creates),
            "{fault:?}: {error}"
        );
        assert_eq!(
            bench.sandbox.count("etm.create_scenario"),
            creates as usize,
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn what_gives_the_same_state_twice_is_sent_again_and_what_makes_something_is_not() {
    let (bench, etm, id) = bench().await;
    let saved = bench.saved_of_ada(false, None).await;
    bench.sandbox.clear_requests();
    let fail = |operation: &str| bench.sandbox.fail_next(operation, Fault::ResetAfterRead);
    fail("etm.update_scenario");
    etm.inputs(id).update().set("costs_co2", 42.0).send().await.unwrap();
    fail("etm.couple_scenario");
    etm.sessions().couple(id, &["external_model_industry"]).await.unwrap();
    fail("update_saved_scenario");
    etm.saved_scenarios().set_session(saved, id).await.unwrap();
    fail("get_scenario_node_stats");
    let query = etm_client::NodeStatsQuery::new().with_node("energy_power_nuclear_gen3_uranium_oxide");
    etm.nodes(id).stats(&query).await.unwrap();
    for operation in [
        "etm.update_scenario",
        "etm.couple_scenario",
        "update_saved_scenario",
        "get_scenario_node_stats",
    ] {
        assert_eq!(bench.sandbox.count(operation), 2, "{operation}");
    }
    for operation in [
        "merge_scenarios",
        "interpolate_scenario",
        "create_saved_scenario",
        "create_scenario_users",
        "create_collection",
    ] {
        fail(operation);
    }
    let merge = etm_client::sessions::Merge::new().with_session(id, 1.0);
    let new = etm_client::NewCollection::of_sessions("c", [id]);
    for error in [
        etm.sessions().merge(&merge).await.unwrap_err(),
        etm.sessions().interpolate(id, 2040, None).await.unwrap_err(),
        etm.saved_scenarios().from_session(id, "again").await.unwrap_err(),
        etm.users(id).add("x@example.org", Role::Viewer).await.unwrap_err(),
        etm.collections().create(&new).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::OutcomeUnknown, 1),
            "{error}"
        );
    }
    // The request was carried out, which is why nobody may send it again unasked.
    assert_eq!(etm.users(id).list().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_is_sent_again_and_then_finds_nothing() {
    let (bench, etm, id) = bench().await;
    bench.sandbox.fail_next("etm.delete_scenario", Fault::ResetAfterRead);
    let error = etm.sessions().delete(id).await.unwrap_err();
    // The second one finds nothing to delete.
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 2), "{error}");
    assert!(error.to_string().contains("sent more than once"), "{error}");
    assert_eq!(bench.sandbox.count("etm.delete_scenario"), 2);
    assert_eq!(etm.sessions().get(id).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_passing_fault_is_overcome_in_lists_files_and_queries() {
    let faults = [
        Fault::Status(503),
        Fault::Status(504),
        Fault::ResetAfterRead,
        Fault::Truncate,
    ];
    for fault in faults {
        let (bench, etm, id) = bench().await;
        let slow = etm.with_options(CallOptions::default().with_limits(Limits::default()));
        for operation in [
            "etm.list_scenarios",
            "download_hourly_curve",
            "export_energy_flow",
            "etm.update_scenario",
        ] {
            bench.sandbox.fail_times(operation, 3, fault.clone());
        }
        assert_eq!(etm.sessions().page(1, 10).await.unwrap().items.len(), 1, "{fault:?}");
        let table = slow.curves(id).get(HourlyCurve::ElectricityPrice).await;
        assert_eq!(table.unwrap_or_else(|error| panic!("{fault:?}: {error}")).rows(), 8760);
        assert!(
            slow.exports(id)
                .get(etm_client::Export::EnergyFlow)
                .await
                .unwrap()
                .rows()
                > 0,
            "{fault:?}"
        );
        assert_eq!(
            etm.gqueries().of(id).run(&["dashboard_emissions"]).await.unwrap().len(),
            1
        );
        assert_eq!(bench.sandbox.count("download_hourly_curve"), 4, "{fault:?}");
    }
}

#[tokio::test]
async fn a_page_of_html_in_place_of_a_curve_or_a_record_is_no_answer() {
    let (bench, etm, id) = bench().await;
    for operation in [
        "download_hourly_curve",
        "export_sankey",
        "list_gqueries",
        "get_saved_scenario",
    ] {
        bench.sandbox.fail_times(operation, ALWAYS, Fault::HtmlPage);
    }
    for error in [
        etm.curves(id).get(HourlyCurve::ElectricityPrice).await.unwrap_err(),
        etm.exports(id).csv(etm_client::Export::Sankey).await.unwrap_err(),
        etm.gqueries().list(&[]).await.unwrap_err(),
        etm.saved_scenarios().get(1).await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{error}");
    }
}

#[tokio::test]
async fn a_curve_that_is_cut_short_never_takes_its_name_on_disk() {
    let (bench, etm, id) = bench().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("price.csv");
    bench
        .sandbox
        .fail_times("download_hourly_curve", ALWAYS, Fault::Truncate);
    etm.curves(id)
        .download(HourlyCurve::ElectricityPrice, &path)
        .await
        .unwrap_err();
    assert!(!path.exists());
    bench.sandbox.clear_faults();
    let whole = bench.etm(ADA);
    whole
        .curves(id)
        .download(HourlyCurve::ElectricityPrice, &path)
        .await
        .unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 8761);
}

#[tokio::test]
async fn a_deadline_for_one_call_ends_its_retries() {
    let (bench, etm, id) = bench().await;
    bench.sandbox.fail_times(
        "etm.get_scenario",
        ALWAYS,
        Fault::StatusWithRetryAfter(503, "30".to_owned()),
    );
    let hurried = etm.with_options(CallOptions::default().with_total(Duration::from_secs(45)));
    let error = read(&hurried, id).await.unwrap_err();
    assert!(error.attempts() < 5, "{} attempts: {error}", error.attempts());
    assert_eq!(bench.sandbox.count("etm.get_scenario"), error.attempts() as usize);
}

#[tokio::test]
async fn an_engine_that_is_not_there_is_tried_five_times_whatever_is_asked() {
    let gone = Sandbox::start().await.unwrap();
    let url = gone.url().to_owned();
    gone.shutdown().await;
    let etm = built(builder(&url).with_token("etm_sandbox-ada-delete"));
    for error in [read(&etm, 1).await.unwrap_err(), create(&etm).await.unwrap_err()] {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5), "{error}");
        assert!(error.is_transient());
    }
}
