//! What the engine and MyETM hold over all requests.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::etm::caller::Tokens;
use crate::etm::custom_curves::CustomCurve;
use crate::etm::esdl::EsdlFile;
use crate::etm::myetm::{MyEtm, catalogue};
use crate::etm::settings::{EtmDialect, EtmQuirks, EtmSettings, EtmUser};

/// The state of the whole model, behind one lock: a handler has it to itself.
pub(crate) struct EtmState {
    pub(crate) dialect: EtmDialect,
    pub(crate) quirks: EtmQuirks,
    pub(crate) tokens: Arc<Tokens>,
    /// The accounts at the identity provider, by id: they outlive the engine's own copy.
    pub(crate) users: BTreeMap<i64, UserRecord>,
    pub(crate) engine: Engine,
    pub(crate) my: MyEtm,
}

/// The engine's own records.
#[derive(Default)]
pub(crate) struct Engine {
    pub(crate) scenarios: BTreeMap<i64, Scenario>,
    last_scenario: i64,
    last_role: i64,
}

/// An account.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UserRecord {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) admin: bool,
    /// Whether new scenarios are private unless they say otherwise.
    pub(crate) private_scenarios: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// The value of an input.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum InputValue {
    Number(f64),
    /// One of the permitted values of an input with the unit `enum`.
    Text(String),
}

impl InputValue {
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            InputValue::Number(number) => Some(*number),
            InputValue::Text(_) => None,
        }
    }

    pub(crate) fn json(&self) -> Value {
        match self {
            InputValue::Number(number) => json!(number),
            InputValue::Text(text) => json!(text),
        }
    }
}

/// What a user may do with a scenario; the number is `role_id` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Viewer = 1,
    Collaborator = 2,
    Owner = 3,
}

impl Role {
    pub(crate) const ALL: [Role; 3] = [Role::Viewer, Role::Collaborator, Role::Owner];

    pub(crate) fn id(self) -> i64 {
        self as i64
    }

    /// The name on the wire, `scenario_owner` and the like.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Role::Viewer => "scenario_viewer",
            Role::Collaborator => "scenario_collaborator",
            Role::Owner => "scenario_owner",
        }
    }

    pub(crate) fn of_id(id: i64) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.id() == id)
    }

    pub(crate) fn of_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A link between a user and a scenario. Until somebody with the address has an account there is only the address.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScenarioRole {
    pub(crate) id: i64,
    pub(crate) user_id: Option<i64>,
    pub(crate) user_email: Option<String>,
    pub(crate) role: Role,
}

/// A scenario that was scaled to a region of another size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scaling {
    pub(crate) area_attribute: String,
    pub(crate) value: f64,
    pub(crate) base_value: f64,
    pub(crate) has_agriculture: bool,
    pub(crate) has_industry: bool,
    pub(crate) has_energy: bool,
}

/// A description that a user gave to the state of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct VersionTag {
    pub(crate) user_id: i64,
    pub(crate) description: Option<String>,
}

pub(crate) type Values = BTreeMap<String, InputValue>;

/// A session, as the clients call it.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) id: i64,
    pub(crate) area_code: String,
    pub(crate) end_year: i64,
    pub(crate) private: bool,
    pub(crate) keep_compatible: bool,
    pub(crate) source: Option<String>,
    /// The scenario that this one was copied from or is linked to.
    pub(crate) template: Option<i64>,
    pub(crate) scaling: Option<Scaling>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) user_values: Values,
    pub(crate) balanced_values: Values,
    /// Coupling groups, in the order in which they were switched on.
    pub(crate) active_couplings: Vec<String>,
    /// Nobody: the scenario is unowned.
    pub(crate) roles: Vec<ScenarioRole>,
    /// Saved orders by sortable type and subtype; an empty one was reset.
    pub(crate) orders: BTreeMap<(String, Option<String>), Vec<String>>,
    pub(crate) custom_curves: BTreeMap<String, CustomCurve>,
    pub(crate) esdl: Option<EsdlFile>,
    pub(crate) version_tag: Option<VersionTag>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl Scenario {
    /// The role of a user; `None` for guests and strangers.
    pub(crate) fn role_of(&self, user: Option<i64>) -> Option<Role> {
        let user = user?;
        let role = self.roles.iter().find(|role| role.user_id == Some(user))?;
        Some(role.role)
    }

    /// Whether nobody has a role on it.
    pub(crate) fn unowned(&self) -> bool {
        self.roles.is_empty()
    }

    /// The value that is in force: the user's own, or the one that balances a share group.
    pub(crate) fn value(&self, key: &str) -> Option<&InputValue> {
        self.user_values.get(key).or_else(|| self.balanced_values.get(key))
    }
}

impl Engine {
    /// An id for a new scenario, never given before.
    pub(crate) fn next_scenario_id(&mut self) -> i64 {
        self.last_scenario += 1;
        FIRST_SCENARIO + self.last_scenario
    }

    /// An id for a new link between a user and a scenario.
    pub(crate) fn next_role_id(&mut self) -> i64 {
        self.last_role += 1;
        self.last_role
    }

    /// The scenario that the text of a path names, read as the engine reads it: `12x` is 12, and `abc` is 0.
    pub(crate) fn find(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.get(&cast_id(id)?)
    }
}

/// The ids of real scenarios have six digits and more.
const FIRST_SCENARIO: i64 = 100_000;

/// The leading digits of an id, as a database column of 32 bits takes them; `None` when it cannot.
pub(crate) fn cast_id(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return Some(0);
    }
    let id: i64 = text[..digits].parse().ok()?;
    (id <= i64::from(i32::MAX)).then_some(id)
}

impl EtmState {
    pub(crate) fn new(settings: &EtmSettings) -> EtmState {
        let now = now();
        let account = |user: EtmUser| UserRecord {
            id: user.id(),
            name: user.name().to_owned(),
            email: user.email().to_owned(),
            admin: user.admin(),
            private_scenarios: false,
            created_at: now,
            updated_at: now,
        };
        let mut state = EtmState {
            dialect: settings.dialect,
            quirks: settings.quirks,
            tokens: Arc::new(Tokens::new(settings)),
            users: EtmUser::ALL
                .into_iter()
                .map(|user| (user.id(), account(user)))
                .collect(),
            engine: Engine::default(),
            my: MyEtm::default(),
        };
        catalogue::seed(&mut state);
        state
    }

    /// Whether the sandbox stands for the stable engine `2025-01`.
    pub(crate) fn is_2025(&self) -> bool {
        self.dialect == EtmDialect::Stable202501
    }

    /// How far the shares of a group may be from 100.
    pub(crate) fn tolerance(&self) -> f64 {
        if self.is_2025() { 0.01 } else { 1e-12 }
    }

    /// The user with an e-mail address, whatever its case.
    pub(crate) fn user_of_email(&self, email: &str) -> Option<&UserRecord> {
        self.users.values().find(|user| user.email.eq_ignore_ascii_case(email))
    }
}

/// The present, to the millisecond.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// A time as the engine prints it: whole seconds, with three zeros.
pub(crate) fn engine_time(time: Timestamp) -> String {
    format!("{:.3}", Timestamp::from_second(time.as_second()).unwrap_or(time))
}

/// A time as MyETM prints it, with milliseconds.
pub(crate) fn my_time(time: Timestamp) -> String {
    format!("{time:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_up_to_the_first_other_character() {
        assert_eq!(cast_id("12"), Some(12));
        assert_eq!(cast_id("12x"), Some(12));
        assert_eq!(cast_id("abc"), Some(0));
        assert_eq!(cast_id("100000000000"), None);
    }

    #[test]
    fn the_engine_cuts_times_to_seconds_and_myetm_keeps_milliseconds() {
        let time = Timestamp::from_millisecond(1_626_427_380_125).unwrap();
        assert_eq!(engine_time(time), "2021-07-16T09:23:00.000Z");
        assert_eq!(my_time(time), "2021-07-16T09:23:00.125Z");
    }
}
