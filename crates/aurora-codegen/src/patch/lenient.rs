//! Reading what services really send: `null` where the document says nothing of it, `5.0` where it says integer.

use heck::ToSnakeCase;
use quote::{format_ident, quote};
use syn::{Field, Ident, Item, Meta, Type, parse_quote};

use super::fields;
use super::serde_attribute::SerdeOptions;

/// Gives fields a `deserialize_with` where reading them literally would lose a whole answer over a trifle:
/// integers accept a float without fraction, absent-able fields accept `null`.
pub(super) fn apply(types: &mut Vec<Item>) {
    let mut functions = Vec::new();
    for (owner, own_fields) in fields::all(types) {
        for field in own_fields {
            functions.extend(make_lenient(&owner, field));
        }
    }
    if !functions.is_empty() {
        types.push(parse_quote! {
            /// Readers of fields with a default of their own, for which `null` means that default.
            mod lenient {
                use super::*;
                #(#functions)*
            }
        });
    }
}

/// Changes the field; returns the reader that it needs if none of `aurora_core::lenient` fits.
fn make_lenient(owner: &Ident, field: &mut Field) -> Option<Item> {
    let mut options = SerdeOptions::of(field);
    if options.has("flatten") {
        return None;
    }
    let kind = Kind::of(&field.ty);
    let own_default = options.text("default");
    let reader = match (&kind, options.has("default"), &own_default) {
        (Kind::Optional, ..) | (Kind::Other, false, _) => return None,
        (Kind::OptionalInteger, ..) => "optional_integer",
        (Kind::OptionalIntegers, ..) => "optional_integers",
        (_, true, Some(default)) => {
            let function = reader_with_default(owner, field, default, &kind);
            let path = format!("lenient::{}", function.sig.ident);
            set_reader(&mut options, &path);
            options.write_to(field);
            return Some(Item::Fn(function));
        }
        (Kind::Integer, false, _) => "integer",
        (Kind::Integer, true, _) => "integer_or_default",
        (Kind::Integers, false, _) => "integers",
        (Kind::Integers, true, _) => "integers_or_default",
        (Kind::Other, true, _) => "null_as_default",
    };
    // With a reader of its own, serde no longer takes a missing `Option` for `None` by itself.
    let is_optional = matches!(kind, Kind::OptionalInteger | Kind::OptionalIntegers);
    if is_optional && options.has("skip_serializing_if") && !options.has("default") {
        options.add(parse_quote!(default));
    }
    set_reader(&mut options, &format!("::aurora_core::lenient::{reader}"));
    options.write_to(field);
    None
}

fn set_reader(options: &mut SerdeOptions, path: &str) {
    options.remove("deserialize_with");
    let option: Meta = parse_quote!(deserialize_with = #path);
    options.add(option);
}

fn reader_with_default(owner: &Ident, field: &Field, default: &str, kind: &Kind) -> syn::ItemFn {
    let field_name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let name = format_ident!("{}", format!("{owner}_{field_name}").to_snake_case());
    let ty = &field.ty;
    let default: syn::Expr = syn::parse_str(default).unwrap_or_else(|_| parse_quote!(Default::default));
    let read = match kind {
        Kind::Integer => quote!(::aurora_core::lenient::optional_integer::<D, #ty>(deserializer)?),
        _ => {
            quote!(<::std::option::Option<#ty> as ::serde::Deserialize>::deserialize(deserializer)?)
        }
    };
    parse_quote! {
        pub(super) fn #name<'de, D>(deserializer: D) -> ::std::result::Result<#ty, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            Ok(#read.unwrap_or_else(|| #default()))
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Integer,
    OptionalInteger,
    OptionalIntegers,
    Integers,
    Optional,
    Other,
}

impl Kind {
    fn of(ty: &Type) -> Self {
        let text = quote!(#ty).to_string().replace(' ', "");
        let is_integer = |text: &str| matches!(text, "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64");
        let inside = |start: &str| inside_of(&text, start);
        if is_integer(&text) {
            return Self::Integer;
        }
        match (inside("::std::option::Option<"), inside("::std::vec::Vec<")) {
            (Some(inner), _) if is_integer(inner) => Self::OptionalInteger,
            (Some(inner), _) if inside_of(inner, "::std::vec::Vec<").is_some_and(is_integer) => Self::OptionalIntegers,
            (Some(_), _) => Self::Optional,
            (_, Some(inner)) if is_integer(inner) => Self::Integers,
            _ => Self::Other,
        }
    }
}

/// What stands between `start` and the last `>` of a type.
fn inside_of<'t>(ty: &'t str, start: &str) -> Option<&'t str> {
    ty.strip_prefix(start).and_then(|rest| rest.strip_suffix('>'))
}
