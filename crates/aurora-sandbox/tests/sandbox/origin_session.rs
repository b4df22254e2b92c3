//! Origin through a plain client, with the documents that the official one sends.

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::{Value, json};

use aurora_sandbox::{Sandbox, SandboxBuilder};

use crate::session::{Answer, http};

pub(crate) const SUMMARY: &str = "
    scenarioGlobalId name description regionGroupCode publishType publicationDate,
    scenarioRunStatus scenarioTransformStatus inputTypesSupported scenarioType scenarioRunType
    useExogifiedInputs projectGlobalId scenarioInputsAvailable scenarioOutputsAvailable scenarioLaunchable
    baseInputReference baseInputReferenceType runStartedAtUTC runCompletedAtUTC launchedByUserName
    modelPriceSpikiness years weatherYear supportsExogenousInputs modelType lastUpdated runDetails";

pub(crate) fn detail() -> String {
    format!(
        "{SUMMARY} defaultCurrency sensitivity regions baseScenarioGlobalId appReleaseStatus launchedByEmail
        userInputReference userInputRepository inputImportStatus currencies
        advancedSettings {{ modelReference controlFileName stateFile quickTry retentionPolicy numIterations serverName
        isHistoricRun isPriorityRun moduloOfYearToConfigForFYR originMarketScenarioGlobalId simulationMode baseInputRepository }}"
    )
}

pub(crate) struct Origin {
    pub(crate) sandbox: Sandbox,
    /// Follows no redirect by itself.
    pub(crate) http: Client,
}

pub(crate) async fn start() -> Origin {
    start_with(Sandbox::builder()).await
}

pub(crate) async fn start_with(builder: SandboxBuilder) -> Origin {
    Origin {
        sandbox: builder.start().await.unwrap(),
        http: http().redirect(Policy::none()).build().unwrap(),
    }
}

impl Origin {
    pub(crate) async fn post(&self, token: Option<&str>, url: &str, body: String) -> Answer {
        let request = self
            .http
            .post(url)
            .header("Content-Type", "application/json")
            .body(body);
        let request = match token {
            Some(token) => request.header("Private-Token", token).header("EOS-Cookie", token),
            None => request,
        };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    fn endpoint(&self) -> String {
        format!("{}/v1/graphql", self.sandbox.origin_scenario_url())
    }

    /// A document at the scenario service, as the owner of this token.
    pub(crate) async fn as_token(&self, token: &str, query: &str, variables: Value) -> Answer {
        let body = json!({"query": query, "variables": variables}).to_string();
        self.post(Some(token), &self.endpoint(), body).await
    }

    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Answer {
        self.as_token(self.sandbox.token(), query, variables).await
    }

    /// A body as it is.
    pub(crate) async fn raw(&self, body: &str) -> Answer {
        self.post(Some(self.sandbox.token()), &self.endpoint(), body.to_owned())
            .await
    }

    /// The value of a root field of an answer that must have no errors.
    pub(crate) async fn root(&self, query: &str, variables: Value) -> Value {
        let (status, answer) = self.ask(query, variables).await;
        assert_eq!((status, answer.get("errors")), (200, None), "{answer}");
        let mut roots = answer["data"].as_object().unwrap().clone();
        assert_eq!(roots.len(), 1);
        roots.values_mut().next().unwrap().take()
    }

    pub(crate) async fn list(&self, filter: Value) -> Vec<Value> {
        let query =
            format!("query ($filter: ScenarioFilter) {{ getScenarios(filter: $filter) {{ regions {SUMMARY} }} }}");
        let list = self.root(&query, json!({"filter": filter})).await;
        list.as_array().unwrap().clone()
    }

    /// Published scenarios of a group, the central one of October 2025 first.
    pub(crate) async fn published(&self, group: &str) -> Value {
        let list = self
            .list(json!({"scenarioType": "AURORA_SCENARIO", "regionGroupCode": group}))
            .await;
        let central = list
            .into_iter()
            .find(|known| known["name"].as_str().unwrap().ends_with("Central 2025 Oct"));
        central.unwrap()
    }

    pub(crate) async fn scenario(&self, id: &Value) -> Option<Value> {
        let query = format!(
            "query ($filter: ScenarioFilter) {{ getScenarios(filter: $filter) {{ {} }} }}",
            detail()
        );
        let list = self.root(&query, json!({"filter": {"scenarioGlobalId": id}})).await;
        list.as_array().unwrap().first().cloned()
    }

    pub(crate) async fn project(&self, name: &str) -> Value {
        let query = "mutation ($project: InputProject!) {
            createProject(project: $project) { projectGlobalId name description productId } }";
        self.root(query, json!({"project": {"name": name}})).await["projectGlobalId"].clone()
    }

    pub(crate) async fn create(&self, input: Value) -> Answer {
        let query = format!(
            "mutation ($scenario: InputScenario!) {{ createScenario(scenario: $scenario) {{ {} }} }}",
            detail()
        );
        self.ask(&query, json!({"scenario": input})).await
    }

    /// A tenant's scenario over a published one, not launched.
    pub(crate) async fn created(&self, group: &str) -> Value {
        let project = self.project("Study").await;
        let base = self.published(group).await["scenarioGlobalId"].clone();
        let input = json!({"projectGlobalId": project, "name": "High gas price", "baseScenarioGlobalId": base});
        let (status, answer) = self.create(input).await;
        assert_eq!((status, answer.get("errors")), (200, None), "{answer}");
        answer["data"]["createScenario"].clone()
    }

    pub(crate) async fn launch(&self, id: &Value) -> Answer {
        let query = format!(
            "mutation ($scenarioGlobalId: String!) {{ launchScenario(scenarioGlobalId: $scenarioGlobalId) {{ {} }} }}",
            detail()
        );
        self.ask(&query, json!({"scenarioGlobalId": id})).await
    }

    /// A `GET` below the scenario service, with the token.
    pub(crate) async fn get(&self, path: &str) -> Response {
        let url = format!("{}/{path}", self.sandbox.origin_scenario_url());
        let request = self.http.get(url).header("Private-Token", self.sandbox.token());
        request.send().await.unwrap()
    }

    pub(crate) async fn meta(&self, scenario: &Value, region: &str) -> Value {
        let path = scenario["regions"][region]["metaUrl"].as_str().unwrap();
        let response = self.get(path).await;
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    /// The answer to a request for the location of an output file.
    pub(crate) async fn locate(&self, scenario: &Value, region: &str, filename: &str) -> Response {
        let base = scenario["regions"][region]["dataUrlBase"].as_str().unwrap();
        self.get(&format!("{base}{filename}?noredirect=true&checkstatus=true"))
            .await
    }

    /// A link to the yearly system file of a region, whose `Location` must be there.
    pub(crate) async fn link(&self, scenario: &Value, region: &str) -> String {
        let meta = self.meta(scenario, region).await;
        let definitions = meta["dataDefinitions"].as_array().unwrap();
        let yearly = definitions
            .iter()
            .find(|known| known["type"] == "system" && known["granularity"] == "1y");
        let filename = yearly.unwrap()["filename"].as_str().unwrap();
        let currency = self.scenario(&scenario["scenarioGlobalId"]).await.unwrap()["defaultCurrency"].clone();
        let filename = filename.replace("{currency}", currency.as_str().unwrap());
        let response = self.locate(scenario, region, &filename).await;
        assert_eq!(response.status(), 200);
        location(&response)
    }
}

pub(crate) fn location(response: &Response) -> String {
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// Message and key of the one error of a refusal, which must have come with 200.
pub(crate) fn refused((status, answer): Answer) -> (String, String) {
    assert_eq!(status, 200, "{answer}");
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{answer}");
    let text = |name: &str| errors[0][name].as_str().unwrap().to_owned();
    (text("message"), text("errorKey"))
}
