//! The two charts of a session's hourly electricity.

use super::origin::{Series, highest, line, percent, thinned, whole};
use super::{Axis, Chart};

/// Hourly prices from the highest to the lowest, one line per state of the session.
#[must_use]
pub fn price_duration(subtitle: &str, states: &[Series]) -> Chart {
    Chart {
        title: "Electricity price, all hours of the year".to_owned(),
        subtitle: format!("{subtitle}: each point says for what share of the hours the price is at least as high"),
        x: Axis {
            name: "Share of the hours of the year (%)",
            range: (0.0, 1.0),
            labels: 11,
            format: percent,
        },
        y: Axis {
            name: "Price (EUR/MWh)",
            range: (0.0, top(highest(states), 20.0)),
            labels: 11,
            format: whole,
        },
        dots: false,
        lines: states.iter().map(|state| line(state, thinned(&state.points))).collect(),
    }
}

/// The mean day of the largest producers.
#[must_use]
pub fn mean_day(subtitle: &str, producers: &[Series]) -> Chart {
    Chart {
        title: "Electricity production on the mean day".to_owned(),
        subtitle: format!("{subtitle}: mean of all days of the year, hour by hour"),
        x: Axis {
            name: "Hour of the day",
            range: (0.0, 23.0),
            labels: 24,
            format: whole,
        },
        y: Axis {
            name: "Production (GW)",
            range: (0.0, top(highest(producers), 5.0)),
            labels: 11,
            format: tenths,
        },
        dots: true,
        lines: producers
            .iter()
            .map(|series| line(series, series.points.clone()))
            .collect(),
    }
}

/// The next multiple of a step, which holds the highest point.
fn top(highest: f64, step: f64) -> f64 {
    (highest / step).ceil().max(1.0) * step
}

fn tenths(value: &f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axes_hold_every_point() {
        let series = Series {
            name: "wind".to_owned(),
            unit: "GW".to_owned(),
            points: (0..24).map(|hour| (f64::from(hour), 11.5)).collect(),
        };
        let day = mean_day("s", std::slice::from_ref(&series));
        assert_eq!((day.x.range, day.y.range), ((0.0, 23.0), (0.0, 15.0)));
        assert_eq!(price_duration("s", &[series]).y.range, (0.0, 20.0));
    }

    #[test]
    fn nothing_to_draw_is_an_empty_chart() {
        assert!(mean_day("s", &[]).to_svg().is_ok());
        assert!(price_duration("s", &[]).to_svg().is_ok());
    }
}
