//! A document as text again: one field a line.

use super::tokens::{Kind, Token};

/// Writes words so that the same words always give the same text.
pub(super) fn print(tokens: &[Token<'_>]) -> String {
    let mut printer = Printer {
        text: String::new(),
        depth: 0,
        nested: Vec::new(),
        last: None,
    };
    tokens.iter().for_each(|token| printer.add(token));
    printer.text.push('\n');
    printer.text
}

struct Printer<'t> {
    text: String,
    /// Of selections.
    depth: usize,
    /// The brackets that are open within arguments: there, braces hold values.
    nested: Vec<&'t str>,
    last: Option<Token<'t>>,
}

impl<'t> Printer<'t> {
    fn add(&mut self, token: &Token<'t>) {
        match (token.text, self.nested.is_empty()) {
            ("{", true) if token.kind == Kind::Mark => {
                if self.last.is_some() {
                    self.text.push(' ');
                }
                self.text.push('{');
                self.depth += 1;
            }
            ("}", true) if token.kind == Kind::Mark => {
                self.depth = self.depth.saturating_sub(1);
                self.line();
                self.text.push('}');
            }
            (_, true) if self.depth > 0 && self.begins_field(token) => {
                self.line();
                self.text.push_str(token.text);
            }
            _ => self.inline(token),
        }
        self.last = Some(*token);
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(self.depth));
    }

    /// Whether a word within a selection begins a field or a spread.
    fn begins_field(&self, token: &Token<'t>) -> bool {
        let follows = |mark| self.last.is_some_and(|last| last.is(mark));
        let after_on = self.last.is_some_and(|last| last.text == "on") && self.text.ends_with("... on");
        token.is("...") || (token.kind == Kind::Name && !follows(":") && !follows("...") && !follows("@") && !after_on)
    }

    fn inline(&mut self, token: &Token<'t>) {
        let is_mark = token.kind == Kind::Mark;
        if self.wants_space(token) {
            let is_item = !self.nested.is_empty() && self.is_after_value() && (!is_mark || token.is("$"));
            self.text.push_str(if is_item { ", " } else { " " });
        }
        match token.text {
            "(" | "[" | "{" if is_mark => self.nested.push(token.text),
            ")" | "]" | "}" if is_mark => drop(self.nested.pop()),
            _ => {}
        }
        self.text.push_str(token.text);
    }

    fn wants_space(&self, token: &Token<'t>) -> bool {
        let Some(last) = self.last else {
            return false;
        };
        let opens = ["(", "[", "{", "$", "@"].iter().any(|mark| last.is(mark));
        let closes = [")", "]", "}", ":", "!", "("].iter().any(|mark| token.is(mark));
        let spread = last.is("...") && token.text != "on" && !token.is("@");
        !(opens || closes || spread)
    }

    /// Whether the word before ended a value, an argument or a variable's type: commas stand between those.
    fn is_after_value(&self) -> bool {
        self.last
            .is_some_and(|last| last.kind != Kind::Mark || ["!", ")", "]", "}"].iter().any(|mark| last.is(mark)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn printed(document: &str) -> String {
        print(&tokens(document).unwrap())
    }

    #[test]
    fn a_document_has_one_field_a_line_and_its_arguments_on_theirs() {
        let document = "query Q($a:Int!=1 $b : [ [T!]! ] $c: {}) @live{x:y(a:$a b:{c:[1 2],d:\"e\"},f:G)@include(if:$b){z{ w }} ...S v}";
        let expected = "query Q($a: Int! = 1, $b: [[T!]!], $c: {}) @live {\n  x: y(a: $a, b: {c: [1, 2], d: \"e\"}, f: G) \
                        @include(if: $b) {\n    z {\n      w\n    }\n  }\n  ...S\n  v\n}\n";
        assert_eq!(printed(document), expected);
    }

    #[test]
    fn printing_again_changes_nothing() {
        for document in [
            "query Q($a: Int!, $b: T = {c: [1, {d: \"x\"}]}) { a(b: $b) { ... on T { c } ... @include(if: $a) { d } } }",
            "mutation M { a(s: \"\"\"\n {\n \"\"\") on on_off: on }",
            "{ a }",
        ] {
            let once = printed(document);
            assert_eq!(printed(&once), once);
            let words = |text: &str| {
                tokens(text)
                    .unwrap()
                    .iter()
                    .map(|token| token.text.to_owned())
                    .collect::<Vec<_>>()
            };
            assert_eq!(words(&once), words(document));
        }
    }
}
