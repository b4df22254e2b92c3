//! The routes of the engine and of MyETM, each with its handler.

pub(crate) mod account;
pub(crate) mod engine;
pub(crate) mod outputs;
pub(crate) mod saved;

use http::HeaderMap;

use crate::etm::call::Call;
use crate::etm::format::{PRICE_FORMATS, only, wanted};
use crate::etm::reply::Answer;
use crate::etm::state::{EtmState, Scenario};
use crate::reply::Reply;
use crate::routes::Route;

/// What answers a call. It has the whole state to itself, and leaves it as it was when it refuses.
pub(crate) type Handler = fn(&mut EtmState, &Call) -> Answer;

/// What is left to do for an answer once the state is no longer needed.
pub(crate) type Work = Box<dyn FnOnce() -> Answer>;

/// How a call is answered. Computing a scenario takes long, and must not keep the state from everybody else.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// With the state.
    Now(Handler),
    /// First by taking out of the state what is needed, then without it.
    Later(fn(&EtmState, &Call) -> Result<Work, Reply>),
    /// With the state, after the scenario that the handler is going to evaluate was computed without it.
    Ahead(fn(&EtmState, &Call) -> Option<Scenario>, Handler),
}

/// One operation.
#[derive(Clone, Copy)]
pub(crate) struct Endpoint {
    pub(crate) operation: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) act: Act,
}

pub(crate) const fn endpoint(
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    handler: Handler,
) -> Endpoint {
    acting(operation, method, path, Act::Now(handler))
}

pub(crate) const fn acting(operation: &'static str, method: &'static str, path: &'static str, act: Act) -> Endpoint {
    Endpoint {
        operation,
        method,
        path,
        act,
    }
}

/// All operations: the first one that fits a request serves it.
const TABLES: [&[Endpoint]; 4] = [
    engine::ENDPOINTS,
    outputs::ENDPOINTS,
    account::ENDPOINTS,
    saved::ENDPOINTS,
];

const COUNT: usize = TABLES[0].len() + TABLES[1].len() + TABLES[2].len() + TABLES[3].len();

/// The rows of the table of routes.
pub(crate) const ROUTES: [Route; COUNT] = rows();

const fn rows() -> [Route; COUNT] {
    let none = Route {
        service: "etm",
        operation: "",
        method: "",
        path: "",
    };
    let mut rows = [none; COUNT];
    let (mut table, mut next) = (0, 0);
    while table < TABLES.len() {
        let mut at = 0;
        while at < TABLES[table].len() {
            let Endpoint {
                operation,
                method,
                path,
                ..
            } = TABLES[table][at];
            rows[next] = Route {
                service: "etm",
                operation,
                method,
                path,
            };
            next += 1;
            at += 1;
        }
        table += 1;
    }
    rows
}

/// How an operation is answered.
pub(crate) fn act(operation: &str) -> Option<Act> {
    let mut all = TABLES.into_iter().flatten();
    all.find(|endpoint| endpoint.operation == operation)
        .map(|endpoint| endpoint.act)
}

/// The name of a parameter that takes the rest of the path, slashes and all.
pub(crate) const REST: &str = "curve_key";

/// Paths of the engine and of MyETM.
pub(crate) fn owns(path: &str) -> bool {
    ["/api/v3/", "/my/api/v1/", "/my/oauth/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

/// A path without the suffix that names a format, and the suffix.
pub(crate) fn without_format(path: &str) -> (&str, Option<&'static str>) {
    for (suffix, format) in [(".json", "json"), (".csv", "csv")] {
        if let Some(bare) = path.strip_suffix(suffix) {
            return (bare, Some(format));
        }
    }
    (path, None)
}

/// `PATCH` is as good as `PUT` where single records are updated.
pub(crate) fn method_fits(route: &Route, method: &str) -> bool {
    let updates = route.operation.strip_prefix("myetm_").unwrap_or(route.operation);
    let single = updates.starts_with("update_") && !updates.ends_with("_users");
    route.method == method || (route.method == "PUT" && method == "PATCH" && single)
}

/// The single users of a scenario have routes of their own, which do what those of all users do, whatever user they name.
pub(crate) fn of_all_users<'a>(method: &'a str, path: &'a str) -> (&'a str, &'a str) {
    let users = |path: &&str| path.starts_with("/api/v3/scenarios/") && path.ends_with("/users");
    let named = path.rsplit_once('/').filter(|(all, _)| users(all));
    match (method, named) {
        ("DELETE", Some((_, "destroy_all"))) => (method, path),
        ("PUT" | "PATCH", Some((all, _))) => ("PUT", all),
        ("DELETE", Some((all, _))) => (method, all),
        _ => (method, path),
    }
}

/// The stable engine does not read a key whose slashes are encoded.
pub(crate) fn hides_a_slash(path: &str) -> bool {
    path.contains("/custom_curves/") && path.to_ascii_uppercase().contains("%2F")
}

/// Whether a request is for the operation whose path in the table has this fragment: some share one path and are told apart by
/// what they ask for.
pub(crate) fn fragment_fits(
    fragment: &str,
    format: Option<&str>,
    parameters: &[(&'static str, String)],
    headers: &HeaderMap,
) -> bool {
    match fragment {
        "several" => parameters.last().is_some_and(|(_, value)| value.contains(',')),
        "json" => wanted(format, headers, &PRICE_FORMATS) == Some("json"),
        "csv" => format == Some("csv") || (format.is_none() && only(headers, "text/csv")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_own_handler_and_the_engine_has_35_of_them() {
        assert_eq!(engine::ENDPOINTS.len(), 35);
        for (index, row) in ROUTES.iter().enumerate() {
            assert!(act(row.operation).is_some(), "{}", row.operation);
            assert!(owns(row.path), "{}", row.path);
            let twice = ROUTES[index + 1..].iter().any(|other| other.operation == row.operation);
            assert!(!twice, "{}", row.operation);
        }
    }

    #[test]
    fn whatever_evaluates_a_scenario_does_it_without_the_state() {
        for row in &ROUTES {
            let curve = row.path.contains("/curves/") || row.operation.starts_with("export_");
            let node = row.path.contains("/nodes/") || row.operation == "get_scenario_merit";
            match act(row.operation).unwrap() {
                Act::Now(_) => assert!(
                    !curve && !node && !QUERYING.contains(&row.operation),
                    "{}",
                    row.operation
                ),
                Act::Later(_) => assert!(curve || node, "{}", row.operation),
                Act::Ahead(..) => assert!(QUERYING.contains(&row.operation), "{}", row.operation),
            }
        }
    }

    const QUERYING: [&str; 2] = ["update_scenario", "query_scenario_dashboard"];

    #[test]
    fn patch_is_for_single_records() {
        let fits = |operation: &str| {
            let route = ROUTES.iter().find(|route| route.operation == operation).unwrap();
            method_fits(route, "PATCH")
        };
        assert!(fits("update_scenario") && fits("update_scenario_version_tag") && fits("update_user"));
        assert!(!fits("update_scenario_users") && !fits("query_scenario_dashboard") && !fits("get_scenario"));
    }
}
