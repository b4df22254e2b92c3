//! What can be told from the text of a document.

/// Whether a document holds queries alone: no word `mutation` or `subscription` stands outside of its selections. A document
/// that cannot be made out counts as one that writes.
pub(super) fn only_reads(document: &str) -> bool {
    let mut depth = 0_usize;
    let mut writes = false;
    let mut rest = document;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => string_length(rest),
            '{' | '(' => {
                depth += 1;
                1
            }
            '}' | ')' => match depth.checked_sub(1) {
                Some(less) => {
                    depth = less;
                    1
                }
                None => return false,
            },
            '_' | 'a'..='z' | 'A'..='Z' => {
                let is_end = |c: char| !c.is_ascii_alphanumeric() && c != '_';
                let length = rest.find(is_end).unwrap_or(rest.len());
                writes |= depth == 0 && matches!(&rest[..length], "mutation" | "subscription");
                length
            }
            other => other.len_utf8(),
        };
        rest = &rest[length..];
    }
    depth == 0 && !writes
}

/// The length of the string that a text begins with, quotation marks included.
fn string_length(text: &str) -> usize {
    let (opening, closing) = match text.strip_prefix("\"\"\"") {
        Some(_) => (3, "\"\"\""),
        None => (1, "\""),
    };
    let mut at = opening;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(closing) {
            return at + closing.len();
        }
        let step = rest.chars().next().map_or(1, char::len_utf8);
        // The character after a backslash ends nothing.
        let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
        at += step + escaped.map_or(0, char::len_utf8);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_that_surely_read_are_said_to_read() {
        let rows = [
            ("{ getConfig { regionGroups } }", true),
            ("query Q($a: String = \"}\") { mutation(a: $a) { subscription } }", true),
            ("# mutation\n query { a }", true),
            ("query { a(text: \"x\\\"} mutation {\") }", true),
            ("query { a(text: \"\"\"b \" } mutation\"\"\") }", true),
            ("query Q { a } fragment F on T { b }", true),
            ("mutation { deleteScenario(scenarioGlobalId: \"1\") }", false),
            ("query Q { a }\n,mutation M{ b }", false),
            ("fragment F on T { b } mutation M { ...F }", false),
            ("subscription { a }", false),
            ("query { a", false),
            ("} mutation", false),
            ("query { a(b: \"unending) }", false),
        ];
        for (document, reads) in rows {
            assert_eq!(only_reads(document), reads, "{document}");
        }
    }
}
