//! Exports and dumps of scenarios, their version tags, and the user's own record.

use serde_json::{Value, json};

use crate::etm_session::{ADA, BEN, GUEST, ROOT, errors, read, start};

#[tokio::test]
async fn an_export_is_read_back_by_an_administrator() {
    let etm = start().await;
    let attributes = json!({"end_year": 2040, "source": "mine", "user_values": {"costs_co2": 50}});
    let id = etm.scenario(ADA, attributes).await;
    let order = json!({"order": ["energy_hydrogen_storage_salt_cavern"]});
    assert_eq!(
        etm.ask(ADA, &format!("PUT /scenarios/{id}/hydrogen_demand_order"), order)
            .await
            .0,
        200
    );
    let line = format!("PUT /scenarios/{id}/user_sortables/heat_network?subtype=lt");
    let heat = json!({"order": ["energy_heat_burner_lt_hydrogen"]});
    assert_eq!(etm.ask(ADA, &line, heat).await.0, 200);
    let response = etm
        .response(ADA, "POST /scenarios/export", json!({"ids": [id, 7]}))
        .await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    let text = response.text().await.unwrap();
    let dump: Value = serde_json::from_str(text.strip_suffix('\n').unwrap()).unwrap();
    assert_eq!(
        (&dump["metadata"]["id"], &dump["metadata"]["source"]),
        (&json!(id), &json!("mine"))
    );
    let sortables = &dump["user_sortables"];
    assert_eq!(sortables["HeatNetworkOrder"][0]["temperature"], "lt");
    assert_eq!(
        sortables["HydrogenDemandOrder"]["order"][0],
        "energy_hydrogen_storage_salt_cavern"
    );
    let (status, loaded) = etm.ask(ROOT, "POST /scenarios/load_dump", dump).await;
    assert_eq!((status, &loaded["user_values"]), (200, &json!({"costs_co2": 50.0})));
    assert_eq!(
        (&loaded["source"], &loaded["metadata"]["id"]),
        (&Value::Null, &json!(id))
    );
    let (_, order) = etm
        .get(ROOT, &format!("/scenarios/{}/hydrogen_demand_order", loaded["id"]))
        .await;
    assert_eq!(order["order"][0], "energy_hydrogen_storage_salt_cavern");
    let wrong = etm
        .ask(
            ROOT,
            "POST /scenarios/load_dump",
            json!({"area_code": "atlantis", "end_year": 2040}),
        )
        .await;
    assert_eq!(wrong.0, 500);
    for curves in [json!({"interconnector_1_price": []}), json!({"what": [1.0]})] {
        let dump = json!({"area_code": "nl2019", "end_year": 2040, "user_curves": curves});
        let (status, body) = etm.ask(ROOT, "POST /scenarios/load_dump", dump).await;
        assert_eq!((status, &body["error"]), (500, &json!("Internal Server Error")));
    }
    let with_id = json!({"id": 7, "area_code": "nl2019", "end_year": 2040});
    let unknown = etm.ask(ROOT, "POST /scenarios/load_dump", with_id).await;
    assert_eq!(unknown, (404, errors("No such scenario: 7")));
}

#[tokio::test]
async fn an_export_without_a_scenario_is_an_error_in_the_type_of_the_stream() {
    let etm = start().await;
    for (ids, text) in [
        (json!({}), "no IDs provided"),
        (json!({"ids": []}), "no IDs provided"),
        (json!({"ids": [1, 2]}), "no accessible scenarios found with IDs: 1, 2"),
    ] {
        let response = etm.response(ADA, "POST /scenarios/export", ids).await;
        assert_eq!(response.headers()["content-type"], "application/x-ndjson");
        assert_eq!(read(response).await, (422, errors(text)));
    }
}

#[tokio::test]
async fn a_version_tag_belongs_to_whoever_touched_the_scenario_last() {
    let etm = start().await;
    let id = etm.scenario(ADA, json!({})).await;
    let path = format!("/scenarios/{id}/version");
    let line = |method: &str| format!("{method} {path}");
    let text = |text: &str| json!({"description": text});
    assert_eq!(etm.get(ADA, &path).await.1.as_object().unwrap().len(), 1);
    let missing = etm.ask(ADA, &line("PUT"), text("x")).await;
    assert_eq!(missing, (404, errors("Scenario version tag not found")));
    // Whoever has no role on the scenario is told 200, and nothing is stored.
    for who in [BEN, GUEST] {
        let (status, told) = etm.ask(who, &line("POST"), text("x")).await;
        assert_eq!((status, told.as_object().unwrap().len()), (200, 1));
    }
    let (_, tag) = etm.ask(ADA, &line("POST"), text("first")).await;
    assert_eq!((&tag["user_id"], &tag["description"]), (&json!(1), &json!("first")));
    let twice = etm.ask(ADA, &line("POST"), text("again")).await;
    assert_eq!(twice, (422, errors("A version was already tagged")));
    let (_, kept) = etm
        .ask(ADA, &line("PATCH"), json!({"description": null, "user_id": 2}))
        .await;
    assert_eq!((&kept["user_id"], &kept["description"]), (&json!(1), &json!("first")));
    etm.share(id, "ben@example.org", "scenario_collaborator").await;
    assert_eq!(etm.ask(BEN, &format!("PUT /scenarios/{id}"), json!({})).await.0, 200);
    assert_eq!(etm.get(ADA, &path).await.1["user_id"], 2);
    let other = etm.scenario(ADA, json!({})).await;
    let (_, all) = etm
        .get(
            ADA,
            &format!("/scenarios/versions?scenarios[]={id}&scenarios[]={other}&scenarios[]=7"),
        )
        .await;
    assert_eq!(all.as_object().unwrap().len(), 2);
    assert_eq!(all[id.to_string()]["description"], "first");
    assert_eq!(etm.get(ADA, "/scenarios/versions").await.0, 500);
}

#[tokio::test]
async fn a_user_may_be_renamed_but_not_to_nothing_and_loses_all_roles_when_deleted() {
    let etm = start().await;
    let id = etm.scenario(BEN, json!({})).await;
    let (_, user) = etm.ask(BEN, "PUT /user", json!({"user": {"name": "Benedict"}})).await;
    assert_eq!(
        (&user["id"], &user["name"], &user["admin"]),
        (&json!(2), &json!("Benedict"), &json!(false))
    );
    assert_eq!(
        (&user["user_email"], &user["include_in_qi_db"]),
        (&json!("ben@example.org"), &json!(false))
    );
    let blank = etm.ask(BEN, "PUT /user", json!({"user": {"name": " "}})).await;
    assert_eq!(blank, (422, json!({"name": ["can't be blank"]})));
    let missing = "param is missing or the value is empty or invalid: user";
    assert_eq!(etm.ask(BEN, "PUT /user", json!({})).await, (400, errors(missing)));
    assert_eq!(etm.ask(GUEST, "PUT /user", json!({"user": {"name": "x"}})).await.0, 500);
    assert_eq!(etm.ask(GUEST, "DELETE /user", Value::Null).await.0, 500);
    assert_eq!(etm.ask(BEN, "DELETE /user", Value::Null).await.0, 200);
    assert_eq!(etm.get(BEN, "/scenarios").await.1["meta"]["total"], 0);
    assert_eq!(etm.get(GUEST, &format!("/scenarios/{id}")).await.0, 200);
}
