//! `aurora api`: any operation by its id.

use std::path::Path;

use anyhow::Result;
use aurora_energy::core::call::CallOptions;
use aurora_energy::core::operation::Operation;
use aurora_energy::core::raw::{Part, RawRequest};
use aurora_energy::{amun, etm, origin};
use serde::Serialize;
use serde_json::Value;

use crate::args::{ApiArgs, ApiService};
use crate::command::{input, tables};
use crate::context::Context;
use crate::exit::Failure;
use crate::files;
use crate::output::column;

/// A service as this command sees it.
#[derive(Clone, Copy)]
struct Service {
    name: &'static str,
    title: &'static str,
    operations: &'static [Operation],
    /// The field that a file goes into.
    upload: &'static str,
}

const AMUN: Service = Service {
    name: "amun",
    title: "Amun",
    operations: amun::OPERATIONS,
    // The service's upload has this one field, and no content type of its own (measured with the vendor's package).
    upload: "name",
};

const ETM: Service = Service {
    name: "etm",
    title: "The ETM",
    operations: etm::OPERATIONS,
    upload: "file",
};

const ORIGIN: Service = Service {
    name: "origin",
    title: "Origin",
    operations: origin::OPERATIONS,
    upload: "file",
};

impl Service {
    fn operation(self, name: &str) -> Result<&'static Operation> {
        let found = self.operations.iter().find(|operation| operation.id == name);
        Ok(found.ok_or_else(|| {
            Failure::usage(format!("{} has no operation {name:?}", self.title))
                .with_hint(format!("`aurora api {} --list` shows them all", self.name))
        })?)
    }

    async fn request(self, operation: &Operation, context: &mut Context) -> Result<RawRequest> {
        Ok(match self.name {
            "etm" => context.etm().await?.request(operation.id)?,
            "origin" => context.origin().await?.request(operation.id)?,
            _ => context.amun().await?.request(operation.id)?,
        })
    }
}

/// Says what the program's own option is, where the client would name the one of the library.
fn usable(operation: &Operation, arguments: &ApiArgs) -> Result<()> {
    match operation.status {
        Some(status) if !arguments.force_dead => {
            let (id, word, what) = (operation.id, status.as_str(), status.what_happens());
            let message = format!("{id} is {word}: {what}; to send it all the same, add --force-dead");
            Err(Failure::usage(message).into())
        }
        _ => Ok(()),
    }
}

/// Runs one operation of a service, or lists all.
///
/// # Errors
///
/// Fails when there is no such operation or parameter, and as the service does.
pub async fn run(service: ApiService, context: &mut Context) -> Result<()> {
    let (service, arguments) = match service {
        ApiService::Amun(arguments) => (AMUN, arguments),
        ApiService::Etm(arguments) => (ETM, arguments),
        ApiService::Origin(arguments) => (ORIGIN, arguments),
    };
    let Some(name) = arguments.operation.as_deref().filter(|_| !arguments.list) else {
        return list(service.operations, context);
    };
    let operation = service.operation(name)?;
    usable(operation, &arguments)?;
    complete(operation, &arguments)?;
    if let Some(path) = &arguments.out {
        files::ready(path)?;
    }
    let body = match &arguments.input {
        Some(path) => Some(context.read_file(path)?),
        None => None,
    };
    let mut request = service.request(operation, context).await?;
    for (name, value) in &arguments.field {
        known(operation, name)?;
        request = request.param(name, value.as_str());
    }
    if arguments.force_dead {
        request = request.options(CallOptions::default().with_forced(true));
    }
    if let Some(bytes) = body {
        request = with_body(request, service, operation, bytes, &arguments)?;
    }
    let answer = request.send().await?;
    let Some(path) = &arguments.out else {
        return print(&answer.body, context);
    };
    files::write_bytes(path, &answer.body)?;
    tables::written(answer.body.len() as u64, path, context);
    Ok(())
}

/// Checks what can be checked before anything is sent.
fn complete(operation: &Operation, arguments: &ApiArgs) -> Result<()> {
    let given = |name: &str| arguments.field.iter().any(|(field, _)| field == name);
    let missing: Vec<_> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required && !given(parameter.name))
        .map(|parameter| format!("-f {}=…", parameter.name))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::usage(format!("{} needs {}", operation.id, missing.join(" "))).into());
    }
    match (operation.request_content.is_empty(), &arguments.input) {
        (false, None) => Err(Failure::usage(format!("{} needs a body", operation.id))
            .with_hint("give it with --input FILE, or with --input - from the standard input")
            .into()),
        (true, Some(_)) => Err(Failure::usage(format!("{} takes no body", operation.id)).into()),
        _ => Ok(()),
    }
}

fn known(operation: &Operation, name: &str) -> Result<()> {
    if operation.parameters.iter().any(|parameter| parameter.name == name) {
        return Ok(());
    }
    let known: Vec<_> = operation.parameters.iter().map(|parameter| parameter.name).collect();
    let hint = if known.is_empty() {
        "it has none".to_owned()
    } else {
        format!("it has {}", known.join(", "))
    };
    Err(Failure::usage(format!("{} has no parameter {name:?}", operation.id))
        .with_hint(hint)
        .into())
}

fn with_body(
    request: RawRequest,
    service: Service,
    operation: &Operation,
    bytes: Vec<u8>,
    arguments: &ApiArgs,
) -> Result<RawRequest> {
    if operation.request_content.contains(&"multipart/form-data") {
        let path = arguments.input.as_deref();
        let file = path
            .and_then(|path| path.file_name())
            .and_then(|name| name.to_str())
            .unwrap_or("upload.xlsx");
        return Ok(request.multipart([Part::new(service.upload, bytes).with_file_name(file)]));
    }
    let name = arguments.input.as_deref().unwrap_or(Path::new("-")).display();
    Ok(request.json(&input::json(&format_args!("the body from {name}"), &bytes)?))
}

/// Prints an answer: JSON in the format that was asked for, anything else byte for byte.
fn print(body: &[u8], context: &mut Context) -> Result<()> {
    if body.is_empty() {
        context.note("the answer is empty");
        return Ok(());
    }
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        return context.output.value(&value);
    }
    if context.terminal.output && std::str::from_utf8(body).is_err() {
        return Err(
            Failure::usage(format!("the answer is {} bytes that are no text", body.len()))
                .with_hint("write it to a file with --out FILE")
                .into(),
        );
    }
    context.output.bytes(body)
}

/// A row of `--list`.
#[derive(Serialize)]
struct Row {
    id: &'static str,
    method: &'static str,
    path: &'static str,
    parameters: Vec<String>,
    body: &'static [&'static str],
    summary: &'static str,
    status: Option<String>,
}

fn list(operations: &[Operation], context: &mut Context) -> Result<()> {
    let columns = [
        column("operation", "id"),
        column("method", "method"),
        column("path", "path"),
        column("parameters (* needed)", "parameters"),
        column("body", "body"),
        column("what it does", "summary"),
        column("usable", "status"),
    ];
    let rows = operations.iter().map(|operation| Row {
        id: operation.id,
        method: operation.method,
        path: operation.path,
        parameters: operation
            .parameters
            .iter()
            .map(|parameter| format!("{}{}", parameter.name, if parameter.required { "*" } else { "" }))
            .collect(),
        body: operation.request_content,
        summary: operation.summary,
        status: operation
            .status
            .map(|status| format!("{}: {}", status.as_str(), status.what_happens())),
    });
    context.output.items(&columns, rows)
}
