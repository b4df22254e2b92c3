//! The table of routes, from which the router is built.

use http::HeaderMap;
use percent_encoding::percent_decode_str;

use crate::etm::routes::{self as etm, ROUTES as ETM};
use crate::origin::attribution::Service;
use crate::origin::store;

/// One operation that the sandbox serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// `amun`, `origin` or `etm`.
    pub service: &'static str,
    /// Name of the operation in snake case, for example `list_turbines`; unique within its service.
    pub operation: &'static str,
    /// HTTP method in upper case.
    pub method: &'static str,
    /// Path with the service's prefix and `{name}` for each parameter, for example `/amun/v1/turbines`. The GraphQL operations
    /// of Origin share one path for each of its two services; `/objectStore/{signedUrl}` stands for every path of the object
    /// store, which has a port of its own. Operations of the Energy Transition Model that share a method and a path are told
    /// apart by a fragment, such as `#json` for the one that is asked for JSON.
    pub path: &'static str,
}

const fn route(operation: &'static str, method: &'static str, path: &'static str) -> Route {
    Route {
        service: "amun",
        operation,
        method,
        path,
    }
}

const fn origin(operation: &'static str, method: &'static str, path: &'static str) -> Route {
    Route {
        service: "origin",
        operation,
        method,
        path,
    }
}

/// The endpoint of Origin's scenario service.
pub(crate) const SCENARIO_GRAPHQL: &str = "/scenarioExplr/v1/graphql";
/// The endpoint of Origin's inputs service.
pub(crate) const INPUTS_GRAPHQL: &str = "/modelInputs/v1/graphql";

const fn scenario(operation: &'static str) -> Route {
    origin(operation, "POST", SCENARIO_GRAPHQL)
}

const fn inputs(operation: &'static str) -> Route {
    origin(operation, "POST", INPUTS_GRAPHQL)
}

/// The operation of every file of the object store.
const DOWNLOAD: &str = "download_output_file";

/// Every operation that the sandbox serves. The router has no other source, so a test can compare it with a spec.
pub static ROUTES: &[Route] = &ALL;

const COUNT: usize = AMUN_AND_ORIGIN.len() + ETM.len();

static ALL: [Route; COUNT] = {
    let mut all = [AMUN_AND_ORIGIN[0]; COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < AMUN_AND_ORIGIN.len() {
            AMUN_AND_ORIGIN[at]
        } else {
            ETM[at - AMUN_AND_ORIGIN.len()]
        };
        at += 1;
    }
    all
};

const AMUN_AND_ORIGIN: &[Route] = &[
    route("list_turbines", "GET", "/amun/v1/turbines"),
    route("upload_turbine", "PUT", "/amun/v1/turbines"),
    route(
        "get_turbine_power_curve",
        "GET",
        "/amun/v1/turbines/{turbine_id}/powerCurve",
    ),
    route("list_region_details", "GET", "/amun/v1/regions/details"),
    route("list_scenarios", "GET", "/amun/v1/scenarios"),
    route("list_valuations", "GET", "/amun/v1/valuations"),
    route("create_valuation", "PUT", "/amun/v1/valuations"),
    route("update_valuation", "POST", "/amun/v1/valuations/{valuation_id}"),
    route("delete_valuation", "DELETE", "/amun/v1/valuations/{valuation_id}"),
    route("copy_valuation", "POST", "/amun/v1/valuations/{valuation_id}/copy"),
    route(
        "get_valuation_outputs",
        "GET",
        "/amun/v1/valuations/{valuation_id}/outputs",
    ),
    route(
        "upload_raw_generation",
        "POST",
        "/amun/v1/valuations/{valuation_id}/rawGeneration",
    ),
    route(
        "upload_calibrated_generation",
        "POST",
        "/amun/v1/valuations/{valuation_id}/calibratedGeneration",
    ),
    route("upload_wind", "POST", "/amun/v1/valuations/{valuation_id}/wind"),
    route("run_load_factor", "PUT", "/amun/v1/loadfactor"),
    route("submit_load_factor", "PUT", "/amun/v2/loadfactor"),
    route("get_load_factor_status", "GET", "/amun/v2/loadfactor/{token}"),
    route("get_wind_series", "GET", "/amun/v1/wind/series"),
    route(
        "get_wind_atlas_average_speed",
        "GET",
        "/amun/v1/wind/atlas/{region_code}/averagewindspeed",
    ),
    route("search_windfarms", "GET", "/amun/v1/windfarms"),
    route("get_windfarm", "GET", "/amun/v1/windfarms/{windfarm_id}"),
    scenario("list_aurora_scenarios"),
    scenario("get_scenario"),
    scenario("create_scenario"),
    scenario("update_scenario"),
    scenario("delete_scenario"),
    scenario("launch_scenario"),
    scenario("get_weather_years"),
    scenario("list_projects"),
    scenario("get_project"),
    scenario("create_project"),
    scenario("update_project"),
    scenario("delete_project"),
    scenario("pin_project"),
    scenario("unpin_project"),
    scenario("get_dash_config"),
    scenario("get_region_groups"),
    origin(
        "get_region_meta",
        "GET",
        "/scenarioExplr/v1/scenarioOutputs/{owner}/{scenario_id}/{region}/meta.json",
    ),
    origin(
        "get_output_location",
        "GET",
        "/scenarioExplr/v1/scenarioOutputs/{owner}/{scenario_id}/{region}/{filename}",
    ),
    origin("list_model_files", "GET", "/scenarioExplr/v1/modelFiles/{scenario_id}"),
    origin(
        "get_model_file_location",
        "GET",
        "/scenarioExplr/v1/modelFiles/download/{scenario_id}/{run_id}/{year}/{filename}",
    ),
    origin(DOWNLOAD, "GET", "/objectStore/{signedUrl}"),
    inputs("get_inputs_session"),
    inputs("get_inputs_config"),
    inputs("get_technology_groupings"),
    inputs("get_technology"),
    inputs("update_endogenous_technology"),
    inputs("update_exogenous_technology"),
    inputs("list_demand_regions"),
    inputs("get_demand"),
    inputs("update_demand_variable"),
    inputs("list_demand_technology_names"),
    inputs("list_demand_technologies"),
    inputs("update_demand_technology_variable"),
    inputs("get_commodities"),
    inputs("update_commodity"),
    inputs("rebase_commodities"),
    inputs("list_interconnector_ends"),
    inputs("get_interconnectors"),
    inputs("update_interconnector_variable"),
    inputs("get_workbook_status"),
];

/// A route with the values of its path parameters, percent-decoded.
#[derive(Clone, Debug)]
pub(crate) struct Matched {
    pub(crate) route: &'static Route,
    pub(crate) parameters: Vec<(&'static str, String)>,
    /// The format that a suffix of the path names, for the services that know suffixes.
    pub(crate) format: Option<&'static str>,
}

/// Where a request goes.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// To the one operation of its path.
    Plain(Matched),
    /// To an endpoint whose operation only its body tells.
    GraphQl(Service),
}

/// The route that serves a request, if there is one.
pub(crate) fn find(method: &str, path: &str, headers: &HeaderMap) -> Option<Found> {
    match (method, path) {
        ("POST", SCENARIO_GRAPHQL) => return Some(Found::GraphQl(Service::Scenario)),
        ("POST", INPUTS_GRAPHQL) => return Some(Found::GraphQl(Service::Inputs)),
        _ => {}
    }
    if etm::owns(path) {
        return find_etm(method, path, headers).map(Found::Plain);
    }
    AMUN_AND_ORIGIN
        .iter()
        .filter(|route| route.method == method && route.operation != DOWNLOAD)
        .find_map(|route| {
            let parameters = parameters_of(route.path, path)?;
            let format = None;
            Some(Found::Plain(Matched {
                route,
                parameters,
                format,
            }))
        })
}

fn find_etm(method: &str, path: &str, headers: &HeaderMap) -> Option<Matched> {
    let (path, format) = etm::without_format(path);
    let (method, path) = etm::of_all_users(method, path);
    ROUTES
        .iter()
        .filter(|route| route.service == "etm" && etm::method_fits(route, method))
        .find_map(|route| {
            let (template, fragment) = match route.path.split_once('#') {
                Some((template, fragment)) => (template, Some(fragment)),
                None => (route.path, None),
            };
            let parameters = parameters_of(template, path)?;
            let fits = fragment.is_none_or(|fragment| etm::fragment_fits(fragment, format, &parameters, headers));
            fits.then_some(Matched {
                route,
                parameters,
                format,
            })
        })
}

/// The route of the object store's files.
pub(crate) fn find_at_store(method: &str, path: &str) -> Option<Found> {
    let route = ROUTES.iter().find(|route| route.operation == DOWNLOAD)?;
    let found = method == route.method && path.starts_with(store::PREFIX);
    found.then(|| {
        Found::Plain(Matched {
            route,
            parameters: Vec::new(),
            format: None,
        })
    })
}

/// The route that a name means: that of its service in `etm.list_scenarios`, and without one the first that has it, in the
/// order Amun, Origin, Energy Transition Model.
pub(crate) fn named(name: &str) -> Option<&'static Route> {
    let (service, operation) = match name.split_once('.') {
        Some((service, operation)) => (Some(service), operation),
        None => (None, name),
    };
    ROUTES
        .iter()
        .find(|route| route.operation == operation && service.is_none_or(|service| service == route.service))
}

impl Route {
    /// The name under which faults for this operation are kept, unique over all services.
    pub(crate) fn key(&self) -> String {
        match self.service {
            // Their names are unique among the two, and are shown as they always were.
            "amun" | "origin" => self.operation.to_owned(),
            service => format!("{service}.{}", self.operation),
        }
    }
}

fn parameters_of(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut wanted = template.split('/');
    let mut segments = path.split('/');
    let mut parameters = Vec::new();
    loop {
        match (wanted.next(), segments.next()) {
            (None, None) => return Some(parameters),
            (Some(wanted), Some(given)) => match name_of(wanted) {
                Some(name) if name == etm::REST && !given.is_empty() => {
                    // Whatever is left, slashes and all.
                    let rest = std::iter::once(given).chain(segments).collect::<Vec<_>>().join("/");
                    parameters.push((name, percent_decode_str(&rest).decode_utf8().ok()?.into_owned()));
                    return Some(parameters);
                }
                Some(name) if !given.is_empty() => {
                    parameters.push((name, percent_decode_str(given).decode_utf8().ok()?.into_owned()));
                }
                None if wanted == given => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

fn name_of(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_decoded_after_the_path_was_split() {
        let Some(Found::Plain(matched)) = find("GET", "/amun/v2/loadfactor/a%2Fb", &HeaderMap::new()) else {
            panic!("the path has a route");
        };
        assert_eq!(matched.route.operation, "get_load_factor_status");
        assert_eq!(matched.parameters, [("token", "a/b".to_owned())]);
    }

    #[test]
    fn a_doubled_or_trailing_slash_is_no_route() {
        assert!(find("GET", "/amun/v1//turbines", &HeaderMap::new()).is_none());
        assert!(find("GET", "/amun/v1/turbines/", &HeaderMap::new()).is_none());
        assert!(find("GET", "/amun/v2/loadfactor/", &HeaderMap::new()).is_none());
    }

    #[test]
    fn a_service_may_stand_before_the_name() {
        let key = |name| named(name).map(Route::key);
        assert_eq!(key("origin.get_scenario").as_deref(), Some("get_scenario"));
        assert_eq!(key("get_scenario").as_deref(), Some("get_scenario"));
        assert_eq!(key("etm.get_scenario").as_deref(), Some("etm.get_scenario"));
        assert_eq!(key("get_area").as_deref(), Some("etm.get_area"));
        assert_eq!(key("amun.get_scenario"), None);
        assert_eq!(ROUTES.iter().filter(|route| route.service == "origin").count(), 40);
    }

    #[test]
    fn every_operation_has_one_row_and_no_two_rows_collide() {
        for (index, left) in ROUTES.iter().enumerate() {
            for right in &ROUTES[index + 1..] {
                assert_ne!((left.service, left.operation), (right.service, right.operation));
                let both_old = left.service != "etm" && right.service != "etm";
                assert!(!both_old || left.operation != right.operation);
                let endpoint = [SCENARIO_GRAPHQL, INPUTS_GRAPHQL].contains(&left.path);
                assert!(endpoint || (left.method, left.path) != (right.method, right.path));
            }
        }
    }
}
