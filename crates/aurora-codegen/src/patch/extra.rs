//! The field that keeps what the document does not list.

use syn::{Expr, Field, FieldValue, ImplItem, Item, Member, Stmt, Type, parse_quote};

use super::serde_attribute::{SerdeOptions, doc_of};
use super::{fields, modules};

/// The generator's name for the map of further properties.
const NAME: &str = "extra";

/// Makes further fields start empty in builders, where the generator asks for a value, and documents them.
pub(super) fn fill(types: &mut [Item]) -> Result<(), String> {
    let mut owners = Vec::new();
    for (owner, own_fields) in fields::all(types) {
        for field in own_fields.iter_mut().filter(|field| is_extra(field)) {
            if doc_of(&field.attrs).is_none() {
                let text = "Further fields, kept as the service wrote them.";
                field.attrs.insert(0, parse_quote!(#[doc = #text]));
            }
            owners.push(owner.to_string());
        }
    }
    if owners.is_empty() {
        return Ok(());
    }
    let builders = modules(types)
        .find(|module| module.ident == "builder")
        .and_then(|module| module.content.as_mut());
    let Some((_, builders)) = builders else {
        return Err("no module `types::builder` in the generated code".to_owned());
    };
    for owner in owners {
        let value = default_of(builders, &owner)
            .ok_or_else(|| format!("no default of `{NAME}` in the builder of `{owner}`"))?;
        *value = parse_quote!(Ok(Default::default()));
    }
    Ok(())
}

fn is_extra(field: &Field) -> bool {
    SerdeOptions::of(field).has("flatten") && field.ident.as_ref().is_some_and(|name| name == NAME)
}

/// The value of that field in `impl Default for Owner { fn default() -> Self { Self { … } } }`.
fn default_of<'a>(builders: &'a mut [Item], owner: &str) -> Option<&'a mut Expr> {
    let own = builders.iter_mut().find_map(|item| match item {
        Item::Impl(own) if is_default_of(own, owner) => Some(own),
        _ => None,
    })?;
    let function = own.items.iter_mut().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })?;
    let Some(Stmt::Expr(Expr::Struct(value), _)) = function.block.stmts.last_mut() else {
        return None;
    };
    let is_field = |field: &&mut FieldValue| matches!(&field.member, Member::Named(own) if own == NAME);
    value.fields.iter_mut().find(is_field).map(|field| &mut field.expr)
}

fn is_default_of(own: &syn::ItemImpl, owner: &str) -> bool {
    let of_trait = own.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    let of_type = match &*own.self_ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    };
    of_trait.is_some_and(|last| last.ident == "Default") && of_type.is_some_and(|last| last.ident == owner)
}
