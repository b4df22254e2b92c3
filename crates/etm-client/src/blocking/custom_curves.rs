//! Custom curves.

use std::path::Path;

use aurora_core::download::DownloadReport;
use aurora_core::table::Table;

use super::EtmClient;
use crate::custom_curves::{Curve, CustomCurvesOptions};
use crate::types::CustomCurve;

group! {
    /// The custom curves of a session.
    CustomCurves { session_id: i64 }
}

impl EtmClient {
    /// The custom curves of a session.
    #[must_use]
    pub fn custom_curves(&self, session_id: i64) -> CustomCurves<'_> {
        CustomCurves {
            client: self,
            session_id,
        }
    }
}

twins! {
    crate::CustomCurves as CustomCurves, this => this.client.client.custom_curves(this.session_id);
    list(options: &CustomCurvesOptions) -> Vec<CustomCurve>;
    get(key: &str) -> CustomCurve;
    csv(key: &str) -> String;
    values(key: &str) -> Vec<f64>;
    table(key: &str) -> Table;
    download(key: &str, path: impl AsRef<Path>) -> DownloadReport;
    upload(key: &str, curve: &Curve) -> CustomCurve;
    delete(key: &str) -> ();
}
