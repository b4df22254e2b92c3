//! What a plan is about.

use std::fmt;
use std::str::FromStr;

use aurora_core::Error;

use crate::check::invalid;

/// A kind of data that a workbook has for its scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The inputs: `user_values`.
    UserValues,
    /// The custom curves: `custom_curves`.
    CustomCurves,
    /// The orders: `sortables`.
    Sortables,
    /// The users: `users`.
    Users,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 4] = [Part::UserValues, Part::Sortables, Part::CustomCurves, Part::Users];

    /// The name, as pyetm has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UserValues => "user_values",
            Self::CustomCurves => "custom_curves",
            Self::Sortables => "sortables",
            Self::Users => "users",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Refuses what is none of the parts.
impl FromStr for Part {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|part| part.as_str() == name.trim());
        known.ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            invalid(format!("a workbook has no part {name:?}; it has {names}"))
        })
    }
}

/// What is changed at the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Update {
    /// Everything.
    #[default]
    All,
    /// Nothing at all: scenarios that exist are looked up, others are left out.
    None,
    /// Scenarios are made and described, and of their data these parts are changed.
    Only(Vec<Part>),
}

impl Update {
    /// Whether a part is changed.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Only(parts) => parts.contains(&part),
        }
    }
}

/// How a plan is made. Default: everything in the workbook is done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct PlanOptions {
    pub(super) update: Update,
    pub(super) creation: bool,
    pub(super) fresh: bool,
    pub(super) concurrency: usize,
    pub(super) source: Option<String>,
    pub(super) reference: Option<i64>,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            update: Update::All,
            creation: true,
            fresh: false,
            concurrency: 4,
            source: None,
            reference: None,
        }
    }
}

impl PlanOptions {
    /// Everything in the workbook is done.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what is changed. Default: everything.
    pub fn with_update(mut self, update: Update) -> Self {
        self.update = update;
        self
    }

    /// Sets whether new scenarios and copies are made, and scenarios that exist are described anew. Without, only the data of those that
    /// exist is changed. Default: `true`.
    pub fn with_creation(mut self, creation: bool) -> Self {
        self.creation = creation;
        self
    }

    /// Sets whether every row becomes a new scenario of its area and end year, whatever ids it has: that is how an exported
    /// workbook comes to an engine that does not know its scenarios. Default: `false`.
    pub fn with_fresh(mut self, fresh: bool) -> Self {
        self.fresh = fresh;
        self
    }

    /// Sets how many requests are under way at a time, at least 1. Default: 4.
    pub fn with_concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Sets the name of the program that sessions are made with, where the workbook has none. Default: none.
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets a session whose inputs, orders and curves stand for those of scenarios that are still to be made; it is only read. Default:
    /// one of the workbook, preferably of the same area and year, else one of the user's, else a featured one.
    pub fn with_reference(mut self, session_id: i64) -> Self {
        self.reference = Some(session_id);
        self
    }
}
