//! Areas.

use etm_client::ErrorKind;
use serde_json::json;
use wiremock::MockServer;

use crate::support::{answer, client, guest, lines, serving};

#[tokio::test]
async fn areas_keep_every_attribute_and_need_no_token() {
    let body = json!([
        {"area": "nl2023", "group": "country", "analysis_year": 2023, "number_of_inhabitants": 17_811_291.0,
         "brand_new": {"x": 1}},
        {"area": "GM0363_amsterdam",
         "scaling": {"area_attribute": "number_of_inhabitants", "value": 918_117}, "has_industry": true},
    ]);
    let server = serving("GET", "/areas", body).await;
    let (client, _) = guest(&server);
    let areas = client.areas().list(true).await.unwrap();
    assert_eq!(areas[0].area.as_deref(), Some("nl2023"));
    let as_json = serde_json::to_value(&areas).unwrap();
    assert_eq!(as_json[0]["number_of_inhabitants"], json!(17_811_291.0));
    assert_eq!(as_json[0]["brand_new"], json!({"x": 1}));
    assert_eq!(as_json[1]["scaling"]["value"].as_f64(), Some(918_117.0));
    client.areas().list(false).await.unwrap();
    let base = "GET /api/v3/areas";
    assert_eq!(
        lines(&server).await,
        [format!("{base}?detailed=true"), format!("{base}?detailed=false")]
    );
}

#[tokio::test]
async fn an_area_is_found_by_its_code_and_one_that_is_not_there_is_told() {
    let server = serving("GET", "/areas/nl2018", json!({"area": "nl2018", "useable": false})).await;
    answer(&server, "GET", "/areas/atlantis", 404, json!({"errors": ["Not found"]})).await;
    let (client, _) = client(&server);
    assert_eq!(
        client.areas().get("nl2018").await.unwrap().area.as_deref(),
        Some("nl2018")
    );
    let error = client.areas().get("atlantis").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.messages()),
        (ErrorKind::NotFound, ["Not found".to_owned()].as_slice())
    );
}

#[tokio::test]
async fn a_code_that_would_go_elsewhere_is_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (client, _) = client(&server);
    for code in ["", ".", "..", "../scenarios", "a\nb"] {
        let error = client.areas().get(code).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{code:?}: {error}");
    }
    assert!(lines(&server).await.is_empty());
}

#[cfg(feature = "blocking")]
#[test]
fn the_waiting_client_lists_the_same_areas() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(serving("GET", "/areas", json!([{"area": "nl2019"}])));
    let blocking = etm_client::blocking::EtmClient::new(client(&server).0).unwrap();
    assert_eq!(blocking.areas().list(true).unwrap().len(), 1);
}
