//! One year of a scenario, computed.

mod kept;

use std::mem::take;
use std::sync::{Arc, Mutex, OnceLock};

use super::carriers::{COLUMNS, Carrier, ELECTRICITY, HT, HYDROGEN, LT, MT, NETWORK_GAS, USEABLE_HEAT, wire_name};
use super::case::Case;
use super::costs::{Cost, costs};
use super::demand::{Demand, HeatUse};
use super::emissions::{Emission, emissions};
use super::flows::{Balance, Flows, add, total};
use super::gases;
use super::heat::{self, Network};
use super::plants::System;
use super::power::{self, Given, Power};
use super::supply::Loads;
use crate::state::lock;
use kept::Kept;

/// The hourly balances.
pub(crate) struct Networks {
    pub(crate) power: Power,
    /// lt, mt, ht.
    pub(crate) heat: [Balance; 3],
    pub(crate) agriculture: Balance,
    pub(crate) hydrogen: Balance,
    pub(crate) gas: Balance,
}

/// Everything that a year comes to.
pub(crate) struct Outcome {
    pub(crate) case: Case,
    pub(crate) flows: Flows,
    pub(crate) networks: Networks,
    pub(crate) households: Vec<HeatUse>,
    pub(crate) buildings: Vec<HeatUse>,
    pub(crate) emissions: Vec<Emission>,
    pub(crate) costs: Vec<Cost>,
}

/// Outcomes that are kept; each is about ten megabytes. A client that fetches everything of several scenarios at once asks for
/// two years of each.
const MOST: usize = 16;

/// The outcome of a case, computed once as long as it is kept.
pub(crate) fn outcome(case: Case) -> Arc<Outcome> {
    static KNOWN: OnceLock<Mutex<Kept<Case, Outcome>>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| Mutex::new(Kept::new(MOST)));
    let slot = lock(known).slot(case);
    // Made without the lock: others go on meanwhile, but for those that ask for the same.
    slot.value(|case| Outcome::of(case.clone()))
}

impl Outcome {
    fn of(case: Case) -> Outcome {
        let mut flows = Flows::default();
        let mut loads = Loads::default();
        let mut demand = Demand::of(&case, &mut flows);
        let given = Given::of(&case);
        let [lt, mt, ht, agriculture] = heat_networks(&case, &given, &mut demand, &mut loads, &mut flows);
        let power = power::clear(&case, given, demand.electricity, &mut loads, &mut flows);
        let mut hydrogen = demand.hydrogen;
        hydrogen.append(&mut loads.hydrogen);
        let hydrogen = gases::hydrogen(&case, hydrogen, power.electrolysis.clone(), &mut loads, &mut flows);
        let mut gas = demand.gas;
        gas.append(&mut loads.gas);
        let gas = gases::network_gas(&case, gas, &mut loads, &mut flows);
        let networks = Networks {
            power,
            heat: [lt, mt, ht],
            agriculture,
            hydrogen,
            gas,
        };
        close(&mut flows);
        Outcome {
            emissions: emissions(&case, &flows),
            costs: costs(&case, &flows, &networks),
            households: demand.households,
            buildings: demand.buildings,
            case,
            flows,
            networks,
        }
    }
}

/// The heat networks and agriculture. Surplus electricity goes to the hottest first.
fn heat_networks(
    case: &Case,
    given: &Given,
    demand: &mut Demand,
    loads: &mut Loads,
    flows: &mut Flows,
) -> [Balance; 4] {
    let mut surplus = given.total();
    add(&mut surplus, &total(&demand.electricity), -1.0);
    surplus.iter_mut().for_each(|mw| *mw = mw.max(0.0));
    let mut network = |system, consumers| {
        let network = Network {
            system,
            consumers,
            coupled: given.heat(system),
            surplus: &mut surplus,
        };
        network.balance(case, loads, flows)
    };
    let ht = network(System::Ht, take(&mut demand.ht));
    let mt = network(System::Mt, take(&mut demand.mt));
    let lt = network(System::Lt, take(&mut demand.lt));
    let agriculture = network(System::Agriculture, heat::agriculture(case));
    [lt, mt, ht, agriculture]
}

/// Carriers that an hourly network balances.
pub(crate) fn has_network(carrier: Carrier) -> bool {
    [ELECTRICITY, NETWORK_GAS, HYDROGEN, LT, MT, HT, USEABLE_HEAT].contains(&carrier)
}

/// Adds the distribution of each carrier, and the source of what no node makes.
fn close(flows: &mut Flows) {
    let carriers = COLUMNS.iter().copied().chain([LT, MT, HT]).filter(|carrier| {
        !matches!(
            *carrier,
            "steam_hot_water" | "loss" | "not_defined" | "car_kms" | "cooling" | "light" | "hot_water"
        )
    });
    for carrier in carriers.filter(|carrier| *carrier != USEABLE_HEAT) {
        let taken = flows.taken(carrier);
        if taken <= 0.0 {
            continue;
        }
        let given = flows.given(carrier);
        if !has_network(carrier) && taken > given {
            let key = source(carrier);
            flows.node(&key).give(carrier, taken - given);
        }
        let through = if has_network(carrier) { given.min(taken) } else { taken };
        let key = distribution(carrier);
        flows.node(&key).take(carrier, through).give(carrier, through);
    }
}

/// The node that spreads a carrier.
pub(crate) fn distribution(carrier: Carrier) -> String {
    match carrier {
        LT => format!("energy_distribution_lt_{}", wire_name(carrier)),
        MT => format!("energy_distribution_mt_{}", wire_name(carrier)),
        HT => format!("energy_distribution_ht_{}", wire_name(carrier)),
        _ => format!("energy_distribution_{carrier}"),
    }
}

/// The node that a carrier without a network comes from.
pub(crate) fn source(carrier: Carrier) -> String {
    match carrier {
        "ambient_heat" | "geothermal" | "solar_radiation" | "solar_thermal" | "water" | "wind" => {
            format!("energy_primary_{carrier}")
        }
        _ => format!("energy_import_{carrier}"),
    }
}
