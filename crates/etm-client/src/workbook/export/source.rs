//! Which scenarios are exported, and what they are called.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use aurora_core::{Error, ErrorKind, Result};

use crate::EtmClient;
use crate::types::{SavedScenario, Scenario};

/// A scenario that is to be exported: a session, or a saved scenario.
#[derive(Clone, Debug)]
pub struct ExportSource {
    of: Of,
    short_name: Option<String>,
}

#[derive(Clone, Debug)]
enum Of {
    Session(i64, Option<Box<Scenario>>),
    Saved(i64, Option<Box<SavedScenario>>),
}

impl ExportSource {
    /// A session of the engine.
    #[must_use]
    pub fn session(id: i64) -> Self {
        Of::Session(id, None).into()
    }

    /// A saved scenario of MyETM.
    #[must_use]
    pub fn saved(id: i64) -> Self {
        Of::Saved(id, None).into()
    }

    /// Sets what the scenario is called in the workbook, in place of its title or id.
    #[must_use]
    pub fn with_short_name(mut self, name: impl Into<String>) -> Self {
        self.short_name = Some(name.into()).filter(|name| !name.trim().is_empty());
        self
    }

    /// The id, of a session or of a saved scenario.
    #[must_use]
    pub fn id(&self) -> i64 {
        match self.of {
            Of::Session(id, _) | Of::Saved(id, _) => id,
        }
    }

    /// Whether it is a session. Else it is a saved scenario.
    #[must_use]
    pub fn is_session(&self) -> bool {
        matches!(self.of, Of::Session(..))
    }

    /// Fetches what is not known of the scenario itself.
    pub(super) async fn known(&self, client: &EtmClient) -> Result<Known> {
        let (saved, session) = match &self.of {
            Of::Session(id, None) => (None, client.sessions().get(*id).await?),
            Of::Session(_, Some(session)) => (None, Scenario::clone(session)),
            Of::Saved(id, known) => {
                let mut saved = match known {
                    Some(saved) => SavedScenario::clone(saved),
                    None => client.saved_scenarios().get(*id).await?,
                };
                let session = match (saved.scenario.take(), saved.scenario_id) {
                    (Some(session), _) => session,
                    (None, Some(id)) => client.sessions().get(id).await?,
                    (None, None) => return Err(without_session(*id)),
                };
                (Some(saved), session)
            }
        };
        Ok(Known {
            source: self.clone(),
            saved,
            session,
        })
    }
}

fn without_session(id: i64) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the saved scenario {id} came without its session"),
    )
}

impl From<Of> for ExportSource {
    fn from(of: Of) -> Self {
        Self { of, short_name: None }
    }
}

/// A session that was fetched already; it is not fetched again.
impl From<Scenario> for ExportSource {
    fn from(session: Scenario) -> Self {
        Of::Session(session.id, Some(Box::new(session))).into()
    }
}

/// A saved scenario that was fetched already; it is not fetched again, and its session only if it came without it. One without
/// an id is the saved scenario 0, which there is none of.
impl From<SavedScenario> for ExportSource {
    fn from(saved: SavedScenario) -> Self {
        Of::Saved(saved.id.unwrap_or_default(), Some(Box::new(saved))).into()
    }
}

/// `session 1001`, `saved scenario 7`.
impl fmt::Display for ExportSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            Of::Session(id, _) => write!(f, "session {id}"),
            Of::Saved(id, _) => write!(f, "saved scenario {id}"),
        }
    }
}

/// A scenario whose own fields are known.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) source: ExportSource,
    pub(super) saved: Option<SavedScenario>,
    pub(super) session: Scenario,
}

impl Known {
    pub(super) fn short_name(&self) -> Option<&str> {
        self.source.short_name.as_deref()
    }

    /// What the scenario is called where it has no short name: the title of a saved scenario, or of a session where an engine
    /// gives it one.
    pub(super) fn title(&self) -> Option<&str> {
        let title = match &self.saved {
            Some(saved) => saved.title.as_deref(),
            None => self.session.extra.get("title").and_then(|title| title.as_str()),
        };
        title.filter(|title| !title.trim().is_empty())
    }

    /// The title that frontends show for a session. It names no columns: readers do not know it.
    pub(super) fn shown_title(&self) -> Option<&str> {
        let title = self.session.metadata.as_ref()?.get("title")?.as_str();
        title.filter(|title| !title.trim().is_empty())
    }

    /// What the columns of the scenario are headed with if no other scenario is called so.
    fn wanted_label(&self) -> String {
        let name = self.short_name().or_else(|| self.title());
        name.map_or_else(|| self.source.id().to_string(), |name| name.trim().to_owned())
    }
}

/// A label for each scenario, different from all others: several that share one get their ids with it.
pub(super) fn labels<'k>(scenarios: impl Iterator<Item = &'k Known>) -> Vec<Arc<str>> {
    let wanted: Vec<(String, &ExportSource)> = scenarios.map(|known| (known.wanted_label(), &known.source)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (label, _) in &wanted {
        *counts.entry(label).or_default() += 1;
    }
    let mut labels: Vec<Arc<str>> = Vec::new();
    for (label, source) in &wanted {
        let mut own = match counts.get(label.as_str()) {
            Some(1) | None => label.clone(),
            _ => format!("{label} ({})", source.id()),
        };
        // A session and a saved scenario may have one id, and a scenario may be asked for twice.
        let base = own.clone();
        let mut number = 2;
        while labels.iter().any(|taken| **taken == *own) {
            own = format!("{base} {number}");
            number += 1;
        }
        labels.push(own.into());
    }
    labels
}
