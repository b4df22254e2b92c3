//! The specs of a working tree.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use aurora_codegen::{Finding, Spec, graphql_files, lint, load};

/// The folder of the specs, from the root.
pub(crate) const FOLDER: &str = "specs";

/// Every document in `specs/` with its service's name, by name.
pub(crate) fn all(root: &Path) -> Result<Vec<(String, Spec)>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root.join(FOLDER))
        .with_context(|| format!("cannot read {}", root.join(FOLDER).display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths.sort();
    if paths.is_empty() {
        bail!("no *.yaml in {}", root.join(FOLDER).display());
    }
    paths.iter().map(|path| read(path)).collect()
}

/// The document of one service.
pub(crate) fn one(root: &Path, service: &str) -> Result<Spec> {
    let path = root.join(FOLDER).join(service).with_extension("yaml");
    if !path.is_file() {
        let known: Vec<String> = all(root)?.into_iter().map(|(name, _)| name).collect();
        bail!("no spec for `{service}`; there are {}", known.join(", "));
    }
    Ok(read(&path)?.1)
}

fn read(path: &Path) -> Result<(String, Spec)> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let service = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut spec = load(format!("{FOLDER}/{service}.yaml"), normalised(&text))?;
    let beside = path.parent().unwrap_or(Path::new(""));
    for folder in spec.graphql_folders() {
        let documents = graphql_files(&beside.join(&folder))?;
        let documents = documents
            .into_iter()
            .map(|(name, text)| (format!("{folder}/{name}"), normalised(&text)));
        spec = spec.with_graphql(documents);
    }
    Ok((service, spec))
}

/// Every finding in every document.
pub(crate) fn findings(specs: &[(String, Spec)]) -> Vec<Finding> {
    specs.iter().flat_map(|(_, spec)| lint(spec)).collect()
}

/// Text with the line ends of this repository, whatever a checkout made of them.
pub(crate) fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n")
}
