//! Valuations, their uploads and their results.

mod outputs;
mod parameters;
mod uploads;
mod wind;

use aurora_core::Result;
use serde::Serialize;

pub use outputs::{OutputsDocument, OutputsOptions};
pub use wind::ValuationWind;

use crate::check::invalid;
use crate::types::{
    Acknowledgement, CalibratedGenerationUpload, RawGenerationUpload, Valuation, ValuationOutputs, ValuationParameters,
    WindUpload,
};
use crate::{AmunClient, answers};

/// Valuations, their uploads and their results; see [`AmunClient::valuations`].
///
/// A valuation is created, gets data of one's own if its wind is uploaded, runs when its results are first asked for, and
/// may be deleted:
///
/// | wind | [`ValuationWind`] | turbine, number | hub height | upload |
/// |---|---|---|---|---|
/// | a dataset, or calibrated by a number | the variant of that name | yes | yes | none |
/// | uploaded wind | `UploadedLater` | yes | yes | [`upload_wind`](Self::upload_wind) |
/// | uploaded generation | `UploadedLater` | no | yes | [`upload_raw_generation`](Self::upload_raw_generation) |
/// | uploaded calibrated generation | `Era5` | no | no | [`upload_calibrated_generation`](Self::upload_calibrated_generation) |
#[derive(Clone, Copy, Debug)]
pub struct Valuations<'a> {
    pub(crate) client: &'a AmunClient,
}

impl Valuations<'_> {
    /// All valuations, or those that match a text in name, description or author. The operators of MySQL's full-text search
    /// work in it.
    ///
    /// Unverified: which fields besides `id` and `name` the items have; what comes is kept.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn list(&self, search: Option<&str>) -> Result<Vec<Valuation>> {
        let mut request = self.client.generated().list_valuations();
        if let Some(text) = search {
            request = request.search_text(text);
        }
        self.client.call("list_valuations", request.send()).await
    }

    /// Creates a valuation without running it. It appears in the web application at once.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a value is out of range, fields of several wind types are mixed, or one
    /// that the kind needs is missing; with `OutcomeUnknown` when the valuation may have been created but no answer came: it is not sent again.
    pub async fn create(&self, parameters: &ValuationParameters) -> Result<Valuation> {
        let operation = "create_valuation";
        parameters.validate().map_err(|error| error.with_operation(operation))?;
        if let Some(id) = parameters.id {
            let message = format!("id is {id}, but a new valuation gets its id from the service");
            return Err(invalid(message)
                .with_operation(operation)
                .with_advice("leave it out, or update that valuation"));
        }
        let call = self.client.generated().create_valuation().body(parameters.to_be_sent());
        self.client.call(operation, call.send()).await
    }

    /// Replaces all parameters of a valuation; the `id` in them is set to `valuation_id`.
    ///
    /// Unverified: the whole operation. The vendor's package intends it but cannot send it; path, method and answer were never
    /// seen to work. The answer is given as it comes.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending, as [`create`](Self::create) does, and when the parameters hold the id
    /// of another valuation; else the errors of any request.
    pub async fn update(&self, valuation_id: i64, parameters: &ValuationParameters) -> Result<Acknowledgement> {
        let operation = "update_valuation";
        parameters.validate().map_err(|error| error.with_operation(operation))?;
        if let Some(other) = parameters.id.filter(|id| *id != valuation_id) {
            let message = format!("id is {other}, but valuation {valuation_id} is to be updated");
            return Err(invalid(message).with_operation(operation));
        }
        let mut sent = parameters.to_be_sent();
        sent.id = Some(valuation_id);
        self.send(operation, valuation_id, &sent).await
    }

    /// Deletes a valuation. Any successful status means that it is gone.
    ///
    /// # Errors
    ///
    /// The errors of any request; `NotFound` presumably for an unknown id (unverified).
    pub async fn delete(&self, valuation_id: i64) -> Result<()> {
        let request = self.client.request("delete_valuation")?;
        // The body is not read: whatever it holds, the status has said it all.
        request
            .path_param("valuation_id", valuation_id)
            .send()
            .await
            .map(|_answer| ())
    }

    /// Copies a valuation. The answer's `id` is that of the copy.
    ///
    /// # Errors
    ///
    /// The errors of any request; `OutcomeUnknown` when the copy may have been made but no answer came.
    pub async fn copy(&self, valuation_id: i64) -> Result<Valuation> {
        let call = self.client.generated().copy_valuation().valuation_id(valuation_id);
        let call = call.body(serde_json::Map::new());
        self.client.call("copy_valuation", call.send()).await
    }

    /// Runs a valuation if need be, and gives its results.
    ///
    /// The first request starts the calculation; while it runs, the gateway answers 504, and the request is sent again: at
    /// first at once, then every 10 s, up to 20 times within 30 minutes. A `Retry-After` replaces the wait. All of that is
    /// changed by `options`. Other failures are repeated as the client's retry policy says.
    ///
    /// Production is in GWh, prices in scenario currency per MWh, revenue in millions of it (inferred from the arithmetic of a
    /// recorded answer). The hourly series is there only if the options ask for it.
    ///
    /// # Errors
    ///
    /// Fails with `Timeout` when the calculation is not done in time, with the last status and body; else the errors of any
    /// request.
    pub async fn outputs(&self, valuation_id: i64, options: OutputsOptions) -> Result<ValuationOutputs> {
        outputs::fetch(self.client, valuation_id, "json", options).await?.json()
    }

    /// The results as an Excel workbook, in the same rhythm as [`outputs`](Self::outputs).
    ///
    /// Unverified: content type and body; the vendor's package cannot read the answer. A workbook is recognised by its first
    /// bytes, JSON is given as JSON, and anything else is an error rather than a broken file.
    ///
    /// # Errors
    ///
    /// Fails with `Decode` when the answer is neither a workbook nor JSON; else as [`outputs`](Self::outputs).
    pub async fn outputs_xlsx(&self, valuation_id: i64, options: OutputsOptions) -> Result<OutputsDocument> {
        let answer = outputs::fetch(self.client, valuation_id, "xlsx", options).await?;
        OutputsDocument::of(&answer)
    }

    /// Uploads measured generation (MW) for calibration, to a valuation without wind type and turbine.
    ///
    /// Small negative values and values slightly above the capacity occur in real data and are sent as they are. The service
    /// compares the series with reanalysis wind at the place and rejects a large mismatch; unverified: whether here or with
    /// the results. The answer is given as it comes.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the series is shorter than a year or not finite, or the capacity is
    /// not above 0; else the errors of any request.
    pub async fn upload_raw_generation(
        &self,
        valuation_id: i64,
        upload: &RawGenerationUpload,
    ) -> Result<Acknowledgement> {
        let operation = "upload_raw_generation";
        upload.validate().map_err(|error| error.with_operation(operation))?;
        self.send(operation, valuation_id, upload).await
    }

    /// Uploads calibrated hourly generation (MW), to a valuation with wind type `era5` and without turbine and hub height.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a series is shorter than a year or not finite, the calibrated one is
    /// longer than a year, or the capacity is not above 0; else the errors of any request.
    pub async fn upload_calibrated_generation(
        &self,
        valuation_id: i64,
        upload: &CalibratedGenerationUpload,
    ) -> Result<Acknowledgement> {
        let operation = "upload_calibrated_generation";
        upload.validate().map_err(|error| error.with_operation(operation))?;
        self.send(operation, valuation_id, upload).await
    }

    /// Uploads wind speeds (m/s) at one or two heights, to a valuation without wind type but with turbine and hub height.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a series is shorter than a year or not finite, when a height is not
    /// above 0, or when the second is not above the first or has another number of speeds; else the errors of any request.
    pub async fn upload_wind(&self, valuation_id: i64, upload: &WindUpload) -> Result<Acknowledgement> {
        let operation = "upload_wind";
        upload.validate().map_err(|error| error.with_operation(operation))?;
        self.send(operation, valuation_id, upload).await
    }

    /// Sends a body to an operation whose answer may be anything.
    async fn send(&self, operation: &str, valuation_id: i64, body: &impl Serialize) -> Result<Acknowledgement> {
        let body = serde_json::to_value(body).map_err(|error| unsendable(operation, &error))?;
        let request = self.client.request(operation)?.path_param("valuation_id", valuation_id);
        let answer = request.json(&body).send().await?;
        Ok(answers::acknowledgement(&answer))
    }
}

fn unsendable(operation: &str, error: &serde_json::Error) -> aurora_core::Error {
    invalid(format!("the body cannot be written as JSON: {error}")).with_operation(operation.to_owned())
}
