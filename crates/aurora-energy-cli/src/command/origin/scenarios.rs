//! `aurora origin scenarios`.

use std::time::Duration;

use anyhow::Result;
use aurora_energy::core::poll::{PollPolicy, Progress};
use aurora_energy::origin::types::RegionEntry;
use aurora_energy::origin::{NewScenario, OriginClient, Regions, ScenarioUpdate};
use futures_util::StreamExt as _;
use serde::Serialize;

use crate::args::origin::{Capacities, CreateScenario, ScenarioCommand, ScenarioFields, UpdateScenario};
use crate::context::Context;
use crate::output::{Column, column};
use crate::progress;

/// How a list of scenarios is shown.
pub(super) const COLUMNS: [Column; 6] = [
    column("id", "scenarioGlobalId"),
    column("name", "name"),
    column("region", "regionGroupCode"),
    column("published", "publicationDate"),
    column("run", "scenarioRunStatus"),
    column("model years", "years"),
];

pub(super) async fn run(command: ScenarioCommand, context: &mut Context) -> Result<()> {
    let origin = context.origin().await?;
    let scenarios = origin.scenarios();
    match command {
        ScenarioCommand::List { region, own: false } => {
            let list = scenarios.list(region.as_deref()).await?;
            context.output.items(&COLUMNS, list)
        }
        ScenarioCommand::List { region, own: true } => {
            let list = scenarios.list_own(region.as_deref()).await?;
            context.output.items(&COLUMNS, list)
        }
        ScenarioCommand::Get { id } => {
            let scenario = scenarios.get(&id).await?;
            context.output.record(&scenario)
        }
        ScenarioCommand::Latest { region, name } => {
            let names: Vec<&str> = name.iter().map(String::as_str).collect();
            let scenario = scenarios.latest(&region, &names).await?;
            context.output.record(&scenario)
        }
        ScenarioCommand::Create(arguments) => create(arguments, &origin, context).await,
        ScenarioCommand::Update(arguments) => update(arguments, &origin, context).await,
        ScenarioCommand::Delete { id } => delete(&id, &origin, context).await,
        ScenarioCommand::Launch { id, wait, deadline } => launch(&id, wait, deadline, &origin, context).await,
        ScenarioCommand::Wait { id, deadline } => wait_for(&id, deadline, &origin, context).await,
        ScenarioCommand::WeatherYears { id } => weather_years(&id, &origin, context).await,
        ScenarioCommand::Regions { id } => {
            let regions = scenarios.regions(&id).await?;
            show_regions(&regions, context)
        }
    }
}

async fn create(arguments: CreateScenario, origin: &OriginClient, context: &mut Context) -> Result<()> {
    let mut scenario = NewScenario::new(arguments.project, arguments.name);
    if let Some(base) = arguments.base {
        scenario = scenario.with_base_scenario(base);
    }
    for (name, value) in fields(arguments.fields) {
        scenario = scenario.with(name, value);
    }
    let scenario = origin.scenarios().create(&scenario).await?;
    context.output.record(&scenario)
}

async fn update(arguments: UpdateScenario, origin: &OriginClient, context: &mut Context) -> Result<()> {
    let mut update = ScenarioUpdate::new(arguments.id);
    if let Some(name) = arguments.name {
        update = update.with_name(name);
    }
    for (name, value) in fields(arguments.fields) {
        update = update.with(name, value);
    }
    let scenario = origin.scenarios().update(&update).await?;
    context.output.record(&scenario)
}

/// The fields that are given, by their names on the wire.
fn fields(fields: ScenarioFields) -> impl Iterator<Item = (&'static str, serde_json::Value)> {
    let text = |value: Option<String>| value.map(serde_json::Value::from);
    let fixed = fields
        .capacities
        .map(|capacities| (capacities == Capacities::Fixed).into());
    [
        ("description", text(fields.description)),
        ("regionGroupCode", text(fields.region_group)),
        ("useExogifiedInputs", fixed),
        ("defaultCurrency", text(fields.currency)),
        ("weatherYear", fields.weather_year.map(serde_json::Value::from)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
}

async fn delete(id: &str, origin: &OriginClient, context: &mut Context) -> Result<()> {
    context.confirm(&format!("Delete scenario {id}?"))?;
    origin.scenarios().delete(id).await?;
    context.note(format_args!("scenario {id} is deleted"));
    Ok(())
}

async fn launch(
    id: &str,
    wait: bool,
    deadline: Option<Duration>,
    origin: &OriginClient,
    context: &mut Context,
) -> Result<()> {
    let scenario = origin.scenarios().launch(id).await?;
    if wait {
        context.note(format_args!("scenario {id} is launched"));
        return wait_for(id, deadline, origin, context).await;
    }
    context.note(format_args!(
        "scenario {id} is launched; `aurora origin scenarios wait {id}` waits for the end of its run"
    ));
    context.output.record(&scenario)
}

/// Waits with a line that shows the run's status. In the sandbox runs take no time, so it is asked in quick succession.
async fn wait_for(id: &str, deadline: Option<Duration>, origin: &OriginClient, context: &mut Context) -> Result<()> {
    let mut poller = origin.scenarios().wait(id);
    if let Some(policy) = policy(deadline, context.options.sandbox) {
        poller = poller.with_policy(policy);
    }
    let spinner = progress::spinner(context, format!("scenario {id}"));
    let mut steps = Box::pin(poller.into_stream());
    let mut outcome = None;
    while let Some(step) = steps.next().await {
        match step {
            Ok(Progress::Running(step)) => spinner.set_message(step.status),
            Ok(Progress::Done(scenario)) => outcome = Some(scenario),
            Ok(_) => {}
            Err(error) => {
                spinner.finish_and_clear();
                return Err(error.into());
            }
        }
    }
    spinner.finish_and_clear();
    match outcome {
        Some(scenario) => context.output.record(&scenario),
        None => Err(anyhow::anyhow!("the wait for scenario {id} ended without an outcome")),
    }
}

/// Another rhythm than the client's own: for the sandbox, or with a deadline.
fn policy(deadline: Option<Duration>, sandbox: bool) -> Option<PollPolicy> {
    let (first, most) = if sandbox {
        (Duration::from_millis(20), Duration::from_millis(50))
    } else {
        (Duration::from_secs(5), Duration::from_secs(60))
    };
    let policy = PollPolicy::default().with_first(first).with_max(most);
    match deadline {
        Some(deadline) => Some(policy.with_deadline(deadline)),
        None if sandbox => Some(policy),
        None => None,
    }
}

async fn weather_years(id: &str, origin: &OriginClient, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        year: i64,
    }
    let years = origin.scenarios().weather_years(id).await?;
    if years.is_empty() {
        context.note("this scenario does not offer a choice of weather years");
    }
    let rows = years.into_iter().map(|year| Row { year });
    context.output.items(&[column("weather year", "year")], rows)
}

fn show_regions(regions: &Regions, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row<'a> {
        region: &'a str,
        verified: bool,
        entry: &'a RegionEntry,
    }
    let own = regions.own.iter().map(|(region, entry)| (region, entry, true));
    let others = regions.additional.iter().map(|(region, entry)| (region, entry, false));
    let rows = own.chain(others).map(|(region, entry, verified)| Row {
        region,
        verified,
        entry,
    });
    let columns = [
        column("region", "region"),
        column("known to have outputs", "verified"),
        column("outputs", "entry.dataUrlBase"),
    ];
    context.output.items(&columns, rows)
}
