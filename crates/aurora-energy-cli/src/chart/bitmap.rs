//! Charts as PNG.

use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::{BitMapBackend, DrawingArea, IntoDrawingArea};
use plotters::style::{FontStyle, register_font as register};

/// Makes the font known to the drawing library, once per process.
pub(super) fn register_font() -> Result<()> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let done = REGISTERED
        .get_or_init(|| register("sans-serif", FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT).is_ok());
    if *done {
        Ok(())
    } else {
        Err(anyhow!("the font for the charts cannot be read"))
    }
}

/// Draws into memory and packs the pixels.
pub(super) fn png(
    size: (u32, u32),
    draw: impl FnOnce(&DrawingArea<BitMapBackend<'_>, Shift>) -> Result<()>,
) -> Result<Vec<u8>> {
    let bytes = usize::try_from(size.0)? * usize::try_from(size.1)? * 3;
    let mut pixels = vec![0; bytes];
    {
        let root = BitMapBackend::with_buffer(&mut pixels, size).into_drawing_area();
        draw(&root)?;
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.0, size.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().context("the PNG cannot be made")?;
    writer.write_image_data(&pixels).context("the PNG cannot be made")?;
    writer.finish().context("the PNG cannot be made")?;
    Ok(file)
}
