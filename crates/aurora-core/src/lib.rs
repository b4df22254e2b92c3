//! What every client of the aurora-energy SDK shares: one transport with its limits, retries and traces, one error, and
//! the building blocks for pages, long jobs, downloads and tables.
//!
//! This crate knows no service. A client crate brings the operations of its specification, hands them to
//! [`Transport::builder`](transport::Transport::builder), connects its generated code with
//! [`client_hooks!`](crate::client_hooks), and runs each generated operation through [`call`](call::call()).
//!
//! # Features
//!
//! | feature | what it does |
//! |---|---|
//! | `rustls-tls` (default) | TLS by rustls with ring and the operating system's trust store |
//! | `aws-lc-rs` | the same with the aws-lc-rs provider |
//! | `native-tls` | TLS by the operating system's library |
//! | `schemars` | JSON Schemas of what stands in the types of client crates |
//!
//! Several at once are no error: `native-tls` goes before `aws-lc-rs`, and that before `rustls-tls`.
//!
//! With the two rustls features reqwest has rustls but no provider of its own, since ours is handed to our client alone
//! and nothing process-wide is installed. A program that makes a `reqwest::Client` beside ours has to switch on a TLS
//! feature of reqwest (its default ones will do) or install a provider; otherwise `reqwest::Client::new` panics.

pub mod call;
pub mod check;
pub mod clock;
mod decode;
pub mod download;
pub mod error;
pub mod graphql;
mod hooks;
pub mod lenient;
pub mod limits;
pub mod operation;
pub mod page;
pub mod poll;
pub mod raw;
pub mod retry;
pub mod settings;
pub mod table;
pub mod transport;

pub use aurora_auth as auth;
pub use http::StatusCode;
pub use url::Url;

pub use crate::error::{Error, ErrorKind, GraphQlError};
pub use crate::transport::Transport;

/// For the code that [`client_hooks!`](crate::client_hooks) writes, and for client crates that put requests together.
#[doc(hidden)]
pub use {bytes, http, progenitor_client, reqwest};

/// A result with this crate's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;
