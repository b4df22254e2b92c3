//! `aurora etm esdl`.

use anyhow::Result;
use aurora_energy::etm::EtmClient;
use aurora_energy::etm::esdl::EsdlDocument;

use crate::args::etm::outputs::EsdlCommand;
use crate::command::tables::written;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::files;

pub(super) async fn run(command: EsdlCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        EsdlCommand::Get { id, out: Some(path) } => {
            files::ready(&path)?;
            let bytes = etm.esdl(id).download(&path).await?;
            written(bytes, &path, context);
            Ok(())
        }
        EsdlCommand::Get { id, out: None } => match etm.esdl(id).text().await? {
            Some(text) => context.output.bytes(text.as_bytes()),
            None => Err(Failure::new(Exit::NotFound, format!("session {id} has no ESDL file")).into()),
        },
        EsdlCommand::Upload { id, file } => {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let document = EsdlDocument::new(name, context.read_file(&file)?)?;
            etm.esdl(id).upload(&document).await?;
            context.note(format_args!("{} is attached to session {id}", file.display()));
            Ok(())
        }
    }
}
