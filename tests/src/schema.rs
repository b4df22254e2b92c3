//! Holds an answer against what a spec says of it, more strictly than any client reads: what is not described is found too.

use serde_json::{Map, Value};

/// A spec whose answers can be checked.
pub struct Spec(Value);

impl Spec {
    /// Reads a spec from YAML.
    ///
    /// # Panics
    ///
    /// Panics if the text is no YAML.
    #[must_use]
    pub fn of(yaml: &str) -> Self {
        Self(yaml_serde::from_str(yaml).expect("the spec is YAML"))
    }

    /// What does not fit in the answer of an operation; the first places first.
    ///
    /// # Panics
    ///
    /// Panics if there is no such operation, or it describes no JSON answer.
    #[must_use]
    pub fn findings(&self, operation: &str, answer: &Value) -> Vec<String> {
        let responses = &self.operation(operation)["responses"];
        let schema = ["200", "201", "202", "2XX"]
            .iter()
            .map(|status| &responses[*status]["content"]["application/json"]["schema"])
            .find(|schema| !schema.is_null());
        let schema = schema.unwrap_or_else(|| panic!("{operation} describes no JSON answer"));
        let mut found = Vec::new();
        self.check(schema, answer, operation, &mut found);
        found
    }

    fn operation(&self, id: &str) -> &Value {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        let mut all = paths.flat_map(|(_, item)| item.as_object().into_iter().flatten());
        let found = all.find(|(_, operation)| operation["operationId"] == id);
        found.unwrap_or_else(|| panic!("there is no {id}")).1
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let target = self.0.pointer(reference.trim_start_matches('#'));
                self.resolved(target.unwrap_or_else(|| panic!("{reference} leads nowhere")))
            }
            None => schema,
        }
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let schema = self.resolved(schema);
        if value.is_null() && (schema["nullable"] == true || schema["type"].is_null()) {
            return;
        }
        if let Some(all) = schema["allOf"].as_array() {
            all.iter().for_each(|one| self.check(one, value, at, found));
            return;
        }
        if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            let fits = |choice: &Value| {
                let mut problems = Vec::new();
                self.check(choice, value, at, &mut problems);
                problems.is_empty()
            };
            if !choices.iter().any(fits) {
                found.push(format!("{at}: fits none of the choices: {}", shown(value)));
            }
            return;
        }
        let fits = match schema["type"].as_str() {
            Some("object") => return self.check_object(schema, value, at, found),
            Some("array") => return self.check_array(schema, value, at, found),
            Some("string") => value.is_string() && is_time(schema, value),
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Some("number") => value.is_number(),
            _ => true,
        };
        let named = schema["enum"].as_array().is_none_or(|names| names.contains(value));
        if !fits || !named {
            found.push(format!("{at}: {} is not {}", shown(value), shown(schema)));
        }
    }

    fn check_array(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        match value.as_array() {
            Some(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.check(&schema["items"], item, &format!("{at}[{index}]"), found);
                }
            }
            None => found.push(format!("{at}: {} is no list", shown(value))),
        }
    }

    fn check_object(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let Some(members) = value.as_object() else {
            found.push(format!("{at}: {} is no object", shown(value)));
            return;
        };
        for name in schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if !members.contains_key(name) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
        let (none, rest) = (Map::new(), &schema["additionalProperties"]);
        let known = schema["properties"].as_object().unwrap_or(&none);
        for (name, member) in members {
            let below = format!("{at}.{name}");
            match known.get(name) {
                Some(property) => self.check(property, member, &below, found),
                None if known.is_empty() || rest.as_object().is_some_and(|rest| !rest.is_empty()) => {
                    self.check(rest, member, &below, found);
                }
                None => found.push(format!("{below} is not described")),
            }
        }
    }
}

fn is_time(schema: &Value, value: &Value) -> bool {
    let is_due = schema["format"] == "date-time";
    !is_due
        || value
            .as_str()
            .is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok())
}

fn shown(value: &Value) -> String {
    value.to_string().chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SPEC: &str = "
paths:
  /a:
    get:
      operationId: get_a
      responses:
        '200':
          content:
            application/json:
              schema: {$ref: '#/components/schemas/A'}
components:
  schemas:
    A:
      type: object
      required: [id]
      additionalProperties: {}
      properties:
        id: {type: integer}
        at: {type: string, format: date-time, nullable: true}
        list: {type: array, items: {type: number}}
        map: {type: object, additionalProperties: {type: string}}
";

    #[test]
    fn each_kind_of_difference_is_found() {
        let spec = Spec::of(SPEC);
        let good = json!({"id": 1, "at": null, "list": [1, 2.5], "map": {"a": "b"}});
        assert!(spec.findings("get_a", &good).is_empty());
        for (bad, words) in [
            (json!([]), "is no object"),
            (json!({}), "id is missing"),
            (json!({"id": 1.5}), "get_a.id"),
            (json!({"id": 1, "at": "yesterday"}), "get_a.at"),
            (json!({"id": 1, "list": {}}), "is no list"),
            (json!({"id": 1, "list": [1, null]}), "get_a.list[1]"),
            (json!({"id": 1, "map": {"a": 1}}), "get_a.map.a"),
            (json!({"id": 1, "more": 1}), "more is not described"),
        ] {
            let found = spec.findings("get_a", &bad);
            assert!(found.len() == 1 && found[0].contains(words), "{bad}: {found:?}");
        }
    }
}
