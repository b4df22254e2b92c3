//! Exactly one thing of a name, out of a list.

use aurora_core::{Error, ErrorKind, Result};

/// Names shorter than this differ too easily for a distance to mean anything.
const SHORTEST_PART: usize = 3;
/// How alike two names have to be, from 0 to 1.
const ALIKE: f64 = 0.6;
const SUGGESTIONS: usize = 5;

/// What a lookup needs to know of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    pub(crate) id: i64,
    /// Retired items are never found, only mentioned.
    pub(crate) retired: bool,
}

/// The one item of exactly this name.
///
/// `what` is the word for an item, such as `turbine`.
pub(crate) fn exactly_one<'a, T>(
    what: &str,
    items: &'a [T],
    wanted: &str,
    entry: impl Fn(&'a T) -> Entry<'a>,
) -> Result<&'a T> {
    let found: Vec<&'a T> = items
        .iter()
        .filter(|item| entry(item).name == wanted && !entry(item).retired)
        .collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let entries: Vec<Entry<'a>> = items.iter().map(entry).collect();
            Err(not_found(what, wanted, &entries))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|item| entry(item).id.to_string()).collect();
            let message = format!("{} {what}s are named {wanted:?}: ids {}", several.len(), ids.join(", "));
            Err(Error::new(ErrorKind::Ambiguous, message).with_advice("choose one of them by its id"))
        }
    }
}

fn not_found(what: &str, wanted: &str, entries: &[Entry<'_>]) -> Error {
    let error = Error::new(ErrorKind::NotFound, format!("no {what} is named {wanted:?}"));
    if let Some(retired) = entries.iter().find(|entry| entry.retired && entry.name == wanted) {
        let advice = format!(
            "one of that name exists but is retired (id {}); use its id, or another name",
            retired.id
        );
        return error.with_advice(advice);
    }
    let near = near_matches(wanted, entries);
    if near.is_empty() {
        return error.with_advice(format!(
            "list the {what}s; names are compared exactly, and none is like this one"
        ));
    }
    error.with_advice(format!(
        "did you mean {}? names are compared exactly, spaces included",
        near.join(", ")
    ))
}

/// The names most like the wanted one, best first.
fn near_matches(wanted: &str, entries: &[Entry<'_>]) -> Vec<String> {
    let wanted = folded(wanted);
    let mut scored: Vec<(f64, &Entry<'_>)> = entries
        .iter()
        .map(|entry| (likeness(&wanted, &folded(entry.name)), entry))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored.iter().take(SUGGESTIONS).map(|(_, entry)| shown(entry)).collect()
}

fn shown(entry: &Entry<'_>) -> String {
    let retired = if entry.retired { ", retired" } else { "" };
    format!("{:?} (id {}{retired})", entry.name, entry.id)
}

/// 1 for names that differ only in case and surrounding spaces, a little less where one contains the other.
fn likeness(wanted: &str, name: &str) -> f64 {
    const CONTAINED: f64 = 0.9;
    if wanted == name {
        return 1.0;
    }
    let contains =
        wanted.len() >= SHORTEST_PART && (name.contains(wanted) || wanted.contains(name) && !name.is_empty());
    let distance = strsim::normalized_damerau_levenshtein(wanted, name);
    if contains { distance.max(CONTAINED) } else { distance }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: [(&str, i64, bool); 7] = [
        ("Siemens SWT-4.0-130", 268, false),
        ("Siemens SWT-3.6-120", 269, false),
        (" 16MW GE", 1011, false),
        ("Twin", 1, false),
        ("Twin", 2, false),
        ("Old", 3, true),
        ("EWT Directwind 2000/96", 29, false),
    ];

    fn find(wanted: &str) -> Result<i64> {
        exactly_one("turbine", &ITEMS, wanted, |item| Entry {
            name: item.0,
            id: item.1,
            retired: item.2,
        })
        .map(|item| item.1)
    }

    #[test]
    fn a_name_is_compared_exactly() {
        assert_eq!(find("Siemens SWT-4.0-130").unwrap(), 268);
        assert_eq!(find(" 16MW GE").unwrap(), 1011);
    }

    #[test]
    fn near_matches_are_named_with_their_ids() {
        let rows = [
            ("siemens swt-4.0-130", "\"Siemens SWT-4.0-130\" (id 268)"),
            ("16MW GE", "\" 16MW GE\" (id 1011)"),
            ("Siemens SWT-4.0-13", "(id 268)"),
            ("Simens SWT-3.6-120", "(id 269)"),
            ("Directwind", "(id 29)"),
        ];
        for (wanted, near) in rows {
            let error = find(wanted).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound, "{wanted}");
            assert!(error.to_string().contains(near), "{error}");
        }
    }

    #[test]
    fn nothing_alike_suggests_nothing() {
        let error = find("Nordex N117/2400").unwrap_err().to_string();
        assert!(
            error.contains("none is like this one") && !error.contains("did you mean"),
            "{error}"
        );
    }

    #[test]
    fn several_of_a_name_are_another_kind_of_error_and_name_their_ids() {
        let error = find("Twin").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Ambiguous);
        assert!(
            error.to_string().contains("2 turbines are named \"Twin\": ids 1, 2"),
            "{error}"
        );
    }

    #[test]
    fn a_retired_one_is_not_found_but_mentioned() {
        let error = find("Old").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.to_string().contains("exists but is retired (id 3)"), "{error}");
    }
}
