//! From the hand-written OpenAPI documents in `specs/` to Rust.
//!
//! A spec describes its service for every reader: all content types, all error answers, units, examples, open
//! questions. [`load`] reads it strictly, [`lint`] says what is missing or cannot be generated, with file, line and rule;
//! [`generate`] reduces it to what the generator (progenitor) accepts, generates client and types, and patches the result.
//! [`build`] does all of that in a client's build script:
//!
//! ```no_run
//! fn main() -> Result<(), aurora_codegen::Error> {
//!     aurora_codegen::build()
//! }
//! ```
//!
//! [`outline`], [`operations_page`] and [`diff`] are for people: what is committed and reviewed, and what a change does
//! to callers.
//!
//! # Extensions
//!
//! | key | on | meaning |
//! | --- | --- | --- |
//! | `x-idempotent` | operation | `true` or `false`: whether sending it twice does no more than once; PUT, POST and PATCH have to say |
//! | `x-time-class` | operation | `default`, `slow` or `compute`: which limit to the first byte applies |
//! | `x-hand-written` | operation | why the generator leaves it out; it stays in `OPERATIONS` |
//! | `x-status` | operation | `removed: ` or `broken: ` and what really happens: it is refused before it is sent, unless forced |
//! | `x-method` | operation | the call of the hand-written client, such as `load_factors().run`, or `none: ` and why there is none |
//! | `x-command` | operation | the command of the program, such as `aurora amun load-factors run` |
//! | `x-unverified` | operation, parameter, request body, answer, schema, property | what is not known; reaches the rustdoc |
//! | `x-unit` | parameter, schema, property | the unit of a number, or of the numbers in a list or map: `m/s`; `"1"` if dimensionless; `none` for ids, years and the like |
//! | `x-rust-type` | named schema | the hand-written Rust type in its place, such as `crate::LoadFactorRequest` |
//! | `x-multi-segment` | parameter | a part of a path that the service handed out: slashes stay, percent-encoded text too |
//! | `x-document` | named schema | what file it describes, if no operation leads to it |
//! | `x-graphql-document` | operation | the GraphQL document that it sends, as a path from the folder of the specs |
//! | `x-graphql-dynamic` | operation | the spreads in that document that the client fills in at run time |
//! | `x-graphql-scalar` | schema, property | JSON that GraphQL takes for a scalar: no selection, whatever the schema |
//! | `x-graphql-type` | schema, property | the names that GraphQL has for the type of a variable, if not the schema's |
//! | `x-not-selected` | property | why an operation that reads its owner does not ask for it |
//! | `x-send-null` | property | goes out as `null` when it is not set; the property is optional and nullable |
//!
//! A hand-written type has to be `Clone`, `Debug`, `PartialEq`, `Serialize`, `Deserialize`, and with the feature
//! `schemars` a `JsonSchema`; `Display` too if it stands in a path or header.
//!
//! # GraphQL
//!
//! Operations that share one path have a fragment each: `/v1/graphql#get_scenario`. Their documents stand in a folder beside the
//! spec, one named operation a file; `fragments.graphql` holds the selections that they share. What is sent has no
//! fragments: they are written out when the client is generated. The text becomes the default of the request's `query`, and a
//! constant in `documents`. Where it has dynamic spreads, it is only the constant, and `query` is required. Answers
//! implement `aurora_core::graphql::Reply`. With the feature `lint`, [`lint`] compares the documents with the schemas.
//!
//! # What generated types do
//!
//! * Enums that an answer leads to are open: `Unknown(String)` keeps a value that the spec does not list. Enums that are only
//!   sent are closed, and so are those with one value, which tell the variants of a `oneOf` apart.
//! * Reading forgives: unknown fields are ignored, `null` for an optional list or map is an empty one, an integer may be
//!   written `5.0`, bounds on what comes back do not narrow its type.
//! * Enums and structs are `#[non_exhaustive]`; builders make them, and their setters carry the text of the fields.
//!
//! # Rules
//!
//! [`RULES`] lists them. Those that [stop generation](Finding::stops_generation) also fail the build of a client; the
//! others are about documentation and fail `cargo xtask lint` only.

mod build_script;
mod diff;
mod error;
mod finding;
mod generate;
mod generator;
mod graphql;
mod lint;
mod locate;
mod model;
mod notes;
mod operations;
mod outline;
mod page;
mod patch;
mod pointer;
mod reduce;
mod references;
mod shapes;
mod spec;
mod table;

pub use build_script::{build, graphql_files};
pub use diff::{Change, diff};
pub use error::Error;
pub use finding::Finding;
pub use generate::generate;
pub use lint::lint;
pub use lint::rules::{RULES, Rule};
pub use operations::{Operation, Parameter, Status, operations};
pub use outline::outline;
pub use page::operations_page;
pub use pointer::Pointer;
pub use spec::{Spec, load};
