//! JSON Schemas of the generated types, behind the client's feature `schemars`.

use quote::quote;
use syn::{Attribute, Field, Fields, Item, parse_quote};

/// Types of other crates that are strings in JSON. schemars has features for some of them, which would tie its
/// version to theirs.
const STRINGS_IN_JSON: [&str; 3] = ["::jiff::Timestamp", "::jiff::civil::Date", "::uuid::Uuid"];

/// Derives `JsonSchema` on every type; the builders have none.
pub(super) fn derive(types: &mut [Item]) {
    let attribute: Attribute = parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]);
    for item in types {
        match item {
            Item::Struct(own) => {
                own.attrs.push(attribute.clone());
                describe_foreign_types(&mut own.fields);
            }
            Item::Enum(own) => {
                own.attrs.push(attribute.clone());
                own.variants
                    .iter_mut()
                    .for_each(|variant| describe_foreign_types(&mut variant.fields));
            }
            _ => {}
        }
    }
}

fn describe_foreign_types(fields: &mut Fields) {
    fields.iter_mut().for_each(describe_foreign_type);
}

fn describe_foreign_type(field: &mut Field) {
    let ty = &field.ty;
    let written = quote!(#ty).to_string().replace(' ', "");
    let described = STRINGS_IN_JSON.iter().fold(written.clone(), |text, foreign| {
        text.replace(foreign, "::std::string::String")
    });
    if described != written {
        field
            .attrs
            .push(parse_quote!(#[cfg_attr(feature = "schemars", schemars(with = #described))]));
    }
}
