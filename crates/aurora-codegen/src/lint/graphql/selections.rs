//! What documents select, compared with the schemas of the answers.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql_parser::Positioned;
use async_graphql_parser::types::{Directive, Field, FragmentSpread, OperationDefinition, Selection, SelectionSet};
use async_graphql_value::Value as Argument;
use yaml_serde::Value;

use super::arguments::Arguments;
use super::parsed::{Checked, Remark};
use crate::graphql::{Envelope, property};
use crate::lint::Lint;
use crate::spec::{entries, flag, items, text};
use crate::{Pointer, Spec, references};

/// A variable where it is used.
pub(super) struct Usage {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) name: String,
}

/// What an answer's schema lets a document select.
#[derive(Clone)]
enum Shape<'s> {
    /// An object whose properties are selected.
    Object { name: Option<String>, schema: &'s Value },
    /// A map: a scalar to the service, or an object whose fields are known at run time only.
    Map,
    /// Anything without a selection.
    Leaf,
}

/// The walk through one document.
pub(super) struct Walk<'a, 'd> {
    spec: &'a Spec,
    checked: &'a Checked<'d>,
    /// The file that the walk is in.
    file: String,
    pub(super) remarks: Vec<Remark>,
    pub(super) variables: Vec<Usage>,
    pub(super) arguments: Vec<Arguments>,
    /// The properties selected of each named schema.
    selected: BTreeMap<String, BTreeSet<String>>,
    spreads: BTreeSet<(String, String)>,
    dynamic: BTreeSet<String>,
}

impl<'a, 'd> Walk<'a, 'd> {
    pub(super) fn new(spec: &'a Spec, checked: &'a Checked<'d>) -> Self {
        Self {
            spec,
            checked,
            file: checked.path.to_owned(),
            remarks: Vec::new(),
            variables: Vec::new(),
            arguments: Vec::new(),
            selected: BTreeMap::new(),
            spreads: BTreeSet::new(),
            dynamic: BTreeSet::new(),
        }
    }

    pub(super) fn operation(&mut self, definition: &OperationDefinition) {
        self.directives(&definition.directives);
        let data = Envelope::of(self.spec, self.checked.operation).data();
        let shape = data.map_or(Shape::Leaf, |data| self.shape(data));
        self.selection(&definition.selection_set.node, &shape);
    }

    fn remark(&mut self, line: usize, message: String) {
        self.remarks.push(Remark {
            rule: "graphql-selection",
            path: self.file.clone(),
            line,
            message,
        });
    }

    fn selection(&mut self, set: &SelectionSet, shape: &Shape<'a>) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => self.field(field, shape),
                Selection::FragmentSpread(spread) => self.spread(spread, shape),
                Selection::InlineFragment(inner) => {
                    let message = "the service's type names are not known; write the fields without `... on`";
                    self.remark(inner.pos.line, message.to_owned());
                    self.selection(&inner.node.selection_set.node, shape);
                }
            }
        }
    }

    fn field(&mut self, field: &Positioned<Field>, shape: &Shape<'a>) {
        let (line, field) = (field.pos.line, &field.node);
        self.directives(&field.directives);
        self.arguments.push(Arguments {
            path: self.file.clone(),
            line,
            field: field.name.node.to_string(),
            names: field.arguments.iter().map(|(name, _)| name.node.to_string()).collect(),
        });
        for (_, value) in &field.arguments {
            self.usages(value.pos.line, &value.node);
        }
        let key = field.response_key().node.to_string();
        let inner = match shape {
            Shape::Object { name, schema } => {
                let Some(inner) = property(schema, &key) else {
                    let owner = name.as_deref().unwrap_or("the answer");
                    return self.remark(line, format!("`{key}` is no property of `{owner}`"));
                };
                if let Some(name) = name {
                    self.selected.entry(name.clone()).or_default().insert(key.clone());
                }
                self.shape(inner)
            }
            Shape::Map => return self.remark(line, format!("`{key}` stands where only dynamic spreads can")),
            Shape::Leaf => Shape::Leaf,
        };
        self.below(line, &key, &field.selection_set.node, &inner);
    }

    /// The selection of a field, which an object has and nothing else.
    fn below(&mut self, line: usize, key: &str, set: &SelectionSet, shape: &Shape<'a>) {
        match (shape, set.items.is_empty()) {
            (Shape::Leaf, true) | (Shape::Map, true) => {}
            (Shape::Object { .. }, true) => self.remark(
                line,
                format!("`{key}` is an object, so it needs a selection; or its property is `x-graphql-scalar`"),
            ),
            (Shape::Leaf, false) => self.remark(line, format!("`{key}` is no object, so it has no selection")),
            (_, false) => self.selection(set, shape),
        }
    }

    fn spread(&mut self, spread: &Positioned<FragmentSpread>, shape: &Shape<'a>) {
        let name = spread.node.fragment_name.node.to_string();
        let Some((path, fragment)) = self.checked.fragment(&name) else {
            return self.dynamic_spread(spread.pos.line, name, shape);
        };
        self.spreads.insert((path.clone(), name));
        let file = std::mem::replace(&mut self.file, path);
        self.selection(&fragment.node.selection_set.node, shape);
        self.file = file;
    }

    fn dynamic_spread(&mut self, line: usize, name: String, shape: &Shape<'a>) {
        let is_open = match shape {
            Shape::Map => true,
            Shape::Object { schema, .. } => schema.get("additionalProperties").is_some_and(Value::is_mapping),
            Shape::Leaf => false,
        };
        if !is_open {
            let message = format!("`...{name}` stands where the schema has no `additionalProperties`");
            self.remark(line, message);
        }
        self.dynamic.insert(name);
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        for directive in directives {
            for (_, value) in &directive.node.arguments {
                self.usages(value.pos.line, &value.node);
            }
        }
    }

    fn usages(&mut self, line: usize, value: &Argument) {
        match value {
            Argument::Variable(name) => self.variables.push(Usage {
                path: self.file.clone(),
                line,
                name: name.to_string(),
            }),
            Argument::List(items) => items.iter().for_each(|item| self.usages(line, item)),
            Argument::Object(members) => members.values().for_each(|member| self.usages(line, member)),
            _ => {}
        }
    }

    fn shape(&self, schema: &'a Value) -> Shape<'a> {
        self.shape_within(schema, None, 0)
    }

    fn shape_within(&self, schema: &'a Value, name: Option<String>, depth: usize) -> Shape<'a> {
        if flag(schema, "x-graphql-scalar") || depth > 32 {
            return Shape::Leaf;
        }
        if let Some(reference) = text(schema, "$ref") {
            let name = Pointer::of_reference(reference).and_then(|place| place.keys().last().cloned());
            return match self.spec.resolve(schema, &Pointer::root()) {
                Some((target, _)) => self.shape_within(target, name, depth + 1),
                None => Shape::Leaf,
            };
        }
        if let Some(inner) = schema.get("items") {
            return self.shape_within(inner, None, depth + 1);
        }
        let mut variants = ["allOf", "oneOf"].iter().flat_map(|key| items(schema.get(key)));
        if let Some(shape) = variants.find_map(|variant| match self.shape_within(variant, None, depth + 1) {
            Shape::Leaf => None,
            shape => Some(shape),
        }) {
            return shape;
        }
        let is_map = schema.get("additionalProperties").is_some_and(Value::is_mapping);
        match (entries(schema.get("properties")).next().is_some(), is_map) {
            (true, _) => Shape::Object { name, schema },
            (false, true) => Shape::Map,
            (false, false) => Shape::Leaf,
        }
    }
}

/// What all documents together select.
#[derive(Default)]
pub(super) struct Reads {
    /// Schema → operation → the properties that it selects.
    selected: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// The fragments that are spread: file and name.
    pub(super) spreads: BTreeSet<(String, String)>,
    /// Operation → the dynamic spreads in its document.
    pub(super) dynamic: BTreeMap<String, BTreeSet<String>>,
    /// Whether some document could not be read, so that what nobody selects is not known.
    pub(super) incomplete: bool,
}

impl Reads {
    pub(super) fn add(&mut self, operation: &str, walk: Walk<'_, '_>) {
        for (schema, properties) in walk.selected {
            let by_operation = self.selected.entry(schema).or_default();
            by_operation.insert(operation.to_owned(), properties);
        }
        self.spreads.extend(walk.spreads);
        self.dynamic.insert(operation.to_owned(), walk.dynamic);
    }
}

/// Properties that an operation reads the owner of and does not select.
pub(super) fn check_not_selected(lint: &mut Lint<'_>, reads: &Reads) {
    let spec = lint.spec;
    let schemas = Pointer::root().child("components").child("schemas");
    for (name, schema) in references::component_schemas(spec) {
        let Some(readers) = reads.selected.get(&name) else {
            continue;
        };
        for (property, value) in entries(schema.get("properties")).filter(|(own, _)| own != "__typename") {
            let place = schemas.child(&name).child("properties").child(&property);
            let without: Vec<&str> = readers
                .iter()
                .filter(|(_, selected)| !selected.contains(&property))
                .map(|(operation, _)| operation.as_str())
                .collect();
            match (without.is_empty(), value.get("x-not-selected").is_some()) {
                (false, false) => {
                    let message = format!(
                        "`{name}.{property}` is not selected by {}; select it, or say why not, as `x-not-selected`",
                        without.join(", ")
                    );
                    lint.report("graphql-not-selected", &place, message);
                }
                (true, true) if !reads.incomplete => {
                    let message = format!("every operation selects `{name}.{property}`; drop `x-not-selected`");
                    lint.report("graphql-not-selected", &place.child("x-not-selected"), message);
                }
                _ => {}
            }
        }
    }
}
