//! What each operation of the ETM puts on the wire, written from the service's contract, not from the client.

/// A call of the client, with or without a look at what it gives.
macro_rules! ask {
    (|$etm:ident| $call:expr) => {
        |$etm| Box::pin(async move { $call.await.map(drop) })
    };
    (|$etm:ident| $call:expr, |$got:ident| $check:expr) => {
        |$etm| {
            Box::pin(async move {
                let $got = $call.await?;
                $check;
                Ok(())
            })
        }
    };
}

mod collections;
mod curves;
mod exports;
mod inputs;
mod my_saved;
mod myetm;
mod orders;
mod saved;
mod sessions;
mod users;
mod various;

use serde_json::{Value, json};

use crate::etm_wire::EtmRow;

/// One row per operation of `specs/etm.yaml`.
#[must_use]
pub fn rows() -> Vec<EtmRow> {
    [
        sessions::session_rows(),
        sessions::combining_rows(),
        sessions::tag_rows(),
        inputs::input_rows(),
        various::various_rows(),
        curves::curve_rows(),
        exports::export_rows(),
        orders::order_rows(),
        users::user_rows(),
        saved::saved_rows(),
        collections::collection_rows(),
        my_saved::my_saved_rows(),
        myetm::my_etm_rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A session as the engine shows it, with what an engine of tomorrow may add.
pub(crate) fn session(id: i64) -> Value {
    json!({
        "id": id,
        "area_code": "nl2019",
        "start_year": 2019,
        "end_year": 2050,
        "url": format!("https://engine.energytransitionmodel.com/api/v3/scenarios/{id}"),
        "source": null,
        "template": null,
        "scaling": null,
        "private": false,
        "keep_compatible": false,
        "created_at": "2026-04-21T18:57:03.000Z",
        "updated_at": "2026-04-21T18:57:03.000Z",
        "user_values": {"costs_co2": 120},
        "balanced_values": {},
        "metadata": {},
        "active_couplings": [],
        "inactive_couplings": ["external_model_industry"],
        "a field of tomorrow": {},
    })
}

/// A saved scenario of one version of the model.
fn saved(id: i64) -> Value {
    json!({"id": id, "scenario_id": 7, "scenario_id_history": [], "title": "Mine", "version": "latest", "private": false,
        "discarded": false, "area_code": "nl2019", "end_year": 2050, "saved_scenario_users": []})
}

/// A collection of two saved scenarios.
fn collection(id: i64) -> Value {
    json!({"id": id, "title": "Both", "version": "latest", "saved_scenario_ids": [3, 4], "scenario_ids": [],
        "interpolation": false, "discarded": false, "owner": {"id": "1", "name": "Ada"}})
}
