//! Operations that the specification has and the service does not, or not in working order.

use aurora_core::call::{CallOptions, call};
use aurora_core::operation::{Operation, OperationStatus, TimeClass};
use aurora_core::{Error, ErrorKind, Transport, Url};
use progenitor_client::{ClientHooks, ClientInfo, Error as Generated, OperationInfo, ResponseValue};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const TEMPLATES: Operation = Operation {
    id: "list_templates",
    method: "GET",
    path: "/v1/templates",
    summary: "Lists templates.",
    tag: "things",
    idempotent: true,
    time_class: TimeClass::Default,
    parameters: &[],
    request_content: &[],
    response_content: &["application/json"],
    hand_written: false,
    status: Some(OperationStatus::Removed("the service answers 404 since 2022")),
};

static OPERATIONS: &[Operation] = &[
    TEMPLATES,
    Operation {
        id: "run_dashboard",
        path: "/v1/dashboard",
        status: Some(OperationStatus::Broken("the service answers 500")),
        ..TEMPLATES
    },
    Operation {
        id: "list_things",
        path: "/v1/things",
        status: None,
        ..TEMPLATES
    },
];

struct Client(Transport);

impl ClientInfo<Transport> for Client {
    fn api_version() -> &'static str {
        "1"
    }

    fn baseurl(&self) -> &str {
        Transport::PLACEHOLDER_BASE
    }

    fn client(&self) -> &reqwest::Client {
        self.0.reqwest()
    }

    fn inner(&self) -> &Transport {
        &self.0
    }
}

aurora_core::client_hooks!(Client);

impl Client {
    async fn list_templates(&self) -> Result<ResponseValue<Vec<String>>, Generated<()>> {
        let request = self.client().get(format!("{}/v1/templates", self.baseurl())).build()?;
        let info = OperationInfo {
            operation_id: "list_templates",
        };
        let response = self.exec(request, &info).await?;
        match response.status().as_u16() {
            200..=299 => ResponseValue::from_response(response).await,
            _ => Err(Generated::UnexpectedResponse(response)),
        }
    }
}

async fn service() -> (MockServer, Transport) {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_string("[]"))
        .mount(&server)
        .await;
    let transport = Transport::builder("things", OPERATIONS)
        .mount("/v1", Url::parse(&server.uri()).unwrap())
        .build()
        .unwrap();
    (server, transport)
}

async fn raw(transport: &Transport, id: &str, options: CallOptions) -> Result<(), Error> {
    let operation = transport.operation(id)?;
    transport.request(operation).options(options).send().await.map(drop)
}

async fn sent(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

#[tokio::test]
async fn the_raw_door_refuses_what_is_gone_or_broken_and_sends_nothing() {
    let (server, transport) = service().await;
    let gone = raw(&transport, "list_templates", CallOptions::default())
        .await
        .unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        gone.to_string(),
        "list_templates: this operation is removed: the service answers 404 since 2022; \
         to send it all the same, use CallOptions::default().with_forced(true)"
    );
    let broken = raw(&transport, "run_dashboard", CallOptions::default())
        .await
        .unwrap_err();
    let text = broken.to_string();
    assert!(
        text.starts_with("run_dashboard: this operation is broken: the service answers 500;"),
        "{text}"
    );
    let streamed = transport
        .request(transport.operation("run_dashboard").unwrap())
        .stream()
        .await;
    let kind = streamed.err().map(|error| error.kind());
    assert_eq!(kind, Some(ErrorKind::InvalidRequest));
    assert_eq!(sent(&server).await, 0);
}

#[tokio::test]
async fn a_generated_operation_is_refused_and_sent_when_forced() {
    let (server, transport) = service().await;
    let client = Client(transport.clone());
    let refused = call(
        &transport,
        "list_templates",
        &CallOptions::default(),
        client.list_templates(),
    )
    .await
    .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert!(refused.to_string().contains("is removed: "), "{refused}");
    assert_eq!(sent(&server).await, 0);
    let forced = CallOptions::default().with_forced(true);
    let templates = call(&transport, "list_templates", &forced, client.list_templates()).await;
    assert_eq!(templates.unwrap(), Vec::<String>::new());
    assert_eq!(sent(&server).await, 1);
}

#[tokio::test]
async fn a_forced_request_of_the_raw_door_leaves() {
    let (server, transport) = service().await;
    let forced = CallOptions::default().with_forced(true);
    raw(&transport, "run_dashboard", forced).await.unwrap();
    assert_eq!(sent(&server).await, 1);
}

#[tokio::test]
async fn an_operation_in_working_order_needs_no_force() {
    let (server, transport) = service().await;
    raw(&transport, "list_things", CallOptions::default()).await.unwrap();
    assert_eq!(sent(&server).await, 1);
}

#[test]
fn a_status_says_which_word_it_is_and_what_happens() {
    let status = OperationStatus::Removed("it is gone");
    assert_eq!((status.as_str(), status.what_happens()), ("removed", "it is gone"));
    let status = OperationStatus::Broken("it fails");
    assert_eq!((status.as_str(), status.what_happens()), ("broken", "it fails"));
}
