//! `aurora origin outputs`.

use std::path::Path;

use anyhow::Result;
use aurora_energy::core::table::HeaderRows;
use aurora_energy::origin::cache::{EntryState, Prune};
use aurora_energy::origin::{OriginClient, OutputRequest};
use serde::Serialize;

use crate::args::origin::outputs::{CacheCommand, OneOutput, OutputsCommand};
use crate::command::tables;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::files;
use crate::output::column;

mod download;

pub(super) async fn run(command: OutputsCommand, context: &mut Context) -> Result<()> {
    let origin = context.origin().await?;
    match command {
        OutputsCommand::Types { scenario, region } => {
            let types = origin.outputs().of(&scenario).await?.types(&region).await?;
            let columns = [
                column("type", "type"),
                column("granularity", "granularity"),
                column("subtype", "subType"),
                column("file", "filename"),
            ];
            context.output.items(&columns, types)
        }
        OutputsCommand::Years { scenario, region } => {
            #[derive(Serialize)]
            struct Row {
                year: i64,
            }
            let years = origin.outputs().of(&scenario).await?.years(&region).await?;
            let rows = years.into_iter().map(|year| Row { year });
            context.output.items(&[column("year", "year")], rows)
        }
        OutputsCommand::Url(output) => {
            let url = origin.outputs().location(&request(output)).await?;
            context.output.line(url.as_str())
        }
        OutputsCommand::Get {
            output,
            raw,
            out,
            no_cache,
        } => {
            let mut request = request(output);
            if no_cache {
                request = request.without_cache();
            }
            get(&origin, &request, raw, out.as_deref(), context).await
        }
        OutputsCommand::Download(arguments) => download::run(arguments, &origin, context).await,
        OutputsCommand::Cache { command } => cache(&command, &origin, context),
    }
}

fn request(output: OneOutput) -> OutputRequest {
    let mut request = OutputRequest::new(output.scenario, output.region, output.kind, output.granularity);
    if let Some(sub_type) = output.sub_type {
        request = request.with_sub_type(sub_type);
    }
    if let Some(year) = output.year {
        request = request.with_year(year);
    }
    if let Some(node) = output.node {
        request = request.with_node(node);
    }
    if let Some(currency) = output.currency {
        request = request.with_currency(currency);
    }
    for (name, value) in output.param {
        request = request.with_param(name, value);
    }
    request
}

async fn get(
    origin: &OriginClient,
    request: &OutputRequest,
    raw: bool,
    out: Option<&Path>,
    context: &mut Context,
) -> Result<()> {
    if let Some(path) = out {
        files::ready(path)?;
        let report = origin.outputs().download(request, path).await?;
        context.note(format_args!("{} bytes are written to {}", report.bytes, path.display()));
        return Ok(());
    }
    if raw {
        let bytes = origin.outputs().csv(request).await?;
        return context.output.bytes(&bytes);
    }
    let table = origin.outputs().table(request).await?;
    tables::show(&table, HeaderRows::Two, context)
}

fn cache(command: &CacheCommand, origin: &OriginClient, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        file: String,
        bytes: u64,
        state: &'static str,
        remark: Option<String>,
    }
    let columns = [
        column("file", "file"),
        column("bytes", "bytes"),
        column("state", "state"),
        column("remark", "remark"),
    ];
    let outputs = origin.outputs();
    let cache = outputs.cache();
    match command {
        CacheCommand::List => {
            let rows = cache.list()?.into_iter().map(|entry| Row {
                file: entry.path.display().to_string(),
                bytes: entry.bytes,
                state: if entry.note.is_some() { "noted" } else { "unknown" },
                remark: None,
            });
            context.output.items(&columns, rows)
        }
        CacheCommand::Verify => {
            let mut damaged = 0;
            let rows: Vec<_> = cache
                .verify()?
                .into_iter()
                .map(|file| {
                    let (state, remark) = match file.state {
                        EntryState::Intact => ("intact", None),
                        EntryState::Plausible => ("plausible", None),
                        EntryState::Damaged(why) => {
                            damaged += 1;
                            ("damaged", Some(why))
                        }
                        _ => ("unknown", None),
                    };
                    Row {
                        file: file.entry.path.display().to_string(),
                        bytes: file.entry.bytes,
                        state,
                        remark,
                    }
                })
                .collect();
            context.output.items(&columns, rows)?;
            if damaged > 0 {
                return Err(
                    Failure::new(Exit::Failure, format!("{damaged} files of the cache are damaged"))
                        .with_hint("they are never served; `aurora origin outputs cache prune` deletes them")
                        .into(),
                );
            }
            Ok(())
        }
        CacheCommand::Prune { all } => {
            let (question, what) = if *all {
                (
                    "Delete the whole cache, which the Python client may use too?",
                    Prune::all(),
                )
            } else {
                ("Delete the damaged files of the cache?", Prune::damaged())
            };
            context.confirm(question)?;
            let pruned = cache.prune(&what)?;
            context.note(format_args!(
                "{} files with {} bytes are deleted",
                pruned.entries.len(),
                pruned.bytes
            ));
            Ok(())
        }
    }
}
