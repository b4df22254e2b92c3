//! What a command works with: options, streams, and the client, made when it is needed first.

use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, Result};
use aurora_energy::amun::AmunClient;
use aurora_energy::auth::{Places, Token};
use aurora_energy::etm::EtmClient;
use aurora_energy::origin::{Cache, OriginClient, OriginClientBuilder};
use aurora_sandbox::Sandbox;

use crate::args::Global;
use crate::command::etm::Leftovers;
use crate::console::{Console, Notes, Terminal};
use crate::exit::Failure;
use crate::output::Output;

mod etm;
mod questions;

/// What a command works with.
pub struct Context {
    /// The options that hold for every command.
    pub options: Global,
    /// Results go here.
    pub output: Output,
    /// Everything else goes here.
    pub notes: Notes,
    /// Which streams are terminals.
    pub terminal: Terminal,
    /// Where the token and the base address are looked for.
    pub places: Places<'static>,
    input: Box<dyn Read + Send>,
    sandbox: Option<Sandbox>,
    amun: Option<AmunClient>,
    etm: Option<EtmClient>,
    origin: Option<OriginClient>,
    /// Sessions that are to be deleted when the command ends, however it ends.
    pub(crate) leftovers: Option<Leftovers>,
}

impl Context {
    /// The context of one run.
    #[must_use]
    pub fn new(options: Global, console: Console) -> Self {
        let output = Output::new(console.output, options.output.format(), console.terminal.output);
        Self {
            options,
            output,
            notes: console.notes,
            terminal: console.terminal,
            places: console.places,
            input: console.input,
            sandbox: None,
            amun: None,
            etm: None,
            origin: None,
            leftovers: None,
        }
    }

    /// Says something on the standard error, unless `--quiet`.
    pub fn note(&self, text: impl std::fmt::Display) {
        if !self.options.quiet {
            self.notes.line(text);
        }
    }

    /// Whether progress may be drawn.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.terminal.notes && !self.options.quiet
    }

    /// Whether colours may be used on the standard error: a terminal, and neither `--no-color` nor `NO_COLOR`.
    #[must_use]
    pub fn colours(&self) -> bool {
        let forbidden = self.places.env.var("NO_COLOR").is_some_and(|value| !value.is_empty());
        self.terminal.notes && !self.options.no_color && !forbidden
    }

    /// The client for Amun.
    ///
    /// # Errors
    ///
    /// Fails when there is no usable token or address, or when the sandbox cannot be started.
    pub async fn amun(&mut self) -> Result<AmunClient> {
        if let Some(client) = &self.amun {
            return Ok(client.clone());
        }
        let client = if self.options.sandbox {
            self.sandbox_client().await?
        } else {
            self.service_client()?
        };
        self.amun = Some(client.clone());
        Ok(client)
    }

    fn service_client(&self) -> Result<AmunClient> {
        self.refuse_environment("Amun")?;
        if self.options.universe.is_some() {
            return Err(Failure::usage("--universe is for Origin")
                .with_hint("for another environment of Amun give its address with --base-url")
                .into());
        }
        let explicit = self.options.base_url.as_ref().map(AsRef::as_ref);
        let base = aurora_energy::auth::amun::base_url(explicit, &self.places)?;
        let token = aurora_energy::auth::amun::token(None, &self.places)?;
        for warning in &token.warnings {
            self.note(format_args!("warning: {warning}"));
        }
        Ok(builder()
            .with_base_url(base.value.as_str())
            .with_token(token.value)
            .build()?)
    }

    async fn sandbox_client(&mut self) -> Result<AmunClient> {
        let sandbox = self.sandbox().await?;
        Ok(builder()
            .with_base_url(sandbox.amun_url())
            .with_token(Token::new(sandbox.token())?)
            .build()?)
    }

    /// The client for Origin.
    ///
    /// # Errors
    ///
    /// Fails when there is no usable token or address, or when the sandbox cannot be started.
    pub async fn origin(&mut self) -> Result<OriginClient> {
        if let Some(client) = &self.origin {
            return Ok(client.clone());
        }
        let client = if self.options.sandbox {
            self.sandbox_origin().await?
        } else {
            self.service_origin()?
        };
        self.origin = Some(client.clone());
        Ok(client)
    }

    fn service_origin(&self) -> Result<OriginClient> {
        self.refuse_environment("Origin")?;
        if self.options.base_url.is_some() {
            return Err(
                Failure::usage("--base-url is for Amun and the ETM; Origin has two addresses")
                    .with_hint("set AURORA_ORIGIN_SCENARIO_API_BASE_URL and AURORA_ORIGIN_INPUTS_API_BASE_URL")
                    .into(),
            );
        }
        let universe = self.options.universe.as_ref();
        let scenario = aurora_energy::auth::origin::scenario_base_url(None, universe, &self.places)?;
        let inputs = aurora_energy::auth::origin::inputs_base_url(None, universe, &self.places)?;
        let token = aurora_energy::auth::origin::token(None, universe, &self.places)?;
        for warning in &token.warnings {
            self.note(format_args!("warning: {warning}"));
        }
        Ok(self
            .origin_builder()?
            .with_scenario_base_url(scenario.value.as_str())
            .with_inputs_base_url(inputs.value.as_str())
            .with_token(token.value)
            .build()?)
    }

    async fn sandbox_origin(&mut self) -> Result<OriginClient> {
        let builder = self.origin_builder()?;
        let sandbox = self.sandbox().await?;
        Ok(builder
            .with_scenario_base_url(sandbox.origin_scenario_url())
            .with_inputs_base_url(sandbox.origin_inputs_url())
            .with_token(Token::new(sandbox.token())?)
            .build()?)
    }

    /// What the sandbox makes up is not kept: its cache would be read by the next one, which may have another seed.
    fn origin_builder(&self) -> Result<OriginClientBuilder<'static>> {
        let cache = if self.options.sandbox {
            Cache::disabled()
        } else {
            Cache::of_places(&self.places)?
        };
        Ok(OriginClient::builder()
            .with_user_agent(concat!("aurora/", env!("CARGO_PKG_VERSION")))
            .with_cache(cache))
    }

    fn refuse_environment(&self, service: &str) -> Result<()> {
        if self.options.environment.is_none() && self.options.my_etm_url.is_none() {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "--environment and --my-etm-url are for the ETM, not for {service}"
        ))
        .into())
    }

    /// The sandbox inside this process, started when it is needed first.
    ///
    /// # Errors
    ///
    /// Fails when no port is free.
    pub async fn sandbox(&mut self) -> Result<&Sandbox> {
        if self.sandbox.is_none() {
            let sandbox = Sandbox::start().await.context("the sandbox cannot be started")?;
            self.sandbox = Some(sandbox);
        }
        self.sandbox.as_ref().context("the sandbox was started above")
    }

    /// The whole standard input.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be read.
    pub fn read_input(&mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.input
            .read_to_end(&mut bytes)
            .context("the standard input cannot be read")?;
        Ok(bytes)
    }

    /// A file, or the standard input when the path is `-`.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be read, naming it.
    pub fn read_file(&mut self, path: &Path) -> Result<Vec<u8>> {
        if path == Path::new("-") {
            return self.read_input();
        }
        std::fs::read(path)
            .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())).into())
    }
}

fn builder() -> aurora_energy::amun::AmunClientBuilder<'static> {
    AmunClient::builder().with_user_agent(concat!("aurora/", env!("CARGO_PKG_VERSION")))
}
