//! `aurora version`.

use anyhow::Result;
use aurora_energy::{amun, etm, origin};
use serde::Serialize;

use crate::context::Context;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    program: &'static str,
    version: &'static str,
    minimum_rust: &'static str,
    tls: &'static str,
    operations: usize,
}

/// Prints the version.
///
/// # Errors
///
/// Fails when the output cannot be written.
pub fn run(context: &mut Context) -> Result<()> {
    context.output.record(&Version {
        program: "aurora",
        version: env!("CARGO_PKG_VERSION"),
        minimum_rust: env!("CARGO_PKG_RUST_VERSION"),
        tls: tls(),
        operations: amun::OPERATIONS.len() + etm::OPERATIONS.len() + origin::OPERATIONS.len(),
    })
}

fn tls() -> &'static str {
    if cfg!(feature = "native-tls") {
        "native-tls"
    } else if cfg!(feature = "aws-lc-rs") {
        "rustls with aws-lc-rs"
    } else {
        "rustls with ring"
    }
}
