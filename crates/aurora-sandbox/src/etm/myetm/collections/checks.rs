//! What a collection may hold.

use serde_json::{Map, Value, json};

use crate::etm::myetm::{Collection, MyEtm, Refused, SavedScenario, Told};
use crate::etm::params::text_of;
use crate::etm::state::Role;

/// Scenarios of both kinds together.
const MOST_SCENARIOS: usize = 6;
const LONGEST_LIST: usize = 100;

/// What a request says about a collection; what it leaves out is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Given {
    title: Option<String>,
    version: Option<String>,
    scenario_ids: Option<Vec<i64>>,
    saved_scenario_ids: Option<Vec<i64>>,
    /// Fixed when the collection is created.
    pub(super) interpolation: Option<bool>,
    area_code: Option<String>,
    end_year: Option<i64>,
}

impl Given {
    /// Reads the members one by one; a new collection needs some of them.
    pub(super) fn read(members: &Map<String, Value>, new: bool) -> Told<Given> {
        let mut faults = Map::new();
        let mut checked = |name: &str, fault: Option<Value>| {
            if let Some(fault) = fault {
                faults.insert(name.to_owned(), fault);
            }
        };
        checked("title", text_fault(members.get("title"), new));
        checked("version", text_fault(members.get("version"), new));
        let mut lists = [None, None];
        for (name, list) in ["scenario_ids", "saved_scenario_ids"].into_iter().zip(&mut lists) {
            match members.get(name).map(ids) {
                Some(Ok(ids)) => *list = Some(ids),
                Some(Err(fault)) => checked(name, Some(fault)),
                None => {}
            }
        }
        let interpolation = members.get("interpolation");
        let no_flag = interpolation.is_some_and(|flag| !flag.is_null() && flag_of(flag).is_none());
        checked("interpolation", no_flag.then(|| json!(["must be boolean"])));
        let neither = ["scenario_ids", "saved_scenario_ids"]
            .iter()
            .all(|name| !members.contains_key(*name));
        let text = "at least one scenario_id or saved_scenario_id should be present";
        checked("scenario_ids", (new && neither).then(|| json!([text])));
        if !faults.is_empty() {
            return Err(Refused::new(422, Value::Object(faults)));
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        let [scenario_ids, saved_scenario_ids] = lists;
        Ok(Given {
            title: text("title"),
            version: text("version"),
            scenario_ids,
            saved_scenario_ids,
            interpolation: interpolation.and_then(flag_of),
            area_code: text("area_code"),
            end_year: members.get("end_year").and_then(id_of),
        })
    }

    /// Lists that are given replace whole lists.
    pub(super) fn put_into(self, collection: &mut Collection) {
        if let Some(title) = self.title {
            collection.title = title;
        }
        if let Some(version) = self.version {
            collection.version = version;
        }
        if let Some(ids) = self.scenario_ids {
            collection.scenario_ids = ids;
        }
        if let Some(ids) = self.saved_scenario_ids {
            collection.saved_scenario_ids = ids;
        }
        collection.area_code = self.area_code.or_else(|| collection.area_code.take());
        collection.end_year = self.end_year.or(collection.end_year);
    }
}

fn text_fault(sent: Option<&Value>, needed: bool) -> Option<Value> {
    let fault = match sent {
        None if needed => "is missing",
        None => return None,
        Some(Value::Null) => "must be filled",
        Some(Value::String(text)) if text.trim().is_empty() => "must be filled",
        Some(Value::String(_)) => return None,
        Some(_) => "must be a string",
    };
    Some(json!([fault]))
}

fn flag_of(sent: &Value) -> Option<bool> {
    match text_of(sent)?.as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A whole number, also as text: forms have nothing else.
fn id_of(sent: &Value) -> Option<i64> {
    sent.as_i64().or_else(|| sent.as_str()?.parse().ok())
}

/// The ids of a list, each once.
fn ids(sent: &Value) -> Result<Vec<i64>, Value> {
    let list = match sent {
        Value::Array(list) if !list.is_empty() => list,
        Value::Array(_) | Value::Null => return Err(json!(["must be filled"])),
        Value::String(text) if text.is_empty() => return Err(json!(["must be filled"])),
        _ => return Err(json!(["must be an array"])),
    };
    if list.len() > LONGEST_LIST {
        return Err(json!([format!("size cannot be greater than {LONGEST_LIST}")]));
    }
    let mut faults = Map::new();
    let mut ids = Vec::new();
    for (at, sent) in list.iter().enumerate() {
        let fault = match id_of(sent) {
            Some(id) if id > 0 => {
                if !ids.contains(&id) {
                    ids.push(id);
                }
                continue;
            }
            Some(_) => "must be greater than 0",
            None => "must be an integer",
        };
        faults.insert(at.to_string(), json!([fault]));
    }
    if faults.is_empty() {
        Ok(ids)
    } else {
        Err(Value::Object(faults))
    }
}

/// What must be true of a collection as a whole.
pub(super) fn whole(my: &MyEtm, collection: &Collection) -> Told<()> {
    let saved: Vec<Option<&SavedScenario>> = collection
        .saved_scenario_ids
        .iter()
        .map(|id| my.saved.get(id))
        .collect();
    let mut faults = Map::new();
    let mut scenarios: Vec<String> = Vec::new();
    if collection.scenario_ids.len() + saved.len() > MOST_SCENARIOS {
        scenarios.push(format!("exceeds maximum of {MOST_SCENARIOS} scenarios"));
    }
    if saved.iter().flatten().any(|saved| saved.version != collection.version) {
        scenarios.push(format!(
            "must all belong to the collection's version ({})",
            collection.version
        ));
    }
    if collection.interpolation && saved.len() > 1 {
        scenarios.push("interpolated collections cannot have more than 1 saved scenario".to_owned());
    }
    if !scenarios.is_empty() {
        faults.insert("scenarios".to_owned(), json!(scenarios));
    }
    let open = |saved: &Option<&SavedScenario>| {
        saved.is_some_and(|saved| !saved.private || saved.role_of_user(collection.owner).is_some())
    };
    if !saved.iter().all(open) {
        faults.insert("collection_saved_scenarios".to_owned(), json!(["is invalid"]));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refused::new(422, Value::Object(faults)))
    }
}

impl SavedScenario {
    fn role_of_user(&self, user: i64) -> Option<Role> {
        let link = self.links.iter().find(|link| link.user_id == Some(user))?;
        Some(link.role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(members: Value, new: bool) -> Value {
        let Value::Object(members) = members else {
            panic!("the test gives an object");
        };
        Given::read(&members, new).unwrap_err().body
    }

    #[test]
    fn lists_are_read_one_by_one_and_their_faults_named_by_place() {
        let body = fault(
            json!({"title": "t", "version": "latest", "scenario_ids": ["x", 2, -3]}),
            true,
        );
        assert_eq!(
            body,
            json!({"scenario_ids": {"0": ["must be an integer"], "2": ["must be greater than 0"]}})
        );
        let body = fault(json!({"scenario_ids": []}), false);
        assert_eq!(body, json!({"scenario_ids": ["must be filled"]}));
        let body = fault(json!({"saved_scenario_ids": vec![1; 101]}), false);
        assert_eq!(body, json!({"saved_scenario_ids": ["size cannot be greater than 100"]}));
    }

    #[test]
    fn a_new_collection_needs_a_title_a_version_and_a_list() {
        assert_eq!(
            fault(json!({"title": ""}), true),
            json!({
                "title": ["must be filled"],
                "version": ["is missing"],
                "scenario_ids": ["at least one scenario_id or saved_scenario_id should be present"],
            })
        );
        let read = Given::read(
            &Map::from_iter([("scenario_ids".to_owned(), json!([4, "5", 4]))]),
            false,
        )
        .unwrap();
        assert_eq!(read.scenario_ids, Some(vec![4, 5]));
    }
}
