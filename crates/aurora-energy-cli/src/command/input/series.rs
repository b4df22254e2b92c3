//! References from a request to other files.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::Fields;
use crate::exit::Failure;

/// Puts in what `file`, `speedsFile` and `generationFile` refer to.
pub(super) fn resolve(mut fields: Fields, folder: &Path, origin: &str) -> Result<Fields> {
    if let Some(file) = fields.remove("file") {
        let Value::Object(mut base) = document(&file, folder, origin)? else {
            return Err(Failure::usage(format!("{origin}: {file} holds no JSON object")).into());
        };
        base.extend(fields);
        fields = base;
    }
    if let Some(file) = fields.remove("speedsFile") {
        let height = fields.remove("speedsHeight").ok_or_else(|| {
            Failure::usage(format!(
                "{origin}: speedsHeight, the height of the speeds in metres, is missing"
            ))
        })?;
        let speeds = list(document(&file, folder, origin)?, "speeds", origin)?;
        fields.insert("lowHeight".to_owned(), json!({ "height": height, "speeds": speeds }));
    }
    if let Some(file) = fields.remove("generationFile") {
        let generation = list(document(&file, folder, origin)?, "generation", origin)?;
        fields.insert("uploadedGeneration".to_owned(), generation);
    }
    Ok(fields)
}

fn document(file: &Value, folder: &Path, origin: &str) -> Result<Value> {
    let name = file
        .as_str()
        .ok_or_else(|| Failure::usage(format!("{origin}: {file} is no file name")))?;
    let path = folder.join(name);
    let bytes =
        std::fs::read(&path).map_err(|error| Failure::usage(format!("{origin}: {}: {error}", path.display())))?;
    super::json(&format_args!("{origin}: {}", path.display()), &bytes)
}

/// The list of numbers in a document: the document itself, or its field of this name.
fn list(document: Value, field: &str, origin: &str) -> Result<Value> {
    let found = match document {
        Value::Object(mut fields) => fields.remove(field).unwrap_or(Value::Null),
        other => other,
    };
    if found.is_array() {
        return Ok(found);
    }
    Err(Failure::usage(format!(
        "{origin}: the file holds neither a list nor an object with the list {field:?}"
    ))
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(value: Value) -> Fields {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn speeds_come_from_a_list_or_from_an_object() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.json"), "[1, 2]").unwrap();
        std::fs::write(folder.path().join("b.json"), "{\"speeds\": [1, 2]}").unwrap();
        for file in ["a.json", "b.json"] {
            let request = fields(json!({ "speedsFile": file, "speedsHeight": 10 }));
            let resolved = resolve(request, folder.path(), "x").unwrap();
            assert_eq!(
                Value::Object(resolved),
                json!({"lowHeight": {"height": 10, "speeds": [1, 2]}})
            );
        }
    }

    #[test]
    fn a_row_goes_before_the_file_that_it_names() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("base.json"), "{\"latitude\": 1, \"longitude\": 2}").unwrap();
        let resolved = resolve(fields(json!({"file": "base.json", "latitude": 3})), folder.path(), "x").unwrap();
        assert_eq!(Value::Object(resolved), json!({"latitude": 3, "longitude": 2}));
    }

    #[test]
    fn a_missing_file_is_named_with_the_row() {
        let error = resolve(
            fields(json!({"generationFile": "no.json"})),
            Path::new("here"),
            "x.csv line 2",
        )
        .unwrap_err();
        assert!(error.to_string().starts_with("x.csv line 2: here/no.json: "), "{error}");
    }
}
