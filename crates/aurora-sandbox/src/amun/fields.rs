//! Reading JSON objects as leniently as the service does: null and absent alike, numeric strings for coordinates.

use serde_json::{Map, Value};

use crate::reply::Refusal;
use crate::times;

/// A JSON object and the name to use for it in messages.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
}

/// The body of a request as a JSON object.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::invalid("the body must be a JSON object")),
        Err(error) => Err(Refusal::invalid(format!("the body is not JSON: {error}"))),
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::invalid(format!("{name} is missing"))
}

impl<'a> Fields<'a> {
    pub(super) fn of(object: &'a Map<String, Value>) -> Fields<'a> {
        Fields { object }
    }

    /// A value that is neither absent nor null.
    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::invalid(format!("{name} must be a string"))),
        }
    }

    pub(super) fn required_text(self, name: &str) -> Result<&'a str, Refusal> {
        self.text(name)?.ok_or_else(|| missing(name))
    }

    pub(super) fn number(self, name: &str) -> Result<Option<f64>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(value) => value
                .as_f64()
                .map(Some)
                .ok_or_else(|| Refusal::invalid(format!("{name} must be a number"))),
        }
    }

    pub(super) fn required_number(self, name: &str) -> Result<f64, Refusal> {
        self.number(name)?.ok_or_else(|| missing(name))
    }

    /// A number that must be above zero.
    pub(super) fn positive(self, name: &str) -> Result<f64, Refusal> {
        let value = self.required_number(name)?;
        if value > 0.0 {
            Ok(value)
        } else {
            Err(Refusal::invalid(format!("{name} must be above 0, not {value}")))
        }
    }

    /// A number or a numeric string, as the service takes coordinates.
    pub(super) fn coordinate(self, name: &str) -> Result<f64, Refusal> {
        let value = match self.get(name) {
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(value) => value.as_f64(),
            None => return Err(missing(name)),
        };
        value
            .filter(|degrees: &f64| degrees.is_finite())
            .ok_or_else(|| Refusal::invalid(format!("{name} must be a number or a numeric string")))
    }

    pub(super) fn integer(self, name: &str) -> Result<Option<i64>, Refusal> {
        match self.number(name)? {
            None => Ok(None),
            Some(value) if value.fract() == 0.0 && value.abs() < 9e15 => Ok(Some(value as i64)),
            Some(value) => Err(Refusal::invalid(format!("{name} must be a whole number, not {value}"))),
        }
    }

    /// A whole number of at least 1.
    pub(super) fn count(self, name: &str) -> Result<Option<u32>, Refusal> {
        match self.integer(name)? {
            None => Ok(None),
            Some(value) => match u32::try_from(value) {
                Ok(count) if count > 0 => Ok(Some(count)),
                _ => Err(Refusal::invalid(format!("{name} must be 1 or more, not {value}"))),
            },
        }
    }

    /// A boolean; null and absent are false.
    pub(super) fn flag(self, name: &str) -> Result<bool, Refusal> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(Refusal::invalid(format!("{name} must be true or false"))),
        }
    }

    /// A time in minutes since 1970.
    pub(super) fn time(self, name: &str) -> Result<i64, Refusal> {
        let text = self.required_text(name)?;
        times::parse(text).ok_or_else(|| {
            Refusal::invalid(format!(
                "{name} must be a UTC time such as 2018-01-01T00:00:00.000Z, not {text:?}"
            ))
        })
    }

    pub(super) fn numbers(self, name: &str) -> Result<Vec<f64>, Refusal> {
        let Some(Value::Array(items)) = self.get(name) else {
            return Err(Refusal::invalid(format!("{name} must be an array of numbers")));
        };
        items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                item.as_f64()
                    .ok_or_else(|| Refusal::invalid(format!("{name}[{index}] is not a number")))
            })
            .collect()
    }

    pub(super) fn fields(self, name: &str) -> Result<Option<Fields<'a>>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(Fields { object })),
            Some(_) => Err(Refusal::invalid(format!("{name} must be an object"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_absent_are_alike_and_strings_pass_for_coordinates_only() {
        let body = object(br#"{"a": null, "latitude": " 59.59 ", "b": "1"}"#).unwrap();
        let fields = Fields::of(&body);
        assert_eq!(fields.number("a"), fields.number("absent"));
        assert_eq!(fields.coordinate("latitude"), Ok(59.59));
        assert!(fields.number("b").is_err());
        assert!(fields.coordinate("a").is_err());
    }

    #[test]
    fn whole_numbers_may_be_written_with_decimals() {
        let body = object(br#"{"a": 12.0, "b": 1.5, "c": 0}"#).unwrap();
        let fields = Fields::of(&body);
        assert_eq!(fields.count("a"), Ok(Some(12)));
        assert!(fields.count("b").is_err());
        assert!(fields.count("c").is_err());
    }
}
