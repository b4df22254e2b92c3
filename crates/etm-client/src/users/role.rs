//! What a user may do.

use std::fmt;
use std::str::FromStr;

use aurora_core::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::check::invalid;

/// What somebody may do with a session or a saved scenario. Each role includes the one before it.
///
/// It is written in full (`scenario_viewer`) or without the first word (`viewer`), in any letter case; the full name is sent.
///
/// ```
/// use etm_client::Role;
///
/// # fn main() -> etm_client::Result<()> {
/// assert_eq!("Viewer".parse::<Role>()?, Role::Viewer);
/// assert_eq!(Role::Owner.to_string(), "scenario_owner");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Reads it, also when it is private, and copies it.
    Viewer,
    /// Changes it as well.
    Collaborator,
    /// Deletes it as well, and says who else may use it. The last owner cannot be taken away.
    Owner,
    /// A role that this version does not know. It is read, but not sent.
    Other(String),
}

const PREFIX: &str = "scenario_";

impl Role {
    /// The roles that can be given, with few rights first.
    pub const ALL: [Role; 3] = [Role::Viewer, Role::Collaborator, Role::Owner];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Viewer => "scenario_viewer",
            Self::Collaborator => "scenario_collaborator",
            Self::Owner => "scenario_owner",
            Self::Other(name) => name,
        }
    }

    /// The name without its first word: `viewer`, `collaborator`, `owner`.
    #[must_use]
    pub fn short(&self) -> &str {
        self.as_str().strip_prefix(PREFIX).unwrap_or(self.as_str())
    }

    fn of(text: &str) -> Option<Self> {
        let name = text.trim().to_ascii_lowercase();
        let short = name.strip_prefix(PREFIX).unwrap_or(&name);
        Self::ALL.into_iter().find(|role| role.short() == short)
    }

    /// Refuses a role that nobody can be given.
    pub(super) fn sendable(&self) -> aurora_core::Result<()> {
        match self {
            Self::Other(name) => Err(unknown(name)),
            _ => Ok(()),
        }
    }
}

fn unknown(name: &str) -> Error {
    let known: Vec<_> = Role::ALL.iter().map(Role::as_str).collect();
    invalid(format!(
        "the role is {name:?}, but has to be one of {}",
        known.join(", ")
    ))
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Refuses what is none of the known roles; see [`Role`] for the spellings.
impl FromStr for Role {
    type Err = Error;

    fn from_str(text: &str) -> aurora_core::Result<Self> {
        Self::of(text).ok_or_else(|| unknown(text))
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Reads any text.
impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Ok(Self::of(&name).unwrap_or(Self::Other(name)))
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Role {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Role".into()
    }

    fn json_schema(_generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let known: Vec<_> = Self::ALL.iter().map(Self::as_str).collect();
        schemars::json_schema!({"type": "string", "examples": known})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_read_in_any_case_and_the_full_one_is_written() {
        let rows = [
            ("viewer", Role::Viewer),
            (" Scenario_Viewer ", Role::Viewer),
            ("COLLABORATOR", Role::Collaborator),
            ("scenario_owner", Role::Owner),
        ];
        for (text, role) in rows {
            assert_eq!(text.parse::<Role>().unwrap(), role, "{text}");
            assert_eq!(serde_json::from_value::<Role>(text.into()).unwrap(), role, "{text}");
            let written = serde_json::to_value(&role).unwrap();
            assert_eq!(written, role.as_str());
        }
        assert_eq!(Role::Collaborator.short(), "collaborator");
    }

    #[test]
    fn an_unknown_role_is_kept_when_read_and_refused_when_given() {
        let role: Role = serde_json::from_str("\"scenario_Auditor\"").unwrap();
        assert_eq!(role, Role::Other("scenario_Auditor".to_owned()));
        assert_eq!(serde_json::to_value(&role).unwrap(), "scenario_Auditor");
        assert!(role.sendable().is_err() && Role::Viewer.sendable().is_ok());
        for text in ["auditor", "remove", "", "scenario_"] {
            let error = text.parse::<Role>().unwrap_err().to_string();
            assert!(error.contains(&format!("{text:?}")), "{error}");
            assert!(error.contains("scenario_viewer, scenario_collaborator"), "{error}");
        }
    }
}
