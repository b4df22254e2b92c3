//! Values of parameters.

use std::fmt;

use crate::{Error, ErrorKind, Result};

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
}
