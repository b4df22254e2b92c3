//! All checks that need no compiler.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use crate::{metadata, specs};

/// Prints every problem and fails if there is one.
pub(crate) fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let specs = specs::all(root)?;
    let mut problems: Vec<String> = specs::findings(&specs).iter().map(ToString::to_string).collect();
    let workspace = metadata::Workspace::read(root)?;
    problems.extend(workspace.too_new()?);
    problems.extend(workspace.forbidden_dependencies(&workspace.clients(root)));
    report(&problems, out)?;
    let (specs, packages) = (specs.len(), workspace.packages.len());
    writeln!(out, "no findings; specs: {specs}, packages: {packages}")?;
    Ok(())
}

/// Prints problems, one a line, and fails if there are any.
pub(crate) fn report(problems: &[String], out: &mut impl Write) -> Result<()> {
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("1 finding"),
        count => bail!("{count} findings"),
    }
}
