//! The data of a scenario.

use super::Planner;
use crate::inputs::balance::Tolerance;
use crate::inputs::check::did_you_mean;
use crate::users::UserChanges;
use crate::workbook::model::{CurveColumn, OrderColumn};
use crate::workbook::place::Problem;
use crate::workbook::plan::options::Part;
use crate::workbook::plan::step::Task;
use crate::workbook::plan::users;
use crate::workbook::plan::values::{Basis, Values};

impl Planner<'_> {
    /// Inputs, orders, curves, users.
    pub(super) fn data(&mut self) {
        if !self.data.values.cells.is_empty() && self.wants(Part::UserValues) {
            self.values();
        }
        if !self.data.orders.is_empty() && self.wants(Part::Sortables) {
            self.data.orders.iter().for_each(|order| self.order(order));
        }
        if !self.data.curves.is_empty() && self.wants(Part::CustomCurves) {
            self.data.curves.iter().for_each(|curve| self.curve(curve));
        }
        if !self.data.users.is_empty() && self.wants(Part::Users) {
            self.users();
        }
    }

    fn wants(&mut self, part: Part) -> bool {
        let is_wanted = self.options.update.has(part);
        if !is_wanted {
            self.skip(part.as_str(), "not asked for");
        }
        is_wanted
    }

    fn values(&mut self) {
        let cells = &self.data.values;
        let Some(place) = cells.cells.first().map(|cell| cell.value.place.clone()) else {
            return;
        };
        let definitions = self.known.definitions_of(self.at);
        let inputs = definitions.and_then(|(known, basis)| Some((known.inputs.as_ref()?, basis)));
        let Some((inputs, basis)) = inputs else {
            let values = Values {
                update: cells.unchecked(),
                again: Some(cells.clone()),
            };
            self.step(place, Task::Values(values));
            return;
        };
        let assembled = cells.assemble(inputs, basis, Tolerance::of(self.client));
        self.problems.extend(assembled.problems);
        if assembled.update.values().is_empty() {
            if assembled.unchanged > 0 {
                self.skip("user_values", "all are set already");
            }
            return;
        }
        let values = Values {
            update: assembled.update,
            again: (basis == Basis::Alike).then(|| cells.clone()),
        };
        self.step(place, Task::Values(values));
    }

    fn order(&mut self, order: &OrderColumn) {
        let name = order.name();
        let known = self
            .known
            .definitions_of(self.at)
            .and_then(|(known, _)| known.orders.get(&name));
        let place = order.sortable.place.clone();
        let items: Vec<String> = order.items.iter().map(|item| item.value.clone()).collect();
        match known {
            Some(Some(known)) => {
                let unknown = unknown_items(order, known);
                if !unknown.is_empty() {
                    self.problems.extend(unknown);
                    return;
                }
                if self.plan.session_id.is_some() && known.starts_with(&items) {
                    self.skip("sortables", format!("{name} is in that order already"));
                    return;
                }
            }
            Some(None) => {
                self.problem(&place, format!("the engine has no order {name:?}"));
                return;
            }
            None => {}
        }
        let task = Task::Order {
            sortable: order.sortable.value.clone(),
            level: order.level,
            items,
        };
        self.step(place, task);
    }

    fn curve(&mut self, column: &CurveColumn) {
        let known = self
            .known
            .definitions_of(self.at)
            .and_then(|(known, _)| known.curves.as_ref());
        let key = &column.key.value;
        if let Some(known) = known.filter(|known| !known.contains(key)) {
            let guess = did_you_mean(key, known.iter().map(String::as_str));
            let message = format!("there is no custom curve {key:?}{guess}");
            self.problem(&column.key.place, message);
            return;
        }
        if self.known.unchanged.contains(&(self.at, key.clone())) && !self.sets_again(key) {
            self.skip("custom_curves", format!("{key} is attached with these values already"));
            return;
        }
        let task = Task::Curve {
            key: key.clone(),
            curve: column.curve.clone(),
        };
        self.step(column.key.place.clone(), task);
    }

    /// Whether an input is changed that an attached curve has set, so that another upload would set it back.
    fn sets_again(&self, key: &str) -> bool {
        let known = self.known.definitions_of(self.at);
        let Some(overrides) = known.and_then(|(known, _)| known.attached.get(key)) else {
            return false;
        };
        self.plan.steps.iter().any(|step| match &step.task {
            Task::Values(values) => overrides.iter().any(|input| values.update.values().contains_key(input)),
            _ => false,
        })
    }

    fn users(&mut self) {
        let Some(first) = self.data.users.first() else { return };
        if self.client.is_guest() {
            let message = "users are changed with a token only: set ETM_API_TOKEN";
            self.problem(&first.place, message);
            return;
        }
        let listed = self.known.users.get(self.at).and_then(Option::as_ref);
        let needed = self
            .data
            .users
            .iter()
            .filter(|change| listed.is_none_or(|listed| users::is_needed(change, listed)));
        let changes: UserChanges = needed.map(|change| change.value.clone()).collect();
        if changes.is_empty() {
            self.skip("users", "all have these roles already");
            return;
        }
        let saved = !self.main.session;
        self.step(first.place.clone(), Task::Users { changes, saved });
    }
}

/// The items of an order that the engine does not have in it.
fn unknown_items(order: &OrderColumn, known: &[String]) -> Vec<Problem> {
    let unknown = order.items.iter().filter(|item| !known.contains(&item.value));
    let told = unknown.map(|item| {
        let guess = did_you_mean(&item.value, known.iter().map(String::as_str));
        item.problem(format!(
            "the order {} has no item {:?}{guess}",
            order.name(),
            item.value
        ))
    });
    told.collect()
}
