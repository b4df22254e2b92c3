//! The sandbox seen from outside, over HTTP, with a plain client: what its documentation promises, item by item.

#![allow(
    clippy::unwrap_used,
    reason = "this crate is tests, and a failed unwrap is the test's message"
)]
#![allow(clippy::print_stdout, reason = "a skipped test says so on the test's own output")]

mod connection;
mod control;
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
