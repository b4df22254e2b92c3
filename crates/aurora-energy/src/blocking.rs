//! The clients for programs without an async runtime.

use std::fmt;
use std::sync::{Arc, OnceLock};

#[cfg(feature = "amun")]
use amun_client::blocking::AmunClient;
use aurora_core::Result;
#[cfg(feature = "etm")]
use etm_client::blocking::EtmClient;
#[cfg(feature = "origin")]
use origin_client::blocking::OriginClient;

/// All clients behind one value, each made when it is needed first: the waiting twin of [`crate::AuroraEnergy`].
///
/// ```no_run
/// # fn main() -> aurora_energy::core::Result<()> {
/// let aurora = aurora_energy::blocking::AuroraEnergy::from_env()?;
/// println!("{} turbines", aurora.amun()?.turbines().list()?.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AuroraEnergy(Arc<Inner>);

struct Inner {
    clients: crate::AuroraEnergy,
    #[cfg(feature = "amun")]
    amun: OnceLock<AmunClient>,
    #[cfg(feature = "etm")]
    etm: OnceLock<EtmClient>,
    #[cfg(feature = "origin")]
    origin: OnceLock<OriginClient>,
}

impl AuroraEnergy {
    /// The waiting twin of these clients, with the same settings.
    #[must_use]
    pub fn new(clients: crate::AuroraEnergy) -> Self {
        Self(Arc::new(Inner {
            clients,
            #[cfg(feature = "amun")]
            amun: OnceLock::new(),
            #[cfg(feature = "etm")]
            etm: OnceLock::new(),
            #[cfg(feature = "origin")]
            origin: OnceLock::new(),
        }))
    }

    /// Clients that take token and address from the environment and from the token file.
    ///
    /// # Errors
    ///
    /// As [`crate::AuroraEnergy::from_env`].
    pub fn from_env() -> Result<Self> {
        crate::AuroraEnergy::from_env().map(Self::new)
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
        let client = AmunClient::new(self.0.clients.amun()?.clone())?;
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
        let client = EtmClient::new(self.0.clients.etm()?.clone())?;
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
        let client = OriginClient::new(self.0.clients.origin()?.clone())?;
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
