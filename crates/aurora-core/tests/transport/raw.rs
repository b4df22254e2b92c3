//! The raw door: any operation by parameter names.

use aurora_core::call::CallOptions;
use aurora_core::raw::{Part, RawRequest};
use aurora_core::transport::{Answer, Transport};
use aurora_core::{ErrorKind, StatusCode};
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::manual;

async fn server() -> (MockServer, Transport) {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .mount(&server)
        .await;
    let (transport, _clock) = manual(&server.uri());
    (server, transport)
}

fn request(transport: &Transport, id: &str) -> RawRequest {
    transport.request(transport.operation(id).unwrap())
}

async fn sent(server: &MockServer) -> Request {
    server.received_requests().await.unwrap().remove(0)
}

#[tokio::test]
async fn path_values_are_encoded_and_query_values_too() {
    let (server, transport) = server().await;
    request(&transport, "get_thing")
        .param("id", "EWT 2000/96?ü\\#%")
        .param("search", "a&b=c d")
        .query("search", true)
        .send()
        .await
        .unwrap();
    let url = sent(&server).await.url;
    assert_eq!(url.path(), "/things/EWT%202000%2F96%3F%C3%BC%5C%23%25");
    assert_eq!(url.query(), Some("search=a%26b%3Dc+d&search=true"));
}

#[tokio::test]
async fn a_json_body_is_sent_as_it_is() {
    let (server, transport) = server().await;
    let body = json!({ "b": null, "a": 0.1 });
    request(&transport, "create_thing").json(&body).send().await.unwrap();
    let request = sent(&server).await;
    assert_eq!(request.method.as_str(), "POST");
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.body_json::<serde_json::Value>().unwrap(), body);
}

#[tokio::test]
async fn a_form_is_sent_with_a_length_and_again_after_a_429() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(429))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let (transport, _clock) = manual(&server.uri());
    let part = Part::new("name", &b"PK\x03\x04"[..]).with_file_name("t.xlsx");
    let answer: Answer = request(&transport, "upload_thing")
        .path_param("id", 7)
        .multipart([part])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.attempts, 2);
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].body, requests[1].body);
    let content_type = requests[0].headers["content-type"].to_str().unwrap();
    assert!(
        content_type.starts_with("multipart/form-data; boundary="),
        "{content_type}"
    );
    assert_eq!(
        requests[0].headers["content-length"],
        requests[0].body.len().to_string().as_str()
    );
}

#[tokio::test]
async fn a_general_header_is_sent_and_a_strange_one_refused() {
    let (server, transport) = server().await;
    request(&transport, "list_things")
        .header("Range", "bytes=5-")
        .send()
        .await
        .unwrap();
    let headers = sent(&server).await.headers;
    assert_eq!(headers["range"], "bytes=5-");
    // A range of a compressed body is no range of the file.
    assert_eq!(headers["accept-encoding"], "identity");
    for name in ["Private-Token", "Authorization", "Cookie", "Host", "Content-Length"] {
        let error = request(&transport, "list_things")
            .header(name, "x")
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name}");
    }
}

#[tokio::test]
async fn wrong_names_and_missing_values_are_refused_before_sending() {
    let (server, transport) = server().await;
    let get = || request(&transport, "get_thing");
    let create = || request(&transport, "create_thing");
    let upload = || request(&transport, "upload_thing").path_param("id", "7");
    let table = [
        (get(), "the path parameter id is required"),
        (
            get().path_param("name", "x"),
            "there is no path parameter \"name\"; its path parameters are id",
        ),
        (
            get().path_param("id", "7").query("serch", "x"),
            "there is no query parameter \"serch\"; its query parameters are search",
        ),
        (
            get().path_param("id", "7").header("X-Odd", "1"),
            "there is no header parameter \"X-Odd\"; it has no header parameters",
        ),
        (get().path_param("id", ""), "the path parameter id is empty"),
        (
            get().path_param("id", ".."),
            "the path parameter id is '.' or '..', or climbs out of its place",
        ),
        (
            get().path_param("id", "a\nb"),
            "the path parameter id holds a control character",
        ),
        (
            get().path_param("id", f64::NAN),
            "the parameter id is NaN, and only finite numbers can be sent",
        ),
        (
            get().path_param("id", "7").path_param("id", "8"),
            "the path parameter id is given twice",
        ),
        (
            get().path_param("id", "7").json(&json!({})),
            "this operation takes no body",
        ),
        (create(), "a body is required: application/json"),
        (
            create().body("text/csv", "a"),
            "a body of \"text/csv\" is not accepted; it has to be application/json",
        ),
        (
            upload().json(&json!({})),
            "a body of \"application/json\" is not accepted; it has to be multipart/form-data or text/csv",
        ),
        (
            upload().multipart([Part::new("a", "b").with_content_type("x\ny")]),
            "the content type of the part \"a\" holds a control character",
        ),
    ];
    for (request, expected) in table {
        let operation = request.operation().id;
        let error = request.send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
        assert_eq!(error.to_string(), format!("{operation}: {expected}"));
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_head_request_has_headers_and_no_body() {
    let server = MockServer::start().await;
    let template = ResponseTemplate::new(200).insert_header("x-size", "12");
    Mock::given(any()).respond_with(template).mount(&server).await;
    let (transport, _clock) = manual(&server.uri());
    let answer = request(&transport, "head_thing")
        .path_param("id", "7")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers["x-size"], "12");
    assert!(answer.body.is_empty());
}

#[test]
fn debug_shows_names_and_the_length_of_the_body_and_no_value() {
    let (transport, _clock) = manual("http://127.0.0.1:1");
    let request = request(&transport, "create_thing")
        .query("signature", "private")
        .header("x-note", "private")
        .json(&json!({ "name": "private" }));
    let shown = format!("{request:?}");
    for part in ["create_thing", "signature", "x-note", "18 bytes of application/json"] {
        assert!(shown.contains(part), "{shown}");
    }
    assert!(!shown.contains("private"), "{shown}");
}

#[tokio::test]
async fn a_status_that_is_an_answer_comes_whole_and_is_not_sent_again() {
    let report = format!("{{\"errors\": \"{}\"}}", "x".repeat(10_000));
    for (status, is_answer) in [(422, true), (503, true), (404, false)] {
        let server = MockServer::start().await;
        let reply = ResponseTemplate::new(status).set_body_raw(report.clone(), "application/json");
        Mock::given(any()).respond_with(reply).mount(&server).await;
        let (transport, _clock) = manual(&server.uri());
        let options = [422, 503].into_iter().fold(CallOptions::default(), |options, status| {
            options.with_answer(StatusCode::from_u16(status).unwrap())
        });
        let result = request(&transport, "list_things").options(options).send().await;
        assert_eq!(result.is_ok(), is_answer, "{status}");
        if let Ok(answer) = result {
            assert_eq!((answer.status.as_u16(), answer.attempts), (status, 1));
            assert_eq!(answer.body, report);
        }
    }
}
