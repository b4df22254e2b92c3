//! The token, which never shows itself.

use std::fmt;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{AuthError, Source};

/// A secret that authenticates a user, together with the place it came from.
///
/// The value is visible ASCII without spaces, so it always fits into a header. It is overwritten in memory when the
/// token is dropped. `Debug` and `Display` never show it, there is no `Serialize`, and no error of this crate quotes it;
/// the only way to it is [`expose`](Token::expose), a word that stands out in review.
#[derive(Clone)]
pub struct Token {
    value: Zeroizing<String>,
    source: Source,
}

impl Token {
    /// Takes a token that the caller already has. White space around it is removed.
    ///
    /// # Errors
    ///
    /// Fails when nothing but white space is left, and when the value holds anything but visible ASCII (a line break, a
    /// space, a control character, an accented letter): no header can carry that. The error does not quote the value.
    pub fn new(value: impl Into<String>) -> Result<Token, AuthError> {
        Token::from_source(&Zeroizing::new(value.into()), Source::Explicit)
    }

    pub(crate) fn from_source(raw: &str, source: Source) -> Result<Token, AuthError> {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            return Err(AuthError::Empty {
                what: "token",
                place: source,
            });
        }
        // The position helps to find the character, the character itself is part of the secret.
        if let Some(position) = trimmed.chars().position(|character| !character.is_ascii_graphic()) {
            let why = format!(
                "character {} is not visible ASCII, and a header can carry nothing else",
                position + 1
            );
            return Err(AuthError::Unusable {
                what: "token",
                place: source,
                why,
            });
        }
        Ok(Token {
            value: Zeroizing::new(trimmed.to_owned()),
            source,
        })
    }

    /// The secret itself. Hand it only to a header that is marked sensitive.
    pub fn expose(&self) -> &str {
        &self.value
    }

    /// The place the token came from.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

impl ZeroizeOnDrop for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// Always `[redacted]`.
impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use std::panic;

    use super::*;

    const CANARY: &str = "canary-7c1f0e-secret";

    /// What `error.to_string()`, `{:?}` and the chain of sources say, in one text.
    fn everything_said_by(error: &AuthError) -> String {
        let mut text = format!("{error} {error:?} {error:#?}");
        let mut next = std::error::Error::source(error);
        while let Some(cause) = next {
            text.push_str(&format!(" {cause} {cause:?}"));
            next = cause.source();
        }
        text
    }

    #[test]
    fn debug_and_display_never_show_the_value() {
        let token = Token::new(CANARY).unwrap();
        assert_eq!(format!("{token:?}"), "Token { source: Explicit, .. }");
        assert_eq!(format!("{token}"), "[redacted]");
        assert_eq!(format!("{token:>12}"), "  [redacted]");
        let nested = format!("{:#?} {:?}", Some(&token), vec![token.clone()]);
        assert!(!nested.contains(CANARY), "{nested}");
    }

    #[test]
    fn a_panic_about_a_token_does_not_show_it() {
        let refuse = |token: Token| -> Result<(), Token> { Err(token) };
        let token = Token::new(CANARY).unwrap();
        let panicked = panic::catch_unwind(panic::AssertUnwindSafe(|| refuse(token).unwrap())).unwrap_err();
        let message = panicked.downcast_ref::<String>().unwrap();
        assert!(message.contains("Token"), "{message}");
        assert!(!message.contains(CANARY), "{message}");
    }

    #[test]
    fn white_space_around_a_token_is_removed() {
        for raw in [" abc", "abc ", "abc\n", "\tabc\r\n", "\u{a0}abc"] {
            assert_eq!(Token::new(raw).unwrap().expose(), "abc", "{raw:?}");
        }
    }

    #[test]
    fn an_empty_token_is_refused_and_its_place_named() {
        for raw in ["", " ", "\r\n\t"] {
            let error = Token::from_source(raw, Source::Variable("AURORA_API_KEY".to_owned())).unwrap_err();
            assert!(matches!(error, AuthError::Empty { .. }), "{error:?}");
            assert!(error.to_string().contains("the variable AURORA_API_KEY"), "{error}");
        }
    }

    #[test]
    fn characters_that_no_header_can_carry_are_refused_without_quoting_the_value() {
        for bad in ["\n", "\r", "\0", " ", "\t", "\u{7f}", "é", "\u{feff}", "“"] {
            let error = Token::new(format!("{CANARY}{bad}{CANARY}")).unwrap_err();
            let said = everything_said_by(&error);
            assert!(matches!(error, AuthError::Unusable { .. }), "{error:?}");
            assert!(said.contains("character 21"), "{said}");
            assert!(!said.contains(CANARY), "{said}");
        }
    }

    #[test]
    fn a_token_overwrites_its_memory_when_dropped() {
        fn zeroizes<T: ZeroizeOnDrop>(_: &T) -> bool {
            std::mem::needs_drop::<T>()
        }
        let token = Token::new(CANARY).unwrap();
        assert!(zeroizes(&token.value));
        assert!(zeroizes(&token));
    }
}
