//! What each query comes to.

use serde_json::{Map, Value, json};

use crate::etm::model::Model;
use crate::etm::model::carriers::{COLUMNS, Carrier, ELECTRICITY, HT, LT, MT, is_renewable};
use crate::etm::model::case::Year;
use crate::etm::model::flows::{Flows, MJ_PER_MWH, is_final};
use crate::etm::model::outcome::Outcome;
use crate::etm::model::plants::{System, plants_of, sector_of};
use crate::etm::model::power::marginal_costs;
use crate::times::YEAR_HOURS;

/// MJ of one PJ.
const PETA: f64 = 1e9;

/// The value of a query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum QueryValue {
    Number(f64),
    Boolean(bool),
    Text(String),
    /// 8760 values.
    Curve(Vec<f64>),
    Map(Vec<(String, f64)>),
}

impl QueryValue {
    /// As on the wire: curves are cut to integers or to three decimals, what is not finite is null.
    pub(crate) fn json(&self) -> Value {
        match self {
            QueryValue::Number(number) => json!(number),
            QueryValue::Boolean(truth) => json!(truth),
            QueryValue::Text(text) => json!(text),
            QueryValue::Curve(values) => cut(values),
            QueryValue::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| (key.clone(), json!(value)));
                Value::Object(pairs.collect::<Map<_, _>>())
            }
        }
    }
}

/// Of every second month the first day decides: where fewer than twelve of its values are small and not zero, whole numbers do.
fn cut(values: &[f64]) -> Value {
    const WINDOWS: [usize; 6] = [0, 1416, 2880, 4344, 5832, 7296];
    if values.len() < YEAR_HOURS {
        return json!(
            values
                .iter()
                .map(|value| (value * 1000.0).trunc() / 1000.0)
                .collect::<Vec<_>>()
        );
    }
    let sample = WINDOWS.iter().flat_map(|start| &values[*start..start + 24]);
    let small = sample.filter(|value| value.abs() > 0.0 && value.abs() < 300.0).count();
    match small < 12 {
        true => json!(values.iter().map(|value| value.trunc() as i64).collect::<Vec<_>>()),
        false => json!(
            values
                .iter()
                .map(|value| (value * 1000.0).trunc() / 1000.0)
                .collect::<Vec<_>>()
        ),
    }
}

/// The value of a query in one year.
pub(super) fn of(model: &Model, key: &str, year: Year) -> Result<QueryValue, String> {
    let outcome = model.outcome();
    let number = match key {
        key if key.starts_with("dashboard_") => return dashboard(outcome, key),
        key if key.starts_with("final_demand") => final_demand(outcome, key),
        key if key.starts_with("co2_emissions_of_") => sector_co2(outcome, key),
        key if key.starts_with("costs_of_") || key == "total_costs" => cost(outcome, key),
        "total_co2_emissions" => total_co2(outcome),
        "captured_co2" => 1e6 * outcome.emissions.iter().map(|row| row.captured).sum::<f64>(),
        "total_ghg_emissions" => {
            outcome
                .emissions
                .iter()
                .filter(|row| row.is_domestic())
                .map(|row| row.total())
                .sum::<f64>()
                / 1000.0
        }
        "loss_of_load_expectation" if !outcome.case.area.hourly => {
            return Err("hourly calculation is not enabled for this area".to_owned());
        }
        _ => return other(outcome, key, year),
    };
    Ok(QueryValue::Number(number))
}

fn dashboard(outcome: &Outcome, key: &str) -> Result<QueryValue, String> {
    let area = outcome.case.area;
    Ok(QueryValue::Number(match key {
        "dashboard_renewability" => {
            let (renewable, all) = primary(outcome, is_renewable);
            renewable / all.max(1.0)
        }
        // Relative to 1990.
        "dashboard_emissions" => total_co2(outcome) / (area.co2_1990 * 1e9),
        "dashboard_reduction_of_co2_emissions_versus_1990" => total_co2(outcome) / (area.co2_1990 * 1e9) - 1.0,
        "dashboard_total_costs" => cost(outcome, "total_costs") / 1e9,
        "dashboard_bio_footprint" => bio_footprint(outcome),
        "dashboard_energy_import_netto" => {
            let (imported, all) = primary(outcome, |carrier| !is_renewable(carrier) && carrier != "natural_gas");
            imported / all.max(1.0)
        }
        "dashboard_share_of_renewable_electricity" => renewable_electricity(outcome),
        "dashboard_security_of_supply" => shortage_hours(outcome),
        "dashboard_total_number_of_excess_events" => excess_events(outcome),
        "dashboard_profitability" => return Ok(profitability(outcome)),
        unknown => return Err(format!("nothing is known of {unknown}")),
    }))
}

fn other(outcome: &Outcome, key: &str, year: Year) -> Result<QueryValue, String> {
    let power = &outcome.networks.power;
    let coastal = || capacity(outcome, "energy_power_wind_turbine_coastal");
    Ok(match key {
        "merit_order_price_curve" | "hourly_price_of_electricity_per_mwh" => QueryValue::Curve(power.price.clone()),
        "electricity_demand_curve" => QueryValue::Curve(power.balance.demand()),
        "residual_load_curve" => QueryValue::Curve(residual(outcome)),
        "policy_goal_onshore_coast_reached" => QueryValue::Boolean(coastal() >= 1000.0 * outcome.case.size()),
        "name_of_the_weather_year" => QueryValue::Text(outcome.case.text("settings_weather_curve_set").to_owned()),
        "analysis_year" => QueryValue::Number(match year {
            Year::Present => outcome.case.area.analysis_year as f64,
            Year::Future => outcome.case.area.analysis_year as f64 + outcome.case.years,
        }),
        key => {
            let number = energy(outcome, key).or_else(|| place(outcome, key));
            QueryValue::Number(number.ok_or_else(|| format!("nothing is known of {key}"))?)
        }
    })
}

fn capacity(outcome: &Outcome, node: &str) -> f64 {
    outcome.case.number(&format!("capacity_of_{node}"))
}

/// Energy, and the hours of electricity.
fn energy(outcome: &Outcome, key: &str) -> Option<f64> {
    let power = &outcome.networks.power;
    let oil =
        |sector: &str, carrier: Carrier| sector == "buildings" && ["crude_oil", "diesel", "lpg"].contains(&carrier);
    let domestic = |node: &str| !node.contains("_interconnector_") && !node.contains("flexibility");
    Some(match key {
        "primary_demand" => primary(outcome, |_| true).1 / PETA,
        "primary_demand_of_oil_and_derivatives_from_buildings" => final_of(&outcome.flows, oil) / PETA,
        "total_electricity_produced" => produced(outcome, domestic),
        "electricity_produced_from_wind" => produced(outcome, |node| node.contains("wind_turbine")),
        "electricity_produced_from_solar" => produced(outcome, |node| node.contains("solar")),
        "hydrogen_produced_in_electrolysis" => power.electrolysis.iter().sum::<f64>() * MJ_PER_MWH,
        "curtailed_electricity" => power.curtailed.iter().sum::<f64>() * MJ_PER_MWH,
        "net_import_of_electricity" => {
            let used = final_demand(outcome, "final_demand_of_electricity") * PETA;
            (exchanged(outcome, "_imported_") - exchanged(outcome, "_exported_")) / used.max(1.0)
        }
        "total_number_of_excess_events" => excess_events(outcome),
        "peak_load_of_electricity" => power.balance.demand().into_iter().fold(0.0, f64::max),
        "loss_of_load_expectation" => shortage_hours(outcome),
        "average_price_of_electricity" => power.price.iter().sum::<f64>() / YEAR_HOURS as f64,
        _ => return None,
    })
}

/// People and land; a MW of wind takes 0.2 km² on land and 0.15 at sea.
fn place(outcome: &Outcome, key: &str) -> Option<f64> {
    let area = outcome.case.area;
    Some(match key {
        "number_of_residences" => area.residences * outcome.case.people(),
        "number_of_inhabitants" => 1e6 * outcome.case.number("households_number_of_inhabitants"),
        "areable_land" => area.arable(),
        "bio_footprint" => bio_footprint(outcome),
        "area_used_for_onshore_wind" => {
            0.2 * capacity(outcome, "energy_power_wind_turbine_inland") * land_factor(outcome)
        }
        "area_used_for_coastal_wind" => 0.2 * capacity(outcome, "energy_power_wind_turbine_coastal"),
        "area_used_for_offshore_wind" => 0.15 * capacity(outcome, "energy_power_wind_turbine_offshore"),
        _ => return None,
    })
}

/// Demand less what the weather gives, MW.
fn residual(outcome: &Outcome) -> Vec<f64> {
    let balance = &outcome.networks.power.balance;
    let mut load = balance.demand();
    for line in balance
        .outputs
        .iter()
        .filter(|line| line.node.contains("wind_turbine") || line.node.contains("solar"))
    {
        crate::etm::model::flows::add(&mut load, &line.mw, -1.0);
    }
    load
}

/// Small turbines need twice the land.
fn land_factor(outcome: &Outcome) -> f64 {
    1.0 + outcome.case.share("land_use_impact_visual_wind_inland_small_scale")
}

/// kg in the area.
pub(crate) fn total_co2(outcome: &Outcome) -> f64 {
    let rows = outcome
        .emissions
        .iter()
        .filter(|row| row.ghg == "co2" && row.is_domestic());
    1e6 * rows.map(|row| row.produced - row.captured).sum::<f64>()
}

/// kg of a sector; all but the bunkers are the total.
fn sector_co2(outcome: &Outcome, key: &str) -> f64 {
    let sectors: &[&str] = match key.trim_start_matches("co2_emissions_of_") {
        "households" => &["Households"],
        "buildings" => &["Buildings"],
        "industry" => &["Industry"],
        "transport" => &["National transport"],
        "agriculture" => &["Agriculture"],
        "energy" => &["Energy"],
        "bunkers" => &["International transport"],
        _ => &["Other", "Waste", "LULUCF"],
    };
    let rows = outcome
        .emissions
        .iter()
        .filter(|row| row.ghg == "co2" && sectors.contains(&row.sector));
    1e6 * rows.map(|row| row.produced - row.captured).sum::<f64>()
}

fn cost(outcome: &Outcome, key: &str) -> f64 {
    if key == "costs_of_imported_electricity" {
        return outcome.networks.power.import_costs;
    }
    let group = key.replacen("costs_of_", "costs_", 1);
    let rows = outcome
        .costs
        .iter()
        .filter(|row| key == "total_costs" || row.group == group);
    rows.map(|row| row.total()).sum()
}

/// MJ by sector and carrier.
pub(crate) fn final_of(flows: &Flows, wanted: impl Fn(&str, Carrier) -> bool) -> f64 {
    let nodes = flows.iter().filter(|(key, _)| is_final(key));
    let inputs = nodes.flat_map(|(key, flow)| {
        flow.inputs
            .iter()
            .map(move |(carrier, energy)| (sector_of(key), *carrier, energy))
    });
    inputs
        .filter(|(sector, carrier, _)| wanted(sector, carrier))
        .map(|(.., energy)| energy)
        .sum()
}

/// Everything in MJ, a sector or a carrier in PJ.
fn final_demand(outcome: &Outcome, key: &str) -> f64 {
    let Some(what) = key.strip_prefix("final_demand_of_") else {
        return final_of(&outcome.flows, |_, _| true);
    };
    final_of(&outcome.flows, |sector, carrier| match what {
        "steam_hot_water" => [LT, MT, HT].contains(&carrier),
        _ => sector == what || carrier == what,
    }) / PETA
}

/// MJ of primary energy that is wanted, and of all.
fn primary(outcome: &Outcome, wanted: impl Fn(Carrier) -> bool) -> (f64, f64) {
    let (mut some, mut all) = (0.0, 0.0);
    for carrier in COLUMNS {
        let key = crate::etm::model::outcome::source(carrier);
        let energy = outcome
            .flows
            .get(&key)
            .and_then(|flow| flow.outputs.get(carrier))
            .copied()
            .unwrap_or_default();
        all += energy;
        some += if wanted(carrier) { energy } else { 0.0 };
    }
    let imports = exchanged(outcome, "_imported_");
    (some + if wanted(ELECTRICITY) { imports } else { 0.0 }, all + imports)
}

fn exchanged(outcome: &Outcome, which: &str) -> f64 {
    let balance = &outcome.networks.power.balance;
    let lines = balance.outputs.iter().chain(&balance.inputs);
    lines
        .filter(|line| line.node.contains(which))
        .map(|line| line.energy())
        .sum()
}

fn produced(outcome: &Outcome, wanted: impl Fn(&str) -> bool) -> f64 {
    let lines = outcome.networks.power.balance.outputs.iter();
    lines.filter(|line| wanted(&line.node)).map(|line| line.energy()).sum()
}

fn renewable_electricity(outcome: &Outcome) -> f64 {
    let all = produced(outcome, |node| {
        !node.contains("_interconnector_") && !node.contains("flexibility")
    });
    let renewable = produced(outcome, |node| {
        let plant = crate::etm::model::plants::plant(node);
        plant.is_some_and(|plant| {
            plant.inputs.iter().all(|(carrier, _)| is_renewable(carrier))
                && plant.system == System::Power
                && !node.contains("flexibility")
        })
    });
    renewable / all.max(1.0)
}

/// Land for biomass relative to the arable land.
fn bio_footprint(outcome: &Outcome) -> f64 {
    let biomass: f64 = ["wood_pellets", "dry_biomass", "biogas", "biodiesel"]
        .iter()
        .map(|carrier| outcome.flows.taken(carrier))
        .sum();
    // 10 TJ for each km².
    biomass / 1e7 / outcome.case.area.arable()
}

fn shortage_hours(outcome: &Outcome) -> f64 {
    let deficit = &outcome.networks.power.balance.deficit;
    deficit.iter().filter(|mw| **mw > 0.0).count() as f64
}

/// Runs of hours in which something is curtailed.
fn excess_events(outcome: &Outcome) -> f64 {
    let curtailed = &outcome.networks.power.curtailed;
    let starts = curtailed
        .windows(2)
        .filter(|pair| pair[0] <= 1e-6 && pair[1] > 1e-6)
        .count();
    (starts + usize::from(curtailed[0] > 1e-6)) as f64
}

/// EUR of profit of each power plant.
fn profitability(outcome: &Outcome) -> QueryValue {
    let power = &outcome.networks.power;
    let plants = plants_of(System::Power).filter_map(|plant| {
        let line = power.balance.output(plant.node)?;
        let costs = marginal_costs(&outcome.case, plant);
        let hours = line.mw.iter().zip(&power.price);
        let margin: f64 = hours.map(|(mw, price)| mw * (price - costs)).sum();
        let row = outcome.costs.iter().find(|row| row.key == plant.node)?;
        Some((
            plant.node.to_owned(),
            margin - row.capex().unwrap_or_default() - row.fixed.unwrap_or_default(),
        ))
    });
    QueryValue::Map(plants.collect())
}
