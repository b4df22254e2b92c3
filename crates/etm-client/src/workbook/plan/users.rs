//! The users of scenarios that exist.

use aurora_core::Result;
use futures_util::{StreamExt as _, stream};

use super::options::{Part, PlanOptions};
use super::source::{Found, RowData, is_made, is_missing};
use crate::users::{Action, Role, UserChange};
use crate::workbook::model::{InputBook, MainRow};
use crate::workbook::place::{Placed, Problem};
use crate::{EtmClient, Who};

/// Somebody who uses a scenario.
#[derive(Clone, Debug)]
pub(super) struct UserEntry {
    who: Vec<Who>,
    role: Option<Role>,
}

/// Who uses each row's scenario; `None` where that does not matter.
pub(super) async fn list(
    client: &EtmClient,
    book: &InputBook,
    rows: &[Found],
    data: &[RowData<'_>],
    options: &PlanOptions,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Option<Vec<UserEntry>>>> {
    let mut lookups = Vec::new();
    for ((row, found), data) in book.rows.iter().zip(rows).zip(data) {
        let is_wanted = options.update.has(Part::Users) && !data.users.is_empty() && !is_made(row, options);
        lookups.push(of_row(client, row, found, is_wanted && !client.is_guest()));
    }
    let found: Vec<_> = stream::iter(lookups).buffered(options.concurrency).collect().await;
    let mut lists = Vec::new();
    for (result, data) in found.into_iter().zip(data) {
        lists.push(match (result, data.users.first()) {
            (Err(error), Some(first)) if is_missing(&error) => {
                problems
                    .push(first.problem("the users may not be changed: only owners may, with a token that may delete"));
                None
            }
            (result, _) => result?,
        });
    }
    Ok(lists)
}

async fn of_row(client: &EtmClient, row: &MainRow, found: &Found, is_wanted: bool) -> Result<Option<Vec<UserEntry>>> {
    if !is_wanted {
        return Ok(None);
    }
    let saved = found.saved.as_ref().and_then(|saved| saved.id);
    let session = found.session.as_ref().map(|session| session.id);
    let entry = |email: Option<String>, user: Option<i64>, id: Option<i64>, role: Option<Role>| UserEntry {
        who: [email.map(Who::Email), user.map(Who::User), id.map(Who::Entry)]
            .into_iter()
            .flatten()
            .collect(),
        role,
    };
    match (row.session, saved, session) {
        (true, _, Some(id)) => {
            let users = client.users(id).list().await?;
            let users = users
                .into_iter()
                .map(|user| entry(user.user_email, user.user_id, user.id, user.role));
            Ok(Some(users.collect()))
        }
        (false, Some(id), _) => {
            let users = client.saved_scenarios().users(id).list().await?;
            let users = users
                .into_iter()
                .map(|user| entry(user.user_email, user.user_id, user.id, user.role));
            Ok(Some(users.collect()))
        }
        _ => Ok(None),
    }
}

/// Whether a change would change something, as far as the list tells: users with an account stand there without their address.
pub(super) fn is_needed(change: &Placed<UserChange>, users: &[UserEntry]) -> bool {
    let change = &change.value;
    let entry = users.iter().find(|user| user.who.iter().any(|who| who.is(&change.who)));
    match (&change.action, entry) {
        (Action::Remove, None) => users
            .iter()
            .any(|user| user.who.iter().all(|who| who.email().is_none())),
        (Action::Remove, Some(_)) | (_, None) => true,
        (action, Some(entry)) => action.role() != entry.role.as_ref(),
    }
}
