//! Collections and transition paths.

mod checks;

use serde_json::{Map, Value, json};

use crate::etm::caller::Caller;
use crate::etm::params::truthy;
use crate::etm::state::{EtmState, my_time, now};

use super::{Collection, MyEtm, Refused, Told, catalogue, number};

use checks::Given;

/// Years of a transition path between its start and its end.
const STEPS: [i64; 2] = [2030, 2040];

/// What can be done with a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Right {
    Read,
    Update,
    Destroy,
}

impl Collection {
    fn allows(&self, caller: &Caller, right: Right) -> bool {
        let mine = caller.is_admin() || caller.user == Some(self.owner);
        mine && match right {
            Right::Read => caller.reads(),
            Right::Update => caller.writes(),
            Right::Destroy => caller.deletes(),
        }
    }
}

/// The members of a request: those below `collection`, or all of them when there is none.
pub(crate) fn members(params: &Map<String, Value>) -> Map<String, Value> {
    match params.get("collection") {
        Some(Value::Object(nested)) => nested.clone(),
        _ => params.clone(),
    }
}

fn permit(my: &MyEtm, caller: &Caller, id: &str, right: Right) -> Told<i64> {
    let found = my.collections.get(&number(id));
    let collection = found.ok_or_else(|| Refused::text(404, "Collection not found"))?;
    if collection.allows(caller, right) {
        Ok(collection.id)
    } else {
        Err(Refused::text(403, "Collection does not belong to you"))
    }
}

fn describe(state: &EtmState, collection: &Collection) -> Value {
    let owner = state.users.get(&collection.owner);
    let mut described = json!({
        "id": collection.id,
        "title": collection.title,
        "interpolation": collection.interpolation,
        "version": collection.version,
        "saved_scenario_ids": collection.saved_scenario_ids,
        "scenario_ids": collection.scenario_ids,
        "collections_app_url": app_url(&state.my, collection),
        "discarded": collection.discarded_at.is_some(),
        "discarded_at": collection.discarded_at.map(my_time),
        "created_at": my_time(collection.created_at),
        "updated_at": my_time(collection.updated_at),
        "owner": {"id": collection.owner, "name": owner.map(|user| user.name.as_str())},
    });
    if collection.interpolation {
        let last = collection.end_year.map_or(Value::Null, Value::from);
        let years: Vec<Value> = STEPS.into_iter().map(Value::from).chain([last]).collect();
        described["interpolation_params"] = json!({"area_code": collection.area_code, "end_years": years});
    }
    described
}

/// Where the collection can be looked at: its scenarios, and the present ones of its saved scenarios.
fn app_url(my: &MyEtm, collection: &Collection) -> String {
    let saved = collection.saved_scenario_ids.iter();
    let current = saved.filter_map(|id| my.saved.get(id)).map(|saved| saved.scenario_id);
    let ids: Vec<String> = collection
        .scenario_ids
        .iter()
        .copied()
        .chain(current)
        .map(|id| id.to_string())
        .collect();
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("locale", "en")
        .append_pair("title", &collection.title)
        .finish();
    format!(
        "{}/{}?{query}",
        catalogue::collections_url(&collection.version),
        ids.join(",")
    )
}

/// The caller's own collections, the newest first; discarded ones left out. A guest has none to look for.
pub(crate) fn list(state: &EtmState, caller: &Caller) -> Told<Vec<Value>> {
    let user = caller.user.ok_or_else(Refused::not_found)?;
    let listed = state
        .my
        .collections
        .values()
        .rev()
        .filter(|one| one.owner == user && one.discarded_at.is_none() && one.allows(caller, Right::Read));
    Ok(listed.map(|one| describe(state, one)).collect())
}

pub(crate) fn get(state: &EtmState, caller: &Caller, id: &str) -> Told {
    let id = permit(&state.my, caller, id, Right::Read)?;
    shown(state, id)
}

fn shown(state: &EtmState, id: i64) -> Told {
    let found = state.my.collections.get(&id);
    let collection = found.ok_or_else(|| Refused::text(404, "Collection not found"))?;
    Ok(describe(state, collection))
}

pub(crate) fn create(state: &mut EtmState, caller: &Caller, members: &Map<String, Value>) -> Told {
    let owner = caller.user.filter(|_| caller.writes()).ok_or_else(Refused::not_found)?;
    let given = Given::read(members, true)?;
    let at = now();
    let mut collection = Collection {
        id: state.my.last_collection + 1,
        title: String::new(),
        interpolation: given.interpolation.unwrap_or_default(),
        version: String::new(),
        scenario_ids: Vec::new(),
        saved_scenario_ids: Vec::new(),
        area_code: None,
        end_year: None,
        owner,
        discarded_at: None,
        created_at: at,
        updated_at: at,
    };
    given.put_into(&mut collection);
    checks::whole(&state.my, &collection)?;
    complete(&state.my, &mut collection);
    let id = collection.id;
    state.my.last_collection = id;
    state.my.collections.insert(id, collection);
    shown(state, id)
}

/// A transition path has the area and the end of its saved scenario unless it says otherwise.
fn complete(my: &MyEtm, collection: &mut Collection) {
    let last = collection.saved_scenario_ids.last().and_then(|id| my.saved.get(id));
    if let (true, Some(saved)) = (collection.interpolation, last) {
        collection.area_code.get_or_insert_with(|| saved.area_code.clone());
        collection.end_year.get_or_insert(saved.end_year);
    }
}

pub(crate) fn update(state: &mut EtmState, caller: &Caller, id: &str, members: &Map<String, Value>) -> Told {
    let id = permit(&state.my, caller, id, Right::Update)?;
    let given = Given::read(members, false)?;
    let discarded = members.get("discarded").filter(|sent| !sent.is_null()).map(truthy);
    let found = state.my.collections.get(&id);
    let mut collection = found
        .cloned()
        .ok_or_else(|| Refused::text(404, "Collection not found"))?;
    given.put_into(&mut collection);
    checks::whole(&state.my, &collection)?;
    match discarded {
        Some(true) => collection.discarded_at = collection.discarded_at.or_else(|| Some(now())),
        Some(false) => collection.discarded_at = None,
        None => {}
    }
    collection.updated_at = now();
    state.my.collections.insert(id, collection);
    shown(state, id)
}

pub(crate) fn delete(state: &mut EtmState, caller: &Caller, id: &str) -> Told<()> {
    let id = permit(&state.my, caller, id, Right::Destroy)?;
    state.my.collections.remove(&id);
    Ok(())
}
