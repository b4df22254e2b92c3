//! Lists that end where they end, and requests that stay below what the engine takes.

use aurora_sandbox::EtmScopes;
use aurora_sandbox::EtmUser::Ada;
use aurora_tests::etm_bench::{ADA, Bench};
use aurora_tests::etm_wire;
use etm_client::{ErrorKind, NewSession, SessionUpdate};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The engine's limit.
const MOST: usize = 4096;

#[tokio::test]
async fn a_list_of_several_pages_is_taken_whole_and_one_page_is_one_request() {
    let bench = Bench::start().await;
    let mut made = Vec::new();
    for _ in 0..205 {
        made.push(bench.session(ADA).await);
    }
    made.reverse();
    let etm = bench.etm(ADA);
    bench.sandbox.clear_requests();
    let all: Vec<_> = etm
        .sessions()
        .list()
        .map_ok(|session| session.id)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, made, "the newest first, none twice and none left out");
    assert_eq!(bench.sandbox.count("etm.list_scenarios"), 3);
    assert_eq!(etm.sessions().count().await.unwrap(), Some(205));

    let pages: Vec<_> = etm.sessions().pages(50).try_collect().await.unwrap();
    assert_eq!(
        pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(),
        [50, 50, 50, 50, 5]
    );
    assert_eq!((pages[3].next, pages[4].next), (Some(5), None));
    bench.sandbox.clear_requests();
    let second = etm.sessions().page(2, 100).await.unwrap();
    assert_eq!(second.items[0].id, made[100]);
    assert!(
        etm.sessions().page(9, 100).await.unwrap().items.is_empty(),
        "past the end is empty"
    );
    assert_eq!(bench.sandbox.count("etm.list_scenarios"), 2);
    for (number, limit) in [(0, 10), (1, 0), (1, 101)] {
        let error = etm.sessions().page(number, limit).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    }
    assert_eq!(bench.sandbox.count("etm.list_scenarios"), 2, "nothing of that was sent");
}

#[tokio::test]
async fn a_token_without_the_scope_to_read_lists_only_what_is_public() {
    let bench = Bench::start().await;
    for private in [false, true, true, false] {
        bench.session_of_ada(private, None).await;
    }
    for (level, count) in [(EtmScopes::Public, 2), (EtmScopes::Read, 4)] {
        let sessions = bench.etm(Some((Ada, level)));
        let pages: Vec<_> = sessions.sessions().pages(1).try_collect().await.unwrap();
        assert_eq!(
            pages.iter().map(|page| page.items.len()).sum::<usize>(),
            count,
            "{level:?}"
        );
    }
}

/// The engine leaves sessions out of a page after it has counted them, so that a page may have fewer than asked for, or none.
#[tokio::test]
async fn an_empty_page_in_the_middle_is_not_the_end() {
    let server = MockServer::start().await;
    let pages: [&[i64]; 4] = [&[40, 39], &[], &[37], &[]];
    for (number, ids) in (1_u64..).zip(pages) {
        let sessions: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
        let next = (number < 4).then(|| format!("{}/api/v3/scenarios?page={}", server.uri(), number + 1));
        let body = json!({"data": sessions, "links": {"next": next},
            "meta": {"total": 8, "count": ids.len(), "limit": 100, "current_page": number, "total_pages": 4}});
        Mock::given(method("GET"))
            .and(path("/api/v3/scenarios"))
            .and(query_param("page", number.to_string()))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .expect(1)
            .mount(&server)
            .await;
    }
    let etm = etm_wire::client(&server.uri());
    let all: Vec<_> = etm
        .sessions()
        .list()
        .map_ok(|session| session.id)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [40, 39, 37]);
}

#[tokio::test]
async fn more_queries_than_one_request_takes_go_out_in_several() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let known: Vec<String> = etm
        .gqueries()
        .list(&["dashboard"])
        .await
        .unwrap()
        .into_iter()
        .filter_map(|query| query.key)
        .collect();
    assert!(known.len() > 5);
    let keys: Vec<&str> = known.iter().map(String::as_str).cycle().take(2 * MOST + 1).collect();
    bench.sandbox.clear_requests();
    let results = etm.gqueries().of(id).run(&keys).await.unwrap();
    assert_eq!(results.len(), known.len());
    assert_eq!(bench.sandbox.count("etm.update_scenario"), 3);

    // Beside a change there is room for fewer.
    bench.sandbox.clear_requests();
    let update = SessionUpdate::new()
        .with_value("costs_co2", 50.0)
        .with_queries(keys[..MOST].iter().copied());
    let updated = etm.sessions().update(id, &update).await.unwrap();
    assert_eq!(updated.results.len(), known.len());
    assert_eq!(bench.sandbox.count("etm.update_scenario"), 2);
    assert_eq!(
        updated.scenario.user_values.unwrap()["costs_co2"].as_number(),
        Some(50.0)
    );
}

#[tokio::test]
async fn more_inputs_than_one_request_takes_are_refused_by_the_client_and_by_the_engine() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    bench.sandbox.clear_requests();
    let many = (0..=MOST).map(|number| format!("input_{number}"));
    let update = many
        .clone()
        .fold(SessionUpdate::new(), |update, key| update.with_value(key, 1.0));
    let create = many
        .clone()
        .fold(NewSession::new("nl2019", 2050), |new, key| new.with_value(key, 1.0));
    for error in [
        etm.sessions().update(id, &update).await.unwrap_err(),
        etm.sessions().create(&create).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidRequest, 0),
            "{error}"
        );
        assert!(error.to_string().contains("at most 4096"), "{error}");
    }
    assert!(bench.sandbox.requests().is_empty(), "nothing was sent");

    // What the engine counts are the parameters of a query or a form; the methods send neither of that size.
    let request = (0..=MOST).fold(etm.request("list_gqueries").unwrap(), |request, _| {
        request.query("labels[]", "a")
    });
    let error = request.send().await.unwrap_err();
    let status = error.status().map(|status| status.as_u16());
    assert_eq!((error.kind(), status), (ErrorKind::InvalidRequest, Some(400)));
    let told = "Invalid request parameters: total number of query parameters (4097) exceeds limit (4096)";
    assert_eq!(error.messages(), [told]);
}

#[tokio::test]
async fn many_sessions_are_fetched_and_tagged_in_requests_that_the_engine_takes() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = bench.session(ADA).await;
    let ids: Vec<i64> = std::iter::once(id).chain(900_000..901_500).collect();
    let batch = etm.sessions().batch(&ids).await.unwrap();
    assert_eq!((batch.found.len(), batch.missing.len()), (1, 1500));
    assert!(etm.sessions().version_tags(&ids).await.unwrap().len() <= 1);
}
