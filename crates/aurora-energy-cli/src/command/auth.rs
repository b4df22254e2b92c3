//! `aurora auth`: status, login, logout.

use std::path::PathBuf;

use anyhow::Result;
use aurora_energy::auth::{self, AuthError, Token};

use crate::args::{AuthCommand, TokenOf};
use crate::context::Context;
use crate::exit::{Exit, Failure};

pub(super) mod dotenv;
mod status;

/// Runs a command around the token.
///
/// # Errors
///
/// Fails when there is no usable token, or when its file cannot be read, written or removed.
pub fn run(command: &AuthCommand, context: &mut Context) -> Result<()> {
    match command {
        AuthCommand::Status => status::run(context),
        AuthCommand::Login {
            service: TokenOf::Aurora,
        } => login(context),
        AuthCommand::Login { service: TokenOf::Etm } => dotenv::login(context),
        AuthCommand::Logout {
            service: TokenOf::Aurora,
        } => logout(context),
        AuthCommand::Logout { service: TokenOf::Etm } => dotenv::logout(context),
    }
}

fn login(context: &mut Context) -> Result<()> {
    let path = token_file(context)?;
    let text = given(
        "The token is made at https://eos.auroraer.com/dragonfly/settings; it is not shown while you type.",
        context,
    )?;
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

/// The token from the standard input, or asked for on a terminal after saying where it is made.
fn given(place: &str, context: &mut Context) -> Result<String> {
    if context.terminal.input {
        context.note(place);
        return asked();
    }
    String::from_utf8(context.read_input()?)
        .map_err(|_| Failure::usage("the token on the standard input is no text").into())
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
