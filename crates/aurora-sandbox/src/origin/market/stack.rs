//! Thermal plants in the order of their costs.

use super::world::{Kind, Region, TECHNOLOGIES};
use crate::origin::inputs::assumptions::Assumptions;
use crate::origin::inputs::edits::When;

/// Price in £ per MWh when somebody is not supplied.
pub(super) const UNSERVED: f64 = 3000.0;

/// Part of a technology that has the same cost.
#[derive(Clone, Copy, Debug)]
struct Slice {
    technology: usize,
    mw: f64,
    cost: f64,
}

/// All slices of a month, the cheapest first.
pub(super) struct Stack {
    slices: Vec<Slice>,
    total: f64,
}

impl Stack {
    pub(super) fn new(assumptions: &Assumptions, region: &Region, year: i64, month: i64) -> Stack {
        let mut slices = Vec::new();
        for (technology, known) in TECHNOLOGIES.iter().enumerate() {
            let Kind::Thermal {
                fuel, carbon, variable, ..
            } = known.kind
            else {
                continue;
            };
            let of = |parameter, when| assumptions.of_plants(region, known, parameter, when);
            let available = of("availability", When { year, month }).clamp(0.0, 1.0)
                * of("marginalLossFactor", When::year(year)).max(0.0);
            let mw = assumptions.installed(region, known, year) * available;
            // Below a hundredth of efficiency the cost says nothing any more.
            let efficiency = of("efficiency", When::year(year)).max(0.01);
            let fuel =
                assumptions.commodity(region, fuel, year) + carbon * assumptions.commodity(region, "carbon", year);
            for spread in [0.95, 1.0, 1.06] {
                let cost = fuel / efficiency * spread + variable;
                slices.push(Slice {
                    technology,
                    mw: mw / 3.0,
                    cost,
                });
            }
        }
        slices.retain(|slice| slice.mw > 0.0);
        slices.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        let total = slices.iter().map(|slice| slice.mw).sum();
        Stack { slices, total }
    }

    /// Price in £ per MWh when thermal plants give this much; `used` gets each slice's technology and MW.
    pub(super) fn dispatch(&self, needed: f64, mut used: impl FnMut(usize, f64)) -> f64 {
        let mut left = needed;
        let mut price = UNSERVED;
        for (index, slice) in self.slices.iter().enumerate() {
            let taken = left.min(slice.mw);
            used(slice.technology, taken);
            left -= taken;
            if left <= 0.0 {
                let next = self
                    .slices
                    .get(index + 1)
                    .map_or(slice.cost * 1.15, |next| next.cost.min(slice.cost * 1.15));
                price = slice.cost + (next - slice.cost).max(0.0) * taken / slice.mw;
                break;
            }
        }
        if self.total <= 0.0 || left > 0.0 {
            return UNSERVED;
        }
        // The last tenth of the plants asks for more than its costs.
        let tight = ((needed / self.total - 0.9) / 0.1).max(0.0);
        (price + 80.0 * tight * tight).min(UNSERVED)
    }
}
