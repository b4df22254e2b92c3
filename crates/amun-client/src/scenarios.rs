//! Market scenarios.

use aurora_core::Result;

use crate::lookup::{self, Entry};
use crate::types::Scenario;
use crate::{AmunClient, check};

/// Market scenarios; see [`AmunClient::scenarios`].
#[derive(Clone, Copy, Debug)]
pub struct Scenarios<'a> {
    pub(crate) client: &'a AmunClient,
}

impl Scenarios<'_> {
    /// All scenarios of a region, live and retired, in one answer. `region` is a lower-case code such as `gbr`; a region that
    /// the account does not subscribe to has none.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the code is empty or not in lower case; else the errors of any
    /// request.
    pub async fn list(&self, region: &str) -> Result<Vec<Scenario>> {
        check::region_code("region", region)?;
        self.client
            .call(
                "list_scenarios",
                self.client.generated().list_scenarios().region(region).send(),
            )
            .await
    }

    /// The one live scenario of exactly this name. Retired ones are never found; a scenario that does not say whether it
    /// is retired counts as live.
    ///
    /// Fetches the whole list each time; for several lookups, fetch it once and use [`find_by_name`].
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none, naming near matches or the retired one of that name, and with `Ambiguous`
    /// when there are several, naming their ids; otherwise as [`list`](Self::list).
    pub async fn find_by_name(&self, region: &str, name: &str) -> Result<Scenario> {
        let scenarios = self.list(region).await?;
        find_by_name(&scenarios, name).cloned()
    }
}

/// The one live scenario of exactly this name in a list that was fetched before.
///
/// # Errors
///
/// Fails with `NotFound` when there is none, naming near matches or the retired one of that name, and with `Ambiguous` when
/// there are several, naming their ids.
pub fn find_by_name<'s>(scenarios: &'s [Scenario], name: &str) -> Result<&'s Scenario> {
    let entry = |scenario: &'s Scenario| Entry {
        name: &scenario.name,
        id: scenario.id,
        retired: scenario.is_retired.unwrap_or(false),
    };
    lookup::exactly_one("scenario", scenarios, name, entry).map_err(|error| error.with_operation("list_scenarios"))
}
