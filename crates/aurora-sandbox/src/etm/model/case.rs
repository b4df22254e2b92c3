//! What an evaluation depends on, read from a scenario.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::areas::{Area, REFERENCE, area};
use super::gases;
use super::inputs::{self, definitions};
use super::plants::Plant;
use super::profiles::{Profiles, Series, profiles, scaled};
use crate::etm::custom_curves::shown;
use crate::etm::definition::{Definition, Definitions};
use crate::etm::sortables;
use crate::etm::state::{InputValue, Scenario};

/// The two years of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Year {
    /// The analysis year of the area: what the dataset says.
    Present,
    /// The end year, as the user's values have it.
    Future,
}

/// The orders that matter: sortable type and subtype.
const ORDERS: [(&str, Option<&str>); 7] = [
    ("forecast_storage", None),
    ("hydrogen_supply", None),
    ("hydrogen_demand", None),
    ("space_heating", None),
    ("heat_network", Some("lt")),
    ("heat_network", Some("mt")),
    ("heat_network", Some("ht")),
];

/// All that the results follow from: equal cases have equal results.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) area: &'static Area,
    /// Years between the analysis and the end.
    pub(crate) years: f64,
    /// Of a scenario that was scaled by its user.
    scale: f64,
    numbers: BTreeMap<String, f64>,
    texts: BTreeMap<String, String>,
    orders: Vec<Vec<String>>,
    curves: BTreeMap<String, Series>,
    couplings: Vec<String>,
    definitions: Arc<Definitions>,
}

impl PartialEq for Case {
    fn eq(&self, other: &Case) -> bool {
        // The definitions follow from the area.
        self.area.code == other.area.code
            && self.years == other.years
            && self.scale == other.scale
            && self.numbers == other.numbers
            && self.texts == other.texts
            && self.orders == other.orders
            && self.couplings == other.couplings
            && self.curves == other.curves
    }
}

fn area_of(scenario: &Scenario) -> &'static Area {
    let reference = || area(REFERENCE).expect("the table has the reference area, and a test looks it up");
    area(&scenario.area_code).unwrap_or_else(reference)
}

fn usual_order(name: &str, subtype: Option<&str>) -> Vec<String> {
    let mut kinds = sortables::defaults::KINDS.iter();
    let kind = kinds.find(|kind| kind.name == name && kind.subtype == subtype);
    kind.map(|kind| kind.defaults()).unwrap_or_default()
}

impl Case {
    pub(crate) fn of(scenario: &Scenario, year: Year) -> Case {
        let area = area_of(scenario);
        let scale = scenario
            .scaling
            .as_ref()
            .map_or(1.0, |scaling| scaling.value / scaling.base_value);
        let mut case = Case {
            area,
            years: 0.0,
            scale: if scale.is_finite() && scale > 0.0 { scale } else { 1.0 },
            numbers: BTreeMap::new(),
            texts: BTreeMap::new(),
            orders: Vec::new(),
            curves: BTreeMap::new(),
            couplings: Vec::new(),
            definitions: definitions(area.code, scenario.end_year),
        };
        if year == Year::Present {
            case.orders = ORDERS.map(|(name, subtype)| usual_order(name, subtype)).to_vec();
            return case;
        }
        case.years = (scenario.end_year - area.analysis_year) as f64;
        case.couplings.clone_from(&scenario.active_couplings);
        case.orders = ORDERS
            .map(|(name, subtype)| sortables::usable(scenario, name, subtype))
            .to_vec();
        for key in scenario.custom_curves.keys() {
            if let Some(values) = shown(scenario, key) {
                case.curves.insert(key.clone(), values);
            }
        }
        case.read_values(scenario);
        case
    }

    fn read_values(&mut self, scenario: &Scenario) {
        let keys = scenario.user_values.keys().chain(scenario.balanced_values.keys());
        for key in keys {
            let Some(definition) = self.definitions.get(key.as_str()) else {
                continue;
            };
            if !self.works(definition) {
                continue;
            }
            match scenario.value(key) {
                Some(InputValue::Number(number)) if number.is_finite() => {
                    self.numbers.insert(key.clone(), *number);
                }
                Some(InputValue::Text(text)) => {
                    self.texts.insert(key.clone(), text.clone());
                }
                _ => {}
            }
        }
    }

    /// A value of an input that is switched off is kept by the engine, and has no effect.
    fn works(&self, definition: &Definition) -> bool {
        let active = |group: &str| self.couplings.iter().any(|active| active == group);
        let off = definition.disabled_by_couplings;
        definition.coupling_groups.iter().all(|group| active(group))
            && (off.is_empty() || !off.iter().all(|group| active(group)))
            && !definition.off_in_area
    }

    /// Size relative to the reference area.
    pub(crate) fn size(&self) -> f64 {
        self.area.size() * self.scale
    }

    /// What the area's static inputs without a fixed unit are multiplied by.
    pub(crate) fn area_scale(&self) -> f64 {
        self.area.scale()
    }

    /// The weather of the area.
    pub(crate) fn profiles(&self) -> Arc<Profiles> {
        profiles(self.area, self.text("settings_weather_curve_set"))
    }

    /// The value of a numeric input that works, be it the user's or the dataset's.
    pub(crate) fn number(&self, key: &str) -> f64 {
        if let Some(own) = self.numbers.get(key) {
            return *own;
        }
        let definition = self.definitions.get(key);
        let definition =
            definition.expect("the model asks for keys of its own tables only, and the tests evaluate them all");
        let start = definition.default.number().unwrap_or_default();
        match definition.unit {
            "MW" | "#" => start * self.scale,
            _ => start,
        }
    }

    /// The value of an enum; its default when it has none.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.texts.get(key).map_or("default", String::as_str)
    }

    pub(crate) fn is_on(&self, key: &str) -> bool {
        self.number(key) > 0.0
    }

    /// Percent as a share.
    pub(crate) fn share(&self, key: &str) -> f64 {
        self.number(key) / 100.0
    }

    /// What years of growth in percent come to.
    pub(crate) fn growth(&self, key: &str) -> f64 {
        (1.0 + self.share(key)).powf(self.years)
    }

    /// The number of people, relative to the present one.
    pub(crate) fn people(&self) -> f64 {
        const KEY: &str = "households_number_of_inhabitants";
        let start = self.definitions[KEY].default.number().unwrap_or(1.0);
        self.number(KEY) / (start * self.scale)
    }

    /// The installed output of a plant, MW. Plants of green gas have no input of their own: they are as large as the share of
    /// green gas asks for at the usual demand.
    pub(crate) fn capacity(&self, plant: &Plant) -> f64 {
        /// Mean demand for gas in the reference area, MW.
        const GAS: f64 = 38_000.0;
        match gases::green_share(self, plant.node) {
            Some(share) => GAS * self.size() * self.share("green_gas_total_share") * share,
            None => self.number(&plant.capacity_input()),
        }
    }

    /// What a coupled model says about a branch of industry, relative to the present.
    pub(crate) fn coupled(&self, group: &str) -> Option<f64> {
        let (key, start) = inputs::carrier_of(group)?;
        let own = self.numbers.get(key)?;
        Some(own / (start * self.area.scale() * self.scale))
    }

    pub(crate) fn is_active(&self, group: &str) -> bool {
        self.couplings.iter().any(|active| active == group)
    }

    /// An order of technologies, the first one first.
    pub(crate) fn order(&self, name: &str, subtype: Option<&str>) -> &[String] {
        let position = ORDERS.iter().position(|known| *known == (name, subtype));
        let order = position.and_then(|position| self.orders.get(position));
        order.map_or(&[], Vec::as_slice)
    }

    /// An attached curve, as it was stored.
    pub(crate) fn curve(&self, key: &str) -> Option<&Series> {
        self.curves.get(key)
    }

    /// An attached curve with a mean of one; `None` for one of zeros too.
    pub(crate) fn curve_of_mean_one(&self, key: &str) -> Option<Series> {
        let curve = self.curve(key)?;
        let sum: f64 = curve.iter().sum();
        (sum > 0.0).then(|| scaled(curve.clone()))
    }
}
