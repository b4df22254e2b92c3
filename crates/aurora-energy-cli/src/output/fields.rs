//! The fields of one thing, in their own order.

use std::fmt;

use anyhow::Result;
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// Names and values in the order in which they were written; a JSON map would sort them.
pub(super) struct Fields(pub(super) Vec<(String, Value)>);

impl Fields {
    /// The fields of a thing that is written as an object.
    pub(super) fn of(item: &impl Serialize) -> Result<Self> {
        Ok(serde_json::from_slice(&serde_json::to_vec(item)?)?)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_order() {
        #[derive(Serialize)]
        struct Thing {
            z: u8,
            a: u8,
        }
        let Fields(fields) = Fields::of(&Thing { z: 1, a: 2 }).unwrap();
        assert_eq!(
            fields,
            [("z".to_owned(), Value::from(1)), ("a".to_owned(), Value::from(2))]
        );
    }
}
