//! What goes into a cell, and how it looks.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What goes into a cell.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::workbook) enum Cell {
    Number(f64),
    Text(String),
    Flag(bool),
    /// Nothing, as a text would be.
    Blank,
    /// A value that there is none of: a formula whose result is an error.
    Missing,
}

impl Cell {
    pub(in crate::workbook) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A whole number. One that is too large to be kept as it is becomes a text.
    pub(in crate::workbook) fn whole(number: i64) -> Self {
        exact(number).map_or_else(|| Self::Text(number.to_string()), Self::Number)
    }
}

/// A whole number as the number of a cell, if it fits in there unchanged.
#[allow(
    clippy::cast_precision_loss,
    reason = "numbers that would lose something are left out"
)]
pub(in crate::workbook) fn exact(number: i64) -> Option<f64> {
    const LARGEST: u64 = 1 << 53;
    (number.unsigned_abs() <= LARGEST).then_some(number as f64)
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Bold,
    Header(Shade),
    Data(Shade),
}

/// The background: every other scenario is grey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shade {
    #[default]
    White,
    Grey,
}

impl Shade {
    /// That of a position that is counted from 0.
    pub(super) fn of(position: usize) -> Self {
        if position.is_multiple_of(2) {
            Self::White
        } else {
            Self::Grey
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::White => Self::Grey,
            Self::Grey => Self::White,
        }
    }
}

/// All looks.
#[derive(Debug)]
pub(super) struct Formats {
    bold: Format,
    headers: [Format; 2],
    data: [Format; 2],
}

impl Formats {
    pub(super) fn new() -> Self {
        let boxed = |colour: u32| {
            Format::new()
                .set_background_color(Color::RGB(colour))
                .set_border(FormatBorder::Thin)
        };
        let colours = [0x00FF_FFFF, 0x00D9_D9D9];
        Self {
            bold: Format::new().set_bold(),
            headers: colours.map(|colour| boxed(colour).set_bold().set_align(FormatAlign::Center)),
            data: colours.map(|colour| boxed(colour).set_align(FormatAlign::Left)),
        }
    }

    pub(super) fn of(&self, style: Style) -> Option<&Format> {
        match style {
            Style::Plain => None,
            Style::Bold => Some(&self.bold),
            Style::Header(shade) => Some(&self.headers[shade as usize]),
            Style::Data(shade) => Some(&self.data[shade as usize]),
        }
    }
}
