//! The configuration of the scenario service.

use std::sync::Arc;

use aurora_core::Result;

use crate::graphql::run_once;
use crate::types::{DashConfig, GetDashConfigRequest, GetRegionGroupsRequest, Product};
use crate::{OriginClient, RegionGroups};

/// The configuration of the scenario service; see [`OriginClient::config`].
///
/// It is asked for once per client (clones included) and then kept; many callers at once share one request.
#[derive(Clone, Copy, Debug)]
pub struct Config<'a> {
    pub(crate) client: &'a OriginClient,
}

impl Config<'_> {
    /// All of it: region groups, currencies, sensitivities, products, and what the user is.
    ///
    /// # Errors
    ///
    /// The errors of any request. Nothing is kept then.
    pub async fn dash(&self) -> Result<Arc<DashConfig>> {
        self.client.memory().dash.get_or(|| self.fetch()).await
    }

    /// The products that a project may belong to; none for accounts of customers (unverified).
    ///
    /// # Errors
    ///
    /// As [`dash`](Self::dash).
    pub async fn products(&self) -> Result<Vec<Product>> {
        Ok(self.dash().await?.products.clone())
    }

    /// The region groups, in the service's order. They come with [`dash`](Self::dash) and cost no request of their own.
    ///
    /// # Errors
    ///
    /// As [`dash`](Self::dash).
    pub async fn region_groups(&self) -> Result<RegionGroups> {
        Ok(self.dash().await?.region_groups.clone().unwrap_or_default())
    }

    /// The region groups alone, asked for each time and not kept.
    ///
    /// # Errors
    ///
    /// The errors of any request.
    pub async fn fetch_region_groups(&self) -> Result<RegionGroups> {
        let data = run_once!(self.client, get_region_groups, GetRegionGroupsRequest::default()).await?;
        let config = data.get_config;
        Ok(config.and_then(|config| config.region_groups).unwrap_or_default())
    }

    /// Asks anew, and keeps the answer in place of the old one. When it fails, the old one stays.
    ///
    /// # Errors
    ///
    /// As [`dash`](Self::dash).
    pub async fn refresh(&self) -> Result<Arc<DashConfig>> {
        self.client.memory().dash.refresh(|| self.fetch()).await
    }

    async fn fetch(&self) -> Result<DashConfig> {
        let data = run_once!(self.client, get_dash_config, GetDashConfigRequest::default()).await?;
        Ok(data.get_config.unwrap_or_default())
    }
}
