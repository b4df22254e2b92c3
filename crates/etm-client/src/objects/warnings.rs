//! What is worth knowing beside a result.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

/// How grave a [`Warning`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something was left out, and the rest was done.
    Warning,
    /// Something could not be done.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Something about one field of an object. As a text: `field: message`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Warning {
    /// What it is about, such as `inputs.costs_co2`.
    pub field: String,
    /// What there is to say, in one line.
    pub message: String,
    /// How grave it is.
    pub severity: Severity,
}

impl Warning {
    /// A warning about a field.
    #[must_use]
    pub fn new(severity: Severity, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
            severity,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

/// Warnings in the order in which they came.
///
/// As a text they stand below their fields, each with its severity.
///
/// ```
/// use etm_client::objects::{Severity, Warnings};
///
/// let mut warnings = Warnings::new();
/// warnings.add(Severity::Warning, "inputs.costs_co2", "there is no such input");
/// assert!(warnings.has("inputs.costs_co2"));
/// assert_eq!(warnings.to_string(), "Warnings:\n  inputs.costs_co2:\n    [WARNING] there is no such input");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Warnings(Vec<Warning>);

impl Warnings {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn add(&mut self, severity: Severity, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(Warning::new(severity, field, message));
    }

    /// Adds one that is there already.
    pub fn push(&mut self, warning: Warning) {
        self.0.push(warning);
    }

    /// Takes over those of something that belongs to this object; their fields get `prefix` and a dot before them, unless it
    /// is empty.
    pub fn merge(&mut self, others: Warnings, prefix: &str) {
        self.0.extend(others.0.into_iter().map(|warning| match prefix {
            "" => warning,
            prefix => Warning {
                field: format!("{prefix}.{}", warning.field),
                ..warning
            },
        }));
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Forgets those about a field.
    pub fn clear_field(&mut self, field: &str) {
        self.0.retain(|warning| warning.field != field);
    }

    /// Those about a field.
    pub fn of<'s>(&'s self, field: &'s str) -> impl Iterator<Item = &'s Warning> {
        self.0.iter().filter(move |warning| warning.field == field)
    }

    /// Whether there is one about a field.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.of(field).next().is_some()
    }

    /// The fields that there are warnings about, each once, in order of their names, with their warnings.
    #[must_use]
    pub fn by_field(&self) -> BTreeMap<&str, Vec<&Warning>> {
        let mut fields: BTreeMap<&str, Vec<&Warning>> = BTreeMap::new();
        for warning in &self.0 {
            fields.entry(&warning.field).or_default().push(warning);
        }
        fields
    }

    /// The gravest severity; `None` when there are no warnings.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.0.iter().map(|warning| warning.severity).max()
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Warning> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("No warnings.");
        }
        f.write_str("Warnings:")?;
        for (field, warnings) in self.by_field() {
            write!(f, "\n  {field}:")?;
            for warning in warnings {
                let severity = warning.severity.to_string().to_ascii_uppercase();
                write!(f, "\n    [{severity}] {}", warning.message)?;
            }
        }
        Ok(())
    }
}

impl Extend<Warning> for Warnings {
    fn extend<I: IntoIterator<Item = Warning>>(&mut self, warnings: I) {
        self.0.extend(warnings);
    }
}

impl FromIterator<Warning> for Warnings {
    fn from_iter<I: IntoIterator<Item = Warning>>(warnings: I) -> Self {
        Self(warnings.into_iter().collect())
    }
}

impl IntoIterator for Warnings {
    type Item = Warning;
    type IntoIter = std::vec::IntoIter<Warning>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Warnings {
    type Item = &'a Warning;
    type IntoIter = std::slice::Iter<'a, Warning>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The warnings of an object, which reading it may add to.
#[derive(Debug, Default)]
pub(super) struct Log(Mutex<Warnings>);

impl Log {
    /// Nothing is left half done while it is locked, so a panic elsewhere does no harm.
    pub(super) fn lock(&self) -> MutexGuard<'_, Warnings> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Log {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Warnings {
        let mut warnings = Warnings::new();
        warnings.add(Severity::Info, "b", "one");
        warnings.add(Severity::Error, "a", "two");
        warnings.add(Severity::Warning, "b", "three");
        warnings
    }

    #[test]
    fn warnings_keep_their_order_and_are_found_by_field() {
        let mut warnings = some();
        let messages: Vec<_> = warnings.of("b").map(|warning| warning.message.as_str()).collect();
        assert_eq!(messages, ["one", "three"]);
        assert_eq!(warnings.by_field().into_keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((warnings.len(), warnings.worst()), (3, Some(Severity::Error)));
        assert_eq!(warnings.iter().next().unwrap().to_string(), "b: one");
        warnings.clear_field("a");
        assert!(!warnings.has("a") && warnings.has("b"));
        assert_eq!(warnings.worst(), Some(Severity::Warning));
        warnings.clear();
        assert!(warnings.is_empty());
        assert_eq!(warnings.to_string(), "No warnings.");
    }

    #[test]
    fn warnings_of_a_part_get_its_name() {
        let mut all = Warnings::new();
        all.merge(some(), "Session(5)");
        all.merge(some(), "");
        let fields: Vec<_> = all.iter().map(|warning| warning.field.as_str()).collect();
        assert_eq!(fields, ["Session(5).b", "Session(5).a", "Session(5).b", "b", "a", "b"]);
    }

    #[test]
    fn as_text_they_stand_below_their_fields() {
        let shown = "Warnings:\n  a:\n    [ERROR] two\n  b:\n    [INFO] one\n    [WARNING] three";
        assert_eq!(some().to_string(), shown);
    }
}
