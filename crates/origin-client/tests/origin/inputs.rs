//! The group `inputs` against a service that answers what the tests tell it to.

mod edits;
mod reads;
mod refusals;
mod waits;
mod workbook;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use origin_client::auth::{MapEnv, Places};
use origin_client::clock::ManualClock;
use origin_client::poll::PollPolicy;
use origin_client::{Inputs, OriginClient};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

const SCENARIO: &str = "c0f8c7a4-52b3-4a2e-9a51-8a3f3a6d7b22";
const TOKEN: &str = "canary-token";
/// The rhythm of the waits.
const STEP: Duration = Duration::from_millis(2500);

/// An inputs service: the configuration for whoever asks for it, and prepared answers for everything else. The last one
/// stays.
struct Service {
    config: Value,
    answers: Mutex<VecDeque<Value>>,
}

impl Respond for Service {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = request.body_json().unwrap();
        if body["query"].as_str().unwrap().contains("getConfig") && !self.config.is_null() {
            return ResponseTemplate::new(200).set_body_json(json!({"data": {"getConfig": self.config}}));
        }
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front()
        } else {
            answers.front().cloned()
        };
        ResponseTemplate::new(200).set_body_json(answer.unwrap())
    }
}

struct World {
    server: MockServer,
    client: OriginClient,
    clock: Arc<ManualClock>,
}

impl World {
    /// A service with the usual configuration and these answers.
    async fn with(answers: impl IntoIterator<Item = Value>) -> Self {
        Self::configured(config(), answers).await
    }

    /// With a configuration of its own; null: the answers serve that too.
    async fn configured(config: Value, answers: impl IntoIterator<Item = Value>) -> Self {
        let server = MockServer::start().await;
        let answers = Mutex::new(answers.into_iter().collect());
        Mock::given(method("POST"))
            .and(path("/modelInputs/v1/graphql"))
            .respond_with(Service { config, answers })
            .mount(&server)
            .await;
        let (client, clock) = client(&server);
        Self { server, client, clock }
    }

    fn inputs(&self) -> Inputs<'_> {
        self.client.inputs(SCENARIO)
    }

    /// Documents and variables in the order in which they were sent, questions about the configuration left out. Every
    /// document is one that a strict parser accepts.
    async fn sent(&self) -> Vec<(String, Value)> {
        let all = self.all().await;
        all.into_iter()
            .filter(|(document, _)| !document.contains("getConfig"))
            .collect()
    }

    async fn all(&self) -> Vec<(String, Value)> {
        let requests = self.server.received_requests().await.unwrap();
        let posts = requests.iter().filter(|request| request.method == "POST");
        posts.map(read).collect()
    }

    /// The variables of the only request.
    async fn variables(&self) -> Value {
        let sent = self.sent().await;
        assert_eq!(sent.len(), 1);
        sent[0].1.clone()
    }
}

/// The body of a request, which has exactly two members.
fn read(request: &Request) -> (String, Value) {
    let mut body: serde_json::Map<String, Value> = request.body_json().unwrap();
    let document = body.remove("query").unwrap().as_str().unwrap().to_owned();
    let variables = body.remove("variables").unwrap();
    assert!(body.is_empty(), "{body:?}");
    let parsed = async_graphql_parser::parse_query(&document);
    assert!(parsed.is_ok(), "{parsed:?} in {document}");
    assert!(!document.contains("..."), "{document}");
    (document, variables)
}

fn client(server: &MockServer) -> (OriginClient, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    let policy = PollPolicy::default()
        .with_first(STEP)
        .with_factor(1.0)
        .with_max(STEP)
        .with_deadline(Duration::from_secs(60));
    let client = OriginClient::builder()
        .with_token(TOKEN)
        .with_scenario_base_url(format!("{}/scenarioExplr", server.uri()))
        .with_inputs_base_url(format!("{}/modelInputs", server.uri()))
        .with_places(places)
        .with_clock(Arc::<ManualClock>::clone(&clock))
        .with_ready_policy(policy)
        .without_proxy()
        .build()
        .unwrap();
    (client, clock)
}

/// An answer of a session: `member` is the child's name, `value` what it holds.
fn session(member: &str, value: Value) -> Value {
    json!({"data": {"getSession": {member: value}}})
}

fn not_ready() -> Value {
    json!({"data": null, "errors": [{"message": "still loading", "errorKey": "DataNotReady"}]})
}

/// An inputs configuration with every kind of parameter.
fn config() -> Value {
    let parameter = |name: &str, endogenous: bool, exogenous: bool, monthly: Value| {
        json!({"name": name, "type": "number", "units": "MW", "lock": false, "aggregationMethod": "sum",
            "appliesToEndoBui": endogenous, "appliesToExo": exogenous, "loadFactorTechRequired": false,
            "thermalTechRequired": false, "initialRange": {"upper": 10, "lower": 0},
            "hardLimit": {"upper": 100, "lower": 0}, "isMonthlyRegionTechParameter": monthly})
    };
    let number = |name: &str| json!({"name": name, "type": "number", "units": "TWh"});
    json!({
        "technology": {
            "definitions": [{"name": "ccgt", "isLoadFactor": false, "isThermal": true, "readOnlyParameters": []}],
            "parameters": [
                parameter("capacity", false, true, json!(false)),
                parameter("capex", true, false, json!(null)),
                parameter("loadFactorAverage", true, true, json!(true)),
            ],
            "definitionParameters": [parameter("discountRate", true, false, json!(null))],
        },
        "demand": {
            "demandVariables": [number("totalDemand"), number("baseDemand")],
            "demandTechnologyVariables": [number("totalDemand")],
        },
        "userPermissions": {"canEdit": true},
        "commodities": {"regionMapping": {"gas": ["gbr"]}, "commoditiesAvailable": [{"units": "p/therm", "name": "gas"}]},
        "interconnectors": {"variables": [{"name": "capacity", "units": "MW"}]},
    })
}
