//! Addresses, checked before anything is sent to them.

use url::Url;

use crate::{AuthError, Source};

/// Parses a base URL: absolute, `http` or `https`, nothing but scheme, host, port and path; trailing slashes go.
pub(crate) fn parse(what: &'static str, raw: &str, place: &Source) -> Result<Url, AuthError> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(AuthError::Empty {
            what,
            place: place.clone(),
        });
    }
    checked(text).map_err(|why| AuthError::InvalidUrl {
        what,
        place: place.clone(),
        why,
    })
}

/// The address as an error may show it: without user name, password, query and fragment.
pub(crate) fn shown(url: &Url) -> Url {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    if shown.has_authority() {
        // These fail for addresses without a host only, which have neither.
        let _no_name = shown.set_username("");
        let _no_password = shown.set_password(None);
    }
    shown
}

fn checked(text: &str) -> Result<Url, String> {
    // The URL parser silently drops tabs and line breaks and turns `\` into `/`: what is sent would not be what was written.
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err("it holds white space, a control character or a backslash".to_owned());
    }
    let lower = text.to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return Err("it does not start with http:// or https://".to_owned());
    }
    let mut url = Url::parse(text).map_err(|error| format!("it is not an absolute URL ({error})"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it holds a query or a fragment".to_owned());
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailing_slashes_and_surrounding_white_space_go() {
        let rows = [
            ("https://api.auroraer.com/amun/v1", "https://api.auroraer.com/amun/v1"),
            ("https://api.auroraer.com/amun/v1/", "https://api.auroraer.com/amun/v1"),
            (
                " https://api.auroraer.com/amun/v1///\r\n",
                "https://api.auroraer.com/amun/v1",
            ),
            ("http://localhost:3001/v1", "http://localhost:3001/v1"),
            ("HTTP://LOCALHOST:3001", "http://localhost:3001/"),
            ("http://[::1]:3000/api/v3/", "http://[::1]:3000/api/v3"),
        ];
        for (raw, expected) in rows {
            assert_eq!(
                parse("base URL", raw, &Source::Explicit).unwrap().as_str(),
                expected,
                "{raw:?}"
            );
        }
    }

    #[test]
    fn what_is_no_base_url_is_refused_with_its_place_and_without_its_value() {
        let rows = [
            ("api.auroraer.com/canary", "does not start with"),
            ("/canary/v1", "does not start with"),
            ("ftp://canary/v1", "does not start with"),
            ("https:canary", "does not start with"),
            ("https://", "not an absolute URL"),
            ("https://host:99999/canary", "not an absolute URL"),
            ("https://ada:canary@host/v1", "user name or password"),
            ("https://canary@host/v1", "user name or password"),
            ("https://host/v1?key=canary", "query or a fragment"),
            ("https://host/v1#canary", "query or a fragment"),
            ("https://host/a\nb/canary", "white space"),
            ("https://host\\canary", "white space"),
        ];
        for (raw, why) in rows {
            let error = parse(
                "Amun base URL",
                raw,
                &Source::Variable("AURORA_API_BASE_URL".to_owned()),
            )
            .unwrap_err();
            let said = format!("{error} {error:?}");
            assert!(matches!(error, AuthError::InvalidUrl { .. }), "{raw}: {error:?}");
            assert!(
                said.contains(why) && said.contains("AURORA_API_BASE_URL"),
                "{raw}: {said}"
            );
            assert!(!said.contains("canary"), "{raw}: {said}");
        }
    }

    #[test]
    fn an_empty_base_url_is_an_error_that_names_its_place() {
        for raw in ["", "  ", "\n"] {
            let error = parse("Amun base URL", raw, &Source::Explicit).unwrap_err();
            let text = "the Amun base URL from the caller is empty: fill it in, or remove that setting";
            assert_eq!(error.to_string(), text);
        }
    }
}
