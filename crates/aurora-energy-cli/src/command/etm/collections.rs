//! `aurora etm collections`, and the same directly at MyETM.

use anyhow::Result;
use aurora_energy::etm::{CollectionUpdate, Collections, NewCollection};
use futures_util::StreamExt as _;

use crate::args::etm::saved::{CollectionsCommand, Content};
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Column, column};

const COLUMNS: [Column; 6] = [
    column("id", "id"),
    column("title", "title"),
    column("saved scenarios", "saved_scenario_ids"),
    column("sessions", "scenario_ids"),
    column("version", "version"),
    column("transition path", "interpolation"),
];

pub(super) async fn run(
    command: CollectionsCommand,
    collections: &Collections<'_>,
    context: &mut Context,
) -> Result<()> {
    let collection = match command {
        CollectionsCommand::List => return list(collections, context).await,
        CollectionsCommand::Get { id } => collections.get(id).await?,
        CollectionsCommand::Create {
            title,
            content,
            interpolated,
            area,
            end_year,
        } => {
            let new = new(title, content, interpolated, area.zip(end_year))?;
            collections.create(&new).await?
        }
        CollectionsCommand::Update {
            id,
            title,
            content,
            area,
            end_year,
        } => {
            let update = update(title, content, area, end_year);
            collections.update(id, &update).await?
        }
        CollectionsCommand::Discard { id } => collections.discard(id).await?,
        CollectionsCommand::Restore { id } => collections.restore(id).await?,
        CollectionsCommand::Delete { id } => {
            context.confirm(&format!("Delete collection {id}?"))?;
            collections.delete(id).await?;
            context.note(format_args!("collection {id} is deleted"));
            return Ok(());
        }
    };
    context.output.record(&collection)
}

async fn list(collections: &Collections<'_>, context: &mut Context) -> Result<()> {
    let mut collections = Box::pin(collections.list());
    let mut list = context.output.list(&COLUMNS);
    while let Some(collection) = collections.next().await {
        list.push(&collection?)?;
    }
    list.finish()
}

fn update(title: Option<String>, content: Content, area: Option<String>, end_year: Option<i64>) -> CollectionUpdate {
    let mut update = CollectionUpdate::new();
    if let Some(title) = title {
        update = update.with_title(title);
    }
    if !content.saved.is_empty() {
        update = update.with_saved(content.saved);
    }
    if !content.session.is_empty() {
        update = update.with_sessions(content.session);
    }
    if let Some(area) = area {
        update = update.with_area(area);
    }
    if let Some(year) = end_year {
        update = update.with_end_year(year);
    }
    update
}

fn new(title: String, content: Content, interpolated: bool, dataset: Option<(String, i64)>) -> Result<NewCollection> {
    let Content { saved, session } = content;
    if let (true, true, Some((area, end_year))) = (interpolated, saved.is_empty(), &dataset) {
        return Ok(NewCollection::interpolated_sessions(title, session, area, *end_year));
    }
    if interpolated && saved.is_empty() {
        return Err(
            Failure::usage("a transition path of sessions needs its area and end year")
                .with_hint("add --area and --end-year, or name the saved scenario it leads to with --saved")
                .into(),
        );
    }
    let new = match (interpolated, saved.is_empty()) {
        (true, _) => NewCollection::interpolated(title, saved),
        (false, true) => return Ok(NewCollection::of_sessions(title, session)),
        (false, false) => NewCollection::of_saved(title, saved),
    };
    let new = if session.is_empty() {
        new
    } else {
        new.with_sessions(session)
    };
    Ok(match dataset {
        Some((area, end_year)) => new.with_dataset(area, end_year),
        None => new,
    })
}
