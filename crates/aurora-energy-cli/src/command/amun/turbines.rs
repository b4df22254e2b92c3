//! `aurora amun turbines`.

use std::path::Path;

use anyhow::Result;
use aurora_energy::amun::{AmunClient, TurbineWorkbook};

use crate::args::amun::TurbineCommand;
use crate::context::Context;
use crate::output::{Column, column};

const COLUMNS: [Column; 9] = [
    column("id", "id"),
    column("manufacturer", "manufacturer"),
    column("name", "name"),
    column("rated MW", "ratedCapacity"),
    column("rotor m", "rotorDiameter"),
    column("hub min m", "minHubHeight"),
    column("hub max m", "maxHubHeight"),
    column("cut-in m/s", "cutInSpeed"),
    column("type", "type"),
];

pub(super) async fn run(command: TurbineCommand, context: &mut Context) -> Result<()> {
    let client = context.amun().await?;
    match command {
        TurbineCommand::List => {
            let turbines = client.turbines().list().await?;
            context.output.items(&COLUMNS, turbines)
        }
        TurbineCommand::Find { name } => {
            let turbine = client.turbines().find_by_name(&name).await?;
            context.output.record(&turbine)
        }
        TurbineCommand::PowerCurve { turbine } => {
            let id = id(&client, &turbine).await?;
            let points = client.turbines().power_curve(id).await?;
            context
                .output
                .items(&[column("wind m/s", "speed"), column("power kW", "power")], points)
        }
        TurbineCommand::Upload { file } => upload(&file, &client, context).await,
    }
}

async fn upload(file: &Path, client: &AmunClient, context: &mut Context) -> Result<()> {
    let bytes = context.read_file(file)?;
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("turbine.xlsx");
    let workbook = TurbineWorkbook::new(name, bytes)?;
    let answer = client.turbines().upload(&workbook).await?;
    context.note(format_args!(
        "{name} is uploaded; `aurora amun turbines list` shows the turbine"
    ));
    if answer.0.is_null() {
        Ok(())
    } else {
        context.output.record(&answer)
    }
}

/// The id of a turbine that is given by id or by exact name.
pub(super) async fn id(client: &AmunClient, turbine: &str) -> Result<i64> {
    match turbine.trim().parse() {
        Ok(id) => Ok(id),
        Err(_) => Ok(client.turbines().find_by_name(turbine).await?.id),
    }
}
