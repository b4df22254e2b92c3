//! The transport against real sockets: retries, faults, limits, redirects, secrets.

#![allow(clippy::unwrap_used, reason = "a helper that cannot work has to fail its test")]

mod calls;
mod configuration;
mod faults;
mod handed_out;
mod limits;
mod raw;
mod redirects;
mod retries;
mod secrets;
mod support;
mod unusable;
