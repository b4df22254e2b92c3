//! What a change of a document means for callers.

use std::fmt;

use crate::operations::{self, Operation, Status};
use crate::shapes::{self, Field, Form, TypeShape};
use crate::{Spec, graphql};

/// One difference between two versions of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Change {
    /// Whether code that compiled and worked against the old version may not any more.
    pub breaking: bool,
    /// What it is about: an operation's id, `Type`, `Type.field`, or `operation?parameter`.
    pub place: String,
    /// What happened.
    pub message: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.breaking { "breaking" } else { "        " };
        write!(f, "{mark}  {}: {}", self.place, self.message)
    }
}

/// The differences between two versions of a document, breaking ones first.
///
/// Direction matters: a new required field breaks those who send it and nobody who reads it; a new enum value breaks
/// nobody, since enums that come back are open and all enums are `#[non_exhaustive]`.
#[must_use]
pub fn diff(old: &Spec, new: &Spec) -> Vec<Change> {
    let mut changes = Changes::default();
    changes.operations(old, new);
    changes.types(&shapes::types(old), &shapes::types(new));
    let mut found = changes.0;
    found.sort_by_key(|change| !change.breaking);
    found
}

#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, breaking: bool, place: &str, message: impl Into<String>) {
        self.0.push(Change {
            breaking,
            place: place.to_owned(),
            message: message.into(),
        });
    }

    fn operations(&mut self, old: &Spec, new: &Spec) {
        let (before, after) = (operations::operations(old), operations::operations(new));
        for (old_operation, new_operation) in pairs(&before, &after, |operation| operation.id.as_str()) {
            match (old_operation, new_operation) {
                (Some(removed), None) => self.add(true, &removed.id, "operation removed"),
                (None, Some(added)) => self.add(false, &added.id, "operation added"),
                (Some(before), Some(after)) => self.operation((old, before), (new, after)),
                (None, None) => {}
            }
        }
    }

    fn operation(&mut self, (old, before): (&Spec, &Operation), (new, after): (&Spec, &Operation)) {
        let id = &after.id;
        let route = |operation: &Operation| format!("{} {}", operation.method, operation.path);
        self.changed(false, id, "route", &route(before), &route(after));
        self.changed(
            false,
            id,
            "repeatable",
            &before.idempotent.to_string(),
            &after.idempotent.to_string(),
        );
        self.changed(false, id, "time class", &before.time_class, &after.time_class);
        self.status(before, after);
        self.changed(
            true,
            id,
            "request",
            &shapes::request(old, before),
            &shapes::request(new, after),
        );
        self.changed(
            true,
            id,
            "answer",
            &shapes::answer(old, before),
            &shapes::answer(new, after),
        );
        self.document((old, before), (new, after));
        match (before.hand_written.is_some(), after.hand_written.is_some()) {
            (false, true) => self.add(true, id, "hand-written now: the generated method is gone"),
            (true, false) => self.add(false, id, "generated now"),
            _ => {}
        }
        let (before, after) = (shapes::parameters(old, before), shapes::parameters(new, after));
        let fields = |list: &[(String, Field)]| list.iter().map(|(_, field)| field.clone()).collect::<Vec<_>>();
        self.fields(&fields(&before), &fields(&after), Direction::SENT, |name| {
            format!("{id}?{name}")
        });
    }

    /// What is refused now worked before.
    fn status(&mut self, before: &Operation, after: &Operation) {
        let word = |operation: &Operation| operation.status.as_ref().map_or("usable", Status::as_str);
        let is_lost = before.status.is_none() && after.status.is_some();
        self.changed(is_lost, &after.id, "status", word(before), word(after));
    }

    /// What is no longer asked for is missing for those who read it.
    fn document(&mut self, (old, before): (&Spec, &Operation), (new, after): (&Spec, &Operation)) {
        let text = |spec, operation| match graphql::document(spec, operation) {
            Some(Ok(text)) => text,
            // A document that cannot be read is a matter for lint.
            Some(Err(_)) | None => String::new(),
        };
        let (before, after_text) = (text(old, before), text(new, after));
        let (removed, added) = graphql::changed_lines(&before, &after_text);
        for line in removed {
            self.add(true, &after.id, format!("document without `{line}`"));
        }
        for line in added {
            self.add(false, &after.id, format!("document with `{line}`"));
        }
    }

    fn types(&mut self, old: &[TypeShape], new: &[TypeShape]) {
        for pair in pairs(old, new, |shape| shape.name.as_str()) {
            match pair {
                (Some(removed), None) => self.add(true, &removed.name, "type removed"),
                (None, Some(added)) => self.add(false, &added.name, "type added"),
                (Some(before), Some(after)) => self.type_shape(before, after),
                (None, None) => {}
            }
        }
    }

    fn type_shape(&mut self, before: &TypeShape, after: &TypeShape) {
        let name = &after.name;
        let direction = Direction {
            sent: before.sent || after.sent,
            received: before.received || after.received,
        };
        let rust = |shape: &TypeShape| shape.rust_type.clone().unwrap_or_else(|| "generated".to_owned());
        self.changed(true, name, "Rust type", &rust(before), &rust(after));
        match (&before.form, &after.form) {
            (Form::Object(before), Form::Object(after)) => {
                self.fields(before, after, direction, |field| format!("{name}.{field}"));
            }
            (Form::Enum(before), Form::Enum(after)) => self.members(name, "enum value", before, after),
            (Form::OneOf(before), Form::OneOf(after)) => self.members(name, "variant", before, after),
            (
                Form::Alias {
                    of: old,
                    unit: old_unit,
                },
                Form::Alias {
                    of: new,
                    unit: new_unit,
                },
            ) => {
                self.changed(true, name, "type", old, new);
                self.changed(true, name, "unit", unit_text(old_unit), unit_text(new_unit));
            }
            _ => self.add(true, name, "is another kind of type"),
        }
    }

    fn members(&mut self, name: &str, what: &str, before: &[String], after: &[String]) {
        for pair in pairs(before, after, String::as_str) {
            match pair {
                (Some(removed), None) => self.add(true, name, format!("{what} `{removed}` removed")),
                (None, Some(added)) => self.add(false, name, format!("{what} `{added}` added")),
                _ => {}
            }
        }
    }

    fn fields(&mut self, before: &[Field], after: &[Field], direction: Direction, place: impl Fn(&str) -> String) {
        for pair in pairs(before, after, |field| field.name.as_str()) {
            match pair {
                (Some(removed), None) => self.add(true, &place(&removed.name), "removed"),
                (None, Some(added)) => {
                    let breaking = direction.sent && added.required;
                    let what = if added.required {
                        "added, required"
                    } else {
                        "added, optional"
                    };
                    self.add(breaking, &place(&added.name), what);
                }
                (Some(before), Some(after)) => self.field(&place(&after.name), before, after, direction),
                (None, None) => {}
            }
        }
    }

    fn field(&mut self, place: &str, before: &Field, after: &Field, direction: Direction) {
        self.changed(true, place, "type", &before.of, &after.of);
        self.changed(true, place, "unit", unit_text(&before.unit), unit_text(&after.unit));
        let default = |field: &Field| field.default.clone().unwrap_or_else(|| "none".to_owned());
        self.changed(false, place, "default", &default(before), &default(after));
        let (was, is) = (before.may_be_absent(), after.may_be_absent());
        // Who reads sees the field's Rust type change either way; who only sends minds only what became stricter.
        let breaking = if direction.received { was != is } else { was && !is };
        for (what, old, new) in [
            ("required", before.required, after.required),
            ("nullable", before.nullable, after.nullable),
        ] {
            self.changed(breaking, place, what, &old.to_string(), &new.to_string());
        }
        self.changed(
            false,
            place,
            "sent as null when unset",
            &before.sends_null.to_string(),
            &after.sends_null.to_string(),
        );
    }

    fn changed(&mut self, breaking: bool, place: &str, what: &str, old: &str, new: &str) {
        if old != new {
            self.add(breaking, place, format!("{what} {old} -> {new}"));
        }
    }
}

/// Which way a type travels.
#[derive(Clone, Copy)]
struct Direction {
    sent: bool,
    received: bool,
}

impl Direction {
    const SENT: Self = Self {
        sent: true,
        received: false,
    };
}

impl Field {
    /// Whether the Rust type is an `Option`. A list or map that is left out is an empty one.
    fn may_be_absent(&self) -> bool {
        let is_collection = self.of.starts_with(['[', '{']);
        self.nullable || !(self.required || is_collection || self.default.is_some())
    }
}

fn unit_text(unit: &Option<String>) -> &str {
    unit.as_deref().unwrap_or("none")
}

/// Old and new by key: first all old ones in their order, then those that are new.
fn pairs<'a, T>(old: &'a [T], new: &'a [T], key: impl Fn(&T) -> &str) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let find = |list: &'a [T], wanted: &T| list.iter().find(|own| key(own) == key(wanted));
    let kept = old.iter().map(|before| (Some(before), find(new, before)));
    let added = new
        .iter()
        .filter(|after| find(old, after).is_none())
        .map(|after| (None, Some(after)));
    kept.chain(added).collect()
}
