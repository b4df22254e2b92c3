//! Starting, asking and stopping a sandbox.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle as Thread;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::builder::{SandboxBuilder, url_of};
use crate::etm::settings::{EtmScopes, EtmUser, token_of};
use crate::faults::Fault;
use crate::record::RecordedRequest;
use crate::routes::{self, Route};
use crate::state::State;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The port could not be opened.
    #[error("cannot listen on 127.0.0.1:{port}; choose another port, or 0 for a free one")]
    Listen {
        /// The port asked for; 0 stands for any free one.
        port: u16,
        /// What the operating system says.
        #[source]
        source: std::io::Error,
    },
    /// The thread or the runtime of [`SandboxBuilder::start_in_background`] could not be made.
    #[error("cannot start a thread for the sandbox")]
    Thread(#[source] std::io::Error),
    /// A token is empty or holds what a header cannot carry.
    #[error("the {which} must be visible ASCII and not empty")]
    Token {
        /// `token` or `forbidden token`.
        which: &'static str,
    },
}

/// A running sandbox. Dropping it closes the port and every connection.
pub struct Sandbox {
    state: Arc<State>,
    url: String,
    amun: String,
    amun_v2: String,
    origin_scenario: String,
    origin_inputs: String,
    object_store: String,
    etm: String,
    my_etm: String,
    running: Running,
}

pub(crate) enum Running {
    Task(JoinHandle<()>),
    Thread {
        stop: Option<oneshot::Sender<()>>,
        thread: Option<Thread<()>>,
    },
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Starts a sandbox with the defaults of [`SandboxBuilder`] on a free loopback port.
    ///
    /// # Errors
    ///
    /// Fails when no port can be opened.
    pub async fn start() -> Result<Sandbox, Error> {
        Sandbox::builder().start().await
    }

    /// A builder, for everything that is not the default.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// Root of the sandbox, `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Base URL of Amun v1, `http://127.0.0.1:PORT/amun/v1`: the value for `AURORA_API_BASE_URL`.
    pub fn amun_url(&self) -> &str {
        &self.amun
    }

    /// Base URL of Amun v2, `http://127.0.0.1:PORT/amun/v2`.
    pub fn amun_v2_url(&self) -> &str {
        &self.amun_v2
    }

    /// Base URL of Origin's scenario service, `http://127.0.0.1:PORT/scenarioExplr`: the value for
    /// `AURORA_ORIGIN_SCENARIO_API_BASE_URL`.
    pub fn origin_scenario_url(&self) -> &str {
        &self.origin_scenario
    }

    /// Base URL of Origin's inputs service, `http://127.0.0.1:PORT/modelInputs`: the value for
    /// `AURORA_ORIGIN_INPUTS_API_BASE_URL`.
    pub fn origin_inputs_url(&self) -> &str {
        &self.origin_inputs
    }

    /// Root of the object store that Origin's links lead to. It has a port of its own and so another origin than the services:
    /// credentials that reach it were leaked.
    pub fn object_store_url(&self) -> &str {
        &self.object_store
    }

    /// Base URL of the Energy Transition Model's engine, `http://127.0.0.1:PORT/api/v3`: the value for `BASE_URL`.
    pub fn etm_url(&self) -> &str {
        &self.etm
    }

    /// Root of MyETM, `http://127.0.0.1:PORT/my`, below which are `/api/v1` and `/oauth`.
    pub fn my_etm_url(&self) -> &str {
        &self.my_etm
    }

    /// A user's token for the Energy Transition Model, for example `etm_sandbox-ada-delete`: the value for `ETM_API_TOKEN`.
    /// Without one a request is a guest's.
    pub fn etm_token(&self, user: EtmUser, scopes: EtmScopes) -> String {
        token_of(user, scopes)
    }

    /// The token that may do everything.
    pub fn token(&self) -> &str {
        &self.state.settings.token
    }

    /// A token that is known but may do nothing: every call with it gets 403.
    pub fn forbidden_token(&self) -> &str {
        &self.state.settings.forbidden_token
    }

    /// A token that Origin lets read, but not change anything; the same tenant as [`Sandbox::token`].
    pub fn read_only_token(&self) -> &str {
        &self.state.settings.read_only_token
    }

    /// The token of Origin's second tenant, which sees nothing of the first one's.
    pub fn second_tenant_token(&self) -> &str {
        self.state.settings.tenants.first().map_or("", |tenant| &tenant.token)
    }

    /// Lets the next call of an operation fail; see [`Sandbox::fail_times`].
    ///
    /// # Panics
    ///
    /// When no operation has this name: such a fault would never come, and the test would pass for the wrong reason.
    pub fn fail_next(&self, operation: &str, fault: Fault) {
        self.fail_times(operation, 1, fault);
    }

    /// Lets the next `times` calls of an operation fail, after the faults asked for before. `*` stands for every operation; the
    /// name of the service may stand before the operation's, `origin.get_scenario`. It must for those of the Energy Transition
    /// Model that another service has too: `etm.get_scenario`.
    ///
    /// # Panics
    ///
    /// When no operation has this name: such a fault would never come, and the test would pass for the wrong reason.
    pub fn fail_times(&self, operation: &str, times: u32, fault: Fault) {
        let key = if operation == "*" {
            Some("*".to_owned())
        } else {
            routes::named(operation).map(Route::key)
        };
        let Some(key) = key else {
            panic!("the sandbox serves no operation called {operation:?}; see aurora_sandbox::ROUTES");
        };
        self.state.faults.add(&key, times, fault);
    }

    /// Removes the faults that are still to come.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// The requests so far, the last 10,000 at most, in the order in which they arrived. Those to the control interface are
    /// not among them.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.records.all()
    }

    /// How many requests of one operation have arrived so far, those without an answer among them. Names are as for
    /// [`Sandbox::fail_times`].
    pub fn count(&self, operation: &str) -> usize {
        let Some(route) = routes::named(operation) else {
            return 0;
        };
        let wanted = (Some(route.service), Some(route.operation));
        self.requests()
            .iter()
            .filter(|request| (request.service, request.operation) == wanted)
            .count()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.state.records.clear();
    }

    /// Lets every result of a v2 load-factor calculation expire now: its token answers 404 from here on.
    pub fn expire_results(&self) {
        self.state.amun.expire_results();
    }

    /// The requests that brought credentials to the object store; a good client makes none.
    pub fn leaks(&self) -> Vec<RecordedRequest> {
        let mut requests = self.requests();
        requests.retain(|request| request.leaked_credentials);
        requests
    }

    /// Lets every link to the object store expire now: it answers 403 from here on.
    pub fn expire_links(&self) {
        self.state.origin.state.store.expire();
    }

    /// Gives every file of the object store another `ETag`, as if it had been made anew: a part that was downloaded before does
    /// not fit what is served from here on.
    pub fn renew_outputs(&self) {
        self.state.origin.state.store.renew();
    }

    /// Stops the sandbox and waits until its port is closed. Dropping stops it too, without the wait.
    pub async fn shutdown(mut self) {
        match &mut self.running {
            Running::Task(task) => {
                task.abort();
                // The only outcome is the cancellation that was just asked for.
                let _ = task.await;
            }
            Running::Thread { stop, thread } => {
                drop(stop.take());
                if let Some(thread) = thread.take() {
                    // A panic of that thread was printed by it and leaves nothing to stop.
                    let _ = tokio::task::spawn_blocking(move || thread.join()).await;
                }
            }
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        match &mut self.running {
            Running::Task(task) => task.abort(),
            Running::Thread { stop, .. } => drop(stop.take()),
        }
    }
}

impl Sandbox {
    pub(crate) fn new(state: Arc<State>, (api, store): (SocketAddr, SocketAddr), running: Running) -> Sandbox {
        let url = url_of(api);
        Sandbox {
            amun: format!("{url}/amun/v1"),
            amun_v2: format!("{url}/amun/v2"),
            origin_scenario: format!("{url}/scenarioExplr"),
            origin_inputs: format!("{url}/modelInputs"),
            object_store: url_of(store),
            etm: format!("{url}/api/v3"),
            my_etm: format!("{url}/my"),
            url,
            state,
            running,
        }
    }
}
