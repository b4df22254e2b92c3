//! What proves to a service who is asking.

use std::fmt;

use aurora_auth::{Source, Token};
use http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};

use crate::error::redact::Redactor;
use crate::{Error, ErrorKind, Result};

/// The headers that carry a token. They are sent only to the origins (scheme, host and port) of the transport's own
/// base URLs, never to the target of a redirect elsewhere.
///
/// ```
/// use aurora_core::auth::Token;
/// use aurora_core::transport::Credentials;
///
/// # fn main() -> Result<(), aurora_core::Error> {
/// let token = Token::new("my-token")?;
/// // Origin wants the same token under two names.
/// let credentials = Credentials::header("Private-Token", &token).and_header("EOS-Cookie", &token);
/// assert!(!format!("{credentials:?}").contains("my-token"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Credentials {
    entries: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    name: &'static str,
    scheme: &'static str,
    token: Token,
}

impl Credentials {
    /// No credentials: requests go out as a guest's.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The token as the whole value of a header.
    #[must_use]
    pub fn header(name: &'static str, token: &Token) -> Self {
        Self::none().and_header(name, token)
    }

    /// A further header beside those already there.
    #[must_use]
    pub fn and_header(mut self, name: &'static str, token: &Token) -> Self {
        self.entries.push(Entry {
            name,
            scheme: "",
            token: token.clone(),
        });
        self
    }

    /// The token as `Authorization: Bearer …`.
    #[must_use]
    pub fn bearer(token: &Token) -> Self {
        Self {
            entries: vec![Entry {
                name: AUTHORIZATION.as_str(),
                scheme: "Bearer ",
                token: token.clone(),
            }],
        }
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where the (first) token came from.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.entries.first().map(|entry| entry.token.source())
    }

    pub(super) fn redactor(&self) -> Redactor {
        let mut redactor = Redactor::default();
        for entry in &self.entries {
            redactor.add(entry.token.expose());
        }
        redactor
    }

    /// The headers, marked as sensitive, so that no library beneath prints them.
    pub(super) fn to_headers(&self) -> Result<HeaderMap> {
        let mut headers = HeaderMap::new();
        for entry in &self.entries {
            let unusable = || {
                let name = entry.name;
                Error::new(
                    ErrorKind::Credential,
                    format!("no header can be made of the name {name:?}"),
                )
            };
            let name = HeaderName::from_bytes(entry.name.as_bytes()).map_err(|_| unusable())?;
            let text = format!("{}{}", entry.scheme, entry.token.expose());
            let mut value = HeaderValue::try_from(text).map_err(|_| unusable())?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        Ok(headers)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.entries.iter().map(|entry| entry.name).collect();
        f.debug_struct("Credentials")
            .field("headers", &names)
            .field("source", &self.source())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_is_sensitive_and_debug_shows_none() {
        let token = Token::new("canary-token").unwrap();
        let credentials = Credentials::header("Private-Token", &token).and_header("EOS-Cookie", &token);
        let headers = credentials.to_headers().unwrap();
        assert_eq!(headers["private-token"], "canary-token");
        assert_eq!(headers["eos-cookie"], "canary-token");
        assert!(headers.values().all(HeaderValue::is_sensitive));
        assert!(!format!("{credentials:?} {headers:?}").contains("canary"));
        let bearer = Credentials::bearer(&token).to_headers().unwrap();
        assert_eq!(bearer["authorization"], "Bearer canary-token");
    }

    #[test]
    fn a_name_that_is_no_header_is_an_error() {
        let token = Token::new("t0ken").unwrap();
        let error = Credentials::header("not a header", &token).to_headers().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
    }
}
