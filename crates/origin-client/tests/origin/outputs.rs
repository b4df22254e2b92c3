//! Output files: the question, the wait, the address, the file.

use std::time::Duration;

use origin_client::table::Values;
use origin_client::{ErrorKind, OutputRequest};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::store::{FILE, META_PATH, Reply, SCENARIO, Stage, Store, scenario, system};
use crate::support::{TOKEN, requests};

fn has_no_credentials(head: &str) -> bool {
    !head.contains(&TOKEN.to_ascii_lowercase()) && !head.contains("private-token") && !head.contains("eos-cookie")
}

#[tokio::test]
async fn a_scenario_shows_its_regions_types_and_years() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let outputs = stage.client.outputs().of(SCENARIO).await.unwrap();
    assert_eq!(
        outputs.regions().await.unwrap().codes().collect::<Vec<_>>(),
        ["gbr", "irl"]
    );
    let types = outputs.types("gbr").await.unwrap();
    assert_eq!(types.len(), 5);
    assert_eq!(types[1].sub_type.as_deref(), Some("generation"));
    assert_eq!(outputs.years("gbr").await.unwrap(), [2028, 2029]);
    // Scenario, configuration and metadata once each.
    assert_eq!(requests(&stage.service).await.len(), 3);
}

#[tokio::test]
async fn odd_metadata_is_read_as_far_as_it_goes() {
    for (meta, types, years) in [
        (json!({}), false, true),
        (json!({"dataDefinitions": null, "years": null}), false, true),
        (json!({"dataDefinitions": [], "years": "2028"}), true, false),
        (
            json!({"dataDefinitions": [{"type": null, "granularity": null}], "years": [2028.0], "more": {}}),
            true,
            true,
        ),
    ] {
        let stage = Stage::bare().await;
        stage.serve_meta(META_PATH, meta.clone()).await;
        let outputs = stage.client.outputs().of(SCENARIO).await.unwrap();
        assert_eq!(outputs.types("gbr").await.is_ok(), types, "{meta}");
        assert_eq!(outputs.years("gbr").await.is_ok(), years, "{meta}");
        let error = outputs.location(&system()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    }
}

#[tokio::test]
async fn an_error_with_status_200_is_no_metadata_and_is_not_kept() {
    for body in [
        json!({"errors": [{"message": "no access"}]}),
        json!({"error": "no access"}),
    ] {
        let stage = Stage::bare().await;
        stage.serve_meta(META_PATH, body.clone()).await;
        for _ in 0..2 {
            let outputs = stage.client.outputs().of(SCENARIO).await.unwrap();
            let error = outputs.years("gbr").await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
            assert!(error.body().is_some_and(|body| body.contains("no access")), "{error}");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_being_made_is_waited_for_and_fetched_without_credentials() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    stage.locate(ResponseTemplate::new(425), 3).await;
    let table = stage.client.outputs().table(&system()).await.unwrap();
    assert_eq!(stage.clock.slept(), [Duration::from_secs(15); 3]);
    let price = table.column("Baseload price").unwrap();
    assert_eq!(price.unit.as_deref(), Some("£/MWh"));
    assert_eq!(price.values, Values::Number(vec![Some(71.42), Some(68.05)]));

    let questions = stage.questions().await;
    assert_eq!(questions.len(), 4);
    for question in &questions {
        assert_eq!(question.url.path(), "/scenarioExplr/v1/out/gbr/system_gbp2024.csv");
        assert_eq!(question.url.query(), Some("noredirect=true&checkstatus=true"));
        assert_eq!(question.headers["private-token"], TOKEN);
    }
    let heads = store.heads();
    assert_eq!(heads.len(), 1);
    assert!(
        heads[0].starts_with("get /system_gbp2024.csv?x-amz-signature=signature-abc123 "),
        "{}",
        heads[0]
    );
    assert!(has_no_credentials(&heads[0]), "{}", heads[0]);
}

#[tokio::test]
async fn a_file_that_is_never_made_is_given_up_at_the_deadline() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    stage.locate(ResponseTemplate::new(425), u64::MAX).await;
    let error = stage.client.outputs().location(&system()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("still being made"), "{error}");
    let slept = stage.clock.slept();
    assert!(slept.iter().all(|wait| *wait == Duration::from_secs(15)), "{slept:?}");
    assert_eq!(slept.iter().sum::<Duration>(), Duration::from_secs(30 * 60));
    assert_eq!(stage.questions().await.len(), slept.len() + 1);
    assert!(store.heads().is_empty());
}

#[tokio::test]
async fn a_location_counts_on_any_status_and_is_not_followed_by_asking() {
    for status in [200, 201, 202, 204, 300, 302, 303, 307] {
        let store = Store::plain().await;
        let stage = Stage::new(&store).await;
        let location = format!("{}/elsewhere?sig=12345678", store.url);
        stage
            .locate(
                ResponseTemplate::new(status).insert_header("location", location.as_str()),
                1,
            )
            .await;
        let url = stage.client.outputs().location(&system()).await.unwrap();
        assert_eq!(url.as_str(), location, "{status}");
        assert!(store.heads().is_empty(), "{status}");
    }
}

#[tokio::test]
async fn h_an_answer_without_a_location_is_an_error_that_says_for_what() {
    let rows = [
        (ResponseTemplate::new(200), ErrorKind::Service),
        (ResponseTemplate::new(304), ErrorKind::Service),
        (
            ResponseTemplate::new(200).insert_header("location", "ftp://x/y"),
            ErrorKind::Service,
        ),
        (ResponseTemplate::new(403).set_body_string("no"), ErrorKind::Forbidden),
        (
            ResponseTemplate::new(404).insert_header("location", "http://127.0.0.1:1/"),
            ErrorKind::NotFound,
        ),
        (ResponseTemplate::new(500), ErrorKind::Service),
    ];
    for (reply, kind) in rows {
        let store = Store::plain().await;
        let stage = Stage::new(&store).await;
        stage.locate(reply, u64::MAX).await;
        let error = stage.client.outputs().csv(&system()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        let text = error.to_string();
        for part in ["could not get download location", "system, 1y", "\"gbr\""] {
            assert!(text.contains(part), "{part:?} is not in {text}");
        }
        assert_eq!(error.operation(), Some("get_output_location"));
        assert!(store.heads().is_empty());
    }
}

#[tokio::test]
async fn r_a_region_that_the_scenario_has_not_is_named_with_those_it_has() {
    let stage = Stage::bare().await;
    let error = stage
        .client
        .outputs()
        .csv(&OutputRequest::new(SCENARIO, "xyz", "system", "1y"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    for part in ["\"xyz\"", SCENARIO, "not found", "gbr; irl"] {
        assert!(error.to_string().contains(part), "{part:?} is not in {error}");
    }
}

#[tokio::test]
async fn a_region_of_the_group_is_asked_for_beside_the_scenarios_own() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    stage
        .serve_meta("/scenarioExplr/v1/out/irl/meta.json", crate::store::meta())
        .await;
    let request = OutputRequest::new(SCENARIO, "irl", "system", "1y");
    assert_eq!(stage.client.outputs().text(&request).await.unwrap(), FILE);
    assert_eq!(
        stage.questions().await[0].url.path(),
        "/scenarioExplr/v1/out/irl/system_gbp2024.csv"
    );
}

#[tokio::test]
async fn a_wrong_request_asks_for_no_location() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let outputs = stage.client.outputs().of(SCENARIO).await.unwrap();
    let rows = [
        (outputs.request("gbr", "none", "1y"), "could not find"),
        (
            outputs.request("gbr", "technology", "30M"),
            "disambiguate: generation; generation_pre_curtailment",
        ),
        (
            outputs.request("gbr", "interconnector", "1h"),
            "requires year parameter; the valid years are [2028, 2029]",
        ),
        (
            outputs.request("gbr", "system", "1y").with_year(2028),
            "does not support year parameter",
        ),
        (
            outputs.request("gbr", "interconnector", "1h").with_year(1),
            "not valid for region",
        ),
        (
            outputs.request("gbr", "system", "1y").with_node("n"),
            "does not support node parameter",
        ),
        (outputs.request("gbr", "nodal", "1h"), "requires node parameter"),
        (
            OutputRequest::new("another", "gbr", "system", "1y"),
            "these are the outputs of",
        ),
    ];
    for (request, expected) in rows {
        let error = outputs.csv(&request).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    }
    assert!(stage.questions().await.is_empty());
}

#[tokio::test]
async fn the_currency_is_the_requests_else_the_scenarios_else_an_error() {
    let mut without = scenario();
    without["defaultCurrency"] = json!(null);
    let store = Store::plain().await;
    let stage = Stage::of(without).await;
    stage.serve_meta(META_PATH, crate::store::meta()).await;
    stage.serve_locations(&store.url).await;
    let error = stage
        .client
        .outputs()
        .csv(&system().with_currency(""))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("no default currency"), "{error}");
    stage
        .client
        .outputs()
        .csv(&system().with_currency("eur2023"))
        .await
        .unwrap();
    assert!(stage.questions().await[0].url.path().ends_with("/system_eur2023.csv"));
}

#[tokio::test]
async fn node_names_arrive_whole_whatever_they_hold() {
    let rows = [
        ("ZONDWD_6_B1", "nodal_ZONDWD_6_B1_gbp2024.csv"),
        ("a#b", "nodal_a%23b_gbp2024.csv"),
        ("a?b=c", "nodal_a%3Fb=c_gbp2024.csv"),
        ("a/b", "nodal_a%2Fb_gbp2024.csv"),
        ("a b", "nodal_a%20b_gbp2024.csv"),
        ("50%", "nodal_50%25_gbp2024.csv"),
        ("Zürich", "nodal_Z%C3%BCrich_gbp2024.csv"),
        ("a\\b", "nodal_a%5Cb_gbp2024.csv"),
    ];
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let outputs = stage.client.outputs().of(SCENARIO).await.unwrap();
    for (node, expected) in rows {
        let request = outputs.request("gbr", "nodal", "1h").with_node(node);
        assert_eq!(outputs.text(&request).await.unwrap(), FILE, "{node}");
        let asked = stage.questions().await.pop().unwrap().url;
        assert!(asked.path().ends_with(&format!("/{expected}")), "{node}: {asked}");
        assert_eq!(asked.query(), Some("noredirect=true&checkstatus=true"), "{node}");
        // The cache holds each of them under a name of its own.
        let before = stage.questions().await.len();
        outputs.csv(&request).await.unwrap();
        assert_eq!(stage.questions().await.len(), before, "{node}");
    }
}

#[tokio::test]
async fn extra_parameters_follow_ours_and_can_replace_them() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let request = system()
        .with_param("sensitivity", "high & low")
        .with_param("checkstatus", "false");
    stage.client.outputs().csv(&request).await.unwrap();
    let asked = stage.questions().await.pop().unwrap().url;
    assert_eq!(
        asked.query(),
        Some("noredirect=true&checkstatus=false&sensitivity=high+%26+low")
    );
}

#[tokio::test]
async fn no_credentials_go_to_a_signed_address_even_at_the_service_itself() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let own = format!(
        "{}/signed/file.txt?X-Amz-Signature=signature-abc123",
        stage.service.uri()
    );
    stage
        .locate(ResponseTemplate::new(200).insert_header("location", own.as_str()), 1)
        .await;
    // The file redirects once more, through the store and back.
    let (at_store, back) = (
        format!("{}/hop", store.url),
        format!("{}/signed/last", stage.service.uri()),
    );
    redirect(&stage, "/signed/file.txt", &at_store).await;
    let hop = Store::start(move |_, _| Reply {
        headers: format!("Location: {back}\r\n"),
        ..Reply::page("302 Found", "text/plain", "")
    })
    .await;
    redirect(&stage, "/signed/again", &format!("{}/hop", hop.url)).await;
    wiremock::Mock::given(wiremock::matchers::path("/signed/last"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(FILE, "text/csv"))
        .mount(&stage.service)
        .await;
    assert_eq!(stage.client.outputs().text(&system()).await.unwrap(), FILE);
    let again = format!("{}/signed/again?s=12345678", stage.service.uri());
    stage
        .locate(ResponseTemplate::new(307).insert_header("location", again.as_str()), 1)
        .await;
    let fresh = system().without_cache();
    assert_eq!(stage.client.outputs().text(&fresh).await.unwrap(), FILE);

    let signed: Vec<_> = requests(&stage.service).await;
    let signed: Vec<_> = signed
        .iter()
        .filter(|request| request.url.path().starts_with("/signed"))
        .collect();
    assert_eq!(signed.len(), 3);
    for request in signed {
        assert!(!format!("{:?}", request.headers).contains(TOKEN), "{request:?}");
        assert!(!request.headers.contains_key("private-token") && !request.headers.contains_key("eos-cookie"));
    }
    for head in store.heads().iter().chain(&hop.heads()) {
        assert!(has_no_credentials(head), "{head}");
    }
}

async fn redirect(stage: &Stage, from: &str, to: &str) {
    wiremock::Mock::given(wiremock::matchers::path(from))
        .respond_with(ResponseTemplate::new(302).insert_header("location", to))
        .mount(&stage.service)
        .await;
}

#[tokio::test]
async fn an_expired_address_is_replaced_once() {
    let expired =
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    let store = Store::start(move |_, n| match n {
        0 => Reply::page("403 Forbidden", "application/xml", expired),
        _ => Reply::csv(FILE),
    })
    .await;
    let stage = Stage::new(&store).await;
    assert_eq!(stage.client.outputs().text(&system()).await.unwrap(), FILE);
    assert_eq!(stage.questions().await.len(), 2);

    let store = Store::start(move |_, _| Reply::page("403 Forbidden", "application/xml", expired)).await;
    let stage = Stage::new(&store).await;
    let target = stage.folder.path().join("prices.csv");
    let error = stage.client.outputs().download(&system(), &target).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.to_string().contains("may have expired"), "{error}");
    assert!(!error.to_string().contains("signature-abc123"), "{error}");
    assert_eq!((stage.questions().await.len(), store.heads().len()), (2, 2));
    assert!(!target.exists());
}

#[tokio::test]
async fn a_page_or_message_is_no_file_whatever_its_status_and_type() {
    let rows = [
        ("text/html", "<html>Please log in</html>\n"),
        ("application/json", "{\"message\": \"busy\"}\n"),
        ("application/xml", "<Error/>\n"),
        ("text/csv", "<Error><Code>SlowDown</Code></Error>\n"),
        ("application/octet-stream", "{\"message\": \"busy\"}\n"),
        ("text/csv", ""),
        ("text/csv", "only,one,row\n"),
        ("text/csv", "a,b\n,c,d\n"),
    ];
    for (content_type, body) in rows {
        let store = Store::start(move |_, _| Reply::page("200 OK", content_type, body)).await;
        let stage = Stage::new(&store).await;
        let target = stage.folder.path().join("prices.csv");
        let error = stage.client.outputs().csv(&system()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{content_type} {body:?}: {error}");
        let error = stage.client.outputs().download(&system(), &target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{content_type} {body:?}: {error}");
        assert!(!target.exists());
        let outputs: Vec<_> = stage.client.cache().list().unwrap();
        assert!(
            outputs
                .iter()
                .all(|entry| !entry.path.ends_with("gbr-system-1y-gbp2024.csv"))
        );
    }
}

#[tokio::test]
async fn a_download_that_is_stopped_anywhere_leaves_no_file_and_the_next_completes_it() {
    let body = format!("Year,Price\n,£/MWh\n{}", "2028,71.42\n".repeat(2000));
    for at in [0, 1, 10, 4095, 4096, 10_000, body.len() - 1] {
        let content = body.clone();
        let store = Store::start(move |_, n| match n {
            0 => Reply::csv(content.clone()).stalling_after(at),
            _ => Reply::csv(content.clone()),
        })
        .await;
        let stage = Stage::new(&store).await;
        let target = stage.folder.path().join("prices.csv");
        let outputs = stage.client.outputs().of(SCENARIO).await.unwrap();
        // Dropped while the store is silent.
        let request = system();
        store.drop_when_silent(outputs.download(&request, &target)).await;
        assert!(!target.exists(), "{at}");
        let report = outputs.download(&system(), &target).await.unwrap();
        assert_eq!(report.bytes, body.len() as u64, "{at}");
        assert_eq!(std::fs::read_to_string(&target).unwrap(), body, "{at}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_gone_on_with() {
    let body = format!("Year,Price\n,£/MWh\n{}", "2028,71.42\n".repeat(5000));
    let content = body.clone();
    let store = Store::start(move |_, n| match n {
        0 | 1 => Reply::csv(content.clone()).cut_after(20_000),
        _ => Reply::csv(content.clone()),
    })
    .await;
    let stage = Stage::new(&store).await;
    let target = stage.folder.path().join("prices.csv");
    let report = stage.client.outputs().download(&system(), &target).await.unwrap();
    assert_eq!(report.resumed_from, Some(40_000));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), body);
    let heads = store.heads();
    assert!(
        heads[2].contains("range: bytes=40000-") && heads[2].contains("if-range: \"v1\""),
        "{}",
        heads[2]
    );
    assert!(heads.iter().all(|head| has_no_credentials(head)));

    // The same into memory: from the start again.
    let content = body.clone();
    let store = Store::start(move |_, n| match n {
        0 => Reply::csv(content.clone()).cut_after(20_000),
        _ => Reply::csv(content.clone()),
    })
    .await;
    let stage = Stage::new(&store).await;
    assert_eq!(stage.client.outputs().text(&system()).await.unwrap(), body);
    assert_eq!(store.heads().len(), 2);
}
