//! The groups of methods.

use super::AmunClient;
use super::jobs::{BatchItems, Job};
use crate::batch::{BatchBuilder, BatchReport};
use crate::types::{
    Acknowledgement, CalibratedGenerationUpload, LoadFactorResult, PowerCurvePoint, RawGenerationUpload, RegionDetail,
    Scenario, Turbine, Valuation, ValuationOutputs, ValuationParameters, WindAtlasResult, WindSeries,
    WindSeriesDataset, WindUpload, Windfarm,
};
use crate::{AtlasArea, JobStatus, LoadFactorRequest, OutputsDocument, OutputsOptions, Result, TurbineWorkbook};

/// Writes a group whose methods wait for those of the async group.
macro_rules! twin {
    ($(#[$doc:meta])* $group:ident of $accessor:ident {
        $($method:ident($($argument:ident: $type:ty),*) -> $result:ty;)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $group<'a> {
            pub(super) client: &'a AmunClient,
        }

        impl $group<'_> {
            $(
                #[doc = concat!("As [`", stringify!($method), "`](crate::", stringify!($group), "::",
                    stringify!($method), ") of the async client.")]
                ///
                /// # Errors
                ///
                /// As there; `InvalidRequest` inside an async runtime.
                pub fn $method(&self, $($argument: $type),*) -> Result<$result> {
                    let client = &self.client.client;
                    self.client.runtime.wait(client.$accessor().$method($($argument),*))?
                }
            )*
        }
    };
}

twin! {
    /// Turbine models.
    Turbines of turbines {
        list() -> Vec<Turbine>;
        find_by_name(name: &str) -> Turbine;
        power_curve(turbine_id: i64) -> Vec<PowerCurvePoint>;
        upload(workbook: &TurbineWorkbook) -> Acknowledgement;
    }
}

twin! {
    /// Market regions.
    Regions of regions {
        details(latitude: f64, longitude: f64) -> Vec<RegionDetail>;
    }
}

twin! {
    /// Market scenarios.
    Scenarios of scenarios {
        list(region: &str) -> Vec<Scenario>;
        find_by_name(region: &str, name: &str) -> Scenario;
    }
}

twin! {
    /// Valuations, their uploads and their results.
    Valuations of valuations {
        list(search: Option<&str>) -> Vec<Valuation>;
        create(parameters: &ValuationParameters) -> Valuation;
        update(valuation_id: i64, parameters: &ValuationParameters) -> Acknowledgement;
        delete(valuation_id: i64) -> ();
        copy(valuation_id: i64) -> Valuation;
        outputs(valuation_id: i64, options: OutputsOptions) -> ValuationOutputs;
        outputs_xlsx(valuation_id: i64, options: OutputsOptions) -> OutputsDocument;
        upload_raw_generation(valuation_id: i64, upload: &RawGenerationUpload) -> Acknowledgement;
        upload_calibrated_generation(valuation_id: i64, upload: &CalibratedGenerationUpload) -> Acknowledgement;
        upload_wind(valuation_id: i64, upload: &WindUpload) -> Acknowledgement;
    }
}

twin! {
    /// Wind series and the wind atlas.
    Wind of wind {
        series(latitude: f64, longitude: f64, year: i32, dataset: WindSeriesDataset) -> WindSeries;
        atlas_average_speed(region_code: &str, latitude: f64, longitude: f64, area: AtlasArea) -> WindAtlasResult;
    }
}

twin! {
    /// Existing wind farms.
    Windfarms of windfarms {
        search(text: &str) -> Vec<Windfarm>;
        get(uuid: &str) -> Windfarm;
    }
}

twin! {
    /// Load factor calculations, one or many.
    LoadFactors of load_factors {
        run(request: &LoadFactorRequest) -> LoadFactorResult;
        status(token: &str) -> JobStatus;
    }
}

impl LoadFactors<'_> {
    /// Submits a calculation as a job; see [`submit`](crate::LoadFactors::submit) of the async client.
    ///
    /// # Errors
    ///
    /// As there; `InvalidRequest` inside an async runtime.
    pub fn submit(&self, request: &LoadFactorRequest) -> Result<Job> {
        let poller = self
            .client
            .runtime
            .wait(self.client.client.load_factors().submit(request))??;
        Ok(Job::new(poller, self.client.runtime.clone()))
    }

    /// The job of an earlier submission. Nothing is asked before it is waited for.
    pub fn job(&self, token: impl Into<String>) -> Job {
        Job::new(
            self.client.client.load_factors().job(token),
            self.client.runtime.clone(),
        )
    }

    /// A batch in the making, to be run by [`run_batch`](Self::run_batch) or [`batch_items`](Self::batch_items).
    pub fn batch(&self, requests: impl IntoIterator<Item = LoadFactorRequest>) -> BatchBuilder {
        self.client.client.load_factors().batch(requests)
    }

    /// Runs a batch to its end; outcomes are in the order of the requests.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` inside an async runtime. Whatever fails in the batch is the outcome of its items.
    pub fn run_batch(&self, batch: BatchBuilder) -> Result<BatchReport> {
        self.client.runtime.wait(batch.run())
    }

    /// Runs a batch as its items are read: each outcome as soon as it is known. Dropping it ends the batch.
    #[must_use]
    pub fn batch_items(&self, batch: BatchBuilder) -> BatchItems {
        BatchItems::new(batch, self.client.runtime.clone())
    }
}
