//! The rows of the direct emissions.

use crate::etm::model::plants::sector_of;

/// A row of what is burnt.
pub(super) struct Burnt {
    pub(super) sector: &'static str,
    pub(super) subsector: &'static str,
    /// IPCC code.
    pub(super) code: &'static str,
    pub(super) key: &'static str,
    /// The nodes that belong to it, unless they belong to a row before it.
    pub(super) nodes: fn(&str) -> bool,
}

const fn burnt(
    sector: &'static str,
    subsector: &'static str,
    code: &'static str,
    key: &'static str,
    nodes: fn(&str) -> bool,
) -> Burnt {
    Burnt {
        sector,
        subsector,
        code,
        key,
        nodes,
    }
}

#[rustfmt::skip]
pub(super) const BURNT: &[Burnt] = &[
    burnt("Energy", "Hydrogen production", "1.A.1.c", "energy_hydrogen_production_co2", |key| key.starts_with("energy_hydrogen_")),
    burnt("Energy", "Electricity and heat production", "1.A.1.a", "energy_electricity_and_heat_production_co2", |key| sector_of(key) == "energy"),
    burnt("Industry", "Chemicals", "1.A.2.c", "industry_chemicals_co2", |key| key.starts_with("industry_chemicals_")),
    burnt("Industry", "Metals", "1.A.2.a", "industry_metals_co2",
        |key| ["industry_steel_", "industry_aluminium_", "industry_other_metals_"].iter().any(|start| key.starts_with(start))),
    burnt("Industry", "Other", "1.A.2.g", "industry_other_co2", |key| sector_of(key) == "industry"),
    burnt("National transport", "Road, rail and water", "1.A.3.b", "transport_co2", |key| sector_of(key) == "transport"),
    burnt("Buildings", "Non-specified", "1.A.4.a", "buildings_co2", |key| sector_of(key) == "buildings"),
    burnt("Households", "Non-specified", "1.A.4.b", "households_co2", |key| sector_of(key) == "households"),
    burnt("Agriculture", "Heat and power", "1.A.4.c", "agriculture_co2", |key| sector_of(key) == "agriculture"),
    burnt("Other", "Non-specified", "1.A.5.a", "other_non_specified_co2", |key| sector_of(key) == "other"),
    burnt("International transport", "Shipping", "1.D.1.b", "bunkers_shipping_co2", |key| key.starts_with("bunkers_ship_")),
    burnt("International transport", "Aviation", "1.D.1.a", "bunkers_aviation_co2", |key| sector_of(key) == "bunkers"),
];

/// A row that stays the same whatever is burnt.
pub(super) struct Other {
    pub(super) sector: &'static str,
    pub(super) subsector: &'static str,
    pub(super) code: &'static str,
    pub(super) key: &'static str,
    /// The area's attribute; empty for nothing.
    pub(super) attribute: &'static str,
    /// The input with its change in percent; empty for none.
    pub(super) change: &'static str,
}

const fn other(
    sector: &'static str,
    subsector: &'static str,
    code: &'static str,
    key: &'static str,
    attribute: &'static str,
) -> Other {
    Other {
        sector,
        subsector,
        code,
        key,
        attribute,
        change: "",
    }
}

impl Other {
    const fn changed_by(self, change: &'static str) -> Other {
        Other { change, ..self }
    }
}

#[rustfmt::skip]
pub(super) const OTHERS: &[Other] = &[
    other("Agriculture", "Energetic", "1.A.4.c", "agriculture_energetic_other_ghg", "energetic_emissions_other_ghg_agriculture")
        .changed_by("change_in_energetic_emissions_other_ghg_agriculture"),
    other("Agriculture", "Enteric fermentation", "3.A", "agriculture_fermentation_other_ghg", "non_energetic_emissions_other_ghg_agriculture_fermentation"),
    other("Agriculture", "Manure", "3.B", "agriculture_manure_other_ghg", "non_energetic_emissions_other_ghg_agriculture_manure"),
    other("Agriculture", "Soil cultivation", "3.D", "agriculture_soil_cultivation_other_ghg", "non_energetic_emissions_other_ghg_agriculture_soil_cultivation"),
    other("Energy", "Energetic", "1.A.1", "energy_energetic_other_ghg", "energetic_emissions_other_ghg_energy")
        .changed_by("change_in_energetic_emissions_other_ghg_energy"),
    other("Households", "Energetic", "1.A.4.b", "households_energetic_other_ghg", "energetic_emissions_other_ghg_households")
        .changed_by("change_in_energetic_emissions_other_ghg_households"),
    other("Industry", "Energetic", "1.A.2", "industry_energetic_other_ghg", "energetic_emissions_other_ghg_industry")
        .changed_by("change_in_energetic_emissions_other_ghg_industry"),
    other("Industry", "Chemical processes", "2.B", "industry_chemicals_process_co2", "non_energetic_emissions_co2_chemical_industry"),
    other("Industry", "Other processes", "2.A", "industry_other_process_co2", "non_energetic_emissions_co2_other_industry"),
    other("Industry", "Chemical processes", "2.B", "industry_chemicals_process_other_ghg", "non_energetic_emissions_other_ghg_chemical_industry"),
    other("LULUCF", "Non-specified", "4", "lulucf_non_specified_co2", ""),
    other("National transport", "Energetic", "1.A.3", "transport_energetic_other_ghg", "energetic_emissions_other_ghg_transport")
        .changed_by("change_in_energetic_emissions_other_ghg_transport"),
    other("Other", "Indirect emissions", "", "other_indirect_co2", "indirect_emissions_co2"),
    other("Waste", "Waste management", "5.A", "waste_management_other_ghg", "non_energetic_emissions_other_ghg_waste_management"),
    other("Waste", "Non-specified", "5", "waste_non_specified_co2", ""),
];
