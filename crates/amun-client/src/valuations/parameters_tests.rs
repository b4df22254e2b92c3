use serde_json::json;

use super::*;

fn farm() -> ValuationParameters {
    ValuationParameters::new("Test farm", "Created by Api", 52.308479, -1.009191, 4).with_turbines(268, 10, 80.0)
}

#[test]
fn each_wind_goes_out_in_lower_case_with_its_own_fields() {
    let rows = [
        (ValuationWind::Era5, json!({"windType": "era5"})),
        (ValuationWind::Merra2, json!({"windType": "merra2"})),
        (ValuationWind::Newa, json!({"windType": "newa"})),
        (ValuationWind::AuroraWindAtlas, json!({"windType": "aurorawindatlas"})),
        (
            ValuationWind::AverageWindSpeed {
                speed: 7.5,
                height: 100.0,
            },
            json!({"windType": "averagewindspeed", "averageWindSpeed": 7.5, "measurementHeight": 100.0}),
        ),
        (
            ValuationWind::P50Scaling { gross_load_factor: 0.4 },
            json!({"windType": "p50scaling", "p50GrossProduction": 0.4}),
        ),
        (
            ValuationWind::P50YieldScaling { gigawatt_hours: 200.0 },
            json!({"windType": "p50yieldscaling", "annualProductionInGWHours": 200.0}),
        ),
        (
            ValuationWind::PowerDensity {
                density: 400.1,
                height: 90.0,
            },
            json!({"windType": "powerdensity", "averagePowerDensity": 400.1, "measurementHeight": 90.0}),
        ),
        (
            ValuationWind::Weibull {
                shape: 6.0,
                scale: 12.0,
                height: 90.0,
            },
            json!({"windType": "weibull", "weibullShape": 6.0, "weibullScale": 12.0, "measurementHeight": 90.0}),
        ),
        (ValuationWind::UploadedLater, json!({})),
    ];
    for (wind, own) in rows {
        // A wind that was set before leaves nothing behind.
        let before = ValuationWind::Weibull {
            shape: 1.0,
            scale: 1.0,
            height: 1.0,
        };
        let parameters = farm().with_wind(before).with_wind(wind);
        parameters.validate().unwrap();
        let mut expected = json!({
            "name": "Test farm", "description": "Created by Api", "longitude": -1.009191, "latitude": 52.308479,
            "scenarioId": 4, "turbineModelId": 268, "numberOfTurbines": 10, "hubHeight": 80.0, "obstacleHeight": 0.0,
        });
        expected
            .as_object_mut()
            .unwrap()
            .extend(own.as_object().unwrap().clone());
        assert_eq!(serde_json::to_value(parameters.to_be_sent()).unwrap(), expected);
    }
}

#[test]
fn a_file_with_text_coordinates_and_any_spelling_is_read_and_sent_as_numbers_in_lower_case() {
    let read: ValuationParameters = serde_json::from_value(json!({
        "windType": "p50YieldScaling", "annualProductionInGWHours": 200, "name": "Test farm", "description": "",
        "longitude": "-1.21", "latitude": "59.59", "scenarioId": "4", "smoothingConfigVersion": 3,
        "turbineModelId": 268, "numberOfTurbines": 10, "hubHeight": 80,
    }))
    .unwrap();
    read.validate().unwrap();
    let sent = serde_json::to_value(read.to_be_sent()).unwrap();
    assert_eq!((&sent["longitude"], &sent["latitude"]), (&json!(-1.21), &json!(59.59)));
    assert_eq!(
        (&sent["scenarioId"], &sent["windType"]),
        (&json!(4), &json!("p50yieldscaling"))
    );
    assert_eq!(sent["smoothingConfigVersion"], 3);
    assert_eq!(sent["obstacleHeight"], 0.0);
    assert_eq!(read.wind_type.as_deref(), Some("p50YieldScaling"));
}

#[test]
fn fields_of_another_wind_and_missing_ones_are_refused() {
    let mut mixed = farm().with_wind(ValuationWind::Era5);
    mixed.p50_gross_production = Some(0.4);
    let mut lacking = farm().with_wind(ValuationWind::Weibull {
        shape: 2.0,
        scale: 8.0,
        height: 90.0,
    });
    lacking.weibull_scale = None;
    let mut later = farm();
    later.average_wind_speed = Some(7.0);
    let rows = [
        (
            mixed,
            "windType is \"era5\", and p50GrossProduction is 0.4, but does not belong to it",
        ),
        (lacking, "windType is \"weibull\", and weibullScale is missing"),
        (
            later,
            "windType is not set, which means that data are uploaded later, and averageWindSpeed is 7",
        ),
    ];
    for (parameters, message) in rows {
        let error = parameters.validate().unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn values_outside_their_range_are_refused_with_field_value_and_limit() {
    let at = |latitude, longitude| ValuationParameters::new("a", "", latitude, longitude, 4);
    let since = |time: &str| time.parse::<StartTime>().unwrap();
    let rows = [
        (at(95.0, 0.0), "latitude is 95 degrees"),
        (at(0.0, f64::NAN), "longitude is NaN"),
        (ValuationParameters::new(" ", "", 0.0, 0.0, 4), "name is empty"),
        (farm().with_hub_height(0.0), "hubHeight is 0 m"),
        (farm().with_turbines(268, 0, 80.0), "numberOfTurbines is 0"),
        (
            farm().with_losses(Losses {
                wake: 20.0,
                ..Losses::default()
            }),
            "lossesWake is 20",
        ),
        (
            farm().with_wind(ValuationWind::P50Scaling { gross_load_factor: 1.0 }),
            "p50GrossProduction is 1",
        ),
        (
            farm()
                .with_curtailment_threshold_since(since("2028-01-01T00:00Z"), 20.0)
                .with_curtailment_threshold_since(since("2024-01-01T00:00Z"), 10.0),
            "timeBasedCurtailmentThresholds[1].timeValidFrom is 2024-01-01T00:00:00.000Z",
        ),
        (
            farm().with_curtailment_threshold_since(since("2028-01-01T00:00Z"), f64::INFINITY),
            "timeBasedCurtailmentThresholds[0].threshold is inf",
        ),
    ];
    for (parameters, message) in rows {
        let error = parameters.validate().unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn each_kind_needs_its_turbines_and_hub_height_and_no_others() {
    let bare = || ValuationParameters::new("Test farm", "", 52.3, -1.0, 4);
    let p50 = ValuationWind::P50Scaling { gross_load_factor: 0.4 };
    let half = |mut parameters: ValuationParameters| {
        parameters.turbine_model_id = Some(268);
        parameters
    };
    // Raw generation needs no turbine, calibrated generation no hub height either.
    bare().with_hub_height(80.0).validate().unwrap();
    bare().with_wind(ValuationWind::Era5).validate().unwrap();
    farm().validate().unwrap();
    let rows = [
        (
            bare(),
            "windType is not set, which means that data are uploaded later, and hubHeight is missing",
        ),
        (half(bare().with_hub_height(80.0)), "and numberOfTurbines is missing"),
        (
            bare().with_wind(p50),
            "windType is \"p50scaling\", and turbineModelId is missing",
        ),
        (
            half(bare().with_wind(p50)),
            "windType is \"p50scaling\", and numberOfTurbines is missing",
        ),
        (
            half(bare().with_wind(ValuationWind::Newa)),
            "windType is \"newa\", and numberOfTurbines is missing",
        ),
    ];
    for (parameters, message) in rows {
        let error = parameters.validate().unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn an_extra_field_takes_the_place_of_no_other_and_has_no_name_of_the_past() {
    let rows = [
        ("latitude", "latitude is among the extra fields"),
        ("lossesWake", "lossesWake is among the extra fields"),
        ("wakeLoss", "wakeLoss is an old name, use lossesWake"),
        ("annualProductionInGwHours", "use annualProductionInGWHours"),
    ];
    for (name, message) in rows {
        let error = farm().with_extra(name, 95).validate().unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
    farm().with_extra("smoothingConfigVersion", 3).validate().unwrap();
}

#[test]
fn every_field_of_the_type_is_known_by_name() {
    let mut all = farm()
        .with_wind(ValuationWind::Weibull {
            shape: 2.0,
            scale: 8.0,
            height: 90.0,
        })
        .with_losses(Losses::default())
        .with_reanalysis_correction(true)
        .with_power_curve_smoothing(true)
        .with_curtailment_threshold(1.0)
        .with_curtailment_threshold_since("2028-01-01T00:00Z".parse::<StartTime>().unwrap(), 2.0);
    all.id = Some(30);
    all.average_wind_speed = Some(7.0);
    all.p50_gross_production = Some(0.4);
    all.annual_production_in_gw_hours = Some(200.0);
    all.average_power_density = Some(400.0);
    all.roughness_length = Some(0.03);
    let written = serde_json::to_value(all).unwrap();
    let mut names: Vec<&str> = written.as_object().unwrap().keys().map(String::as_str).collect();
    let mut known = FIELDS.to_vec();
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!(names, known);
}

#[test]
fn a_wind_type_that_is_not_known_is_sent_as_it_is_but_never_with_a_number_that_json_lacks() {
    let mut unknown = farm();
    unknown.wind_type = Some("CosmoRea6".to_owned());
    unknown.validate().unwrap();
    assert_eq!(unknown.to_be_sent().wind_type.as_deref(), Some("CosmoRea6"));
    for set in [
        |parameters: &mut ValuationParameters| parameters.p50_gross_production = Some(f64::NAN),
        |parameters: &mut ValuationParameters| parameters.measurement_height = Some(f64::INFINITY),
        |parameters: &mut ValuationParameters| parameters.annual_production_in_gw_hours = Some(f64::NAN),
    ] {
        let mut wrong = unknown.clone();
        set(&mut wrong);
        let error = wrong.validate().unwrap_err().to_string();
        assert!(error.contains("finite"), "{error}");
    }
}
