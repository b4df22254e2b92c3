//! Costs of a year, by node.

use super::carriers::{COLUMNS, ELECTRICITY, HYDROGEN, cost_group};
use super::case::Case;
use super::emissions;
use super::flows::{Balance, Flows, MJ_PER_MWH, is_link};
use super::outcome::Networks;
use super::plants::{Plant, plants, sector_of};
use super::prices::fuel_price;
use super::uses::uses;

/// A row of the costs, EUR of a year. Parts that a row does not have are `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cost {
    pub(crate) group: &'static str,
    pub(crate) subgroup: &'static str,
    pub(crate) key: String,
    pub(crate) capital: Option<f64>,
    pub(crate) depreciation: Option<f64>,
    pub(crate) fixed: Option<f64>,
    pub(crate) variable: Option<f64>,
    /// EUR over the whole lifetime.
    pub(crate) investment: Option<f64>,
    pub(crate) wacc: Option<f64>,
    pub(crate) construction: Option<f64>,
    pub(crate) lifetime: Option<f64>,
    pub(crate) co2: Option<f64>,
    pub(crate) biogenic: Option<f64>,
    pub(crate) units: Option<f64>,
}

impl Cost {
    /// What does not depend on use.
    pub(crate) fn capex(&self) -> Option<f64> {
        let parts = [self.capital, self.depreciation];
        parts.iter().any(Option::is_some).then(|| parts.iter().flatten().sum())
    }

    pub(crate) fn opex(&self) -> f64 {
        [self.fixed, self.variable, self.co2, self.biogenic]
            .iter()
            .flatten()
            .sum()
    }

    pub(crate) fn total(&self) -> f64 {
        self.capex().unwrap_or_default() + self.opex()
    }
}

/// Groups and subgroups in the order of the export.
pub(crate) const ORDER: &[(&str, &[&str])] = &[
    (
        "costs_building_and_installations",
        &["households", "buildings", "industry", "agriculture"],
    ),
    (
        "costs_production",
        &[
            "power_plants",
            "chp_plants",
            "heat_plants",
            "dedicated_hydrogen_production",
            "liquid_fuels",
            "biomass",
            "other",
        ],
    ),
    (
        "costs_storage_and_conversion",
        &["p2p", "electrolysis", "p2h", "storage"],
    ),
    (
        "costs_carriers",
        &[
            "biomass",
            "oil_and_products",
            "coal_and_products",
            "uranium",
            "heat",
            "natural_gas",
            "waste",
            "electricity",
            "hydrogen",
            "liquid_hydrogen",
            "lohc",
            "ammonia",
        ],
    ),
    (
        "costs_infrastructure",
        &[
            "electricity",
            "heat",
            "hydrogen",
            "network_gas",
            "ammonia",
            "diesel",
            "liquid_hydrogen",
            "lng",
            "lohc",
        ],
    ),
    ("costs_co2", &["ccus"]),
];

/// All rows, in the order of the export.
pub(crate) fn costs(case: &Case, flows: &Flows, networks: &Networks) -> Vec<Cost> {
    let fossil = emissions::fossil_part_of_gas(case, flows);
    let mut rows: Vec<Cost> = plants().map(|plant| of_plant(case, flows, plant, fossil)).collect();
    rows.extend(installations(case, flows, fossil));
    rows.extend(carriers(case, flows, networks));
    rows.extend(infrastructure(case, networks));
    rows.push(capture(flows, fossil));
    let place = |row: &Cost| {
        let group = ORDER.iter().position(|(group, _)| *group == row.group);
        let subgroup = group.and_then(|group| ORDER[group].1.iter().position(|one| *one == row.subgroup));
        (group, subgroup)
    };
    rows.sort_by_cached_key(|row| (place(row), row.key.starts_with("costs_"), row.key.clone()));
    rows
}

/// What the money costs, by sector.
pub(crate) fn wacc(case: &Case, sector: &str) -> f64 {
    match sector {
        "households" | "buildings" | "industry" | "agriculture" => case.share(&format!("costs_wacc_{sector}")),
        _ => case.share("costs_wacc_energy"),
    }
}

/// EUR to build a plant's whole capacity, after the user's changes of investment costs.
pub(crate) fn investment(case: &Case, plant: &Plant) -> f64 {
    let input = match plant.node {
        "energy_power_wind_turbine_offshore" | "energy_hydrogen_wind_turbine_offshore" => {
            "investment_costs_wind_offshore"
        }
        "energy_power_wind_turbine_inland" | "energy_power_wind_turbine_coastal" => "investment_costs_wind_onshore",
        super::power::ELECTROLYSIS => "investment_costs_hydrogen_electrolysis",
        node if node.contains("solar_pv") => "investment_costs_solar_solar_panels",
        _ => "",
    };
    let change = if input.is_empty() { 0.0 } else { case.share(input) };
    plant.investment * case.capacity(plant) * (1.0 + change).max(0.0)
}

/// EUR a year for operation that does not depend on use.
pub(crate) fn fixed(case: &Case, plant: &Plant) -> f64 {
    let input = match plant.node {
        "energy_power_wind_turbine_offshore" => "om_costs_wind_offshore",
        "energy_power_wind_turbine_inland" | "energy_power_wind_turbine_coastal" => "om_costs_wind_onshore",
        _ => "",
    };
    let change = if input.is_empty() { 0.0 } else { case.share(input) };
    plant.investment * case.capacity(plant) * plant.fixed * (1.0 + change).max(0.0)
}

/// MWh of main output.
pub(crate) fn output_of(flows: &Flows, plant: &Plant) -> f64 {
    let flow = flows.get(plant.node);
    let energy = flow.and_then(|flow| flow.outputs.get(super::heat::carrier(plant.system)));
    energy.copied().unwrap_or_default() / MJ_PER_MWH
}

fn of_plant(case: &Case, flows: &Flows, plant: &Plant, fossil: f64) -> Cost {
    let (group, subgroup) = plant.costs;
    let investment = investment(case, plant);
    let wacc = wacc(case, plant.sector());
    let (produced, captured) = emissions::of_node(flows, plant.node, fossil);
    Cost {
        group,
        subgroup,
        key: plant.node.to_owned(),
        // Half of the sum is bound on average.
        capital: Some(investment / 2.0 * wacc),
        depreciation: Some(investment / plant.lifetime),
        fixed: Some(fixed(case, plant)),
        variable: Some(plant.variable * output_of(flows, plant)),
        investment: Some(investment),
        wacc: Some(wacc),
        construction: Some(plant.construction),
        lifetime: Some(plant.lifetime),
        co2: Some((produced - captured) / 1000.0 * case.number("costs_co2")),
        biogenic: Some(0.0),
        units: Some(case.capacity(plant) / plant.unit),
    }
}

/// EUR per MW of the installations in buildings and factories.
fn installation_price(node: &str) -> f64 {
    match node {
        node if node.contains("hybrid") => 550_000.0,
        node if node.contains("heatpump") => 900_000.0,
        node if node.contains("district_heating") => 180_000.0,
        node if node.contains("heater") => 150_000.0,
        _ => 60_000.0,
    }
}

/// Hours for which installations run in a year, and years for which they last.
const HOURS: f64 = 1500.0;
const YEARS: f64 = 15.0;

fn installations<'a>(case: &'a Case, flows: &'a Flows, fossil: f64) -> impl Iterator<Item = Cost> + 'a {
    let sectors = ["households", "buildings", "industry", "agriculture"];
    let all = uses().flat_map(|one| one.technologies.iter().map(move |technology| (one, technology.node)));
    let known = all.filter(move |(_, node)| sectors.contains(&sector_of(node)));
    known.map(move |(one, node)| {
        let flow = flows.get(node).and_then(|flow| flow.outputs.get(one.output));
        let mw = flow.copied().unwrap_or_default() / MJ_PER_MWH / HOURS;
        let (produced, captured) = emissions::of_node(flows, node, fossil);
        installation(case, node, mw, produced - captured)
    })
}

/// Only industry pays for its CO2, in kg.
fn installation(case: &Case, node: &str, mw: f64, co2: f64) -> Cost {
    let sector = sector_of(node);
    let investment = mw * installation_price(node);
    let wacc = wacc(case, sector);
    let price = if sector == "industry" {
        case.number("costs_co2")
    } else {
        0.0
    };
    Cost {
        group: "costs_building_and_installations",
        subgroup: sector,
        key: node.to_owned(),
        capital: Some(investment / 2.0 * wacc),
        depreciation: Some(investment / YEARS),
        fixed: Some(investment * 0.02),
        variable: Some(0.0),
        investment: Some(investment),
        wacc: Some(wacc),
        construction: Some(0.0),
        lifetime: Some(YEARS),
        co2: Some(co2 / 1000.0 * price),
        biogenic: Some(0.0),
        units: Some(mw),
    }
}

/// What comes from outside the model, at its price: imports of each carrier.
fn carriers<'a>(case: &'a Case, flows: &'a Flows, networks: &'a Networks) -> impl Iterator<Item = Cost> + 'a {
    let bought = |carrier: &&'static str| cost_group(carrier).is_some();
    COLUMNS
        .iter()
        .copied()
        .filter(move |carrier| bought(carrier))
        .map(move |carrier| {
            let energy = match carrier {
                HYDROGEN => flows
                    .get(super::gases::IMPORT)
                    .and_then(|flow| flow.outputs.get(HYDROGEN))
                    .copied(),
                // Bought as natural gas.
                "network_gas" => Some(0.0),
                ELECTRICITY => None,
                other => {
                    let nodes = flows.iter().filter(|(key, _)| !is_link(key));
                    Some(nodes.filter_map(|(_, flow)| flow.inputs.get(other)).sum())
                }
            };
            let variable = match energy {
                Some(energy) => energy / MJ_PER_MWH * fuel_price(case, carrier),
                None => networks.power.import_costs,
            };
            Cost {
                group: "costs_carriers",
                subgroup: cost_group(carrier).unwrap_or("electricity"),
                key: format!("costs_carriers_{carrier}"),
                variable: Some(variable),
                ..Cost::default()
            }
        })
}

/// Networks cost by their highest load, and what their users say of the interconnectors.
fn infrastructure(case: &Case, networks: &Networks) -> Vec<Cost> {
    let peak = |balance: &Balance| balance.demand().into_iter().fold(0.0, f64::max);
    let heat: f64 = networks.heat.iter().map(peak).sum();
    let links = 1e6 * case.number("costs_infrastructure_electricity_interconnector_net") * case.size();
    let rows = [
        ("electricity", "", 1_500_000.0 * peak(&networks.power.balance)),
        ("electricity", "_interconnector_net", 10.0 * links),
        ("heat", "", 500_000.0 * heat),
        ("hydrogen", "", 120_000.0 * peak(&networks.hydrogen)),
        ("network_gas", "", 160_000.0 * peak(&networks.gas)),
    ];
    let wacc = wacc(case, "energy");
    let rows = rows.into_iter().map(|(subgroup, rest, investment)| Cost {
        group: "costs_infrastructure",
        subgroup,
        key: format!("costs_infrastructure_{subgroup}{rest}"),
        capital: Some(investment / 2.0 * wacc),
        depreciation: Some(investment / 40.0),
        fixed: Some(investment * 0.01),
        investment: Some(investment),
        wacc: Some(wacc),
        lifetime: Some(40.0),
        ..Cost::default()
    });
    rows.collect()
}

/// EUR 50 for each tonne that is captured, transported and stored.
fn capture(flows: &Flows, fossil: f64) -> Cost {
    let tonnes: f64 = plants()
        .map(|plant| emissions::of_node(flows, plant.node, fossil).1 / 1000.0)
        .sum();
    Cost {
        group: "costs_co2",
        subgroup: "ccus",
        key: "molecules_offshore_sequestration_co2".to_owned(),
        capital: Some(0.0),
        depreciation: Some(0.0),
        fixed: Some(0.0),
        variable: Some(50.0 * tonnes),
        units: Some(tonnes / 1e6),
        ..Cost::default()
    }
}
