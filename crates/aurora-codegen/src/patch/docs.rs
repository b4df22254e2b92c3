//! Documentation on the setters of builders, which the generator leaves bare.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit, LitStr, Meta, Type, parse_quote};

use super::serde_attribute::doc_of;
use super::{fields, modules};
use crate::Spec;
use crate::operations::{self, one_line};
use crate::spec::text;

/// (type, function) → text.
type Texts = BTreeMap<(String, String), String>;

/// Documents the setters of the builders in `types::builder` with the text of the fields that they set.
pub(super) fn of_type_builders(types: &mut [Item]) {
    let mut texts = Texts::new();
    for (owner, own_fields) in fields::all(types) {
        for field in own_fields.iter() {
            if let (Some(name), Some(text)) = (&field.ident, doc_of(&field.attrs)) {
                texts.insert((owner.to_string(), name.to_string()), text);
            }
        }
    }
    let builders = modules(types)
        .find(|module| module.ident == "builder")
        .and_then(|module| module.content.as_mut());
    if let Some((_, items)) = builders {
        document(items, &texts, |owner| {
            format!("Builds a [`{owner}`](super::{owner}); errors surface at `try_into`.")
        });
    }
}

/// Documents the setters of the operations' builders with the text of their parameters.
pub(super) fn of_operation_builders(spec: &Spec, builders: &mut [Item]) {
    let mut texts = Texts::new();
    for operation in operations::operations(spec) {
        let owner = operation.id.to_upper_camel_case();
        for parameter in &operation.parameters {
            if !parameter.description.is_empty() {
                texts.insert(
                    (owner.clone(), parameter.name.to_snake_case()),
                    one_line(&parameter.description),
                );
            }
        }
        let body = spec
            .at(&operation.place)
            .and_then(|value| operations::request_body(spec, &operation.place, value));
        let body_text = body
            .and_then(|(body, _)| text(body, "description"))
            .unwrap_or("The request body.");
        texts.insert((owner.clone(), "body".to_owned()), body_text.trim_end().to_owned());
        texts.insert(
            (owner, "body_map".to_owned()),
            "Changes the request body's builder in place.".to_owned(),
        );
    }
    document(builders, &texts, |owner| {
        format!(
            "A request of [`Client::{0}`](super::Client::{0}).",
            owner.to_snake_case()
        )
    });
}

/// Marks the generator's examples as plain text: as `ignore` each of them would count as a test that never runs.
pub(super) fn plain_examples(file: &mut syn::File) {
    Examples.visit_file_mut(file);
}

struct Examples;

impl VisitMut for Examples {
    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        if let Meta::NameValue(meta) = &mut attribute.meta
            && meta.path.is_ident("doc")
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(text), ..
            }) = &mut meta.value
        {
            *text = LitStr::new(&text.value().replace("```ignore", "```text"), text.span());
        }
    }
}

fn document(items: &mut [Item], texts: &Texts, of_builder: impl Fn(&str) -> String) {
    for item in items {
        match item {
            Item::Struct(own) => add_if_bare(&mut own.attrs, || of_builder(&own.ident.to_string())),
            Item::Impl(own) if own.trait_.is_none() => {
                let Type::Path(path) = &*own.self_ty else {
                    continue;
                };
                let Some(owner) = path.path.segments.last().map(|last| last.ident.to_string()) else {
                    continue;
                };
                for function in &mut own.items {
                    if let ImplItem::Fn(function) = function
                        && let Some(text) = texts.get(&(owner.clone(), function.sig.ident.to_string()))
                    {
                        add_if_bare(&mut function.attrs, || text.clone());
                    }
                }
            }
            _ => {}
        }
    }
}

fn add_if_bare(attributes: &mut Vec<Attribute>, text: impl FnOnce() -> String) {
    if doc_of(attributes).is_none() {
        let text = text();
        attributes.insert(0, parse_quote!(#[doc = #text]));
    }
}
