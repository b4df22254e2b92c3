//! Orders.

use super::EtmClient;
use crate::sortables::{HeatLevel, Sortable};
use crate::types::{SortableOrder, SortablesMeta, UserSortables};

group! {
    /// The orders of a session.
    Sortables { session_id: i64 }
}

impl EtmClient {
    /// The orders of a session.
    #[must_use]
    pub fn sortables(&self, session_id: i64) -> Sortables<'_> {
        Sortables {
            client: self,
            session_id,
        }
    }
}

twins! {
    crate::Sortables as Sortables, this => this.client.client.sortables(this.session_id);
    list() -> UserSortables;
    get(sortable: impl Into<Sortable>, level: Option<HeatLevel>) -> SortableOrder;
    set(sortable: impl Into<Sortable>, level: Option<HeatLevel>, order: &[impl AsRef<str>]) -> SortableOrder;
    reset(sortable: impl Into<Sortable>, level: Option<HeatLevel>) -> SortableOrder;
    meta() -> SortablesMeta;
    forecast_storage_order() -> SortableOrder;
    set_forecast_storage_order(order: &[impl AsRef<str>]) -> SortableOrder;
    hydrogen_supply_order() -> SortableOrder;
    set_hydrogen_supply_order(order: &[impl AsRef<str>]) -> SortableOrder;
    hydrogen_demand_order() -> SortableOrder;
    set_hydrogen_demand_order(order: &[impl AsRef<str>]) -> SortableOrder;
    households_space_heating_producer_order() -> SortableOrder;
    set_households_space_heating_producer_order(order: &[impl AsRef<str>]) -> SortableOrder;
    heat_network_order(level: Option<HeatLevel>) -> SortableOrder;
    set_heat_network_order(level: Option<HeatLevel>, order: &[impl AsRef<str>]) -> SortableOrder;
}
