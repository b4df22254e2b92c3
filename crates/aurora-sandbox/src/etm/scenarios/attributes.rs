//! The attributes of a scenario in a request, and the rules that a scenario has to keep.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::model;
use crate::etm::params::{text_of, truthy};
use crate::etm::reply::errors;
use crate::etm::scenarios::start_year;
use crate::etm::state::{EtmState, Role, Scenario, ScenarioRole};
use crate::etm::values::couplings;
use crate::reply::Reply;

/// Members of a JSON body without the root `scenario` that count as its attributes: the columns of the database.
const COLUMNS: &[&str] = &[
    "area_code",
    "end_year",
    "private",
    "source",
    "keep_compatible",
    "preset_scenario_id",
    "user_values",
    "balanced_values",
    "metadata",
    "active_couplings",
];

/// What may be in an attribute; others are dropped in silence.
const SCALARS: &[&str] = &[
    "area_code",
    "end_year",
    "private",
    "source",
    "keep_compatible",
    "preset_scenario_id",
    "scenario_id",
    "descale",
    "set_preset_roles",
];
const OBJECTS: &[&str] = &["user_values", "metadata", "scale"];

/// The attributes of a request that get through the filter.
pub(super) fn given(call: &Call) -> Map<String, Value> {
    let Some(Value::Object(root)) = call.wrapped("scenario", COLUMNS) else {
        return Map::new();
    };
    let passes = |name: &str, value: &Value| match value {
        Value::Array(_) => name == "saved_scenario_users",
        Value::Object(_) => OBJECTS.contains(&name),
        Value::Null if name == "metadata" => true,
        _ => SCALARS.contains(&name) || name == "user_values",
    };
    let mut given = root;
    given.retain(|name, value| passes(name, value));
    given
}

/// Texts by attribute.
#[derive(Default)]
pub(super) struct Faults(Vec<(&'static str, String)>);

impl Faults {
    pub(super) fn add(&mut self, attribute: &'static str, text: impl Into<String>) {
        self.0.push((attribute, text.into()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// 422 with a map.
    pub(super) fn reply(&self) -> Reply {
        let mut map = Map::new();
        for (attribute, text) in &self.0 {
            let texts = map.entry(*attribute).or_insert_with(|| json!([]));
            if let Value::Array(texts) = texts {
                texts.push(json!(text));
            }
        }
        errors(422, &Value::Object(map))
    }

    /// As an update prints them: `Scenario: Area code is unknown …`, and on the stable engine `Scenario area_code is unknown …`.
    pub(super) fn lines(&self, is_2025: bool) -> Vec<String> {
        let line = |(attribute, text): &(&str, String)| match (*attribute, is_2025) {
            ("metadata", true) => "Metadata can not exceed 64Kb".to_owned(),
            (attribute, true) => format!("Scenario {attribute} {text}"),
            (attribute, false) => {
                let spaced = attribute.replace('_', " ");
                let (first, rest) = spaced.split_at(1);
                format!("Scenario: {}{rest} {text}", first.to_ascii_uppercase())
            }
        };
        self.0.iter().map(line).collect()
    }
}

/// 64 KiB.
const LARGEST_METADATA: usize = 65_536;

/// What is wrong with a scenario as it would be stored.
pub(super) fn check(scenario: &Scenario, faults: &mut Faults) {
    if scenario.area_code.is_empty() {
        faults.add("area_code", "can't be blank");
    }
    if !model::area(&scenario.area_code).is_some_and(|area| area.enabled) {
        faults.add("area_code", "is unknown or not supported");
    }
    let metadata = Value::Object(scenario.metadata.clone()).to_string();
    if metadata.len() > LARGEST_METADATA {
        faults.add("metadata", "can not exceed 64Kb");
    }
    if scenario.private && scenario.unowned() {
        faults.add("private", "can not be true on an unowned scenario");
    }
    if !scenario.active_couplings.iter().all(|group| couplings::known(group)) {
        faults.add("coupling_groups", "invalid coupling");
    }
}

/// The end year that a request gives, or what is wrong with it.
pub(super) fn end_year(given: &Value, area: &str) -> Result<i64, String> {
    let number = match given {
        Value::Null => return Err("can't be blank".to_owned()),
        Value::String(text) if text.trim().is_empty() => return Err("can't be blank".to_owned()),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let number = number.ok_or("is not a number")?;
    if number.fract() != 0.0 {
        return Err("must be an integer".to_owned());
    }
    let (year, start) = (number as i64, start_year(area));
    if year <= start {
        return Err(format!("must be greater than {start}"));
    }
    Ok(year)
}

/// Attributes that mean the same in a new scenario and in a change.
pub(super) fn set_plain(scenario: &mut Scenario, given: &Map<String, Value>) {
    if let Some(private) = given.get("private").filter(|private| !private.is_null()) {
        scenario.private = truthy(private);
    }
    if let Some(keep) = given.get("keep_compatible").filter(|keep| !keep.is_null()) {
        scenario.keep_compatible = truthy(keep);
    }
    if let Some(source) = given.get("source") {
        scenario.source = text_of(source);
    }
    if let Some(Value::Object(metadata)) = given.get("metadata") {
        scenario.metadata.clone_from(metadata);
    }
}

/// Gives the users of another scenario the roles that they have there.
pub(super) fn copy_roles(state: &mut EtmState, from: &Scenario, to: &mut Scenario) {
    for role in &from.roles {
        grant(state, to, role.user_id, role.user_email.clone(), role.role);
    }
}

/// The roles of `saved_scenario_users`: one for each item that names somebody and a role.
pub(super) fn set_roles(state: &mut EtmState, scenario: &mut Scenario, users: &Value) {
    for user in users.as_array().into_iter().flatten() {
        let email = user["user_email"].as_str().map(str::to_owned);
        let account = email
            .as_deref()
            .and_then(|email| state.user_of_email(email))
            .map(|user| user.id);
        let id = user["user_id"].as_i64().or(account);
        let role = user["role_id"].as_i64().and_then(Role::of_id);
        if let (Some(role), true) = (role, id.is_some() || email.is_some()) {
            let email = if id.is_some() { None } else { email };
            grant(state, scenario, id, email, role);
        }
    }
}

fn grant(state: &mut EtmState, scenario: &mut Scenario, id: Option<i64>, email: Option<String>, role: Role) {
    let known = scenario.roles.iter_mut().find(|known| {
        (known.user_id.is_some() && known.user_id == id) || (email.is_some() && known.user_email == email)
    });
    match known {
        Some(known) => known.role = role,
        None => scenario.roles.push(ScenarioRole {
            id: state.engine.next_role_id(),
            user_id: id,
            user_email: email,
            role,
        }),
    }
}
