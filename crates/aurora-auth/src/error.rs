//! What can be wrong with a token or an address.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::{Source, Url};

/// Why no token or address could be used. One line, safe to paste in public: it names the place, never the value.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AuthError {
    /// No place holds a token.
    #[error("no {service} token: pass one, set {variable}{}", or_write_it(.file))]
    Missing {
        /// The service that needs it.
        service: &'static str,
        /// The variable that was looked at.
        variable: String,
        /// The file that was looked for; `None` when the home directory is not known.
        file: Option<PathBuf>,
    },
    /// A place is set and holds nothing.
    #[error("the {what} from {place} is empty: fill it in, or remove that setting")]
    Empty {
        /// What should be there, e.g. `token`.
        what: &'static str,
        /// Where it should be.
        place: Source,
    },
    /// A place holds something that cannot be a token or a name.
    #[error("the {what} from {place} cannot be used: {why}")]
    Unusable {
        /// What should be there, e.g. `token`.
        what: &'static str,
        /// Where it was read.
        place: Source,
        /// The reason, without the value.
        why: String,
    },
    /// A file is there and cannot be read.
    #[error("cannot read {}: {why}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What to do about it.
        why: &'static str,
        /// The system's reason, when it had one.
        #[source]
        io: Option<io::Error>,
    },
    /// A file cannot be written or removed.
    #[error("cannot write {}: check that its folder exists and that you may write there", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        io: io::Error,
    },
    /// A base URL is none.
    #[error("the {what} from {place} cannot be used: {why}; write it like https://api.example.com/path")]
    InvalidUrl {
        /// Which address.
        what: &'static str,
        /// Where it was read.
        place: Source,
        /// The reason, without the value, which may hold a password.
        why: String,
    },
    /// The second Amun base cannot be told from the first.
    #[error(
        "the Amun base URL {base} does not end in /v1, so the address of version 2 is unknown: set it with `with_v2_base_url`"
    )]
    NoVersionSegment {
        /// The base that was given, without user name, password and query.
        base: Url,
    },
    /// No universe has this name.
    #[error("unknown universe {name:?}: use {}", .known.join(" or "))]
    UnknownUniverse {
        /// The name that was given, cut to 40 characters.
        name: String,
        /// The names that exist.
        known: &'static [&'static str],
    },
    /// The MyETM that belongs to this engine is not known.
    #[error("which MyETM belongs to {engine} is not known: give its address")]
    UnknownMyEtm {
        /// The engine's base URL, without user name, password and query.
        engine: Url,
    },
}

fn or_write_it(file: &Option<PathBuf>) -> String {
    match file {
        Some(path) => format!(", or write it to {}", path.display()),
        None => " (the home directory is not known, so no token file was looked for)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_token_says_all_three_ways_to_give_one() {
        let error = AuthError::Missing {
            service: "Aurora",
            variable: "AURORA_API_KEY".to_owned(),
            file: Some("/home/ada/.aurora-api-key".into()),
        };
        let text = "no Aurora token: pass one, set AURORA_API_KEY, or write it to /home/ada/.aurora-api-key";
        assert_eq!(error.to_string(), text);
    }

    #[test]
    fn without_a_home_directory_the_message_says_so() {
        let error = AuthError::Missing {
            service: "Aurora",
            variable: "AURORA_API_KEY".to_owned(),
            file: None,
        };
        assert!(error.to_string().contains("home directory is not known"), "{error}");
    }
}
