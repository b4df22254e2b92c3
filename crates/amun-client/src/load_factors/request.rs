//! The request of a load factor calculation: wind and farm in one flat object.

use aurora_core::Result;
use serde::ser::{Error as _, SerializeMap};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::fields::{self, Field, WIND_TYPE};
use super::flow::Flow;
use crate::types::LoadFactorBase;
use crate::{WindType, check};

/// A load factor calculation: the wind, and the farm that stands in it.
///
/// On the wire it is one flat object: `windType` and the other fields of the wind, then those of the farm, unset ones as
/// `null` where the vendor's package sends `null`. Reading is lenient: `windType` in any case, coordinates as text, times to
/// the minute, optional fields missing, unknown fields kept in [`extra`](Self::extra).
///
/// ```
/// use amun_client::{Flow, LoadFactorBase, LoadFactorRequest, Losses, StartTime};
///
/// let start: StartTime = "2018-01-01T00:00Z".parse()?;
/// let farm = LoadFactorBase::new(59.59, 0.0, start, "gbr", 90.0)
///     .with_turbines(268, 12)
///     .with_losses(Losses { availability: 0.1, ..Losses::default() });
/// let request = LoadFactorRequest::new(Flow::average_wind_speed(6.43, 90.0), farm);
/// request.validate()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LoadFactorRequest {
    /// The wind.
    #[cfg_attr(feature = "schemars", schemars(flatten))]
    pub flow: Flow,
    /// The farm.
    #[cfg_attr(feature = "schemars", schemars(flatten))]
    pub base: LoadFactorBase,
    /// Further fields, sent as they are. The service tolerates fields that it does not know (recorded).
    #[cfg_attr(feature = "schemars", schemars(flatten))]
    pub extra: Map<String, Value>,
}

impl LoadFactorRequest {
    /// A farm in a wind.
    #[must_use]
    pub fn new(flow: impl Into<Flow>, base: LoadFactorBase) -> Self {
        Self {
            flow: flow.into(),
            base,
            extra: Map::new(),
        }
    }

    /// Adds a field that this version does not know.
    #[must_use]
    pub fn with_extra(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    /// Whether only version 2 can compute it.
    #[must_use]
    pub fn needs_v2(&self) -> bool {
        matches!(self.flow, Flow::UploadedGeneration(_))
    }

    /// Checks ranges, lengths and that all numbers are finite. All methods that send a request do this first.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` on the first field that is out of its range; the message names field, value and limit.
    pub fn validate(&self) -> Result<()> {
        self.flow.validate()?;
        self.base.validate()?;
        let known = self.known_fields();
        match self.extra.keys().find(|name| known.iter().any(|known| known == name)) {
            None => Ok(()),
            Some(name) => Err(check::invalid(format!(
                "{name} is among the extra fields, set the field of that name instead"
            ))),
        }
    }

    fn known_fields(&self) -> Vec<&'static str> {
        let flow = fields::of_flow(&self.flow.wind_type()).unwrap_or_default();
        [WIND_TYPE]
            .into_iter()
            .chain(flow.iter().chain(&fields::BASE).map(|(name, _)| *name))
            .collect()
    }

    /// All fields by name: the wind's, the farm's over them, then the extra ones that are neither.
    fn merged(&self) -> serde_json::Result<Map<String, Value>> {
        let mut merged = object(&self.flow)?;
        merged.extend(object(&self.base)?);
        for (name, value) in &self.extra {
            merged.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Ok(merged)
    }
}

fn object(part: &impl Serialize) -> serde_json::Result<Map<String, Value>> {
    match serde_json::to_value(part)? {
        Value::Object(fields) => Ok(fields),
        other => Err(serde_json::Error::custom(format!("expected an object, got {other}"))),
    }
}

impl Serialize for LoadFactorRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // JSON has no word for infinity, and the `null` that would stand in its place means something else.
        check::numbers(self.flow.numbers())
            .and_then(|()| check::numbers(self.base.numbers()))
            .map_err(S::Error::custom)?;
        let mut merged = self.merged().map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(Some(merged.len()))?;
        for name in self.known_fields() {
            if let Some(value) = merged.remove(name) {
                map.serialize_entry(name, &value)?;
            }
        }
        for (name, value) in &merged {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for LoadFactorRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Map::deserialize(deserializer)?;
        read(fields).map_err(de::Error::custom)
    }
}

fn read(mut all: Map<String, Value>) -> Result<LoadFactorRequest, String> {
    let (wind_type, own) = wind_type(&all)?;
    all.remove(WIND_TYPE);
    let base = take(&mut all, &fields::BASE)?;
    let base = serde_json::from_value(Value::Object(base)).map_err(|error| error.to_string())?;
    let mut flow = take(&mut all, own)?;
    flow.insert(WIND_TYPE.to_owned(), wind_type.as_str().into());
    let flow = Flow::from_fields(&wind_type, Value::Object(flow)).map_err(|error| error.to_string())?;
    Ok(LoadFactorRequest { flow, base, extra: all })
}

fn wind_type(all: &Map<String, Value>) -> Result<(WindType, &'static [Field]), String> {
    let text = match all.get(WIND_TYPE) {
        None | Some(Value::Null) => return Err(format!("missing field `{WIND_TYPE}`")),
        Some(Value::String(text)) => text,
        Some(other) => return Err(format!("field `{WIND_TYPE}` is {other}, expected a text such as Era5")),
    };
    let Ok(wind_type) = text.parse::<WindType>();
    match fields::of_flow(&wind_type) {
        Some(own) => Ok((wind_type, own)),
        None => Err(format!(
            "field `{WIND_TYPE}` is {text:?}, expected one of {}",
            known_wind_types().join(", ")
        )),
    }
}

fn known_wind_types() -> Vec<String> {
    WindType::KNOWN
        .iter()
        .filter(|known| fields::of_flow(known).is_some())
        .map(ToString::to_string)
        .collect()
}

/// Moves these fields out of `all`. A `null` counts as missing, so that defaults apply and a required field is named.
fn take(all: &mut Map<String, Value>, wanted: &[Field]) -> Result<Map<String, Value>, String> {
    let mut taken = Map::new();
    for field in wanted {
        if let Some(value) = all.remove(field.0)
            && !value.is_null()
        {
            taken.insert(field.0.to_owned(), fields::normalised(*field, value)?);
        }
    }
    Ok(taken)
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
