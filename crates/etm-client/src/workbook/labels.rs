//! Whose columns are whose.

use std::collections::BTreeMap;

use super::model::{InputBook, MainRow, Origin};
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

/// The labels that are no scenario's, or of more than one. A label that is repeated is named once for each sheet.
pub(super) fn unknown(book: &InputBook, is_known: impl Fn(&str) -> bool) -> Vec<Problem> {
    let mut told = BTreeMap::new();
    let mut problems = Vec::new();
    for label in all(book) {
        let key = (label.place.sheet(), label.value.as_str());
        let several = several(book, &label.value);
        if (is_known(&label.value) && several.is_none()) || told.insert(key, ()).is_some() {
            continue;
        }
        if let Some((one, other)) = several {
            let (one, other) = (&one.place, &other.place);
            let message = format!(
                "both {one} and {other} are called {:?}; give them short names of their own",
                label.value
            );
            problems.push(label.problem(message));
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

/// Two scenarios that a label may mean as well as each other, in the order in which [`InputBook::row_of`] looks.
fn several<'b>(book: &'b InputBook, label: &str) -> Option<(&'b MainRow, &'b MainRow)> {
    let label = label.trim();
    let is = |text: &Option<Placed<String>>| text.as_ref().is_some_and(|text| text.value == label);
    let ways: [&dyn Fn(&MainRow) -> bool; 4] = [
        &|row| is(&row.short_name),
        &|row| is(&row.name),
        &|row| is(&row.title),
        &|row| matches!(&row.origin, Origin::Existing(id) if id.value.to_string() == label),
    ];
    for way in ways {
        let mut found = book.rows.iter().filter(|row| way(row));
        match (found.next(), found.next()) {
            (Some(one), Some(other)) => return Some((one, other)),
            (Some(_), None) => return None,
            (None, _) => {}
        }
    }
    None
}
