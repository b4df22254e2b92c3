//! Custom curves: keys with slashes, both dialects, uploads and what is refused.

use etm_client::custom_curves::{Curve, CurveSource, CustomCurvesOptions};
use etm_client::{ErrorKind, types};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::support::{answer, answer_raw, client, lines, reply_with, requests, serving};

const KEY: &str = "weather/wind_offshore_baseline";
const AT: &str = "/scenarios/7/custom_curves/weather/wind_offshore_baseline";

fn current() -> Value {
    json!({
        "key": KEY, "type": "capacity_profile", "display_group": "electricity_production", "attached": true,
        "overrides": ["flh_of_energy_power_wind_turbine_offshore"], "name": "wind", "size": 78843,
        "date": "2026-04-21T19:00:00.000Z",
        "stats": {"length": 8760, "min_at": 12, "max_at": 4031, "full_load_hours": 4211.5, "median": 0.4},
        "color": "blue",
    })
}

/// 8760 lines without a line end after the last, as the engine sends them.
fn csv() -> String {
    let lines: Vec<String> = (0..8760).map(|hour| format!("{hour}.5")).collect();
    lines.join("\n")
}

fn values() -> Curve {
    Curve::new((0..8760).map(|hour| f64::from(hour) / 3.0).collect::<Vec<_>>()).unwrap()
}

#[tokio::test]
async fn slashes_in_a_key_go_over_the_wire_as_they_are() {
    let server = serving("GET", AT, current()).await;
    answer(&server, "PUT", AT, 200, current()).await;
    reply_with(&server, "DELETE", AT, wiremock::ResponseTemplate::new(204)).await;
    let (client, _) = client(&server);
    let curves = client.custom_curves(7);
    curves.get(KEY).await.unwrap();
    curves.upload(KEY, &values()).await.unwrap();
    curves.delete(KEY).await.unwrap();
    // The same address, told apart by what is accepted: here the JSON comes all the same.
    assert_eq!(curves.csv(KEY).await.unwrap_err().kind(), ErrorKind::Decode);
    let base = format!("/api/v3{AT}");
    let expected = ["GET", "PUT", "DELETE", "GET"].map(|verb| format!("{verb} {base}"));
    assert_eq!(lines(&server).await, expected);
    let accepts: Vec<_> = requests(&server)
        .await
        .iter()
        .filter(|request| request.method == "GET")
        .map(|request| request.headers["accept"].to_str().unwrap().to_owned())
        .collect();
    assert_eq!(accepts, ["application/json", "text/csv"]);
}

#[tokio::test]
async fn a_key_that_would_go_elsewhere_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let curves = client.custom_curves(7);
    for key in [
        "",
        " ",
        "/weather/x",
        "weather//x",
        "weather/",
        "../users",
        "weather/../../users",
        "weather%2Fx",
        "river.csv",
        "river.json",
        "river?x=1",
        "river#x",
    ] {
        for error in [
            curves.get(key).await.unwrap_err(),
            curves.csv(key).await.unwrap_err(),
            curves.upload(key, &values()).await.unwrap_err(),
            curves.delete(key).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{key:?}: {error}");
        }
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn a_list_is_read_in_both_dialects_with_what_is_new() {
    let older = json!({
        "key": "interconnector_1_price", "type": "price", "attached": true, "overrides": [],
        "name": "my_price.csv", "size": 70001, "date": "2025-04-21T18:57:03.000Z",
        "stats": {"length": 8760, "min_at": 23, "max_at": 441, "max": 35, "min": 24.17, "mean": 30.1},
        "source_scenario": {},
    });
    let unattached = json!({
        "key": "weather/insulation_apartments_low", "type": "brand_new", "display_group": null,
        "attached": false, "overrides": [], "internal": true,
    });
    let at = "/scenarios/7/custom_curves";
    let server = serving("GET", at, json!([current(), older, unattached])).await;
    let (client, _) = client(&server);
    let curves = client.custom_curves(7);
    let options = CustomCurvesOptions::default();
    let list = curves.list(&options).await.unwrap();
    assert_eq!(list.len(), 3);
    assert_eq!(list[0].size, Some(78843));
    assert_eq!(list[0].extra["color"], "blue");
    assert_eq!(list[1].name.as_deref(), Some("my_price.csv"));
    assert_eq!(
        list[2].type_,
        Some(types::CustomCurveType::Unknown("brand_new".to_owned()))
    );
    assert_eq!((list[2].attached, list[2].internal), (Some(false), Some(true)));
    curves.list(&options.with_unattached(true)).await.unwrap();
    curves
        .list(&options.with_unattached(true).with_internal(true))
        .await
        .unwrap();
    let base = format!("GET /api/v3{at}");
    let expected = [
        base.clone(),
        format!("{base}?include_unattached=true"),
        format!("{base}?include_unattached=true&include_internal=true"),
    ];
    assert_eq!(lines(&server).await, expected);
}

#[tokio::test]
async fn an_upload_is_a_form_with_one_number_per_line_and_where_it_comes_from() {
    let mut with_series = current();
    with_series["series"] = json!(vec![0.25; 8760]);
    let server = serving("PUT", AT, with_series).await;
    let (client, _) = client(&server);
    let source = CurveSource {
        scenario_id: 12,
        scenario_title: "High wind".to_owned(),
        saved_scenario_id: 34,
        dataset_key: "nl2019".to_owned(),
        end_year: 2050,
    };
    let curve = values().with_name("my/wind").with_source(source);
    let attached = client.custom_curves(7).upload(KEY, &curve).await.unwrap();
    assert_eq!(attached.series.unwrap().len(), 8760);
    client.custom_curves(7).upload(KEY, &values()).await.unwrap();

    let sent = requests(&server).await;
    assert!(
        sent[0].headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("multipart/form-data; boundary=")
    );
    let body = String::from_utf8(sent[0].body.clone()).unwrap();
    assert!(
        body.contains("name=\"file\"; filename=\"my-wind.csv\"\r\n\r\n0.0\n0.3333333333333333\n"),
        "the first lines"
    );
    assert!(body.contains("\n2919.6666666666665\n\r\n--"), "the last line");
    for (name, value) in [
        ("source_scenario_id", "12"),
        ("source_scenario_title", "High wind"),
        ("source_saved_scenario_id", "34"),
        ("source_dataset_key", "nl2019"),
        ("source_end_year", "2050"),
    ] {
        let part = format!("name=\"metadata[{name}]\"\r\n\r\n{value}\r\n");
        assert!(body.contains(&part), "{name}");
    }
    let plain = String::from_utf8(sent[1].body.clone()).unwrap();
    assert!(
        plain.contains("filename=\"weather-wind_offshore_baseline.csv\""),
        "{}",
        &plain[..200]
    );
    assert!(!plain.contains("metadata"));
}

#[tokio::test]
async fn every_way_in_which_an_upload_is_refused_keeps_its_messages() {
    let wrong = "Curve must have 8760 numeric values, one for each hour in a typical year";
    let illegal = "Curve must only contain numeric values";
    let pair = |status: u16, message: &str, key: &str| {
        (
            status,
            json!({"errors": [message], "error_keys": [key]}),
            vec![message.to_owned()],
        )
    };
    let rows = [
        pair(422, wrong, "wrong_length"),
        pair(422, illegal, "illegal_value"),
        pair(
            422,
            "Curve must contain only a single numeric value on each line",
            "too_many_columns",
        ),
        pair(
            422,
            "Curve must be a file containing 8760 numeric values",
            "not_a_curve",
        ),
        pair(422, "Curve should not be larger than 1MB", "file_too_large"),
        pair(
            422,
            "\"file\" was not a valid multipart/form-data file",
            "not_multipart_form_data",
        ),
        (
            422,
            json!({"errors": [wrong, illegal], "error_keys": ["wrong_length", "illegal_value"]}),
            vec![wrong.to_owned(), illegal.to_owned()],
        ),
        (
            422,
            json!({"errors": ["No such custom curve: \"foo\""]}),
            vec!["No such custom curve: \"foo\"".to_owned()],
        ),
        (
            400,
            json!({"errors": ["param is missing or the value is empty or invalid: file"]}),
            vec!["param is missing or the value is empty or invalid: file".to_owned()],
        ),
        (
            422,
            json!({"status": 422, "error": "Unprocessable Content"}),
            vec!["Unprocessable Content".to_owned()],
        ),
    ];
    for (status, body, messages) in rows {
        let server = MockServer::start().await;
        answer(&server, "PUT", AT, status, body).await;
        let error = client(&server)
            .0
            .custom_curves(7)
            .upload(KEY, &values())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert_eq!(error.messages(), messages);
        assert_eq!(error.operation(), Some("upload_custom_curve"));
    }
}

#[tokio::test]
async fn a_session_that_may_not_be_changed_says_so() {
    for (status, message, kind) in [
        (403, "Scenario does not belong to you", ErrorKind::Forbidden),
        (404, "Not found", ErrorKind::NotFound),
        (401, "Invalid or expired token", ErrorKind::Unauthorized),
    ] {
        let server = MockServer::start().await;
        answer(&server, "PUT", AT, status, json!({"errors": [message]})).await;
        answer(&server, "DELETE", AT, status, json!({"errors": [message]})).await;
        let (client, _) = client(&server);
        for error in [
            client.custom_curves(7).upload(KEY, &values()).await.unwrap_err(),
            client.custom_curves(7).delete(KEY).await.unwrap_err(),
        ] {
            assert_eq!(
                (error.kind(), error.messages()),
                (kind, [message.to_owned()].as_slice())
            );
        }
    }
}

#[tokio::test]
async fn values_are_8760_numbers_or_an_error() {
    let server = MockServer::start().await;
    answer_raw(&server, "GET", AT, 200, "text/csv", csv()).await;
    let (client_, _) = client(&server);
    let table = client_.custom_curves(7).table(KEY).await.unwrap();
    assert_eq!((table.rows(), table.columns()[0].name.as_str()), (8760, KEY));
    assert_eq!(table.columns()[0].values.number(8759), Some(8759.5));

    let cut = csv().lines().take(8759).collect::<Vec<_>>().join("\n");
    let bad = csv().replace("\n8758.5\n", "\nnone\n");
    for (content_type, body, expected) in [
        ("text/csv", cut, "the curve has 8759 values, but has to have 8760"),
        ("text/csv", bad, "line 8759 of the curve is \"none\""),
        ("text/html", "<!DOCTYPE html>".to_owned(), "a page"),
        ("text/csv", "{\"errors\":[\"gone\"]}".to_owned(), "JSON"),
    ] {
        let server = MockServer::start().await;
        answer_raw(&server, "GET", AT, 200, content_type, body).await;
        let (client, _) = client(&server);
        let folder = tempfile::tempdir().unwrap();
        let error = client.custom_curves(7).values(KEY).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(error.operation(), Some("download_custom_curve"));
        assert!(error.to_string().contains(expected), "{expected:?} is not in {error}");
        let error = client
            .custom_curves(7)
            .download(KEY, folder.path().join("x"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_custom_curve_goes_to_disk_as_it_is() {
    let server = MockServer::start().await;
    answer_raw(&server, "GET", AT, 200, "text/csv", csv()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wind.csv");
    let report = client(&server).0.custom_curves(7).download(KEY, &path).await.unwrap();
    assert_eq!(report.bytes, csv().len() as u64);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), csv());
    // What was fetched can be uploaded again.
    assert_eq!(Curve::from_file(&path).unwrap().values()[8759], 8759.5);
}

#[cfg(feature = "blocking")]
#[test]
fn the_waiting_client_does_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(serving("PUT", AT, current()));
    runtime.block_on(answer(
        &server,
        "GET",
        "/scenarios/7/custom_curves",
        200,
        json!([current()]),
    ));
    let blocking = etm_client::blocking::EtmClient::new(client(&server).0).unwrap();
    let curves = blocking.custom_curves(7);
    assert_eq!(curves.upload(KEY, &values()).unwrap().key.as_deref(), Some(KEY));
    assert_eq!(curves.list(&CustomCurvesOptions::default()).unwrap().len(), 1);
}
