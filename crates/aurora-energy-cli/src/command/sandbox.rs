//! `aurora sandbox`.

use std::time::Duration;

use anyhow::{Context as _, Result};
use aurora_sandbox::{EtmDialect, EtmScopes, EtmUser, Sandbox};

use crate::args::EtmVersion;
use crate::context::Context;

/// Serves the sandbox until Ctrl-C.
///
/// # Errors
///
/// Fails when the port cannot be opened.
pub async fn serve(
    port: u16,
    seed: Option<u64>,
    delay: Option<Duration>,
    etm: EtmVersion,
    context: &mut Context,
) -> Result<()> {
    let dialect = match etm {
        EtmVersion::Latest => EtmDialect::Latest,
        EtmVersion::Stable202501 => EtmDialect::Stable202501,
    };
    let mut builder = Sandbox::builder().port(port).etm_dialect(dialect);
    if let Some(seed) = seed {
        builder = builder.seed(seed);
    }
    if let Some(delay) = delay {
        builder = builder.calculation_delay(delay);
    }
    if !context.options.quiet {
        let notes = context.notes.clone();
        builder = builder.log(move |line| notes.line(line));
    }
    let sandbox = builder.start().await?;
    context.output.line(&welcome(&sandbox))?;
    context.output.flush()?;
    tokio::signal::ctrl_c().await.context("Ctrl-C cannot be waited for")?;
    context.note("the sandbox stops");
    sandbox.shutdown().await;
    Ok(())
}

/// Where the sandbox is and how to use it; the lines with `export` can be pasted into a shell.
fn welcome(sandbox: &Sandbox) -> String {
    format!(
        "# The sandbox runs at {root}; its data is made up. Ctrl-C stops it.\n\
         # Amun v1: {v1}\n\
         # Amun v2: {v2}\n\
         # Origin's scenarios: {scenarios}\n\
         # Origin's inputs: {inputs}\n\
         # ETM engine: {engine}\n\
         # MyETM: {my_etm}\n\
         # Object store, which wants no token: {store}\n\
         # In another shell, for this program and for the Python SDKs alike:\n\
         export AURORA_API_BASE_URL={v1}\n\
         export AURORA_ORIGIN_SCENARIO_API_BASE_URL={scenarios}\n\
         export AURORA_ORIGIN_INPUTS_API_BASE_URL={inputs}\n\
         export AURORA_API_KEY={token}\n\
         export BASE_URL={engine}\n\
         export MY_ETM_URL={my_etm}\n\
         export ETM_API_TOKEN={etm_token}\n\
         # Then for example: aurora amun turbines list, aurora etm areas list\n\
         # Faults on request: POST {root}/_sandbox/faults, e.g.\n\
         #   curl -X POST {root}/_sandbox/faults -d '{{\"operation\":\"list_turbines\",\"times\":2,\"fault\":{{\"kind\":\"status\",\"status\":503}}}}'",
        root = sandbox.url(),
        v1 = sandbox.amun_url(),
        v2 = sandbox.amun_v2_url(),
        scenarios = sandbox.origin_scenario_url(),
        inputs = sandbox.origin_inputs_url(),
        engine = sandbox.etm_url(),
        my_etm = sandbox.my_etm_url(),
        etm_token = sandbox.etm_token(EtmUser::Ada, EtmScopes::Delete),
        store = sandbox.object_store_url(),
        token = sandbox.token(),
    )
}
