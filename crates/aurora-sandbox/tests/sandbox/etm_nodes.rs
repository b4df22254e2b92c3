//! Areas, queries, nodes, the drawing of the graph, and the participants of the market.

use serde_json::{Value, json};

use crate::etm_session::{ADA, Etm, GUEST, not_found, start};

async fn node(etm: &Etm, session: i64, key: &str) -> Value {
    let (status, node) = etm.get(ADA, &format!("/scenarios/{session}/nodes/{key}")).await;
    assert_eq!(status, 200, "{key}: {node}");
    node
}

#[tokio::test]
async fn a_node_shows_numbers_and_texts_by_its_group() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let plant = node(&etm, session, "industry_chp_combined_cycle_gas_power_fuelmix").await;
    assert_eq!(
        (&plant["sector"], &plant["use"], &plant["presentation_group"]),
        (&json!("industry"), &json!("energetic"), &json!("chps"))
    );
    let technical = &plant["data"]["technical"];
    assert_eq!(technical["electricity_output_conversion"]["present"], "46.0");
    assert_eq!(technical["total_installed_electricity_capacity"]["present"], 2400.0);
    assert_eq!(plant["data"]["cost"]["takes_part_in_ets"]["future"], "true");
    assert_eq!(
        plant["data"]["cost"]["wacc"],
        json!({"present": "4.0", "future": "4.0", "unit": "%", "desc": "Weighted average cost of capital"})
    );
    for (key, group) in [
        ("energy_power_wind_turbine_coastal", "wind_turbine"),
        ("energy_power_nuclear_gen3_uranium_oxide", "electricity_production"),
        ("buildings_solar_pv_solar_radiation", "solar_panel"),
        ("energy_hydrogen_flexibility_p2g_electricity", "p2g"),
        ("energy_flexibility_pumped_storage_electricity", "p2p"),
        ("energy_hydrogen_storage_salt_cavern", "h2_storage"),
        ("transport_van_flexibility_p2p_electricity", "v2g"),
        ("industry_steel_blastfurnace_bof_production", "steel"),
        ("industry_other_paper_burner_coal", "traditional_heat"),
        ("molecules_offshore_sequestration_co2", "co2_storage"),
    ] {
        let one = node(&etm, session, key).await;
        assert_eq!(one["presentation_group"], group, "{key}");
        assert!(!one["data"].as_object().unwrap().is_empty(), "{key}");
    }
}

#[tokio::test]
async fn a_node_without_a_group_shows_nothing_and_one_of_two_fuels_their_shares() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let plain = node(&etm, session, "bunkers_final_demand_kerosene").await;
    assert_eq!(
        (&plain["presentation_group"], &plain["data"]),
        (&Value::Null, &json!({}))
    );
    let mixed = node(&etm, session, "energy_power_ultra_supercritical_cofiring_coal").await;
    assert_eq!(mixed["uses_coal_and_wood_pellets"], true);
    assert!(mixed["data"]["current_fuel_input_mix"]["coal_input_conversion"]["future"].is_string());
    let unknown = etm.get(ADA, &format!("/scenarios/{session}/nodes/no_such_node")).await;
    assert_eq!(unknown, not_found());
}

#[tokio::test]
async fn numbers_of_nodes_follow_the_user_and_wrong_names_break_the_server() {
    let etm = start().await;
    let values = json!({"capacity_of_households_solar_pv_solar_radiation": 5400.0});
    let session = etm.scenario(ADA, json!({"user_values": values})).await;
    let line = format!("POST /scenarios/{session}/nodes/stats");
    let keys = json!({"keys": {
        "households_solar_pv_solar_radiation": ["number_of_units", "full_load_hours"],
        "energy_flexibility_mv_batteries_electricity": null,
        "energy_power_wind_turbine_inland": [],
    }});
    let (status, stats) = etm.ask(GUEST, &line, keys).await;
    assert_eq!(status, 200, "{stats}");
    let panels = &stats["nodes"]["households_solar_pv_solar_radiation"];
    let units = |year: &str| panels["number_of_units"][year].as_f64().unwrap();
    assert!((units("future") / units("present") - 2.0).abs() < 1e-9);
    assert_eq!(panels.as_object().unwrap().len(), 2);
    let battery = &stats["nodes"]["energy_flexibility_mv_batteries_electricity"];
    assert_eq!(
        (
            battery.as_object().unwrap().len(),
            &battery["storage"]["future"]["volume"]
        ),
        (12, &json!(4.0))
    );
    assert_eq!(stats["nodes"]["energy_power_wind_turbine_inland"], json!({}));
    for keys in [
        json!({"keys": {"no_such_node": null}}),
        json!({"keys": {"energy_power_wind_turbine_inland": ["colour"]}}),
        json!({}),
    ] {
        assert_eq!(etm.ask(ADA, &line, keys).await.0, 500);
    }
}

#[tokio::test]
async fn every_edge_of_the_drawing_joins_two_of_its_nodes() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let (status, drawing) = etm.get(ADA, &format!("/scenarios/{session}/nodes/topology")).await;
    assert_eq!(status, 200);
    let nodes: Vec<&str> = drawing["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["key"].as_str().unwrap())
        .collect();
    assert!(nodes.len() > 150 && nodes.is_sorted());
    let edges = drawing["edges"].as_array().unwrap();
    assert!(edges.len() > 150);
    for edge in edges {
        for side in ["left", "right"] {
            assert!(nodes.contains(&edge[side].as_str().unwrap()), "{edge}");
        }
    }
    let wood = drawing["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|node| node["key"] == "agriculture_burner_crude_oil")
        .unwrap();
    assert_eq!(
        (&wood["fill_color"], &wood["stroke_color"]),
        (&json!("#B3CF7B"), &json!("#999"))
    );
}

#[tokio::test]
async fn the_market_lists_its_participants_with_their_curves_unless_they_are_not_wanted() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let (_, full) = etm.get(ADA, &format!("/scenarios/{session}/merit")).await;
    let wind = full["participants"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["key"] == "energy_power_wind_turbine_inland")
        .unwrap();
    assert_eq!(
        (&wind["type"], &wind["marginal_costs"]),
        (&json!("volatile"), &json!(0.0))
    );
    assert!((wind["full_load_hours"].as_f64().unwrap() - 2300.0).abs() < 30.0);
    let curve = &full["curves"][wind["curve"].as_str().unwrap()];
    let curve: Vec<f64> = curve
        .as_array()
        .unwrap()
        .iter()
        .map(|value| value.as_f64().unwrap())
        .collect();
    assert_eq!(curve.len(), 8760);
    assert!((curve.iter().sum::<f64>() - 1.0 / 3600.0).abs() < 1e-9);
    let (_, bare) = etm
        .get(ADA, &format!("/scenarios/{session}/merit?include_curves=false"))
        .await;
    assert_eq!(bare.get("curves"), None);
    let participants = bare["participants"].as_array().unwrap();
    assert_eq!(participants.len(), full["participants"].as_array().unwrap().len());
    assert!(
        participants
            .iter()
            .all(|one| one.get("curve").is_none() && one.get("full_load_hours").is_none())
    );
}

#[tokio::test]
async fn areas_come_in_two_sizes_and_a_disabled_one_by_its_code_only() {
    let etm = start().await;
    let (_, areas) = etm.get(GUEST, "/areas").await;
    let codes: Vec<&str> = areas
        .as_array()
        .unwrap()
        .iter()
        .map(|area| area["area"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"nl2019") && codes.contains(&"GM0363_amsterdam") && !codes.contains(&"nl2016"));
    let (_, sparse) = etm.get(GUEST, "/areas?detailed=false").await;
    assert_eq!(sparse.as_array().unwrap().len(), codes.len());
    assert!(sparse[0].get("co2_price").is_none());
    let (status, disabled) = etm.get(GUEST, "/areas/nl2016").await;
    assert_eq!((status, &disabled["analysis_year"]), (200, &json!(2016)));
    assert_eq!(etm.get(GUEST, "/areas/atlantis").await, not_found());
}
