//! Enums that come back from the service stay open: a value that this version does not know survives a round trip.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use syn::punctuated::Punctuated;
use syn::{Arm, Attribute, Expr, ImplItem, ImplItemFn, Item, ItemEnum, ItemImpl, Path, Stmt, Token, parse_quote};

use crate::spec::{items, text};
use crate::{Spec, references};

/// Adds `Unknown(String)` to every enum that an answer leads to. Enums that are only sent stay closed, and so do those
/// with one value: they are the tags by which variants of a `oneOf` are told apart.
pub(super) fn open(spec: &Spec, types: &mut [Item]) -> Result<(), String> {
    for name in open_enums(spec) {
        let variant = types
            .iter_mut()
            .find_map(|item| match item {
                Item::Enum(own) if own.ident == name => Some(add_variant(own)),
                _ => None,
            })
            .ok_or_else(|| format!("no enum `{name}` in the generated code"))?;
        for item in types.iter_mut() {
            if let Item::Impl(own) = item {
                open_impl(own, &name, &variant);
            }
        }
    }
    Ok(())
}

/// The Rust names of the enums that are open.
pub(crate) fn open_enums(spec: &Spec) -> BTreeSet<String> {
    let received = references::received(spec);
    references::component_schemas(spec)
        .filter(|(name, schema)| {
            let is_open = text(schema, "type") == Some("string") && items(schema.get("enum")).count() > 1;
            is_open && received.contains(name) && text(schema, "x-rust-type").is_none()
        })
        .map(|(name, _)| name.to_upper_camel_case())
        .collect()
}

fn add_variant(own: &mut ItemEnum) -> syn::Ident {
    let is_free = |name: &&str| own.variants.iter().all(|variant| variant.ident != name);
    let name = ["Unknown", "UnknownValue"]
        .into_iter()
        .find(is_free)
        .unwrap_or("ValueUnknownToThisVersion");
    let ident = syn::Ident::new(name, own.ident.span());
    own.variants.push(parse_quote! {
        /// A value that this version of the client does not know, as the service wrote it.
        #[serde(untagged)]
        #ident(::std::string::String)
    });
    for attribute in &mut own.attrs {
        without_copy(attribute);
    }
    ident
}

fn without_copy(attribute: &mut Attribute) {
    if attribute.path().is_ident("derive")
        && let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
    {
        let kept = derives.into_iter().filter(|path| !path.is_ident("Copy"));
        *attribute = parse_quote!(#[derive(#(#kept),*)]);
    }
}

fn open_impl(own: &mut ItemImpl, name: &str, variant: &syn::Ident) {
    let is_own = matches!(&*own.self_ty, syn::Type::Path(path) if path.path.is_ident(name));
    let Some(of_trait) = own
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last())
        .map(|last| last.ident.clone())
    else {
        return;
    };
    if !is_own {
        return;
    }
    for item in &mut own.items {
        let ImplItem::Fn(function) = item else {
            continue;
        };
        if of_trait == "Display" {
            open_display(function, variant);
        } else if of_trait == "FromStr" {
            open_from_str(function, variant);
        }
    }
}

/// `match *self { … }` cannot bind the text by value, so it becomes `match self`.
fn open_display(function: &mut ImplItemFn, variant: &syn::Ident) {
    if let Some(own) = last_match(function) {
        *own.expr = parse_quote!(self);
        own.arms
            .push(parse_quote!(Self::#variant(value) => f.write_str(value),));
    }
}

fn open_from_str(function: &mut ImplItemFn, variant: &syn::Ident) {
    let fallback: Arm = parse_quote!(_ => Ok(Self::#variant(value.to_string())),);
    if let Some(last) = last_match(function).and_then(|own| own.arms.last_mut()) {
        *last = fallback;
    }
}

fn last_match(function: &mut ImplItemFn) -> Option<&mut syn::ExprMatch> {
    match function.block.stmts.last_mut()? {
        Stmt::Expr(Expr::Match(own), _) => Some(own),
        _ => None,
    }
}
