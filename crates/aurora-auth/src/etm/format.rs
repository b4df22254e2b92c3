//! What an ETM token looks like.

use crate::{AuthError, Source};

/// Refuses what cannot be an ETM token. The checks and their order are those of the Python client (observed).
pub(super) fn check(token: &str, place: &Source) -> Result<(), AuthError> {
    if token.is_empty() {
        return Err(AuthError::Empty {
            what: "token",
            place: place.clone(),
        });
    }
    match problem(token) {
        None => Ok(()),
        Some(why) => Err(AuthError::Unusable {
            what: "token",
            place: place.clone(),
            why: why.to_owned(),
        }),
    }
}

fn problem(token: &str) -> Option<&'static str> {
    let Some(body) = token.strip_prefix("etm_") else {
        return Some("an ETM token starts with `etm_`");
    };
    let body = body.strip_prefix("beta_").unwrap_or(body);
    if !body.starts_with(char::is_alphanumeric) {
        return Some("a letter or digit has to follow the prefix `etm_` or `etm_beta_`");
    }
    let segments = body.split('.').count();
    if segments == 3 && body.contains(' ') {
        return Some("the segments of a JWT hold no spaces");
    }
    if segments != 1 && segments != 3 {
        return Some("a JWT has exactly three segments, separated by `.`; was it cut off while copying?");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_python_clients_checks_holds() {
        let rows = [
            ("", Some("is empty")),
            ("abc", Some("starts with `etm_`")),
            ("ETM_abc", Some("starts with `etm_`")),
            ("a.b.c", Some("starts with `etm_`")),
            ("etm_", Some("letter or digit")),
            ("etm_beta_", Some("letter or digit")),
            ("etm__abc", Some("letter or digit")),
            ("etm_.a.b", Some("letter or digit")),
            ("etm_-abc", Some("letter or digit")),
            ("etm_a.b c.d", Some("hold no spaces")),
            ("etm_beta_a.b.c d", Some("hold no spaces")),
            ("etm_a.b", Some("exactly three segments")),
            ("etm_a.b.c.d", Some("exactly three segments")),
            ("etm_a b.c", Some("exactly three segments")),
            ("etm_abc", None),
            ("etm_beta", None),
            ("etm_beta_abc", None),
            ("etm_eyJ0.eyJp.c2ln", None),
            ("etm_beta_eyJ0.eyJp.c2ln", None),
        ];
        for (token, expected) in rows {
            let result = check(token, &Source::Explicit).map_err(|error| error.to_string());
            match expected {
                None => assert_eq!(result, Ok(()), "{token}"),
                Some(text) => assert!(
                    result.clone().is_err_and(|said| said.contains(text)),
                    "{token}: {result:?}"
                ),
            }
        }
    }

    #[test]
    fn a_refused_token_is_not_quoted() {
        for token in ["canary", "etm_canary.b", "etm_-canary", "etm_a.canary b.c"] {
            let error = check(token, &Source::DotEnv("/srv/.env".into())).unwrap_err();
            let said = format!("{error} {error:?}");
            assert!(said.contains("/srv/.env") && !said.contains("canary"), "{said}");
        }
    }
}
