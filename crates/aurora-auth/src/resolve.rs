//! The order of places, once for all services.

use std::ffi::OsString;
use std::path::PathBuf;

use url::Url;
use zeroize::Zeroizing;

use crate::{AuthError, Places, Resolved, Source, Token, base_url, file};

/// Where one of Aurora's tokens is looked for.
pub(crate) struct TokenPlaces {
    pub(crate) variable: String,
    pub(crate) file_name: String,
}

impl TokenPlaces {
    pub(crate) fn file(&self, places: &Places<'_>) -> Option<PathBuf> {
        places.home.as_ref().map(|home| home.join(&self.file_name))
    }

    /// Explicit, variable, file; the first that is there decides.
    pub(crate) fn resolve(&self, explicit: Option<&str>, places: &Places<'_>) -> Result<Resolved<Token>, AuthError> {
        if let Some(raw) = explicit {
            return Ok(with_source(Token::from_source(raw, Source::Explicit)?));
        }
        if let Some(raw) = places.env.var(&self.variable) {
            let source = Source::Variable(self.variable.clone());
            return Ok(with_source(Token::from_source(&text("token", raw, &source)?, source)?));
        }
        let path = self.file(places);
        let found = path.as_deref().map(file::read_token).transpose()?.flatten();
        let Some((token, warnings)) = found else {
            return Err(AuthError::Missing {
                service: "Aurora",
                variable: self.variable.clone(),
                file: path,
            });
        };
        Ok(Resolved {
            warnings,
            ..with_source(token)
        })
    }
}

pub(crate) fn with_source(token: Token) -> Resolved<Token> {
    let source = token.source().clone();
    Resolved::new(token, source)
}

/// A variable's value as text. What is not Unicode is refused, not repaired.
pub(crate) fn text(what: &'static str, raw: OsString, place: &Source) -> Result<Zeroizing<String>, AuthError> {
    raw.into_string().map(Zeroizing::new).map_err(|raw| {
        drop(Zeroizing::new(raw.into_encoded_bytes()));
        AuthError::Unusable {
            what,
            place: place.clone(),
            why: "it is not Unicode text".to_owned(),
        }
    })
}

/// Explicit, variable, default; the first that is there decides.
pub(crate) fn address(
    what: &'static str,
    explicit: Option<&str>,
    variable: &str,
    default: &str,
    places: &Places<'_>,
) -> Result<Resolved<Url>, AuthError> {
    let (raw, source) = if let Some(raw) = explicit {
        (Zeroizing::new(raw.to_owned()), Source::Explicit)
    } else if let Some(raw) = places.env.var(variable) {
        let source = Source::Variable(variable.to_owned());
        (text(what, raw, &source)?, source)
    } else {
        (Zeroizing::new(default.to_owned()), Source::Default)
    };
    Ok(Resolved::new(base_url::parse(what, &raw, &source)?, source))
}
