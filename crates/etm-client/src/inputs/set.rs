//! Inputs by key.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use serde::{Deserialize, Serialize};

use crate::types::{Input, Scenario};

/// What kind of value an input takes; its unit says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputKind {
    /// A number in the input's unit.
    Number,
    /// 0 or 1.
    Flag,
    /// One of its permitted values.
    Choice,
}

impl InputKind {
    /// The kind of an input.
    #[must_use]
    pub fn of(input: &Input) -> Self {
        match input.unit.as_deref() {
            Some("bool") => Self::Flag,
            Some("enum") => Self::Choice,
            _ if input.permitted_values.is_some() => Self::Choice,
            _ => Self::Number,
        }
    }
}

/// Inputs by key, in order of their keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct InputSet {
    inputs: BTreeMap<String, Input>,
    /// The keys that were set and not filled in by the engine, if that is known.
    #[serde(skip)]
    #[cfg_attr(feature = "schemars", schemars(skip))]
    explicit: Option<BTreeSet<String>>,
}

impl InputSet {
    /// An input.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Input> {
        self.inputs.get(key)
    }

    /// All inputs in order of their keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Input)> + Clone {
        self.inputs.iter().map(|(key, input)| (key.as_str(), input))
    }

    /// All keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.inputs.keys().map(String::as_str)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// The inputs of a share group, whose values add up to 100.
    pub fn share_group<'s>(&'s self, name: &'s str) -> impl Iterator<Item = (&'s str, &'s Input)> {
        self.iter()
            .filter(move |(_, input)| input.share_group.as_deref() == Some(name))
    }

    /// The names of all share groups.
    #[must_use]
    pub fn share_groups(&self) -> BTreeSet<&str> {
        self.inputs
            .values()
            .filter_map(|input| input.share_group.as_deref())
            .collect()
    }

    /// Takes from a session which inputs were set and which the engine filled in: a list shows both alike, and the engine leaves only
    /// the former as they are when it balances a share group.
    #[must_use]
    pub fn with_session(mut self, session: &Scenario) -> Self {
        let values = session.user_values.iter().flatten();
        self.explicit = Some(values.map(|(key, _)| key.clone()).collect());
        self
    }

    /// Whether the value of an input was set, and not filled in; `None` when that is not known.
    pub(crate) fn is_explicit(&self, key: &str) -> Option<bool> {
        self.explicit.as_ref().map(|keys| keys.contains(key))
    }

    pub(super) fn extend(&mut self, keys: &[&str], inputs: Vec<Input>) {
        for (at, input) in inputs.into_iter().enumerate() {
            let key = input.code.clone().or_else(|| keys.get(at).map(|&key| key.to_owned()));
            if let Some(key) = key {
                self.inputs.insert(key, input);
            }
        }
    }
}

impl FromIterator<(String, Input)> for InputSet {
    fn from_iter<I: IntoIterator<Item = (String, Input)>>(inputs: I) -> Self {
        Self {
            inputs: inputs.into_iter().collect(),
            explicit: None,
        }
    }
}

impl IntoIterator for InputSet {
    type Item = (String, Input);
    type IntoIter = btree_map::IntoIter<String, Input>;

    fn into_iter(self) -> Self::IntoIter {
        self.inputs.into_iter()
    }
}

#[cfg(all(test, feature = "schemars"))]
mod tests {
    use super::*;

    #[test]
    fn the_schema_of_a_set_is_that_of_a_map() {
        let schema = schemars::schema_for!(InputSet).to_value();
        assert_eq!(schema["type"], "object", "{schema}");
        assert!(schema.get("properties").is_none(), "{schema}");
        let reference = schema["additionalProperties"]["$ref"].as_str().unwrap_or_default();
        assert!(reference.ends_with("/Input"), "{schema}");
    }
}
