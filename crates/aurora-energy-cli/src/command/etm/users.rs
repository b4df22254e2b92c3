//! `aurora etm users`, and the users of saved scenarios.

use anyhow::Result;
use aurora_energy::etm::{EtmClient, SavedScenarios, UserChanges, UserOutcome};
use serde::Serialize;

use crate::args::etm::users::{SetUsers, UsersCommand};
use crate::context::Context;
use crate::exit::{self, Exit, Failure};
use crate::output::{Column, column};

/// How users are shown.
const COLUMNS: [Column; 4] = [
    column("entry", "id"),
    column("user", "user_id"),
    column("e-mail", "user_email"),
    column("role", "role"),
];

pub(super) async fn of_session(command: UsersCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        UsersCommand::List { id } => {
            let users = etm.users(id).list().await?;
            context.output.items(&COLUMNS, users)
        }
        UsersCommand::Set(arguments) => {
            let outcome = etm.users(arguments.id).set(&changes(arguments)?).await?;
            show(outcome, context)
        }
    }
}

pub(super) async fn of_saved(
    command: UsersCommand,
    scenarios: &SavedScenarios<'_>,
    context: &mut Context,
) -> Result<()> {
    match command {
        UsersCommand::List { id } => {
            let users = scenarios.users(id).list().await?;
            context.output.items(&COLUMNS, users)
        }
        UsersCommand::Set(arguments) => {
            let outcome = scenarios.users(arguments.id).set(&changes(arguments)?).await?;
            show(outcome, context)
        }
    }
}

fn changes(arguments: SetUsers) -> Result<UserChanges> {
    let mut changes = UserChanges::new();
    for (who, role) in arguments.add {
        changes = changes.add(who, role);
    }
    for (who, role) in arguments.change {
        changes = changes.change(who, role);
    }
    for (who, role) in arguments.ensure {
        changes = changes.ensure(who, role);
    }
    for who in arguments.remove {
        changes = changes.remove(who);
    }
    if changes.is_empty() {
        return Err(Failure::usage("nobody is to be changed")
            .with_hint("use --add, --change, --ensure or --remove")
            .into());
    }
    Ok(changes)
}

/// What happened to whom. Some failed: the exit code says so; all failed with one request: its error is the outcome.
fn show<U: Serialize>(outcome: UserOutcome<U>, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row<U> {
        who: String,
        change: String,
        done: bool,
        error: Option<String>,
        user: Option<U>,
    }
    let (done, failed) = (outcome.done.len(), outcome.failed.len());
    let done_rows = outcome.done.into_iter().map(|done| Row {
        who: done.who.to_string(),
        change: done.action.to_string(),
        done: true,
        error: None,
        user: done.user,
    });
    let failed_rows = outcome.failed.into_iter().map(|failure| Row {
        who: failure.who.to_string(),
        change: failure.action.to_string(),
        done: false,
        error: Some(failure.to_string()),
        user: None,
    });
    let columns = [
        column("who", "who"),
        column("change", "change"),
        column("done", "done"),
        column("error", "error"),
    ];
    context.output.items(&columns, done_rows.chain(failed_rows))?;
    match (failed, outcome.stopped_by) {
        (0, _) => Ok(()),
        (_, Some(error)) if done == 0 => Err(error.into()),
        (_, Some(error)) if exit::of_client(&error) == Exit::Credentials => Err(error.into()),
        _ => Err(Failure::new(Exit::Partial, format!("{failed} changes of users failed")).into()),
    }
}
