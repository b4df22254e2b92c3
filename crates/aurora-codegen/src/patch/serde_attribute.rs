//! Reading and changing the `#[serde(…)]` of a field.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Field, Lit, Meta, Token, parse_quote};

/// The options in a field's `#[serde(…)]`.
pub(super) struct SerdeOptions(Vec<Meta>);

impl SerdeOptions {
    pub(super) fn of(field: &Field) -> Self {
        let options = field
            .attrs
            .iter()
            .filter(|attribute| attribute.path().is_ident("serde"))
            .filter_map(|attribute| {
                attribute
                    .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                    .ok()
            })
            .flatten();
        Self(options.collect())
    }

    pub(super) fn write_to(self, field: &mut Field) {
        field.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
        let options = self.0;
        if !options.is_empty() {
            field.attrs.push(parse_quote!(#[serde(#(#options),*)]));
        }
    }

    pub(super) fn has(&self, option: &str) -> bool {
        self.0.iter().any(|meta| meta.path().is_ident(option))
    }

    /// The text of `option = "text"`.
    pub(super) fn text(&self, option: &str) -> Option<String> {
        self.0
            .iter()
            .find(|meta| meta.path().is_ident(option))
            .and_then(text_of)
    }

    pub(super) fn remove(&mut self, option: &str) {
        self.0.retain(|meta| !meta.path().is_ident(option));
    }

    pub(super) fn add(&mut self, option: Meta) {
        self.0.push(option);
    }
}

fn text_of(meta: &Meta) -> Option<String> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text), ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The text of all doc attributes, one line each.
pub(super) fn doc_of(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| text_of(&attribute.meta))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
