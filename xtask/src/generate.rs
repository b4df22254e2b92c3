//! What is committed although it could be derived, so that a review sees it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use aurora_codegen::{Spec, operations_page, outline};

use crate::{lint, metadata, specs};

/// Writes the outputs; with `check` only compares them.
pub(crate) fn run(root: &Path, check: bool, out: &mut impl Write) -> Result<()> {
    let specs = specs::all(root)?;
    lint::report(
        &specs::findings(&specs)
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        out,
    )?;
    let stale: Vec<(PathBuf, String)> = outputs(&specs)
        .into_iter()
        .filter(|(path, text)| !is_current(&root.join(path), text))
        .collect();
    let orphans = orphans(root, &specs)?;
    if check {
        let names: Vec<String> = stale
            .iter()
            .map(|(path, _)| path)
            .chain(&orphans)
            .map(|path| shown(path))
            .collect();
        if !names.is_empty() {
            bail!("out of date: {}; run `cargo xtask generate`", names.join(", "));
        }
        return Ok(());
    }
    for (path, text) in &stale {
        write(&root.join(path), text)?;
        writeln!(out, "wrote {}", shown(path))?;
    }
    for path in &orphans {
        fs::remove_file(root.join(path)).with_context(|| format!("cannot remove {}", shown(path)))?;
        writeln!(out, "removed {}", shown(path))?;
    }
    Ok(())
}

/// Everything that is written from the specs, as paths from the root with their texts.
fn outputs(specs: &[(String, Spec)]) -> Vec<(PathBuf, String)> {
    let mut outputs: Vec<_> = specs
        .iter()
        .map(|(service, spec)| (outline_path(service), outline(spec)))
        .collect();
    outputs.push((PathBuf::from("docs/operations.md"), operations_page(specs)));
    outputs
}

fn outline_path(service: &str) -> PathBuf {
    Path::new(specs::FOLDER).join(format!("{service}.outline.txt"))
}

fn is_current(path: &Path, text: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|own| specs::normalised(&own) == text)
}

/// Outlines of services that are gone.
fn orphans(root: &Path, specs: &[(String, Spec)]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(specs::FOLDER))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(service) = name.strip_suffix(".outline.txt")
            && !specs.iter().any(|(own, _)| own == service)
        {
            found.push(outline_path(service));
        }
    }
    Ok(found)
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// Compiles the client of every spec: the generated code is made in their build scripts.
pub(crate) fn build_clients(root: &Path) -> Result<()> {
    let clients = metadata::Workspace::read(root)?.clients(root);
    if clients.is_empty() {
        bail!("no client crate has a spec.yaml; add the link, or say --no-build");
    }
    let status = Command::new(metadata::cargo())
        .current_dir(root)
        .arg("check")
        .args(clients.iter().flat_map(|name| ["--package", name]))
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!(
            "the generated code of {} does not compile; read it with `cargo xtask expand`",
            clients.join(", ")
        );
    }
    Ok(())
}
