//! Annual exports.

use std::path::Path;

use aurora_core::download::DownloadReport;
use aurora_core::table::Table;

use super::EtmClient;
use crate::Export;

group! {
    /// The annual exports of a session.
    Exports { session_id: i64 }
}

impl EtmClient {
    /// The annual exports of a session.
    #[must_use]
    pub fn exports(&self, session_id: i64) -> Exports<'_> {
        Exports {
            client: self,
            session_id,
        }
    }
}

twins! {
    crate::Exports as Exports, this => this.client.client.exports(this.session_id);
    get(export: Export) -> Table;
    csv(export: Export) -> String;
    download(export: Export, path: impl AsRef<Path>) -> DownloadReport;
}
