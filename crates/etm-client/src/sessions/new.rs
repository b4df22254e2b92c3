//! Sessions to be made.

use std::collections::BTreeMap;

use aurora_core::{Result, check as core_check};
use serde_json::{Map, Value, json};

use super::rooted;
use super::update::leaves;
use crate::InputValue;
use crate::check::{invalid, not_empty, parameters};

/// What both ways of making a session can set.
#[derive(Clone, Debug, Default, PartialEq)]
struct Common {
    attributes: Map<String, Value>,
}

impl Common {
    /// How many parameters the engine counts.
    fn count(&self) -> usize {
        self.attributes.values().map(leaves).sum()
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.attributes.insert(name.to_owned(), value.into());
    }

    /// The engine has no title of its own; frontends look for it here.
    fn set_title(&mut self, title: String) {
        let mut metadata = match self.attributes.remove("metadata") {
            Some(Value::Object(metadata)) => metadata,
            _ => Map::new(),
        };
        metadata.insert("title".to_owned(), title.into());
        self.set("metadata", metadata);
    }
}

/// A session to be made from the data of an area.
///
/// ```
/// use etm_client::NewSession;
///
/// let session = NewSession::new("nl2019", 2050)
///     .with_source("my-program")
///     .with_private(true)
///     .with_value("costs_co2", 120.0);
/// assert!(session.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct NewSession {
    common: Common,
    values: BTreeMap<String, InputValue>,
}

impl NewSession {
    /// A session for an area such as `nl2019` and a year after that of the area's data. `NewSession::default()` leaves both to the
    /// engine (`nl2019` and 2050 today).
    pub fn new(area_code: impl Into<String>, end_year: i32) -> Self {
        let mut session = Self::default();
        session.common.set("area_code", area_code.into());
        session.common.set("end_year", end_year);
        session
    }

    /// Sets the area. Default: the engine's.
    pub fn with_area(mut self, area_code: impl Into<String>) -> Self {
        self.common.set("area_code", area_code.into());
        self
    }

    /// Sets the year that the session is about. Default: 2050.
    pub fn with_end_year(mut self, end_year: i32) -> Self {
        self.common.set("end_year", end_year);
        self
    }

    /// Sets the name of the program that makes it. Default: none.
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.common.set("source", source.into());
        self
    }

    /// Sets whether only its users may see it; needs a token. Default: what the account says, and `false` for guests.
    pub fn with_private(mut self, private: bool) -> Self {
        self.common.set("private", private);
        self
    }

    /// Sets whether it is brought along when the model changes. Default: `false`.
    pub fn with_keep_compatible(mut self, keep: bool) -> Self {
        self.common.set("keep_compatible", keep);
        self
    }

    /// Sets free JSON of the caller's own, at most 64 KiB; frontends show its `title`. Default: empty.
    pub fn with_metadata(mut self, metadata: Map<String, Value>) -> Self {
        self.common.set("metadata", metadata);
        self
    }

    /// Sets the `title` in the metadata. Goes after [`with_metadata`](Self::with_metadata), which replaces all of it.
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.common.set_title(title.into());
        self
    }

    /// Sets an input. Only numbers are possible while a session is made: the engine would read a text as 0. Set inputs of unit
    /// `enum` with an update afterwards.
    pub fn with_value(mut self, key: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.values.insert(key.into(), value.into());
        self
    }

    /// Scales the area down.
    pub fn with_scale(mut self, scale: &Scale) -> Self {
        self.common.set("scale", scale.to_value());
        self
    }

    /// Links another session as the template without copying anything from it: its values are what a reset goes back to. The engine
    /// ignores inputs that are set together with this. To copy, use [`copy`](super::Sessions::copy).
    pub fn with_template(mut self, session_id: i64) -> Self {
        self.common.set("preset_scenario_id", session_id);
        self
    }

    /// What can be told to be wrong before the engine is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the area is empty, when an input has no key or is no finite number, when inputs are
    /// set beside a template, and when there are more inputs and attributes than fit into one request.
    pub fn validate(&self) -> Result<()> {
        if let Some(area) = self.common.attributes.get("area_code").and_then(Value::as_str) {
            not_empty("the area code", area)?;
        }
        for (key, value) in &self.values {
            not_empty("the key of an input", key)?;
            number(key, value)?;
        }
        if !self.values.is_empty() && self.common.attributes.contains_key("preset_scenario_id") {
            return Err(
                invalid("inputs are set beside a template, and the engine would ignore them")
                    .with_advice("set them with an update afterwards"),
            );
        }
        parameters("inputs and attributes", self.values.len() + self.common.count())
    }

    pub(crate) fn to_body(&self) -> Value {
        let mut members = self.common.attributes.clone();
        if !self.values.is_empty() {
            members.insert("user_values".to_owned(), json!(self.values));
        }
        rooted("scenario", Value::Object(members))
    }
}

/// Refuses what the engine would take for 0.
fn number(key: &str, value: &InputValue) -> Result<()> {
    match value {
        InputValue::Number(number) => core_check::finite(key, *number),
        InputValue::Text(text) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => Ok(()),
        other => Err(invalid(format!(
            "{key} is {other:?}, and a session can be made with numbers only"
        ))
        .with_advice("set it with an update afterwards")),
    }
}

/// What a copy of a session has of its own.
///
/// ```
/// use etm_client::sessions::CopyOptions;
///
/// let options = CopyOptions::new().with_private(true).with_users(true);
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct CopyOptions {
    common: Common,
}

impl CopyOptions {
    /// A plain copy.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name of the program that makes it. Default: none.
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.common.set("source", source.into());
        self
    }

    /// Sets whether only its users may see it. Default: as the original, if the caller owns it; public, if nobody does; else what
    /// the account says.
    pub fn with_private(mut self, private: bool) -> Self {
        self.common.set("private", private);
        self
    }

    /// Sets whether it is brought along when the model changes. Default: `false`, whatever the original says.
    pub fn with_keep_compatible(mut self, keep: bool) -> Self {
        self.common.set("keep_compatible", keep);
        self
    }

    /// Sets free JSON of the caller's own. Default: empty; the original's is not copied.
    pub fn with_metadata(mut self, metadata: Map<String, Value>) -> Self {
        self.common.set("metadata", metadata);
        self
    }

    /// Sets the `title` in the metadata. Goes after [`with_metadata`](Self::with_metadata), which replaces all of it.
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.common.set_title(title.into());
        self
    }

    /// Scales the copy: its values are multiplied along, but for those that do not depend on size. A scaled session can be neither
    /// merged nor interpolated.
    pub fn with_scale(mut self, scale: &Scale) -> Self {
        self.common.set("scale", scale.to_value());
        self
    }

    /// Undoes the scaling of the original. Goes before [`with_scale`](Self::with_scale).
    pub fn with_descale(mut self, descale: bool) -> Self {
        self.common.set("descale", descale);
        self
    }

    /// Sets whether the users of the original get the same roles on the copy. Default: `false`.
    pub fn with_users(mut self, copied: bool) -> Self {
        self.common.set("set_preset_roles", copied);
        self
    }

    pub(crate) fn to_body(&self, session_id: i64) -> Result<Value> {
        if session_id <= 0 {
            return Err(invalid(format!(
                "the session's id is {session_id}, but ids are above 0"
            )));
        }
        parameters("attributes", self.common.count() + 1)?;
        let mut members = self.common.attributes.clone();
        members.insert("scenario_id".to_owned(), session_id.into());
        Ok(rooted("scenario", Value::Object(members)))
    }
}

/// How a session is scaled down from its area.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Scale {
    attribute: String,
    value: f64,
    sectors: Map<String, Value>,
}

impl Scale {
    /// To so many residences (homes).
    pub fn residences(number: f64) -> Self {
        Self::by("present_number_of_residences", number)
    }

    /// To so many inhabitants.
    pub fn inhabitants(number: f64) -> Self {
        Self::by("number_of_inhabitants", number)
    }

    /// By another attribute of the area.
    pub fn by(attribute: impl Into<String>, value: f64) -> Self {
        Self {
            attribute: attribute.into(),
            value,
            sectors: Map::new(),
        }
    }

    /// Sets whether agriculture is left in. Default: `false`.
    pub fn with_agriculture(self, kept: bool) -> Self {
        self.with("has_agriculture", kept)
    }

    /// Sets whether industry is left in. Default: `false`.
    pub fn with_industry(self, kept: bool) -> Self {
        self.with("has_industry", kept)
    }

    /// Sets whether the energy sector is left in. Default: `true`.
    pub fn with_energy(self, kept: bool) -> Self {
        self.with("has_energy", kept)
    }

    fn with(mut self, name: &str, kept: bool) -> Self {
        self.sectors.insert(name.to_owned(), kept.into());
        self
    }

    fn to_value(&self) -> Value {
        let mut members = self.sectors.clone();
        members.insert("area_attribute".to_owned(), self.attribute.clone().into());
        members.insert("value".to_owned(), self.value.into());
        Value::Object(members)
    }
}
