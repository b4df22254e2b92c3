//! Valuations: stored parameters, created, changed, copied, searched and deleted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Amun;
use super::fields::{self, Fields};
use super::outputs::Results;
use super::request::{self, Kind, Site};
use super::uploads::Upload;
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::state::lock;

/// The first id given out; the one that was recorded.
const FIRST_ID: i64 = 30;
const AUTHOR: &str = "sandbox@example.com";

/// The valuations of one sandbox, by id.
#[derive(Default)]
pub(super) struct Valuations(pub(super) Mutex<BTreeMap<i64, Valuation>>, Mutex<Issued>);

/// How many ids were given out: an id is never used twice, also when its valuation is gone.
#[derive(Default)]
struct Issued(i64);

/// One stored valuation.
#[derive(Clone, Debug)]
pub(super) struct Valuation {
    /// As sent, without `id`.
    pub(super) parameters: Map<String, Value>,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Grows with every change.
    pub(super) revision: u64,
    /// The last data uploaded to it.
    pub(super) upload: Option<Upload>,
    /// How many more times its outputs answer 504.
    pub(super) timeouts: u32,
    pub(super) results: Option<Arc<Results>>,
}

impl Valuation {
    fn new(parameters: Map<String, Value>, timeouts: u32) -> Valuation {
        let now = Timestamp::now();
        Valuation {
            parameters,
            created_at: now,
            updated_at: now,
            revision: 0,
            upload: None,
            timeouts,
            results: None,
        }
    }

    /// After a change the outputs have to be launched and computed again.
    pub(super) fn changed(&mut self, timeouts: u32) {
        self.updated_at = Timestamp::now();
        self.revision += 1;
        self.results = None;
        self.timeouts = timeouts;
    }

    /// Whether this call of the outputs is one of those that answer 504.
    pub(super) fn takes_a_timeout(&mut self) -> bool {
        let taken = self.timeouts > 0;
        self.timeouts = self.timeouts.saturating_sub(1);
        taken
    }

    fn answer(&self, id: i64) -> Value {
        let mut answer = self.parameters.clone();
        for (name, value) in [
            ("id", json!(id)),
            ("author", json!(AUTHOR)),
            ("createdAt", json!(time_text(self.created_at))),
            ("updatedAt", json!(time_text(self.updated_at))),
        ] {
            answer.insert(name.to_owned(), value);
        }
        Value::Object(answer)
    }

    /// Whether every word of the search occurs; `-word` must not. `+`, `*`, quotes and the like are taken as decoration.
    fn matches(&self, search: &str) -> bool {
        let fields = Fields::of(&self.parameters);
        let text = |name| fields.text(name).ok().flatten().unwrap_or_default();
        let hay = format!("{} {} {AUTHOR}", text("name"), text("description")).to_lowercase();
        search.to_lowercase().split_whitespace().all(|word| {
            let bare = word.trim_matches(|letter| "+-*~<>()\"@".contains(letter));
            hay.contains(bare) != (word.starts_with('-') && !bare.is_empty())
        })
    }
}

fn time_text(time: Timestamp) -> String {
    format!("{time:.3}")
}

impl Valuations {
    /// `list_valuations`: all, or those that match `searchText`, by id.
    pub(super) fn list(&self, call: &Call) -> Reply {
        let search = call.query("searchText").unwrap_or_default();
        let book = lock(&self.0);
        let found: Vec<_> = book
            .iter()
            .filter(|(_, one)| one.matches(search))
            .map(|(id, one)| one.answer(*id))
            .collect();
        Reply::ok(&found)
    }

    fn store(&self, valuation: Valuation) -> Reply {
        let mut issued = lock(&self.1);
        let id = FIRST_ID + issued.0;
        issued.0 += 1;
        let answer = Reply::ok(&valuation.answer(id));
        lock(&self.0).insert(id, valuation);
        answer
    }

    /// Works on a stored valuation.
    pub(super) fn with<T>(&self, id: i64, work: impl FnOnce(&mut Valuation) -> T) -> Result<T, Refusal> {
        match lock(&self.0).get_mut(&id) {
            Some(valuation) => Ok(work(valuation)),
            None => Err(unknown(id)),
        }
    }
}

fn unknown(id: i64) -> Refusal {
    Refusal::not_found(format!("there is no valuation {id}"))
}

/// The id in the path.
pub(super) fn id_of(call: &Call) -> Result<i64, Refusal> {
    let text = call.parameter("valuation_id");
    text.parse()
        .map_err(|_| Refusal::invalid(format!("the valuation id must be a whole number, not {text:?}")))
}

/// `create_valuation`: stores the parameters, calculates nothing.
pub(super) fn create(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let mut parameters = fields::object(&call.body)?;
    check(amun, Fields::of(&parameters))?;
    parameters.remove("id");
    Ok(amun
        .valuations
        .store(Valuation::new(parameters, amun.settings.gateway_timeouts)))
}

/// `update_valuation`: replaces all parameters; uploaded data stay. `id` in the body must be that of the path.
pub(super) fn update(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let id = id_of(call)?;
    amun.valuations.with(id, |_| ())?;
    let mut parameters = fields::object(&call.body)?;
    let named = Fields::of(&parameters).integer("id")?;
    if named.is_some_and(|named| named != id) {
        return Err(Refusal::invalid(format!(
            "the body's id must be {id}, that of the path"
        )));
    }
    check(amun, Fields::of(&parameters))?;
    parameters.remove("id");
    let answer = amun.valuations.with(id, |valuation| {
        valuation.parameters = parameters;
        valuation.changed(amun.settings.gateway_timeouts);
        valuation.answer(id)
    })?;
    Ok(Reply::ok(&answer))
}

/// `delete_valuation`: 200 with an empty body.
pub(super) fn delete(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let id = id_of(call)?;
    match lock(&amun.valuations.0).remove(&id) {
        Some(_) => Ok(Reply::new(200, "text/plain", "")),
        None => Err(unknown(id)),
    }
}

/// `copy_valuation`: the same parameters and data under a new id.
pub(super) fn copy(amun: &Amun, call: &Call) -> Result<Reply, Refusal> {
    let original = amun.valuations.with(id_of(call)?, |valuation| valuation.clone())?;
    let copy = Valuation {
        upload: original.upload,
        ..Valuation::new(original.parameters, amun.settings.gateway_timeouts)
    };
    Ok(amun.valuations.store(copy))
}

/// What can be said of parameters before they are calculated with.
fn check(amun: &Amun, fields: Fields) -> Result<(), Refusal> {
    if fields.required_text("name")?.trim().is_empty() {
        return Err(Refusal::invalid("name must not be empty"));
    }
    fields.required_text("description")?;
    let site = Site::read(amun, fields, scenario_of(amun, fields)?.region()?)?;
    super::outputs::thresholds(fields)?;
    match fields.text("windType")? {
        None => Ok(()),
        Some(name) => {
            let kind = Kind::named(name)?;
            // Calibrated generation comes with a built-in wind type and without turbine fields; that is sorted out later.
            if matches!(kind, Kind::BuiltIn(_)) && fields.get("turbineModelId").is_none() {
                return Ok(());
            }
            let flow = request::named_flow(fields, kind, &site)?;
            request::inputs(fields, site, kind.dataset(), 0, flow).map(drop)
        }
    }
}

/// The scenario that a valuation names; numeric strings are taken, as documentation and practice differ.
pub(super) fn scenario_of<'a>(amun: &'a Amun, fields: Fields) -> Result<&'a super::Scenario, Refusal> {
    let id = fields.coordinate("scenarioId")?;
    if id.fract() != 0.0 {
        return Err(Refusal::invalid(format!("scenarioId must be a whole number, not {id}")));
    }
    amun.scenario(id as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_takes_words_in_any_case_and_leaves_out_those_with_a_minus() {
        let Value::Object(parameters) = json!({"name": "Test Farm", "description": "by the North Sea"}) else {
            unreachable!("an object is written above");
        };
        let valuation = Valuation::new(parameters, 0);
        for (search, found) in [
            ("", true),
            ("farm NORTH", true),
            ("+test", true),
            ("farm -sea", false),
            ("inland", false),
            ("te*", true),
        ] {
            assert_eq!(valuation.matches(search), found, "{search:?}");
        }
    }
}
