//! Hourly curves and yearly exports.

use crate::etm::routes::{Act, Endpoint, acting};
use crate::etm::{curves, exports};

const fn export(operation: &'static str, path: &'static str) -> Endpoint {
    acting(operation, "GET", path, Act::Later(exports::download))
}

#[rustfmt::skip]
pub(crate) const ENDPOINTS: &[Endpoint] = &[
    acting("get_curve_electricity_price_json", "GET", "/api/v3/scenarios/{scenario_id}/curves/electricity_price#json", Act::Later(curves::prices)),
    acting("download_hourly_curve", "GET", "/api/v3/scenarios/{scenario_id}/curves/{curve}", Act::Later(curves::download)),
    export("export_energy_flow", "/api/v3/scenarios/{scenario_id}/energy_flow"),
    export("export_energy_flow_present", "/api/v3/scenarios/{scenario_id}/energy_flow_present"),
    export("export_molecule_flow", "/api/v3/scenarios/{scenario_id}/molecule_flow"),
    export("export_costs_parameters", "/api/v3/scenarios/{scenario_id}/costs_parameters"),
    export("export_sankey", "/api/v3/scenarios/{scenario_id}/sankey"),
    export("export_storage_parameters", "/api/v3/scenarios/{scenario_id}/storage_parameters"),
    export("export_direct_emissions_present", "/api/v3/scenarios/{scenario_id}/direct_emissions_present"),
    export("export_direct_emissions_future", "/api/v3/scenarios/{scenario_id}/direct_emissions_future"),
    export("export_electricity_capacities", "/api/v3/scenarios/{scenario_id}/electricity_capacities"),
    export("export_hydrogen_capacities", "/api/v3/scenarios/{scenario_id}/hydrogen_capacities"),
    export("export_network_gas_capacities", "/api/v3/scenarios/{scenario_id}/network_gas_capacities"),
    export("export_district_heating_capacities", "/api/v3/scenarios/{scenario_id}/district_heating_capacities"),
    export("export_production_parameters", "/api/v3/scenarios/{scenario_id}/production_parameters"),
    export("export_application_demands", "/api/v3/scenarios/{scenario_id}/application_demands"),
];
