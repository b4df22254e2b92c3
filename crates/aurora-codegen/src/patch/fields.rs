//! Fields of the generated structs.

use heck::ToUpperCamelCase;
use syn::{Field, Fields, Item};

use super::serde_attribute::SerdeOptions;
use crate::spec::{entries, flag};
use crate::{Spec, references};

/// Makes the fields with `x-send-null` go out as `null` when they are not set.
pub(super) fn send_nulls(spec: &Spec, types: &mut [Item]) -> Result<(), String> {
    for (schema_name, schema) in references::component_schemas(spec) {
        let rust_name = schema_name.to_upper_camel_case();
        let is_replaced = schema.get("x-rust-type").is_some();
        for (property, value) in entries(schema.get("properties")) {
            if flag(value, "x-send-null") && !is_replaced {
                let field = field(types, &rust_name, &property)
                    .ok_or_else(|| format!("no field for `{property}` of `{schema_name}` in the generated code"))?;
                let mut options = SerdeOptions::of(field);
                options.remove("skip_serializing_if");
                if !options.has("default") {
                    options.add(syn::parse_quote!(default));
                }
                options.write_to(field);
            }
        }
    }
    Ok(())
}

fn field<'a>(types: &'a mut [Item], type_name: &str, property: &str) -> Option<&'a mut Field> {
    types
        .iter_mut()
        .find_map(|item| match item {
            Item::Struct(own) if own.ident == type_name => Some(&mut own.fields),
            _ => None,
        })?
        .iter_mut()
        .find(|field| wire_name(field) == property)
}

/// The name of a field on the wire.
pub(super) fn wire_name(field: &Field) -> String {
    let ident = || field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    SerdeOptions::of(field)
        .text("rename")
        .unwrap_or_else(|| ident().trim_start_matches("r#").to_owned())
}

/// The fields of every struct.
pub(super) fn all(types: &mut [Item]) -> impl Iterator<Item = (syn::Ident, &mut Fields)> {
    types.iter_mut().filter_map(|item| match item {
        Item::Struct(own) => Some((own.ident.clone(), &mut own.fields)),
        _ => None,
    })
}
