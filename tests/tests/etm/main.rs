//! The ETM's client against the sandbox: who may do what, what goes wrong, and whole stories.
#![allow(clippy::unwrap_used, reason = "a helper that cannot work has to fail its test")]

mod abilities;
mod dialects;
mod faults;
mod limits;
mod neighbours;
mod refusals;
mod saved_abilities;
mod story;
mod tour;
