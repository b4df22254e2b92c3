//! One edit of one value.

use std::fmt;

use aurora_core::{Result, check};

use crate::types::TransformType;

/// How a value is changed: by a percentage, by a difference, or to a value of its own. Always a finite number.
///
/// | | `value` | edited value |
/// |---|---|---|
/// | [`percentage`](Self::percentage) | percent: `10` stands for +10 % (as the vendor's tests read it back) | original × (1 + value / 100) |
/// | [`delta`](Self::delta) | in the unit of the original | original + value (inferred) |
/// | [`absolute`](Self::absolute) | in the unit of the original | value |
///
/// The service keeps the original and the change apart and does not return the edited value; [`apply`](Self::apply) gives it.
///
/// ```
/// use origin_client::inputs::Change;
///
/// assert_eq!(Change::percentage(10.0)?.apply(200.0), 220.0);
/// assert_eq!(Change::delta(-5.0)?.apply(200.0), 195.0);
/// assert_eq!(Change::absolute(666.0)?.apply(200.0), 666.0);
/// assert!(Change::delta(f64::NAN).is_err());
/// # Ok::<(), origin_client::Error>(())
/// ```
///
/// A change that is no number cannot be made by hand either:
///
/// ```compile_fail,E0451
/// use origin_client::inputs::{Change, ChangeKind};
///
/// let change = Change { kind: ChangeKind::Delta, value: f64::NAN };
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    kind: ChangeKind,
    value: f64,
}

/// The kinds of [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// In percent of the original.
    Percentage,
    /// Added to the original.
    Delta,
    /// In place of the original.
    Absolute,
}

impl ChangeKind {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Percentage => "Percentage",
            Self::Delta => "Delta",
            Self::Absolute => "Absolute",
        }
    }

    pub(crate) fn on_the_wire(self) -> TransformType {
        match self {
            Self::Percentage => TransformType::Percentage,
            Self::Delta => TransformType::Delta,
            Self::Absolute => TransformType::Absolute,
        }
    }

    /// The kind of that name, if it is known.
    pub(crate) fn known(name: &TransformType) -> Option<Self> {
        match name {
            TransformType::Percentage => Some(Self::Percentage),
            TransformType::Delta => Some(Self::Delta),
            TransformType::Absolute => Some(Self::Absolute),
            TransformType::Unknown(_) => None,
        }
    }

    /// What the change makes of an original value.
    fn apply(self, original: f64, value: f64) -> f64 {
        match self {
            // In this order 10 % of a round number stays a round number.
            Self::Percentage => original + original * value / 100.0,
            Self::Delta => original + value,
            Self::Absolute => value,
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Change {
    /// By so many percent of the original: `10.0` for a tenth more, `-100.0` for nothing left.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when it is no finite number.
    pub fn percentage(percent: f64) -> Result<Self> {
        Self::of(ChangeKind::Percentage, percent)
    }

    /// By this difference, in the unit of the original.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when it is no finite number.
    pub fn delta(difference: f64) -> Result<Self> {
        Self::of(ChangeKind::Delta, difference)
    }

    /// To this value, in the unit of the original.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when it is no finite number.
    pub fn absolute(value: f64) -> Result<Self> {
        Self::of(ChangeKind::Absolute, value)
    }

    /// The change of this kind and value.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the value is no finite number.
    pub fn of(kind: ChangeKind, value: f64) -> Result<Self> {
        check::finite(&format!("the value of a {kind} change"), value)?;
        Ok(Self { kind, value })
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(self) -> ChangeKind {
        self.kind
    }

    /// Its number: percent, or in the unit of the original.
    #[must_use]
    pub fn value(self) -> f64 {
        self.value
    }

    /// What it makes of an original value.
    #[must_use]
    pub fn apply(self, original: f64) -> f64 {
        self.kind.apply(original, self.value)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value;
        match self.kind {
            ChangeKind::Percentage => write!(f, "{value:+} %"),
            ChangeKind::Delta => write!(f, "{value:+}"),
            ChangeKind::Absolute => write!(f, "= {value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use aurora_core::ErrorKind;

    use super::*;

    #[test]
    fn what_is_no_finite_number_is_refused_by_every_kind() {
        for kind in [ChangeKind::Percentage, ChangeKind::Delta, ChangeKind::Absolute] {
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                let error = Change::of(kind, value).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::InvalidRequest);
                assert!(error.to_string().contains(kind.as_str()), "{error}");
            }
        }
        assert_eq!(Change::delta(-0.0).unwrap().value(), 0.0);
    }

    #[test]
    fn a_change_is_shown_with_its_sign_or_as_a_value_of_its_own() {
        let shown = |change: Result<Change>| change.unwrap().to_string();
        assert_eq!(shown(Change::percentage(10.0)), "+10 %");
        assert_eq!(shown(Change::percentage(-2.5)), "-2.5 %");
        assert_eq!(shown(Change::delta(700.0)), "+700");
        assert_eq!(shown(Change::absolute(-3.0)), "= -3");
    }

    #[test]
    fn ten_percent_of_a_round_number_is_round() {
        assert_eq!(Change::percentage(10.0).unwrap().apply(21000.0), 23100.0);
        assert_eq!(Change::percentage(-100.0).unwrap().apply(7.0), 0.0);
        assert_eq!(Change::percentage(50.0).unwrap().apply(-4.0), -6.0);
    }
}
