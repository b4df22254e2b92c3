//! The commands.

use anyhow::Result;

use crate::args::{Command, SandboxCommand};
use crate::context::Context;

pub mod amun;
pub mod api;
pub mod auth;
pub mod completions;
pub mod demo;
pub mod etm;
pub mod input;
pub mod origin;
pub mod sandbox;
pub mod schema;
mod tables;
pub mod version;

/// Runs one command.
///
/// # Errors
///
/// Fails as the command does; [`crate::exit::code`] turns the error into an exit code.
pub async fn run(command: Command, context: &mut Context) -> Result<()> {
    // Boxed, because together they are larger than what some systems give the main thread as a stack.
    match command {
        Command::Amun { command } => Box::pin(amun::run(*command, context)).await,
        Command::Auth { command } => auth::run(&command, context),
        Command::Etm { command } => Box::pin(etm::run(*command, context)).await,
        Command::Origin { command } => Box::pin(origin::run(*command, context)).await,
        Command::Api { service } => Box::pin(api::run(service, context)).await,
        Command::Sandbox {
            command:
                SandboxCommand::Serve {
                    port,
                    seed,
                    delay,
                    etm_dialect,
                },
        } => Box::pin(sandbox::serve(port, seed, delay, etm_dialect, context)).await,
        Command::Demo(arguments) => Box::pin(demo::run(arguments, context)).await,
        Command::Schema { name } => schema::run(name.as_deref(), context),
        Command::Completions { shell } => completions::run(shell, context),
        Command::Version => version::run(context),
    }
}
