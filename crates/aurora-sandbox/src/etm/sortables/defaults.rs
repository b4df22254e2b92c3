//! The orders of a scenario in which nobody changed anything.

/// A kind of order; heat networks have one for each level of temperature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// As `sortable_type` has it.
    pub(crate) name: &'static str,
    pub(crate) subtype: Option<&'static str>,
    /// The route of its own, which is also the key that may wrap a body.
    pub(crate) legacy: &'static str,
}

const fn kind(name: &'static str, subtype: Option<&'static str>, legacy: &'static str) -> Kind {
    Kind { name, subtype, legacy }
}

/// The subtype of a heat network that is not asked for by level.
pub(crate) const USUAL_LEVEL: &str = "mt";
pub(crate) const HEAT_NETWORK: &str = "heat_network";

/// Every order, in the order of the list.
pub(crate) const KINDS: [Kind; 7] = [
    kind("forecast_storage", None, "forecast_storage_order"),
    kind("hydrogen_supply", None, "hydrogen_supply_order"),
    kind("hydrogen_demand", None, "hydrogen_demand_order"),
    kind("space_heating", None, "households_space_heating_producer_order"),
    kind(HEAT_NETWORK, Some("lt"), "heat_network_order"),
    kind(HEAT_NETWORK, Some("mt"), "heat_network_order"),
    kind(HEAT_NETWORK, Some("ht"), "heat_network_order"),
];

impl Kind {
    /// What is in the order, first things first.
    pub(crate) fn defaults(self) -> Vec<String> {
        let (prefix, names): (&str, &[&str]) = match (self.name, self.subtype) {
            ("forecast_storage", _) => ("", &FORECAST_STORAGE),
            ("hydrogen_supply", _) => ("energy_hydrogen_", &HYDROGEN_SUPPLY),
            ("hydrogen_demand", _) => ("energy_hydrogen_", &HYDROGEN_SUPPLY[..2]),
            ("space_heating", _) => ("households_space_heater_", &SPACE_HEATING),
            (_, Some("lt")) => ("energy_heat_", &HEAT_LT),
            (_, Some("ht")) => return HEAT_MT[..9].iter().map(|name| level(name, "ht")).collect(),
            _ => return HEAT_MT.iter().map(|name| level(name, "mt")).collect(),
        };
        names.iter().map(|name| format!("{prefix}{name}")).collect()
    }
}

fn level(name: &str, level: &str) -> String {
    format!("energy_heat_{}", name.replace('*', level))
}

const FORECAST_STORAGE: [&str; 9] = [
    "energy_flexibility_flow_batteries_electricity",
    "energy_flexibility_hv_opac_electricity",
    "energy_flexibility_mv_batteries_electricity",
    "energy_flexibility_pumped_storage_electricity",
    "households_flexibility_p2p_electricity",
    "transport_bus_flexibility_p2p_electricity",
    "transport_car_flexibility_p2p_electricity",
    "transport_truck_flexibility_p2p_electricity",
    "transport_van_flexibility_p2p_electricity",
];

const HYDROGEN_SUPPLY: [&str; 5] = [
    "storage_depleted_gas_field",
    "storage_salt_cavern",
    "autothermal_reformer_dispatchable",
    "steam_methane_reformer_dispatchable",
    "ammonia_reformer_dispatchable",
];

const SPACE_HEATING: [&str; 17] = [
    "district_heating_lt_steam_hot_water",
    "heatpump_surface_water_water_ts_electricity",
    "heatpump_air_water_electricity",
    "heatpump_ground_water_electricity",
    "heatpump_pvt_electricity",
    "district_heating_mt_steam_hot_water",
    "hybrid_heatpump_air_water_electricity",
    "hybrid_hydrogen_heatpump_air_water_electricity",
    "hybrid_crude_oil_heatpump_air_water_electricity",
    "district_heating_ht_steam_hot_water",
    "electricity",
    "combined_network_gas",
    "combined_hydrogen",
    "wood_pellets",
    "network_gas",
    "coal",
    "crude_oil",
];

const HEAT_LT: [&str; 7] = [
    "network_storage_lt_steam_hot_water",
    "boiler_lt_electricity",
    "burner_lt_hydrogen",
    "heatpump_water_water_lt_electricity",
    "heatpump_surface_water_water_ts_lt_electricity",
    "heatpump_waste_water_water_ts_lt_electricity",
    "heatpump_drink_water_water_ts_lt_electricity",
];

/// `*` stands for the level; high temperature has the first nine.
const HEAT_MT: [&str; 12] = [
    "network_storage_*_steam_hot_water",
    "boiler_*_electricity",
    "burner_*_coal",
    "burner_*_crude_oil",
    "burner_*_hydrogen",
    "burner_*_network_gas",
    "burner_*_waste_mix",
    "burner_*_wood_pellets",
    "heatpump_water_water_*_electricity",
    "heatpump_surface_water_water_ts_*_electricity",
    "heatpump_waste_water_water_ts_*_electricity",
    "heatpump_drink_water_water_ts_*_electricity",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_has_as_many_things_as_the_model() {
        let counts: Vec<usize> = KINDS.iter().map(|kind| kind.defaults().len()).collect();
        assert_eq!(counts, [9, 5, 2, 17, 7, 12, 9]);
        assert_eq!(KINDS[6].defaults()[2], "energy_heat_burner_ht_coal");
    }
}
