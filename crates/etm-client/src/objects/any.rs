//! Saved scenarios and sessions side by side.

use aurora_core::Result;

use super::{Context, Scenario, Session, Warnings};

/// A saved scenario, or a session that is not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnyScenario {
    /// A saved scenario.
    Saved(Box<Scenario>),
    /// A session.
    Session(Box<Session>),
}

impl AnyScenario {
    /// The id of the saved scenario, else that of the session.
    #[must_use]
    pub fn id(&self) -> i64 {
        match self {
            Self::Saved(scenario) => scenario.id(),
            Self::Session(session) => session.id(),
        }
    }

    /// What it is; see [`Scenario::identifier`] and [`Session::identifier`].
    #[must_use]
    pub fn identifier(&self) -> String {
        match self {
            Self::Saved(scenario) => scenario.identifier(),
            Self::Session(session) => session.identifier(),
        }
    }

    /// What to call it in a table: the short name, else the identifier.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Saved(scenario) => scenario.label(),
            Self::Session(session) => session.identifier(),
        }
    }

    /// The area's code.
    #[must_use]
    pub fn area_code(&self) -> Option<&str> {
        match self {
            Self::Saved(scenario) => scenario.area_code(),
            Self::Session(session) => session.area_code(),
        }
    }

    /// The year that it is about.
    #[must_use]
    pub fn end_year(&self) -> Option<i64> {
        match self {
            Self::Saved(scenario) => scenario.end_year(),
            Self::Session(session) => session.end_year(),
        }
    }

    /// The saved scenario, if it is one.
    #[must_use]
    pub fn as_saved(&self) -> Option<&Scenario> {
        match self {
            Self::Saved(scenario) => Some(scenario),
            Self::Session(_) => None,
        }
    }

    /// The saved scenario, if it is one, to change it.
    pub fn as_saved_mut(&mut self) -> Option<&mut Scenario> {
        match self {
            Self::Saved(scenario) => Some(scenario),
            Self::Session(_) => None,
        }
    }

    /// The session; see [`Scenario::session`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn session(&self) -> Result<&Session> {
        match self {
            Self::Saved(scenario) => scenario.session().await,
            Self::Session(session) => Ok(session),
        }
    }

    /// The session, to change it.
    ///
    /// # Errors
    ///
    /// As [`Scenario::session`].
    pub async fn session_mut(&mut self) -> Result<&mut Session> {
        match self {
            Self::Saved(scenario) => scenario.session_mut().await,
            Self::Session(session) => Ok(session),
        }
    }

    /// What it shares with other objects.
    pub fn context(&self) -> &Context {
        match self {
            Self::Saved(scenario) => scenario.context(),
            Self::Session(session) => session.context(),
        }
    }

    /// All warnings so far.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        match self {
            Self::Saved(scenario) => scenario.warnings(),
            Self::Session(session) => session.warnings(),
        }
    }
}

impl From<Scenario> for AnyScenario {
    fn from(scenario: Scenario) -> Self {
        Self::Saved(Box::new(scenario))
    }
}

impl From<Session> for AnyScenario {
    fn from(session: Session) -> Self {
        Self::Session(Box::new(session))
    }
}
