//! `aurora etm curves` and `aurora etm exports`.

use std::path::Path;

use anyhow::{Context as _, Result};
use aurora_energy::core::table::HeaderRows;
use aurora_energy::etm::{EtmClient, HourlyCurve};
use serde::Serialize;

use crate::args::etm::outputs::{CurvesCommand, ExportsCommand, FileOptions};
use crate::command::tables::{self, written};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::files;
use crate::output::column;

pub(super) async fn run(command: CurvesCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        CurvesCommand::Get {
            id,
            curve: Some(curve),
            file,
            ..
        } => get(id, HourlyCurve::from(curve), &file, etm, context).await,
        CurvesCommand::Get { id, file, .. } => {
            let folder = file.out.context("a folder is there whenever all curves are wanted")?;
            all(id, &folder, etm, context).await
        }
        CurvesCommand::Prices { id } => {
            #[derive(Serialize)]
            struct Row {
                hour: usize,
                price: f64,
            }
            let prices = etm.curves(id).prices().await?;
            let rows = prices.into_iter().enumerate().map(|(hour, price)| Row { hour, price });
            let columns = [column("hour", "hour"), column("price (EUR/MWh)", "price")];
            context.output.items(&columns, rows)
        }
    }
}

async fn get(id: i64, curve: HourlyCurve, file: &FileOptions, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let curves = etm.curves(id);
    if let Some(path) = &file.out {
        files::ready(path)?;
        let report = curves.download(curve, path).await?;
        written(report.bytes, path, context);
        return Ok(());
    }
    if file.raw {
        let text = curves.csv(curve).await?;
        return context.output.bytes(text.as_bytes());
    }
    let table = curves.get(curve).await?;
    tables::show(&table, HeaderRows::One, context)
}

/// Every curve into a folder. An area or an engine may lack some: that does not stop the others.
async fn all(id: i64, folder: &Path, etm: &EtmClient, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        curve: String,
        bytes: Option<u64>,
        file: Option<String>,
        error: Option<String>,
    }
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut rows = Vec::new();
    let mut failed = 0;
    for curve in HourlyCurve::all() {
        let path = folder.join(format!("{curve}.csv"));
        let name = curve.to_string();
        let report = etm.curves(id).download(curve, &path).await;
        failed += usize::from(report.is_err());
        rows.push(Row {
            curve: name,
            bytes: report.as_ref().ok().map(|report| report.bytes),
            file: report.as_ref().ok().map(|_| path.display().to_string()),
            error: report.err().map(|error| error.to_string()),
        });
    }
    let columns = [
        column("curve", "curve"),
        column("bytes", "bytes"),
        column("file", "file"),
        column("error", "error"),
    ];
    context.output.items(&columns, rows)?;
    match failed {
        0 => Ok(()),
        _ => Err(Failure::new(Exit::Partial, format!("{failed} curves could not be had")).into()),
    }
}

pub(super) async fn exports(command: ExportsCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let ExportsCommand::Get { id, export, file } = command;
    let exports = etm.exports(id);
    if let Some(path) = &file.out {
        files::ready(path)?;
        let report = exports.download(export, path).await?;
        written(report.bytes, path, context);
        return Ok(());
    }
    if file.raw {
        let text = exports.csv(export).await?;
        return context.output.bytes(text.as_bytes());
    }
    let table = exports.get(export).await?;
    tables::show(&table, HeaderRows::One, context)
}
