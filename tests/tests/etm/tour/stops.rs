//! The stops of the tour, each of which makes what it needs.

use etm_client::raw::Part;
use serde_json::{Value, json};

use super::Tour;

async fn session(tour: &mut Tour) -> String {
    let body = json!({"scenario": {"area_code": "nl2019", "end_year": 2050}});
    id_of(&tour.ask("create_scenario", &[], Some(body)).await)
}

fn id_of(record: &Value) -> String {
    record["id"].as_i64().expect("a record has an id").to_string()
}

pub(super) async fn sessions(tour: &mut Tour) {
    let id = session(tour).await;
    let at = [("scenario_id", id.as_str())];
    let update = json!({"scenario": {"user_values": {"costs_co2": 50}, "metadata": {"a": 1}},
        "gqueries": ["dashboard_emissions", "dashboard_total_costs"]});
    tour.ask("update_scenario", &at, Some(update)).await;
    tour.ask("get_scenario", &at, None).await;
    tour.ask("list_scenarios", &[("page", "1"), ("limit", "10")], None)
        .await;
    tour.ask("get_scenarios_batch", &[("scenario_ids", &id)], None).await;
    tour.ask("get_scenario_merit", &at, None).await;
    let lines = tour
        .ask(
            "export_scenarios",
            &[],
            Some(json!({"ids": [id.parse::<i64>().unwrap()]})),
        )
        .await;
    assert_eq!(lines.as_str().map(|text| text.lines().count()), Some(1));
    let merge = json!({"scenarios": [{"scenario_id": id, "weight": 1.0}]});
    tour.ask("merge_scenarios", &[], Some(merge)).await;
    tour.ask("interpolate_scenario", &at, Some(json!({"end_year": 2040})))
        .await;
    let several = json!({"scenario_ids": [id.parse::<i64>().unwrap()], "end_years": [2030, 2040]});
    tour.ask("interpolate_scenarios", &[], Some(several)).await;
    let groups = json!({"groups": ["external_model_industry"]});
    tour.ask("couple_scenario", &at, Some(groups.clone())).await;
    tour.ask("uncouple_scenario", &at, Some(groups)).await;
    tour.ask("uncouple_scenario", &at, Some(json!({"force": true}))).await;
    let tag = |text: &str| Some(json!({"scenario_version_tag": {"description": text}}));
    tour.ask("create_scenario_version_tag", &at, tag("first")).await;
    tour.ask("update_scenario_version_tag", &at, tag("second")).await;
    tour.ask("get_scenario_version_tag", &at, None).await;
    tour.ask("list_scenario_version_tags", &[("scenarios[]", &id)], None)
        .await;
    tour.ask("delete_scenario", &at, None).await;
}

pub(super) async fn inputs_and_models(tour: &mut Tour) {
    let id = session(tour).await;
    let at = ("scenario_id", id.as_str());
    tour.ask("list_scenario_inputs", &[at, ("include_extras", "true")], None)
        .await;
    tour.ask("get_scenario_input", &[at, ("input_key", "costs_co2")], None)
        .await;
    tour.ask(
        "get_scenario_inputs_by_keys",
        &[at, ("input_keys", "costs_co2,costs_oil")],
        None,
    )
    .await;
    tour.ask("list_inputs", &[at], None).await;
    tour.ask("get_input", &[at, ("input_key", "costs_co2")], None).await;
    tour.ask("list_input_keys", &[at], None).await;
    tour.ask("list_gqueries", &[], None).await;
    tour.ask("list_areas", &[("detailed", "true")], None).await;
    tour.ask("list_areas", &[("detailed", "false")], None).await;
    tour.ask("get_area", &[("area_code", "nl2019")], None).await;
    let key = "energy_power_nuclear_gen3_uranium_oxide";
    tour.ask("get_scenario_node", &[at, ("node_key", key)], None).await;
    tour.ask("get_scenario_topology", &[at], None).await;
    tour.ask("get_scenario_node_stats", &[at], Some(json!({"keys": {key: null}})))
        .await;
}

fn is_csv(text: &Value, rows: usize) {
    let lines = text.as_str().map_or(0, |text| text.lines().count());
    assert!(lines >= rows, "{lines} lines");
}

pub(super) async fn curves_and_files(tour: &mut Tour) {
    let id = session(tour).await;
    let at = ("scenario_id", id.as_str());
    is_csv(
        &tour
            .ask("download_hourly_curve", &[at, ("curve", "electricity_price")], None)
            .await,
        8761,
    );
    tour.ask("get_curve_electricity_price_json", &[at], None).await;
    let key = ("curve_key", "weather/wind_offshore_baseline");
    tour.ask(
        "list_custom_curves",
        &[at, ("include_unattached", "true"), ("include_internal", "true")],
        None,
    )
    .await;
    let file = Part::new("file", "0.5\n".repeat(8760)).with_file_name("wind.csv");
    let upload = tour.request("upload_custom_curve", &[at, key]).multipart([file]);
    tour.send(upload).await;
    tour.ask("get_custom_curve", &[at, key], None).await;
    is_csv(&tour.ask("download_custom_curve", &[at, key], None).await, 8760);
    tour.ask("list_custom_curves", &[at], None).await;
    tour.ask("delete_custom_curve", &[at, key], None).await;
    for name in [
        "energy_flow",
        "energy_flow_present",
        "molecule_flow",
        "costs_parameters",
        "sankey",
        "storage_parameters",
        "direct_emissions_present",
        "direct_emissions_future",
        "electricity_capacities",
        "hydrogen_capacities",
        "network_gas_capacities",
        "district_heating_capacities",
    ] {
        is_csv(&tour.ask(&format!("export_{name}"), &[at], None).await, 2);
    }
    let file = Part::new("file", "<esdl:EnergySystem xmlns:esdl=\"http://www.tno.nl/esdl\"/>").with_file_name("a.esdl");
    let upload = tour.request("update_esdl_file", &[at]).multipart([file]);
    tour.send(upload).await;
    tour.ask("get_esdl_file", &[at, ("download", "true")], None).await;
}

pub(super) async fn retired(tour: &mut Tour) {
    let id = session(tour).await;
    for name in ["export_production_parameters", "export_application_demands"] {
        is_csv(&tour.ask(name, &[("scenario_id", &id)], None).await, 2);
    }
}

pub(super) async fn orders(tour: &mut Tour) {
    let id = session(tour).await;
    let at = ("scenario_id", id.as_str());
    tour.ask("list_user_sortables", &[at], None).await;
    let kind = ("sortable_type", "hydrogen_supply");
    let order = tour.ask("get_user_sortable", &[at, kind], None).await;
    tour.ask("update_user_sortable", &[at, kind], Some(order)).await;
    for name in [
        "forecast_storage_order",
        "hydrogen_supply_order",
        "hydrogen_demand_order",
        "households_space_heating_producer_order",
        "heat_network_order",
    ] {
        let order = tour.ask(&format!("get_{name}"), &[at], None).await;
        tour.ask(&format!("update_{name}"), &[at], Some(order)).await;
    }
}

/// The four operations on a list of users.
async fn four(tour: &mut Tour, names: [&str; 4], at: (&str, &str), root: &str) {
    let body = |element: Value| Some(json!({ root: [element] }));
    let [list, add, change, remove] = names;
    tour.ask(
        add,
        &[at],
        body(json!({"user_email": "ben@example.org", "role": "scenario_viewer"})),
    )
    .await;
    tour.ask(
        add,
        &[at],
        body(json!({"user_email": "new@example.org", "role": "scenario_viewer"})),
    )
    .await;
    tour.ask(change, &[at], body(json!({"user_id": 2, "role": "scenario_owner"})))
        .await;
    tour.ask(list, &[at], None).await;
    tour.ask(remove, &[at], body(json!({"user_id": 2}))).await;
}

pub(super) async fn users(tour: &mut Tour) {
    let id = session(tour).await;
    let names = [
        "list_scenario_users",
        "create_scenario_users",
        "update_scenario_users",
        "delete_scenario_users",
    ];
    four(tour, names, ("scenario_id", &id), "scenario_users").await;
}

pub(super) async fn saved(tour: &mut Tour) {
    let session: i64 = session(tour).await.parse().expect("an id is a number");
    let new = json!({"scenario_id": session, "title": "Mine"});
    let id = id_of(&tour.ask("create_saved_scenario", &[], Some(new)).await);
    let at = [("id", id.as_str())];
    tour.ask("list_saved_scenarios", &[], None).await;
    tour.ask("get_saved_scenario", &at, None).await;
    tour.ask("update_saved_scenario", &at, Some(json!({"title": "Better"})))
        .await;
    let names = [
        "list_saved_scenario_users",
        "create_saved_scenario_users",
        "update_saved_scenario_users",
        "delete_saved_scenario_users",
    ];
    four(tour, names, ("saved_scenario_id", &id), "saved_scenario_users").await;
    tour.ask("discard_saved_scenario", &at, None).await;
    tour.ask("delete_saved_scenario", &at, None).await;

    let new = json!({"saved_scenario": {"scenario_id": session, "title": "Mine", "area_code": "nl2019", "end_year": 2050,
        "version": "latest"}});
    let id = id_of(&tour.ask("myetm_create_saved_scenario", &[], Some(new)).await);
    let at = [("id", id.as_str())];
    tour.ask("myetm_list_saved_scenarios", &[("scope", "all")], None).await;
    tour.ask("myetm_get_saved_scenario", &at, None).await;
    let update = json!({"saved_scenario": {"title": "Better"}});
    tour.ask("myetm_update_saved_scenario", &at, Some(update)).await;
    let names = [
        "myetm_list_saved_scenario_users",
        "myetm_create_saved_scenario_users",
        "myetm_update_saved_scenario_users",
        "myetm_delete_saved_scenario_users",
    ];
    four(tour, names, ("id", &id), "saved_scenario_users").await;
    tour.ask("myetm_discard_saved_scenario", &at, None).await;
    tour.ask("myetm_delete_saved_scenario", &at, None).await;
}

pub(super) async fn collections(tour: &mut Tour) {
    let session: i64 = session(tour).await.parse().expect("an id is a number");
    for (prefix, name) in [("", "collection"), ("", "transition_path"), ("myetm_", "collection")] {
        let new = json!({"collection": {"title": "Both", "scenario_ids": [session], "version": "latest"}});
        let id = id_of(&tour.ask(&format!("{prefix}create_{name}"), &[], Some(new)).await);
        let at = [("id", id.as_str())];
        tour.ask(&format!("{prefix}list_{name}s"), &[], None).await;
        tour.ask(&format!("{prefix}get_{name}"), &at, None).await;
        let update = json!({"collection": {"title": "Better"}});
        tour.ask(&format!("{prefix}update_{name}"), &at, Some(update)).await;
        tour.ask(&format!("{prefix}delete_{name}"), &at, None).await;
    }
}

pub(super) async fn catalogue(tour: &mut Tour) {
    let list = tour.ask("myetm_list_featured_scenarios", &[], None).await;
    let id = id_of(&list["featured_scenarios"][0]);
    tour.ask("myetm_get_featured_scenario", &[("id", &id)], None).await;
    tour.ask("myetm_list_featured_scenario_sessions", &[], None).await;
    tour.ask("myetm_list_versions", &[("sort", "desc")], None).await;
    tour.ask("get_token_info", &[], None).await;
    tour.ask("get_userinfo", &[], None).await;
}

pub(super) async fn dump(tour: &mut Tour) {
    let dump = json!({"area_code": "nl2019", "end_year": 2050, "user_values": {"costs_co2": 50}});
    tour.ask("load_scenario_dump", &[], Some(dump)).await;
}

pub(super) async fn farewell(tour: &mut Tour) {
    let update = json!({"user": {"name": "Countess", "private_scenarios": true}});
    tour.ask("update_user", &[], Some(update)).await;
    tour.ask("delete_user", &[], None).await;
}
