//! `multipart/form-data` bodies, built in memory.

use bytes::{BufMut, Bytes, BytesMut};

use crate::{Error, ErrorKind, Result};

/// One part of a form.
#[derive(Clone)]
pub struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
}

impl Part {
    /// A field of a form.
    #[must_use]
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            file_name: None,
            content_type: None,
            bytes: bytes.into(),
        }
    }

    /// Names the file that the part is.
    #[must_use]
    pub fn with_file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the part's content type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }
}

/// The content is given by its length only.
impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// The content type (with its boundary) and the body.
pub(super) fn encode(parts: &[Part]) -> Result<(String, Bytes)> {
    let boundary = boundary(parts);
    let mut body = BytesMut::new();
    for part in parts {
        body.put_slice(format!("--{boundary}\r\n").as_bytes());
        body.put_slice(head(part)?.as_bytes());
        body.put_slice(&part.bytes);
        body.put_slice(b"\r\n");
    }
    body.put_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((format!("multipart/form-data; boundary={boundary}"), body.freeze()))
}

fn head(part: &Part) -> Result<String> {
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(&part.name));
    if let Some(file_name) = &part.file_name {
        head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
    }
    if let Some(content_type) = &part.content_type {
        if content_type.chars().any(char::is_control) {
            let message = format!("the content type of the part {:?} holds a control character", part.name);
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        head.push_str(&format!("\r\nContent-Type: {content_type}"));
    }
    head.push_str("\r\n\r\n");
    Ok(head)
}

/// As browsers do it: a quote or a line break in a name is percent-encoded.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A line that occurs in no part.
fn boundary(parts: &[Part]) -> String {
    loop {
        let boundary = format!("aurora-{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        let occurs = |part: &Part| {
            part.bytes
                .windows(boundary.len())
                .any(|window| window == boundary.as_bytes())
        };
        if !parts.iter().any(occurs) {
            return boundary;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_framed_by_a_boundary_that_the_content_type_names() {
        let parts = [
            Part::new("name", "EWT"),
            Part::new("file", Bytes::from_static(b"PK\x03\x04"))
                .with_file_name("a\"b\r\n.xlsx")
                .with_content_type("application/octet-stream"),
        ];
        let (content_type, body) = encode(&parts).unwrap();
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nEWT\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.xlsx\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nPK\u{3}\u{4}\r\n--{boundary}--\r\n"
        );
        assert_eq!(body, expected.as_bytes());
    }

    #[test]
    fn a_content_type_cannot_smuggle_headers_in() {
        let part = Part::new("file", "x").with_content_type("text/plain\r\nX-Evil: 1");
        assert_eq!(encode(&[part]).unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
}
