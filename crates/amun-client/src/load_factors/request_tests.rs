use serde_json::json;

use super::*;
use crate::types::{BuiltInDataset, BuiltInWindFlow, SpeedAtHeight, UploadedWindFlow};
use crate::{Losses, StartTime};

fn start() -> StartTime {
    "2018-01-01T00:00:00.000Z".parse().unwrap()
}

fn farm() -> LoadFactorBase {
    LoadFactorBase::new(59.59, 0.0, start(), "gbr", 90.0)
        .with_turbines(268, 12)
        .with_power_curve_smoothing(false)
        .with_losses(Losses {
            availability: 0.1,
            ..Losses::default()
        })
}

const FARM_ON_THE_WIRE: &str = concat!(
    r#""turbineModelId":268,"latitude":59.59,"longitude":0.0,"smoothingCoefficient":null,"#,
    r#""startTimeUTC":"2018-01-01T00:00:00.000Z","regionCode":"gbr","hubHeight":90.0,"obstacleHeight":0.0,"#,
    r#""numberOfTurbines":12,"baseWindProfile":null,"usePowerCurveSmoothing":false,"lossesWake":0.0,"#,
    r#""lossesAvailability":0.1,"lossesElectrical":0.0,"lossesTurbinePerformance":0.0,"#,
    r#""lossesEnvironmental":0.0,"lossesOtherCurtailment":0.0}"#
);

#[test]
fn each_wind_goes_out_with_its_fields_in_the_vendors_order_and_nulls() {
    let speeds = SpeedAtHeight::new(10.0, vec![10.5, 11.5]);
    let start: StartTime = "2017-01-01T00:00Z".parse().unwrap();
    let rows = [
        (
            BuiltInWindFlow::new(BuiltInDataset::Era5)
                .with_reanalysis_correction(true)
                .into(),
            r#"{"windType":"Era5","useReanalysisCorrection":true,"reanalysisScaleCorrectionDelta":null,"#,
        ),
        (
            Flow::average_wind_speed(6.43, 90.0),
            r#"{"windType":"AverageWindSpeed","averageWindSpeed":6.43,"measurementHeight":90.0,"#,
        ),
        (
            Flow::p50_scaling(0.4),
            r#"{"windType":"P50Scaling","p50GrossProduction":0.4,"#,
        ),
        (
            Flow::p50_yield_scaling(200.0),
            r#"{"windType":"P50YieldScaling","annualProductionInGWHours":200.0,"#,
        ),
        (
            Flow::power_density(400.1, 90.0),
            r#"{"windType":"PowerDensity","averagePowerDensity":400.1,"measurementHeight":90.0,"#,
        ),
        (
            Flow::weibull(6.0, 12.0, 90.0),
            r#"{"windType":"Weibull","weibullShape":6.0,"weibullScale":12.0,"measurementHeight":90.0,"#,
        ),
        (
            Flow::uploaded_wind(start, speeds),
            concat!(
                r#"{"windType":"UploadedWind","uploadedWindStartTime":"2017-01-01T00:00:00.000Z","#,
                r#""lowHeight":{"height":10.0,"speeds":[10.5,11.5]},"highHeight":null,"granularityInMins":60,"#
            ),
        ),
        (
            Flow::uploaded_generation(start, vec![159.3741], 288.0),
            concat!(
                r#"{"windType":"UploadedGeneration","uploadGenerationStartTime":"2017-01-01T00:00:00.000Z","#,
                r#""uploadedGeneration":[159.3741],"installedCapacity":288.0,"granularityInMins":60,"#
            ),
        ),
    ];
    for (flow, wind) in rows {
        let sent = serde_json::to_string(&LoadFactorRequest::new(flow, farm())).unwrap();
        assert_eq!(sent, format!("{wind}{FARM_ON_THE_WIRE}"));
    }
}

#[test]
fn what_is_sent_reads_back_as_the_same_request() {
    let flow = UploadedWindFlow::new(start(), SpeedAtHeight::new(10.0, vec![1.0, 2.5]))
        .with_high_height(SpeedAtHeight::new(80.0, vec![2.0, 3.5]))
        .with_granularity_in_mins(30);
    for flow in [
        flow.into(),
        Flow::built_in(BuiltInDataset::Newa),
        Flow::p50_scaling(0.4),
    ] {
        let request = LoadFactorRequest::new(flow, farm()).with_extra("useIntradayCalibration", true);
        let sent = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<LoadFactorRequest>(&sent).unwrap(), request);
    }
}

#[test]
fn loose_spellings_are_read() {
    let read: LoadFactorRequest = serde_json::from_value(json!({
        "windType": "rawgeneration", "longitude": "7.774", "latitude": "55.019", "regionCode": "deu",
        "hubHeight": 120, "startTimeUTC": "2012-12-31T23:00Z", "uploadGenerationStartTime": "2015-12-31T23:00Z",
        "installedCapacity": 288, "uploadedGeneration": [159.3741, 0], "roughnessLength": null, "turbineModelId": 1.0,
    }))
    .unwrap();
    assert_eq!(read.flow.wind_type(), WindType::UploadedGeneration);
    assert_eq!((read.base.latitude, read.base.longitude), (55.019, 7.774));
    assert_eq!(read.base.turbine_model_id, Some(1));
    assert_eq!(read.base.start_time_utc.to_string(), "2012-12-31T23:00:00.000Z");
    assert_eq!(read.base.losses(), Losses::default());
    assert_eq!(read.extra["roughnessLength"], Value::Null);
}

#[test]
fn a_value_that_does_not_fit_is_named_with_its_field() {
    let good = serde_json::to_value(LoadFactorRequest::new(Flow::average_wind_speed(6.0, 90.0), farm())).unwrap();
    let rows = [
        (
            "hubHeight",
            json!("tall"),
            "field `hubHeight` is \"tall\", expected a number",
        ),
        (
            "latitude",
            json!("north"),
            "field `latitude` is \"north\", expected degrees",
        ),
        ("latitude", json!(null), "missing field `latitude`"),
        (
            "turbineModelId",
            json!(1.5),
            "field `turbineModelId` is 1.5, expected a whole number",
        ),
        (
            "turbineModelId",
            json!(1e23),
            "field `turbineModelId` is 1e+23, expected a whole number",
        ),
        (
            "startTimeUTC",
            json!("soon"),
            "field `startTimeUTC` is \"soon\", expected a time",
        ),
        (
            "usePowerCurveSmoothing",
            json!("yes"),
            "field `usePowerCurveSmoothing` is \"yes\", expected true or false",
        ),
        ("averageWindSpeed", json!(null), "missing field `averageWindSpeed`"),
        (
            "windType",
            json!("Cosmo"),
            "field `windType` is \"Cosmo\", expected one of Era5",
        ),
        ("windType", json!(null), "missing field `windType`"),
        ("windType", json!("Generation"), "expected one of Era5"),
    ];
    for (field, value, message) in rows {
        let mut bad = good.clone();
        bad[field] = value;
        let error = serde_json::from_value::<LoadFactorRequest>(bad)
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_bad_item_of_a_series_is_named_with_its_index() {
    let rows = [
        (
            json!({"height": 10, "speeds": [1, 2, "three"]}),
            "field `lowHeight.speeds[2]` is \"three\", expected a number",
        ),
        (
            json!({"height": "ten", "speeds": []}),
            "field `lowHeight.height` is \"ten\", expected a number",
        ),
        (json!({"speeds": []}), "field `lowHeight` has no `height`"),
        (
            json!([1, 2]),
            "field `lowHeight` is [1,2], expected an object with height and speeds",
        ),
    ];
    for (low, message) in rows {
        let mut request = serde_json::to_value(farm()).unwrap();
        request["windType"] = json!("uploadedwind");
        request["uploadedWindStartTime"] = json!("2017-01-01T00:00Z");
        request["lowHeight"] = low;
        let error = serde_json::from_value::<LoadFactorRequest>(request)
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn the_farms_field_wins_over_an_extra_one_of_its_name_and_validation_says_so() {
    let request = LoadFactorRequest::new(Flow::p50_scaling(0.4), farm()).with_extra("hubHeight", 1);
    let sent = serde_json::to_value(&request).unwrap();
    assert_eq!(sent["hubHeight"], json!(90.0));
    assert!(
        request
            .validate()
            .unwrap_err()
            .to_string()
            .contains("hubHeight is among the extra fields")
    );
}

#[test]
fn numbers_that_json_cannot_write_are_refused_and_not_sent_as_null() {
    let mut farm = farm();
    farm.smoothing_coefficient = Some(f64::NAN);
    let error = serde_json::to_string(&LoadFactorRequest::new(Flow::p50_scaling(0.4), farm)).unwrap_err();
    assert!(error.to_string().contains("smoothingCoefficient is NaN"), "{error}");
}

#[test]
fn winds_outside_their_range_are_refused_with_field_value_and_limit() {
    let rows = [
        (
            Flow::p50_scaling(1.0),
            "p50GrossProduction is 1, but has to be above 0 and below 1",
        ),
        (Flow::p50_scaling(0.0), "p50GrossProduction is 0"),
        (
            Flow::p50_yield_scaling(1e6),
            "annualProductionInGWHours is 1000000 GWh, but has to be above 0 and below",
        ),
        (
            Flow::average_wind_speed(6.0, 0.0),
            "measurementHeight is 0 m, but has to be above 0 m",
        ),
        (
            Flow::weibull(f64::NAN, 12.0, 90.0),
            "weibullShape is NaN, but has to be a finite number",
        ),
    ];
    for (flow, message) in rows {
        refuses(&LoadFactorRequest::new(flow, farm()), message);
    }
}

#[test]
fn series_that_are_too_short_unequal_or_out_of_order_are_refused() {
    let speeds = |height, count: usize| SpeedAtHeight::new(height, vec![5.0; count]);
    let two = |high| {
        UploadedWindFlow::new(start(), speeds(80.0, 8760))
            .with_high_height(high)
            .into()
    };
    let generation = |count: usize, capacity| Flow::uploaded_generation(start(), vec![1.0; count], capacity);
    let rows = [
        (
            Flow::uploaded_wind(start(), speeds(80.0, 100)),
            "lowHeight.speeds has 100 values",
        ),
        (
            two(speeds(80.0, 8760)),
            "highHeight.height is 80 m, but has to be above the 80 m",
        ),
        (
            two(speeds(90.0, 8761)),
            "highHeight.speeds has 8761 values, but has to have as many",
        ),
        (
            generation(8760, 0.0),
            "installedCapacity is 0 MW, but has to be above 0 MW",
        ),
        (generation(8759, 10.0), "uploadedGeneration has 8759 values"),
    ];
    for (flow, message) in rows {
        refuses(&LoadFactorRequest::new(flow, farm()), message);
    }
}

#[test]
fn farms_outside_their_range_are_refused_with_field_value_and_limit() {
    let at = |latitude, longitude, region, hub| LoadFactorBase::new(latitude, longitude, start(), region, hub);
    let wake = |wake| Losses {
        wake,
        ..Losses::default()
    };
    let rows = [
        (
            at(95.0, 0.0, "gbr", 90.0),
            "latitude is 95 degrees, but has to be from -90 to 90 degrees",
        ),
        (at(0.0, 181.0, "gbr", 90.0), "longitude is 181"),
        (
            at(0.0, 0.0, "GBR", 90.0),
            "regionCode is \"GBR\", but has to be in lower case: \"gbr\"",
        ),
        (at(0.0, 0.0, "gbr", -1.0), "hubHeight is -1"),
        (farm().with_obstacle_height(f64::INFINITY), "obstacleHeight is inf"),
        (farm().with_losses(wake(10.0)), "lossesWake is 10, but has to be"),
    ];
    for (farm, message) in rows {
        refuses(&LoadFactorRequest::new(Flow::p50_scaling(0.4), farm), message);
    }
}

fn refuses(request: &LoadFactorRequest, message: &str) {
    let error = request.validate().unwrap_err();
    assert!(error.to_string().contains(message), "{error}");
}

#[test]
fn a_mean_speed_that_only_the_service_can_judge_is_not_refused() {
    LoadFactorRequest::new(Flow::average_wind_speed(-11.0, 90.0), farm())
        .validate()
        .unwrap();
}

#[cfg(feature = "schemars")]
#[test]
fn the_json_schema_has_the_fields_of_farm_and_every_wind() {
    let schema = schemars::schema_for!(LoadFactorRequest).to_value().to_string();
    for field in [
        "startTimeUTC",
        "lossesOtherCurtailment",
        "weibullShape",
        "uploadedWindStartTime",
        "windType",
    ] {
        assert!(schema.contains(field), "{field}: {schema}");
    }
}
