//! What a client's build script calls.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::{Error, generate, load};

const SPEC: &str = "spec.yaml";

/// Generates `$OUT_DIR/generated.rs` from `spec.yaml` beside the manifest; a client's build script is this one call.
///
/// `spec.yaml` is a symbolic link to the document in `specs/`; `cargo package` puts the document itself in its place. A
/// checkout without symbolic links has a file with the link's text, which is followed as well. The script runs again
/// when link or document change.
///
/// # Errors
///
/// What [`load`] and [`generate`] report, and files that cannot be read or written.
pub fn build() -> Result<(), Error> {
    let manifest = variable("CARGO_MANIFEST_DIR")?;
    let out = variable("OUT_DIR")?.join("generated.rs");
    let source = Source::find(&manifest.join(SPEC))?;
    let mut directives = format!("cargo::rerun-if-changed={SPEC}\n");
    if source.path != manifest.join(SPEC) {
        directives += &format!("cargo::rerun-if-changed={}\n", source.path.display());
    }
    let stdout_failed = |source| Error::Io {
        action: "write",
        path: "standard output".into(),
        source,
    };
    std::io::stdout()
        .write_all(directives.as_bytes())
        .map_err(stdout_failed)?;
    let spec = load(source.label, source.text)?;
    let text = generate(&spec)?;
    fs::write(&out, text).map_err(|source| Error::Io {
        action: "write",
        path: out,
        source,
    })
}

fn variable(name: &'static str) -> Result<PathBuf, Error> {
    env::var_os(name)
        .map(PathBuf::from)
        .ok_or(Error::OutsideBuildScript(name))
}

/// The document behind `spec.yaml`.
struct Source {
    path: PathBuf,
    /// What messages call it: the link's text without the dots, `specs/amun.yaml`.
    label: String,
    text: String,
}

impl Source {
    fn find(link: &Path) -> Result<Self, Error> {
        let read = |path: &Path| {
            fs::read_to_string(path).map_err(|source| Error::Io {
                action: "read",
                path: path.to_owned(),
                source,
            })
        };
        let text = read(link)?;
        let target = match fs::read_link(link) {
            Ok(target) => Some(target),
            Err(_) => link_text(&text).map(PathBuf::from),
        };
        let Some(target) = target else {
            return Ok(Self {
                path: link.to_owned(),
                label: SPEC.to_owned(),
                text,
            });
        };
        let path = link.parent().unwrap_or(Path::new(".")).join(&target);
        let text = read(&path)?;
        Ok(Self {
            label: label(&target),
            path,
            text,
        })
    }
}

/// The target in a file that stands for a symbolic link: one line with a path and no YAML mapping.
fn link_text(text: &str) -> Option<&str> {
    let line = text.trim_end();
    (line.ends_with(".yaml") && !line.contains(['\n', ':'])).then_some(line)
}

fn label(target: &Path) -> String {
    let names = target.components().filter_map(|part| match part {
        std::path::Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "openapi: 3.0.3\n";

    fn workspace() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("specs")).unwrap();
        fs::create_dir_all(folder.path().join("crates/c")).unwrap();
        fs::write(folder.path().join("specs/c.yaml"), DOCUMENT).unwrap();
        let link = folder.path().join("crates/c/spec.yaml");
        (folder, link)
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_followed_and_named_by_its_target() {
        let (_folder, link) = workspace();
        std::os::unix::fs::symlink("../../specs/c.yaml", &link).unwrap();
        let source = Source::find(&link).unwrap();
        assert_eq!(
            (source.label.as_str(), source.text.as_str()),
            ("specs/c.yaml", DOCUMENT)
        );
        assert!(source.path.ends_with("specs/c.yaml"), "{}", source.path.display());
    }

    #[test]
    fn a_file_with_the_text_of_a_link_is_followed_too() {
        let (_folder, link) = workspace();
        fs::write(&link, "../../specs/c.yaml").unwrap();
        let source = Source::find(&link).unwrap();
        assert_eq!(
            (source.label.as_str(), source.text.as_str()),
            ("specs/c.yaml", DOCUMENT)
        );
    }

    #[test]
    fn a_packaged_document_is_read_as_it_is() {
        let (_folder, link) = workspace();
        fs::write(&link, DOCUMENT).unwrap();
        let source = Source::find(&link).unwrap();
        assert_eq!((source.label.as_str(), &source.path), ("spec.yaml", &link));
    }

    #[test]
    fn a_missing_document_is_named() {
        let (_folder, link) = workspace();
        let error = Source::find(&link).err().unwrap();
        assert!(error.to_string().starts_with("cannot read "), "{error}");
        assert!(error.to_string().contains("spec.yaml"), "{error}");
    }
}
