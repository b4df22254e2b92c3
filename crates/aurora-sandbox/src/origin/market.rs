//! Output files: which there are, and their contents, from an invented market that is computed hour by hour.
//!
//! Nothing here is a forecast. For each region and year of 8760 hours (29 February is left out):
//!
//! * Demand: each part's TWh spread over the hours by a shape of season, weekday, and time of day.
//! * Wind, solar, hydro: shapes of one weather year from the seeded weather that Amun uses too, scaled to the mean load factor of
//!   each month, times capacity and marginal loss factor.
//! * Batteries: every day, the four hours with the least residual demand charge, the four with the most discharge (85 % comes
//!   back).
//! * Thermal plants: each technology in three slices of efficiency, in the order of fuel, carbon and variable cost; the price is
//!   the cost of the last slice that is needed, higher when little is left. Surplus wind, solar and hydro is curtailed alike at
//!   a price below zero; what nobody can supply is unserved.
//! * Links: the difference of the prices that two regions would have alone drives the flow, up to the capacity at 25 £/MWh; the
//!   receiving end gets what the losses leave. Then each region is dispatched again with its flows.
//!
//! So generation + received imports + unserved = demand + exports + charging in each hour, months are sums (prices: means) of the
//! hours, years of the months. Endogenous inputs change no outputs: nothing is built.

mod dispatch;
mod shapes;
mod stack;
mod tables;
mod totals;
pub(crate) mod world;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::origin::inputs::assumptions::Assumptions;
use crate::origin::state::{Facts, OriginState};
use crate::state::lock;
use crate::weather::Weather;
use dispatch::{Alone, Hours};
use shapes::Shapes;
use totals::Totals;
use world::{LINKS, Region};

/// The weather of scenarios that name no year.
const WEATHER_YEAR: i64 = 2013;

/// What is kept at most: hours of a year (2 MB each), prices of a region alone (70 kB), totals (5 kB).
const HOURS: usize = 12;
const PRICES: usize = 400;
const TOTALS: usize = 4000;

/// Nodes of the nodal region; some names need care in a URL or a file name.
pub(crate) const NODES: &[&str] = &["HB_NORTH", "HB_WEST", "ZONDWD_6_B1", "LZ_HOUSTON", "PANHANDLE 2/B#1?"];

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    scenario: String,
    revision: u64,
    weather_year: i64,
    region: &'static str,
    year: i64,
}

/// What the market model keeps between requests.
#[derive(Default)]
pub(crate) struct Market {
    shapes: Mutex<HashMap<(&'static str, i64), Arc<Shapes>>>,
    prices: Mutex<HashMap<Key, Arc<[f64]>>>,
    hours: Mutex<HashMap<Key, Arc<Hours>>>,
    totals: Mutex<HashMap<Key, Arc<Totals>>>,
}

/// One kind of output file of a region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Definition {
    pub(crate) kind: &'static str,
    pub(crate) granularity: &'static str,
    pub(crate) sub_type: Option<&'static str>,
    /// Template with `{currency}`, `{nodename}` and `{year}`.
    pub(crate) filename: &'static str,
}

/// One output file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Output {
    pub(crate) scenario: Facts,
    pub(crate) region: String,
    pub(crate) definition: Definition,
    pub(crate) currency: String,
    pub(crate) year: Option<i64>,
    pub(crate) node: Option<String>,
    /// Query parameters of the caller other than `noredirect` and `checkstatus`, for example `sensitivity`.
    pub(crate) parameters: Vec<(String, String)>,
}

const fn definition(kind: &'static str, granularity: &'static str, filename: &'static str) -> Definition {
    Definition {
        kind,
        granularity,
        sub_type: None,
        filename,
    }
}

/// `30M` has no year in its name and holds the first scenario year.
#[rustfmt::skip]
const DEFINITIONS: &[Definition] = &[
    definition("system", "1y", "system_{currency}.csv"),
    definition("system", "1m", "system_1m_{currency}.csv"),
    definition("system", "1h", "system_1h_{year}_{currency}.csv"),
    definition("technology", "1y", "technology_{currency}.csv"),
    definition("technology", "1m", "technology_1m_{currency}.csv"),
    definition("technology", "1h", "technology_1h_{year}_{currency}.csv"),
    Definition { sub_type: Some("generation"), ..definition("technology", "30M", "technology_generation_{currency}.csv") },
    Definition { sub_type: Some("generation_pre_curtailment"), ..definition("technology", "30M", "technology_generation_pre_curtailment_{currency}.csv") },
];
const LINKED: &[Definition] = &[
    definition("interconnector", "1y", "interconnector_1y_{currency}.csv"),
    definition("interconnector", "1m", "interconnector_1m_{currency}.csv"),
    definition("interconnector", "1h", "interconnector_{year}_{currency}.csv"),
];
/// Without a year in the name: the first scenario year.
const NODAL: &[Definition] = &[
    definition("nodal", "1y", "nodal_1y_{nodename}_{currency}.csv"),
    definition("nodal", "1h", "nodal_{nodename}_{currency}.csv"),
];

/// The files of a region, in the order of the region's meta JSON.
pub(crate) fn data_definitions(scenario: &Facts, region: &str) -> Vec<Definition> {
    let Some(known) = world::region(region) else {
        return Vec::new();
    };
    let linked = LINKS.iter().any(|link| link.ends.contains(&known.code));
    let sets = [(true, DEFINITIONS), (linked, LINKED), (scenario.group.nodal, NODAL)];
    sets.into_iter()
        .filter(|(wanted, _)| *wanted)
        .flat_map(|(_, set)| set.iter().copied())
        .collect()
}

/// The years for which files with `{year}` exist.
pub(crate) fn data_years(scenario: &Facts, _region: &str) -> Vec<i64> {
    let within = |year: &i64| world::MODEL_YEARS.contains(year);
    scenario.years.iter().copied().filter(within).collect()
}

/// The file as CSV with two header rows; `None` when there is none, for example for an unknown node.
pub(crate) fn csv(state: &OriginState, output: &Output) -> Option<String> {
    let region = world::region(&output.region)?;
    let (revision, assumptions) = state.inputs.assumed(state.settings.seed, &output.scenario);
    let case = Case {
        market: &state.market,
        weather: &state.weather,
        scenario: &output.scenario,
        revision,
        assumptions,
    };
    tables::write(&case, region, output)
}

/// One scenario's market.
struct Case<'a> {
    market: &'a Market,
    weather: &'a Weather,
    scenario: &'a Facts,
    revision: u64,
    assumptions: Arc<Assumptions>,
}

/// What is kept under a key, or what is made now and kept if there is room; a full store starts anew.
fn kept<K: Eq + std::hash::Hash, V: ?Sized>(
    store: &Mutex<HashMap<K, Arc<V>>>,
    room: usize,
    key: K,
    make: impl FnOnce() -> Arc<V>,
) -> Arc<V> {
    if let Some(known) = lock(store).get(&key) {
        return Arc::clone(known);
    }
    // Made without the lock: others go on meanwhile.
    let made = make();
    let mut store = lock(store);
    if store.len() >= room {
        store.clear();
    }
    Arc::clone(store.entry(key).or_insert(made))
}

impl Case<'_> {
    fn key(&self, region: &Region, year: i64) -> Key {
        Key {
            scenario: self.scenario.id.clone(),
            revision: self.revision,
            weather_year: self.weather_year(),
            region: region.code,
            year,
        }
    }

    fn weather_year(&self) -> i64 {
        self.scenario.weather_year.unwrap_or(WEATHER_YEAR)
    }

    fn shapes(&self, region: &Region) -> Arc<Shapes> {
        let key = (region.code, self.weather_year());
        kept(&self.market.shapes, 60, key, || {
            Arc::new(Shapes::new(self.weather, region, self.weather_year()))
        })
    }

    fn alone(&self, region: &Region, year: i64) -> Alone {
        Alone::new(&self.assumptions, region, year, &self.shapes(region))
    }

    /// Prices that a region would have without its links.
    fn prices_alone(&self, region: &Region, year: i64) -> Arc<[f64]> {
        kept(&self.market.prices, PRICES, self.key(region, year), || {
            self.alone(region, year).prices().into()
        })
    }

    fn hours(&self, region: &'static Region, year: i64) -> Arc<Hours> {
        kept(&self.market.hours, HOURS, self.key(region, year), || {
            Arc::new(self.dispatch(region, year))
        })
    }

    fn totals(&self, region: &'static Region, year: i64) -> Arc<Totals> {
        kept(&self.market.totals, TOTALS, self.key(region, year), || {
            Arc::new(Totals::new(&self.hours(region, year)))
        })
    }

    fn dispatch(&self, region: &'static Region, year: i64) -> Hours {
        let own = self.prices_alone(region, year);
        let mut flows = Vec::new();
        for link in LINKS.iter().filter(|link| link.ends.contains(&region.code)) {
            let far = if link.ends[0] == region.code {
                link.ends[1]
            } else {
                link.ends[0]
            };
            let Some(neighbour) = world::region(far) else {
                continue;
            };
            let theirs = self.prices_alone(neighbour, year);
            let of = |from, to, variable| self.assumptions.link(from, to, variable, year);
            let direction = |from, to| dispatch::Direction {
                capacity: of(from, to, "capacity"),
                loss: of(from, to, "lossFactor").min(1.0),
            };
            let (out, back) = (direction(region.code, far), direction(far, region.code));
            let flow = own
                .iter()
                .zip(theirs.iter())
                .map(|(own, theirs)| dispatch::flow(*own, *theirs, out, back));
            flows.push((far, flow.collect()));
        }
        self.alone(region, year).with_flows(flows)
    }
}
