//! The model years of the scenarios whose sessions were read.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::types::InputsSession;

/// The model years by scenario id.
#[derive(Debug, Default)]
pub(crate) struct Horizons(Mutex<BTreeMap<String, RangeInclusive<i64>>>);

impl Horizons {
    /// Keeps the model years of a scenario, if its session names them.
    pub(super) fn learn(&self, scenario_id: &str, session: &InputsSession) {
        if let (Some(first), Some(last)) = (session.model_min_year, session.model_max_year)
            && first <= last
        {
            self.lock().insert(scenario_id.to_owned(), first..=last);
        }
    }

    /// The model years of a scenario whose session was read before.
    pub(super) fn of(&self, scenario_id: &str) -> Option<RangeInclusive<i64>> {
        self.lock().get(scenario_id).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, RangeInclusive<i64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
