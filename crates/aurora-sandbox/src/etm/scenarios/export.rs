//! Scenarios as lines of JSON, with everything that they are made of.

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::caller::{Ability, may};
use crate::etm::custom_curves;
use crate::etm::model;
use crate::etm::params::text_of;
use crate::etm::reply::refuse;
use crate::etm::routes::Work;
use crate::etm::scenarios::{start_year, view};
use crate::etm::state::{EtmState, Scenario, engine_time};
use crate::etm::values::couplings::inactive;
use crate::reply::Reply;

const NDJSON: &str = "application/x-ndjson";

/// The engine's classes of orders, by their types.
pub(super) const CLASSES: [(&str, &str); 5] = [
    ("forecast_storage", "ForecastStorageOrder"),
    ("hydrogen_supply", "HydrogenSupplyOrder"),
    ("hydrogen_demand", "HydrogenDemandOrder"),
    ("space_heating", "HouseholdsSpaceHeatingProducerOrder"),
    (HEAT_NETWORK, HEAT_NETWORK_CLASS),
];
pub(super) const HEAT_NETWORK: &str = "heat_network";
pub(super) const HEAT_NETWORK_CLASS: &str = "HeatNetworkOrder";

/// One line for each scenario, in the order asked for; that of the real engine is not known.
pub(crate) fn export(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    // Also what goes wrong has the type of the stream.
    let refused = |text: String| {
        let mut reply = refuse(422, text);
        reply.content_type = NDJSON.to_owned();
        reply
    };
    let caller = state.caller(call)?;
    let ids = call
        .param("ids")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let ids: Vec<String> = ids.iter().filter_map(text_of).collect();
    if ids.is_empty() {
        return Err(refused("no IDs provided".to_owned()));
    }
    let found = ids.iter().filter_map(|id| state.engine.find(id));
    let found: Vec<Scenario> = found
        .filter(|scenario| may(&caller, scenario, Ability::Read))
        .cloned()
        .collect();
    if found.is_empty() {
        let ids = ids.join(", ");
        return Err(refused(format!("no accessible scenarios found with IDs: {ids}")));
    }
    Ok(Box::new(move || {
        let lines: String = found.iter().map(|scenario| format!("{}\n", line(scenario))).collect();
        Ok(Reply::new(200, NDJSON, lines).with_header("cache-control", "no-cache"))
    }))
}

fn line(scenario: &Scenario) -> Value {
    let definitions = model::definitions(&scenario.area_code, scenario.end_year);
    json!({
        "end_year": scenario.end_year,
        "keep_compatible": scenario.keep_compatible,
        "private": scenario.private,
        "area_code": scenario.area_code,
        "user_values": view::values(&scenario.user_values),
        "balanced_values": view::values(&scenario.balanced_values),
        // In the place of the scenario's own.
        "metadata": {
            "id": scenario.id,
            "source": scenario.source,
            "created_at": engine_time(scenario.created_at),
            "updated_at": engine_time(scenario.updated_at),
        },
        "active_couplings": scenario.active_couplings,
        "start_year": start_year(&scenario.area_code),
        "inactive_couplings": inactive(scenario, &definitions),
        "user_sortables": orders(scenario),
        "user_curves": curves(scenario),
    })
}

fn orders(scenario: &Scenario) -> Map<String, Value> {
    let mut orders = Map::new();
    for ((kind, subtype), order) in &scenario.orders {
        let class = CLASSES.iter().find(|(name, _)| name == kind);
        let class = class.map_or(kind.as_str(), |(_, class)| class);
        match subtype {
            Some(temperature) => {
                let levels = orders.entry(class).or_insert_with(|| json!([]));
                if let Value::Array(levels) = levels {
                    levels.push(json!({"order": order, "temperature": temperature}));
                }
            }
            None => {
                orders.insert(class.to_owned(), json!({ "order": order }));
            }
        }
    }
    orders
}

fn curves(scenario: &Scenario) -> Map<String, Value> {
    let values = |key: &String| Some((key.clone(), json!(custom_curves::shown(scenario, key)?)));
    scenario.custom_curves.keys().filter_map(values).collect()
}
