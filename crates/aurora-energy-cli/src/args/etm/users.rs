//! Arguments of the commands around users of sessions and saved scenarios.

use aurora_energy::etm::{Role, Who};
use clap::{Args, Subcommand};

use super::workflows::SyncArgs;

/// Commands around the users of sessions.
#[derive(Debug, Subcommand)]
pub enum SessionUsersCommand {
    /// Those that saved scenarios have too.
    #[command(flatten)]
    Of(UsersCommand),
    /// Gives users the roles that a workbook has for them, on sessions and saved scenarios.
    Sync(SyncArgs),
}

/// Commands around users.
#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// Lists who has access.
    List {
        /// Id of the session or the saved scenario.
        id: i64,
    },
    /// Adds, changes and removes users; a change that fails does not stop the others.
    Set(SetUsers),
}

/// Changes of users.
///
/// WHO is an e-mail address, the id of an account, or entry:ID for an id from the list. ROLE is scenario_viewer,
/// scenario_collaborator or scenario_owner.
#[derive(Args, Debug)]
pub struct SetUsers {
    /// Id of the session or the saved scenario.
    pub id: i64,
    /// Gives somebody access who has none; only e-mail addresses can be added.
    #[arg(long, value_name = "WHO:ROLE", num_args = 1.., value_parser = who_and_role)]
    pub add: Vec<(Who, Role)>,
    /// Gives somebody who has access another role.
    #[arg(long, value_name = "WHO:ROLE", num_args = 1.., value_parser = who_and_role)]
    pub change: Vec<(Who, Role)>,
    /// Gives somebody a role, whether they have access or not.
    #[arg(long, value_name = "WHO:ROLE", num_args = 1.., value_parser = who_and_role)]
    pub ensure: Vec<(Who, Role)>,
    /// Takes access away from somebody.
    #[arg(long, value_name = "WHO", num_args = 1.., value_parser = who)]
    pub remove: Vec<Who>,
}

/// Reads an e-mail address or an id.
fn who(text: &str) -> Result<Who, String> {
    text.parse()
        .map_err(|error: aurora_energy::core::Error| error.to_string())
}

/// Reads `a@example.com:scenario_viewer`.
fn who_and_role(text: &str) -> Result<(Who, Role), String> {
    let (who, role) = text
        .rsplit_once(':')
        .ok_or("write it as WHO:ROLE, e.g. a@example.com:scenario_viewer")?;
    let who = self::who(who)?;
    let role = role
        .parse()
        .map_err(|error: aurora_energy::core::Error| error.to_string())?;
    Ok((who, role))
}
