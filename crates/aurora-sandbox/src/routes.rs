//! The table of routes, from which the router is built.

use percent_encoding::percent_decode_str;

/// One operation that the sandbox serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// Name of the operation in snake case, for example `list_turbines`.
    pub operation: &'static str,
    /// HTTP method in upper case.
    pub method: &'static str,
    /// Path with the service's prefix and `{name}` for each parameter, for example `/amun/v1/turbines`.
    pub path: &'static str,
}

const fn route(operation: &'static str, method: &'static str, path: &'static str) -> Route {
    Route {
        operation,
        method,
        path,
    }
}

/// Every operation that the sandbox serves. The router has no other source, so a test can compare it with a spec.
pub static ROUTES: &[Route] = &[
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
];

/// A route with the values of its path parameters, percent-decoded.
#[derive(Clone, Debug)]
pub(crate) struct Matched {
    pub(crate) route: &'static Route,
    pub(crate) parameters: Vec<(&'static str, String)>,
}

/// The route that serves `method` on `path`, if there is one.
pub(crate) fn find(method: &str, path: &str) -> Option<Matched> {
    ROUTES.iter().filter(|route| route.method == method).find_map(|route| {
        let parameters = parameters_of(route.path, path)?;
        Some(Matched { route, parameters })
    })
}

fn parameters_of(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut wanted = template.split('/');
    let mut given = path.split('/');
    let mut parameters = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(parameters),
            (Some(wanted), Some(given)) => match name_of(wanted) {
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
        let matched = find("GET", "/amun/v2/loadfactor/a%2Fb").unwrap();
        assert_eq!(matched.route.operation, "get_load_factor_status");
        assert_eq!(matched.parameters, [("token", "a/b".to_owned())]);
    }

    #[test]
    fn a_doubled_or_trailing_slash_is_no_route() {
        assert!(find("GET", "/amun/v1//turbines").is_none());
        assert!(find("GET", "/amun/v1/turbines/").is_none());
        assert!(find("GET", "/amun/v2/loadfactor/").is_none());
    }

    #[test]
    fn every_operation_has_one_row_and_no_two_rows_collide() {
        for (index, left) in ROUTES.iter().enumerate() {
            for right in &ROUTES[index + 1..] {
                assert_ne!(left.operation, right.operation);
                assert_ne!((left.method, left.path), (right.method, right.path));
            }
        }
    }
}
