//! Energy system descriptions.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::etm_session::{ADA, CLEO, Etm, GUEST, Who, errors, not_yours, read, start};

const ESDL: &str =
    "<?xml version='1.0'?>\n<esdl:EnergySystem xmlns:esdl=\"http://www.tno.nl/esdl\" name=\"région\"/>\n";

fn form(name: &str, content: String) -> Form {
    Form::new().part("file", Part::bytes(content.into_bytes()).file_name(name.to_owned()))
}

async fn upload(etm: &Etm, who: Who, session: i64, form: Form) -> (u16, Value) {
    let line = format!("PUT /scenarios/{session}/esdl_file");
    read(etm.request(who, &line).multipart(form).send().await.unwrap()).await
}

#[tokio::test]
async fn a_description_comes_back_word_for_word_and_only_on_request() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let path = format!("/scenarios/{session}/esdl_file");
    assert_eq!(etm.get(ADA, &path).await, (200, json!({})));
    assert_eq!(
        upload(&etm, ADA, session, form("my region.esdl", ESDL.to_owned())).await,
        (202, json!({}))
    );
    let (status, file) = etm.get(GUEST, &path).await;
    assert_eq!((status, &file["filename"]), (200, &json!("my region.esdl")));
    assert!(file["created_at"].as_str().unwrap().ends_with(".000Z"));
    assert!(file.get("file").is_none());
    let (_, file) = etm.get(ADA, &format!("{path}?download=true")).await;
    assert_eq!(file["file"], ESDL);
    let (_, file) = etm.get(ADA, &format!("{path}?download=1")).await;
    assert!(file.get("file").is_none());
    // A copy of the scenario has a copy of the file.
    let copy = etm.scenario(ADA, json!({"scenario_id": session})).await;
    let (_, file) = etm
        .get(ADA, &format!("/scenarios/{copy}/esdl_file?download=true"))
        .await;
    assert_eq!(file["file"], ESDL);
}

#[tokio::test]
async fn what_is_no_description_is_refused() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let late = format!("{}{ESDL}", " ".repeat(1024));
    for content in ["<xml/>".to_owned(), late] {
        let answer = upload(&etm, ADA, session, form("a.esdl", content)).await;
        assert_eq!(answer, (422, errors("This file does not contain ESDL")));
    }
    let large = format!("{ESDL}{}", " ".repeat(5 * 1024 * 1024));
    let answer = upload(&etm, ADA, session, form("a.esdl", large)).await;
    let refused = json!({"errors": ["ESDL file should not be larger than 5MB"], "error_keys": ["file_too_large"]});
    assert_eq!(answer, (422, refused));
    let line = format!("PUT /scenarios/{session}/esdl_file");
    let refused = json!({"errors": ["\"file\" was not a valid multipart/form-data file"], "error_keys": ["not_multipart_form_data"]});
    assert_eq!(etm.ask(ADA, &line, json!({"file": ESDL})).await, (422, refused));
    let missing = errors("param is missing or the value is empty or invalid: file");
    assert_eq!(etm.ask(ADA, &line, json!({})).await, (400, missing));
    assert_eq!(
        etm.get(ADA, &format!("/scenarios/{session}/esdl_file")).await,
        (200, json!({}))
    );
}

#[tokio::test]
async fn strangers_read_a_public_description_and_cannot_change_it() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    for who in [GUEST, CLEO] {
        assert_eq!(
            upload(&etm, who, session, form("a.esdl", ESDL.to_owned())).await,
            not_yours()
        );
        assert_eq!(
            etm.get(who, &format!("/scenarios/{session}/esdl_file")).await,
            (200, json!({}))
        );
    }
    let line = "GET /scenarios/1/esdl_file";
    assert_eq!(
        etm.ask(ADA, line, Value::Null).await,
        (404, errors("Scenario not found"))
    );
}
