//! Existing wind farms.

use aurora_core::Result;
use serde_json::Value;
use uuid::Uuid;

use crate::AmunClient;
use crate::check::invalid;
use crate::types::Windfarm;

/// Existing wind farms; see [`AmunClient::windfarms`].
#[derive(Clone, Copy, Debug)]
pub struct Windfarms<'a> {
    pub(crate) client: &'a AmunClient,
}

impl Windfarms<'_> {
    /// The wind farms that match a text; the empty text lists them.
    ///
    /// Unverified: the shape of the items, which are given as they come, and that the answer is a list.
    ///
    /// # Errors
    ///
    /// The errors of any request; `Decode` when the answer is no list of objects.
    pub async fn search(&self, text: &str) -> Result<Vec<Windfarm>> {
        self.client
            .call(
                "search_windfarms",
                self.client.generated().search_windfarms().search(text).send(),
            )
            .await
    }

    /// One wind farm by its UUID.
    ///
    /// Unverified: the shape of the answer, which is given as it comes.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when `uuid` is none; else the errors of any request.
    pub async fn get(&self, uuid: &str) -> Result<Windfarm> {
        let id: Uuid = uuid.trim().parse().map_err(|_| {
            let message =
                format!("the wind farm id {uuid:?} is no UUID, which looks like 6e64363f-b167-4b01-a72b-3fb331916651");
            invalid(message).with_operation("get_windfarm")
        })?;
        self.client
            .call(
                "get_windfarm",
                self.client.generated().get_windfarm().windfarm_id(id).send(),
            )
            .await
    }
}

impl Windfarm {
    /// A field that holds a text. Unverified: which fields there are.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field).and_then(Value::as_str)
    }

    /// A field that holds a number. Unverified: which fields there are.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<f64> {
        self.get(field).and_then(Value::as_f64)
    }
}
