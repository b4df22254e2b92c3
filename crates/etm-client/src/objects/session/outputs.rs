//! The hourly curves and the annual exports of a session.

use std::sync::Arc;

use aurora_core::Result;
use aurora_core::table::Table;

use super::Session;
use crate::objects::bulk::Items;
use crate::{Export, HourlyCurve};

impl Session {
    /// An hourly curve, by any of its names; see [`Curves::get`](crate::Curves::get). Kept.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn hourly(&self, curve: impl Into<HourlyCurve>) -> Result<Arc<Table>> {
        let curve = curve.into();
        let group = self.client().curves(self.id());
        self.parts.hourly.get(&curve, group.get(curve.clone())).await
    }

    /// Several hourly curves, such as those of [`HourlyCurve::all`]. Kept.
    pub async fn hourly_curves(&self, curves: impl IntoIterator<Item = HourlyCurve>) -> Items<Arc<Table>, HourlyCurve> {
        let curves: Vec<HourlyCurve> = curves.into_iter().collect();
        let fetch = |curve: HourlyCurve| async move { self.hourly(curve).await };
        self.context.bulk().each(curves, fetch).await
    }

    /// An annual export; see [`Exports::get`](crate::Exports::get). Kept.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn export(&self, export: Export) -> Result<Arc<Table>> {
        let group = self.client().exports(self.id());
        self.parts.exports.get(&export, group.get(export)).await
    }

    /// Several annual exports. Kept.
    pub async fn exports(&self, exports: impl IntoIterator<Item = Export>) -> Items<Arc<Table>, Export> {
        let exports: Vec<Export> = exports.into_iter().collect();
        let fetch = |export: Export| async move { self.export(export).await };
        self.context.bulk().each(exports, fetch).await
    }

    /// Forgets an hourly curve, so that it is fetched anew.
    pub fn forget_hourly(&mut self, curve: impl Into<HourlyCurve>) {
        self.parts.hourly.forget_one(&curve.into());
    }

    /// Forgets an annual export, so that it is fetched anew.
    pub fn forget_export(&mut self, export: Export) {
        self.parts.exports.forget_one(&export);
    }
}
