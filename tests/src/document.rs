//! What the head of a GraphQL document says.

/// The parts of a document that a row can be held against.
#[derive(Debug, Default, PartialEq)]
pub struct Document {
    /// The first word: `query` or `mutation`.
    pub kind: String,
    /// The declared variables, without their `$`, in order.
    pub declares: Vec<String>,
    /// The first field of each selection, from the root down to the first leaf.
    pub fields: Vec<String>,
    /// Whether it spreads fragments.
    pub has_spreads: bool,
}

impl Document {
    /// Reads a document of one operation whose arguments are variables, as all of Origin's are.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (head, selections) = text.split_once('{').unwrap_or((text, ""));
        let declares = head.split('$').skip(1).map(word).collect();
        let mut fields = Vec::new();
        let mut rest = selections;
        loop {
            rest = rest.trim_start();
            let field = word(rest);
            rest = rest[field.len()..].trim_start();
            fields.push(field);
            if let Some(arguments) = rest.strip_prefix('(') {
                rest = arguments.split_once(')').map_or("", |(_, after)| after).trim_start();
            }
            match rest.strip_prefix('{') {
                Some(below) => rest = below,
                None => break,
            }
        }
        Self {
            kind: word(head.trim_start()),
            declares,
            fields,
            has_spreads: text.contains("..."),
        }
    }
}

/// The name at the beginning of a text.
fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_variables_and_fields_are_read() {
        let text = "query Q($a: String!, $b: [String]) {\n  one(x: $a) {\n    two { three four }\n  }\n}";
        let expected = Document {
            kind: "query".to_owned(),
            declares: vec!["a".to_owned(), "b".to_owned()],
            fields: vec!["one".to_owned(), "two".to_owned(), "three".to_owned()],
            has_spreads: false,
        };
        assert_eq!(Document::of(text), expected);
        assert!(Document::of("mutation { a { ...F } }").has_spreads);
        assert_eq!(Document::of("mutation M { a }").fields, ["a"]);
    }
}
