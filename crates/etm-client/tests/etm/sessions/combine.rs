use etm_client::ErrorKind;
use etm_client::sessions::{Interpolation, Merge};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::json;

use crate::support::{answer, answer_raw, bodies, client, lines, serving, session};

#[tokio::test]
async fn sessions_are_merged_by_ids_that_are_texts() {
    let server = serving(
        "POST",
        "/scenarios/merge",
        session(9, &json!({"source": "ETEngine Merger"})),
    )
    .await;
    let (client, _) = client(&server);
    let merge = Merge::new().with_session(101, 3.0).with_session_of_mean_weight(102);
    assert_eq!(client.sessions().merge(&merge).await.unwrap().id, 9);
    let expected = json!({"scenarios": [{"scenario_id": "101", "weight": 3.0}, {"scenario_id": "102"}]});
    assert_eq!(bodies(&server).await, [expected]);
}

#[tokio::test]
async fn a_merge_that_would_give_nothing_but_null_is_refused_before_sending() {
    let server = serving("POST", "/scenarios/merge", session(9, &json!({}))).await;
    let (client, _) = client(&server);
    for (merge, words) in [
        (Merge::new(), "no sessions to merge"),
        (
            Merge::new()
                .with_session_of_mean_weight(1)
                .with_session_of_mean_weight(2),
            "no session has a weight above 0",
        ),
        (
            Merge::new().with_session(1, 0.0).with_session(2, 0.0),
            "no session has a weight above 0",
        ),
        (
            Merge::new().with_session(1, 1.0).with_session(1, 2.0),
            "session 1 is to be merged twice",
        ),
        (
            Merge::new().with_session(1, -1.0).with_session(2, 2.0),
            "the weight of session 1 is -1",
        ),
        (Merge::new().with_session(1, f64::INFINITY), "has to be a finite number"),
    ] {
        let error = client.sessions().merge(&merge).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::InvalidRequest, Some("merge_scenarios"))
        );
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(lines(&server).await.is_empty());
    client
        .sessions()
        .merge(&Merge::new().with_session_of_mean_weight(1))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_merge_that_the_engine_refuses_gives_its_messages() {
    for (status, body, message) in [
        (
            400,
            json!({"errors": {"base": ["You must provide at least one scenario"]}}),
            "base: You must provide at least one scenario",
        ),
        (
            422,
            json!({"errors": {"base": ["One or more scenarios have differing end years"]}}),
            "base: One or more scenarios have differing end years",
        ),
        (404, json!({"errors": ["No such scenario: -1"]}), "No such scenario: -1"),
    ] {
        let server = serving("GET", "/none", json!({})).await;
        answer(&server, "POST", "/scenarios/merge", status, body).await;
        let (client, _) = client(&server);
        let error = client
            .sessions()
            .merge(&Merge::new().with_session(1, 1.0))
            .await
            .unwrap_err();
        assert_eq!(error.messages(), [message]);
    }
}

#[tokio::test]
async fn a_year_between_is_made_from_the_data_or_from_another_session() {
    let server = serving(
        "POST",
        "/scenarios/1/interpolate",
        session(9, &json!({"end_year": 2040})),
    )
    .await;
    let (client, _) = client(&server);
    client.sessions().interpolate(1, 2040, None).await.unwrap();
    let made = client.sessions().interpolate(1, 2040, Some(11111)).await.unwrap();
    assert_eq!(made.end_year, Some(2040));
    let expected = [
        json!({"end_year": 2040}),
        json!({"end_year": 2040, "start_scenario_id": 11111}),
    ];
    assert_eq!(bodies(&server).await, expected);
}

#[tokio::test]
async fn many_years_are_made_at_once() {
    let made = json!([
        session(8, &json!({"end_year": 2025})),
        session(9, &json!({"end_year": 2045}))
    ]);
    let server = serving("POST", "/scenarios/interpolate", made).await;
    let (client, _) = client(&server);
    let interpolation = Interpolation::new([11111, 22222], [2045, 2025]);
    let years: Vec<_> = client.sessions().interpolate_many(&interpolation).await.unwrap();
    assert_eq!(years.iter().map(|session| session.id).collect::<Vec<_>>(), [8, 9]);
    let expected = json!({"scenario_ids": [11111, 22222], "end_years": [2045, 2025]});
    assert_eq!(bodies(&server).await, [expected]);
    for (interpolation, words) in [
        (Interpolation::new([], [2030]), "no sessions to interpolate"),
        (Interpolation::new([1], []), "no end years"),
        (Interpolation::new([1, 2, 1], [2030]), "session 1 is named twice"),
    ] {
        let error = client.sessions().interpolate_many(&interpolation).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
    assert_eq!(lines(&server).await.len(), 1);
}

#[tokio::test]
async fn a_refused_interpolation_gives_its_messages() {
    let server = serving("GET", "/none", json!({})).await;
    let body = json!({"errors": {"end_years": ["2055 must be prior to the latest scenario end year"]}});
    answer(&server, "POST", "/scenarios/interpolate", 422, body).await;
    let body =
        json!({"errors": ["cannot interpolate scaled scenarios", "must be prior to the original scenario end year"]});
    answer(&server, "POST", "/scenarios/1/interpolate", 422, body).await;
    let (client, _) = client(&server);
    let error = client
        .sessions()
        .interpolate_many(&Interpolation::new([1], [2055]))
        .await
        .unwrap_err();
    assert_eq!(
        error.messages(),
        ["end_years: 2055 must be prior to the latest scenario end year"]
    );
    let error = client.sessions().interpolate(1, 2055, None).await.unwrap_err();
    assert_eq!(error.messages().len(), 2);
}

#[tokio::test]
async fn an_export_is_read_line_by_line() {
    let one = r#"{"end_year":2050,"area_code":"nl2019","user_values":{"costs_co2":120.0},"metadata":{"id":1,"source":null},"user_curves":{"weather/air_temperature":[4.1,4.0]},"user_sortables":{"ForecastStorageOrder":{"order":["a"]}},"later":1}"#;
    let body = format!("{one}\n\n{}", one.replace("\"id\":1", "\"id\":\"2\""));
    let server = serving("GET", "/none", json!({})).await;
    answer_raw(&server, "POST", "/scenarios/export", 200, "application/x-ndjson", body).await;
    let (client, _) = client(&server);
    let stream = client.sessions().export(&[1, 2]);
    assert!(lines(&server).await.is_empty(), "nothing is asked before the stream is");
    let read: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(
        read[0].user_curves.as_ref().unwrap()["weather/air_temperature"],
        [4.1, 4.0]
    );
    assert_eq!(read[1].metadata.as_ref().unwrap().id, Some(2));
    assert_eq!(bodies(&server).await, [json!({"ids": [1, 2]})]);
}

#[tokio::test]
async fn a_damaged_line_is_named_and_ends_the_export() {
    let server = serving("GET", "/none", json!({})).await;
    let body = "{\"end_year\":2050}\n{\"end_year\": \"x\n{}\n";
    answer_raw(&server, "POST", "/scenarios/export", 200, "application/x-ndjson", body).await;
    let (client, _) = client(&server);
    let read: Vec<_> = client.sessions().export(&[1]).collect().await;
    assert_eq!(read.len(), 2);
    let error = read[1].as_ref().unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Decode, Some("export_scenarios"))
    );
    assert!(error.to_string().contains("line 2"), "{error}");
}

#[tokio::test]
async fn an_export_that_is_refused_has_its_messages_whatever_its_content_type() {
    let server = serving("GET", "/none", json!({})).await;
    let body = r#"{"errors":["no accessible scenarios found with IDs: 1, 2"]}"#;
    answer_raw(&server, "POST", "/scenarios/export", 422, "application/x-ndjson", body).await;
    let (client, _) = client(&server);
    let error = client
        .sessions()
        .export(&[1, 2])
        .try_collect::<Vec<_>>()
        .await
        .unwrap_err();
    assert_eq!(error.messages(), ["no accessible scenarios found with IDs: 1, 2"]);
    let error = client.sessions().export(&[]).try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
}

#[tokio::test]
async fn what_was_exported_can_be_loaded_by_whoever_may() {
    let server = serving("POST", "/scenarios/load_dump", session(9, &json!({}))).await;
    let dump = json!({"area_code": "nl2019", "end_year": 2050, "user_values": {"costs_co2": 120.0}});
    let (client, _) = client(&server);
    let dump = serde_json::from_value(dump.clone()).map(|read| (read, dump)).unwrap();
    assert_eq!(client.sessions().load_dump(&dump.0).await.unwrap().id, 9);
    assert_eq!(bodies(&server).await, [dump.1]);
}
