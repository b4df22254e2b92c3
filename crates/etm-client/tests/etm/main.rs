//! The client against a server that answers what the tests tell it to.

#![recursion_limit = "256"]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests unwrap like tests: the panic is the message"
)]

mod areas;
#[cfg(feature = "blocking")]
mod blocking;
mod client;
mod collections;
mod curves;
mod custom_curves;
mod esdl;
#[cfg(feature = "excel")]
mod export_beside;
#[cfg(feature = "excel")]
mod export_layout;
#[cfg(feature = "excel")]
mod export_places;
#[cfg(feature = "excel")]
mod export_report;
#[cfg(feature = "excel")]
mod export_support;
mod exports;
mod gqueries;
mod inputs;
mod me;
mod myetm;
mod nodes;
mod objects_bulk;
mod objects_inputs;
mod objects_lists;
mod objects_orders;
mod objects_parts;
mod objects_scenario;
mod objects_session;
mod objects_settings;
mod objects_users;
mod saved_scenarios;
mod sessions;
mod sortables;
mod support;
mod users;
#[cfg(feature = "excel")]
mod workbook_execute;
#[cfg(feature = "excel")]
mod workbook_plan;
#[cfg(feature = "excel")]
mod workbook_read;
#[cfg(feature = "excel")]
mod workbook_support;
