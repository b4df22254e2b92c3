//! The words of a GraphQL document.

/// One word. Spaces, commas and comments mean nothing and are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) kind: Kind,
    pub(crate) text: &'t str,
    /// From 1.
    pub(crate) line: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Name,
    /// A number, a string or a block string, as it was written.
    Value,
    /// One of `! $ & ( ) : = @ [ ] { | }`, or `...`.
    Mark,
}

impl Token<'_> {
    pub(crate) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }
}

/// Splits a document. The error is the line and what is wrong there.
pub(crate) fn tokens(document: &str) -> Result<Vec<Token<'_>>, (usize, String)> {
    let mut found = Vec::new();
    let mut rest = document.strip_prefix('\u{feff}').unwrap_or(document);
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '\n' | ' ' | '\t' | '\r' | ',' => {
                line += usize::from(first == '\n');
                rest = &rest[1..];
                continue;
            }
            '#' => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '"' => (Kind::Value, string(rest).map_err(|what| (line, what.to_owned()))?),
            '.' if rest.starts_with("...") => (Kind::Mark, 3),
            '!' | '$' | '&' | '(' | ')' | ':' | '=' | '@' | '[' | ']' | '{' | '|' | '}' => (Kind::Mark, 1),
            '_' | 'A'..='Z' | 'a'..='z' => (
                Kind::Name,
                length(rest, |own| own == '_' || own.is_ascii_alphanumeric()),
            ),
            '-' | '0'..='9' => (
                Kind::Value,
                length(rest, |own| {
                    own.is_ascii_alphanumeric() || matches!(own, '.' | '+' | '-')
                }),
            ),
            other => return Err((line, format!("{other:?} cannot stand in a GraphQL document"))),
        };
        let text = &rest[..length];
        found.push(Token { kind, text, line });
        line += text.matches('\n').count();
        rest = &rest[length..];
    }
    Ok(found)
}

fn length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|own| !belongs(own)).unwrap_or(text.len())
}

/// The length of the string that `text` begins with.
fn string(text: &str) -> Result<usize, &'static str> {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        return block_end(block)
            .map(|length| length + 6)
            .ok_or("a block string does not end");
    }
    let mut escaped = false;
    for (position, own) in text.char_indices().skip(1) {
        match own {
            '\n' | '\r' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(position + 1),
            _ => {}
        }
    }
    Err("a string does not end on its line")
}

/// Where the content of a block string ends; `\"""` does not end it.
fn block_end(block: &str) -> Option<usize> {
    let mut start = 0;
    loop {
        let end = start + block[start..].find("\"\"\"")?;
        if !block[..end].ends_with('\\') {
            return Some(end);
        }
        start = end + 3;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(document: &str) -> Vec<&str> {
        tokens(document).unwrap().into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn spaces_commas_and_comments_are_no_words() {
        assert_eq!(
            texts("\u{feff}query Q($a: Int! = -1.5e+3, $b: [T]) # ...X {\r\n{ a @b ...C }"),
            [
                "query", "Q", "(", "$", "a", ":", "Int", "!", "=", "-1.5e+3", "$", "b", ":", "[", "T", "]", ")", "{",
                "a", "@", "b", "...", "C", "}"
            ]
        );
    }

    #[test]
    fn strings_keep_whatever_is_in_them() {
        assert_eq!(
            texts(r##"a(x: "...No # \" }", y: "", z: "\\")"##),
            [
                "a",
                "(",
                "x",
                ":",
                r##""...No # \" }""##,
                "y",
                ":",
                "\"\"",
                "z",
                ":",
                r#""\\""#,
                ")"
            ]
        );
        let block = "\"\"\"\n ...No # \" \"\" \\\"\"\" }\n\"\"\"";
        let document = format!("a(x: {block}) b");
        let found = tokens(&document).unwrap();
        assert_eq!(found[4].text, block);
        assert_eq!(found.last().map(|token| (token.text, token.line)), Some(("b", 3)));
    }

    #[test]
    fn what_does_not_end_or_belong_is_named_with_its_line() {
        for (document, line, what) in [
            ("a\nb \"open\n", 2, "string"),
            ("a \"\"\" open \\\"\"\"", 1, "block string"),
            ("\n\na ? b", 3, "'?'"),
            ("a .. b", 1, "'.'"),
        ] {
            let (found, message) = tokens(document).unwrap_err();
            assert_eq!(found, line, "{document:?}");
            assert!(message.contains(what), "{message}");
        }
    }
}
