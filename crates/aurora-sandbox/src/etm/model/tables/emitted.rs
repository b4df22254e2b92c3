//! Direct emissions.

use super::{csv, number, round};
use crate::etm::model::Model;

/// kton of CO2 equivalents by row, in the eight columns of the production engine.
pub(crate) fn direct_emissions(model: &Model) -> String {
    let header = [
        "Sector",
        "Subsector",
        "Key",
        "GHG",
        "CO2 production [kton CO2-eq]",
        "CO2 capture [kton CO2-eq]",
        "Other GHG emissions [kton CO2-eq]",
        "Total GHG emissions [kton CO2-eq]",
    ];
    let header = header.map(str::to_owned).to_vec();
    let shown = |value: f64| number(round(value, 6));
    let rows = model.outcome().emissions.iter().map(|row| {
        let mut cells = [row.sector, row.subsector, row.key, row.ghg]
            .map(str::to_owned)
            .to_vec();
        cells.extend([row.produced, row.captured, row.other, row.total()].map(shown));
        cells
    });
    csv(std::iter::once(header).chain(rows))
}
