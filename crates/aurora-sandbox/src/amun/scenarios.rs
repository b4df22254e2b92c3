//! Market scenarios of each region.

use serde::Serialize;

use super::regions::{self, REGIONS, Region};
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::weather::mix;

/// The year whose weather every scenario's market was modelled with.
pub(super) const REFERENCE_YEAR: i64 = 2013;
/// Regions without a subscription: they exist, but list no scenario.
const UNSUBSCRIBED: &[&str] = &["np15", "sp15", "zp26"];

/// A scenario, with the field names of the wire.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scenario {
    pub(super) id: i64,
    name: String,
    description: Option<String>,
    is_retired: bool,
    region: &'static str,
    #[serde(rename = "S3uri")]
    s3_uri: Option<String>,
    currency: &'static str,
    currency_year: i64,
    publication_date: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    scenario_version: i64,
    hash: String,
    has_file: bool,
}

impl Scenario {
    pub(super) fn region(&self) -> Result<&'static Region, Refusal> {
        regions::find(self.region)
    }
}

/// Name, whether retired, publication date. Two rows of a name are one retired and one live, or both live: a lookup by
/// name finds the live one of the first pair and must refuse the second.
const COMMON: &[(&str, bool, &str)] = &[
    ("Aurora Central - 2020 October", false, "2020-10-20T09:00:00.000Z"),
    ("Aurora Central - July 2021", true, "2021-07-12T09:00:00.000Z"),
    ("Aurora Central - July 2021", false, "2021-07-19T09:00:00.000Z"),
    ("Aurora Central - April 2022", false, "2022-04-25T09:00:00.000Z"),
    ("Aurora Central - October 2022", false, "2022-10-17T09:00:00.000Z"),
    ("Aurora Central - October 2022", false, "2022-10-24T09:00:00.000Z"),
];

/// Every scenario of every subscribed region.
pub(super) fn scenarios(seed: u64) -> Vec<Scenario> {
    let subscribed = REGIONS.iter().filter(|region| !UNSUBSCRIBED.contains(&region.code));
    subscribed
        .enumerate()
        .flat_map(|(index, region)| of_region(seed, index as i64, region))
        .collect()
}

fn of_region(seed: u64, index: i64, region: &'static Region) -> Vec<Scenario> {
    let mut list = if region.code == "gbr" { british() } else { Vec::new() };
    list.extend(COMMON.iter().enumerate().map(|(number, (name, retired, date))| {
        let id = 100 + index * 10 + number as i64;
        let hash = uuid(mix(&[seed, 4, id as u64]), mix(&[seed, 5, id as u64]));
        Scenario {
            is_retired: *retired,
            ..scenario(id, name, date, region.code, region.currency, hash)
        }
    }));
    if region.code == "gbr" {
        let hash = uuid(mix(&[seed, 4, 5]), mix(&[seed, 5, 5]));
        list.push(scenario(
            5,
            "Great Britain Jan 23 (Central)",
            "2023-01-16T09:00:00.000Z",
            "gbr",
            "GBP",
            hash,
        ));
    }
    list
}

fn scenario(id: i64, name: &str, date: &str, region: &'static str, currency: &'static str, hash: String) -> Scenario {
    Scenario {
        id,
        name: name.to_owned(),
        description: Some(format!("Central price forecast for {region}, made up by the sandbox")),
        is_retired: false,
        region,
        s3_uri: None,
        currency,
        currency_year: 2018,
        publication_date: Some(date.to_owned()),
        kind: "legacy",
        scenario_version: 0,
        hash,
        has_file: false,
    }
}

/// The two that were recorded, by id, name, dates and hash.
fn british() -> Vec<Scenario> {
    let hash = |text: &str| text.to_owned();
    vec![
        Scenario {
            description: Some("A smarter power system with more flexible capacity and demand".to_owned()),
            is_retired: true,
            ..scenario(
                3,
                "2019 Smart Power Scenario",
                "2020-01-09T17:02:05.000Z",
                "gbr",
                "GBP",
                hash("a5da31ed-f72d-424e-9d41-a81873269dbc"),
            )
        },
        scenario(
            4,
            "Aurora Central - 2019 April",
            "2019-04-09T17:02:05.000Z",
            "gbr",
            "GBP",
            hash("ca648771-380f-4b49-96ce-3d1f3ae809eb"),
        ),
    ]
}

/// `list_scenarios`: all scenarios of a region, retired ones among them.
pub(super) fn list(all: &[Scenario], call: &Call) -> Result<Reply, Refusal> {
    let code = call
        .query("region")
        .ok_or_else(|| Refusal::invalid("the query parameter region is missing"))?;
    let region = regions::find(code)?;
    let found: Vec<_> = all.iter().filter(|scenario| scenario.region == region.code).collect();
    Ok(Reply::ok(&found))
}

/// 128 bits in the usual spelling of a random UUID (version 4).
pub(crate) fn uuid(high: u64, low: u64) -> String {
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | ((low >> 48) & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_unsubscribed_regions_have_none() {
        let all = scenarios(1);
        let mut ids: Vec<_> = all.iter().map(|scenario| scenario.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all.len());
        assert!(all.iter().all(|scenario| scenario.region != "np15"));
    }

    #[test]
    fn a_uuid_is_spelt_as_version_four() {
        assert_eq!(uuid(u64::MAX, u64::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid(0, 0), "00000000-0000-4000-8000-000000000000");
    }
}
