//! JSON objects whose order means something.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::UnitDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// A JSON object whose members keep the order in which the service sends them.
///
/// Which region of a scenario comes first decides from which one the addresses of further regions are derived. A null
/// member is left out, unless the values' type knows null.
#[derive(Clone, PartialEq)]
pub struct OrderedMap<V>(Vec<(String, V)>);

impl<V> OrderedMap<V> {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        self.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether there is a value of that name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The first member.
    #[must_use]
    pub fn first(&self) -> Option<(&str, &V)> {
        self.iter().next()
    }

    /// All members in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &V)> + Clone {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// All names in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.iter().map(|(key, _)| key)
    }

    /// All values in order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> + Clone {
        self.iter().map(|(_, value)| value)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Default for OrderedMap<V> {
    fn default() -> Self {
        Self::new()
    }
}

/// The last of several members of one name counts, at the place of the first.
impl<V> FromIterator<(String, V)> for OrderedMap<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(members: I) -> Self {
        let mut map = Self::new();
        for (name, value) in members {
            match map.0.iter_mut().find(|(known, _)| *known == name) {
                Some(known) => known.1 = value,
                None => map.0.push((name, value)),
            }
        }
        map
    }
}

impl<V> IntoIterator for OrderedMap<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: fmt::Debug> fmt::Debug for OrderedMap<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<V: Serialize> Serialize for OrderedMap<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for OrderedMap<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for MembersVisitor<V> {
    type Value = OrderedMap<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Option<V>>()? {
            let value = match value {
                Some(value) => Some(value),
                // Kept where the type has a value for it.
                None => V::deserialize(UnitDeserializer::<A::Error>::new()).ok(),
            };
            members.extend(value.map(|value| (name, value)));
        }
        Ok(members.into_iter().collect())
    }
}

#[cfg(feature = "schemars")]
impl<V: schemars::JsonSchema> schemars::JsonSchema for OrderedMap<V> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Map_of_{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let value = generator.subschema_for::<V>();
        schemars::json_schema!({"type": "object", "additionalProperties": value})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_text_is_kept_both_ways() {
        let text = r#"{"z":1,"a":2,"m":3}"#;
        let map: OrderedMap<i64> = serde_json::from_str(text).unwrap();
        assert_eq!(map.first(), Some(("z", &1)));
        assert_eq!(map.keys().collect::<Vec<_>>(), ["z", "a", "m"]);
        assert_eq!(map.get("m"), Some(&3));
        assert_eq!(serde_json::to_string(&map).unwrap(), text);
        assert_eq!(format!("{map:?}"), r#"{"z": 1, "a": 2, "m": 3}"#);
    }

    #[test]
    fn a_null_member_is_left_out_and_the_last_of_one_name_counts() {
        let map: OrderedMap<i64> = serde_json::from_str(r#"{"a":null,"b":1,"b":2}"#).unwrap();
        assert_eq!(map.into_iter().collect::<Vec<_>>(), [("b".to_owned(), 2)]);
        let codes: OrderedMap<serde_json::Value> = serde_json::from_str(r#"{"z":null,"b":1}"#).unwrap();
        assert_eq!(codes.keys().collect::<Vec<_>>(), ["z", "b"]);
        assert!(serde_json::from_str::<OrderedMap<i64>>("[1]").is_err());
        assert!(OrderedMap::<i64>::default().is_empty());
    }
}
