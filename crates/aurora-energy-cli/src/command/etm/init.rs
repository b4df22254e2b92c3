//! `aurora etm init`: a file `.env` with the settings, and a workbook to begin with.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use aurora_energy::auth::etm::Environment;
use aurora_energy::etm::workbook::template_content;

use crate::args::etm::workflows::InitArgs;
use crate::command::auth::dotenv;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::files;

/// Makes both. What is there is only replaced after a question, or with `--force`.
pub(super) fn run(arguments: &InitArgs, context: &mut Context) -> Result<()> {
    if context.options.sandbox {
        return Err(
            Failure::usage("a sandbox inside the program ends with it, so there is nothing to keep in .env")
                .with_hint("`aurora sandbox serve` prints an address for --base-url")
                .into(),
        );
    }
    let settings = dotenv::file(context)?;
    let workbook = in_working_directory(&arguments.workbook, context);
    check(&workbook)?;
    // All questions come first: a refusal leaves nothing half done.
    let has_settings = may_write(&settings, arguments.force, context)?;
    let text = match has_settings {
        true => Some(Settings::asked(context)?.to_text(&dotenv::read(&settings)?.unwrap_or_default())),
        false => None,
    };
    let has_workbook = may_write(&workbook, arguments.force, context)?;
    if let Some(text) = text {
        dotenv::store(&settings, &text)?;
        let place = settings.display();
        context.note(format_args!("the settings are in {place}, readable by you only"));
    }
    if has_workbook {
        write_workbook(&workbook)?;
        context.note(format_args!("the workbook to begin with is {}", workbook.display()));
    }
    context.note("next: `aurora auth login etm` stores your token, `aurora etm run` runs the workbook");
    Ok(())
}

fn in_working_directory(path: &Path, context: &Context) -> PathBuf {
    match &context.places.working_directory {
        Some(folder) => folder.join(path),
        None => path.to_owned(),
    }
}

fn check(workbook: &Path) -> Result<()> {
    super::workbook::check_name(workbook)?;
    if workbook.is_dir() {
        return Err(Failure::usage(format!("{} is a folder", workbook.display())).into());
    }
    Ok(())
}

/// Whether a file may be written: it is not there, or its owner agrees.
fn may_write(path: &Path, force: bool, context: &mut Context) -> Result<bool> {
    if force || !path.exists() {
        return Ok(true);
    }
    let question = format!("{} is there already. Replace it?", path.display());
    match context.ask(&question) {
        Ok(true) => Ok(true),
        Ok(false) => {
            context.note(format_args!("{} stays as it is", path.display()));
            Ok(false)
        }
        Err(error) => match error.downcast::<Failure>() {
            Ok(failure) => Err(failure.with_hint("--force replaces it").into()),
            Err(error) => Err(error),
        },
    }
}

fn write_workbook(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    files::write_bytes(path, &template_content()?)
}

/// Where the engine is.
struct Settings {
    environment: Option<Environment>,
    base_url: Option<String>,
    my_etm_url: Option<String>,
}

impl Settings {
    /// As the options say, else as a person answers, else production.
    fn asked(context: &mut Context) -> Result<Self> {
        let options = &context.options;
        let mut settings = Self {
            environment: options.environment.clone(),
            base_url: options.base_url.as_ref().map(ToString::to_string),
            my_etm_url: options.my_etm_url.as_ref().map(ToString::to_string),
        };
        if let Some(url) = &settings.base_url {
            aurora_energy::auth::etm::base_url(Some(url), &context.places)?;
        }
        if settings.environment.is_none() && settings.base_url.is_none() {
            settings.environment = Some(environment(context)?);
        }
        Ok(settings)
    }

    /// The file. Tokens of the one that is there are taken over.
    fn to_text(&self, before: &str) -> String {
        let token = token_lines(before);
        let environment = self.environment.as_ref().map(ToString::to_string);
        let environment = set("ENVIRONMENT", environment, "pro");
        let base_url = set(
            "BASE_URL",
            self.base_url.clone(),
            "https://engine.energytransitionmodel.com/api/v3",
        );
        let my_etm = set(
            "MY_ETM_URL",
            self.my_etm_url.clone(),
            "https://my.energytransitionmodel.com",
        );
        format!(
            "\
# Settings for the Energy Transition Model: aurora and pyetm read this file in the folder that they are started in.
# With a token in it, it belongs into no repository.

# Made in the settings of your account at https://my.energytransitionmodel.com; `aurora auth login etm` puts it here.
{token}

# pro, beta, local, or a version such as 2025-01.
{environment}
# The engine's own address goes before the environment.
{base_url}
# The address of MyETM, where the engine's does not tell it.
{my_etm}

# Which warnings stop the work: safe (all), default, dangerous (none).
# PYETM_ERROR_MODE=default

# A file of certificate authorities of your network, and whether its proxies are used.
# SSL_CERT_PATH=
# TRUST_ENV=true

# For pyetm.
CSV_SEPARATOR=,
DECIMAL_SEPARATOR=.
"
        )
    }
}

/// The lines that set a token, else one that shows how.
fn token_lines(before: &str) -> String {
    let tokens: Vec<&str> = before.lines().filter(|line| dotenv::sets_token(line)).collect();
    match tokens.is_empty() {
        true => "# ETM_API_TOKEN=etm_".to_owned(),
        false => tokens.join("\n"),
    }
}

/// The line of a setting; without a value it is a comment.
fn set(name: &str, value: Option<String>, example: &str) -> String {
    match value {
        Some(value) => format!("{name}={value}"),
        None => format!("# {name}={example}"),
    }
}

/// The environment, asked for where there is somebody to ask.
fn environment(context: &mut Context) -> Result<Environment> {
    const QUESTION: &str = "Environment of the ETM: pro, beta, local, or a version such as 2025-01";
    let answer = context.answer(QUESTION, "pro")?;
    answer
        .parse()
        .map_err(|error| Failure::new(Exit::Usage, format!("{answer:?} is no environment: {error}")).into())
}
