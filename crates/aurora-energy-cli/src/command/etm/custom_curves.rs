//! `aurora etm custom-curves`.

use std::path::Path;

use anyhow::{Context as _, Result};
use aurora_energy::core::table::HeaderRows;
use aurora_energy::etm::custom_curves::CustomCurvesOptions;
use aurora_energy::etm::{Curve, EtmClient};

use crate::args::etm::outputs::{CustomCurvesCommand, FileOptions, OneCurve};
use crate::command::input;
use crate::command::tables::{self, written};
use crate::context::Context;
use crate::files;
use crate::output::column;

pub(super) async fn run(command: CustomCurvesCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        CustomCurvesCommand::List {
            id,
            unattached,
            internal,
        } => {
            let options = CustomCurvesOptions::default()
                .with_unattached(unattached)
                .with_internal(internal);
            let curves = etm.custom_curves(id).list(&options).await?;
            let columns = [
                column("key", "key"),
                column("kind", "type"),
                column("group", "display_group"),
                column("attached", "attached"),
                column("name", "name"),
                column("bytes", "size"),
                column("date", "date"),
            ];
            context.output.items(&columns, curves)
        }
        CustomCurvesCommand::Get { curve } => {
            let curve = etm.custom_curves(curve.id).get(&curve.key).await?;
            context.output.record(&curve)
        }
        CustomCurvesCommand::Upload { curve, file, name } => {
            let values = read(&file, name, context)?;
            let curve = etm.custom_curves(curve.id).upload(&curve.key, &values).await?;
            context.output.record(&curve)
        }
        CustomCurvesCommand::Download { curve, file } => download(&curve, &file, etm, context).await,
        CustomCurvesCommand::Delete { curve } => {
            let OneCurve { id, key } = curve;
            context.confirm(&format!("Take the custom curve {key} off session {id}?"))?;
            etm.custom_curves(id).delete(&key).await?;
            context.note(format_args!("the custom curve {key} is taken off session {id}"));
            Ok(())
        }
    }
}

/// The numbers of a file, which an error names, under the given name or the file's.
fn read(file: &Path, name: Option<String>, context: &mut Context) -> Result<Curve> {
    let bytes = context.read_file(file)?;
    let text = input::text(&file.display(), &bytes)?;
    let curve = Curve::from_csv(text).with_context(|| format!("{} holds no curve", file.display()))?;
    let own = || Some(file.file_stem()?.to_string_lossy().into_owned()).filter(|name| name != "-");
    Ok(match name.or_else(own) {
        Some(name) => curve.with_name(name),
        None => curve,
    })
}

async fn download(curve: &OneCurve, file: &FileOptions, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let curves = etm.custom_curves(curve.id);
    if let Some(path) = &file.out {
        files::ready(path)?;
        let report = curves.download(&curve.key, path).await?;
        written(report.bytes, path, context);
        return Ok(());
    }
    if file.raw {
        let text = curves.csv(&curve.key).await?;
        return context.output.bytes(text.as_bytes());
    }
    let table = curves.table(&curve.key).await?;
    tables::show(&table, HeaderRows::One, context)
}
