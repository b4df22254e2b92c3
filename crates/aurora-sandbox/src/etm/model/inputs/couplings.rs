//! Inputs that other models set: those of industry, and the twelve interconnectors.

use super::{Needs, Row, Size, forever, row};
use crate::etm::model::plants::INTERCONNECTORS;

pub(super) const INDUSTRY: &str = "external_model_industry";
const LINKS: &str = "external_model_interconnectors";

/// The specific groups of industry, and the start of the input that carries each one.
const GROUPS: &[(&str, &str, &str, f64)] = &[
    (
        "industry_chemical_other",
        "external_coupling_industry_chemical_other_production",
        "MT",
        10.0,
    ),
    (
        "industry_chemical_fertilizers",
        "external_coupling_industry_chemical_fertilizers_production",
        "MT",
        2.5,
    ),
    (
        "industry_chemical_refineries",
        "external_coupling_industry_chemical_refineries_production",
        "MT",
        58.0,
    ),
    (
        "industry_metal_steel",
        "external_coupling_industry_metal_steel_production",
        "MT",
        6.7,
    ),
    (
        "industry_metal_aluminium",
        "external_coupling_industry_metal_aluminium_production",
        "MT",
        0.1,
    ),
    (
        "industry_metal_other",
        "external_coupling_industry_metal_other_production",
        "MT",
        0.9,
    ),
    (
        "industry_other_non_specified",
        "external_coupling_industry_other_non_specified_total",
        "PJ",
        76.0,
    ),
    (
        "industry_other_paper",
        "external_coupling_industry_other_paper_total",
        "PJ",
        17.0,
    ),
    (
        "industry_other_food",
        "external_coupling_industry_other_food_total",
        "PJ",
        54.0,
    ),
    (
        "industry_oil_mix",
        "external_coupling_industry_oil_mix_total",
        "PJ",
        100.0,
    ),
    ("industry_chp", "external_coupling_industry_chp_total", "MW", 2700.0),
    (
        "waste_chp",
        "external_coupling_energy_chp_supercritical_waste_mix_capacity",
        "MW",
        650.0,
    ),
    (
        "residual_heat",
        "external_coupling_industry_residual_heat_total",
        "PJ",
        0.0,
    ),
    ("ccus", "external_coupling_molecules_captured_co2_total", "MT", 0.0),
];

/// The input that carries a coupling group of industry, and its start.
pub(crate) fn carrier_of(group: &str) -> Option<(&'static str, f64)> {
    let found = GROUPS.iter().find(|(known, ..)| *known == group);
    found.map(|(_, key, _, start)| (*key, *start))
}

pub(super) fn groups() -> Vec<&'static str> {
    let mut all = vec![INDUSTRY, LINKS];
    all.extend(GROUPS.iter().map(|(group, ..)| *group));
    all.extend((1..=12).map(must_run_group));
    all
}

/// `interconnector_1_must_run` and so on.
fn must_run_group(number: usize) -> &'static str {
    const NAMES: [&str; 12] = [
        "interconnector_1_must_run",
        "interconnector_2_must_run",
        "interconnector_3_must_run",
        "interconnector_4_must_run",
        "interconnector_5_must_run",
        "interconnector_6_must_run",
        "interconnector_7_must_run",
        "interconnector_8_must_run",
        "interconnector_9_must_run",
        "interconnector_10_must_run",
        "interconnector_11_must_run",
        "interconnector_12_must_run",
    ];
    NAMES[(number - 1) % NAMES.len()]
}

pub(super) fn rows() -> Vec<Row> {
    let industry = GROUPS.iter().map(|(group, key, unit, start)| Row {
        coupling_groups: vec![INDUSTRY, *group].leak(),
        ..row(key, unit, 0.0, 10_000.0, *start, 0.1)
    });
    industry.chain((1..=12).flat_map(interconnector)).collect()
}

fn interconnector(number: usize) -> Vec<Row> {
    let groups: &'static [&'static str] = vec![LINKS, must_run_group(number)].leak();
    let (capacity, price) = INTERCONNECTORS[number - 1];
    let own = |rest: &str| forever(format!("electricity_interconnector_{number}_{rest}"));
    let coupled = |rest: &str| forever(format!("external_coupling_interconnector_{number}_{rest}"));
    let usual = |one: Row| Row {
        disabled_by_couplings: groups,
        ..one
    };
    let foreign = |one: Row| Row {
        coupling_groups: groups,
        ..one
    };
    vec![
        Row {
            size: Size::Computed,
            needs: Needs::Nothing,
            ..row(own("capacity"), "MW", 0.0, 50_000.0, capacity, 1.0)
        },
        usual(row(own("marginal_costs"), "euro", 0.0, 500.0, price, 0.1)),
        usual(row(own("import_availability"), "%", 0.0, 100.0, 100.0, 0.1)),
        usual(row(own("export_availability"), "%", 0.0, 100.0, 100.0, 0.1)),
        foreign(row(coupled("must_run"), "bool", 0.0, 1.0, 0.0, 1.0)),
        foreign(row(coupled("flh_of_import_user_curve"), "hours", 0.0, 8760.0, 0.0, 1.0)),
        foreign(row(coupled("flh_of_export_user_curve"), "hours", 0.0, 8760.0, 0.0, 1.0)),
    ]
}
