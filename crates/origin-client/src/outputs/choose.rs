//! Which entry of the metadata a request means, and whether the request fits it.

use aurora_core::{Error, ErrorKind, Result};
use serde_json::Value;

use super::OutputRequest;
use crate::types::{DataDefinition, RegionMeta};

pub(super) const YEAR: &str = "{year}";
pub(super) const NODE: &str = "{nodename}";
pub(super) const CURRENCY: &str = "{currency}";

/// The only entry that a request fits.
pub(super) fn definition<'m>(meta: &'m RegionMeta, request: &OutputRequest) -> Result<&'m DataDefinition> {
    let all = meta.data_definitions.as_deref().unwrap_or_default();
    let fits = |definition: &&DataDefinition| {
        definition.type_.as_deref() == Some(request.kind.as_str())
            && definition.granularity.as_deref() == Some(request.granularity.as_str())
            && (request.sub_type.is_none() || definition.sub_type == request.sub_type)
    };
    let found: Vec<&DataDefinition> = all.iter().filter(fits).collect();
    match found[..] {
        [only] => Ok(only),
        [] => Err(not_found(request, all)),
        _ => Err(ambiguous(request, &found)),
    }
}

fn not_found(request: &OutputRequest, all: &[DataDefinition]) -> Error {
    let message = format!(
        "could not find a download for {} for {:?}: expected 1, found 0",
        wanted(request),
        request.region
    );
    let advice = match all {
        [] => "the region's metadata lists no downloads at all".to_owned(),
        all => format!(
            "ask for one of its download types: {}",
            listed(all.iter().map(described))
        ),
    };
    Error::new(ErrorKind::NotFound, message).with_advice(advice)
}

fn ambiguous(request: &OutputRequest, found: &[&DataDefinition]) -> Error {
    let message = format!(
        "ambiguous download: {} for {:?} expected 1, found {}",
        wanted(request),
        request.region,
        found.len()
    );
    let error = Error::new(ErrorKind::Ambiguous, message);
    if request.sub_type.is_some() {
        return error.with_advice("the region's metadata lists the same download more than once");
    }
    let known = found.iter().map(|definition| match &definition.sub_type {
        Some(sub_type) => sub_type.clone(),
        None => "(none)".to_owned(),
    });
    error.with_advice(format!("pass sub_type to disambiguate: {}", listed(known)))
}

/// `technology, 30M, sub_type=generation`.
fn wanted(request: &OutputRequest) -> String {
    match &request.sub_type {
        Some(sub_type) => format!("{}, {}, sub_type={sub_type}", request.kind, request.granularity),
        None => format!("{}, {}", request.kind, request.granularity),
    }
}

/// The same of an entry.
pub(super) fn described(definition: &DataDefinition) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".to_owned());
    let (kind, granularity) = (text(&definition.type_), text(&definition.granularity));
    match &definition.sub_type {
        Some(sub_type) => format!("{kind}, {granularity}, sub_type={sub_type}"),
        None => format!("{kind}, {granularity}"),
    }
}

/// Values for a message, without repetition and not too many.
pub(super) fn listed(values: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 20;
    let mut unique: Vec<String> = Vec::new();
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    let more = unique.len().saturating_sub(SHOWN);
    unique.truncate(SHOWN);
    let shown = unique.join("; ");
    if more > 0 {
        format!("{shown}; and {more} more")
    } else {
        shown
    }
}

/// The name of the entry's file, with its placeholders.
pub(super) fn template(definition: &DataDefinition) -> Result<&str> {
    definition
        .filename
        .as_deref()
        .filter(|name| !name.is_empty())
        .ok_or_else(|| {
            let message = format!("the region's metadata names no file for {}", described(definition));
            Error::new(ErrorKind::Decode, message)
        })
}

/// Refuses a year or node that is missing, superfluous or wrong; years first.
pub(super) fn check(meta: &RegionMeta, template: &str, request: &OutputRequest) -> Result<()> {
    let what = format!("{}, {}", request.kind, request.granularity);
    let has_year = template.contains(YEAR);
    if has_year || request.year.is_some() {
        let valid = years(meta, &request.region)?;
        match request.year {
            None => {
                let message = format!("the download {what} requires year parameter; the valid years are {valid:?}");
                return Err(refused(message));
            }
            Some(_) if !has_year => {
                return Err(refused(format!("the download {what} does not support year parameter")));
            }
            Some(year) => check_year(year, &valid, &request.region)?,
        }
    }
    let has_node = template.contains(NODE);
    let given = request.node.as_deref().is_some_and(|node| !node.is_empty());
    match (has_node, given) {
        (false, true) => Err(refused(format!("the download {what} does not support node parameter"))),
        (true, false) => Err(refused(format!("the download {what} requires node parameter"))),
        _ => Ok(()),
    }
}

pub(super) fn check_year(year: i64, valid: &[i64], region: &str) -> Result<()> {
    if valid.contains(&year) {
        return Ok(());
    }
    Err(refused(format!(
        "year {year} is not valid for region {region:?}; the valid years are {valid:?}"
    )))
}

/// The years that files of a region may hold.
pub(super) fn years(meta: &RegionMeta, region: &str) -> Result<Vec<i64>> {
    let invalid = || {
        let message = format!("invalid download years metadata for region {region:?}: they are no list of years");
        Error::new(ErrorKind::Decode, message)
    };
    match &meta.years {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(years)) => years.iter().map(|year| whole(year).ok_or_else(invalid)).collect(),
        Some(_) => Err(invalid()),
    }
}

/// A whole number, however it is written.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            let is_whole = float.fract() == 0.0 && float.abs() < 1e15;
            is_whole.then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn refused(message: String) -> Error {
    Error::new(ErrorKind::InvalidRequest, message)
}

#[cfg(test)]
mod tests;
