//! What changed in the specs.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use aurora_codegen::{Spec, diff, load};

use crate::specs;

/// Prints the changes of every spec since a revision.
pub(crate) fn run(root: &Path, revision: &str, out: &mut impl Write) -> Result<()> {
    let listed = git(
        root,
        &["ls-tree", "--name-only", "--end-of-options", revision, "specs/"],
    )?;
    let old: BTreeSet<&str> = listed.lines().filter(|path| path.ends_with(".yaml")).collect();
    let new = specs::all(root)?;
    let mut lines = Vec::new();
    for (_, spec) in &new {
        if old.contains(spec.file()) {
            lines.extend(changes(root, revision, spec)?);
        } else {
            lines.push(format!("{}: new since {revision}", spec.file()));
        }
    }
    let removed = old
        .iter()
        .filter(|path| !new.iter().any(|(_, spec)| spec.file() == **path));
    lines.extend(removed.map(|path| format!("{path}: breaking: removed since {revision}")));
    if lines.is_empty() {
        lines.push(format!("nothing that callers see changed since {revision}"));
    }
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A heading and a line per change; nothing if there is none.
fn changes(root: &Path, revision: &str, spec: &Spec) -> Result<Vec<String>> {
    let before = format!("{revision}:{}", spec.file());
    let text = git(root, &["show", "--end-of-options", &before])?;
    let before = with_documents(root, revision, load(before, specs::normalised(&text))?)?;
    let changes = diff(&before, spec);
    let breaking = changes.iter().filter(|change| change.breaking).count();
    let heading = format!(
        "{}: {} changes, {breaking} of them breaking",
        spec.file(),
        changes.len()
    );
    let lines = changes.iter().map(|change| format!("  {change}"));
    Ok(if changes.is_empty() {
        Vec::new()
    } else {
        std::iter::once(heading).chain(lines).collect()
    })
}

/// The spec of a revision with the GraphQL documents of that revision.
fn with_documents(root: &Path, revision: &str, mut spec: Spec) -> Result<Spec> {
    for folder in spec.graphql_folders() {
        let path = format!("{}/{folder}/", specs::FOLDER);
        let listed = git(root, &["ls-tree", "--name-only", "--end-of-options", revision, &path])?;
        let mut documents = Vec::new();
        for file in listed.lines().filter(|path| path.ends_with(".graphql")) {
            let text = git(root, &["show", "--end-of-options", &format!("{revision}:{file}")])?;
            let name = file.strip_prefix(&path).unwrap_or(file);
            documents.push((format!("{folder}/{name}"), specs::normalised(&text)));
        }
        spec = spec.with_graphql(documents);
    }
    Ok(spec)
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .current_dir(root)
        .args(arguments)
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        bail!(
            "git {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    String::from_utf8(output.stdout).context("git printed no UTF-8")
}
