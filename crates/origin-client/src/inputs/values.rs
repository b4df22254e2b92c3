//! Values whose names only the inputs configuration knows, and what edits make of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::change::{Change, ChangeKind};
use crate::types::{AppliedTransform, DemandTechnology, Technology, VariableValue, YearlyValue};

/// The values of a technology's parameters by their names, each a list by year, or by year and month.
pub type TechnologyParameters = ByName<Vec<YearlyValue>>;

/// The values of a technology's definitions by their names; each holds for all years.
pub type TechnologyDefinitions = ByName<VariableValue>;

/// Values by the names of parameters or variables, as the inputs configuration lists them.
///
/// ```
/// use origin_client::inputs::TechnologyParameters;
///
/// let text = r#"{"capacity": [{"year": 2030, "original": 21000, "transform": {"type": "Percentage", "value": 10}}],
///     "efficiency": null}"#;
/// let parameters: TechnologyParameters = serde_json::from_str(text)?;
/// let capacity = parameters.get("capacity").expect("it was asked for");
/// assert_eq!(capacity[0].edited(), Some(23100.0));
/// assert!(parameters.get("efficiency").is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ByName<T>(BTreeMap<String, Option<T>>);

impl<T> ByName<T> {
    /// What has that name. `None` when it was not asked for, and when the service answers `null`: it does not apply, or
    /// there is no data.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.get(name)?.as_ref()
    }

    /// Everything that is not `null`, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_ref()?)))
    }

    /// All names that the answer holds, those with `null` included.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether nothing has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByName<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Members<T> {
            type Value = ByName<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of values by name")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut members: A) -> Result<ByName<T>, A::Error> {
                let mut all = BTreeMap::new();
                while let Some(name) = members.next_key::<String>()? {
                    if name.starts_with("__") {
                        members.next_value::<serde::de::IgnoredAny>()?;
                    } else {
                        all.insert(name, members.next_value()?);
                    }
                }
                Ok(ByName(all))
            }
        }
        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

/// The variables of a year: of demand, of a technology's demand, or of an interconnector.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct YearVariables {
    /// The model year.
    #[serde(default, deserialize_with = "aurora_core::lenient::optional_integer")]
    pub year: Option<i64>,
    /// The variables by name; `null` for a year without data.
    #[serde(flatten)]
    pub variables: ByName<VariableValue>,
}

impl YearVariables {
    /// The value of that variable; `None` where there is no data.
    #[must_use]
    pub fn get(&self, variable: &str) -> Option<&VariableValue> {
        self.variables.get(variable)
    }
}

/// What an update of a technology's demand answers. Whether that is one object or a list of them is not established: both
/// are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct UpdatedDemandTechnologies(pub Vec<DemandTechnology>);

impl<'de> Deserialize<'de> for UpdatedDemandTechnologies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = |value: Value| serde_json::from_value(value).map_err(serde::de::Error::custom);
        let entries = match value {
            Value::Null => Vec::new(),
            Value::Array(entries) => entries,
            one => vec![one],
        };
        let entries = entries.into_iter().filter(|entry| !entry.is_null()).map(read);
        Ok(Self(entries.collect::<Result<_, _>>()?))
    }
}

impl AppliedTransform {
    /// The change; `None` when its kind is new or its value no finite number.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let kind = ChangeKind::known(self.type_.as_ref()?)?;
        Change::of(kind, number(self.value.as_ref()?)?).ok()
    }
}

/// A number, or a text that holds one.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// What the original and its transform make together.
fn edited(original: Option<&Value>, transform: Option<&AppliedTransform>) -> Option<f64> {
    let original = original.and_then(number);
    let Some(transform) = transform else {
        return original;
    };
    let change = transform.change()?;
    match change.kind() {
        ChangeKind::Absolute => Some(change.value()),
        _ => Some(change.apply(original?)),
    }
}

/// Readers that values with and without a year share.
macro_rules! readers {
    ($type:ident) => {
        impl $type {
            /// The unedited value, if it is a number.
            #[must_use]
            pub fn original_number(&self) -> Option<f64> {
                self.original.as_ref().and_then(number)
            }

            /// Whether it was edited.
            #[must_use]
            pub fn is_edited(&self) -> bool {
                self.transform.is_some()
            }

            /// The value with its edit applied (inferred: the service returns the original and the edit, and not what
            /// they make together). The original where there is no edit; `None` where either is no number, or the kind
            /// of the edit is new.
            #[must_use]
            pub fn edited(&self) -> Option<f64> {
                edited(self.original.as_ref(), self.transform.as_ref())
            }
        }
    };
}

readers!(VariableValue);
readers!(YearlyValue);

impl Technology {
    /// The values of a parameter of exogenous plants, such as `capacity`; `None` when there are none.
    #[must_use]
    pub fn exogenous(&self, parameter: &str) -> Option<&[YearlyValue]> {
        let plants = self.get_exogenous.as_ref()?;
        plants.parameters.as_ref()?.get(parameter).map(Vec::as_slice)
    }

    /// The values of a parameter of endogenous plants, such as `capex`; `None` when there are none.
    #[must_use]
    pub fn endogenous(&self, parameter: &str) -> Option<&[YearlyValue]> {
        let plants = self.get_endogenous.as_ref()?;
        plants.parameters.as_ref()?.get(parameter).map(Vec::as_slice)
    }

    /// The value of a definition of endogenous plants, such as `discountRate`; `None` when there is none.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<&VariableValue> {
        let plants = self.get_endogenous.as_ref()?;
        plants.definitions.as_ref()?.get(name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(json: Value) -> VariableValue {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_edited_value_is_the_original_with_its_transform() {
        let rows = [
            (json!({"original": 200, "transform": null}), Some(200.0)),
            (json!({"original": 200}), Some(200.0)),
            (json!({"original": "200.5"}), Some(200.5)),
            (
                json!({"original": 200, "transform": {"type": "Percentage", "value": 10}}),
                Some(220.0),
            ),
            (
                json!({"original": 200, "transform": {"type": "Delta", "value": -0.5}}),
                Some(199.5),
            ),
            (
                json!({"original": 200, "transform": {"type": "Absolute", "value": 7}}),
                Some(7.0),
            ),
            (
                json!({"original": null, "transform": {"type": "Absolute", "value": 7}}),
                Some(7.0),
            ),
            (
                json!({"original": null, "transform": {"type": "Delta", "value": 7}}),
                None,
            ),
            (
                json!({"original": 200, "transform": {"type": "Halved", "value": 7}}),
                None,
            ),
            (
                json!({"original": 200, "transform": {"type": "Delta", "value": null}}),
                None,
            ),
            (json!({"original": true}), None),
            (json!({"original": null}), None),
            (json!({}), None),
        ];
        for (json, expected) in rows {
            assert_eq!(value(json.clone()).edited(), expected, "{json}");
        }
        assert!(!value(json!({"original": 1, "transform": null})).is_edited());
        assert_eq!(value(json!({"original": 1.5})).original_number(), Some(1.5));
    }

    #[test]
    fn a_selection_of_nothing_reads_as_nothing() {
        let parameters: TechnologyParameters =
            serde_json::from_value(json!({"__typename": "ExogenousPlantParameters"})).unwrap();
        assert!(parameters.is_empty());
        assert_eq!(parameters.names().count(), 0);
        let year: YearVariables = serde_json::from_value(json!({"year": 2030, "__typename": "X"})).unwrap();
        assert_eq!(year.year, Some(2030));
        assert!(year.variables.is_empty());
    }

    #[test]
    fn null_is_no_data_wherever_it_stands() {
        let year: YearVariables =
            serde_json::from_value(json!({"year": 2030.0, "a": null, "b": {"original": 1}})).unwrap();
        assert_eq!(year.year, Some(2030));
        assert!(year.get("a").is_none() && year.get("c").is_none());
        assert_eq!(year.variables.names().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(year.variables.iter().count(), 1);
        let again = serde_json::to_value(&year).unwrap();
        assert_eq!((&again["year"], &again["a"]), (&json!(2030), &Value::Null));
    }

    #[test]
    fn an_updated_technology_is_read_as_one_or_as_several() {
        let read = |json| {
            serde_json::from_value::<UpdatedDemandTechnologies>(json)
                .unwrap()
                .0
                .len()
        };
        assert_eq!(read(json!({"variables": []})), 1);
        assert_eq!(read(json!([{"variables": []}, null, {}])), 2);
        assert_eq!(read(json!(null)), 0);
        assert!(serde_json::from_value::<UpdatedDemandTechnologies>(json!(7)).is_err());
    }
}
