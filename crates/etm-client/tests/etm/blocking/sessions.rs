use etm_client::blocking::EtmClient;
use etm_client::sessions::{CopyOptions, Interpolation, Merge, SessionUpdate};
use etm_client::{ErrorKind, InputsOptions, NewSession};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{answer, client, lines, serving, session};

/// Runs something beside the runtime, as a program without one would.
async fn apart<T: Send + 'static>(server: &MockServer, work: impl FnOnce(EtmClient) -> T + Send + 'static) -> T {
    let (client, _) = client(server);
    let client = EtmClient::new(client).unwrap();
    std::thread::spawn(move || work(client)).join().unwrap()
}

async fn always(body: Value) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&server)
        .await;
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_exports_are_iterators() {
    let page =
        json!({"links": {"next": null}, "meta": {"total": 1, "total_pages": 1}, "data": [session(9, &json!({}))]});
    let server = serving("GET", "/scenarios", page).await;
    answer(&server, "POST", "/scenarios/export", 200, json!({"end_year": 2050})).await;
    apart(&server, |etm| {
        let sessions: Result<Vec<_>, _> = etm.sessions().list().collect();
        assert_eq!(sessions.unwrap()[0].id, 9);
        assert_eq!(etm.sessions().pages(5).next().unwrap().unwrap().items.len(), 1);
        assert_eq!(etm.sessions().page(1, 5).unwrap().next, None);
        assert_eq!(etm.sessions().count().unwrap(), Some(1));
        assert_eq!(
            etm.sessions().export(&[1]).next().unwrap().unwrap().end_year,
            Some(2050)
        );
    })
    .await;
    assert_eq!(lines(&server).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_iterator_ends_after_an_error() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/scenarios",
        401,
        json!({"errors": ["Invalid or expired token"]}),
    )
    .await;
    apart(&server, |etm| {
        let mut list = etm.sessions().list();
        assert_eq!(list.next().unwrap().unwrap_err().kind(), ErrorKind::Unauthorized);
        assert!(list.next().is_none());
        assert!(format!("{list:?}").contains("ended: true"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_method_of_sessions_waits_for_its_answer() {
    let server = always(session(7, &json!({"user_id": 1}))).await;
    apart(&server, |etm| {
        let sessions = etm.sessions();
        assert_eq!(sessions.get(7).unwrap().id, 7);
        sessions.create(&NewSession::default()).unwrap();
        sessions.copy(7, &CopyOptions::new()).unwrap();
        sessions.merge(&Merge::new().with_session(7, 1.0)).unwrap();
        sessions.interpolate(7, 2040, None).unwrap();
        sessions.couple(7, &["g"]).unwrap();
        sessions.uncouple(7, &["g"]).unwrap();
        sessions.merit(7, false).unwrap();
        sessions.version_tag(7).unwrap();
        sessions.create_version_tag(7, None).unwrap();
        sessions.update_version_tag(7, None).unwrap();
        sessions.load_dump(&serde_json::from_value(json!({})).unwrap()).unwrap();
        assert!(sessions.dashboard(7, &["q"]).is_err());
    })
    .await;
    assert_eq!(lines(&server).await.len(), 12);
    let server = always(json!([session(7, &json!({}))])).await;
    apart(&server, |etm| {
        assert_eq!(etm.sessions().batch(&[7]).unwrap().found.len(), 1);
        assert_eq!(
            etm.sessions()
                .interpolate_many(&Interpolation::new([7], [2030]))
                .unwrap()
                .len(),
            1
        );
    })
    .await;
    let server = always(json!({"7": {}})).await;
    apart(&server, |etm| {
        assert_eq!(etm.sessions().version_tags(&[7]).unwrap().len(), 1);
        etm.sessions().delete(7).unwrap();
    })
    .await;
}

/// An engine with one session, one input and one query.
async fn small() -> MockServer {
    let results = json!({"q": {"present": 1, "future": 2, "unit": "PJ"}});
    let after = json!({"scenario": session(7, &json!({})), "gqueries": results});
    let server = serving("PUT", "/scenarios/7", after).await;
    let (inputs, input) = (json!({"a": {"min": 0, "max": 10, "unit": "MW"}}), json!({"unit": "MW"}));
    for (at, body) in [
        ("/scenarios/7", session(7, &json!({}))),
        ("/scenarios/7/inputs", inputs.clone()),
        ("/inputs", inputs),
        ("/scenarios/7/inputs/a", input.clone()),
        ("/inputs/a", input),
        ("/inputs/list", json!([{"key": "a"}])),
        ("/gqueries", json!([{"key": "q"}])),
    ] {
        answer(&server, "GET", at, 200, body).await;
    }
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn inputs_and_queries_wait_for_their_answers() {
    let server = small().await;
    apart(&server, |etm| {
        let inputs = etm.inputs(7);
        let known = inputs.for_checks().unwrap();
        let update = inputs
            .update()
            .set("a", 5)
            .set_all([("b", 1.0)])
            .reset("b")
            .autobalance(true)
            .force(false);
        let update = update.with_query("q").with_queries(["r"]).reset_all();
        assert!(
            update.clone().checked_against(&known).validate().is_err(),
            "there is no b"
        );
        assert_eq!(update.as_update().values().len(), 2);
        assert_eq!(update.send().unwrap().results.future("q"), Some(2.0));
        assert_eq!(inputs.list(&InputsOptions::new()).unwrap().len(), 1);
        assert_eq!(inputs.list_global(&InputsOptions::new()).unwrap().len(), 1);
        assert_eq!(inputs.several(&["a"]).unwrap().len(), 1);
        assert_eq!(inputs.get("a").unwrap(), inputs.get_global("a").unwrap());
        assert_eq!(inputs.keys().unwrap(), ["a"]);
        assert_eq!(etm.gqueries().list(&[]).unwrap().len(), 1);
        assert_eq!(etm.gqueries().of(7).run(&["q"]).unwrap().len(), 1);
        assert_eq!(etm.gqueries().of(7).run_known(&["q"]).unwrap().1, Vec::<String>::new());
        assert_eq!(etm.sessions().update(7, &SessionUpdate::new()).unwrap().scenario.id, 7);
        assert_eq!(etm.sessions().reset(7).unwrap().id, 7);
        assert_eq!(etm.sessions().uncouple_all(7).unwrap_err().kind(), ErrorKind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn inside_a_runtime_it_says_to_use_the_other_client() {
    let server = always(session(7, &json!({}))).await;
    let (client, _) = client(&server);
    let etm = EtmClient::new(client).unwrap();
    let error = etm.sessions().get(7).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("etm_client::EtmClient"), "{error}");
    assert!(etm.sessions().list().next().unwrap().is_err());
    assert!(lines(&server).await.is_empty());
    assert!(!format!("{etm:?} {:?}", etm.as_async()).contains("canary"));
}
