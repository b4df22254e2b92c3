//! The ETM's token in the file `.env` of the working directory, where the Python client looks for it too.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use aurora_energy::auth::etm;

use crate::context::Context;
use crate::exit::Failure;

/// Stores the token, and leaves the other lines as they are.
pub(super) fn login(context: &mut Context) -> Result<()> {
    let path = file(context)?;
    let text = super::given(
        "The token is made in the settings of your account at https://my.energytransitionmodel.com; it is not shown while you type.",
        context,
    )?;
    let line = super::single_line(&text)?;
    etm::token(Some(line), &context.places).map_err(|error| super::explained(&error))?;
    let mut lines = without_token(&read(&path)?.unwrap_or_default());
    lines.push_str(&format!("{}={line}\n", etm::TOKEN_VARIABLE));
    store(&path, &lines)?;
    context.note(format_args!(
        "the token is stored in {}, readable by you only; keep that file out of version control",
        path.display()
    ));
    if is_set(context) {
        context.note(format_args!(
            "warning: the variable {} is set and goes before the file",
            etm::TOKEN_VARIABLE
        ));
    }
    Ok(())
}

/// Removes the token, and with it the file if there is nothing else in it.
pub(super) fn logout(context: &mut Context) -> Result<()> {
    let path = file(context)?;
    let text = read(&path)?.unwrap_or_default();
    let rest = without_token(&text);
    if !text.lines().any(sets_token) {
        context.note(format_args!(
            "there is no {} in {}",
            etm::TOKEN_VARIABLE,
            path.display()
        ));
    } else {
        context.confirm(&format!("Remove {} from {}?", etm::TOKEN_VARIABLE, path.display()))?;
        if rest.trim().is_empty() {
            std::fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        } else {
            store(&path, &rest)?;
        }
        context.note(format_args!("the token is removed from {}", path.display()));
    }
    if is_set(context) {
        context.note(format_args!("the variable {} is still set", etm::TOKEN_VARIABLE));
    }
    Ok(())
}

fn is_set(context: &Context) -> bool {
    context.places.env.var_in_any_case(etm::TOKEN_VARIABLE).is_some()
}

pub(crate) fn file(context: &Context) -> Result<PathBuf> {
    let folder = context.places.working_directory.as_ref();
    folder.map(|folder| folder.join(".env")).ok_or_else(|| {
        Failure::usage("the working directory is not known, so there is no place for the file .env")
            .with_hint("give the token in the variable ETM_API_TOKEN")
            .into()
    })
}

pub(crate) fn read(path: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// The text without the lines that set the token, in any letter case, each line with its end.
fn without_token(text: &str) -> String {
    let kept = text.lines().filter(|line| !sets_token(line));
    kept.map(|line| format!("{line}\n")).collect()
}

pub(crate) fn sets_token(line: &str) -> bool {
    let line = line.trim_start();
    let bare = line.strip_prefix("export ").unwrap_or(line);
    let name = bare.split_once('=').map(|(name, _)| name.trim());
    name.is_some_and(|name| name.eq_ignore_ascii_case(etm::TOKEN_VARIABLE))
}

/// Replaces the file as a whole. Temporary files are readable by their owner only, and this one stays so.
pub(crate) fn store(path: &Path, text: &str) -> Result<()> {
    let attempt = || -> Result<()> {
        let target = if path.exists() {
            path.canonicalize()?
        } else {
            path.to_owned()
        };
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::Builder::new()
            .prefix(".aurora-")
            .tempfile_in(folder.unwrap_or(Path::new(".")))?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&target)?;
        Ok(())
    };
    attempt().with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_with_the_token_go() {
        let text = "# ETM_API_TOKEN=old\nENVIRONMENT=beta\nexport etm_api_token = x\nETM_API_TOKEN=y\nOTHER=1";
        assert_eq!(without_token(text), "# ETM_API_TOKEN=old\nENVIRONMENT=beta\nOTHER=1\n");
        assert_eq!(without_token(""), "");
    }
}
