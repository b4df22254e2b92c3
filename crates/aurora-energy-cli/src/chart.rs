//! Charts of load factors (mean by month, duration curve), of market outputs (price duration, generation mix) and of hourly
//! electricity (price duration, mean day).
//!
//! SVG is always there; PNG needs the feature `png`, which brings a font, so that a picture looks the same on every
//! machine.

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

#[cfg(feature = "png")]
mod bitmap;
pub mod etm;
pub mod load_factors;
pub mod origin;
mod palette;

/// Size of every chart in pixels.
const SIZE: (u32, u32) = (1280, 720);
/// Width of the column at the right that holds the legend.
const LEGEND: u32 = 270;

const INK: RGBColor = RGBColor(38, 43, 51);
const FAINT_INK: RGBColor = RGBColor(96, 104, 116);
const GRID: RGBColor = RGBColor(226, 229, 234);

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What the legend says.
    pub name: String,
    /// Points, left to right.
    pub points: Vec<(f64, f64)>,
}

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The heading.
    pub title: String,
    /// A second line below the heading.
    pub subtitle: String,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis, from zero.
    pub y: Axis,
    /// Whether each point gets a dot.
    pub dots: bool,
    /// The lines, in the order of the legend.
    pub lines: Vec<Line>,
}

/// An axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it measures, with the unit.
    pub name: &'static str,
    /// First and last value.
    pub range: (f64, f64),
    /// How many values get a label.
    pub labels: usize,
    /// How a value is written.
    pub format: fn(&f64) -> String,
}

impl Chart {
    /// The chart as SVG.
    ///
    /// # Errors
    ///
    /// Fails when the drawing library does.
    pub fn to_svg(&self) -> Result<String> {
        prepare_font()?;
        let mut text = String::new();
        let root = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
        self.draw(&root)?;
        drop(root);
        // The drawing library names no fallback font; without one a viewer may take a serif face.
        Ok(text.replace(
            "font-family=\"sans-serif\"",
            "font-family=\"Ubuntu, 'Segoe UI', Helvetica, Arial, sans-serif\"",
        ))
    }

    /// The chart as PNG.
    ///
    /// # Errors
    ///
    /// Fails when the drawing library does.
    #[cfg(feature = "png")]
    pub fn to_png(&self) -> Result<Vec<u8>> {
        prepare_font()?;
        bitmap::png(SIZE, |root| self.draw(root))
    }

    fn draw<D: DrawingBackend>(&self, root: &DrawingArea<D, Shift>) -> Result<()>
    where
        D::ErrorType: 'static,
    {
        root.fill(&WHITE).map_err(failed)?;
        let (head, body) = root.split_vertically(78);
        let (plot, legend) = body.split_horizontally(SIZE.0 - LEGEND);
        self.draw_head(&head)?;
        self.draw_plot(&plot)?;
        self.draw_legend(&legend)?;
        root.present().map_err(failed)
    }

    fn draw_head<D: DrawingBackend>(&self, area: &DrawingArea<D, Shift>) -> Result<()>
    where
        D::ErrorType: 'static,
    {
        let title = ("sans-serif", 27).into_font().color(&INK);
        let subtitle = ("sans-serif", 16).into_font().color(&FAINT_INK);
        area.draw(&Text::new(self.title.clone(), (28, 18), title))
            .map_err(failed)?;
        area.draw(&Text::new(self.subtitle.clone(), (28, 52), subtitle))
            .map_err(failed)
    }

    fn draw_plot<D: DrawingBackend>(&self, area: &DrawingArea<D, Shift>) -> Result<()>
    where
        D::ErrorType: 'static,
    {
        let mut chart = ChartBuilder::on(area)
            .margin(18)
            .margin_left(22)
            .x_label_area_size(56)
            .y_label_area_size(66)
            .build_cartesian_2d(self.x.range.0..self.x.range.1, self.y.range.0..self.y.range.1)
            .map_err(failed)?;
        chart
            .configure_mesh()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(FAINT_INK)
            .x_desc(self.x.name)
            .y_desc(self.y.name)
            .x_labels(self.x.labels)
            .y_labels(self.y.labels)
            .x_label_formatter(&self.x.format)
            .y_label_formatter(&self.y.format)
            .label_style(("sans-serif", 15).into_font().color(&INK))
            .axis_desc_style(("sans-serif", 16).into_font().color(&INK))
            .draw()
            .map_err(failed)?;
        self.draw_lines(&mut chart)
    }

    fn draw_lines<D: DrawingBackend>(
        &self,
        chart: &mut ChartContext<'_, D, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    ) -> Result<()>
    where
        D::ErrorType: 'static,
    {
        for (number, line) in self.lines.iter().enumerate() {
            let colour = palette::colour(number);
            let points = line.points.iter().copied();
            if palette::is_dashed(number) {
                let dashes = DashedLineSeries::new(points.clone(), 9, 5, colour.stroke_width(2));
                chart.draw_series(dashes).map_err(failed)?;
            } else {
                chart
                    .draw_series(LineSeries::new(points.clone(), colour.stroke_width(2)))
                    .map_err(failed)?;
            }
            if self.dots {
                chart
                    .draw_series(points.map(|point| Circle::new(point, 4, colour.filled())))
                    .map_err(failed)?;
            }
        }
        Ok(())
    }

    fn draw_legend<D: DrawingBackend>(&self, area: &DrawingArea<D, Shift>) -> Result<()>
    where
        D::ErrorType: 'static,
    {
        let style = ("sans-serif", 16)
            .into_font()
            .color(&INK)
            .pos(Pos::new(HPos::Left, VPos::Center));
        let step = (560 / self.lines.len().max(1)).min(30);
        for (number, line) in self.lines.iter().enumerate() {
            let y = 30 + i32::try_from(number * step)?;
            let stroke = palette::colour(number).stroke_width(3);
            let ends: &[(i32, i32)] = if palette::is_dashed(number) {
                &[(8, 20), (26, 38)]
            } else {
                &[(8, 38)]
            };
            for (from, to) in ends {
                area.draw(&PathElement::new(vec![(*from, y), (*to, y)], stroke))
                    .map_err(failed)?;
            }
            area.draw(&Text::new(shortened(&line.name), (48, y + 2), style.clone()))
                .map_err(failed)?;
        }
        Ok(())
    }
}

/// Names longer than the legend is wide end in an ellipsis.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 26;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let start: String = name.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}

fn failed<E: std::error::Error + Send + Sync>(error: DrawingAreaErrorKind<E>) -> anyhow::Error {
    anyhow!("the chart cannot be drawn: {error}")
}

#[cfg(feature = "png")]
fn prepare_font() -> Result<()> {
    bitmap::register_font()
}

#[cfg(not(feature = "png"))]
fn prepare_font() -> Result<()> {
    Ok(())
}
