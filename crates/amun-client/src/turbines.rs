//! Turbine models.

mod workbook;

use aurora_core::Result;
use aurora_core::raw::Part;

pub use workbook::TurbineWorkbook;

use crate::lookup::{self, Entry};
use crate::types::{Acknowledgement, PowerCurvePoint, Turbine};
use crate::{AmunClient, answers};

/// Turbine models; see [`AmunClient::turbines`].
#[derive(Clone, Copy, Debug)]
pub struct Turbines<'a> {
    pub(crate) client: &'a AmunClient,
}

impl Turbines<'_> {
    /// All turbine models that the account may use, public and custom ones, in one answer (947 in the vendor's docs).
    ///
    /// Rated capacity is in MW, lengths in m, wind speeds in m/s. Hub heights may be missing (recorded).
    ///
    /// # Errors
    ///
    /// The errors of any request: no connection, no permission, no time.
    pub async fn list(&self) -> Result<Vec<Turbine>> {
        self.client
            .call("list_turbines", self.client.generated().list_turbines().send())
            .await
    }

    /// The one turbine model of exactly this name, upper and lower case and spaces included.
    ///
    /// Fetches the whole list each time; for several lookups, fetch it once and use [`find_by_name`].
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is none, naming near matches, and with `Ambiguous` when there are several, naming
    /// their ids; otherwise as [`list`](Self::list).
    pub async fn find_by_name(&self, name: &str) -> Result<Turbine> {
        let turbines = self.list().await?;
        find_by_name(&turbines, name).cloned()
    }

    /// The power curve of a turbine model, in order of wind speed: m/s against kW (not MW).
    ///
    /// # Errors
    ///
    /// The errors of any request; `NotFound` presumably for an unknown id (unverified).
    pub async fn power_curve(&self, turbine_id: i64) -> Result<Vec<PowerCurvePoint>> {
        let request = self.client.generated().get_turbine_power_curve().turbine_id(turbine_id);
        self.client.call("get_turbine_power_curve", request.send()).await
    }

    /// Adds a custom turbine. It is in the list afterwards, with the type `custom`.
    ///
    /// Unverified: success status, answer and validation errors. The answer is given as it comes, whatever it is. The
    /// request is not repeated when its outcome is unknown: that could add the turbine twice.
    ///
    /// # Errors
    ///
    /// The errors of any request; `OutcomeUnknown` when the request may have arrived but no answer came.
    pub async fn upload(&self, workbook: &TurbineWorkbook) -> Result<Acknowledgement> {
        // The service wants the file under the field name `name`, and no content type of its own (measured).
        let part = Part::new("name", workbook.bytes().clone()).with_file_name(workbook.file_name());
        let answer = self.client.request("upload_turbine")?.multipart([part]).send().await?;
        Ok(answers::acknowledgement(&answer))
    }
}

/// The one turbine model of exactly this name in a list that was fetched before.
///
/// # Errors
///
/// Fails with `NotFound` when there is none, naming near matches, and with `Ambiguous` when there are several, naming their
/// ids.
pub fn find_by_name<'t>(turbines: &'t [Turbine], name: &str) -> Result<&'t Turbine> {
    let entry = |turbine: &'t Turbine| Entry {
        name: &turbine.name,
        id: turbine.id,
        retired: false,
    };
    lookup::exactly_one("turbine", turbines, name, entry).map_err(|error| error.with_operation("list_turbines"))
}
