//! The invented world of Origin: regions, their power plants in 2025, the links between them, and what they burn.
//!
//! The figures have the right order of magnitude and nothing more. Region codes and `gas` are known from the service's
//! client; most other names are the sandbox's own.

use crate::origin::regions::Group;

/// First and last model year.
pub(crate) const MODEL_YEARS: std::ops::RangeInclusive<i64> = 2024..=2050;

/// A market region.
pub(crate) struct Region {
    pub(crate) code: &'static str,
    /// Degrees, of the middle of the demand.
    pub(crate) place: (f64, f64),
    /// Demand of 2025 in TWh.
    pub(crate) demand: f64,
    /// Growth of the demand, as a share a year.
    pub(crate) growth: f64,
    /// How much more is used in the middle of January than on average, as a share; negative where summers are the peak.
    pub(crate) winter: f64,
    /// Mean load factor of wind on land.
    pub(crate) wind: f64,
    /// Mean load factor of hydro.
    pub(crate) hydro: f64,
    /// Price of gas and of coal here over that in Great Britain.
    pub(crate) fuel: f64,
    /// Price of carbon here over that in Great Britain; zero where there is none.
    pub(crate) carbon: f64,
    pub(crate) capacity_market: bool,
    /// MW in 2025, in the order of [`TECHNOLOGIES`].
    pub(crate) fleet: [f64; TECHNOLOGIES.len()],
}

#[rustfmt::skip]
pub(crate) const REGIONS: &[Region] = &[
    Region { code: "gbr", place: (52.5, -1.5), demand: 300.0, growth: 0.017, winter: 0.16, wind: 0.29, hydro: 0.33, fuel: 1.0, carbon: 1.0, capacity_market: true,
        fleet: [5_900.0, 4_200.0, 27_000.0, 3_500.0, 0.0, 1_900.0, 15_500.0, 15_200.0, 17_500.0, 4_500.0] },
    Region { code: "fra", place: (47.5, 2.5), demand: 450.0, growth: 0.009, winter: 0.22, wind: 0.25, hydro: 0.3, fuel: 1.03, carbon: 1.15, capacity_market: true,
        fleet: [61_000.0, 2_200.0, 6_500.0, 1_800.0, 1_700.0, 22_000.0, 22_500.0, 1_500.0, 24_000.0, 900.0] },
    Region { code: "deu", place: (51.0, 10.0), demand: 500.0, growth: 0.015, winter: 0.11, wind: 0.22, hydro: 0.38, fuel: 1.04, carbon: 1.15, capacity_market: false,
        fleet: [0.0, 8_500.0, 18_000.0, 14_000.0, 30_000.0, 5_500.0, 62_000.0, 9_000.0, 95_000.0, 2_000.0] },
    Region { code: "irl", place: (53.2, -7.5), demand: 42.0, growth: 0.025, winter: 0.14, wind: 0.29, hydro: 0.3, fuel: 1.05, carbon: 1.15, capacity_market: true,
        fleet: [0.0, 120.0, 3_600.0, 900.0, 0.0, 240.0, 5_000.0, 25.0, 1_700.0, 900.0] },
    Region { code: "nld", place: (52.2, 5.3), demand: 118.0, growth: 0.02, winter: 0.1, wind: 0.27, hydro: 0.3, fuel: 1.02, carbon: 1.15, capacity_market: false,
        fleet: [485.0, 900.0, 12_500.0, 2_000.0, 3_500.0, 40.0, 7_000.0, 4_700.0, 26_000.0, 400.0] },
    Region { code: "nor", place: (60.5, 8.5), demand: 137.0, growth: 0.01, winter: 0.28, wind: 0.32, hydro: 0.47, fuel: 0.98, carbon: 1.15, capacity_market: false,
        fleet: [0.0, 0.0, 400.0, 0.0, 0.0, 33_500.0, 5_200.0, 90.0, 650.0, 0.0] },
    Region { code: "esp", place: (40.3, -3.7), demand: 245.0, growth: 0.013, winter: 0.03, wind: 0.25, hydro: 0.22, fuel: 1.06, carbon: 1.15, capacity_market: false,
        fleet: [7_100.0, 1_100.0, 25_000.0, 1_000.0, 1_500.0, 17_000.0, 31_500.0, 0.0, 30_000.0, 100.0] },
    Region { code: "prt", place: (39.7, -8.3), demand: 52.0, growth: 0.012, winter: 0.05, wind: 0.26, hydro: 0.23, fuel: 1.06, carbon: 1.15, capacity_market: false,
        fleet: [0.0, 650.0, 3_800.0, 300.0, 0.0, 7_200.0, 5_800.0, 25.0, 3_800.0, 30.0] },
    Region { code: "nsw", place: (-33.3, 149.5), demand: 68.0, growth: 0.014, winter: -0.05, wind: 0.33, hydro: 0.2, fuel: 0.8, carbon: 0.0, capacity_market: false,
        fleet: [0.0, 130.0, 500.0, 1_700.0, 8_200.0, 2_600.0, 3_000.0, 0.0, 9_000.0, 900.0] },
    Region { code: "qld", place: (-25.5, 151.0), demand: 56.0, growth: 0.014, winter: 0.06, wind: 0.33, hydro: 0.2, fuel: 0.8, carbon: 0.0, capacity_market: false,
        fleet: [0.0, 90.0, 700.0, 2_400.0, 8_100.0, 700.0, 1_900.0, 0.0, 8_000.0, 700.0] },
    Region { code: "vic", place: (-37.3, 144.5), demand: 43.0, growth: 0.014, winter: -0.06, wind: 0.34, hydro: 0.22, fuel: 0.8, carbon: 0.0, capacity_market: false,
        fleet: [0.0, 60.0, 0.0, 2_500.0, 4_800.0, 2_300.0, 4_900.0, 0.0, 6_000.0, 700.0] },
    Region { code: "sau", place: (-34.0, 138.5), demand: 12.0, growth: 0.016, winter: -0.02, wind: 0.33, hydro: 0.2, fuel: 0.82, carbon: 0.0, capacity_market: false,
        fleet: [0.0, 0.0, 700.0, 1_500.0, 0.0, 0.0, 2_600.0, 0.0, 3_000.0, 500.0] },
    Region { code: "tas", place: (-42.0, 146.8), demand: 10.5, growth: 0.01, winter: -0.1, wind: 0.4, hydro: 0.45, fuel: 0.9, carbon: 0.0, capacity_market: false,
        fleet: [0.0, 0.0, 200.0, 180.0, 0.0, 2_300.0, 570.0, 0.0, 350.0, 0.0] },
    Region { code: "erc", place: (31.5, -98.5), demand: 470.0, growth: 0.03, winter: -0.12, wind: 0.36, hydro: 0.15, fuel: 0.35, carbon: 0.0, capacity_market: false,
        fleet: [5_100.0, 170.0, 36_000.0, 12_000.0, 13_600.0, 550.0, 39_500.0, 0.0, 28_000.0, 9_500.0] },
];

/// What a technology is, for the dispatch and for what can be asked about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Burns something; efficiency as a share, tonnes of CO2 per MWh of fuel, other variable costs in £ per MWh of power.
    Thermal {
        fuel: &'static str,
        efficiency: f64,
        carbon: f64,
        variable: f64,
    },
    /// Produces by the weather.
    LoadFactor,
    /// Moves energy within a day.
    Storage,
}

/// A technology and its costs in 2025.
pub(crate) struct Technology {
    pub(crate) name: &'static str,
    pub(crate) grouping: &'static str,
    pub(crate) renewable: bool,
    pub(crate) kind: Kind,
    /// £ per kW.
    pub(crate) capex: f64,
    /// £ per kW and year.
    pub(crate) opex: f64,
    /// Change of the fleet a year, as a share.
    pub(crate) growth: f64,
}

#[rustfmt::skip]
pub(crate) const TECHNOLOGIES: [Technology; 10] = [
    Technology { name: "nuclear", grouping: "Nuclear", renewable: false, kind: Kind::Thermal { fuel: "uranium", efficiency: 0.34, carbon: 0.0, variable: 3.0 }, capex: 6000.0, opex: 110.0, growth: -0.004 },
    Technology { name: "biomass", grouping: "Bioenergy", renewable: true, kind: Kind::Thermal { fuel: "biomass", efficiency: 0.36, carbon: 0.0, variable: 4.0 }, capex: 3200.0, opex: 95.0, growth: -0.01 },
    Technology { name: "ccgt", grouping: "Gas", renewable: false, kind: Kind::Thermal { fuel: "gas", efficiency: 0.53, carbon: 0.184, variable: 2.0 }, capex: 750.0, opex: 18.0, growth: -0.008 },
    Technology { name: "ocgt", grouping: "Gas", renewable: false, kind: Kind::Thermal { fuel: "gas", efficiency: 0.37, carbon: 0.184, variable: 4.0 }, capex: 500.0, opex: 12.0, growth: 0.01 },
    Technology { name: "coal", grouping: "Coal", renewable: false, kind: Kind::Thermal { fuel: "coal", efficiency: 0.38, carbon: 0.34, variable: 3.0 }, capex: 2000.0, opex: 40.0, growth: -0.09 },
    Technology { name: "hydro", grouping: "Hydro", renewable: true, kind: Kind::LoadFactor, capex: 3000.0, opex: 30.0, growth: 0.001 },
    Technology { name: "onshoreWind", grouping: "Wind", renewable: true, kind: Kind::LoadFactor, capex: 1250.0, opex: 31.5, growth: 0.03 },
    Technology { name: "offshoreWind", grouping: "Wind", renewable: true, kind: Kind::LoadFactor, capex: 2600.0, opex: 75.0, growth: 0.05 },
    Technology { name: "solar", grouping: "Solar", renewable: true, kind: Kind::LoadFactor, capex: 550.0, opex: 9.0, growth: 0.045 },
    Technology { name: "battery", grouping: "Storage", renewable: false, kind: Kind::Storage, capex: 600.0, opex: 8.0, growth: 0.06 },
];

/// Shares of existing and new plants, where a technology is split so.
pub(crate) const VINTAGES: &[(&str, f64)] = &[("existing", 0.8), ("new", 0.2)];
/// Shares of the parts of Great Britain that wind and solar are split into.
pub(crate) const SUB_REGIONS: &[(&str, f64)] = &[("scotland", 0.55), ("england", 0.45)];
/// Shares of the subsidies in each of those parts.
pub(crate) const SUBSIDIES: &[(&str, f64)] = &[("cfd", 0.6), ("merchant", 0.4)];

/// A technology of demand: its name, what it is called on a page, its share of the demand in 2025 and at the end.
pub(crate) struct DemandTechnology {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) share: (f64, f64),
    /// The first year with a value.
    pub(crate) from: i64,
}

#[rustfmt::skip]
pub(crate) const DEMAND_TECHNOLOGIES: [DemandTechnology; 4] = [
    DemandTechnology { name: "electricVehicles", title: "Electric vehicles", share: (0.01, 0.13), from: 2024 },
    DemandTechnology { name: "heatPumps", title: "Heat pumps", share: (0.012, 0.09), from: 2024 },
    DemandTechnology { name: "dataCentres", title: "Data centres", share: (0.025, 0.08), from: 2024 },
    DemandTechnology { name: "electrolysers", title: "Electrolysers", share: (0.0, 0.06), from: 2028 },
];

/// A commodity: its price in Great Britain in 2025 in £ per MWh (carbon: £ per tonne), and its native units.
pub(crate) struct Commodity {
    pub(crate) name: &'static str,
    pub(crate) units: &'static str,
    pub(crate) price: f64,
    /// Change of the price a year, as a share.
    pub(crate) growth: f64,
    /// Native units per £ per MWh.
    pub(crate) native: f64,
    pub(crate) regional: bool,
}

#[rustfmt::skip]
pub(crate) const COMMODITIES: [Commodity; 6] = [
    Commodity { name: "gas", units: "p/therm", price: 30.0, growth: -0.012, native: 2.930_71, regional: true },
    Commodity { name: "coal", units: "$/t", price: 12.0, growth: -0.01, native: 8.865, regional: true },
    Commodity { name: "oil", units: "$/bbl", price: 36.0, growth: -0.004, native: 2.159, regional: false },
    Commodity { name: "carbon", units: "£/t", price: 55.0, growth: 0.02, native: 1.0, regional: true },
    Commodity { name: "biomass", units: "£/GJ", price: 24.0, growth: 0.0, native: 0.277_777_8, regional: false },
    Commodity { name: "uranium", units: "£/MWh", price: 2.2, growth: 0.002, native: 1.0, regional: false },
];

impl Commodity {
    /// What a region pays over Great Britain; `None` where the commodity has no price.
    pub(crate) fn factor(&self, region: &Region) -> Option<f64> {
        match self.name {
            "carbon" => (region.carbon > 0.0).then_some(region.carbon),
            _ if self.regional => Some(region.fuel),
            _ => Some(1.0),
        }
    }

    /// The regions in which it has a price.
    pub(crate) fn regions(&self) -> impl Iterator<Item = &'static Region> {
        REGIONS.iter().filter(|region| self.factor(region).is_some())
    }
}

/// A link between two regions: MW from the first to the second, MW back where that differs, and the first year.
pub(crate) struct Link {
    pub(crate) ends: [&'static str; 2],
    pub(crate) forth: f64,
    pub(crate) back: Option<f64>,
    pub(crate) from: i64,
}

#[rustfmt::skip]
pub(crate) const LINKS: &[Link] = &[
    Link { ends: ["gbr", "fra"], forth: 4000.0, back: None, from: 2024 },
    Link { ends: ["gbr", "irl"], forth: 1000.0, back: None, from: 2024 },
    Link { ends: ["gbr", "nld"], forth: 1000.0, back: None, from: 2024 },
    Link { ends: ["gbr", "nor"], forth: 1400.0, back: None, from: 2024 },
    Link { ends: ["gbr", "deu"], forth: 1400.0, back: None, from: 2028 },
    Link { ends: ["fra", "deu"], forth: 3300.0, back: Some(2700.0), from: 2024 },
    Link { ends: ["fra", "irl"], forth: 700.0, back: None, from: 2027 },
    Link { ends: ["fra", "esp"], forth: 2800.0, back: Some(2300.0), from: 2024 },
    Link { ends: ["esp", "prt"], forth: 4200.0, back: Some(3500.0), from: 2024 },
    Link { ends: ["deu", "nld"], forth: 4200.0, back: None, from: 2024 },
    Link { ends: ["deu", "nor"], forth: 1400.0, back: None, from: 2024 },
    Link { ends: ["nsw", "qld"], forth: 600.0, back: Some(1070.0), from: 2024 },
    Link { ends: ["nsw", "vic"], forth: 870.0, back: Some(1350.0), from: 2024 },
    Link { ends: ["vic", "sau"], forth: 650.0, back: None, from: 2024 },
    Link { ends: ["vic", "tas"], forth: 478.0, back: None, from: 2024 },
    Link { ends: ["sau", "nsw"], forth: 800.0, back: None, from: 2027 },
];

/// The market region behind a code of outputs or inputs: `peu_deu` is Germany, `erc_west` is a hub of ERCOT.
pub(crate) fn region(code: &str) -> Option<&'static Region> {
    let code = match code.split_once('_') {
        Some(("peu", rest)) => rest,
        Some(("erc", _)) => "erc",
        _ => code,
    };
    REGIONS.iter().find(|region| region.code.eq_ignore_ascii_case(code))
}

pub(crate) fn technology(name: &str) -> Option<&'static Technology> {
    TECHNOLOGIES.iter().find(|technology| technology.name == name)
}

pub(crate) fn commodity(name: &str) -> Option<&'static Commodity> {
    COMMODITIES.iter().find(|commodity| commodity.name == name)
}

/// The regions whose inputs a group's scenarios hold: its own ones, then their neighbours.
pub(crate) fn input_regions(group: &Group) -> Vec<&'static Region> {
    let mut regions: Vec<&'static Region> = Vec::new();
    let members = group.regions.iter().map(|member| member.code);
    for known in group.own.iter().copied().chain(members).filter_map(region) {
        if !regions.iter().any(|other| other.code == known.code) {
            regions.push(known);
        }
    }
    let own: Vec<_> = regions.iter().map(|region| region.code).collect();
    for [one, other] in LINKS.iter().map(|link| link.ends) {
        for (near, far) in [(one, other), (other, one)] {
            if own.contains(&near) && !regions.iter().any(|known| known.code == far) {
                regions.extend(region(far));
            }
        }
    }
    regions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::regions::GROUPS;

    #[test]
    fn every_code_in_the_tables_is_a_region() {
        let members = GROUPS
            .iter()
            .flat_map(|group| group.regions.iter().map(|region| region.code));
        let own = GROUPS.iter().flat_map(|group| group.own.iter().copied());
        for code in own.chain(members).chain(LINKS.iter().flat_map(|link| link.ends)) {
            assert!(region(code).is_some(), "{code}");
        }
        assert_eq!(region("peu_deu").unwrap().code, "deu");
        assert_eq!(region("erc_west").unwrap().code, "erc");
        assert!(region("gbr_west").is_none());
    }

    #[test]
    fn the_inputs_of_a_group_begin_with_its_main_region_and_name_each_once() {
        for group in GROUPS {
            let regions = input_regions(group);
            assert_eq!(regions[0].code, region(group.own[0]).unwrap().code);
            let mut codes: Vec<_> = regions.iter().map(|region| region.code).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), regions.len());
        }
    }
}
