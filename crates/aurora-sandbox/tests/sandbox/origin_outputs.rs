//! Output files and model files: meta JSON, locations, and an object store that wants no credentials.

use std::time::Duration;

use aurora_sandbox::{Fault, Sandbox};
use reqwest::Response;
use serde_json::{Value, json};

use crate::origin_session::{location, start, start_with};

fn header(response: &Response, name: &str) -> String {
    response.headers()[name].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn meta_lists_definitions_with_templates_and_two_sub_types_of_one_kind() {
    let origin = start().await;
    let gbr = origin.published("gbr").await;
    let meta = origin.meta(&gbr, "gbr").await;
    assert!(meta["years"].as_array().unwrap().iter().all(Value::is_i64));
    let definitions = meta["dataDefinitions"].as_array().unwrap();
    let half_hourly: Vec<_> = definitions
        .iter()
        .filter(|known| known["type"] == "technology" && known["granularity"] == "30M")
        .map(|known| known["subType"].as_str().unwrap())
        .collect();
    assert_eq!(half_hourly, ["generation", "generation_pre_curtailment"]);
    let names: Vec<_> = definitions
        .iter()
        .map(|known| known["filename"].as_str().unwrap())
        .collect();
    assert!(names.iter().any(|name| name.contains("{currency}")));
    assert!(names.iter().any(|name| name.contains("{year}")));
    let erc = origin.published("erc").await;
    let nodal = origin.meta(&erc, "erc").await.to_string();
    assert!(nodal.contains("{nodename}"), "{nodal}");
}

#[tokio::test]
async fn the_other_regions_of_a_group_are_served_at_the_paths_that_a_client_derives() {
    let origin = start().await;
    let aus = origin.published("aus").await;
    let own = aus["regions"]["nsw"]["metaUrl"].as_str().unwrap();
    assert_eq!(origin.get(&own.replace("/nsw/", "/qld/")).await.status(), 200);
    assert_eq!(origin.get(&own.replace("/nsw/", "/gbr/")).await.status(), 404);
    let erc = origin.published("erc").await;
    let own = erc["regions"]["erc"]["metaUrl"].as_str().unwrap();
    assert_eq!(origin.get(&own.replace("/erc/", "/erc_west/")).await.status(), 200);
}

#[tokio::test]
async fn a_file_is_two_header_rows_in_utf_8_at_another_origin_without_a_charset() {
    let origin = start().await;
    let gbr = origin.published("gbr").await;
    let link = origin.link(&gbr, "gbr").await;
    assert!(link.starts_with(origin.sandbox.object_store_url()));
    assert_ne!(origin.sandbox.object_store_url(), origin.sandbox.url());
    let response = origin.http.get(&link).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), header(&response, "content-type")),
        (200, "text/csv".into())
    );
    let text = String::from_utf8(response.bytes().await.unwrap().to_vec()).unwrap();
    assert!(text.contains("£/MWh"), "{text}");
    let widths: Vec<_> = text.lines().map(|line| line.split(',').count()).collect();
    assert!(widths.len() > 3 && widths.iter().all(|width| *width == widths[0]));
    assert!(origin.sandbox.leaks().is_empty());
    let recorded = origin.sandbox.requests().pop().unwrap();
    assert!(recorded.at_object_store && recorded.operation == Some("download_output_file"));
}

#[tokio::test]
async fn the_location_is_425_first_then_200_or_302() {
    let origin = start_with(Sandbox::builder().too_early(2)).await;
    let gbr = origin.published("gbr").await;
    let base = gbr["regions"]["gbr"]["dataUrlBase"].as_str().unwrap();
    let meta = origin.meta(&gbr, "gbr").await.to_string();
    assert!(meta.contains("system_{currency}.csv"), "{meta}");
    let path = format!("{base}system_gbp2024.csv");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let response = origin.get(&format!("{path}?noredirect=true&checkstatus=true")).await;
        statuses.push(response.status().as_u16());
        if response.status() == 200 {
            assert!(location(&response).starts_with(origin.sandbox.object_store_url()));
            assert!(response.bytes().await.unwrap().is_empty());
        }
    }
    assert_eq!(statuses, [425, 425, 200]);
    let redirect = origin.get(&path).await;
    assert_eq!(redirect.status(), 302);
    assert!(location(&redirect).starts_with(origin.sandbox.object_store_url()));
    for missing in ["system_xyz2024.csv", "nothing.csv"] {
        assert_eq!(
            origin.get(&format!("{base}{missing}?noredirect=true")).await.status(),
            404
        );
    }
}

#[tokio::test]
async fn a_tenants_outputs_are_there_when_the_run_is_complete_and_only_for_the_tenant() {
    let origin = start_with(Sandbox::builder().run_steps(0, 0)).await;
    let id = origin.created("gbr").await["scenarioGlobalId"].clone();
    let path = format!("v1/scenarioOutputs/tenant/{}/gbr/meta.json", id.as_str().unwrap());
    assert_eq!(origin.get(&path).await.status(), 404);
    origin.launch(&id).await;
    let complete = origin.scenario(&id).await.unwrap();
    assert_eq!(complete["regions"]["gbr"]["metaUrl"], path.as_str());
    assert_eq!(origin.get(&path).await.status(), 200);
    let link = origin.link(&complete, "gbr").await;
    assert_eq!(origin.http.get(link).send().await.unwrap().status(), 200);
    let url = format!("{}/{path}", origin.sandbox.origin_scenario_url());
    let request = origin
        .http
        .get(url)
        .header("Private-Token", origin.sandbox.second_tenant_token());
    assert_eq!(request.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn credentials_at_the_object_store_are_refused_and_recorded() {
    let origin = start().await;
    let link = origin.link(&origin.published("gbr").await, "gbr").await;
    for name in ["Private-Token", "EOS-Cookie"] {
        let request = origin.http.get(&link).header(name, "sandbox-token");
        let response = request.send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), header(&response, "content-type")),
            (403, "application/xml".into())
        );
    }
    let leaks = origin.sandbox.leaks();
    assert!(leaks.len() == 2 && leaks[0].leaked_credentials && leaks[0].at_object_store);
    assert_eq!(origin.http.get(&link).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_link_expires_and_a_forged_one_never_worked() {
    let origin = start_with(Sandbox::builder().link_lifetime(Duration::from_millis(40))).await;
    let gbr = origin.published("gbr").await;
    let link = origin.link(&gbr, "gbr").await;
    tokio::time::sleep(Duration::from_millis(60)).await;
    let response = origin.http.get(&link).send().await.unwrap();
    assert_eq!(response.status(), 403);
    assert_eq!(header(&response, "content-type"), "application/xml");
    assert!(response.text().await.unwrap().contains("Request has expired"));
    let forged = link.replace("X-Amz-Signature=", "X-Amz-Signature=0");
    let text = origin.http.get(forged).send().await.unwrap().text().await.unwrap();
    assert!(text.contains("SignatureDoesNotMatch"));
}

#[tokio::test]
async fn links_expire_on_request() {
    let origin = start().await;
    let link = origin.link(&origin.published("gbr").await, "gbr").await;
    assert_eq!(origin.http.get(&link).send().await.unwrap().status(), 200);
    origin.sandbox.expire_links();
    assert_eq!(origin.http.get(&link).send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn a_download_can_be_resumed_until_the_file_changes() {
    let origin = start().await;
    let link = origin.link(&origin.published("gbr").await, "gbr").await;
    let whole = origin.http.get(&link).send().await.unwrap();
    let tag = header(&whole, "etag");
    let bytes = whole.bytes().await.unwrap();
    let part = async |range: &str| {
        let request = origin.http.get(&link).header("Range", range).header("If-Range", &tag);
        request.send().await.unwrap()
    };
    let rest = part("bytes=10-").await;
    assert_eq!((rest.status().as_u16(), header(&rest, "etag")), (206, tag.clone()));
    assert_eq!(
        header(&rest, "content-range"),
        format!("bytes 10-{}/{}", bytes.len() - 1, bytes.len())
    );
    assert_eq!(rest.bytes().await.unwrap(), bytes.slice(10..));
    assert_eq!(part("bytes=99999999-").await.status(), 416);
    origin.sandbox.fail_next("download_output_file", Fault::IgnoreRange);
    assert_eq!(part("bytes=10-").await.status(), 200);
    origin.sandbox.renew_outputs();
    let changed = part("bytes=10-").await;
    assert!(changed.status() == 200 && header(&changed, "etag") != tag);
}

#[tokio::test]
async fn a_synthetic_file_of_any_size_is_streamed_and_its_parts_fit() {
    let origin = start_with(Sandbox::builder().synthetic_output(3_000_000)).await;
    let link = origin.link(&origin.published("gbr").await, "gbr").await;
    let whole = origin.http.get(&link).send().await.unwrap();
    assert_eq!(whole.content_length(), Some(3_000_000));
    let whole = whole.bytes().await.unwrap();
    assert_eq!(whole.len(), 3_000_000);
    let rest = origin
        .http
        .get(&link)
        .header("Range", "bytes=1234567-")
        .send()
        .await
        .unwrap();
    assert_eq!(rest.status(), 206);
    assert_eq!(rest.bytes().await.unwrap(), whole.slice(1_234_567..));
    origin.sandbox.fail_next("download_output_file", Fault::Truncate);
    assert!(origin.http.get(&link).send().await.unwrap().bytes().await.is_err());
}

#[tokio::test]
async fn faults_of_files_and_locations() {
    let origin = start().await;
    let gbr = origin.published("gbr").await;
    let link = origin.link(&gbr, "gbr").await;
    origin.sandbox.fail_next("download_output_file", Fault::ExpiredLink);
    assert_eq!(origin.http.get(&link).send().await.unwrap().status(), 403);
    origin.sandbox.fail_next("get_output_location", Fault::TooEarly);
    assert_eq!(origin.locate(&gbr, "gbr", "system_gbp2024.csv").await.status(), 425);
    origin.sandbox.fail_next("get_output_location", Fault::NoLocation);
    let answer = origin.locate(&gbr, "gbr", "system_gbp2024.csv").await;
    assert!(answer.status() == 200 && !answer.headers().contains_key("location"));
}

#[tokio::test]
async fn model_files_are_listed_run_by_run_and_redirect_to_the_object_store() {
    let origin = start().await;
    let gbr = origin.published("gbr").await;
    let id = gbr["scenarioGlobalId"].as_str().unwrap();
    let run = |index: usize| gbr["runDetails"][index]["runGlobalId"].as_str().unwrap().to_owned();
    let year = gbr["runDetails"][1]["years"][0]["year"].clone();
    for (query, status) in [
        (format!("runGlobalId={}", run(0)), 200),
        (format!("runGlobalId={}&year={year}", run(1)), 200),
        (format!("runGlobalId={}&year=1999", run(1)), 404),
        ("runGlobalId=nope".to_owned(), 404),
    ] {
        let listing = origin.get(&format!("v1/modelFiles/{id}?{query}")).await;
        assert_eq!(listing.status(), status, "{query}");
        if status == 200 {
            let files: Value = listing.json().await.unwrap();
            assert_eq!(files[0]["fileName"], json!("results.zip"));
            let redirect = origin.get(files[0]["fileUrl"].as_str().unwrap()).await;
            assert_eq!(redirect.status(), 302);
            let file = origin.http.get(location(&redirect)).send().await.unwrap();
            assert_eq!(file.status(), 200);
        }
    }
}

#[tokio::test]
async fn a_path_that_no_route_serves_says_so_on_both_ports() {
    let origin = start().await;
    assert!(origin.get("v1/nothing").await.headers().contains_key("x-sandbox"));
    let url = format!("{}/nothing", origin.sandbox.object_store_url());
    let response = origin.http.get(url).send().await.unwrap();
    assert!(response.status() == 404 && response.headers().contains_key("x-sandbox"));
}
