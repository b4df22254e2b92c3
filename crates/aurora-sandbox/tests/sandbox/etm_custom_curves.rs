//! Custom curves: what is listed, what an upload must be and what it does.

use aurora_sandbox::EtmScopes;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::etm_session::{
    ADA, BEN, CLEO, Etm, GUEST, ROOT, Who, errors, not_found, not_yours, only, read, start, start_2025,
};

pub(crate) const HOURS: usize = 8760;
const PRICE: &str = "interconnector_1_price";
pub(crate) const WIND: &str = "weather/wind_offshore_baseline";

pub(crate) fn curve(value: impl Fn(usize) -> f64) -> String {
    (0..HOURS).map(|hour| format!("{}\n", value(hour))).collect()
}

pub(crate) fn form(name: &str, content: impl Into<Vec<u8>>) -> Form {
    Form::new().part("file", Part::bytes(content.into()).file_name(name.to_owned()))
}

async fn upload_as(etm: &Etm, who: Who, session: i64, key: &str, form: Form) -> (u16, Value) {
    let line = format!("PUT /scenarios/{session}/custom_curves/{key}");
    read(etm.request(who, &line).multipart(form).send().await.unwrap()).await
}

pub(crate) async fn upload(etm: &Etm, session: i64, key: &str, content: String) -> (u16, Value) {
    upload_as(etm, ADA, session, key, form("my.prices.csv", content)).await
}

pub(crate) async fn csv(etm: &Etm, session: i64, key: &str) -> (String, Vec<f64>) {
    let line = format!("GET /scenarios/{session}/custom_curves/{key}.csv");
    let answer = etm.request(ADA, &line).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/csv");
    let name = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    let text = answer.text().await.unwrap();
    assert!(!text.ends_with('\n'));
    (name, text.split('\n').map(|line| line.parse().unwrap()).collect())
}

#[tokio::test]
async fn the_list_has_what_is_attached_and_on_request_all_122_keys() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let path = format!("/scenarios/{session}/custom_curves");
    assert_eq!(etm.get(ADA, &path).await, (200, json!([])));
    for (query, count) in [
        ("include_unattached=true", 110),
        ("include_unattached=1&include_internal=true", 122),
        ("include_unattached=off&include_internal=true", 0),
        ("include_unattached=", 0),
    ] {
        let (_, list) = etm.get(ADA, &format!("{path}?{query}")).await;
        assert_eq!(list.as_array().unwrap().len(), count, "{query}");
    }
    let (_, list) = etm
        .get(ADA, &format!("{path}?include_unattached=true&include_internal=true"))
        .await;
    assert_eq!(
        list[5],
        json!({"key": "interconnector_2_price", "type": "price", "display_group": "interconnectors", "attached": false,
               "overrides": ["electricity_interconnector_2_marginal_costs"]})
    );
    let internal: Vec<&Value> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["internal"] == true)
        .collect();
    assert_eq!(internal.len(), 12);
    assert_eq!(internal[0]["display_group"], Value::Null);
    assert_eq!(
        list[121]["key"],
        "energy_heat_flexibility_p2h_heatpump_mt_electricity_availability"
    );
}

#[tokio::test]
async fn a_curve_of_prices_is_kept_as_it_is_and_described() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let (status, answer) = upload(&etm, session, PRICE, curve(|hour| (hour % 24) as f64 + 0.125)).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["series"].as_array().unwrap().len(), HOURS);
    let (_, described) = etm
        .get(ADA, &format!("/scenarios/{session}/custom_curves/{PRICE}"))
        .await;
    assert!(described.get("series").is_none());
    let date = described["date"].as_str().unwrap();
    assert!(date.ends_with(".000Z"), "{date}");
    assert_eq!(
        described,
        json!({"key": PRICE, "type": "price", "display_group": "interconnectors", "attached": true,
               "overrides": ["electricity_interconnector_1_marginal_costs"], "name": "my.prices", "size": 78843,
               "date": date, "source_scenario": {},
               "stats": {"length": 8760, "min_at": 0, "max_at": 23, "min": 0.125, "max": 23.125, "mean": 11.625}})
    );
    let (name, values) = csv(&etm, session, PRICE).await;
    assert_eq!(name, "attachment; filename=\"my.prices.csv\"");
    assert_eq!((values.len(), values[25]), (HOURS, 1.125));
    // Prices set no input.
    assert_eq!(
        etm.get(ADA, &format!("/scenarios/{session}")).await.1["user_values"],
        json!({})
    );
}

#[tokio::test]
async fn the_export_of_prices_can_be_uploaded_as_it_is() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let rows = "2050-01-01 00:00,34.51\r\n".repeat(HOURS);
    let (status, answer) = upload(&etm, session, PRICE, format!("\u{feff}Time,Price (Euros)\r\n{rows}")).await;
    assert_eq!((status, &answer["series"][8759]), (200, &json!(34.51)));
    let availability = "interconnector_1_import_availability";
    let (status, answer) = upload(&etm, session, availability, format!("Time,Price (Euros)\r\n{rows}")).await;
    assert_eq!((status, &answer["error_keys"]), (422, &json!(["too_many_columns"])));
}

#[tokio::test]
async fn a_curve_can_be_replaced_and_the_time_of_the_first_stays() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let source = [
        ("metadata[source_scenario_id]", "12"),
        ("metadata[source_scenario_title]", "Neighbour"),
        ("metadata[source_saved_scenario_id]", "3"),
        ("metadata[source_dataset_key]", "DE_germany"),
        ("metadata[source_end_year]", "2040"),
    ];
    let with_source = source
        .iter()
        .fold(form("a.csv", curve(|_| 1.0)), |form, &(name, value)| {
            form.text(name, value)
        });
    let (status, first) = upload_as(&etm, ADA, session, PRICE, with_source).await;
    assert_eq!(status, 200, "{first}");
    assert_eq!(
        first["source_scenario"],
        json!({"source_scenario_id": 12, "source_scenario_title": "Neighbour", "source_saved_scenario_id": 3,
               "source_dataset_key": "DE_germany", "source_end_year": 2040})
    );
    let (_, second) = upload_as(&etm, ADA, session, PRICE, form("b.csv", curve(|_| 2.0))).await;
    assert_eq!((&second["name"], &second["series"][0]), (&json!("b"), &json!(2.0)));
    assert_eq!(second["date"], first["date"]);
    assert_eq!(second["source_scenario"], json!({}));
    let partial = form("c.csv", curve(|_| 3.0)).text(source[0].0, source[0].1);
    let (status, answer) = upload_as(&etm, ADA, session, PRICE, partial).await;
    assert_eq!(status, 422);
    assert_eq!(answer["status"], 422);
    assert!(answer.get("errors").is_none());
}

#[tokio::test]
async fn every_fault_of_a_file_has_its_key_and_its_sentence() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let bad_at_8759 = (0..HOURS)
        .map(|row| if row == 8759 { "x\n" } else { "1\n" })
        .collect::<String>();
    let length = (
        "wrong_length",
        "Curve must have 8760 numeric values, one for each hour in a typical year",
    );
    let value = ("illegal_value", "Curve must only contain numeric values");
    let columns = (
        "too_many_columns",
        "Curve must contain only a single numeric value on each line; multiple values separated by commas are not permitted",
    );
    let none = (
        "not_a_curve",
        "Curve must be a file containing 8760 numeric values, one for each hour in a typical year",
    );
    let large = ("file_too_large", "Curve should not be larger than 1MB");
    let cases = [
        ("1\n".repeat(8759), vec![length]),
        ("1\n".repeat(8761), vec![length]),
        (bad_at_8759, vec![value]),
        ("1\nNaN\n".to_owned(), vec![length, value]),
        ("1,2\n".repeat(HOURS), vec![columns]),
        ("1\n2\"\n".to_owned(), vec![none]),
        ("1".repeat(1_048_577), vec![large]),
    ];
    for (content, faults) in cases {
        let (keys, texts): (Vec<&str>, Vec<&str>) = faults.into_iter().unzip();
        let answer = upload(&etm, session, "electric_buses", content).await;
        assert_eq!(answer, (422, json!({"errors": texts, "error_keys": keys})));
    }
    let (_, list) = etm.get(ADA, &format!("/scenarios/{session}/custom_curves")).await;
    assert_eq!(list, json!([]));
}

#[tokio::test]
async fn a_body_without_a_file_is_refused_in_two_ways() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let line = format!("PUT /scenarios/{session}/custom_curves/{PRICE}");
    let missing = (400, errors("param is missing or the value is empty or invalid: file"));
    assert_eq!(etm.ask(ADA, &line, json!({})).await, missing);
    let raw = etm
        .request(ADA, &line)
        .header("content-type", "text/csv")
        .body(curve(|_| 1.0));
    assert_eq!(read(raw.send().await.unwrap()).await, missing);
    let refused = json!({"errors": ["\"file\" was not a valid multipart/form-data file"], "error_keys": ["not_multipart_form_data"]});
    assert_eq!(
        etm.ask(ADA, &line, json!({"file": "1\n2"})).await,
        (422, refused.clone())
    );
    let field = Form::new().text("file", curve(|_| 1.0));
    assert_eq!(upload_as(&etm, ADA, session, PRICE, field).await, (422, refused));
}

#[tokio::test]
async fn an_unknown_key_is_not_an_unattached_one_and_slashes_may_be_encoded() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    for key in ["foo", "interconnector_1_price_curve", "wind_offshore_baseline"] {
        let unknown = (422, errors(&format!("No such custom curve: \"{key}\"")));
        for method in ["GET", "PUT", "DELETE"] {
            let line = format!("{method} /scenarios/{session}/custom_curves/{key}");
            assert_eq!(etm.ask(ADA, &line, Value::Null).await, unknown, "{line}");
        }
    }
    upload(&etm, session, WIND, curve(|_| 0.5)).await;
    for key in [WIND.to_owned(), WIND.replace('/', "%2F")] {
        let (status, described) = etm.get(ADA, &format!("/scenarios/{session}/custom_curves/{key}")).await;
        assert_eq!((status, &described["key"]), (200, &json!(WIND)));
    }
    assert_eq!(
        etm.get(ADA, &format!("/scenarios/{session}/custom_curves/{PRICE}"))
            .await,
        not_found()
    );
}

/// Viewers and strangers read what is public, collaborators and owners change it.
#[tokio::test]
async fn reading_and_changing_curves_need_different_roles() {
    let etm = start().await;
    for private in [false, true] {
        let session = etm.scenario(ADA, json!({ "private": private })).await;
        etm.share(session, "ben@example.org", "scenario_collaborator").await;
        etm.share(session, "cleo@example.org", "scenario_viewer").await;
        let refused = if private { not_found() } else { not_yours() };
        let stranger = if private { not_found() } else { (200, json!([])) };
        let weak = only(ADA, EtmScopes::Public);
        let path = format!("/scenarios/{session}/custom_curves");
        for who in [GUEST, weak] {
            assert_eq!(etm.get(who, &path).await, stranger);
        }
        for who in [CLEO, BEN, ADA, ROOT, only(CLEO, EtmScopes::Read)] {
            assert_eq!(etm.get(who, &path).await, (200, json!([])));
        }
        for who in [GUEST, CLEO, weak, only(ADA, EtmScopes::Read)] {
            assert_eq!(
                upload_as(&etm, who, session, PRICE, form("a.csv", curve(|_| 1.0))).await,
                refused
            );
            let line = format!("DELETE {path}/{PRICE}");
            assert_eq!(etm.ask(who, &line, Value::Null).await, refused);
        }
        for who in [BEN, ADA, ROOT, only(BEN, EtmScopes::Write)] {
            assert_eq!(
                upload_as(&etm, who, session, PRICE, form("a.csv", curve(|_| 1.0)))
                    .await
                    .0,
                200
            );
            let line = format!("DELETE {path}/{PRICE}");
            assert_eq!(etm.ask(who, &line, Value::Null).await.0, 204);
        }
    }
    // An unowned scenario is everyone's, except for a token that may not write.
    let free = etm.scenario(GUEST, json!({})).await;
    assert_eq!(
        upload_as(&etm, GUEST, free, PRICE, form("a.csv", curve(|_| 1.0)))
            .await
            .0,
        200
    );
    let reader = only(BEN, EtmScopes::Read);
    assert_eq!(
        upload_as(&etm, reader, free, PRICE, form("a.csv", curve(|_| 1.0))).await,
        not_yours()
    );
}

#[tokio::test]
async fn the_stable_version_has_114_keys_and_other_names_and_sizes() {
    let etm = start_2025().await;
    let session = etm.scenario(ADA, json!({})).await;
    let path = format!("/scenarios/{session}/custom_curves");
    let (_, list) = etm
        .get(ADA, &format!("{path}?include_unattached=true&include_internal=true"))
        .await;
    let keys: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["key"].as_str().unwrap())
        .collect();
    assert_eq!(keys.len(), 114);
    assert!(keys.contains(&"weather/solar_pv_profile_1") && !keys.contains(&"weather/solar_pv_on_land"));
    let (status, answer) = upload(&etm, session, PRICE, "1.5\n".repeat(HOURS)).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer.get("series").is_none());
    assert_eq!(
        (&answer["name"], &answer["size"]),
        (&json!("my.prices.csv"), &json!(4 * HOURS))
    );
    let (name, _) = csv(&etm, session, PRICE).await;
    assert_eq!(name, format!("attachment; filename=\"{PRICE}_curve.{session}.csv\""));
    let line = format!("PUT /scenarios/{session}/custom_curves/{PRICE}");
    assert_eq!(
        etm.ask(ADA, &line, json!({})).await,
        (400, errors("param is missing or the value is empty: file"))
    );
}
