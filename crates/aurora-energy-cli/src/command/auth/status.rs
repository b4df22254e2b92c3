//! `aurora auth status`: where tokens and addresses come from.

use anyhow::Result;
use aurora_energy::auth::{self, AuthError, Resolved, Token, Warning};
use serde::Serialize;

use crate::context::Context;

/// What is printed. No token is in it.
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
    #[serde(flatten)]
    etm: Etm,
    warnings: Vec<String>,
}

/// The part about the Energy Transition Model.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Etm {
    etm_token: &'static str,
    etm_token_source: Option<String>,
    etm_token_expires: Option<String>,
    etm_base_url: Option<String>,
    etm_base_url_source: Option<String>,
    my_etm_url: Option<String>,
}

pub(super) fn run(context: &mut Context) -> Result<()> {
    let token = auth::amun::token(None, &context.places);
    let explicit = context.options.base_url.as_ref().map(AsRef::as_ref);
    let base = auth::amun::base_url(explicit, &context.places);
    let universe = context.options.universe.as_ref();
    let origin_token = auth::origin::token(None, universe, &context.places);
    let scenario = auth::origin::scenario_base_url(None, universe, &context.places);
    let inputs = auth::origin::inputs_base_url(None, universe, &context.places);
    let mut warnings = Vec::new();
    for found in [&token, &origin_token].into_iter().flatten() {
        add(&found.warnings, &mut warnings);
    }
    let (etm, failed) = etm(context, &mut warnings);
    let status = Status {
        service: "amun",
        token: if token.is_ok() { "found" } else { "not usable" },
        token_source: token.as_ref().ok().map(|found| found.source.to_string()),
        base_url: base.as_ref().ok().map(|found| found.value.to_string()),
        base_url_source: base.as_ref().ok().map(|found| found.source.to_string()),
        origin_token_source: origin_token.as_ref().ok().map(|found| found.source.to_string()),
        origin_scenario_base_url: scenario.as_ref().ok().map(|found| found.value.to_string()),
        origin_inputs_base_url: inputs.as_ref().ok().map(|found| found.value.to_string()),
        etm,
        warnings,
    };
    context.output.record(&status)?;
    for warning in &status.warnings {
        context.note(format_args!("warning: {warning}"));
    }
    token?;
    base?;
    origin_token?;
    scenario?;
    inputs?;
    failed.map_or(Ok(()), Err)
}

fn add(found: &[Warning], warnings: &mut Vec<String>) {
    for warning in found.iter().map(ToString::to_string) {
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
}

/// What there is for the ETM, and what is wrong with it. No token is no error: guests are welcome.
fn etm(context: &Context, warnings: &mut Vec<String>) -> (Etm, Option<anyhow::Error>) {
    let token = auth::etm::token(None, &context.places);
    let mut shown = Etm {
        etm_token: word(&token),
        etm_token_source: source(&token),
        ..Etm::default()
    };
    if let Ok(engine) = context.etm_engine() {
        shown.etm_base_url = Some(engine.value.to_string());
        shown.etm_base_url_source = Some(engine.source.to_string());
    }
    let client = match context.service_etm() {
        Ok(client) => client,
        Err(error) => return (shown, Some(token.err().map_or(error, Into::into))),
    };
    shown.my_etm_url = client.my_etm_url().map(ToString::to_string);
    let expires = client.token_info_local().and_then(|claims| claims.expires_at);
    shown.etm_token_expires = expires.map(|at| at.to_string());
    for warning in client.warnings() {
        warnings.push(warning.to_string());
    }
    (shown, None)
}

fn word(token: &Result<Option<Resolved<Token>>, AuthError>) -> &'static str {
    match token {
        Ok(Some(_)) => "found",
        Ok(None) => "none, which makes you a guest",
        Err(_) => "not usable",
    }
}

fn source(token: &Result<Option<Resolved<Token>>, AuthError>) -> Option<String> {
    Some(token.as_ref().ok()?.as_ref()?.source.to_string())
}
