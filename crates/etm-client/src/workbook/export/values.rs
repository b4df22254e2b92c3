//! Values of the engine as cells.

use serde_json::Value;

use crate::inputs::InputKind;
use crate::types::{Input, UserSortables};
use crate::users::{Role, Who};
use crate::workbook::write::{Cell, InputRow, QueryRow};
use crate::{InputValue, QueryResults, QueryValue};

/// The most characters that a cell holds.
const LONGEST: usize = 32_767;

/// An input.
pub(super) fn input(key: String, input: &Input) -> InputRow {
    let kind = InputKind::of(input);
    let none = || {
        if kind == InputKind::Choice {
            Cell::Blank
        } else {
            Cell::Missing
        }
    };
    let value = |value: &Option<InputValue>| value.as_ref().and_then(|value| input_value(value, kind));
    // Limits are those of numbers: a flag is 0 or 1 in any case.
    let limit = |limit: Option<f64>| {
        limit
            .filter(|_| kind == InputKind::Number)
            .map_or(Cell::Missing, Cell::Number)
    };
    let permitted = input.permitted_values.as_ref().map(|values| values.join(", "));
    InputRow {
        key,
        unit: input.unit.clone().unwrap_or_default(),
        value: value(&input.user)
            .or_else(|| value(&input.default))
            .unwrap_or_else(none),
        default: value(&input.default).unwrap_or_else(none),
        permitted: permitted.map_or(Cell::Missing, Cell::Text),
        min: limit(input.min),
        max: limit(input.max),
    }
}

fn input_value(value: &InputValue, kind: InputKind) -> Option<Cell> {
    let flag = |flag| Cell::Number(if flag { 1.0 } else { 0.0 });
    match (value, kind) {
        (InputValue::Other(Value::Bool(value)), _) => Some(flag(*value)),
        (InputValue::Number(number), InputKind::Choice) => Some(Cell::Text(number.to_string())),
        (InputValue::Number(number), _) => number.is_finite().then_some(Cell::Number(*number)),
        (InputValue::Text(text), InputKind::Choice) => Some(Cell::text(text.trim())),
        (InputValue::Text(text), InputKind::Flag) if matches!(text.trim(), "true" | "false") => {
            Some(flag(text.trim() == "true"))
        }
        (InputValue::Text(text), _) => Some(text.trim().parse().map_or_else(|_| Cell::text(text), Cell::Number)),
        (InputValue::Other(_), _) => None,
    }
}

/// The orders, by their names with the level of heat networks, as they are stored.
pub(super) fn sortables(stored: UserSortables) -> Vec<(String, Vec<String>)> {
    let mut orders: Vec<(String, Option<Vec<String>>)> = vec![
        ("forecast_storage".to_owned(), stored.forecast_storage),
        ("hydrogen_supply".to_owned(), stored.hydrogen_supply),
        ("hydrogen_demand".to_owned(), stored.hydrogen_demand),
        ("space_heating".to_owned(), stored.space_heating),
    ];
    if let Some(heat) = stored.heat_network {
        orders.extend([
            ("heat_network_lt".to_owned(), heat.lt),
            ("heat_network_mt".to_owned(), heat.mt),
            ("heat_network_ht".to_owned(), heat.ht),
        ]);
    }
    orders.extend(stored.extra.into_iter().map(|(name, order)| (name, items(&order))));
    orders
        .into_iter()
        .filter_map(|(name, order)| Some((name, order?)))
        .collect()
}

/// An order that this version does not know.
fn items(order: &Value) -> Option<Vec<String>> {
    let items = order.as_array()?.iter();
    items.map(|item| item.as_str().map(str::to_owned)).collect()
}

/// The results of queries, in the order in which they were asked for. Those that a cell cannot hold are left blank and told.
pub(super) fn queries(asked: &[&str], results: &QueryResults, notes: &mut Vec<String>) -> Vec<QueryRow> {
    let known = asked.iter().filter(|key| results.get(key).is_some()).copied();
    // A query that was asked for by an old name stands under its new one.
    let renamed = results.iter().map(|(key, _)| key).filter(|key| !asked.contains(key));
    let mut rows = Vec::new();
    for key in known.chain(renamed) {
        let Some(result) = results.get(key) else { continue };
        let future = query_value(&result.future).unwrap_or_else(|| {
            notes.push(format!(
                "the result of {key} is a curve, which does not fit in a cell; it is left blank"
            ));
            Cell::Blank
        });
        rows.push(QueryRow {
            key: key.to_owned(),
            unit: result.unit.clone().unwrap_or_default(),
            future,
        });
    }
    rows
}

fn query_value(value: &QueryValue) -> Option<Cell> {
    Some(match value {
        QueryValue::Null => Cell::Blank,
        QueryValue::Number(number) => Cell::Number(*number),
        QueryValue::Flag(flag) => Cell::Flag(*flag),
        QueryValue::Text(text) => Cell::text(text),
        QueryValue::Curve(values) => return bracketed(values),
        QueryValue::Other(value) => Cell::Text(value.to_string()),
    })
}

/// `[1.5, 2.0]`, if that fits in a cell.
fn bracketed(values: &[f64]) -> Option<Cell> {
    let value = |value: &f64| {
        if value.is_nan() {
            "None".to_owned()
        } else {
            format!("{value:?}")
        }
    };
    let text = format!("[{}]", values.iter().map(value).collect::<Vec<_>>().join(", "));
    (text.len() <= LONGEST).then_some(Cell::Text(text))
}

/// A user: the e-mail address, else the account, and the role. An entry that names neither is left out.
pub(super) fn user(
    email: Option<String>,
    account: Option<i64>,
    entry: Option<i64>,
    role: Option<Role>,
) -> Option<(String, String)> {
    let email = email.filter(|email| !email.trim().is_empty()).map(Who::Email);
    let who = email.or(account.map(Who::User)).or(entry.map(Who::Entry))?;
    Some((who.to_string(), role?.short().to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(members: Value) -> InputRow {
        input("key".to_owned(), &serde_json::from_value(members).unwrap())
    }

    #[test]
    fn what_is_set_goes_before_the_default_and_each_kind_is_written_as_it_is() {
        assert_eq!(
            row(json!({"unit": "%", "user": 1.5, "default": 3})).value,
            Cell::Number(1.5)
        );
        assert_eq!(row(json!({"unit": "%", "default": "3.5"})).value, Cell::Number(3.5));
        assert_eq!(
            row(json!({"unit": "bool", "user": true, "default": 0})).value,
            Cell::Number(1.0)
        );
        let choice = row(json!({"unit": "enum", "default": "a", "permitted_values": ["a", "b"]}));
        assert_eq!((choice.value, choice.permitted), (Cell::text("a"), Cell::text("a, b")));
        assert_eq!(row(json!({"unit": "enum"})).value, Cell::Blank);
        let empty = row(json!({"unit": "MW", "user": null, "default": null, "min": null}));
        assert_eq!(
            (empty.value, empty.min, empty.permitted),
            (Cell::Missing, Cell::Missing, Cell::Missing)
        );
    }

    #[test]
    fn a_short_curve_is_written_in_brackets_and_a_long_one_told() {
        let results: QueryResults = serde_json::from_value(json!({
            "short": {"future": [1, 2.5], "unit": "curve"},
            "long": {"future": vec![0.125; 8760], "unit": "curve"},
            "new_name": {"future": true, "unit": null},
        }))
        .unwrap();
        let mut notes = Vec::new();
        let rows = queries(&["short", "old_name", "long"], &results, &mut notes);
        let cells: Vec<_> = rows.iter().map(|row| (row.key.as_str(), row.future.clone())).collect();
        let expected = [
            ("short", Cell::text("[1.0, 2.5]")),
            ("long", Cell::Blank),
            ("new_name", Cell::Flag(true)),
        ];
        assert_eq!(cells, expected);
        assert_eq!(notes.len(), 1);
        assert!(notes[0].contains("long"), "{notes:?}");
    }

    #[test]
    fn a_user_is_an_address_else_an_account() {
        let role = || Some(Role::Owner);
        let of = |email: Option<&str>, account| user(email.map(str::to_owned), account, None, role());
        assert_eq!(
            of(Some("a@b.nl"), Some(3)),
            Some(("a@b.nl".to_owned(), "owner".to_owned()))
        );
        assert_eq!(of(None, Some(3)), Some(("3".to_owned(), "owner".to_owned())));
        assert_eq!(of(Some(""), None), None);
    }
}
