use origin_client::inputs::{CommodityQuery, DemandQuery, TechnologyQuery};
use origin_client::{ErrorKind, Inputs};
use serde_json::{Value, json};

use super::{SCENARIO, World, config, session};

fn value(original: f64) -> Value {
    json!({"original": original, "validationWarnings": [], "validationErrors": null, "transform": null})
}

#[tokio::test]
async fn a_session_is_read_with_what_the_contract_leaves_open() {
    let answer = json!({"data": {"getSession": {
        "meta": {"sessionId": SCENARIO, "tenant": "t"}, "dataGroups": {"default": {"reference": "r", "loading": false}},
        "currencyInformation": [{"name": "a list after all"}], "defaultCurrency": "gbp2024",
        "productRegionInformation": {"code": "gbr", "enabledRegions": [{"code": "gbr", "isMainRegion": true}]},
        "dataGroupEligibility": {"demand": true, "commodities": "no"}, "modelMaxYear": 2060.0, "modelMinYear": 2024,
        "transforms": null}}});
    let world = World::with([answer]).await;
    let found = world.inputs().session().await.unwrap().unwrap();
    assert_eq!((found.model_min_year, found.model_max_year), (Some(2024), Some(2060)));
    assert_eq!(found.data_groups["default"].reference.as_deref(), Some("r"));
    assert_eq!(world.variables().await, json!({"sessionId": SCENARIO}));
}

#[tokio::test]
async fn the_configuration_is_fetched_once_by_many_at_once_and_again_when_asked_to() {
    let world = World::with([session("getDemand", json!([]))]).await;
    let inputs = world.inputs();
    let query = DemandQuery::all();
    let (config, first, second) = tokio::join!(inputs.config(), inputs.demand(&query), inputs.demand(&query));
    assert!(first.unwrap().is_empty() && second.unwrap().is_empty());
    assert_eq!(config.unwrap().technology.as_ref().unwrap().parameters.len(), 3);
    let clone = world.client.clone();
    clone.inputs("another").config().await.unwrap();
    let asked = |all: Vec<(String, Value)>| all.into_iter().filter(|(text, _)| text.contains("getConfig")).collect();
    let questions: Vec<(String, Value)> = asked(world.all().await);
    assert_eq!(questions.len(), 1);
    assert_eq!(questions[0].1, Value::Null);
    inputs.refresh_config().await.unwrap();
    let questions: Vec<(String, Value)> = asked(world.all().await);
    assert_eq!(questions.len(), 2);
}

#[tokio::test]
async fn no_configuration_is_an_error_that_is_not_kept() {
    for answer in [json!({"data": null}), json!({"data": {"getConfig": null}}), json!({})] {
        let world = World::configured(Value::Null, [answer, json!({"data": {"getConfig": config()}})]).await;
        let error = world.inputs().config().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Service);
        assert!(error.to_string().contains("gives no configuration"), "{error}");
        assert!(world.inputs().config().await.unwrap().demand.is_some());
    }
}

#[tokio::test]
async fn groupings_are_typed_down_to_the_subsidies() {
    let answer = json!({"gbr": {"ccgt": {"subTechnologiesExogenous": ["new"], "subTechnologiesEndogenous": null, "subRegions": {}},
        "onshoreWind": {"subRegions": {"scotland": {"subsidies": ["cfd"]}}}}});
    let world = World::with([session("getTechnologyGroupings", answer)]).await;
    let groupings = world.inputs().groupings().await.unwrap();
    assert_eq!(groupings["gbr"]["ccgt"].sub_technologies_exogenous, ["new"]);
    assert_eq!(
        groupings["gbr"]["onshoreWind"].sub_regions["scotland"].subsidies,
        ["cfd"]
    );
    assert_eq!(world.variables().await, json!({"sessionId": SCENARIO}));
}

#[tokio::test]
async fn a_technology_is_asked_for_with_nulls_and_read_by_parameter() {
    let edited = json!({"year": 2030, "original": 21000, "validationWarnings": ["Above the usual range"],
        "validationErrors": [], "transform": {"type": "Percentage", "value": 10}});
    let answer = json!({"name": "onshoreWind", "region": "gbr", "isRenewable": true, "technologyGrouping": "Wind",
        "getExogenous": {"parameters": {"capacity": [edited], "loadFactorAverage": null}},
        "getEndogenous": {"parameters": {"capex": []}, "definitions": {"discountRate": value(8.5)}}});
    let world = World::with([session("getTechnology", answer)]).await;
    let query = TechnologyQuery::new("onshoreWind", "gbr");
    let wind = world.inputs().technology(&query).await.unwrap().unwrap();
    let capacity = wind.exogenous("capacity").unwrap();
    assert_eq!((capacity[0].year, capacity[0].month), (Some(2030), None));
    assert_eq!(
        (capacity[0].original_number(), capacity[0].edited()),
        (Some(21000.0), Some(23100.0))
    );
    assert!(wind.exogenous("loadFactorAverage").is_none() && wind.exogenous("capex").is_none());
    assert!(wind.endogenous("capex").unwrap().is_empty());
    assert_eq!(wind.definition("discountRate").unwrap().edited(), Some(8.5));
    let nulls = json!({"sessionId": SCENARIO, "techName": "onshoreWind", "region": "gbr", "subregion": null,
        "exoSubTechnology": null, "subsidy": null, "endoSubTechnology": null});
    assert_eq!(world.variables().await, nulls);
    let document = &world.sent().await[0].0;
    let tight = document.split_whitespace().collect::<Vec<_>>().join(" ");
    let leaf = "original validationWarnings validationErrors transform { type value } }";
    for part in [
        format!(
            "getExogenous(subTechnology: $exoSubTechnology, subsidy: $subsidy) {{ parameters {{ capacity {{ year {leaf} loadFactorAverage {{ month year {leaf} }}"
        ),
        format!(
            "getEndogenous(subTechnology: $endoSubTechnology) {{ parameters {{ capex {{ year {leaf} loadFactorAverage {{ month year {leaf} }} definitions {{ discountRate {{ {leaf} }}"
        ),
    ] {
        assert!(tight.contains(&part), "{part} in {tight}");
    }
}

#[tokio::test]
async fn every_part_of_a_technology_query_has_its_own_variable() {
    let world = World::with([session("getTechnology", json!(null))]).await;
    let query = TechnologyQuery::new("t", "r")
        .with_sub_region("s")
        .with_exogenous_sub_technology("x")
        .with_subsidy("cfd")
        .with_endogenous_sub_technology("n");
    assert!(world.inputs().technology(&query).await.unwrap().is_none());
    let expected = json!({"sessionId": SCENARIO, "techName": "t", "region": "r", "subregion": "s", "exoSubTechnology": "x",
        "subsidy": "cfd", "endoSubTechnology": "n"});
    assert_eq!(world.variables().await, expected);
}

#[tokio::test]
async fn demand_is_asked_for_whole_by_region_and_added_up() {
    let one = json!({"region": "gbr", "peakLoadDemand": 61.3,
        "variables": [{"year": 2025, "totalDemand": value(285.4), "baseDemand": null}],
        "technologies": [{"region": {"original": "gbr"}, "technology": {"original": "Electric vehicles"},
            "originTechnology": {"original": "electricVehicles"}, "variables": [{"year": 2025, "totalDemand": value(9.8)}]}]});
    let rows = [
        (DemandQuery::all(), json!(null), false),
        (DemandQuery::region("gbr"), json!({"region": "gbr"}), false),
        (
            DemandQuery::regions(["nsw", "vic"]).aggregated(),
            json!({"regions": ["nsw", "vic"]}),
            true,
        ),
    ];
    for (query, filter, aggregated) in rows {
        let world = World::with([session("getDemand", json!([one]))]).await;
        let demand = world.inputs().demand(&query).await.unwrap();
        assert_eq!(demand[0].variables[0].get("totalDemand").unwrap().edited(), Some(285.4));
        assert!(demand[0].variables[0].get("baseDemand").is_none());
        let technology = &demand[0].technologies[0];
        assert_eq!(technology.variables[0].get("totalDemand").unwrap().edited(), Some(9.8));
        let expected = json!({"sessionId": SCENARIO, "demandFilter": filter, "aggregateRegions": aggregated});
        assert_eq!(world.variables().await, expected);
    }
}

#[tokio::test]
async fn the_demand_of_one_region_is_the_first_document_or_none() {
    let world = World::with([session("getDemand", json!([{"region": "gbr"}, {"region": "irl"}]))]).await;
    let demand = world.inputs().demand_for_region("gbr").await.unwrap();
    assert_eq!(demand.unwrap().region.as_deref(), Some("gbr"));
    let world = World::with([session("getDemand", json!([]))]).await;
    assert!(world.inputs().demand_for_region("gbr").await.unwrap().is_none());
    let expected = json!({"sessionId": SCENARIO, "demandFilter": {"region": "gbr"}, "aggregateRegions": false});
    assert_eq!(world.variables().await, expected);
}

#[tokio::test]
async fn demand_technologies_are_asked_for_with_a_null_filter_and_without_a_flag() {
    let entry = json!({"region": {"original": "gbr"}, "originTechnology": {"original": "electricVehicles"}});
    for by_name in [false, true] {
        let world = World::with([session("getDemandTechnologies", json!([entry]))]).await;
        let inputs = world.inputs();
        let found = match by_name {
            true => inputs.demand_technology_names(None).await,
            false => inputs.demand_technologies(None).await,
        };
        let origin = found.unwrap()[0].origin_technology.clone().unwrap();
        assert_eq!(origin.original, Some(json!("electricVehicles")));
        assert_eq!(
            world.variables().await,
            json!({"sessionId": SCENARIO, "demTechFilter": null})
        );
    }
    let world = World::with([session("getDemandTechnologies", json!([]))]).await;
    let filter = json!({"region": "gbr"});
    world.inputs().demand_technologies(filter.as_object()).await.unwrap();
    assert_eq!(
        world.variables().await,
        json!({"sessionId": SCENARIO, "demTechFilter": {"region": "gbr"}})
    );
}

#[tokio::test]
async fn commodities_leave_out_what_is_not_set() {
    let answer = json!([{"commodity": "gas", "regions": ["gbr"], "prices": [{"year": 2025, "original": 30.2}]}]);
    let world = World::with([session("commodities", answer.clone())]).await;
    let found = world.inputs().commodities(&CommodityQuery::all()).await.unwrap();
    assert_eq!(found[0].prices[0].original_number(), Some(30.2));
    assert_eq!(world.variables().await, json!({"sessionId": SCENARIO}));
    let world = World::with([session("commodities", answer)]).await;
    let query = CommodityQuery::all()
        .with_regions(["gbr"])
        .with_commodities(["gas"])
        .with_native_units(true);
    world.inputs().commodities(&query).await.unwrap();
    let expected = json!({"sessionId": SCENARIO, "regions": ["gbr"], "commodities": ["gas"], "nativeUnitsFlag": true});
    assert_eq!(world.variables().await, expected);
}

#[tokio::test]
async fn connections_and_interconnectors_go_both_ways() {
    let ends = json!([{"ends": ["gbr", "fra"]}, {"ends": ["fra", "gbr"]}, {"ends": null}, {"ends": ["irl", "irl"]}]);
    let world = World::with([session("getInterconnectors", ends)]).await;
    let map = world.inputs().interconnector_connections().await.unwrap();
    assert_eq!(json!(map), json!({"fra": ["gbr"], "gbr": ["fra"], "irl": ["irl"]}));
    assert_eq!(world.variables().await, json!({"sessionId": SCENARIO}));
    let answer = json!([{"ends": ["gbr", "fra"], "from": "gbr", "to": "fra", "asymmetric": {"original": false},
        "variables": [{"year": 2030, "capacity": {"original": 5400, "transform": {"type": "Delta", "value": 700}}}]}]);
    let world = World::with([session("getInterconnectors", answer)]).await;
    let found = world.inputs().interconnectors("gbr", "fra").await.unwrap();
    assert_eq!(found[0].variables[0].get("capacity").unwrap().edited(), Some(6100.0));
    let filter = json!({"OR": [{"from": "gbr", "to": "fra"}, {"from": "fra", "to": "gbr"}]});
    let expected = json!({"sessionId": SCENARIO, "interconnectorFilter": filter});
    assert_eq!(world.variables().await, expected);
}

#[tokio::test]
async fn demand_regions_are_the_names_alone() {
    let world = World::with([session(
        "getDemand",
        json!([{"region": "gbr"}, {"region": null}, {"region": "irl"}]),
    )])
    .await;
    assert_eq!(world.inputs().demand_regions().await.unwrap(), ["gbr", "irl"]);
    assert_eq!(world.variables().await, json!({"sessionId": SCENARIO}));
}

/// Whether every read finds no data, and is asked once.
async fn finds_nothing(inputs: &Inputs<'_>) -> bool {
    inputs.session().await.unwrap().is_none()
        & inputs.groupings().await.unwrap().is_empty()
        & inputs
            .technology(&TechnologyQuery::new("t", "r"))
            .await
            .unwrap()
            .is_none()
        & inputs.demand_regions().await.unwrap().is_empty()
        & inputs.demand(&DemandQuery::all()).await.unwrap().is_empty()
        & inputs.demand_technology_names(None).await.unwrap().is_empty()
        & inputs.demand_technologies(None).await.unwrap().is_empty()
        & inputs.commodities(&CommodityQuery::all()).await.unwrap().is_empty()
        & inputs.interconnector_connections().await.unwrap().is_empty()
        & inputs.interconnectors("a", "b").await.unwrap().is_empty()
}

#[tokio::test]
async fn null_at_the_top_is_no_data_and_is_not_asked_for_again() {
    for answer in [
        json!({"data": null}),
        json!({"data": {"getSession": null}}),
        json!({"data": {}}),
        json!({}),
    ] {
        let world = World::with([answer]).await;
        assert!(finds_nothing(&world.inputs()).await);
        assert_eq!(world.sent().await.len(), 10);
        assert!(world.clock.slept().is_empty());
    }
}

#[tokio::test]
async fn null_below_the_session_is_no_data() {
    let children = [
        "getTechnologyGroupings",
        "getTechnology",
        "getDemand",
        "getDemandTechnologies",
        "commodities",
        "getInterconnectors",
    ];
    let nulls: serde_json::Map<String, Value> = children.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let world = World::with([json!({"data": {"getSession": nulls}, "errors": []})]).await;
    let inputs = world.inputs();
    assert!(inputs.groupings().await.unwrap().is_empty());
    assert!(
        inputs
            .technology(&TechnologyQuery::new("t", "r"))
            .await
            .unwrap()
            .is_none()
    );
    assert!(inputs.demand(&DemandQuery::all()).await.unwrap().is_empty());
    assert!(inputs.commodities(&CommodityQuery::all()).await.unwrap().is_empty());
    let hollow = json!({"name": null, "getExogenous": {"parameters": null}, "getEndogenous": null});
    let world = World::with([session("getTechnology", hollow)]).await;
    let technology = world
        .inputs()
        .technology(&TechnologyQuery::new("t", "r"))
        .await
        .unwrap()
        .unwrap();
    assert!(technology.exogenous("capacity").is_none() && technology.definition("discountRate").is_none());
    let hollow = json!([{"region": null, "peakLoadDemand": null, "variables": null, "technologies": null}]);
    let world = World::with([session("getDemand", hollow)]).await;
    assert!(
        world.inputs().demand(&DemandQuery::all()).await.unwrap()[0]
            .variables
            .is_empty()
    );
}

#[tokio::test]
async fn a_configuration_of_any_poverty_gives_documents_that_parse() {
    let mut without_months = config();
    without_months["technology"]["parameters"] = json!([{"name": "capacity", "appliesToExo": true}]);
    let empty = json!({"technology": {"parameters": [], "definitionParameters": []},
        "demand": {"demandVariables": [], "demandTechnologyVariables": []}, "interconnectors": {"variables": []}});
    let nulls = json!({"technology": null, "demand": null, "interconnectors": null});
    for config in [without_months, empty, nulls] {
        let typename = json!({"__typename": "X"});
        let technology = json!({"getExogenous": {"parameters": typename},
            "getEndogenous": {"parameters": typename, "definitions": typename}});
        let world = World::configured(
            config,
            [
                session("getTechnology", technology),
                session("getDemand", json!([{"variables": [{"year": 2030, "__typename": "X"}]}])),
                session(
                    "getInterconnectors",
                    json!([{"variables": [{"year": 2030, "__typename": "X"}]}]),
                ),
            ],
        )
        .await;
        let inputs = world.inputs();
        let technology = inputs
            .technology(&TechnologyQuery::new("t", "r"))
            .await
            .unwrap()
            .unwrap();
        assert!(technology.endogenous("__typename").is_none());
        let demand = inputs.demand(&DemandQuery::all()).await.unwrap();
        assert_eq!(demand[0].variables[0].year, Some(2030));
        let between = inputs.interconnectors("a", "b").await.unwrap();
        assert!(between[0].variables[0].variables.is_empty());
        // `sent` parses them.
        assert_eq!(world.sent().await.len(), 3);
    }
}

#[tokio::test]
async fn every_call_may_run_in_a_task_of_its_own() {
    let world = World::with([session("getDemand", json!([]))]).await;
    let client = world.client.clone();
    let task = tokio::spawn(async move {
        let inputs = client.inputs(SCENARIO);
        let config = inputs.config().await?;
        let demand = inputs.demand(&DemandQuery::all()).await?;
        Ok::<_, origin_client::Error>((config, demand))
    });
    let (config, demand) = task.await.unwrap().unwrap();
    assert!(config.demand.is_some() && demand.is_empty());
}
