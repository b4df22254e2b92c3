//! What became of each of several things.

use std::fmt::Display;
use std::ops::Deref;

use aurora_core::{Error, Result};

use super::Outcome;
use crate::objects::warnings::{Severity, Warnings};

/// What became of one of several things.
#[derive(Debug)]
#[non_exhaustive]
pub struct Item<T, K = String> {
    /// Which one it is.
    pub key: K,
    /// What came of it.
    pub outcome: Result<T>,
    /// What is worth knowing beside that.
    pub warnings: Warnings,
}

impl<T, K> Item<T, K> {
    pub(crate) fn new(key: K, outcome: Outcome<T>) -> Self {
        Self {
            key,
            outcome: outcome.result,
            warnings: outcome.warnings,
        }
    }

    /// The same with another value.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Item<U, K> {
        Item {
            key: self.key,
            outcome: self.outcome.map(change),
            warnings: self.warnings,
        }
    }

    /// The same by another key.
    #[must_use]
    pub fn with_key<L>(self, key: L) -> Item<T, L> {
        Item {
            key,
            outcome: self.outcome,
            warnings: self.warnings,
        }
    }
}

/// What succeeded, and what failed, each by its key.
pub type Halves<T, K> = (Vec<(K, T)>, Vec<(K, Error)>);

/// What became of each of several things, in the order of the input. A slice of [`Item`] in everything else.
#[derive(Debug)]
#[must_use = "some of them may have failed"]
pub struct Items<T, K = String>(Vec<Item<T, K>>);

impl<T, K> Items<T, K> {
    /// Those that succeeded, by key.
    pub fn done(&self) -> impl Iterator<Item = (&K, &T)> {
        self.0
            .iter()
            .filter_map(|item| Some((&item.key, item.outcome.as_ref().ok()?)))
    }

    /// Those that failed, by key.
    pub fn failed(&self) -> impl Iterator<Item = (&K, &Error)> {
        self.0
            .iter()
            .filter_map(|item| Some((&item.key, item.outcome.as_ref().err()?)))
    }

    /// Whether all succeeded.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failed().next().is_none()
    }

    /// Both halves: what succeeded, and what failed.
    #[must_use]
    pub fn into_halves(self) -> Halves<T, K> {
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for item in self.0 {
            match item.outcome {
                Ok(value) => done.push((item.key, value)),
                Err(error) => failed.push((item.key, error)),
            }
        }
        (done, failed)
    }

    /// All items.
    #[must_use]
    pub fn into_vec(self) -> Vec<Item<T, K>> {
        self.0
    }
}

impl<T, K: Display> Items<T, K> {
    /// The values, if all succeeded.
    ///
    /// # Errors
    ///
    /// Fails when something failed: with that error if it is the only thing that there was, else with the kind of the first
    /// one, and one message for each.
    pub fn into_result(self) -> Result<Vec<T>> {
        let total = self.0.len();
        let (done, mut failed) = self.into_halves();
        match (failed.len(), total) {
            (0, _) => Ok(done.into_iter().map(|(_, value)| value).collect()),
            (1, 1) => Err(failed.remove(0).1),
            (count, _) => {
                let kind = failed[0].1.kind();
                let messages = failed.iter().map(|(key, error)| format!("{key}: {error}"));
                Err(Error::new(kind, format!("{count} of {total} failed")).with_messages(messages))
            }
        }
    }

    /// All warnings, with the key of their item before the field, and the failures as warnings of severity
    /// [`Error`](Severity::Error) about the key itself.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        let mut all = Warnings::new();
        for item in &self.0 {
            let key = item.key.to_string();
            all.merge(item.warnings.clone(), &key);
            if let Err(error) = &item.outcome {
                all.add(Severity::Error, key, error.to_string());
            }
        }
        all
    }
}

impl<T, K> Deref for Items<T, K> {
    type Target = [Item<T, K>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T, K> FromIterator<Item<T, K>> for Items<T, K> {
    fn from_iter<I: IntoIterator<Item = Item<T, K>>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T, K> IntoIterator for Items<T, K> {
    type Item = Item<T, K>;
    type IntoIter = std::vec::IntoIter<Item<T, K>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, K> IntoIterator for &'a Items<T, K> {
    type Item = &'a Item<T, K>;
    type IntoIter = std::slice::Iter<'a, Item<T, K>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
