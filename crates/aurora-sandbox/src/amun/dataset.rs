//! The wind datasets that a calculation can start from.

/// A dataset; all are the same synthetic weather with a bias of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dataset {
    Era5,
    Merra2,
    Newa,
    AuroraWindAtlas,
}

impl Dataset {
    /// The dataset of a name, whatever its case.
    pub(super) fn named(name: &str) -> Option<Dataset> {
        let all = [Dataset::Era5, Dataset::Merra2, Dataset::Newa, Dataset::AuroraWindAtlas];
        all.into_iter()
            .find(|dataset| dataset.name().eq_ignore_ascii_case(name))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Dataset::Era5 => "Era5",
            Dataset::Merra2 => "Merra2",
            Dataset::Newa => "NEWA",
            Dataset::AuroraWindAtlas => "AuroraWindAtlas",
        }
    }

    /// Factor on the generated speeds.
    pub(super) fn bias(self) -> f64 {
        match self {
            Dataset::Era5 => 1.0,
            Dataset::Merra2 => 0.97,
            Dataset::Newa => 1.03,
            Dataset::AuroraWindAtlas => 1.015,
        }
    }
}
