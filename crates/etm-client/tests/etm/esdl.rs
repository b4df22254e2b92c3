//! ESDL files.

use etm_client::ErrorKind;
use etm_client::esdl::EsdlDocument;
use serde_json::json;
use wiremock::MockServer;

use crate::support::{answer, client, lines, requests, serving};

const AT: &str = "/scenarios/7/esdl_file";
const XML: &str = "<?xml version='1.0'?>\n<esdl:EnergySystem name=\"Zürich\"/>\n";

fn document() -> EsdlDocument {
    EsdlDocument::new("my region.esdl", XML).unwrap()
}

#[tokio::test]
async fn a_file_is_told_about_without_its_content_and_read_with_it() {
    let body = json!({"filename": "my_region.esdl", "created_at": "2026-05-01T10:00:00.000Z", "file": XML, "new": 1});
    let server = serving("GET", AT, body).await;
    let (client, _) = client(&server);
    let file = client.esdl(7).get().await.unwrap().unwrap();
    assert_eq!(file.filename.as_deref(), Some("my_region.esdl"));
    assert_eq!(client.esdl(7).text().await.unwrap().as_deref(), Some(XML));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("region.esdl");
    std::fs::write(&path, "old").unwrap();
    assert_eq!(client.esdl(7).download(&path).await.unwrap(), XML.len() as u64);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), XML);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let base = format!("GET /api/v3{AT}");
    let with = format!("{base}?download=true");
    assert_eq!(lines(&server).await, [base, with.clone(), with]);
}

#[tokio::test]
async fn nothing_attached_is_none_and_nothing_to_write() {
    let server = serving("GET", AT, json!({})).await;
    let (client, _) = client(&server);
    assert!(client.esdl(7).get().await.unwrap().is_none());
    assert!(client.esdl(7).text().await.unwrap().is_none());
    let folder = tempfile::tempdir().unwrap();
    let error = client.esdl(7).download(folder.path().join("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("session 7 has no ESDL file"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_without_its_content_and_a_disk_without_the_folder_are_errors() {
    let server = serving("GET", AT, json!({"filename": "a.esdl"})).await;
    let error = client(&server).0.esdl(7).text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let server = serving("GET", AT, json!({"filename": "a.esdl", "file": XML})).await;
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("gone/x"), folder.path().join("..")] {
        let error = client(&server).0.esdl(7).download(path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    }
}

#[tokio::test]
async fn an_upload_is_a_form_with_the_file_under_its_name() {
    let server = MockServer::start().await;
    answer(&server, "PUT", AT, 202, json!({})).await;
    client(&server).0.esdl(7).upload(&document()).await.unwrap();
    let body = String::from_utf8(requests(&server).await[0].body.clone()).unwrap();
    let expected = format!("name=\"file\"; filename=\"my region.esdl\"\r\n\r\n{XML}\r\n--");
    assert!(body.contains(&expected), "{body}");
}

#[tokio::test]
async fn every_way_in_which_an_upload_is_refused_keeps_its_messages() {
    for (status, body, message, kind) in [
        (
            422,
            json!({"errors": ["\"file\" was not a valid multipart/form-data file"], "error_keys": ["not_multipart_form_data"]}),
            "\"file\" was not a valid multipart/form-data file",
            ErrorKind::InvalidRequest,
        ),
        (
            422,
            json!({"errors": ["ESDL file should not be larger than 5MB"], "error_keys": ["file_too_large"]}),
            "ESDL file should not be larger than 5MB",
            ErrorKind::InvalidRequest,
        ),
        (
            422,
            json!({"errors": ["This file does not contain ESDL"]}),
            "This file does not contain ESDL",
            ErrorKind::InvalidRequest,
        ),
        (
            400,
            json!({"errors": ["param is missing or the value is empty: file"]}),
            "param is missing or the value is empty: file",
            ErrorKind::InvalidRequest,
        ),
        (
            403,
            json!({"errors": ["Scenario does not belong to you"]}),
            "Scenario does not belong to you",
            ErrorKind::Forbidden,
        ),
        (
            404,
            json!({"errors": ["Scenario not found"]}),
            "Scenario not found",
            ErrorKind::NotFound,
        ),
    ] {
        let server = MockServer::start().await;
        answer(&server, "PUT", AT, status, body).await;
        let error = client(&server).0.esdl(7).upload(&document()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.messages()),
            (kind, [message.to_owned()].as_slice())
        );
        assert_eq!(error.operation(), Some("update_esdl_file"));
    }
}

#[tokio::test]
async fn a_file_that_cannot_take_its_name_leaves_nothing_behind() {
    let server = serving("GET", AT, json!({"filename": "a.esdl", "file": XML})).await;
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    std::fs::create_dir(&taken).unwrap();
    std::fs::write(taken.join("inside"), "x").unwrap();
    let error = client(&server).0.esdl(7).download(&taken).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["taken"]);
}

#[cfg(feature = "blocking")]
#[test]
fn the_waiting_client_does_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(serving("GET", AT, json!({"filename": "a.esdl", "file": XML})));
    runtime.block_on(answer(&server, "PUT", AT, 202, json!({})));
    let blocking = etm_client::blocking::EtmClient::new(client(&server).0).unwrap();
    assert_eq!(blocking.esdl(7).text().unwrap().as_deref(), Some(XML));
    blocking.esdl(7).upload(&document()).unwrap();
    assert_eq!(runtime.block_on(requests(&server)).len(), 2);
}
