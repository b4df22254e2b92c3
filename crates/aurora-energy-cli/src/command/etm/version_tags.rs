//! `aurora etm version-tags`.

use anyhow::Result;
use aurora_energy::etm::EtmClient;
use aurora_energy::etm::types::VersionTag;
use serde::Serialize;

use crate::args::etm::outputs::VersionTagsCommand;
use crate::context::Context;
use crate::output::column;

pub(super) async fn run(command: VersionTagsCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        session: i64,
        #[serde(flatten)]
        tag: &'a VersionTag,
    }
    let sessions = etm.sessions();
    let tag = match command {
        VersionTagsCommand::List { id } => {
            let tags = sessions.version_tags(&id).await?;
            let rows = tags.iter().map(|(id, tag)| Row { session: *id, tag });
            let columns = [
                column("session", "session"),
                column("description", "description"),
                column("user", "user_id"),
                column("changed", "last_updated_at"),
            ];
            return context.output.items(&columns, rows);
        }
        VersionTagsCommand::Get { id } => sessions.version_tag(id).await?,
        VersionTagsCommand::Create { id, text } => sessions.create_version_tag(id, text.as_deref()).await?,
        VersionTagsCommand::Update { id, text } => sessions.update_version_tag(id, text.as_deref()).await?,
    };
    context.output.record(&tag)
}
