//! Sessions.

use std::collections::BTreeMap;

use aurora_core::page::Page;

use super::{EtmClient, Items};
use crate::sessions::{CopyOptions, Interpolation, Merge, NewSession, SessionBatch, SessionUpdate, SessionUpdated};
use crate::types::{MeritConfig, Scenario, ScenarioDump, ScenarioExportLine, VersionTag};

group! {
    /// Sessions, the scenarios of the engine; see [`EtmClient::sessions`].
    Sessions
}

impl EtmClient {
    /// Sessions: the scenarios of the engine.
    #[must_use]
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions { client: self }
    }
}

twins! {
    crate::sessions::Sessions as Sessions, group => group.client.client.sessions();
    page(number: u64, limit: u32) -> Page<Scenario>;
    count() -> Option<i64>;
    get(session_id: i64) -> Scenario;
    batch(session_ids: &[i64]) -> SessionBatch;
    create(session: &NewSession) -> Scenario;
    copy(session_id: i64, options: &CopyOptions) -> Scenario;
    update(session_id: i64, update: &SessionUpdate) -> SessionUpdated;
    reset(session_id: i64) -> Scenario;
    delete(session_id: i64) -> ();
    merge(merge: &Merge) -> Scenario;
    interpolate(session_id: i64, end_year: i32, start_session_id: Option<i64>) -> Scenario;
    interpolate_many(interpolation: &Interpolation) -> Vec<Scenario>;
    couple(session_id: i64, groups: &[&str]) -> Scenario;
    uncouple(session_id: i64, groups: &[&str]) -> Scenario;
    uncouple_all(session_id: i64) -> SessionUpdated;
    load_dump(dump: &ScenarioDump) -> Scenario;
    merit(session_id: i64, include_curves: bool) -> MeritConfig;
    dashboard(session_id: i64, queries: &[&str]) -> SessionUpdated;
    version_tags(session_ids: &[i64]) -> BTreeMap<i64, VersionTag>;
    version_tag(session_id: i64) -> VersionTag;
    create_version_tag(session_id: i64, description: Option<&str>) -> VersionTag;
    update_version_tag(session_id: i64, description: Option<&str>) -> VersionTag;
}

impl Sessions<'_> {
    /// The sessions that the token's user has a role on, fetched as they are taken; see
    /// [`list`](crate::sessions::Sessions::list) of the async client.
    #[must_use]
    pub fn list(&self) -> Items<Scenario> {
        Items::new(self.client.client.sessions().list(), &self.client.runtime)
    }

    /// The pages of the list; see [`pages`](crate::sessions::Sessions::pages) of the async client.
    #[must_use]
    pub fn pages(&self, limit: u32) -> Items<Page<Scenario>> {
        Items::new(self.client.client.sessions().pages(limit), &self.client.runtime)
    }

    /// Everything about several sessions, one after the other; see [`export`](crate::sessions::Sessions::export) of the async
    /// client.
    #[must_use]
    pub fn export(&self, session_ids: &[i64]) -> Items<ScenarioExportLine> {
        Items::new(self.client.client.sessions().export(session_ids), &self.client.runtime)
    }
}
