//! `aurora origin outputs download`: many files into a folder.

use anyhow::Result;
use aurora_energy::origin::outputs::many::{DownloadAllReport, FileState};
use aurora_energy::origin::{OriginClient, Selection};
use serde::Serialize;

use crate::args::origin::outputs::DownloadOutputs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::column;
use crate::progress;

pub(super) async fn run(arguments: DownloadOutputs, origin: &OriginClient, context: &mut Context) -> Result<()> {
    let (out, resume, concurrency) = (arguments.out.clone(), arguments.resume, arguments.concurrency);
    let bar = progress::bar(context, 0, "outputs");
    let shown = bar.clone();
    let report = origin
        .outputs()
        .download_all(selection(arguments))
        .with_out_dir(out)
        .with_resume(resume)
        .with_concurrency(usize::from(concurrency))
        .on_progress(move |progress| {
            shown.set_length(progress.total as u64);
            shown.set_position(progress.ended() as u64);
            shown.set_message(format!("{} bytes", progress.bytes));
        })
        .run()
        .await;
    bar.finish_and_clear();
    show(&report?, context)
}

fn selection(arguments: DownloadOutputs) -> Selection {
    let mut selection = Selection::of(arguments.scenarios);
    if !arguments.region.is_empty() {
        selection = selection.with_regions(arguments.region);
    }
    if !arguments.all_types {
        selection = selection.with_types(arguments.kind);
    }
    if !arguments.granularity.is_empty() {
        selection = selection.with_granularities(arguments.granularity);
    }
    if !arguments.sub_type.is_empty() {
        selection = selection.with_sub_types(arguments.sub_type);
    }
    if !arguments.years.is_empty() {
        let years = arguments.years.iter().flat_map(|years| years.first..=years.last);
        selection = selection.with_years(years);
    }
    if let Some(currency) = arguments.currency {
        selection = selection.with_currencies([currency]);
    }
    selection.with_nodes(arguments.node)
}

fn show(report: &DownloadAllReport, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        output: String,
        state: &'static str,
        bytes: Option<u64>,
        file: Option<String>,
        remark: Option<String>,
    }
    let columns = [
        column("output", "output"),
        column("state", "state"),
        column("bytes", "bytes"),
        column("file", "file"),
        column("remark", "remark"),
    ];
    let rows = report.outcomes.iter().map(|outcome| {
        let (state, bytes, remark) = match &outcome.state {
            FileState::Fetched { bytes, .. } => ("fetched", Some(*bytes), None),
            FileState::Present { bytes, .. } => ("present", Some(*bytes), None),
            FileState::LeftOut { reason, .. } => ("left out", None, Some(reason.clone())),
            FileState::Failed(error) => ("failed", None, Some(error.to_string())),
            _ => ("unknown", None, None),
        };
        Row {
            output: outcome.to_string(),
            state,
            bytes,
            file: outcome.path.as_ref().map(|path| path.display().to_string()),
            remark,
        }
    });
    context.output.items(&columns, rows)?;
    let failed = report.failures().count();
    context.note(format_args!(
        "{} fetched, {} present, {} left out, {failed} failed; manifest: {}",
        report.fetched().count(),
        report.present().count(),
        report.left_out().count(),
        report.manifest.display()
    ));
    if failed > 0 {
        return Err(Failure::new(Exit::Partial, format!("{failed} outputs failed"))
            .with_hint("repeat the command with --resume to fetch what is missing")
            .into());
    }
    Ok(())
}
