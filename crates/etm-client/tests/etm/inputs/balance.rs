//! Share groups: what can add up to 100, and what cannot.

use etm_client::{Environment, EtmClient, InputSet};
use serde_json::{Map, Value, json};

use crate::support::session;

/// A group of inputs with these defaults and maxima, and what the session has.
fn group(members: &[(f64, f64)], user: &[(&str, f64)]) -> InputSet {
    let mut inputs = Map::new();
    for ((default, max), key) in members.iter().zip(["first", "second", "third"]) {
        let mut input =
            json!({"min": 0.0, "max": max, "default": default, "unit": "%", "disabled": false, "share_group": "g"});
        if let Some((_, value)) = user.iter().find(|(own, _)| *own == key) {
            input["user"] = json!(value);
        }
        inputs.insert(key.to_owned(), input);
    }
    serde_json::from_value(Value::Object(inputs)).unwrap()
}

fn with_session(set: InputSet, explicit: &[&str]) -> InputSet {
    let values: Map<String, Value> = explicit.iter().map(|key| ((*key).to_owned(), json!(0.0))).collect();
    let session = session(7, &json!({"user_values": values}));
    set.with_session(&serde_json::from_value(session).unwrap())
}

fn client(environment: &str) -> EtmClient {
    let environment = Environment::parse(environment).unwrap();
    EtmClient::builder()
        .without_token()
        .without_proxy()
        .with_environment(environment)
        .build()
        .unwrap()
}

/// What the check says to these values on today's engine.
fn verdict(set: &InputSet, values: &[(&str, f64)]) -> Result<(), String> {
    verdict_of("pro", set, values, true)
}

fn verdict_of(environment: &str, set: &InputSet, values: &[(&str, f64)], autobalance: bool) -> Result<(), String> {
    let client = client(environment);
    let update = client
        .inputs(7)
        .update()
        .set_all(values.iter().copied())
        .autobalance(autobalance);
    update
        .checked_against(set)
        .validate()
        .map_err(|error| error.messages().join("|"))
}

const WIDE: [(f64, f64); 3] = [(100.0, 100.0), (0.0, 100.0), (0.0, 100.0)];
const NARROW: [(f64, f64); 3] = [(100.0, 100.0), (0.0, 40.0), (0.0, 10.0)];

#[test]
fn the_engines_own_examples_come_out_as_there() {
    for (members, values, passes) in [
        (&WIDE, &[("first", 50.0)][..], true),
        (&WIDE, &[("first", 50.0), ("second", 15.0)][..], true),
        (&WIDE, &[("first", 110.0)][..], false),
        (&WIDE, &[("first", 10.0), ("second", 20.0), ("third", 30.0)][..], false),
        (&WIDE, &[("first", 10.0), ("second", 20.0), ("third", 70.0)][..], true),
        (&NARROW, &[("first", 80.0)][..], true),
        (&NARROW, &[("first", 50.0)][..], true),
        (&NARROW, &[("first", 49.0)][..], false),
    ] {
        let set = with_session(group(members, &[]), &[]);
        assert_eq!(verdict(&set, values).is_ok(), passes, "{values:?}");
    }
}

#[test]
fn the_message_names_the_group_the_sum_and_what_was_set() {
    let set = with_session(group(&WIDE, &[]), &[]);
    let sum = verdict(&set, &[("first", 10.0), ("second", 20.0), ("third", 30.0)]).unwrap_err();
    assert_eq!(
        sum,
        "the share group \"g\" adds up to 60 with first=10, second=20, third=30, but has to add up to 100"
    );
    let set = with_session(group(&NARROW, &[]), &[]);
    let most = verdict(&set, &[("first", 49.0)]).unwrap_err();
    assert!(most.contains("adds up to at most 99 with first=49"), "{most}");
    let least = verdict(&set, &[("first", 101.0)]).unwrap_err();
    assert!(least.contains("adds up to at least 101"), "{least}");
}

#[test]
fn what_was_set_before_stays_and_what_was_filled_in_gives_way() {
    let two = [(100.0, 100.0), (0.0, 100.0)];
    let user = [("first", 10.0), ("second", 90.0)];
    // The first was set and the second filled in.
    let set = with_session(group(&two, &user), &["first"]);
    assert!(verdict(&set, &[("second", 50.0)]).is_err());
    assert!(verdict(&set, &[("second", 90.0)]).is_ok());
    assert!(verdict(&set, &[("first", 50.0)]).is_ok());
    // Unknown which: what may be right is not refused.
    assert!(verdict(&group(&two, &user), &[("second", 50.0)]).is_ok());
    assert!(verdict(&group(&two, &user), &[("first", 60.0), ("second", 50.0)]).is_err());
}

#[test]
fn what_is_taken_back_gives_way() {
    let two = [(100.0, 100.0), (0.0, 100.0)];
    let set = with_session(group(&two, &[("first", 10.0)]), &["first"]);
    let client = client("pro");
    let update = client.inputs(7).update().set("second", 50.0).checked_against(&set);
    assert!(update.validate().is_err());
    assert!(update.clone().reset("first").validate().is_ok());
    assert!(update.reset_all().validate().is_ok());
    let only_back = client.inputs(7).update().reset("first").checked_against(&set);
    assert!(only_back.validate().is_ok());
}

#[test]
fn a_group_that_is_disabled_as_a_whole_says_nothing_about_its_sum() {
    let mut set = Map::new();
    for (key, input) in group(&WIDE, &[]) {
        let mut input = serde_json::to_value(input).unwrap();
        input["disabled"] = json!(true);
        set.insert(key, input);
    }
    let set: InputSet = serde_json::from_value(Value::Object(set)).unwrap();
    assert_eq!(verdict(&set, &[("first", 50.0)]), Ok(()));
}

#[test]
fn without_balancing_the_values_themselves_add_up() {
    let set = with_session(group(&WIDE, &[]), &[]);
    assert!(verdict_of("pro", &set, &[("first", 50.0)], false).is_err());
    assert!(verdict_of("pro", &set, &[("first", 50.0), ("third", 50.0)], false).is_ok());
    assert!(verdict_of("pro", &set, &[("first", 100.0)], false).is_ok());
}

#[test]
fn rounded_shares_pass_on_the_old_stable_engine_only() {
    let set = with_session(group(&WIDE, &[]), &[]);
    let thirds = [("first", 33.33), ("second", 33.33), ("third", 33.34)];
    assert!(verdict_of("pro", &set, &thirds, true).is_ok());
    // 99.99: the stable engine takes it, and one of an unknown age may.
    let short = [("first", 33.33), ("second", 33.33), ("third", 33.33)];
    assert!(verdict_of("pro", &set, &short, true).is_err());
    assert!(verdict_of("tyndp2024", &set, &short, true).is_ok());
    let rounded = [("first", 33.33), ("second", 33.33), ("third", 33.33)];
    assert!(verdict_of("2025-01", &set, &rounded, true).is_ok());
    assert!(verdict_of("pro", &set, &rounded, true).is_err());
    let tenths = [("first", 33.3), ("second", 33.3), ("third", 33.3)];
    assert!(verdict_of("2025-01", &set, &tenths, true).is_err());
}

#[test]
fn a_member_that_the_area_lacks_does_not_count_and_one_out_of_its_range_may() {
    let mut members = serde_json::to_value(group(&WIDE, &[])).unwrap();
    members["third"]["disabled"] = json!(true);
    members["third"]["default"] = json!(50.0);
    let set = with_session(serde_json::from_value(members.clone()).unwrap(), &[]);
    assert!(verdict(&set, &[("first", 60.0), ("second", 40.0)]).is_ok());
    members["third"]["coupling_disabled"] = json!(true);
    let set = with_session(serde_json::from_value(members.clone()).unwrap(), &[]);
    assert!(verdict_of("pro", &set, &[("first", 60.0), ("second", 40.0)], false).is_err());
    // The engine looks at the sum only.
    let set = with_session(group(&[(100.0, 100.0), (0.0, 100.0)], &[]), &[]);
    assert!(verdict(&set, &[("first", -50.0), ("second", 150.0)]).is_ok());
    members["second"]["max"] = json!(null);
    members["second"]["default"] = json!(null);
    let set = serde_json::from_value(members).unwrap();
    assert!(
        verdict(&set, &[("first", 200.0)]).is_ok(),
        "without limits there is nothing to say"
    );
}
