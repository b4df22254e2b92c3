//! Whom a change is about.

use std::fmt;
use std::str::FromStr;

use aurora_core::{Error, Result};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::check::invalid;

/// A user of a session or a saved scenario: by e-mail, by account, or by the entry in its list of users.
///
/// As a text: an e-mail address, the number of an account (`7`), or `entry:31`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Who {
    /// An e-mail address. Upper and lower case do not tell people apart.
    Email(String),
    /// The id of an account.
    User(i64),
    /// The id of the entry in the list of users.
    Entry(i64),
}

const ENTRY: &str = "entry:";

impl Who {
    /// The e-mail address, if it is one.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        match self {
            Self::Email(email) => Some(email),
            Self::User(_) | Self::Entry(_) => None,
        }
    }

    /// Whether both name the same user as far as one can tell: an e-mail address says nothing about an id.
    #[must_use]
    pub fn is(&self, other: &Who) -> bool {
        match (self, other) {
            (Self::Email(one), Self::Email(two)) => same_email(one, two),
            (one, two) => one == two,
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Email(email) => check_email(email),
            Self::User(id) | Self::Entry(id) if *id < 1 => {
                Err(invalid(format!("the id of a user is {id}, but has to be at least 1")))
            }
            Self::User(_) | Self::Entry(_) => Ok(()),
        }
    }

    /// Writes down whom an element of a request is about.
    pub(super) fn write(&self, element: &mut Map<String, Value>) {
        let (field, value) = match self {
            Self::Email(email) => ("user_email", Value::from(email.trim())),
            Self::User(id) => ("user_id", Value::from(*id)),
            Self::Entry(id) => ("id", Value::from(*id)),
        };
        element.insert(field.to_owned(), value);
    }

    /// Whether the service means this user when it reports a failure under `key`.
    pub(super) fn is_key(&self, key: &str) -> bool {
        match self {
            Self::Email(email) => same_email(email, key),
            Self::User(id) | Self::Entry(id) => key.trim().parse() == Ok(*id),
        }
    }
}

pub(super) fn same_email(one: &str, two: &str) -> bool {
    one.trim().to_lowercase() == two.trim().to_lowercase()
}

/// Only what can never be an address: the service knows its own rules.
fn check_email(email: &str) -> Result<()> {
    let address = email.trim();
    let halves = address
        .split_once('@')
        .filter(|(name, host)| !name.is_empty() && !host.is_empty());
    if halves.is_none() || address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(invalid(format!(
            "{email:?} is no e-mail address, which looks like name@example.com"
        )));
    }
    Ok(())
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(email) => f.write_str(email.trim()),
            Self::User(id) => write!(f, "{id}"),
            Self::Entry(id) => write!(f, "{ENTRY}{id}"),
        }
    }
}

/// As a text.
impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Who {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Who".into()
    }

    fn json_schema(_generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "examples": ["ada@example.com", "7", "entry:31"]})
    }
}

impl FromStr for Who {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        let entry = text.strip_prefix(ENTRY);
        let who = match (entry.unwrap_or(text).parse(), entry) {
            (Ok(id), Some(_)) => Self::Entry(id),
            (Ok(id), None) => Self::User(id),
            (Err(_no_number), _) if text.contains('@') => Self::Email(text.to_owned()),
            (Err(_no_number), _) => {
                let message =
                    format!("{text:?} names no user; give an e-mail address, the id of an account or entry:ID");
                return Err(invalid(message));
            }
        };
        who.check().map(|()| who)
    }
}

/// An e-mail address, whatever the text is; it is checked before it is sent.
impl From<&str> for Who {
    fn from(email: &str) -> Self {
        Self::Email(email.to_owned())
    }
}

impl From<String> for Who {
    fn from(email: String) -> Self {
        Self::Email(email)
    }
}

/// The id of an account.
impl From<i64> for Who {
    fn from(user_id: i64) -> Self {
        Self::User(user_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_an_address_an_account_or_an_entry() {
        let rows = [
            (" a@b.nl ", Who::from("a@b.nl"), "a@b.nl"),
            ("7", Who::from(7), "7"),
            ("entry:31", Who::Entry(31), "entry:31"),
        ];
        for (text, who, written) in rows {
            assert_eq!(text.parse::<Who>().unwrap(), who);
            assert_eq!(who.to_string(), written);
        }
        for text in [
            "",
            "ada",
            "0",
            "-1",
            "entry:0",
            "entry:x",
            "@b.nl",
            "a@",
            "a b@c.nl",
            "a\u{0}@b.nl",
        ] {
            assert!(text.parse::<Who>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_case_of_an_address_tells_nobody_apart() {
        let ada = Who::from("Ada@Example.com");
        assert!(ada.is(&Who::from(" ada@example.COM")));
        assert!(ada.is_key("ADA@example.com"));
        assert!(!ada.is(&Who::from("ada@example.org")) && !ada.is_key("7") && !ada.is_key(""));
        assert!(Who::User(7).is_key("7") && Who::Entry(31).is_key("31") && !Who::User(7).is_key("70"));
        assert!(!Who::User(7).is(&Who::Entry(7)));
    }

    #[test]
    fn an_address_is_sent_as_it_was_given_but_for_the_space_around_it() {
        let mut element = Map::new();
        Who::from(" Ada@Example.com ").write(&mut element);
        assert_eq!(element["user_email"], "Ada@Example.com");
        Who::User(7).write(&mut element);
        Who::Entry(31).write(&mut element);
        assert_eq!(
            (&element["user_id"], &element["id"]),
            (&Value::from(7), &Value::from(31))
        );
    }
}
