//! `aurora amun valuations outputs`.

use std::path::Path;

use anyhow::Result;
use aurora_energy::amun::types::ValuationOutputs;
use aurora_energy::amun::{AmunClient, OutputsDocument, OutputsOptions};
use serde_json::Value;

use crate::args::Format;
use crate::args::valuations::{OutputsArgs, Period};
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
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("json") => files::write_json(path, outputs)?,
                Some("csv") => write_csv(path, outputs, arguments.period)?,
                _ => {
                    return Err(Failure::usage("outputs are written as .json or .csv, or with --xlsx as .xlsx").into());
                }
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
        let fields: Vec<String> = rows
            .first()
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|row| row.keys().cloned())
            .collect();
        table.write_record(&fields)?;
        for row in &rows {
            table.write_record(fields.iter().map(|field| plain(row.get(field))))?;
        }
        Ok(table.flush()?)
    })
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
