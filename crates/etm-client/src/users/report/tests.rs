use serde_json::json;

use super::super::role::Role;
use super::*;
use crate::UserChanges;

fn fates(body: Value, changes: UserChanges) -> Option<Fates> {
    let changes: Vec<_> = changes.iter().cloned().collect();
    read(&body, &changes)
}

fn two() -> UserChanges {
    UserChanges::new()
        .add("a@b.nl", Role::Viewer)
        .add("c@d.nl", Role::Viewer)
}

fn done(record: Value) -> Fate {
    Fate::Done(Some(record))
}

fn refused(message: &str) -> Fate {
    Fate::Refused(vec![message.to_owned()])
}

#[test]
fn a_list_is_all_done_even_when_accounts_have_no_address() {
    let records = [
        json!({"user_id": 7, "user_email": null}),
        json!({"user_email": "C@D.nl"}),
    ];
    let read = fates(json!(records), two()).unwrap();
    assert_eq!(read.fates, [done(records[0].clone()), done(records[1].clone())]);
    // In another order, the address says whose it is.
    let read = fates(json!([records[1], records[0]]), two()).unwrap();
    assert_eq!(read.fates, [done(records[0].clone()), done(records[1].clone())]);
    assert!(read.strangers.is_empty());
}

#[test]
fn successes_may_lie_one_level_deeper() {
    let record = json!({"id": 3, "user_email": "a@b.nl"});
    let errors = json!({"C@d.nl": ["User email is invalid"]});
    let expected = [done(record.clone()), refused("User email is invalid")];
    for success in [json!([record]), json!({"value": [record]})] {
        let read = fates(json!({"success": success, "errors": errors}), two()).unwrap();
        assert_eq!(read.fates, expected);
    }
    let nothing = json!({"success": {"value": []}, "errors": {"a@b.nl": ["duplicate"], "c@d.nl": "duplicate"}});
    assert_eq!(
        fates(nothing, two()).unwrap().fates,
        [refused("duplicate"), refused("duplicate")]
    );
}

#[test]
fn failures_may_be_pairs_with_their_key_in_them() {
    let changes = UserChanges::new().remove("x@y.nl").remove(7).remove(Who::Entry(31));
    let body = json!({"success": {"value": []},
        "errors": {"x@y.nl": [["x@y.nl", ["User not found"]]], "7": [["7", ["User not found"]]], "31": null}});
    let expected = [
        refused("User not found"),
        refused("User not found"),
        Fate::Refused(Vec::new()),
    ];
    assert_eq!(fates(body, changes).unwrap().fates, expected);
}

#[test]
fn ids_may_be_texts() {
    let changes = UserChanges::new()
        .change(7, Role::Owner)
        .change(Who::Entry(31), Role::Owner);
    let records = [json!({"id": "31", "user_id": "8"}), json!({"id": "30", "user_id": "7"})];
    let read = fates(json!(records), changes).unwrap();
    assert_eq!(read.fates, [done(records[1].clone()), done(records[0].clone())]);
}

#[test]
fn an_error_without_a_name_belongs_to_whoever_is_left() {
    let changes = UserChanges::new().change(7, Role::Viewer).change(8, Role::Viewer);
    let body = json!({"success": [{"id": 1, "user_id": 7}], "errors": {"": ["Last owner cannot be altered"]}});
    let read = fates(body, changes).unwrap();
    assert_eq!(
        read.fates,
        [
            done(json!({"id": 1, "user_id": 7})),
            refused("Last owner cannot be altered")
        ]
    );
}

#[test]
fn what_cannot_be_told_apart_is_left_open() {
    let record = json!({"id": 1, "user_id": 7, "user_email": null});
    let body = json!({"success": [record], "errors": {"": ["Last owner cannot be altered"]}});
    let changes = UserChanges::new().remove("a@b.nl").remove("c@d.nl");
    let read = fates(body, changes).unwrap();
    let open = || Fate::Unclear(vec!["Last owner cannot be altered".to_owned()]);
    assert_eq!(read.fates, [open(), open()]);
    assert_eq!(read.strangers, [record]);
    // Fewer records than changes, and no word on the others.
    assert_eq!(
        fates(json!([]), two()).unwrap().fates,
        [Fate::Unclear(Vec::new()), Fate::Unclear(Vec::new())]
    );
}

#[test]
fn a_removed_user_is_unwrapped() {
    let inner = json!({"id": 3, "user_id": 7, "user_email": null, "role": "scenario_viewer"});
    let body = json!([{"user_id": 7, "user_email": null, "role": "scenario_viewer", "_destroyed_object": inner}]);
    assert_eq!(fates(body, UserChanges::new().remove(7)).unwrap().fates, [done(inner)]);
}

#[test]
fn what_reports_on_nobody_is_no_report() {
    for body in [
        json!({"errors": ["No users provided"]}),
        json!({"errors": null}),
        json!({"errors": "errors"}),
        json!({"error": "x"}),
        json!({"user_email": ["is invalid"]}),
        json!({}),
        json!(null),
        json!("text"),
    ] {
        assert_eq!(fates(body.clone(), two()), None, "{body}");
    }
    // Errors without successes are a report.
    let read = fates(json!({"errors": {"scenario_users": ["is missing"]}}), two()).unwrap();
    assert_eq!(read.fates, [refused("is missing"), refused("is missing")]);
}
