//! The names of wind types.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// Where the wind of a calculation comes from.
///
/// The service spells these names in many ways and compares them without regard to case (inferred from the mixture in the
/// vendor's examples). So does [`FromStr`] here, which also knows `rawgeneration`, an alias in the vendor's sample
/// file. What it does not know, it keeps.
///
/// ```
/// use amun_client::WindType;
///
/// assert_eq!("p50yieldscaling".parse(), Ok(WindType::P50YieldScaling));
/// assert_eq!("rawgeneration".parse(), Ok(WindType::UploadedGeneration));
/// assert_eq!(WindType::Newa.to_string(), "NEWA");
/// assert_eq!(WindType::Newa.for_valuation(), "newa");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WindType {
    /// ERA5 reanalysis.
    Era5,
    /// MERRA-2 reanalysis.
    Merra2,
    /// New European Wind Atlas.
    Newa,
    /// Aurora's own atlas.
    AuroraWindAtlas,
    /// Scaled to a mean speed.
    AverageWindSpeed,
    /// Scaled to a gross load factor.
    P50Scaling,
    /// Scaled to a yearly production.
    P50YieldScaling,
    /// Scaled to a mean power density.
    PowerDensity,
    /// Fitted to a Weibull distribution.
    Weibull,
    /// Measured wind.
    UploadedWind,
    /// Measured generation.
    UploadedGeneration,
    /// Generation; in the vendor's list of names, used nowhere.
    Generation,
    /// Calibrated generation; only for valuations.
    CalibratedGeneration,
    /// A name that this version does not know, as it was written.
    Other(String),
}

impl WindType {
    /// All known wind types.
    pub const KNOWN: [Self; 13] = [
        Self::Era5,
        Self::Merra2,
        Self::Newa,
        Self::AuroraWindAtlas,
        Self::AverageWindSpeed,
        Self::P50Scaling,
        Self::P50YieldScaling,
        Self::PowerDensity,
        Self::Weibull,
        Self::UploadedWind,
        Self::UploadedGeneration,
        Self::Generation,
        Self::CalibratedGeneration,
    ];

    /// The name in load factor requests and their echo.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Era5 => "Era5",
            Self::Merra2 => "Merra2",
            Self::Newa => "NEWA",
            Self::AuroraWindAtlas => "AuroraWindAtlas",
            Self::AverageWindSpeed => "AverageWindSpeed",
            Self::P50Scaling => "P50Scaling",
            Self::P50YieldScaling => "P50YieldScaling",
            Self::PowerDensity => "PowerDensity",
            Self::Weibull => "Weibull",
            Self::UploadedWind => "UploadedWind",
            Self::UploadedGeneration => "UploadedGeneration",
            Self::Generation => "Generation",
            Self::CalibratedGeneration => "CalibratedGeneration",
            Self::Other(name) => name,
        }
    }

    /// The name in valuations, all lower case.
    #[must_use]
    pub fn for_valuation(&self) -> String {
        self.as_str().to_ascii_lowercase()
    }
}

impl fmt::Display for WindType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for WindType {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        if text.eq_ignore_ascii_case("rawgeneration") {
            return Ok(Self::UploadedGeneration);
        }
        let known = Self::KNOWN
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(text));
        Ok(known.unwrap_or_else(|| Self::Other(text.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_in_the_wild_is_read() {
        let rows = [
            ("era5", WindType::Era5),
            ("ERA5", WindType::Era5),
            ("MERRA2", WindType::Merra2),
            ("newa", WindType::Newa),
            ("averageWindSpeed", WindType::AverageWindSpeed),
            ("p50YieldScaling", WindType::P50YieldScaling),
            ("powerdensity", WindType::PowerDensity),
            ("uploadedwind", WindType::UploadedWind),
            ("RawGeneration", WindType::UploadedGeneration),
            ("Cosmo", WindType::Other("Cosmo".to_owned())),
        ];
        for (text, expected) in rows {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn every_known_name_survives_the_round_trip_in_both_spellings() {
        for known in WindType::KNOWN {
            assert_eq!(known.as_str().parse(), Ok(known.clone()));
            assert_eq!(known.for_valuation().parse(), Ok(known));
        }
    }
}
