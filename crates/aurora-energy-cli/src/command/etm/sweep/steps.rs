//! The values that a sweep tries.

use anyhow::Result;

use crate::exit::Failure;

/// The most sessions that one sweep makes.
const MOST_STEPS: usize = 1000;

/// The values of one input, as they are typed.
#[derive(Debug)]
pub(super) struct Axis {
    pub(super) key: String,
    pub(super) values: Vec<String>,
}

/// One value for each input.
pub(super) type Step = Vec<(String, String)>;

/// Reads what is to be tried, and finds everything that is wrong with it.
pub(super) fn axes(set: &[(String, String)]) -> Result<Vec<Axis>> {
    let mut axes: Vec<Axis> = Vec::new();
    for (key, text) in set {
        if axes.iter().any(|axis| axis.key == *key) {
            return Err(Failure::usage(format!("{key} is there twice"))
                .with_hint("write its values with commas, KEY=1,2,3")
                .into());
        }
        let values = values(text).map_err(|why| Failure::usage(format!("{key}={text}: {why}")))?;
        axes.push(Axis {
            key: key.clone(),
            values,
        });
    }
    Ok(axes)
}

/// Every combination; the last input changes fastest.
pub(super) fn steps(axes: &[Axis]) -> Result<Vec<Step>> {
    let count = axes
        .iter()
        .try_fold(1_usize, |count, axis| count.checked_mul(axis.values.len()));
    if count.is_none_or(|count| count > MOST_STEPS) {
        return Err(Failure::usage(format!("these are more than {MOST_STEPS} combinations"))
            .with_hint("make the steps larger, or sweep fewer inputs at once")
            .into());
    }
    let mut steps: Vec<Step> = vec![Vec::new()];
    for axis in axes {
        let longer = steps.iter().flat_map(|step| {
            axis.values.iter().map(|value| {
                let mut step = step.clone();
                step.push((axis.key.clone(), value.clone()));
                step
            })
        });
        steps = longer.collect();
    }
    Ok(steps)
}

/// `1..10:1`, `1..10`, or values with commas, each of which may be a range.
fn values(text: &str) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for part in text.split(',').map(str::trim) {
        match part.split_once("..") {
            Some((first, rest)) => all.extend(range(first, rest)?),
            None if part.is_empty() => return Err("a value is missing".to_owned()),
            None => all.push(part.to_owned()),
        }
    }
    Ok(all)
}

fn range(first: &str, rest: &str) -> Result<Vec<String>, String> {
    let (last, step) = match rest.split_once(':') {
        Some((last, step)) => (last, Some(step)),
        None => (rest, None),
    };
    let (from, to) = (number(first)?, number(last)?);
    let by = match step {
        Some(step) => number(step)?,
        None if to < from => -1.0,
        None => 1.0,
    };
    if by == 0.0 || (to - from) * by < 0.0 {
        return Err(format!("steps of {by} do not lead from {from} to {to}"));
    }
    // The last value counts although sums of steps such as 0.1 miss it by a hair.
    let count = ((to - from) / by + 1e-9).floor();
    if count >= MOST_STEPS as f64 {
        return Err(format!("these are more than {MOST_STEPS} values"));
    }
    let decimals = decimals(first).max(step.map_or(0, decimals));
    let values = (0..=count as u32).map(|at| from + f64::from(at) * by);
    Ok(values.map(|value| format!("{value:.decimals$}")).collect())
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("{:?} is no number; write FIRST..LAST:STEP", text.trim()))
}

/// How many digits a number has after its point, as it is typed.
fn decimals(text: &str) -> usize {
    let text = text.trim();
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i64>().unwrap_or_default()),
        None => (text, 0),
    };
    let after = digits.split_once('.').map_or(0, |(_, after)| after.len());
    let after = i64::try_from(after).unwrap_or_default() - exponent;
    usize::try_from(after.clamp(0, 17)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        values(text).unwrap()
    }

    #[test]
    fn a_range_has_both_ends_and_no_dust() {
        assert_eq!(read("1..4:1"), ["1", "2", "3", "4"]);
        assert_eq!(read("0..0.3:0.1"), ["0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(read("1..6:2"), ["1", "3", "5"]);
        assert_eq!(read("3..1"), ["3", "2", "1"]);
        assert_eq!(read("-1 .. 1 : 1"), ["-1", "0", "1"]);
        assert_eq!(read("1e-2..3e-2:1e-2"), ["0.01", "0.02", "0.03"]);
        assert_eq!(read("5..5:1"), ["5"]);
    }

    #[test]
    fn values_with_commas_are_taken_as_they_are() {
        assert_eq!(read("default, 1987"), ["default", "1987"]);
        assert_eq!(read("1,5..6,10"), ["1", "5", "6", "10"]);
    }

    #[test]
    fn what_is_no_range_is_refused_with_the_reason() {
        for (text, why) in [
            ("1..x:1", "no number"),
            ("1..3:0", "do not lead"),
            ("1..3:-1", "do not lead"),
            ("1..inf:1", "no number"),
            ("1..5000:1", "more than"),
            ("1,,2", "missing"),
            ("", "missing"),
        ] {
            let error = values(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn several_inputs_give_every_combination() {
        let set = [("a", "1,2"), ("b", "x,y")].map(|(key, text)| (key.to_owned(), text.to_owned()));
        let steps = steps(&axes(&set).unwrap()).unwrap();
        let shown: Vec<String> = steps.iter().map(|step| format!("{}{}", step[0].1, step[1].1)).collect();
        assert_eq!(shown, ["1x", "1y", "2x", "2y"]);
        let twice = [("a", "1"), ("a", "2")].map(|(key, text)| (key.to_owned(), text.to_owned()));
        assert!(axes(&twice).unwrap_err().to_string().contains("twice"));
        let many = [("a", "1..100"), ("b", "1..100")].map(|(key, text)| (key.to_owned(), text.to_owned()));
        assert!(
            super::steps(&axes(&many).unwrap())
                .unwrap_err()
                .to_string()
                .contains("1000")
        );
    }
}
