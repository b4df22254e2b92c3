//! One test, one process: everything logged while a canary token is in use, and everything that is printed of it.

use amun_client::{AmunClient, Error};
use aurora_energy::AuroraEnergy;
use aurora_sandbox::{Fault, Sandbox};
use aurora_tests::log::catch_everything;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const CANARY: &str = "canary-5f3e9b7a1c";

async fn provoke(amun: &AmunClient, sandbox: &Sandbox, elsewhere: &str) -> Vec<Error> {
    let signed = format!("{elsewhere}/object?X-Amz-Signature={CANARY}-signature");
    let echo = Fault::Body {
        status: 401,
        content_type: "application/json".to_owned(),
        body: format!(r#"{{"message": "token {CANARY} is not known"}}"#),
    };
    let faults = [
        Fault::Redirect {
            status: 302,
            location: signed,
        },
        echo,
        Fault::Status(403),
        Fault::Status(503),
        Fault::HtmlPage,
        Fault::BadJson,
        Fault::ResetAfterRead,
        Fault::Truncate,
    ];
    let mut errors = Vec::new();
    for fault in faults {
        sandbox.fail_times("list_turbines", 10, fault);
        errors.extend(amun.turbines().list().await.err());
        sandbox.clear_faults();
    }
    assert_eq!(errors.len(), 8, "each fault is an error");
    errors
}

#[tokio::test]
async fn a_canary_token_is_in_no_log_no_debug_no_error_and_no_request_to_another_origin() {
    let caught = catch_everything();
    let sandbox = Sandbox::builder().token(CANARY).start().await.unwrap();
    let elsewhere = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(403))
        .mount(&elsewhere)
        .await;
    let retry = amun_client::retry::RetryPolicy::default()
        .with_max_attempts(2)
        .with_backoff(amun_client::retry::Backoff::Steps {
            first: std::time::Duration::ZERO,
            then: std::time::Duration::ZERO,
        });
    let builder = AmunClient::builder()
        .with_token(CANARY)
        .with_base_url(sandbox.amun_url())
        .with_retry(retry);
    let debugged_builder = format!("{builder:?}");
    let amun = builder.build().unwrap();
    assert!(!amun.turbines().list().await.unwrap().is_empty(), "the token is right");

    let mut printed = vec![debugged_builder, format!("{amun:?}"), format!("{:?}", amun.transport())];
    for error in provoke(&amun, &sandbox, &elsewhere.uri()).await {
        let mut chain: Option<&dyn std::error::Error> = Some(&error);
        while let Some(link) = chain {
            printed.extend([format!("{link}"), format!("{link:?}")]);
            chain = link.source();
        }
        printed.push(error.body().unwrap_or_default().to_owned());
        printed.extend(error.messages().iter().cloned());
    }
    let url = sandbox.amun_url().to_owned();
    let energy = AuroraEnergy::builder()
        .with_amun(move |amun| amun.with_token(CANARY).with_base_url(url.as_str()))
        .build();
    energy.amun().unwrap();
    printed.push(format!("{energy:?}"));

    for text in &printed {
        assert!(!text.contains(CANARY), "{text}");
    }
    let log = caught.text();
    assert!(log.contains("list_turbines"), "the log caught our spans");
    let leak = log.lines().find(|line| line.contains(CANARY));
    assert_eq!(leak, None);

    let strangers = elsewhere.received_requests().await.unwrap();
    assert!(!strangers.is_empty(), "the redirect was followed");
    for request in &strangers {
        assert!(!request.headers.contains_key("private-token"), "{:?}", request.headers);
        let values = request
            .headers
            .values()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        assert!(!values.collect::<String>().contains(CANARY));
    }
}
