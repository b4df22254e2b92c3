//! What a token says about itself.

use aurora_auth::Token;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// What a personal token says about itself: the claims of its JWT, read without checking the signature, which only the
/// server can. None of this is secret, and none of it gives access.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenClaims {
    /// Until when the token is valid; at most a year from when it was made (documented).
    pub expires_at: Option<Timestamp>,
    /// What the token allows, such as `public` or `scenarios:read`. Scopes that the client does not know are kept.
    pub scopes: Vec<String>,
    /// The user's id.
    pub user_id: Option<i64>,
    /// Who made the token: the address of a MyETM.
    pub issuer: Option<String>,
    /// The engines that accept the token.
    pub audience: Vec<String>,
}

/// The claims on the wire. A member of another type than usual counts as missing.
#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    exp: Value,
    #[serde(default)]
    scopes: Value,
    #[serde(default)]
    sub: Value,
    #[serde(default)]
    iss: Value,
    #[serde(default)]
    aud: Value,
}

impl TokenClaims {
    /// The claims of a token; `None` when it is no JWT.
    pub(super) fn of(token: &Token) -> Option<Self> {
        let body = token.expose().strip_prefix("etm_")?;
        let body = body.strip_prefix("beta_").unwrap_or(body);
        let mut segments = body.split('.');
        let (_header, payload, _signature) = (segments.next()?, segments.next()?, segments.next()?);
        let wire: Wire = serde_json::from_slice(&base64url(payload)?).ok()?;
        let seconds = wire.exp.as_f64().filter(|seconds| seconds.is_finite());
        Some(Self {
            expires_at: seconds.and_then(|seconds| Timestamp::from_second(seconds as i64).ok()),
            scopes: words(&wire.scopes),
            user_id: integer(&wire.sub),
            issuer: wire.iss.as_str().map(str::to_owned),
            audience: words(&wire.aud),
        })
    }

    /// Whether private sessions may be read.
    #[must_use]
    pub fn may_read(&self) -> bool {
        self.has("scenarios:read")
    }

    /// Whether sessions may be made and changed. The engine counts this scope only together with reading.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.may_read() && self.has("scenarios:write")
    }

    /// Whether sessions may be deleted. The engine counts this scope only together with reading and writing.
    #[must_use]
    pub fn may_delete(&self) -> bool {
        self.may_write() && self.has("scenarios:delete")
    }

    fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }
}

/// A list of words, or a text of words.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split_whitespace().map(str::to_owned).collect(),
        Value::Array(entries) => entries.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// An id, as a number or a text.
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Decodes base64 with the alphabet for addresses, with or without padding.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for character in text.trim_end_matches('=').bytes() {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(token: &str) -> Option<TokenClaims> {
        TokenClaims::of(&Token::new(token).unwrap())
    }

    #[test]
    fn a_text_of_any_length_is_decoded() {
        for (encoded, text) in [
            ("", ""),
            ("YQ", "a"),
            ("YWI=", "ab"),
            ("YWJj", "abc"),
            ("_-8", "\u{fffd}"),
        ] {
            assert_eq!(
                String::from_utf8_lossy(&base64url(encoded).unwrap()).chars().next(),
                text.chars().next()
            );
        }
        assert_eq!(base64url("eyJleHAiOjF9").unwrap(), br#"{"exp":1}"#);
        assert!(base64url("a*b").is_none());
    }

    #[test]
    fn the_claims_are_read_in_both_forms_of_lists() {
        // {"exp":1800000000,"sub":"7","scopes":["public","scenarios:read","new"],"iss":"https://my.x","aud":"https://a https://b"}
        let payload = "eyJleHAiOjE4MDAwMDAwMDAsInN1YiI6IjciLCJzY29wZXMiOlsicHVibGljIiwic2NlbmFyaW9zOnJlYWQiLCJuZXciXSwiaXNzIjoiaHR0cHM6Ly9teS54IiwiYXVkIjoiaHR0cHM6Ly9hIGh0dHBzOi8vYiJ9";
        for prefix in ["etm_", "etm_beta_"] {
            let claims = claims(&format!("{prefix}head.{payload}.signature")).unwrap();
            assert_eq!(claims.expires_at, Some(Timestamp::from_second(1_800_000_000).unwrap()));
            assert_eq!(claims.scopes, ["public", "scenarios:read", "new"]);
            assert_eq!((claims.user_id, claims.audience.len()), (Some(7), 2));
            assert_eq!(claims.issuer.as_deref(), Some("https://my.x"));
            assert!(claims.may_read() && !claims.may_write() && !claims.may_delete());
        }
    }

    #[test]
    fn writing_counts_only_with_reading_and_deleting_only_with_both() {
        let with = |scopes: &[&str]| TokenClaims {
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            ..TokenClaims::default()
        };
        assert!(!with(&["scenarios:write"]).may_write());
        assert!(!with(&["scenarios:read", "scenarios:delete"]).may_delete());
        assert!(with(&["scenarios:read", "scenarios:write", "scenarios:delete"]).may_delete());
    }

    #[test]
    fn what_is_no_jwt_has_no_claims() {
        for token in ["etm_opaque", "etm_a.b.c", "etm_a.YQ.c", "abc"] {
            assert_eq!(claims(token), None, "{token}");
        }
        // {"exp":"soon","scopes":5}
        let odd = claims("etm_a.eyJleHAiOiJzb29uIiwic2NvcGVzIjo1fQ.c").unwrap();
        assert_eq!(odd, TokenClaims::default());
    }
}
