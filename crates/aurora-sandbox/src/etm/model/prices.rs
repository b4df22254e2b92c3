//! What carriers cost.

use super::carriers::{
    AMMONIA, BIODIESEL, BIOGAS, COAL, CRUDE_OIL, Carrier, DIESEL, DRY_BIOMASS, GASOLINE, GREENGAS, HEAVY_FUEL_OIL,
    HYDROGEN, KEROSENE, LNG, LPG, NAPHTHA, NATURAL_GAS, NETWORK_GAS, URANIUM, WASTE, WOOD_PELLETS,
};
use super::case::Case;

/// MWh in a barrel of oil, and in a kilogram of uranium.
const MWH_PER_BARREL: f64 = 1.7;
const MWH_PER_KG_URANIUM: f64 = 100.0;

/// EUR per MWh of a carrier that is bought; 0 for what is free or has a market of its own.
pub(crate) fn fuel_price(case: &Case, carrier: Carrier) -> f64 {
    // A dollar is 0.9 euro.
    let oil = 0.9 * case.number("costs_oil") / MWH_PER_BARREL;
    match carrier {
        AMMONIA => case.number("costs_ammonia"),
        BIODIESEL => 2.5 * case.number("costs_biomass"),
        BIOGAS => 1.4 * case.number("costs_biomass"),
        COAL => case.number("costs_coal"),
        CRUDE_OIL => oil,
        DIESEL | GASOLINE | KEROSENE => 1.25 * oil,
        DRY_BIOMASS | WOOD_PELLETS => case.number("costs_biomass"),
        GREENGAS => 2.0 * case.number("costs_biomass"),
        HEAVY_FUEL_OIL => 0.8 * oil,
        HYDROGEN => case.number("costs_hydrogen"),
        LNG => 1.2 * case.number("costs_gas"),
        LPG | NAPHTHA => 1.05 * oil,
        NATURAL_GAS | NETWORK_GAS => case.number("costs_gas"),
        URANIUM => case.number("costs_uranium") / MWH_PER_KG_URANIUM,
        WASTE => 1.0,
        _ => 0.0,
    }
}
