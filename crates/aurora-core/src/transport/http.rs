//! The HTTP libraries beneath: one client for this machine, one for everything else.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Url;

use super::failure::Because;
use super::mounts::{is_loopback, shown};
use super::tls::Tls;
use crate::{Error, ErrorKind, Result};

/// Which proxies are used. Addresses of this machine never go through one.
#[derive(Clone, Default)]
pub(super) enum ProxyChoice {
    /// `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case.
    #[default]
    Environment,
    None,
    This(Box<Url>),
}

/// A proxy's address may hold a user name and a password.
impl fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("Environment"),
            Self::None => f.write_str("None"),
            Self::This(url) => f.debug_tuple("This").field(&shown(url)).finish(),
        }
    }
}

/// What all clients have in common.
pub(super) struct Settings {
    pub(super) user_agent: String,
    pub(super) connect: Duration,
    pub(super) proxy: ProxyChoice,
    pub(super) extra_ca_file: Option<PathBuf>,
}

/// Clients by what they need. The trust store is read when the first secure connection is in sight: a machine without
/// one can still talk to itself.
pub(super) struct Http {
    settings: Settings,
    tls: OnceLock<Tls>,
    /// Plain http to this machine.
    plain: reqwest::Client,
    /// https to this machine.
    direct: OnceLock<reqwest::Client>,
    /// Everything else.
    proxied: OnceLock<reqwest::Client>,
}

impl Http {
    pub(super) fn build(settings: Settings) -> Result<Self> {
        let plain = settings.client(&Tls::trusting_nobody()?, Reach::ThisMachine)?;
        let http = Self {
            settings,
            tls: OnceLock::new(),
            plain,
            direct: OnceLock::new(),
            proxied: OnceLock::new(),
        };
        if http.settings.extra_ca_file.is_some() {
            http.tls()?;
        }
        Ok(http)
    }

    /// The client for an address.
    ///
    /// # Errors
    ///
    /// Fails where a secure connection is needed and cannot be made.
    pub(super) fn client(&self, url: &Url) -> Result<&reqwest::Client> {
        let (local, secure) = (is_loopback(url), url.scheme() == "https");
        if local && !secure {
            return Ok(&self.plain);
        }
        let tls = self.tls()?;
        if let (true, Some(why)) = (secure, tls.unavailable()) {
            let message = format!("no secure connection can be made: {why}");
            let advice = "install the operating system's CA certificates, or pass a CA file";
            return Err(Error::new(ErrorKind::Tls, message).with_advice(advice));
        }
        let (cell, reach) = if local {
            (&self.direct, Reach::ThisMachine)
        } else {
            (&self.proxied, Reach::Everywhere)
        };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let client = self.settings.client(tls, reach)?;
        Ok(cell.get_or_init(|| client))
    }

    /// A client to put requests together with.
    pub(super) fn any(&self) -> &reqwest::Client {
        &self.plain
    }

    fn tls(&self) -> Result<&Tls> {
        if let Some(tls) = self.tls.get() {
            return Ok(tls);
        }
        let tls = Tls::load(self.settings.extra_ca_file.as_deref())?;
        Ok(self.tls.get_or_init(|| tls))
    }
}

/// Where a client's connections go.
#[derive(Clone, Copy)]
enum Reach {
    ThisMachine,
    Everywhere,
}

/// Every name is this machine's. A name server that is asked for `x.localhost` may send the token anywhere.
struct Loopback;

impl Resolve for Loopback {
    fn resolve(&self, _: Name) -> Resolving {
        // The port is the address's own; it is filled in later.
        let addresses: [SocketAddr; 2] = [(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()];
        let addresses: Addrs = Box::new(addresses.into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

impl Settings {
    fn client(&self, tls: &Tls, reach: Reach) -> Result<reqwest::Client> {
        // Redirects and retries are ours: theirs know neither our credentials nor what is idempotent.
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // Another crate may switch more features of the library on; what goes over the wire stays the same.
            .http1_only()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .connect_timeout(self.connect)
            .user_agent(&self.user_agent);
        let builder = match (reach, &self.proxy) {
            (Reach::ThisMachine, _) => builder.no_proxy().dns_resolver(Loopback),
            (Reach::Everywhere, ProxyChoice::Environment) => builder,
            (Reach::Everywhere, ProxyChoice::None) => builder.no_proxy(),
            (Reach::Everywhere, ProxyChoice::This(url)) => {
                let proxy = reqwest::Proxy::all(url.as_ref().clone()).map_err(unusable)?;
                builder.no_proxy().proxy(proxy)
            }
        };
        tls.apply(builder).build().map_err(unusable)
    }
}

fn unusable(error: reqwest::Error) -> Error {
    Error::new(ErrorKind::InvalidRequest, "the HTTP client cannot be set up")
        .with_advice("check the user agent, the proxy address and the certificates")
        .with_source(Because::of(&error.without_url()))
}
