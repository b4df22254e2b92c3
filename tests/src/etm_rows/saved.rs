//! Saved scenarios through the engine.

use etm_client::{NewSavedScenario, SavedScenarioUpdate};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use super::{saved, session};
use crate::etm_wire::EtmRow;

/// A saved scenario with its session, as the engine adds it.
fn whole(id: i64) -> Value {
    let mut saved = saved(id);
    saved["scenario"] = session(7);
    saved
}

pub(super) fn saved_rows() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "list_saved_scenarios",
            "GET",
            "/saved_scenarios",
            ask!(
                |etm| etm.saved_scenarios().list().try_collect::<Vec<_>>(),
                |all| assert_eq!(all.len(), 1)
            ),
        )
        .answer(json!({"data": [whole(5)], "links": {"next": null}})),
        EtmRow::engine(
            "create_saved_scenario",
            "POST",
            "/saved_scenarios",
            ask!(
                |etm| etm.saved_scenarios().create(
                    &NewSavedScenario::new(7, "Mine")
                        .with_description("What if")
                        .with_private(true)
                ),
                |made| assert_eq!(made.id, Some(5))
            ),
        )
        .json(json!({"scenario_id": 7, "title": "Mine", "description": "What if", "private": true}))
        .answer(whole(5)),
        EtmRow::engine(
            "get_saved_scenario",
            "GET",
            "/saved_scenarios/5",
            ask!(|etm| etm.saved_scenarios().get(5), |found| assert_eq!(
                found.scenario.map(|session| session.id),
                Some(7)
            )),
        )
        .answer(whole(5)),
        EtmRow::engine(
            "update_saved_scenario",
            "PUT",
            "/saved_scenarios/5",
            ask!(|etm| etm
                .saved_scenarios()
                .update(5, &SavedScenarioUpdate::new().with_title("New").with_session(8))),
        )
        .json(json!({"title": "New", "scenario_id": 8}))
        .answer(whole(5)),
        EtmRow::engine(
            "delete_saved_scenario",
            "DELETE",
            "/saved_scenarios/5",
            ask!(|etm| etm.saved_scenarios().delete(5)),
        )
        .answer(json!({"message": "Scenario deleted successfully"})),
        EtmRow::engine(
            "discard_saved_scenario",
            "PUT",
            "/saved_scenarios/5/discard",
            ask!(|etm| etm.saved_scenarios().discard(5)),
        )
        .answer(json!({"message": "Scenario discarded successfully"})),
    ]
}
