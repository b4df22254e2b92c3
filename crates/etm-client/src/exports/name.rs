//! The names of annual exports.

use std::fmt;
use std::str::FromStr;

use aurora_core::{Error, ErrorKind};

/// An annual export.
///
/// Which ones an engine has depends on its version, see [`engines`](Self::engines); an export that it does not have is
/// `NotFound`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Export {
    /// What flows in and out of each node of the energy graph in the end year, by carrier, in MJ.
    EnergyFlow,
    /// The same in the start year, in MJ.
    EnergyFlowPresent,
    /// What flows in and out of each node of the molecule graph in the end year, in kg.
    MoleculeFlow,
    /// Costs per technology, carrier and network, in EUR, and what they are calculated from.
    CostsParameters,
    /// The flows of a Sankey diagram in both years; each row has its unit.
    Sankey,
    /// Energy, volumes and capacities of storage in the end year; each row has its unit.
    StorageParameters,
    /// Direct emissions per node in the start year, in kton CO2-eq.
    DirectEmissionsPresent,
    /// Direct emissions per node in the end year, in kton CO2-eq.
    DirectEmissionsFuture,
    /// The highest hour of each column of the hourly electricity profiles, in MW.
    ElectricityCapacities,
    /// The highest hour of each column of the hourly hydrogen profiles, in MW.
    HydrogenCapacities,
    /// The highest hour of each column of the hourly network gas profiles, in MW.
    NetworkGasCapacities,
    /// The highest hour of each column of the hourly district heating profiles, in MW.
    DistrictHeatingCapacities,
    /// Units, capacities and investments per plant. Only on engines before June 2026, such as `2025-01`.
    ProductionParameters,
    /// Emissions and demand by carrier per application, in MJ. Only on engines before January 2026, such as `2025-01`.
    ApplicationDemands,
}

/// Export, name, operation, first column, engines.
type Row = (Export, &'static str, &'static str, &'static str, &'static str);

const ALL_ENGINES: &str = "every engine has it";
const SINCE_JUNE: &str = "engines have it since June 2026";

const ROWS: [Row; 14] = [
    (
        Export::EnergyFlow,
        "energy_flow",
        "export_energy_flow",
        "key",
        ALL_ENGINES,
    ),
    (
        Export::EnergyFlowPresent,
        "energy_flow_present",
        "export_energy_flow_present",
        "key",
        "engines have it since February 2026",
    ),
    (
        Export::MoleculeFlow,
        "molecule_flow",
        "export_molecule_flow",
        "key",
        ALL_ENGINES,
    ),
    (
        Export::CostsParameters,
        "costs_parameters",
        "export_costs_parameters",
        "Group",
        ALL_ENGINES,
    ),
    (Export::Sankey, "sankey", "export_sankey", "Group", ALL_ENGINES),
    (
        Export::StorageParameters,
        "storage_parameters",
        "export_storage_parameters",
        "Group",
        ALL_ENGINES,
    ),
    (
        Export::DirectEmissionsPresent,
        "direct_emissions_present",
        "export_direct_emissions_present",
        "Sector",
        SINCE_JUNE,
    ),
    (
        Export::DirectEmissionsFuture,
        "direct_emissions_future",
        "export_direct_emissions_future",
        "Sector",
        SINCE_JUNE,
    ),
    (
        Export::ElectricityCapacities,
        "electricity_capacities",
        "export_electricity_capacities",
        "key",
        SINCE_JUNE,
    ),
    (
        Export::HydrogenCapacities,
        "hydrogen_capacities",
        "export_hydrogen_capacities",
        "key",
        SINCE_JUNE,
    ),
    (
        Export::NetworkGasCapacities,
        "network_gas_capacities",
        "export_network_gas_capacities",
        "key",
        SINCE_JUNE,
    ),
    (
        Export::DistrictHeatingCapacities,
        "district_heating_capacities",
        "export_district_heating_capacities",
        "key",
        SINCE_JUNE,
    ),
    (
        Export::ProductionParameters,
        "production_parameters",
        "export_production_parameters",
        "key",
        "engines had it until June 2026, as 2025-01 still does",
    ),
    (
        Export::ApplicationDemands,
        "application_demands",
        "export_application_demands",
        "key",
        "engines had it until January 2026, as 2025-01 still does",
    ),
];

impl Export {
    /// All exports, of every version.
    #[must_use]
    pub fn all() -> [Self; 14] {
        ROWS.map(|(export, ..)| export)
    }

    /// The name, also on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// Which engines have it, in words.
    #[must_use]
    pub fn engines(self) -> &'static str {
        self.row().4
    }

    /// The operation that makes it.
    pub(super) fn operation(self) -> &'static str {
        self.row().2
    }

    /// The name of its first column, by which it is known.
    pub(super) fn first_column(self) -> &'static str {
        self.row().3
    }

    pub(super) fn is_capacities(self) -> bool {
        self.as_str().ends_with("_capacities")
    }

    fn row(self) -> &'static Row {
        static TABLE: [Row; 14] = ROWS;
        // The rows stand in the order of the variants; a test holds them together.
        &TABLE[self as usize]
    }
}

impl fmt::Display for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Export {
    type Err = UnknownExport;

    fn from_str(name: &str) -> Result<Self, UnknownExport> {
        let known = ROWS.into_iter().find(|row| row.1 == name.trim());
        known.map(|row| row.0).ok_or_else(|| UnknownExport {
            name: name.chars().take(60).collect(),
        })
    }
}

/// A name that no export has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownExport {
    name: String,
}

impl fmt::Display for UnknownExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Export::all().map(Export::as_str).join(", ");
        write!(f, "there is no export {:?}; there are {known}", self.name)
    }
}

impl std::error::Error for UnknownExport {}

impl From<UnknownExport> for Error {
    fn from(unknown: UnknownExport) -> Self {
        Self::new(ErrorKind::InvalidRequest, unknown.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_export_has_its_own_row_name_and_operation() {
        for (row, (position, export)) in ROWS.iter().zip(Export::all().into_iter().enumerate()) {
            assert_eq!(row.0 as usize, position);
            assert_eq!(export.row().0, export);
            assert_eq!(export.operation(), format!("export_{export}"));
            assert_eq!(export.as_str().parse(), Ok(export));
            assert!(
                crate::OPERATIONS
                    .iter()
                    .any(|operation| operation.id == export.operation()),
                "{export}"
            );
        }
    }

    #[test]
    fn a_wrong_name_is_told_with_the_right_ones() {
        let error = Error::from("heat_network_capacities".parse::<Export>().unwrap_err());
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("district_heating_capacities"), "{error}");
    }
}
