//! The client against a server that answers what the tests tell it to.

#![recursion_limit = "256"]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests unwrap like tests: the panic is the message"
)]

#[cfg(feature = "blocking")]
mod blocking;
mod cache;
mod client;
mod download_all;
mod graphql;
mod inputs;
mod model_files;
mod outputs;
mod projects;
mod scenarios;
mod store;
mod support;
