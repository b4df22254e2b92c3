//! The sandbox seen from outside, over HTTP, with a plain client: what its documentation promises, item by item.

#![allow(
    clippy::unwrap_used,
    reason = "this crate is tests, and a failed unwrap is the test's message"
)]
#![allow(clippy::print_stdout, reason = "a skipped test says so on the test's own output")]

mod connection;
mod control;
mod etm_abilities;
mod etm_between;
mod etm_collections;
mod etm_curve_effects;
mod etm_curves;
mod etm_custom_curves;
mod etm_dialect;
mod etm_errors;
mod etm_esdl;
mod etm_exports;
mod etm_inputs;
mod etm_myetm;
mod etm_nodes;
mod etm_records;
mod etm_saved_scenario_users;
mod etm_saved_scenarios;
mod etm_scenarios;
mod etm_session;
mod etm_sortables;
mod etm_update;
mod etm_users;
mod etm_ways;
mod faults;
mod jobs;
mod load_factors;
mod origin_graphql;
mod origin_inputs;
mod origin_market;
mod origin_outputs;
mod origin_scenarios;
mod origin_session;
mod origin_world;
mod outputs;
mod reference_data;
mod samples;
mod session;
mod valuations;
mod wind_types;
