//! Every rule, tried with a document that breaks it and nothing else.

use std::collections::BTreeSet;

use aurora_codegen::{Error, Finding, RULES, generate, lint, load};

const FILE: &str = "specs/windmill.yaml";
const BASE: &str = include_str!("base.yaml");

/// One change to the valid document and the finding that it has to give.
struct Break {
    rule: &'static str,
    /// Occurs once in the valid document …
    from: &'static str,
    /// … and is replaced by this.
    to: &'static str,
    /// The first line with this text is the finding's.
    at: &'static str,
}

const fn broken(rule: &'static str, from: &'static str, to: &'static str, at: &'static str) -> Break {
    Break { rule, from, to, at }
}

const BREAKS: &[Break] = &[
    broken(
        "unknown-key",
        "required: [id, name, kind]",
        "requried: [id, name, kind]",
        "requried",
    ),
    broken(
        "unknown-key",
        "summary: Lists mills",
        "summary: Lists mills\n      descripton: x",
        "descripton",
    ),
    broken("missing-key", "  title: Windmill\n", "", "info:"),
    broken("missing-key", "description: Taken.", "headers: {}", "headers: {}"),
    broken(
        "enum-values",
        "      type: string\n      description: What can be ground.",
        "      type: object\n      description: What can be ground.",
        "      enum: [rye, wheat]",
    ),
    broken(
        "parameter-name",
        "name: minPower",
        "name: headerMap",
        "- name: headerMap",
    ),
    broken(
        "schema-name",
        "    Problem:\n      type: object",
        "    Default:\n      type: string\n      description: x\n    Problem:\n      type: object",
        "    Default:",
    ),
    broken(
        "send-null",
        "coarseness: { type: number,",
        "coarseness: { type: number, default: 1,",
        "coarseness:",
    ),
    broken(
        "unknown-extension",
        "x-time-class: slow",
        "x-timeclass: slow",
        "x-timeclass",
    ),
    broken(
        "unknown-extension",
        "name: minPower",
        "name: minPower\n          x-idempotent: true",
        "x-idempotent: true",
    ),
    broken("value-type", "version: \"1.0\"", "version: 1.0", "version: 1.0"),
    broken(
        "value-type",
        "x-idempotent: true",
        "x-idempotent: \"yes\"",
        "x-idempotent: \"yes\"",
    ),
    broken(
        "value-type",
        "x-send-null: true }\n        hours",
        "x-send-null: 1 }\n        hours",
        "x-send-null: 1",
    ),
    broken(
        "extension-value",
        "x-time-class: slow",
        "x-time-class: sluggish",
        "sluggish",
    ),
    broken(
        "extension-value",
        "x-hand-written: multipart form",
        "x-hand-written: \"\"",
        "x-hand-written",
    ),
    broken(
        "extension-value",
        "x-method: mills().grind",
        "x-method: mills().grind\n      x-status: gone for good",
        "x-status",
    ),
    broken(
        "extension-value",
        "x-method: mills().grind",
        "x-method: mills().grind\n      x-status: \"broken: \"",
        "x-status",
    ),
    broken(
        "extension-value",
        "x-method: mills().grind",
        "x-method: none",
        "x-method: none",
    ),
    broken(
        "unknown-extension",
        "name: minPower",
        "name: minPower\n          x-status: \"removed: x\"",
        "x-status",
    ),
    broken(
        "ref",
        "items: { $ref: \"#/components/schemas/Mill\" }",
        "items: { $ref: \"#/components/schemas/Wheel\" }",
        "Wheel",
    ),
    broken(
        "ref",
        "items: { $ref: \"#/components/schemas/Mill\" }",
        "items: { $ref: \"other.yaml#/components/schemas/Mill\" }",
        "other.yaml",
    ),
    broken(
        "ref",
        "\"#/components/parameters/Search\"",
        "\"#/components/schemas/Mill\"",
        "- $ref: \"#/components/schemas/Mill\"",
    ),
    broken(
        "ref-siblings",
        "grain: { $ref: \"#/components/schemas/Grain\" }",
        "grain: { $ref: \"#/components/schemas/Grain\", description: x }",
        "description: x }",
    ),
    broken("path", "  /v1/mills:", "  v1/mills:", "  v1/mills:"),
    broken("operation-id", "operationId: list_mills\n      ", "", "    get:"),
    broken(
        "operation-id",
        "operationId: list_mills",
        "operationId: listMills",
        "listMills",
    ),
    broken(
        "operation-id",
        "operationId: list_mills",
        "operationId: new",
        "operationId: new",
    ),
    broken(
        "operation-id",
        "operationId: list_mills",
        "operationId: exec",
        "operationId: exec",
    ),
    broken(
        "operation-id",
        "operationId: list_mills",
        "operationId: match",
        "operationId: match",
    ),
    broken(
        "operation-id-unique",
        "operationId: delete_mill",
        "operationId: grind",
        "operationId: grind\n      summary: Deletes a mill",
    ),
    broken(
        "operation-id-unique",
        "operationId: delete_mill",
        "operationId: list_m_ills",
        "list_m_ills",
    ),
    broken("summary", "summary: Lists mills\n      ", "", "    get:"),
    broken(
        "tag",
        "tags: [mills]\n      x-idempotent: false",
        "x-idempotent: false",
        "    put:",
    ),
    broken("idempotency", "x-idempotent: true\n      ", "", "    post:"),
    broken("idempotency", "x-idempotent: false\n      ", "", "    put:"),
    broken("description", "description: A mill.\n      ", "", "    Mill:"),
    broken("description", "description: The id., ", "", "        id: "),
    broken("description", "description: Part of a name.\n      ", "", "    Search:"),
    broken("unit", ", x-unit: MW }", " }", "ratedPower:"),
    broken(
        "unit",
        "description: Cut-in and cut-out speed., x-unit: m/s",
        "description: Cut-in and cut-out speed.",
        "speeds:",
    ),
    broken("unit", "          x-unit: MW\n", "", "- name: minPower"),
    broken(
        "example",
        "example: { grain: rye, mass: 12.5, hours: 3 }",
        "",
        "          application/json:\n            schema: { $ref: \"#/components/schemas/GrindRequest\" }",
    ),
    broken(
        "example",
        "              example: [{ id: 1, name: Molen, kind: post }]\n",
        "",
        "            application/json:",
    ),
    broken(
        "path-parameter",
        "in: path\n        required: true",
        "in: path",
        "- name: mill_id",
    ),
    broken(
        "path-parameter",
        "/v1/mills/{mill_id}/grind",
        "/v1/mills/grind",
        "- name: mill_id",
    ),
    broken(
        "path-parameter",
        "/v1/mills/{mill_id}/grind",
        "/v1/mills/{mill_id}/{hour}/grind",
        "    post:",
    ),
    broken(
        "parameter-style",
        "x-unit: none\n        schema: { type: integer }",
        "schema: { type: array, items: { type: string } }",
        "- name: mill_id",
    ),
    broken(
        "parameter-style",
        "schema: { type: string }\n  responses:",
        "schema: { type: array, items: { type: string } }\n      explode: false\n  responses:",
        "    Search:",
    ),
    broken(
        "parameter-style",
        "schema: { type: string }\n  responses:",
        "schema: { type: array, items: { type: string } }\n      style: pipeDelimited\n  responses:",
        "    Search:",
    ),
    broken(
        "parameter-style",
        "schema: { type: string }\n  responses:",
        "schema: { type: array, items: { type: string } }\n      style: spaceDelimited\n  responses:",
        "    Search:",
    ),
    broken(
        "parameter-style",
        "schema: { type: string }\n  responses:",
        "schema: { type: object }\n      style: deepObject\n  responses:",
        "    Search:",
    ),
    broken(
        "parameter-style",
        "name: search\n      in: query",
        "name: search\n      in: cookie",
        "    Search:",
    ),
    broken(
        "parameter-style",
        "name: search\n      in: query",
        "name: search\n      in: body",
        "    Search:",
    ),
    broken("parameter-name", "name: minPower", "name: Kind", "- name: kind"),
    broken("parameter-name", "name: minPower", "name: send", "- name: send"),
    broken(
        "request-content",
        "            example: { grain: rye, mass: 12.5, hours: 3 }\n",
        "            example: 1\n          text/plain:\n            schema: { type: string }\n",
        "      requestBody:\n        required: true\n        description",
    ),
    broken(
        "request-content",
        "        required: true\n        description: What",
        "        description: What",
        "      requestBody:\n        description",
    ),
    broken(
        "request-content",
        "x-hand-written: multipart form\n      ",
        "",
        "      requestBody:\n        required: true\n        content:\n          multipart",
    ),
    broken(
        "media-schema",
        "              schema: { $ref: \"#/components/schemas/GrindResult\" }\n              example: { state: Running }",
        "              example: { state: Running }",
        "application/json:\n              example: { state: Running }",
    ),
    broken(
        "media-encoding",
        "example: { grain: rye, mass: 12.5, hours: 3 }",
        "example: 1\n            encoding: { grain: { contentType: text/plain } }",
        "application/json:\n            schema: { $ref: \"#/components/schemas/GrindRequest\" }",
    ),
    broken("status-key", "\"503\":", "503:", "        503:"),
    broken("status-key", "\"503\":", "\"5XY\":", "5XY"),
    broken("default-answer", "\"503\":", "default:", "        default:"),
    broken(
        "success-answer",
        "\"200\": { description: Deleted. }",
        "\"404\": { description: Unknown. }",
        "    delete:",
    ),
    broken(
        "success-answer",
        "schema: { $ref: \"#/components/schemas/GrindResult\" }\n              example: { state: Running }",
        "schema: { $ref: \"#/components/schemas/Mill\" }\n              example: {}",
        "        \"202\":",
    ),
    broken(
        "success-answer",
        "\"200\": { description: Deleted. }",
        "\"200\": { description: A table., content: { text/csv: { schema: { type: string } } } }",
        "A table.",
    ),
    broken(
        "success-answer",
        "\"200\": { description: Deleted. }",
        "\"200\": { $ref: \"#/components/responses/Problem\" }\n        \"204\": { description: Gone. }",
        "Gone.",
    ),
    broken(
        "schema-name",
        "    Problem:\n      type: object",
        "    mill:\n      type: string\n      description: x\n    Problem:\n      type: object",
        "    mill:",
    ),
    broken(
        "schema-name",
        "    Problem:\n      type: object",
        "    GWHours:\n      type: string\n      description: x\n    Problem:\n      type: object",
        "    GWHours:",
    ),
    broken(
        "schema-type",
        "name: { type: string, description: The name. }",
        "name: { type: strng, description: The name. }",
        "strng",
    ),
    broken(
        "schema-type",
        "notBefore: { type: string,",
        "notBefore: {",
        "notBefore:",
    ),
    broken(
        "schema-type",
        "name: { type: string, description: The name. }",
        "name: { nullable: true, description: The name. }",
        "nullable: true, description: The name",
    ),
    broken(
        "schema-type",
        "      type: string\n      description: What can be ground.",
        "      description: What can be ground.",
        "enum: [rye, wheat]",
    ),
    broken(
        "nullable-component",
        "      description: What can be ground.",
        "      description: What can be ground.\n      nullable: true",
        "      nullable: true",
    ),
    broken(
        "inline-type",
        "country: { type: string, description: The country. }\n    GrindResult:",
        "country: { type: string, description: The country. }\n    Yard:\n      type: object\n      description: x\n      properties:\n        gate: { type: object, description: x, properties: { open: { type: boolean, description: x } } }\n    GrindResult:",
        "        gate:",
    ),
    broken(
        "inline-type",
        "state:\n          allOf: [{ $ref: \"#/components/schemas/State\" }]",
        "state:\n          type: string\n          enum: [Running, Complete]",
        "        state:\n          type",
    ),
    broken(
        "inline-type",
        "schema: { type: number, example: 2.5 }",
        "schema: { oneOf: [{ type: number }, { type: string }] }",
        "schema: { oneOf",
    ),
    broken(
        "any-of",
        "allOf: [{ $ref: \"#/components/schemas/State\" }]",
        "anyOf: [{ $ref: \"#/components/schemas/State\" }, { type: string }]",
        "anyOf",
    ),
    broken(
        "not",
        "name: { type: string, description: The name. }",
        "name: { description: The name., not: { type: number } }",
        "not: {",
    ),
    broken(
        "title",
        "description: The name. }",
        "description: The name., title: Name }",
        "title: Name",
    ),
    broken(
        "one-of",
        "    Problem:\n      type: object",
        "    Either:\n      description: x\n      oneOf: [{ $ref: \"#/components/schemas/Mill\" }, { type: string }]\n    Problem:\n      type: object",
        "      oneOf:",
    ),
    broken(
        "array-bounds",
        "items: { type: string }, description: What the miller says.",
        "items: { type: string }, minItems: 8760, maxItems: 8760, description: What the miller says.",
        "maxItems",
    ),
    broken(
        "array-items",
        "notes: { type: array, items: { type: string },",
        "notes: { type: array,",
        "notes:",
    ),
    broken(
        "exclusive-bound",
        "mass: { type: number,",
        "mass: { type: number, exclusiveMinimum: true,",
        "exclusiveMinimum",
    ),
    broken(
        "enum-values",
        "enum: [post, tower, smock]",
        "enum: [post, tower, smock, POST]",
        "POST",
    ),
    broken(
        "enum-values",
        "enum: [post, tower, smock]",
        "enum: [\"+\", \"-\"]",
        "enum: [\"+\"",
    ),
    broken(
        "enum-values",
        "enum: [post, tower, smock]",
        "enum: [post, 1]",
        "enum: [post, 1]",
    ),
    broken("enum-values", "enum: [post, tower, smock]", "enum: []", "enum: []"),
    broken(
        "property-name",
        "bags: {",
        "Bags: { type: string, description: x }\n        bags: {",
        "        bags:",
    ),
    broken(
        "property-name",
        "error: { type: string",
        "extra: { type: string",
        "      properties:\n        extra",
    ),
    broken(
        "required-default",
        "required: [grain, mass]",
        "required: [grain, mass, granularityInMins]",
        "granularityInMins]",
    ),
    broken(
        "required-property",
        "required: [grain, mass]",
        "required: [grain, mas]",
        "required: [grain, mas]",
    ),
    broken(
        "pattern",
        "name: { type: string, description: The name. }",
        "name: { type: string, pattern: \"^x$\", description: The name. }",
        "pattern",
    ),
    broken(
        "keyword",
        "name: { type: string, description: The name. }",
        "name: { type: string, minimum: 1, description: The name. }",
        "minimum: 1",
    ),
    broken(
        "keyword",
        "state:\n          allOf:",
        "state:\n          type: string\n          allOf:",
        "          allOf: [{ $ref: \"#/components/schemas/State\" }]",
    ),
    broken(
        "format",
        "token: { type: string, format: uuid,",
        "token: { type: boolean, format: uuid,",
        "format: uuid",
    ),
    broken(
        "format",
        "mass: { type: number,",
        "mass: { type: number, format: decimal,",
        "decimal",
    ),
    broken("default-value", "default: 60", "default: sixty", "sixty"),
    broken(
        "default-value",
        "default: 60",
        "minimum: 100, default: 60",
        "minimum: 100",
    ),
    broken(
        "default-value",
        "origin: { $ref: \"#/components/schemas/Origin\" }",
        "second: { allOf: [{ $ref: \"#/components/schemas/Grain\" }], default: oats, description: x }",
        "oats",
    ),
    broken(
        "schema-name",
        "    Problem:\n      type: object",
        "    Self:\n      type: string\n      description: x\n    Problem:\n      type: object",
        "    Self:",
    ),
    broken(
        "answer-validation",
        "name: { type: string, description: The name. }",
        "name: { type: string, minLength: 1, description: The name. }",
        "minLength",
    ),
    broken(
        "answer-validation",
        "required: [id, name, kind]",
        "required: [id, name, kind]\n      additionalProperties: false",
        "additionalProperties: false",
    ),
    broken(
        "answer-validation",
        "sails: { type: integer,",
        "sails: { type: integer, enum: [4],",
        "sails:",
    ),
    broken(
        "rust-type",
        "x-rust-type: crate::Origin",
        "x-rust-type: \"crate Origin\"",
        "crate Origin",
    ),
    broken(
        "rust-type",
        "description: The name. }",
        "description: The name., x-rust-type: \"crate::Name\" }",
        "crate::Name",
    ),
    broken(
        "send-null",
        "coarseness: { type: number, nullable: true,",
        "coarseness: { type: number,",
        "coarseness:",
    ),
    broken(
        "send-null",
        "required: [grain, mass]",
        "required: [grain, mass, hours]",
        "        hours:",
    ),
    broken(
        "unused-schema",
        "    Problem:\n      type: object",
        "    Ledger:\n      type: object\n      description: x\n    Problem:\n      type: object",
        "    Ledger:",
    ),
];

fn findings(text: &str) -> Vec<Finding> {
    lint(&load(FILE, text).expect("the document is YAML"))
}

fn line_of(text: &str, marker: &str) -> usize {
    let start = text
        .find(marker)
        .unwrap_or_else(|| panic!("{marker:?} is not in the document"));
    let spaces = marker.len() - marker.trim_start_matches('\n').len();
    text[..start + spaces].matches('\n').count() + 1
}

#[test]
fn the_valid_document_has_no_findings() {
    assert_eq!(findings(BASE), []);
}

#[test]
fn each_broken_document_is_reported_with_its_rule_and_line_and_nothing_else() {
    let mut wrong = Vec::new();
    for Break { rule, from, to, at } in BREAKS {
        assert_eq!(BASE.matches(from).count(), 1, "{rule}: {from:?} has to occur once");
        let text = BASE.replacen(from, to, 1);
        let found = findings(&text);
        let line = line_of(&text, at);
        let is_found = found
            .iter()
            .any(|finding| finding.rule == *rule && finding.line == line);
        if !is_found || found.iter().any(|finding| !follows(finding.rule, rule)) {
            let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
            wrong.push(format!("{to:?}: wanted {rule} at {line} only, got {shown:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a finding is the wanted one, or what comes of it: who breaks a reference leaves its target without a user.
fn follows(rule: &str, wanted: &str) -> bool {
    rule == wanted || rule == "unused-schema"
}

/// The rules that `graphql.rs` beside this file tries.
const TRIED_ELSEWHERE: [&str; 11] = [
    "graphql-arguments",
    "graphql-document",
    "graphql-envelope",
    "graphql-file",
    "graphql-fragments",
    "graphql-not-selected",
    "graphql-operation",
    "graphql-selection",
    "graphql-syntax",
    "graphql-variables",
    "multi-segment",
];

#[test]
fn every_rule_is_tried() {
    let tried: BTreeSet<&str> = BREAKS.iter().map(|own| own.rule).chain(TRIED_ELSEWHERE).collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(tried, known);
}

#[test]
fn what_the_generator_cannot_take_stops_generation_and_the_rest_does_not() {
    for Break { rule, from, to, .. } in BREAKS {
        let spec = load(FILE, BASE.replacen(from, to, 1)).unwrap();
        let stops = RULES.iter().any(|own| own.name == *rule && own.stops_generation);
        match generate(&spec) {
            Err(Error::Findings(found)) => {
                assert!(stops && found.iter().all(|finding| finding.rule == *rule), "{rule}")
            }
            Ok(_) => assert!(!stops, "{rule} lets {to:?} through"),
            Err(other) => panic!("{rule}: {other}"),
        }
    }
}

#[test]
fn a_finding_names_file_line_rule_and_operation() {
    let text = BASE.replacen("x-idempotent: true\n      ", "", 1);
    let shown = findings(&text)[0].to_string();
    let line = line_of(&text, "    post:");
    assert!(
        shown.starts_with(&format!("specs/windmill.yaml:{line}: idempotency: POST does not say")),
        "{shown}"
    );
    assert!(shown.ends_with("(operation grind)"), "{shown}");
}

#[test]
fn whatever_line_is_removed_lint_speaks_before_the_generator_does() {
    let lines: Vec<&str> = BASE.lines().collect();
    for position in 0..lines.len() {
        let rest = [&lines[..position], &lines[position + 1..]].concat().join("\n");
        let outcome = load(FILE, rest).and_then(|spec| generate(&spec));
        let is_silent = matches!(outcome, Err(Error::Generator { .. } | Error::Patch { .. }));
        assert!(!is_silent, "without line {}: {:?}", position + 1, outcome.err());
    }
}
