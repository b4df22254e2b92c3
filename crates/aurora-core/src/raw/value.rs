//! Values of parameters.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Error, ErrorKind, Result};

/// What is encoded in a part of a path: all that may not stand in one (RFC 3986, `pchar`). Percent signs are looked at
/// one by one.
const PATH_PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// Encodes a part of a path with slashes in it. What is percent-encoded stays as it is.
pub(super) fn encode_relative(text: &str) -> std::result::Result<String, &'static str> {
    if text.contains(['?', '#']) {
        return Err("holds '?' or '#', which end a path; percent-encode them if they belong to a name");
    }
    if text.starts_with(['/', '\\']) {
        return Err("begins with a separator; it has to be relative to the base URL");
    }
    if has_scheme(text) {
        return Err("is an absolute address; it has to be relative to the base URL");
    }
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(position) = rest.find('%') {
        encoded.extend(utf8_percent_encode(&rest[..position], PATH_PART));
        let after = &rest[position + 1..];
        let is_escape = after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        encoded.push_str(if is_escape { "%" } else { "%25" });
        rest = after;
    }
    encoded.extend(utf8_percent_encode(rest, PATH_PART));
    Ok(encoded)
}

/// Whether a text begins like `https:` or `data:`.
fn has_scheme(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    first.split_once(':').is_some_and(|(scheme, _)| {
        let is_part = |own: char| own.is_ascii_alphanumeric() || matches!(own, '+' | '-' | '.');
        scheme.starts_with(|own: char| own.is_ascii_alphabetic()) && scheme.chars().all(is_part)
    })
}

/// The value of a path or query parameter.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ParameterValue {
    /// A text, sent as it is (percent-encoded).
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number, sent with all its digits; it has to be finite.
    Number(f64),
    /// Sent as `true` or `false`.
    Boolean(bool),
}

impl ParameterValue {
    pub(super) fn text(&self, name: &str) -> Result<String> {
        match self {
            Self::Number(number) if !number.is_finite() => Err(Error::new(
                ErrorKind::InvalidRequest,
                format!("the parameter {name} is {number}, and only finite numbers can be sent"),
            )),
            other => Ok(other.to_string()),
        }
    }
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Boolean(value) => value.fmt(f),
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for ParameterValue {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

from!(&str => Text, String => Text, i32 => Integer, i64 => Integer, u8 => Integer, u16 => Integer, u32 => Integer,
    f64 => Number, bool => Boolean);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_all_their_digits_and_booleans_their_spelling() {
        let text = |value: ParameterValue| value.text("x").unwrap();
        assert_eq!(text(0.1.into()), "0.1");
        assert_eq!(text((1.0 / 3.0).into()), "0.3333333333333333");
        assert_eq!(text(true.into()), "true");
        assert_eq!(text("True".into()), "True");
        assert_eq!(text(29.into()), "29");
    }

    #[test]
    fn what_is_not_finite_is_refused_by_name() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = ParameterValue::from(number).text("lat").unwrap_err();
            assert!(error.to_string().contains("lat"), "{error}");
        }
    }

    #[test]
    fn a_part_of_a_path_keeps_what_is_encoded_and_encodes_the_rest() {
        for (text, expected) in [
            ("a/b.json", "a/b.json"),
            ("a%20b/c%2fd", "a%20b/c%2fd"),
            ("50% of ä/%zz%", "50%25%20of%20%C3%A4/%25zz%25"),
            ("a;v=1,2/(x)@y", "a;v=1,2/(x)@y"),
            ("a\\b\"<>{}|^`", "a%5Cb%22%3C%3E%7B%7D%7C%5E%60"),
            ("2030-01-01T00:00/x", "2030-01-01T00:00/x"),
        ] {
            assert_eq!(encode_relative(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_path_is_relative_and_nothing_but_a_path() {
        for text in [
            "https://example.com/x",
            "HTTP:x",
            "data:text/plain,x",
            "//example.com/x",
            "/x",
            "\\x",
            "a?b=c",
            "a#b",
        ] {
            assert!(encode_relative(text).is_err(), "{text}");
        }
    }
}
