//! Requests from files: JSON, JSON lines and CSV.

use std::collections::HashSet;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use anyhow::Result;
use aurora_energy::amun::LoadFactorRequest;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::exit::Failure;

mod series;
mod sheet;

/// What `--help` says about input files.
pub const INPUT_HELP: &str = "\
Input files:
  .json   one request, or an array of requests
  .jsonl  one request per line
  .csv    one request per row; the header row names the fields, an empty
          cell leaves its field out

A request has the fields of Amun's load-factor request: windType,
turbineModelId, latitude, longitude, startTimeUTC, regionCode, hubHeight, …,
and those of its wind type, e.g. averageWindSpeed and measurementHeight.
In all three formats it may also have:
  name            names the result files. Default: a number; for a .json file
                  with one request, its own name
  file            a .json file with a request, whose fields hold where this
                  one has none
  speedsFile      UploadedWind: a .json file with hourly speeds in m/s, a list
                  or an object with the list \"speeds\"
  speedsHeight    UploadedWind: the height of these speeds in metres
  generationFile  UploadedGeneration: a .json file with hourly MW, a list or
                  an object with the list \"generation\"
Paths start at the folder of the input file. `aurora schema batch-item`
describes one request, `aurora schema batch-csv` the columns.";

/// Fields of a request, as they stand in a file.
pub type Fields = Map<String, Value>;

/// One request of a batch, before it is checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Name of its result files, without ending.
    pub name: String,
    /// Its fields, references to other files resolved.
    pub fields: Fields,
    /// File and line, for messages.
    pub origin: String,
}

/// Reads all requests of these files, in order.
///
/// # Errors
///
/// Fails when a file cannot be read or holds no requests; the message names file and line.
pub fn items(files: &[PathBuf], context: &mut Context) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for file in files {
        let bytes = context.read_file(file)?;
        items.extend(of_file(file, text(&file.display(), &bytes)?)?);
    }
    if items.is_empty() {
        return Err(Failure::usage("the input holds no request").into());
    }
    Ok(named(items))
}

/// The text of a file, without the byte order mark that some programs put before it.
///
/// # Errors
///
/// Fails when it is not UTF-8.
pub fn text<'a>(name: &dyn Display, bytes: &'a [u8]) -> Result<&'a str> {
    let text = std::str::from_utf8(bytes).map_err(|_| Failure::usage(format!("{name} is not UTF-8 text")))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Reads a JSON document.
///
/// # Errors
///
/// Fails when the text is not UTF-8 or no JSON; the message begins with `name`.
pub fn json(name: &dyn Display, bytes: &[u8]) -> Result<Value> {
    let text = text(name, bytes)?;
    serde_json::from_str(text).map_err(|error| Failure::usage(format!("{name} is no JSON: {error}")).into())
}

/// Reads one JSON object.
///
/// # Errors
///
/// Fails when the file cannot be read or is no JSON object.
pub fn object(file: &Path, context: &mut Context) -> Result<Fields> {
    let bytes = context.read_file(file)?;
    match json(&file.display(), &bytes)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Failure::usage(format!("{} holds no JSON object", file.display())).into()),
    }
}

/// Reads one request for a single run; a file may refer to others as in a batch.
///
/// # Errors
///
/// Fails when the file cannot be read or is no JSON object.
pub fn request(file: &Path, context: &mut Context) -> Result<Fields> {
    let mut fields = object(file, context)?;
    fields.remove("name");
    let folder = file.parent().unwrap_or(Path::new(""));
    series::resolve(fields, folder, &file.display().to_string())
}

/// Puts in what `speedsFile` and the like refer to.
///
/// # Errors
///
/// Fails when a file cannot be read or holds no list.
pub fn resolved(fields: Fields, folder: &Path, origin: &str) -> Result<Fields> {
    series::resolve(fields, folder, origin)
}

/// The typed request of these fields, its values checked.
///
/// # Errors
///
/// Fails when a field is missing, of a wrong type or out of its range; the message begins with `origin`.
pub fn checked(fields: Fields, origin: &str) -> Result<LoadFactorRequest> {
    let request: LoadFactorRequest =
        serde_json::from_value(Value::Object(fields)).map_err(|error| Failure::usage(format!("{origin}: {error}")))?;
    request
        .validate()
        .map_err(|error| Failure::usage(format!("{origin}: {error}")))?;
    Ok(request)
}

/// Says which fields are sent although nobody knows them: more often a slip of the pen than a new feature.
pub fn warn_of_unknown_fields(requests: &[LoadFactorRequest], context: &Context) {
    let mut fields: Vec<&str> = requests
        .iter()
        .flat_map(|request| request.extra.keys().map(String::as_str))
        .collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields {
        context.note(format_args!(
            "warning: the field {field:?} is not known; it is sent as it is"
        ));
    }
}

fn of_file(file: &Path, text: &str) -> Result<Vec<Item>> {
    let name = file.display().to_string();
    let rows = match file
        .extension()
        .and_then(|ending| ending.to_str())
        .map(str::to_lowercase)
        .as_deref()
    {
        Some("csv") => sheet::rows(&name, text)?,
        Some("jsonl" | "ndjson") => lines(&name, text)?,
        Some("json") => documents(file, text)?,
        _ => {
            return Err(Failure::usage(format!("{name} is of no known kind"))
                .with_hint("requests come as .json, .jsonl or .csv")
                .into());
        }
    };
    let folder = file.parent().unwrap_or(Path::new(""));
    rows.into_iter()
        .map(|mut item| {
            item.fields = series::resolve(item.fields, folder, &item.origin)?;
            Ok(item)
        })
        .collect()
}

fn lines(file: &str, text: &str) -> Result<Vec<Item>> {
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled
        .map(|(number, line)| {
            let origin = format!("{file} line {}", number + 1);
            item(json(&origin, line.as_bytes())?, origin)
        })
        .collect()
}

fn documents(file: &Path, text: &str) -> Result<Vec<Item>> {
    let name = file.display().to_string();
    let value = json(&name, text.as_bytes())?;
    if let Value::Array(values) = value {
        let numbered = values.into_iter().enumerate();
        return numbered
            .map(|(number, value)| item(value, format!("{name} item {}", number + 1)))
            .collect();
    }
    let mut only = item(value, name)?;
    if only.name.is_empty() {
        only.name = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
            .to_owned();
    }
    Ok(vec![only])
}

fn item(value: Value, origin: String) -> Result<Item> {
    let Value::Object(mut fields) = value else {
        return Err(Failure::usage(format!("{origin} is no JSON object")).into());
    };
    let name = match fields.remove("name") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(name)) => name,
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(Failure::usage(format!("{origin}: the name is neither text nor a number")).into()),
    };
    Ok(Item { name, fields, origin })
}

/// Gives every item a name that is a good file name and occurs once.
fn named(mut items: Vec<Item>) -> Vec<Item> {
    let mut taken = HashSet::new();
    for (index, item) in items.iter_mut().enumerate() {
        let mut wanted = file_name(&item.name);
        if wanted.is_empty() {
            wanted = format!("{:04}", index + 1);
        }
        let mut name = wanted.clone();
        let mut copy = 2;
        // Compared without case: on some file systems `A.csv` and `a.csv` are one file.
        while !taken.insert(name.to_lowercase()) {
            name = format!("{wanted}-{copy}");
            copy += 1;
        }
        item.name = name;
    }
    items
}

/// In bytes: file systems take 255, and a number and an ending are still to come.
const LONGEST: usize = 200;

fn file_name(name: &str) -> String {
    let safe = |letter: char| {
        if letter.is_alphanumeric() || "._-".contains(letter) {
            letter
        } else {
            '-'
        }
    };
    let text: String = name.trim().chars().take(80).map(safe).collect();
    // A leading point hides a file, a leading dash looks like an option.
    let text = text.trim_start_matches(['.', '-']);
    let ends = text.char_indices().map(|(start, letter)| start + letter.len_utf8());
    let end = ends.take_while(|end| *end <= LONGEST).last().unwrap_or_default();
    let text = &text[..end];
    // These two are written beside the results.
    if matches!(text.to_lowercase().as_str(), "summary" | "batch-state") {
        format!("{text}-item")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<Vec<Item>> {
        Ok(named(of_file(Path::new(name), text)?))
    }

    #[test]
    fn names_become_file_names_that_occur_once() {
        let text = "{\"name\":\"a/b\"}\n\n{\"name\":\"A/B\"}\n{}\n{\"name\":\"summary\"}\n";
        let names: Vec<_> = read("x.jsonl", text)
            .unwrap()
            .into_iter()
            .map(|item| item.name)
            .collect();
        assert_eq!(names, ["a-b", "A-B-2", "0003", "summary-item"]);
    }

    #[test]
    fn the_name_is_no_field_of_the_request() {
        let items = read("x.jsonl", "{\"name\":\"a\",\"latitude\":1}").unwrap();
        assert_eq!(items[0].fields.keys().collect::<Vec<_>>(), ["latitude"]);
    }

    #[test]
    fn a_json_file_gives_its_own_name() {
        assert_eq!(read("in/era5.json", "{}").unwrap()[0].name, "era5");
        assert_eq!(read("in/era5.json", "[{},{}]").unwrap().len(), 2);
    }

    #[test]
    fn a_bad_line_is_named() {
        let message = read("x.jsonl", "{}\n{oops}").unwrap_err().to_string();
        assert!(message.starts_with("x.jsonl line 2 is no JSON"), "{message}");
    }

    #[test]
    fn an_unknown_kind_of_file_is_refused() {
        assert!(read("x.xml", "<a/>").unwrap_err().to_string().contains("no known kind"));
    }
}
