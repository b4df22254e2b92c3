//! The extensions that end up in rustdoc: `x-unit`, `x-unverified` and `x-status`.

use yaml_serde::Value;

use crate::operations::Status;
use crate::spec::text;

/// The `x-unit` of a number that needs none, such as an id.
pub(crate) const NO_UNIT: &str = "none";

/// The description of a parameter with its unit (its own or its schema's) and its open question.
pub(crate) fn of_parameter(parameter: &Value) -> String {
    let schema = parameter.get("schema");
    let unit = unit(parameter).or_else(|| schema.and_then(unit));
    let unverified = text(parameter, "x-unverified").or_else(|| schema.and_then(|schema| text(schema, "x-unverified")));
    join(text(parameter, "description"), unit, unverified)
}

/// The description of a schema with its unit (its own or its items') and its open question.
pub(crate) fn of_schema(schema: &Value) -> String {
    let inner = schema.get("items").or_else(|| schema.get("additionalProperties"));
    let unit = unit(schema).or_else(|| inner.and_then(unit));
    join(text(schema, "description"), unit, text(schema, "x-unverified"))
}

/// The description of an operation with its open question, after what is wrong with it.
pub(crate) fn of_operation(operation: &Value) -> String {
    let own = join(text(operation, "description"), None, text(operation, "x-unverified"));
    match text(operation, "x-status").and_then(Status::parse) {
        None => own,
        Some(status) => {
            let word = status.as_str();
            let refused = format!(
                "**This operation is {word}:** {}. It is refused before it is sent, unless the call is forced.",
                status.what_happens()
            );
            [refused, own].join("\n\n").trim_end().to_owned()
        }
    }
}

fn unit(value: &Value) -> Option<&str> {
    text(value, "x-unit")
}

fn join(description: Option<&str>, unit: Option<&str>, unverified: Option<&str>) -> String {
    let said = |unit: &str| description.is_some_and(|description| says(description, unit));
    let unit = match unit {
        None | Some(NO_UNIT) => None,
        Some(unit) if said(unit) => None,
        Some("1") => Some("Dimensionless.".to_owned()),
        Some(unit) => Some(format!("Unit: {unit}.")),
    };
    let unverified = unverified.map(|what| sentence(&format!("Unverified: {}", what.trim())));
    let first = description
        .map(str::trim_end)
        .filter(|description| !description.is_empty());
    // A unit belongs to the sentence before it; an open question deserves its own paragraph only after a long text.
    let first = match (first, unit) {
        (Some(description), Some(unit)) => Some(format!("{} {unit}", sentence(description))),
        (Some(description), None) => Some(description.to_owned()),
        (None, unit) => unit,
    };
    match (first, unverified) {
        (Some(first), Some(unverified)) => format!("{}\n\n{unverified}", sentence(&first)),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => String::new(),
    }
}

/// Whether a description names the unit itself: `Hub height (m).`, `Power (kW, not MW).`
fn says(description: &str, unit: &str) -> bool {
    let unit = if unit == "1" { "no unit" } else { unit };
    description
        .match_indices(&format!("({unit}"))
        .any(|(start, found)| description[start + found.len()..].starts_with([')', ',', ';']))
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ':', '`', ')', '|']) && !text.ends_with(['`', ')']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(yaml: &str) -> String {
        of_schema(&yaml_serde::from_str(yaml).unwrap())
    }

    #[test]
    fn the_unit_follows_the_description_and_the_open_question_stands_apart() {
        assert_eq!(
            described("{description: Hub height, x-unit: m}"),
            "Hub height. Unit: m."
        );
        assert_eq!(
            described("{description: A share., x-unit: '1'}"),
            "A share. Dimensionless."
        );
        assert_eq!(described("{description: The id., x-unit: none}"), "The id.");
        assert_eq!(described("{items: {x-unit: MW}}"), "Unit: MW.");
        assert_eq!(
            described("{description: 'Power (kW, not MW)', x-unit: kW}"),
            "Power (kW, not MW)"
        );
        assert_eq!(
            described("{description: Shape (no unit)., x-unit: '1'}"),
            "Shape (no unit)."
        );
        assert_eq!(
            described("{description: The radius., x-unit: km, x-unverified: the unit is a guess}"),
            "The radius. Unit: km.\n\nUnverified: the unit is a guess."
        );
    }
}
