//! What the generated code needs and the generator has no setting for, done on the syntax tree.

use syn::{Attribute, Item, ItemMod, parse_quote};

use crate::{Error, Spec};

mod client;
mod docs;
mod enums;
mod extra;
mod fields;
mod lenient;
mod schemars;
mod serde_attribute;

/// Applies every patch to the generator's output.
pub(crate) fn apply(spec: &Spec, file: &mut syn::File) -> Result<(), Error> {
    let shape_error = |message: String| Error::Patch {
        file: spec.file().to_owned(),
        message,
    };
    client::remove_constructor(&mut file.items).map_err(shape_error)?;
    docs::of_operation_builders(spec, module(&mut file.items, "builder").map_err(shape_error)?);
    let types = module(&mut file.items, "types").map_err(shape_error)?;
    enums::open(spec, types).map_err(shape_error)?;
    fields::send_nulls(spec, types).map_err(shape_error)?;
    extra::fill(types).map_err(shape_error)?;
    lenient::apply(types);
    schemars::derive(types);
    non_exhaustive(types);
    docs::of_type_builders(types);
    docs::plain_examples(file);
    allow_lints(&mut file.items);
    Ok(())
}

/// The items of an inline module.
fn module<'a>(items: &'a mut [Item], name: &str) -> Result<&'a mut Vec<Item>, String> {
    modules(items)
        .find(|module| module.ident == name)
        .and_then(|module| module.content.as_mut())
        .map(|(_, items)| items)
        .ok_or_else(|| format!("no module `{name}` in the generated code"))
}

fn modules(items: &mut [Item]) -> impl Iterator<Item = &mut ItemMod> {
    items.iter_mut().filter_map(|item| match item {
        Item::Mod(module) => Some(module),
        _ => None,
    })
}

/// New fields and variants must not break callers. Newtypes stay as they are: they are what they wrap.
fn non_exhaustive(types: &mut [Item]) {
    let attribute: Attribute = parse_quote!(#[non_exhaustive]);
    for item in types {
        match item {
            Item::Struct(own) if matches!(own.fields, syn::Fields::Named(_)) => own.attrs.push(attribute.clone()),
            Item::Enum(own) => own.attrs.push(attribute.clone()),
            _ => {}
        }
    }
}

/// Descriptions are prose of a YAML file: `[0, 1)` is a range and no link. And the functions behind defaults unwrap
/// what cannot fail: the generator has checked the values.
fn allow_lints(items: &mut [Item]) {
    let attribute: Attribute = parse_quote!(
        #[allow(
            clippy::unwrap_used,
            rustdoc::bare_urls,
            rustdoc::broken_intra_doc_links,
            rustdoc::invalid_html_tags
        )]
    );
    for item in items {
        match item {
            Item::Mod(module) => module.attrs.push(attribute.clone()),
            Item::Impl(own) => own.attrs.push(attribute.clone()),
            Item::Struct(own) => own.attrs.push(attribute.clone()),
            _ => {}
        }
    }
}
