//! What an attached curve does: to its own values, to inputs and to the hours of the model.

use serde_json::{Value, json};

use crate::etm_custom_curves::{HOURS, WIND, csv, curve, upload};
use crate::etm_session::{ADA, Etm, not_found, start};

async fn user_values(etm: &Etm, session: i64) -> Value {
    etm.get(ADA, &format!("/scenarios/{session}")).await.1["user_values"].clone()
}

#[tokio::test]
async fn a_capacity_profile_sets_its_inputs_and_takes_them_along_when_it_goes() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    let (status, answer) = upload(&etm, session, WIND, curve(|hour| [-1.0, 0.5, 2.0, 0.5][hour % 4])).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["stats"]["full_load_hours"], 4380.0);
    assert_eq!(answer["series"][2], 1.0);
    let values = user_values(&etm, session).await;
    assert_eq!(values["flh_of_energy_power_wind_turbine_offshore"], 4380.0);
    assert_eq!(values["flh_of_energy_power_wind_turbine_offshore_user_curve"], 4380.0);
    // Another number of hours scales the curve.
    let input = json!({"scenario": {"user_values": {"flh_of_energy_power_wind_turbine_offshore_user_curve": 2190}}});
    assert_eq!(etm.ask(ADA, &format!("PUT /scenarios/{session}"), input).await.0, 200);
    let (_, values) = csv(&etm, session, WIND).await;
    assert_eq!(values[..4], [0.0, 0.25, 0.5, 0.25]);
    let line = format!("DELETE /scenarios/{session}/custom_curves/{WIND}");
    let answer = etm.response(ADA, &line, Value::Null).await;
    assert_eq!(answer.status(), 204);
    assert_eq!(answer.text().await.unwrap(), "");
    assert_eq!(user_values(&etm, session).await, json!({}));
    assert_eq!(etm.ask(ADA, &line, Value::Null).await, not_found());
}

#[tokio::test]
async fn an_input_that_follows_from_a_curve_keeps_within_its_limits() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    upload(&etm, session, WIND, curve(|_| 1.0)).await;
    let values = user_values(&etm, session).await;
    assert_eq!(values["flh_of_energy_power_wind_turbine_offshore"], 6500.0);
    assert_eq!(values["flh_of_energy_power_wind_turbine_offshore_user_curve"], 8760.0);
}

#[tokio::test]
async fn profiles_are_normalised_availabilities_clamped_and_temperatures_shift_an_input() {
    let etm = start().await;
    let session = etm.scenario(ADA, json!({})).await;
    upload(&etm, session, "electric_buses", curve(|hour| (hour % 3) as f64)).await;
    let (_, values) = csv(&etm, session, "electric_buses").await;
    assert!((values.iter().sum::<f64>() * 3600.0 - 1.0).abs() < 1e-9);
    upload(
        &etm,
        session,
        "interconnector_1_export_availability",
        curve(|hour| hour as f64 / 2.0),
    )
    .await;
    let (_, values) = csv(&etm, session, "interconnector_1_export_availability").await;
    assert_eq!(values[..4], [0.0, 0.5, 1.0, 1.0]);
    let temperature = "weather/air_temperature";
    let (_, cold) = upload(&etm, session, temperature, curve(|_| 10.0)).await;
    let before = user_values(&etm, session).await["flexibility_outdoor_temperature"]
        .as_f64()
        .unwrap();
    assert_eq!(cold["stats"]["mean"], 10.0);
    upload(&etm, session, temperature, curve(|_| 10.5)).await;
    let after = user_values(&etm, session).await["flexibility_outdoor_temperature"]
        .as_f64()
        .unwrap();
    assert!((after - before - 0.5).abs() < 1e-9);
    // An all-zero profile stays zero.
    upload(&etm, session, "river", curve(|_| 0.0)).await;
    assert_eq!(csv(&etm, session, "river").await.1[8759], 0.0);
}

/// A column of an hourly curve, without its header.
async fn column(etm: &Etm, session: i64, curve: &str, header: &str) -> Vec<f64> {
    let line = format!("GET /scenarios/{session}/curves/{curve}.csv");
    let text = etm.request(ADA, &line).send().await.unwrap().text().await.unwrap();
    let mut rows = text.lines();
    let at = rows.next().unwrap().split(',').position(|name| name == header).unwrap();
    rows.map(|row| row.split(',').nth(at).unwrap().parse().unwrap())
        .collect()
}

#[tokio::test]
async fn an_attached_profile_decides_when_a_plant_runs_and_a_copy_has_it_too() {
    let etm = start().await;
    let capacity = json!({"capacity_of_energy_power_wind_turbine_offshore": 10000.0});
    let session = etm.scenario(ADA, json!({"user_values": capacity})).await;
    let header = "energy_power_wind_turbine_offshore.output (MW)";
    let before = column(&etm, session, "merit_order", header).await;
    // Every other day is calm.
    let windy = |hour: usize| (hour / 24).is_multiple_of(2);
    upload(&etm, session, WIND, curve(|hour| if windy(hour) { 0.8 } else { 0.0 })).await;
    let copy = etm.scenario(ADA, json!({"scenario_id": session})).await;
    for session in [session, copy] {
        let output = column(&etm, session, "merit_order", header).await;
        assert_eq!(output.len(), HOURS);
        assert!(
            output
                .iter()
                .enumerate()
                .all(|(hour, output)| windy(hour) || *output == 0.0)
        );
        assert!(output.iter().sum::<f64>() > 0.0);
    }
    let line = format!("DELETE /scenarios/{session}/custom_curves/{WIND}");
    assert_eq!(etm.ask(ADA, &line, Value::Null).await.0, 204);
    assert_eq!(column(&etm, session, "merit_order", header).await, before);
    let (_, list) = etm.get(ADA, &format!("/scenarios/{copy}/custom_curves")).await;
    assert_eq!(list[0]["key"], WIND);
}
