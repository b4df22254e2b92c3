//! From a document to Rust source.

use syn::Item;

use crate::{Error, Finding, Spec, generator, graphql, lint, patch, table};

/// The Rust source for a document: the client, its types and `OPERATIONS`. The same document gives the same text.
///
/// The text is meant to be included in a module of a client crate that depends on `aurora-core`, `progenitor-client`,
/// `reqwest`, `serde`, `serde_json`, and on `jiff` and `uuid` if the document has such formats; that crate implements
/// `progenitor_client::ClientHooks<aurora_core::transport::Transport>` for the generated `Client`, and has a feature
/// `schemars` for the JSON Schemas of the types.
///
/// # Errors
///
/// [`Error::Findings`] with every finding that [stops generation](Finding::stops_generation); [`Error::Generator`] when
/// the generator refuses or panics all the same.
pub fn generate(spec: &Spec) -> Result<String, Error> {
    let findings: Vec<Finding> = lint(spec).into_iter().filter(Finding::stops_generation).collect();
    if !findings.is_empty() {
        return Err(Error::Findings(findings));
    }
    let shape_error = |error: syn::Error| Error::Patch {
        file: spec.file().to_owned(),
        message: format!("the generated code is no Rust file: {error}"),
    };
    let mut file: syn::File = syn::parse2(generator::tokens(spec)?).map_err(shape_error)?;
    patch::apply(spec, &mut file)?;
    let graphql = graphql::emit::items(spec, types(&file))?;
    file.items.extend(graphql);
    file.items.push(syn::parse2(table::tokens(spec)).map_err(shape_error)?);
    let header = format!(
        "// Generated from {} by aurora-codegen. Do not edit: change the spec, then run `cargo xtask generate`.\n\n",
        spec.file()
    );
    Ok(header + &prettyplease::unparse(&file))
}

/// The items of the module `types`.
fn types(file: &syn::File) -> &[Item] {
    let found = file.items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_ref(),
        _ => None,
    });
    found.map_or(&[], |(_, items)| items.as_slice())
}
