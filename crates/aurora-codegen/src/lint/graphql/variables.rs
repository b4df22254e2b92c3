//! The variables of documents, compared with the schemas of the requests.

use async_graphql_parser::types::{BaseType, OperationDefinition, Type, VariableDefinition};
use yaml_serde::Value;

use super::parsed::{Checked, Remark, base_text};
use super::selections::Usage;
use crate::graphql::{Envelope, name_of_reference, property};
use crate::spec::{entries, flag, items, text};
use crate::{Pointer, Spec};

const RULE: &str = "graphql-variables";

pub(super) fn check(
    spec: &Spec,
    checked: &Checked<'_>,
    definition: &OperationDefinition,
    used: &[Usage],
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let envelope = Envelope::of(spec, checked.operation);
    let schema = envelope.variables().and_then(|schema| target(spec, schema));
    let names = |position: usize| definition.variable_definitions[position].node.name.node.as_str();
    for (position, variable) in definition.variable_definitions.iter().enumerate() {
        let (line, variable) = (variable.pos.line, &variable.node);
        let name = variable.name.node.as_str();
        if (0..position).any(|before| names(before) == name) {
            remarks.push(checked.remark(RULE, line, format!("`${name}` is declared twice")));
        }
        if !used.iter().any(|usage| usage.name == name) {
            remarks.push(checked.remark(RULE, line, format!("`${name}` is declared and not used")));
        }
        let problem = match schema.and_then(|schema| Some((schema, property(schema, name)?))) {
            Some((schema, own)) => misfit(spec, schema, name, own, variable),
            None => Some(format!("`${name}` is no property of the schema of `variables`")),
        };
        remarks.extend(problem.map(|message| checked.remark(RULE, line, message)));
    }
    let is_declared = |name: &str| (0..definition.variable_definitions.len()).any(|position| names(position) == name);
    remarks.extend(undeclared(definition, used));
    for (name, _) in entries(schema.and_then(|schema| schema.get("properties"))) {
        if !is_declared(&name) {
            let message = format!("`{name}` is a property of the schema of `variables` and not declared as `${name}`");
            remarks.push(checked.remark(RULE, 1, message));
        }
    }
    remarks
}

/// Variables that are used all the same.
fn undeclared(definition: &OperationDefinition, used: &[Usage]) -> impl Iterator<Item = Remark> {
    let declared: Vec<&str> = definition
        .variable_definitions
        .iter()
        .map(|variable| variable.node.name.node.as_str())
        .collect();
    used.iter()
        .filter(move |usage| !declared.contains(&usage.name.as_str()))
        .map(|usage| Remark {
            rule: "graphql-arguments",
            path: usage.path.clone(),
            line: usage.line,
            message: format!("`${}` is used and not declared", usage.name),
        })
}

/// The schema that one leads to by reference.
fn target<'s>(spec: &'s Spec, schema: &'s Value) -> Option<&'s Value> {
    let only = match schema.get("allOf").and_then(Value::as_sequence).map(Vec::as_slice) {
        Some([only]) => only,
        _ => schema,
    };
    spec.resolve(only, &Pointer::root()).map(|(target, _)| target)
}

fn misfit(spec: &Spec, owner: &Value, name: &str, schema: &Value, variable: &VariableDefinition) -> Option<String> {
    let ty = &variable.var_type.node;
    let is_required = items(owner.get("required")).any(|own| own.as_str() == Some(name));
    let may_be_missing = !is_required || flag(schema, "nullable");
    if !ty.nullable && may_be_missing && variable.default_value.is_none() {
        return Some(format!(
            "`${name}` is `{ty}`, which may not be missing or null; its property has to be required and not nullable"
        ));
    }
    type_misfit(spec, schema, ty).map(|wanted| format!("`${name}` is `{ty}` and its property is {wanted}"))
}

/// What a schema is in GraphQL, if that is not the type.
fn type_misfit(spec: &Spec, schema: &Value, ty: &Type) -> Option<String> {
    let resolved = target(spec, schema)?;
    let declared: Vec<&str> = [schema, resolved]
        .iter()
        .find_map(|schema| schema.get("x-graphql-type"))
        .map(|names| items(Some(names)).filter_map(Value::as_str).collect())
        .unwrap_or_default();
    if !declared.is_empty() {
        let is_listed = declared.contains(&base_text(&ty.base).as_str());
        return (!is_listed).then(|| format!("`{}`", declared.join("` or `")));
    }
    let known: &[&str] = match (text(resolved, "type"), &ty.base) {
        (Some("array"), BaseType::List(inner)) => {
            let items = resolved.get("items").unwrap_or(&Value::Null);
            if !inner.nullable && flag(items, "nullable") {
                return Some("a list of values that may be null".to_owned());
            }
            return type_misfit(spec, items, inner);
        }
        (Some("array"), BaseType::Named(_)) => return Some("a list".to_owned()),
        (Some(_), BaseType::List(_)) => return Some("no list".to_owned()),
        (None, _) if name_of_reference(schema).is_none() => return None,
        (Some("string"), _) if resolved.get("enum").is_none() => &["String", "ID"],
        (Some("boolean"), _) => &["Boolean"],
        (Some("integer"), _) => &["Int"],
        (Some("number"), _) => &["Float"],
        _ => &[],
    };
    let own = base_text(&ty.base);
    match name_of_reference(schema) {
        _ if known.contains(&own.as_str()) => None,
        Some(name) if name == own => None,
        Some(name) => Some(format!(
            "`{name}`; if GraphQL calls it otherwise, say so, as `x-graphql-type`"
        )),
        // An object without a name may be called anything.
        None if known.is_empty() => None,
        None => Some(format!("`{}`", known.join("` or `"))),
    }
}
