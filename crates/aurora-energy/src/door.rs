//! All clients behind one value.

use std::fmt;
use std::sync::{Arc, OnceLock};

#[cfg(feature = "amun")]
use amun_client::{AmunClient, AmunClientBuilder};
use aurora_core::Result;
#[cfg(feature = "etm")]
use etm_client::{EtmClient, EtmClientBuilder};
#[cfg(feature = "origin")]
use origin_client::{OriginClient, OriginClientBuilder};

/// All clients behind one value, each made when it is needed first. Cheap to clone; clones share the clients.
///
/// ```no_run
/// use aurora_energy::AuroraEnergy;
///
/// # async fn run() -> aurora_energy::core::Result<()> {
/// let aurora = AuroraEnergy::from_env()?;
/// for turbine in aurora.amun()?.turbines().list().await? {
///     println!("{} {}", turbine.id, turbine.name);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AuroraEnergy(Arc<Inner>);

struct Inner {
    settings: AuroraEnergyBuilder,
    #[cfg(feature = "amun")]
    amun: OnceLock<AmunClient>,
    #[cfg(feature = "etm")]
    etm: OnceLock<EtmClient>,
    #[cfg(feature = "origin")]
    origin: OnceLock<OriginClient>,
}

impl AuroraEnergy {
    /// Clients that take token and address from the environment and from the token file.
    ///
    /// Nothing is looked up yet: that happens when a client is asked for.
    ///
    /// # Errors
    ///
    /// None at present; settings that concern all services may come.
    pub fn from_env() -> Result<Self> {
        Ok(Self::builder().build())
    }

    /// For everything that is not the default.
    pub fn builder() -> AuroraEnergyBuilder {
        AuroraEnergyBuilder::default()
    }

    /// The client for Amun.
    ///
    /// # Errors
    ///
    /// Fails when there is no usable token or address for Amun. The next call tries again.
    #[cfg(feature = "amun")]
    pub fn amun(&self) -> Result<&AmunClient> {
        if let Some(client) = self.0.amun.get() {
            return Ok(client);
        }
        let client = self.0.settings.amun()?;
        Ok(self.0.amun.get_or_init(|| client))
    }

    /// The client for the Energy Transition Model. Without a token it is a guest's.
    ///
    /// # Errors
    ///
    /// Fails when the token or the address for the ETM is unusable. The next call tries again.
    #[cfg(feature = "etm")]
    pub fn etm(&self) -> Result<&EtmClient> {
        if let Some(client) = self.0.etm.get() {
            return Ok(client);
        }
        let client = self.0.settings.etm()?;
        Ok(self.0.etm.get_or_init(|| client))
    }

    /// The client for Origin.
    ///
    /// # Errors
    ///
    /// Fails when there is no usable token or address for Origin. The next call tries again.
    #[cfg(feature = "origin")]
    pub fn origin(&self) -> Result<&OriginClient> {
        if let Some(client) = self.0.origin.get() {
            return Ok(client);
        }
        let client = self.0.settings.origin()?;
        Ok(self.0.origin.get_or_init(|| client))
    }
}

impl fmt::Debug for AuroraEnergy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("AuroraEnergy");
        #[cfg(feature = "amun")]
        shown.field("amun", &self.0.amun.get().is_some());
        #[cfg(feature = "etm")]
        shown.field("etm", &self.0.etm.get().is_some());
        #[cfg(feature = "origin")]
        shown.field("origin", &self.0.origin.get().is_some());
        shown.finish_non_exhaustive()
    }
}

#[cfg(feature = "amun")]
type AmunSettings = dyn Fn(AmunClientBuilder<'static>) -> AmunClientBuilder<'static> + Send + Sync;

#[cfg(feature = "etm")]
type EtmSettings = dyn Fn(EtmClientBuilder<'static>) -> EtmClientBuilder<'static> + Send + Sync;

#[cfg(feature = "origin")]
type OriginSettings = dyn Fn(OriginClientBuilder<'static>) -> OriginClientBuilder<'static> + Send + Sync;

/// Settings for [`AuroraEnergy`].
#[derive(Clone, Default)]
#[must_use = "settings do nothing until they are built"]
pub struct AuroraEnergyBuilder {
    #[cfg(feature = "amun")]
    amun: Option<Arc<AmunSettings>>,
    #[cfg(feature = "etm")]
    etm: Option<Arc<EtmSettings>>,
    #[cfg(feature = "origin")]
    origin: Option<Arc<OriginSettings>>,
}

impl AuroraEnergyBuilder {
    /// How Amun's client is made: token, base address, retries, limits. Default: everything from the environment.
    ///
    /// ```
    /// use aurora_energy::AuroraEnergy;
    ///
    /// let aurora = AuroraEnergy::builder()
    ///     .with_amun(|amun| amun.with_token("my-token").with_base_url("http://127.0.0.1:8080/amun/v1"))
    ///     .build();
    /// assert_eq!(aurora.amun()?.base_url().as_str(), "http://127.0.0.1:8080/amun/v1");
    /// # Ok::<(), aurora_energy::core::Error>(())
    /// ```
    #[cfg(feature = "amun")]
    pub fn with_amun(
        mut self,
        settings: impl Fn(AmunClientBuilder<'static>) -> AmunClientBuilder<'static> + Send + Sync + 'static,
    ) -> Self {
        self.amun = Some(Arc::new(settings));
        self
    }

    /// How the client for the Energy Transition Model is made: token or guest, environment, addresses, retries, limits.
    /// Default: everything from the environment.
    ///
    /// ```
    /// use aurora_energy::AuroraEnergy;
    /// use aurora_energy::etm::Environment;
    ///
    /// let aurora = AuroraEnergy::builder()
    ///     .with_etm(|etm| etm.with_environment(Environment::Beta).without_token())
    ///     .build();
    /// assert_eq!(aurora.etm()?.environment(), Some(Environment::Beta));
    /// # Ok::<(), aurora_energy::core::Error>(())
    /// ```
    #[cfg(feature = "etm")]
    pub fn with_etm(
        mut self,
        settings: impl Fn(EtmClientBuilder<'static>) -> EtmClientBuilder<'static> + Send + Sync + 'static,
    ) -> Self {
        self.etm = Some(Arc::new(settings));
        self
    }

    /// How Origin's client is made: token, universe, base addresses, retries, limits. Default: everything from the
    /// environment.
    ///
    /// ```
    /// use aurora_energy::AuroraEnergy;
    ///
    /// let aurora = AuroraEnergy::builder()
    ///     .with_origin(|origin| {
    ///         origin
    ///             .with_token("my-token")
    ///             .with_scenario_base_url("http://127.0.0.1:8080/scenarioExplr")
    ///             .with_inputs_base_url("http://127.0.0.1:8080/modelInputs")
    ///     })
    ///     .build();
    /// assert_eq!(aurora.origin()?.inputs_base_url().as_str(), "http://127.0.0.1:8080/modelInputs");
    /// # Ok::<(), aurora_energy::core::Error>(())
    /// ```
    #[cfg(feature = "origin")]
    pub fn with_origin(
        mut self,
        settings: impl Fn(OriginClientBuilder<'static>) -> OriginClientBuilder<'static> + Send + Sync + 'static,
    ) -> Self {
        self.origin = Some(Arc::new(settings));
        self
    }

    /// Ends the settings. Makes no client yet.
    #[must_use]
    pub fn build(self) -> AuroraEnergy {
        AuroraEnergy(Arc::new(Inner {
            settings: self,
            #[cfg(feature = "amun")]
            amun: OnceLock::new(),
            #[cfg(feature = "etm")]
            etm: OnceLock::new(),
            #[cfg(feature = "origin")]
            origin: OnceLock::new(),
        }))
    }

    /// Makes Amun's client.
    #[cfg(feature = "amun")]
    fn amun(&self) -> Result<AmunClient> {
        let builder = AmunClient::builder();
        match &self.amun {
            Some(settings) => settings(builder).build(),
            None => builder.build(),
        }
    }

    /// Makes the ETM's client.
    #[cfg(feature = "etm")]
    fn etm(&self) -> Result<EtmClient> {
        let builder = EtmClient::builder();
        match &self.etm {
            Some(settings) => settings(builder).build(),
            None => builder.build(),
        }
    }

    /// Makes Origin's client.
    #[cfg(feature = "origin")]
    fn origin(&self) -> Result<OriginClient> {
        let builder = OriginClient::builder();
        match &self.origin {
            Some(settings) => settings(builder).build(),
            None => builder.build(),
        }
    }
}

/// Names no setting: a token may be among them.
impl fmt::Debug for AuroraEnergyBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuroraEnergyBuilder").finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "amun", feature = "etm", feature = "origin"))]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_cannot_be_made_is_an_error_when_it_is_asked_for() {
        let aurora = AuroraEnergy::builder()
            .with_amun(|amun| amun.with_token("token").with_base_url("no address"))
            .build();
        assert!(aurora.amun().unwrap_err().to_string().contains("base URL"));
    }

    #[test]
    fn a_client_that_cannot_be_made_does_not_stop_the_others() {
        let aurora = AuroraEnergy::builder()
            .with_amun(|amun| amun.with_token("token").with_base_url("no address"))
            .with_origin(|origin| {
                origin
                    .with_token("token")
                    .with_scenario_base_url("http://127.0.0.1:1/scenarioExplr")
                    .with_inputs_base_url("http://127.0.0.1:1/modelInputs")
            })
            .build();
        assert!(aurora.amun().is_err());
        assert!(std::ptr::eq(aurora.origin().unwrap(), aurora.clone().origin().unwrap()));
    }

    #[test]
    fn clones_share_their_clients() {
        let settings =
            |amun: AmunClientBuilder<'static>| amun.with_token("token").with_base_url("http://127.0.0.1:1/amun/v1");
        let aurora = AuroraEnergy::builder().with_amun(settings).build();
        let clone = aurora.clone();
        assert!(std::ptr::eq(aurora.amun().unwrap(), clone.amun().unwrap()));
    }

    #[test]
    fn debug_shows_no_token() {
        let aurora = AuroraEnergy::builder()
            .with_amun(|amun| amun.with_token("canary-token"))
            .with_etm(|etm| etm.with_token("etm_canary-token"))
            .with_origin(|origin| origin.with_token("canary-token"))
            .build();
        let shown = format!(
            "{aurora:?} {:?}",
            AuroraEnergy::builder().with_amun(|amun| amun.with_token("canary-token"))
        );
        assert!(!shown.contains("canary"), "{shown}");
    }
}
