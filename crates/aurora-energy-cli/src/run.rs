//! One run of the program, from arguments to exit code.

use std::ffi::OsString;
use std::io::Write;

use anyhow::Result;
use clap::Parser;
use clap::error::ErrorKind;

use crate::args::Cli;
use crate::command;
use crate::console::{Console, Notes};
use crate::context::Context;
use crate::exit::{self, Exit, Failure};
use crate::logging;

/// Runs the program with these arguments, the program's name first.
pub async fn run<I, T>(arguments: I, console: Console) -> Exit
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let notes = console.notes.clone();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return misuse(&error, console),
    };
    let mut context = Context::new(cli.global, console);
    logging::start(context.options.verbose, &notes, context.colours());
    let result = timed(cli.command, &mut context).await;
    let result = command::etm::clean_up(result, &mut context).await;
    // What was printed comes before what went wrong.
    let flushed = context.output.flush();
    let result = result.and(flushed);
    match result {
        Ok(()) => Exit::Ok,
        Err(error) => report(&error, &notes),
    }
}

async fn timed(command: crate::args::Command, context: &mut Context) -> Result<()> {
    let Some(limit) = context.options.timeout else {
        return command::run(command, context).await;
    };
    match tokio::time::timeout(limit, command::run(command, context)).await {
        Ok(result) => result,
        Err(_) => Err(
            Failure::new(Exit::Timeout, format!("the command was not done within {limit:?}"))
                .with_hint("give it more time with --timeout")
                .into(),
        ),
    }
}

fn report(error: &anyhow::Error, notes: &Notes) -> Exit {
    let code = exit::code(error);
    if code != Exit::Ok {
        notes.line(format_args!("error: {}", one_line(error)));
        if let Some(hint) = exit::hint(error) {
            notes.line(format_args!("hint: {hint}"));
        }
    }
    code
}

/// The error and what was said around it, without the causes that its own text tells already.
fn one_line(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Help and version are printed as data; anything else that the parser reports is misuse.
fn misuse(error: &clap::Error, mut console: Console) -> Exit {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            match console
                .output
                .write_all(text.as_bytes())
                .and_then(|()| console.output.flush())
            {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Exit::Failure,
                _ => Exit::Ok,
            }
        }
        _ => {
            console.notes.line(text.trim_end());
            Exit::Usage
        }
    }
}
