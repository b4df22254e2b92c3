//! Makes text of others safe to show: secrets out, control characters out, length bounded.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands where a secret stood.
const MARK: &str = "[redacted]";

/// Shorter strings are too common in ordinary text to be told from it.
const SHORTEST: usize = 4;

/// Knows the secrets of a call, and takes them out of texts.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    secrets: Vec<String>,
}

// Never derived: the list is the one thing here that must not be printed.
impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

impl Redactor {
    /// Adds a secret in the spellings in which an answer may echo it.
    pub(crate) fn add(&mut self, secret: &str) {
        let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
        let json = serde_json::Value::from(secret).to_string();
        for spelling in [secret, encoded.as_str(), json.trim_matches('"')] {
            if spelling.len() >= SHORTEST && !self.secrets.iter().any(|known| known == spelling) {
                self.secrets.push(spelling.to_owned());
            }
        }
        // Where one secret contains another, the longer one goes first.
        self.secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// The length of the longest secret, in bytes.
    pub(crate) fn longest(&self) -> usize {
        self.secrets.first().map_or(0, String::len)
    }

    /// The text without the secrets.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &self.secrets {
            if text.contains(secret.as_str()) {
                text = Cow::Owned(text.replace(secret.as_str(), MARK));
            }
        }
        text
    }
}

/// One line of at most `limit` characters: control characters and runs of white space become one space.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::with_capacity(text.len().min(limit));
    let mut length = 0;
    for word in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
    {
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for character in word.chars() {
            if length >= limit {
                line.push('…');
                return line;
            }
            line.push(character);
            length += 1;
        }
    }
    line
}

/// At most `limit` bytes of a text, cut between characters.
pub(crate) fn head(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_secret_goes_and_short_ones_stay() {
        let mut redactor = Redactor::default();
        redactor.add("s3cret/+\"x");
        redactor.add("abc");
        let text = r#"a s3cret/+"x b s3cret%2F%2B%22x c s3cret/+\"x abc"#;
        assert_eq!(redactor.redact(text), "a [redacted] b [redacted] c [redacted] abc");
        assert!(!format!("{redactor:?}").contains("s3cret"));
    }

    #[test]
    fn the_longer_of_two_nested_secrets_goes_first() {
        let mut redactor = Redactor::default();
        redactor.add("token");
        redactor.add("token-long");
        assert_eq!(redactor.redact("token-long token"), "[redacted] [redacted]");
    }

    #[test]
    fn a_line_has_no_control_characters_and_a_bounded_length() {
        assert_eq!(one_line(" a\r\n\u{1b}[31mb\u{0}\tc ", 80), "a [31mb c");
        assert_eq!(one_line("äöüß", 3), "äöü…");
        assert_eq!(one_line("", 3), "");
    }

    #[test]
    fn a_head_is_cut_between_characters() {
        assert_eq!(head("aäb", 2), "a");
        assert_eq!(head("aäb", 3), "aä");
        assert_eq!(head("aäb", 9), "aäb");
    }
}
