//! Rules that a spec has to keep: what makes it a good document, and what the generator would panic on, refuse, or
//! quietly get wrong.

use std::collections::BTreeSet;

use crate::model::{self, Node};
use crate::operations::{self, Operation};
use crate::spec::text;
use crate::{Finding, Pointer, Spec};

mod answers;
mod documentation;
mod extensions;
mod graphql;
mod names;
mod operation;
mod parameters;
mod properties;
mod references;
pub(crate) mod rules;
mod schemas;
mod structure;
mod values;

/// Every finding, by line. An empty list says that the document is complete and that the generator takes it.
#[must_use]
pub fn lint(spec: &Spec) -> Vec<Finding> {
    let mut lint = Lint {
        spec,
        nodes: model::nodes(spec),
        operations: operations::operations(spec),
        received: crate::references::received(spec),
        findings: Vec::new(),
    };
    structure::check(&mut lint);
    references::check(&mut lint);
    extensions::check(&mut lint);
    operation::check(&mut lint);
    names::check(&mut lint);
    parameters::check(&mut lint);
    answers::check(&mut lint);
    schemas::check(&mut lint);
    properties::check(&mut lint);
    documentation::check(&mut lint);
    graphql::check(&mut lint);
    lint.findings.sort();
    lint.findings.dedup();
    lint.findings
}

/// A document under inspection.
pub(crate) struct Lint<'s> {
    spec: &'s Spec,
    nodes: Vec<Node<'s>>,
    operations: Vec<Operation>,
    /// The named schemas that an answer leads to.
    received: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl<'s> Lint<'s> {
    fn report(&mut self, rule: &'static str, place: &Pointer, message: impl Into<String>) {
        debug_assert!(rules::RULES.iter().any(|own| own.name == rule), "no rule {rule}");
        let operation = model::operation_place(place).map(|place| {
            let id = self
                .spec
                .at(&place)
                .and_then(|operation| text(operation, "operationId"))
                .map(str::to_owned);
            id.unwrap_or_else(|| place.to_string())
        });
        self.findings.push(Finding {
            file: self.spec.file().to_owned(),
            line: self.spec.line(place),
            rule,
            operation,
            message: message.into(),
        });
    }

    /// Reports something in a GraphQL document, given by its path from the folder of the specs.
    fn report_in_graphql(
        &mut self,
        rule: &'static str,
        path: &str,
        line: usize,
        operation: Option<&Operation>,
        message: impl Into<String>,
    ) {
        debug_assert!(rules::RULES.iter().any(|own| own.name == rule), "no rule {rule}");
        self.findings.push(Finding {
            file: self.spec.graphql_file(path),
            line,
            rule,
            operation: operation.map(|operation| operation.id.clone()),
            message: message.into(),
        });
    }

    /// The objects of a kind that are written out, without the references to them.
    fn written(&self, kind: model::Kind) -> Vec<Node<'s>> {
        self.nodes
            .iter()
            .filter(|node| node.kind == kind && !node.is_reference())
            .cloned()
            .collect()
    }

    /// Whether a place belongs to an operation that the generator leaves out.
    fn is_hand_written(&self, place: &Pointer) -> bool {
        let operation = model::operation_place(place).and_then(|place| self.spec.at(&place));
        operation.is_some_and(|operation| operation.get("x-hand-written").is_some())
    }
}

/// The last key of a place, as messages call it.
fn last(place: &Pointer) -> &str {
    place.keys().last().map_or("the document", String::as_str)
}
