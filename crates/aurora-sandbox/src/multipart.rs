//! As much of `multipart/form-data` (RFC 7578) as an upload needs: whole parts in memory.

use crate::reply::Refusal;

/// One part of a form.
#[derive(Debug, PartialEq)]
pub(crate) struct Part<'a> {
    /// The form field's name.
    pub(crate) name: String,
    /// The name of the file it came from; a part without one is a text field.
    pub(crate) file_name: Option<String>,
    pub(crate) content: &'a [u8],
}

fn broken(what: &str) -> Refusal {
    Refusal::bad("InvalidUpload", format!("the form is broken: {what}"))
}

/// Every part of a body, in order.
pub(crate) fn parts<'a>(content_type: &str, body: &'a [u8]) -> Result<Vec<Part<'a>>, Refusal> {
    let boundary = boundary_of(content_type)?;
    let delimiter = [b"\r\n--", boundary.as_bytes()].concat();
    // The first delimiter may open the body, without the line break before it.
    let Some(mut rest) = body
        .strip_prefix(&delimiter[2..])
        .or_else(|| find(body, &delimiter).map(|(_, after)| after))
    else {
        return Err(broken("its boundary does not occur in the body"));
    };
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let (part, after) = find(rest, &delimiter).ok_or_else(|| broken("the closing boundary is missing"))?;
        parts.push(part_of(part)?);
        rest = after;
    }
    Ok(parts)
}

fn boundary_of(content_type: &str) -> Result<String, Refusal> {
    let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return Err(Refusal::bad(
            "InvalidUpload",
            format!("Content-Type must be multipart/form-data, not {kind:?}"),
        ));
    }
    parameters
        .split(';')
        .filter_map(|parameter| parameter.trim().split_once('='))
        .find(|(name, _)| name.eq_ignore_ascii_case("boundary"))
        .map(|(_, value)| value.trim_matches('"').to_owned())
        .filter(|boundary| !boundary.is_empty())
        .ok_or_else(|| broken("Content-Type names no boundary"))
}

fn part_of(part: &[u8]) -> Result<Part<'_>, Refusal> {
    let part = part
        .strip_prefix(b"\r\n")
        .ok_or_else(|| broken("a boundary is not followed by a line break"))?;
    let (head, content) =
        find(part, b"\r\n\r\n").ok_or_else(|| broken("a part has no blank line after its headers"))?;
    let head = String::from_utf8_lossy(head);
    let disposition = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(header, _)| header.trim().eq_ignore_ascii_case("content-disposition"))
        .map(|(_, value)| value)
        .unwrap_or_default();
    Ok(Part {
        name: parameter(disposition, "name").ok_or_else(|| broken("a part has no name"))?,
        file_name: parameter(disposition, "filename"),
        content,
    })
}

/// A parameter of a header value. A quoted one may hold semicolons, and escaped quotes.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (text, after) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => match after.split_once(';') {
                Some((text, after)) => (text.trim().to_owned(), after),
                None => (after.trim().to_owned(), ""),
            },
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(text);
        }
        rest = after;
    }
}

/// A quoted string after its first quote, and what follows it and its semicolon.
fn unquoted(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (content, text[at + 1..].trim_start_matches([';', ' '])),
            '\\' => content.extend(characters.next().map(|(_, escaped)| escaped)),
            other => content.push(other),
        }
    }
    (content, "")
}

/// What lies before and after the first `needle`.
fn find<'a>(hay: &'a [u8], needle: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = hay.windows(needle.len()).position(|window| window == needle)?;
    Some((&hay[..at], &hay[at + needle.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "multipart/form-data; boundary=xyz";

    #[test]
    fn a_part_without_a_content_type_is_read_with_its_line_breaks() {
        let body = b"--xyz\r\nContent-Disposition: form-data; name=\"name\"; filename=\"t.xlsx\"\r\n\r\nPK\r\n--x\r\n\r\n--xyz--\r\n";
        let parts = parts(FORM, body).unwrap();
        assert_eq!(
            parts,
            [Part {
                name: "name".into(),
                file_name: Some("t.xlsx".into()),
                content: b"PK\r\n--x\r\n"
            }]
        );
    }

    #[test]
    fn names_may_hold_semicolons_and_escaped_quotes_and_a_part_without_a_file_name_is_a_field() {
        let value = "form-data; name=\"metadata[a;b]\"; filename=\"a \\\"b\\\"; c.csv\"";
        assert_eq!(parameter(value, "name").as_deref(), Some("metadata[a;b]"));
        assert_eq!(parameter(value, "filename").as_deref(), Some("a \"b\"; c.csv"));
        assert_eq!(parameter("form-data; name=plain", "name").as_deref(), Some("plain"));
        assert_eq!(parameter("form-data; name=plain", "filename"), None);
    }

    #[test]
    fn a_body_without_its_boundary_and_one_without_its_end_are_refused() {
        assert!(parts(FORM, b"PK").unwrap_err().message.contains("boundary"));
        let open = b"--xyz\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nPK";
        assert!(parts(FORM, open).unwrap_err().message.contains("closing"));
        assert!(
            parts("application/json", open)
                .unwrap_err()
                .message
                .contains("multipart/form-data")
        );
    }
}
