//! The regions that a scenario has outputs of.

use crate::types::RegionEntry;
use crate::{RegionEntries, RegionGroups};

/// The regions of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Regions {
    /// The regions that the scenario names itself, in the service's order.
    pub own: RegionEntries,
    /// The other regions of the group that the first of its own belongs to. Unverified: their addresses are derived from those of
    /// that first one, and the files behind them may not exist.
    pub additional: RegionEntries,
}

impl Regions {
    /// The regions of a scenario with these own regions, by the service's region groups.
    ///
    /// The group is the first one that holds the first own region or is named like it (as those of nodal hubs are); the addresses
    /// of a further region are those of the first own one with each path segment that is its code replaced.
    #[must_use]
    pub fn derive(own: RegionEntries, groups: &RegionGroups) -> Self {
        let additional = match own.first() {
            Some((code, entry)) => additional(code, entry, &own, groups),
            None => RegionEntries::new(),
        };
        Self { own, additional }
    }

    /// The entry of a region, own or additional.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&RegionEntry> {
        self.own.get(code).or_else(|| self.additional.get(code))
    }

    /// All codes, own ones first.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.own.keys().chain(self.additional.keys())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.additional.is_empty()
    }
}

fn additional(first: &str, entry: &RegionEntry, own: &RegionEntries, groups: &RegionGroups) -> RegionEntries {
    let group = groups.values().find(|group| {
        let regions = group.regions.as_ref();
        regions.is_some_and(|regions| regions.contains_key(first)) || group.region_group_code.as_deref() == Some(first)
    });
    let codes = group.and_then(|group| group.regions.as_ref()).into_iter();
    codes
        .flat_map(|regions| regions.keys())
        .filter(|code| !own.contains_key(code))
        .map(|code| (code.to_owned(), moved(entry, first, code)))
        .collect()
}

/// The entry of another region beside this one.
fn moved(entry: &RegionEntry, from: &str, to: &str) -> RegionEntry {
    let mut entry = entry.clone();
    let replace = |url: &mut Option<String>| {
        if let Some(url) = url {
            *url = with_segment_replaced(url, from, to);
        }
    };
    replace(&mut entry.meta_url);
    replace(&mut entry.data_url_base);
    entry.region_code = Some(to.to_owned());
    entry
}

/// A path in which every whole segment `from`, with a slash before and after it, is `to`.
fn with_segment_replaced(path: &str, from: &str, to: &str) -> String {
    let segments: Vec<&str> = path.split('/').collect();
    let last = segments.len().saturating_sub(1);
    let replaced = segments.iter().enumerate().map(|(index, segment)| {
        let is_inside = index > 0 && index < last;
        if is_inside && *segment == from { to } else { segment }
    });
    replaced.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn regions(own: Value, groups: Value) -> Regions {
        Regions::derive(
            serde_json::from_value(own).unwrap(),
            &serde_json::from_value(groups).unwrap(),
        )
    }

    #[test]
    fn only_whole_segments_inside_a_path_are_replaced() {
        let rows = [
            ("download/gbr/x/gbr/", "download/irl/x/irl/"),
            ("gbr/x/gbr", "gbr/x/gbr"),
            ("a/gbr2/gbr/gbr/b", "a/gbr2/irl/irl/b"),
            ("a/GBR/b", "a/GBR/b"),
            ("none", "none"),
        ];
        for (path, expected) in rows {
            assert_eq!(with_segment_replaced(path, "gbr", "irl"), expected);
        }
    }

    #[test]
    fn further_regions_come_from_the_group_of_the_first_own_one() {
        let entry = json!({"regionCode": "nsw", "metaUrl": "m/nsw/meta.json", "dataUrlBase": "d/nsw/"});
        let groups = json!({
            "1": {"regionGroupCode": "gbr", "regions": {"gbr": {}}},
            "2": {"regionGroupCode": "aus", "regions": {"vic": 1, "nsw": null, "qld": {}}},
        });
        let found = regions(json!({"nsw": entry, "qld": {}}), groups);
        assert_eq!(found.own.keys().collect::<Vec<_>>(), ["nsw", "qld"]);
        assert_eq!(found.additional.keys().collect::<Vec<_>>(), ["vic"]);
        let vic = found.get("vic").unwrap();
        assert_eq!(vic.meta_url.as_deref(), Some("m/vic/meta.json"));
        assert_eq!(vic.data_url_base.as_deref(), Some("d/vic/"));
        assert_eq!(vic.region_code.as_deref(), Some("vic"));
    }

    #[test]
    fn a_hub_finds_its_group_by_the_groups_code_and_a_stranger_finds_none() {
        let groups = json!({"1": {"regionGroupCode": "erc", "regions": {"erc_west": {}}}, "2": {}});
        let hub = regions(json!({"erc": {"metaUrl": null}}), groups.clone());
        assert_eq!(hub.codes().collect::<Vec<_>>(), ["erc", "erc_west"]);
        let stranger = regions(json!({"xyz": {}}), groups);
        assert_eq!(stranger.codes().collect::<Vec<_>>(), ["xyz"]);
        assert!(regions(json!({}), json!({})).is_empty());
    }
}
