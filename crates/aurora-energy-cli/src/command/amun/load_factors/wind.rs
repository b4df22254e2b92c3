//! Wind types and the options that belong to them.

use anyhow::Result;
use serde_json::Value;

use super::request::put as put_number;
use crate::args::load_factors::{WindArgs, WindKind};
use crate::command::input::Fields;
use crate::exit::Failure;

/// The name on the wire.
pub(in crate::command::amun) fn name(kind: WindKind) -> &'static str {
    match kind {
        WindKind::Era5 => "Era5",
        WindKind::Merra2 => "Merra2",
        WindKind::Newa => "NEWA",
        WindKind::AuroraWindAtlas => "AuroraWindAtlas",
        WindKind::AverageWindSpeed => "AverageWindSpeed",
        WindKind::P50Scaling => "P50Scaling",
        WindKind::P50YieldScaling => "P50YieldScaling",
        WindKind::PowerDensity => "PowerDensity",
        WindKind::Weibull => "Weibull",
        WindKind::UploadedWind => "UploadedWind",
        WindKind::UploadedGeneration => "UploadedGeneration",
    }
}

/// An option, its field on the wire, and the wind types that need it.
struct Needed {
    option: &'static str,
    field: &'static str,
    value: Option<f64>,
    by: &'static [&'static str],
}

fn needed(wind: &WindArgs) -> [Needed; 7] {
    let row = |option, field, value, by| Needed {
        option,
        field,
        value,
        by,
    };
    [
        row(
            "--average-wind-speed",
            "averageWindSpeed",
            wind.average_wind_speed,
            &["AverageWindSpeed"],
        ),
        row("--p50", "p50GrossProduction", wind.p50, &["P50Scaling"]),
        row(
            "--annual-production",
            "annualProductionInGWHours",
            wind.annual_production,
            &["P50YieldScaling"],
        ),
        row(
            "--power-density",
            "averagePowerDensity",
            wind.power_density,
            &["PowerDensity"],
        ),
        row("--weibull-shape", "weibullShape", wind.weibull_shape, &["Weibull"]),
        row("--weibull-scale", "weibullScale", wind.weibull_scale, &["Weibull"]),
        row(
            "--measurement-height",
            "measurementHeight",
            wind.measurement_height,
            &["AverageWindSpeed", "PowerDensity", "Weibull"],
        ),
    ]
}

/// Puts wind type and its numbers into a request; ERA5 when nothing says otherwise and `defaults` holds.
///
/// # Errors
///
/// Fails when an option that the wind type needs is missing, or one is given that it does not know.
pub(in crate::command::amun) fn put(wind: &WindArgs, defaults: bool, fields: &mut Fields) -> Result<()> {
    if let Some(kind) = wind.wind {
        fields.insert("windType".to_owned(), name(kind).into());
    } else if defaults {
        fields.entry("windType").or_insert("Era5".into());
    }
    let kind = fields
        .get("windType")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    for Needed {
        option,
        field,
        value,
        by,
    } in needed(wind)
    {
        let belongs = by.iter().any(|name| name.eq_ignore_ascii_case(&kind));
        if value.is_some() && !belongs {
            return Err(
                Failure::usage(format!("{option} does not belong to wind type {kind:?}"))
                    .with_hint(format!("it belongs to {}", by.join(", ")))
                    .into(),
            );
        }
        put_number(fields, field, value);
        if belongs && !fields.contains_key(field) {
            return Err(Failure::usage(format!("wind type {kind} needs {option}")).into());
        }
    }
    if wind.reanalysis_correction {
        fields.insert("useReanalysisCorrection".to_owned(), true.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_another_wind_type_is_refused() {
        let wind = WindArgs {
            p50: Some(0.4),
            ..WindArgs::default()
        };
        let error = put(&wind, true, &mut Fields::new()).unwrap_err();
        assert_eq!(error.to_string(), "--p50 does not belong to wind type \"Era5\"");
    }

    #[test]
    fn a_missing_number_is_asked_for() {
        let wind = WindArgs {
            wind: Some(WindKind::Weibull),
            weibull_shape: Some(2.0),
            ..WindArgs::default()
        };
        let error = put(&wind, true, &mut Fields::new()).unwrap_err();
        assert_eq!(error.to_string(), "wind type Weibull needs --weibull-scale");
    }

    #[test]
    fn without_any_word_the_wind_is_era5() {
        let mut fields = Fields::new();
        put(&WindArgs::default(), true, &mut fields).unwrap();
        assert_eq!(fields.get("windType"), Some(&Value::from("Era5")));
    }
}
