//! The generated source, to read.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use aurora_codegen::generate;

use crate::specs;

/// Writes the generated source of a service and prints where.
pub(crate) fn run(root: &Path, service: &str, out: &mut impl Write) -> Result<()> {
    let text = generate(&specs::one(root, service)?)?;
    let folder = root.join("target").join("expand");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let path = folder.join(service).with_extension("rs");
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(out, "{}", path.display())?;
    Ok(())
}
