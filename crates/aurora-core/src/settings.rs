//! What the builder of every client can be told, whatever its service.
//!
//! A client's builder keeps [`ClientSettings`] in a field `settings`, gets the methods for them from
//! [`client_settings!`](crate::client_settings), and hands them to its transport with [`ClientSettings::apply`].

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use aurora_auth::{Places, Token};
use url::Url;

use crate::clock::{Clock, Jitter, SystemClock};
use crate::limits::Limits;
use crate::retry::RetryPolicy;
use crate::transport::{TransportBuilder, shown};

/// A token in whichever form the caller has it.
#[derive(Clone)]
pub struct TokenInput(Input);

#[derive(Clone)]
enum Input {
    Token(Token),
    Text(String),
}

impl TokenInput {
    /// The token, if it was handed over as one: checked, and with the place that it came from.
    #[must_use]
    pub fn as_token(&self) -> Option<&Token> {
        match &self.0 {
            Input::Token(token) => Some(token),
            Input::Text(_) => None,
        }
    }

    /// The text, if it was handed over as such: nothing is known about it yet.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Input::Token(_) => None,
            Input::Text(text) => Some(text),
        }
    }
}

impl From<Token> for TokenInput {
    fn from(token: Token) -> Self {
        Self(Input::Token(token))
    }
}

impl From<&str> for TokenInput {
    fn from(text: &str) -> Self {
        Self(Input::Text(text.to_owned()))
    }
}

impl From<String> for TokenInput {
    fn from(text: String) -> Self {
        Self(Input::Text(text))
    }
}

/// Never the value.
impl fmt::Debug for TokenInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenInput([redacted])")
    }
}

/// The settings that do not depend on the service. What is not set is the default of the [`TransportBuilder`].
#[derive(Default)]
#[non_exhaustive]
pub struct ClientSettings<'a> {
    /// Where token and addresses are looked for; see [`places`](Self::places).
    pub places: Option<Places<'a>>,
    /// Time and size limits.
    pub limits: Option<Limits>,
    /// When failed requests are sent again.
    pub retry: Option<RetryPolicy>,
    /// The name that the program goes by.
    pub user_agent: Option<String>,
    /// A PEM file of further certificate authorities.
    pub extra_ca_file: Option<PathBuf>,
    /// Whether the token may travel over plain http to another machine.
    pub allow_insecure_http: bool,
    /// Whether no proxy is used, whatever the environment says.
    pub no_proxy: bool,
    /// The proxy.
    pub proxy: Option<Url>,
    /// The clock that all waits go through.
    pub clock: Option<Arc<dyn Clock>>,
    /// The randomness of the waits.
    pub jitter: Option<Arc<dyn Jitter>>,
}

/// A proxy's address may hold a user name and a password.
impl fmt::Debug for ClientSettings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSettings")
            .field("places", &self.places)
            .field("limits", &self.limits)
            .field("retry", &self.retry)
            .field("user_agent", &self.user_agent)
            .field("extra_ca_file", &self.extra_ca_file)
            .field("allow_insecure_http", &self.allow_insecure_http)
            .field("no_proxy", &self.no_proxy)
            .field("proxy", &self.proxy.as_ref().map(shown))
            .field("clock", &self.clock)
            .field("jitter", &self.jitter)
            .finish()
    }
}

impl<'a> ClientSettings<'a> {
    /// Where token and addresses are looked for: as set, else the environment and home directory of this process.
    #[must_use]
    pub fn places(&self) -> Places<'a> {
        match &self.places {
            Some(places) => places.clone(),
            None => Places::of_process(),
        }
    }

    /// The clock: as set, else the real one.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        match &self.clock {
            Some(clock) => Arc::clone(clock),
            None => Arc::new(SystemClock),
        }
    }

    /// Hands everything that is set to a transport.
    #[must_use]
    pub fn apply(self, transport: TransportBuilder) -> TransportBuilder {
        let mut transport = transport
            .limits(self.limits.unwrap_or_default())
            .retry(self.retry.unwrap_or_default())
            .allow_insecure_http(self.allow_insecure_http);
        if let Some(user_agent) = self.user_agent {
            transport = transport.user_agent(user_agent);
        }
        if let Some(path) = self.extra_ca_file {
            transport = transport.extra_ca_file(path);
        }
        if let Some(proxy) = self.proxy {
            transport = transport.proxy(proxy);
        }
        if self.no_proxy {
            transport = transport.no_proxy();
        }
        if let Some(clock) = self.clock {
            transport = transport.clock(clock);
        }
        match self.jitter {
            Some(jitter) => transport.jitter(jitter),
            None => transport,
        }
    }
}

/// Gives a client's builder, a type with one lifetime and a field `settings` of [`ClientSettings`](crate::settings::ClientSettings),
/// the `with_…` methods for what does not depend on the service.
///
/// ```
/// use aurora_core::settings::ClientSettings;
///
/// #[derive(Default)]
/// struct MyBuilder<'a> {
///     settings: ClientSettings<'a>,
/// }
/// aurora_core::client_settings!(MyBuilder);
///
/// let builder = MyBuilder::default().with_user_agent("my-program/1.0").without_proxy();
/// assert!(builder.settings.no_proxy);
/// ```
#[macro_export]
macro_rules! client_settings {
    ($builder:ident) => {
        #[allow(unreachable_pub, reason = "the builder itself may be private")]
        impl<'a> $builder<'a> {
            /// Sets where token and addresses are looked for. Default: the environment and home directory of this process.
            pub fn with_places<'b>(self, places: $crate::auth::Places<'b>) -> $builder<'b>
            where
                'a: 'b,
            {
                let mut builder: $builder<'b> = self;
                builder.settings.places = ::core::option::Option::Some(places);
                builder
            }

            /// Sets time and size limits. Default: those of [`Limits`](aurora_core::limits::Limits).
            pub fn with_limits(mut self, limits: $crate::limits::Limits) -> Self {
                self.settings.limits = ::core::option::Option::Some(limits);
                self
            }

            /// Sets when failed requests are sent again. Default: that of `RetryPolicy`.
            pub fn with_retry(mut self, retry: $crate::retry::RetryPolicy) -> Self {
                self.settings.retry = ::core::option::Option::Some(retry);
                self
            }

            /// Sets the name that the program goes by. Default: `aurora-energy/` and the version.
            pub fn with_user_agent(mut self, user_agent: impl ::core::convert::Into<::std::string::String>) -> Self {
                self.settings.user_agent = ::core::option::Option::Some(user_agent.into());
                self
            }

            /// Trusts the certificate authorities of a PEM file beside the operating system's. Default: none.
            pub fn with_extra_ca_file(mut self, path: impl ::core::convert::Into<::std::path::PathBuf>) -> Self {
                self.settings.extra_ca_file = ::core::option::Option::Some(path.into());
                self
            }

            /// Lets the token travel over plain http to another machine. Default: `false`; on this machine it may in any case.
            pub fn with_allow_insecure_http(mut self, allow: bool) -> Self {
                self.settings.allow_insecure_http = allow;
                self
            }

            /// Sends everything but loopback traffic through this proxy. Default: the proxy variables of the environment.
            pub fn with_proxy(mut self, proxy: $crate::Url) -> Self {
                self.settings.proxy = ::core::option::Option::Some(proxy);
                self
            }

            /// Uses no proxy, whatever the environment says.
            pub fn without_proxy(mut self) -> Self {
                self.settings.no_proxy = true;
                self
            }

            /// Sets the clock that all waits go through. Default: the real one.
            pub fn with_clock(mut self, clock: ::std::sync::Arc<dyn $crate::clock::Clock>) -> Self {
                self.settings.clock = ::core::option::Option::Some(clock);
                self
            }

            /// Sets the randomness of the waits. Default: real randomness.
            pub fn with_jitter(mut self, jitter: ::std::sync::Arc<dyn $crate::clock::Jitter>) -> Self {
                self.settings.jitter = ::core::option::Option::Some(jitter);
                self
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use aurora_auth::MapEnv;

    use super::*;
    use crate::clock::{FixedJitter, ManualClock};
    use crate::transport::Transport;

    #[derive(Debug, Default)]
    struct Builder<'a> {
        settings: ClientSettings<'a>,
    }

    client_settings!(Builder);

    #[test]
    fn a_token_shows_no_value_in_either_form() {
        let text = TokenInput::from("canary-token");
        let token = TokenInput::from(Token::new("canary-token").unwrap());
        assert_eq!(text.as_text(), Some("canary-token"));
        assert!(text.as_token().is_none() && token.as_text().is_none());
        assert_eq!(token.as_token().map(Token::expose), Some("canary-token"));
        assert!(!format!("{text:?} {token:?}").contains("canary"));
    }

    #[test]
    fn a_proxy_shows_neither_user_nor_password() {
        let proxy: Url = "http://canary:password@proxy.test:3128".parse().unwrap();
        let builder = Builder::default().with_proxy(proxy);
        let transport = builder.settings.apply(Transport::builder("test", &[]));
        let builder = Builder::default().with_proxy("http://canary:password@proxy.test:3128".parse().unwrap());
        for shown in [format!("{builder:?}"), format!("{transport:?}")] {
            assert!(shown.contains("http://proxy.test:3128"), "{shown}");
            assert!(!shown.contains("canary") && !shown.contains("password"), "{shown}");
        }
    }

    #[test]
    fn every_setting_reaches_the_transport() {
        let env = MapEnv::from([("NAME", "value")]);
        let places = Places {
            env: &env,
            home: None,
            working_directory: None,
        };
        let clock = Arc::new(ManualClock::default());
        let builder = Builder::default()
            .with_places(places)
            .with_limits(Limits::default().with_max_redirects(1))
            .with_retry(RetryPolicy::default().with_max_attempts(2))
            .with_user_agent("test/1")
            .with_extra_ca_file("ca.pem")
            .with_allow_insecure_http(true)
            .with_proxy("http://127.0.0.1:1".parse().unwrap())
            .without_proxy()
            .with_clock(Arc::<ManualClock>::clone(&clock))
            .with_jitter(Arc::new(FixedJitter(0.5)));
        assert_eq!(builder.settings.places().env.var("NAME"), Some("value".into()));
        let shown = format!("{:?}", builder.settings.apply(Transport::builder("test", &[])));
        for part in [
            "max_redirects: 1",
            "max_attempts: 2",
            "test/1",
            "ca.pem",
            "FixedJitter(0.5)",
            "ManualClock",
        ] {
            assert!(shown.contains(part), "{part} is missing: {shown}");
        }
        assert!(shown.contains("allow_insecure_http: true"), "{shown}");
    }
}
