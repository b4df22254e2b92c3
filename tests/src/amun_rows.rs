//! What each operation of Amun puts on the wire, written from the service's contract, not from the client.

mod load_factors;
mod markets;
mod uploads;
mod valuations;
mod wind;

use amun_client::AmunClient;
use serde_json::Value;

use crate::wire::{Call, Row};

/// A row of Amun.
pub type AmunRow = Row<AmunClient>;

/// Headers of every request to Amun, for a client whose token is `test-token`.
pub const HEADERS: &[(&str, &str)] = &[("private-token", "test-token")];

/// A client for a server at this address, with the token that [`HEADERS`] expects.
///
/// # Panics
///
/// Panics if the client cannot be built.
#[must_use]
pub fn client(server: &str) -> AmunClient {
    AmunClient::builder()
        .with_token("test-token")
        .with_base_url(format!("{server}/amun/v1"))
        .build()
        .expect("the address and the token are valid")
}

/// One row per operation of `specs/amun.yaml`.
#[must_use]
pub fn rows() -> Vec<AmunRow> {
    [
        markets::market_rows(),
        valuations::valuation_rows(),
        uploads::upload_rows(),
        load_factors::load_factor_rows(),
        wind::wind_rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Hours of a year, the least that an upload may hold.
const YEAR: usize = 8760;
fn with(mut document: Value, members: Value) -> Value {
    if let (Value::Object(document), Value::Object(members)) = (&mut document, members) {
        document.extend(members);
    }
    document
}

fn run(call: impl Future<Output = Result<(), aurora_core::Error>> + Send + 'static) -> Call {
    Box::pin(call)
}

fn read<T: serde::de::DeserializeOwned>(document: Value) -> T {
    serde_json::from_value(document).expect("the document has the type's form")
}
