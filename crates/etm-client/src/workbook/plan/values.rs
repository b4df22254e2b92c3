//! The inputs of a scenario: from cells to what is sent.

use std::collections::{BTreeMap, BTreeSet};

use crate::InputValue;
use crate::inputs::balance::Tolerance;
use crate::inputs::check::{is_reset, number};
use crate::inputs::{InputKind, InputSet};
use crate::sessions::SessionUpdate;
use crate::types::Input;
use crate::workbook::model::{CellValue, SliderCell};
use crate::workbook::place::Problem;

/// pyetm rounds up at ten decimals where a table has texts in it.
const ROUNDING: f64 = 1.000_001e-10;

/// So much it may add to a share group.
const ROUNDED_SUM: f64 = 1e-8;

/// What every share group adds up to.
const WHOLE: f64 = 100.0;

/// Inputs to be set.
#[derive(Clone, Debug)]
pub(in crate::workbook) struct Values {
    /// What is sent, as far as it is known.
    pub(in crate::workbook) update: SessionUpdate,
    /// The cells, where they have to be looked at again when the scenario is there: they were checked against another one's inputs, or
    /// against none.
    pub(in crate::workbook) again: Option<Cells>,
}

/// The cells of a scenario's inputs.
#[derive(Clone, Debug, Default)]
pub(in crate::workbook) struct Cells {
    pub(in crate::workbook) cells: Vec<SliderCell>,
    /// Whether they show all inputs, and not only those to be set.
    pub(in crate::workbook) exported: bool,
}

/// How much is known about the inputs that cells are checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::workbook) enum Basis {
    /// They are those of the scenario itself, or of one with the same area and year.
    Exact,
    /// They are those of a scenario of another area or year: limits may differ.
    Alike,
}

/// What came of cells.
#[derive(Debug, Default)]
pub(in crate::workbook) struct Assembled {
    pub(in crate::workbook) update: SessionUpdate,
    pub(in crate::workbook) problems: Vec<Problem>,
    /// How many cells hold what the scenario has.
    pub(in crate::workbook) unchanged: usize,
}

impl Cells {
    /// Cells that nothing is known about: as they are.
    pub(in crate::workbook) fn unchecked(&self) -> SessionUpdate {
        let value = |value: &CellValue| match value {
            CellValue::Number(number) => InputValue::Number(*number),
            CellValue::Text(text) => InputValue::Text(text.clone()),
            CellValue::Flag(flag) => InputValue::from(*flag),
        };
        let cells = self.cells.iter();
        cells.fold(SessionUpdate::new(), |update, cell| {
            update.with_value(&cell.key.value, value(&cell.value.value))
        })
    }

    /// Turns cells into values of their inputs' kinds, leaves out what the scenario has already, and checks the rest.
    pub(in crate::workbook) fn assemble(&self, inputs: &InputSet, basis: Basis, tolerance: Tolerance) -> Assembled {
        let mut all = Assembled::default();
        let mut wrong: BTreeSet<&str> = BTreeSet::new();
        for cell in &self.cells {
            let key = cell.key.value.as_str();
            let Some(input) = inputs.get(key) else {
                let unknown = inputs.problem(key, &InputValue::Number(0.0)).unwrap_or_default();
                all.problems.push(cell.key.problem(unknown));
                continue;
            };
            match self.value(cell, input) {
                Ok(value) if basis == Basis::Exact && self.is_there(key, &value, input, inputs) => all.unchanged += 1,
                Ok(value) => {
                    if let Some(problem) = problem(inputs, key, input, &value, basis) {
                        all.problems.push(cell.value.problem(problem));
                        wrong.extend(input.share_group.as_deref());
                    }
                    all.update = all.update.with_value(key, value);
                }
                Err(message) => {
                    all.problems.push(cell.value.problem(message));
                    wrong.extend(input.share_group.as_deref());
                }
            }
        }
        if self.exported && basis == Basis::Exact {
            self.settle(&mut all.update, inputs);
        }
        let groups = match basis {
            Basis::Exact => inputs.unbalanced(&all.update, tolerance),
            Basis::Alike => roughly_unbalanced(inputs, &all.update),
        };
        let groups = groups.into_iter().filter(|(group, _)| !wrong.contains(group.as_str()));
        all.problems
            .extend(groups.map(|(group, message)| self.problem_of(&group, message, inputs)));
        all
    }

    /// Takes back what rounding has added to the share groups of an export, which the engine would refuse.
    fn settle(&self, update: &mut SessionUpdate, inputs: &InputSet) {
        let mut cells: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
        for cell in &self.cells {
            let key = cell.key.value.as_str();
            let group = inputs.get(key).and_then(|input| input.share_group.as_deref());
            if let (Some(group), CellValue::Number(number)) = (group, &cell.value.value) {
                cells.entry(group).or_default().push((key, *number));
            }
        }
        for (group, cells) in cells {
            let sum: f64 = cells.iter().map(|(_, number)| number).sum();
            let is_rounded = sum != WHOLE && (sum - WHOLE).abs() <= ROUNDED_SUM;
            if !is_rounded || inputs.share_group(group).count() != cells.len() {
                continue;
            }
            let sent = cells.iter().filter(|(key, _)| update.values().contains_key(*key));
            if let Some((largest, _)) = sent.max_by(|(_, one), (_, other)| one.total_cmp(other)) {
                let rest: f64 = cells
                    .iter()
                    .filter(|(key, _)| key != largest)
                    .map(|(_, number)| number)
                    .sum();
                *update = std::mem::take(update).with_value(*largest, WHOLE - rest);
            }
        }
    }

    /// Names the first cell of a share group.
    fn problem_of(&self, group: &str, message: String, inputs: &InputSet) -> Problem {
        let is_in = |cell: &&SliderCell| {
            let input = inputs.get(&cell.key.value);
            input.is_some_and(|input| input.share_group.as_deref() == Some(group))
        };
        match self.cells.iter().find(is_in) {
            Some(cell) => cell.value.problem(message),
            None => Problem::of_file(message),
        }
    }

    fn value(&self, cell: &SliderCell, input: &Input) -> Result<InputValue, String> {
        let key = &cell.key.value;
        let value = &cell.value.value;
        match (InputKind::of(input), value) {
            (_, CellValue::Text(text)) if text == "reset" => Ok(InputValue::from("reset")),
            (InputKind::Flag, CellValue::Flag(flag)) => Ok(InputValue::from(*flag)),
            (InputKind::Flag, CellValue::Text(text)) => {
                let flag = flag(text).map(InputValue::from);
                flag.ok_or_else(|| format!("{key} is {value}, but has to be true or false"))
            }
            (InputKind::Choice, CellValue::Text(text)) => Ok(InputValue::Text(text.clone())),
            (InputKind::Choice, other) => Ok(InputValue::Text(other.to_string())),
            (_, CellValue::Number(number)) => Ok(InputValue::Number(*number)),
            (InputKind::Number, CellValue::Text(text)) => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                let advice = match text.contains(',') {
                    true => "; write a point before decimals",
                    false => "",
                };
                number
                    .map(InputValue::Number)
                    .ok_or_else(|| format!("{key} is {value}, but has to be a number{advice}"))
            }
            (InputKind::Number, CellValue::Flag(_)) => Err(format!("{key} is {value}, but has to be a number")),
        }
    }

    /// Whether the scenario has that value: set, or for a table of all inputs anyhow.
    fn is_there(&self, key: &str, value: &InputValue, input: &Input, inputs: &InputSet) -> bool {
        if is_reset(value) {
            return false;
        }
        let own = match self.exported {
            true => input.user.as_ref().or(input.default.as_ref()),
            false => input.user.as_ref().filter(|_| inputs.is_explicit(key) == Some(true)),
        };
        own.is_some_and(|own| is_same(own, value, self.exported))
    }
}

/// Whether two values are one; for an export, which may be rounded, nearly.
fn is_same(own: &InputValue, other: &InputValue, rounded: bool) -> bool {
    match (number(own), number(other)) {
        (Some(own), Some(other)) => own == other || (rounded && (own - other).abs() <= ROUNDING),
        _ => own == other,
    }
}

/// As pyetm reads them.
fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "yes" | "y" | "on" => Some(true),
        "false" | "f" | "0" | "no" | "n" | "off" => Some(false),
        _ => text
            .parse::<f64>()
            .ok()
            .filter(|number| *number == 0.0 || *number == 1.0)
            .map(|number| number == 1.0),
    }
}

/// What is wrong with one value. Limits are those of an area.
fn problem(inputs: &InputSet, key: &str, input: &Input, value: &InputValue, basis: Basis) -> Option<String> {
    let is_limit = InputKind::of(input) == InputKind::Number;
    match basis {
        Basis::Alike if is_limit => None,
        _ => inputs.problem(key, value),
    }
}

/// The share groups that cannot add up to 100 in any area: those whose given values are more, and those that are given as a whole.
fn roughly_unbalanced(inputs: &InputSet, update: &SessionUpdate) -> Vec<(String, String)> {
    let mut groups: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    for (key, value) in update.values() {
        let group = inputs.get(key).and_then(|input| input.share_group.as_deref());
        if let (Some(group), Some(number)) = (group, number(value)) {
            groups.entry(group).or_default().push((key, number));
        }
    }
    let mut unbalanced = Vec::new();
    for (group, given) in groups {
        let sum: f64 = given.iter().map(|(_, number)| number).sum();
        let is_whole = inputs.share_group(group).count() == given.len();
        let is_more = sum > WHOLE + 0.01 && given.iter().all(|(_, number)| *number >= 0.0);
        if is_more || (is_whole && sum < WHOLE - 0.01) {
            let given: Vec<String> = given.iter().map(|(key, number)| format!("{key}={number}")).collect();
            let told = format!(
                "the share group {group:?} adds up to {sum} with {}, but has to add up to 100",
                given.join(", ")
            );
            unbalanced.push((group.to_owned(), told));
        }
    }
    unbalanced
}
