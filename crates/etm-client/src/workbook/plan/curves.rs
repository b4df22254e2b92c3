//! The custom curves that scenarios have already.

use std::collections::BTreeSet;

use aurora_core::{ErrorKind, Result};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::known::Known;
use super::options::{Part, PlanOptions};
use super::source::{RowData, is_made};
use crate::EtmClient;
use crate::workbook::model::{CurveColumn, InputBook};

/// What a number may lose on its way through a workbook, as a part of it: pyetm's library writes 16 of 17 digits.
const LOST: f64 = 1e-12;

/// The curves that are attached already with the values of the workbook, each by its row and key. Only what is attached is fetched.
pub(super) async fn unchanged(
    client: &EtmClient,
    book: &InputBook,
    known: &Known,
    data: &[RowData<'_>],
    options: &PlanOptions,
) -> Result<BTreeSet<(usize, String)>> {
    if !options.update.has(Part::CustomCurves) {
        return Ok(BTreeSet::new());
    }
    let mut lookups = Vec::new();
    for (at, (row, data)) in book.rows.iter().zip(data).enumerate() {
        let (Some(session), false) = (&known.rows[at].session, is_made(row, options)) else {
            continue;
        };
        let attached = known.definitions_of(at).map(|(definitions, _)| &definitions.attached);
        for column in &data.curves {
            if attached.is_some_and(|attached| attached.contains_key(&column.key.value)) {
                lookups.push(of_row(client, at, session.id, column));
            }
        }
    }
    let found: Vec<_> = stream::iter(lookups)
        .buffered(options.concurrency)
        .try_collect()
        .await?;
    Ok(found.into_iter().flatten().collect())
}

async fn of_row(client: &EtmClient, at: usize, session: i64, column: &CurveColumn) -> Result<Option<(usize, String)>> {
    let key = &column.key.value;
    match client.custom_curves(session).values(key).await {
        Ok(values) => Ok(is_same(&values, column.curve.values()).then(|| (at, key.clone()))),
        // It is gone by now, or is nothing that a workbook could have.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Decode) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_same(own: &[f64], other: &[f64]) -> bool {
    let is_near = |(own, other): (&f64, &f64)| (own - other).abs() <= LOST * own.abs().max(other.abs());
    own.len() == other.len() && own.iter().zip(other).all(is_near)
}
