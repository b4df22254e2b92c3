//! The client for the Energy Transition Model, and its settings.

use anyhow::{Context as _, Result};
use aurora_energy::auth::{AuthError, Resolved, Token, etm};
use aurora_energy::core::Url;
use aurora_energy::etm::objects::ErrorMode;
use aurora_energy::etm::{EtmClient, EtmClientBuilder};
use aurora_sandbox::{EtmScopes, EtmUser};

use super::Context;
use crate::exit::Failure;

/// The variable with the address of MyETM, for engines whose address does not tell it.
const MY_ETM_VARIABLE: &str = "MY_ETM_URL";

/// The variable that says which warnings stop, as Python programs have it.
const ERROR_MODE_VARIABLE: &str = "PYETM_ERROR_MODE";

impl Context {
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
        let builder = etm_builder()
            .with_places(self.places.clone())
            .with_engine_base_url(engine.value.as_str());
        let mut builder = self.with_network(builder)?;
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

    /// What Python programs have in the environment or in `.env` for networks with an authority or a proxy of their own.
    fn with_network(&self, mut builder: EtmClientBuilder<'static>) -> Result<EtmClientBuilder<'static>> {
        if let Some(file) = self.etm_setting("SSL_CERT_PATH")? {
            builder = builder.with_extra_ca_file(file.value.trim());
        }
        if self.etm_setting("SSL_VERIFY")?.is_some_and(|flag| is_off(&flag.value)) {
            self.note("warning: SSL_VERIFY is off, but certificates are always checked; see SSL_CERT_PATH");
        }
        if self.etm_setting("TRUST_ENV")?.is_some_and(|flag| is_off(&flag.value)) {
            builder = builder.without_proxy();
        }
        Ok(builder)
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
        if let Some(url) = self.etm_setting(MY_ETM_VARIABLE)? {
            let found = etm::my_etm_url(Some(&url.value), engine)
                .with_context(|| format!("{} holds no address", url.source))?;
            return Ok(Some(found.value));
        }
        match etm::my_etm_url(None, engine) {
            Ok(found) => Ok(Some(found.value)),
            // The engine works without it; what needs it says so.
            Err(AuthError::UnknownMyEtm { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A setting of the environment or of the file `.env`; an empty one is none.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be read.
    fn etm_setting(&self, name: &str) -> Result<Option<Resolved<String>>> {
        let found = etm::setting(name, &self.places)?;
        Ok(found.filter(|found| !found.value.trim().is_empty()))
    }

    /// Which warnings stop work on the ETM's scenarios: as an option says, else the variable `PYETM_ERROR_MODE`.
    ///
    /// # Errors
    ///
    /// Fails when the variable holds no mode.
    pub fn error_mode(&self, option: Option<ErrorMode>) -> Result<ErrorMode> {
        if let Some(mode) = option {
            return Ok(mode);
        }
        let Some(found) = self.etm_setting(ERROR_MODE_VARIABLE)? else {
            return Ok(ErrorMode::default());
        };
        let parsed = found.value.parse();
        parsed.map_err(|error| Failure::usage(format!("{}: {error}", found.source)).into())
    }
}

fn etm_builder() -> EtmClientBuilder<'static> {
    EtmClient::builder().with_user_agent(concat!("aurora/", env!("CARGO_PKG_VERSION")))
}

fn is_off(flag: &str) -> bool {
    ["false", "f", "0", "no", "n", "off"]
        .iter()
        .any(|off| flag.trim().eq_ignore_ascii_case(off))
}
