//! A scenario on the wire.

use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::model;
use crate::etm::scenarios::start_year;
use crate::etm::state::{Scaling, Scenario, Values, engine_time};
use crate::etm::values::couplings::inactive;

/// The one form that a scenario has everywhere.
pub(crate) fn json(scenario: &Scenario, call: &Call) -> Value {
    let definitions = model::definitions(&scenario.area_code, scenario.end_year);
    json!({
        "id": scenario.id,
        "area_code": scenario.area_code,
        "start_year": start_year(&scenario.area_code),
        "end_year": scenario.end_year,
        "url": format!("{}/api/v3/scenarios/{}", call.base(), scenario.id),
        "source": scenario.source,
        "template": scenario.template,
        "scaling": scenario.scaling.as_ref().map(scaling),
        "private": scenario.private,
        "keep_compatible": scenario.keep_compatible,
        "created_at": engine_time(scenario.created_at),
        "updated_at": engine_time(scenario.updated_at),
        "user_values": values(&scenario.user_values),
        "balanced_values": values(&scenario.balanced_values),
        "metadata": scenario.metadata,
        "active_couplings": scenario.active_couplings,
        "inactive_couplings": inactive(scenario, &definitions),
    })
}

/// Values of inputs by their keys.
pub(crate) fn values(values: &Values) -> Value {
    values.iter().map(|(key, value)| (key.clone(), value.json())).collect()
}

fn scaling(scaling: &Scaling) -> Value {
    json!({
        "area_attribute": scaling.area_attribute,
        "value": scaling.value,
        "base_value": scaling.base_value,
        "has_agriculture": scaling.has_agriculture,
        "has_industry": scaling.has_industry,
        "has_energy": scaling.has_energy,
    })
}
