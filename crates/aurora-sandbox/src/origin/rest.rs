//! The REST side of the scenario service: meta JSON, locations of output files, model files.

mod template;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::origin::graphql::Caller;
use crate::origin::market;
use crate::origin::scenarios::{Scenario, owner};
use crate::origin::state::OriginState;
use crate::origin::store::Target;
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::state::lock;

/// What stays as it is in a path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How often the location of each file was answered with 425.
#[derive(Default)]
pub(crate) struct TooEarly(Mutex<HashMap<String, u32>>);

impl TooEarly {
    pub(crate) fn reset(&self) {
        lock(&self.0).clear();
    }

    /// Whether this file is still being made; asking brings it nearer.
    fn take(&self, file: &str, answers: u32) -> bool {
        let mut given = lock(&self.0);
        let given = given.entry(file.to_owned()).or_default();
        let early = *given < answers;
        *given += u32::from(early);
        early
    }
}

/// Carries out one call. It blocks while it computes.
pub(crate) fn answer(state: &OriginState, caller: &Caller, call: &Call) -> Reply {
    let answer = match call.operation {
        "get_region_meta" => meta(state, caller, call),
        "get_output_location" => location(state, caller, call),
        "list_model_files" => model_files(state, caller, call),
        "get_model_file_location" => model_file(state, caller, call),
        other => Err(Refusal::failed(format!("the sandbox has no handler for {other}"))),
    };
    answer.unwrap_or_else(Reply::from)
}

/// The scenario of a path, if its outputs can be had, with a region that is served.
fn with_outputs(state: &OriginState, caller: &Caller, call: &Call) -> Result<Arc<Scenario>, Refusal> {
    let id = call.parameter("scenario_id");
    let found = state.scenario(caller, id).filter(|scenario| scenario.has_outputs());
    found
        .filter(|scenario| owner(&scenario.facts) == call.parameter("owner"))
        .filter(|scenario| scenario.facts.group.serves(call.parameter("region")))
        .ok_or_else(|| Refusal::not_found(format!("scenario {id} has no outputs at this path")))
}

fn meta(state: &OriginState, caller: &Caller, call: &Call) -> Result<Reply, Refusal> {
    let scenario = with_outputs(state, caller, call)?;
    let region = call.parameter("region");
    let definition = |definition: market::Definition| {
        let mut object = json!({
            "type": definition.kind,
            "granularity": definition.granularity,
            "filename": definition.filename,
        });
        if let Some(sub_type) = definition.sub_type {
            object["subType"] = Value::from(sub_type);
        }
        object
    };
    let definitions: Vec<Value> = market::data_definitions(&scenario.facts, region)
        .into_iter()
        .map(definition)
        .collect();
    Ok(Reply::ok(&json!({
        "years": market::data_years(&scenario.facts, region),
        "dataDefinitions": definitions,
    })))
}

fn location(state: &OriginState, caller: &Caller, call: &Call) -> Result<Reply, Refusal> {
    let scenario = with_outputs(state, caller, call)?;
    let region = call.parameter("region");
    let filename = call.parameter("filename");
    let missing = || Refusal::not_found(format!("there is no output file {filename:?} for region {region:?}"));
    let mut output = template::find(&scenario.facts, region, filename).ok_or_else(missing)?;
    output.parameters = call
        .queries()
        .iter()
        .filter(|(name, _)| !["noredirect", "checkstatus"].contains(&name.as_str()))
        .cloned()
        .collect();
    let options = state.options();
    let made_up = options.synthetic_output_bytes.is_some();
    if !made_up && state.store.output(state, &output).is_none() {
        return Err(missing());
    }
    let path = format!(
        "outputs/{}/{region}/{}",
        scenario.facts.id,
        utf8_percent_encode(filename, SEGMENT)
    );
    if call.query("checkstatus") == Some("true") && state.too_early.take(&path, options.too_early) {
        return Ok(Reply::new(425, "text/plain", "the file is being made"));
    }
    let link = state
        .store
        .link(&path, options.link_lifetime(), Target::Output(Box::new(output)));
    let status = if call.query("noredirect") == Some("true") {
        200
    } else {
        302
    };
    Ok(Reply::new(status, "text/plain", "").with_header("location", link))
}

/// The runs of a scenario: id, and the years that it lists.
fn runs(scenario: &Scenario) -> Vec<(String, Vec<i64>)> {
    let details = scenario.run_details.as_ref().and_then(Value::as_array);
    let run = |run: &Value| {
        let years = run["years"].as_array().map(Vec::as_slice).unwrap_or_default();
        let years = years.iter().filter_map(|year| year["year"].as_i64()).collect();
        (run["runGlobalId"].as_str().unwrap_or_default().to_owned(), years)
    };
    details.map(|runs| runs.iter().map(run).collect()).unwrap_or_default()
}

/// The year segment of a model file's path: that of the run, or `sample` for a run over sample years.
fn model_run(state: &OriginState, caller: &Caller, id: &str, run: &str, year: &str) -> Result<(), Refusal> {
    let missing = |what: String| Refusal::not_found(what);
    let scenario = state
        .scenario(caller, id)
        .ok_or_else(|| missing(format!("there is no scenario {id}")))?;
    let (_, years) = runs(&scenario)
        .into_iter()
        .find(|(known, _)| known == run)
        .ok_or_else(|| missing(format!("scenario {id} has no run {run:?}")))?;
    let fits = match year.parse::<i64>() {
        Ok(year) => years.contains(&year),
        Err(_) => years.is_empty() && year == SAMPLE,
    };
    fits.then_some(())
        .ok_or_else(|| missing(format!("run {run} has no files for {year:?}")))
}

const SAMPLE: &str = "sample";
const MODEL_FILES: &[&str] = &["results.zip", "inputs.zip"];

fn model_files(state: &OriginState, caller: &Caller, call: &Call) -> Result<Reply, Refusal> {
    let id = call.parameter("scenario_id");
    let run = call.query("runGlobalId").unwrap_or_default();
    let year = call.query("year").unwrap_or(SAMPLE);
    model_run(state, caller, id, run, year)?;
    let file =
        |name: &&str| json!({"fileName": name, "fileUrl": format!("v1/modelFiles/download/{id}/{run}/{year}/{name}")});
    Ok(Reply::ok(&MODEL_FILES.iter().map(file).collect::<Vec<_>>()))
}

fn model_file(state: &OriginState, caller: &Caller, call: &Call) -> Result<Reply, Refusal> {
    let [id, run, year, name] =
        ["scenario_id", "run_id", "year", "filename"].map(|parameter| call.parameter(parameter));
    model_run(state, caller, id, run, year)?;
    if !MODEL_FILES.contains(&name) {
        return Err(Refusal::not_found(format!("there is no model file {name:?}")));
    }
    let text = format!("{name} of run {run}, {year}: made up\n");
    let path = format!("modelFiles/{id}/{run}/{year}/{name}");
    let link = state
        .store
        .link(&path, state.options().link_lifetime(), Target::ModelFile(text));
    Ok(Reply::new(302, "text/plain", "").with_header("location", link))
}
