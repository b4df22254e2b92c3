//! User sortables, and the older addresses of the orders.

use etm_client::{HeatLevel, Sortable};
use serde_json::{Value, json};

use crate::etm_wire::EtmRow;

fn order() -> Value {
    json!({"order": ["a", "b"]})
}

/// Reading and writing one order by its older address, which has a method each.
macro_rules! older {
    ($read:literal, $write:literal, $path:literal, $get:ident, $set:ident) => {
        [
            EtmRow::engine(
                $read,
                "GET",
                concat!("/scenarios/7/", $path),
                ask!(|etm| etm.sortables(7).$get(), |found| assert_eq!(
                    found.order.map(|order| order.len()),
                    Some(2)
                )),
            )
            .answer(order()),
            EtmRow::engine(
                $write,
                "PUT",
                concat!("/scenarios/7/", $path),
                ask!(|etm| etm.sortables(7).$set(&["a", "b"])),
            )
            .json(order())
            .answer(order()),
        ]
    };
}

pub(super) fn order_rows() -> Vec<EtmRow> {
    let mut rows = sortables();
    rows.extend(older!(
        "get_forecast_storage_order",
        "update_forecast_storage_order",
        "forecast_storage_order",
        forecast_storage_order,
        set_forecast_storage_order
    ));
    rows.extend(older!(
        "get_hydrogen_supply_order",
        "update_hydrogen_supply_order",
        "hydrogen_supply_order",
        hydrogen_supply_order,
        set_hydrogen_supply_order
    ));
    rows.extend(older!(
        "get_hydrogen_demand_order",
        "update_hydrogen_demand_order",
        "hydrogen_demand_order",
        hydrogen_demand_order,
        set_hydrogen_demand_order
    ));
    rows.extend(older!(
        "get_households_space_heating_producer_order",
        "update_households_space_heating_producer_order",
        "households_space_heating_producer_order",
        households_space_heating_producer_order,
        set_households_space_heating_producer_order
    ));
    rows.extend(heat());
    rows.extend(flexibility());
    rows
}

fn sortables() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "list_user_sortables",
            "GET",
            "/scenarios/7/user_sortables",
            ask!(|etm| etm.sortables(7).list(), |all| assert_eq!(
                all.hydrogen_supply.as_deref(),
                Some(&["a".to_owned()][..])
            )),
        )
        .answer(
            json!({"forecast_storage": [], "hydrogen_supply": ["a"], "heat_network": {"lt": [], "mt": ["a"], "ht": []},
            "a kind of tomorrow": []}),
        ),
        EtmRow::engine(
            "get_user_sortables_meta",
            "GET",
            "/scenarios/7/user_sortables/meta",
            ask!(|etm| etm.sortables(7).meta()),
        )
        .answer(json!({"types": ["heat_network"], "heat_network_subtypes": ["lt", "mt", "ht"]}))
        .dead(),
        EtmRow::engine(
            "get_user_sortable",
            "GET",
            "/scenarios/7/user_sortables/heat_network",
            ask!(|etm| etm.sortables(7).get(Sortable::HeatNetwork, Some(HeatLevel::Low))),
        )
        .query(&[("subtype", "lt")])
        .answer(order()),
        EtmRow::engine(
            "update_user_sortable",
            "PUT",
            "/scenarios/7/user_sortables/hydrogen_supply",
            ask!(|etm| etm.sortables(7).set(Sortable::HydrogenSupply, None, &["a", "b"])),
        )
        .json(order())
        .answer(order()),
    ]
}

fn heat() -> Vec<EtmRow> {
    let at = "/scenarios/7/heat_network_order";
    vec![
        EtmRow::engine(
            "get_heat_network_order",
            "GET",
            at,
            ask!(|etm| etm.sortables(7).heat_network_order(Some(HeatLevel::High))),
        )
        .query(&[("subtype", "ht")])
        .answer(order()),
        EtmRow::engine(
            "update_heat_network_order",
            "PUT",
            at,
            ask!(|etm| etm.sortables(7).set_heat_network_order(None, &["a", "b"])),
        )
        .json(order())
        .answer(order()),
    ]
}

fn flexibility() -> Vec<EtmRow> {
    let at = "/scenarios/7/flexibility_order";
    vec![
        EtmRow::engine(
            "get_flexibility_order",
            "GET",
            at,
            ask!(|etm| etm
                .request("get_flexibility_order")?
                .path_param("scenario_id", 7)
                .send()),
        )
        .answer(order())
        .dead(),
        EtmRow::engine(
            "update_flexibility_order",
            "PUT",
            at,
            ask!(|etm| etm
                .request("update_flexibility_order")?
                .path_param("scenario_id", 7)
                .json(&order())
                .send()),
        )
        .json(order())
        .answer(order())
        .dead(),
    ]
}
