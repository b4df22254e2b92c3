//! What is wrong with values before the engine sees them.

use super::balance::Tolerance;
use super::{InputKind, InputSet};
use crate::InputValue;
use crate::sessions::SessionUpdate;
use crate::types::Input;

/// How much of a key has to agree to be worth a guess.
const ALIKE: f64 = 0.8;

impl InputSet {
    /// What is wrong with a value for an input by itself, in one line: that there is no such input, its range, its permitted
    /// values. Whether a share group adds up is a matter of all its inputs.
    #[must_use]
    pub fn problem(&self, key: &str, value: &InputValue) -> Option<String> {
        match self.get(key) {
            None => Some(self.unknown(key)),
            // Whatever it is now, it goes back.
            Some(_) if is_reset(value) => None,
            Some(input) => problem(key, input, value),
        }
    }

    /// Everything that is wrong, one line each.
    pub(super) fn problems(&self, update: &SessionUpdate, tolerance: Tolerance) -> Vec<String> {
        let single = update.values().iter();
        let single = single.filter_map(|(key, value)| self.problem(key, value));
        let mut problems: Vec<String> = single.collect();
        // A group of values that are wrong by themselves adds up to nothing.
        if problems.is_empty() {
            let unbalanced = self.unbalanced(update, tolerance);
            problems = unbalanced.into_iter().map(|(_, told)| told).collect();
        }
        problems
    }

    fn unknown(&self, key: &str) -> String {
        format!("there is no input {key:?}{}", did_you_mean(key, self.keys()))
    }
}

/// A question at the end of a message, where something known is much alike.
pub(crate) fn did_you_mean<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> String {
    let guess = known
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    guess.map_or_else(String::new, |(_, known)| format!("; did you mean {known:?}?"))
}

pub(crate) fn is_reset(value: &InputValue) -> bool {
    value.as_text() == Some("reset")
}

/// A number, also one that is written as a text.
pub(crate) fn number(value: &InputValue) -> Option<f64> {
    let number = match value {
        InputValue::Number(number) => Some(*number),
        InputValue::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

fn problem(key: &str, input: &Input, value: &InputValue) -> Option<String> {
    if let Some(error) = input.cache_error.as_deref() {
        return Some(format!(
            "{key} cannot be set: the engine could not compute its limits ({error})"
        ));
    }
    match (InputKind::of(input), number(value)) {
        (InputKind::Choice, _) => not_permitted(key, input, value),
        (_, None) => Some(format!(
            "{key} is {value:?}, but has to be a number",
            value = value.to_string()
        )),
        (InputKind::Flag, Some(number)) => {
            (number != 0.0 && number != 1.0).then(|| format!("{key} is {number}, but has to be 0 or 1 (false or true)"))
        }
        (InputKind::Number, Some(number)) => out_of_range(key, input, number),
    }
}

fn not_permitted(key: &str, input: &Input, value: &InputValue) -> Option<String> {
    let permitted = input.permitted_values.as_ref()?;
    let is_permitted = value
        .as_text()
        .is_some_and(|text| permitted.iter().any(|own| own == text));
    (!is_permitted).then(|| {
        let permitted: Vec<String> = permitted.iter().map(|text| format!("{text:?}")).collect();
        format!("{key} is {value}, but has to be one of {}", permitted.join(", "))
    })
}

/// Inputs of a share group have no range of their own: the engine looks at their sum.
fn out_of_range(key: &str, input: &Input, number: f64) -> Option<String> {
    let (None, Some(min), Some(max)) = (&input.share_group, input.min, input.max) else {
        return None;
    };
    let unit = input.unit.as_deref().unwrap_or_default();
    aurora_core::check::in_range(key, number, min..=max, unit)
        .err()
        .map(|error| error.to_string())
}
