//! Documents read by a GraphQL parser, and the rules that look into them.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql_parser::types::{
    BaseType, ExecutableDocument, FragmentDefinition, OperationDefinition, OperationType,
};
use async_graphql_parser::{Positioned, parse_query};
use heck::ToUpperCamelCase;

use super::selections::{Reads, Walk};
use super::{arguments, selections, variables};
use crate::graphql::{self, FRAGMENTS, shared_fragments};
use crate::lint::Lint;
use crate::operations::Operation;

/// The documents that can be parsed, by path.
pub(super) type Documents = BTreeMap<String, ExecutableDocument>;

/// Something in a document.
pub(super) struct Remark {
    pub(super) rule: &'static str,
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) message: String,
}

/// An operation of the spec with its document.
pub(super) struct Checked<'d> {
    pub(super) operation: &'d Operation,
    pub(super) path: &'d str,
    pub(super) documents: &'d Documents,
}

impl<'d> Checked<'d> {
    /// A fragment that the document can spread, with the path of the file that it is in.
    pub(super) fn fragment(&self, name: &str) -> Option<(String, &'d Positioned<FragmentDefinition>)> {
        [self.path.to_owned(), shared_fragments(self.path)]
            .into_iter()
            .find_map(|path| {
                let found = self.documents.get(&path)?.fragments.get(name)?;
                Some((path, found))
            })
    }

    pub(super) fn remark(&self, rule: &'static str, line: usize, message: String) -> Remark {
        Remark {
            rule,
            path: self.path.to_owned(),
            line,
            message,
        }
    }
}

pub(super) fn check(lint: &mut Lint<'_>, operations: &[Operation]) {
    let documents = parse(lint);
    unnamed(lint, operations);
    let mut reads = Reads::default();
    for operation in operations {
        let is_whole = matches!(graphql::document(lint.spec, operation), Some(Ok(_)));
        let path = operation.graphql_document.as_deref().unwrap_or_default();
        let Some(document) = documents.get(path).filter(|_| is_whole) else {
            reads.incomplete = true;
            continue;
        };
        let checked = Checked {
            operation,
            path,
            documents: &documents,
        };
        if let Some((name, definition)) = document.operations.iter().next() {
            let mut remarks = Vec::new();
            remarks.extend(head(&checked, name.map(|name| name.as_str()), definition));
            let mut walk = Walk::new(lint.spec, &checked);
            walk.operation(&definition.node);
            remarks.extend(variables::check(lint.spec, &checked, &definition.node, &walk.variables));
            remarks.extend(arguments::check(&walk.arguments));
            remarks.append(&mut walk.remarks);
            reads.add(&operation.id, walk);
            report(lint, operation, remarks);
        }
    }
    dynamic_spreads(lint, operations, &reads);
    if !reads.incomplete {
        unused_fragments(lint, &documents, &reads.spreads);
    }
    selections::check_not_selected(lint, &reads);
}

fn report(lint: &mut Lint<'_>, operation: &Operation, remarks: Vec<Remark>) {
    for remark in remarks {
        let Remark {
            rule,
            path,
            line,
            message,
        } = remark;
        lint.report_in_graphql(rule, &path, line, Some(operation), message);
    }
}

/// Parses every document. The file of shared fragments gets an operation of its own, since a document needs one.
fn parse(lint: &mut Lint<'_>) -> Documents {
    let spec = lint.spec;
    let mut documents = Documents::new();
    for (path, text) in spec.graphql() {
        let is_shared = shared_fragments(path) == *path;
        let parsed = match is_shared {
            true => parse_query(format!("{text}\nquery Fragments {{ __typename }}\n")),
            false => parse_query(text),
        };
        match parsed {
            Ok(document) => drop(documents.insert(path.clone(), document)),
            Err(error) => {
                let line = error.positions().next().map_or(1, |position| position.line);
                let message = error.to_string();
                let message = message.lines().map(str::trim).rfind(|line| !line.is_empty());
                let message = message.unwrap_or("cannot be parsed").to_owned();
                lint.report_in_graphql("graphql-syntax", path, line, None, message);
            }
        }
    }
    documents
}

/// Files that no operation sends.
fn unnamed(lint: &mut Lint<'_>, operations: &[Operation]) {
    let named: BTreeSet<&str> = operations
        .iter()
        .filter_map(|operation| operation.graphql_document.as_deref())
        .collect();
    let spec = lint.spec;
    for path in spec.graphql().keys() {
        if !named.contains(path.as_str()) && shared_fragments(path) != *path {
            let message = format!("no operation sends this document; name it, or move fragments to `{FRAGMENTS}`");
            lint.report_in_graphql("graphql-file", path, 1, None, message);
        }
    }
}

fn head(checked: &Checked<'_>, name: Option<&str>, definition: &Positioned<OperationDefinition>) -> Option<Remark> {
    let line = definition.pos.line;
    let wanted = checked.operation.id.to_upper_camel_case();
    let kind = definition.node.ty;
    let fitting = if checked.operation.idempotent {
        OperationType::Query
    } else {
        OperationType::Mutation
    };
    let message = match name {
        Some(name) if name == wanted && kind == fitting => return None,
        Some(name) if name == wanted => {
            let idempotent = checked.operation.idempotent;
            format!("`x-idempotent` is {idempotent}, so the document is a {fitting} and not a {kind}")
        }
        Some(name) => format!("the operation is called `{name}`; call it `{wanted}`"),
        None => format!("the operation has no name; call it `{wanted}`"),
    };
    Some(checked.remark("graphql-operation", line, message))
}

fn dynamic_spreads(lint: &mut Lint<'_>, operations: &[Operation], reads: &Reads) {
    for operation in operations {
        let Some(used) = reads.dynamic.get(&operation.id) else {
            continue;
        };
        for name in operation.graphql_dynamic.iter().filter(|name| !used.contains(*name)) {
            let message = format!("the document has no `...{name}`; take it off `x-graphql-dynamic`");
            lint.report(
                "graphql-fragments",
                &operation.place.child("x-graphql-dynamic"),
                message,
            );
        }
    }
}

fn unused_fragments(lint: &mut Lint<'_>, documents: &Documents, spreads: &BTreeSet<(String, String)>) {
    for (path, document) in documents {
        for (name, fragment) in &document.fragments {
            if !spreads.contains(&(path.clone(), name.to_string())) {
                let message = format!("no operation spreads `{name}`; remove it");
                lint.report_in_graphql("graphql-fragments", path, fragment.pos.line, None, message);
            }
        }
    }
}

/// A GraphQL type as it is written, without what it says about null.
pub(super) fn base_text(base: &BaseType) -> String {
    match base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => format!("[{inner}]"),
    }
}
