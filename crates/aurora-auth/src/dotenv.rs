//! `.env` files: `NAME=value` lines as shells, Docker and python-dotenv write them.

use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::file::{self, Contents};
use crate::{AuthError, Places, Warning};

/// A `.env` that was read. Nothing of it goes into the environment of the process.
pub(crate) struct DotEnv {
    pub(crate) path: PathBuf,
    pub(crate) warnings: Vec<Warning>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    /// `Err` holds what is wrong with the line; it only matters to who asks for this name.
    value: Result<Zeroizing<String>, String>,
}

impl DotEnv {
    /// The `.env` of the working directory; `None` when there is none.
    pub(crate) fn read(places: &Places<'_>) -> Result<Option<DotEnv>, AuthError> {
        let Some(path) = places
            .working_directory
            .as_ref()
            .map(|directory| directory.join(".env"))
        else {
            return Ok(None);
        };
        let Some(Contents { text, warnings }) = file::read(&path)? else {
            return Ok(None);
        };
        Ok(Some(DotEnv {
            path,
            warnings,
            entries: parse(&text),
        }))
    }

    /// The value of a name in any letter case; the last line wins.
    pub(crate) fn get(&self, name: &str) -> Option<Result<&str, &str>> {
        let entry = self
            .entries
            .iter()
            .rfind(|entry| entry.name.eq_ignore_ascii_case(name))?;
        Some(entry.value.as_ref().map(|value| value.as_str()).map_err(String::as_str))
    }
}

fn parse(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while !rest.is_empty() {
        let (statement, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let (entry, remainder) = statement_of(statement.trim(), rest, after, line);
        line += rest[..rest.len() - remainder.len()].matches('\n').count();
        rest = remainder;
        entries.extend(entry);
    }
    entries
}

/// One statement and what follows it. A quoted value may go on over line breaks, so the rest of the file is needed.
fn statement_of<'a>(statement: &str, rest: &'a str, after: &'a str, line: usize) -> (Option<Entry>, &'a str) {
    let bare = without_export(statement);
    if bare.is_empty() || bare.starts_with('#') {
        return (None, after);
    }
    let Some((name, value)) = bare.split_once('=') else {
        let why = format!("line {line} has no `=`");
        return (
            Some(Entry {
                name: bare.to_owned(),
                value: Err(why),
            }),
            after,
        );
    };
    let name = name.trim().trim_matches('\'').to_owned();
    let value = value.trim_start();
    match value.chars().next().filter(|first| matches!(first, '\'' | '"' | '`')) {
        Some(quote) => quoted_statement(name, quote, rest, after, line),
        None => {
            let value = Ok(Zeroizing::new(uncommented(value).to_owned()));
            (Some(Entry { name, value }), after)
        }
    }
}

/// A statement whose value begins with a quote, and what follows it.
fn quoted_statement<'a>(
    name: String,
    quote: char,
    rest: &'a str,
    after: &'a str,
    line: usize,
) -> (Option<Entry>, &'a str) {
    let Some((value, end)) = quoted(rest, quote) else {
        let value = Err(format!("the quote that line {line} opens is not closed"));
        return (Some(Entry { name, value }), after);
    };
    let (tail, remainder) = rest[end..].split_once('\n').unwrap_or((&rest[end..], ""));
    let ends_there = uncommented(tail.trim_start()).is_empty();
    let stray = || format!("something follows the closing quote of the value that starts on line {line}");
    let value = ends_there.then_some(value).ok_or_else(stray);
    (Some(Entry { name, value }), remainder)
}

fn without_export(statement: &str) -> &str {
    match statement.strip_prefix("export") {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => statement,
    }
}

/// `value # comment`: a comment needs white space before it, because `#` may be part of a value.
fn uncommented(value: &str) -> &str {
    let starts_comment = |at: usize| at == 0 || value[..at].ends_with(char::is_whitespace);
    let comment = value.match_indices('#').find(|(at, _)| starts_comment(*at));
    value[..comment.map_or(value.len(), |(at, _)| at)].trim_end()
}

/// The quoted value of the assignment that `rest` starts with, and where its closing quote ends. The value starts after the
/// first `=`, with nothing but white space before the quote.
fn quoted(rest: &str, quote: char) -> Option<(Zeroizing<String>, usize)> {
    let equals = rest.find('=')?;
    let start = equals + rest[equals..].find(quote)? + quote.len_utf8();
    let (value, end) = unquoted(&rest[start..], quote)?;
    Some((value, start + end))
}

/// The text up to the closing quote and where that ends. Only double quotes know escapes beyond the quote itself.
fn unquoted(text: &str, quote: char) -> Option<(Zeroizing<String>, usize)> {
    let mut value = Zeroizing::new(String::with_capacity(text.len()));
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character == quote {
            return Some((value, at + character.len_utf8()));
        }
        if character != '\\' {
            value.push(character);
            continue;
        }
        match characters.next()?.1 {
            escaped if escaped == quote || escaped == '\\' => value.push(escaped),
            'n' if quote == '"' => value.push('\n'),
            'r' if quote == '"' => value.push('\r'),
            't' if quote == '"' => value.push('\t'),
            other => value.extend(['\\', other]),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot_env(text: &str) -> DotEnv {
        DotEnv {
            path: ".env".into(),
            warnings: Vec::new(),
            entries: parse(text),
        }
    }

    #[test]
    fn values_are_read_as_shells_and_python_write_them() {
        let rows = [
            ("A=b", "b"),
            ("A = b ", "b"),
            ("export A=b", "b"),
            ("  export   A=b\r\n", "b"),
            ("export\tA=b", "b"),
            ("exportA=no\nA=b", "b"),
            ("a=b", "b"),
            ("A='b c'", "b c"),
            ("A=\"b c\" # note", "b c"),
            ("A=`b`", "b"),
            ("A=b # note", "b"),
            ("A=b#c", "b#c"),
            ("A=# note", ""),
            ("A=", ""),
            ("A=''", ""),
            ("A=\"b\\\"c\\n\\td\\\\\"", "b\"c\n\td\\"),
            ("A='b\\nc'", "b\\nc"),
            ("A='it\\'s'", "it's"),
            ("A=b=c", "b=c"),
            ("A=first\nA=second", "second"),
            ("# A=no\nA=b\n#A=no", "b"),
            ("B=\"two\nA=inside\nlines\"\nA=b", "b"),
            ("A=\"two\nlines\"\nB=c", "two\nlines"),
            ("no equals sign\n\n=\nA=b", "b"),
            ("'A'=b", "b"),
            ("A=${B}", "${B}"),
        ];
        for (text, expected) in rows {
            assert_eq!(dot_env(text).get("A"), Some(Ok(expected)), "{text:?}");
        }
    }

    #[test]
    fn a_name_that_is_not_there_is_none() {
        for text in ["", "\n\n", "AB=c", "# A=b", "B='\nA=c\n'"] {
            assert_eq!(dot_env(text).get("A"), None, "{text:?}");
        }
    }

    #[test]
    fn a_broken_line_only_matters_to_who_asks_for_its_name() {
        let broken = dot_env("\nA\nB='open\nC=d");
        assert_eq!(broken.get("A"), Some(Err("line 2 has no `=`")));
        assert_eq!(broken.get("B"), Some(Err("the quote that line 3 opens is not closed")));
        assert_eq!(broken.get("C"), Some(Ok("d")));
        let stray = dot_env("\nA='b'c")
            .get("A")
            .map(|value| value.map(str::to_owned).map_err(str::to_owned));
        assert!(
            matches!(&stray, Some(Err(why)) if why.contains("starts on line 2")),
            "{stray:?}"
        );
    }

    #[test]
    fn lines_are_counted_through_quoted_values() {
        assert_eq!(dot_env("B='1\n2\n3'\nA").get("A"), Some(Err("line 4 has no `=`")));
    }
}
