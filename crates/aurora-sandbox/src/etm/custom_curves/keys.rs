//! Which curves a scenario may have: their keys, what they are, and the inputs that they set or make idle.

use std::sync::OnceLock;

use crate::etm::settings::EtmDialect;

/// What the values of a curve are, and so what happens to an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Prices, kept as they are.
    Price,
    /// A shape: scaled so that its sum is 1/3600.
    Profile,
    /// Between 0 and 1 of a capacity: clamped, then scaled like a profile; its sum is what full-load hours are set to.
    CapacityProfile,
    /// Between 0 and 1: clamped.
    Availability,
    /// Degrees, kept as they are; their mean sets an input.
    Temperature,
}

impl Kind {
    /// As `type` has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Price => "price",
            Kind::Profile => "profile",
            Kind::CapacityProfile => "capacity_profile",
            Kind::Availability => "availability",
            Kind::Temperature => "temperature",
        }
    }
}

/// One row of the table of curves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CurveKey {
    pub(crate) key: String,
    pub(crate) kind: Kind,
    /// `None` for the internal ones.
    pub(crate) group: Option<&'static str>,
    /// Inputs without effect while the curve is attached.
    pub(crate) overrides: Vec<String>,
}

impl CurveKey {
    fn new(key: impl Into<String>, kind: Kind, group: &'static str, overrides: &[&str]) -> CurveKey {
        CurveKey {
            key: key.into(),
            kind,
            group: Some(group),
            overrides: overrides.iter().map(|&input| input.to_owned()).collect(),
        }
    }

    fn profile(key: &str, group: &'static str) -> CurveKey {
        CurveKey::new(key, Kind::Profile, group, &[])
    }

    fn capacity(key: &str, group: &'static str, overrides: &[&str]) -> CurveKey {
        CurveKey::new(key, Kind::CapacityProfile, group, overrides)
    }

    /// Left out of the list unless it is asked for.
    pub(crate) fn internal(&self) -> bool {
        self.group.is_none()
    }

    /// The inputs that an upload sets.
    pub(crate) fn sets(&self) -> &[String] {
        match self.kind {
            Kind::CapacityProfile | Kind::Temperature => &self.overrides,
            Kind::Price | Kind::Profile | Kind::Availability => &[],
        }
    }
}

/// Every curve of a version, in the order of the list.
pub(crate) fn all(dialect: EtmDialect) -> &'static [CurveKey] {
    static LATEST: OnceLock<Vec<CurveKey>> = OnceLock::new();
    static STABLE: OnceLock<Vec<CurveKey>> = OnceLock::new();
    match dialect {
        EtmDialect::Stable202501 => STABLE.get_or_init(|| table(dialect)),
        EtmDialect::Latest => LATEST.get_or_init(|| table(dialect)),
    }
}

/// The curve of a key.
pub(crate) fn find(dialect: EtmDialect, key: &str) -> Option<&'static CurveKey> {
    all(dialect).iter().find(|curve| curve.key == key)
}

fn table(dialect: EtmDialect) -> Vec<CurveKey> {
    let stable = dialect == EtmDialect::Stable202501;
    let mut table: Vec<CurveKey> = (1..=12).flat_map(interconnector).collect();
    table.push(CurveKey::profile("agriculture_electricity", "agriculture"));
    let demand = BUILDINGS
        .iter()
        .map(|key| (key, "buildings"))
        .chain(TRANSPORT.iter().map(|key| (key, "transport")))
        .chain(HOUSEHOLDS.iter().map(|key| (key, "households")));
    table.extend(demand.map(|(key, group)| CurveKey::profile(key, group)));
    table.extend(INDUSTRY.iter().map(|key| {
        let heat = key.ends_with("_heat");
        CurveKey::profile(key, if heat { "industry_heat" } else { "industry_electricity" })
    }));
    table.extend(GAS.iter().map(|key| CurveKey::profile(key, "gas_import_export")));
    table.extend(if stable { sun_and_heat_of_2025() } else { sun_and_heat() });
    let river = if stable {
        "flh_of_hydro_river"
    } else {
        "flh_of_hydro_river_user_curve"
    };
    table.push(CurveKey::capacity("river", "electricity_production", &[river]));
    table.push(CurveKey::new(
        "weather/air_temperature",
        Kind::Temperature,
        "weather",
        &["flexibility_outdoor_temperature"],
    ));
    table.push(CurveKey::profile("weather/agriculture_heating", "agriculture"));
    table.extend(["offshore", "coastal", "inland"].map(wind));
    table.extend(insulation());
    table.push(CurveKey::profile("bunkers_ships_electricity", "bunkers"));
    if !stable {
        table.extend(POWER_TO_HEAT.map(power_to_heat));
    }
    table
}

const BUILDINGS: [&str; 3] = ["buildings_appliances", "buildings_cooling", "weather/buildings_heating"];
const TRANSPORT: [&str; 10] = [
    "electric_buses",
    "electric_trucks",
    "electric_vans",
    "electric_planes",
    "electric_ships",
    "electric_vehicle_profile_1",
    "electric_vehicle_profile_2",
    "electric_vehicle_profile_3",
    "electric_vehicle_profile_4",
    "electric_vehicle_profile_5",
];
const HOUSEHOLDS: [&str; 3] = ["households_appliances", "households_cooling", "households_hot_water"];
const INDUSTRY: [&str; 11] = [
    "industry_chemicals_electricity",
    "industry_chemicals_heat",
    "industry_fertilizers_electricity",
    "industry_fertilizers_heat",
    "industry_ict",
    "industry_metals_electricity",
    "industry_metals_heat",
    "industry_other_electricity",
    "industry_other_heat",
    "industry_refineries_electricity",
    "industry_refineries_heat",
];
const GAS: [&str; 4] = [
    "hydrogen_export",
    "hydrogen_import",
    "network_gas_export",
    "network_gas_import",
];
const POWER_TO_HEAT: [&str; 4] = ["boiler_ht", "boiler_mt", "heatpump_ht", "heatpump_mt"];

fn interconnector(number: u32) -> [CurveKey; 5] {
    let key = |what: &str| format!("interconnector_{number}_{what}");
    let plain = |what: &str, kind: Kind, input: &str| {
        let input = format!("electricity_interconnector_{number}_{input}");
        CurveKey::new(key(what), kind, "interconnectors", &[&input])
    };
    let must_run = |direction: &str| {
        let input = format!("external_coupling_interconnector_{number}_flh_of_{direction}_user_curve");
        let key = key(&format!("{direction}_must_run"));
        CurveKey::capacity(&key, "must_run_interconnectors", &[&input])
    };
    [
        plain("price", Kind::Price, "marginal_costs"),
        plain("import_availability", Kind::Availability, "import_availability"),
        plain("export_availability", Kind::Availability, "export_availability"),
        must_run("import"),
        must_run("export"),
    ]
}

fn with_user_curve(key: &str, input: &str) -> CurveKey {
    let own = format!("{input}_user_curve");
    CurveKey::capacity(key, "electricity_production", &[input, &own])
}

fn sun_and_heat() -> Vec<CurveKey> {
    let heat = |key: &str, input: &str| CurveKey::capacity(key, "heat_production", &[input]);
    vec![
        with_user_curve(
            "weather/solar_pv_on_roof_households",
            "flh_of_households_solar_pv_solar_radiation",
        ),
        with_user_curve(
            "weather/solar_pv_on_roof_buildings",
            "flh_of_buildings_solar_pv_solar_radiation",
        ),
        with_user_curve(
            "weather/solar_pv_on_land",
            "flh_of_energy_power_solar_pv_solar_radiation",
        ),
        with_user_curve("weather/solar_pv_offshore", "flh_of_energy_power_solar_pv_offshore"),
        heat("weather/solar_thermal", "flh_of_solar_thermal_user_curve"),
        heat("geothermal_heat_shallow", "flh_of_geothermal_heat_shallow_user_curve"),
        heat("geothermal_heat_deep", "flh_of_geothermal_heat_deep_user_curve"),
    ]
}

/// Which inputs `weather/solar_pv_profile_1` and `geothermal_heat` set in 2025-01 is not known; these are of the same style.
fn sun_and_heat_of_2025() -> Vec<CurveKey> {
    let capacity = CurveKey::capacity;
    vec![
        capacity(
            "weather/solar_pv_profile_1",
            "electricity_production",
            &["flh_of_energy_power_solar_pv_solar_radiation"],
        ),
        capacity("weather/solar_thermal", "heat_production", &["flh_of_solar_thermal"]),
        capacity("geothermal_heat", "heat_production", &["flh_of_geothermal_heat"]),
    ]
}

fn wind(place: &str) -> CurveKey {
    with_user_curve(
        &format!("weather/wind_{place}_baseline"),
        &format!("flh_of_energy_power_wind_turbine_{place}"),
    )
}

fn insulation() -> impl Iterator<Item = CurveKey> {
    let houses = [
        "terraced_houses",
        "apartments",
        "semi_detached_houses",
        "detached_houses",
    ];
    houses.into_iter().flat_map(|house| {
        ["high", "medium", "low"].map(|level| CurveKey {
            key: format!("weather/insulation_{house}_{level}"),
            kind: Kind::Profile,
            group: None,
            overrides: Vec::new(),
        })
    })
}

fn power_to_heat(technology: &str) -> CurveKey {
    CurveKey::new(
        format!("energy_heat_flexibility_p2h_{technology}_electricity_availability"),
        Kind::Availability,
        "power_to_heat_availability",
        &[],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_have_122_and_114_keys_of_which_12_are_internal() {
        for (dialect, count) in [(EtmDialect::Latest, 122), (EtmDialect::Stable202501, 114)] {
            let keys = all(dialect);
            assert_eq!(keys.len(), count);
            assert_eq!(keys.iter().filter(|key| key.internal()).count(), 12);
            let names: std::collections::BTreeSet<_> = keys.iter().map(|key| &key.key).collect();
            assert_eq!(names.len(), count);
        }
    }

    #[test]
    fn wind_has_two_overrides_in_alphabetical_order() {
        let curve = find(EtmDialect::Latest, "weather/wind_coastal_baseline").unwrap();
        assert_eq!(
            curve.overrides,
            [
                "flh_of_energy_power_wind_turbine_coastal",
                "flh_of_energy_power_wind_turbine_coastal_user_curve"
            ]
        );
        assert!(curve.overrides.is_sorted());
    }
}
