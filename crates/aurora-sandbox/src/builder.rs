//! Everything about a sandbox that can be set before it starts.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::etm::settings::{EtmDialect, EtmQuirks, EtmSettings, EtmUser, ExtraToken};
use crate::origin::options::Options;
use crate::record::RequestLine;
use crate::sandbox::{Error, Running, Sandbox};
use crate::server::{self, Site};
use crate::state::{Log, Settings, State, Tenant};

/// How a sandbox starts and behaves.
#[must_use = "a builder does nothing until it is started"]
pub struct SandboxBuilder {
    port: u16,
    object_store_port: u16,
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
            tenants: vec![Tenant {
                name: "second-tenant".to_owned(),
                token: "sandbox-second-tenant-token".to_owned(),
            }],
            read_only_token: "sandbox-read-only-token".to_owned(),
            origin: Options::default(),
            etm: EtmSettings::default(),
        };
        SandboxBuilder {
            port: 0,
            object_store_port: 0,
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

    /// Port of the object store on 127.0.0.1. Default: 0, any free one.
    pub fn object_store_port(mut self, port: u16) -> SandboxBuilder {
        self.object_store_port = port;
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

    /// The token that Origin lets read and not change anything: its mutations get 403. Default: `sandbox-read-only-token`.
    pub fn read_only_token(mut self, token: impl Into<String>) -> SandboxBuilder {
        self.settings.read_only_token = token.into();
        self
    }

    /// Another tenant of Origin: its projects and scenarios are its own. Default: one, `second-tenant`, whose token is
    /// `sandbox-second-tenant-token`; this adds to it.
    pub fn tenant(mut self, name: impl Into<String>, token: impl Into<String>) -> SandboxBuilder {
        self.settings.tenants.push(Tenant {
            name: name.into(),
            token: token.into(),
        });
        self
    }

    /// How many times the inputs of each scenario answer `DataNotReady` before they are there. Default: 0.
    pub fn data_not_ready(mut self, answers: u32) -> SandboxBuilder {
        self.settings.origin.data_not_ready = answers;
        self
    }

    /// How many times the location of each output file answers 425 before it is given, to requests with
    /// `checkstatus=true`. Default: 0.
    pub fn too_early(mut self, answers: u32) -> SandboxBuilder {
        self.settings.origin.too_early = answers;
        self
    }

    /// How many reads by id find a launched scenario `Queued` and then `Running`, before it is `Complete`. Default: 1 and 1.
    pub fn run_steps(mut self, queued: u32, running: u32) -> SandboxBuilder {
        self.settings.origin.queued_reads = queued;
        self.settings.origin.running_reads = running;
        self
    }

    /// Lets runs of scenarios end in `Errored`. Default: off.
    pub fn runs_fail(mut self, on: bool) -> SandboxBuilder {
        self.settings.origin.runs_fail = on;
        self
    }

    /// How many times a workbook is `Requested` after the answer that names its request. Default: 1.
    pub fn workbook_answers(mut self, answers: u32) -> SandboxBuilder {
        self.settings.origin.workbook_answers = answers;
        self
    }

    /// Lets workbooks fail instead of being completed. Default: off.
    pub fn workbook_fails(mut self, on: bool) -> SandboxBuilder {
        self.settings.origin.workbook_fails = on;
        self
    }

    /// How long a link to the object store is good; it answers 403 afterwards. Default: 5 minutes.
    pub fn link_lifetime(mut self, lifetime: Duration) -> SandboxBuilder {
        self.settings.origin.link_lifetime_millis = u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Serves a made-up CSV of this many bytes in place of every output file, rounded up to whole rows of 64 bytes. It is made
    /// while it is sent and never held in memory. Default: none, the real files.
    pub fn synthetic_output(mut self, bytes: u64) -> SandboxBuilder {
        self.settings.origin.synthetic_output_bytes = Some(bytes);
        self
    }

    /// Leaves out what makes the official Python client loop for ever or stop: nulls in place of data, published scenarios
    /// without a date, `DataNotReady` where that client does not repeat. Its token, which it shows to the object store too, is
    /// recorded as leaked there but not refused. Default: off.
    pub fn python_compatible(mut self, on: bool) -> SandboxBuilder {
        self.settings.origin.python_compatible = on;
        self
    }

    /// Reproduces known faults of the service: HTTP 500 for a query of nothing but the names of demand technologies.
    /// Default: off.
    pub fn faithful(mut self, on: bool) -> SandboxBuilder {
        self.settings.origin.faithful = on;
        self
    }

    /// Which generation of the Energy Transition Model's engine the sandbox stands for. Default: [`EtmDialect::Latest`].
    pub fn etm_dialect(mut self, dialect: EtmDialect) -> SandboxBuilder {
        self.settings.etm.dialect = dialect;
        self
    }

    /// Oddities of the Energy Transition Model's services that are left out otherwise. Default: none.
    pub fn etm_quirks(mut self, quirks: EtmQuirks) -> SandboxBuilder {
        self.settings.etm.quirks = quirks;
        self
    }

    /// Another token of a user of the Energy Transition Model, with these scopes: to try a combination that no level of
    /// [`crate::EtmScopes`] has, or a token that looks like a real one. Whatever it says about its own expiry, the sandbox
    /// takes it.
    pub fn etm_token<'a>(
        mut self,
        token: impl Into<String>,
        user: EtmUser,
        scopes: impl IntoIterator<Item = &'a str>,
    ) -> SandboxBuilder {
        self.settings.etm.tokens.push(ExtraToken {
            token: token.into(),
            user,
            scopes: scopes.into_iter().map(str::to_owned).collect(),
        });
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
        let api = listen(self.port).and_then(|bound| bound.in_runtime())?;
        let store = listen(self.object_store_port).and_then(|bound| bound.in_runtime())?;
        let addresses = (api.address, store.address);
        let state = Arc::new(State::new(self.settings, self.log, &url_of(store.address)));
        let task = tokio::spawn(serve(api.listener, store.listener, Arc::clone(&state)));
        Ok(Sandbox::new(state, addresses, Running::Task(task)))
    }

    /// Starts the sandbox on a thread and a runtime of its own: for blocking callers, and for tests whose clock is paused.
    ///
    /// # Errors
    ///
    /// Fails when the thread or the port cannot be opened, or a token cannot be sent as a header.
    pub fn start_in_background(self) -> Result<Sandbox, Error> {
        self.check()?;
        let (api, store) = (listen(self.port)?, listen(self.object_store_port)?);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Thread)?;
        let (api, store) = {
            let _inside = runtime.enter();
            (api.in_runtime()?, store.in_runtime()?)
        };
        let addresses = (api.address, store.address);
        let state = Arc::new(State::new(self.settings, self.log, &url_of(store.address)));
        let (stop, stopped) = oneshot::channel();
        let serve = serve(api.listener, store.listener, Arc::clone(&state));
        let thread = std::thread::Builder::new()
            .name("aurora-sandbox".to_owned())
            .spawn(move || serve_until(runtime, serve, stopped))
            .map_err(Error::Thread)?;
        let running = Running::Thread {
            stop: Some(stop),
            thread: Some(thread),
        };
        Ok(Sandbox::new(state, addresses, running))
    }

    fn check(&self) -> Result<(), Error> {
        let sendable = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let tenants = self
            .settings
            .tenants
            .iter()
            .map(|tenant| ("token of a tenant", &tenant.token));
        let own = [
            ("token", &self.settings.token),
            ("forbidden token", &self.settings.forbidden_token),
            ("read-only token", &self.settings.read_only_token),
        ];
        let etm = self.settings.etm.tokens.iter().map(|extra| ("ETM token", &extra.token));
        for (which, token) in own.into_iter().chain(tenants).chain(etm) {
            if !sendable(token) {
                return Err(Error::Token { which });
            }
        }
        Ok(())
    }
}

/// A port that is open.
struct Bound<L> {
    listener: L,
    address: SocketAddr,
}

fn listen(port: u16) -> Result<Bound<std::net::TcpListener>, Error> {
    let failed = |source| Error::Listen { port, source };
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Bound { listener, address })
}

impl Bound<std::net::TcpListener> {
    /// Hands the port to the runtime that the caller is in.
    fn in_runtime(self) -> Result<Bound<TcpListener>, Error> {
        let address = self.address;
        let listener = TcpListener::from_std(self.listener).map_err(|source| Error::Listen {
            port: address.port(),
            source,
        })?;
        Ok(Bound { listener, address })
    }
}

pub(crate) fn url_of(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// Serves both ports until it is dropped.
async fn serve(api: TcpListener, store: TcpListener, state: Arc<State>) {
    tokio::join!(
        server::accept(api, Arc::clone(&state), Site::Services),
        server::accept(store, state, Site::ObjectStore),
    );
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
