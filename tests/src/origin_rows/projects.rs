//! Projects, and what the account may choose from.

use origin_client::{NewProject, ProjectField, ProjectUpdate, ProjectUpdateField};
use serde_json::{Value, json};

use super::{root, run, scenario};
use crate::origin_wire::OriginRow;

pub(super) fn project_rows() -> Vec<OriginRow> {
    let mut rows = reads();
    rows.extend(writes());
    rows.extend(pins());
    rows
}

fn reads() -> Vec<OriginRow> {
    vec![
        OriginRow {
            operation: "list_projects",
            sends: scenario("query", &["getProjects", "projectGlobalId"], &[], Value::Null),
            answers: vec![root("getProjects", json!([{"name": "Mine", "isProjectPinned": true}]))],
            call: |origin| {
                run(async move {
                    let found = origin.projects().list().await?;
                    assert_eq!(found[0].is_project_pinned, Some(true));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_project",
            sends: scenario("query", &["getProject"], &["projectId"], json!({"projectId": "p"})),
            answers: vec![root("getProject", json!({"scenarios": [{"scenarioGlobalId": "s"}]}))],
            call: |origin| {
                run(async move {
                    let found = origin.projects().get("p").await?;
                    assert_eq!(found.scenarios[0].scenario_global_id.as_deref(), Some("s"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_dash_config",
            sends: scenario("query", &["getConfig", "regionGroups"], &[], Value::Null),
            answers: vec![root(
                "getConfig",
                json!({"products": [{"productId": 7, "name": "SaaS"}]}),
            )],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.config().dash().await?.products.len(), 1);
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "get_region_groups",
            sends: scenario("query", &["getConfig", "regionGroups"], &[], Value::Null),
            answers: vec![root("getConfig", json!({"regionGroups": {"gbr": {"name": "GB"}}}))],
            call: |origin| {
                run(async move {
                    assert!(origin.config().fetch_region_groups().await?.get("gbr").is_some());
                    Ok(())
                })
            },
        },
    ]
}

fn writes() -> Vec<OriginRow> {
    vec![
        OriginRow {
            operation: "create_project",
            // The name of the product is looked up first: only ids go over the wire.
            sends: scenario(
                "mutation",
                &["createProject"],
                &["project"],
                json!({"project": {"name": "Mine", "description": null, "productId": 7}}),
            ),
            answers: vec![
                root("getConfig", json!({"products": [{"productId": 7, "name": "SaaS"}]})),
                root("createProject", json!({"projectGlobalId": "new"})),
            ],
            call: |origin| {
                run(async move {
                    let wanted = NewProject::new("Mine")
                        .with_null(ProjectField::Description)
                        .with_product("SaaS");
                    let made = origin.projects().create(&wanted).await?;
                    assert_eq!(made.project_global_id.as_deref(), Some("new"));
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "update_project",
            sends: scenario(
                "mutation",
                &["updateProject"],
                &["project"],
                json!({"project": {"projectGlobalId": "p", "name": "Other", "description": null}}),
            ),
            answers: vec![root("updateProject", json!({"name": "Other"}))],
            call: |origin| {
                run(async move {
                    let update = ProjectUpdate::new("p")
                        .with_name("Other")
                        .with_null(ProjectUpdateField::Description);
                    let updated = origin.projects().update(&update).await?;
                    assert_eq!(updated.name.as_deref(), Some("Other"));
                    Ok(())
                })
            },
        },
    ]
}

fn pins() -> Vec<OriginRow> {
    let of_p = |field: &'static [&'static str]| {
        scenario("mutation", field, &["projectGlobalId"], json!({"projectGlobalId": "p"}))
    };
    vec![
        OriginRow {
            operation: "delete_project",
            sends: of_p(&["deleteProject"]),
            answers: vec![root("deleteProject", json!(true))],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.projects().delete("p").await?, true);
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "pin_project",
            sends: of_p(&["createProjectPin"]),
            answers: vec![root("createProjectPin", json!(true))],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.projects().pin("p").await?, true);
                    Ok(())
                })
            },
        },
        OriginRow {
            operation: "unpin_project",
            sends: of_p(&["deleteProjectPin"]),
            answers: vec![root("deleteProjectPin", json!(true))],
            call: |origin| {
                run(async move {
                    assert_eq!(origin.projects().unpin("p").await?, true);
                    Ok(())
                })
            },
        },
    ]
}
