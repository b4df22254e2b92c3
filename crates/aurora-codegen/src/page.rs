//! The page that lists all operations.

use crate::Spec;
use crate::operations::{self, Operation};
use crate::spec::text;

/// The text of `docs/operations.md`: for every operation its route, the Rust call and the command.
///
/// `services` are the names of the services with their documents; the name is that of the program's sub-command.
#[must_use]
pub fn operations_page(services: &[(String, Spec)]) -> String {
    let mut page = String::from(
        "<!-- Written by `cargo xtask generate` from `specs/`. Do not edit. -->\n\n# Operations\n\n\
         Every operation of every service, with the call of the Rust client and the command of the program that sends it. \
         `aurora api SERVICE OPERATION` sends any of them. *once*: repeating it does harm, so it is sent again only if the \
         request surely did not arrive.\n",
    );
    for (service, spec) in services {
        let title = spec
            .document()
            .get("info")
            .and_then(|info| text(info, "title"))
            .unwrap_or(service);
        page.push_str(&format!(
            "\n## {title}\n\n| Operation | HTTP | What it does | Rust | Command |\n| --- | --- | --- | --- | --- |\n"
        ));
        for operation in operations::operations(spec) {
            page.push_str(&row(service, &operation));
        }
    }
    page
}

fn row(service: &str, operation: &Operation) -> String {
    let Operation {
        id,
        method,
        path,
        summary,
        ..
    } = operation;
    let once = if operation.idempotent { "" } else { ", *once*" };
    let rust = match (&operation.client_method, &operation.hand_written) {
        (Some(call), _) => format!("`{call}`"),
        (None, None) => format!("`generated().{id}()`"),
        (None, Some(_)) => format!("`request(\"{id}\")`"),
    };
    let rust = match &operation.without_method {
        Some(reason) => format!("{rust}: {reason}"),
        None => rust,
    };
    let summary = match &operation.status {
        Some(status) => format!(
            "{summary} *{}:* {}.",
            capitalised(status.as_str()),
            status.what_happens()
        ),
        None => summary.clone(),
    };
    let raw = format!("`aurora api {service} {id}`");
    let command = match &operation.command {
        Some(command) => format!("`{command}`, {raw}"),
        None => raw,
    };
    let cells = [
        format!("`{id}`"),
        format!("`{method} {path}`{once}"),
        summary,
        rust,
        command,
    ];
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
