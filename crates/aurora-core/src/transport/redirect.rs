//! The rule for redirects, as a pure function.

use http::{HeaderMap, Method, StatusCode, header};
use url::Url;

use super::mounts::shown;

/// What a redirecting answer leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is no redirect: take the answer as it is.
    Stay,
    /// Ask there.
    Follow {
        url: Box<Url>,
        /// The request becomes a GET without a body.
        as_get: bool,
        /// The target is at another scheme, host or port.
        elsewhere: bool,
    },
    /// Do not go there, for this reason.
    Refuse(String),
}

/// Decides where an answer leads. GET and HEAD may go anywhere but from https to http; other methods stay at their
/// origin and follow only 303 (as a GET), 307 and 308.
pub(super) fn next(status: StatusCode, headers: &HeaderMap, method: &Method, from: &Url) -> Next {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Next::Stay;
    }
    let Some(location) = headers.get(header::LOCATION) else {
        return Next::Stay;
    };
    let target = std::str::from_utf8(location.as_bytes())
        .ok()
        .and_then(|text| from.join(text).ok());
    let Some(mut url) = target else {
        return Next::Refuse("it redirects to something that is no address".to_owned());
    };
    url.set_fragment(None);
    if let Some(why) = unwelcome(from, &url) {
        return Next::Refuse(why);
    }
    let elsewhere = url.origin() != from.origin();
    let safe = is_reading(method);
    let as_get = status == StatusCode::SEE_OTHER && *method != Method::HEAD;
    if !safe && elsewhere {
        return Next::Refuse(format!(
            "it redirects a {method} to {}, and a request with content goes to its own origin only",
            shown(&url)
        ));
    }
    if !safe && matches!(status.as_u16(), 301 | 302) {
        return Next::Refuse(format!(
            "it redirects a {method} with {}, which does not say whether to send the content again",
            status.as_u16()
        ));
    }
    Next::Follow {
        url: Box::new(url),
        as_get,
        elsewhere,
    }
}

/// Whether a method only reads.
pub(super) fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn unwelcome(from: &Url, to: &Url) -> Option<String> {
    if !matches!(to.scheme(), "http" | "https") {
        return Some("it redirects to an address that is neither https nor http".to_owned());
    }
    if from.scheme() == "https" && to.scheme() == "http" {
        return Some(format!("it redirects from https to {}, without encryption", shown(to)));
    }
    if !to.username().is_empty() || to.password().is_some() {
        return Some(format!("it redirects to {} with a user name in the address", shown(to)));
    }
    None
}

/// Those of the headers that may go to another origin.
pub(super) fn travelling(headers: HeaderMap) -> HeaderMap {
    headers
        .into_iter()
        .filter_map(|(name, value)| Some((name?, value)))
        .filter(|(name, _)| may_travel(name))
        .collect()
}

fn may_travel(name: &header::HeaderName) -> bool {
    [
        header::ACCEPT,
        header::ACCEPT_ENCODING,
        header::IF_MODIFIED_SINCE,
        header::IF_NONE_MATCH,
        header::IF_RANGE,
        header::RANGE,
        header::USER_AGENT,
    ]
    .contains(name)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn ask(status: u16, method: Method, from: &str, location: &str) -> Next {
        let mut headers = HeaderMap::new();
        headers.insert(header::LOCATION, HeaderValue::from_str(location).unwrap());
        let status = StatusCode::from_u16(status).unwrap();
        next(status, &headers, &method, &Url::parse(from).unwrap())
    }

    fn follow(url: &str, as_get: bool, elsewhere: bool) -> Next {
        let url = Box::new(Url::parse(url).unwrap());
        Next::Follow { url, as_get, elsewhere }
    }

    const HOME: &str = "https://api.example.com/amun/v1/x?q=1";

    #[test]
    fn reading_requests_follow_anywhere_but_downwards() {
        for status in [301, 302, 307, 308] {
            assert_eq!(
                ask(status, Method::GET, HOME, "/y#frag"),
                follow("https://api.example.com/y", false, false)
            );
            assert_eq!(
                ask(status, Method::HEAD, HOME, "https://store.example.net/k?sig=s"),
                follow("https://store.example.net/k?sig=s", false, true)
            );
        }
        assert_eq!(
            ask(303, Method::GET, HOME, "y"),
            follow("https://api.example.com/amun/v1/y", true, false)
        );
        assert_eq!(
            ask(303, Method::HEAD, HOME, "y"),
            follow("https://api.example.com/amun/v1/y", false, false)
        );
        assert_eq!(
            ask(302, Method::GET, "http://127.0.0.1:1/a", "https://api.example.com/b"),
            follow("https://api.example.com/b", false, true)
        );
    }

    #[test]
    fn a_request_with_content_stays_at_its_origin() {
        assert_eq!(
            ask(307, Method::POST, HOME, "/y"),
            follow("https://api.example.com/y", false, false)
        );
        assert_eq!(
            ask(308, Method::PUT, HOME, "/y"),
            follow("https://api.example.com/y", false, false)
        );
        assert_eq!(
            ask(303, Method::POST, HOME, "/y"),
            follow("https://api.example.com/y", true, false)
        );
        for (status, location) in [
            (301, "/y"),
            (302, "/y"),
            (303, "https://other.example.com/y"),
            (307, "https://other.example.com/y"),
            (308, "https://api.example.com:8443/y"),
        ] {
            assert!(
                matches!(ask(status, Method::POST, HOME, location), Next::Refuse(_)),
                "{status} {location}"
            );
        }
    }

    #[test]
    fn refusals_name_the_host_and_nothing_after_it() {
        for (method, location) in [
            (Method::GET, "http://store.example.net/key?signature=secret"),
            (Method::POST, "https://store.example.net/key?signature=secret"),
            (Method::GET, "https://user:secret@store.example.net/key"),
            (Method::GET, "ftp://store.example.net/secret"),
            (Method::GET, "https://[secret"),
        ] {
            match ask(307, method, HOME, location) {
                Next::Refuse(why) => assert!(!why.contains("secret") && !why.contains("key"), "{why}"),
                other => panic!("followed {location}: {other:?}"),
            }
        }
    }

    #[test]
    fn other_statuses_and_a_missing_location_stay() {
        assert_eq!(ask(200, Method::GET, HOME, "/y"), Next::Stay);
        assert_eq!(ask(300, Method::GET, HOME, "/y"), Next::Stay);
        assert_eq!(ask(304, Method::GET, HOME, "/y"), Next::Stay);
        let from = Url::parse(HOME).unwrap();
        assert_eq!(
            next(StatusCode::FOUND, &HeaderMap::new(), &Method::GET, &from),
            Next::Stay
        );
    }

    #[test]
    fn only_harmless_headers_travel() {
        assert!(may_travel(&header::RANGE));
        for name in [
            "authorization",
            "cookie",
            "private-token",
            "eos-cookie",
            "content-type",
            "x-anything",
        ] {
            assert!(!may_travel(&header::HeaderName::from_static(name)), "{name}");
        }
    }
}
