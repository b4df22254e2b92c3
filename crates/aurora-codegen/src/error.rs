//! Why a spec could not be read or turned into code.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::Finding;

/// Why a spec could not be read or turned into code.
///
/// `Debug` prints the same text as `Display`: a build script's error reaches the reader through `Debug`.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is no YAML, has a key twice, or misuses a merge key.
    #[error("{file}:{line}: yaml: {message}")]
    Yaml {
        /// The file as it was named when it was loaded.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// Not OpenAPI 3.0.
    #[error("{file}:{line}: openapi-version: found {found}, need a quoted 3.0.x such as \"3.0.3\"")]
    Version {
        /// The file as it was named when it was loaded.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What the document says.
        found: String,
    },
    /// Lint found what the generator cannot take. One finding a line.
    #[error("{}", lines(.0))]
    Findings(Vec<Finding>),
    /// The generator refused or panicked although lint had nothing against the document.
    #[error(
        "{file}:{line}: generator: {message} (at {place}); if the spec is right, add a lint rule that explains this"
    )]
    Generator {
        /// The file as it was named when it was loaded.
        file: String,
        /// The line, from 1, of the operation or schema.
        line: usize,
        /// The operation or schema that cannot be generated.
        place: String,
        /// What the generator says.
        message: String,
    },
    /// The generated code does not have the shape that the patches expect; the generator was upgraded.
    #[error("{file}: patch: {message}; compare `cargo xtask expand` before and after the generator's upgrade")]
    Patch {
        /// The file as it was named when it was loaded.
        file: String,
        /// What was expected.
        message: String,
    },
    /// A file cannot be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// `read` or `write`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// [`build`](crate::build) was called outside a build script.
    #[error("the variable {0} is not set; call `build` from a build script, and `generate` elsewhere")]
    OutsideBuildScript(&'static str),
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
