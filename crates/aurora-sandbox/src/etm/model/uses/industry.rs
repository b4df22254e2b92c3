//! Industry.

use super::{Technology, Use, fixed, input, only};
use crate::etm::model::carriers::{COAL, CRUDE_OIL, ELECTRICITY, HT, HYDROGEN, NAPHTHA, NETWORK_GAS, WOOD_PELLETS};
use crate::etm::model::profiles::Shape;

const fn sector(
    node: &'static str,
    last: &'static str,
    useful: f64,
    level: &'static str,
    coupling: &'static str,
    technologies: &'static [Technology],
) -> Use {
    Use {
        level: Some(level),
        coupling: Some(coupling),
        ..Use::new(node, last, useful, Shape::Flat, technologies)
    }
}

const fn feedstock(one: Use) -> Use {
    Use { burns: false, ..one }
}

#[rustfmt::skip]
pub(super) static USES: &[Use] = &[
    sector("industry_useful_demand_for_chemical_other", "industry_final_demand_for_chemical_other", 150.0, "industry_useful_demand_for_chemical_other", "industry_chemical_other", &[
        fixed("industry_chemicals_other_burner_network_gas", 47.0, &[(NETWORK_GAS, 1.1)]),
        fixed("industry_chemicals_other_electricity", 29.0, &[(ELECTRICITY, 1.0)]),
        fixed("industry_chemicals_other_steam_hot_water", 24.0, &[(HT, 1.0)]),
    ]).curve("industry_chemicals_electricity"),
    feedstock(sector("industry_useful_demand_for_chemical_other_non_energetic", "industry_final_demand_for_chemical_other_non_energetic", 480.0, "industry_useful_demand_for_chemical_other", "industry_chemical_other", &[
        fixed("industry_chemicals_other_naphtha_non_energetic", 85.0, &[(NAPHTHA, 1.0)]),
        fixed("industry_chemicals_other_network_gas_non_energetic", 9.0, &[(NETWORK_GAS, 1.0)]),
        fixed("industry_chemicals_other_crude_oil_non_energetic", 6.0, &[(CRUDE_OIL, 1.0)]),
    ])),
    feedstock(sector("industry_useful_demand_for_chemical_fertilizers_non_energetic", "industry_final_demand_for_chemical_fertilizers_non_energetic", 52.0, "industry_useful_demand_for_chemical_fertilizers", "industry_chemical_fertilizers", &[
        only("industry_chemicals_fertilizers_hydrogen_non_energetic", &[(HYDROGEN, 1.0)]),
    ])),
    sector("industry_useful_demand_for_chemical_fertilizers", "industry_final_demand_for_chemical_fertilizers", 22.0, "industry_useful_demand_for_chemical_fertilizers", "industry_chemical_fertilizers", &[
        fixed("industry_chemicals_fertilizers_burner_network_gas", 88.0, &[(NETWORK_GAS, 1.1)]),
        fixed("industry_chemicals_fertilizers_electricity", 12.0, &[(ELECTRICITY, 1.0)]),
    ]).curve("industry_fertilizers_electricity"),
    sector("industry_useful_demand_for_chemical_refineries", "industry_final_demand_for_chemical_refineries", 120.0, "industry_useful_demand_for_chemical_refineries", "industry_chemical_refineries", &[
        fixed("industry_chemicals_refineries_burner_crude_oil", 55.0, &[(CRUDE_OIL, 1.12)]),
        fixed("industry_chemicals_refineries_burner_network_gas", 30.0, &[(NETWORK_GAS, 1.1)]),
        fixed("industry_chemicals_refineries_electricity", 8.0, &[(ELECTRICITY, 1.0)]),
        fixed("industry_chemicals_refineries_steam_hot_water", 7.0, &[(HT, 1.0)]),
    ]).curve("industry_refineries_electricity"),
    sector("industry_useful_demand_for_metal_steel", "industry_final_demand_for_metal_steel", 78.0, "industry_useful_demand_for_metal_steel", "industry_metal_steel", &[
        fixed("industry_steel_blastfurnace_bof_production", 90.0, &[(COAL, 1.25), (ELECTRICITY, 0.08)]),
        fixed("industry_steel_burner_network_gas", 10.0, &[(NETWORK_GAS, 1.1)]),
    ]).curve("industry_metals_electricity"),
    sector("industry_useful_demand_for_metal_aluminium", "industry_final_demand_for_metal_aluminium", 6.0, "industry_useful_demand_for_metal_aluminium", "industry_metal_aluminium", &[
        fixed("industry_aluminium_electrolysis_current_electricity", 80.0, &[(ELECTRICITY, 1.02)]),
        fixed("industry_aluminium_burner_network_gas", 20.0, &[(NETWORK_GAS, 1.1)]),
    ]).curve("industry_metals_electricity"),
    sector("industry_useful_demand_for_metal_other", "industry_final_demand_for_metal_other", 14.0, "industry_useful_demand_for_metal_other", "industry_metal_other", &[
        fixed("industry_other_metals_process_electricity", 50.0, &[(ELECTRICITY, 1.0)]),
        fixed("industry_other_metals_process_heat_network_gas", 50.0, &[(NETWORK_GAS, 1.1)]),
    ]).curve("industry_metals_electricity"),
    sector("industry_useful_demand_for_other_food", "industry_final_demand_for_other_food", 54.0, "industry_useful_demand_for_other_food", "industry_other_food", &[
        input("industry_other_food_burner_network_gas", "industry_other_food_burner_network_gas_share", &[(NETWORK_GAS, 1.1)]),
        input("industry_other_food_burner_hydrogen", "industry_other_food_burner_hydrogen_share", &[(HYDROGEN, 1.1)]),
        input("industry_other_food_heater_electricity", "industry_other_food_heater_electricity_share", &[(ELECTRICITY, 1.01)]),
    ]).curve("industry_other_electricity"),
    sector("industry_useful_demand_for_other_food_electricity", "industry_final_demand_for_other_food_appliances", 26.0, "industry_useful_demand_for_other_food", "industry_other_food", &[
        only("industry_other_food_electricity", &[(ELECTRICITY, 1.0)]),
    ]).curve("industry_other_electricity"),
    sector("industry_useful_demand_for_other_paper", "industry_final_demand_for_other_paper", 17.0, "industry_useful_demand_for_other_paper", "industry_other_paper", &[
        input("industry_other_paper_burner_network_gas", "industry_other_paper_burner_network_gas_share", &[(NETWORK_GAS, 1.1)]),
        input("industry_other_paper_burner_coal", "industry_other_paper_burner_coal_share", &[(COAL, 1.2)]),
        input("industry_other_paper_burner_wood_pellets", "industry_other_paper_burner_wood_pellets_share", &[(WOOD_PELLETS, 1.15)]),
        input("industry_other_paper_heater_electricity", "industry_other_paper_heater_electricity_share", &[(ELECTRICITY, 1.01)]),
    ]).curve("industry_other_electricity"),
    sector("industry_useful_demand_for_other_non_specified", "industry_final_demand_for_other_non_specified", 76.0, "industry_useful_demand_for_other_non_specified", "industry_other_non_specified", &[
        fixed("industry_other_non_specified_burner_network_gas", 48.0, &[(NETWORK_GAS, 1.1)]),
        fixed("industry_other_non_specified_electricity", 38.0, &[(ELECTRICITY, 1.0)]),
        fixed("industry_other_non_specified_burner_crude_oil", 9.0, &[(CRUDE_OIL, 1.12)]),
        fixed("industry_other_non_specified_burner_coal", 5.0, &[(COAL, 1.2)]),
    ]).curve("industry_other_electricity"),
    Use {
        level: Some("industry_useful_demand_for_other_ict"),
        ..Use::new("industry_useful_demand_for_other_ict", "industry_final_demand_for_other_ict", 10.0, Shape::Flat, &[
            only("industry_other_ict_electricity", &[(ELECTRICITY, 1.0)]),
        ])
    }.curve("industry_ict"),
];
