//! Origin as a plain client sees it: a tenant's own scenario, its inputs, its output files.

use aurora_sandbox::{Sandbox, SandboxBuilder};
use reqwest::header::LOCATION;
use serde_json::{Value, json};

use crate::session::{Session, start_with};

/// A sandbox with one scenario of its own, made from the newest central one of a group.
pub(crate) struct World {
    pub(crate) session: Session,
    /// The published scenario that the own one was made from.
    pub(crate) base: String,
    pub(crate) id: String,
}

/// A file: names, units, rows.
pub(crate) struct File {
    pub(crate) text: String,
    pub(crate) names: Vec<String>,
    pub(crate) units: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

pub(crate) async fn world(group: &str) -> World {
    world_with(group, Sandbox::builder()).await
}

pub(crate) async fn world_with(group: &str, builder: SandboxBuilder) -> World {
    let session = start_with(builder).await;
    let mut world = World {
        session,
        base: String::new(),
        id: String::new(),
    };
    world.base = world.published(group, "Central 2025").await;
    let base = world.base.clone();
    world.id = world.create(&base, false).await;
    world
}

impl World {
    pub(crate) async fn graphql(&self, url: &str, query: &str, variables: Value) -> (u16, Value) {
        let body = json!({"query": query, "variables": variables});
        let request = self.session.http.post(format!("{url}/v1/graphql"));
        let request = request.header("Private-Token", self.session.sandbox.token());
        self.session.send(request.json(&body)).await
    }

    pub(crate) async fn scenarios(&self, query: &str, variables: Value) -> Value {
        let (status, body) = self
            .graphql(self.session.sandbox.origin_scenario_url(), query, variables)
            .await;
        assert!(status == 200 && body["errors"].is_null(), "{body}");
        body["data"].clone()
    }

    /// Any request to the inputs service.
    pub(crate) async fn ask(&self, query: &str, variables: Value) -> (u16, Value) {
        self.graphql(self.session.sandbox.origin_inputs_url(), query, variables)
            .await
    }

    /// A selection below `getSession` of the own scenario.
    pub(crate) async fn read(&self, selection: &str) -> Value {
        self.read_of(&self.id, selection).await
    }

    pub(crate) async fn read_of(&self, id: &str, selection: &str) -> Value {
        let query = format!("query ($id: String!) {{ getSession(sessionId: $id) {{ {selection} }} }}");
        let (status, body) = self.ask(&query, json!({"id": id})).await;
        assert!(status == 200 && body["errors"].is_null(), "{body}");
        body["data"]["getSession"].clone()
    }

    /// A mutation of the own scenario: what stands between its brackets, and the selection behind them.
    pub(crate) async fn change(&self, name: &str, arguments: &str, selection: &str) -> Value {
        let (status, body) = self.try_change(&self.id, name, arguments, selection).await;
        assert!(status == 200 && body["errors"].is_null(), "{body}");
        body["data"][name].clone()
    }

    pub(crate) async fn try_change(&self, id: &str, name: &str, arguments: &str, selection: &str) -> (u16, Value) {
        let query = format!("mutation ($id: String!) {{ {name}(sessionId: $id, {arguments}) {{ {selection} }} }}");
        self.ask(&query, json!({"id": id})).await
    }

    /// The first published scenario of a group whose name holds this text.
    pub(crate) async fn published(&self, group: &str, text: &str) -> String {
        let query = "query ($filter: ScenarioFilter) { getScenarios(filter: $filter) { scenarioGlobalId name } }";
        let filter = json!({"filter": {"scenarioType": "AURORA_SCENARIO", "regionGroupCode": group}});
        let found = self.scenarios(query, filter).await;
        let scenarios = found["getScenarios"].as_array().unwrap();
        let of_name = |scenario: &&Value| scenario["name"].as_str().unwrap().contains(text);
        scenarios.iter().find(of_name).unwrap()["scenarioGlobalId"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) async fn create(&self, base: &str, keep_edits: bool) -> String {
        let query = "mutation ($project: InputProject!) { createProject(project: $project) { projectGlobalId } }";
        let project = self.scenarios(query, json!({"project": {"name": "Tests"}})).await;
        let query = "mutation ($scenario: InputScenario!) { createScenario(scenario: $scenario) { scenarioGlobalId } }";
        let scenario = json!({
            "projectGlobalId": project["createProject"]["projectGlobalId"],
            "name": "Own",
            "baseScenarioGlobalId": base,
            "useExogifiedInputs": true,
            "preserveBaseScenarioTransformations": keep_edits,
        });
        let created = self.scenarios(query, json!({"scenario": scenario})).await;
        created["createScenario"]["scenarioGlobalId"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Launches the own scenario and reads it until its run is over.
    pub(crate) async fn run(&self) {
        let launch = "mutation ($id: String!) { launchScenario(scenarioGlobalId: $id) { scenarioRunStatus } }";
        self.scenarios(launch, json!({"id": self.id})).await;
        let query = "query ($filter: ScenarioFilter) { getScenarios(filter: $filter) { scenarioRunStatus } }";
        for _ in 0..10 {
            let found = self
                .scenarios(query, json!({"filter": {"scenarioGlobalId": self.id}}))
                .await;
            if found["getScenarios"][0]["scenarioRunStatus"] == "Complete" {
                return;
            }
        }
        panic!("the run does not end");
    }

    /// An output file of a scenario, by its name, fetched from the object store.
    pub(crate) async fn file(&self, id: &str, region: &str, name: &str) -> File {
        let query = "query ($filter: ScenarioFilter) { getScenarios(filter: $filter) { regions } }";
        let found = self.scenarios(query, json!({"filter": {"scenarioGlobalId": id}})).await;
        let base = found["getScenarios"][0]["regions"][region]["dataUrlBase"]
            .as_str()
            .unwrap()
            .to_owned();
        let service = self.session.sandbox.origin_scenario_url();
        let url = format!("{service}/{base}{name}?noredirect=true&checkstatus=true");
        let request = self
            .session
            .http
            .get(url)
            .header("Private-Token", self.session.sandbox.token());
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{name}");
        let link = response.headers()[LOCATION].to_str().unwrap().to_owned();
        let response = self.session.http.get(link).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{name}");
        File::new(response.text().await.unwrap())
    }
}

impl File {
    fn new(text: String) -> File {
        let mut lines = text
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        File {
            names: lines.next().unwrap(),
            units: lines.next().unwrap(),
            rows: lines.collect(),
            text: text.clone(),
        }
    }

    pub(crate) fn unit(&self, name: &str) -> &str {
        &self.units[self.position(name)]
    }

    fn position(&self, name: &str) -> usize {
        self.names.iter().position(|known| known == name).unwrap()
    }

    pub(crate) fn column(&self, name: &str) -> Vec<f64> {
        let position = self.position(name);
        self.rows.iter().map(|row| row[position].parse().unwrap()).collect()
    }

    /// The value of the row that begins with these keys.
    pub(crate) fn value(&self, keys: &[&str], name: &str) -> f64 {
        let row = self
            .rows
            .iter()
            .find(|row| row.iter().zip(keys).all(|(value, key)| value == key));
        row.unwrap()[self.position(name)].parse().unwrap()
    }
}
