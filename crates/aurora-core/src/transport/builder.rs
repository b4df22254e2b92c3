//! Configures a transport.

use std::path::PathBuf;
use std::sync::Arc;

use url::Url;

use super::http::{Http, ProxyChoice, Settings};
use super::mounts::{Mounts, is_loopback, shown};
use super::{Credentials, Inner, Transport};
use crate::clock::{Clock, Jitter, RandomJitter, SystemClock};
use crate::limits::Limits;
use crate::operation::Operation;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::{Error, ErrorKind, Result};

/// Configures a [`Transport`].
#[derive(Debug)]
pub struct TransportBuilder {
    service: &'static str,
    operations: &'static [Operation],
    mounts: Vec<(String, Url)>,
    credentials: Credentials,
    limits: Limits,
    retry: RetryPolicy,
    budget: RetryBudget,
    user_agent: String,
    extra_ca_file: Option<PathBuf>,
    allow_insecure_http: bool,
    proxy: ProxyChoice,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
}

impl TransportBuilder {
    pub(super) fn new(service: &'static str, operations: &'static [Operation]) -> Self {
        Self {
            service,
            operations,
            mounts: Vec::new(),
            credentials: Credentials::none(),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
            budget: RetryBudget::default(),
            user_agent: concat!("aurora-energy/", env!("CARGO_PKG_VERSION")).to_owned(),
            extra_ca_file: None,
            allow_insecure_http: false,
            proxy: ProxyChoice::default(),
            clock: Arc::new(SystemClock),
            jitter: Arc::new(RandomJitter),
        }
    }

    /// Serves the specification's paths under `prefix` from a base URL, which takes the prefix's place: with `/v1` →
    /// `https://api.example.com/amun/v1`, the operation `/v1/turbines` goes to
    /// `https://api.example.com/amun/v1/turbines`. The longest prefix wins.
    #[must_use]
    pub fn mount(mut self, prefix: &str, base_url: Url) -> Self {
        self.mounts.push((prefix.to_owned(), base_url));
        self
    }

    /// Sets what proves who is asking. Default: nothing.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Sets the limits of all calls.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets when failed requests are sent again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the bound on how much of the traffic may be retries; hand the same one to several transports to share it.
    #[must_use]
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// Sets the name that the program goes by. Default: `aurora-energy/` and this crate's version.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Trusts the certificate authorities of a PEM file (one or several certificates) beside the operating system's.
    #[must_use]
    pub fn extra_ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.extra_ca_file = Some(path.into());
        self
    }

    /// Lets a token travel over plain http to another machine. Default: `false`; on this machine it may in any case.
    #[must_use]
    pub fn allow_insecure_http(mut self, allow: bool) -> Self {
        self.allow_insecure_http = allow;
        self
    }

    /// Sends everything but loopback traffic through this proxy. Default: the proxy variables of the environment.
    #[must_use]
    pub fn proxy(mut self, url: Url) -> Self {
        self.proxy = ProxyChoice::This(Box::new(url));
        self
    }

    /// Uses no proxy, whatever the environment says.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxyChoice::None;
        self
    }

    /// Sets the clock that all waits go through.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the randomness of the waits.
    #[must_use]
    pub fn jitter(mut self, jitter: Arc<dyn Jitter>) -> Self {
        self.jitter = jitter;
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidRequest`] for a base URL that cannot be used, with [`ErrorKind::Credential`] when a
    /// token would travel over plain http to another machine, and with [`ErrorKind::Tls`] when the CA file cannot be used
    /// or when a base URL is https and this build or this machine cannot make secure connections.
    pub fn build(self) -> Result<Transport> {
        let mut mounts = Mounts::default();
        for (prefix, base) in &self.mounts {
            mounts.add(prefix, base.clone())?;
        }
        if !self.credentials.is_empty() && !self.allow_insecure_http {
            refuse_insecure(&mounts)?;
        }
        let http = Http::build(Settings {
            user_agent: self.user_agent,
            connect: self.limits.connect,
            proxy: self.proxy,
            extra_ca_file: self.extra_ca_file,
        })?;
        mounts.bases().try_for_each(|base| http.client(base).map(drop))?;
        Ok(Transport {
            inner: Arc::new(Inner {
                service: self.service,
                operations: self.operations,
                mounts,
                credential_headers: self.credentials.to_headers()?,
                redactor: self.credentials.redactor(),
                credentials: self.credentials,
                http,
                limits: self.limits,
                retry: self.retry,
                budget: self.budget,
                clock: self.clock,
                jitter: self.jitter,
            }),
        })
    }
}

fn refuse_insecure(mounts: &Mounts) -> Result<()> {
    match mounts
        .bases()
        .find(|base| base.scheme() == "http" && !is_loopback(base))
    {
        None => Ok(()),
        Some(base) => {
            let message = format!("a token would travel to {} without encryption", shown(base));
            let advice = "use https, or allow insecure http if you know the network";
            Err(Error::new(ErrorKind::Credential, message).with_advice(advice))
        }
    }
}
