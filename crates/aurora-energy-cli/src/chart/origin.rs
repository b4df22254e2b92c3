//! The two charts of a scenario's outputs.

use super::{Axis, Chart, Line};

/// Points of a duration curve: enough for a smooth line, few enough for a small file.
const STEPS: usize = 240;

/// A line before it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// The unit of the values, as the file has it.
    pub unit: String,
    /// Points, left to right.
    pub points: Vec<(f64, f64)>,
}

/// Hourly prices from the highest to the lowest, one line per year.
#[must_use]
pub fn price_duration(scenario: &str, years: &[Series]) -> Chart {
    let highest = highest(years);
    Chart {
        title: "Price duration curves".to_owned(),
        subtitle: format!("{scenario}: each point says for what share of the hours the price is at least as high"),
        x: Axis {
            name: "Share of the hours of the year (%)",
            range: (0.0, 1.0),
            labels: 11,
            format: percent,
        },
        y: Axis {
            name: "Price (currency of the scenario per MWh)",
            range: (0.0, (highest / 20.0).ceil().max(1.0) * 20.0),
            labels: 11,
            format: whole,
        },
        dots: false,
        lines: years.iter().map(|year| line(year, thinned(&year.points))).collect(),
    }
}

/// Generation by year, one line per technology.
#[must_use]
pub fn generation_mix(scenario: &str, technologies: &[Series]) -> Chart {
    let years = || {
        technologies
            .iter()
            .flat_map(|series| &series.points)
            .map(|(year, _)| *year)
    };
    let (first, last) = (years().fold(f64::MAX, f64::min), years().fold(f64::MIN, f64::max));
    Chart {
        title: "Generation mix".to_owned(),
        subtitle: format!("{scenario}: generation by technology"),
        x: Axis {
            name: "Year",
            range: if first < last { (first, last) } else { (0.0, 1.0) },
            labels: 6,
            format: whole,
        },
        y: Axis {
            name: "Generation (TWh)",
            range: (0.0, (highest(technologies) / 20.0).ceil().max(1.0) * 20.0),
            labels: 11,
            format: whole,
        },
        dots: true,
        lines: technologies
            .iter()
            .map(|series| line(series, series.points.clone()))
            .collect(),
    }
}

pub(super) fn line(series: &Series, points: Vec<(f64, f64)>) -> Line {
    Line {
        name: series.name.clone(),
        points,
    }
}

pub(super) fn highest(series: &[Series]) -> f64 {
    let values = series.iter().flat_map(|series| &series.points).map(|(_, value)| *value);
    values.fold(0.0, f64::max)
}

pub(super) fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    match points.len().checked_sub(1) {
        Some(last) => (0..=STEPS).map(|step| points[step * last / STEPS]).collect(),
        None => Vec::new(),
    }
}

pub(super) fn percent(share: &f64) -> String {
    format!("{:.0}", share * 100.0)
}

pub(super) fn whole(value: &f64) -> String {
    format!("{value:.0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, points: &[(f64, f64)]) -> Series {
        Series {
            name: name.to_owned(),
            unit: "TWh".to_owned(),
            points: points.to_vec(),
        }
    }

    #[test]
    fn the_axes_hold_every_point() {
        let chart = generation_mix("s", &[series("wind", &[(2025.0, 3.0), (2050.0, 61.0)])]);
        assert_eq!((chart.x.range, chart.y.range), ((2025.0, 2050.0), (0.0, 80.0)));
        assert_eq!(chart.lines[0].points.len(), 2);
    }

    #[test]
    fn a_duration_curve_keeps_its_ends() {
        let hours: Vec<_> = (0..8760)
            .map(|hour| (f64::from(hour) / 8760.0, f64::from(8760 - hour)))
            .collect();
        let chart = price_duration("s", &[series("2030", &hours)]);
        let points = &chart.lines[0].points;
        assert_eq!((points.first(), points.last()), (hours.first(), hours.last()));
        assert_eq!(points.len(), STEPS + 1);
    }

    #[test]
    fn nothing_to_draw_is_an_empty_chart() {
        assert!(generation_mix("s", &[]).to_svg().is_ok());
        assert!(price_duration("s", &[series("2030", &[])]).to_svg().is_ok());
    }
}
