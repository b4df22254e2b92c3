//! The coupling groups of a session.

use std::sync::Arc;

use aurora_core::Result;
use serde::Serialize;

use super::Session;
use crate::types::Scenario as Record;

/// The coupling groups of a session: sets of inputs that come from an external model.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Couplings {
    /// Those that are switched on.
    pub active: Vec<String>,
    /// Those that are switched off.
    pub inactive: Vec<String>,
}

impl Couplings {
    fn of(record: &Record) -> Option<Self> {
        let (active, inactive) = (record.active_couplings.as_ref(), record.inactive_couplings.as_ref());
        (active.is_some() || inactive.is_some()).then(|| Self {
            active: active.cloned().unwrap_or_default(),
            inactive: inactive.cloned().unwrap_or_default(),
        })
    }
}

impl Session {
    /// The coupling groups: as the record has them, else asked for. Kept.
    ///
    /// # Errors
    ///
    /// As [`Sessions::get`](crate::Sessions::get).
    pub async fn couplings(&self) -> Result<Arc<Couplings>> {
        let known = if self.record_is_old {
            None
        } else {
            Couplings::of(&self.record)
        };
        let group = self.client().sessions();
        let fetch = async {
            match known {
                Some(couplings) => Ok(couplings),
                None => Ok(Couplings::of(&group.get(self.id()).await?).unwrap_or_default()),
            }
        };
        self.parts.couplings.get(fetch).await
    }

    /// Switches coupling groups on.
    ///
    /// # Errors
    ///
    /// As [`Sessions::couple`](crate::Sessions::couple).
    pub async fn couple(&mut self, groups: &[&str]) -> Result<()> {
        self.couplings_change();
        let record = self.client().sessions().couple(self.id(), groups).await?;
        self.set_record(record);
        Ok(())
    }

    /// Switches coupling groups off. Their inputs keep their values, without effect.
    ///
    /// # Errors
    ///
    /// As [`Sessions::uncouple`](crate::Sessions::uncouple).
    pub async fn uncouple(&mut self, groups: &[&str]) -> Result<()> {
        self.couplings_change();
        let record = self.client().sessions().uncouple(self.id(), groups).await?;
        self.set_record(record);
        Ok(())
    }

    /// Takes the values of all coupled inputs out of the session, for good. The groups that are switched on stay on.
    ///
    /// # Errors
    ///
    /// As [`Sessions::uncouple_all`](crate::Sessions::uncouple_all).
    pub async fn uncouple_all(&mut self) -> Result<()> {
        self.couplings_change();
        let updated = self.client().sessions().uncouple_all(self.id()).await?;
        self.set_record(updated.scenario);
        Ok(())
    }
}
