//! The part of the demonstration that is about the Energy Transition Model: a session before and after its inputs are changed, and
//! its hourly electricity.

use std::path::{Path, PathBuf};

use anyhow::Result;
use aurora_energy::core::table::Table;
use aurora_energy::etm::{EtmClient, HourlyCurve, NewSession, QueryResults};
use serde_json::Map;

use crate::chart::Chart;
use crate::chart::{etm, origin::Series};
use crate::context::Context;
use crate::files;

const AREA: &str = "nl2019";
const END_YEAR: i32 = 2050;
const TITLE: &str = "Netherlands 2050";

/// What is changed: growth in percent a year, capacities in MW, euro per tonne.
const CHANGES: [(&str, f64); 4] = [
    ("households_useful_demand_electric_appliances", -1.5),
    ("capacity_of_energy_power_wind_turbine_offshore", 21_000.0),
    ("capacity_of_energy_power_solar_pv_solar_radiation", 30_000.0),
    ("costs_co2", 120.0),
];

const QUERIES: [&str; 6] = [
    "dashboard_emissions",
    "dashboard_renewability",
    "dashboard_total_costs",
    "final_demand_of_electricity",
    "electricity_produced_from_wind",
    "average_price_of_electricity",
];

/// How many producers the chart has.
const PRODUCERS: usize = 8;

/// The charts of this part, by name, and what was written.
pub(super) struct Shown {
    pub(super) session: i64,
    pub(super) charts: Vec<(&'static str, Chart)>,
    pub(super) files: Vec<PathBuf>,
}

/// Makes a session, changes its inputs, runs queries and fetches the hourly electricity.
pub(super) async fn run(folder: &Path, context: &mut Context) -> Result<Shown> {
    let etm = context.etm().await?;
    let mut metadata = Map::new();
    metadata.insert("title".to_owned(), TITLE.into());
    let session = NewSession::new(AREA, END_YEAR)
        .with_source("aurora demo")
        .with_metadata(metadata);
    let id = etm.sessions().create(&session).await?.id;
    let before = etm.gqueries().of(id).run(&QUERIES).await?;
    let prices_before = etm.curves(id).prices().await?;

    let known = etm.inputs(id).for_checks().await?;
    let update = etm.inputs(id).update().set_all(CHANGES).with_queries(QUERIES);
    let updated = update.checked_against(&known).send().await?;

    let mut written = vec![folder.join("session.json"), folder.join("queries.csv")];
    files::write_json(&written[0], &updated.scenario)?;
    write_results(&written[1], &before, &updated.results)?;
    for curve in [HourlyCurve::ElectricityPrice, HourlyCurve::ElectricityProfiles] {
        let path = folder.join(format!("{curve}.csv"));
        etm.curves(id).download(curve, &path).await?;
        written.push(path);
    }
    let charts = charts(id, prices_before, &etm).await?;
    Ok(Shown {
        session: id,
        charts,
        files: written,
    })
}

/// One row per query: the year of the data, and the end year before and after the change.
fn write_results(path: &Path, before: &QueryResults, after: &QueryResults) -> Result<()> {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    files::write(path, |writer| {
        let mut rows = csv::Writer::from_writer(writer);
        rows.write_record(["query", "unit", "present", "future_before", "future_after"])?;
        for (key, _) in after.iter() {
            rows.write_record([
                key,
                after.unit(key).unwrap_or_default(),
                &number(after.present(key)),
                &number(before.future(key)),
                &number(after.future(key)),
            ])?;
        }
        Ok(rows.flush()?)
    })
}

async fn charts(id: i64, prices_before: Vec<f64>, etm: &EtmClient) -> Result<Vec<(&'static str, Chart)>> {
    let prices = [
        duration("inputs as they come", prices_before),
        duration("inputs changed", etm.curves(id).prices().await?),
    ];
    let profiles = etm.curves(id).get(HourlyCurve::ElectricityProfiles).await?;
    let producers = largest(&profiles);
    Ok(vec![
        ("etm-electricity-price", etm::price_duration(TITLE, &prices)),
        ("etm-electricity-profiles", etm::mean_day(TITLE, &producers)),
    ])
}

/// The prices from the highest to the lowest, against the share of hours.
fn duration(name: &str, mut prices: Vec<f64>) -> Series {
    prices.sort_by(|a, b| b.total_cmp(a));
    let hours = prices.len().max(1) as f64;
    let points = prices
        .iter()
        .enumerate()
        .map(|(hour, price)| (hour as f64 / hours, *price));
    Series {
        name: name.to_owned(),
        unit: "EUR/MWh".to_owned(),
        points: points.collect(),
    }
}

/// The mean days of the producers that make most, in GW.
fn largest(profiles: &Table) -> Vec<Series> {
    let mut producers: Vec<(f64, Series)> = profiles
        .columns()
        .iter()
        .filter_map(|column| {
            let name = column.name.strip_suffix(".output (MW)")?;
            let mut day = [0.0; 24];
            for hour in 0..column.values.len() {
                day[hour % 24] += column.values.number(hour).unwrap_or_default();
            }
            let days = (column.values.len() / 24).max(1) as f64;
            let mean = |(hour, sum): (usize, &f64)| (hour as f64, sum / days / 1000.0);
            let series = Series {
                name: name.strip_prefix("energy_power_").unwrap_or(name).to_owned(),
                unit: "GW".to_owned(),
                points: day.iter().enumerate().map(mean).collect(),
            };
            Some((day.iter().sum(), series))
        })
        .collect();
    producers.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    producers.truncate(PRODUCERS);
    producers.into_iter().map(|(_, series)| series).collect()
}
