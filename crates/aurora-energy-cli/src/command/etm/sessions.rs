//! `aurora etm sessions`.

use std::path::Path;

use anyhow::{Context as _, Result};
use aurora_energy::etm::sessions::{CopyOptions, Interpolation, Merge};
use aurora_energy::etm::types::{MeritConfig, ScenarioDump};
use aurora_energy::etm::{EtmClient, NewSession, SessionUpdate};
use futures_util::StreamExt as _;
use serde_json::{Map, Value};

use super::updated;
use crate::args::Format;
use crate::args::etm::sessions::{CreateSession, Properties, SessionsCommand, UpdateSession};
use crate::command::input;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::files;
use crate::output::{Column, column};

mod export;

/// How a list of sessions is shown.
const COLUMNS: [Column; 7] = [
    column("id", "id"),
    column("title", "metadata.title"),
    column("area", "area_code"),
    column("end year", "end_year"),
    column("source", "source"),
    column("private", "private"),
    column("changed", "updated_at"),
];

pub(super) async fn run(command: SessionsCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let sessions = etm.sessions();
    let session = match command {
        SessionsCommand::List { all: true, .. } => return list(etm, context).await,
        SessionsCommand::List { page, limit, .. } => return page_of(page, limit, etm, context).await,
        SessionsCommand::Get { id } => return get(&id, etm, context).await,
        SessionsCommand::Create(arguments) => return create(*arguments, etm, context).await,
        SessionsCommand::Update(arguments) => return update(*arguments, etm, context).await,
        SessionsCommand::Delete { id } => return delete(id, etm, context).await,
        SessionsCommand::InterpolateMany { id, end_year } => {
            let made = sessions.interpolate_many(&Interpolation::new(id, end_year)).await?;
            return context.output.items(&COLUMNS, made);
        }
        SessionsCommand::Merit { id, curves, out } => {
            let merit = sessions.merit(id, curves || out.is_some()).await?;
            return show_merit(&merit, out.as_deref(), context);
        }
        SessionsCommand::Export { id, out } => return export::run(&id, out.as_deref(), etm, context).await,
        SessionsCommand::Copy {
            id,
            properties,
            with_users,
        } => {
            sessions
                .copy(id, &copy_options(&properties, with_users, context)?)
                .await?
        }
        SessionsCommand::Reset { id } => sessions.reset(id).await?,
        SessionsCommand::Merge { session } => sessions.merge(&merge(session)).await?,
        SessionsCommand::Interpolate { id, end_year, start } => sessions.interpolate(id, end_year, start).await?,
        SessionsCommand::Couple { id, group } => sessions.couple(id, &texts(&group)).await?,
        SessionsCommand::Uncouple { id, all: true, .. } => sessions.uncouple_all(id).await?.scenario,
        SessionsCommand::Uncouple { id, group, .. } => sessions.uncouple(id, &texts(&group)).await?,
        SessionsCommand::LoadDump { file } => sessions.load_dump(&dump(&file, context)?).await?,
    };
    context.output.record(&session)
}

fn dump(file: &Path, context: &mut Context) -> Result<ScenarioDump> {
    let bytes = context.read_file(file)?;
    let wrong = |error| Failure::usage(format!("{} holds no session: {error}", file.display()));
    Ok(serde_json::from_slice(&bytes).map_err(wrong)?)
}

pub(super) fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

async fn list(etm: &EtmClient, context: &mut Context) -> Result<()> {
    let mut sessions = Box::pin(etm.sessions().list());
    let mut list = context.output.list(&COLUMNS);
    while let Some(session) = sessions.next().await {
        list.push(&session?)?;
    }
    list.finish()
}

async fn page_of(number: u64, limit: u32, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let page = etm.sessions().page(number, limit).await?;
    let next = page.next;
    context.output.items(&COLUMNS, page.items)?;
    if let Some(next) = next {
        context.note(format_args!(
            "there are more: --page {next} shows the next ones, --all shows all"
        ));
    }
    Ok(())
}

async fn get(ids: &[i64], etm: &EtmClient, context: &mut Context) -> Result<()> {
    if let [id] = ids {
        let session = etm.sessions().get(*id).await?;
        return context.output.record(&session);
    }
    let batch = etm.sessions().batch(ids).await?;
    let code = if batch.found.is_empty() {
        Exit::NotFound
    } else {
        Exit::Partial
    };
    context.output.items(&COLUMNS, batch.found)?;
    if batch.missing.is_empty() {
        return Ok(());
    }
    let missing: Vec<_> = batch.missing.iter().map(ToString::to_string).collect();
    let text = format!("not there, or not yours to read: {}", missing.join(", "));
    Err(Failure::new(code, text).into())
}

/// Makes the session, and sets its inputs with an update: the engine checks and balances them then.
async fn create(arguments: CreateSession, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let properties = &arguments.properties;
    let mut session = NewSession::new(arguments.area, arguments.end_year);
    if let Some(id) = arguments.template {
        session = session.with_template(id);
    }
    if let Some(source) = &properties.source {
        session = session.with_source(source);
    }
    if let Some(private) = properties.privacy() {
        session = session.with_private(private);
    }
    if let Some(keep) = properties.keep_compatible {
        session = session.with_keep_compatible(keep);
    }
    if let Some(metadata) = metadata(properties, Map::new(), context)? {
        session = session.with_metadata(metadata);
    }
    let values = arguments.values;
    let session = etm.sessions().create(&session).await?;
    if values.set.is_empty() && values.query.is_empty() {
        return context.output.record(&session);
    }
    let update = updated::with_values(SessionUpdate::new(), values.set, &values.how).with_queries(values.query);
    let updated = updated::send(session.id, update, &values.how, false, etm).await;
    let updated = updated.with_context(|| format!("session {} is made, but what follows failed", session.id))?;
    context.note(format_args!("session {} is made", session.id));
    updated::show(&updated, context)
}

async fn update(arguments: UpdateSession, etm: &EtmClient, context: &mut Context) -> Result<()> {
    let (id, properties) = (arguments.id, &arguments.properties);
    let mut update = SessionUpdate::new();
    if let Some(source) = &properties.source {
        update = update.with_source(Some(source));
    }
    if arguments.no_source {
        update = update.with_source(None);
    }
    if let Some(private) = properties.privacy() {
        update = update.with_private(private);
    }
    if let Some(keep) = properties.keep_compatible {
        update = update.with_keep_compatible(keep);
    }
    if let Some(template) = arguments.template {
        update = update.with_template(template);
    }
    if arguments.no_template {
        update = update.without_template();
    }
    // The engine replaces all metadata at once, so that a title alone needs the rest of it.
    let known = match (&properties.title, &properties.metadata) {
        (Some(_), None) => etm.sessions().get(id).await?.metadata.unwrap_or_default(),
        _ => Map::new(),
    };
    if let Some(metadata) = metadata(properties, known, context)? {
        update = update.with_metadata(metadata);
    }
    let values = arguments.values;
    update = updated::with_values(update, values.set, &values.how).with_queries(values.query);
    if update == updated::with_values(SessionUpdate::new(), Vec::new(), &values.how) {
        return Err(Failure::usage("nothing is to be changed")
            .with_hint("`aurora etm sessions update --help` tells what can be")
            .into());
    }
    let updated = updated::send(id, update, &values.how, false, etm).await?;
    updated::show(&updated, context)
}

async fn delete(id: i64, etm: &EtmClient, context: &mut Context) -> Result<()> {
    context.confirm(&format!("Delete session {id}?"))?;
    etm.sessions().delete(id).await?;
    context.note(format_args!("session {id} is deleted"));
    Ok(())
}

fn copy_options(properties: &Properties, with_users: bool, context: &mut Context) -> Result<CopyOptions> {
    let mut options = CopyOptions::new();
    if let Some(source) = &properties.source {
        options = options.with_source(source);
    }
    if let Some(private) = properties.privacy() {
        options = options.with_private(private);
    }
    if let Some(keep) = properties.keep_compatible {
        options = options.with_keep_compatible(keep);
    }
    if let Some(metadata) = metadata(properties, Map::new(), context)? {
        options = options.with_metadata(metadata);
    }
    Ok(if with_users { options.with_users(true) } else { options })
}

/// The metadata that is given, if any: the file's, else what is known, with the title.
fn metadata(
    properties: &Properties,
    known: Map<String, Value>,
    context: &mut Context,
) -> Result<Option<Map<String, Value>>> {
    let mut metadata = match &properties.metadata {
        Some(path) => input::object(path, context)?,
        None if properties.title.is_none() => return Ok(None),
        None => known,
    };
    if let Some(title) = &properties.title {
        metadata.insert("title".to_owned(), title.as_str().into());
    }
    Ok(Some(metadata))
}

fn merge(sessions: Vec<(i64, Option<f64>)>) -> Merge {
    sessions
        .into_iter()
        .fold(Merge::new(), |merge, (id, weight)| match weight {
            Some(weight) => merge.with_session(id, weight),
            None => merge.with_session_of_mean_weight(id),
        })
}

fn show_merit(merit: &MeritConfig, out: Option<&Path>, context: &mut Context) -> Result<()> {
    if let Some(path) = out {
        files::ready(path)?;
        files::write_compact_json(path, merit)?;
        context.note(format_args!("the merit order is written to {}", path.display()));
        return Ok(());
    }
    if context.output.format != Format::Table && context.output.format != Format::Csv {
        return context.output.record(merit);
    }
    let columns = [
        column("participant", "key"),
        column("kind", "type"),
        column("marginal costs (EUR/MWh)", "marginal_costs").with_decimals(2),
        column("capacity per unit (MW)", "output_capacity_per_unit").with_decimals(2),
        column("units", "number_of_units").with_decimals(2),
        column("full-load hours", "full_load_hours").with_decimals(0),
        column("curve", "curve"),
    ];
    context.output.items(&columns, merit.participants.iter().flatten())
}
