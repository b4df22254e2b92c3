//! The arguments of fields.

use super::parsed::Remark;

/// The arguments of one field: where it stands, and their names in order.
pub(super) struct Arguments {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) field: String,
    pub(super) names: Vec<String>,
}

pub(super) fn check(fields: &[Arguments]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for field in fields {
        let is_before = |position: usize, name: &String| field.names[..position].contains(name);
        for (_, name) in field
            .names
            .iter()
            .enumerate()
            .filter(|(position, name)| is_before(*position, name))
        {
            remarks.push(Remark {
                rule: "graphql-arguments",
                path: field.path.clone(),
                line: field.line,
                message: format!("`{}` has the argument `{name}` twice", field.field),
            });
        }
    }
    remarks
}
