//! Saved scenarios.

use serde_json::{Value, json};

use crate::etm::caller::Caller;
use crate::etm::state::{EtmState, Role, ScenarioRole, my_time, now};

use super::{MyEtm, Refused, Right, SavedScenario, Told, number, settle};

/// How many earlier scenarios are remembered.
const HISTORY: usize = 100;

/// What a request says about a saved scenario; what it leaves out is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attributes {
    pub(crate) scenario_id: Option<i64>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<Option<String>>,
    pub(crate) private: Option<bool>,
    pub(crate) area_code: Option<String>,
    pub(crate) end_year: Option<i64>,
    /// Only when it is created.
    pub(crate) version: Option<String>,
    /// Only when it is updated.
    pub(crate) discarded: Option<bool>,
}

impl MyEtm {
    /// The representation of a saved scenario, without that of the scenario itself.
    pub(super) fn describe(&self, saved: &SavedScenario) -> Value {
        let users: Vec<Value> = saved
            .links
            .iter()
            .map(|link| json!({"user_id": link.user_id, "role": link.role.name()}))
            .collect();
        json!({
            "id": saved.id,
            "scenario_id": saved.scenario_id,
            "scenario_id_history": saved.history,
            "title": self.featured_title(saved.id).unwrap_or(&saved.title),
            "area_code": saved.area_code,
            "end_year": saved.end_year,
            "private": saved.private,
            "discarded_at": saved.discarded_at.map(my_time),
            "created_at": my_time(saved.created_at),
            "updated_at": my_time(saved.updated_at),
            "version": saved.version,
            "description": saved.description,
            "saved_scenario_users": users,
        })
    }

    pub(super) fn find_saved(&self, id: &str) -> Told<&SavedScenario> {
        let found = self.saved.get(&number(id));
        found.ok_or_else(|| Refused::text(404, "Saved scenario not found"))
    }

    /// The id of a saved scenario with which the caller may do this.
    pub(super) fn permit(&self, caller: &Caller, id: &str, right: Right) -> Told<i64> {
        let saved = self.find_saved(id)?;
        if saved.allows(caller, right) {
            Ok(saved.id)
        } else if saved.private {
            Err(Refused::not_found())
        } else {
            Err(Refused::text(403, "Scenario does not belong to you"))
        }
    }

    /// A saved scenario that is known to exist, because [`MyEtm::permit`] found it.
    pub(super) fn saved_mut(&mut self, id: i64) -> Told<&mut SavedScenario> {
        let found = self.saved.get_mut(&id);
        found.ok_or_else(|| Refused::text(404, "Saved scenario not found"))
    }

    fn shown(&self, id: i64) -> Told {
        Ok(self.describe(self.find_saved(&id.to_string())?))
    }
}

/// The caller's own saved scenarios, or all that can be read; the last changed one first, discarded ones left out.
pub(crate) fn list(state: &EtmState, caller: &Caller, everything: bool) -> Vec<Value> {
    let mine = |saved: &&SavedScenario| everything || saved.role_of(caller).is_some();
    let mut listed: Vec<&SavedScenario> = state
        .my
        .saved
        .values()
        .filter(|saved| saved.discarded_at.is_none() && saved.allows(caller, Right::Read))
        .filter(mine)
        .collect();
    listed.sort_by_key(|saved| std::cmp::Reverse((saved.updated_at, saved.id)));
    listed.into_iter().map(|saved| state.my.describe(saved)).collect()
}

pub(crate) fn get(state: &EtmState, caller: &Caller, id: &str) -> Told {
    let id = state.my.permit(caller, id, Right::Read)?;
    state.my.shown(id)
}

/// Saves a scenario for the caller, who owns it from then on.
pub(crate) fn create(state: &mut EtmState, caller: &Caller, given: Attributes) -> Told {
    let user = caller.user.filter(|_| caller.writes()).ok_or_else(Refused::not_found)?;
    let missing = missing(&given);
    if !missing.is_empty() {
        return Err(Refused::new(422, json!({ "errors": missing })));
    }
    let hides = state.users.get(&user).is_some_and(|account| account.private_scenarios);
    let (my, at) = (&mut state.my, now());
    my.last_saved += 1;
    let id = my.last_saved;
    let owner = ScenarioRole {
        id: my.next_link(),
        user_id: Some(user),
        user_email: None,
        role: Role::Owner,
    };
    let saved = SavedScenario {
        id,
        scenario_id: given.scenario_id.unwrap_or_default(),
        history: Vec::new(),
        title: given.title.unwrap_or_default(),
        description: given.description.flatten(),
        area_code: given.area_code.unwrap_or_default(),
        end_year: given.end_year.unwrap_or_default(),
        private: given.private.unwrap_or(hides),
        version: super::catalogue::known_tag(given.version.as_deref()).to_owned(),
        links: vec![owner],
        discarded_at: None,
        created_at: at,
        updated_at: at,
    };
    my.saved.insert(id, saved);
    settle::after_saving(state, caller, id);
    state.my.shown(id)
}

/// In full sentences, what a new saved scenario lacks.
fn missing(given: &Attributes) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if given.title.as_ref().is_none_or(|title| title.trim().is_empty()) {
        missing.push("Title can't be blank");
    }
    if given.scenario_id.is_none() {
        missing.push("Scenario can't be blank");
    }
    if given.area_code.as_ref().is_none_or(|code| code.trim().is_empty()) {
        missing.push("Area code can't be blank");
    }
    if given.end_year.is_none() {
        missing.push("End year can't be blank");
    }
    missing
}

pub(crate) fn update(state: &mut EtmState, caller: &Caller, id: &str, given: Attributes) -> Told {
    let id = state.my.permit(caller, id, Right::Update)?;
    if given.title.as_ref().is_some_and(|title| title.trim().is_empty()) {
        return Err(Refused::text(422, "Title can't be blank"));
    }
    let saved = state.my.saved_mut(id)?;
    let moved = given.scenario_id.is_some_and(|new| new != saved.scenario_id);
    if let Some(new) = given.scenario_id {
        saved.stand_for(new);
    }
    if let Some(title) = given.title {
        saved.title = title;
    }
    if let Some(description) = given.description {
        saved.description = description;
    }
    saved.private = given.private.unwrap_or(saved.private);
    saved.end_year = given.end_year.unwrap_or(saved.end_year);
    if let Some(area_code) = given.area_code {
        saved.area_code = area_code;
    }
    match given.discarded {
        Some(true) => saved.discarded_at = saved.discarded_at.or_else(|| Some(now())),
        Some(false) => saved.discarded_at = None,
        None => {}
    }
    saved.updated_at = now();
    if moved {
        settle::after_saving(state, caller, id);
    }
    state.my.shown(id)
}

impl SavedScenario {
    /// Takes another scenario: one of the history takes its own history back, any other one makes the present one history.
    fn stand_for(&mut self, new: i64) {
        if new == self.scenario_id {
            return;
        }
        match self.history.iter().position(|old| *old == new) {
            Some(at) => self.history.truncate(at),
            None => self.history.push(self.scenario_id),
        }
        if self.history.len() > HISTORY {
            self.history.remove(0);
        }
        self.scenario_id = new;
    }
}

/// Puts a saved scenario away; once more changes nothing. The real service takes its users from the engine's scenarios some time
/// later; which of them is not known, and the sandbox leaves them.
pub(crate) fn discard(state: &mut EtmState, caller: &Caller, id: &str) -> Told {
    let id = state.my.permit(caller, id, Right::Destroy)?;
    let saved = state.my.saved_mut(id)?;
    saved.discarded_at = saved.discarded_at.or_else(|| Some(now()));
    Ok(json!({"message": "Scenario discarded successfully"}))
}

/// Deletes a saved scenario for good; the engine keeps its scenario.
pub(crate) fn delete(state: &mut EtmState, caller: &Caller, id: &str) -> Told {
    let id = state.my.permit(caller, id, Right::Destroy)?;
    state.my.saved.remove(&id);
    Ok(json!({"message": "Scenario deleted successfully"}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(scenario_id: i64, history: &[i64]) -> SavedScenario {
        SavedScenario {
            id: 1,
            scenario_id,
            history: history.to_vec(),
            title: "t".to_owned(),
            description: None,
            area_code: "nl2019".to_owned(),
            end_year: 2050,
            private: false,
            version: "latest".to_owned(),
            links: Vec::new(),
            discarded_at: None,
            created_at: now(),
            updated_at: now(),
        }
    }

    #[test]
    fn a_scenario_of_the_history_cuts_it_and_a_new_one_extends_it() {
        let mut record = saved(7, &[9, 2, 5]);
        record.stand_for(2);
        assert_eq!((record.scenario_id, record.history.as_slice()), (2, &[9][..]));
        record.stand_for(2);
        assert_eq!(record.history, [9]);
        record.stand_for(11);
        assert_eq!((record.scenario_id, record.history.as_slice()), (11, &[9, 2][..]));
    }

    #[test]
    fn the_history_forgets_its_oldest_scenario_after_a_hundred() {
        let mut record = saved(1, &[]);
        (2..=150).for_each(|id| record.stand_for(id));
        assert_eq!(record.history.len(), HISTORY);
        assert_eq!(record.history[0], 50);
    }
}
