//! All clients behind one value.

use std::fmt;
use std::sync::{Arc, OnceLock};

use amun_client::{AmunClient, AmunClientBuilder};
use aurora_core::Result;

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
    amun: OnceLock<AmunClient>,
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
    pub fn amun(&self) -> Result<&AmunClient> {
        if let Some(client) = self.0.amun.get() {
            return Ok(client);
        }
        let client = self.0.settings.amun()?;
        Ok(self.0.amun.get_or_init(|| client))
    }
}

impl fmt::Debug for AuroraEnergy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuroraEnergy")
            .field("amun", &self.0.amun.get().is_some())
            .finish_non_exhaustive()
    }
}

type AmunSettings = dyn Fn(AmunClientBuilder<'static>) -> AmunClientBuilder<'static> + Send + Sync;

/// Settings for [`AuroraEnergy`].
#[derive(Clone, Default)]
#[must_use = "settings do nothing until they are built"]
pub struct AuroraEnergyBuilder {
    amun: Option<Arc<AmunSettings>>,
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
    pub fn with_amun(
        mut self,
        settings: impl Fn(AmunClientBuilder<'static>) -> AmunClientBuilder<'static> + Send + Sync + 'static,
    ) -> Self {
        self.amun = Some(Arc::new(settings));
        self
    }

    /// Ends the settings. Makes no client yet.
    #[must_use]
    pub fn build(self) -> AuroraEnergy {
        AuroraEnergy(Arc::new(Inner {
            settings: self,
            amun: OnceLock::new(),
        }))
    }

    /// Makes Amun's client.
    fn amun(&self) -> Result<AmunClient> {
        let builder = AmunClient::builder();
        match &self.amun {
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

#[cfg(test)]
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
            .build();
        let shown = format!(
            "{aurora:?} {:?}",
            AuroraEnergy::builder().with_amun(|amun| amun.with_token("canary-token"))
        );
        assert!(!shown.contains("canary"), "{shown}");
    }
}
