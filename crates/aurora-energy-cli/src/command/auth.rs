//! `aurora auth`: status, login, logout.

use std::path::PathBuf;

use anyhow::Result;
use aurora_energy::auth::{self, AuthError, Token};
use serde::Serialize;

use crate::args::AuthCommand;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Runs a command around the token.
///
/// # Errors
///
/// Fails when there is no usable token, or when its file cannot be read, written or removed.
pub fn run(command: &AuthCommand, context: &mut Context) -> Result<()> {
    match command {
        AuthCommand::Status => status(context),
        AuthCommand::Login => login(context),
        AuthCommand::Logout => logout(context),
    }
}

/// What `auth status` prints. The token itself is not in it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    service: &'static str,
    token: &'static str,
    token_source: Option<String>,
    base_url: Option<String>,
    base_url_source: Option<String>,
    origin_token_source: Option<String>,
    origin_scenario_base_url: Option<String>,
    origin_inputs_base_url: Option<String>,
    warnings: Vec<String>,
}

fn status(context: &mut Context) -> Result<()> {
    let token = auth::amun::token(None, &context.places);
    let explicit = context.options.base_url.as_ref().map(AsRef::as_ref);
    let base = auth::amun::base_url(explicit, &context.places);
    let universe = context.options.universe.as_ref();
    let origin_token = auth::origin::token(None, universe, &context.places);
    let scenario = auth::origin::scenario_base_url(None, universe, &context.places);
    let inputs = auth::origin::inputs_base_url(None, universe, &context.places);
    let mut status = Status {
        service: "amun",
        token: if token.is_ok() { "found" } else { "not usable" },
        token_source: token.as_ref().ok().map(|found| found.source.to_string()),
        base_url: base.as_ref().ok().map(|found| found.value.to_string()),
        base_url_source: base.as_ref().ok().map(|found| found.source.to_string()),
        origin_token_source: origin_token.as_ref().ok().map(|found| found.source.to_string()),
        origin_scenario_base_url: scenario.as_ref().ok().map(|found| found.value.to_string()),
        origin_inputs_base_url: inputs.as_ref().ok().map(|found| found.value.to_string()),
        warnings: Vec::new(),
    };
    for found in [&token, &origin_token].into_iter().flatten() {
        for warning in found.warnings.iter().map(ToString::to_string) {
            if !status.warnings.contains(&warning) {
                status.warnings.push(warning);
            }
        }
    }
    context.output.record(&status)?;
    for warning in &status.warnings {
        context.note(format_args!("warning: {warning}"));
    }
    token?;
    base?;
    origin_token?;
    scenario?;
    inputs?;
    Ok(())
}

fn login(context: &mut Context) -> Result<()> {
    let path = token_file(context)?;
    let text = if context.terminal.input {
        context
            .note("The token is made at https://eos.auroraer.com/dragonfly/settings; it is not shown while you type.");
        asked()?
    } else {
        String::from_utf8(context.read_input()?)
            .map_err(|_| Failure::usage("the token on the standard input is no text"))?
    };
    let line = single_line(&text)?;
    let token = Token::new(line).map_err(|error| explained(&error))?;
    auth::write_token_file(&path, &token)?;
    context.note(format_args!(
        "the token is stored in {}, readable by you only",
        path.display()
    ));
    if context.places.env.var(auth::amun::TOKEN_VARIABLE).is_some() {
        context.note(format_args!(
            "warning: the variable {} is set and goes before the file",
            auth::amun::TOKEN_VARIABLE
        ));
    }
    Ok(())
}

/// The token, typed without being shown.
fn asked() -> Result<String> {
    // With the signal watched, Ctrl-C does not end the program before the terminal shows again what is typed.
    #[cfg(unix)]
    let _watched = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    rpassword::prompt_password("Token: ").map_err(|error| match error.kind() {
        std::io::ErrorKind::Interrupted => Failure::new(Exit::Failure, "nothing was stored").into(),
        _ => anyhow::Error::from(error).context("the token cannot be read from the terminal"),
    })
}

/// The one line that holds something. A pasted file with more than that is more likely a mistake than a token.
fn single_line(text: &str) -> Result<&str> {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    match (lines.next(), lines.next()) {
        (Some(line), None) => Ok(line),
        (None, _) => Err(Failure::usage("no token was given")
            .with_hint("`aurora auth login < FILE` reads it from a file")
            .into()),
        (Some(_), Some(_)) => Err(Failure::usage("the token must be a single line").into()),
    }
}

fn explained(error: &AuthError) -> Failure {
    Failure::usage(format!("this is no token: {error}"))
}

fn logout(context: &mut Context) -> Result<()> {
    let path = token_file(context)?;
    if !path.exists() {
        context.note(format_args!("there is no {}", path.display()));
        return Ok(());
    }
    context.confirm(&format!("Remove {}?", path.display()))?;
    auth::remove_token_file(&path)?;
    context.note(format_args!("{} is removed", path.display()));
    if context.places.env.var(auth::amun::TOKEN_VARIABLE).is_some() {
        context.note(format_args!("the variable {} is still set", auth::amun::TOKEN_VARIABLE));
    }
    Ok(())
}

fn token_file(context: &Context) -> Result<PathBuf> {
    auth::amun::token_file(&context.places).ok_or_else(|| {
        Failure::usage("the home folder is not known, so there is no place for the token file")
            .with_hint("set HOME, or give the token in the variable AURORA_API_KEY")
            .into()
    })
}
