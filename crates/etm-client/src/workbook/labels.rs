//! Whose columns are whose.

use std::collections::BTreeMap;

use super::model::InputBook;
use super::place::{Placed, Problem};

/// All labels of the sheets, with the name of what they are labels of.
fn all(book: &InputBook) -> impl Iterator<Item = &Placed<String>> {
    let orders = book
        .sortables
        .values()
        .flatten()
        .filter_map(|column| column.label.as_ref());
    let curves = book
        .custom_curves
        .values()
        .flatten()
        .filter_map(|column| column.label.as_ref());
    let users = book.users.iter().map(|column| &column.label);
    let sliders = book.sliders.iter().map(|column| &column.label);
    sliders.chain(orders).chain(curves).chain(users)
}

/// The labels that are no scenario's. A label that is repeated is named once for each sheet.
pub(super) fn unknown(book: &InputBook, is_known: impl Fn(&str) -> bool) -> Vec<Problem> {
    let mut told = BTreeMap::new();
    let mut problems = Vec::new();
    for label in all(book) {
        let key = (label.place.sheet(), label.value.as_str());
        if is_known(&label.value) || told.insert(key, ()).is_some() {
            continue;
        }
        let known: Vec<String> = book.rows.iter().map(|row| format!("{:?}", row.label())).collect();
        let known = match known.len() {
            0 => "MAIN has no scenario".to_owned(),
            1..=8 => format!("the scenarios of MAIN are {}", known.join(", ")),
            more => format!(
                "the scenarios of MAIN are {} and {} more",
                known[..8].join(", "),
                more - 8
            ),
        };
        problems.push(label.problem(format!("no scenario is called {:?}; {known}", label.value)));
    }
    problems
}
