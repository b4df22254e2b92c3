//! One test, one process: everything logged while a canary token is in use, and everything that is printed of it.

use std::sync::Arc;

use aurora_sandbox::{Fault, Sandbox};
use aurora_tests::log::catch_everything;
use origin_client::auth::{MapEnv, Places};
use origin_client::clock::ManualClock;
use origin_client::{Cache, Error, OriginClient, OriginClientBuilder, OutputRequest};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const CANARY: &str = "canary-5f3e9b7a1c";

fn builder(sandbox: &Sandbox) -> OriginClientBuilder<'static> {
    OriginClient::builder()
        .with_token(CANARY)
        .with_scenario_base_url(sandbox.origin_scenario_url())
        .with_inputs_base_url(sandbox.origin_inputs_url())
        .with_cache(Cache::disabled())
        .with_clock(Arc::new(ManualClock::default()))
        .without_proxy()
}

/// A published scenario of Great Britain, and the request for one of its files.
async fn published(origin: &OriginClient) -> OutputRequest {
    let found = origin.scenarios().list(Some("gbr")).await.expect("the sandbox answers");
    let id = found[0].scenario_global_id.clone().expect("the sandbox answers");
    let outputs = origin.outputs().of(&id).await.expect("the sandbox answers");
    let types = outputs.types("gbr").await.expect("the sandbox answers");
    let system = types
        .iter()
        .find(|known| known.type_.as_deref() == Some("system") && known.granularity.as_deref() == Some("1y"))
        .expect("the sandbox answers");
    assert!(system.sub_type.is_none());
    OutputRequest::new(id, "gbr", "system", "1y")
}

fn faults(elsewhere: &str) -> [Fault; 8] {
    let echo = |status, body: String| Fault::Body {
        status,
        content_type: "application/json".to_owned(),
        body,
    };
    [
        Fault::Redirect {
            status: 302,
            location: format!("{elsewhere}/object?X-Amz-Signature={CANARY}-signature"),
        },
        echo(401, format!(r#"{{"message": "token {CANARY} is not known"}}"#)),
        echo(
            200,
            format!(r#"{{"errors": [{{"message": "token {CANARY} is not known"}}]}}"#),
        ),
        Fault::Status(403),
        Fault::HtmlPage,
        Fault::BadJson,
        Fault::ResetAfterRead,
        Fault::Truncate,
    ]
}

/// Errors of a document at each service, of the metadata, and of the object store.
async fn provoke(origin: &OriginClient, sandbox: &Sandbox, request: &OutputRequest, elsewhere: &str) -> Vec<Error> {
    let id = request.scenario_id.as_str();
    let mut errors = Vec::new();
    for fault in faults(elsewhere) {
        for operation in [
            "list_projects",
            "get_inputs_session",
            "get_region_meta",
            "download_output_file",
        ] {
            sandbox.fail_times(operation, 99, fault.clone());
        }
        errors.extend(origin.projects().list().await.err());
        errors.extend(origin.inputs(id).session().await.err());
        let outputs = origin.outputs().of(id).await.expect("the sandbox answers");
        errors.extend(outputs.meta("gbr").await.err());
        sandbox.clear_faults();
        sandbox.fail_times("download_output_file", 99, fault);
        errors.extend(origin.outputs().csv(request).await.err());
        sandbox.clear_faults();
    }
    errors
}

fn printed(error: &Error) -> Vec<String> {
    let mut texts = Vec::new();
    let mut chain: Option<&dyn std::error::Error> = Some(error);
    while let Some(link) = chain {
        texts.extend([format!("{link}"), format!("{link:?}")]);
        chain = link.source();
    }
    texts.push(error.body().unwrap_or_default().to_owned());
    texts.extend(error.messages().iter().cloned());
    texts.push(format!("{:?} {:?}", error.graphql_errors(), error.graphql_data()));
    texts
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
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    let debugged_builder = format!("{:?}", builder(&sandbox));
    let origin = builder(&sandbox).with_places(places).build().unwrap();
    let request = published(&origin).await;
    assert!(!origin.outputs().csv(&request).await.unwrap().is_empty());
    let link = origin.outputs().location(&request).await.unwrap();
    assert!(link.as_str().starts_with(sandbox.object_store_url()));

    let mut texts = vec![
        debugged_builder,
        format!("{origin:?}"),
        format!("{:?}", origin.transport()),
        format!("{:?}", origin.outputs().of(&request.scenario_id).await.unwrap()),
    ];
    let errors = provoke(&origin, &sandbox, &request, &elsewhere.uri()).await;
    assert!(errors.len() >= 24, "most faults are errors: {}", errors.len());
    texts.extend(errors.iter().flat_map(printed));
    for text in &texts {
        assert!(!text.contains(CANARY), "{text}");
    }
    let log = caught.text();
    assert!(log.contains("list_projects"), "the log caught our spans");
    assert_eq!(log.lines().find(|line| line.contains(CANARY)), None);

    assert_eq!(sandbox.leaks(), []);
    let stored = sandbox.requests();
    let stored: Vec<_> = stored.iter().filter(|request| request.at_object_store).collect();
    assert!(!stored.is_empty(), "the object store was asked");
    for name in ["private-token", "eos-cookie", "authorization", "cookie"] {
        assert!(stored.iter().all(|request| !request.has_header(name)), "{name}");
    }
    no_canary_in_headers(&elsewhere).await;
}

async fn no_canary_in_headers(elsewhere: &MockServer) {
    let strangers = elsewhere.received_requests().await.expect("the sandbox answers");
    assert!(!strangers.is_empty(), "the redirect was followed");
    for request in &strangers {
        for (name, value) in &request.headers {
            assert!(!matches!(name.as_str(), "private-token" | "eos-cookie"), "{name}");
            assert!(!String::from_utf8_lossy(value.as_bytes()).contains(CANARY), "{name}");
        }
        assert!(!String::from_utf8_lossy(&request.body).contains(CANARY));
    }
}
