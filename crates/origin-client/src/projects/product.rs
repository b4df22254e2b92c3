//! Products that a project may belong to.

use std::fmt;

use aurora_core::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::check::invalid;
use crate::types::Product;

/// The id of a product, or its name where either may be given. The service uses numbers or texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ProductId {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

impl From<i64> for ProductId {
    fn from(id: i64) -> Self {
        Self::Number(id)
    }
}

impl From<&str> for ProductId {
    fn from(id_or_name: &str) -> Self {
        Self::Text(id_or_name.to_owned())
    }
}

impl From<String> for ProductId {
    fn from(id_or_name: String) -> Self {
        Self::Text(id_or_name)
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(id) => write!(f, "{id}"),
            Self::Text(id) => f.write_str(id),
        }
    }
}

/// What was put in place of a product's id.
pub(super) fn read(value: Value) -> Result<ProductId> {
    let shown = value.to_string();
    serde_json::from_value(value)
        .map_err(|_not_one| invalid(format!("productId is {shown}, but has to be a whole number or a text")))
}

/// The id of the first product with this id or name.
pub(super) fn find(products: &[Product], wanted: &ProductId) -> Result<ProductId> {
    let is_named = |product: &Product| match wanted {
        ProductId::Text(name) => product.name.as_ref() == Some(name),
        ProductId::Number(_) => false,
    };
    let found = products
        .iter()
        .find(|product| product.product_id.as_ref() == Some(wanted) || is_named(product));
    match found.and_then(|product| product.product_id.clone()) {
        Some(id) => Ok(id),
        None => Err(not_found(products, wanted)),
    }
}

fn not_found(products: &[Product], wanted: &ProductId) -> Error {
    let wanted = match wanted {
        ProductId::Number(id) => id.to_string(),
        ProductId::Text(text) => format!("{text:?}"),
    };
    let accepted: Vec<String> = products.iter().map(shown).collect();
    let advice = match accepted.as_slice() {
        [] => "this account has no products to choose from: leave the product out".to_owned(),
        accepted => format!("accepted are {}; case and type count", accepted.join(", ")),
    };
    Error::new(
        ErrorKind::NotFound,
        format!("product not found: no id and no name is {wanted}"),
    )
    .with_operation("get_dash_config")
    .with_advice(advice)
}

/// A product as its id and name.
fn shown(product: &Product) -> String {
    let id = match &product.product_id {
        Some(ProductId::Number(id)) => id.to_string(),
        Some(ProductId::Text(id)) => format!("{id:?}"),
        None => "null".to_owned(),
    };
    match &product.name {
        Some(name) => format!("{id} ({name})"),
        None => id,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn look_up(wanted: impl Into<ProductId>) -> Result<ProductId> {
        let products = json!([{"productId": 7, "name": "SaaS"}, {"productId": "x", "name": "7b"}, {"name": null}]);
        find(
            &serde_json::from_value::<Vec<Product>>(products).unwrap(),
            &wanted.into(),
        )
    }

    #[test]
    fn a_product_is_found_by_id_or_name_and_both_exactly() {
        assert_eq!(look_up(7).unwrap(), ProductId::Number(7));
        assert_eq!(look_up("SaaS").unwrap(), ProductId::Number(7));
        assert_eq!(look_up("7b").unwrap(), ProductId::from("x"));
        for wanted in ["7", "saas", "SaaS "] {
            let error = look_up(wanted).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound);
            let text = error.to_string();
            assert!(
                text.contains(&format!("{wanted:?}")) && text.contains("7 (SaaS), \"x\" (7b)"),
                "{text}"
            );
        }
        assert!(
            find(&[], &7.into())
                .unwrap_err()
                .to_string()
                .contains("leave the product out")
        );
    }

    #[test]
    fn what_is_no_id_is_refused() {
        assert_eq!(read(json!("x")).unwrap(), ProductId::from("x"));
        assert!(read(json!([1])).unwrap_err().to_string().contains("productId is [1]"));
    }
}
