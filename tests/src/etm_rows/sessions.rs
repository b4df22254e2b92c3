//! Sessions: one, several, combined, tagged.

use etm_client::sessions::{Interpolation, Merge};
use etm_client::{NewSession, SessionUpdate, types};
use futures_util::TryStreamExt as _;
use serde_json::json;

use super::session;
use crate::etm_wire::{EtmRow, Reply};

pub(super) fn session_rows() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "list_scenarios",
            "GET",
            "/scenarios",
            ask!(|etm| etm.sessions().list().try_collect::<Vec<_>>(), |all| assert_eq!(
                all.len(),
                1
            )),
        )
        .query(&[("page", "1"), ("limit", "100")])
        .answer(json!({"data": [session(7)], "meta": {"total": 1, "total_pages": 1, "current_page": 1},
            "links": {"next": null}})),
        EtmRow::engine(
            "create_scenario",
            "POST",
            "/scenarios",
            ask!(
                |etm| etm
                    .sessions()
                    .create(&NewSession::new("nl2019", 2050).with_value("costs_co2", 120.0)),
                |made| assert_eq!(made.id, 7)
            ),
        )
        .json(json!({"scenario": {"area_code": "nl2019", "end_year": 2050, "user_values": {"costs_co2": 120}}}))
        .answer(session(7)),
        EtmRow::engine(
            "get_scenario",
            "GET",
            "/scenarios/7",
            ask!(|etm| etm.sessions().get(7), |found| assert_eq!(
                found.area_code.as_deref(),
                Some("nl2019")
            )),
        )
        .answer(session(7)),
        EtmRow::engine(
            "update_scenario",
            "PUT",
            "/scenarios/7",
            ask!(
                |etm| etm.sessions().update(
                    7,
                    &SessionUpdate::new()
                        .with_private(true)
                        .with_value("costs_co2", 120.0)
                        .with_value_reset("costs_gas")
                        .with_autobalance(false)
                        .with_query("dashboard_emissions")
                ),
                |updated| assert_eq!(updated.results.future("dashboard_emissions"), Some(0.5))
            ),
        )
        .json(json!({
            "scenario": {"private": true, "user_values": {"costs_co2": 120, "costs_gas": "reset"}},
            "autobalance": false, "gqueries": ["dashboard_emissions"]
        }))
        .answer(json!({"scenario": session(7), "gqueries": {
            "dashboard_emissions": {"present": 1.0, "future": 0.5, "unit": "factor"}}})),
        EtmRow::engine(
            "delete_scenario",
            "DELETE",
            "/scenarios/7",
            ask!(|etm| etm.sessions().delete(7)),
        )
        .accepts("*/*")
        .reply(Reply::Empty(200)),
        EtmRow::engine(
            "get_scenarios_batch",
            "GET",
            "/scenarios/7%2C8/batch",
            ask!(|etm| etm.sessions().batch(&[7, 8]), |batch| assert_eq!(
                batch.missing,
                [8]
            )),
        )
        .answer(json!([session(7)])),
        EtmRow::engine(
            "list_scenario_templates",
            "GET",
            "/scenarios/templates",
            ask!(|etm| etm.request("list_scenario_templates")?.send()),
        )
        .answer(json!([]))
        .dead(),
        EtmRow::engine(
            "query_scenario_dashboard",
            "PUT",
            "/scenarios/7/dashboard",
            ask!(|etm| etm.sessions().dashboard(7, &["total_costs"])),
        )
        .json(json!({"gqueries": ["total_costs"]}))
        .answer(json!({"scenario": session(7), "gqueries": {}}))
        .dead(),
        EtmRow::engine(
            "get_scenario_merit",
            "GET",
            "/scenarios/7/merit",
            ask!(|etm| etm.sessions().merit(7, false), |merit| assert_eq!(
                merit.participants.map(|all| all.len()),
                Some(1)
            )),
        )
        .query(&[("include_curves", "false")])
        .answer(json!({"participants": [{"key": "a", "type": "a type of tomorrow", "availability": 0.9}]})),
        EtmRow::engine(
            "dump_scenario",
            "GET",
            "/scenarios/7/dump",
            ask!(|etm| etm.request("dump_scenario")?.path_param("scenario_id", 7).send()),
        )
        .answer(json!({"area_code": "nl2019", "end_year": 2050}))
        .dead(),
        EtmRow::engine(
            "load_scenario_dump",
            "POST",
            "/scenarios/load_dump",
            ask!(|etm| {
                let dump: types::ScenarioDump = serde_json::from_value(json!({
                    "area_code": "nl2019", "end_year": 2050, "user_values": {"costs_co2": 120}}))
                .expect("a dump has these");
                async move { etm.sessions().load_dump(&dump).await }
            }),
        )
        .json(json!({"area_code": "nl2019", "end_year": 2050, "user_values": {"costs_co2": 120}}))
        .answer(session(9)),
        EtmRow::engine(
            "export_scenarios",
            "POST",
            "/scenarios/export",
            ask!(
                |etm| etm.sessions().export(&[7, 8]).try_collect::<Vec<_>>(),
                |lines| assert_eq!(lines.len(), 2)
            ),
        )
        .accepts("application/x-ndjson")
        .json(json!({"ids": [7, 8]}))
        .reply(Reply::Text(
            "application/x-ndjson",
            "{\"area_code\":\"nl2019\",\"metadata\":{\"id\":7}}\n{\"area_code\":\"nl2019\",\"metadata\":{\"id\":\"8\"}}\n"
                .to_owned(),
        )),
    ]
}

pub(super) fn combining_rows() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "merge_scenarios",
            "POST",
            "/scenarios/merge",
            ask!(
                |etm| etm
                    .sessions()
                    .merge(&Merge::new().with_session(7, 2.0).with_session_of_mean_weight(8)),
                |merged| assert_eq!(merged.id, 9)
            ),
        )
        .json(json!({"scenarios": [{"scenario_id": "7", "weight": 2}, {"scenario_id": "8"}]}))
        .answer(session(9)),
        EtmRow::engine(
            "interpolate_scenario",
            "POST",
            "/scenarios/7/interpolate",
            ask!(|etm| etm.sessions().interpolate(7, 2040, Some(6)), |made| assert_eq!(
                made.id,
                9
            )),
        )
        .json(json!({"end_year": 2040, "start_scenario_id": 6}))
        .answer(session(9)),
        EtmRow::engine(
            "interpolate_scenarios",
            "POST",
            "/scenarios/interpolate",
            ask!(
                |etm| etm
                    .sessions()
                    .interpolate_many(&Interpolation::new([7, 8], [2030, 2040])),
                |made| assert_eq!(made.len(), 2)
            ),
        )
        .json(json!({"scenario_ids": [7, 8], "end_years": [2030, 2040]}))
        .answer(json!([session(9), session(10)])),
        EtmRow::engine(
            "couple_scenario",
            "POST",
            "/scenarios/7/couple",
            ask!(|etm| etm.sessions().couple(7, &["external_model_industry"])),
        )
        .json(json!({"groups": ["external_model_industry"]}))
        .answer(session(7)),
        EtmRow::engine(
            "uncouple_scenario",
            "POST",
            "/scenarios/7/uncouple",
            ask!(|etm| etm.sessions().uncouple(7, &["external_model_industry"])),
        )
        .json(json!({"groups": ["external_model_industry"]}))
        .answer(session(7)),
    ]
}

pub(super) fn tag_rows() -> Vec<EtmRow> {
    let tag = json!({"user_id": 1, "description": "first", "last_updated_at": "2026-04-21T18:57:03.000Z"});
    vec![
        EtmRow::engine(
            "list_scenario_version_tags",
            "GET",
            "/scenarios/versions",
            ask!(|etm| etm.sessions().version_tags(&[7, 8]), |tags| assert_eq!(
                tags[&7].user_id,
                Some(1)
            )),
        )
        .query(&[("scenarios[]", "7"), ("scenarios[]", "8")])
        .answer(json!({"7": tag, "8": {}})),
        EtmRow::engine(
            "get_scenario_version_tag",
            "GET",
            "/scenarios/7/version",
            ask!(|etm| etm.sessions().version_tag(7)),
        )
        .answer(tag.clone()),
        EtmRow::engine(
            "create_scenario_version_tag",
            "POST",
            "/scenarios/7/version",
            ask!(|etm| etm.sessions().create_version_tag(7, Some("first"))),
        )
        .json(json!({"scenario_version_tag": {"description": "first"}}))
        .answer(tag.clone()),
        EtmRow::engine(
            "update_scenario_version_tag",
            "PUT",
            "/scenarios/7/version",
            ask!(|etm| etm.sessions().update_version_tag(7, None)),
        )
        .json(json!({"scenario_version_tag": {"description": null}}))
        .answer(tag),
    ]
}
