//! Requests from CSV.

use anyhow::Result;
use serde_json::Value;

use super::{Fields, Item};
use crate::exit::Failure;

/// One item per row.
pub(super) fn rows(file: &str, text: &str) -> Result<Vec<Item>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| Failure::usage(format!("{file} has no header row: {error}")))?
        .clone();
    if !header.iter().any(|field| field == "latitude" || field == "file") {
        return Err(
            Failure::usage(format!("the first row of {file} names no field of a request"))
                .with_hint("`aurora schema batch-csv` lists the columns")
                .into(),
        );
    }
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Failure::usage(format!("{file}: {error}")))?;
        let line = record.position().map_or(0, csv::Position::line);
        items.push(row(&header, &record, format!("{file} line {line}")));
    }
    Ok(items)
}

fn row(header: &csv::StringRecord, record: &csv::StringRecord, origin: String) -> Item {
    let mut fields = Fields::new();
    let mut name = String::new();
    for (field, cell) in header.iter().zip(record) {
        match (field, cell) {
            (_, "") | ("", _) => {}
            ("name", cell) => name = cell.to_owned(),
            (field, cell) => {
                fields.insert(field.to_owned(), value(field, cell));
            }
        }
    }
    Item { name, fields, origin }
}

/// A cell as JSON: true and false, numbers, and text. Codes and paths stay text even if they look like numbers.
fn value(field: &str, cell: &str) -> Value {
    let is_text = field.ends_with("Code") || field == "file" || field.ends_with("File");
    match cell.to_lowercase().as_str() {
        _ if is_text => Value::from(cell),
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" => Value::Null,
        _ => number(cell).unwrap_or_else(|| Value::from(cell)),
    }
}

fn number(cell: &str) -> Option<Value> {
    if let Ok(whole) = cell.parse::<i64>() {
        return Some(Value::from(whole));
    }
    cell.parse()
        .ok()
        .and_then(serde_json::Number::from_f64)
        .map(Value::Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cells_become_numbers_flags_and_text_and_empty_ones_nothing() {
        let text = "name,windType,latitude,usePowerCurveSmoothing,lossesWake,regionCode\na,Era5,52.3,true,,gbr\n";
        let items = rows("x.csv", text).unwrap();
        let expected =
            json!({"windType": "Era5", "latitude": 52.3, "usePowerCurveSmoothing": true, "regionCode": "gbr"});
        assert_eq!(Value::Object(items[0].fields.clone()), expected);
        assert_eq!(
            (items[0].name.as_str(), items[0].origin.as_str()),
            ("a", "x.csv line 2")
        );
    }

    #[test]
    fn a_file_without_a_header_is_refused() {
        let message = rows("x.csv", "1,2,3\n4,5,6\n").unwrap_err().to_string();
        assert!(message.contains("names no field"), "{message}");
    }

    #[test]
    fn a_row_of_another_length_names_its_line() {
        let message = rows("x.csv", "latitude,longitude\n1,2\n3\n").unwrap_err().to_string();
        assert!(message.contains("line: 3"), "{message}");
    }
}
