//! The little of GraphQL's grammar that filling a document needs.

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Goes out as it is.
    Text(&'a str),
    /// A fragment spread, by its name.
    Spread(&'a str),
}

/// Splits a document at its fragment spreads. Strings and comments are text, and so are inline fragments.
pub(super) fn pieces(document: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(next) = document[at..].chars().next() {
        let rest = &document[at..];
        if let Some((name, length)) = spread(rest) {
            pieces.push(Piece::Text(&document[start..at]));
            pieces.push(Piece::Spread(name));
            at += length;
            start = at;
        } else {
            at += skipped(rest).unwrap_or(next.len_utf8());
        }
    }
    pieces.push(Piece::Text(&document[start..]));
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

/// Whether a field may have this name. Names with two leading underscores belong to GraphQL itself.
pub(super) fn is_field_name(name: &str) -> bool {
    name_length(name) == name.len() && !name.is_empty() && !name.starts_with("__")
}

/// The name and the length of the fragment spread that a text begins with.
fn spread(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix("...")?;
    let name_text = after.trim_start_matches(|own: char| own.is_ascii_whitespace() || own == ',');
    let name = &name_text[..name_length(name_text)];
    let length = text.len() - name_text.len() + name.len();
    (!name.is_empty() && name != "on").then_some((name, length))
}

fn name_length(text: &str) -> usize {
    let is_start = |own: char| own == '_' || own.is_ascii_alphabetic();
    if !text.starts_with(is_start) {
        return 0;
    }
    let is_part = |own: char| own == '_' || own.is_ascii_alphanumeric();
    text.find(|own| !is_part(own)).unwrap_or(text.len())
}

/// The length of the comment or string that a text begins with.
fn skipped(text: &str) -> Option<usize> {
    if text.starts_with('#') {
        return Some(text.find(['\n', '\r']).unwrap_or(text.len()));
    }
    if let Some(inside) = text.strip_prefix("\"\"\"") {
        return Some(text.len() - after_block_string(inside).len());
    }
    let inside = text.strip_prefix('"')?;
    Some(text.len() - after_string(inside).len())
}

/// What follows the end of a block string, in which only `\"""` is escaped.
fn after_block_string(mut inside: &str) -> &str {
    while let Some(at) = inside.find("\"\"\"") {
        let rest = &inside[at + 3..];
        if !inside[..at].ends_with('\\') {
            return rest;
        }
        inside = rest;
    }
    ""
}

fn after_string(inside: &str) -> &str {
    let mut escaped = false;
    for (at, own) in inside.char_indices() {
        match own {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' | '\n' | '\r' => return &inside[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spreads(document: &str) -> Vec<&str> {
        let pieces = pieces(document);
        let whole = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Spread(name) => format!("...{name}"),
        });
        let tight: String = document.replace("... ,\n", "...");
        assert_eq!(whole.collect::<String>(), tight);
        let names = pieces.iter().filter_map(|piece| match piece {
            Piece::Spread(name) => Some(*name),
            Piece::Text(_) => None,
        });
        names.collect()
    }

    #[test]
    fn spreads_are_found_wherever_the_grammar_lets_them_stand() {
        assert_eq!(spreads("{ a { ...B ...C_1 } }"), ["B", "C_1"]);
        assert_eq!(spreads("...A"), ["A"]);
        assert_eq!(spreads("{a{...B}}"), ["B"]);
        assert_eq!(spreads("{ a { ... ,\nB } }"), ["B"]);
        assert_eq!(spreads("{ ...onward }"), ["onward"]);
        assert_eq!(spreads("{ é ...B }"), ["B"]);
    }

    #[test]
    fn strings_comments_and_inline_fragments_hold_no_spread() {
        for document in [
            "{ a(b: \"...B\") }",
            "{ a(b: \"\\\"...B\") }",
            "{ a(b: \"\\\\\") }",
            "{ a(b: \"\"\"x \\\"\"\" ...B \"\"\") }",
            "# ...B\n{ a }",
            "{ a } # ...B",
            "{ ... on B { a } }",
            "{ ... { a } }",
            "{ ... @include(if: $x) { a } }",
            "\"",
            "\"\"\" ...B",
            "",
        ] {
            assert!(spreads(document).is_empty(), "{document}");
        }
        assert_eq!(spreads("{ a(b: \"\") ...B }"), ["B"]);
        assert_eq!(spreads("{ a(b: \"\"\"\"\"\") ...B }"), ["B"]);
        assert_eq!(spreads("# \"\n...B"), ["B"]);
        assert_eq!(spreads("{ a(b: \"\\\\\") ...B }"), ["B"]);
    }

    #[test]
    fn a_field_name_is_ascii_letters_digits_and_underscores_and_does_not_begin_with_a_digit() {
        for name in ["a", "_a", "loadFactorAverage", "x1", "_"] {
            assert!(is_field_name(name), "{name}");
        }
        for name in ["", "1a", "a b", "a-b", "é", "aé", "a{b}", "__typename", "a\n"] {
            assert!(!is_field_name(name), "{name}");
        }
    }
}
