//! Readers for what services really send: a whole number written as `5.0`, a `null` where a list was promised.
//!
//! Generated types name these functions in `#[serde(deserialize_with = …)]`; hand-written ones may too.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// Reads an integer, also one that is written as a float without a fraction, or as a text that holds an integer.
///
/// # Errors
///
/// The deserializer's own for anything else, for a fraction, and for a number that `T` cannot hold.
pub fn integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i128>,
{
    Whole::deserialize(deserializer).map(|whole| whole.0)
}

/// Reads an integer as [`integer`] does; `null` gives 0.
///
/// # Errors
///
/// As for [`integer`].
pub fn integer_or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i128> + Default,
{
    optional_integer(deserializer).map(Option::unwrap_or_default)
}

/// Reads an integer as [`integer`] does; `null` gives `None`.
///
/// # Errors
///
/// As for [`integer`].
pub fn optional_integer<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i128>,
{
    Option::<Whole<T>>::deserialize(deserializer).map(|whole| whole.map(|whole| whole.0))
}

/// Reads a list of integers, each as [`integer`] does.
///
/// # Errors
///
/// As for [`integer`].
pub fn integers<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i128>,
{
    Vec::<Whole<T>>::deserialize(deserializer).map(unwrapped)
}

/// Reads a list of integers, each as [`integer`] does; `null` gives an empty list.
///
/// # Errors
///
/// As for [`integer`].
pub fn integers_or_default<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i128>,
{
    let list = Option::<Vec<Whole<T>>>::deserialize(deserializer)?;
    Ok(list.map(unwrapped).unwrap_or_default())
}

/// Reads a list of integers, each as [`integer`] does; `null` gives `None`.
///
/// # Errors
///
/// As for [`integer`].
pub fn optional_integers<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i128>,
{
    let list = Option::<Vec<Whole<T>>>::deserialize(deserializer)?;
    Ok(list.map(unwrapped))
}

/// Reads any value; `null` gives the type's default, such as an empty list.
///
/// # Errors
///
/// The deserializer's own for a value that is no `T`.
pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

fn unwrapped<T>(list: Vec<Whole<T>>) -> Vec<T> {
    list.into_iter().map(|whole| whole.0).collect()
}

/// A number without a fraction, however it is written.
struct Whole<T>(T);

impl<'de, T: TryFrom<i128>> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WholeVisitor(PhantomData)).map(Whole)
    }
}

struct WholeVisitor<T>(PhantomData<T>);

impl<T: TryFrom<i128>> Visitor<'_> for WholeVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        fitting(i128::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        fitting(i128::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        // Above 2^53 a float no longer names one integer.
        let is_exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
        if is_exact {
            fitting(value as i128)
        } else {
            Err(E::custom(format_args!("{value} is no whole number")))
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        // Services whose docs call an id a text now and then write it as one.
        match text.trim().parse() {
            Ok(value) => fitting(value),
            Err(_) => Err(E::invalid_type(serde::de::Unexpected::Str(text), &self)),
        }
    }
}

fn fitting<T: TryFrom<i128>, E: Error>(value: i128) -> Result<T, E> {
    T::try_from(value).map_err(|_| E::custom(format_args!("{value} is out of range")))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Answer {
        #[serde(deserialize_with = "super::integer")]
        id: i64,
        #[serde(default, deserialize_with = "super::integer_or_default")]
        step: u32,
        #[serde(default, deserialize_with = "super::optional_integer")]
        year: Option<i32>,
        #[serde(default, deserialize_with = "super::integers_or_default")]
        months: Vec<u8>,
        #[serde(default, deserialize_with = "super::optional_integers")]
        days: Option<Vec<u8>>,
        #[serde(default, deserialize_with = "super::null_as_default")]
        names: Vec<String>,
    }

    fn read(json: &str) -> Result<Answer, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_whole_number_may_be_written_as_a_float() {
        let answer = read(r#"{"id": 5.0, "step": 60.0, "year": 2.02e3, "months": [1.0, 2], "days": [3.0]}"#).unwrap();
        let expected = Answer {
            id: 5,
            step: 60,
            year: Some(2020),
            months: vec![1, 2],
            days: Some(vec![3]),
            names: Vec::new(),
        };
        assert_eq!(answer, expected);
    }

    #[test]
    fn a_whole_number_may_be_written_as_a_text() {
        let answer = read(r#"{"id": "5", "year": " -2020 "}"#).unwrap();
        assert_eq!((answer.id, answer.year), (5, Some(-2020)));
    }

    #[test]
    fn null_and_absence_are_empty() {
        let expected = Answer {
            id: 7,
            ..Answer::default()
        };
        assert_eq!(read(r#"{"id": 7}"#).unwrap(), expected);
        let nulls = r#"{"id": 7, "step": null, "year": null, "months": null, "days": null, "names": null}"#;
        assert_eq!(read(nulls).unwrap(), expected);
    }

    #[test]
    fn fractions_words_and_numbers_out_of_range_are_refused() {
        for json in [
            r#"{"id": 5.5}"#,
            r#"{"id": "5.5"}"#,
            r#"{"id": ""}"#,
            r#"{"id": "five"}"#,
            r#"{"id": null}"#,
            r#"{"id": 1, "months": [300]}"#,
            r#"{"id": 1e300}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn the_ends_of_the_integer_types_are_kept() {
        let answer = read(r#"{"id": -9223372036854775808, "step": 4294967295}"#).unwrap();
        assert_eq!((answer.id, answer.step), (i64::MIN, u32::MAX));
    }
}
