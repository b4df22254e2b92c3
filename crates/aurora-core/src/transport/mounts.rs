//! Where the paths of a specification live: base URLs by path prefix.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::operation::Operation;
use crate::{Error, ErrorKind, Result};

/// Base URLs by path prefix; the longest prefix wins.
#[derive(Clone, Debug, Default)]
pub(super) struct Mounts {
    list: Vec<Mount>,
}

#[derive(Clone, Debug)]
struct Mount {
    /// Without a trailing slash; empty for the root.
    prefix: String,
    base: Url,
}

impl Mounts {
    pub(super) fn add(&mut self, prefix: &str, base: Url) -> Result<()> {
        let refuse = |why: &str| {
            let shown = shown(&base);
            Err(Error::new(
                ErrorKind::InvalidRequest,
                format!("the base URL {shown} cannot be used: {why}"),
            ))
        };
        if !matches!(base.scheme(), "http" | "https") || base.host().is_none() {
            return refuse("it must begin with https:// (or http://) and name a host");
        }
        if !base.username().is_empty() || base.password().is_some() {
            return refuse("it holds a user name or password; pass the token on its own");
        }
        if base.query().is_some() || base.fragment().is_some() {
            return refuse("it has a query or a fragment");
        }
        self.list.push(Mount {
            prefix: prefix.trim_end_matches('/').to_owned(),
            base,
        });
        Ok(())
    }

    /// The base URLs in the order in which they were added.
    pub(super) fn bases(&self) -> impl Iterator<Item = &Url> {
        self.list.iter().map(|mount| &mount.base)
    }

    /// The base URL that serves a path of the specification.
    pub(super) fn base(&self, path: &str) -> Option<&Url> {
        self.find(path).map(|mount| &mount.base)
    }

    /// Whether an address belongs to one of the bases: same scheme, host and port.
    pub(super) fn is_home(&self, url: &Url) -> bool {
        self.bases().any(|base| base.origin() == url.origin())
    }

    /// The address to send to: the base in place of the prefix, the rest of the path and the query kept.
    pub(super) fn resolve(&self, operation: &Operation, requested: &Url) -> Result<Url> {
        let mount = self.find(operation.wire_path()).ok_or_else(|| {
            let why = format!("no base URL is configured for {}", operation.wire_path());
            Error::new(ErrorKind::InvalidRequest, why).with_operation(operation.id)
        })?;
        let rest = requested.path().strip_prefix(mount.prefix.as_str()).unwrap_or_default();
        let mut url = mount.base.clone();
        let path = format!("{}{rest}", mount.base.path().trim_end_matches('/'));
        url.set_path(&path);
        url.set_query(requested.query());
        Ok(url)
    }

    fn find(&self, path: &str) -> Option<&Mount> {
        self.list
            .iter()
            .filter(|mount| {
                path.strip_prefix(mount.prefix.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
            .max_by_key(|mount| mount.prefix.len())
    }
}

/// Whether a host is this machine itself: traffic to it cannot be overheard, and no proxy can reach it. Its names are
/// never looked up, so they cannot lead elsewhere.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => Ipv4Addr::is_loopback(&address),
        Some(Host::Ipv6(address)) => Ipv6Addr::is_loopback(&address),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// Scheme, host and port: what of an address may stand in a message.
pub(crate) fn shown(url: &Url) -> String {
    let host = url.host_str().unwrap_or("(no host)");
    match url.port() {
        Some(port) => format!("{}://{host}:{port}", url.scheme()),
        None => format!("{}://{host}", url.scheme()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::TimeClass;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn operation(path: &'static str) -> Operation {
        Operation {
            id: "op",
            method: "GET",
            path,
            summary: "",
            tag: "",
            idempotent: true,
            time_class: TimeClass::Default,
            parameters: &[],
            request_content: &[],
            response_content: &[],
            hand_written: false,
            status: None,
        }
    }

    fn mounts() -> Mounts {
        let mut mounts = Mounts::default();
        mounts.add("/v1", url("https://api.example.com/amun/v1/")).unwrap();
        mounts.add("/v2", url("http://127.0.0.1:8080/amun/v2")).unwrap();
        mounts.add("/v1/special", url("https://other.example.com")).unwrap();
        mounts
    }

    #[test]
    fn the_base_takes_the_place_of_the_prefix_and_the_query_stays() {
        let table = [
            (
                "/v1/turbines",
                "/v1/turbines?a=b%20c",
                "https://api.example.com/amun/v1/turbines?a=b%20c",
            ),
            ("/v1/t/{id}", "/v1/t/a%2Fb", "https://api.example.com/amun/v1/t/a%2Fb"),
            (
                "/v2/loadfactor",
                "/v2/loadfactor",
                "http://127.0.0.1:8080/amun/v2/loadfactor",
            ),
            ("/v1/special/x", "/v1/special/x", "https://other.example.com/x"),
            (
                "/v1/graphql#q",
                "/v1/graphql#q",
                "https://api.example.com/amun/v1/graphql",
            ),
        ];
        for (template, requested, expected) in table {
            let requested = url(&format!("http://service.invalid{requested}"));
            let resolved = mounts().resolve(&operation(template), &requested).unwrap();
            assert_eq!(resolved.as_str(), expected);
        }
    }

    #[test]
    fn a_prefix_ends_at_a_segment_and_a_missing_mount_is_an_error() {
        let error = mounts()
            .resolve(&operation("/v10/turbines"), &url("http://service.invalid/v10/turbines"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("/v10/turbines"), "{error}");
    }

    #[test]
    fn home_is_scheme_host_and_port_together() {
        let mounts = mounts();
        for (address, home) in [
            ("https://api.example.com/other/path", true),
            ("https://api.example.com:443/", true),
            ("http://api.example.com/", false),
            ("https://api.example.com:8443/", false),
            ("https://evil.api.example.com/", false),
            ("http://127.0.0.1:8080/", true),
            ("http://127.0.0.1:8081/", false),
        ] {
            assert_eq!(mounts.is_home(&url(address)), home, "{address}");
        }
    }

    #[test]
    fn unusable_bases_are_refused_without_showing_a_password() {
        for base in [
            "ftp://example.com",
            "https://user:hunter2@example.com/",
            "https://example.com/?key=hunter2",
            "https://example.com/#part",
            "data:text/plain,hunter2",
        ] {
            let error = Mounts::default().add("", url(base)).unwrap_err();
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn loopback_is_recognised_in_every_spelling() {
        for (address, expected) in [
            ("http://localhost:1/", true),
            ("http://LOCALHOST./", true),
            ("http://x.localhost/", true),
            ("http://127.9.9.9/", true),
            ("http://[::1]:80/", true),
            ("http://0.0.0.0/", false),
            ("http://localhost.example.com/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_loopback(&url(address)), expected, "{address}");
        }
    }
}
