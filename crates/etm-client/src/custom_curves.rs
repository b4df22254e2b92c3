//! Custom curves: prices, profiles, availabilities and temperatures of one's own in place of those of the model.
//!
//! ```no_run
//! use etm_client::EtmClient;
//! use etm_client::custom_curves::Curve;
//!
//! # async fn run(etm: EtmClient) -> etm_client::Result<()> {
//! let curves = etm.custom_curves(2685426);
//! let wind = Curve::from_file("wind.csv")?;
//! let attached = curves.upload("weather/wind_offshore_baseline", &wind).await?;
//! println!("{:?} with {:?}", attached.name, attached.stats);
//! # Ok(())
//! # }
//! ```
//!
//! Keys are those of the engine's version (`2025-01` has 114, engines since have 122); some have slashes. What an engine
//! has is listed with [`CustomCurvesOptions::with_unattached`].
//!
//! # What the engine makes of the values
//!
//! Prices and temperatures are stored as they are. Availabilities are clamped to 0 to 1. Profiles are scaled so that they
//! sum to 1/3600, and capacity profiles are clamped and then scaled; those set the full load hours of the inputs in
//! `overrides`, and are read back scaled to them. So what is downloaded may differ from what was uploaded.

mod curve;

use std::path::Path;

use aurora_core::download::DownloadReport;
use aurora_core::raw::RawRequest;
use aurora_core::table::{Column, Table};
use aurora_core::{Error, ErrorKind, Result};

pub use curve::{Curve, CurveSource};

use crate::EtmClient;
use crate::csv_file::{Format, Start, ToDisk, to_memory};
use crate::types::CustomCurve;

const LIST: &str = "list_custom_curves";
const GET: &str = "get_custom_curve";
const DOWNLOAD: &str = "download_custom_curve";
const UPLOAD: &str = "upload_custom_curve";
const DELETE: &str = "delete_custom_curve";

const FORMAT: Format = Format {
    what: "a custom curve",
    start: Start::Number,
};

/// The custom curves of a session; see [`EtmClient::custom_curves`] and [`custom_curves`](crate::custom_curves).
#[derive(Clone, Copy, Debug)]
pub struct CustomCurves<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) session_id: i64,
}

/// Which custom curves are listed. Default: those that are attached and not internal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomCurvesOptions {
    /// Also list the keys to which nothing is attached. Default: `false`.
    pub include_unattached: bool,
    /// Also list the keys that the engine keeps for itself, which can be set all the same. Default: `false`.
    pub include_internal: bool,
}

impl CustomCurvesOptions {
    /// Also lists the keys to which nothing is attached.
    #[must_use]
    pub fn with_unattached(mut self, include: bool) -> Self {
        self.include_unattached = include;
        self
    }

    /// Also lists the keys that the engine keeps for itself.
    #[must_use]
    pub fn with_internal(mut self, include: bool) -> Self {
        self.include_internal = include;
        self
    }
}

impl EtmClient {
    /// The custom curves of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn custom_curves(&self, session_id: i64) -> CustomCurves<'_> {
        CustomCurves {
            client: self,
            session_id,
        }
    }
}

impl CustomCurves<'_> {
    /// The custom curves, without their values, in the engine's order.
    ///
    /// # Errors
    ///
    /// The errors of any request; `NotFound` when there is no such session.
    pub async fn list(&self, options: &CustomCurvesOptions) -> Result<Vec<CustomCurve>> {
        let mut request = self.client.request(LIST)?.path_param("scenario_id", self.session_id);
        if options.include_unattached {
            request = request.query("include_unattached", true);
        }
        if options.include_internal {
            request = request.query("include_internal", true);
        }
        self.client.send(request).await?.json()
    }

    /// What is attached under a key, without its values.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the key cannot be one, and when the engine has no such key (status 422); with
    /// `NotFound` when nothing is attached, or when there is no such session; else the errors of any request.
    pub async fn get(&self, key: &str) -> Result<CustomCurve> {
        self.client.send(self.request(GET, key)?).await?.json()
    }

    /// The values as the engine writes them: 8760 lines with a number each, without a header.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get), and with `Decode` when what comes is no curve.
    pub async fn csv(&self, key: &str) -> Result<String> {
        to_memory(self.client, self.request(DOWNLOAD, key)?, FORMAT).await
    }

    /// The values, one for each hour from 1 January 00:00 on. Units depend on the type: EUR/MWh for prices, °C for
    /// temperatures, shares for the others.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv); and with `Decode`, naming the line, when there are not 8760 numbers.
    pub async fn values(&self, key: &str) -> Result<Vec<f64>> {
        let text = self.csv(key).await?;
        let curve = Curve::from_csv(&text).map_err(|error| error.with_kind(ErrorKind::Decode).with_operation(DOWNLOAD));
        Ok(curve?.into_values())
    }

    /// The values as a table with one column of the key's name. It has no hours: which year they belong to is a matter of the
    /// session.
    ///
    /// # Errors
    ///
    /// As [`values`](Self::values).
    pub async fn table(&self, key: &str) -> Result<Table> {
        Table::new().with_column(Column::numbers(key, self.values(key).await?))
    }

    /// Streams the values to disk. The file takes its name only when it is whole; what is at the path stays until then.
    ///
    /// # Errors
    ///
    /// As [`csv`](Self::csv), and those of [`Download::run`](aurora_core::download::Download::run).
    pub async fn download(&self, key: &str, path: impl AsRef<Path>) -> Result<DownloadReport> {
        let to_disk = ToDisk {
            client: self.client,
            name: format!("custom curve {key} of session {}", self.session_id),
            format: FORMAT,
            whole: Some(curve::check_file),
        };
        to_disk.run(path.as_ref(), || self.request(DOWNLOAD, key)).await
    }

    /// Attaches a curve under a key, in place of what is attached there. The answer has the values as they are stored
    /// (`series`), but not from the engine `2025-01`.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the key cannot be one, and when the engine does not take the curve or the key (status
    /// 422, its reasons in [`Error::messages`]); with `Forbidden` or `NotFound` when the session may not be changed; else the
    /// errors of any request.
    pub async fn upload(&self, key: &str, curve: &Curve) -> Result<CustomCurve> {
        let request = self.request(UPLOAD, key)?.multipart(curve.parts(key));
        self.client.send(request).await?.json()
    }

    /// Detaches a curve, and gives back their own values to the inputs that it had set.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get), and with `Forbidden` when the session may not be changed.
    pub async fn delete(&self, key: &str) -> Result<()> {
        self.client.send(self.request(DELETE, key)?).await.map(drop)
    }

    fn request(&self, operation: &'static str, key: &str) -> Result<RawRequest> {
        check_key(key).map_err(|error| error.with_operation(operation))?;
        let request = self.client.request(operation)?;
        Ok(request
            .path_param("scenario_id", self.session_id)
            .path_param("curve_key", key))
    }
}

/// Refuses what the engine would take for something else. Which keys there are it says itself.
fn check_key(key: &str) -> Result<()> {
    let problem = if key.trim().is_empty() {
        "is empty"
    } else if key.contains('%') {
        "has a percent sign; write slashes as they are"
    } else if key.ends_with(".csv") || key.ends_with(".json") {
        "ends like a file, which the engine takes for a format; leave the ending out"
    } else {
        return Ok(());
    };
    Err(Error::new(
        ErrorKind::InvalidRequest,
        format!("the key of the custom curve {problem}"),
    ))
}
