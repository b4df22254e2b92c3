use etm_client::{ErrorKind, UserUpdate};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{answer, bodies, client, guest, lines, reply_with, requests, serving};

#[tokio::test]
async fn the_user_is_changed_by_what_is_set() {
    let user = json!({"id": "7", "name": "Ada", "private_scenarios": true, "admin": false, "include_in_qi_db": false,
        "user_email": null, "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z", "mood": "fine"});
    let server = serving("PUT", "/user", user).await;
    let (etm, _) = client(&server);
    let user = etm.me().update(&UserUpdate::new().with_name("Ada")).await.unwrap();
    assert_eq!(
        (user.id, user.name.as_deref(), user.private_scenarios),
        (Some(7), Some("Ada"), Some(true))
    );
    etm.me()
        .update(&UserUpdate::new().with_private_scenarios(false))
        .await
        .unwrap();
    assert_eq!(
        bodies(&server).await,
        [
            json!({"user": {"name": "Ada"}}),
            json!({"user": {"private_scenarios": false}})
        ]
    );
}

#[tokio::test]
async fn a_refused_user_says_which_field_is_wrong() {
    let server = MockServer::start().await;
    answer(&server, "PUT", "/user", 422, json!({"name": ["can't be blank"]})).await;
    let error = client(&server)
        .0
        .me()
        .update(&UserUpdate::new().with_name("x"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::InvalidRequest, Some("update_user"))
    );
    assert_eq!(error.messages(), ["name: can't be blank"]);
}

#[tokio::test]
async fn the_user_is_deleted_by_an_empty_answer() {
    let server = MockServer::start().await;
    reply_with(&server, "DELETE", "/user", ResponseTemplate::new(200)).await;
    client(&server).0.me().delete().await.unwrap();
    assert_eq!(lines(&server).await, ["DELETE /api/v3/user"]);
}

#[tokio::test]
async fn my_etm_tells_about_the_token_and_who_it_is() {
    let info = json!({"resource_owner_id": 123, "scope": ["openid", "public", "scenarios:read"], "expires_in": 2_589_760,
        "application": {"uid": null}, "created_at": 1_672_679_356});
    let server = serving("GET", "/my/oauth/token/info", info).await;
    answer(
        &server,
        "GET",
        "/my/oauth/userinfo",
        200,
        json!({"sub": "123", "email": "ada@example.com"}),
    )
    .await;
    let (etm, _) = client(&server);
    let info = etm.me().token_info().await.unwrap();
    assert_eq!((info.resource_owner_id, info.expires_in), (Some(123), Some(2_589_760)));
    assert_eq!(info.scope.unwrap()[2], "scenarios:read");
    let user = etm.me().user_info().await.unwrap();
    assert_eq!(
        (user.sub.as_deref(), user.email.as_deref(), user.name),
        (Some("123"), Some("ada@example.com"), None)
    );
    assert_eq!(
        lines(&server).await,
        ["GET /my/oauth/token/info", "GET /my/oauth/userinfo"]
    );
}

#[tokio::test]
async fn a_guest_and_an_empty_update_are_refused_before_anything_is_sent() {
    let server = MockServer::start().await;
    let (etm, _) = guest(&server);
    let update = UserUpdate::new().with_name("x");
    let errors = [
        (etm.me().update(&update).await.unwrap_err(), "update_user"),
        (etm.me().delete().await.unwrap_err(), "delete_user"),
        (etm.me().token_info().await.unwrap_err(), "get_token_info"),
        (etm.me().user_info().await.unwrap_err(), "get_userinfo"),
    ];
    for (error, operation) in errors {
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Credential, Some(operation))
        );
        assert!(error.to_string().contains("ETM_API_TOKEN"), "{error}");
    }
    for update in [UserUpdate::new(), UserUpdate::new().with_name(" ")] {
        let error = client(&server).0.me().update(&update).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert!(requests(&server).await.is_empty());
}
