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
/// checkout without symbolic links has a file with the link's text, which is followed as well. The same goes for the folder of
/// the GraphQL documents that the operations name, which stands beside it: `origin` for `origin/get_scenario.graphql`. The
/// script runs again when a link or a document changes.
///
/// # Errors
///
/// What [`load`] and [`generate`] report, and files that cannot be read or written.
pub fn build() -> Result<(), Error> {
    let manifest = variable("CARGO_MANIFEST_DIR")?;
    let out = variable("OUT_DIR")?.join("generated.rs");
    let source = Source::find(&manifest.join(SPEC))?;
    let mut watched = vec![PathBuf::from(SPEC)];
    if source.path != manifest.join(SPEC) {
        watched.push(source.path);
    }
    let mut spec = load(source.label, source.text)?;
    for folder in spec.graphql_folders() {
        let documents = Documents::find(&manifest, &folder)?;
        watched.extend(documents.watched);
        spec = spec.with_graphql(documents.texts);
    }
    let directives: String = watched
        .iter()
        .map(|path| format!("cargo::rerun-if-changed={}\n", path.display()))
        .collect();
    let stdout_failed = |source| Error::Io {
        action: "write",
        path: "standard output".into(),
        source,
    };
    std::io::stdout()
        .write_all(directives.as_bytes())
        .map_err(stdout_failed)?;
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
        let text = read(link)?;
        let target = match fs::read_link(link) {
            Ok(target) => Some(target),
            Err(_) => link_text(&text)
                .filter(|line| line.ends_with(".yaml"))
                .map(PathBuf::from),
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

/// The GraphQL documents of one folder.
struct Documents {
    /// By their paths from the folder of the specs.
    texts: Vec<(String, String)>,
    /// The folder and its files.
    watched: Vec<PathBuf>,
}

impl Documents {
    fn find(manifest: &Path, folder: &str) -> Result<Self, Error> {
        let mut path = manifest.join(folder);
        if path.is_file() {
            let text = read(&path)?;
            if let (Some(target), Some(beside)) = (link_text(&text), path.parent()) {
                path = beside.join(target);
            }
        }
        let mut found = Self {
            texts: Vec::new(),
            watched: vec![path.clone()],
        };
        for (name, text) in graphql_files(&path)? {
            found.watched.push(path.join(&name));
            found.texts.push((format!("{folder}/{name}"), text));
        }
        Ok(found)
    }
}

/// The GraphQL documents in a folder, by file name: what [`Spec::with_graphql`](crate::Spec::with_graphql) takes, once the
/// names are paths from the folder of the specs.
///
/// # Errors
///
/// [`Error::Io`] for a folder or file that cannot be read.
pub fn graphql_files(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let unreadable = |source| Error::Io {
        action: "read",
        path: folder.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".graphql") {
            let text = read(&folder.join(&name))?;
            found.push((name, text));
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Io {
        action: "read",
        path: path.to_owned(),
        source,
    })
}

/// The target in a file that stands for a symbolic link: one line with a path and no YAML mapping.
fn link_text(text: &str) -> Option<&str> {
    let line = text.trim_end();
    (!line.is_empty() && !line.contains(['\n', ':'])).then_some(line)
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
    fn the_documents_of_a_folder_are_found_behind_a_link_and_behind_its_text() {
        let (folder, link) = workspace();
        let manifest = link.parent().unwrap();
        let documents = folder.path().join("specs/c");
        fs::create_dir(&documents).unwrap();
        fs::write(documents.join("b.graphql"), "{ b }").unwrap();
        fs::write(documents.join("a.graphql"), "{ a }").unwrap();
        fs::write(documents.join("notes.txt"), "").unwrap();
        let expected = [("c/a.graphql", "{ a }"), ("c/b.graphql", "{ b }")];
        let check = || {
            let found = Documents::find(manifest, "c").unwrap();
            let texts: Vec<_> = found
                .texts
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str()))
                .collect();
            assert_eq!(texts, expected);
            assert_eq!(found.watched.len(), 3);
        };
        fs::write(manifest.join("c"), "../../specs/c\n").unwrap();
        check();
        #[cfg(unix)]
        {
            fs::remove_file(manifest.join("c")).unwrap();
            std::os::unix::fs::symlink("../../specs/c", manifest.join("c")).unwrap();
            check();
        }
        fs::remove_file(manifest.join("c")).unwrap();
        let error = Documents::find(manifest, "c").err().unwrap();
        assert!(error.to_string().starts_with("cannot read "), "{error}");
    }

    #[test]
    fn a_missing_document_is_named() {
        let (_folder, link) = workspace();
        let error = Source::find(&link).err().unwrap();
        assert!(error.to_string().starts_with("cannot read "), "{error}");
        assert!(error.to_string().contains("spec.yaml"), "{error}");
    }
}
