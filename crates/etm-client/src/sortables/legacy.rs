//! The older addresses of the orders. They do the same as [`Sortables::get`] and [`Sortables::set`].

use aurora_core::Result;

use super::{HeatLevel, Sortables};
use crate::types::SortableOrder;

macro_rules! older {
    ($($get:ident, $set:ident: $read:literal, $write:literal, $name:literal;)*) => {
        impl Sortables<'_> {
            $(
                #[doc = concat!("The order `", $name, "` by its older address, as it is used.")]
                ///
                /// # Errors
                ///
                /// As [`get`](Self::get).
                pub async fn $get(&self) -> Result<SortableOrder> {
                    self.client.send(self.of_session($read)?).await?.json()
                }

                #[doc = concat!("Stores the order `", $name, "` by its older address, and gives it as it is used. An empty ",
                    "list goes back to the default.")]
                ///
                /// # Errors
                ///
                /// As [`set`](Self::set).
                pub async fn $set(&self, order: &[impl AsRef<str>]) -> Result<SortableOrder> {
                    self.store($write, self.of_session($write)?, order).await
                }
            )*
        }
    };
}

older! {
    forecast_storage_order, set_forecast_storage_order:
        "get_forecast_storage_order", "update_forecast_storage_order", "forecast_storage";
    hydrogen_supply_order, set_hydrogen_supply_order:
        "get_hydrogen_supply_order", "update_hydrogen_supply_order", "hydrogen_supply";
    hydrogen_demand_order, set_hydrogen_demand_order:
        "get_hydrogen_demand_order", "update_hydrogen_demand_order", "hydrogen_demand";
    households_space_heating_producer_order, set_households_space_heating_producer_order:
        "get_households_space_heating_producer_order", "update_households_space_heating_producer_order", "space_heating";
}

impl Sortables<'_> {
    /// The order of a heat network by its older address, as it is used. Without a level it is that of medium temperature.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn heat_network_order(&self, level: Option<HeatLevel>) -> Result<SortableOrder> {
        let mut request = self.of_session("get_heat_network_order")?;
        if let Some(level) = level {
            request = request.query("subtype", level.as_str());
        }
        self.client.send(request).await?.json()
    }

    /// Stores the order of a heat network by its older address, and gives it as it is used. An empty list goes back to the
    /// default.
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set).
    pub async fn set_heat_network_order(
        &self,
        level: Option<HeatLevel>,
        order: &[impl AsRef<str>],
    ) -> Result<SortableOrder> {
        const SET: &str = "update_heat_network_order";
        let mut request = self.of_session(SET)?;
        if let Some(level) = level {
            request = request.query("subtype", level.as_str());
        }
        self.store(SET, request, order).await
    }
}
