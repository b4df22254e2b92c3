//! What lint has to say.

use std::fmt;

/// One thing in a spec that has to be changed.
///
/// `Display` gives one line: `specs/amun.yaml:12: unit: … (operation list_turbines)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Finding {
    /// The file as it was named when it was loaded.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The rule's stable name; [`RULES`](crate::RULES) lists them.
    pub rule: &'static str,
    /// The operation that it is about, if it is about one.
    pub operation: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// Whether the generator would panic, fail or quietly do the wrong thing. Other findings make the documentation
    /// poorer, and `cargo xtask lint` reports them, but they stop no build.
    #[must_use]
    pub fn stops_generation(&self) -> bool {
        crate::lint::rules::stops_generation(self.rule)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.rule, self.message)?;
        match &self.operation {
            Some(operation) => write!(f, " (operation {operation})"),
            None => Ok(()),
        }
    }
}
