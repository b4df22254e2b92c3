//! Configures a client.

use std::sync::Arc;

use aurora_auth::etm::{self, Environment};
use aurora_auth::{Places, Resolved, Token};
use aurora_core::call::CallOptions;
use aurora_core::settings::{ClientSettings, TokenInput};
use aurora_core::transport::{Credentials, Transport, TransportBuilder};
use aurora_core::{Result, Url};
use jiff::Timestamp;

use super::{AboutToken, EtmClient, TokenClaims, Warning, warning};
use crate::generated;

/// Where the paths of the specification that begin so live: the engine's below its base URL, MyETM's below its root.
const ENGINE: &str = "/api/v3";
pub(super) const MY_ETM: &str = "/my/";
const MY_ETM_API: &str = "/my/api/v1";
const MY_ETM_OAUTH: &str = "/my/oauth";

/// Configures an [`EtmClient`].
///
/// ```
/// use etm_client::{EtmClient, Environment};
///
/// let guest = EtmClient::builder().with_environment(Environment::Beta).without_token().build()?;
/// assert_eq!(guest.engine_base_url().as_str(), "https://beta.engine.energytransitionmodel.com/api/v3");
/// assert_eq!(guest.my_etm_url().map(|url| url.as_str()), Some("https://beta.my.energytransitionmodel.com/"));
/// # Ok::<(), etm_client::Error>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct EtmClientBuilder<'a> {
    token: TokenChoice,
    environment: Option<Environment>,
    engine_base_url: Option<String>,
    my_etm_url: Option<String>,
    settings: ClientSettings<'a>,
}

#[derive(Debug, Default)]
enum TokenChoice {
    /// Whatever the places have.
    #[default]
    Find,
    This(TokenInput),
    Guest,
}

aurora_core::client_settings!(EtmClientBuilder);

impl EtmClientBuilder<'_> {
    /// Sets the personal token: `etm_` or `etm_beta_` and a JWT. Default: `ETM_API_TOKEN` of the environment, else of `.env`
    /// in the working directory, else none.
    pub fn with_token(mut self, token: impl Into<TokenInput>) -> Self {
        self.token = TokenChoice::This(token.into());
        self
    }

    /// Goes without a token, whatever the environment says. A guest may make sessions, read public ones, and change those that
    /// are public and belong to nobody.
    pub fn without_token(mut self) -> Self {
        self.token = TokenChoice::Guest;
        self
    }

    /// Sets the environment, which decides both addresses. Default: the variable `ENVIRONMENT`, else production.
    pub fn with_environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Sets the base URL of the engine, `/api/v3` included; it goes before the environment's. Default: the variable `BASE_URL`
    /// where no environment is set, else the environment's.
    pub fn with_engine_base_url(mut self, base_url: impl Into<String>) -> Self {
        self.engine_base_url = Some(base_url.into());
        self
    }

    /// Sets the root of MyETM, without `/api/v1`. Default: the one that belongs to the engine, if that is known.
    pub fn with_my_etm_url(mut self, url: impl Into<String>) -> Self {
        self.my_etm_url = Some(url.into());
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// An expired token is a [warning](EtmClient::warnings) and no error: the server's clock decides.
    ///
    /// # Errors
    ///
    /// Fails with `Credential` when the first place that has a token holds none that can be one, when an address is unusable, or when the
    /// token would travel unencrypted to another machine; with `Tls` when no secure connections can be made.
    pub fn build(self) -> Result<EtmClient> {
        let places = self.settings.places();
        let engine_base_url = self.engine_url(&places)?;
        let my_etm_url = self.my_url(&engine_base_url)?;
        let token = self.find_token(&places)?;
        let about = self.about(token.as_ref(), &engine_base_url);
        let token = token.map(|token| token.value);
        let transport = self
            .transport(token.as_ref(), &engine_base_url, my_etm_url.as_ref())
            .build()?;
        let http = transport.reqwest().clone();
        Ok(EtmClient {
            generated: generated::Client::new_with_client(Transport::PLACEHOLDER_BASE, http, transport),
            engine_base_url,
            my_etm_url,
            options: CallOptions::default(),
            token: Arc::new(about),
        })
    }

    fn engine_url(&self, places: &Places<'_>) -> Result<Url> {
        match (&self.engine_base_url, &self.environment) {
            (None, Some(environment)) => Ok(environment.engine_url()?),
            (explicit, _) => Ok(etm::base_url(explicit.as_deref(), places)?.value),
        }
    }

    /// MyETM as given, else that of the environment as given, else that of the engine's host, if there is one.
    fn my_url(&self, engine: &Url) -> Result<Option<Url>> {
        if let Some(explicit) = &self.my_etm_url {
            return Ok(Some(etm::my_etm_url(Some(explicit), engine)?.value));
        }
        let own = self.environment.as_ref().and_then(Environment::my_etm_url);
        // The engine works without MyETM; what needs it says so when it is called.
        Ok(own.or_else(|| etm::my_etm_url(None, engine).ok().map(|found| found.value)))
    }

    fn find_token(&self, places: &Places<'_>) -> Result<Option<Resolved<Token>>> {
        let input = match &self.token {
            TokenChoice::Guest => return Ok(None),
            TokenChoice::Find => return Ok(etm::token(None, places)?),
            TokenChoice::This(input) => input,
        };
        let own = input.as_token();
        let mut found = etm::token(own.map(Token::expose).or(input.as_text()), places)?;
        // Checked like any other; but it knows itself where it came from.
        if let (Some(own), Some(found)) = (own, &mut found) {
            found.value = own.clone();
        }
        Ok(found)
    }

    /// What there is to say about the token, which is also logged.
    fn about(&self, token: Option<&Resolved<Token>>, engine: &Url) -> AboutToken {
        let Some(token) = token else {
            return AboutToken::default();
        };
        let claims = TokenClaims::of(&token.value);
        let mut warnings: Vec<Warning> = token.warnings.iter().cloned().map(Warning::Token).collect();
        warnings.extend(etm::mismatch(&token.value, engine).map(Warning::Token));
        let now = Timestamp::try_from(self.settings.clock().system_now()).ok();
        warnings.extend(warning::of_expiry(claims.as_ref(), now));
        for warning in &warnings {
            tracing::warn!(target: "etm_client", "{warning}");
        }
        AboutToken { claims, warnings }
    }

    fn transport(self, token: Option<&Token>, engine: &Url, my_etm: Option<&Url>) -> TransportBuilder {
        let credentials = token.map_or_else(Credentials::none, Credentials::bearer);
        let mut transport = Transport::builder("etm", generated::OPERATIONS)
            .credentials(credentials)
            .mount(ENGINE, engine.clone());
        if let Some(root) = my_etm {
            transport = transport
                .mount(MY_ETM_API, below(root, "api/v1"))
                .mount(MY_ETM_OAUTH, below(root, "oauth"));
        }
        self.settings.apply(transport)
    }
}

/// An address below another one.
fn below(root: &Url, path: &str) -> Url {
    let mut url = root.clone();
    url.set_path(&format!("{}/{path}", root.path().trim_end_matches('/')));
    url
}
