//! From a place in a document to the line that it stands on.
//!
//! The YAML reader gives no positions for what it has read, but every error that comes up while it reads names
//! one. So a place is looked up by reading the text once more and failing on purpose at the wanted key: the same reader, hence
//! never a second opinion on what the text means, and no second parser to compile. It costs one pass over the text
//! per look-up, and a look-up happens only when there is something to report.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The line (from 1) of the last key of `keys`, or of the deepest part of it that the text spells out:
/// what a merge key (`<<`) brings in stands elsewhere.
pub(crate) fn line(text: &str, keys: &[String]) -> usize {
    (0..=keys.len())
        .rev()
        .filter_map(|length| {
            let failure = Seek(&keys[..length])
                .deserialize(yaml_serde::Deserializer::from_str(text))
                .err()?;
            failure
                .to_string()
                .contains(FOUND)
                .then(|| failure.location().map(|at| at.line()))?
        })
        .next()
        .unwrap_or(1)
}

const FOUND: &str = "the place that was looked for";

#[derive(Clone, Copy)]
struct Seek<'k>(&'k [String]);

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((wanted, rest)) = self.0.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        while let Some(is_wanted) = map.next_key_seed(Key {
            wanted,
            is_last: rest.is_empty(),
        })? {
            if is_wanted {
                map.next_value_seed(Seek(rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((wanted, rest)) = self.0.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        for position in 0.. {
            let item = if *wanted == position.to_string() {
                items.next_element_seed(Seek(rest))?
            } else {
                items.next_element::<IgnoredAny>()?.map(drop)
            };
            if item.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.at_scalar()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.at_scalar()
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.at_scalar()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.at_scalar()
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.at_scalar()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.at_scalar()
    }
}

impl Seek<'_> {
    fn at_scalar<E: serde::de::Error>(self) -> Result<(), E> {
        if self.0.is_empty() {
            Err(E::custom(FOUND))
        } else {
            Ok(())
        }
    }
}

/// Reads a key; fails on the wanted one when nothing is to follow it, so that the error names the key's line
/// and not that of its value.
struct Key<'k> {
    wanted: &'k str,
    is_last: bool,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        match (key == self.wanted, self.is_last) {
            (true, true) => Err(E::custom(FOUND)),
            (is_wanted, _) => Ok(is_wanted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    const TEXT: &str = "a:\n  b: 1\n  200: {c: x,\n    d: y}\nlist:\n  - first\n  - name: second\n    other: 3\nbase: &base\n  k: v\nmerged:\n  <<: *base\n  own: 1\n";

    #[test]
    fn a_place_is_the_line_of_its_key_or_list_item() {
        let places = [
            ("", 1),
            ("a", 1),
            ("a b", 2),
            ("a 200", 3),
            ("a 200 d", 4),
            ("list 0", 6),
            ("list 1", 7),
            ("list 1 other", 8),
            ("merged own", 13),
        ];
        for (place, expected) in places {
            let keys: Vec<_> = place.split_whitespace().map(str::to_owned).collect();
            assert_eq!(line(TEXT, &keys), expected, "{place}");
        }
    }

    #[test]
    fn what_the_text_does_not_spell_out_is_placed_at_its_nearest_ancestor() {
        assert_eq!(line(TEXT, &["merged".to_owned(), "k".to_owned()]), 11);
        assert_eq!(
            line(TEXT, &["a".to_owned(), "missing".to_owned(), "deeper".to_owned()]),
            1
        );
    }
}
