//! Colours of the lines.

use plotters::style::RGBColor;

/// Ten colours that stay apart on white, also for most people with a colour-vision deficiency.
const COLOURS: [RGBColor; 10] = [
    RGBColor(31, 90, 166),
    RGBColor(214, 96, 25),
    RGBColor(34, 139, 87),
    RGBColor(196, 41, 61),
    RGBColor(122, 82, 176),
    RGBColor(20, 156, 172),
    RGBColor(140, 86, 60),
    RGBColor(219, 116, 180),
    RGBColor(110, 116, 124),
    RGBColor(176, 158, 24),
];

/// The colour of a line by its number; they repeat after ten.
pub(super) fn colour(number: usize) -> RGBColor {
    COLOURS[number % COLOURS.len()]
}

/// Whether a line is dashed: every second ten, so that a repeated colour can still be told.
pub(super) fn is_dashed(number: usize) -> bool {
    (number / COLOURS.len()) % 2 == 1
}
