//! A curve that is attached to a scenario, and what it says about itself.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::keys::Kind;

/// A normalised profile sums to one over this: it is a share of the demand of a year in each second.
const SECONDS_OF_AN_HOUR: f64 = 3600.0;

/// An attached curve.
#[derive(Clone, Debug)]
pub(crate) struct CustomCurve {
    pub(crate) kind: Kind,
    /// Name of the uploaded file; empty when it came without one.
    pub(crate) file_name: String,
    /// Size of the uploaded file in bytes.
    pub(crate) file_bytes: usize,
    /// When a curve was first attached to the key.
    pub(crate) attached_at: Timestamp,
    /// One value for each hour, clamped where the kind wants that, not normalised: so that nothing is lost by rounding when
    /// the normalised form is scaled back.
    clamped: Arc<[f64]>,
    /// Where it was taken from.
    pub(crate) source: Option<Source>,
}

/// The scenario that a curve of prices or temperatures was taken from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Source {
    pub(crate) scenario_id: i64,
    pub(crate) scenario_title: String,
    pub(crate) saved_scenario_id: i64,
    pub(crate) dataset_key: String,
    pub(crate) end_year: i64,
}

impl Source {
    pub(crate) fn json(&self) -> Value {
        json!({
            "source_scenario_id": self.scenario_id,
            "source_scenario_title": self.scenario_title,
            "source_saved_scenario_id": self.saved_scenario_id,
            "source_dataset_key": self.dataset_key,
            "source_end_year": self.end_year,
        })
    }
}

impl CustomCurve {
    pub(crate) fn new(kind: Kind, values: Vec<f64>, attached_at: Timestamp) -> CustomCurve {
        let clamped = match kind {
            Kind::Availability | Kind::CapacityProfile => {
                values.into_iter().map(|value| value.clamp(0.0, 1.0)).collect()
            }
            Kind::Price | Kind::Profile | Kind::Temperature => values.into(),
        };
        CustomCurve {
            kind,
            file_name: String::new(),
            file_bytes: 0,
            attached_at,
            clamped,
            source: None,
        }
    }

    /// The sum of the values: of a capacity profile the full-load hours that it stands for.
    pub(crate) fn sum(&self) -> f64 {
        self.clamped.iter().sum()
    }

    pub(crate) fn mean(&self) -> f64 {
        self.sum() / self.clamped.len() as f64
    }

    /// The values as they are shown. A capacity profile sums to the full-load hours that its input has now.
    pub(crate) fn shown(&self, full_load_hours: Option<f64>) -> Vec<f64> {
        let sum = self.sum();
        let factor = match self.kind {
            Kind::Price | Kind::Availability | Kind::Temperature => 1.0,
            // A curve of nothing but zeros stays one.
            _ if sum == 0.0 => 1.0,
            Kind::Profile => return self.clamped.iter().map(|v| v / (sum * SECONDS_OF_AN_HOUR)).collect(),
            Kind::CapacityProfile => full_load_hours.unwrap_or(sum) / sum,
        };
        self.clamped.iter().map(|value| value * factor).collect()
    }

    /// The member `stats`.
    pub(crate) fn stats(&self, full_load_hours: Option<f64>) -> Value {
        let (min_at, max_at) = self.extremes();
        let mut stats = json!({"length": self.clamped.len(), "min_at": min_at, "max_at": max_at});
        match self.kind {
            Kind::Price | Kind::Temperature => {
                stats["max"] = json!(self.clamped[max_at]);
                stats["min"] = json!(self.clamped[min_at]);
                stats["mean"] = json!(self.mean());
            }
            Kind::CapacityProfile => stats["full_load_hours"] = json!(full_load_hours),
            Kind::Profile | Kind::Availability => {}
        }
        stats
    }

    /// Where the first of the lowest and the first of the highest values are.
    fn extremes(&self) -> (usize, usize) {
        let first = |better: fn(f64, f64) -> bool| {
            let mut best = 0;
            for (at, &value) in self.clamped.iter().enumerate() {
                if better(value, self.clamped[best]) {
                    best = at;
                }
            }
            best
        };
        (first(|new, old| new < old), first(|new, old| new > old))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(kind: Kind) -> CustomCurve {
        let values = (0..8760).map(|hour| [-1.0, 0.5, 2.0, 0.5][hour % 4]).collect();
        CustomCurve::new(kind, values, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_profile_sums_to_a_3600th_and_a_capacity_profile_to_its_full_load_hours() {
        let sum: f64 = curve(Kind::Profile).shown(None).iter().sum();
        assert!((sum - 1.0 / 3600.0).abs() < 1e-12);
        let capacity = curve(Kind::CapacityProfile);
        assert_eq!(capacity.sum(), 4380.0);
        assert_eq!(capacity.shown(Some(4380.0))[..3], [0.0, 0.5, 1.0]);
        assert_eq!(capacity.shown(Some(2190.0))[..3], [0.0, 0.25, 0.5]);
    }

    #[test]
    fn the_first_extremes_count_and_prices_are_not_clamped() {
        let prices = curve(Kind::Price);
        assert_eq!(prices.shown(None)[..3], [-1.0, 0.5, 2.0]);
        let stats = prices.stats(None);
        assert_eq!(
            stats,
            json!({"length": 8760, "min_at": 0, "max_at": 2, "min": -1.0, "max": 2.0, "mean": 0.5})
        );
        let zeros = CustomCurve::new(Kind::Profile, vec![0.0; 8760], Timestamp::UNIX_EPOCH);
        assert_eq!(zeros.shown(None)[8759], 0.0);
    }
}
