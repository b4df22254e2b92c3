//! Which regions are connected with which.

use std::collections::{BTreeMap, BTreeSet};

/// The neighbours of each region. Pairs come with both ends; an entry with another number of ends connects nothing.
pub(super) fn map<'a>(ends: impl IntoIterator<Item = &'a [String]>) -> BTreeMap<String, BTreeSet<String>> {
    let mut map: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for pair in ends {
        if let [a, b] = pair {
            map.entry(a.clone()).or_default().insert(b.clone());
            map.entry(b.clone()).or_default().insert(a.clone());
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ends: &[&[&str]]) -> String {
        let ends: Vec<Vec<String>> = ends
            .iter()
            .map(|pair| pair.iter().map(ToString::to_string).collect())
            .collect();
        let map = map(ends.iter().map(Vec::as_slice));
        let lines = map.iter().map(|(region, neighbours)| {
            let neighbours: Vec<_> = neighbours.iter().map(String::as_str).collect();
            format!("{region}: {}", neighbours.join(" "))
        });
        lines.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn every_region_knows_its_neighbours() {
        let ends: &[&[&str]] = &[&["gbr", "fra"], &["gbr", "irl"], &["fra", "deu"]];
        assert_eq!(of(ends), "deu: fra, fra: deu gbr, gbr: fra irl, irl: gbr");
    }

    #[test]
    fn both_directions_and_repetitions_make_one_connection() {
        let ends: &[&[&str]] = &[&["gbr", "fra"], &["fra", "gbr"], &["gbr", "fra"]];
        assert_eq!(of(ends), "fra: gbr, gbr: fra");
    }

    #[test]
    fn a_region_connected_with_itself_stays_a_map_of_one() {
        assert_eq!(of(&[&["gbr", "gbr"]]), "gbr: gbr");
    }

    #[test]
    fn what_is_no_pair_connects_nothing() {
        assert_eq!(of(&[&["gbr"], &[], &["a", "b", "c"]]), "");
    }
}
