//! The files: columns with a name and a unit, and their rows.

use std::fmt::Write as _;

use super::dispatch::Hours;
use super::totals::{Sums, Totals};
use super::world::{DEMAND_TECHNOLOGIES, Region, TECHNOLOGIES};
use super::{Case, NODES, Output, data_years};
use crate::origin::inputs::assumptions::hash;
use crate::times::{YEAR_HOURS, month_of_slot};
use crate::weather::{mix, unit};

/// A currency and its price base: what a pound of 2024 is in it.
struct Money {
    factor: f64,
    symbol: &'static str,
}

impl Money {
    /// `None` for a currency without a rate, or a price base that is no year.
    fn new(code: &str) -> Option<Money> {
        let (base, year) = code.split_at_checked(3)?;
        let (rate, symbol) = match base {
            "gbp" => (1.0, "£"),
            "eur" => (1.17, "€"),
            "usd" => (1.27, "$"),
            "aud" => (1.93, "A$"),
            _ => return None,
        };
        let years = year.parse::<i32>().ok()? - 2024;
        Some(Money {
            factor: rate * 1.02_f64.powi(years),
            symbol,
        })
    }

    fn per(&self, unit: &str) -> String {
        format!("{}/{unit}", self.symbol)
    }
}

/// A file that grows.
struct Table {
    names: Vec<String>,
    units: Vec<String>,
    rows: String,
}

impl Table {
    fn new(keys: &[&str]) -> Table {
        Table {
            names: keys.iter().map(|key| (*key).to_owned()).collect(),
            units: vec![String::new(); keys.len()],
            rows: String::new(),
        }
    }

    fn column(&mut self, name: impl Into<String>, unit: impl Into<String>) {
        self.names.push(name.into());
        self.units.push(unit.into());
    }

    fn row(&mut self, keys: &[String], values: impl IntoIterator<Item = f64>) {
        self.rows.push_str(&keys.join(","));
        for value in values {
            // Writing to a string cannot fail. Minus zero would be printed with its sign.
            let _ = write!(self.rows, ",{:.3}", if value == 0.0 { 0.0 } else { value });
        }
        self.rows.push('\n');
    }

    fn finish(self) -> String {
        format!("{}\n{}\n{}", self.names.join(","), self.units.join(","), self.rows)
    }
}

/// The file of an output; `None` when there is none.
pub(super) fn write(case: &Case<'_>, region: &'static Region, output: &Output) -> Option<String> {
    let money = Money::new(&output.currency)?;
    let definition = output.definition;
    let years = data_years(&output.scenario, &output.region);
    // Files whose names have no year hold the first one.
    let year = output.year.or_else(|| years.first().copied())?;
    let file = File {
        case,
        region,
        money,
        years,
    };
    Some(match (definition.kind, definition.granularity) {
        ("system", "1h") => file.system_hours(year),
        ("system", _) => file.sums(definition.granularity, system_columns, system_values),
        ("technology", "1h") => file.technology_hours(year, 1, false),
        ("technology", "30M") => {
            file.technology_hours(year, 2, definition.sub_type == Some("generation_pre_curtailment"))
        }
        ("technology", _) => file.sums(definition.granularity, technology_columns, technology_values),
        ("interconnector", "1h") => file.link_hours(year),
        ("interconnector", _) => file.sums(definition.granularity, link_columns, link_values),
        ("nodal", granularity) => {
            let node = NODES.iter().find(|node| Some(**node) == output.node.as_deref())?;
            file.nodal(node, granularity, year)
        }
        _ => return None,
    })
}

struct File<'a> {
    case: &'a Case<'a>,
    region: &'static Region,
    money: Money,
    years: Vec<i64>,
}

type Columns = fn(&mut Table, &Money, &Totals, &'static str);
type Values = fn(&Totals, &Sums, f64, f64) -> Vec<f64>;

impl File<'_> {
    /// Rows of years (TWh) or of months (GWh).
    fn sums(&self, granularity: &str, columns: Columns, values: Values) -> String {
        let yearly = granularity == "1y";
        let mut table = Table::new(if yearly { &["Year"] } else { &["Year", "Month"] });
        let (unit, per_unit) = if yearly { ("TWh", 1e6) } else { ("GWh", 1e3) };
        for (index, year) in self.years.iter().enumerate() {
            let totals = self.case.totals(self.region, *year);
            if index == 0 {
                columns(&mut table, &self.money, &totals, unit);
            }
            if yearly {
                table.row(
                    &[year.to_string()],
                    values(&totals, &totals.year(), per_unit, self.money.factor),
                );
                continue;
            }
            for (month, sums) in (1..).zip(&totals.months) {
                table.row(
                    &[year.to_string(), month.to_string()],
                    values(&totals, sums, per_unit, self.money.factor),
                );
            }
        }
        table.finish()
    }

    fn system_hours(&self, year: i64) -> String {
        let hours = self.case.hours(self.region, year);
        let mut table = Table::new(&["Time"]);
        table.column("Price", self.money.per("MWh"));
        for name in ["Total demand", "Base demand"] {
            table.column(name, "MW");
        }
        DEMAND_TECHNOLOGIES
            .iter()
            .for_each(|known| table.column(known.title, "MW"));
        for name in [
            "Total generation",
            "Curtailment",
            "Storage charging",
            "Net exports",
            "Unserved demand",
        ] {
            table.column(name, "MW");
        }
        for hour in 0..YEAR_HOURS {
            let at = |series: &[Vec<f64>]| -> f64 { series.iter().map(|values| values[hour]).sum() };
            let (generation, offered) = (at(&hours.generation), at(&hours.offered));
            let mut values = vec![hours.price[hour] * self.money.factor, at(&hours.demand)];
            values.extend(hours.demand.iter().map(|series| series[hour]));
            values.extend([
                generation,
                offered - generation,
                hours.charging[hour],
                net_exports(&hours, hour),
                hours.unserved[hour],
            ]);
            table.row(&[time(year, hour, 0)], values);
        }
        table.finish()
    }

    fn technology_hours(&self, year: i64, parts: usize, pre_curtailment: bool) -> String {
        let hours = self.case.hours(self.region, year);
        let mut table = Table::new(&["Time"]);
        TECHNOLOGIES
            .iter()
            .for_each(|technology| table.column(technology.name, "MW"));
        let series = if pre_curtailment {
            &hours.offered
        } else {
            &hours.generation
        };
        for hour in 0..YEAR_HOURS {
            for part in 0..parts {
                let value = |values: &Vec<f64>| {
                    if parts == 1 {
                        values[hour]
                    } else {
                        half(values, hour, part)
                    }
                };
                table.row(&[time(year, hour, part * 30)], series.iter().map(value));
            }
        }
        table.finish()
    }

    fn link_hours(&self, year: i64) -> String {
        let hours = self.case.hours(self.region, year);
        let mut table = Table::new(&["Time"]);
        hours
            .flows
            .iter()
            .for_each(|(far, _)| table.column(format!("Flow to {far}"), "MW"));
        for hour in 0..YEAR_HOURS {
            table.row(&[time(year, hour, 0)], hours.flows.iter().map(|(_, flow)| flow[hour]));
        }
        table.finish()
    }

    /// The region's price and what congestion makes of it at a node: a constant of its own, and more when wind is strong.
    fn nodal(&self, node: &str, granularity: &str, year: i64) -> String {
        let seed = hash(node);
        let constant = 6.0 * (2.0 * unit(mix(&[seed, 1])) - 1.0);
        let by_wind = 20.0 * (2.0 * unit(mix(&[seed, 2])) - 1.0);
        let congestion = |hours: &Hours, hour: usize| {
            let wind: f64 = TECHNOLOGIES
                .iter()
                .zip(&hours.offered)
                .filter(|(technology, _)| technology.name == "onshoreWind")
                .map(|(_, series)| series[hour])
                .sum();
            let demand: f64 = hours.demand.iter().map(|series| series[hour]).sum();
            constant + by_wind * (wind / demand.max(1.0) - 0.3)
        };
        let yearly = granularity == "1y";
        let mut table = Table::new(&[if yearly { "Year" } else { "Time" }]);
        table.column("Price", self.money.per("MWh"));
        table.column("Congestion", self.money.per("MWh"));
        let years = if yearly { self.years.clone() } else { vec![year] };
        for year in years {
            let hours = self.case.hours(self.region, year);
            let pair = |hour: usize| {
                [hours.price[hour] + congestion(&hours, hour), congestion(&hours, hour)]
                    .map(|price| price * self.money.factor)
            };
            if yearly {
                let sum = (0..YEAR_HOURS)
                    .map(pair)
                    .fold([0.0; 2], |sum, pair| [sum[0] + pair[0], sum[1] + pair[1]]);
                table.row(&[year.to_string()], sum.map(|sum| sum / YEAR_HOURS as f64));
            } else {
                (0..YEAR_HOURS).for_each(|hour| table.row(&[time(year, hour, 0)], pair(hour)));
            }
        }
        table.finish()
    }
}

fn net_exports(hours: &Hours, hour: usize) -> f64 {
    hours.flows.iter().map(|(_, flow)| flow[hour]).sum()
}

/// One of two halves of an hour on the way from the hour before to the hour after; their mean is the hour's value.
fn half(values: &[f64], hour: usize, part: usize) -> f64 {
    let before = values[hour.saturating_sub(1)];
    let after = values[(hour + 1).min(values.len() - 1)];
    let step = ((after - before) / 8.0).clamp(-values[hour], values[hour]);
    if part == 0 {
        values[hour] - step
    } else {
        values[hour] + step
    }
}

/// A slot of a year without a leap day as a time: `2028-03-01T00:00Z`.
fn time(year: i64, slot: usize, minute: usize) -> String {
    let month = month_of_slot(slot);
    let start = super::shapes::MONTH_STARTS[month];
    format!(
        "{year}-{:02}-{:02}T{:02}:{minute:02}Z",
        month + 1,
        (slot - start) / 24 + 1,
        slot % 24
    )
}

fn system_columns(table: &mut Table, money: &Money, _: &Totals, unit: &'static str) {
    for name in ["Baseload price", "Peak price", "Demand-weighted price"] {
        table.column(name, money.per("MWh"));
    }
    for name in ["Total demand", "Base demand"] {
        table.column(name, unit);
    }
    DEMAND_TECHNOLOGIES
        .iter()
        .for_each(|known| table.column(known.title, unit));
    for name in [
        "Total generation",
        "Curtailment",
        "Storage charging",
        "Net exports",
        "Unserved demand",
    ] {
        table.column(name, unit);
    }
    table.column("Gas price", money.per("MWh"));
    table.column("Carbon price", money.per("t"));
}

fn system_values(totals: &Totals, sums: &Sums, per_unit: f64, money: f64) -> Vec<f64> {
    let demand: f64 = sums.demand.iter().sum();
    let generation: f64 = sums.generation.iter().sum();
    let offered: f64 = sums.offered.iter().sum();
    let mut values: Vec<f64> = [
        sums.price / sums.hours,
        sums.peak_price / sums.peak_hours,
        ratio(sums.paid, demand),
    ]
    .map(|price| price * money)
    .to_vec();
    values.push(demand / per_unit);
    values.extend(sums.demand.iter().map(|part| part / per_unit));
    let energy = [
        generation,
        offered - generation,
        sums.charging,
        sums.net_exports(),
        sums.unserved,
    ];
    values.extend(energy.map(|energy| energy / per_unit));
    values.extend(totals.fuel.map(|price| price * money));
    values
}

fn technology_columns(table: &mut Table, money: &Money, _: &Totals, unit: &'static str) {
    for technology in &TECHNOLOGIES {
        table.column(format!("{} capacity", technology.name), "MW");
        table.column(format!("{} generation", technology.name), unit);
        table.column(format!("{} curtailment", technology.name), unit);
        table.column(format!("{} capture price", technology.name), money.per("MWh"));
        table.column(format!("{} load factor", technology.name), "share");
    }
}

fn technology_values(totals: &Totals, sums: &Sums, per_unit: f64, money: f64) -> Vec<f64> {
    let of = |index: usize| {
        let (generation, capacity) = (sums.generation[index], totals.capacity[index]);
        [
            capacity,
            generation / per_unit,
            (sums.offered[index] - generation) / per_unit,
            ratio(sums.earned[index], generation) * money,
            ratio(generation, capacity * sums.hours),
        ]
    };
    (0..TECHNOLOGIES.len()).flat_map(of).collect()
}

fn link_columns(table: &mut Table, _: &Money, totals: &Totals, unit: &'static str) {
    for far in &totals.neighbours {
        table.column(format!("Exports to {far}"), unit);
        table.column(format!("Imports from {far}"), unit);
    }
}

fn link_values(_: &Totals, sums: &Sums, per_unit: f64, _: f64) -> Vec<f64> {
    sums.flows.iter().flatten().map(|energy| energy / per_unit).collect()
}

/// A ratio, zero where there is nothing to divide by.
fn ratio(value: f64, by: f64) -> f64 {
    if by > 0.0 { value / by } else { 0.0 }
}
