//! What is to be said of a changed value.

use super::edits::Change;

/// The usual range, and the hard limits.
pub(super) type Limits = ((f64, f64), (f64, Option<f64>));

/// Warnings and errors of a changed value. Without limits, half and one and a half of the original are the usual range, and
/// nothing may be below zero.
pub(super) fn validate(
    change: Option<Change>,
    original: f64,
    value: f64,
    limits: Option<Limits>,
) -> (Vec<String>, Vec<String>) {
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    if change.is_none() {
        return (warnings, errors);
    }
    let (usual, hard) = limits.unwrap_or(((0.5 * original, 1.5 * original), (0.0, None)));
    if value < usual.0 || value > usual.1 {
        warnings.push(format!(
            "{value} is outside the usual range from {} to {}",
            usual.0, usual.1
        ));
    }
    if value < hard.0 {
        errors.push(format!("{value} is below the limit of {}", hard.0));
    }
    if let Some(upper) = hard.1.filter(|upper| value > *upper) {
        errors.push(format!("{value} is above the limit of {upper}"));
    }
    (warnings, errors)
}
