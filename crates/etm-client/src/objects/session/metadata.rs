//! What a session says about itself.

use aurora_core::Result;
use serde_json::{Map, Value};

use super::Session;
use crate::objects::warnings::{Severity, Warning};
use crate::sessions::SessionUpdate;

/// What the engine has fields for, but lets nobody set.
const FIXED: [&str; 8] = [
    "id",
    "created_at",
    "updated_at",
    "area_code",
    "start_year",
    "end_year",
    "scaling",
    "url",
];

/// Changes to what a session says about itself. What is not set stays, each entry of the metadata by itself.
///
/// ```
/// use etm_client::objects::MetadataChanges;
///
/// let changes = MetadataChanges::new().with_title("All electric").with("author", "Ada").with_private(false);
/// # let _ = changes;
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct MetadataChanges {
    update: SessionUpdate,
    has_attributes: bool,
    entries: Map<String, Value>,
    removed: Vec<String>,
}

impl MetadataChanges {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether only its users may see the session.
    pub fn with_private(self, private: bool) -> Self {
        self.attribute(|update| update.with_private(private))
    }

    /// Sets whether the session is brought along when the model changes.
    pub fn with_keep_compatible(self, keep: bool) -> Self {
        self.attribute(|update| update.with_keep_compatible(keep))
    }

    /// Sets the name of the program that made it; `None` removes it.
    pub fn with_source(self, source: Option<&str>) -> Self {
        self.attribute(|update| update.with_source(source))
    }

    /// Links another session as the template; `None` cuts the link. No value changes.
    pub fn with_template(self, session_id: Option<i64>) -> Self {
        self.attribute(|update| match session_id {
            Some(id) => update.with_template(id),
            None => update.without_template(),
        })
    }

    /// Sets the title, which is the entry `title` of the metadata.
    pub fn with_title(self, title: impl Into<String>) -> Self {
        self.with("title", title.into())
    }

    /// Sets an entry of the metadata.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let name = name.into();
        self.removed.retain(|removed| *removed != name);
        self.entries.insert(name, value.into());
        self
    }

    /// Removes an entry of the metadata.
    pub fn without(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.entries.remove(&name);
        self.removed.push(name);
        self
    }

    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_attributes && self.entries.is_empty() && self.removed.is_empty()
    }

    fn attribute(mut self, set: impl FnOnce(SessionUpdate) -> SessionUpdate) -> Self {
        self.update = set(self.update);
        self.has_attributes = true;
        self
    }

    fn misplaced(&self) -> Vec<Warning> {
        let fixed = self.entries.keys().filter(|name| FIXED.contains(&name.as_str()));
        let warning = |name: &String| {
            let message = "the engine lets nobody set this, so it is an entry of the metadata";
            Warning::new(Severity::Info, format!("metadata.{name}"), message)
        };
        fixed.map(warning).collect()
    }
}

impl Session {
    /// Changes what the session says about itself. The engine replaces all metadata at once, so the entries that stay are sent
    /// too, as they were when the session was loaded.
    ///
    /// # Errors
    ///
    /// As [`Sessions::update`](crate::Sessions::update), and when a warning stops.
    pub async fn update_metadata(&mut self, changes: &MetadataChanges) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        self.warn(changes.misplaced())?;
        let mut update = changes.update.clone();
        if !(changes.entries.is_empty() && changes.removed.is_empty()) {
            update = update.with_metadata(self.merged(changes).await?);
        }
        self.update(&update).await.map(drop)
    }

    async fn merged(&mut self, changes: &MetadataChanges) -> Result<Map<String, Value>> {
        // Without it, entries that nobody meant to touch would be lost.
        if self.record.metadata.is_none() {
            let record = self.client().sessions().get(self.id()).await?;
            self.set_record(record);
        }
        let mut metadata = self.record.metadata.clone().unwrap_or_default();
        metadata.retain(|name, _| !changes.removed.contains(name));
        metadata.extend(changes.entries.clone());
        Ok(metadata)
    }
}
