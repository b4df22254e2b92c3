//! Scenarios, inputs, queries, areas, nodes, version tags and the current user.

use crate::etm::call::Call;
use crate::etm::reply::{Answer, framework};
use crate::etm::routes::{Act, Endpoint, Work, acting, endpoint};
use crate::etm::scenarios::{
    self, batch, couple, create, export, interpolate, list, load, merge, tags, templates, update,
};
use crate::etm::state::EtmState;
use crate::etm::{areas, inputs, queries, user};
use crate::reply::Reply;

macro_rules! not_on_2025 {
    ($name:ident, $handler:path) => {
        /// The stable engine has no such route.
        fn $name(state: &mut EtmState, call: &Call) -> Answer {
            if state.is_2025() {
                return Err(framework(call, 404));
            }
            $handler(state, call)
        }
    };
}

not_on_2025!(dump, scenarios::dump);
not_on_2025!(load_dump, load::load);
not_on_2025!(interpolate_many, interpolate::interpolate_many);

fn export_lines(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    if state.is_2025() {
        return Err(framework(call, 404));
    }
    export::export(state, call)
}

/// Literal segments stand before the parameters that would take them.
pub(crate) const ENDPOINTS: &[Endpoint] = &[
    endpoint("list_scenarios", "GET", "/api/v3/scenarios", list::list),
    endpoint("create_scenario", "POST", "/api/v3/scenarios", create::create),
    endpoint(
        "list_scenario_templates",
        "GET",
        "/api/v3/scenarios/templates",
        templates,
    ),
    endpoint(
        "list_scenario_version_tags",
        "GET",
        "/api/v3/scenarios/versions",
        tags::list,
    ),
    endpoint("load_scenario_dump", "POST", "/api/v3/scenarios/load_dump", load_dump),
    acting(
        "export_scenarios",
        "POST",
        "/api/v3/scenarios/export",
        Act::Later(export_lines),
    ),
    endpoint("merge_scenarios", "POST", "/api/v3/scenarios/merge", merge::merge),
    endpoint(
        "interpolate_scenarios",
        "POST",
        "/api/v3/scenarios/interpolate",
        interpolate_many,
    ),
    endpoint("get_scenario", "GET", "/api/v3/scenarios/{scenario_id}", scenarios::get),
    acting(
        "update_scenario",
        "PUT",
        "/api/v3/scenarios/{scenario_id}",
        Act::Ahead(update::ahead, update::update),
    ),
    endpoint(
        "delete_scenario",
        "DELETE",
        "/api/v3/scenarios/{scenario_id}",
        scenarios::delete,
    ),
    endpoint(
        "get_scenarios_batch",
        "GET",
        "/api/v3/scenarios/{scenario_ids}/batch",
        batch,
    ),
    acting(
        "query_scenario_dashboard",
        "PUT",
        "/api/v3/scenarios/{scenario_id}/dashboard",
        Act::Ahead(update::dashboard_ahead, update::dashboard),
    ),
    acting(
        "get_scenario_merit",
        "GET",
        "/api/v3/scenarios/{scenario_id}/merit",
        Act::Later(areas::merit),
    ),
    endpoint("dump_scenario", "GET", "/api/v3/scenarios/{scenario_id}/dump", dump),
    endpoint(
        "interpolate_scenario",
        "POST",
        "/api/v3/scenarios/{scenario_id}/interpolate",
        interpolate::interpolate,
    ),
    endpoint(
        "couple_scenario",
        "POST",
        "/api/v3/scenarios/{scenario_id}/couple",
        couple::couple,
    ),
    endpoint(
        "uncouple_scenario",
        "POST",
        "/api/v3/scenarios/{scenario_id}/uncouple",
        couple::uncouple,
    ),
    endpoint(
        "get_scenario_version_tag",
        "GET",
        "/api/v3/scenarios/{scenario_id}/version",
        tags::get,
    ),
    endpoint(
        "create_scenario_version_tag",
        "POST",
        "/api/v3/scenarios/{scenario_id}/version",
        tags::create,
    ),
    endpoint(
        "update_scenario_version_tag",
        "PUT",
        "/api/v3/scenarios/{scenario_id}/version",
        tags::update,
    ),
    endpoint(
        "list_scenario_inputs",
        "GET",
        "/api/v3/scenarios/{scenario_id}/inputs",
        inputs::index,
    ),
    endpoint(
        "get_scenario_inputs_by_keys",
        "GET",
        "/api/v3/scenarios/{scenario_id}/inputs/{input_keys}#several",
        inputs::get,
    ),
    endpoint(
        "get_scenario_input",
        "GET",
        "/api/v3/scenarios/{scenario_id}/inputs/{input_key}",
        inputs::get,
    ),
    endpoint("list_inputs", "GET", "/api/v3/inputs", inputs::index),
    endpoint("list_input_keys", "GET", "/api/v3/inputs/list", inputs::keys),
    endpoint("get_input", "GET", "/api/v3/inputs/{input_key}", inputs::get),
    endpoint("list_gqueries", "GET", "/api/v3/gqueries", queries::list),
    endpoint("list_areas", "GET", "/api/v3/areas", areas::list),
    endpoint("get_area", "GET", "/api/v3/areas/{area_code}", areas::get),
    acting(
        "get_scenario_topology",
        "GET",
        "/api/v3/scenarios/{scenario_id}/nodes/topology",
        Act::Later(areas::topology),
    ),
    acting(
        "get_scenario_node_stats",
        "POST",
        "/api/v3/scenarios/{scenario_id}/nodes/stats",
        Act::Later(areas::stats),
    ),
    acting(
        "get_scenario_node",
        "GET",
        "/api/v3/scenarios/{scenario_id}/nodes/{node_key}",
        Act::Later(areas::node),
    ),
    endpoint("update_user", "PUT", "/api/v3/user", user::update),
    endpoint("delete_user", "DELETE", "/api/v3/user", user::delete),
];
