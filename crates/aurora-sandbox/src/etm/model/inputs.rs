//! The inputs: a part of the real ones, with their real limits where these are known, and one for each capacity of the model.

mod couplings;
mod shares;
mod table;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};

use super::areas::{Area, REFERENCE, area};
use super::plants::{self, Kind};

use crate::etm::definition::{Definition, Definitions};
use crate::etm::state::InputValue;
use crate::state::lock;
pub(crate) use couplings::carrier_of;

/// A row of the tables, for the reference area.
#[derive(Clone, Copy, Debug)]
struct Row {
    key: &'static str,
    unit: &'static str,
    min: f64,
    max: f64,
    start: f64,
    step: f64,
    size: Size,
    share_group: Option<&'static str>,
    coupling_groups: &'static [&'static str],
    disabled_by_couplings: &'static [&'static str],
    needs: Needs,
}

/// How limits depend on the area.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Size {
    /// Static numbers: in derived areas they are scaled unless the unit forbids it.
    Static,
    /// Computed for each area, in proportion to its size.
    Computed,
    /// Half to double the number of the area, in millions.
    Inhabitants,
}

/// What an area must have for an input to work.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Needs {
    Nothing,
    Coast,
    Mountains,
    SolarPower,
}

const fn row(key: &'static str, unit: &'static str, min: f64, max: f64, start: f64, step: f64) -> Row {
    Row {
        key,
        unit,
        min,
        max,
        start,
        step,
        size: Size::Static,
        share_group: None,
        coupling_groups: &[],
        disabled_by_couplings: &[],
        needs: Needs::Nothing,
    }
}

/// Units whose values are the same in an area of any size.
const NEVER_SCALED: &[&str] = &[
    "%", "COP", "degC", "dollar", "euro", "euro/kWh", "gCO2/KWh", "hours", "kWh", "m^2K/W", "x", "kg/GJ", "kg/MWh",
    "MWoutput", "enum",
];

/// Text that lives as long as the program. The rows are made once, so there is an end to it.
fn forever(text: String) -> &'static str {
    text.leak()
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows = table::ROWS.to_vec();
        rows.extend(shares::rows());
        rows.extend(couplings::rows());
        rows.extend(capacities());
        rows
    })
}

/// The capacities of all plants, but for the green gas, which is a share of all gas.
fn capacities() -> impl Iterator<Item = Row> {
    let own = plants::plants().filter(|plant| !plant.node.starts_with("energy_greengas_"));
    own.map(|plant| {
        let key = forever(plant.capacity_input());
        let needs = match plant.node {
            "energy_power_wind_turbine_offshore" | "energy_power_wind_turbine_coastal" => Needs::Coast,
            _ => Needs::Nothing,
        };
        let most = (10.0 * plant.mw).max(100_000.0);
        let step = if matches!(plant.kind, Kind::Storage(..)) {
            0.1
        } else {
            1.0
        };
        Row {
            size: Size::Computed,
            needs,
            ..row(key, "MW", 0.0, most, plant.mw, step)
        }
    })
}

/// The enums, which have no limits: key, values, start.
const WEATHER: &str = "settings_weather_curve_set";
const OPTIMISATION: &str = "settings_enable_storage_optimisation_households_flexibility_p2p_electricity";

fn enums(area: &Area) -> [Definition; 2] {
    let dutch = area.code.starts_with("nl") || area.base == Some("nl2023");
    let weather: &[&str] = if dutch {
        &["1987", "1997", "2004", "default"]
    } else {
        &["default"]
    };
    [
        choice(WEATHER, weather),
        choice(
            OPTIMISATION,
            &["default", "optimizing_storage", "optimizing_storage_households"],
        ),
    ]
}

fn choice(key: &'static str, permitted: &'static [&'static str]) -> Definition {
    Definition {
        key,
        unit: "enum",
        min: 0.0,
        max: 0.0,
        default: InputValue::Text("default".to_owned()),
        step: 0.0,
        share_group: None,
        permitted,
        disabled_by: &[],
        coupling_groups: &[],
        disabled_by_couplings: &[],
        off_in_area: false,
    }
}

impl Row {
    fn in_area(&self, area: &Area) -> Definition {
        let factor = match self.size {
            Size::Computed => area.size(),
            Size::Static if NEVER_SCALED.contains(&self.unit) => 1.0,
            Size::Static => area.scale(),
            Size::Inhabitants => area.inhabitants / 1e6,
        };
        // Smaller areas have finer steps, by a power of ten.
        let finer = match self.size {
            Size::Static if factor < 1.0 => 10_f64.powf((-factor.log10()).ceil()),
            _ => 1.0,
        };
        Definition {
            key: self.key,
            unit: self.unit,
            min: self.min * factor,
            max: self.max * factor,
            default: InputValue::Number(self.start * factor),
            step: self.step / finer,
            share_group: self.share_group,
            permitted: &[],
            disabled_by: &[],
            coupling_groups: self.coupling_groups,
            disabled_by_couplings: self.disabled_by_couplings,
            off_in_area: match self.needs {
                Needs::Nothing => false,
                Needs::Coast => !area.coastline,
                Needs::Mountains => !area.mountains,
                Needs::SolarPower => !area.solar_csp(),
            },
        }
    }
}

/// All inputs of an area; those of the reference area when there is no such area. No limit depends on the end year.
pub(crate) fn definitions(code: &str, _end_year: i64) -> Arc<Definitions> {
    static KNOWN: OnceLock<Mutex<HashMap<&'static str, Arc<Definitions>>>> = OnceLock::new();
    let Some(area) = area(code).or_else(|| area(REFERENCE)) else {
        return Arc::default();
    };
    let mut known = lock(KNOWN.get_or_init(Mutex::default));
    let made = || {
        let numbers = rows().iter().map(|row| row.in_area(area));
        let all: BTreeMap<_, _> = numbers.chain(enums(area)).map(|one| (one.key, one)).collect();
        Arc::new(all)
    };
    Arc::clone(known.entry(area.code).or_insert_with(made))
}

/// Every coupling group, the general ones and the specific ones.
pub(crate) fn coupling_groups() -> Vec<&'static str> {
    couplings::groups()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_there_once_and_every_start_is_within_its_limits() {
        assert_eq!(definitions(REFERENCE, 2050).len(), rows().len() + 2);
        for code in ["nl2019", "DE_germany", "GM0060_ameland"] {
            for one in definitions(code, 2050).values() {
                match one.default.number() {
                    Some(start) => assert!(one.min <= start && start <= one.max, "{} in {code}", one.key),
                    None => assert!(one.permitted.contains(&"default")),
                }
            }
        }
    }

    #[test]
    fn the_starts_of_every_share_group_make_a_hundred_to_the_last_bit_that_counts() {
        let all = definitions(REFERENCE, 2050);
        let mut groups: BTreeMap<&str, f64> = BTreeMap::new();
        for one in all.values() {
            if let Some(group) = one.share_group {
                *groups.entry(group).or_default() += one.default.number().unwrap();
            }
        }
        assert!(groups.len() >= 10);
        for (group, sum) in groups {
            assert!((sum - 100.0).abs() < 1e-12, "{group} {sum}");
        }
    }

    #[test]
    fn small_areas_have_small_capacities_fine_steps_and_tiny_switches() {
        let amsterdam = definitions("GM0363_amsterdam", 2050);
        let whole = definitions("nl2023", 2050);
        let wind = "capacity_of_energy_power_wind_turbine_inland";
        assert!(amsterdam[wind].max < whole[wind].max / 10.0);
        let switch = "heat_storage_enabled_lt";
        assert_eq!(whole[switch].max, 1.0);
        assert!(amsterdam[switch].max < 0.1);
        assert_eq!(amsterdam["costs_co2"].max, 3500.0);
        assert!(amsterdam["capacity_of_energy_power_wind_turbine_offshore"].off_in_area);
        assert_eq!(definitions("nowhere", 2050).len(), whole.len());
    }
}
