//! Everything about a sandbox that can be set before it starts.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::record::RequestLine;
use crate::sandbox::{Error, Running, Sandbox};
use crate::server;
use crate::state::{Log, Settings, State};

/// How a sandbox starts and behaves.
#[must_use = "a builder does nothing until it is started"]
pub struct SandboxBuilder {
    port: u16,
    settings: Settings,
    log: Option<Log>,
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder")
            .field("port", &self.port)
            .field("seed", &self.settings.seed)
            .finish_non_exhaustive()
    }
}

impl Default for SandboxBuilder {
    fn default() -> SandboxBuilder {
        let settings = Settings {
            token: "sandbox-token".to_owned(),
            forbidden_token: "sandbox-forbidden-token".to_owned(),
            seed: 1,
            calculation_delay: Duration::ZERO,
            running_answers: 0,
            out_of_order: false,
            equal_tokens: false,
            gateway_timeouts: 0,
            result_lifetime: Duration::from_secs(24 * 60 * 60),
            control: true,
        };
        SandboxBuilder {
            port: 0,
            settings,
            log: None,
        }
    }
}

impl SandboxBuilder {
    /// Port on 127.0.0.1. Default: 0, any free one.
    pub fn port(mut self, port: u16) -> SandboxBuilder {
        self.port = port;
        self
    }

    /// Seed of weather and prices: another seed is another world. Default: 1.
    pub fn seed(mut self, seed: u64) -> SandboxBuilder {
        self.settings.seed = seed;
        self
    }

    /// How long a load-factor calculation takes: v1 answers that much later, v2 stays `Running`. Default: none, only the
    /// time that computing needs.
    pub fn calculation_delay(mut self, delay: Duration) -> SandboxBuilder {
        self.settings.calculation_delay = delay;
        self
    }

    /// How many times a v2 token answers `Running` before anything else, per token. Default: 0.
    pub fn running_answers(mut self, answers: u32) -> SandboxBuilder {
        self.settings.running_answers = answers;
        self
    }

    /// Lets the first, third, fifth … v2 submission answer `Running` twice more than the others, so that a batch
    /// does not finish in the order of submission. Default: off.
    pub fn out_of_order(mut self, on: bool) -> SandboxBuilder {
        self.settings.out_of_order = on;
        self
    }

    /// Gives equal v2 submissions one token, instead of one each. Default: off.
    pub fn equal_tokens(mut self, on: bool) -> SandboxBuilder {
        self.settings.equal_tokens = on;
        self
    }

    /// How many times the outputs of a valuation answer 504 before they are there, per valuation: the first call launches
    /// the calculation. Default: 0.
    pub fn gateway_timeouts(mut self, answers: u32) -> SandboxBuilder {
        self.settings.gateway_timeouts = answers;
        self
    }

    /// How long the result of a v2 calculation is kept; its token answers 404 afterwards. Default: 24 hours.
    pub fn result_lifetime(mut self, lifetime: Duration) -> SandboxBuilder {
        self.settings.result_lifetime = lifetime;
        self
    }

    /// The token that may do everything. Default: `sandbox-token`.
    pub fn token(mut self, token: impl Into<String>) -> SandboxBuilder {
        self.settings.token = token.into();
        self
    }

    /// The token that gets 403. Default: `sandbox-forbidden-token`.
    pub fn forbidden_token(mut self, token: impl Into<String>) -> SandboxBuilder {
        self.settings.forbidden_token = token.into();
        self
    }

    /// Whether the control interface is served below `/_sandbox/`. Default: yes; the sandbox listens on loopback only and
    /// holds nothing secret.
    pub fn control(mut self, on: bool) -> SandboxBuilder {
        self.settings.control = on;
        self
    }

    /// Called once per request, before its answer leaves. It runs on the thread that serves, so it should be quick.
    pub fn log(mut self, log: impl Fn(&RequestLine) + Send + Sync + 'static) -> SandboxBuilder {
        self.log = Some(Box::new(log));
        self
    }

    /// Starts the sandbox on the runtime of the caller.
    ///
    /// # Errors
    ///
    /// Fails when the port cannot be opened or a token cannot be sent as a header.
    pub async fn start(self) -> Result<Sandbox, Error> {
        self.check()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))
            .await
            .map_err(|source| Error::Listen {
                port: self.port,
                source,
            })?;
        let address = listener.local_addr().map_err(|source| Error::Listen {
            port: self.port,
            source,
        })?;
        let state = Arc::new(State::new(self.settings, self.log));
        let task = tokio::spawn(server::accept(listener, Arc::clone(&state)));
        Ok(Sandbox::new(state, address, Running::Task(task)))
    }

    /// Starts the sandbox on a thread and a runtime of its own: for blocking callers, and for tests whose clock is paused.
    ///
    /// # Errors
    ///
    /// Fails when the thread or the port cannot be opened, or a token cannot be sent as a header.
    pub fn start_in_background(self) -> Result<Sandbox, Error> {
        self.check()?;
        let listen = |source| Error::Listen {
            port: self.port,
            source,
        };
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).map_err(listen)?;
        listener.set_nonblocking(true).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Thread)?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener).map_err(listen)?
        };
        let state = Arc::new(State::new(self.settings, self.log));
        let (stop, stopped) = oneshot::channel();
        let serve = server::accept(listener, Arc::clone(&state));
        let thread = std::thread::Builder::new()
            .name("aurora-sandbox".to_owned())
            .spawn(move || serve_until(runtime, serve, stopped))
            .map_err(Error::Thread)?;
        let running = Running::Thread {
            stop: Some(stop),
            thread: Some(thread),
        };
        Ok(Sandbox::new(state, address, running))
    }

    fn check(&self) -> Result<(), Error> {
        let sendable = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        for (which, token) in [
            ("token", &self.settings.token),
            ("forbidden token", &self.settings.forbidden_token),
        ] {
            if !sendable(token) {
                return Err(Error::Token { which });
            }
        }
        Ok(())
    }
}

/// Serves until the sender is dropped; it is never used, so that dropping it is the signal.
fn serve_until(runtime: Runtime, serve: impl Future<Output = ()>, stopped: oneshot::Receiver<()>) {
    runtime.block_on(async {
        tokio::select! {
            () = serve => {}
            _ = stopped => {}
        }
    });
    // Computing that is still under way has nobody waiting for it.
    runtime.shutdown_background();
}
