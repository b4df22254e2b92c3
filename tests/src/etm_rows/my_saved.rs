//! Saved scenarios directly at MyETM.

use etm_client::{NewSavedScenario, SavedScenarioUpdate};
use futures_util::TryStreamExt as _;
use serde_json::json;

use super::saved;
use crate::etm_wire::EtmRow;

pub(super) fn my_saved_rows() -> Vec<EtmRow> {
    let (all, one) = ("/api/v1/saved_scenarios", "/api/v1/saved_scenarios/5");
    vec![
        EtmRow::my_etm(
            "myetm_list_saved_scenarios",
            "GET",
            all,
            ask!(
                |etm| etm.myetm().readable_saved_scenarios().list().try_collect::<Vec<_>>(),
                |all| assert_eq!(all.len(), 1)
            ),
        )
        .query(&[("scope", "all")])
        .answer(json!([saved(5)])),
        EtmRow::my_etm(
            "myetm_create_saved_scenario",
            "POST",
            all,
            ask!(
                |etm| etm.myetm().saved_scenarios().create(
                    &NewSavedScenario::new(7, "Mine")
                        .with_dataset("nl2019", 2050)
                        .with_version("latest")
                ),
                |made| assert_eq!(made.id, Some(5))
            ),
        )
        .json(json!({"saved_scenario": {
            "scenario_id": 7, "title": "Mine", "area_code": "nl2019", "end_year": 2050, "version": "latest"}}))
        .answer(saved(5)),
        EtmRow::my_etm(
            "myetm_get_saved_scenario",
            "GET",
            one,
            ask!(|etm| etm.myetm().saved_scenarios().get(5)),
        )
        .answer(saved(5)),
        EtmRow::my_etm(
            "myetm_update_saved_scenario",
            "PUT",
            one,
            ask!(|etm| etm
                .myetm()
                .saved_scenarios()
                .update(5, &SavedScenarioUpdate::new().with_title("New"))),
        )
        .json(json!({"saved_scenario": {"title": "New"}}))
        .answer(saved(5)),
        EtmRow::my_etm(
            "myetm_delete_saved_scenario",
            "DELETE",
            one,
            ask!(|etm| etm.myetm().saved_scenarios().delete(5)),
        )
        .answer(json!({"message": "Scenario deleted successfully"})),
        EtmRow::my_etm(
            "myetm_discard_saved_scenario",
            "PUT",
            "/api/v1/saved_scenarios/5/discard",
            ask!(|etm| etm.myetm().saved_scenarios().discard(5)),
        )
        .answer(json!({"message": "Scenario discarded successfully"})),
    ]
}
