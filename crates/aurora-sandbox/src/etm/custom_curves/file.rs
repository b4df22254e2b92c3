//! Reads an uploaded curve: one number for each hour of a year, or for prices also a table with a column of prices.

use crate::times::YEAR_HOURS;

/// Why a file is no curve: the key of the error and its message.
pub(crate) type Fault = (&'static str, &'static str);

const WRONG_LENGTH: Fault = (
    "wrong_length",
    "Curve must have 8760 numeric values, one for each hour in a typical year",
);
const ILLEGAL_VALUE: Fault = ("illegal_value", "Curve must only contain numeric values");
const TOO_MANY_COLUMNS: Fault = (
    "too_many_columns",
    "Curve must contain only a single numeric value on each line; multiple values separated by commas are not permitted",
);
const NOT_A_CURVE: Fault = (
    "not_a_curve",
    "Curve must be a file containing 8760 numeric values, one for each hour in a typical year",
);

/// How far into a file of prices the word is looked for, in bytes.
const HEAD: usize = 1024;

/// The values of a file.
pub(crate) fn read(content: &[u8], of_prices: bool) -> Result<Vec<f64>, Vec<Fault>> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let text = std::str::from_utf8(content).map_err(|_| vec![NOT_A_CURVE])?;
    let rows = rows(text).ok_or_else(|| vec![NOT_A_CURVE])?;
    let head = &content[..content.len().min(HEAD)];
    let cells = if of_prices && names_price(&String::from_utf8_lossy(head)) {
        price_column(rows)
    } else {
        single_column(rows).ok_or_else(|| vec![TOO_MANY_COLUMNS])?
    };
    numbers(&cells)
}

fn names_price(text: &str) -> bool {
    text.to_ascii_lowercase().contains("price")
}

fn numbers(cells: &[String]) -> Result<Vec<f64>, Vec<Fault>> {
    let values: Vec<f64> = cells.iter().filter_map(|cell| number(cell)).collect();
    let mut faults = Vec::new();
    if cells.len() != YEAR_HOURS {
        faults.push(WRONG_LENGTH);
    }
    if values.len() != cells.len() {
        faults.push(ILLEGAL_VALUE);
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

/// A finite number in decimal notation; what the library calls `inf` and `nan` is none.
fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    let decimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !cell.bytes().all(decimal) {
        return None;
    }
    cell.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The one value of each line; `None` when a line has more.
fn single_column(rows: Vec<Vec<String>>) -> Option<Vec<String>> {
    rows.into_iter()
        .map(|row| {
            let mut cells = row.into_iter().filter(|cell| !cell.is_empty());
            let first = cells.next().unwrap_or_default();
            cells.next().is_none().then_some(first)
        })
        .collect()
}

/// The first column whose header speaks of prices; nothing when none does.
fn price_column(rows: Vec<Vec<String>>) -> Vec<String> {
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap_or_default();
    match header.iter().position(|name| names_price(name)) {
        Some(column) => rows
            .map(|row| row.into_iter().nth(column).unwrap_or_default())
            .collect(),
        None => Vec::new(),
    }
}

/// The lines that are not blank, each split at its commas; `None` when a quote is where none may be.
fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(cells_of)
        .collect()
}

fn cells_of(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (cell, after) = quoted.split_once('"')?;
                match after.strip_prefix(',') {
                    Some(after) => (cell, Some(after)),
                    None if after.trim().is_empty() => (cell, None),
                    None => return None,
                }
            }
            None => match rest.split_once(',') {
                Some((cell, after)) => (cell, Some(after)),
                None => (rest, None),
            },
        };
        if cell.contains('"') {
            return None;
        }
        cells.push(cell.to_owned());
        match after {
            Some(after) => rest = after,
            None => return Some(cells),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year_of(line: &str) -> String {
        format!("{line}\n").repeat(YEAR_HOURS)
    }

    fn keys(content: &str) -> Vec<&'static str> {
        let faults = read(content.as_bytes(), false).unwrap_err();
        faults.into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn marks_blank_lines_line_ends_trailing_commas_quotes_spaces_and_exponents_are_taken() {
        let zeros = "0\n".repeat(YEAR_HOURS - 3);
        let text = format!("\u{feff}  1.5\r\n2.5e-1,\r\n\n\"7\"\n{zeros}");
        let values = read(text.as_bytes(), false).unwrap();
        assert_eq!(values[..4], [1.5, 0.25, 7.0, 0.0]);
        assert_eq!(values.len(), YEAR_HOURS);
    }

    #[test]
    fn each_fault_has_its_key_and_two_of_them_come_together() {
        assert_eq!(keys("1\n2"), ["wrong_length"]);
        assert_eq!(keys(""), ["wrong_length"]);
        assert_eq!(keys(&year_of("1;2")), ["illegal_value"]);
        assert_eq!(keys(&year_of("NaN")), ["illegal_value"]);
        assert_eq!(keys(&year_of("inf")), ["illegal_value"]);
        assert_eq!(keys("1\nnothing"), ["wrong_length", "illegal_value"]);
        assert_eq!(keys("1,2\nnothing"), ["too_many_columns"]);
        assert_eq!(keys("1\n2\"3"), ["not_a_curve"]);
        assert_eq!(keys("\"1"), ["not_a_curve"]);
        assert_eq!(keys("\"1\"2"), ["not_a_curve"]);
    }

    #[test]
    fn a_table_with_a_column_of_prices_is_a_curve_of_prices_and_of_nothing_else() {
        let table = format!("Time,Price (Euros)\n{}", year_of("2050-01-01 00:00,34.51"));
        assert_eq!(read(table.as_bytes(), true).unwrap(), vec![34.51; YEAR_HOURS]);
        assert_eq!(read(table.as_bytes(), false).unwrap_err(), [TOO_MANY_COLUMNS]);
    }
}
