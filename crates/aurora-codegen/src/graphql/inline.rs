//! Fragments written out where they are spread.

use super::tokens::{Kind, Token};

type Problem = (usize, String);

/// The definitions of a document.
#[derive(Debug, Default)]
pub(super) struct Parts<'t> {
    /// All words of each operation.
    pub(super) operations: Vec<Vec<Token<'t>>>,
    pub(super) fragments: Vec<Fragment<'t>>,
}

#[derive(Debug)]
pub(super) struct Fragment<'t> {
    name: &'t str,
    /// The words between its braces.
    body: Vec<Token<'t>>,
}

impl<'t> Parts<'t> {
    /// Sorts the words of a document.
    pub(super) fn of(tokens: Vec<Token<'t>>) -> Result<Self, Problem> {
        let mut parts = Self::default();
        let mut rest = tokens.as_slice();
        while let Some(first) = rest.first() {
            let (open, end) = extent(rest).map_err(|message| (first.line, message))?;
            let (definition, after) = rest.split_at(end);
            match (first.text, definition.get(1)) {
                ("{" | "query" | "mutation" | "subscription", _) => parts.operations.push(definition.to_vec()),
                ("fragment", Some(name)) if name.kind == Kind::Name => parts.fragments.push(Fragment {
                    name: name.text,
                    body: definition[open + 1..end - 1].to_vec(),
                }),
                (other, _) => {
                    let message = format!("`{other}` begins neither an operation nor a fragment");
                    return Err((first.line, message));
                }
            }
            rest = after;
        }
        Ok(parts)
    }
}

/// Where the selection of the first definition opens, and where the definition ends.
fn extent(tokens: &[Token<'_>]) -> Result<(usize, usize), String> {
    let mut open = None;
    let mut stack = Vec::new();
    for (position, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Mark) {
        match token.text {
            "{" | "(" | "[" => {
                if token.text == "{" && stack.is_empty() {
                    open = Some(position);
                }
                stack.push(token.text);
            }
            "}" | ")" | "]" => {
                let fits = matches!(
                    (stack.pop(), token.text),
                    (Some("{"), "}") | (Some("("), ")") | (Some("["), "]")
                );
                if !fits {
                    return Err(format!("`{}` in line {} closes nothing", token.text, token.line));
                }
                if let (Some(open), true) = (open, stack.is_empty()) {
                    return Ok((open, position + 1));
                }
            }
            _ => {}
        }
    }
    Err("a definition does not end; a brace is missing".to_owned())
}

/// The words of an operation with its fragments written out. Spreads of `dynamic` names stay as they are.
pub(super) fn inline<'t>(
    operation: &[Token<'t>],
    own: &[Fragment<'t>],
    shared: &[Fragment<'t>],
    dynamic: &[String],
) -> Result<Vec<Token<'t>>, Problem> {
    let inliner = Inliner { own, shared, dynamic };
    let mut words = Vec::new();
    inliner.copy(operation, &mut Vec::new(), None, &mut words)?;
    Ok(words)
}

struct Inliner<'a, 't> {
    own: &'a [Fragment<'t>],
    shared: &'a [Fragment<'t>],
    dynamic: &'a [String],
}

impl<'t> Inliner<'_, 't> {
    /// `line` is that of the spread in the document itself, if these words come from a fragment.
    fn copy(
        &self,
        from: &[Token<'t>],
        within: &mut Vec<&'t str>,
        line: Option<usize>,
        to: &mut Vec<Token<'t>>,
    ) -> Result<(), Problem> {
        let mut words = from.iter().copied().peekable();
        while let Some(word) = words.next() {
            let spread = words.next_if(|next| word.is("...") && next.kind == Kind::Name && next.text != "on");
            let Some(name) = spread else {
                to.push(word);
                continue;
            };
            let line = line.unwrap_or(name.line);
            let fragment = self.own.iter().chain(self.shared).find(|own| own.name == name.text);
            match fragment {
                None if self.dynamic.iter().any(|own| own == name.text) => to.extend([word, name]),
                None => return Err((line, unknown(name.text))),
                Some(_) if within.contains(&name.text) => {
                    let message = format!("the fragment `{}` contains itself", name.text);
                    return Err((line, message));
                }
                Some(_) if words.peek().is_some_and(|next| next.is("@")) => {
                    let message = format!("`...{}` is written out, so it can have no directive", name.text);
                    return Err((line, message));
                }
                Some(fragment) => {
                    within.push(fragment.name);
                    self.copy(&fragment.body, within, Some(line), to)?;
                    within.pop();
                }
            }
        }
        Ok(())
    }
}

fn unknown(name: &str) -> String {
    format!("no fragment defines `{name}`; define it, or list it under `x-graphql-dynamic`")
}

#[cfg(test)]
mod tests {
    use super::super::print::print;
    use super::super::tokens::tokens;
    use super::*;

    fn written_out(document: &str, shared: &str, dynamic: &[&str]) -> Result<String, Problem> {
        let (own, shared) = (Parts::of(tokens(document)?)?, Parts::of(tokens(shared)?)?);
        let dynamic: Vec<String> = dynamic.iter().map(|name| (*name).to_owned()).collect();
        inline(&own.operations[0], &own.fragments, &shared.fragments, &dynamic).map(|words| print(&words))
    }

    #[test]
    fn fragments_are_written_out_wherever_they_stand_and_however_deep() {
        let shared = "fragment Outer on T { a ...Inner }\nfragment Inner on U { b { ...Own } }";
        let document =
            "query Q { x { ...Outer } ...Inner ... on V { y } }\n# ...Outer\nfragment Own on W { c(s: \"...Outer\") }";
        let expected = "query Q {\n  x {\n    a\n    b {\n      c(s: \"...Outer\")\n    }\n  }\n  b {\n    \
                        c(s: \"...Outer\")\n  }\n  ... on V {\n    y\n  }\n}\n";
        assert_eq!(written_out(document, shared, &[]).unwrap(), expected);
    }

    #[test]
    fn dynamic_spreads_stay() {
        let found = written_out("query Q { p { ...Some } }", "", &["Some"]).unwrap();
        assert_eq!(found, "query Q {\n  p {\n    ...Some\n  }\n}\n");
    }

    #[test]
    fn what_cannot_be_written_out_is_named_with_its_line() {
        let circle = "fragment A on T { ...B }\nfragment B on T { ...A }";
        for (document, shared, line, what) in [
            ("query Q {\n  ...Some\n}", "", 2, "no fragment defines `Some`"),
            ("query Q {\n\n  ...A\n}", circle, 3, "`A` contains itself"),
            (
                "query Q($v: Boolean!) {\n  ...B @include(if: $v)\n}",
                "fragment B on T { b }",
                2,
                "directive",
            ),
            ("query Q { a", "", 1, "does not end"),
            ("query Q { a ) }", "", 1, "closes nothing"),
            ("query Q { a }\ntype T { a: Int }", "", 2, "`type` begins neither"),
        ] {
            let (found, message) = written_out(document, shared, &[]).unwrap_err();
            assert_eq!(found, line, "{document}");
            assert!(message.contains(what), "{message}");
        }
    }

    #[test]
    fn braces_in_arguments_and_defaults_end_nothing() {
        let document = "query Q($f: F = {a: {b: 1}}) { x(f: {c: [$f]}) }\nfragment A on T { a }";
        let parts = Parts::of(tokens(document).unwrap()).unwrap();
        assert_eq!((parts.operations.len(), parts.fragments.len()), (1, 1));
        assert_eq!(
            print(&parts.operations[0]),
            "query Q($f: F = {a: {b: 1}}) {\n  x(f: {c: [$f]})\n}\n"
        );
    }
}
