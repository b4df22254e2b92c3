//! The scenarios that Aurora has published.

use serde_json::{Value, json};

use crate::amun::uuid;
use crate::origin::regions::{GROUPS, Group};
use crate::origin::scenarios::{Run, Scenario};
use crate::origin::state::{Facts, Variant};
use crate::weather::mix;

/// Year, month's name, and day of publication.
const RELEASES: &[(i64, &str, &str)] = &[
    (2024, "Apr", "2024-04-30"),
    (2025, "Oct", "2025-10-31"),
    (2025, "Apr", "2025-04-30"),
    (2024, "Oct", "2024-10-31"),
];

const VARIANTS: &[(Variant, &str)] = &[
    (Variant::Central, "Central"),
    (Variant::High, "High"),
    (Variant::Low, "Low"),
    (Variant::NetZero, "Net Zero"),
];

/// The years that every published scenario was run for.
pub(crate) const YEARS: &[i64] = &[2025, 2026, 2027, 2028, 2029, 2030, 2035, 2040, 2045, 2050];

/// All published scenarios, group by group; neither ascending nor descending by date, so that a client has to sort.
pub(crate) fn published() -> Vec<Scenario> {
    let mut all = Vec::new();
    for group in GROUPS {
        for (variant, variant_name) in VARIANTS {
            for (vintage, month, day) in RELEASES {
                let name = format!("{} {variant_name} {vintage} {month}", group.code.to_uppercase());
                // With and without fractions of a second: both occur.
                let clock = if *month == "Apr" { "09:00:00.000Z" } else { "09:00:00Z" };
                all.push(scenario(
                    group,
                    *variant,
                    *vintage,
                    name,
                    Some(format!("{day}T{clock}")),
                ));
            }
        }
    }
    if let Some(group) = GROUPS.iter().find(|group| group.code == "fra") {
        let name = "FRA Central 2026 preview".to_owned();
        all.push(scenario(group, Variant::Central, 2026, name, None));
    }
    all
}

fn scenario(group: &'static Group, variant: Variant, vintage: i64, name: String, date: Option<String>) -> Scenario {
    let number = name.bytes().fold(0_u64, |sum, byte| mix(&[sum, u64::from(byte)]));
    let id = uuid(mix(&[number, 1]), mix(&[number, 2]));
    let facts = Facts {
        root: id.clone(),
        id,
        tenant: None,
        group,
        base: None,
        variant,
        vintage,
        years: YEARS.to_vec(),
        currencies: currencies(group),
        weather_year: None,
        exogenous: false,
        name,
    };
    let run_details = run_details(&facts, &["MYR", "FYR"]);
    let mut scenario = Scenario::new(facts, Run::Published);
    scenario.description = Some(format!("{} case of {}", VARIANTS[variant as usize].1, group.name));
    scenario.run_type = "MYR_AND_FYR".to_owned();
    scenario.run_details = Some(run_details);
    scenario.last_updated = date.clone().unwrap_or_else(|| "2026-01-15T09:00:00.000Z".to_owned());
    scenario.publication_date = date;
    scenario
}

fn currencies(group: &Group) -> Vec<String> {
    let mut all = vec![group.currency.to_owned()];
    for other in ["eur2024", "usd2024", "gbp2024"] {
        if other != group.currency {
            all.push(other.to_owned());
        }
    }
    all
}

/// `runDetails`: runs over sample years (`MYR`) list no years, full ones (`FYR`) do.
pub(crate) fn run_details(facts: &Facts, kinds: &[&str]) -> Value {
    let number = facts.id.bytes().fold(0_u64, |sum, byte| mix(&[sum, u64::from(byte)]));
    let run = |index: usize, kind: &str| {
        let id = uuid(mix(&[number, 3, index as u64]), mix(&[number, 4, index as u64]));
        let mut run = json!({"runGlobalId": id, "runType": kind});
        if kind == "FYR" {
            let years: Vec<_> = facts.years.iter().map(|year| json!({"year": year})).collect();
            run["years"] = Value::Array(years);
        }
        run
    };
    kinds.iter().enumerate().map(|(index, kind)| run(index, kind)).collect()
}
