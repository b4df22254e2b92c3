//! The fields of a scenario for `MAIN`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::source::Known;
use crate::types::Scenario;
use crate::workbook::write::{Cell, exact, is_instruction};

/// The fields, in pyetm's order; then the members of the session's metadata. And what was left out.
pub(super) fn of(known: &Known, label: &str) -> (Vec<(String, Cell)>, Vec<String>) {
    let mut fields = own(known);
    if let Some(name) = short_name(known, label) {
        fields.push(("short_name", Cell::text(name)));
    }
    let mut fields: Vec<(String, Cell)> = fields.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect();
    let mut left_out = Vec::new();
    for (name, value) in known.session.metadata.iter().flatten() {
        if fields.iter().any(|(own, _)| own == name) {
            continue;
        }
        if is_instruction(name) {
            left_out.push(name.clone());
        } else {
            fields.push((name.clone(), cell(value)));
        }
    }
    (fields, left_out)
}

/// The first cell of the scenario's row.
pub(super) fn name(known: &Known) -> String {
    match (&known.saved, known.short_name().or_else(|| known.title())) {
        (None, Some(name)) => name.to_owned(),
        _ => known.source.id().to_string(),
    }
}

/// What other sheets call the scenario where title and id would not do.
fn short_name(known: &Known, label: &str) -> Option<String> {
    let own = || known.short_name().map(str::to_owned);
    let is_plain = known.title().is_some_and(|title| title == label) || known.source.id().to_string() == label;
    if is_plain { own() } else { Some(label.to_owned()) }
}

fn own(known: &Known) -> Vec<(&'static str, Cell)> {
    let session = &known.session;
    let id = |id: Option<i64>| id.map_or(Cell::Blank, Cell::whole);
    let mut fields = match &known.saved {
        Some(saved) => vec![
            ("title", text(known.title())),
            ("saved_scenario_id", Cell::whole(known.source.id())),
            ("session_id", Cell::whole(session.id)),
            ("private", flag(saved.private.or(session.private))),
        ],
        None => vec![
            (
                "title",
                name_or_title(known).map_or_else(|| Cell::whole(session.id), Cell::text),
            ),
            ("session_id", Cell::whole(session.id)),
            ("saved_scenario_id", Cell::Blank),
            ("template_id", id(session.template)),
        ],
    };
    fields.extend([
        ("area_code", text(session.area_code.as_deref())),
        ("start_year", id(session.start_year)),
        ("end_year", id(session.end_year)),
        ("keep_compatible", flag(session.keep_compatible)),
    ]);
    if known.saved.is_none() {
        fields.push(("private", flag(session.private)));
    }
    fields.extend([
        ("source", text(session.source.as_deref())),
        ("url", text(session.url.as_deref())),
        ("version", Cell::text(version(session))),
        ("created_at", instant(session.created_at)),
        ("updated_at", instant(session.updated_at)),
    ]);
    fields
}

/// What the row of a session has as its title.
fn name_or_title(known: &Known) -> Option<&str> {
    let name = known.short_name().or_else(|| known.title());
    name.or_else(|| known.shown_title())
}

fn text(text: Option<&str>) -> Cell {
    text.filter(|text| !text.is_empty()).map_or(Cell::Blank, Cell::text)
}

fn flag(flag: Option<bool>) -> Cell {
    flag.map_or(Cell::Blank, Cell::Flag)
}

/// The engine's version by the address of the session: `2025-01`, or `latest` for the main one.
fn version(session: &Scenario) -> String {
    let url = session.url.as_deref().unwrap_or_default();
    let host = url
        .split("://")
        .nth(1)
        .unwrap_or(url)
        .split('/')
        .next()
        .unwrap_or_default();
    match host.split_once(".engine.") {
        Some((version, _)) => version.to_owned(),
        None if url.is_empty() => String::new(),
        None => "latest".to_owned(),
    }
}

/// As `2026-01-01 00:00:00+00:00`, with six more digits where the second has fractions.
fn instant(instant: Option<Timestamp>) -> Cell {
    let Some(instant) = instant else {
        return Cell::Blank;
    };
    let format = match instant.subsec_nanosecond() / 1000 {
        0 => "%Y-%m-%d %H:%M:%S+00:00",
        _ => "%Y-%m-%d %H:%M:%S.%6f+00:00",
    };
    Cell::Text(instant.to_zoned(TimeZone::UTC).strftime(format).to_string())
}

/// A member of the metadata: lists with commas, objects as JSON.
fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Blank,
        Value::Bool(flag) => Cell::Flag(*flag),
        Value::String(text) => Cell::text(text),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) if exact(whole).is_none() => Cell::Text(number.to_string()),
            (_, Some(number)) => Cell::Number(number),
            (_, None) => Cell::Text(number.to_string()),
        },
        Value::Array(entries) => {
            let entry = |entry: &Value| entry.as_str().map_or_else(|| entry.to_string(), str::to_owned);
            Cell::Text(entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Object(_) => Cell::Text(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn session(url: &str) -> Scenario {
        serde_json::from_value(json!({ "id": 1, "url": url })).unwrap()
    }

    #[test]
    fn the_version_is_the_first_part_of_the_engines_host() {
        for (url, expected) in [
            (
                "https://2025-01.engine.energytransitionmodel.com/api/v3/scenarios/1",
                "2025-01",
            ),
            ("https://engine.energytransitionmodel.com/api/v3/scenarios/1", "latest"),
            ("http://127.0.0.1:3000/api/v3/scenarios/1", "latest"),
            ("", ""),
        ] {
            assert_eq!(version(&session(url)), expected, "{url}");
        }
    }

    #[test]
    fn instants_are_written_as_python_does() {
        let at = |text: &str| instant(Some(text.parse().unwrap()));
        assert_eq!(at("2026-01-01T00:00:00Z"), Cell::text("2026-01-01 00:00:00+00:00"));
        assert_eq!(
            at("2021-07-16T09:23:00.120Z"),
            Cell::text("2021-07-16 09:23:00.120000+00:00")
        );
    }

    #[test]
    fn members_of_metadata_become_what_a_cell_can_hold() {
        for (value, expected) in [
            (json!(null), Cell::Blank),
            (json!(3), Cell::Number(3.0)),
            (json!([1, "a"]), Cell::text("1, a")),
            (json!({"a": 1}), Cell::text("{\"a\":1}")),
            (json!(i64::MAX), Cell::text("9223372036854775807")),
        ] {
            assert_eq!(cell(&value), expected);
        }
    }
}
