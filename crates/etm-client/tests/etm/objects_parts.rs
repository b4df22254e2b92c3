//! The parts of a session: fetched once, and again when something that they depend on has changed.

use etm_client::objects::{Context, ErrorMode, Session};
use etm_client::{Curve, ErrorKind, Export, HourlyCurve};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::curves::curve;
use crate::objects_session::of;
use crate::support::{answer, answer_raw, bodies, client, lines, reply_with, session};

const CURVE: &str = "interconnector_1_price";

/// A server of everything that session 7 holds.
async fn served() -> MockServer {
    let server = MockServer::start().await;
    let inputs = json!({"a": {"min": 0, "max": 10, "default": 1, "unit": "MW"}});
    answer(&server, "GET", "/scenarios/7/inputs", 200, inputs).await;
    let orders = json!({"forecast_storage": ["b", "c"], "heat_network": {"lt": ["d"], "mt": [], "ht": []}});
    answer(&server, "GET", "/scenarios/7/user_sortables", 200, orders).await;
    let curves = json!([{"key": CURVE, "type": "price", "attached": true}]);
    answer(&server, "GET", "/scenarios/7/custom_curves", 200, curves).await;
    let values = vec!["1.5"; 8760].join("\n");
    answer_raw(
        &server,
        "GET",
        &format!("/scenarios/7/custom_curves/{CURVE}"),
        200,
        "text/csv",
        values,
    )
    .await;
    let hourly = curve(2050, "a.output (MW)", |row| row.to_string());
    answer_raw(
        &server,
        "GET",
        "/scenarios/7/curves/merit_order",
        200,
        "text/csv",
        hourly,
    )
    .await;
    let flow = "key,input_of_coal (MJ)\na,0.5\n";
    answer_raw(&server, "GET", "/scenarios/7/energy_flow", 200, "text/csv", flow).await;
    let results = json!({"q": {"present": 1, "future": 2, "unit": "MJ"}});
    let updated = json!({"scenario": session(7, &json!({})), "gqueries": results});
    answer(&server, "PUT", "/scenarios/7", 200, updated).await;
    answer(
        &server,
        "PUT",
        "/scenarios/7/user_sortables/forecast_storage",
        200,
        json!({"order": ["c", "b"]}),
    )
    .await;
    for change in ["couple", "uncouple"] {
        let coupled = session(7, &json!({"active_couplings": ["x"]}));
        answer(&server, "POST", &format!("/scenarios/7/{change}"), 200, coupled).await;
    }
    answer(
        &server,
        "PUT",
        &format!("/scenarios/7/custom_curves/{CURVE}"),
        200,
        json!({"key": CURVE}),
    )
    .await;
    let gone = ResponseTemplate::new(204);
    reply_with(&server, "DELETE", &format!("/scenarios/7/custom_curves/{CURVE}"), gone).await;
    server
}

/// Looks at every part, twice.
async fn look(session: &Session) {
    for _ in 0..2 {
        session.inputs().await.unwrap();
        session.orders().await.unwrap();
        session.custom_curves().await.unwrap();
        session.custom_curve(CURVE).await.unwrap();
        session.hourly(HourlyCurve::ElectricityProfiles).await.unwrap();
        session.export(Export::EnergyFlow).await.unwrap();
        session.results().await.unwrap();
    }
}

const INPUTS: &str = "inputs";
const ORDERS: &str = "orders";
const CURVES: &str = "curves";
const VALUES: &str = "values";
const HOURLY: &str = "hourly";
const EXPORT: &str = "export";
const RESULTS: &str = "results";

/// The parts that were asked for since so many requests, each as often as it was.
async fn asked(server: &MockServer, since: usize) -> Vec<&'static str> {
    let lines = lines(server).await;
    let part = |line: &String| match line.strip_prefix("GET /api/v3/scenarios/7/") {
        Some("inputs?defaults=original") => Some(INPUTS),
        Some("user_sortables") => Some(ORDERS),
        Some("custom_curves?include_internal=true") => Some(CURVES),
        Some("curves/merit_order") => Some(HOURLY),
        Some("energy_flow") => Some(EXPORT),
        Some(rest) if rest.ends_with(CURVE) => Some(VALUES),
        _ => (line == "PUT /api/v3/scenarios/7").then_some(RESULTS),
    };
    lines[since..].iter().filter_map(part).collect()
}

async fn looked_at(server: &MockServer) -> Session {
    let mut session = of(&client(server).0, 7, &json!({}));
    session.add_queries(["q"]);
    look(&session).await;
    session
}

#[tokio::test]
async fn each_part_is_fetched_once() {
    let server = served().await;
    let session = looked_at(&server).await;
    assert_eq!(
        asked(&server, 0).await,
        [INPUTS, ORDERS, CURVES, VALUES, HOURLY, EXPORT, RESULTS]
    );
    look(&session.clone()).await;
    assert_eq!(lines(&server).await.len(), 7, "a clone has what the original has");
    assert_eq!(session.hourly("electricity").await.unwrap().rows(), 8760);
    assert_eq!(lines(&server).await.len(), 7, "by any of its names");
}

#[tokio::test]
async fn after_a_change_exactly_what_depends_on_it_is_fetched_anew() {
    let server = served().await;
    let mut session = looked_at(&server).await;
    let outputs = [HOURLY, EXPORT, RESULTS];
    session.set_inputs([("a", 5)]).await.unwrap();
    let since = lines(&server).await.len();
    look(&session).await;
    assert_eq!(asked(&server, since).await, [&[INPUTS, VALUES][..], &outputs].concat());

    assert!(
        session
            .set_orders([("forecast_storage", strings(["c", "b"]))])
            .await
            .unwrap()
            .is_complete()
    );
    let since = lines(&server).await.len();
    look(&session).await;
    assert_eq!(asked(&server, since).await, [&[ORDERS][..], &outputs].concat());

    let curve = Curve::new(vec![1.0; 8760]).unwrap();
    assert!(session.upload_curves([(CURVE, curve)]).await.is_complete());
    let since = lines(&server).await.len();
    look(&session).await;
    assert_eq!(
        asked(&server, since).await,
        [&[INPUTS, CURVES, VALUES][..], &outputs].concat()
    );

    session.couple(&["x"]).await.unwrap();
    let since = lines(&server).await.len();
    look(&session).await;
    assert_eq!(asked(&server, since).await, [&[INPUTS, VALUES][..], &outputs].concat());

    assert!(session.remove_curves([CURVE]).await.is_complete());
    session.uncouple(&["x"]).await.unwrap();
    session.forget();
    let since = lines(&server).await.len();
    look(&session).await;
    assert_eq!(asked(&server, since).await.len(), 7, "forgotten is forgotten");
}

fn strings<const N: usize>(items: [&str; N]) -> Vec<String> {
    items.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn a_change_counts_even_if_its_answer_is_an_error() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/scenarios/7/inputs",
        200,
        json!({"a": {"min": 0, "max": 9, "unit": "MW"}}),
    )
    .await;
    answer(&server, "PUT", "/scenarios/7", 422, json!({"errors": ["no"]})).await;
    let mut session = of(&client(&server).0, 7, &json!({}));
    session.set_inputs([("a", 5)]).await.unwrap_err();
    session.inputs().await.unwrap();
    assert_eq!(lines(&server).await.len(), 3);
}

#[tokio::test]
async fn a_failure_is_not_kept_and_those_who_ask_together_share_one_request() {
    let server = MockServer::start().await;
    crate::support::first(
        &server,
        "GET",
        "/scenarios/7/user_sortables",
        403,
        json!({"errors": ["no"]}),
    )
    .await;
    answer(
        &server,
        "GET",
        "/scenarios/7/user_sortables",
        200,
        json!({"forecast_storage": ["b"]}),
    )
    .await;
    let session = of(&client(&server).0, 7, &json!({}));
    assert_eq!(session.orders().await.unwrap_err().kind(), ErrorKind::Forbidden);
    let (one, two) = tokio::join!(session.orders(), session.orders());
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(lines(&server).await.len(), 2);
}

#[tokio::test]
async fn queries_that_are_added_later_are_run_alone_and_unknown_ones_are_warnings() {
    let server = served().await;
    let mut session = looked_at(&server).await;
    session.add_queries(["q", " r ", "", "r"]);
    assert_eq!(session.queries(), ["q", "r"]);
    session.results().await.unwrap();
    assert_eq!(
        bodies(&server).await,
        [json!({"gqueries": ["q"]}), json!({"gqueries": ["r"]})]
    );
    session.remove_queries(&["r", "s"]).unwrap();
    assert_eq!(session.queries(), ["q"]);
    assert!(
        session
            .warnings()
            .to_string()
            .contains("the query \"s\" was not asked for")
    );
    session.clear_queries();
    assert!(session.results().await.unwrap().is_empty());
    assert_eq!(bodies(&server).await.len(), 2);
}

#[tokio::test]
async fn an_unknown_query_is_left_out_or_in_the_safe_mode_an_error() {
    let server = MockServer::start().await;
    let refused = json!({"errors": ["Gquery nope does not exist"]});
    crate::support::first(&server, "PUT", "/scenarios/7", 422, refused.clone()).await;
    let results = json!({"q": {"present": 1, "future": 2, "unit": "MJ"}});
    answer(
        &server,
        "PUT",
        "/scenarios/7",
        200,
        json!({"scenario": session(7, &json!({})), "gqueries": results}),
    )
    .await;
    let (client, _) = client(&server);
    let mut session = of(&client, 7, &json!({}));
    session.add_queries(["q", "nope"]);
    let results = session.results().await.unwrap();
    assert_eq!((results.len(), results.future("q")), (1, Some(2.0)));
    assert!(session.warnings().to_string().contains("there is no query \"nope\""));
    session.set_context(Context::new(&client).with_error_mode(ErrorMode::Safe));
    session.forget();
    crate::support::first(&server, "PUT", "/scenarios/7", 422, refused).await;
    let error = session.results().await.unwrap_err();
    assert!(error.to_string().contains("nope"), "{error}");
}

#[tokio::test]
async fn several_curves_and_exports_are_reported_each() {
    let server = served().await;
    let session = of(&client(&server).0, 7, &json!({}));
    let wanted = [HourlyCurve::ElectricityProfiles, HourlyCurve::HydrogenProfiles];
    let curves = session.hourly_curves(wanted).await;
    assert_eq!((curves.done().count(), curves.failed().count()), (1, 1));
    assert_eq!(curves[1].key, HourlyCurve::HydrogenProfiles);
    let exports = session.exports([Export::Sankey, Export::EnergyFlow]).await;
    assert!(exports[0].outcome.is_err() && exports[1].outcome.is_ok());
    let custom = session.all_custom_curves().await.unwrap();
    assert_eq!(custom[0].outcome.as_ref().unwrap()[8759], 1.5);
}

#[tokio::test]
async fn a_single_output_can_be_forgotten() {
    let server = served().await;
    let mut session = looked_at(&server).await;
    session.forget_hourly("merit_order");
    session.forget_export(Export::EnergyFlow);
    let since = lines(&server).await.len();
    look(&session).await;
    assert_eq!(asked(&server, since).await, [HOURLY, EXPORT]);
}

#[tokio::test]
async fn couplings_are_those_of_the_record_and_asked_for_when_it_has_none() {
    let record = session(7, &json!({"active_couplings": ["x"], "inactive_couplings": ["y"]}));
    let server = crate::support::serving("GET", "/scenarios/7", record).await;
    let (client, _) = client(&server);
    let known = of(&client, 7, &json!({"active_couplings": ["z"]}));
    assert_eq!(known.couplings().await.unwrap().active, ["z"]);
    assert!(lines(&server).await.is_empty());
    let unknown = of(
        &client,
        7,
        &json!({"active_couplings": null, "inactive_couplings": null}),
    );
    let couplings = unknown.couplings().await.unwrap();
    assert_eq!(
        (&couplings.active[0], &couplings.inactive[0]),
        (&"x".to_owned(), &"y".to_owned())
    );
    unknown.couplings().await.unwrap();
    assert_eq!(lines(&server).await.len(), 1);
}

#[tokio::test]
async fn coupling_groups_are_switched_and_cleared() {
    let server = served().await;
    answer(
        &server,
        "POST",
        "/scenarios/8/uncouple",
        200,
        json!({"scenario": session(8, &Value::Null), "gqueries": {}}),
    )
    .await;
    let (client, _) = client(&server);
    let mut session = of(&client, 7, &json!({}));
    session.couple(&["x"]).await.unwrap();
    assert_eq!(session.couplings().await.unwrap().active, ["x"]);
    session.uncouple(&["x"]).await.unwrap();
    of(&client, 8, &json!({})).uncouple_all().await.unwrap();
    let expected = [
        json!({"groups": ["x"]}),
        json!({"groups": ["x"]}),
        json!({"force": true}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

/// Setting a coupled input switches its groups on, which the answer tells.
#[tokio::test]
async fn couplings_are_those_of_the_answer_after_inputs_are_set() {
    let server = MockServer::start().await;
    let inputs = json!({"external_coupling_a": {"min": 0, "max": 9, "unit": "MW"}});
    answer(&server, "GET", "/scenarios/7/inputs", 200, inputs).await;
    let updated = json!({"scenario": session(7, &json!({"active_couplings": ["x"]})), "gqueries": {}});
    answer(&server, "PUT", "/scenarios/7", 200, updated).await;
    let mut session = of(&client(&server).0, 7, &json!({"active_couplings": []}));
    assert!(session.couplings().await.unwrap().active.is_empty());
    session.set_inputs([("external_coupling_a", 5)]).await.unwrap();
    assert_eq!(session.couplings().await.unwrap().active, ["x"]);
    assert_eq!(lines(&server).await.len(), 2);
}

#[tokio::test]
async fn couplings_are_asked_for_when_it_is_not_known_what_became_of_a_switch() {
    let record = session(7, &json!({"active_couplings": ["x"]}));
    let server = crate::support::serving("GET", "/scenarios/7", record).await;
    answer(&server, "POST", "/scenarios/7/couple", 422, json!({"errors": ["no"]})).await;
    let mut session = of(&client(&server).0, 7, &json!({"active_couplings": []}));
    assert!(session.couplings().await.unwrap().active.is_empty());
    session.couple(&["x"]).await.unwrap_err();
    assert_eq!(session.couplings().await.unwrap().active, ["x"]);
}
