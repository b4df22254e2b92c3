//! What one sandbox holds: its settings, its faults, its log of requests, and the services' own state.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::amun::Amun;
use crate::etm::Etm;
use crate::etm::settings::EtmSettings;
use crate::faults::FaultBook;
use crate::origin::Origin;
use crate::origin::options::Options;
use crate::record::{Records, RequestLine};
use crate::weather::Weather;

/// Locks, also after a panic elsewhere: the data are plain values that no half-done step can break.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a sandbox behaves; the defaults are those of [`crate::SandboxBuilder`]. No `Debug`: there are tokens in it.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) token: String,
    pub(crate) forbidden_token: String,
    pub(crate) seed: u64,
    pub(crate) calculation_delay: Duration,
    pub(crate) running_answers: u32,
    pub(crate) out_of_order: bool,
    pub(crate) equal_tokens: bool,
    pub(crate) gateway_timeouts: u32,
    pub(crate) result_lifetime: Duration,
    pub(crate) control: bool,
    /// Who may use Origin besides the owner of `token`.
    pub(crate) tenants: Vec<Tenant>,
    pub(crate) read_only_token: String,
    /// How Origin behaves at first.
    pub(crate) origin: Options,
    pub(crate) etm: EtmSettings,
}

/// A tenant of Origin beside the first one.
#[derive(Clone)]
pub(crate) struct Tenant {
    pub(crate) name: String,
    pub(crate) token: String,
}

pub(crate) type Log = Box<dyn Fn(&RequestLine) + Send + Sync>;

/// Everything that outlives a request.
pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) faults: FaultBook,
    pub(crate) records: Records,
    pub(crate) log: Option<Log>,
    pub(crate) amun: Amun,
    pub(crate) origin: Origin,
    pub(crate) etm: Etm,
}

impl State {
    pub(crate) fn new(settings: Settings, log: Option<Log>, store_url: &str) -> State {
        // One weather for all services: what Amun computes and what a sister service prices must agree.
        let weather = Arc::new(Weather::new(settings.seed));
        State {
            amun: Amun::new(&settings, Arc::clone(&weather)),
            origin: Origin::new(&settings, weather, store_url),
            etm: Etm::new(&settings.etm),
            settings,
            faults: FaultBook::default(),
            records: Records::default(),
            log,
        }
    }
}
