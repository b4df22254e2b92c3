//! Energy carriers and what is fixed about them.

/// A carrier under its name in the exports. The three temperatures of hot water are told apart here, and one carrier there.
pub(crate) type Carrier = &'static str;

pub(crate) const AMBIENT: Carrier = "ambient_heat";
pub(crate) const AMMONIA: Carrier = "ammonia";
pub(crate) const BIODIESEL: Carrier = "biodiesel";
pub(crate) const BIOGAS: Carrier = "biogas";
pub(crate) const COAL: Carrier = "coal";
pub(crate) const CRUDE_OIL: Carrier = "crude_oil";
pub(crate) const DIESEL: Carrier = "diesel";
pub(crate) const DRY_BIOMASS: Carrier = "dry_biomass";
pub(crate) const ELECTRICITY: Carrier = "electricity";
pub(crate) const GASOLINE: Carrier = "gasoline";
pub(crate) const GEOTHERMAL: Carrier = "geothermal";
pub(crate) const GREENGAS: Carrier = "greengas";
pub(crate) const HEAVY_FUEL_OIL: Carrier = "heavy_fuel_oil";
pub(crate) const HT: Carrier = "steam_hot_water_ht";
pub(crate) const HYDROGEN: Carrier = "hydrogen";
pub(crate) const KEROSENE: Carrier = "kerosene";
pub(crate) const LNG: Carrier = "lng";
pub(crate) const LPG: Carrier = "lpg";
pub(crate) const LT: Carrier = "steam_hot_water_lt";
pub(crate) const MT: Carrier = "steam_hot_water_mt";
pub(crate) const NAPHTHA: Carrier = "naphtha";
pub(crate) const NATURAL_GAS: Carrier = "natural_gas";
pub(crate) const NETWORK_GAS: Carrier = "network_gas";
pub(crate) const SOLAR_RADIATION: Carrier = "solar_radiation";
pub(crate) const SOLAR_THERMAL: Carrier = "solar_thermal";
pub(crate) const URANIUM: Carrier = "uranium_oxide";
pub(crate) const USEABLE_HEAT: Carrier = "useable_heat";
pub(crate) const WASTE: Carrier = "waste_mix";
pub(crate) const WATER: Carrier = "water";
pub(crate) const WIND: Carrier = "wind";
pub(crate) const WOOD_PELLETS: Carrier = "wood_pellets";

/// The columns of the energy flows, in their order.
pub(crate) const COLUMNS: &[Carrier] = &[
    AMBIENT,
    AMMONIA,
    BIODIESEL,
    BIOGAS,
    "car_kms",
    COAL,
    "cooling",
    CRUDE_OIL,
    DIESEL,
    DRY_BIOMASS,
    ELECTRICITY,
    GASOLINE,
    GEOTHERMAL,
    GREENGAS,
    HEAVY_FUEL_OIL,
    "hot_water",
    HYDROGEN,
    KEROSENE,
    "light",
    LNG,
    "loss",
    LPG,
    NAPHTHA,
    NATURAL_GAS,
    NETWORK_GAS,
    "not_defined",
    SOLAR_RADIATION,
    SOLAR_THERMAL,
    "steam_hot_water",
    URANIUM,
    USEABLE_HEAT,
    WASTE,
    WATER,
    WIND,
    WOOD_PELLETS,
];

/// The name of a carrier on the wire.
pub(crate) fn wire_name(carrier: Carrier) -> &'static str {
    match carrier {
        LT | MT | HT => "steam_hot_water",
        other => other,
    }
}

/// kg of CO2 for each MJ burnt, of the fossil part; network gas as if it were all natural gas.
pub(crate) fn co2_per_mj(carrier: Carrier) -> f64 {
    match carrier {
        COAL => 0.0947,
        CRUDE_OIL | DIESEL => 0.0743,
        GASOLINE => 0.072,
        HEAVY_FUEL_OIL => 0.0774,
        KEROSENE => 0.0715,
        LPG => 0.0667,
        LNG | NATURAL_GAS | NETWORK_GAS => 0.0566,
        // Half of the waste is fossil.
        WASTE => 0.044,
        _ => 0.0,
    }
}

/// Is burning it free of fossil carbon, as far as the balance of renewables is concerned?
pub(crate) fn is_renewable(carrier: Carrier) -> bool {
    matches!(
        carrier,
        AMBIENT
            | BIODIESEL
            | BIOGAS
            | DRY_BIOMASS
            | GEOTHERMAL
            | GREENGAS
            | SOLAR_RADIATION
            | SOLAR_THERMAL
            | WATER
            | WIND
            | WOOD_PELLETS
    )
}

/// The group of a carrier in the costs of carriers; `None` for what costs nothing.
pub(crate) fn cost_group(carrier: Carrier) -> Option<&'static str> {
    Some(match carrier {
        BIODIESEL | BIOGAS | DRY_BIOMASS | GREENGAS | WOOD_PELLETS => "biomass",
        CRUDE_OIL | DIESEL | GASOLINE | HEAVY_FUEL_OIL | KEROSENE | LPG | NAPHTHA => "oil_and_products",
        COAL => "coal_and_products",
        URANIUM => "uranium",
        NATURAL_GAS | LNG | NETWORK_GAS => "natural_gas",
        WASTE => "waste",
        ELECTRICITY => "electricity",
        HYDROGEN => "hydrogen",
        AMMONIA => "ammonia",
        LT | MT | HT => "heat",
        _ => return None,
    })
}
