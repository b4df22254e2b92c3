//! The inputs of a session.

use std::sync::Arc;

use aurora_core::Result;

use super::Session;
use crate::inputs::{InputKind, InputsOptions};
use crate::objects::warnings::{Severity, Warning};
use crate::types::{Input, InputDefaults};
use crate::{InputSet, InputValue};

const RESET: &str = "reset";

/// What was set, and what was not.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct InputsSet {
    /// The keys that were set or taken back, in order.
    pub set: Vec<String>,
    /// Why the others were left out.
    pub left_out: Vec<Warning>,
}

impl Session {
    /// All inputs by key, with units, ranges, the defaults of the area, and what the session has set. Kept.
    ///
    /// # Errors
    ///
    /// As [`Inputs::list`](crate::Inputs::list).
    pub async fn inputs(&self) -> Result<Arc<InputSet>> {
        let options = InputsOptions::new().with_defaults(InputDefaults::Original);
        let group = self.client().inputs(self.id());
        self.parts.inputs.get(group.list(&options)).await
    }

    /// Sets inputs, all in one request. Values are read generously: numbers and flags also as texts (`" 12.5"`, `yes`), and
    /// `reset` takes an input back.
    ///
    /// Unknown inputs and values that cannot be are left out with a warning about `inputs.<key>`; with nothing left,
    /// nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a warning stops, and when a share group cannot add up to 100 with the values
    /// that are left; else as [`Sessions::update`](crate::Sessions::update).
    pub async fn set_inputs<K, V>(&mut self, values: impl IntoIterator<Item = (K, V)>) -> Result<InputsSet>
    where
        K: Into<String>,
        V: Into<InputValue>,
    {
        let values: Vec<(String, InputValue)> = values
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        self.set_values(values).await
    }

    /// Takes inputs back: to what the template has, else to their defaults.
    ///
    /// # Errors
    ///
    /// As [`set_inputs`](Self::set_inputs).
    pub async fn reset_inputs<K: Into<String>>(&mut self, keys: impl IntoIterator<Item = K>) -> Result<InputsSet> {
        let values: Vec<(String, InputValue)> = keys.into_iter().map(|key| (key.into(), RESET.into())).collect();
        self.set_values(values).await
    }

    async fn set_values(&mut self, values: Vec<(String, InputValue)>) -> Result<InputsSet> {
        if values.is_empty() {
            return Ok(InputsSet::default());
        }
        let known = self.inputs().await?;
        let (values, left_out) = sorted(&known, values);
        self.warn(left_out.clone())?;
        let set: Vec<String> = values.iter().map(|(key, _)| key.clone()).collect();
        if !values.is_empty() {
            let known = self.with_what_was_set(&known);
            let client = self.client().clone();
            let update = client
                .inputs(self.id())
                .update()
                .set_all(values)
                .checked_against(&known);
            self.inputs_change();
            let updated = update.send().await?;
            self.set_record(updated.scenario);
        }
        Ok(InputsSet { set, left_out })
    }

    /// What tells values that were set from those that the engine filled in, where that is known.
    fn with_what_was_set(&self, known: &InputSet) -> InputSet {
        match &self.record.user_values {
            Some(_) if !self.record_is_old => known.clone().with_session(&self.record),
            _ => known.clone(),
        }
    }
}

/// The values that can be sent, each once and as the engine takes them, and why the others cannot.
fn sorted(known: &InputSet, values: Vec<(String, InputValue)>) -> (Vec<(String, InputValue)>, Vec<Warning>) {
    let (mut sent, mut left_out) = (Vec::<(String, InputValue)>::new(), Vec::new());
    for (key, value) in values {
        let key = key.trim().to_owned();
        let value = match known.get(&key) {
            Some(input) => as_taken(input, value),
            None => value,
        };
        if let Some(problem) = known.problem(&key, &value) {
            left_out.push(Warning::new(Severity::Warning, format!("inputs.{key}"), problem));
            continue;
        }
        // As in a map: whoever names an input twice means the later value.
        sent.retain(|(other, _)| *other != key);
        sent.push((key, value));
    }
    (sent, left_out)
}

/// A value in the form that the engine takes for an input of this kind, as far as it can be brought into it.
fn as_taken(input: &Input, value: InputValue) -> InputValue {
    match (InputKind::of(input), value) {
        (_, InputValue::Text(text)) if text.trim().eq_ignore_ascii_case(RESET) => RESET.into(),
        (InputKind::Choice, InputValue::Number(number)) => number.to_string().into(),
        (InputKind::Choice, InputValue::Text(text)) => text.trim().into(),
        (InputKind::Flag, InputValue::Text(text)) => flag(&text).map_or(InputValue::Text(text), InputValue::from),
        (InputKind::Number, InputValue::Text(text)) => match text.trim().parse::<f64>() {
            Ok(number) => number.into(),
            Err(_no_number) => text.into(),
        },
        (_, value) => value,
    }
}

fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "1.0" | "yes" | "y" | "on" => Some(true),
        "false" | "f" | "0" | "0.0" | "no" | "n" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known() -> InputSet {
        serde_json::from_value(json!({
            "a": {"min": 0, "max": 10, "default": 1, "unit": "%"},
            "on": {"min": 0, "max": 1, "default": 0, "unit": "bool"},
            "set": {"permitted_values": ["default", "1987"], "default": "default", "unit": "enum"},
        }))
        .unwrap()
    }

    #[test]
    fn values_are_brought_into_the_form_that_the_engine_takes() {
        let rows: [(&str, InputValue, InputValue); 9] = [
            ("a", " 2.5 ".into(), 2.5.into()),
            ("a", 3.into(), 3.0.into()),
            (" a ", "Reset".into(), "reset".into()),
            ("on", "YES".into(), 1.0.into()),
            ("on", " off".into(), 0.0.into()),
            ("on", true.into(), 1.0.into()),
            ("set", 1987.0.into(), "1987".into()),
            ("set", " default ".into(), "default".into()),
            ("set", "reset".into(), "reset".into()),
        ];
        for (key, value, taken) in rows {
            let shown = format!("{key} {value:?}");
            let (sent, left_out) = sorted(&known(), vec![(key.to_owned(), value)]);
            assert_eq!(sent, [(key.trim().to_owned(), taken)], "{shown}: {left_out:?}");
        }
    }

    #[test]
    fn what_cannot_be_is_left_out_with_its_reason() {
        let rows: [(&str, InputValue, &str); 6] = [
            ("b", 1.0.into(), "no input \"b\""),
            ("a", "much".into(), "has to be a number"),
            ("a", 11.0.into(), "10"),
            ("a", f64::NAN.into(), "a"),
            ("on", "perhaps".into(), "has to be a number"),
            ("set", 1988.0.into(), "\"default\", \"1987\""),
        ];
        for (key, value, part) in rows {
            let (sent, left_out) = sorted(&known(), vec![(key.to_owned(), value)]);
            assert!(sent.is_empty(), "{key}");
            assert_eq!(left_out[0].field, format!("inputs.{key}"));
            assert!(left_out[0].message.contains(part), "{}", left_out[0]);
        }
    }

    #[test]
    fn the_later_of_two_values_counts() {
        let values = [("a", 1.0), ("on", 1.0), ("a", 2.0)].map(|(key, value)| (key.to_owned(), value.into()));
        let (sent, _) = sorted(&known(), values.to_vec());
        assert_eq!(sent, [("on".to_owned(), 1.0.into()), ("a".to_owned(), 2.0.into())]);
    }
}
