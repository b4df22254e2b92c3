//! Saved scenarios to be made, and changes to them.

use aurora_core::Result;
use serde_json::{Map, Value};

use crate::check::{invalid, not_empty, positive};

/// A saved scenario to be made from a session.
///
/// ```
/// use etm_client::NewSavedScenario;
///
/// let saved = NewSavedScenario::new(2_685_426, "All electric").with_private(true);
/// assert!(saved.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct NewSavedScenario {
    pub(super) session_id: i64,
    title: String,
    description: Option<String>,
    private: Option<bool>,
    pub(super) area_code: Option<String>,
    pub(super) end_year: Option<i64>,
    pub(super) version: Option<String>,
}

impl NewSavedScenario {
    /// Saves this session under a title.
    pub fn new(session_id: i64, title: impl Into<String>) -> Self {
        Self {
            session_id,
            title: title.into(),
            description: None,
            private: None,
            area_code: None,
            end_year: None,
            version: None,
        }
    }

    /// Sets a description in plain text. Through the engine it gets lost today; made at MyETM directly
    /// ([`EtmClient::myetm`](crate::EtmClient::myetm)), the saved scenario keeps it.
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets whether only its users may see it. Default: what the account says.
    pub fn with_private(mut self, private: bool) -> Self {
        self.private = Some(private);
        self
    }

    /// Sets the session's area and end year. Only MyETM itself needs them, and without this they are read from the engine.
    pub fn with_dataset(mut self, area_code: impl Into<String>, end_year: i64) -> Self {
        self.area_code = Some(area_code.into());
        self.end_year = Some(end_year);
        self
    }

    /// Sets the tag of the model's version, such as `2025-01`. Only sent to MyETM itself; the engine puts its own. Default:
    /// the version of the client's engine if its address tells, else MyETM's default (`latest`).
    pub fn with_version(mut self, tag: impl Into<String>) -> Self {
        self.version = Some(tag.into());
        self
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the title is empty or the session's id not above 0.
    pub fn validate(&self) -> Result<()> {
        positive("session_id", self.session_id)?;
        not_empty("title", &self.title)
    }

    /// The fields that the engine takes. Every engine reads them at the top level; nested in `saved_scenario` not every one.
    pub(crate) fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        fields.insert("scenario_id".to_owned(), self.session_id.into());
        fields.insert("title".to_owned(), self.title.clone().into());
        add(&mut fields, "description", self.description.clone());
        add(&mut fields, "private", self.private);
        fields
    }

    /// What MyETM wants to be told beside that.
    pub(super) fn own_fields(&self) -> Map<String, Value> {
        let mut fields = self.fields();
        add(&mut fields, "area_code", self.area_code.clone());
        add(&mut fields, "end_year", self.end_year);
        add(&mut fields, "version", self.version.clone());
        fields
    }
}

/// Changes to a saved scenario. Only what is set is sent.
///
/// ```
/// use etm_client::SavedScenarioUpdate;
///
/// let update = SavedScenarioUpdate::new().with_title("Less gas").with_private(false);
/// assert!(update.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct SavedScenarioUpdate {
    fields: Map<String, Value>,
}

impl SavedScenarioUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the title.
    pub fn with_title(self, title: impl Into<String>) -> Self {
        self.with("title", title.into())
    }

    /// Sets the description, in plain text. Through the engine it gets lost today; see
    /// [`NewSavedScenario::with_description`].
    pub fn with_description(self, description: impl Into<String>) -> Self {
        self.with("description", description.into())
    }

    /// Sets whether only its users may see it.
    pub fn with_private(self, private: bool) -> Self {
        self.with("private", private)
    }

    /// Sets the session that it points to, and with it area and end year. The one before goes to the end of the history; a
    /// session out of the history comes back, and what followed it is taken out of the history.
    pub fn with_session(self, session_id: i64) -> Self {
        self.with("scenario_id", session_id)
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when nothing is changed, when the title is set to nothing, and when the session's id is not
    /// above 0.
    pub fn validate(&self) -> Result<()> {
        if self.fields.is_empty() {
            return Err(invalid("the update changes nothing").with_advice("set at least one field"));
        }
        if let Some(title) = self.fields.get("title").and_then(Value::as_str) {
            not_empty("title", title)?;
        }
        match self.fields.get("scenario_id").and_then(Value::as_i64) {
            Some(id) => positive("session_id", id),
            None => Ok(()),
        }
    }

    pub(super) fn fields(&self) -> Map<String, Value> {
        self.fields.clone()
    }
}

fn add(fields: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        fields.insert(name.to_owned(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_set_is_sent() {
        let new = NewSavedScenario::new(7, "t");
        assert_eq!(Value::from(new.own_fields()), json!({"scenario_id": 7, "title": "t"}));
        let new = new
            .with_description("d")
            .with_private(false)
            .with_dataset("nl2023", 2050)
            .with_version("2025-01");
        let fields = json!({"scenario_id": 7, "title": "t", "description": "d", "private": false});
        assert_eq!(Value::from(new.fields()), fields);
        let own = json!({"scenario_id": 7, "title": "t", "description": "d", "private": false,
            "area_code": "nl2023", "end_year": 2050, "version": "2025-01"});
        assert_eq!(Value::from(new.own_fields()), own);
        let update = SavedScenarioUpdate::new()
            .with_session(8)
            .with_title("u")
            .with_description("");
        assert_eq!(
            Value::from(update.fields()),
            json!({"scenario_id": 8, "title": "u", "description": ""})
        );
    }

    #[test]
    fn nothing_is_no_title_no_session_and_no_update() {
        let rows = [
            (NewSavedScenario::new(7, " ").validate(), "title is empty"),
            (NewSavedScenario::new(0, "t").validate(), "session_id is 0"),
            (SavedScenarioUpdate::new().validate(), "changes nothing"),
            (SavedScenarioUpdate::new().with_title("").validate(), "title is empty"),
            (
                SavedScenarioUpdate::new().with_session(-1).validate(),
                "session_id is -1",
            ),
        ];
        for (result, part) in rows {
            let error = result.unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
        assert!(SavedScenarioUpdate::new().with_private(true).validate().is_ok());
    }
}
