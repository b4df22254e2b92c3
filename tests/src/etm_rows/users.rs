//! Users of a session, of a saved scenario, and of one directly at MyETM.

use etm_client::{EtmClient, Role};
use serde_json::{Value, json};

use crate::etm_wire::{EtmRow, Reply};
use crate::wire::Call;

fn record(members: &Value) -> Value {
    let mut record = json!({"id": 1, "role_id": 1, "user_id": null, "user_email": "ben@example.com", "role": "scenario_viewer",
        "a field of tomorrow": 1});
    for (name, value) in members.as_object().into_iter().flatten() {
        record[name] = value.clone();
    }
    record
}

/// The four rows of a list of users, below this root of its bodies.
fn four(
    row: impl Fn(&'static str, &'static str, fn(EtmClient) -> Call) -> EtmRow,
    ids: [&'static str; 4],
    calls: [fn(EtmClient) -> Call; 4],
    root: &str,
) -> Vec<EtmRow> {
    let body = |element: Value| json!({ root: [element] });
    let [list, add, change, remove] = ids;
    let [listing, adding, changing, removing] = calls;
    vec![
        row(list, "GET", listing).answer(json!([
            record(&json!({})),
            record(&json!({"id": "2", "role": "a role of tomorrow"}))
        ])),
        row(add, "POST", adding)
            .json(body(
                json!({"user_email": "ben@example.com", "role": "scenario_viewer"}),
            ))
            .answer(json!([record(&json!({}))])),
        row(change, "PUT", changing)
            .json(body(json!({"user_id": 2, "role": "scenario_owner"})))
            .answer(json!([record(
                &json!({"user_id": 2, "user_email": null, "role": "scenario_owner"})
            )])),
        row(remove, "DELETE", removing)
            .json(body(json!({"user_email": "ben@example.com"})))
            .answer(json!([record(&json!({}))])),
    ]
}

/// The four calls of one group of users.
macro_rules! calls {
    (|$etm:ident| $group:expr) => {
        [
            ask!(|$etm| $group.list(), |users| assert_eq!(
                users[1].role.as_ref().map(ToString::to_string).as_deref(),
                Some("a role of tomorrow")
            )),
            ask!(|$etm| $group.add("ben@example.com", Role::Viewer)),
            ask!(|$etm| $group.change(2, Role::Owner)),
            ask!(|$etm| $group.remove("ben@example.com")),
        ]
    };
}

pub(super) fn user_rows() -> Vec<EtmRow> {
    let mut rows = four(
        |id, method, call| EtmRow::engine(id, method, "/scenarios/7/users", call),
        [
            "list_scenario_users",
            "create_scenario_users",
            "update_scenario_users",
            "delete_scenario_users",
        ],
        calls!(|etm| etm.users(7)),
        "scenario_users",
    );
    rows.extend(four(
        |id, method, call| EtmRow::engine(id, method, "/saved_scenarios/5/users", call),
        [
            "list_saved_scenario_users",
            "create_saved_scenario_users",
            "update_saved_scenario_users",
            "delete_saved_scenario_users",
        ],
        calls!(|etm| etm.saved_scenarios().users(5)),
        "saved_scenario_users",
    ));
    rows.extend(four(
        |id, method, call| EtmRow::my_etm(id, method, "/api/v1/saved_scenarios/5/users", call),
        [
            "myetm_list_saved_scenario_users",
            "myetm_create_saved_scenario_users",
            "myetm_update_saved_scenario_users",
            "myetm_delete_saved_scenario_users",
        ],
        calls!(|etm| etm.myetm().saved_scenarios().users(5)),
        "saved_scenario_users",
    ));
    rows.push(
        EtmRow::engine(
            "delete_all_scenario_users",
            "DELETE",
            "/scenarios/7/users/destroy_all",
            ask!(|etm| etm
                .request("delete_all_scenario_users")?
                .path_param("scenario_id", 7)
                .send()),
        )
        .accepts("*/*")
        .reply(Reply::Empty(200))
        .dead(),
    );
    rows
}
