//! `aurora completions`.

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::context::Context;

/// Prints the completion script of a shell.
///
/// # Errors
///
/// Fails when the output cannot be written.
pub fn run(shell: Shell, context: &mut Context) -> Result<()> {
    // The generator panics when its writer fails, so it gets memory and we write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "aurora", &mut script);
    context.output.bytes(&script)
}
