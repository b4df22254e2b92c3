//! The address of an output file at the scenario service.

use aurora_core::transport::Transport;
use aurora_core::{Error, ErrorKind, Result, Url};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::choose::{CURRENCY, NODE, YEAR};
use crate::cache::OutputKey;

/// What a value in a path segment cannot hold as it is: what ends or begins something in an address, what no address
/// holds at all, and the braces of the placeholders.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Where the paths of the scenario service begin in the specification.
const MOUNT: &str = "/scenarioExplr/";

/// A file name with its placeholders filled in, percent-encoded.
pub(super) fn filled(template: &str, key: &OutputKey) -> String {
    let encoded = |value: &str| utf8_percent_encode(value, SEGMENT).to_string();
    let mut name = template.replace(CURRENCY, &encoded(&key.currency));
    if let Some(node) = &key.node {
        name = name.replace(NODE, &encoded(node));
    }
    if let Some(year) = key.year {
        name = name.replace(YEAR, &year.to_string());
    }
    name
}

/// The address to ask for a file's location at, on the transport's placeholder.
///
/// Both parts come from the service and are relative; what is percent-encoded in them stays. The parameters come after
/// our own two, and replace them where they have the same name.
pub(super) fn question(data_url_base: &str, file_name: &str, params: &[(String, String)]) -> Result<Url> {
    let relative = format!("{}{file_name}", data_url_base.trim_start_matches('/'));
    check_relative(&relative)?;
    let unusable = |_| refused(&relative);
    let mut url = Url::parse(Transport::PLACEHOLDER_BASE).map_err(unusable)?;
    // A backslash would be taken for a slash.
    url.set_path(&format!("{MOUNT}{}", relative.replace('\\', "%5C")));
    let mut query = vec![("noredirect", "true"), ("checkstatus", "true")];
    for (name, value) in params {
        match query.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => query.push((name, value)),
        }
    }
    url.query_pairs_mut().extend_pairs(query);
    Ok(url)
}

/// Refuses what would lead to another place than it says: putting an address together takes dots out in silence.
fn check_relative(relative: &str) -> Result<()> {
    let is_dots = |segment: &str| {
        let plain = segment.replace("%2e", ".").replace("%2E", ".");
        matches!(plain.as_str(), "." | "..")
    };
    if relative.contains("://")
        || relative
            .split('/')
            .any(|segment| segment.is_empty() || is_dots(segment))
    {
        return Err(refused(relative));
    }
    Ok(())
}

fn refused(relative: &str) -> Error {
    let message = format!("the file's address is {relative:?}, which is no relative path");
    Error::new(ErrorKind::InvalidRequest, message)
}

/// An address without what is secret in it.
pub(super) fn without_signature(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(node: &str) -> OutputKey {
        let mut key = OutputKey::new("s", "erc", "nodal", "1h", "usd2024");
        key.node = Some(node.to_owned());
        key
    }

    fn path(node: &str) -> Result<String> {
        let name = filled("nodal_{nodename}_{currency}.csv", &key(node));
        question("v1/outputs/erc/", &name, &[]).map(|url| url.path().to_owned())
    }

    #[test]
    fn values_are_encoded_and_ordinary_characters_stay() {
        let rows = [
            ("ZONDWD_6_B1", "ZONDWD_6_B1"),
            ("a-b.c~d", "a-b.c~d"),
            ("a:b@c,d;e=f&g+h!(i)*'j'$", "a:b@c,d;e=f&g+h!(i)*'j'$"),
            ("a/b", "a%2Fb"),
            ("a#b", "a%23b"),
            ("a?b", "a%3Fb"),
            ("a b", "a%20b"),
            ("100%", "100%25"),
            ("a%2Fb", "a%252Fb"),
            ("Zürich", "Z%C3%BCrich"),
            ("a\\b", "a%5Cb"),
            ("{year}", "%7Byear%7D"),
        ];
        for (node, encoded) in rows {
            let expected = format!("/scenarioExplr/v1/outputs/erc/nodal_{encoded}_usd2024.csv");
            assert_eq!(path(node).unwrap(), expected, "{node}");
        }
    }

    #[test]
    fn every_placeholder_is_filled_each_time_it_stands_there() {
        let mut key = key("n");
        key.year = Some(2030);
        assert_eq!(
            filled("{year}/{nodename}_{currency}_{year}{nodename}.csv", &key),
            "2030/n_usd2024_2030n.csv"
        );
    }

    #[test]
    fn our_parameters_come_first_and_can_be_replaced() {
        let param = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let params = [param("sensitivity", "a b&c"), param("checkstatus", "false")];
        let url = question("v1/d/", "f.csv", &params).unwrap();
        assert_eq!(
            url.query(),
            Some("noredirect=true&checkstatus=false&sensitivity=a+b%26c")
        );
    }

    #[test]
    fn an_address_that_leads_elsewhere_is_refused() {
        for base in [
            "../d/",
            "v1/./",
            "v1/%2e%2E/",
            "v1//",
            "https://evil.example/",
            "//evil.example/",
        ] {
            let result = question(base, "f.csv", &[]);
            match base {
                "//evil.example/" => assert_eq!(result.unwrap().path(), "/scenarioExplr/evil.example/f.csv"),
                _ => assert!(result.is_err(), "{base}"),
            }
        }
        assert!(question("v1/d/", &filled("{nodename}", &key("..")), &[]).is_err());
    }

    #[test]
    fn what_is_recorded_of_an_address_holds_no_signature() {
        let url = Url::parse("https://store.example/gbr/a.csv?X-Amz-Signature=abc#x").unwrap();
        assert_eq!(without_signature(&url), "https://store.example/gbr/a.csv");
    }
}
