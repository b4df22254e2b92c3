//! The two charts of a batch of load factors.

use super::{Axis, Chart, Line};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Points of a duration curve: enough for a smooth line, few enough for a small file.
const STEPS: usize = 240;

/// A calculation, as the charts see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name in the legend.
    pub name: String,
    /// Mean load factor of each month, January first.
    pub monthly: Vec<Option<f64>>,
    /// Hourly load factors, from the highest to the lowest.
    pub sorted: Vec<f64>,
}

/// Mean load factor by month, one line per calculation.
#[must_use]
pub fn monthly(curves: &[Curve]) -> Chart {
    let lines: Vec<_> = curves
        .iter()
        .map(|curve| Line {
            name: curve.name.clone(),
            points: by_month(curve),
        })
        .collect();
    let highest = lines
        .iter()
        .flat_map(|line| &line.points)
        .map(|(_, value)| *value)
        .fold(0.0, f64::max);
    let top = (highest * 10.0 + 0.3).ceil().clamp(1.0, 10.0) / 10.0;
    Chart {
        title: "Load factor by month".to_owned(),
        subtitle: "Mean of the typical year, after losses, hours in UTC".to_owned(),
        x: Axis {
            name: "Month",
            range: (-0.25, 11.25),
            labels: 12,
            format: month,
        },
        y: Axis {
            name: "Load factor (% of rated capacity)",
            range: (0.0, top),
            labels: 11,
            format: percent,
        },
        dots: true,
        lines,
    }
}

/// Duration curve, one line per calculation: the share of hours with at least this load factor.
#[must_use]
pub fn duration(curves: &[Curve]) -> Chart {
    let lines = curves.iter().map(|curve| Line {
        name: curve.name.clone(),
        points: by_duration(&curve.sorted),
    });
    Chart {
        title: "Duration curve of the load factor".to_owned(),
        subtitle: "Hours of the typical year, sorted: each point says for what share of them the load factor is at least as high"
            .to_owned(),
        x: Axis { name: "Share of the hours of the year (%)", range: (0.0, 1.0), labels: 11, format: percent },
        y: Axis { name: "Load factor (% of rated capacity)", range: (0.0, 1.0), labels: 11, format: percent },
        dots: false,
        lines: lines.collect(),
    }
}

fn by_month(curve: &Curve) -> Vec<(f64, f64)> {
    let months = (0_u8..).map(f64::from).zip(&curve.monthly);
    months
        .filter_map(|(month, value)| value.map(|value| (month, value)))
        .collect()
}

fn by_duration(sorted: &[f64]) -> Vec<(f64, f64)> {
    let Some(last) = sorted.len().checked_sub(1) else {
        return Vec::new();
    };
    let at = |step: usize| (step as f64 / STEPS as f64, sorted[step * last / STEPS]);
    (0..=STEPS).map(at).collect()
}

fn month(position: &f64) -> String {
    let name = MONTHS
        .iter()
        .zip(0_u8..)
        .find(|(_, month)| (position - f64::from(*month)).abs() < 0.01);
    name.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
}

fn percent(share: &f64) -> String {
    format!("{:.0}", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(sorted: Vec<f64>) -> Curve {
        Curve {
            name: "Era5".to_owned(),
            monthly: vec![Some(0.4); 12],
            sorted,
        }
    }

    #[test]
    fn a_duration_curve_falls_from_the_highest_to_the_lowest_hour() {
        let chart = duration(&[curve((0..8760).rev().map(|hour| f64::from(hour) / 8759.0).collect())]);
        let points = &chart.lines[0].points;
        assert_eq!((points[0], points[STEPS]), ((0.0, 1.0), (1.0, 0.0)));
        assert!(points.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    }

    #[test]
    fn the_monthly_axis_holds_the_highest_month() {
        let chart = monthly(&[curve(Vec::new())]);
        assert_eq!(chart.lines[0].points.len(), 12);
        assert!(chart.y.range.1 > 0.4 && chart.y.range.1 < 0.6, "{:?}", chart.y.range);
    }

    #[test]
    fn charts_are_drawn_with_title_units_and_legend() {
        for chart in [monthly(&[curve(vec![0.5, 0.1])]), duration(&[curve(vec![0.5, 0.1])])] {
            let svg = chart.to_svg().unwrap();
            for text in [chart.title.as_str(), chart.x.name, chart.y.name, "Era5"] {
                assert!(svg.contains(text), "{text}");
            }
        }
    }

    #[cfg(feature = "png")]
    #[test]
    fn a_png_has_its_signature_and_size() {
        let png = monthly(&[curve(vec![0.1])]).to_png().unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..24], [0, 0, 5, 0, 0, 0, 2, 208]);
    }
}
