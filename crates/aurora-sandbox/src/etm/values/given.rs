//! Values as a request gives them.

use serde_json::{Map, Value};

use crate::etm::definition::{Definition, Definitions};
use crate::etm::state::InputValue;

/// What is to become of one input.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    Set(InputValue),
    Reset,
}

/// Why values were not accepted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wrong {
    /// One message or more.
    Messages(Vec<String>),
    /// The service itself breaks.
    Crash,
}

/// Reads the values of an update. `ranges_in_groups` says whether members of a share group have to keep their own limits too.
pub(crate) fn of_update(
    given: &Map<String, Value>,
    definitions: &Definitions,
    ranges_in_groups: bool,
) -> Result<Vec<(String, Change)>, Wrong> {
    let mut changes = Vec::new();
    let mut messages = Vec::new();
    for (key, value) in given {
        let Some(definition) = definitions.get(key.as_str()) else {
            messages.push(format!("Input {key} does not exist"));
            continue;
        };
        if value.as_str() == Some("reset") {
            changes.push((key.clone(), Change::Reset));
            continue;
        }
        match read(definition, value, ranges_in_groups) {
            Ok(value) => changes.push((key.clone(), Change::Set(value))),
            Err(Wrong::Crash) => return Err(Wrong::Crash),
            Err(Wrong::Messages(more)) => messages.extend(more),
        }
    }
    if messages.is_empty() {
        Ok(changes)
    } else {
        Err(Wrong::Messages(messages))
    }
}

fn read(definition: &Definition, value: &Value, ranges_in_groups: bool) -> Result<InputValue, Wrong> {
    if definition.is_enum() {
        return read_enum(definition, value);
    }
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => return Err(Wrong::Crash),
    };
    let key = definition.key;
    if definition.is_bool() {
        return match number {
            Some(number) if number == 0.0 || number == 1.0 => Ok(InputValue::Number(number)),
            other => {
                let shown = other.map(|number| format!("{number:?}")).unwrap_or_default();
                Err(one(format!(
                    "Input '{key}' had value '{shown}', but must be one 0 or 1"
                )))
            }
        };
    }
    let number = number.ok_or_else(|| one(format!("Input {key} must be numeric")))?;
    let checked = definition.share_group.is_none() || ranges_in_groups;
    if checked && number < definition.min {
        return Err(one(format!("Input {key} cannot be less than {:?}", definition.min)));
    }
    if checked && number > definition.max {
        return Err(one(format!("Input {key} cannot be greater than {:?}", definition.max)));
    }
    Ok(InputValue::Number(number))
}

fn one(message: String) -> Wrong {
    Wrong::Messages(vec![message])
}

fn read_enum(definition: &Definition, value: &Value) -> Result<InputValue, Wrong> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Number(number) => number.as_f64().map(|number| format!("{number:?}")).unwrap_or_default(),
        other => other.to_string(),
    };
    if definition.permitted.contains(&text.as_str()) {
        return Ok(InputValue::Text(text));
    }
    let permitted: Vec<String> = definition
        .permitted
        .iter()
        .map(|value| format!("\"{value}\""))
        .collect();
    Err(one(format!(
        "Input {} was \"{text}\", but must be one of: {}",
        definition.key,
        permitted.join(", ")
    )))
}

/// The values of a new scenario, each turned into a number first: what is none becomes 0. `None` when the service breaks.
pub(crate) fn as_numbers(given: &Map<String, Value>) -> Option<Map<String, Value>> {
    let number = |value: &Value| match value {
        Value::Null => Some(0.0),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => Some(leading_number(text)),
        _ => None,
    };
    given
        .iter()
        .map(|(key, value)| Some((key.clone(), Value::from(number(value)?))))
        .collect()
}

/// The number that a text begins with, 0 when it begins with none.
fn leading_number(text: &str) -> f64 {
    let text = text.trim_start();
    let ends = (0..=text.len()).rev().filter(|end| text.is_char_boundary(*end));
    let mut numbers = ends.filter_map(|end| text[..end].parse::<f64>().ok());
    numbers.find(|number| number.is_finite()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_gives_the_number_that_it_begins_with() {
        assert_eq!(leading_number("12.5 %"), 12.5);
        assert_eq!(leading_number("1e3"), 1000.0);
        assert_eq!(leading_number("reset"), 0.0);
        assert_eq!(leading_number("inf"), 0.0);
    }
}
