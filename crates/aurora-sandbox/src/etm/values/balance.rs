//! Filling up the shares of a group to 100.

use crate::etm::definition::Definition;
use crate::etm::state::{InputValue, Values};

/// A member that may be moved.
struct Free {
    at: usize,
    value: f64,
    min: f64,
    max: f64,
}

impl Free {
    /// How far it can go towards more or less.
    fn room(&self, more: bool) -> f64 {
        if more {
            self.max - self.value
        } else {
            self.value - self.min
        }
    }
}

const ROUNDS: usize = 10;

/// Values for all members without a value of the user's own, such that the group adds up to 100; `None` when that cannot be.
pub(super) fn balanced(members: &[&Definition], user: &Values) -> Option<Values> {
    let start = |member: &Definition| {
        let value = user.get(member.key).unwrap_or(&member.default);
        value.number().unwrap_or_default()
    };
    let mut values: Vec<f64> = members.iter().map(|member| start(member)).collect();
    let mut free: Vec<Free> = members
        .iter()
        .enumerate()
        .filter(|(_, member)| !user.contains_key(member.key) && !member.off_in_area && member.min < member.max)
        .map(|(at, member)| Free {
            at,
            value: values[at],
            min: member.min,
            max: member.max,
        })
        .collect();
    let counts = |at: usize| !members[at].off_in_area;
    let sum_of = |values: &[f64]| -> f64 { (0..values.len()).filter(|at| counts(*at)).map(|at| values[at]).sum() };
    let excess = 100.0 - sum_of(&values);
    if !distribute(&mut free, excess) {
        return None;
    }
    for member in &free {
        values[member.at] = member.value;
    }
    // The service computes with fractions: what floats lose on the way goes to the largest free share.
    let lost = 100.0 - sum_of(&values);
    if let Some(largest) = free.iter().max_by(|one, other| one.value.total_cmp(&other.value)) {
        values[largest.at] += lost;
    }
    let filled = members
        .iter()
        .zip(values)
        .filter(|(member, _)| !user.contains_key(member.key))
        .map(|(member, value)| (member.key.to_owned(), InputValue::Number(value)));
    Some(filled.collect())
}

/// Below this nothing is left to hand out.
const NOTHING: f64 = 1e-10;

/// Hands out what is missing (or takes what is too much) in proportion to the members' ranges; whether all of it found a place.
fn distribute(free: &mut [Free], mut excess: f64) -> bool {
    for round in 1..=ROUNDS {
        if excess.abs() < NOTHING {
            return true;
        }
        let more = excess > 0.0;
        let mut open: Vec<&mut Free> = free.iter_mut().filter(|member| member.room(more) > NOTHING).collect();
        let range: f64 = open.iter().map(|member| member.max - member.min).sum();
        if open.is_empty() {
            return false;
        }
        let greedy = round == ROUNDS || excess.abs() < 0.0001 * range;
        if greedy {
            open.sort_by(|one, other| other.room(more).total_cmp(&one.room(more)));
        }
        let whole = excess;
        for member in open {
            let share = if greedy {
                excess
            } else {
                whole * (member.max - member.min) / range
            };
            let step = share.abs().min(member.room(more)).min(excess.abs());
            let step = if more { step } else { -step };
            member.value += step;
            excess -= step;
        }
    }
    excess.abs() < NOTHING
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 3] = ["one", "two", "three"];

    fn group(defaults: &[f64], maxima: &[f64]) -> Vec<Definition> {
        let member = |at: usize| Definition {
            key: KEYS[at],
            unit: "%",
            min: 0.0,
            max: maxima[at],
            default: InputValue::Number(defaults[at]),
            step: 0.1,
            share_group: Some("group"),
            permitted: &[],
            disabled_by: &[],
            coupling_groups: &[],
            disabled_by_couplings: &[],
            off_in_area: false,
        };
        (0..defaults.len()).map(member).collect()
    }

    /// The values of the members that were not set.
    fn others(defaults: &[f64], maxima: &[f64], set: &[f64]) -> Option<Vec<f64>> {
        let group = group(defaults, maxima);
        let user: Values = KEYS
            .iter()
            .zip(set)
            .map(|(key, value)| ((*key).to_owned(), InputValue::Number(*value)))
            .collect();
        let values = balanced(&group.iter().collect::<Vec<_>>(), &user)?;
        let value = |key: &&str| values.get(*key).and_then(InputValue::number);
        Some(KEYS.iter().filter_map(value).collect())
    }

    #[test]
    fn the_vectors_of_the_service_come_out() {
        let hundred = [100.0; 3];
        let (all, mixed, narrow) = ([100.0, 0.0, 0.0], [50.0, 30.0, 20.0], [100.0, 40.0, 10.0]);
        assert_eq!(others(&all, &hundred, &[50.0]), Some(vec![25.0, 25.0]));
        assert_eq!(others(&all, &hundred, &[50.0, 15.0]), Some(vec![35.0]));
        assert_eq!(others(&all, &hundred, &[110.0]), None);
        assert_eq!(others(&all, &hundred, &[10.0, 20.0, 30.0]), None);
        assert_eq!(others(&mixed, &hundred, &[70.0]), Some(vec![20.0, 10.0]));
        assert_eq!(others(&mixed, &hundred, &[0.0]), Some(vec![55.0, 45.0]));
        assert_eq!(others(&mixed, &hundred, &[40.0, 10.0]), Some(vec![50.0]));
        assert_eq!(others(&all, &narrow, &[80.0]), Some(vec![16.0, 4.0]));
        assert_eq!(others(&all, &narrow, &[50.0]), Some(vec![40.0, 10.0]));
        assert_eq!(others(&all, &narrow, &[49.0]), None);
        assert_eq!(others(&[100.0, 0.0], &hundred[..2], &[10.0]), Some(vec![90.0]));
    }

    #[test]
    fn thirds_add_up_to_a_hundred_to_the_last_bit() {
        let shares = others(&[100.0, 0.0, 0.0], &[100.0; 3], &[100.0 / 3.0]).unwrap();
        assert!((100.0 / 3.0 + shares.iter().sum::<f64>() - 100.0).abs() <= 1e-12);
    }
}
