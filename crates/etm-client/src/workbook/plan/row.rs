//! What is done about one scenario.

mod data;

use serde_json::{Map, Value};

use super::known::Known;
use super::options::{PlanOptions, Update};
use super::source::{Found, RowData, is_left_out, is_made, title};
use super::step::{Step, Task};
use super::{RowPlan, Skipped};
use crate::EtmClient;
use crate::inputs::check::did_you_mean;
use crate::sessions::{CopyOptions, NewSession, SessionUpdate};
use crate::types::Scenario;
use crate::workbook::model::{CellValue, MainRow, Origin};
use crate::workbook::place::{Place, Problem};

/// Puts together the plan of one row.
pub(super) struct Planner<'p> {
    client: &'p EtmClient,
    options: &'p PlanOptions,
    known: &'p Known,
    at: usize,
    main: &'p MainRow,
    found: &'p Found,
    data: &'p RowData<'p>,
    pub(super) plan: RowPlan,
    pub(super) problems: Vec<Problem>,
    pub(super) notes: Vec<Problem>,
}

impl<'p> Planner<'p> {
    pub(super) fn new(
        client: &'p EtmClient,
        options: &'p PlanOptions,
        known: &'p Known,
        (at, main): (usize, &'p MainRow),
        data: &'p RowData<'p>,
    ) -> Self {
        let found = &known.rows[at];
        let is_there = !is_made(main, options);
        let session = found.session.as_ref().filter(|_| is_there);
        let saved = found.saved.as_ref().filter(|_| is_there);
        let plan = RowPlan {
            label: main.label(),
            place: main.place.clone(),
            session_id: session.map(|session| session.id),
            saved_scenario_id: saved.and_then(|saved| saved.id),
            steps: Vec::new(),
            skipped: Vec::new(),
        };
        Self {
            client,
            options,
            known,
            at,
            main,
            found,
            data,
            plan,
            problems: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(super) fn plan(&mut self) {
        if is_left_out(self.main, self.options) {
            self.skip("scenario", "it would have to be made, and nothing is");
            return;
        }
        match (&self.main.origin, &self.found.session) {
            _ if self.options.fresh => self.create(),
            (Origin::New, _) => self.create(),
            // That it is not there is told already.
            (_, None) => return,
            (Origin::Existing(_), Some(session)) => self.describe(session),
            (Origin::Copy(_) | Origin::Parent(_), Some(session)) => self.copy(session),
        }
        self.data();
    }

    fn create(&mut self) {
        let (Some(area), Some(year)) = (&self.main.area_code, &self.main.end_year) else {
            let message = "a new scenario needs an area_code and an end_year";
            self.problem(&self.main.place, message);
            return;
        };
        self.check_area();
        let mut new = NewSession::new(&area.value, year.value);
        if let Some(private) = &self.main.private {
            new = new.with_private(private.value);
        }
        if let Some(keep) = &self.main.keep_compatible {
            new = new.with_keep_compatible(keep.value);
        }
        if let Some(source) = self.source() {
            new = new.with_source(source);
        }
        if let Some(metadata) = self.whole_metadata() {
            new = new.with_metadata(metadata);
        }
        let default = format!("Scenario {} {}", area.value, year.value);
        self.step(self.main.place.clone(), Task::Create(new));
        self.save(default);
    }

    fn copy(&mut self, original: &Scenario) {
        let mut options = CopyOptions::new();
        if let Some(private) = &self.main.private {
            options = options.with_private(private.value);
        }
        if let Some(keep) = &self.main.keep_compatible {
            options = options.with_keep_compatible(keep.value);
        }
        if let Some(source) = self.source() {
            options = options.with_source(source);
        }
        if let Some(metadata) = self.metadata(None) {
            options = options.with_metadata(metadata);
        }
        let place = match &self.main.origin {
            Origin::Copy(id) | Origin::Parent(id) => id.place.clone(),
            Origin::Existing(_) | Origin::New => self.main.place.clone(),
        };
        let from = original.id;
        self.step(place.clone(), Task::Copy { from, options });
        self.step(place, Task::Describe(SessionUpdate::new().without_template()));
        let of = self.found.saved.as_ref().and_then(|saved| saved.title.clone());
        let of = of
            .or_else(|| title(original).map(str::to_owned))
            .unwrap_or_else(|| from.to_string());
        self.save(format!("Copy of {of}"));
    }

    /// Saves what is made, unless it is to stay a session.
    fn save(&mut self, default: String) {
        if self.main.session {
            return;
        }
        if self.client.is_guest() {
            let message = "a saved scenario needs a token: set ETM_API_TOKEN, or the column session to true";
            self.problem(&self.main.place, message);
            return;
        }
        let own = self.main.title.as_ref();
        let (place, title) = match own {
            Some(title) => (title.place.clone(), title.value.clone()),
            None => (self.main.place.clone(), default),
        };
        let private = self.main.private.as_ref().map(|private| private.value);
        self.step(place, Task::Save { title, private });
    }

    /// What the row says about a session that exists, where it says something else than the session.
    fn describe(&mut self, session: &Scenario) {
        if self.options.update == Update::None || !self.options.creation {
            return;
        }
        if !self.main.session {
            self.note_ignored();
            return;
        }
        let mut update = SessionUpdate::new();
        let before = update.clone();
        if let Some(private) = self
            .main
            .private
            .as_ref()
            .filter(|flag| session.private != Some(flag.value))
        {
            update = update.with_private(private.value);
        }
        let keep = self.main.keep_compatible.as_ref();
        if let Some(keep) = keep.filter(|flag| session.keep_compatible != Some(flag.value)) {
            update = update.with_keep_compatible(keep.value);
        }
        let source = self.main.source.as_ref();
        if let Some(source) = source.filter(|text| session.source.as_deref() != Some(&text.value)) {
            update = update.with_source(Some(&source.value));
        }
        // An exported title is whatever names the session.
        let own = self.main.title.as_ref().filter(|_| !self.main.exported);
        if own.is_some_and(|own| title(session) != Some(&own.value)) {
            update = update.with_metadata(self.metadata(Some(session)).unwrap_or_default());
        }
        if update != before {
            self.step(self.main.place.clone(), Task::Describe(update));
        }
    }

    /// A saved scenario that exists is not renamed by a workbook.
    fn note_ignored(&mut self) {
        let saved = self.found.saved.as_ref();
        let own = saved.and_then(|saved| saved.title.as_deref());
        let title = self.main.title.as_ref().filter(|title| own != Some(&title.value));
        if let Some(title) = title.filter(|_| !self.main.exported) {
            let message = format!("the saved scenario keeps its title {:?}", own.unwrap_or_default());
            self.notes.push(Problem::at(&title.place, message));
        }
        let own = saved.and_then(|saved| saved.private);
        if let Some(private) = self
            .main
            .private
            .as_ref()
            .filter(|flag| own.is_some_and(|own| own != flag.value))
        {
            let message = "whether a saved scenario that exists is private is not changed by a workbook";
            self.notes.push(Problem::at(&private.place, message));
        }
    }

    /// Metadata with the title in it, beside what a session has there.
    fn metadata(&self, session: Option<&Scenario>) -> Option<Map<String, Value>> {
        let title = self.main.title.as_ref()?;
        let mut metadata = session.and_then(|session| session.metadata.clone()).unwrap_or_default();
        metadata.insert("title".to_owned(), title.value.clone().into());
        Some(metadata)
    }

    /// All that a row says of metadata, for a session that is to be as the exported one was.
    fn whole_metadata(&self) -> Option<Map<String, Value>> {
        let mut metadata = self.metadata(None).unwrap_or_default();
        for (name, value) in &self.main.metadata {
            let value = match value {
                CellValue::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                    Value::from(*number as i64)
                }
                CellValue::Number(number) => Value::from(*number),
                CellValue::Text(text) => Value::from(text.as_str()),
                CellValue::Flag(flag) => Value::from(*flag),
            };
            metadata.insert(name.clone(), value);
        }
        Some(metadata).filter(|metadata| !metadata.is_empty())
    }

    /// The name of the program. An exported row that has none was made without.
    fn source(&self) -> Option<&str> {
        let own = self.main.source.as_ref().map(|source| source.value.as_str());
        let default = self.options.source.as_deref().filter(|_| !self.main.exported);
        own.or(default)
    }

    /// Checks area and year of a new scenario.
    fn check_area(&mut self) {
        let (Some(area), Some(year), Some(areas)) = (&self.main.area_code, &self.main.end_year, &self.known.areas)
        else {
            return;
        };
        let Some(known) = areas.iter().find(|known| known.area.as_deref() == Some(&area.value)) else {
            let guess = did_you_mean(&area.value, areas.iter().filter_map(|known| known.area.as_deref()));
            self.problem(&area.place, format!("there is no area {:?}{guess}", area.value));
            return;
        };
        if let Some(first) = known.analysis_year.filter(|first| i64::from(year.value) <= *first) {
            let message = format!(
                "the year is {}, but has to be after {first}, the year of the area's data",
                year.value
            );
            self.problem(&year.place, message);
        }
    }

    pub(super) fn step(&mut self, place: Place, task: Task) {
        self.plan.steps.push(Step {
            label: self.plan.label.as_str().into(),
            place,
            session: self.plan.session_id,
            saved: self.plan.saved_scenario_id,
            task,
        });
    }

    pub(super) fn skip(&mut self, what: &'static str, reason: impl Into<String>) {
        self.plan.skipped.push(Skipped {
            what,
            reason: reason.into(),
        });
    }

    pub(super) fn problem(&mut self, place: &Place, message: impl Into<String>) {
        self.problems.push(Problem::at(place, message));
    }
}
