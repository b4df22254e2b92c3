//! Writing the workbooks of an export, without any request.

mod beside;
mod cell;
mod grid;
mod item;
mod main_sheet;
mod names;
mod sheet;
mod spool;
mod tables;
mod target;

use std::path::{Path, PathBuf};

use aurora_core::Result;
use rust_xlsxwriter::Workbook;

pub(super) use beside::{carrier, has_carrier};
pub(super) use cell::{Cell, exact};
pub(super) use item::{Annual, InputRow, Item, QueryRow};
pub(super) use main_sheet::is_instruction;
pub(super) use names::Taken;
pub(super) use spool::{Spool, Spooled};
pub(super) use target::Target;

use self::cell::Formats;
use self::grid::Grid;
use self::sheet::refused;
use self::target::Part;

/// The sheets of the main workbook whose names are fixed.
const READ: [&str; 8] = [
    "MAIN",
    "SLIDER_SETTINGS",
    "INPUT_DETAILS",
    "SORTABLES",
    "CUSTOM_CURVES",
    "GQUERIES",
    "USERS",
    "EXPORT_CONFIG",
];

/// The workbooks of an export.
#[derive(Debug)]
pub(super) struct Targets {
    pub(super) main: Target,
    pub(super) hourly: Target,
    pub(super) annual: Target,
}

/// What the main workbook has beside what its items have.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) defaults: bool,
    pub(super) limits: bool,
    /// The row of `EXPORT_CONFIG`; with it, the workbook is an input as well.
    pub(super) config: Option<Vec<(&'static str, Cell)>>,
    /// The folder for temporary files.
    pub(super) temporary: PathBuf,
}

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) files: Vec<PathBuf>,
    /// What is worth knowing about the workbooks.
    pub(super) notes: Vec<String>,
}

impl Targets {
    /// Looks whether the workbooks can be put there.
    pub(super) fn new(path: &Path) -> Result<Self> {
        let main = Target::new(path)?;
        Ok(Self {
            hourly: main.beside("hourly_output_curves")?,
            annual: main.beside("annual_exports")?,
            main,
        })
    }
}

/// Writes the workbooks, and puts them in their places when all of them are whole.
pub(super) fn write(items: &[Item], spool: &Spool, layout: &Layout, targets: &Targets) -> Result<Written> {
    let mut written = Written::default();
    let mut parts = vec![main(items, spool, layout, &targets.main, &mut written)?];
    for (grids, target) in [
        (beside::hourly(items), &targets.hourly),
        (beside::annual(items), &targets.annual),
    ] {
        if !grids.is_empty() {
            parts.push(further(grids, spool, layout, target, &mut written)?);
        }
    }
    for part in parts {
        written.files.push(part.place()?);
    }
    Ok(written)
}

fn main(items: &[Item], spool: &Spool, layout: &Layout, target: &Target, written: &mut Written) -> Result<Part> {
    let (mut workbook, formats) = (workbook(&layout.temporary)?, Formats::new());
    let grids = grids(items, layout);
    // Names that readers look for are not free for the sheets of scenarios.
    let mut taken = Taken::default();
    for name in READ {
        taken.sheet(name);
    }
    let own = layout.config.is_some().then(|| main_sheet::own(items, &mut taken));
    let cut = main_sheet::write(&mut workbook, &formats, items, own.as_deref())?;
    note_cut(written, "MAIN", cut);
    put(&grids, &mut workbook, &formats, &mut taken, spool, written)?;
    if let Some(row) = &layout.config {
        main_sheet::write_row(&mut workbook, &formats, "EXPORT_CONFIG", row)?;
    }
    if let Some(own) = &own {
        main_sheet::write_own(&mut workbook, &formats, items, own, spool)?;
    }
    target.save(&mut workbook)
}

/// The sheets between `MAIN` and `EXPORT_CONFIG`, those that have something in them.
fn grids(items: &[Item], layout: &Layout) -> Vec<Grid> {
    let mut grids = vec![tables::inputs(items)];
    if layout.defaults || layout.limits {
        grids.push(tables::input_details(items, layout.defaults, layout.limits));
    }
    grids.extend([
        tables::sortables(items),
        tables::custom_curves(items),
        tables::queries(items),
        tables::users(items),
    ]);
    grids.retain(|grid| !grid.columns.is_empty());
    grids
}

fn further(
    mut grids: Vec<Grid>,
    spool: &Spool,
    layout: &Layout,
    target: &Target,
    written: &mut Written,
) -> Result<Part> {
    let (mut workbook, formats) = (workbook(&layout.temporary)?, Formats::new());
    let mut taken = Taken::default();
    for grid in &mut grids {
        grid.name = taken.sheet(&grid.name);
    }
    put(&grids, &mut workbook, &formats, &mut taken, spool, written)?;
    target.save(&mut workbook)
}

fn put(
    grids: &[Grid],
    workbook: &mut Workbook,
    formats: &Formats,
    taken: &mut Taken,
    spool: &Spool,
    written: &mut Written,
) -> Result<()> {
    for grid in grids {
        let put = grid.write(workbook, formats, taken, spool)?;
        note_cut(written, &grid.name, put.cut);
        if put.sheets > 1 {
            let (name, sheets) = (&grid.name, put.sheets);
            let message =
                format!("{name} has more columns than a sheet can have; it goes on in {name}_2 ({sheets} sheets)");
            written.notes.push(message);
        }
    }
    Ok(())
}

fn note_cut(written: &mut Written, sheet: &str, cut: usize) {
    if cut > 0 {
        let longest = sheet::LONGEST;
        let message = format!("{cut} texts of {sheet} lost their end; a cell holds {longest} characters");
        written.notes.push(message);
    }
}

fn workbook(temporary: &Path) -> Result<Workbook> {
    let mut workbook = Workbook::new();
    workbook.set_tempdir(temporary).map_err(refused)?;
    // A sheet of many scenarios may be larger than 4 GiB before it is compressed.
    workbook.use_zip_large_file(true);
    Ok(workbook)
}
