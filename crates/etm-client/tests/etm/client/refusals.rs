use etm_client::{ErrorKind, EtmClient, NewSession, SessionUpdate, Who};
use futures_util::StreamExt;
use serde_json::json;
use wiremock::MockServer;

use crate::client::JWT;
use crate::support::{answer, answer_raw, builder, built, client, first, guest};

/// A token for everything.
const FULL: &str = "etm_eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE4MDAwMDAwMDAsInNjb3BlcyI6InB1YmxpYyBzY2VuYXJpb3M6cmVhZCBzY2VuYXJpb3M6d3JpdGUgc2NlbmFyaW9zOmRlbGV0ZSJ9.c2ln";

/// An engine that refuses in five ways, each at an id of its own.
async fn refusing() -> MockServer {
    let server = MockServer::start().await;
    for (id, status, body) in [
        (1, 404, json!({"errors": ["Not found"]})),
        (2, 404, json!({"errors": ["No such scenario: 2"]})),
        (3, 403, json!({"errors": ["Scenario does not belong to you"]})),
        (4, 404, json!({"status": 404, "error": "Not Found"})),
        (5, 401, json!({"errors": ["Invalid or expired token"]})),
    ] {
        answer(&server, "GET", &format!("/scenarios/{id}"), status, body).await;
    }
    server
}

/// What the errors say at these ids.
async fn says(client: &EtmClient, expected: &[(i64, ErrorKind, &str)]) {
    for (id, kind, words) in expected {
        let error = client.sessions().get(*id).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (*kind, Some("get_scenario")));
        assert!(error.to_string().contains(words), "{id}: {error}");
    }
}

#[tokio::test]
async fn a_refusal_tells_a_guest_that_a_token_may_help() {
    let (guest, _) = guest(&refusing().await);
    let private = "Not found; the id may be wrong, or belong to something private: set ETM_API_TOKEN";
    let expected = [
        (1, ErrorKind::NotFound, private),
        (2, ErrorKind::NotFound, "No such scenario: 2; check the id"),
        (3, ErrorKind::Forbidden, "set ETM_API_TOKEN"),
        (4, ErrorKind::NotFound, "a version without this operation"),
        (5, ErrorKind::Unauthorized, "set ETM_API_TOKEN"),
    ];
    says(&guest, &expected).await;
}

#[tokio::test]
async fn a_refusal_tells_a_user_what_the_token_lacks() {
    let server = refusing().await;
    let (reader, _) = built(builder(&server.uri()).with_token(JWT));
    let bad =
        "Invalid or expired token; check that the token is complete and of this engine; it is valid until 2027-01-15";
    let expected = [
        // It may read, so that no scope is missing.
        (1, ErrorKind::NotFound, "Not found; check the id or name"),
        (2, ErrorKind::NotFound, "No such scenario: 2; check the id"),
        (3, ErrorKind::Forbidden, "ask its owner for a role"),
        (5, ErrorKind::Unauthorized, bad),
    ];
    says(&reader, &expected).await;
    let (full, _) = built(builder(&server.uri()).with_token(FULL));
    let expected = [
        (1, ErrorKind::NotFound, "Not found; check the id or name"),
        (3, ErrorKind::Forbidden, "ask its owner for a role"),
    ];
    says(&full, &expected).await;
    let (opaque, _) = client(&server);
    says(&opaque, &[(5, ErrorKind::Unauthorized, "has not expired")]).await;
}

/// A token for reading and writing, and one that says nothing about scopes.
const WRITER: &str = "etm_eyJhbGciOiJSUzI1NiJ9.eyJzY29wZXMiOlsic2NlbmFyaW9zOnJlYWQiLCJzY2VuYXJpb3M6d3JpdGUiXX0.c2ln";
const SILENT: &str = "etm_eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI3In0.c2ln";

#[tokio::test]
async fn a_refusal_names_the_scope_that_the_operation_needs_and_the_token_lacks() {
    let server = MockServer::start().await;
    for (verb, at) in [
        ("PUT", "/scenarios/1"),
        ("DELETE", "/scenarios/1"),
        ("GET", "/scenarios/1/users"),
        ("DELETE", "/scenarios/1/custom_curves/a"),
    ] {
        answer(
            &server,
            verb,
            at,
            403,
            json!({"errors": ["Scenario does not belong to you"]}),
        )
        .await;
    }
    answer(
        &server,
        "DELETE",
        "/collections/1",
        404,
        json!({"errors": ["Not found"]}),
    )
    .await;
    let said = async |token: &str| {
        let (client, _) = built(builder(&server.uri()).with_token(token.to_owned()));
        let update = client.sessions().update(1, &SessionUpdate::new()).await.unwrap_err();
        let delete = client.sessions().delete(1).await.unwrap_err();
        let users = client.users(1).list().await.unwrap_err();
        let curve = client.custom_curves(1).delete("a").await.unwrap_err();
        let collection = client.collections().delete(1).await.unwrap_err();
        [update, delete, users, curve, collection].map(|error| {
            let said = error.to_string();
            let scope = said
                .split_once("the scope ")
                .map(|(_, rest)| rest.split(',').next().unwrap());
            scope.map(str::to_owned)
        })
    };
    let (write, delete) = (Some("scenarios:write".to_owned()), Some("scenarios:delete".to_owned()));
    let reader = [&write, &delete, &delete, &write, &delete].map(Clone::clone);
    assert_eq!(said(JWT).await, reader);
    assert_eq!(
        said(WRITER).await,
        [&None, &delete, &delete, &None, &delete].map(Clone::clone)
    );
    for token in [FULL, SILENT, "etm_opaque"] {
        assert_eq!(said(token).await, [None, None, None, None, None], "{token}");
    }
}

#[tokio::test]
async fn a_deletion_that_was_sent_twice_says_what_a_404_may_mean() {
    let server = MockServer::start().await;
    let lost = json!({"status": 502, "error": "Bad Gateway"});
    first(&server, "DELETE", "/scenarios/1", 502, lost).await;
    let gone = json!({"errors": ["No such scenario: 1"]});
    answer(&server, "DELETE", "/scenarios/1", 404, gone.clone()).await;
    answer(&server, "DELETE", "/scenarios/2", 404, gone).await;
    let (client, _) = client(&server);
    let error = client.sessions().delete(1).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 2));
    assert!(error.to_string().contains("may have deleted it"), "{error}");
    let error = client.sessions().delete(2).await.unwrap_err();
    assert!(error.to_string().contains("check the id"), "{error}");
}

#[tokio::test]
async fn an_error_page_and_a_plain_text_are_errors_with_their_status() {
    let server = MockServer::start().await;
    answer_raw(
        &server,
        "DELETE",
        "/scenarios/1",
        500,
        "text/html",
        "<!doctype html><h1>We're sorry</h1>",
    )
    .await;
    answer_raw(
        &server,
        "DELETE",
        "/scenarios/2",
        404,
        "text/plain",
        "hourly calculation is off",
    )
    .await;
    let (client, _) = client(&server);
    let error = client.sessions().delete(1).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Service, Some(500))
    );
    assert!(error.messages().is_empty());
    let error = client.sessions().delete(2).await.unwrap_err();
    assert_eq!(error.messages(), ["hourly calculation is off"]);
}

#[tokio::test]
async fn a_refusal_of_another_kind_keeps_the_general_advice() {
    let server = MockServer::start().await;
    let body = json!({"errors": ["You must be authenticated to load dumps"]});
    answer(&server, "POST", "/scenarios/load_dump", 403, body).await;
    let (client, _) = client(&server);
    let dump = serde_json::from_value(json!({})).unwrap();
    let error = client.sessions().load_dump(&dump).await.unwrap_err();
    assert!(error.to_string().contains("load dumps; the token is known"), "{error}");
}

#[tokio::test]
async fn a_session_that_may_not_be_made_is_a_matter_of_the_token_and_not_of_an_owner() {
    for (status, message) in [(404, "Not found"), (403, "Scenario does not belong to you")] {
        let server = MockServer::start().await;
        answer(&server, "POST", "/scenarios", status, json!({"errors": [message]})).await;
        let (client, _) = client(&server);
        let error = client.sessions().create(&NewSession::default()).await.unwrap_err();
        assert!(
            error.to_string().contains("the scope scenarios:write, or none at all"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_unknown_input_an_unknown_entry_and_an_unknown_address_are_told_apart_from_a_wrong_id() {
    let server = MockServer::start().await;
    let unknown = json!({"errors": ["ActiveRecord::RecordNotFound"]});
    answer(&server, "GET", "/scenarios/1/inputs/nope", 404, unknown).await;
    answer_raw(
        &server,
        "POST",
        "/scenarios/export",
        404,
        "text/html",
        "<!doctype html>",
    )
    .await;
    answer_raw(
        &server,
        "DELETE",
        "/scenarios/1/users",
        404,
        "text/html",
        "<!doctype html>",
    )
    .await;
    let (client, _) = client(&server);
    let error = client.inputs(1).get("nope").await.unwrap_err();
    assert!(error.to_string().contains("no input of this key"), "{error}");
    let mut lines = Box::pin(client.sessions().export(&[1]));
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("a version without this operation"),
        "{error}"
    );
    let error = client.users(1).remove(Who::Entry(9)).await.unwrap_err();
    assert!(
        error.to_string().contains("an entry with this id is not in the list"),
        "{error}"
    );
}
