//! Direct emissions, from the fuels that the flows burn.

mod table;

use super::carriers::{Carrier, LNG, NATURAL_GAS, NETWORK_GAS, co2_per_mj};
use super::case::Case;
use super::flows::{Flow, Flows};
use super::gases::green_part;
use table::{BURNT, OTHERS};

/// A row of the direct emissions, kton of CO2 equivalents.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Emission {
    pub(crate) sector: &'static str,
    pub(crate) subsector: &'static str,
    /// IPCC code.
    pub(crate) code: &'static str,
    pub(crate) key: &'static str,
    pub(crate) ghg: &'static str,
    pub(crate) produced: f64,
    pub(crate) captured: f64,
    pub(crate) other: f64,
}

impl Emission {
    fn empty(sector: &'static str, subsector: &'static str, code: &'static str, key: &'static str) -> Emission {
        Emission {
            sector,
            subsector,
            code,
            key,
            ghg: if key.ends_with("_other_ghg") {
                "other_ghg"
            } else {
                "co2"
            },
            produced: 0.0,
            captured: 0.0,
            other: 0.0,
        }
    }

    pub(crate) fn total(&self) -> f64 {
        self.produced - self.captured + self.other
    }

    /// Counts in the total of the area. The bunkers do as far as the user says; the rest of them does not.
    pub(crate) fn is_domestic(&self) -> bool {
        self.sector != "International transport"
    }
}

/// All rows, by IPCC code and key; rows without a code come last.
pub(crate) fn emissions(case: &Case, flows: &Flows) -> Vec<Emission> {
    let fossil = fossil_part_of_gas(case, flows);
    let mut rows: Vec<Emission> = BURNT
        .iter()
        .map(|row| Emission::empty(row.sector, row.subsector, row.code, row.key))
        .collect();
    for (key, flow) in flows.iter().filter(|(_, flow)| flow.burns) {
        let (produced, captured) = co2(flow, fossil);
        if let Some(place) = BURNT.iter().position(|row| (row.nodes)(key)) {
            rows[place].produced += produced / 1e6;
            rows[place].captured += captured / 1e6;
        }
    }
    allocate(case, &mut rows);
    rows.extend(others(case));
    rows.sort_by(|one, other| {
        let order = |row: &Emission| (row.code.is_empty(), row.code, row.key);
        order(one).cmp(&order(other))
    });
    rows
}

/// The part of the bunkers that the user counts in moves to the transport of the area.
fn allocate(case: &Case, rows: &mut [Emission]) {
    for (bunker, input) in [
        ("bunkers_aviation_co2", "bunkers_allocated_percentage_aviation"),
        ("bunkers_shipping_co2", "bunkers_allocated_percentage_shipping"),
    ] {
        let mut part = 0.0;
        for row in rows.iter_mut().filter(|row| row.key == bunker) {
            part = row.produced * case.share(input);
            row.produced -= part;
        }
        for row in rows.iter_mut().filter(|row| row.key == "transport_co2") {
            row.produced += part;
        }
    }
}

fn others(case: &Case) -> impl Iterator<Item = Emission> {
    let scale = case.size() / case.area.size();
    OTHERS.iter().map(move |row| {
        let change = if row.change.is_empty() {
            1.0
        } else {
            case.share(row.change)
        };
        // Mt to kton.
        let amount = 1000.0 * case.area.growing(row.attribute) * scale * change;
        let mut one = Emission::empty(row.sector, row.subsector, row.code, row.key);
        match one.ghg {
            "co2" => one.produced = amount,
            _ => one.other = amount,
        }
        one
    })
}

/// How much of what network gas emits counts: green gas does not, unless the user says so.
pub(crate) fn fossil_part_of_gas(case: &Case, flows: &Flows) -> f64 {
    let green = green_part(flows).clamp(0.0, 1.0);
    1.0 - green * (1.0 - case.share("climate_relevant_co2_biomass_gas_future"))
}

/// kg of CO2 that a node makes, and of it what is captured.
pub(crate) fn co2(flow: &Flow, fossil: f64) -> (f64, f64) {
    let of = |(carrier, energy): (&Carrier, &f64)| match *carrier {
        NETWORK_GAS => energy * co2_per_mj(NETWORK_GAS) * fossil,
        // It becomes network gas, which is burnt elsewhere.
        NATURAL_GAS => 0.0,
        LNG if flow.outputs.contains_key(NETWORK_GAS) => 0.0,
        other => energy * co2_per_mj(other),
    };
    let produced: f64 = flow.inputs.iter().map(of).sum();
    (produced, produced * flow.capture)
}

/// kg for a node of its own: the same numbers that the rows add up. `fossil` is [`fossil_part_of_gas`].
pub(crate) fn of_node(flows: &Flows, key: &str, fossil: f64) -> (f64, f64) {
    let flow = flows.get(key).filter(|flow| flow.burns);
    flow.map_or((0.0, 0.0), |flow| co2(flow, fossil))
}
