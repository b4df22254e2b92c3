//! Where a value came from, and what is worth telling the user about it.

use std::fmt;
use std::path::PathBuf;

/// The place a token or an address came from. Its `Display` completes a sentence: "the token from *the variable
/// AURORA_API_KEY*".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Given by the caller.
    Explicit,
    /// The environment variable of this name.
    Variable(String),
    /// This credential file.
    File(PathBuf),
    /// This `.env` file.
    DotEnv(PathBuf),
    /// Nothing was set: the default.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Explicit => f.write_str("the caller"),
            Source::Variable(name) => write!(f, "the variable {name}"),
            Source::File(path) | Source::DotEnv(path) => write!(f, "the file {}", path.display()),
            Source::Default => f.write_str("the default"),
        }
    }
}

/// A value, the place it came from, and what the user should hear about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Resolved<T> {
    /// The value.
    pub value: T,
    /// The place that gave it.
    pub source: Source,
    /// Nothing here stops the work; a program shows them, a library logs them.
    pub warnings: Vec<Warning>,
}

impl<T> Resolved<T> {
    pub(crate) fn new(value: T, source: Source) -> Resolved<T> {
        Resolved {
            value,
            source,
            warnings: Vec::new(),
        }
    }
}

/// Something that works but should be changed. Its `Display` is one line that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// Users other than the owner can read the file that holds the token.
    ReadableByOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits, e.g. `0o644`.
        mode: u32,
    },
    /// The token file holds more than the token; only the first line that is not blank is used.
    ExtraLines {
        /// The file.
        path: PathBuf,
        /// How many further lines are not blank.
        ignored: usize,
    },
    /// The token's prefix says that it was made for another engine than the one it goes to.
    TokenOfOtherEngine {
        /// Where tokens with this prefix work.
        made_for: &'static str,
        /// The engine that gets the token.
        engine: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::ReadableByOthers { path, mode } => {
                let path = path.display();
                write!(
                    f,
                    "other users can read {path} (mode {mode:03o}): run `chmod 600 {path}`"
                )
            }
            Warning::ExtraLines { path, ignored } => {
                let path = path.display();
                write!(
                    f,
                    "only the first line of {path} is used as token, {ignored} more are ignored: remove them"
                )
            }
            Warning::TokenOfOtherEngine { made_for, engine } => write!(
                f,
                "the token was made for {made_for} and will not work on {engine}: create one there, or change ENVIRONMENT"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_completes_a_sentence() {
        let rows = [
            (Source::Explicit, "the caller"),
            (
                Source::Variable("AURORA_API_KEY".to_owned()),
                "the variable AURORA_API_KEY",
            ),
            (
                Source::File("/home/ada/.aurora-api-key".into()),
                "the file /home/ada/.aurora-api-key",
            ),
            (Source::DotEnv("/srv/.env".into()), "the file /srv/.env"),
            (Source::Default, "the default"),
        ];
        for (source, text) in rows {
            assert_eq!(source.to_string(), text);
        }
    }

    #[test]
    fn each_warning_says_what_to_do() {
        let path = PathBuf::from("/home/ada/.aurora-api-key");
        let readable = Warning::ReadableByOthers {
            path: path.clone(),
            mode: 0o44,
        };
        assert!(readable.to_string().contains("mode 044"), "{readable}");
        assert!(
            readable.to_string().ends_with("`chmod 600 /home/ada/.aurora-api-key`"),
            "{readable}"
        );
        assert!(
            Warning::ExtraLines { path, ignored: 2 }
                .to_string()
                .contains("2 more are ignored: remove them")
        );
        let other = Warning::TokenOfOtherEngine {
            made_for: "beta",
            engine: "production".to_owned(),
        };
        assert!(other.to_string().contains("create one there"), "{other}");
    }
}
