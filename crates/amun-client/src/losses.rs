//! Losses of a farm.

use aurora_core::Result;

use crate::check;

/// The six losses, each a fraction from 0 to below 1 (the vendor's docs say percent, but fractions are sent). Default: none.
///
/// ```
/// use amun_client::Losses;
///
/// let losses = Losses { availability: 0.1, wake: 0.02, ..Losses::default() };
/// assert!(losses.validate().is_ok());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Losses {
    /// By the wake of other turbines.
    pub wake: f64,
    /// By turbines that stand still.
    pub availability: f64,
    /// On the way to the grid.
    pub electrical: f64,
    /// By turbines below their power curve.
    pub turbine_performance: f64,
    /// By ice, dirt and the like.
    pub environmental: f64,
    /// By curtailment that is not economic.
    pub other_curtailment: f64,
}

impl Losses {
    /// Checks that each is from 0 to below 1.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first one that is not; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        self.by_field()
            .into_iter()
            .try_for_each(|(field, fraction)| check::loss(field, fraction))
    }

    /// The names on the wire and the values.
    pub(crate) fn by_field(&self) -> [(&'static str, f64); 6] {
        [
            ("lossesWake", self.wake),
            ("lossesAvailability", self.availability),
            ("lossesElectrical", self.electrical),
            ("lossesTurbinePerformance", self.turbine_performance),
            ("lossesEnvironmental", self.environmental),
            ("lossesOtherCurtailment", self.other_curtailment),
        ]
    }
}
