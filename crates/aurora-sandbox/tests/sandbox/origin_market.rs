//! The output files: they fit one another, react to the inputs, and are the same for the same seed.

use aurora_sandbox::Sandbox;

use crate::origin_world::{File, World, world, world_with};

fn near(one: f64, other: f64, tolerance: f64) {
    assert!((one - other).abs() <= tolerance, "{one} and {other}");
}

async fn base_file(world: &World, name: &str) -> File {
    world.file(&world.base, "gbr", name).await
}

#[tokio::test]
async fn hours_make_months_and_months_make_years() {
    let world = world("gbr").await;
    let hours = base_file(&world, "system_1h_2030_gbp2024.csv").await;
    let months = base_file(&world, "system_1m_gbp2024.csv").await;
    let years = base_file(&world, "system_gbp2024.csv").await;
    assert_eq!((hours.rows.len(), years.rows.len(), months.rows.len()), (8760, 10, 120));
    let price = hours.column("Price");
    near(
        price.iter().sum::<f64>() / 8760.0,
        years.value(&["2030"], "Baseload price"),
        0.002,
    );
    near(
        price[..744].iter().sum::<f64>() / 744.0,
        months.value(&["2030", "1"], "Baseload price"),
        0.002,
    );
    for name in [
        "Total demand",
        "Base demand",
        "Heat pumps",
        "Total generation",
        "Net exports",
        "Curtailment",
    ] {
        let all = hours.column(name);
        near(all.iter().sum::<f64>() / 1e6, years.value(&["2030"], name), 0.001);
        near(
            all[..744].iter().sum::<f64>() / 1e3,
            months.value(&["2030", "1"], name),
            0.01,
        );
    }
}

#[tokio::test]
async fn what_is_generated_and_imported_is_what_is_used_in_every_hour() {
    let world = world("gbr").await;
    let hours = base_file(&world, "system_1h_2030_gbp2024.csv").await;
    let of = |name| hours.column(name);
    let (generation, unserved) = (of("Total generation"), of("Unserved demand"));
    let (demand, charging, exports) = (of("Total demand"), of("Storage charging"), of("Net exports"));
    for hour in 0..8760 {
        near(
            generation[hour] + unserved[hour],
            demand[hour] + charging[hour] + exports[hour],
            0.01,
        );
    }
    let technologies = base_file(&world, "technology_1h_2030_gbp2024.csv").await;
    let links = base_file(&world, "interconnector_2030_gbp2024.csv").await;
    let sum = |row: &Vec<String>| row[1..].iter().map(|value| value.parse::<f64>().unwrap()).sum::<f64>();
    for hour in (0..8760).step_by(97) {
        near(sum(&technologies.rows[hour]), generation[hour], 0.02);
        near(sum(&links.rows[hour]), exports[hour], 0.02);
    }
    assert!(unserved.iter().sum::<f64>() / demand.iter().sum::<f64>() < 1e-4);
}

#[tokio::test]
async fn prices_are_plausible_and_the_wind_earns_less_than_the_mean() {
    let world = world("gbr").await;
    let years = base_file(&world, "system_gbp2024.csv").await;
    for price in years.column("Baseload price") {
        assert!((10.0..200.0).contains(&price), "{price}");
    }
    let technology = base_file(&world, "technology_gbp2024.csv").await;
    let captured = technology.value(&["2030"], "onshoreWind capture price");
    assert!(captured < years.value(&["2030"], "Baseload price"));
    near(technology.value(&["2030"], "solar load factor"), 0.117, 0.02);
}

#[tokio::test]
async fn half_hours_keep_the_hours_and_curtailment_is_the_difference_of_the_two_files() {
    let world = world("gbr").await;
    let after = base_file(&world, "technology_generation_gbp2024.csv").await;
    let before = base_file(&world, "technology_generation_pre_curtailment_gbp2024.csv").await;
    let hours = base_file(&world, "technology_1h_2025_gbp2024.csv").await;
    assert_eq!((after.rows.len(), before.rows.len()), (17_520, 17_520));
    let (half, whole) = (after.column("solar"), hours.column("solar"));
    for hour in 0..8760 {
        near((half[2 * hour] + half[2 * hour + 1]) / 2.0, whole[hour], 0.002);
    }
    let total = |file: &File, name: &str| file.column(name).iter().sum::<f64>();
    assert!(total(&before, "onshoreWind") >= total(&after, "onshoreWind"));
    near(total(&before, "ccgt"), total(&after, "ccgt"), 1.0);
    assert_eq!(after.rows[1][0], "2025-01-01T00:30Z");
}

#[tokio::test]
async fn two_header_rows_name_the_columns_and_their_units_in_the_currency_asked_for() {
    let world = world("gbr").await;
    let pounds = base_file(&world, "system_gbp2024.csv").await;
    let euros = base_file(&world, "system_eur2024.csv").await;
    assert_eq!((pounds.names[0].as_str(), pounds.units[0].as_str()), ("Year", ""));
    assert_eq!(
        (pounds.unit("Baseload price"), euros.unit("Baseload price")),
        ("£/MWh", "€/MWh")
    );
    assert_eq!(
        (pounds.unit("Total demand"), pounds.unit("Carbon price")),
        ("TWh", "£/t")
    );
    let of = |file: &File| file.value(&["2030"], "Baseload price");
    near(of(&euros), 1.17 * of(&pounds), 0.01);
    near(
        pounds.value(&["2030"], "Total demand"),
        euros.value(&["2030"], "Total demand"),
        0.0,
    );
}

#[tokio::test]
async fn dearer_gas_and_more_demand_raise_the_price_once_the_scenario_is_launched() {
    let world = world("gbr").await;
    let before = base_file(&world, "system_gbp2024.csv").await;
    let tx = "tx: [{year: 2030, transform: {type: Percentage, value: 50}}]";
    let arguments = format!(r#"commodity: "gas", regions: ["gbr"], {tx}"#);
    world.change("updateCommodity", &arguments, "commodity").await;
    let tx = "tx: [{year: 2035, transform: {type: Percentage, value: 10}}]";
    let arguments = format!(r#"variable: "totalDemand", regions: ["gbr"], {tx}"#);
    world.change("updateDemandVariable", &arguments, "region").await;
    world.run().await;
    let after = world.file(&world.id, "gbr", "system_gbp2024.csv").await;
    let price = |file: &File, year| file.value(&[year], "Baseload price");
    assert!(price(&after, "2030") > price(&before, "2030") + 5.0);
    assert!(price(&after, "2035") > price(&before, "2035") + 0.5);
    near(price(&after, "2040"), price(&before, "2040"), 0.001);
    let demand = |file: &File| file.value(&["2035"], "Total demand");
    near(demand(&after), 1.1 * demand(&before), 0.001);
    near(
        after.value(&["2030"], "Gas price"),
        1.5 * before.value(&["2030"], "Gas price"),
        0.01,
    );
}

#[tokio::test]
async fn more_wind_generates_more_and_lowers_its_own_price() {
    let world = world("gbr").await;
    let before = base_file(&world, "technology_gbp2024.csv").await;
    let arguments = r#"name: "onshoreWind", region: "gbr", parameter: capacity, tx: [{year: 2030, transform: {type: Percentage, value: 50}}]"#;
    world
        .change(
            "updateExogenousTechnologyParameter",
            arguments,
            "parameters { capacity { year } }",
        )
        .await;
    world.run().await;
    let after = world.file(&world.id, "gbr", "technology_gbp2024.csv").await;
    let of = |file: &File, what: &str| file.value(&["2030"], &format!("onshoreWind {what}"));
    near(of(&after, "capacity"), 1.5 * of(&before, "capacity"), 0.01);
    assert!(of(&after, "generation") > 1.2 * of(&before, "generation"));
    assert!(of(&after, "capture price") < of(&before, "capture price"));
}

#[tokio::test]
async fn equal_seeds_give_equal_files_and_other_seeds_others() {
    let mut files = Vec::new();
    for seed in [1, 1, 2] {
        let world = world_with("gbr", Sandbox::builder().seed(seed)).await;
        files.push(base_file(&world, "system_1h_2030_gbp2024.csv").await.text);
    }
    assert!(files[0] == files[1] && files[0] != files[2]);
}

#[tokio::test]
async fn the_nodal_region_has_prices_for_nodes_whose_names_need_care() {
    let world = world("erc").await;
    let plain = world.file(&world.base, "erc", "nodal_ZONDWD_6_B1_usd2024.csv").await;
    let odd = world
        .file(&world.base, "erc", "nodal_PANHANDLE%202%2FB%231%3F_usd2024.csv")
        .await;
    assert_eq!((plain.rows.len(), odd.rows.len()), (8760, 8760));
    assert_eq!(plain.unit("Price"), "$/MWh");
    assert_ne!(plain.column("Price"), odd.column("Price"));
}

#[tokio::test]
async fn both_ends_of_a_link_see_the_same_flow() {
    let world = world("aus").await;
    let here = world.file(&world.base, "nsw", "interconnector_1y_aud2024.csv").await;
    let there = world.file(&world.base, "vic", "interconnector_1y_aud2024.csv").await;
    let sent = here.value(&["2030"], "Exports to vic");
    near(there.value(&["2030"], "Imports from nsw"), 0.98 * sent, 0.002);
    assert!(sent > 0.0);
}
