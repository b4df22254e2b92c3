//! Which attributes are shown of a node, by its presentation group.

use serde_json::{Value, json};

/// An attribute and how it is printed.
pub(super) struct Attribute {
    pub(super) name: &'static str,
    print: Print,
}

#[derive(Clone, Copy)]
enum Print {
    /// As a number.
    Number,
    /// As text with this many decimals.
    Text(usize),
    /// As `true` or `false`.
    Truth,
}

impl Attribute {
    pub(super) fn show(&self, value: f64) -> Value {
        match self.print {
            Print::Number => json!(value),
            Print::Text(decimals) => json!(format!("{value:.decimals$}")),
            Print::Truth => json!((value != 0.0).to_string()),
        }
    }
}

/// A presentation group: sections with their attributes.
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) sections: &'static [(&'static str, &'static [Attribute])],
}

const fn number(name: &'static str) -> Attribute {
    Attribute {
        name,
        print: Print::Number,
    }
}

const fn percent(name: &'static str) -> Attribute {
    Attribute {
        name,
        print: Print::Text(1),
    }
}

const fn money(name: &'static str) -> Attribute {
    Attribute {
        name,
        print: Print::Text(0),
    }
}

const WACC: Attribute = percent("wacc");
const ETS: Attribute = Attribute {
    name: "takes_part_in_ets",
    print: Print::Truth,
};
const LIFETIME: Attribute = percent("technical_lifetime");
const LIFETIME_NUMBER: Attribute = number("technical_lifetime");
const POWER: Attribute = number("total_installed_electricity_capacity");
const EFFICIENCY: Attribute = percent("electricity_output_conversion");
const HOURS: Attribute = number("full_load_hours");
const INSTALLED: Attribute = number("total_installed_capacity");
const VARIABLE: Attribute = money("variable_operation_and_maintenance_costs_per_full_load_hour");
const VARIABLE_NUMBER: Attribute = number("variable_operation_and_maintenance_costs_per_full_load_hour");
const VARIABLE_CCS: Attribute = money("variable_operation_and_maintenance_costs_for_ccs_per_full_load_hour");
const VARIABLE_CCS_NUMBER: Attribute = number("variable_operation_and_maintenance_costs_for_ccs_per_full_load_hour");
const FIXED_INPUT: Attribute = money("fixed_operation_and_maintenance_costs_per_mw_input_capacity");
const FIXED_POWER: Attribute = money("fixed_operation_and_maintenance_costs_per_mw_electricity");
const LAND: Attribute = number("land_use_per_unit_electricity_output_capacity");
const INPUT: Attribute = number("total_installed_input_capacity");

const E: &[Attribute] = &[
    money("total_investment_over_lifetime_per_mw_electricity"),
    FIXED_POWER,
    VARIABLE,
    WACC,
    ETS,
];
const F: &[Attribute] = &[
    money("total_investment_over_lifetime_per_mw_input_capacity"),
    FIXED_INPUT,
    VARIABLE,
    WACC,
    ETS,
];
const P: &[Attribute] = &[
    number("total_investment_over_lifetime_per_plant"),
    number("fixed_operation_and_maintenance_costs_per_plant"),
    VARIABLE_NUMBER,
    WACC,
    ETS,
];
const L: &[Attribute] = &[LIFETIME];

const fn group(name: &'static str, sections: &'static [(&'static str, &'static [Attribute])]) -> Group {
    Group { name, sections }
}

#[rustfmt::skip]
pub(super) const GROUPS: &[Group] = &[
    group("electricity_production", &[("technical", &[POWER, EFFICIENCY, HOURS]), ("cost", E), ("other", L)]),
    group("electricity_production_ccs", &[
        ("technical", &[POWER, EFFICIENCY, HOURS]),
        ("cost", &[
            money("total_initial_investment_per_mw_electricity"), money("ccs_investment_per_mw_electricity"), FIXED_POWER, VARIABLE, VARIABLE_CCS, WACC, ETS,
        ]),
        ("other", L),
    ]),
    group("chps", &[("technical", &[POWER, EFFICIENCY, HOURS, percent("heat_output_conversion")]), ("cost", E), ("other", &[LIFETIME_NUMBER])]),
    group("solar_panel", &[("technical", &[POWER, number("input_capacity"), EFFICIENCY, HOURS]), ("cost", E), ("other", &[LAND, LIFETIME])]),
    group("solar_pv_plant", &[("technical", &[POWER, EFFICIENCY, HOURS]), ("cost", E), ("other", &[LAND, LIFETIME])]),
    group("wind_turbine", &[("technical", &[POWER, HOURS]), ("cost", E), ("other", &[LAND, LIFETIME])]),
    group("traditional_heat", &[
        ("technical", &[percent("heat_output_conversion"), percent("heat_output_capacity"), HOURS]), ("cost", P), ("other", &[LIFETIME_NUMBER]),
    ]),
    group("heat_pumps", &[
        ("technical", &[number("coefficient_of_performance"), percent("heat_output_capacity"), HOURS]), ("cost", P), ("other", &[LIFETIME_NUMBER]),
    ]),
    group("hydrogen_production", &[
        ("technical", &[INPUT, percent("hydrogen_output_conversion"), HOURS, percent("free_co2_factor")]),
        ("cost", &[
            money("total_initial_investment_per_mw_input_capacity"), money("ccs_investment_per_mw_input_capacity"), FIXED_INPUT, VARIABLE_NUMBER, VARIABLE_CCS_NUMBER, WACC, ETS,
        ]),
        ("other", L),
    ]),
    group("p2g", &[("technical", &[INSTALLED, percent("hydrogen_output_conversion"), HOURS]), ("cost", F), ("other", L)]),
    group("p2h", &[("technical", &[INSTALLED, percent("heat_output_conversion"), HOURS]), ("cost", F), ("other", L)]),
    group("p2p", &[("technical", &[INSTALLED, number("total_storage_capacity"), percent("round_trip_efficiency")]), ("cost", F), ("other", L)]),
    group("h2_storage", &[("technical", &[INSTALLED, number("total_storage_capacity")]), ("cost", F), ("other", L)]),
    group("v2g", &[("technical", &[percent("round_trip_efficiency")])]),
    group("biomass", &[
        ("technical", &[INPUT, HOURS, percent("efficiency")]),
        ("cost", &[money("total_investment_over_lifetime_per_mw_input_capacity"), FIXED_INPUT, VARIABLE_NUMBER, WACC, ETS]),
        ("other", &[LIFETIME_NUMBER]),
    ]),
    group("co2_storage", &[
        ("technical", &[money("total_installed_storage_capacity"), percent("input_capacity_co2_storage"), percent("full_load_hours")]),
        ("cost", &[number("total_initial_investment_per_plant"), number("fixed_operation_and_maintenance_costs_per_plant"), VARIABLE, WACC]),
        ("other", L),
    ]),
    group("steel", &[
        ("technical", &[number("annual_steel_production")]),
        ("cost", &[money("steel_fixed_costs_per_plant"), money("steel_fixed_operation_and_maintenance_costs_per_plant"), WACC, ETS]),
        ("other", L),
    ]),
];

/// Unit and description of an attribute.
pub(super) fn unit_of(name: &str) -> (&'static str, &'static str) {
    match name {
        "total_installed_electricity_capacity" => ("MW", "Installed electrical capacity"),
        "electricity_output_conversion" => ("%", "Electrical efficiency"),
        "heat_output_conversion" => ("%", "Heat efficiency"),
        "hydrogen_output_conversion" => ("%", "Hydrogen output efficiency"),
        "efficiency" | "round_trip_efficiency" => ("%", "Efficiency"),
        "wacc" => ("%", "Weighted average cost of capital"),
        "free_co2_factor" => ("%", "Share of the CO2 that is captured"),
        "takes_part_in_ets" => ("boolean", "Do emissions have to be paid through the ETS?"),
        "technical_lifetime" => ("years", "Technical lifetime"),
        "full_load_hours" => ("hour / year", "Full load hours"),
        "heat_output_capacity" => ("MW / unit", "Heat capacity of a unit"),
        "coefficient_of_performance" => ("COP", "Coefficient of performance"),
        "total_storage_capacity" => ("MWh", "Installed storage volume"),
        "total_installed_capacity" => ("MWe", "Installed capacity"),
        "input_capacity" | "total_installed_input_capacity" => ("MW", "Installed input capacity"),
        "land_use_per_unit_electricity_output_capacity" => ("km2 / MW", "Land use"),
        "annual_steel_production" => ("MT", "Steel that is made in a year"),
        "total_installed_storage_capacity" | "input_capacity_co2_storage" => ("T_CO2 / year", "CO2 that can be stored"),
        name if name.starts_with("variable_") => {
            ("EUR / full load hour", "Variable costs of operation and maintenance")
        }
        name if name.starts_with("steel_") => ("EUR / MT", "Costs of a plant"),
        name if name.starts_with("fixed_") && name.ends_with("_plant") => {
            ("EUR / unit / year", "Fixed costs of operation and maintenance")
        }
        name if name.starts_with("fixed_") => ("EUR / MW / year", "Fixed costs of operation and maintenance"),
        name if name.ends_with("_plant") => ("EUR / unit", "Investment over the lifetime"),
        _ => ("EUR / MW", "Investment over the lifetime"),
    }
}
