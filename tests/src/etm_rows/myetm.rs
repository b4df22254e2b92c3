//! Collections directly at MyETM, featured scenarios and versions.

use etm_client::{CollectionUpdate, NewCollection};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use super::collection;
use crate::etm_wire::{EtmRow, Reply};

pub(super) fn my_etm_rows() -> Vec<EtmRow> {
    let mut rows = collections();
    rows.extend(catalogue());
    rows
}

fn collections() -> Vec<EtmRow> {
    let (all, one) = ("/api/v1/collections", "/api/v1/collections/6");
    vec![
        EtmRow::my_etm(
            "myetm_list_collections",
            "GET",
            all,
            ask!(
                |etm| etm.myetm().collections().list().try_collect::<Vec<_>>(),
                |all| assert_eq!(all[0].owner.as_ref().and_then(|owner| owner.id), Some(1))
            ),
        )
        .answer(json!({"collections": [collection(6)]})),
        EtmRow::my_etm(
            "myetm_create_collection",
            "POST",
            all,
            ask!(|etm| etm
                .myetm()
                .collections()
                .create(&NewCollection::interpolated_sessions("Path", [7, 8], "nl2019", 2050).with_version("latest"))),
        )
        .json(
            json!({"collection": {"title": "Path", "scenario_ids": [7, 8], "interpolation": true, "area_code": "nl2019",
            "end_year": 2050, "version": "latest"}}),
        )
        .answer(collection(6)),
        EtmRow::my_etm(
            "myetm_get_collection",
            "GET",
            one,
            ask!(|etm| etm.myetm().collections().get(6)),
        )
        .answer(collection(6)),
        EtmRow::my_etm(
            "myetm_update_collection",
            "PUT",
            one,
            ask!(|etm| etm
                .myetm()
                .collections()
                .update(6, &CollectionUpdate::new().with_title("New"))),
        )
        .json(json!({"collection": {"title": "New"}}))
        .answer(collection(6)),
        EtmRow::my_etm(
            "myetm_delete_collection",
            "DELETE",
            one,
            ask!(|etm| etm.myetm().collections().delete(6)),
        )
        .accepts("*/*")
        .reply(Reply::Empty(204)),
    ]
}

fn featured() -> Value {
    json!({"id": 2, "saved_scenario_id": 5, "scenario_id": 7, "version": "latest", "title_en": "A", "a field of tomorrow": 1})
}

fn catalogue() -> Vec<EtmRow> {
    let at = "/api/v1/featured_scenarios";
    vec![
        EtmRow::my_etm(
            "myetm_list_featured_scenarios",
            "GET",
            at,
            ask!(|etm| etm.myetm().featured(Some("latest")), |all| assert_eq!(
                all.len(),
                1
            )),
        )
        .query(&[("version", "latest")])
        .answer(json!({"featured_scenarios": [featured()]})),
        EtmRow::my_etm(
            "myetm_get_featured_scenario",
            "GET",
            "/api/v1/featured_scenarios/2",
            ask!(|etm| etm.myetm().featured_scenario(2)),
        )
        .answer(featured()),
        EtmRow::my_etm(
            "myetm_list_featured_scenario_sessions",
            "GET",
            "/api/v1/featured_scenarios/scenarios",
            ask!(|etm| etm.myetm().featured_sessions(None), |all| assert_eq!(
                all[0].id,
                Some(7)
            )),
        )
        .answer(json!([{"id": 7, "title": "A"}])),
        EtmRow::my_etm(
            "myetm_list_versions",
            "GET",
            "/api/v1/versions",
            ask!(|etm| etm.myetm().versions(Some("latest")), |all| assert_eq!(
                all[0].tag.as_deref(),
                Some("latest")
            )),
        )
        .query(&[("tag", "latest")])
        .answer(json!({"versions": [{"tag": "latest", "default": true, "a field of tomorrow": {}}]})),
    ]
}
