//! Collections to be made, and changes to them.

use aurora_core::Result;
use serde_json::{Map, Value};

use crate::check::{invalid, not_empty, positive};

/// The most scenarios that a collection may have, saved ones and sessions together.
pub const MOST_SCENARIOS: usize = 6;

/// A collection to be made, of saved scenarios, of sessions, or of both: six at most. An id that is named twice counts once.
///
/// ```
/// use etm_client::NewCollection;
///
/// let compared = NewCollection::of_saved("Two ways", [5, 6]);
/// let path = NewCollection::interpolated("To 2050", [5]).with_sessions([12, 13]);
/// assert!(compared.validate().is_ok() && path.validate().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct NewCollection {
    title: String,
    pub(super) lists: Lists,
    interpolation: bool,
    area_code: Option<String>,
    end_year: Option<i64>,
    pub(super) version: Option<String>,
}

/// What a collection is made of. A list that is not there stays as it is, or is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lists {
    pub(super) saved: Option<Vec<i64>>,
    pub(super) sessions: Option<Vec<i64>>,
}

impl NewCollection {
    fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lists: Lists::default(),
            interpolation: false,
            area_code: None,
            end_year: None,
            version: None,
        }
    }

    /// A collection of saved scenarios, in this order. All have to be of one version of the model.
    pub fn of_saved(title: impl Into<String>, saved_scenario_ids: impl IntoIterator<Item = i64>) -> Self {
        Self::new(title).with_saved(saved_scenario_ids)
    }

    /// A collection of sessions, in this order. Give newer sessions for later years: the engine refuses lists whose ids are not
    /// in the order of their end years.
    pub fn of_sessions(title: impl Into<String>, session_ids: impl IntoIterator<Item = i64>) -> Self {
        Self::new(title).with_sessions(session_ids)
    }

    /// A transition path to a saved scenario; there may be no other one in it. Area and end year are those of the saved
    /// scenario. Nothing is interpolated by this: make the sessions on the way first
    /// ([`Sessions::interpolate`](crate::Sessions::interpolate)) and name them [`with_sessions`](Self::with_sessions).
    pub fn interpolated(title: impl Into<String>, saved_scenario_ids: impl IntoIterator<Item = i64>) -> Self {
        Self {
            interpolation: true,
            ..Self::of_saved(title, saved_scenario_ids)
        }
    }

    /// A transition path of sessions only, with the area and the end year that it leads to.
    pub fn interpolated_sessions(
        title: impl Into<String>,
        session_ids: impl IntoIterator<Item = i64>,
        area_code: impl Into<String>,
        end_year: i64,
    ) -> Self {
        Self {
            interpolation: true,
            ..Self::of_sessions(title, session_ids)
        }
        .with_dataset(area_code, end_year)
    }

    /// Sets the saved scenarios. Default: none.
    pub fn with_saved(mut self, saved_scenario_ids: impl IntoIterator<Item = i64>) -> Self {
        self.lists.saved = Some(once_each(saved_scenario_ids));
        self
    }

    /// Sets the sessions. Default: none.
    pub fn with_sessions(mut self, session_ids: impl IntoIterator<Item = i64>) -> Self {
        self.lists.sessions = Some(once_each(session_ids));
        self
    }

    /// Sets area and end year of a transition path. Default: those of its saved scenario.
    pub fn with_dataset(mut self, area_code: impl Into<String>, end_year: i64) -> Self {
        self.area_code = Some(area_code.into());
        self.end_year = Some(end_year);
        self
    }

    /// Sets the tag of the model's version, such as `latest`. Only sent to MyETM itself, which needs it; the engine puts its
    /// own. Default: the version of the saved scenarios, else of the client's engine if its address tells.
    pub fn with_version(mut self, tag: impl Into<String>) -> Self {
        self.version = Some(tag.into());
        self
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the title is empty, an id not above 0, when there is no scenario or more than six, and
    /// when a transition path has more than one saved scenario.
    pub fn validate(&self) -> Result<()> {
        not_empty("title", &self.title)?;
        self.lists.check()?;
        check_number(self.lists.count())?;
        if self.interpolation {
            check_path(self.lists.saved.as_deref().unwrap_or_default())?;
        }
        Ok(())
    }

    pub(super) fn fields(&self) -> Map<String, Value> {
        let mut fields = self.lists.fields();
        fields.retain(|_, list| list != &Value::Array(Vec::new()));
        fields.insert("title".to_owned(), self.title.clone().into());
        fields.insert("interpolation".to_owned(), self.interpolation.into());
        if let Some(area_code) = &self.area_code {
            fields.insert("area_code".to_owned(), area_code.clone().into());
        }
        if let Some(end_year) = self.end_year {
            fields.insert("end_year".to_owned(), end_year.into());
        }
        fields
    }
}

/// Changes to a collection. Only what is set is sent.
///
/// Whether it is a transition path cannot be changed. Every change gives the collection the version of the engine that it goes
/// through, so use the engine that its saved scenarios belong to.
///
/// ```
/// use etm_client::CollectionUpdate;
///
/// let update = CollectionUpdate::new().with_title("Three ways").with_saved([5, 6, 7]);
/// assert!(update.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct CollectionUpdate {
    pub(super) lists: Lists,
    fields: Map<String, Value>,
}

impl CollectionUpdate {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the title.
    pub fn with_title(self, title: impl Into<String>) -> Self {
        self.with("title", title.into())
    }

    /// Replaces the saved scenarios by these.
    pub fn with_saved(mut self, saved_scenario_ids: impl IntoIterator<Item = i64>) -> Self {
        self.lists.saved = Some(once_each(saved_scenario_ids));
        self
    }

    /// Replaces the sessions by these.
    pub fn with_sessions(mut self, session_ids: impl IntoIterator<Item = i64>) -> Self {
        self.lists.sessions = Some(once_each(session_ids));
        self
    }

    /// Sets the area of a transition path.
    pub fn with_area(self, area_code: impl Into<String>) -> Self {
        self.with("area_code", area_code.into())
    }

    /// Sets the end year of a transition path.
    pub fn with_end_year(self, end_year: i64) -> Self {
        self.with("end_year", end_year)
    }

    /// Puts it into the trash, or takes it out.
    pub fn with_discarded(self, discarded: bool) -> Self {
        self.with("discarded", discarded)
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when nothing is changed, the title is set to nothing, an id is not above 0, a list is empty,
    /// and when the lists have more than six scenarios.
    pub fn validate(&self) -> Result<()> {
        if self.fields.is_empty() && self.lists == Lists::default() {
            return Err(invalid("the update changes nothing").with_advice("set at least one field"));
        }
        if let Some(title) = self.fields.get("title").and_then(Value::as_str) {
            not_empty("title", title)?;
        }
        for (name, list) in self.lists.named() {
            if list.is_empty() {
                return Err(invalid(format!("{name} is empty, and the service takes no empty list")));
            }
        }
        self.lists.check()?;
        check_most(self.lists.count())
    }

    pub(super) fn fields(&self) -> Map<String, Value> {
        let mut fields = self.lists.fields();
        fields.extend(self.fields.clone());
        fields
    }
}

impl Lists {
    fn named(&self) -> impl Iterator<Item = (&'static str, &Vec<i64>)> {
        let saved = self.saved.as_ref().map(|ids| ("saved_scenario_ids", ids));
        let sessions = self.sessions.as_ref().map(|ids| ("scenario_ids", ids));
        [saved, sessions].into_iter().flatten()
    }

    fn count(&self) -> usize {
        self.named().map(|(_, ids)| ids.len()).sum()
    }

    fn check(&self) -> Result<()> {
        for (name, ids) in self.named() {
            ids.iter()
                .try_for_each(|id| positive(&format!("an id in {name}"), *id))?;
        }
        Ok(())
    }

    fn fields(&self) -> Map<String, Value> {
        self.named()
            .map(|(name, ids)| (name.to_owned(), ids.clone().into()))
            .collect()
    }
}

fn check_number(count: usize) -> Result<()> {
    if count == 0 {
        return Err(invalid(
            "the collection has no scenario, but needs at least one, saved or not",
        ));
    }
    check_most(count)
}

/// Refuses more scenarios than a collection may have.
pub(super) fn check_most(count: usize) -> Result<()> {
    if count > MOST_SCENARIOS {
        let message = format!(
            "the collection has {count} scenarios, saved ones and sessions together, but may have {MOST_SCENARIOS}"
        );
        return Err(invalid(message).with_advice("leave some out, or make two collections"));
    }
    Ok(())
}

/// Refuses a transition path to several ends.
pub(super) fn check_path(saved: &[i64]) -> Result<()> {
    if saved.len() > 1 {
        let message = format!(
            "a transition path may have one saved scenario, and this has {}",
            saved.len()
        );
        return Err(invalid(message).with_advice("name the others as sessions"));
    }
    Ok(())
}

/// The ids in their order. The service takes a repeated id for one that it does not know.
fn once_each(ids: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut list = Vec::new();
    for id in ids {
        if !list.contains(&id) {
            list.push(id);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_of_collection_has_its_fields() {
        let rows = [
            (
                NewCollection::of_saved("t", [6, 5, 6]),
                json!({"title": "t", "saved_scenario_ids": [6, 5], "interpolation": false}),
            ),
            (
                NewCollection::of_sessions("t", [1, 2]).with_saved([]),
                json!({"title": "t", "scenario_ids": [1, 2], "interpolation": false}),
            ),
            (
                NewCollection::interpolated("t", [5]).with_sessions([1, 2]),
                json!({"title": "t", "saved_scenario_ids": [5], "scenario_ids": [1, 2], "interpolation": true}),
            ),
            (
                NewCollection::interpolated_sessions("t", [1], "nl2023", 2050),
                json!({"title": "t", "scenario_ids": [1], "interpolation": true, "area_code": "nl2023", "end_year": 2050}),
            ),
        ];
        for (new, fields) in rows {
            assert!(new.validate().is_ok(), "{fields}");
            assert_eq!(Value::from(new.fields()), fields);
        }
        let update = CollectionUpdate::new()
            .with_discarded(false)
            .with_sessions([3, 3])
            .with_end_year(2040)
            .with_area("nl");
        let fields = json!({"discarded": false, "scenario_ids": [3], "end_year": 2040, "area_code": "nl"});
        assert_eq!(Value::from(update.fields()), fields);
    }

    #[test]
    fn six_scenarios_are_the_most_whatever_they_are() {
        assert!(NewCollection::of_saved("t", 1..=6).validate().is_ok());
        assert!(NewCollection::of_saved("t", [1, 1, 2, 3, 4, 5, 6]).validate().is_ok());
        for new in [
            NewCollection::of_saved("t", 1..=7),
            NewCollection::of_sessions("t", 1..=7),
            NewCollection::of_saved("t", 1..=3).with_sessions(1..=4),
        ] {
            let error = new.validate().unwrap_err().to_string();
            assert!(
                error.contains("has 7 scenarios") && error.contains("may have 6"),
                "{error}"
            );
        }
        let update = CollectionUpdate::new().with_saved(1..=3).with_sessions(1..=4);
        assert!(update.validate().unwrap_err().to_string().contains("may have 6"));
    }

    #[test]
    fn what_the_service_would_refuse_is_refused_with_its_reason() {
        let rows = [
            (NewCollection::of_saved(" ", [5]).validate(), "title is empty"),
            (NewCollection::of_saved("t", []).validate(), "has no scenario"),
            (
                NewCollection::of_sessions("t", [0]).validate(),
                "an id in scenario_ids is 0",
            ),
            (
                NewCollection::interpolated("t", [5, 6]).validate(),
                "may have one saved scenario",
            ),
            (CollectionUpdate::new().validate(), "changes nothing"),
            (CollectionUpdate::new().with_title("").validate(), "title is empty"),
            (
                CollectionUpdate::new().with_saved([]).validate(),
                "saved_scenario_ids is empty",
            ),
            (
                CollectionUpdate::new().with_saved([-5]).validate(),
                "an id in saved_scenario_ids is -5",
            ),
        ];
        for (result, part) in rows {
            let error = result.unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
