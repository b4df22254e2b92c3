use etm_client::ErrorKind;
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{answer, client, guest, lines, serving, session};

/// A page as the engine writes it.
fn page(number: u64, total_pages: u64, ids: &[i64]) -> Value {
    let link = |number: u64| format!("https://x/api/v3/scenarios?limit=2&page={number}");
    json!({
        "links": {
            "first": link(1),
            "prev": (number > 1).then(|| link(number - 1)),
            "next": (number < total_pages).then(|| link(number + 1)),
            "last": link(total_pages),
        },
        "meta": {"limit": 2, "count": ids.len(), "total": 5, "current_page": number, "total_pages": total_pages},
        "data": ids.iter().map(|id| session(*id, &json!({}))).collect::<Vec<_>>(),
    })
}

async fn add(server: &MockServer, number: u64, body: Value) {
    Mock::given(path("/api/v3/scenarios"))
        .and(query_param("page", number.to_string()))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(server)
        .await;
}

async fn paged() -> MockServer {
    let server = MockServer::start().await;
    add(&server, 1, page(1, 4, &[9, 8])).await;
    add(&server, 2, page(2, 4, &[])).await;
    add(&server, 3, page(3, 4, &[7])).await;
    add(&server, 4, page(4, 4, &[6, 5])).await;
    server
}

#[tokio::test]
async fn an_empty_page_in_the_middle_does_not_end_the_list() {
    let server = paged().await;
    let (client, _) = client(&server);
    let all: Vec<_> = client.sessions().list().try_collect().await.unwrap();
    assert_eq!(
        all.iter().map(|session| session.id).collect::<Vec<_>>(),
        [9, 8, 7, 6, 5]
    );
    let asked: Vec<String> = (1..=4)
        .map(|n| format!("GET /api/v3/scenarios?limit=100&page={n}"))
        .collect();
    assert_eq!(lines(&server).await, asked);
}

#[tokio::test]
async fn an_answer_that_is_no_list_is_an_error_and_not_an_empty_one() {
    for body in [
        json!({}),
        json!({"status": "ok"}),
        json!({"data": null, "meta": {"count": 3}}),
    ] {
        let (client, _) = client(&serving("GET", "/scenarios", body.clone()).await);
        let error = client.sessions().page(1, 25).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Decode, Some("list_scenarios")),
            "{body}"
        );
    }
    for body in [json!({"data": []}), json!({"data": null, "meta": {"count": 0}})] {
        let (client, _) = client(&serving("GET", "/scenarios", body).await);
        assert!(client.sessions().page(1, 25).await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn pages_are_asked_for_when_they_are_taken_and_not_after_the_last() {
    let server = paged().await;
    let (client, _) = client(&server);
    let mut pages = Box::pin(client.sessions().pages(2));
    assert!(lines(&server).await.is_empty());
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.items.len(), first.next), (2, Some(2)));
    assert_eq!(lines(&server).await, ["GET /api/v3/scenarios?limit=2&page=1"]);
    let last = client.sessions().page(4, 2).await.unwrap();
    assert_eq!((last.items.len(), last.next), (2, None));
    assert_eq!(pages.count().await, 3);
    assert_eq!(client.sessions().count().await.unwrap(), Some(5));
}

#[tokio::test]
async fn a_page_past_the_end_and_an_empty_list_end_it() {
    let server = MockServer::start().await;
    add(&server, 1, page(1, 0, &[])).await;
    add(&server, 9, page(9, 4, &[])).await;
    let (client, _) = client(&server);
    assert_eq!(client.sessions().page(9, 2).await.unwrap().next, None);
    let all: Vec<_> = client.sessions().list().try_collect().await.unwrap();
    assert!(all.is_empty());
    assert_eq!(lines(&server).await.len(), 2);
}

#[tokio::test]
async fn without_meta_the_links_lead_on_and_without_both_the_list_ends() {
    let server = MockServer::start().await;
    let next = json!({"links": {"next": "https://x/?page=2"}, "data": [session(1, &json!({}))]});
    add(&server, 1, next).await;
    add(&server, 2, json!({"data": null, "links": {}, "new": 1})).await;
    let (client, _) = client(&server);
    let all: Vec<_> = client.sessions().list().try_collect().await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(lines(&server).await.len(), 2);
}

#[tokio::test]
async fn a_limit_the_engine_would_change_in_silence_is_refused() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    for (number, limit, words) in [
        (1, 0, "the limit is 0, but has to be from 1 to 100"),
        (1, 101, "the limit is 101, but has to be from 1 to 100"),
        (0, 25, "the page is 0, but pages are counted from 1"),
    ] {
        let error = client.sessions().page(number, limit).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("list_scenarios"))
        );
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(lines(&server).await.is_empty());
}

#[tokio::test]
async fn the_list_ends_after_a_refusal() {
    let server = MockServer::start().await;
    let body = json!({"errors": ["You must be authenticated to access this resource"]});
    answer(&server, "GET", "/scenarios", 403, body).await;
    let (guest, _) = guest(&server);
    let mut list = Box::pin(guest.sessions().list());
    let error = list.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.to_string().contains("ETM_API_TOKEN"), "{error}");
    assert!(list.next().await.is_none());
}

#[tokio::test]
async fn a_batch_tells_what_is_missing_and_keeps_the_order() {
    let found = json!([session(101, &json!({})), session(103, &json!({}))]);
    let server = serving("GET", "/scenarios/103%2C102%2C101/batch", found).await;
    let (client, _) = client(&server);
    let batch = client.sessions().batch(&[103, 102, 101, 103]).await.unwrap();
    assert_eq!(
        batch.found.iter().map(|session| session.id).collect::<Vec<_>>(),
        [103, 101]
    );
    assert_eq!(batch.missing, [102]);
    let error = client.sessions().batch(&[]).await.unwrap_err();
    assert!(error.to_string().contains("no ids of sessions"), "{error}");
}

#[tokio::test]
async fn a_batch_whose_first_id_is_unknown_is_asked_for_without_it() {
    let server = MockServer::start().await;
    let refusal = |ids: &str| json!({"errors": [format!("No such scenario: {ids}")]});
    answer(&server, "GET", "/scenarios/1%2C2%2C3/batch", 404, refusal("1,2,3")).await;
    answer(&server, "GET", "/scenarios/2%2C3/batch", 404, refusal("2,3")).await;
    answer(
        &server,
        "GET",
        "/scenarios/3/batch",
        200,
        json!([session(3, &json!({}))]),
    )
    .await;
    answer(&server, "GET", "/scenarios/4/batch", 404, refusal("4")).await;
    answer(
        &server,
        "GET",
        "/scenarios/5/batch",
        404,
        json!({"status": 404, "error": "Not Found"}),
    )
    .await;
    let (client, _) = client(&server);
    let batch = client.sessions().batch(&[1, 2, 3]).await.unwrap();
    assert_eq!((batch.found[0].id, batch.missing), (3, vec![1, 2]));
    assert_eq!(client.sessions().batch(&[4]).await.unwrap().missing, [4]);
    assert_eq!(
        client.sessions().batch(&[5]).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn more_ids_than_fit_into_an_address_go_out_in_parts() {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any())
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([])))
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let ids: Vec<i64> = (1..=250).collect();
    assert_eq!(client.sessions().batch(&ids).await.unwrap().missing, ids);
    assert_eq!(lines(&server).await.len(), 3);
}
