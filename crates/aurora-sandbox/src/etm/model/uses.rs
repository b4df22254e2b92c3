//! What energy is used for: useful demands of the reference area, the technologies that meet them, and what these take in.

mod built;
mod industry;
mod transport;

use super::carriers::Carrier;
use super::profiles::Shape;

/// How large a technology's part of a use is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    /// Percent.
    Fixed(f64),
    /// The input that holds the percentage.
    Input(&'static str),
}

/// What meets a part of a use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Technology {
    pub(crate) node: &'static str,
    pub(crate) part: Part,
    /// MJ of input for each MJ of useful output.
    pub(crate) inputs: &'static [(Carrier, f64)],
}

/// How technologies share the hours of a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// All the same shape.
    Even,
    /// In the user's order of space heaters, each up to its capacity.
    Ordered,
    /// Even, and shown in the curves of the households' heat (or the buildings').
    Shown,
}

/// A useful demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Use {
    /// The node of the useful demand.
    pub(crate) node: &'static str,
    /// What the nodes of final demand start with; the carrier follows.
    pub(crate) last: &'static str,
    pub(crate) output: Carrier,
    /// PJ in the reference area.
    pub(crate) useful: f64,
    /// Inputs with a growth in percent a year.
    pub(crate) growth: &'static [&'static str],
    /// Inputs with a growth of efficiency in percent a year.
    pub(crate) saving: &'static [&'static str],
    /// Input with a level, 100 as now.
    pub(crate) level: Option<&'static str>,
    /// The coupling group whose production replaces the level.
    pub(crate) coupling: Option<&'static str>,
    /// Custom curve and shape of the year.
    pub(crate) curve: (Option<&'static str>, Shape),
    pub(crate) sharing: Sharing,
    /// Is the fuel burnt, and not made into something?
    pub(crate) burns: bool,
    pub(crate) technologies: &'static [Technology],
}

impl Use {
    const fn new(
        node: &'static str,
        last: &'static str,
        useful: f64,
        shape: Shape,
        technologies: &'static [Technology],
    ) -> Use {
        Use {
            node,
            last,
            output: "not_defined",
            useful,
            growth: &[],
            saving: &[],
            level: None,
            coupling: None,
            curve: (None, shape),
            sharing: Sharing::Even,
            burns: true,
            technologies,
        }
    }

    const fn growing(self, inputs: &'static [&'static str]) -> Use {
        Use { growth: inputs, ..self }
    }

    const fn saving(self, inputs: &'static [&'static str]) -> Use {
        Use { saving: inputs, ..self }
    }

    const fn making(self, output: Carrier) -> Use {
        Use { output, ..self }
    }

    const fn curve(self, key: &'static str) -> Use {
        Use {
            curve: (Some(key), self.curve.1),
            ..self
        }
    }

    const fn shared(self, sharing: Sharing) -> Use {
        Use { sharing, ..self }
    }
}

const fn only(node: &'static str, inputs: &'static [(Carrier, f64)]) -> Technology {
    fixed(node, 100.0, inputs)
}

const fn fixed(node: &'static str, percent: f64, inputs: &'static [(Carrier, f64)]) -> Technology {
    Technology {
        node,
        part: Part::Fixed(percent),
        inputs,
    }
}

const fn input(node: &'static str, share: &'static str, inputs: &'static [(Carrier, f64)]) -> Technology {
    Technology {
        node,
        part: Part::Input(share),
        inputs,
    }
}

/// All uses.
pub(crate) fn uses() -> impl Iterator<Item = &'static Use> {
    built::USES.iter().chain(industry::USES).chain(transport::USES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etm::model::plants;

    #[test]
    fn keys_are_unique_fixed_parts_make_a_whole_and_nothing_comes_from_nothing() {
        let mut keys: Vec<&str> = uses().flat_map(|one| one.technologies).map(|one| one.node).collect();
        keys.extend(uses().map(|one| one.node));
        keys.extend(plants::plants().map(|one| one.node));
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        for one in uses() {
            let parts = one.technologies.iter().map(|technology| match technology.part {
                Part::Fixed(percent) => percent,
                Part::Input(_) => f64::NAN,
            });
            let sum: f64 = parts.sum();
            assert!(sum.is_nan() || (sum - 100.0).abs() < 1e-9, "{}", one.node);
            for technology in one.technologies {
                let input: f64 = technology.inputs.iter().map(|(_, per)| per).sum();
                assert!(input >= 0.999, "{}", technology.node);
            }
        }
    }
}
