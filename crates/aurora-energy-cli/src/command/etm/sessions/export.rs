//! `aurora etm sessions export`: one JSON document per session.

use std::path::Path;

use anyhow::Result;
use aurora_energy::etm::EtmClient;
use futures_util::StreamExt as _;

use crate::args::Format;
use crate::context::Context;
use crate::files;

pub(super) async fn run(ids: &[i64], out: Option<&Path>, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let mut lines = Box::pin(etm.sessions().export(ids));
    let Some(path) = out else {
        // They are nested too deeply for a table.
        if context.output.format != Format::Json {
            context.output.format = Format::Jsonl;
        }
        let mut list = context.output.list(&[]);
        while let Some(line) = lines.next().await {
            list.push(&line?)?;
        }
        return list.finish();
    };
    files::ready(path)?;
    let mut text = Vec::new();
    let mut count = 0;
    while let Some(line) = lines.next().await {
        serde_json::to_writer(&mut text, &line?)?;
        text.push(b'\n');
        count += 1;
    }
    files::write_bytes(path, &text)?;
    context.note(format_args!("{count} sessions are written to {}", path.display()));
    Ok(())
}
