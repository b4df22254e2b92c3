//! Batteries and the like: every day they fill the valleys of the residual load with what they take off its peaks, those first
//! in the user's order first.

use super::Given;
use crate::etm::model::case::Case;
use crate::etm::model::flows::{Line, add, zeros};
use crate::etm::model::plants::{Kind, Plant, plant};
use crate::etm::model::profiles::Series;
use crate::times::YEAR_HOURS;

/// The year of one storage, MW.
pub(super) struct Store {
    pub(super) node: &'static str,
    pub(super) charged: Series,
    pub(super) given: Series,
}

/// All storage, which smooths the residual load.
pub(super) fn schedule(case: &Case, consumers: &[Line], given: &Given, residual: &mut Series) -> Vec<Store> {
    let ordered = case
        .order("forecast_storage", None)
        .iter()
        .filter_map(|node| plant(node));
    let installed: Vec<&Plant> = ordered.filter(|plant| case.capacity(plant) > 0.0).collect();
    let mut stores = Vec::new();
    for plant in installed {
        let Kind::Storage(hours, efficiency) = plant.kind else {
            continue;
        };
        let own = signal(case, plant, consumers, given);
        let store = smooth(
            plant,
            case.capacity(plant),
            hours,
            efficiency,
            own.as_deref().unwrap_or(residual),
        );
        add(residual, &store.charged, 1.0);
        add(residual, &store.given, -1.0);
        stores.push(store);
    }
    stores
}

/// Batteries of households may go by the roof above them rather than by the whole network.
fn signal(case: &Case, plant: &Plant, consumers: &[Line], given: &Given) -> Option<Series> {
    let choice = case.text("settings_enable_storage_optimisation_households_flexibility_p2p_electricity");
    if plant.node != "households_flexibility_p2p_electricity" || choice != "optimizing_storage_households" {
        return None;
    }
    let mut own = zeros();
    for line in consumers.iter().filter(|line| line.node.starts_with("households")) {
        add(&mut own, &line.mw, 1.0);
    }
    for (plant, mw) in &given.lines {
        if plant.node.starts_with("households") {
            add(&mut own, mw, -1.0);
        }
    }
    Some(own)
}

fn smooth(plant: &'static Plant, power: f64, hours: f64, efficiency: f64, signal: &[f64]) -> Store {
    let (mut charged, mut given) = (zeros(), zeros());
    // As many hours of charging as of discharging, no more than a day allows.
    let most = (hours.ceil() as usize).clamp(1, 10);
    for day in 0..YEAR_HOURS / 24 {
        let start = 24 * day;
        let mut order: Vec<usize> = (start..start + 24).collect();
        order.sort_by(|one, other| signal[*one].total_cmp(&signal[*other]));
        let (mut level, capacity) = (0.0, power * hours);
        let (valleys, peaks) = (&order[..most], &order[24 - most..]);
        let flat = (signal[valleys[most - 1]] + signal[peaks[0]]) / 2.0;
        for hour in valleys {
            let taken = (flat - signal[*hour])
                .clamp(0.0, power)
                .min((capacity - level).max(0.0) / efficiency);
            charged[*hour] = taken;
            level += taken * efficiency;
        }
        for hour in peaks.iter().rev() {
            let back = (signal[*hour] - flat).clamp(0.0, power).min(level);
            given[*hour] = back;
            level -= back;
        }
        // What is not given back today is not taken in today.
        let wanted: f64 = valleys.iter().map(|hour| charged[*hour]).sum();
        let share = if wanted > 0.0 {
            1.0 - level / efficiency / wanted
        } else {
            1.0
        };
        valleys.iter().for_each(|hour| charged[*hour] *= share);
    }
    Store {
        node: plant.node,
        charged,
        given,
    }
}
