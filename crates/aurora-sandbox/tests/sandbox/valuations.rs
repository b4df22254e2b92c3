//! Valuations: stored, changed, copied, searched, deleted, and fed with data.

use reqwest::Method;
use serde_json::{Value, json};

use crate::session::{Session, hourly, start, valuation_body, with, without};

async fn ids(session: &Session, query: &str) -> Vec<i64> {
    let (status, list) = session.get(&format!("/v1/valuations{query}")).await;
    assert_eq!(status, 200);
    list.as_array()
        .unwrap()
        .iter()
        .map(|valuation| valuation["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn what_is_created_is_listed_with_all_its_parameters() {
    let session = start().await;
    assert_eq!(ids(&session, "").await, [0_i64; 0]);
    let (_, made) = session.put("/v1/valuations", &valuation_body()).await;
    for (name, value) in valuation_body().as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert!(made["author"].is_string() && made["createdAt"].is_string());
    assert_eq!(session.get("/v1/valuations").await.1, json!([made]));
}

#[tokio::test]
async fn an_update_replaces_everything_and_needs_the_paths_id() {
    let session = start().await;
    let id = session.valuation(&valuation_body()).await;
    let changed = with(
        without(valuation_body(), "lossesAvailability"),
        json!({"id": id, "name": "Renamed"}),
    );
    let (status, answer) = session.post(&format!("/v1/valuations/{id}"), &changed).await;
    assert_eq!((status, &answer["name"]), (200, &json!("Renamed")));
    let (_, list) = session.get("/v1/valuations").await;
    assert_eq!(list[0]["name"], "Renamed");
    assert!(list[0].get("lossesAvailability").is_none());
    let other = with(changed.clone(), json!({"id": id + 1}));
    assert_eq!(session.post(&format!("/v1/valuations/{id}"), &other).await.0, 400);
    assert_eq!(session.post("/v1/valuations/999", &changed).await.0, 404);
}

#[tokio::test]
async fn a_copy_has_a_new_id_and_a_deleted_valuation_is_gone_for_good() {
    let session = start().await;
    let id = session.valuation(&valuation_body()).await;
    let (status, copy) = session.post(&format!("/v1/valuations/{id}/copy"), &json!({})).await;
    assert_eq!((status, &copy["name"]), (200, &json!("Test farm")));
    let copied = copy["id"].as_i64().unwrap();
    assert_ne!(copied, id);
    let delete = || session.request(Method::DELETE, &format!("/v1/valuations/{copied}"));
    assert_eq!(session.send(delete()).await.0, 200);
    assert_eq!(session.send(delete()).await.0, 404);
    assert_eq!(ids(&session, "").await, [id]);
    assert!(
        session.valuation(&valuation_body()).await > copied,
        "an id is not used twice"
    );
    assert_eq!(
        session
            .post(&format!("/v1/valuations/{copied}/copy"), &json!({}))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_search_finds_words_of_name_and_description_in_any_case() {
    let session = start().await;
    let north = session
        .valuation(&with(
            valuation_body(),
            json!({"name": "North Bank", "description": "big one"}),
        ))
        .await;
    let south = session
        .valuation(&with(
            valuation_body(),
            json!({"name": "South Bank", "description": "small one"}),
        ))
        .await;
    for (query, found) in [
        ("", vec![north, south]),
        ("?searchText=", vec![north, south]),
        ("?searchText=bank", vec![north, south]),
        ("?searchText=BIG+bank", vec![north]),
        ("?searchText=one+-north", vec![south]),
        ("?searchText=nowhere", vec![]),
    ] {
        assert_eq!(ids(&session, query).await, found, "{query}");
    }
}

#[tokio::test]
async fn wrong_parameters_are_refused_at_creation() {
    let session = start().await;
    for (change, named) in [
        (json!({"name": null}), "name"),
        (json!({"name": " "}), "name"),
        (json!({"description": null}), "description"),
        (json!({"scenarioId": null}), "scenarioId"),
        (json!({"scenarioId": 1}), "scenario 1"),
        (json!({"latitude": 84}), "not supported"),
        (json!({"windType": "era6"}), "era6"),
        (json!({"windType": "uploadedwind"}), "uploaded"),
        (json!({"windType": "p50scaling"}), "p50GrossProduction"),
        (json!({"turbineModelId": 0}), "turbine 0"),
        (json!({"hubHeight": null}), "hubHeight"),
        (json!({"lossesWake": 20}), "lossesWake"),
        (
            json!({"timeBasedCurtailmentThresholds": [{"threshold": 1, "timeValidFrom": "2028-01-01T00:00:00.000Z"},
            {"threshold": 2, "timeValidFrom": "2024-01-01T00:00:00.000Z"}]}),
            "ascending",
        ),
    ] {
        let (status, answer) = session
            .put("/v1/valuations", &with(valuation_body(), change.clone()))
            .await;
        assert_eq!(status, 400, "{change}");
        assert!(
            answer["message"].as_str().unwrap().contains(named),
            "{change}: {answer}"
        );
    }
    assert_eq!(ids(&session, "").await, [0_i64; 0]);
}

fn speeds(hours: usize) -> Value {
    json!({"startTime": "2017-11-01T00:00:00.000Z", "interval": 1, "granularityInMins": 60,
        "lowHeight": {"height": 59, "speeds": hourly(hours, 20.0)}})
}

fn generation(hours: usize) -> Value {
    json!({"startTime": "2017-11-01T00:00:00.000Z", "installedCapacity": 26.65, "generation": hourly(hours, 26.0)})
}

#[tokio::test]
async fn data_are_needed_where_no_wind_type_is_named_and_make_the_outputs_possible() {
    let session = start().await;
    let bare = without(valuation_body(), "windType");
    let no_turbine = without(without(bare.clone(), "turbineModelId"), "numberOfTurbines");
    for (body, operation, data) in [
        (bare, "wind", speeds(9000)),
        (no_turbine, "rawGeneration", generation(9000)),
    ] {
        let id = session.valuation(&body).await;
        let outputs = format!("/v1/valuations/{id}/outputs?format=json");
        let (status, answer) = session.get(&outputs).await;
        assert_eq!((status, &answer["error"]), (400, &json!("NoWindData")));
        assert_eq!(
            session.post(&format!("/v1/valuations/{id}/{operation}"), &data).await.0,
            200
        );
        assert_eq!(session.get(&outputs).await.0, 200, "{operation}");
    }
}

#[tokio::test]
async fn calibrated_generation_is_used_as_it_is() {
    let session = start().await;
    let body = ["turbineModelId", "numberOfTurbines", "hubHeight"]
        .iter()
        .fold(valuation_body(), |body, name| without(body, name));
    let id = session.valuation(&body).await;
    let calibrated = hourly(8760, 240.0);
    let data = json!({"startTime": "2010-01-01T00:00:00.000Z", "installedCapacity": 240,
        "historicGeneration": hourly(8784, 240.0), "calibratedGeneration": calibrated});
    assert_eq!(
        session.get(&format!("/v1/valuations/{id}/outputs?format=json")).await.0,
        400,
        "no turbine and no data yet"
    );
    assert_eq!(
        session
            .post(&format!("/v1/valuations/{id}/calibratedGeneration"), &data)
            .await
            .0,
        200
    );
    let (status, outputs) = session
        .get(&format!("/v1/valuations/{id}/outputs?format=json&hourlyData=True"))
        .await;
    assert_eq!(status, 200);
    let rows = outputs["forecast"]["hourly"].as_array().unwrap();
    for (row, energy) in rows.iter().zip(&calibrated) {
        assert!((row["loadFactor"].as_f64().unwrap() - energy / 240.0).abs() <= 0.5e-4 + 1e-12);
    }
}

#[tokio::test]
async fn uploads_are_checked_and_an_unknown_valuation_is_404() {
    let session = start().await;
    let id = session.valuation(&without(valuation_body(), "windType")).await;
    for (operation, data, reason) in [
        ("wind", speeds(8000), "one year"),
        ("wind", with(speeds(8760), json!({"interval": 2})), "contradict"),
        ("wind", with(speeds(8760), json!({"lowHeight": null})), "lowHeight"),
        ("rawGeneration", generation(8000), "one year"),
        (
            "rawGeneration",
            with(generation(8760), json!({"installedCapacity": 0})),
            "installedCapacity",
        ),
        (
            "rawGeneration",
            with(generation(8760), json!({"startTime": "soon"})),
            "startTime",
        ),
        ("calibratedGeneration", generation(8760), "calibratedGeneration"),
    ] {
        let (status, answer) = session.post(&format!("/v1/valuations/{id}/{operation}"), &data).await;
        assert_eq!(status, 400, "{operation}");
        assert!(
            answer["message"].as_str().unwrap().contains(reason),
            "{reason}: {answer}"
        );
    }
    assert_eq!(session.post("/v1/valuations/999/wind", &speeds(8760)).await.0, 404);
}
