//! `aurora amun windfarms`.

use anyhow::Result;

use crate::args::amun::WindfarmCommand;
use crate::context::Context;
use crate::output::column;

pub(super) async fn run(command: &WindfarmCommand, context: &mut Context) -> Result<()> {
    let client = context.amun().await?;
    match command {
        WindfarmCommand::Search { text } => {
            let farms = client.windfarms().search(text).await?;
            let columns = [
                column("uuid", "uuid"),
                column("name", "name"),
                column("latitude °", "latitude"),
                column("longitude °", "longitude"),
            ];
            context.output.items(&columns, farms)
        }
        WindfarmCommand::Get { id } => {
            let farm = client.windfarms().get(id).await?;
            context.output.record(&farm)
        }
    }
}
