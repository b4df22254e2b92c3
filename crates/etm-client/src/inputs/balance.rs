//! Whether share groups can add up to 100.

use std::collections::BTreeSet;

use aurora_auth::etm::Environment;

use super::InputSet;
use super::check::{is_reset, number};
use crate::EtmClient;
use crate::sessions::SessionUpdate;
use crate::types::Input;

/// What each share group adds up to.
const WHOLE: f64 = 100.0;

/// How far from 100 a share group may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerance(f64);

impl Tolerance {
    /// The engine's 1e-12, and a little for the order in which the values are added.
    const EXACT: Self = Self(1e-9);
    /// That of the engine `2025-01`, from 99.99 to 100.01.
    const HUNDREDTH: Self = Self(0.01 + 1e-9);

    /// That of the client's engine.
    pub(crate) fn of(client: &EtmClient) -> Self {
        match client.environment() {
            // Of the others with a name of their own, nobody knows how old they are: what may be right is not refused.
            Some(Environment::Stable(_) | Environment::Named(_)) => Self::HUNDREDTH,
            _ => Self::EXACT,
        }
    }
}

/// What a member of a group can come to.
#[derive(Clone, Copy, Debug)]
struct Span {
    least: f64,
    most: f64,
}

impl Span {
    fn only(value: f64) -> Self {
        Self {
            least: value,
            most: value,
        }
    }

    fn and(self, value: f64) -> Self {
        Self {
            least: self.least.min(value),
            most: self.most.max(value),
        }
    }
}

impl InputSet {
    /// The groups that a change touches and that cannot add up to 100 with it, each with what is to be said about it.
    pub(crate) fn unbalanced(&self, update: &SessionUpdate, tolerance: Tolerance) -> Vec<(String, String)> {
        let set = update.values().iter().filter(|(_, value)| !is_reset(value));
        let groups: BTreeSet<&str> = set
            .filter_map(|(key, _)| self.get(key)?.share_group.as_deref())
            .collect();
        groups
            .into_iter()
            .filter_map(|group| Some((group.to_owned(), self.imbalance(group, update, tolerance)?)))
            .collect()
    }

    fn imbalance(&self, group: &str, update: &SessionUpdate, tolerance: Tolerance) -> Option<String> {
        let members: Vec<(&str, &Input)> = self
            .share_group(group)
            .filter(|(_, input)| !is_missing_in_area(input))
            .collect();
        // All of them are disabled for whoever may not change the session; which of them the area lacks is not known then.
        if members.is_empty() {
            return None;
        }
        let mut sum = Span::only(0.0);
        for (key, input) in &members {
            // Without limits there is nothing to say.
            let span = self.span(key, input, update)?;
            sum.least += span.least;
            sum.most += span.most;
        }
        let what = if sum.least > WHOLE + tolerance.0 {
            ("at least ", sum.least)
        } else if sum.most < WHOLE - tolerance.0 {
            ("at most ", sum.most)
        } else {
            return None;
        };
        let (bound, value) = if sum.least == sum.most { ("", sum.least) } else { what };
        let set: Vec<String> = members
            .iter()
            .filter_map(|(key, _)| Some(format!("{key}={}", update.values().get(*key)?)))
            .collect();
        Some(format!(
            "the share group {group:?} adds up to {bound}{value} with {}, but has to add up to 100",
            set.join(", ")
        ))
    }

    /// What a member of a group can come to when the engine has balanced it.
    fn span(&self, key: &str, input: &Input, update: &SessionUpdate) -> Option<Span> {
        let given = update.values().get(key).filter(|value| !is_reset(value));
        if let Some(value) = given {
            return number(value).map(Span::only);
        }
        let default = input.default.as_ref().and_then(number);
        let free = match (input.min, input.max) {
            (Some(min), Some(max)) if update.autobalances() => Span { least: min, most: max },
            _ => Span::only(default?),
        };
        let taken_back = update.resets() || update.values().contains_key(key);
        // What was set stays; what the engine filled in is found anew.
        match input.user.as_ref().and_then(number) {
            Some(user) if !taken_back => Some(match self.is_explicit(key) {
                Some(true) => Span::only(user),
                Some(false) => free,
                None => free.and(user),
            }),
            // Taken back, it may get the value of the template, which counts as set.
            _ if taken_back => Some(default.map_or(free, |default| free.and(default))),
            _ => Some(free),
        }
    }
}

/// Whether an area lacks what the input is about: then it does not count. Other reasons for being disabled do not matter.
fn is_missing_in_area(input: &Input) -> bool {
    input.disabled == Some(true) && input.coupling_disabled.is_none()
}
