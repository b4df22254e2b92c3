//! Who may do what: every caller, every kind of scenario, every operation, against a table.

use aurora_sandbox::{EtmScopes, EtmUser, Sandbox};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::etm_session::{ADA, Etm, ROOT, Who, errors, not_found, not_yours, only, start, start_with};
use crate::session::Answer;

/// Whose scenario it is, with ben's role on it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    PublicUnowned,
    PublicOfAda,
    PrivateOfAda,
    PrivateViewer,
    PrivateCollaborator,
    PrivateOwner,
    PublicViewer,
    PublicCollaborator,
    PublicOwner,
}

const KINDS: [Kind; 9] = [
    Kind::PublicUnowned,
    Kind::PublicOfAda,
    Kind::PrivateOfAda,
    Kind::PrivateViewer,
    Kind::PrivateCollaborator,
    Kind::PrivateOwner,
    Kind::PublicViewer,
    Kind::PublicCollaborator,
    Kind::PublicOwner,
];

impl Kind {
    fn private(self) -> bool {
        format!("{self:?}").starts_with("Private")
    }

    /// Ben's role: 0 for none.
    fn role(self) -> u8 {
        match self {
            Kind::PublicUnowned | Kind::PublicOfAda | Kind::PrivateOfAda => 0,
            Kind::PrivateViewer | Kind::PublicViewer => 1,
            Kind::PrivateCollaborator | Kind::PublicCollaborator => 2,
            Kind::PrivateOwner | Kind::PublicOwner => 3,
        }
    }

    async fn make(self, etm: &Etm) -> i64 {
        if self == Kind::PublicUnowned {
            return etm.scenario(None, json!({})).await;
        }
        let id = etm.scenario(ADA, json!({"private": self.private()})).await;
        if self.role() > 0 {
            let role = json!([{"user_id": 2, "role_id": self.role()}]);
            let body = json!({"scenario": {"saved_scenario_users": role}});
            assert_eq!(etm.ask(ADA, &format!("PUT /scenarios/{id}"), body).await.0, 200);
        }
        id
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Need {
    Read,
    Update,
    Clone,
    Destroy,
}

/// Ben's callers: a guest, the four levels; and an administrator with each level.
fn callers() -> Vec<Who> {
    let users = [EtmUser::Ben, EtmUser::Root];
    let levels = EtmScopes::ALL.into_iter();
    let tokens = levels.flat_map(|level| users.map(|user| Some((user, level))));
    std::iter::once(None).chain(tokens).collect()
}

/// The table of the contract, written out once more.
fn allowed(who: Who, kind: Kind, need: Need) -> bool {
    let public = !kind.private();
    let Some((user, level)) = who else {
        return match need {
            Need::Read | Need::Clone => public,
            Need::Update => kind == Kind::PublicUnowned,
            Need::Destroy => false,
        };
    };
    let role = if user == EtmUser::Root { 3 } else { kind.role() };
    match need {
        Need::Read => public || (level >= EtmScopes::Read && role >= 1),
        Need::Update => level >= EtmScopes::Write && (kind == Kind::PublicUnowned || role >= 2),
        Need::Clone => level >= EtmScopes::Write && (public || role >= 2),
        Need::Destroy => level >= EtmScopes::Delete && role == 3,
    }
}

/// Operations that succeed for whoever has the right, by the right that they need.
const OPERATIONS: &[(Need, &str, &str)] = &[
    (Need::Read, "GET /scenarios/ID", ""),
    (Need::Read, "PUT /scenarios/ID", r#"{"reset": true}"#),
    (Need::Read, "PUT /scenarios/ID", r#"{"scenario": {"unknown": 1}}"#),
    (Need::Read, "GET /scenarios/ID/version", ""),
    (Need::Read, "GET /scenarios/ID/inputs", ""),
    (Need::Read, "GET /scenarios/ID/inputs/costs_co2", ""),
    (Need::Read, "GET /scenarios/ID/inputs/costs_co2,costs_oil", ""),
    (Need::Read, "GET /inputs?scenario_id=ID", ""),
    (Need::Read, "GET /inputs/costs_co2?scenario_id=ID", ""),
    (Need::Read, "GET /inputs/list?scenario_id=ID", ""),
    (Need::Read, "GET /scenarios/ID/nodes/topology", ""),
    (Need::Read, "POST /scenarios/ID/nodes/stats", r#"{"keys": {}}"#),
    (Need::Update, "PUT /scenarios/ID", r#"{"scenario": {"source": "test"}}"#),
    (
        Need::Update,
        "PATCH /scenarios/ID",
        r#"{"scenario": {"end_year": 2040}}"#,
    ),
    (
        Need::Update,
        "POST /scenarios/ID/couple",
        r#"{"groups": ["industry_chp"]}"#,
    ),
    (Need::Update, "POST /scenarios/ID/uncouple", "{}"),
    (Need::Update, "POST /scenarios/ID/uncouple", r#"{"force": true}"#),
    (Need::Clone, "POST /scenarios/ID/interpolate", r#"{"end_year": 2040}"#),
    (
        Need::Destroy,
        "PUT /scenarios/ID",
        r#"{"scenario": {"saved_scenario_users": [{"user_email": "x@example.org", "role_id": 1}]}}"#,
    ),
    (
        Need::Destroy,
        "PUT /scenarios/ID",
        r#"{"scenario": {"set_preset_roles": true}}"#,
    ),
];

fn body_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn refusal(kind: Kind) -> Answer {
    if kind.private() { not_found() } else { not_yours() }
}

#[tokio::test]
async fn each_caller_may_do_with_each_scenario_what_the_table_says_and_nothing_else() {
    let etm = start().await;
    let mut refused = 0;
    for kind in KINDS {
        let id = kind.make(&etm).await.to_string();
        for who in callers() {
            for (need, line, body) in OPERATIONS {
                let answer = etm.ask(who, &line.replace("ID", &id), body_of(body)).await;
                let case = format!("{who:?} {kind:?} {line} {body}");
                if allowed(who, kind, *need) {
                    assert_eq!(answer.0, 200, "{case}: {}", answer.1);
                } else {
                    assert_eq!(answer, refusal(kind), "{case}");
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 300, "{refused}");
}

#[tokio::test]
async fn deleting_needs_the_owner_and_the_scope_and_an_administrator_finds_only_what_is_his() {
    let etm = start().await;
    for kind in KINDS {
        for who in callers() {
            let id = kind.make(&etm).await;
            let response = etm.response(who, &format!("DELETE /scenarios/{id}"), Value::Null).await;
            let status = response.status();
            let text = response.text().await.unwrap();
            let case = format!("{who:?} {kind:?}: {text}");
            if !allowed(who, kind, Need::Destroy) {
                let (code, body) = refusal(kind);
                assert_eq!(
                    (status.as_u16(), serde_json::from_str(&text).unwrap()),
                    (code, body),
                    "{case}"
                );
            } else if who.is_some_and(|(user, _)| user == EtmUser::Root) {
                assert_eq!(status, StatusCode::NOT_FOUND, "{case}");
                assert!(text.contains(&format!("No such scenario: {id}")), "{case}");
            } else {
                assert_eq!((status, text.as_str()), (StatusCode::OK, ""), "{case}");
                assert_eq!(etm.get(ADA, &format!("/scenarios/{id}")).await.0, 404);
            }
        }
    }
}

#[tokio::test]
async fn a_token_that_cannot_write_creates_nothing_though_a_guest_may() {
    let etm = start().await;
    let source = etm.scenario(None, json!({})).await;
    let merge = json!({"scenarios": [{"scenario_id": source.to_string(), "weight": 1}]});
    let many = json!({"scenario_ids": [source], "end_years": [2040]});
    let calls = [
        ("POST /scenarios".to_owned(), json!({"scenario": {"end_year": 2040}})),
        ("POST /scenarios/merge".to_owned(), merge),
        ("POST /scenarios/interpolate".to_owned(), many),
        (format!("POST /scenarios/{source}/version"), json!({"description": "x"})),
    ];
    for (line, body) in calls {
        for who in callers() {
            let answer = etm.ask(who, &line, body.clone()).await;
            if who.is_some_and(|(_, level)| level < EtmScopes::Write) {
                assert_eq!(answer, not_found(), "{who:?} {line}");
            } else {
                assert_eq!(answer.0, 200, "{who:?} {line}: {}", answer.1);
            }
        }
    }
}

#[tokio::test]
async fn write_counts_only_together_with_read_and_delete_only_with_both() {
    let scopes = |names: &[&'static str]| names.to_vec();
    let cases = [
        ("etm_w", scopes(&["public", "scenarios:write"]), false, false),
        (
            "etm_d",
            scopes(&["public", "scenarios:delete", "scenarios:read"]),
            false,
            false,
        ),
        ("etm_rw", scopes(&["scenarios:read", "scenarios:write"]), true, false),
        (
            "etm_rwd",
            scopes(&["scenarios:read", "scenarios:write", "scenarios:delete"]),
            true,
            true,
        ),
    ];
    let builder = cases.iter().fold(Sandbox::builder(), |builder, (token, scopes, ..)| {
        builder.etm_token(*token, EtmUser::Ada, scopes.iter().copied())
    });
    let etm = start_with(builder).await;
    for (token, _, writes, deletes) in cases {
        let id = etm.scenario(ADA, json!({})).await;
        let send = |line: String, body: Value| {
            let request = etm.request(None, &line).bearer_auth(token).json(&body);
            async { request.send().await.unwrap().status().as_u16() }
        };
        let change = json!({"scenario": {"source": "x"}});
        let changed = send(format!("PUT /scenarios/{id}"), change).await;
        assert_eq!(changed == 200, writes, "{token}");
        let deleted = send(format!("DELETE /scenarios/{id}"), json!({})).await;
        assert_eq!(deleted == 200, deletes, "{token}");
    }
}

#[tokio::test]
async fn lists_hold_only_what_the_caller_may_read() {
    let etm = start().await;
    let private = etm.scenario(ADA, json!({"private": true})).await;
    let public = etm.scenario(ADA, json!({})).await;
    let export = json!({"ids": [private, public]});
    for (who, private_too) in [
        (None, false),
        (only(ADA, EtmScopes::Public), false),
        (only(ADA, EtmScopes::Read), true),
        (Some((EtmUser::Ben, EtmScopes::Delete)), false),
        (ROOT, true),
    ] {
        let count = 1 + usize::from(private_too);
        let batch = etm.get(who, &format!("/scenarios/{private},{public}/batch")).await.1;
        assert_eq!(batch.as_array().unwrap().len(), count, "{who:?}");
        let versions = format!("/scenarios/versions?scenarios[]={private}&scenarios[]={public}");
        assert_eq!(
            etm.get(who, &versions).await.1.as_object().unwrap().len(),
            count,
            "{who:?}"
        );
        let lines = etm.response(who, "POST /scenarios/export", export.clone()).await;
        assert_eq!(lines.text().await.unwrap().lines().count(), count, "{who:?}");
    }
}

#[tokio::test]
async fn nobody_may_dump_and_only_an_administrator_loads_a_dump() {
    let etm = start().await;
    let public = etm.scenario(ADA, json!({})).await;
    let private = etm.scenario(ADA, json!({"private": true})).await;
    for who in [None, ADA, ROOT] {
        assert_eq!(etm.get(who, &format!("/scenarios/{public}/dump")).await, not_yours());
        assert_eq!(etm.get(who, &format!("/scenarios/{private}/dump")).await, not_found());
    }
    let dump = json!({"area_code": "nl2019", "end_year": 2040});
    let refused = (403, errors("You must be authenticated to load dumps"));
    for who in [None, ADA] {
        assert_eq!(etm.ask(who, "POST /scenarios/load_dump", dump.clone()).await, refused);
    }
    assert_eq!(etm.ask(ROOT, "POST /scenarios/load_dump", dump).await.0, 200);
}
