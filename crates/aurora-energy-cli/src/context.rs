//! What a command works with: options, streams, and the client, made when it is needed first.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use aurora_energy::amun::AmunClient;
use aurora_energy::auth::{AuthError, Places, Resolved, Token, etm};
use aurora_energy::core::Url;
use aurora_energy::etm::{EtmClient, EtmClientBuilder};
use aurora_energy::origin::{Cache, OriginClient, OriginClientBuilder};
use aurora_sandbox::{EtmScopes, EtmUser, Sandbox};

use crate::args::Global;
use crate::console::{Console, Notes, Terminal};
use crate::exit::Failure;
use crate::output::Output;

/// The variable with the address of MyETM, for engines whose address does not tell it.
const MY_ETM_VARIABLE: &str = "MY_ETM_URL";

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

    /// The client for the Energy Transition Model; a guest's where there is no token.
    ///
    /// # Errors
    ///
    /// Fails when a token or an address is unusable, or when the sandbox cannot be started.
    pub async fn etm(&mut self) -> Result<EtmClient> {
        if let Some(client) = &self.etm {
            return Ok(client.clone());
        }
        let client = if self.options.sandbox {
            let sandbox = self.sandbox().await?;
            etm_builder()
                .with_engine_base_url(sandbox.etm_url())
                .with_my_etm_url(sandbox.my_etm_url())
                .with_token(Token::new(sandbox.etm_token(EtmUser::Ada, EtmScopes::Delete))?)
                .build()?
        } else if self.options.universe.is_some() {
            return Err(Failure::usage("--universe is for Origin")
                .with_hint("the ETM has --environment")
                .into());
        } else {
            self.service_etm()?
        };
        for warning in client.warnings() {
            self.note(format_args!("warning: {warning}"));
        }
        self.etm = Some(client.clone());
        Ok(client)
    }

    /// The ETM's client for the real service, or whatever the options and the environment name.
    ///
    /// # Errors
    ///
    /// As [`etm`](Self::etm).
    pub fn service_etm(&self) -> Result<EtmClient> {
        let engine = self.etm_engine()?;
        let mut builder = etm_builder()
            .with_places(self.places.clone())
            .with_engine_base_url(engine.value.as_str());
        if let Some(my_etm) = self.my_etm(&engine.value)? {
            builder = builder.with_my_etm_url(my_etm.as_str());
        }
        Ok(builder.build()?)
    }

    /// The base URL of the ETM's engine, and where it comes from.
    ///
    /// # Errors
    ///
    /// Fails when the first place that has one holds none that is usable.
    pub fn etm_engine(&self) -> Result<Resolved<Url>> {
        if let Some(environment) = &self.options.environment {
            let engine = environment.engine_url()?;
            return Ok(etm::base_url(Some(engine.as_str()), &self.places)?);
        }
        let explicit = self.options.base_url.as_ref().map(AsRef::as_ref);
        Ok(etm::base_url(explicit, &self.places)?)
    }

    /// The root of the MyETM that goes with an engine; `None` when it is not known.
    ///
    /// # Errors
    ///
    /// Fails when the first place that has one holds none that is usable.
    fn my_etm(&self, engine: &Url) -> Result<Option<Url>> {
        if let Some(url) = &self.options.my_etm_url {
            return Ok(Some(etm::my_etm_url(Some(url.as_str()), engine)?.value));
        }
        if let Some(url) = self.places.env.var_in_any_case(MY_ETM_VARIABLE) {
            let url = url.to_string_lossy();
            let found = etm::my_etm_url(Some(&url), engine)
                .with_context(|| format!("the variable {MY_ETM_VARIABLE} holds no address"))?;
            return Ok(Some(found.value));
        }
        match etm::my_etm_url(None, engine) {
            Ok(found) => Ok(Some(found.value)),
            // The engine works without it; what needs it says so.
            Err(AuthError::UnknownMyEtm { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
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

    /// Asks before something is destroyed.
    ///
    /// # Errors
    ///
    /// Fails when the answer is no, and when nobody can be asked and `--yes` is missing.
    pub fn confirm(&mut self, question: &str) -> Result<()> {
        if self.options.yes {
            return Ok(());
        }
        if !self.terminal.input || !self.terminal.notes {
            return Err(Failure::usage(format!("{question} There is no terminal to ask on"))
                .with_hint("repeat the command with --yes")
                .into());
        }
        write!(self.notes, "{question} [y/N] ")?;
        self.notes.flush()?;
        let answer = self.read_line()?;
        if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") {
            return Ok(());
        }
        Err(Failure::new(crate::exit::Exit::Failure, "nothing was done").into())
    }

    fn read_line(&mut self) -> Result<String> {
        let mut line = String::new();
        BufReader::new(&mut self.input)
            .read_line(&mut line)
            .context("the answer cannot be read")?;
        Ok(line)
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

fn etm_builder() -> EtmClientBuilder<'static> {
    EtmClient::builder().with_user_agent(concat!("aurora/", env!("CARGO_PKG_VERSION")))
}

fn builder() -> aurora_energy::amun::AmunClientBuilder<'static> {
    AmunClient::builder().with_user_agent(concat!("aurora/", env!("CARGO_PKG_VERSION")))
}
