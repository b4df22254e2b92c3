//! Orders in which the model uses technologies: which storage first, which producer of heat first.
//!
//! ```no_run
//! use etm_client::EtmClient;
//! use etm_client::sortables::{HeatLevel, Sortable};
//!
//! # async fn run(etm: EtmClient) -> etm_client::Result<()> {
//! let sortables = etm.sortables(2685426);
//! let first = ["energy_heat_burner_lt_hydrogen"];
//! let order = sortables.set(Sortable::HeatNetwork, Some(HeatLevel::Low), &first).await?;
//! println!("{:?}", order.order);
//! # Ok(())
//! # }
//! ```
//!
//! What is stored may be a part of the order; what is used is always whole: stored items that (still) exist, then those
//! that are missing, in the default order. [`get`](Sortables::get) and [`set`](Sortables::set) give the order that is
//! used, [`list`](Sortables::list) what is stored.

mod kind;
mod legacy;

use aurora_core::raw::RawRequest;
use aurora_core::{Error, ErrorKind, Result};
use serde_json::json;

pub use kind::{HeatLevel, Sortable};

use crate::EtmClient;
use crate::types::{SortableOrder, SortablesMeta, UserSortables};

const LIST: &str = "list_user_sortables";
const GET: &str = "get_user_sortable";
const SET: &str = "update_user_sortable";
const META: &str = "get_user_sortables_meta";

/// The orders of a session; see [`EtmClient::sortables`] and [`sortables`](crate::sortables).
#[derive(Clone, Copy, Debug)]
pub struct Sortables<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) session_id: i64,
}

impl EtmClient {
    /// The orders of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn sortables(&self, session_id: i64) -> Sortables<'_> {
        Sortables {
            client: self,
            session_id,
        }
    }
}

impl Sortables<'_> {
    /// All orders as they are stored: the default where nothing is, nothing after a reset, and else possibly a part. The
    /// first engine `2025-01` may not have this.
    ///
    /// # Errors
    ///
    /// The errors of any request; `NotFound` when there is no such session.
    pub async fn list(&self) -> Result<UserSortables> {
        self.client.send(self.of_session(LIST)?).await?.json()
    }

    /// An order as it is used, first the item that goes first. `level` is for heat networks only; without one they are
    /// those of medium temperature.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when another order is asked for with a level (the engine breaks on that);
    /// with `NotFound` when there is no such session or order; else the errors of any request.
    pub async fn get(&self, sortable: impl Into<Sortable>, level: Option<HeatLevel>) -> Result<SortableOrder> {
        let request = self.of_kind(GET, &sortable.into(), level)?;
        self.client.send(request).await?.json()
    }

    /// Stores an order, and gives it as it is used: what the list leaves out follows in the default order. An empty list
    /// is a [`reset`](Self::reset).
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get); with `InvalidRequest` before sending when an item stands in the list twice, and from the
    /// engine (status 422) when there is no such item; nothing is stored then.
    pub async fn set(
        &self,
        sortable: impl Into<Sortable>,
        level: Option<HeatLevel>,
        order: &[impl AsRef<str>],
    ) -> Result<SortableOrder> {
        let request = self.of_kind(SET, &sortable.into(), level)?;
        self.store(SET, request, order).await
    }

    /// Goes back to the default order, and gives it.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get), and with `Forbidden` when the session may not be changed.
    pub async fn reset(&self, sortable: impl Into<Sortable>, level: Option<HeatLevel>) -> Result<SortableOrder> {
        self.set(sortable, level, &[""; 0]).await
    }

    /// The orders that there are. No engine gives it to anybody (403, or 404 for private sessions), so it is refused before
    /// sending unless [`CallOptions::with_forced`](crate::CallOptions::with_forced) says otherwise.
    ///
    /// # Errors
    ///
    /// As said.
    pub async fn meta(&self) -> Result<SortablesMeta> {
        self.client.send(self.of_session(META)?).await?.json()
    }

    fn of_session(&self, operation: &'static str) -> Result<RawRequest> {
        let request = self.client.request(operation)?;
        Ok(request.path_param("scenario_id", self.session_id))
    }

    fn of_kind(&self, operation: &'static str, sortable: &Sortable, level: Option<HeatLevel>) -> Result<RawRequest> {
        let request = self
            .of_session(operation)?
            .path_param("sortable_type", sortable.as_str());
        match (sortable, level) {
            (_, None) => Ok(request),
            (Sortable::HeatNetwork | Sortable::Other(_), Some(level)) => Ok(request.query("subtype", level.as_str())),
            (other, Some(level)) => {
                let message = format!("the order {other} has no level {level}; only heat networks have levels");
                Err(Error::new(ErrorKind::InvalidRequest, message).with_operation(operation))
            }
        }
    }

    async fn store(
        &self,
        operation: &'static str,
        request: RawRequest,
        order: &[impl AsRef<str>],
    ) -> Result<SortableOrder> {
        let order: Vec<&str> = order.iter().map(AsRef::as_ref).collect();
        check_order(&order).map_err(|error| error.with_operation(operation))?;
        self.client.send(request.json(&json!({ "order": order }))).await?.json()
    }
}

/// Refuses what the engine refuses whatever the order; which items there are it says itself.
fn check_order(order: &[&str]) -> Result<()> {
    for (at, item) in order.iter().enumerate() {
        let problem = if item.trim().is_empty() {
            format!("item {} of the order is empty", at + 1)
        } else if order[..at].contains(item) {
            format!("the order has {item:?} more than once")
        } else {
            continue;
        };
        return Err(Error::new(ErrorKind::InvalidRequest, problem));
    }
    Ok(())
}
