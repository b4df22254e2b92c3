//! GraphQL over HTTP as Origin speaks it: envelopes, tokens, documents that are parsed and not compared, errors.

use aurora_sandbox::{Fault, ROUTES, Sandbox};
use serde_json::{Value, json};

use crate::origin_session::{refused, start, start_with};

#[tokio::test]
async fn documents_are_parsed_whatever_their_commas_tabs_and_envelope() {
    let origin = start().await;
    for body in [
        json!({"query": "query { getProjects { projectGlobalId name } }", "variables": null}),
        json!({"query": "query { getProjects { projectGlobalId name } }"}),
        json!({"query": "{\n\tgetProjects, {\n\t\tprojectGlobalId,\n\t\tname,\n\t},\n}", "variables": {}}),
        json!({"query": "query Named { getProjects { name ...P } } fragment P on Project { description }", "operationName": "Named"}),
    ] {
        let (status, answer) = origin.raw(&body.to_string()).await;
        assert_eq!(
            (status, &answer),
            (200, &json!({"data": {"getProjects": []}})),
            "{body}"
        );
    }
}

#[tokio::test]
async fn what_is_not_a_valid_request_is_400_with_errors() {
    let origin = start().await;
    for (body, reason) in [
        ("[]".to_owned(), "JSON object"),
        (json!({"variables": null}).to_string(), "no query"),
        (json!({"query": "{ getProjects", "variables": null}).to_string(), "expected"),
        (json!({"query": "{ getProjects { } }"}).to_string(), "expected"),
        (json!({"query": "{ getProjects { nonsense } }"}).to_string(), "nonsense"),
        (json!({"query": "{ nonsense }"}).to_string(), "nonsense"),
        (json!({"query": "{ getConfig { regionGroups { gbr } } }"}).to_string(), "regionGroups"),
        (json!({"query": "{ getProjects }"}).to_string(), "getProjects"),
        (json!({"query": "query ($p: String!) { getProject(projectGlobalId: $p) { name } }"}).to_string(), "p"),
        (json!({"query": "query ($p: Int) { getProject(projectGlobalId: $p) { name } }", "variables": {"p": 1}}).to_string(), "String"),
        (json!({"query": "{ getProjects { name } }", "variables": 7}).to_string(), "variables"),
        (json!({"query": "query ($f: ScenarioFilter) { getScenarios(filter: $f) { name } }", "variables": {"f": {"scenarioKind": "x"}}}).to_string(), "scenarioKind"),
        (json!({"query": "mutation ($s: InputScenario!) { createScenario(scenario: $s) { name } }", "variables": {"s": {"name": "x"}}}).to_string(), "projectGlobalId"),
    ] {
        let (status, answer) = origin.raw(&body).await;
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert_eq!(status, 400, "{body} {answer}");
        assert!(message.contains(reason), "{body}: {message}");
        assert!(answer.get("data").is_none());
    }
}

#[tokio::test]
async fn every_route_wants_a_token_and_the_forbidden_one_gets_403() {
    let origin = start().await;
    for route in ROUTES.iter().filter(|route| route.service == "origin") {
        if route.operation == "download_output_file" {
            continue;
        }
        let url = format!("{}{}", origin.sandbox.url(), route.path.replace(['{', '}'], ""));
        let body = json!({"query": "{ __typename }"}).to_string();
        for (token, status) in [
            (None, 401),
            (Some("another"), 401),
            (Some(origin.sandbox.forbidden_token()), 403),
        ] {
            let given = if route.method == "POST" {
                origin.post(token, &url, body.clone()).await.0
            } else {
                let request = origin.http.get(&url);
                let request = match token {
                    Some(token) => request.header("Private-Token", token),
                    None => request,
                };
                request.send().await.unwrap().status().as_u16()
            };
            assert_eq!(given, status, "{}", route.operation);
        }
    }
}

#[tokio::test]
async fn the_cookie_may_be_missing_but_not_another() {
    let origin = start().await;
    let url = format!("{}/v1/graphql", origin.sandbox.origin_scenario_url());
    for (cookie, status) in [(None, 200), (Some("another"), 401)] {
        let request = origin.http.post(&url).header("Private-Token", origin.sandbox.token());
        let request = match cookie {
            Some(cookie) => request.header("EOS-Cookie", cookie),
            None => request,
        };
        let request = request.body(json!({"query": "{ getProjects { name } }"}).to_string());
        assert_eq!(request.send().await.unwrap().status().as_u16(), status);
    }
}

#[tokio::test]
async fn a_read_only_token_reads_and_changes_nothing() {
    let origin = start().await;
    let token = origin.sandbox.read_only_token();
    let create = "mutation ($p: InputProject!) { createProject(project: $p) { name } }";
    let input = json!({"p": {"name": "Study"}});
    assert_eq!(origin.as_token(token, create, input).await.0, 403);
    let (status, answer) = origin.as_token(token, "{ getProjects { name } }", Value::Null).await;
    assert_eq!((status, &answer["data"]["getProjects"]), (200, &json!([])));
}

#[tokio::test]
async fn a_rule_of_the_service_is_200_with_a_key_beside_the_message() {
    let origin = start().await;
    let (_, answer) = origin
        .ask(
            "query ($p: String!) { getProject(projectGlobalId: $p) { name } }",
            json!({"p": "nope"}),
        )
        .await;
    assert_eq!(answer["data"], json!({"getProject": null}));
    let error = answer["errors"][0].as_object().unwrap();
    assert_eq!(error["errorKey"], "NotFound");
    assert_eq!(error["path"], json!(["getProject"]));
    assert!(error["message"].as_str().unwrap().contains("nope") && !error.contains_key("extensions"));
}

#[tokio::test]
async fn documents_are_attributed_to_operations_by_field_filter_and_selection() {
    let origin = start().await;
    let inputs = format!("{}/v1/graphql", origin.sandbox.origin_inputs_url());
    let scenario = format!("{}/v1/graphql", origin.sandbox.origin_scenario_url());
    let filter = "query ($filter: ScenarioFilter) { getScenarios(filter: $filter) { name } }";
    let session = |inside: &str| format!("query ($s: String!) {{ getSession(sessionId: $s) {{ {inside} }} }}");
    let cases = [
        (
            &scenario,
            filter.to_owned(),
            json!({"filter": {"scenarioType": "AURORA_SCENARIO"}}),
            "list_aurora_scenarios",
        ),
        (
            &scenario,
            filter.to_owned(),
            json!({"filter": {"scenarioGlobalId": "x"}}),
            "get_scenario",
        ),
        (
            &scenario,
            "{ getScenarios(filter: {scenarioGlobalId: \"x\"}) { name } }".to_owned(),
            Value::Null,
            "get_scenario",
        ),
        (
            &scenario,
            "{ getConfig { regionGroups } }".to_owned(),
            Value::Null,
            "get_region_groups",
        ),
        (
            &scenario,
            "{ getConfig { regionGroups products } }".to_owned(),
            Value::Null,
            "get_dash_config",
        ),
        (
            &inputs,
            "{ getConfig { userPermissions } }".to_owned(),
            Value::Null,
            "get_inputs_config",
        ),
        (
            &inputs,
            session("meta { tenant }"),
            json!({"s": "x"}),
            "get_inputs_session",
        ),
        (
            &inputs,
            session("getDemand { region }"),
            json!({"s": "x"}),
            "list_demand_regions",
        ),
        (
            &inputs,
            session("getDemand { region variables { year } }"),
            json!({"s": "x"}),
            "get_demand",
        ),
        (
            &inputs,
            session("getInterconnectors { ends }"),
            json!({"s": "x"}),
            "list_interconnector_ends",
        ),
        (
            &inputs,
            session("getInterconnectors { ends ...F }") + " fragment F on Interconnector { from }",
            json!({"s": "x"}),
            "get_interconnectors",
        ),
    ];
    for (url, query, variables, operation) in cases {
        origin.sandbox.clear_requests();
        let body = json!({"query": query, "variables": variables}).to_string();
        origin.post(Some(origin.sandbox.token()), url, body).await;
        let requests = origin.sandbox.requests();
        assert_eq!(requests[0].operation, Some(operation), "{query}");
        assert_eq!(requests[0].service, Some("origin"));
        let graphql = requests[0].graphql.as_ref().unwrap();
        assert_eq!((&graphql.document, &graphql.variables), (&query, &Some(variables)));
        assert_eq!(graphql.root_fields.len(), 1);
        assert_eq!(origin.sandbox.count(&format!("origin.{operation}")), 1);
    }
}

#[tokio::test]
async fn faults_find_their_operation_in_the_document() {
    let origin = start().await;
    let query = "{ getProjects { name } }";
    origin.sandbox.fail_next("origin.list_projects", Fault::Status(503));
    origin.sandbox.fail_next("list_projects", Fault::DataNotReady);
    origin.sandbox.fail_next("list_projects", Fault::NullRoot);
    origin.sandbox.fail_next("list_projects", Fault::NullData);
    let errors = json!([{"message": "one"}, {"message": "two", "errorKey": "DataNotReady"}]);
    origin
        .sandbox
        .fail_next("list_projects", Fault::GraphQlErrors(errors.clone()));
    origin
        .sandbox
        .fail_next("list_projects", Fault::GraphQlErrorsBesideData(errors.clone()));
    assert_eq!(origin.ask("{ getConfig { regionGroups } }", Value::Null).await.0, 200);
    assert_eq!(origin.ask(query, Value::Null).await.0, 503);
    assert_eq!(refused(origin.ask(query, Value::Null).await).1, "DataNotReady");
    let next = async || origin.ask(query, Value::Null).await;
    assert_eq!(next().await, (200, json!({"data": {"getProjects": null}})));
    assert_eq!(next().await, (200, json!({"data": null})));
    assert_eq!(next().await, (200, json!({"data": null, "errors": errors})));
    assert_eq!(
        next().await,
        (200, json!({"data": {"getProjects": []}, "errors": errors}))
    );
    assert_eq!(next().await, (200, json!({"data": {"getProjects": []}})));
}

#[tokio::test]
async fn a_fault_for_everything_hits_documents_of_no_operation_too() {
    let origin = start().await;
    origin.sandbox.fail_next("*", Fault::Status(418));
    assert_eq!(origin.ask("{ __typename }", Value::Null).await.0, 418);
    assert_eq!(origin.ask("{ __typename }", Value::Null).await.0, 200);
}

#[tokio::test]
async fn a_reset_after_a_mutation_leaves_it_done() {
    let origin = start().await;
    origin.sandbox.fail_next("create_project", Fault::ResetAfterRead);
    let url = format!("{}/v1/graphql", origin.sandbox.origin_scenario_url());
    let body = json!({"query": "mutation { createProject(project: {name: \"Study\"}) { name } }"});
    let request = origin.http.post(url).header("Private-Token", origin.sandbox.token());
    assert!(request.body(body.to_string()).send().await.is_err());
    let projects = origin.root("{ getProjects { name } }", Value::Null).await;
    assert_eq!(projects, json!([{"name": "Study"}]));
}

#[tokio::test]
async fn options_are_read_and_changed_over_http() {
    let origin = start_with(Sandbox::builder().too_early(2)).await;
    let url = format!("{}/_sandbox/options", origin.sandbox.url());
    let options: Value = origin.http.get(&url).send().await.unwrap().json().await.unwrap();
    assert_eq!(
        (&options["tooEarly"], &options["pythonCompatible"]),
        (&json!(2), &json!(false))
    );
    let change = async |body: Value| {
        let answer = origin.http.patch(&url).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let (status, changed) = change(json!({"pythonCompatible": true, "dataNotReady": 3})).await;
    assert_eq!(
        (status, &changed["dataNotReady"], &changed["tooEarly"]),
        (200, &json!(3), &json!(2))
    );
    let (status, refusal) = change(json!({"tooErly": 1})).await;
    assert!(status == 400 && refusal["message"].as_str().unwrap().contains("tooErly"));
}
