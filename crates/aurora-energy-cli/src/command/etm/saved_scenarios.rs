//! `aurora etm saved-scenarios`, and the same directly at MyETM.

use anyhow::Result;
use aurora_energy::etm::{EtmClient, NewSavedScenario, SavedScenarioUpdate, SavedScenarios};
use futures_util::StreamExt as _;

use super::users;
use crate::args::etm::saved::{CreateSavedScenario, SavedScenariosCommand, UpdateSavedScenario};
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Column, column};

const COLUMNS: [Column; 7] = [
    column("id", "id"),
    column("title", "title"),
    column("session", "scenario_id"),
    column("area", "area_code"),
    column("end year", "end_year"),
    column("private", "private"),
    column("changed", "updated_at"),
];

/// Who is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum At {
    /// The engine, which asks MyETM.
    Engine,
    /// MyETM itself.
    MyEtm,
}

pub(super) async fn run(command: SavedScenariosCommand, etm: &EtmClient, at: At, context: &mut Context) -> Result<()> {
    let scenarios = match at {
        At::Engine => etm.saved_scenarios(),
        At::MyEtm => etm.myetm().saved_scenarios(),
    };
    match command {
        SavedScenariosCommand::List { readable: false } => list(&scenarios, context).await,
        SavedScenariosCommand::List { .. } if at == At::MyEtm => {
            list(&etm.myetm().readable_saved_scenarios(), context).await
        }
        SavedScenariosCommand::List { .. } => Err(Failure::usage("the engine lists only what you have a role on")
            .with_hint("`aurora etm my saved-scenarios list --readable` lists the others too")
            .into()),
        SavedScenariosCommand::Users { command } => Box::pin(users::of_saved(command, &scenarios, context)).await,
        other => one(other, &scenarios, context).await,
    }
}

async fn list(scenarios: &SavedScenarios<'_>, context: &mut Context) -> Result<()> {
    let mut scenarios = Box::pin(scenarios.list());
    let mut list = context.output.list(&COLUMNS);
    while let Some(scenario) = scenarios.next().await {
        list.push(&scenario?)?;
    }
    list.finish()
}

/// The commands about one saved scenario.
async fn one(command: SavedScenariosCommand, scenarios: &SavedScenarios<'_>, context: &mut Context) -> Result<()> {
    let scenario = match command {
        SavedScenariosCommand::Get { id } => scenarios.get(id).await?,
        SavedScenariosCommand::Create(arguments) => scenarios.create(&new(arguments)).await?,
        SavedScenariosCommand::Update(arguments) => scenarios.update(arguments.id, &update(arguments)).await?,
        SavedScenariosCommand::Discard { id } => {
            scenarios.discard(id).await?;
            context.note(format_args!("saved scenario {id} is in the trash"));
            return Ok(());
        }
        SavedScenariosCommand::Restore { id } => scenarios.restore(id).await?,
        SavedScenariosCommand::Delete { id } => {
            context.confirm(&format!("Delete saved scenario {id}?"))?;
            scenarios.delete(id).await?;
            context.note(format_args!("saved scenario {id} is deleted"));
            return Ok(());
        }
        SavedScenariosCommand::List { .. } => return list(scenarios, context).await,
        SavedScenariosCommand::Users { command } => return users::of_saved(command, scenarios, context).await,
    };
    context.output.record(&scenario)
}

fn new(arguments: CreateSavedScenario) -> NewSavedScenario {
    let mut new = NewSavedScenario::new(arguments.session, arguments.title);
    if let Some(description) = arguments.description {
        new = new.with_description(description);
    }
    match arguments.privacy.choice() {
        Some(private) => new.with_private(private),
        None => new,
    }
}

fn update(arguments: UpdateSavedScenario) -> SavedScenarioUpdate {
    let mut update = SavedScenarioUpdate::new();
    if let Some(title) = arguments.title {
        update = update.with_title(title);
    }
    if let Some(description) = arguments.description {
        update = update.with_description(description);
    }
    if let Some(session) = arguments.session {
        update = update.with_session(session);
    }
    match arguments.privacy.choice() {
        Some(private) => update.with_private(private),
        None => update,
    }
}
