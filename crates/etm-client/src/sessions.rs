//! Sessions: the scenarios of the engine, on which inputs are set and queries run.

mod batch;
mod combine;
mod couplings;
mod dumps;
mod new;
mod unusable;
mod update;
mod versions;

use aurora_core::page::{Page, items, pages};
use aurora_core::{Error, ErrorKind, Result};
use futures_util::Stream;
use serde_json::{Value, json};

pub use batch::SessionBatch;
pub use combine::{Interpolation, Merge};
pub use new::{CopyOptions, NewSession, Scale};
pub use update::{SessionUpdate, SessionUpdated};
pub(crate) use update::{UPDATE, put};

use crate::types::{MeritConfig, PaginatedScenarios, Scenario};
use crate::{EtmClient, check};

/// The most that one page of a list may have.
const LARGEST_PAGE: u32 = 100;

const LIST: &str = "list_scenarios";
const CREATE: &str = "create_scenario";

/// Sessions, the scenarios of the engine; see [`EtmClient::sessions`].
///
/// A session's id belongs to one engine. What MyETM calls a saved scenario points to one of them.
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a> {
    pub(crate) client: &'a EtmClient,
}

impl Sessions<'_> {
    /// The sessions that the token's user has a role on, the newest first, fetched as they are taken, a hundred at a time.
    ///
    /// Sessions of others and those that nobody owns are never in it; private ones only with the scope `scenarios:read`.
    ///
    /// # Errors
    ///
    /// The stream ends after the first error: `Forbidden` without a token, else those of any request.
    pub fn list(&self) -> impl Stream<Item = Result<Scenario>> + Send + use<> {
        let client = self.client.clone();
        items(1, move |number: u64| {
            let client = client.clone();
            async move { client.sessions().page(number, LARGEST_PAGE).await }
        })
    }

    /// As [`list`](Self::list), page by page, with `limit` (1 to 100) on each.
    ///
    /// # Errors
    ///
    /// As [`page`](Self::page).
    pub fn pages(&self, limit: u32) -> impl Stream<Item = Result<Page<Scenario>>> + Send + use<> {
        let client = self.client.clone();
        pages(1, move |number: u64| {
            let client = client.clone();
            async move { client.sessions().page(number, limit).await }
        })
    }

    /// One page of the list: the first is 1, with at most `limit` sessions. A page past the end is empty.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the page is 0 or the limit not from 1 to 100 (the engine would take
    /// another one in silence); else as [`list`](Self::list).
    pub async fn page(&self, number: u64, limit: u32) -> Result<Page<Scenario>> {
        let page = self.fetch(number, limit).await?;
        let next = has_more(&page, number).then_some(number + 1);
        // Where there is nothing, the list may be null; but an answer without anything of a list is something else.
        let is_empty = match &page.meta {
            Some(meta) => meta.count.is_none_or(|count| count == 0),
            None => page.links.is_some(),
        };
        match page.data {
            Some(sessions) => Ok(Page::new(sessions, next)),
            None if is_empty => Ok(Page::new(Vec::new(), next)),
            None => Err(Error::new(ErrorKind::Decode, "the answer is no list of sessions").with_operation(LIST)),
        }
    }

    /// How many sessions the list has. `None` when the engine does not say.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn count(&self) -> Result<Option<i64>> {
        Ok(self.fetch(1, 1).await?.meta.and_then(|meta| meta.total))
    }

    async fn fetch(&self, number: u64, limit: u32) -> Result<PaginatedScenarios> {
        let refuse = |message: String| Err(check::invalid(message).with_operation(LIST));
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return refuse(format!("the limit is {limit}, but has to be from 1 to {LARGEST_PAGE}"));
        }
        let Some(position) = i64::try_from(number).ok().filter(|number| *number > 0) else {
            return refuse(format!("the page is {number}, but pages are counted from 1"));
        };
        let request = self.client.generated().list_scenarios();
        let request = request.page(position).limit(i64::from(limit));
        self.client.call(LIST, request.send()).await
    }

    /// One session.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none of that id, or when it is private and not the caller's to read; else the
    /// errors of any request.
    pub async fn get(&self, session_id: i64) -> Result<Scenario> {
        let request = self.client.generated().get_scenario().scenario_id(session_id);
        self.client.call("get_scenario", request.send()).await
    }

    /// Makes a session. With a token its user becomes the owner; a guest's session is public and anybody's to change.
    ///
    /// # Errors
    ///
    /// Fails before sending as [`NewSession::validate`]; with `InvalidRequest` when the engine refuses the area, the end
    /// year or an input; with `NotFound` when the token lacks the scope `scenarios:write`; else the errors of any request.
    pub async fn create(&self, session: &NewSession) -> Result<Scenario> {
        session.validate().map_err(|error| error.with_operation(CREATE))?;
        self.post(session.to_body()).await
    }

    /// Makes a copy of a session: with its values, couplings, orders, curves and files, its area and end year. Source, metadata, users
    /// and version tag are not copied.
    ///
    /// The copy keeps the other one as its template, whose values it goes back to on a reset; to cut that link, see
    /// [`SessionUpdate::without_template`].
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when there is no such session or it may not be read; else as [`create`](Self::create).
    pub async fn copy(&self, session_id: i64, options: &CopyOptions) -> Result<Scenario> {
        let body = options.to_body(session_id);
        self.post(body.map_err(|error| error.with_operation(CREATE))?).await
    }

    async fn post(&self, body: Value) -> Result<Scenario> {
        self.client.send(self.client.request(CREATE)?.json(&body)).await?.json()
    }

    /// Deletes a session for good.
    ///
    /// # Errors
    ///
    /// Fails with `Forbidden` or `NotFound` when the caller is not its owner or the token lacks the scope `scenarios:delete`;
    /// a session that nobody owns cannot be deleted. Else the errors of any request.
    pub async fn delete(&self, session_id: i64) -> Result<()> {
        let request = self.client.generated().delete_scenario().scenario_id(session_id);
        self.client.call("delete_scenario", request.send()).await.map(drop)
    }

    /// Takes all set inputs back: to what the template has, else to the defaults of the area. Metadata, couplings, curves and
    /// orders stay.
    ///
    /// The engine lets whoever may read a session do this to it.
    ///
    /// # Errors
    ///
    /// As [`update`](Self::update).
    pub async fn reset(&self, session_id: i64) -> Result<Scenario> {
        let update = SessionUpdate::new().with_reset(true);
        Ok(self.update(session_id, &update).await?.scenario)
    }

    /// The merit order of the future year: its participants with costs and capacities, and with `include_curves` the hourly
    /// curves (8760 values) that they refer to by name.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn merit(&self, session_id: i64, include_curves: bool) -> Result<MeritConfig> {
        let request = self.client.generated().get_scenario_merit().scenario_id(session_id);
        let request = request.include_curves(include_curves);
        self.client.call("get_scenario_merit", request.send()).await
    }
}

/// Whether a list goes on after this page: by its link, else by its count of pages. An empty page may stand in the middle.
fn has_more(page: &PaginatedScenarios, number: u64) -> bool {
    let total = page.meta.as_ref().and_then(|meta| meta.total_pages);
    let total = total.and_then(|total| u64::try_from(total).ok());
    let is_linked = page.links.as_ref().is_some_and(|links| links.next.is_some());
    match total {
        Some(total) => number < total,
        None => is_linked,
    }
}

/// A body with one root.
fn rooted(root: &str, members: Value) -> Value {
    json!({ root: members })
}
