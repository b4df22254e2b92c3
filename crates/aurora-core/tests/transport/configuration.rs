//! What a transport refuses to be built with, where its requests go, and which headers they carry.

use aurora_core::call::CallOptions;
use aurora_core::transport::Credentials;
use aurora_core::{ErrorKind, Transport, Url};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{CANARY, OPERATIONS, builder, everything, manual, send};

async fn server() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .mount(&server)
        .await;
    server
}

async fn first(server: &MockServer) -> Request {
    server.received_requests().await.unwrap().remove(0)
}

#[test]
fn a_token_over_plain_http_to_another_machine_is_refused() {
    for base in ["http://api.example.com/v1", "http://10.0.0.7/v1"] {
        let error = builder(base).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert!(error.to_string().contains("without encryption"), "{error}");
        assert!(!everything(&error).contains(CANARY));
        assert!(builder(base).allow_insecure_http(true).build().is_ok());
        assert!(builder(base).credentials(Credentials::none()).build().is_ok());
    }
    for base in ["http://127.0.0.1:1/v1", "http://localhost:1/v1", "http://[::1]:1/v1"] {
        assert!(builder(base).build().is_ok(), "{base}");
    }
}

#[tokio::test]
async fn each_prefix_goes_to_its_own_base() {
    let (one, two) = (server().await, server().await);
    let transport = builder(&format!("{}/amun/v1/", one.uri()))
        .mount("/v2", Url::parse(&format!("{}/amun/v2", two.uri())).unwrap())
        .build()
        .unwrap();
    send(&transport, "list_things").await.unwrap();
    send(&transport, "run_other").await.unwrap();
    assert_eq!(first(&one).await.url.path(), "/amun/v1/things");
    assert_eq!(first(&two).await.url.path(), "/amun/v2/things");
    assert!(
        transport
            .base_url("/v2/anything")
            .unwrap()
            .as_str()
            .ends_with("/amun/v2")
    );
    assert!(transport.base_url("/v3").is_none());
}

#[tokio::test]
async fn a_missing_base_is_an_error_before_sending() {
    let (transport, _clock) = manual("http://127.0.0.1:1/v1");
    let error = send(&transport, "run_other").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
    assert_eq!(error.to_string(), "run_other: no base URL is configured for /v2/things");
}

#[tokio::test]
async fn the_headers_are_ours() {
    let server = server().await;
    let (transport, _clock) = manual(&server.uri());
    let mut request = transport
        .reqwest()
        .get("http://service.invalid/v1/things?a=b%20c&a=d+e#f")
        .build()
        .unwrap();
    for (name, value) in [("api-version", "1.0.0"), ("accept", "*/*"), ("private-token", "forged")] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    let operation = transport.operation("list_things").unwrap();
    transport
        .execute(request, operation, &CallOptions::default())
        .await
        .unwrap();
    let sent = first(&server).await;
    assert_eq!(sent.url.query(), Some("a=b%20c&a=d+e"));
    let header = |name: &str| sent.headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("private-token"), Some(CANARY));
    assert_eq!(header("api-version"), None);
    assert_eq!(header("accept"), Some("application/json"));
    assert_eq!(header("accept-encoding"), Some("gzip"));
    assert_eq!(
        header("user-agent"),
        Some(concat!("aurora-energy/", env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(header("cookie"), None);
}

#[tokio::test]
async fn the_user_agent_can_be_changed_and_a_wrong_one_is_refused() {
    let server = server().await;
    let transport = builder(&server.uri()).user_agent("my-tool/2").build().unwrap();
    send(&transport, "list_things").await.unwrap();
    assert_eq!(first(&server).await.headers["user-agent"], "my-tool/2");
    let error = builder(&server.uri()).user_agent("a\nb").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_path_that_leaves_its_operation_is_refused_before_sending() {
    let server = server().await;
    let (transport, _clock) = manual(&server.uri());
    let operation = transport.operation("get_thing").unwrap();
    for address in [
        "http://service.invalid/v1/things/",
        "http://service.invalid/v1/things/..",
        "http://service.invalid/v1/things/%2e%2e",
        "http://service.invalid/v1/things/a/b",
        "http://service.invalid/v1/things/a%2F..%2F..",
        "http://service.invalid/v1/others/7",
        "http://elsewhere.invalid/v1/things/7",
    ] {
        let request = transport.reqwest().get(address).build().unwrap();
        let error = transport
            .execute(request, operation, &CallOptions::default())
            .await
            .expect_err(address);
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidRequest, 0),
            "{address}"
        );
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn loopback_never_goes_through_a_proxy_and_everything_else_does() {
    let proxy = server().await;
    let target = server().await;
    let through = |base: &str| {
        builder(base)
            .allow_insecure_http(true)
            .proxy(Url::parse(&proxy.uri()).unwrap())
            .build()
            .unwrap()
    };
    send(&through(&target.uri()), "list_things").await.unwrap();
    assert!(proxy.received_requests().await.unwrap().is_empty());
    send(&through("http://api.example.com/v1"), "list_things")
        .await
        .unwrap();
    let seen = first(&proxy).await;
    assert_eq!(seen.headers["host"], "api.example.com");
    assert_eq!(target.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn names_of_this_machine_are_never_looked_up() {
    let server = server().await;
    for host in ["localhost", "things.localhost", "LOCALHOST."] {
        let base = server.uri().replace("127.0.0.1", host);
        let transport = builder(&base).build().unwrap();
        send(&transport, "list_things").await.unwrap();
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[test]
fn an_unknown_operation_is_an_error_that_names_it() {
    let transport = builder("http://127.0.0.1:1").build().unwrap();
    let error = transport.operation("no_such").unwrap_err();
    assert_eq!(error.to_string(), "things has no operation \"no_such\"");
    assert_eq!(transport.operations().len(), OPERATIONS.len());
    assert_eq!(transport.service(), "things");
}

#[test]
fn a_transport_can_be_shared_between_threads() {
    fn check<T: Clone + Send + Sync + 'static>(_: &T) {}
    let transport = Transport::builder("things", OPERATIONS).build().unwrap();
    check(&transport);
    let operation = transport.operation("list_things").unwrap();
    fn is_send<T: Send>(_: &T) {}
    is_send(&transport.request(operation).send());
    is_send(&transport.request(operation).stream());
}

#[cfg(any(feature = "rustls-tls", feature = "aws-lc-rs", feature = "native-tls"))]
mod with_tls {
    use std::io::Write as _;

    use super::*;
    use crate::support::{Server, Step};

    fn ca_file(content: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content.as_bytes()).unwrap();
        file
    }

    #[test]
    fn a_ca_file_that_is_missing_or_holds_no_certificate_is_named() {
        let error = builder("http://127.0.0.1:1")
            .extra_ca_file("/no/such/file.pem")
            .build()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Tls);
        assert!(error.to_string().contains("/no/such/file.pem"), "{error}");
        let garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for content in ["", "no certificate at all\n", garbage] {
            let file = ca_file(content);
            let error = builder("http://127.0.0.1:1")
                .extra_ca_file(file.path())
                .build()
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Tls, "{content:?}");
            assert!(error.to_string().contains("PEM"), "{error}");
        }
    }

    #[test]
    fn a_file_of_several_authorities_makes_https_possible() {
        let file = ca_file(include_str!("authorities.pem"));
        let transport = builder("https://api.example.com/v1").extra_ca_file(file.path()).build();
        assert!(transport.is_ok(), "{transport:?}");
    }

    #[tokio::test]
    async fn a_handshake_that_breaks_off_is_tried_again_for_every_operation() {
        let server = Server::start(vec![Step::CloseUnread; 10]).await;
        let base = server.url.replace("http://", "https://");
        let file = ca_file(include_str!("authorities.pem"));
        for id in ["list_things", "create_thing"] {
            let clock = std::sync::Arc::new(aurora_core::clock::ManualClock::default());
            let transport = builder(&base).extra_ca_file(file.path()).clock(clock).build().unwrap();
            let error = send(&transport, id).await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5), "{error:?}");
        }
    }

    #[tokio::test]
    async fn a_service_that_speaks_no_tls_is_a_tls_error_and_not_tried_again() {
        let server = Server::start(vec![Step::Shout(b"HTTP/1.1 400 X\r\n\r\n"); 5]).await;
        let base = server.url.replace("http://", "https://");
        let file = ca_file(include_str!("authorities.pem"));
        let transport = builder(&base).extra_ca_file(file.path()).build().unwrap();
        for id in ["list_things", "create_thing"] {
            let error = send(&transport, id).await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error:?}");
        }
    }
}

#[cfg(all(
    target_os = "linux",
    not(feature = "native-tls"),
    any(feature = "rustls-tls", feature = "aws-lc-rs")
))]
#[tokio::test]
async fn without_a_trust_store_only_plain_http_to_this_machine_works() {
    use crate::support::{Server, Step};

    const NAME: &str = "configuration::without_a_trust_store_only_plain_http_to_this_machine_works";
    const MARK: &str = "AURORA_CORE_TEST_WITHOUT_TRUST_STORE";
    // The variables that name the trust store are the process's, so the test runs itself in one of its own.
    if std::env::var_os(MARK).is_none() {
        let empty = tempfile::tempdir().unwrap();
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME])
            .env(MARK, "1")
            .env("SSL_CERT_DIR", empty.path())
            .env("SSL_CERT_FILE", empty.path().join("none.pem"))
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{text}");
        return;
    }
    let error = builder("https://api.example.com/v1").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls);
    assert!(error.to_string().contains("pass a CA file"), "{error}");

    let to_https = b"HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:1/x\r\ncontent-length: 0\r\n\r\n";
    let server = Server::start([Step::json("{}"), Step::Bytes(to_https.to_vec())]).await;
    let (transport, _clock) = manual(&server.url);
    assert_eq!(send(&transport, "list_things").await.unwrap().attempts, 1);
    let error = send(&transport, "list_things").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Tls, 1),
        "{}",
        everything(&error)
    );
}

#[cfg(not(any(feature = "rustls-tls", feature = "aws-lc-rs", feature = "native-tls")))]
#[test]
fn without_a_tls_feature_https_is_refused_with_the_features_to_choose_from() {
    let error = builder("https://api.example.com/v1").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls);
    assert!(error.to_string().contains("rustls-tls"), "{error}");
    assert!(
        Transport::builder("things", OPERATIONS)
            .credentials(Credentials::bearer(&crate::support::token()))
            .build()
            .is_ok()
    );
}
