//! One door to Aurora Energy Research's services for Rust programs.
//!
//! The clients are crates of their own; this one re-exports them, finds their credentials once and makes each client
//! when it is needed first, so that a missing token for one service does not stop the others.
//!
//! | here | crate | what it is |
//! |---|---|---|
//! | `amun` | `amun-client` | load factors and valuations of wind farms (feature `amun`, on by default) |
//! | `etm` | `etm-client` | the Energy Transition Model: sessions, their inputs, results and curves, and MyETM (feature `etm`, on by default) |
//! | `origin` | `origin-client` | power market scenarios: inputs, runs, outputs (feature `origin`, on by default) |
//! | [`core`] | `aurora-core` | errors, retries, time limits, tables, downloads: what all clients share |
//! | [`auth`] | `aurora-auth` | tokens and base addresses, and where they come from |
//! | `AuroraEnergy` | | all clients behind one value; `blocking::AuroraEnergy` for programs without an async runtime |
//!
//! # Where the token comes from
//!
//! The first of these that is there: the builder, the variable `AURORA_API_KEY`, the file `~/.aurora-api-key`. A place
//! that is there but unusable is an error; the next one is not tried. Amun and Origin share the token; Origin's universes
//! other than production have variables and files of their own.
//!
//! The Energy Transition Model has a token of its own, and works without one too: the variable `ETM_API_TOKEN`, then the same
//! name in the file `.env` of the working directory; a guest where neither is there.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `amun` | yes | the Amun client |
//! | `etm` | yes | the client for the Energy Transition Model |
//! | `origin` | yes | the Origin client |
//! | `rustls-tls` | yes | TLS by rustls with ring |
//! | `aws-lc-rs` | | TLS by rustls with aws-lc-rs |
//! | `native-tls` | | TLS by the operating system's library |
//! | `blocking` | | twins of the clients without an async runtime |
//! | `schemars` | | JSON Schemas of all request and result types |
//! | `excel` | | workbooks of the Energy Transition Model, in `etm::workbook` |

#[cfg(feature = "amun")]
pub use amun_client as amun;
pub use aurora_auth as auth;
pub use aurora_core as core;
#[cfg(feature = "etm")]
pub use etm_client as etm;
#[cfg(feature = "origin")]
pub use origin_client as origin;

#[cfg(all(any(feature = "amun", feature = "etm", feature = "origin"), feature = "blocking"))]
pub mod blocking;
#[cfg(any(feature = "amun", feature = "etm", feature = "origin"))]
mod door;

#[cfg(any(feature = "amun", feature = "etm", feature = "origin"))]
pub use door::{AuroraEnergy, AuroraEnergyBuilder};

/// The programs of the README, compiled and run as tests.
#[cfg(all(doctest, feature = "amun", feature = "etm"))]
#[doc = include_str!("../README.md")]
struct Readme;
