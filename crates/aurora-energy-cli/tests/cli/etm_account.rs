//! `aurora etm`: users, saved scenarios, collections, the account and MyETM, against the sandbox.

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::{EtmScopes, EtmUser};
use serde_json::{Value, json};

use crate::etm::{ids, json, run, session};
use crate::program::Program;

/// A saved scenario of a new session: its id, and that of the session.
async fn saved(program: &Program, title: &str) -> (String, String) {
    let session = session(program, &[]).await;
    let made = json(
        program,
        &["saved-scenarios", "create", "--session", &session, "--title", title],
    )
    .await;
    (made["id"].to_string(), session)
}

#[tokio::test]
async fn users_of_a_session_are_added_changed_and_removed_in_one_go() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let added = json(
        &program,
        &[
            "users",
            "set",
            &id,
            "--add",
            "ben@example.org:scenario_viewer",
            "new@example.com:collaborator",
        ],
    )
    .await;
    assert_eq!(ids(&added, "done"), [json!(true), json!(true)], "{added}");
    assert_eq!(program.sandbox.count("create_scenario_users"), 1);
    let users = json(&program, &["users", "list", &id]).await;
    assert_eq!(users.as_array().unwrap().len(), 3, "{users}");
    let set = json(
        &program,
        &[
            "users",
            "set",
            &id,
            "--add",
            "cleo@example.org:scenario_owner",
            "--change",
            "2:scenario_owner",
            "--ensure",
            "cleo2@example.com:scenario_viewer",
            "--remove",
            "new@example.com",
        ],
    )
    .await;
    assert!(ids(&set, "done").iter().all(|done| done == true), "{set}");
    let users = json(&program, &["users", "list", &id]).await;
    let role = |id: i64| {
        let users = users.as_array().unwrap();
        users
            .iter()
            .find(|user| user["user_id"] == id)
            .map(|user| user["role"].clone())
    };
    assert_eq!(
        (role(2), role(3)),
        (Some(json!("scenario_owner")), Some(json!("scenario_owner")))
    );
    assert!(!users.to_string().contains("new@example.com"), "{users}");
}

#[tokio::test]
async fn changes_of_users_that_fail_are_told_apart_from_those_that_are_made() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let set = [
        "users",
        "set",
        &*id,
        "--add",
        "ben@example.org:scenario_viewer",
        "ada@example.org:scenario_viewer",
    ];
    let ran = run(&program, &set).await;
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(
        rows.as_array()
            .unwrap()
            .iter()
            .filter(|row| row["done"] == true)
            .count(),
        1,
        "{rows}"
    );
    assert!(ran.failed(Exit::Partial).contains("1 changes of users failed"));
    run(&program, &["users", "set", &id]).await.failed(Exit::Usage);
    let err = run(&program, &["users", "set", &id, "--add", "a@example.com:king"])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("king"), "{err}");
    let ben = program.sandbox.etm_token(EtmUser::Ben, EtmScopes::Delete);
    let program = program.set("ETM_API_TOKEN", &ben);
    run(&program, &["users", "list", &id]).await.failed(Exit::Credentials);
}

#[tokio::test]
async fn a_saved_scenario_goes_through_its_life() {
    let program = Program::start().await;
    let (id, first) = saved(&program, "Draft").await;
    let second = session(&program, &[]).await;
    let changed = json(
        &program,
        &[
            "saved-scenarios",
            "update",
            &id,
            "--title",
            "Final",
            "--session",
            &second,
            "--private",
        ],
    )
    .await;
    assert_eq!(
        (&changed["title"], changed["scenario_id"].to_string()),
        (&json!("Final"), second)
    );
    let shown = json(&program, &["saved-scenarios", "get", &id]).await;
    assert_eq!(ids_of(&shown["scenario_id_history"]), [first]);
    let list = json(&program, &["saved-scenarios", "list"]).await;
    assert_eq!(ids(&list, "title"), ["Final"]);
    run(&program, &["saved-scenarios", "discard", &id]).await.ok();
    assert_eq!(json(&program, &["saved-scenarios", "list"]).await, json!([]));
    let back = json(&program, &["saved-scenarios", "restore", &id]).await;
    assert_eq!(back["discarded_at"], Value::Null);
    program
        .run(&["etm", "saved-scenarios", "delete", &id])
        .await
        .failed(Exit::Usage);
    run(&program, &["saved-scenarios", "delete", &id]).await.ok();
    run(&program, &["saved-scenarios", "get", &id])
        .await
        .failed(Exit::NotFound);
    run(&program, &["saved-scenarios", "list", "--readable"])
        .await
        .failed(Exit::Usage);
}

fn ids_of(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_saved_scenario_has_users_too() {
    let program = Program::start().await;
    let (id, _) = saved(&program, "Shared").await;
    for place in [&["saved-scenarios"][..], &["my", "saved-scenarios"]] {
        let set = [
            place,
            &["users", "set", &id, "--add", "ben@example.org:scenario_viewer"],
        ]
        .concat();
        let rows = json(&program, &set).await;
        assert_eq!(ids(&rows, "done"), [json!(true)], "{rows}");
        let users = json(&program, &[place, &["users", "list", &id]].concat()).await;
        assert_eq!(users.as_array().unwrap().len(), 2, "{users}");
        // MyETM knows an invited account by its id alone.
        let remove = [place, &["users", "set", &id, "--remove", "2"]].concat();
        assert_eq!(ids(&json(&program, &remove).await, "done"), [json!(true)]);
    }
}

#[tokio::test]
async fn a_collection_goes_through_its_life() {
    let program = Program::start().await;
    let (saved_id, _) = saved(&program, "In it").await;
    for place in [&["collections"][..], &["my", "collections"]] {
        let with = |more: &[&str]| {
            [place, more]
                .concat()
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let collection = async |more: &[&str]| {
            let arguments = with(more);
            run(&program, &arguments.iter().map(String::as_str).collect::<Vec<_>>()).await
        };
        let made = collection(&["create", "--title", "All", "--saved", &saved_id])
            .await
            .json();
        let id = made["id"].to_string();
        assert_eq!(ids_of(&made["saved_scenario_ids"]), [&*saved_id]);
        let changed = collection(&["update", &id, "--title", "Some"]).await.json();
        assert_eq!(changed["title"], "Some");
        assert_eq!(collection(&["get", &id]).await.json()["title"], "Some");
        assert_eq!(ids(&collection(&["list"]).await.json(), "title"), ["Some"]);
        collection(&["discard", &id]).await.ok();
        assert_eq!(collection(&["list"]).await.json(), json!([]));
        collection(&["restore", &id]).await.ok();
        collection(&["delete", &id]).await.ok();
        collection(&["get", &id]).await.failed(Exit::NotFound);
    }
}

#[tokio::test]
async fn a_collection_of_sessions_and_transition_paths_are_checked_before_they_are_sent() {
    let program = Program::start().await;
    let (saved_id, session_id) = saved(&program, "Goal").await;
    let early = json(
        &program,
        &["sessions", "interpolate", &session_id, "--end-year", "2030"],
    )
    .await["id"]
        .to_string();
    let path = json(
        &program,
        &[
            "collections",
            "create",
            "--title",
            "Path",
            "--saved",
            &saved_id,
            "--session",
            &early,
            "--interpolated",
        ],
    )
    .await;
    assert_eq!(path["interpolation"], true);
    let of_sessions = [
        "collections",
        "create",
        "--title",
        "Sessions",
        "--session",
        &*early,
        "--interpolated",
        "--area",
        "nl2019",
        "--end-year",
        "2030",
    ];
    assert_eq!(ids_of(&json(&program, &of_sessions).await["scenario_ids"]), [&*early]);
    let sent = program.sandbox.requests().len();
    run(&program, &of_sessions[..7]).await.failed(Exit::Usage);
    let seven = [
        "collections",
        "create",
        "--title",
        "Many",
        "--saved",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
    ];
    assert!(run(&program, &seven).await.failed(Exit::Usage).contains('6'));
    assert_eq!(program.sandbox.requests().len(), sent);
}

#[tokio::test]
async fn the_same_is_possible_directly_at_myetm() {
    let program = Program::start().await;
    let id = session(&program, &[]).await;
    let my = |more: &[&'static str]| [&["my", "saved-scenarios"][..], more].concat();
    let create = [
        &my(&["create", "--title", "Direct", "--description", "text"])[..],
        &["--session", &id],
    ]
    .concat();
    let made = json(&program, &create).await;
    let saved = made["id"].to_string();
    let with = |verb: &'static str| vec!["my", "saved-scenarios", verb, &*saved];
    assert_eq!(json(&program, &with("get")).await["title"], "Direct");
    let update = [&with("update")[..], &["--title", "Renamed", "--public"]].concat();
    assert_eq!(json(&program, &update).await["title"], "Renamed");
    assert_eq!(ids(&json(&program, &my(&["list"])).await, "title"), ["Renamed"]);
    let readable = json(&program, &my(&["list", "--readable"])).await;
    assert!(readable.as_array().unwrap().len() > 1, "{readable}");
    run(&program, &with("discard")).await.ok();
    assert_eq!(json(&program, &with("restore")).await["discarded_at"], Value::Null);
    run(&program, &with("delete")).await.ok();
    run(&program, &with("get")).await.failed(Exit::NotFound);
}

#[tokio::test]
async fn what_myetm_shows_to_everybody_is_listed() {
    let program = Program::start().await;
    let featured = json(&program, &["my", "featured", "list"]).await;
    let latest = json(&program, &["my", "featured", "list", "--version-tag", "latest"]).await;
    let (all, some) = (featured.as_array().unwrap(), latest.as_array().unwrap());
    assert!(!some.is_empty() && some.len() <= all.len(), "{featured}");
    let one = json(&program, &["my", "featured", "get", &all[0]["id"].to_string()]).await;
    assert_eq!(one["title_en"], all[0]["title_en"]);
    let sessions = json(&program, &["my", "featured", "sessions"]).await;
    assert!(sessions[0]["id"].is_number(), "{sessions}");
    let versions = json(&program, &["my", "versions"]).await;
    assert!(ids(&versions, "tag").contains(&json!("2025-01")), "{versions}");
    let stable = json(&program, &["my", "versions", "--tag", "2025-01"]).await;
    assert_eq!(ids(&stable, "tag"), ["2025-01"]);
    run(&program, &["my", "featured", "get", "999999"])
        .await
        .failed(Exit::NotFound);
}

#[tokio::test]
async fn the_account_is_shown_changed_and_deleted() {
    let program = Program::start().await;
    assert_eq!(json(&program, &["me", "user-info"]).await["email"], "ada@example.org");
    let info = json(&program, &["me", "token-info"]).await;
    assert!(info["scope"].to_string().contains("scenarios:delete"), "{info}");
    let changed = json(
        &program,
        &["me", "update", "--name", "Ada L.", "--private-scenarios", "true"],
    )
    .await;
    assert_eq!(changed["name"], "Ada L.");
    let made = json(
        &program,
        &["sessions", "create", "--area", "nl2019", "--end-year", "2050"],
    )
    .await;
    assert_eq!(made["private"], true);
    run(&program, &["me", "update"]).await.failed(Exit::Usage);
    program.run(&["etm", "me", "delete"]).await.failed(Exit::Usage);
    run(&program, &["me", "delete"]).await.ok();
    assert_eq!(program.sandbox.count("delete_user"), 1);
}
