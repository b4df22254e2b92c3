//! One request that changes something.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::values::Values;
use crate::custom_curves::Curve;
use crate::sessions::{CopyOptions, NewSession, SessionUpdate};
use crate::sortables::{HeatLevel, Sortable};
use crate::users::{Action, UserChanges};
use crate::workbook::place::Place;

/// A change that a plan makes. As a text it is the request: method, path and body.
///
/// In the path, a scenario that is still to be made is its label in angle brackets.
#[derive(Clone, Debug)]
pub struct Step {
    pub(in crate::workbook) label: Arc<str>,
    pub(in crate::workbook) place: Place,
    /// Where the session and the saved scenario are, as far as they are there.
    pub(in crate::workbook) session: Option<i64>,
    pub(in crate::workbook) saved: Option<i64>,
    pub(in crate::workbook) task: Task,
}

/// What a step does.
#[derive(Clone, Debug)]
pub(in crate::workbook) enum Task {
    Create(NewSession),
    Copy {
        from: i64,
        options: CopyOptions,
    },
    Describe(SessionUpdate),
    Save {
        title: String,
        private: Option<bool>,
    },
    Values(Values),
    Order {
        sortable: Sortable,
        level: Option<HeatLevel>,
        items: Vec<String>,
    },
    Curve {
        key: String,
        curve: Arc<Curve>,
    },
    Users {
        changes: UserChanges,
        saved: bool,
    },
}

impl Task {
    /// Whether it is a part of making a scenario, and not of its data.
    pub(in crate::workbook) fn is_making(&self) -> bool {
        matches!(
            self,
            Self::Create(_) | Self::Copy { .. } | Self::Describe(_) | Self::Save { .. }
        )
    }
}

impl Step {
    /// The scenario's label.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The cell that it comes from.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What it is about: `session`, `copy`, `metadata`, `saved scenario`, `user_values`, `sortables`, `custom_curves` or `users`.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match &self.task {
            Task::Create(_) => "session",
            Task::Copy { .. } => "copy",
            Task::Describe(_) => "metadata",
            Task::Save { .. } => "saved scenario",
            Task::Values(_) => "user_values",
            Task::Order { .. } => "sortables",
            Task::Curve { .. } => "custom_curves",
            Task::Users { .. } => "users",
        }
    }

    /// The method of the request. Several for users, who are changed with one request each to add, to change and to remove.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match &self.task {
            Task::Create(_) | Task::Copy { .. } | Task::Save { .. } => "POST",
            Task::Describe(_) | Task::Values(_) | Task::Order { .. } | Task::Curve { .. } => "PUT",
            Task::Users { changes, .. } => {
                let is_removal = |action: &Action| *action == Action::Remove;
                let removals = changes.iter().filter(|change| is_removal(&change.action)).count();
                match (removals, changes.iter().len()) {
                    (0, _) => "POST/PUT",
                    (removals, all) if removals == all => "DELETE",
                    _ => "POST/PUT/DELETE",
                }
            }
        }
    }

    /// The path of the request, below the engine's address.
    #[must_use]
    pub fn path(&self) -> String {
        let session = id(self.session, &self.label);
        match &self.task {
            Task::Create(_) | Task::Copy { .. } => "/scenarios".to_owned(),
            Task::Save { .. } => "/saved_scenarios".to_owned(),
            Task::Describe(_) | Task::Values(_) => format!("/scenarios/{session}"),
            Task::Order { sortable, level, .. } => {
                let level = level.map_or_else(String::new, |level| format!("?subtype={level}"));
                format!("/scenarios/{session}/user_sortables/{sortable}{level}")
            }
            Task::Curve { key, .. } => format!("/scenarios/{session}/custom_curves/{key}"),
            Task::Users { saved: false, .. } => format!("/scenarios/{session}/users"),
            Task::Users { saved: true, .. } => format!("/saved_scenarios/{}/users", id(self.saved, &self.label)),
        }
    }

    /// The body of the request; for users, all changes in one list. A curve has none that could be shown.
    #[must_use]
    pub fn body(&self) -> Option<Value> {
        match &self.task {
            Task::Create(new) => Some(new.to_body()),
            Task::Copy { from, options } => options.to_body(*from).ok(),
            Task::Describe(update) => Some(update.to_body(&[])),
            Task::Save { title, private } => {
                let mut body = json!({"scenario_id": id_value(self.session, &self.label), "title": title});
                if let Some(private) = private {
                    body["private"] = (*private).into();
                }
                Some(body)
            }
            Task::Values(values) => Some(values.update.to_body(&[])),
            Task::Order { items, .. } => Some(json!({ "order": items })),
            Task::Curve { .. } => None,
            Task::Users { changes, .. } => Some(changes.iter().map(|change| json!(change.to_string())).collect()),
        }
    }
}

fn id(id: Option<i64>, label: &str) -> String {
    id.map_or_else(|| format!("<{label}>"), |id| id.to_string())
}

fn id_value(known: Option<i64>, label: &str) -> Value {
    known.map_or_else(|| id(None, label).into(), Value::from)
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method(), self.path())?;
        match (&self.task, self.body()) {
            (Task::Curve { key, curve }, _) => {
                let name = key.replace(['/', '\\'], "-");
                write!(f, " (file {name}.csv, {} values)", curve.values().len())
            }
            (_, Some(body)) => write!(f, " {body}"),
            (_, None) => Ok(()),
        }
    }
}

/// As an object with label, cell, method, path and body.
impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json!({
            "label": self.label.as_ref(),
            "what": self.what(),
            "place": self.place.to_string(),
            "method": self.method(),
            "path": self.path(),
            "body": self.body(),
        })
        .serialize(serializer)
    }
}
