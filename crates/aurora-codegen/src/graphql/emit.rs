//! What the generated code has for GraphQL operations beside client and types.

use std::collections::BTreeMap;

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, ItemStruct};

use super::{Envelope, document, name_of_reference, property};
use crate::operations::{self, Operation};
use crate::spec::text;
use crate::{Error, Spec, references};

/// The texts of the static documents, by the name of the request's schema: the defaults of its `query`.
pub(crate) fn defaults(spec: &Spec) -> BTreeMap<String, String> {
    operations::operations(spec)
        .iter()
        .filter(|operation| operation.graphql_dynamic.is_empty())
        .filter_map(|operation| {
            let text = document(spec, operation)?.ok()?;
            Some((Envelope::of(spec, operation).request?, text))
        })
        .collect()
}

/// `pub mod documents` with the text of each operation, and how each answer is split; nothing for a service without GraphQL.
pub(crate) fn items(spec: &Spec, types: &[Item]) -> Result<Vec<Item>, Error> {
    let operations: Vec<Operation> = operations::operations(spec)
        .into_iter()
        .filter(|operation| operation.graphql_document.is_some())
        .collect();
    if operations.is_empty() {
        return Ok(Vec::new());
    }
    let shape_error = |message: String| Error::Patch {
        file: spec.file().to_owned(),
        message,
    };
    let constants = operations
        .iter()
        .filter_map(|operation| constant(spec, operation))
        .collect::<Vec<_>>();
    let mut tokens = quote! {
        /// The GraphQL documents that the operations send. Where a document has spreads that the client fills in at run
        /// time, it cannot be sent as it is.
        pub mod documents {
            #(#constants)*
        }
    };
    let mut split = Vec::new();
    for operation in &operations {
        let envelope = Envelope::of(spec, operation);
        let Some(name) = envelope.answer.clone().filter(|name| !split.contains(name)) else {
            continue;
        };
        if operation.hand_written.is_none() && !is_replaced(spec, &name) {
            tokens.extend(reply(&envelope, &name, types).map_err(shape_error)?);
            split.push(name);
        }
    }
    let file: syn::File = syn::parse2(tokens).map_err(|error| shape_error(error.to_string()))?;
    Ok(file.items)
}

fn constant(spec: &Spec, operation: &Operation) -> Option<TokenStream> {
    let text = document(spec, operation)?.ok()?;
    let name = format_ident!("{}", operation.id.to_shouty_snake_case());
    let mut doc = format!("Of `{}`: {}.", operation.id, operation.summary.trim_end_matches('.'));
    if !operation.graphql_dynamic.is_empty() {
        let spreads: Vec<String> = operation
            .graphql_dynamic
            .iter()
            .map(|name| format!("`...{name}`"))
            .collect();
        doc += &format!(" To fill in: {}.", spreads.join(", "));
    }
    Some(quote! {
        #[doc = #doc]
        pub const #name: &str = #text;
    })
}

fn is_replaced(spec: &Spec, name: &str) -> bool {
    references::component_schemas(spec).any(|(own, schema)| own == name && text(schema, "x-rust-type").is_some())
}

fn reply(envelope: &Envelope<'_>, name: &str, types: &[Item]) -> Result<TokenStream, String> {
    let own = structure(types, name).ok_or_else(|| format!("no struct `{name}` in the generated code"))?;
    let data = envelope
        .data()
        .and_then(name_of_reference)
        .ok_or_else(|| format!("the `data` of `{name}` refers to no named schema"))?;
    let has_errors = envelope
        .answer_schema
        .as_ref()
        .is_some_and(|(schema, _)| property(schema, "errors").is_some());
    let errors = match (has_errors, is_optional(own, "errors")) {
        (false, _) => quote!(::std::vec::Vec::new()),
        (true, true) => quote!(self.errors.unwrap_or_default()),
        (true, false) => quote!(self.errors),
    };
    let (own, data) = (format_ident!("{name}"), format_ident!("{data}"));
    Ok(quote! {
        impl ::aurora_core::graphql::Reply for types::#own {
            type Data = types::#data;

            fn split(
                self,
            ) -> (
                ::std::option::Option<Self::Data>,
                ::std::vec::Vec<::aurora_core::graphql::GraphQlError>,
            ) {
                (self.data, #errors)
            }
        }
    })
}

fn structure<'a>(types: &'a [Item], name: &str) -> Option<&'a ItemStruct> {
    types.iter().find_map(|item| match item {
        Item::Struct(own) if own.ident == name => Some(own),
        _ => None,
    })
}

fn is_optional(owner: &ItemStruct, name: &str) -> bool {
    let field = owner
        .fields
        .iter()
        .find(|field| field.ident.as_ref().is_some_and(|own| own == name));
    field.is_some_and(|field| {
        let ty = &field.ty;
        quote!(#ty)
            .to_string()
            .replace(' ', "")
            .starts_with("::std::option::Option<")
    })
}
