//! Reading a workbook, and everything that can be told to be wrong with it before anybody is asked.

mod columns;
mod export_config;
mod grids;
mod main_sheet;
mod open;
mod sheet;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use self::open::Book;
use self::sheet::Sheet;
use super::model::{CUSTOM_CURVES, InputBook, MainRow, Origin, SORTABLES};
use super::place::{Placed, Problem, Problems};

pub(super) const MAIN: &str = "MAIN";
pub(super) const EXPORT_CONFIG: &str = "EXPORT_CONFIG";
pub(super) const SLIDER_SETTINGS: &str = "SLIDER_SETTINGS";
pub(super) const GQUERIES: &str = "GQUERIES";
pub(super) const USERS: &str = "USERS";

/// Reads a workbook of scenarios: one made for pyetm, one that pyetm exported, or one of this crate's. Nothing is sent.
///
/// `MAIN` has to be there, and each sheet that one of its rows names; the others may be missing. Column and sheet names are
/// read without regard to case. What is needed to know whether an input exists and may have its value is asked for by
/// [`plan`](super::plan).
///
/// # Errors
///
/// Fails with everything that is wrong, each with its cell; or with one problem when the file is none that can be read.
pub fn read(path: impl AsRef<Path>) -> Result<InputBook, Problems> {
    Reader::open(path.as_ref())?.book(Parts::All)
}

/// As [`read`], but only who may use which scenario: `MAIN` and `USERS`. Without `MAIN`, the labels of `USERS` are ids of saved
/// scenarios.
///
/// # Errors
///
/// As [`read`]; `USERS` has to be there.
pub fn read_users(path: impl AsRef<Path>) -> Result<InputBook, Problems> {
    Reader::open(path.as_ref())?.book(Parts::Users)
}

/// Where a workbook lies that is named by a relative path: as it is, else in the folder `inputs` of `folder` or the nearest folder
/// above it that has one, which is where pyetm looks. A path that is nowhere is given back as it is.
#[must_use]
pub fn find(path: impl AsRef<Path>, folder: &Path) -> PathBuf {
    let path = path.as_ref();
    let direct = folder.join(path);
    if path.is_absolute() || direct.exists() {
        return direct;
    }
    let inputs = folder
        .ancestors()
        .map(|base| base.join("inputs"))
        .find(|base| base.is_dir());
    let beside = inputs.map(|inputs| inputs.join(path));
    beside.filter(|beside| beside.exists()).unwrap_or(direct)
}

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parts {
    All,
    Users,
}

/// A workbook that is being read.
struct Reader {
    path: PathBuf,
    book: Book,
    read: InputBook,
    problems: Vec<Problem>,
}

impl Reader {
    fn open(path: &Path) -> Result<Self, Problems> {
        let book = open::open(path).map_err(|problem| Problems::new(Some(path.to_owned()), vec![problem]))?;
        let mut read = InputBook {
            path: Some(path.to_owned()),
            ..InputBook::default()
        };
        read.notes.extend(open::lock_beside(path));
        Ok(Self {
            path: path.to_owned(),
            book,
            read,
            problems: Vec::new(),
        })
    }

    fn book(mut self, parts: Parts) -> Result<InputBook, Problems> {
        self.main(parts);
        if parts == Parts::All {
            self.export_config();
            self.sliders();
            self.gqueries();
            self.named_sheets();
        }
        self.users(parts);
        self.labels();
        match self.problems.is_empty() {
            true => Ok(self.read),
            false => Err(Problems::new(Some(self.path), self.problems)),
        }
    }

    fn main(&mut self, parts: Parts) {
        match self.sheet(MAIN) {
            Some(sheet) => self.read.rows = main_sheet::read(&sheet, &mut self.problems, &mut self.read.notes),
            None if parts == Parts::All && !self.book.has(MAIN) => self.missing(MAIN),
            None => {}
        }
    }

    fn export_config(&mut self) {
        if let Some(sheet) = self.sheet(EXPORT_CONFIG) {
            self.read.export = export_config::read(&sheet, &mut self.problems);
        }
    }

    fn sliders(&mut self) {
        if let Some(sheet) = self.sheet(SLIDER_SETTINGS) {
            self.read.sliders = grids::sliders(&sheet, &mut self.problems);
        }
    }

    fn gqueries(&mut self) {
        if let Some(sheet) = self.sheet(GQUERIES) {
            self.read.gqueries = grids::gqueries(&sheet, &mut self.problems);
        }
    }

    fn users(&mut self, parts: Parts) {
        match self.sheet(USERS) {
            Some(sheet) => self.read.users = grids::users(&sheet, &mut self.problems),
            None if parts == Parts::Users && !self.book.has(USERS) => self.missing(USERS),
            None => {}
        }
        if parts == Parts::Users && !self.book.has(MAIN) {
            let labels = self.read.users.iter().map(|column| &column.label);
            self.read.rows = main_sheet::rows_of(labels, &mut self.problems);
        }
    }

    /// The sheets of orders and curves that rows name; and, where no row names one, those of an exported workbook.
    fn named_sheets(&mut self) {
        let name = |text: &Option<Placed<String>>| text.clone();
        let orders: Vec<_> = self.read.rows.iter().filter_map(|row| name(&row.sortables)).collect();
        for sheet in self.named(orders, SORTABLES) {
            let columns = columns::orders(&sheet.0, sheet.1, &mut self.problems);
            self.read.sortables.insert(sheet.2, columns);
        }
        let curves: Vec<_> = self
            .read
            .rows
            .iter()
            .filter_map(|row| name(&row.custom_curves))
            .collect();
        for sheet in self.named(curves, CUSTOM_CURVES) {
            let columns = columns::curves(&sheet.0, sheet.1, &mut self.problems);
            self.read.custom_curves.insert(sheet.2, columns);
        }
    }

    /// The sheets of these names, each once: the sheet, whether its columns need labels, and its name as rows have it.
    fn named(&mut self, names: Vec<Placed<String>>, default: &str) -> Vec<(Sheet, bool, String)> {
        let mut seen = BTreeSet::new();
        let mut sheets = Vec::new();
        for name in names {
            if !self.book.has(&name.value) {
                let known = self.book.names().join(", ");
                let message = format!("there is no sheet {:?}; the sheets are {known}", name.value);
                self.problems.push(name.problem(message));
            } else if seen.insert(name.value.clone()) {
                sheets.extend(self.sheet(&name.value).map(|sheet| (sheet, false, name.value)));
            }
        }
        if seen.contains(default) {
            return sheets;
        }
        if let Some(sheet) = self.sheet(default) {
            if sheet.is_labelled() {
                sheets.push((sheet, true, default.to_owned()));
            } else if !sheet.is_blank() {
                let message = "no row of MAIN names this sheet, so it is left out";
                self.read.notes.push(Problem::at(&sheet.place(0, 0), message));
            }
        }
        sheets
    }

    /// A label that is no scenario's is a problem here, unless it may be the title of one that exists.
    fn labels(&mut self) {
        let is_existing = |row: &MainRow| matches!(row.origin, Origin::Existing(_));
        if self.read.rows.iter().any(is_existing) || !self.problems.is_empty() {
            return;
        }
        let unknown: Vec<Problem> = super::labels::unknown(&self.read, |label| self.read.row_of(label).is_some());
        self.problems.extend(unknown);
    }

    fn missing(&mut self, name: &str) {
        let names = self.book.names().join(", ");
        let message = format!("there is no sheet {name}; the sheets are {names}");
        self.problems.push(Problem::of_file(message));
    }

    /// A sheet, if it is there and can be read.
    fn sheet(&mut self, name: &str) -> Option<Sheet> {
        match self.book.sheet(name)? {
            Ok(sheet) => Some(sheet),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }
}
