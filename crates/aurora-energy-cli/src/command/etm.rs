//! `aurora etm`.

use anyhow::Result;
use aurora_energy::etm::{EtmClient, UserUpdate};
use serde::Serialize;

use crate::args::etm::users::SessionUsersCommand;
use crate::args::etm::{AreasCommand, EtmCommand, FeaturedCommand, MeCommand, MyCommand, ServiceCommand};
use crate::context::Context;
use crate::output::column;

mod collections;
mod compare;
mod curves;
mod custom_curves;
mod esdl;
mod init;
mod inputs;
mod nodes;
mod orders;
mod saved_scenarios;
mod sessions;
mod sweep;
mod updated;
mod users;
mod version_tags;
mod wide;
mod workbook;

pub(crate) use sweep::{Leftovers, clean_up};

/// Runs a command of the Energy Transition Model.
///
/// # Errors
///
/// Fails as the client does, and when the arguments do not fit together.
pub async fn run(command: EtmCommand, context: &mut Context) -> Result<()> {
    match command {
        EtmCommand::Init(arguments) => init::run(&arguments, context),
        EtmCommand::Service(command) => Box::pin(of_service(command, context)).await,
    }
}

async fn of_service(command: ServiceCommand, context: &mut Context) -> Result<()> {
    let etm = context.etm().await?;
    match command {
        ServiceCommand::Run(arguments) => Box::pin(workbook::run(*arguments, &etm, context)).await,
        ServiceCommand::Export(arguments) => Box::pin(workbook::export(*arguments, &etm, context)).await,
        ServiceCommand::Import(arguments) => Box::pin(workbook::import(*arguments, &etm, context)).await,
        ServiceCommand::Sweep(arguments) => Box::pin(sweep::run(*arguments, &etm, context)).await,
        ServiceCommand::Compare(arguments) => Box::pin(compare::run(*arguments, &etm, context)).await,
        ServiceCommand::Sessions { command } => Box::pin(sessions::run(*command, &etm, context)).await,
        ServiceCommand::VersionTags { command } => Box::pin(version_tags::run(command, &etm, context)).await,
        ServiceCommand::Inputs { command } => Box::pin(inputs::run(*command, &etm, context)).await,
        ServiceCommand::Queries { command } => Box::pin(updated::queries(command, &etm, context)).await,
        ServiceCommand::Curves { command } => Box::pin(curves::run(command, &etm, context)).await,
        ServiceCommand::CustomCurves { command } => Box::pin(custom_curves::run(command, &etm, context)).await,
        ServiceCommand::Exports { command } => Box::pin(curves::exports(command, &etm, context)).await,
        ServiceCommand::Sortables { command } => Box::pin(orders::run(command, &etm, context)).await,
        ServiceCommand::Esdl { command } => Box::pin(esdl::run(command, &etm, context)).await,
        ServiceCommand::Users { command } => match command {
            SessionUsersCommand::Of(command) => Box::pin(users::of_session(command, &etm, context)).await,
            SessionUsersCommand::Sync(arguments) => Box::pin(workbook::users(arguments, &etm, context)).await,
        },
        ServiceCommand::SavedScenarios { command } => {
            Box::pin(saved_scenarios::run(
                *command,
                &etm,
                saved_scenarios::At::Engine,
                context,
            ))
            .await
        }
        ServiceCommand::Collections { command } => {
            Box::pin(collections::run(command, &etm.collections(), context)).await
        }
        ServiceCommand::Areas { command } => Box::pin(areas(command, &etm, context)).await,
        ServiceCommand::Nodes { command } => Box::pin(nodes::run(command, &etm, context)).await,
        ServiceCommand::Me { command } => Box::pin(me(command, &etm, context)).await,
        ServiceCommand::My { command } => Box::pin(my(*command, &etm, context)).await,
    }
}

async fn areas(command: AreasCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        AreasCommand::List { detailed } => {
            let areas = etm.areas().list(detailed).await?;
            let columns = [
                column("area", "area"),
                column("group", "group"),
                column("year of the data", "analysis_year"),
                column("useable", "useable"),
            ];
            context.output.items(&columns, areas)
        }
        AreasCommand::Get { code } => {
            let area = etm.areas().get(&code).await?;
            context.output.record(&area)
        }
    }
}

async fn me(command: MeCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        MeCommand::Update {
            name,
            private_scenarios,
        } => {
            let mut update = UserUpdate::new();
            if let Some(name) = name {
                update = update.with_name(name);
            }
            if let Some(private) = private_scenarios {
                update = update.with_private_scenarios(private);
            }
            let user = etm.me().update(&update).await?;
            context.output.record(&user)
        }
        MeCommand::Delete => {
            context.confirm("Delete your account at the engine?")?;
            etm.me().delete().await?;
            context.note("your account at the engine is deleted");
            Ok(())
        }
        MeCommand::TokenInfo => {
            let info = etm.me().token_info().await?;
            context.output.record(&info)
        }
        MeCommand::UserInfo => {
            let info = etm.me().user_info().await?;
            context.output.record(&info)
        }
    }
}

async fn my(command: MyCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        MyCommand::SavedScenarios { command } => {
            Box::pin(saved_scenarios::run(*command, etm, saved_scenarios::At::MyEtm, context)).await
        }
        MyCommand::Collections { command } => {
            Box::pin(collections::run(command, &etm.myetm().collections(), context)).await
        }
        MyCommand::Featured { command } => featured(command, etm, context).await,
        MyCommand::Versions { tag } => {
            let versions = etm.myetm().versions(tag.as_deref()).await?;
            let columns = [
                column("version", "tag"),
                column("model", "model_url"),
                column("engine", "engine_url"),
                column("collections", "collections_url"),
            ];
            context.output.items(&columns, versions)
        }
    }
}

async fn featured(command: FeaturedCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        FeaturedCommand::List { version_tag } => {
            let scenarios = etm.myetm().featured(version_tag.as_deref()).await?;
            let columns = [
                column("id", "id"),
                column("saved scenario", "saved_scenario_id"),
                column("title", "title_en"),
                column("group", "group"),
                column("area", "area_code"),
                column("end year", "end_year"),
                column("version", "version"),
            ];
            context.output.items(&columns, scenarios)
        }
        FeaturedCommand::Get { id } => {
            let scenario = etm.myetm().featured_scenario(id).await?;
            context.output.record(&scenario)
        }
        FeaturedCommand::Sessions { version_tag } => {
            let sessions = etm.myetm().featured_sessions(version_tag.as_deref()).await?;
            context
                .output
                .items(&[column("id", "id"), column("title", "title")], sessions)
        }
    }
}

/// Names, one per row.
fn names(heading: &'static str, names: impl IntoIterator<Item = String>, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        key: String,
    }
    let rows = names.into_iter().map(|key| Row { key });
    context.output.items(&[column(heading, "key")], rows)
}
