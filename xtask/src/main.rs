//! Maintainers' commands, run as `cargo xtask COMMAND`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod diff;
mod expand;
mod generate;
mod lint;
mod metadata;
mod specs;

/// Keeps the specs, what is written from them, and the crates' rules in order.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    /// The repository's root; the default is the one that this program was built in.
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lints the specs, writes what is committed from them (outlines, docs/operations.md), rebuilds the clients.
    Generate {
        /// Write nothing; fail and name the files if one is out of date.
        #[arg(long)]
        check: bool,
        /// Do not rebuild the clients.
        #[arg(long)]
        no_build: bool,
    },
    /// Checks the specs, the Rust version of every locked dependency, and which crate may depend on which.
    Lint,
    /// Lists what changed in the specs since a revision, and what of it breaks callers.
    Diff {
        /// Any revision that git knows.
        #[arg(default_value = "HEAD")]
        revision: String,
    },
    /// Writes the generated Rust source of a service where one can read it.
    Expand {
        /// The name of a file in specs/ without its ending, such as `amun`.
        service: String,
    },
}

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let outcome = run(Arguments::parse(), &mut out).and_then(|()| Ok(out.flush()?));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments, out: &mut impl Write) -> anyhow::Result<()> {
    let root = arguments.root.unwrap_or_else(built_in);
    match arguments.command {
        Command::Generate { check, no_build } => {
            generate::run(&root, check, out)?;
            if no_build {
                Ok(())
            } else {
                generate::build_clients(&root)
            }
        }
        Command::Lint => lint::run(&root, out),
        Command::Diff { revision } => diff::run(&root, &revision, out),
        Command::Expand { service } => expand::run(&root, &service, out),
    }
}

/// The workspace that this program belongs to: the folder above its manifest.
fn built_in() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root
}
