//! What the user should hear about a token.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use super::TokenClaims;

/// How long before its end a token is worth a warning.
const SOON: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Something about the token that works, or may work, but should be changed. Its `Display` is one line that says what to
/// do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// About the place that the token came from, or the engine that it was made for.
    Token(aurora_auth::Warning),
    /// The token's time is over by the clock of this machine. The server's clock decides.
    Expired {
        /// When it ended.
        at: Timestamp,
    },
    /// The token's time is over within a week.
    ExpiresSoon {
        /// When it ends.
        at: Timestamp,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(warning) => warning.fmt(f),
            Self::Expired { at } => write!(f, "the token expired at {at}: create a new one in MyETM"),
            Self::ExpiresSoon { at } => write!(f, "the token expires at {at}: create a new one in MyETM before that"),
        }
    }
}

/// The warning that a token's end gives.
pub(super) fn of_expiry(claims: Option<&TokenClaims>, now: Option<Timestamp>) -> Option<Warning> {
    let (at, now) = (claims?.expires_at?, now?);
    let left = at.duration_since(now);
    if left <= SignedDuration::ZERO {
        Some(Warning::Expired { at })
    } else if left <= SOON {
        Some(Warning::ExpiresSoon { at })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_week_and_what_comes_after_it_are_worth_a_warning() {
        let at = Timestamp::from_second(2_000_000).unwrap();
        let claims = TokenClaims {
            expires_at: Some(at),
            ..TokenClaims::default()
        };
        let warning = |seconds: i64| of_expiry(Some(&claims), Timestamp::from_second(seconds).ok());
        assert_eq!(warning(2_000_000 - 8 * 24 * 3600), None);
        assert_eq!(warning(2_000_000 - 6 * 24 * 3600), Some(Warning::ExpiresSoon { at }));
        assert_eq!(warning(2_000_000), Some(Warning::Expired { at }));
        assert_eq!(warning(3_000_000), Some(Warning::Expired { at }));
        assert_eq!(of_expiry(Some(&TokenClaims::default()), Some(at)), None);
        assert_eq!(of_expiry(None, Some(at)), None);
        let text = warning(3_000_000).unwrap().to_string();
        assert!(
            text.contains("1970-01-24T03:33:20Z") && text.contains("create a new one"),
            "{text}"
        );
    }
}
