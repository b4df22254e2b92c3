//! Origin's inputs: what is read, what is changed, and what is refused.

use std::io::Cursor;

use aurora_sandbox::Sandbox;
use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};

use crate::origin_world::{World, world, world_with};

const VALUE: &str = "original validationWarnings validationErrors transform { type value }";

fn of_year(list: &Value, year: i64) -> &Value {
    list.as_array()
        .unwrap()
        .iter()
        .find(|item| item["year"] == year)
        .unwrap()
}

fn near(value: &Value, expected: f64) {
    assert!(
        (value.as_f64().unwrap() - expected).abs() < 1e-6,
        "{value} and {expected}"
    );
}

fn refused(answer: (u16, Value), key: &str) {
    assert_eq!(
        (answer.0, &answer.1["errors"][0]["errorKey"]),
        (200, &json!(key)),
        "{}",
        answer.1
    );
}

async fn gas(world: &World, id: &str) -> Value {
    let selection = format!(r#"commodities(commodities: ["gas"]) {{ commodity regions prices {{ year {VALUE} }} }}"#);
    world.read_of(id, &selection).await["commodities"][0].clone()
}

#[tokio::test]
async fn the_configuration_has_every_kind_of_parameter() {
    let world = world("gbr").await;
    let query = "{ getConfig { technology { parameters { name appliesToExo appliesToEndoBui isMonthlyRegionTechParameter, hardLimit { upper, lower }, } definitionParameters { name } } demand { demandVariables { name } } commodities { commoditiesAvailable { name units } regionMapping } interconnectors { variables { name units } } userPermissions } }";
    let (status, body) = world.ask(query, Value::Null).await;
    assert_eq!(status, 200);
    let config = &body["data"]["getConfig"];
    let parameters = config["technology"]["parameters"].as_array().unwrap();
    for monthly in [json!(true), json!(false), Value::Null] {
        let of = |name: &str| {
            parameters
                .iter()
                .any(|item| item["isMonthlyRegionTechParameter"] == monthly && item[name] == true)
        };
        assert!(of("appliesToExo") && of("appliesToEndoBui"), "{monthly}");
    }
    let demand = config["demand"]["demandVariables"].as_array().unwrap();
    assert!(demand.iter().any(|variable| variable["name"] == "totalDemand"));
    assert!(
        config["commodities"]["regionMapping"]["gas"]
            .as_array()
            .unwrap()
            .contains(&json!("gbr"))
    );
}

#[tokio::test]
async fn a_session_describes_itself_and_what_it_was_made_from() {
    let world = world("gbr").await;
    let session = world
        .read("meta { sessionId tenant } dataGroups currencyInformation defaultCurrency productRegionInformation { code enabledRegions { code isMainRegion } } modelMaxYear modelMinYear dataGroupEligibility transforms { steps }")
        .await;
    assert_eq!(session["meta"]["sessionId"], json!(world.id));
    assert_eq!(session["dataGroups"]["default"]["reference"], json!(world.base));
    assert_eq!(session["productRegionInformation"]["code"], "gbr");
    assert_eq!(session["currencyInformation"]["year"], 2024);
    assert_eq!(session["transforms"], json!([]));
}

#[tokio::test]
async fn every_technology_of_the_groupings_can_be_read() {
    let world = world("gbr").await;
    let groupings = world.read("getTechnologyGroupings").await["getTechnologyGroupings"].clone();
    assert!(
        groupings["gbr"]["onshoreWind"]["subRegions"]["scotland"]["subsidies"]
            .as_array()
            .unwrap()
            .len()
            == 2
    );
    for name in groupings["gbr"].as_object().unwrap().keys() {
        let selection = format!(
            r#"getTechnology(name: "{name}", region: "gbr") {{ name isRenewable technologyGrouping
               getExogenous {{ parameters {{ capacity {{ year {VALUE} }} efficiency {{ year original }} loadFactorAverage {{ month year original }} }} }}
               getEndogenous {{ parameters {{ capex {{ year original }} }} definitions {{ discountRate {{ {VALUE} }} }} }} }}"#
        );
        let technology = world.read(&selection).await["getTechnology"].clone();
        assert_eq!(technology["name"], json!(name));
        let parameters = &technology["getExogenous"]["parameters"];
        let weather = ["hydro", "onshoreWind", "offshoreWind", "solar"].contains(&name.as_str());
        if technology["getExogenous"].is_object() {
            assert_eq!(parameters["capacity"].as_array().unwrap().len(), 27);
            assert_eq!(parameters["loadFactorAverage"].is_null(), !weather, "{name}");
        }
        assert_eq!(technology["getEndogenous"].is_null(), name == "hydro", "{name}");
    }
}

#[tokio::test]
async fn each_kind_of_transform_is_read_back_beside_its_untouched_original() {
    let world = world("gbr").await;
    let arguments = r#"name: "onshoreWind", region: "gbr", parameter: capacity, tx: [
        {year: 2030, transform: {type: Percentage, value: 10}},
        {year: 2031, transform: {type: Delta, value: -250.5}},
        {year: 2032, transform: {type: Absolute, value: 9000}}]"#;
    let selection = format!("parameters {{ capacity {{ year {VALUE} }} }}");
    let before = world
        .read(&format!(
            r#"getTechnology(name: "onshoreWind", region: "gbr") {{ getExogenous {{ {selection} }} }}"#
        ))
        .await;
    let before = &before["getTechnology"]["getExogenous"]["parameters"]["capacity"];
    let after = world
        .change("updateExogenousTechnologyParameter", arguments, &selection)
        .await;
    let after = &after["parameters"]["capacity"];
    for (year, kind, value) in [
        (2030, "Percentage", 10.0),
        (2031, "Delta", -250.5),
        (2032, "Absolute", 9000.0),
    ] {
        assert_eq!(of_year(before, year)["transform"], Value::Null);
        assert_eq!(of_year(after, year)["original"], of_year(before, year)["original"]);
        assert_eq!(of_year(after, year)["transform"]["type"], kind);
        near(&of_year(after, year)["transform"]["value"], value);
    }
    assert_eq!(of_year(after, 2033)["transform"], Value::Null);
    assert_eq!(
        world.read("transforms { updateParameters reason }").await["transforms"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn months_and_definitions_are_changed_by_their_own_rules() {
    let world = world("gbr").await;
    let monthly = r#"name: "onshoreWind", region: "gbr", parameter: loadFactorAverage"#;
    let selection = "parameters { loadFactorAverage { month year transform { value } } } definitions { discountRate { transform { value } } }";
    let name = "updateEndogenousTechnologyParameter";
    let february = format!("{monthly}, tx: [{{year: 2025, month: 2, transform: {{type: Delta, value: 0.01}}}}]");
    let changed = world.change(name, &february, selection).await;
    let months = changed["parameters"]["loadFactorAverage"].as_array().unwrap();
    let edited: Vec<_> = months.iter().filter(|month| !month["transform"].is_null()).collect();
    assert_eq!(
        (edited.len(), &edited[0]["month"], &edited[0]["year"]),
        (1, &json!(2), &json!(2025))
    );
    let without_month = format!("{monthly}, tx: [{{year: 2025, transform: {{type: Delta, value: 0.01}}}}]");
    refused(
        world.try_change(&world.id, name, &without_month, selection).await,
        "ValidationError",
    );
    let rate = r#"name: "onshoreWind", region: "gbr", parameter: discountRate"#;
    let with_year = format!("{rate}, tx: [{{year: 2030, transform: {{type: Absolute, value: 7}}}}]");
    refused(
        world.try_change(&world.id, name, &with_year, selection).await,
        "ValidationError",
    );
    let plain = format!("{rate}, tx: [{{transform: {{type: Absolute, value: 7}}}}]");
    near(
        &world.change(name, &plain, selection).await["definitions"]["discountRate"]["transform"]["value"],
        7.0,
    );
}

#[tokio::test]
async fn unusual_values_get_warnings_and_impossible_ones_errors() {
    let world = world("gbr").await;
    let selection = format!("parameters {{ efficiency {{ year {VALUE} }} }}");
    let arguments = r#"name: "ccgt", region: "gbr", parameter: efficiency, tx: [
        {year: 2030, transform: {type: Absolute, value: 0.7}}, {year: 2031, transform: {type: Absolute, value: 1.2}}]"#;
    let changed = world
        .change("updateExogenousTechnologyParameter", arguments, &selection)
        .await;
    let list = &changed["parameters"]["efficiency"];
    let count = |year, what: &str| of_year(list, year)[what].as_array().unwrap().len();
    assert_eq!(
        (count(2030, "validationWarnings"), count(2030, "validationErrors")),
        (1, 0)
    );
    assert_eq!(
        (count(2031, "validationWarnings"), count(2031, "validationErrors")),
        (1, 1)
    );
    assert_eq!(
        (count(2032, "validationWarnings"), count(2032, "validationErrors")),
        (0, 0)
    );
}

#[tokio::test]
async fn a_percentage_on_the_total_demand_reaches_all_its_parts() {
    let world = world("gbr").await;
    let selection = format!(
        "region variables {{ year totalDemand {{ {VALUE} }} baseDemand {{ {VALUE} }} }} technologies {{ originTechnology {{ original }} variables {{ year totalDemand {{ {VALUE} }} }} }}"
    );
    let arguments =
        r#"regions: ["gbr"], variable: "totalDemand", tx: [{year: 2030, transform: {type: Percentage, value: 10}}]"#;
    let demand = world.change("updateDemandVariable", arguments, &selection).await;
    let year = of_year(&demand["variables"], 2030);
    near(&year["totalDemand"]["transform"]["value"], 10.0);
    near(&year["baseDemand"]["transform"]["value"], 10.0);
    for technology in demand["technologies"].as_array().unwrap() {
        near(
            &of_year(&technology["variables"], 2030)["totalDemand"]["transform"]["value"],
            10.0,
        );
        assert!(of_year(&technology["variables"], 2031)["totalDemand"]["transform"].is_null());
    }
    let cleared = r#"regions: ["gbr"], variable: "totalDemand", tx: [{year: 2030, transform: null}]"#;
    let demand = world.change("updateDemandVariable", cleared, &selection).await;
    assert!(of_year(&demand["variables"], 2030)["baseDemand"]["transform"].is_null());
}

#[tokio::test]
async fn years_without_data_are_null_and_cannot_be_changed() {
    let world = world("gbr").await;
    let technologies = world.read(r#"getDemandTechnologies(filter: {region: "gbr"}) { originTechnology { original } variables { year totalDemand { original } } }"#).await;
    let list = technologies["getDemandTechnologies"].as_array().unwrap();
    let found = list
        .iter()
        .find(|item| item["originTechnology"]["original"] == "electrolysers")
        .unwrap();
    assert!(of_year(&found["variables"], 2026)["totalDemand"].is_null());
    let arguments = r#"regions: ["gbr"], technology: "electrolysers", variable: totalDemand, tx: [{year: 2026, transform: {type: Delta, value: 1}}]"#;
    refused(
        world
            .try_change(
                &world.id,
                "updateDemandTechnologyVariable",
                arguments,
                "region { original }",
            )
            .await,
        "ValidationError",
    );
}

#[tokio::test]
async fn several_regions_make_one_document_in_the_order_asked_for() {
    let world = world("aus").await;
    let each = world
        .read("getDemand { region variables { year totalDemand { original } } }")
        .await["getDemand"]
        .clone();
    let both = world.read(r#"getDemand(filter: {regions: ["vic", "nsw"]}, aggregateRegions: true) { region variables { year totalDemand { original } } }"#).await;
    assert_eq!(
        (
            both["getDemand"].as_array().unwrap().len(),
            &both["getDemand"][0]["region"]
        ),
        (1, &json!("vic,nsw"))
    );
    let total = |document: &Value| {
        of_year(&document["variables"], 2030)["totalDemand"]["original"]
            .as_f64()
            .unwrap()
    };
    let sum: f64 = each
        .as_array()
        .unwrap()
        .iter()
        .filter(|document| ["nsw", "vic"].contains(&document["region"].as_str().unwrap()))
        .map(total)
        .sum();
    near(&json!(total(&both["getDemand"][0])), sum);
    let arguments = r#"regions: ["vic", "nsw"], variable: "totalDemand", tx: [{year: 2030, transform: {type: Absolute, value: 150}}]"#;
    let changed = world
        .change(
            "updateDemandVariable",
            arguments,
            "region variables { year totalDemand { transform { type value } } }",
        )
        .await;
    assert_eq!(changed["region"], "vic,nsw");
    near(
        &of_year(&changed["variables"], 2030)["totalDemand"]["transform"]["value"],
        150.0,
    );
}

#[tokio::test]
async fn commodity_prices_are_read_and_changed_in_either_units() {
    let world = world("gbr").await;
    let listed = gas(&world, &world.id).await;
    let regions = listed["regions"].to_string();
    let arguments = format!(
        r#"commodity: "gas", regions: {regions}, tx: [{{year: 2030, transform: {{type: Absolute, value: 666}}}}]"#
    );
    let changed = world
        .change(
            "updateCommodity",
            &arguments,
            &format!("commodity regions prices {{ year {VALUE} }}"),
        )
        .await;
    near(&of_year(&changed["prices"], 2030)["transform"]["value"], 666.0);
    let native = world.read(r#"commodities(commodities: ["gas"], regions: ["gbr"], applyCommodityUnitConversionFactor: true) { regions prices { year original transform { value } } }"#).await;
    let native = &native["commodities"][0];
    assert_eq!(native["regions"], json!(["gbr"]));
    assert!((of_year(&native["prices"], 2030)["transform"]["value"].as_f64().unwrap() - 666.0 * 2.930_71).abs() < 1e-6);
}

#[tokio::test]
async fn a_rebase_changes_originals_and_reference_keeps_transforms_and_reloads() {
    let world = world("gbr").await;
    let high = world.published("gbr", "High 2025").await;
    let edit = r#"commodity: "gas", regions: ["gbr"], tx: [{year: 2030, transform: {type: Percentage, value: 25}}]"#;
    world.change("updateCommodity", edit, "commodity").await;
    let before = gas(&world, &world.id).await;
    let expected = gas(&world, &high).await;
    let rebased = world
        .change(
            "rebaseCommodities",
            &format!(r#"rebaseReferenceId: "{high}""#),
            "result",
        )
        .await;
    assert_eq!(rebased["result"], true);
    let query = format!(
        r#"{{ getSession(sessionId: "{}") {{ commodities {{ commodity }} }} }}"#,
        world.id
    );
    refused(world.ask(&query, Value::Null).await, "DataNotReady");
    let after = gas(&world, &world.id).await;
    let of = |document: &Value, what: &str| of_year(&document["prices"], 2030)[what].clone();
    assert_eq!(of(&after, "original"), of(&expected, "original"));
    assert_ne!(of(&after, "original"), of(&before, "original"));
    assert!(of(&after, "transform").is_object());
    assert_eq!(
        world.read("dataGroups").await["dataGroups"]["commodities"]["reference"],
        json!(high)
    );
}

#[tokio::test]
async fn data_are_not_ready_for_the_first_reads_and_the_session_itself_always_is() {
    let world = world_with("gbr", Sandbox::builder().data_not_ready(2)).await;
    let query = format!(
        r#"{{ getSession(sessionId: "{}") {{ getDemand {{ region }} }} }}"#,
        world.id
    );
    for _ in 0..2 {
        world.read("modelMaxYear").await;
        refused(world.ask(&query, Value::Null).await, "DataNotReady");
    }
    assert_eq!(
        world.read("getDemand { region }").await["getDemand"][0]["region"],
        "gbr"
    );
}

#[tokio::test]
async fn links_are_filtered_by_both_directions_and_changed_in_their_own() {
    let world = world("gbr").await;
    let filter = r#"getInterconnectors(filter: {OR: [{from: "fra", to: "gbr"}, {from: "gbr", to: "fra"}]})"#;
    let found = world
        .read(&format!("{filter} {{ ends from to asymmetric {{ original }} }}"))
        .await;
    assert_eq!(
        found["getInterconnectors"],
        json!([{"ends": ["gbr", "fra"], "from": "gbr", "to": "fra", "asymmetric": {"original": false}}])
    );
    let both = world
        .read(r#"getInterconnectors(filter: {OR: [{from: "fra", to: "deu"}, {from: "deu", to: "fra"}]}) { from }"#)
        .await;
    assert_eq!(both["getInterconnectors"], json!([{"from": "fra"}, {"from": "deu"}]));
    let tx = r#"variable: "capacity", tx: [{year: 2030, transform: {type: Delta, value: 700}}]"#;
    let changed = world
        .change(
            "updateInterconnectorVariable",
            &format!(r#"from: "gbr", to: "fra", {tx}"#),
            "variables { year capacity { original transform { value } } }",
        )
        .await;
    near(
        &of_year(&changed["variables"], 2030)["capacity"]["transform"]["value"],
        700.0,
    );
    let wrong = format!(r#"from: "fra", to: "gbr", {tx}"#);
    refused(
        world
            .try_change(&world.id, "updateInterconnectorVariable", &wrong, "ends")
            .await,
        "NotFound",
    );
}

#[tokio::test]
async fn published_scenarios_cannot_be_changed_and_unknown_ones_not_be_read() {
    let world = world("gbr").await;
    let arguments = r#"commodity: "gas", tx: [{year: 2030, transform: {type: Percentage, value: 25}}]"#;
    refused(
        world
            .try_change(&world.base, "updateCommodity", arguments, "commodity")
            .await,
        "Forbidden",
    );
    let query = r#"{ getSession(sessionId: "nobody") { modelMaxYear } }"#;
    refused(world.ask(query, Value::Null).await, "NotFound");
}

#[tokio::test]
async fn a_copy_takes_the_edits_along_only_when_asked_to() {
    let world = world("gbr").await;
    let edit = r#"commodity: "gas", tx: [{year: 2030, transform: {type: Percentage, value: 25}}]"#;
    world.change("updateCommodity", edit, "commodity").await;
    for keep in [true, false] {
        let copy = world.create(&world.id, keep).await;
        let prices = gas(&world, &copy).await;
        assert_eq!(of_year(&prices["prices"], 2030)["transform"].is_null(), !keep);
    }
}

#[tokio::test]
async fn documents_that_the_schema_does_not_know_get_400() {
    let world = world("gbr").await;
    let id = &world.id;
    for query in [
        format!(r#"{{ getSession(sessionId: "{id}") {{ getDemand {{ colour }} }} }}"#),
        format!(r#"{{ getSession(sessionId: "{id}") {{ getDemand {{ }} }} }}"#),
        format!(r#"{{ getSession(sessionId: "{id}") {{ dataGroups {{ default }} }} }}"#),
        format!(
            r#"mutation {{ updateExogenousTechnologyParameter(sessionId: "{id}", name: "ccgt", region: "gbr", parameter: capex, tx: []) {{ parameters {{ capacity {{ year }} }} }} }}"#
        ),
        format!(
            r#"mutation {{ updateCommodity(sessionId: "{id}", commodity: "gas", tx: [{{year: 2030, transform: {{type: Twice, value: 1}}}}]) {{ commodity }} }}"#
        ),
        format!(
            r#"mutation {{ updateCommodity(sessionId: "{id}", commodity: "gas", tx: [{{transform: {{type: Delta, value: 1}}}}]) {{ commodity }} }}"#
        ),
    ] {
        let (status, body) = world.ask(&query, Value::Null).await;
        assert_eq!(status, 400, "{query} {body}");
        assert!(body["errors"].is_array());
    }
}

async fn workbook(world: &World, request: Option<&str>) -> Value {
    let query = "query ($id: String!, $request: String) { getSession(sessionId: $id) { getWorkbookStatus(requestId: $request) { generationStatus generationErrors downloadURL requestId } } }";
    let (_, body) = world.ask(query, json!({"id": world.id, "request": request})).await;
    body["data"]["getSession"]["getWorkbookStatus"].clone()
}

#[tokio::test]
async fn a_workbook_is_requested_polled_and_opened() {
    let world = world_with("gbr", Sandbox::builder().workbook_answers(2)).await;
    let edit = r#"commodity: "gas", regions: ["gbr"], tx: [{year: 2030, transform: {type: Absolute, value: 66.5}}]"#;
    world.change("updateCommodity", edit, "commodity").await;
    let first = workbook(&world, None).await;
    let request = first["requestId"].as_str().unwrap();
    assert_eq!(
        (&first["generationStatus"], &first["downloadURL"]),
        (&json!("Requested"), &Value::Null)
    );
    for _ in 0..2 {
        assert_eq!(workbook(&world, Some(request)).await["generationStatus"], "Requested");
    }
    let last = workbook(&world, Some(request)).await;
    assert_eq!(last["generationStatus"], "Completed");
    let response = world
        .session
        .http
        .get(last["downloadURL"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 200);
    let mut book = Xlsx::new(Cursor::new(response.bytes().await.unwrap())).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["Demand", "Capacity", "Commodities", "Interconnectors"]
    );
    let sheet = book.worksheet_range("Commodities").unwrap();
    let column = sheet
        .rows()
        .next()
        .unwrap()
        .iter()
        .position(|cell| *cell == Data::Float(2030.0))
        .unwrap();
    let text = |text: &str| Data::String(text.to_owned());
    let row = sheet
        .rows()
        .find(|row| row[0] == text("gas") && row[1] == text("gbr"))
        .unwrap();
    assert_eq!(row[column], Data::Float(66.5));
}

#[tokio::test]
async fn a_workbook_that_fails_says_why() {
    let world = world_with("gbr", Sandbox::builder().workbook_answers(0).workbook_fails(true)).await;
    let first = workbook(&world, None).await;
    let last = workbook(&world, first["requestId"].as_str()).await;
    assert_eq!(
        (&last["generationStatus"], &last["downloadURL"]),
        (&json!("Failed"), &Value::Null)
    );
    assert!(!last["generationErrors"].as_array().unwrap().is_empty());
}
