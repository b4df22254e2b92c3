//! The ETM's client against the sandbox: who may do what, what goes wrong, and whole stories.

mod abilities;
mod dialects;
mod faults;
mod limits;
mod neighbours;
mod refusals;
mod saved_abilities;
mod story;
mod tour;
