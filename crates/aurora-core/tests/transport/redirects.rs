//! Where a redirect may lead, and what goes along.

use aurora_core::call::CallOptions;
use aurora_core::transport::Credentials;
use aurora_core::{ErrorKind, Transport, Url};
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{CANARY, OPERATIONS, builder, everything, manual, send, send_with, token};

fn redirect(status: u16, to: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("location", to)
}

fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_string("{}")
}

async fn recorded(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(|value| value.to_str().unwrap())
}

/// A server that redirects everything.
async fn redirecting(status: u16, to: &str) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(redirect(status, to))
        .mount(&server)
        .await;
    server
}

async fn answering() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ok()).mount(&server).await;
    server
}

#[tokio::test]
async fn another_origin_gets_no_token_no_cookie_and_no_header_of_ours() {
    let store = answering().await;
    let home = redirecting(302, &format!("{}/key?X-Amz-Signature=sig-value-1", store.uri())).await;
    let transport = Transport::builder("things", OPERATIONS)
        .mount("/v1", Url::parse(&home.uri()).unwrap())
        .credentials(Credentials::header("Private-Token", &token()).and_header("EOS-Cookie", &token()))
        .build()
        .unwrap();
    let mut request = transport
        .reqwest()
        .get("http://service.invalid/v1/things")
        .build()
        .unwrap();
    for (name, value) in [
        ("cookie", CANARY),
        ("authorization", CANARY),
        ("x-own", CANARY),
        ("range", "bytes=5-"),
    ] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    let operation = transport.operation("list_things").unwrap();
    transport
        .execute(request, operation, &CallOptions::default())
        .await
        .unwrap();

    let at_home = recorded(&home).await;
    assert_eq!(header(&at_home[0], "private-token"), Some(CANARY));
    assert_eq!(header(&at_home[0], "eos-cookie"), Some(CANARY));
    let away = recorded(&store).await;
    assert_eq!(away.len(), 1);
    assert_eq!(away[0].url.query(), Some("X-Amz-Signature=sig-value-1"));
    assert_eq!(header(&away[0], "range"), Some("bytes=5-"));
    assert!(!format!("{:?}", away[0]).contains(CANARY), "{:?}", away[0].headers);
    assert_eq!(header(&away[0], "referer"), None);
}

#[tokio::test]
async fn the_same_origin_gets_the_token_again() {
    let server = MockServer::start().await;
    Mock::given(path("/things"))
        .respond_with(redirect(307, "/moved?x=1#part"))
        .mount(&server)
        .await;
    Mock::given(path("/moved")).respond_with(ok()).mount(&server).await;
    let (transport, _clock) = manual(&server.uri());
    send(&transport, "list_things").await.unwrap();
    let requests = recorded(&server).await;
    assert_eq!(header(&requests[1], "private-token"), Some(CANARY));
    assert_eq!(requests[1].url.query(), Some("x=1"));
}

#[tokio::test]
async fn a_second_base_url_is_home_too_and_a_strangers_way_back_is_not() {
    let second = answering().await;
    let first = redirecting(302, &second.uri()).await;
    let both = |first: &MockServer| {
        builder(&first.uri())
            .mount("/v2", Url::parse(&second.uri()).unwrap())
            .build()
            .unwrap()
    };
    send(&both(&first), "list_things").await.unwrap();
    assert_eq!(header(&recorded(&second).await[0], "private-token"), Some(CANARY));

    let stranger = redirecting(302, &second.uri()).await;
    let first = redirecting(302, &stranger.uri()).await;
    send(&both(&first), "list_things").await.unwrap();
    assert_eq!(header(&recorded(&stranger).await[0], "private-token"), None);
    assert_eq!(header(&recorded(&second).await[1], "private-token"), None);
}

#[tokio::test]
async fn a_post_is_not_redirected_elsewhere_and_the_error_names_only_the_host() {
    let store = answering().await;
    let target = format!("{}/secret-key?signature=sig-value-1", store.uri());
    for status in [301, 302, 303, 307, 308] {
        let home = redirecting(status, &target).await;
        let (transport, _clock) = manual(&home.uri());
        let error = send(&transport, "create_thing").await.unwrap_err();
        // 303 says that the request was acted on.
        let kind = match status {
            303 => ErrorKind::OutcomeUnknown,
            _ => ErrorKind::Service,
        };
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{status}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        let text = everything(&error);
        assert!(text.contains(&store.uri()), "{text}");
        assert!(!text.contains("secret-key") && !text.contains("sig-value"), "{text}");
    }
    assert!(recorded(&store).await.is_empty());
}

#[tokio::test]
async fn a_post_answered_303_is_followed_as_a_get_and_307_as_a_post() {
    for (status, as_method, body) in [(303, "GET", ""), (307, "POST", r#"{"name":"x"}"#)] {
        let server = MockServer::start().await;
        Mock::given(path("/things"))
            .respond_with(redirect(status, "/made/7"))
            .mount(&server)
            .await;
        Mock::given(method(as_method))
            .and(path("/made/7"))
            .respond_with(ok())
            .mount(&server)
            .await;
        let (transport, _clock) = manual(&server.uri());
        send(&transport, "create_thing").await.unwrap();
        let requests = recorded(&server).await;
        assert_eq!(String::from_utf8_lossy(&requests[1].body), body);
        assert_eq!(header(&requests[1], "content-type").is_some(), status == 307);
        assert_eq!(header(&requests[1], "private-token"), Some(CANARY));
    }
}

#[tokio::test]
async fn what_fails_behind_a_303_does_not_send_the_post_again() {
    let server = MockServer::start().await;
    Mock::given(path("/things"))
        .respond_with(redirect(303, "/made/7"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/made/7"))
        .respond_with(ResponseTemplate::new(429))
        .expect(1)
        .mount(&server)
        .await;
    let (transport, _clock) = manual(&server.uri());
    let error = send(&transport, "create_thing").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::OutcomeUnknown, 1));
}

#[tokio::test]
async fn a_circle_of_redirects_ends_after_ten() {
    let server = redirecting(302, "/things").await;
    let (transport, _clock) = manual(&server.uri());
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Service, 1));
    assert!(error.to_string().contains("more than 10 times"), "{error}");
    assert_eq!(recorded(&server).await.len(), 11);
}

#[tokio::test]
async fn a_redirect_can_be_the_answer() {
    let server = redirecting(302, "https://store.example.net/key?signature=s").await;
    let (transport, _clock) = manual(&server.uri());
    let options = CallOptions::default().with_redirects_as_answers();
    let answer = send_with(&transport, "list_things", options).await.unwrap();
    assert_eq!(answer.status.as_u16(), 302);
    assert_eq!(answer.headers["location"], "https://store.example.net/key?signature=s");
    assert!(!format!("{answer:?}").contains("signature"));
}

#[tokio::test]
async fn a_refusal_of_the_store_does_not_blame_the_token_nor_quote_the_signature() {
    let store = MockServer::start().await;
    let echo = ResponseTemplate::new(403).set_body_string("the signature sig-value-1 does not match");
    Mock::given(any()).respond_with(echo).mount(&store).await;
    let home = redirecting(302, &format!("{}/key?signature=sig-value-1", store.uri())).await;
    let (transport, _clock) = manual(&home.uri());
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    let text = everything(&error);
    assert!(
        text.contains("may have expired") && text.contains(&store.uri()),
        "{text}"
    );
    assert!(!text.contains("sig-value-1") && !text.contains("/key"), "{text}");
    assert_eq!(error.body(), Some("the signature [redacted] does not match"));
}

#[tokio::test]
async fn an_address_handed_out_by_the_service_is_fetched_without_the_token() {
    let store = answering().await;
    let home = answering().await;
    let (transport, _clock) = manual(&home.uri());
    let operation = transport.operation("list_things").unwrap();
    let fetch = async |address: &str| {
        let url = Url::parse(address).unwrap();
        let mut headers = aurora_core::http::HeaderMap::new();
        headers.insert("authorization", CANARY.parse().unwrap());
        headers.insert("range", "bytes=5-".parse().unwrap());
        transport
            .stream_url(url, headers, operation, &CallOptions::default())
            .await
    };
    let mut answer = fetch(&format!("{}/file.csv?signature=s#part", store.uri()))
        .await
        .unwrap();
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "{}");
    let away = &recorded(&store).await[0];
    assert!(!format!("{away:?}").contains(CANARY), "{:?}", away.headers);
    assert_eq!(header(away, "range"), Some("bytes=5-"));
    assert_eq!(header(away, "accept-encoding"), Some("identity"));
    fetch(&format!("{}/file.csv", home.uri())).await.unwrap();
    assert_eq!(header(&recorded(&home).await[0], "private-token"), Some(CANARY));
    for address in ["file:///etc/secret?x=1", "http://user:secret@127.0.0.1:1/"] {
        let error = fetch(address).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
        assert!(!everything(&error).contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn the_body_of_a_get_does_not_go_elsewhere() {
    let store = answering().await;
    let home = redirecting(307, &format!("{}/key", store.uri())).await;
    let (transport, _clock) = manual(&home.uri());
    let request = transport
        .reqwest()
        .get("http://service.invalid/v1/things")
        .body("confidential")
        .build()
        .unwrap();
    let operation = transport.operation("list_things").unwrap();
    transport
        .execute(request, operation, &CallOptions::default())
        .await
        .unwrap();
    assert_eq!(recorded(&home).await[0].body, b"confidential");
    assert!(recorded(&store).await[0].body.is_empty());
}
