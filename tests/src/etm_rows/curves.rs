//! Hourly curves, and curves of the user's own.

use etm_client::HourlyCurve;
use etm_client::custom_curves::{Curve, CurveSource, CustomCurvesOptions};
use serde_json::{Value, json};

use crate::etm_wire::{EtmRow, FormPart, Reply};

/// Hours of a year of the model.
const HOURS: usize = 8760;
const KEY: &str = "weather/wind_offshore_baseline";
const AT: &str = "/scenarios/7/custom_curves/weather/wind_offshore_baseline";

pub(super) fn curve_rows() -> Vec<EtmRow> {
    let mut rows = hourly();
    rows.extend(custom());
    rows
}

/// Days of each month; 29 February is never there.
const DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// An hourly file for 2050, with this after each hour.
fn hours(header: &str, cells: &str) -> String {
    let mut text = format!("Time,{header}\n");
    for (month, days) in (1..).zip(DAYS) {
        for (day, hour) in (1..=days).flat_map(|day| (0..24).map(move |hour| (day, hour))) {
            text.push_str(&format!("2050-{month:02}-{day:02} {hour:02}:00,{cells}\n"));
        }
    }
    text
}

fn hourly() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "download_hourly_curve",
            "GET",
            "/scenarios/7/curves/merit_order",
            ask!(
                |etm| etm.curves(7).get(HourlyCurve::ElectricityProfiles),
                |table| assert_eq!(table.rows(), HOURS)
            ),
        )
        .accepts("text/csv")
        .reply(Reply::Text(
            "text/csv",
            hours("a.output (MW),a column of tomorrow", "1.5,0"),
        )),
        EtmRow::engine(
            "get_curve_electricity_price_json",
            "GET",
            "/scenarios/7/curves/electricity_price",
            ask!(|etm| etm.curves(7).prices(), |prices| assert_eq!(prices.len(), HOURS)),
        )
        .answer(json!({"curve": "38.5\n".repeat(HOURS)})),
    ]
}

fn described() -> Value {
    json!({"key": KEY, "type": "a type of tomorrow", "attached": true, "overrides": [], "name": "wind", "size": 78843,
        "date": "2026-04-21T18:57:03.000Z", "stats": {"length": 8760}, "a field of tomorrow": null})
}

/// One number per line, as an upload writes them.
fn written() -> String {
    "0.5\n".repeat(HOURS)
}

fn upload_form() -> Vec<FormPart> {
    let field = |field, content: &str| FormPart {
        field,
        file_name: None,
        content: content.to_owned(),
    };
    vec![
        FormPart {
            field: "file",
            file_name: Some("wind.csv"),
            content: written(),
        },
        field("metadata[source_scenario_id]", "12"),
        field("metadata[source_scenario_title]", "High wind"),
        field("metadata[source_saved_scenario_id]", "34"),
        field("metadata[source_dataset_key]", "nl2019"),
        field("metadata[source_end_year]", "2050"),
    ]
}

fn custom() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "list_custom_curves",
            "GET",
            "/scenarios/7/custom_curves",
            ask!(
                |etm| etm
                    .custom_curves(7)
                    .list(&CustomCurvesOptions::default().with_unattached(true).with_internal(true)),
                |curves| assert_eq!(curves.len(), 1)
            ),
        )
        .query(&[("include_unattached", "true"), ("include_internal", "true")])
        .answer(json!([described()])),
        EtmRow::engine(
            "get_custom_curve",
            "GET",
            AT,
            ask!(|etm| etm.custom_curves(7).get(KEY), |curve| assert_eq!(
                curve.size,
                Some(78843)
            )),
        )
        .answer(described()),
        EtmRow::engine(
            "upload_custom_curve",
            "PUT",
            AT,
            ask!(|etm| {
                let source = CurveSource {
                    scenario_id: 12,
                    scenario_title: "High wind".to_owned(),
                    saved_scenario_id: 34,
                    dataset_key: "nl2019".to_owned(),
                    end_year: 2050,
                };
                let curve = Curve::new(vec![0.5; HOURS])?.with_name("wind").with_source(source);
                async move { etm.custom_curves(7).upload(KEY, &curve).await }
            }),
        )
        .form(upload_form())
        .answer(described()),
        EtmRow::engine(
            "delete_custom_curve",
            "DELETE",
            AT,
            ask!(|etm| etm.custom_curves(7).delete(KEY)),
        )
        .accepts("*/*")
        .reply(Reply::Empty(204)),
        EtmRow::engine(
            "download_custom_curve",
            "GET",
            AT,
            ask!(|etm| etm.custom_curves(7).values(KEY), |values| assert_eq!(
                values.len(),
                HOURS
            )),
        )
        .accepts("text/csv")
        .reply(Reply::Text("text/csv", written().trim_end().to_owned())),
    ]
}
