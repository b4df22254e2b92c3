//! Queries: the list of them, and what they come to for a scenario.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::model::{self, Gquery, Year};
use crate::etm::params::text_of;
use crate::etm::reply::{Answer, ok};
use crate::etm::state::{EtmState, Scenario};

pub(crate) fn list(_: &mut EtmState, call: &Call) -> Answer {
    let wanted: Vec<String> = match call.param("labels") {
        Some(Value::Array(labels)) => labels.iter().filter_map(text_of).collect(),
        Some(label) => text_of(label).into_iter().collect(),
        None => Vec::new(),
    };
    let fits = |query: &&Gquery| wanted.iter().all(|label| query.labels.contains(&label.as_str()));
    let queries = model::gqueries().iter().filter(fits);
    let shown: Vec<Value> = queries
        .map(|query| {
            json!({
                "key": query.key,
                "unit": query.unit,
                "description": query.description,
                "labels": query.labels,
            })
        })
        .collect();
    ok(&shown)
}

/// What is wrong with the keys of queries before anything is computed.
pub(crate) fn existence_errors(keys: &[String]) -> Vec<String> {
    keys.iter()
        .filter_map(|key| match model::gquery(key) {
            None => Some(format!("Gquery {key} does not exist")),
            Some(query) if query.unit == Some("nodes") => Some(format!("{key} may not be requested via the API")),
            Some(_) => None,
        })
        .collect()
}

/// Why queries have no results.
pub(crate) enum Wrong {
    /// They cannot be asked.
    Asked(Vec<String>),
    /// They failed: `<key>/<period> - <message>` each.
    Failed(Vec<String>),
}

impl Wrong {
    /// As they are told. An update also tells where in its program the service was; the sandbox has nothing better to say there
    /// than where the text comes from.
    pub(crate) fn texts(self, traced: bool) -> Vec<String> {
        match self {
            Wrong::Failed(texts) if traced => texts.iter().map(|text| format!("{text} | (sandbox)")).collect(),
            Wrong::Asked(texts) | Wrong::Failed(texts) => texts,
        }
    }
}

/// Present and future of each query under its present key, or a text for each that cannot be asked or computed.
pub(crate) fn results(scenario: &Scenario, keys: &[String]) -> Result<Map<String, Value>, Wrong> {
    let texts = existence_errors(keys);
    if !texts.is_empty() {
        return Err(Wrong::Asked(texts));
    }
    let mut results = Map::new();
    if keys.is_empty() {
        return Ok(results);
    }
    let present = model::evaluate(scenario, Year::Present);
    let future = model::evaluate(scenario, Year::Future);
    let mut failed = Vec::new();
    for query in keys.iter().filter_map(|key| model::gquery(key)) {
        match model::query(&present, &future, query) {
            Ok((present, future)) => {
                let result = json!({"present": present, "future": future, "unit": query.unit});
                results.insert(query.key.to_owned(), result);
            }
            Err(periods) => failed.extend(periods.iter().map(|text| format!("{}/{text}", query.key))),
        }
    }
    if failed.is_empty() {
        Ok(results)
    } else {
        Err(Wrong::Failed(failed))
    }
}
