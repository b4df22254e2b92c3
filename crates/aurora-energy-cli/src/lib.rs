//! The program `aurora` as a library, so that tests run its commands without a process.
//!
//! Users of the services want the crate `aurora-energy` instead; nothing here promises to stay as it is.

pub mod args;
pub mod chart;
pub mod command;
pub mod console;
pub mod context;
pub mod exit;
pub mod files;
mod logging;
pub mod output;
mod progress;
mod run;

pub use crate::run::run;
