//! What follows from recorded answers: the arithmetic of forecasts, the calendar, the series.

use std::fs;
use std::path::PathBuf;

use amun_client::time::calendar::{Period, financial_year, hours_in_forecast_period, period_of};
use amun_client::types::{
    CalibratedGenerationUpload, ForecastPeriod, HourlyPoint, LoadFactorResult, RawGenerationUpload, ValuationOutputs,
    WindUpload,
};
use amun_client::{LoadFactorRequest, WindType, series};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A file of the vendor's sample data, where the checkout has them beside it.
fn sample<T: DeserializeOwned>(name: &str) -> Option<T> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/amun");
    let text = fs::read_to_string(folder.join(name)).ok()?;
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// One recorded year, quarter and month of a farm with 288 MW.
fn periods() -> [ForecastPeriod; 3] {
    let periods = json!([
        {"production": 1246.065472, "curtailment": 3.846609, "negativeGeneration": 0, "loadFactor": 0.4939,
         "capturePrice": 50.890163, "revenue": 63.412475, "baseLoadPrice": 52.460901,
         "onshoreAveragePrice": 48.343678, "offshoreAveragePrice": 49.636209, "fleetAveragePrice": 49.028628,
         "capturePriceDiffToOffshore": 1.253954, "capturePriceDiffToOnshore": 2.546485,
         "capturePriceDiffToFleet": 1.861534, "year": 2020},
        {"production": 332.624472, "curtailment": 0, "negativeGeneration": 0, "loadFactor": 0.5288,
         "capturePrice": 55.150663, "revenue": 18.34446, "baseLoadPrice": 58.116914,
         "onshoreAveragePrice": 53.03798, "offshoreAveragePrice": 54.324407, "fleetAveragePrice": 53.723638,
         "capturePriceDiffToOffshore": 0.826256, "capturePriceDiffToOnshore": 2.112683,
         "capturePriceDiffToFleet": 1.427025, "financialYear": 2020, "year": 2020, "quarter": "Q1"},
        {"production": 119.947341, "curtailment": 0, "negativeGeneration": 0, "loadFactor": 0.5598,
         "capturePrice": 54.55895, "revenue": 6.544201, "baseLoadPrice": 59.023144,
         "onshoreAveragePrice": 52.888156, "offshoreAveragePrice": 53.439712, "fleetAveragePrice": 53.168829,
         "capturePriceDiffToOffshore": 1.119238, "capturePriceDiffToOnshore": 1.670795,
         "capturePriceDiffToFleet": 1.390122, "financialYear": 2020, "year": 2020, "month": "January"},
    ]);
    serde_json::from_value(periods).unwrap()
}

fn the_arithmetic_holds(period: &ForecastPeriod) {
    let price = period.capture_price.unwrap();
    let revenue = period.production * price / 1000.0;
    assert!((revenue - period.revenue.unwrap()).abs() <= 1e-6, "{period:?}");
    let differences = [
        (period.offshore_average_price, period.capture_price_diff_to_offshore),
        (period.onshore_average_price, period.capture_price_diff_to_onshore),
        (period.fleet_average_price, period.capture_price_diff_to_fleet),
    ];
    for (mean, difference) in differences {
        assert!(
            (price - mean.unwrap() - difference.unwrap()).abs() <= 2e-6,
            "{period:?}"
        );
    }
    let span = period_of(period).unwrap();
    let hours = hours_in_forecast_period(period.year, span).unwrap();
    let load_factor = period.production * 1000.0 / (288.0 * f64::from(hours));
    assert!(
        (load_factor - period.load_factor).abs() <= 5.1e-5,
        "{load_factor} {period:?}"
    );
    let first_month = match span {
        Period::Year => return,
        Period::Quarter(quarter) => 3 * quarter - 2,
        Period::Month(month) => month,
    };
    assert_eq!(
        period.financial_year,
        Some(financial_year(period.year, first_month).unwrap())
    );
}

#[test]
fn revenue_differences_load_factor_and_financial_year_follow_from_the_other_fields() {
    let periods = periods();
    periods.iter().for_each(the_arithmetic_holds);
    assert_eq!(
        periods.each_ref().map(period_of),
        [Some(Period::Year), Some(Period::Quarter(1)), Some(Period::Month(1))]
    );
}

#[test]
fn missing_prices_unknown_months_and_new_fields_are_read() {
    let period: ForecastPeriod = serde_json::from_value(json!({
        "production": 1, "curtailment": 0, "loadFactor": 0.5, "capturePrice": null, "year": 2020.0, "month": "Smarch",
        "brandNew": [1],
    }))
    .unwrap();
    assert_eq!(
        (period.capture_price, period.year, period_of(&period)),
        (None, 2020, None)
    );
    assert_eq!(
        period.month.as_ref().map(ToString::to_string).as_deref(),
        Some("Smarch")
    );
    assert_eq!(period.extra["brandNew"], json!([1]));
}

fn hourly(load_factors: &[f64]) -> Vec<HourlyPoint> {
    let points = load_factors.iter().enumerate().map(|(hour, load_factor)| {
        let (day, hour) = (31 + hour / 24, hour % 24);
        let date = if day > 31 {
            format!("2018-02-{:02}", day - 31)
        } else {
            format!("2018-01-{day}")
        };
        json!({"dateTime": format!("{date}T{hour:02}:00Z"), "windSpeed": load_factor * 10.0, "loadFactor": load_factor})
    });
    serde_json::from_value(Value::Array(points.collect())).unwrap()
}

#[test]
fn a_series_has_a_mean_months_a_duration_curve_and_a_table() {
    let factors: Vec<f64> = [vec![0.25; 24], vec![0.75; 12]].concat();
    let points = hourly(&factors);
    assert_eq!(
        series::mean_load_factor(&points),
        Some((24.0 * 0.25 + 12.0 * 0.75) / 36.0)
    );
    assert_eq!(series::mean_load_factor(&[]), None);
    let months = series::monthly_means(&points);
    let shown: Vec<_> = months
        .iter()
        .map(|m| (m.year, m.month, m.hours, m.load_factor, m.wind_speed))
        .collect();
    assert_eq!(shown, [(2018, 1, 24, 0.25, 2.5), (2018, 2, 12, 0.75, 7.5)]);
    let curve = series::duration_curve(&points);
    assert_eq!((curve[0], curve[11], curve[12], curve[35]), (0.75, 0.75, 0.25, 0.25));
    let table = series::to_table(&points).unwrap();
    assert_eq!(
        (table.rows(), table.column("wind_speed").unwrap().unit.as_deref()),
        (36, Some("m/s"))
    );
    assert_eq!(table.index().unwrap().start, "2018-01-31T00:00:00Z".parse().unwrap());
}

#[test]
fn a_series_with_a_gap_is_no_table() {
    let mut points = hourly(&[0.1, 0.2, 0.3]);
    points.remove(1);
    let error = series::to_table(&points).unwrap_err().to_string();
    assert!(
        error.contains("2018-01-31T00:00Z is followed by 2018-01-31T02:00Z"),
        "{error}"
    );
    assert!(series::to_table(&[]).is_err());
}

#[test]
fn the_recorded_valuation_holds_the_arithmetic_in_every_row() {
    let Some(outputs) = sample::<ValuationOutputs>("recorded_valuation_outputs.json") else {
        println!("skipped: no recorded valuation beside the checkout");
        return;
    };
    let forecast = outputs.forecast.unwrap();
    let counts = [
        forecast.yearly.len(),
        forecast.quarterly.len(),
        forecast.monthly.len(),
        forecast.hourly.len(),
    ];
    assert_eq!(counts, [21, 84, 252, 8760]);
    forecast
        .yearly
        .iter()
        .chain(&forecast.quarterly)
        .chain(&forecast.monthly)
        .for_each(the_arithmetic_holds);
    for year in &forecast.yearly {
        let months = forecast.monthly.iter().filter(|month| month.year == year.year);
        assert!((months.map(|month| month.production).sum::<f64>() - year.production).abs() <= 2e-6);
        assert!((year.production + year.curtailment - 1249.912).abs() < 1e-3, "{year:?}");
    }
    let mean = series::mean_load_factor(&forecast.hourly).unwrap();
    assert!((mean * 8760.0 * 288.0 / 1000.0 - 1249.912).abs() < 1e-2, "{mean}");
    assert_eq!(series::to_table(&forecast.hourly).unwrap().rows(), 8760);
    assert_eq!(forecast.quarterly.last().unwrap().financial_year, Some(2041));
}

#[test]
fn the_recorded_load_factors_are_read_and_equal_the_valuations_hours() {
    let files = sample::<LoadFactorResult>("recorded_load_factor_result_truncated.json")
        .zip(sample::<ValuationOutputs>("recorded_valuation_outputs.json"));
    let Some((result, outputs)) = files else {
        println!("skipped: no recorded load factors beside the checkout");
        return;
    };
    assert_eq!(result.typical_hourly, outputs.forecast.unwrap().hourly[..48]);
    let echo = result.parameters.unwrap();
    assert!(echo.load_factor_request_id.is_some());
    assert_eq!(echo.extra["installedCapacity"], 288);
    // The echo of a request is a request.
    let again: LoadFactorRequest = serde_json::from_value(Value::Object(echo.extra)).unwrap();
    assert_eq!(again.flow.wind_type(), WindType::UploadedGeneration);
}

#[test]
fn every_sample_body_of_the_vendor_is_accepted_as_it_is() {
    let Some(request) = sample::<LoadFactorRequest>("example_loadfactor_generation_request.json") else {
        println!("skipped: no sample bodies beside the checkout");
        return;
    };
    request.validate().unwrap();
    assert_eq!(
        (request.flow.wind_type(), request.needs_v2()),
        (WindType::UploadedGeneration, true)
    );
    let sent = serde_json::to_value(&request).unwrap();
    assert_eq!(sent["windType"], "UploadedGeneration");
    assert_eq!(sent["startTimeUTC"], "2012-12-31T23:00:00.000Z");
    assert_eq!(sent["uploadedGeneration"].as_array().unwrap().len(), 52_608);
    sample::<RawGenerationUpload>("example_generation_request.json")
        .unwrap()
        .validate()
        .unwrap();
    sample::<CalibratedGenerationUpload>("example_calibratedGeneration.json")
        .unwrap()
        .validate()
        .unwrap();
    sample::<WindUpload>("example_wind_request.json")
        .unwrap()
        .validate()
        .unwrap();
}
