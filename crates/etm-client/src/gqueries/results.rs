//! Results of queries.

use std::collections::{BTreeMap, btree_map};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The value of a query for one year.
#[derive(Clone, Debug, PartialEq, Serialize, Default)]
#[serde(untagged)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum QueryValue {
    /// Nothing: the engine found no value, or one that is no number.
    #[default]
    Null,
    /// A number, in the unit of the query.
    Number(f64),
    /// Whether something is so.
    Flag(bool),
    /// A text.
    Text(String),
    /// Values of every hour of the year (8760), rounded by the engine: to whole numbers where most are large, else to three digits
    /// after the point. Curves of the present are empty. A value that is no number is NaN.
    Curve(Vec<f64>),
    /// Anything else, such as an object of several values.
    Other(Value),
}

impl QueryValue {
    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The values, if it is a curve.
    #[must_use]
    pub fn as_curve(&self) -> Option<&[f64]> {
        match self {
            Self::Curve(values) => Some(values),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The flag, if it is one.
    #[must_use]
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    fn curve(entries: &[Value]) -> Option<Vec<f64>> {
        let number = |entry: &Value| match entry {
            Value::Null => Some(f64::NAN),
            other => other.as_f64(),
        };
        entries.iter().map(number).collect()
    }
}

impl From<Value> for QueryValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Flag(flag),
            Value::String(text) => Self::Text(text),
            Value::Array(entries) => match Self::curve(&entries) {
                Some(values) => Self::Curve(values),
                None => Self::Other(Value::Array(entries)),
            },
            Value::Number(number) => match number.as_f64() {
                Some(number) => Self::Number(number),
                None => Self::Other(Value::Number(number)),
            },
            other @ Value::Object(_) => Self::Other(other),
        }
    }
}

impl<'de> Deserialize<'de> for QueryValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

/// The result of a query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct QueryResult {
    /// The value for the year of the area's data.
    #[serde(default)]
    pub present: QueryValue,
    /// The value for the session's end year.
    #[serde(default)]
    pub future: QueryValue,
    /// The unit. Queries without one have null or an empty text; the spelling is not the same everywhere.
    #[serde(default)]
    pub unit: Option<String>,
}

/// The results of several queries, by key.
///
/// A query that was asked for by an old name stands under its new one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct QueryResults(BTreeMap<String, QueryResult>);

impl QueryResults {
    /// The result of a query.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&QueryResult> {
        self.0.get(key)
    }

    /// The number for the year of the area's data, if the query has one.
    #[must_use]
    pub fn present(&self, key: &str) -> Option<f64> {
        self.get(key)?.present.as_number()
    }

    /// The number for the session's end year, if the query has one.
    #[must_use]
    pub fn future(&self, key: &str) -> Option<f64> {
        self.get(key)?.future.as_number()
    }

    /// The unit of a query; `None` for one that has none.
    #[must_use]
    pub fn unit(&self, key: &str) -> Option<&str> {
        self.get(key)?.unit.as_deref().filter(|unit| !unit.is_empty())
    }

    /// All results in order of their keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &QueryResult)> + Clone {
        self.0.iter().map(|(key, result)| (key.as_str(), result))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn extend(&mut self, further: Self) {
        self.0.extend(further.0);
    }
}

impl IntoIterator for QueryResults {
    type Item = (String, QueryResult);
    type IntoIter = btree_map::IntoIter<String, QueryResult>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(String, QueryResult)> for QueryResults {
    fn from_iter<I: IntoIterator<Item = (String, QueryResult)>>(results: I) -> Self {
        Self(results.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_of_value_is_told_apart_and_written_as_it_came() {
        let answer = json!({
            "a": {"present": 0.5, "future": 3, "unit": "factor"},
            "b": {"present": [], "future": [1.5, 2, -1e300], "unit": "curve"},
            "c": {"present": true, "future": null, "unit": null},
            "d": {"present": "x", "future": {"k": [1]}, "unit": "", "new": 1},
            "e": {"future": [[1], "x"]},
        });
        let results: QueryResults = serde_json::from_value(answer).unwrap();
        assert_eq!(
            (results.present("a"), results.future("a"), results.unit("a")),
            (Some(0.5), Some(3.0), Some("factor"))
        );
        let curve = results.get("b").unwrap();
        assert_eq!(curve.present.as_curve(), Some(&[][..]));
        assert_eq!(curve.future.as_curve(), Some(&[1.5, 2.0, -1e300][..]));
        assert_eq!(results.get("c").unwrap().present, QueryValue::Flag(true));
        assert_eq!(
            (results.future("c"), results.unit("c"), results.unit("d")),
            (None, None, None)
        );
        assert_eq!(results.get("d").unwrap().future, QueryValue::Other(json!({"k": [1]})));
        assert_eq!(results.get("e").unwrap().future, QueryValue::Other(json!([[1], "x"])));
        assert_eq!(results.get("e").unwrap().present, QueryValue::Null);
        let written = serde_json::to_value(&results).unwrap();
        assert_eq!(written["b"]["future"], json!([1.5, 2.0, -1e300]));
        assert_eq!(written["c"], json!({"present": true, "future": null, "unit": null}));
        assert_eq!(results.len(), 5);
    }

    #[test]
    fn a_value_of_a_curve_that_is_no_number_is_nan_and_all_others_stay_in_place() {
        let value: QueryValue = serde_json::from_value(json!([1.0, null, 3.0])).unwrap();
        let values = value.as_curve().unwrap();
        assert!(values[1].is_nan());
        assert_eq!((values.len(), values[2]), (3, 3.0));
    }
}
