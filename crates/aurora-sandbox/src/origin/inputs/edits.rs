//! What a user changes: which value, in which way.

use std::collections::BTreeMap;

use crate::origin::market::world::Commodity;

/// Which part of a technology's plants; all of it when nothing is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) sub_region: Option<&'static str>,
    pub(crate) subsidy: Option<&'static str>,
    pub(crate) sub_technology: Option<&'static str>,
}

/// A series of values, or one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// A parameter or a definition of plants; `endogenous` ones are those that the model may build.
    Plant {
        region: &'static str,
        technology: &'static str,
        endogenous: bool,
        part: Part,
        parameter: &'static str,
    },
    Demand {
        region: &'static str,
        variable: &'static str,
    },
    DemandTechnology {
        region: &'static str,
        technology: &'static str,
    },
    Commodity {
        region: &'static str,
        commodity: &'static str,
    },
    Link {
        from: &'static str,
        to: &'static str,
        variable: &'static str,
    },
}

/// The year and month (1 to 12) of a value; zero where it has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) year: i64,
    pub(crate) month: i64,
}

impl When {
    pub(crate) fn year(year: i64) -> When {
        When { year, month: 0 }
    }
}

/// How a value is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Percentage,
    Delta,
    Absolute,
}

impl Kind {
    pub(crate) const ALL: [Kind; 3] = [Kind::Percentage, Kind::Delta, Kind::Absolute];

    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Percentage => "Percentage",
            Kind::Delta => "Delta",
            Kind::Absolute => "Absolute",
        }
    }
}

/// A change of one value, as the user gave it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) kind: Kind,
    pub(crate) value: f64,
    /// Whether the value is in the native units of a commodity rather than per MWh.
    pub(crate) native: bool,
}

impl Change {
    pub(crate) fn new(kind: Kind, value: f64) -> Change {
        Change {
            kind,
            value,
            native: false,
        }
    }

    /// The value after the change: 10 % of 50 more is 55, a delta is added, an absolute value replaces.
    pub(crate) fn apply(self, original: f64) -> f64 {
        match self.kind {
            Kind::Percentage => original * (1.0 + self.value / 100.0),
            Kind::Delta => original + self.value,
            Kind::Absolute => self.value,
        }
    }

    /// The same change in other units of a commodity.
    pub(crate) fn in_units(self, native: bool, commodity: &Commodity) -> Change {
        let factor = match (self.kind, self.native, native) {
            (Kind::Delta | Kind::Absolute, false, true) => commodity.native,
            (Kind::Delta | Kind::Absolute, true, false) => commodity.native.recip(),
            _ => 1.0,
        };
        Change {
            value: self.value * factor,
            native,
            ..self
        }
    }
}

/// All changes of a scenario.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits(BTreeMap<(Slot, When), Change>);

impl Edits {
    pub(crate) fn get(&self, slot: Slot, when: When) -> Option<Change> {
        self.0.get(&(slot, when)).copied()
    }

    /// Sets a change, or takes it back.
    pub(crate) fn set(&mut self, slot: Slot, when: When, change: Option<Change>) {
        match change {
            Some(change) => self.0.insert((slot, when), change),
            None => self.0.remove(&(slot, when)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::market::world::commodity;

    #[test]
    fn each_kind_of_change_does_what_its_name_says() {
        let apply = |kind, value| Change::new(kind, value).apply(50.0);
        assert!((apply(Kind::Percentage, 10.0) - 55.0).abs() < 1e-9);
        assert!((apply(Kind::Delta, -5.0) - 45.0).abs() < 1e-9);
        assert!((apply(Kind::Absolute, 12.5) - 12.5).abs() < 1e-9);
    }

    #[test]
    fn only_amounts_change_with_the_units() {
        let gas = commodity("gas").unwrap();
        let absolute = Change::new(Kind::Absolute, 10.0).in_units(true, gas);
        assert!((absolute.value - 29.3071).abs() < 1e-9);
        assert!((absolute.in_units(false, gas).value - 10.0).abs() < 1e-9);
        assert_eq!(Change::new(Kind::Percentage, 10.0).in_units(true, gas).value, 10.0);
    }
}
