//! The part of the demonstration that is about Origin: outputs of the newest central scenario, and two charts of them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use aurora_energy::core::table::{HeaderRows, Table};
use aurora_energy::origin::OutputRequest;

use crate::chart::Chart;
use crate::chart::origin::{self, Series};
use crate::context::Context;
use crate::files;

const REGION: &str = "gbr";
/// The years of the price-duration chart.
const YEARS: [i64; 3] = [2025, 2035, 2045];

/// The charts of this part, by name, and the table that the program shows.
pub(super) struct Shown {
    pub(super) scenario: String,
    pub(super) charts: Vec<(&'static str, Chart)>,
    pub(super) files: Vec<PathBuf>,
}

/// Fetches system and technology outputs of the newest central scenario into a folder.
pub(super) async fn run(folder: &Path, context: &mut Context) -> Result<Shown> {
    let origin = context.origin().await?;
    let scenario = origin.scenarios().latest(REGION, &["central"]).await?;
    let id = scenario.scenario_global_id.context("the scenario has no id")?;
    let name = scenario.name.unwrap_or_default();
    let outputs = origin.outputs();
    let mut written = Vec::new();
    let mut prices = Vec::new();
    for year in YEARS {
        let request = OutputRequest::new(&*id, REGION, "system", "1h").with_year(year);
        let table = outputs.table(&request).await?;
        written.push(write(folder, &format!("system-1h-{year}.csv"), &table)?);
        prices.push(duration(year, &table)?);
    }
    let yearly = outputs.table(&OutputRequest::new(&*id, REGION, "system", "1y")).await?;
    written.push(write(folder, "system-1y.csv", &yearly)?);
    let technologies = outputs
        .table(&OutputRequest::new(&*id, REGION, "technology", "1y"))
        .await?;
    written.push(write(folder, "technology-1y.csv", &technologies)?);
    let mix = mix(&technologies)?;
    Ok(Shown {
        charts: vec![
            ("origin-price-duration", origin::price_duration(&name, &prices)),
            ("origin-generation-mix", origin::generation_mix(&name, &mix)),
        ],
        scenario: name,
        files: written,
    })
}

fn write(folder: &Path, name: &str, table: &Table) -> Result<PathBuf> {
    let path = folder.join(name);
    let mut text = Vec::new();
    table.to_csv(&mut text, HeaderRows::Two)?;
    files::write_bytes(&path, &text)?;
    Ok(path)
}

/// The hourly prices of a year, from the highest to the lowest, against the share of hours.
fn duration(year: i64, table: &Table) -> Result<Series> {
    let column = table.column("Price").context("the hourly system output has no price")?;
    let mut prices: Vec<f64> = (0..table.rows()).filter_map(|row| column.values.number(row)).collect();
    prices.sort_by(|a, b| b.total_cmp(a));
    let hours = prices.len().max(1) as f64;
    let points = prices
        .iter()
        .enumerate()
        .map(|(hour, price)| (hour as f64 / hours, *price));
    Ok(Series {
        name: year.to_string(),
        unit: column.unit.clone().unwrap_or_default(),
        points: points.collect(),
    })
}

/// The yearly generation of each technology that generates at all.
fn mix(table: &Table) -> Result<Vec<Series>> {
    let years = table
        .column("Year")
        .context("the yearly technology output has no year")?;
    let of = |column: &aurora_energy::core::table::Column| {
        let name = column.name.strip_suffix(" generation")?;
        let point = |row| Some((years.values.number(row)?, column.values.number(row)?));
        let points: Vec<_> = (0..table.rows()).filter_map(point).collect();
        let generates = points.iter().any(|(_, energy)| *energy > 0.0);
        generates.then(|| Series {
            name: name.to_owned(),
            unit: column.unit.clone().unwrap_or_default(),
            points,
        })
    };
    Ok(table.columns().iter().filter_map(of).collect())
}
