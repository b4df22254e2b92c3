//! The parts of a session, and what depends on what.

use aurora_core::table::Table;

use super::{Couplings, Orders, Session};
use crate::objects::parts::{Part, Shelf};
use crate::types::{CustomCurve, ScenarioUser};
use crate::{Export, HourlyCurve, InputSet};

#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) inputs: Part<InputSet>,
    pub(super) orders: Part<Orders>,
    pub(super) custom_curves: Part<Vec<CustomCurve>>,
    pub(super) curve_values: Shelf<String, Vec<f64>>,
    pub(super) hourly: Shelf<HourlyCurve, Table>,
    pub(super) exports: Shelf<Export, Table>,
    pub(super) couplings: Part<Couplings>,
    pub(super) users: Part<Vec<ScenarioUser>>,
}

/// Called before a change is sent: what is on its way may arrive whatever becomes of the answer.
impl Session {
    pub(super) fn inputs_change(&mut self) {
        self.parts.inputs.forget();
        // Values of coupled inputs switch their groups on; the answer says so.
        self.parts.couplings.forget();
        // Profiles are read back scaled to the full load hours that inputs set.
        self.parts.curve_values.forget();
        self.results_change();
    }

    /// A curve sets inputs, and takes their values back when it goes.
    pub(super) fn curves_change(&mut self) {
        self.parts.custom_curves.forget();
        self.record_is_old = true;
        self.inputs_change();
    }

    pub(super) fn orders_change(&mut self) {
        self.parts.orders.forget();
        self.results_change();
    }

    /// A coupling switches inputs on and off.
    pub(super) fn couplings_change(&mut self) {
        self.record_is_old = true;
        self.inputs_change();
    }

    pub(in crate::objects) fn users_change(&mut self) {
        self.parts.users.forget();
    }

    fn results_change(&mut self) {
        self.forget_outputs();
        self.queries.forget_results();
    }
}
