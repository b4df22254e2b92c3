//! Reads what the service says about each of several changes.
//!
//! A success is a record, a failure a text under a key. Records of people with an account have no e-mail address, and
//! failures about them may have the empty key, so that neither always says whom it is about. Whatever names its user goes
//! first; what is left belongs together by its order, as the service works through the elements of a request one by one.

use serde_json::Value;

use super::changes::UserChange;
use super::who::{Who, same_email};

/// What became of one change.
#[derive(Debug, PartialEq)]
pub(super) enum Fate {
    /// It is made, and this is the record, if there is one.
    Done(Option<Value>),
    Refused(Vec<String>),
    /// The answer leaves open which of several changes was refused.
    Unclear(Vec<String>),
}

/// What became of all of them, in their order, and the records that belong to nobody in particular.
#[derive(Debug, PartialEq)]
pub(super) struct Fates {
    pub(super) fates: Vec<Fate>,
    pub(super) strangers: Vec<Value>,
}

/// A failure as the service has it.
struct Failure {
    key: String,
    messages: Vec<String>,
}

/// Reads an answer: a list of records, or `success` and `errors`. `None` when it is neither.
pub(super) fn read(body: &Value, changes: &[UserChange]) -> Option<Fates> {
    let (records, failures) = match body {
        Value::Array(records) => (records.clone(), Vec::new()),
        Value::Object(members) => {
            let failures = match members.get("errors") {
                Some(Value::Object(errors)) => errors.iter().map(|(key, value)| failure(key, value)).collect(),
                Some(Value::Null) | None => Vec::new(),
                Some(_) => return None,
            };
            let records = successes(members.get("success"));
            if records.is_none() && failures.is_empty() {
                return None;
            }
            (records.unwrap_or_default(), failures)
        }
        _ => return None,
    };
    let records = records.into_iter().map(undestroyed).collect();
    Some(Sorting::new(records, failures, changes.len()).sort(changes))
}

/// A list, or one that lies one level deeper.
fn successes(success: Option<&Value>) -> Option<Vec<Value>> {
    match success? {
        Value::Array(records) => Some(records.clone()),
        Value::Object(members) => members.get("value")?.as_array().cloned(),
        _ => None,
    }
}

/// A removed user is wrapped, with the whole record inside.
fn undestroyed(record: Value) -> Value {
    match record.get("_destroyed_object") {
        Some(inner @ Value::Object(_)) => inner.clone(),
        _ => record,
    }
}

/// Texts at any depth, without the key that they may stand beside.
fn failure(key: &str, value: &Value) -> Failure {
    let mut messages = Vec::new();
    leaves(value, &mut messages);
    messages.retain(|message| message != key);
    Failure {
        key: key.to_owned(),
        messages,
    }
}

fn leaves(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| leaves(value, texts)),
        Value::Object(members) => members.values().for_each(|value| leaves(value, texts)),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => texts.push(value.to_string()),
    }
}

struct Sorting {
    records: Vec<Option<Value>>,
    failures: Vec<Option<Failure>>,
    fates: Vec<Option<Fate>>,
}

impl Sorting {
    fn new(records: Vec<Value>, failures: Vec<Failure>, changes: usize) -> Self {
        Self {
            records: records.into_iter().map(Some).collect(),
            failures: failures.into_iter().map(Some).collect(),
            fates: std::iter::repeat_with(|| None).take(changes).collect(),
        }
    }

    fn sort(mut self, changes: &[UserChange]) -> Fates {
        for (fate, change) in self.fates.iter_mut().zip(changes) {
            let is_own = |failure: &Option<Failure>| failure.as_ref().is_some_and(|it| change.who.is_key(&it.key));
            let found = self.failures.iter().position(is_own);
            *fate = found
                .and_then(|at| self.failures[at].take())
                .map(|it| Fate::Refused(it.messages));
        }
        for (fate, change) in self.fates.iter_mut().zip(changes).filter(|(fate, _)| fate.is_none()) {
            let is_own = |record: &Option<Value>| record.as_ref().is_some_and(|it| is_about(it, &change.who));
            let found = self.records.iter().position(is_own);
            *fate = found
                .and_then(|at| self.records[at].take())
                .map(|it| Fate::Done(Some(it)));
        }
        self.by_order()
    }

    /// What names nobody.
    fn by_order(self) -> Fates {
        let mut records: Vec<Value> = self.records.into_iter().flatten().collect();
        let messages: Vec<String> = self.failures.into_iter().flatten().flat_map(|it| it.messages).collect();
        let open = self.fates.iter().filter(|fate| fate.is_none()).count();
        let in_order = records.len() == open;
        let mut in_order = if in_order {
            std::mem::take(&mut records)
        } else {
            Vec::new()
        }
        .into_iter();
        let none_made = records.is_empty();
        let mut rest = || match in_order.next() {
            Some(record) => Fate::Done(Some(record)),
            None if none_made && !messages.is_empty() => Fate::Refused(messages.clone()),
            None => Fate::Unclear(messages.clone()),
        };
        let fates = self.fates.into_iter().map(|fate| fate.unwrap_or_else(&mut rest));
        Fates {
            fates: fates.collect(),
            strangers: records,
        }
    }
}

pub(super) fn is_about(record: &Value, who: &Who) -> bool {
    let number = |name: &str| record.get(name).and_then(whole);
    match who {
        Who::Email(email) => record["user_email"]
            .as_str()
            .is_some_and(|other| same_email(email, other)),
        Who::User(id) => number("user_id") == Some(*id),
        Who::Entry(id) => number("id") == Some(*id),
    }
}

/// An id, which may be written as a text.
pub(super) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    }
}

#[cfg(test)]
mod tests;
