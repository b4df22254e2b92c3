//! Where the bodies of the stable engine 2025-01 differ from those of later ones.

use etm_client::sessions::{Interpolation, SessionUpdate};
use etm_client::{ErrorKind, NewSession};
use futures_util::TryStreamExt;
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{answer, client, serving};

#[tokio::test]
async fn an_operation_that_an_engine_does_not_have_says_so() {
    let server = MockServer::start().await;
    let unrouted = ResponseTemplate::new(404).set_body_json(json!({"status": 404, "error": "Not Found"}));
    Mock::given(any()).respond_with(unrouted).mount(&server).await;
    let (client, _) = client(&server);
    let errors = [
        client
            .sessions()
            .interpolate_many(&Interpolation::new([1], [2030]))
            .await
            .unwrap_err(),
        client
            .sessions()
            .export(&[1])
            .try_collect::<Vec<_>>()
            .await
            .unwrap_err(),
        client
            .sessions()
            .load_dump(&serde_json::from_value(json!({})).unwrap())
            .await
            .unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(
            error.to_string().contains("may be of a version without this operation"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn both_wordings_of_one_refusal_are_messages() {
    for body in [
        json!({"errors": ["Scenario area_code is unknown or not supported", "Metadata can not exceed 64Kb"]}),
        json!({"errors": ["Scenario: Area code is unknown or not supported", "Scenario: Metadata can not exceed 64Kb"]}),
    ] {
        let server = serving("GET", "/none", json!({})).await;
        answer(&server, "PUT", "/scenarios/7", 422, body).await;
        let (client, _) = client(&server);
        let error = client
            .sessions()
            .update(7, &SessionUpdate::new().with_private(true))
            .await
            .unwrap_err();
        assert_eq!((error.kind(), error.messages().len()), (ErrorKind::InvalidRequest, 2));
    }
}

#[tokio::test]
async fn a_wrong_year_is_invalid_as_400_and_as_422() {
    for (status, text) in [
        (
            400,
            "Interpolated scenario must have an end year equal or prior to the original scenario (2050)",
        ),
        (422, "must be prior to the original scenario end year"),
    ] {
        let server = serving("GET", "/none", json!({})).await;
        answer(
            &server,
            "POST",
            "/scenarios/7/interpolate",
            status,
            json!({"errors": [text]}),
        )
        .await;
        let (client, _) = client(&server);
        let error = client.sessions().interpolate(7, 2060, None).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.messages()),
            (ErrorKind::InvalidRequest, &[text.to_owned()][..])
        );
    }
}

#[tokio::test]
async fn a_missing_scope_is_403_there_and_404_here() {
    for (status, text, kind) in [
        (403, "Scenario does not belong to you", ErrorKind::Forbidden),
        (404, "Not found", ErrorKind::NotFound),
    ] {
        let server = serving("GET", "/none", json!({})).await;
        answer(&server, "POST", "/scenarios", status, json!({"errors": [text]})).await;
        let (client, _) = client(&server);
        let error = client.sessions().create(&NewSession::default()).await.unwrap_err();
        assert_eq!(error.kind(), kind);
    }
}
