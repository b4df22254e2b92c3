//! `aurora origin` against the sandbox.

use aurora_energy_cli::exit::Exit;
use serde_json::Value;

use crate::program::Program;

/// The newest central scenario of Great Britain, published and run.
async fn central(program: &Program) -> String {
    let scenario = program
        .run(&[
            "origin",
            "scenarios",
            "latest",
            "gbr",
            "--name",
            "central",
            "-o",
            "json",
        ])
        .await
        .json();
    scenario["scenarioGlobalId"].as_str().unwrap().to_owned()
}

/// A scenario of the account in a project of its own: the ids of both.
async fn own(program: &Program) -> (String, String) {
    let base = central(program).await;
    let project = program
        .run(&["origin", "projects", "create", "Tests", "-o", "json"])
        .await
        .json();
    let project = project["projectGlobalId"].as_str().unwrap().to_owned();
    let arguments = [
        "origin",
        "scenarios",
        "create",
        "--project",
        &project,
        "--name",
        "Gas",
        "--base",
        &base,
        "-o",
        "json",
    ];
    let scenario = program.run(&arguments).await.json();
    (project, scenario["scenarioGlobalId"].as_str().unwrap().to_owned())
}

async fn json(program: &Program, arguments: &[&str]) -> Value {
    let mut all = vec!["origin"];
    all.extend(arguments);
    all.extend(["-o", "json"]);
    program.run(&all).await.json()
}

#[tokio::test]
async fn published_scenarios_are_listed_by_region() {
    let program = Program::start().await;
    let list = json(&program, &["scenarios", "list", "--region", "gbr"]).await;
    let list = list.as_array().unwrap();
    assert!(list.len() > 1);
    assert!(
        list.iter().all(|scenario| scenario["regionGroupCode"] == "gbr"),
        "{list:?}"
    );
    let none = json(&program, &["scenarios", "list", "--region", "nowhere"]).await;
    assert_eq!(none.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn an_unknown_scenario_is_exit_code_3() {
    let program = Program::start().await;
    let err = program
        .run(&["origin", "scenarios", "get", "5b1f3c52-6a0e-4f55-9f0c-000000000000"])
        .await
        .failed(Exit::NotFound);
    assert!(err.contains("not found"), "{err}");
}

#[tokio::test]
async fn a_scenario_is_made_changed_launched_and_deleted() {
    let program = Program::start().await;
    let (project, id) = own(&program).await;
    let changed = json(&program, &["scenarios", "update", &id, "--name", "Gas price high"]).await;
    assert_eq!(changed["name"], "Gas price high");
    let list = json(&program, &["scenarios", "list", "--own"]).await;
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .any(|scenario| scenario["scenarioGlobalId"] == id.as_str())
    );
    let launched = json(&program, &["scenarios", "launch", &id]).await;
    assert_ne!(launched["scenarioRunStatus"], "NotLaunched");
    let shown = json(&program, &["projects", "get", &project]).await;
    assert_eq!(shown["scenarios"].as_array().unwrap().len(), 1);
    program
        .run(&["origin", "scenarios", "delete", &id])
        .await
        .failed(Exit::Usage);
    program.run(&["--yes", "origin", "scenarios", "delete", &id]).await.ok();
    program
        .run(&["origin", "scenarios", "get", &id])
        .await
        .failed(Exit::NotFound);
    program
        .run(&["--yes", "origin", "projects", "delete", &project])
        .await
        .ok();
    assert_eq!(json(&program, &["projects", "list"]).await, Value::Array(Vec::new()));
}

#[tokio::test]
async fn waiting_for_a_scenario_that_was_not_launched_is_refused() {
    let program = Program::start().await;
    let (_, id) = own(&program).await;
    let err = program
        .run(&["origin", "scenarios", "wait", &id])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("launch"), "{err}");
}

#[tokio::test]
async fn a_weather_year_without_fixed_capacities_is_refused_before_sending() {
    let program = Program::start().await;
    let arguments = [
        "origin",
        "scenarios",
        "create",
        "--project",
        "p",
        "--name",
        "n",
        "--weather-year",
        "2012",
    ];
    program.run(&arguments).await.failed(Exit::Usage);
    assert!(program.sandbox.requests().is_empty());
}

#[tokio::test]
async fn projects_are_found_by_name_pinned_and_changed() {
    let program = Program::start().await;
    let first = json(&program, &["projects", "create", "P", "--unless-exists", "--pin"]).await;
    let again = json(&program, &["projects", "create", "P", "--unless-exists"]).await;
    assert_eq!(first["projectGlobalId"], again["projectGlobalId"]);
    let found = json(&program, &["projects", "get", "P", "--by-name"]).await;
    assert_eq!(found["isProjectPinned"], true);
    let id = found["projectGlobalId"].as_str().unwrap();
    program.run(&["origin", "projects", "unpin", id]).await.ok();
    let changed = json(&program, &["projects", "update", id, "--description", "what if"]).await;
    assert_eq!(changed["description"], "what if");
    assert_eq!(json(&program, &["projects", "get", id]).await["isProjectPinned"], false);
    let err = program
        .run(&["origin", "projects", "create", "Q", "--product", "Nothing"])
        .await;
    assert_ne!(err.exit, Exit::Ok);
    assert!(err.err.contains("SaaS"), "the accepted products are named: {}", err.err);
}

#[tokio::test]
async fn what_a_scenario_has_is_shown() {
    let program = Program::start().await;
    let id = central(&program).await;
    let rows = |value: Value| value.as_array().map(Vec::len).unwrap_or_default();
    assert_eq!(rows(json(&program, &["scenarios", "regions", &id]).await), 1);
    assert!(rows(json(&program, &["scenarios", "weather-years", &id]).await) > 1);
    assert!(rows(json(&program, &["outputs", "types", &id, "--region", "gbr"]).await) > 3);
    assert!(rows(json(&program, &["outputs", "years", &id, "--region", "gbr"]).await) > 3);
    assert!(rows(json(&program, &["model-files", "list", &id]).await) > 1);
    assert!(rows(json(&program, &["config", "products"]).await) > 0);
    assert!(json(&program, &["config", "regions"]).await["gbr"].is_object());
    assert!(json(&program, &["config", "show"]).await["products"].is_array());
}

#[tokio::test]
async fn an_output_is_printed_written_and_located() {
    let program = Program::start().await;
    let id = central(&program).await;
    let which = [&*id, "--region", "gbr", "--type", "system", "--granularity", "1y"];
    let with = |first: &[&'static str], last: &[&'static str]| {
        let mut all: Vec<&str> = first.to_vec();
        all.extend(which);
        all.extend(last);
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let run = async |arguments: Vec<String>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        program.run(&arguments).await
    };
    let raw = run(with(&["origin", "outputs", "get"], &["--raw"])).await.ok();
    assert!(raw.lines().count() > 3, "{raw}");
    let csv = run(with(&["origin", "outputs", "get"], &["-o", "csv", "--no-cache"]))
        .await
        .ok();
    assert_eq!(csv.lines().next(), raw.lines().next());
    let table = run(with(&["origin", "outputs", "get"], &[])).await.ok();
    let (first, second) = (table.lines().next().unwrap(), table.lines().nth(1).unwrap());
    let place = |text: &str, part: &str| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
    assert!(
        place(first, "Year") < place(first, "Baseload price")
            && place(first, "Baseload price") < place(first, "Carbon")
    );
    assert_eq!(
        second.split_whitespace().next(),
        Some("£/MWh"),
        "the units stand below the names"
    );
    let url = run(with(&["origin", "outputs", "url"], &[])).await.ok();
    assert!(url.starts_with(program.sandbox.object_store_url()), "{url}");
    let path = program.home().join("out.csv");
    let mut arguments = with(&["origin", "outputs", "get"], &["--out"]);
    arguments.push(path.display().to_string());
    run(arguments).await.ok();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), raw);
    let wrong = [
        "origin",
        "outputs",
        "get",
        &*id,
        "--region",
        "gbr",
        "--type",
        "weather",
        "--granularity",
        "1y",
    ];
    let err = program.run(&wrong).await;
    assert_ne!(err.exit, Exit::Ok);
    assert!(err.err.contains("weather"), "{}", err.err);
}

#[tokio::test]
async fn many_outputs_are_fetched_once_and_the_rest_on_resuming() {
    let program = Program::start().await;
    let id = central(&program).await;
    let folder = program.home().join("outputs");
    let out = folder.display().to_string();
    let arguments = [
        "origin",
        "outputs",
        "download",
        &*id,
        "--region",
        "gbr",
        "--all-types",
        "--granularity",
        "1y",
        "--granularity",
        "1h",
        "--years",
        "2029-2030",
        "--out",
        &*out,
        "--resume",
        "-o",
        "json",
    ];
    let first = program.run(&arguments).await.json();
    let files: Vec<_> = first
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["state"] == "fetched")
        .collect();
    assert!(files.len() > 3, "{first}");
    std::fs::remove_file(files[0]["file"].as_str().unwrap()).unwrap();
    let again = program.run(&arguments).await.json();
    let fetched = again
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["state"] == "fetched")
        .count();
    assert_eq!(fetched, 1, "{again}");
    assert!(folder.join("manifest.json").exists());
}

#[tokio::test]
async fn the_cache_is_listed_checked_and_emptied() {
    let program = Program::start().await;
    let cache = program.home().join("cache");
    let program = program.set("AURORA_ORIGIN_CACHE_DIRECTORY", &cache.display().to_string());
    let id = central(&program).await;
    let get = [
        "origin",
        "outputs",
        "get",
        &*id,
        "--region",
        "gbr",
        "--type",
        "system",
        "--granularity",
        "1y",
        "--raw",
    ];
    program.run(&get).await.ok();
    let list = json(&program, &["outputs", "cache", "list"]).await;
    let file = list
        .as_array()
        .unwrap()
        .iter()
        .find_map(|row| row["file"].as_str().filter(|file| file.ends_with(".csv")))
        .unwrap()
        .to_owned();
    program.run(&["origin", "outputs", "cache", "verify"]).await.ok();
    std::fs::write(&file, "<html>").unwrap();
    let err = program
        .run(&["origin", "outputs", "cache", "verify"])
        .await
        .failed(Exit::Failure);
    assert!(err.contains("damaged"), "{err}");
    program
        .run(&["--yes", "origin", "outputs", "cache", "prune"])
        .await
        .ok();
    assert!(!std::path::Path::new(&file).exists());
    program
        .run(&["--yes", "origin", "outputs", "cache", "prune", "--all"])
        .await
        .ok();
    assert_eq!(
        json(&program, &["outputs", "cache", "list"]).await,
        Value::Array(Vec::new())
    );
}

#[tokio::test]
async fn every_part_of_the_inputs_is_shown() {
    let program = Program::start().await;
    let id = central(&program).await;
    for arguments in [
        &["inputs", "session", &id][..],
        &["inputs", "config"],
        &["inputs", "technologies", &id],
        &["inputs", "technology", &id, "ccgt", "--region", "gbr"],
        &["inputs", "demand-regions", &id],
        &["inputs", "demand", &id, "--region", "gbr"],
        &[
            "inputs",
            "demand",
            &id,
            "--region",
            "gbr",
            "--region",
            "fra",
            "--aggregate",
        ],
        &["inputs", "demand-technologies", &id],
        &["inputs", "commodities", &id, "--commodity", "gas"],
        &["inputs", "connections", &id],
        &["inputs", "interconnectors", &id, "--from", "gbr", "--to", "fra"],
    ] {
        let shown = json(&program, arguments).await;
        let is_empty = shown.as_array().is_some_and(Vec::is_empty) || shown.as_object().is_some_and(|o| o.is_empty());
        assert!(!is_empty && !shown.is_null(), "{arguments:?}: {shown}");
    }
}

#[tokio::test]
async fn a_changed_price_is_shown_before_and_after() {
    let program = Program::start().await;
    let (_, id) = own(&program).await;
    let commodities = json(&program, &["inputs", "commodities", &id, "--commodity", "gas"]).await;
    let regions: Vec<String> = commodities[0]["regions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|region| region.as_str().unwrap().to_owned())
        .collect();
    let mut arguments = vec!["inputs", "set", "commodity", &*id, "--commodity", "gas"];
    for region in &regions {
        arguments.extend(["--region", region]);
    }
    arguments.extend(["--percentage", "10", "--year", "2030"]);
    let rows = json(&program, &arguments).await;
    let row = &rows[0];
    let number = |name: &str| row[name].as_f64().unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(row["year"], 2030);
    assert_eq!(number("before"), number("original"));
    assert!((number("after") / number("before") - 1.1).abs() < 1e-9, "{row}");
}

#[tokio::test]
async fn technologies_demand_and_interconnectors_are_changed() {
    let program = Program::start().await;
    let (_, id) = own(&program).await;
    let technology = ["--technology", "ccgt", "--region", "gbr", "--parameter"];
    let interconnectors = json(
        &program,
        &["inputs", "interconnectors", &id, "--from", "gbr", "--to", "fra"],
    )
    .await;
    let variable = interconnectors[0]["variables"][0]
        .as_object()
        .unwrap()
        .keys()
        .find(|name| *name != "year")
        .unwrap()
        .clone();
    let year = ["--delta", "1", "--year", "2030"];
    for arguments in [
        [&["exogenous", &id][..], &technology, &["capacity"], &year].concat(),
        [&["endogenous", &id][..], &technology, &["capex"], &year].concat(),
        [
            &["demand", &id, "--region", "gbr", "--variable", "totalDemand"][..],
            &year,
        ]
        .concat(),
        [
            &[
                "interconnector",
                &id,
                "--from",
                "gbr",
                "--to",
                "fra",
                "--variable",
                &variable,
            ][..],
            &year,
        ]
        .concat(),
    ] {
        let all = [&["inputs", "set"][..], &arguments].concat();
        let rows = json(&program, &all).await;
        let row = &rows[0];
        let difference = row["after"].as_f64().unwrap() - row["before"].as_f64().unwrap();
        assert!((difference - 1.0).abs() < 1e-6, "{arguments:?}: {rows}");
    }
}

#[tokio::test]
async fn a_change_needs_exactly_one_kind_and_its_years() {
    let program = Program::start().await;
    let set = [
        "origin",
        "inputs",
        "set",
        "commodity",
        "id",
        "--commodity",
        "gas",
        "--region",
        "gbr",
    ];
    for more in [
        &["--year", "2030"][..],
        &["--percentage", "1", "--delta", "2", "--year", "2030"],
        &["--percentage", "1"],
        &["--percentage", "1", "--year", "2030", "--month", "1"],
    ] {
        program.run(&[&set[..], more].concat()).await.failed(Exit::Usage);
    }
    assert!(program.sandbox.requests().is_empty());
}

#[tokio::test]
async fn the_workbook_is_located_and_fetched() {
    let program = Program::start().await;
    let id = central(&program).await;
    let path = program.home().join("inputs.xlsx");
    program
        .run(&["origin", "inputs", "workbook", &id, "--out", path.to_str().unwrap()])
        .await
        .ok();
    assert!(
        std::fs::read(&path).unwrap().starts_with(b"PK"),
        "a workbook is a zip file"
    );
    let url = program.run(&["origin", "inputs", "workbook", &id]).await.ok();
    assert!(url.starts_with(program.sandbox.object_store_url()), "{url}");
}

#[tokio::test]
async fn the_address_option_is_for_amun_alone() {
    let program = Program::start().await;
    let err = program
        .run(&["--base-url", "http://127.0.0.1:1/", "origin", "projects", "list"])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("AURORA_ORIGIN_SCENARIO_API_BASE_URL"), "{err}");
}

#[tokio::test]
async fn every_operation_of_origin_is_listed_for_the_raw_door() {
    let program = Program::start().await;
    let list = program.run(&["api", "origin", "--list", "-o", "json"]).await.json();
    assert_eq!(list.as_array().unwrap().len(), aurora_energy::origin::OPERATIONS.len());
    let body = program.file(
        "body.json",
        r#"{"query": "query { getProjects { name } }", "variables": null}"#,
    );
    let arguments = [
        "api",
        "origin",
        "list_projects",
        "--input",
        body.to_str().unwrap(),
        "-o",
        "json",
    ];
    let answer = program.run(&arguments).await.json();
    assert_eq!(answer["data"]["getProjects"], Value::Array(Vec::new()));
}

#[tokio::test]
async fn another_universe_has_a_token_of_its_own() {
    let program = Program::start().await;
    let list = ["--universe", "staging", "origin", "projects", "list"];
    let err = program.run(&list).await.failed(Exit::Credentials);
    assert!(
        err.contains("AURORA_API_KEY_staging") || err.contains(".aurora-api-key.staging"),
        "{err}"
    );
    assert!(
        program.sandbox.requests().is_empty(),
        "the token without suffix is not sent"
    );
    let token = program.sandbox.token().to_owned();
    let program = program.set("AURORA_API_KEY_staging", &token);
    program.run(&list).await.ok();
    let status = program
        .run(&["--universe", "staging", "auth", "status", "-o", "json"])
        .await
        .json();
    assert_eq!(status["originTokenSource"], "the variable AURORA_API_KEY_staging");
    let unknown = ["--universe", "moon", "origin", "projects", "list"];
    let err = program.run(&unknown).await.failed(Exit::Usage);
    assert!(err.contains("production") && err.contains("staging"), "{err}");
    program
        .run(&["--universe", "staging", "amun", "turbines", "list"])
        .await
        .failed(Exit::Usage);
}
