//! `aurora amun valuations outputs`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use aurora_energy::amun::types::ValuationOutputs;
use aurora_energy::amun::{AmunClient, OutputsDocument, OutputsOptions};
use serde_json::Value;

use crate::args::Format;
use crate::args::valuations::{OutputsArgs, Period};
use crate::command::amun::load_factors::series::{self, Ending};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::{Column, Output, column};
use crate::{files, progress};

const FIGURES: [Column; 6] = [
    column("production GWh", "production").with_decimals(1),
    column("curtailed GWh", "curtailment").with_decimals(1),
    column("load factor", "loadFactor").with_decimals(4),
    column("capture price per MWh", "capturePrice").with_decimals(2),
    column("base load per MWh", "baseLoadPrice").with_decimals(2),
    column("revenue in millions", "revenue").with_decimals(2),
];

pub(super) async fn run(arguments: OutputsArgs, client: &AmunClient, context: &mut Context) -> Result<()> {
    // Looked at first: minutes of calculation are lost otherwise.
    match (&arguments.out, arguments.xlsx) {
        (Some(path), true) => files::ready(path)?,
        (Some(path), false) => {
            series::ready(path)?;
        }
        (None, _) => {}
    }
    let spinner = progress::spinner(context, "calculating the valuation");
    let mut options = OutputsOptions::default().with_hourly_data(arguments.hourly);
    if let Some(deadline) = arguments.deadline {
        options = options.with_deadline(deadline);
    }
    if arguments.xlsx {
        let document = client.valuations().outputs_xlsx(arguments.id, options).await;
        spinner.finish_and_clear();
        return save(arguments.out.as_deref(), document?, context);
    }
    let outputs = client.valuations().outputs(arguments.id, options).await;
    spinner.finish_and_clear();
    print(&arguments, &outputs?, context)
}

fn save(out: Option<&Path>, document: OutputsDocument, context: &mut Context) -> Result<()> {
    let path =
        out.ok_or_else(|| Failure::usage("a workbook goes to a file").with_hint("name it with --out FILE.xlsx"))?;
    let OutputsDocument::Workbook { bytes, .. } = document else {
        return Err(
            Failure::new(Exit::Failure, "the service answered with JSON instead of a workbook")
                .with_hint("leave --xlsx out")
                .into(),
        );
    };
    files::write_bytes(path, &bytes)?;
    context.note(format_args!("written to {}", path.display()));
    Ok(())
}

fn print(arguments: &OutputsArgs, outputs: &ValuationOutputs, context: &mut Context) -> Result<()> {
    match &arguments.out {
        None if matches!(context.output.format, Format::Json | Format::Jsonl) => return context.output.record(outputs),
        None => {}
        Some(path) => {
            match series::ending(path)? {
                Ending::Json => files::write_json(path, outputs)?,
                Ending::Csv => write_csv(path, outputs, arguments.period)?,
            }
            context.note(format_args!("written to {}", path.display()));
        }
    }
    table(outputs, arguments.period, &mut context.output)
}

/// The rows of a period, written as CSV with all their figures.
pub(in crate::command) fn write_csv(path: &Path, outputs: &ValuationOutputs, period: Period) -> Result<()> {
    let rows = rows(outputs, period)?;
    files::write(path, |writer| {
        let mut table = csv::Writer::from_writer(writer);
        let fields = fields(&rows);
        table.write_record(&fields)?;
        for row in &rows {
            table.write_record(fields.iter().map(|field| plain(row.get(field))))?;
        }
        Ok(table.flush()?)
    })
}

/// The fields of all rows, time first. A row may lack some: the service leaves out what it does not know.
fn fields(rows: &[Value]) -> Vec<&str> {
    let objects = rows.iter().filter_map(Value::as_object);
    let found: BTreeSet<&str> = objects.flat_map(|row| row.keys().map(String::as_str)).collect();
    let time = ["year", "quarter", "month"];
    let first = time.into_iter().filter(|field| found.contains(field));
    first
        .chain(found.iter().copied().filter(|field| !time.contains(field)))
        .collect()
}

fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// Prints the rows of a period.
pub(in crate::command) fn table(outputs: &ValuationOutputs, period: Period, output: &mut Output) -> Result<()> {
    let mut columns = vec![column("year", "year")];
    match period {
        Period::Yearly => {}
        Period::Quarterly => columns.push(column("quarter", "quarter")),
        Period::Monthly => columns.push(column("month", "month")),
    }
    columns.extend(FIGURES);
    output.items(&columns, rows(outputs, period)?)
}

fn rows(outputs: &ValuationOutputs, period: Period) -> Result<Vec<Value>> {
    let outputs = serde_json::to_value(outputs)?;
    let name = match period {
        Period::Yearly => "yearly",
        Period::Quarterly => "quarterly",
        Period::Monthly => "monthly",
    };
    let rows = outputs
        .pointer(&format!("/forecast/{name}"))
        .and_then(Value::as_array)
        .cloned();
    Ok(rows.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_that_the_first_row_lacks_is_a_column_too() {
        let rows = [
            json!({"year": 2020, "a": 1}),
            json!({"year": 2021, "b": 2, "month": "May"}),
        ];
        assert_eq!(fields(&rows), ["year", "month", "a", "b"]);
    }
}
