//! `aurora schema`: what the files that the program reads and writes look like.

use anyhow::Result;
use aurora_energy::amun::LoadFactorRequest;
use aurora_energy::amun::ValuationParameters;
use aurora_energy::amun::types::{
    CalibratedGenerationUpload, LoadFactorResult, RawGenerationUpload, ValuationOutputs, WindUpload,
};
use aurora_energy::etm::SessionUpdated;
use aurora_energy::etm::types::{ScenarioDump, ScenarioExportLine};
use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde_json::{Value, json};

use crate::command::amun::load_factors::batch::results::Row;
use crate::command::amun::load_factors::batch::state::State;
use crate::command::amun::load_factors::summary::Summary;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::column;

pub mod columns;

/// One kind of file.
struct File {
    name: &'static str,
    what: &'static str,
    content: Content,
}

enum Content {
    Json(fn() -> Schema),
    Csv(&'static [columns::Csv]),
}

/// An item of a batch's input, in JSON and JSON lines.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", transform = allow_references)]
#[expect(
    dead_code,
    reason = "only its schema is used; items are read field by field to allow references to files"
)]
struct BatchItem {
    /// Names the result files. Default: a number; for a file with one request, the file's name.
    #[schemars(with = "Option<Name>")]
    name: Option<String>,
    /// A JSON file with a request, whose fields hold unless the item has its own.
    file: Option<String>,
    /// For UploadedWind: a JSON file with hourly speeds in m/s, instead of lowHeight.
    speeds_file: Option<String>,
    /// Height of these speeds in metres.
    speeds_height: Option<f64>,
    /// For UploadedGeneration: a JSON file with hourly MW, instead of uploadedGeneration.
    generation_file: Option<String>,
    /// The request itself.
    #[schemars(flatten)]
    request: LoadFactorRequest,
}

/// What names an item.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum Name {
    Text(String),
    Number(f64),
}

/// What another file holds need not stand in the item.
fn allow_references(schema: &mut Schema) {
    let (required, flows) = (schema.remove("required"), schema.remove("anyOf"));
    let and = |more: &[&str]| {
        let own = required.iter().filter_map(Value::as_array).flatten().cloned();
        own.chain(more.iter().map(|field| Value::from(*field)))
            .collect::<Vec<_>>()
    };
    let ways = json!([
        { "required": and(&[]), "anyOf": flows },
        { "required": and(&["windType", "speedsFile", "speedsHeight", "uploadedWindStartTime"]) },
        { "required": and(&["windType", "generationFile", "installedCapacity", "uploadGenerationStartTime"]) },
        { "required": ["file"] },
    ]);
    schema.insert("anyOf".to_owned(), ways);
}

fn schema<T: JsonSchema>() -> Schema {
    schema_for!(T)
}

const FILES: [File; 17] = [
    File {
        name: "load-factor-request",
        what: "input of load-factors run",
        content: Content::Json(schema::<LoadFactorRequest>),
    },
    File {
        name: "load-factor-result",
        what: "NAME.json of a batch, and run --out FILE.json",
        content: Content::Json(schema::<LoadFactorResult>),
    },
    File {
        name: "load-factor-summary",
        what: "what load-factors run prints as JSON",
        content: Content::Json(schema::<Summary>),
    },
    File {
        name: "batch-item",
        what: "one request of a batch (.json, .jsonl)",
        content: Content::Json(schema::<BatchItem>),
    },
    File {
        name: "batch-csv",
        what: "columns of a batch's input as CSV",
        content: Content::Csv(&columns::BATCH),
    },
    File {
        name: "batch-state",
        what: "batch-state.json",
        content: Content::Json(schema::<State>),
    },
    File {
        name: "batch-summary",
        what: "summary.json; summary.csv has the same fields",
        content: Content::Json(schema::<Vec<Row>>),
    },
    File {
        name: "result-csv",
        what: "columns of NAME.csv of a batch, and of run --out FILE.csv",
        content: Content::Csv(&columns::RESULT),
    },
    File {
        name: "valuation-parameters",
        what: "input of valuations create and update",
        content: Content::Json(schema::<ValuationParameters>),
    },
    File {
        name: "valuation-outputs",
        what: "valuations outputs --out FILE.json",
        content: Content::Json(schema::<ValuationOutputs>),
    },
    File {
        name: "raw-generation-upload",
        what: "input of valuations upload-raw-generation",
        content: Content::Json(schema::<RawGenerationUpload>),
    },
    File {
        name: "calibrated-generation-upload",
        what: "input of valuations upload-calibrated-generation",
        content: Content::Json(schema::<CalibratedGenerationUpload>),
    },
    File {
        name: "wind-upload",
        what: "input of valuations upload-wind",
        content: Content::Json(schema::<WindUpload>),
    },
    File {
        name: "etm-inputs-csv",
        what: "columns of etm inputs set --file FILE.csv",
        content: Content::Csv(&columns::INPUTS),
    },
    File {
        name: "etm-session-update",
        what: "what etm inputs set prints as JSON",
        content: Content::Json(schema::<SessionUpdated>),
    },
    File {
        name: "etm-session-export",
        what: "a line of etm sessions export",
        content: Content::Json(schema::<ScenarioExportLine>),
    },
    File {
        name: "etm-session-dump",
        what: "input of etm sessions load-dump",
        content: Content::Json(schema::<ScenarioDump>),
    },
];

/// A row of the list of schemas.
#[derive(Serialize)]
struct Named {
    name: &'static str,
    file: &'static str,
}

/// Prints a schema, or the list of them.
///
/// # Errors
///
/// Fails when no schema has this name.
pub fn run(name: Option<&str>, context: &mut Context) -> Result<()> {
    let Some(name) = name else {
        let names = FILES.iter().map(|file| Named {
            name: file.name,
            file: file.what,
        });
        return context
            .output
            .items(&[column("name", "name"), column("file", "file")], names);
    };
    let file = FILES.iter().find(|file| file.name == name).ok_or_else(|| {
        Failure::usage(format!("there is no schema {name:?}")).with_hint("`aurora schema` lists them")
    })?;
    match &file.content {
        Content::Json(schema) => context.output.line(&serde_json::to_string_pretty(&schema())?),
        Content::Csv(rows) => {
            let columns = [
                column("column", "column"),
                column("unit", "unit"),
                column("meaning", "meaning"),
            ];
            context.output.items(&columns, rows.iter())
        }
    }
}
