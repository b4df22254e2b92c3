use amun_client::auth::{MapEnv, Places};
use amun_client::{AmunClient, AtlasArea, ErrorKind, TurbineWorkbook};
use serde_json::json;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{client, client_at, request};

#[test]
fn the_second_base_follows_from_the_first_only_where_it_surely_does() {
    let rows = [
        (
            "https://api.auroraer.com/amun/v1",
            Some("https://api.auroraer.com/amun/v2"),
        ),
        (
            "https://api.auroraer.com/amun/v1/",
            Some("https://api.auroraer.com/amun/v2"),
        ),
        ("http://localhost:3001/v1", Some("http://localhost:3001/v2")),
        (
            "http://localhost:3001/v1/amun/v1",
            Some("http://localhost:3001/v1/amun/v2"),
        ),
        ("http://localhost:8080", None),
        ("http://localhost:8080/v1x", None),
        ("http://localhost:8080/v1/amun", None),
        ("http://localhost:8080/V1", None),
    ];
    for (base, second) in rows {
        let (client, _) = client_at(base);
        assert_eq!(client.v2_base_url().map(|url| url.as_str()), second, "{base}");
    }
}

#[tokio::test]
async fn without_a_second_base_version_1_works_and_version_2_fails_before_anything_is_sent() {
    let server = MockServer::start().await;
    Mock::given(path("/turbines"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([])))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client_at(&server.uri());
    assert_eq!(client.turbines().list().await.unwrap(), []);
    let submit = client.load_factors().submit(&request(0.4)).await.unwrap_err();
    let status = client.load_factors().status("t").await.unwrap_err();
    let job = client.load_factors().job("t").await.unwrap_err();
    let raw = client.request("get_load_factor_status").unwrap_err();
    let batch = client.load_factors().batch([request(0.4)]).run().await;
    let batch = &batch.items[0].outcome.as_ref().unwrap_err().error;
    for error in [&submit, &status, &job, &raw, batch] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("with_v2_base_url"), "{error}");
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_explicit_second_base_is_used_as_it_is() {
    let (first, second) = (MockServer::start().await, MockServer::start().await);
    Mock::given(path("/other/loadfactor/t"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"status": "Running"})))
        .expect(1)
        .mount(&second)
        .await;
    let env = MapEnv::from([("AURORA_API_KEY", "from-environment")]);
    let client = AmunClient::builder()
        .with_base_url(first.uri())
        .with_v2_base_url(format!("{}/other/", second.uri()))
        .with_places(Places {
            env: &env,
            home: None,
            working_directory: None,
        })
        .without_proxy()
        .build()
        .unwrap();
    client.load_factors().status("t").await.unwrap();
    let sent = &second.received_requests().await.unwrap()[0];
    assert_eq!(sent.headers["private-token"], "from-environment");
    assert!(!format!("{client:?}").contains("from-environment"));
}

#[test]
fn without_a_token_no_client_is_made() {
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    let error = AmunClient::builder().with_places(places).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("AURORA_API_KEY"), "{error}");
}

async fn serving(list: serde_json::Value, at: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(list);
    Mock::given(path(at)).respond_with(answer).mount(&server).await;
    server
}

#[tokio::test]
async fn a_turbine_is_found_by_its_exact_name_or_near_ones_are_named() {
    let turbine = |id: i64, name: &str| {
        json!({"id": id, "manufacturer": "m", "name": name, "ratedCapacity": 2, "rotorDiameter": 96.5,
               "minHubHeight": null, "maxHubHeight": null, "cutInSpeed": 3.5, "cutOutSpeed": 25,
               "specSource": "custom", "type": "brand-new", "weight": 7})
    };
    let list = json!([
        turbine(268, "Siemens SWT-4.0-130"),
        turbine(1, "Twin"),
        turbine(2, "Twin")
    ]);
    let server = serving(list, "/amun/v1/turbines").await;
    let (client, _) = client(&server);

    let found = client.turbines().find_by_name("Siemens SWT-4.0-130").await.unwrap();
    let (kind, extra) = (found.type_.to_string(), &found.extra["weight"]);
    assert_eq!((found.id, kind.as_str(), extra), (268, "brand-new", &json!(7)));
    let near = client
        .turbines()
        .find_by_name("siemens swt-4.0-130 ")
        .await
        .unwrap_err();
    assert_eq!(
        (near.kind(), near.operation()),
        (ErrorKind::NotFound, Some("list_turbines"))
    );
    let hint = "did you mean \"Siemens SWT-4.0-130\" (id 268)";
    assert!(near.to_string().contains(hint), "{near}");
    let twice = client.turbines().find_by_name("Twin").await.unwrap_err();
    assert_eq!(twice.kind(), ErrorKind::Ambiguous);
}

#[tokio::test]
async fn only_live_scenarios_are_found_and_a_retired_one_is_mentioned() {
    let scenario = |id: i64, name: &str, retired: Option<bool>| {
        json!({"id": id, "name": name, "isRetired": retired, "region": "gbr", "S3uri": null, "currency": "GBP",
               "currencyYear": 2018, "type": "legacy"})
    };
    let list = json!([
        scenario(3, "Smart", Some(true)),
        scenario(4, "Central", Some(true)),
        scenario(5, "Central", Some(false)),
        scenario(6, "Unsaid", None),
    ]);
    let server = serving(list, "/amun/v1/scenarios").await;
    let (client, _) = client(&server);
    assert_eq!(client.scenarios().find_by_name("gbr", "Central").await.unwrap().id, 5);
    assert_eq!(client.scenarios().find_by_name("gbr", "Unsaid").await.unwrap().id, 6);
    let retired = client.scenarios().find_by_name("gbr", "Smart").await.unwrap_err();
    assert_eq!(retired.kind(), ErrorKind::NotFound);
    assert!(retired.to_string().contains("is retired (id 3)"), "{retired}");
}

#[tokio::test]
async fn wrong_input_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    let area = AtlasArea::Radius(2000);
    let errors = [
        (
            client.regions().details(95.0, 0.0).await.unwrap_err(),
            "latitude is 95 degrees",
        ),
        (client.scenarios().list("GBR").await.unwrap_err(), "\"gbr\""),
        (
            client
                .wind()
                .atlas_average_speed("gbr", 0.0, 0.0, area)
                .await
                .unwrap_err(),
            "radius is 2000",
        ),
        (client.windfarms().get("../turbines").await.unwrap_err(), "is no UUID"),
        (client.load_factors().status("..").await.unwrap_err(), "the token"),
        (client.request("no_such_operation").unwrap_err(), "no_such_operation"),
    ];
    for (error, part) in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(part), "{error}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_turbine_upload_is_one_part_called_name_without_a_content_type_and_any_answer_will_do() {
    let server = MockServer::start().await;
    Mock::given(method("PUT"))
        .and(path("/amun/v1/turbines"))
        .respond_with(ResponseTemplate::new(204))
        .expect(1)
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let workbook = TurbineWorkbook::new("turbine.xlsx", &b"PK\x03\x04content"[..]).unwrap();
    assert_eq!(client.turbines().upload(&workbook).await.unwrap().0, json!(null));

    let sent = &server.received_requests().await.unwrap()[0];
    let content_type = sent.headers["content-type"].to_str().unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"; filename=\"turbine.xlsx\"\r\n\r\n\
         PK\u{3}\u{4}content\r\n--{boundary}--\r\n"
    );
    assert_eq!(String::from_utf8_lossy(&sent.body), expected);
    assert_eq!(sent.headers["private-token"], crate::TOKEN);
}

#[tokio::test]
async fn open_answers_are_given_as_they_come() {
    let server = MockServer::start().await;
    let farm = json!({"uuid": "6e64363f-b167-4b01-a72b-3fb331916651", "name": "Example farm", "latitude": 51.5});
    Mock::given(path("/amun/v1/windfarms"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([farm])))
        .mount(&server)
        .await;
    Mock::given(path("/amun/v1/wind/series"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([1, {"a": 2}])))
        .mount(&server)
        .await;
    let (client, _) = client(&server);
    let farms = client.windfarms().search("").await.unwrap();
    assert_eq!(
        (farms[0].text("name"), farms[0].number("latitude")),
        (Some("Example farm"), Some(51.5))
    );
    let dataset = amun_client::types::WindSeriesDataset::Newa;
    let series = client.wind().series(40.0, -80.0, 2016, dataset).await.unwrap();
    assert_eq!(series.value(), &json!([1, {"a": 2}]));
    let queries: Vec<_> = server
        .received_requests()
        .await
        .unwrap()
        .iter()
        .map(|r| r.url.query().unwrap().to_owned())
        .collect();
    assert_eq!(queries, ["search=", "dataset=NEWA&lat=40.0&lon=-80.0&year=2016"]);
}
