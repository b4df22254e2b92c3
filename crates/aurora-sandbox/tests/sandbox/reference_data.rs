//! Turbines, regions, scenarios, wind data and wind farms.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::session::{Answer, Session, mean, start};

async fn names(session: &Session) -> Vec<String> {
    let (_, turbines) = session.get("/v1/turbines").await;
    turbines
        .as_array()
        .unwrap()
        .iter()
        .map(|turbine| turbine["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_turbines_hold_the_recorded_ones_and_the_awkward_ones() {
    let session = start().await;
    let (status, turbines) = session.get("/v1/turbines").await;
    assert_eq!(status, 200);
    let turbines = turbines.as_array().unwrap();
    assert!(turbines.len() >= 40);
    let by_id = |id: i64| turbines.iter().find(|turbine| turbine["id"] == id).unwrap();
    assert_eq!(
        *by_id(29),
        json!({"id": 29, "manufacturer": "EWT Directwind", "name": "EWT Directwind 2000/96", "ratedCapacity": 2,
            "rotorDiameter": 96, "minHubHeight": null, "maxHubHeight": null, "cutInSpeed": 3.5, "cutOutSpeed": 25,
            "specSource": "https://www.thewindpower.net/turbine_en_879_ewt_directwind-2000-96.php", "type": "public"})
    );
    assert_eq!(by_id(268)["name"], "Siemens SWT-4.0-130");
    assert_eq!(
        (&by_id(1011)["name"], &by_id(1011)["type"]),
        (&json!(" 16MW GE"), &json!("custom"))
    );
    let named = |name: &str| turbines.iter().filter(|turbine| turbine["name"] == name).count();
    assert_eq!((named("Alstom Eco 110"), named("Enercon E-82")), (1, 2));
}

#[tokio::test]
async fn numbers_without_a_fraction_are_printed_without_decimals() {
    let session = start().await;
    let text = session
        .request(Method::GET, "/v1/turbines")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(text.contains("\"ratedCapacity\":2,") && text.contains("\"cutInSpeed\":3.5,"));
    assert!(!text.contains(".0,") && !text.contains(".0}"));
}

#[tokio::test]
async fn a_power_curve_is_in_kilowatts_from_1_m_s_in_steps_of_1() {
    let session = start().await;
    let (_, curve) = session.get("/v1/turbines/268/powerCurve").await;
    assert_eq!(curve[2], json!({"speed": 3, "power": 79}));
    let points = curve.as_array().unwrap();
    assert!(
        points
            .iter()
            .enumerate()
            .all(|(index, point)| point["speed"] == index + 1)
    );
    assert_eq!(
        points.iter().map(|point| point["power"].as_i64().unwrap()).max(),
        Some(4000)
    );
    assert_eq!(session.get("/v1/turbines/0/powerCurve").await.0, 404);
    assert_eq!(session.get("/v1/turbines/abc/powerCurve").await.0, 400);
}

/// A filled-in workbook after the template.
fn workbook(rotor: f64, points: &[(f64, f64)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write(0, 0, "Amun Custom Turbine Template")
        .unwrap()
        .write(1, 0, "v2")
        .unwrap();
    for (row, label, value) in [(3, "Manufacturer", "Somebody"), (4, "Name", "Two words ")] {
        sheet.write(row, 0, label).unwrap().write(row, 1, value).unwrap();
    }
    sheet
        .write(5, 0, "Rotor Diameter (m)")
        .unwrap()
        .write(5, 1, rotor)
        .unwrap();
    sheet
        .write(9, 0, "Min. Hub Height (m)")
        .unwrap()
        .write(9, 1, 50)
        .unwrap();
    for (row, (speed, power)) in (14..).zip(points) {
        sheet.write(row, 0, *speed).unwrap().write(row, 1, *power).unwrap();
    }
    book.save_to_buffer().unwrap()
}

async fn upload(session: &Session, field: &'static str, content: Vec<u8>) -> Answer {
    let form = Form::new().part(field, Part::bytes(content).file_name("turbine.xlsx"));
    session
        .send(session.request(Method::PUT, "/v1/turbines").multipart(form))
        .await
}

#[tokio::test]
async fn an_uploaded_turbine_is_listed_as_custom_and_has_its_curve() {
    let session = start().await;
    let before = names(&session).await.len();
    let (status, made) = upload(
        &session,
        "name",
        workbook(60.0, &[(0.0, 0.0), (3.0, 21.5), (10.0, 1633.0), (11.0, 0.0)]),
    )
    .await;
    assert_eq!(status, 200, "{made}");
    assert_eq!(
        (&made["name"], &made["type"], &made["specSource"]),
        (&json!("Two words "), &json!("custom"), &json!("custom"))
    );
    assert_eq!(
        (&made["ratedCapacity"], &made["minHubHeight"], &made["maxHubHeight"]),
        (&Value::Null, &json!(50), &Value::Null)
    );
    assert_eq!(names(&session).await.len(), before + 1);
    let (_, curve) = session.get(&format!("/v1/turbines/{}/powerCurve", made["id"])).await;
    assert_eq!(curve[1], json!({"speed": 3, "power": 21.5}));
    assert_eq!(curve.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn an_upload_with_another_field_or_another_file_or_a_broken_sheet_is_refused() {
    let session = start().await;
    let before = names(&session).await.len();
    let good = [(0.0, 0.0), (10.0, 1633.0)];
    for (field, content, reason) in [
        ("file", workbook(60.0, &good), "field called name"),
        ("name", b"speed;power".to_vec(), "xlsx"),
        ("name", b"PK and then nothing".to_vec(), "cannot be opened"),
        ("name", workbook(-1.0, &good), "Rotor Diameter"),
        ("name", workbook(60.0, &[]), "power curve"),
        ("name", workbook(60.0, &[(5.0, 1.0), (4.0, 2.0)]), "row 16"),
    ] {
        let (status, answer) = upload(&session, field, content).await;
        assert_eq!(status, 400, "{answer}");
        assert!(answer["message"].as_str().unwrap().contains(reason), "{answer}");
    }
    let plain = session
        .request(Method::PUT, "/v1/turbines")
        .header("Content-Type", "application/json")
        .body("{}");
    assert_eq!(session.send(plain).await.0, 400);
    assert_eq!(names(&session).await.len(), before);
}

#[tokio::test]
async fn the_three_documented_points_lie_in_their_regions() {
    let session = start().await;
    let codes = async |latitude: f64, longitude: f64| {
        let (status, regions) = session
            .get(&format!("/v1/regions/details?lon={longitude}&lat={latitude}"))
            .await;
        assert_eq!(status, 200);
        regions
    };
    assert_eq!(codes(51.753081, -1.250017).await.as_array().unwrap().len(), 1);
    assert_eq!(
        codes(50.757310, 1.225665).await,
        json!([
            {"pmfCode": "fra", "defaultWind": "Era5", "availableDatasets": ["Era5", "NEWA", "AuroraWindAtlas"],
             "era5CorrectionEnabled": false, "powerCurveSmoothingEnabled": false},
            {"pmfCode": "gbr", "defaultWind": "Era5", "availableDatasets": ["Era5", "NEWA", "AuroraWindAtlas"],
             "era5CorrectionEnabled": true, "powerCurveSmoothingEnabled": true}
        ])
    );
    assert_eq!(codes(50.757310, -50.225665).await, json!([]));
    for query in ["lat=95&lon=0", "lat=50", "lat=x&lon=0", "lat=0&lon=181"] {
        assert_eq!(
            session.get(&format!("/v1/regions/details?{query}")).await.0,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn scenarios_hold_retired_and_equal_names() {
    let session = start().await;
    let (_, scenarios) = session.get("/v1/scenarios?region=gbr").await;
    let scenarios = scenarios.as_array().unwrap();
    assert_eq!(scenarios[0]["hash"], "a5da31ed-f72d-424e-9d41-a81873269dbc");
    assert_eq!(scenarios[1]["id"], 4);
    assert!(scenarios[0]["S3uri"].is_null() && scenarios[0]["isRetired"] == true);
    let retired = |name: &str| -> Vec<bool> {
        let named = scenarios.iter().filter(|scenario| scenario["name"] == name);
        named.map(|scenario| scenario["isRetired"].as_bool().unwrap()).collect()
    };
    assert_eq!(retired("2019 Smart Power Scenario"), [true]);
    assert_eq!(retired("Aurora Central - July 2021"), [true, false]);
    assert_eq!(retired("Aurora Central - October 2022"), [false, false]);
    for name in [
        "Aurora Central - 2020 October",
        "Aurora Central - April 2022",
        "Great Britain Jan 23 (Central)",
        "Aurora Central - 2019 April",
    ] {
        assert_eq!(retired(name), [false], "{name}");
    }
}

#[tokio::test]
async fn regions_without_a_subscription_list_nothing_and_unknown_ones_are_refused() {
    let session = start().await;
    assert_eq!(session.get("/v1/scenarios?region=np15").await, (200, json!([])));
    assert_eq!(session.get("/v1/scenarios?region=GBR").await.0, 400);
    assert_eq!(session.get("/v1/scenarios").await.0, 400);
}

#[tokio::test]
async fn a_wind_series_covers_its_year_and_its_mean_is_plausible() {
    let session = start().await;
    let (status, answer) = session
        .get("/v1/wind/series?lat=40&lon=-80&year=2016&dataset=Era5")
        .await;
    assert_eq!(status, 200);
    let series = answer["series"].as_array().unwrap();
    assert_eq!(
        (series.len(), &series[0]["dateTime"]),
        (8784, &json!("2016-01-01T00:00Z"))
    );
    let speeds: Vec<f64> = series.iter().map(|hour| hour["windSpeed"].as_f64().unwrap()).collect();
    assert!((4.0..11.0).contains(&mean(&speeds)), "{}", mean(&speeds));
    for query in [
        "year=2016&dataset=Era6",
        "year=1066&dataset=Era5",
        "dataset=Era5",
        "year=2016",
    ] {
        assert_eq!(
            session.get(&format!("/v1/wind/series?lat=40&lon=-80&{query}")).await.0,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn the_atlas_needs_a_size_and_a_point_of_the_region() {
    let session = start().await;
    let atlas = async |query: &str| {
        session
            .get(&format!("/v1/wind/atlas/gbr/averagewindspeed?{query}"))
            .await
    };
    let (status, near) = atlas("lat=52&lon=-1&radius=1").await;
    let (_, far) = atlas("lat=52&lon=-1&radius=500").await;
    assert_eq!(status, 200);
    assert!(near["averageWindSpeed"].as_f64() > far["averageWindSpeed"].as_f64());
    assert_eq!(
        atlas("lat=52&lon=-1&numberOfTurbines=20&rotorDiameterInMeters=130")
            .await
            .0,
        200
    );
    assert_eq!(atlas("lat=52&lon=-1").await.0, 400);
    assert_eq!(atlas("lat=52&lon=-1&radius=1001").await.0, 400);
    assert_eq!(atlas("lat=84&lon=0&radius=1").await.1["error"], "LonLatNotSupported");
    assert_eq!(
        session
            .get("/v1/wind/atlas/xyz/averagewindspeed?lat=52&lon=-1&radius=1")
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn wind_farms_are_searched_by_words_and_got_by_uuid() {
    let session = start().await;
    let count = async |path: &str| session.get(path).await.1.as_array().unwrap().len();
    let all = count("/v1/windfarms?search=").await;
    assert!(all >= 5);
    assert_eq!(count("/v1/windfarms").await, all);
    assert_eq!(count("/v1/windfarms?search=BANK+mocking").await, 1);
    let (_, farm) = session.get("/v1/windfarms/6e64363f-b167-4b01-a72b-3fb331916651").await;
    assert_eq!(farm["uuid"], "6e64363f-b167-4b01-a72b-3fb331916651");
    assert_eq!(session.get("/v1/windfarms/none").await.0, 404);
}
