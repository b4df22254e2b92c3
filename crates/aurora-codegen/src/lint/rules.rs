//! The names of all rules.

/// A rule that lint knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The stable name, as it stands in findings.
    pub name: &'static str,
    /// Whether a finding stops the build; the others are about documentation and stop `cargo xtask lint` only.
    pub stops_generation: bool,
    /// What a spec has to look like.
    pub summary: &'static str,
}

const fn stops(name: &'static str, summary: &'static str) -> Rule {
    Rule {
        name,
        stops_generation: true,
        summary,
    }
}

const fn documents(name: &'static str, summary: &'static str) -> Rule {
    Rule {
        name,
        stops_generation: false,
        summary,
    }
}

/// Every rule.
pub static RULES: &[Rule] = &[
    stops("unknown-key", "objects have only the keys that OpenAPI 3.0 gives them"),
    stops("missing-key", "objects have the keys that OpenAPI 3.0 requires"),
    stops(
        "unknown-extension",
        "`x-` keys are those that the generator understands, where it understands them",
    ),
    stops(
        "value-type",
        "values have the type that the key asks for; versions are quoted",
    ),
    stops("extension-value", "extensions have a value that means something"),
    stops(
        "ref",
        "references are local, name the right section of `components`, and lead to something",
    ),
    stops(
        "ref-siblings",
        "nothing stands beside `$ref`; a description goes on `allOf` with the reference in it",
    ),
    stops("path", "paths start with a slash"),
    stops(
        "operation-id",
        "every operation has an `operationId` in snake_case that is no Rust keyword or method of the client",
    ),
    stops("operation-id-unique", "operation ids differ, also when case is ignored"),
    documents("summary", "every operation has a summary"),
    documents("tag", "every operation has a tag"),
    documents("idempotency", "PUT, POST and PATCH say `x-idempotent`"),
    documents(
        "description",
        "parameters, named schemas and properties have a description",
    ),
    documents(
        "unit",
        "numbers have `x-unit`: a unit, \"1\" if dimensionless, `none` for ids, years and the like",
    ),
    documents(
        "example",
        "JSON request bodies and JSON success answers have an example; statuses of one schema share it",
    ),
    stops(
        "path-parameter",
        "the placeholders of a path and the declared path parameters are the same, all required",
    ),
    stops(
        "parameter-style",
        "parameters are scalars in path, query or header, or exploded lists in the query",
    ),
    stops(
        "parameter-name",
        "parameter names of an operation differ after conversion to Rust and clash with no setter",
    ),
    stops(
        "request-content",
        "a request body is required and has one content type that the generator can send",
    ),
    stops("media-schema", "JSON content has a schema"),
    stops("media-encoding", "no `encoding` on content that the generator handles"),
    stops("status-key", "statuses are quoted: \"200\", \"4XX\""),
    stops(
        "default-answer",
        "no `default` answer: it counts as success and as error",
    ),
    stops(
        "success-answer",
        "all success answers of an operation have one and the same JSON schema, or all have no body",
    ),
    stops(
        "schema-name",
        "named schemas are in UpperCamelCase and differ, also when case is ignored",
    ),
    stops(
        "schema-type",
        "`type` is one of OpenAPI's, and is there whenever a keyword or `nullable` needs it",
    ),
    stops(
        "keyword",
        "keywords belong to the schema's type; `allOf` and `oneOf` stand without a type",
    ),
    stops("format", "a format belongs to the schema's type"),
    stops(
        "default-value",
        "a default is of the schema's type, one of its enum's values; lists and maps have only the empty one",
    ),
    stops(
        "pattern",
        "no `pattern`: the generated type would need a regular-expression engine; check it by hand",
    ),
    stops(
        "nullable-component",
        "`nullable` stands where a named schema is used, not on the schema itself",
    ),
    stops(
        "inline-type",
        "objects, enums with several values and `oneOf` have a name under `components`",
    ),
    stops("any-of", "no `anyOf`: use `oneOf`"),
    stops("not", "no `not`"),
    documents(
        "title",
        "no `title` on schemas: the component's name is the type's name",
    ),
    stops(
        "one-of",
        "the objects of a `oneOf` are told apart by a required property with a single-value enum",
    ),
    stops(
        "array-bounds",
        "`minItems` and `maxItems` differ: equal ones give a fixed-size array",
    ),
    stops("array-items", "arrays say what they hold"),
    stops("exclusive-bound", "an exclusive bound has the bound that it is about"),
    stops(
        "enum-values",
        "enum values are of the schema's type and differ as Rust names",
    ),
    stops(
        "property-name",
        "property names of a schema differ after conversion to Rust",
    ),
    stops(
        "required-default",
        "no property is required and has a default: the default would be dropped",
    ),
    stops("required-property", "`required` names properties that are there"),
    stops(
        "answer-validation",
        "schemas that come back have no length limits, integer enum or `additionalProperties: false`",
    ),
    stops("rust-type", "`x-rust-type` is a Rust path on a named schema"),
    stops(
        "send-null",
        "`x-send-null` stands on a property that is optional, nullable and without a default",
    ),
    stops(
        "multi-segment",
        "`x-multi-segment` stands on string parameters in the path of hand-written operations: a generated one would encode the slashes",
    ),
    documents(
        "unused-schema",
        "an operation leads to every named schema, or its `x-document` says what file it describes",
    ),
    stops(
        "graphql-document",
        "a GraphQL operation's document is there, has one operation, and its spreads are fragments or listed as dynamic",
    ),
    stops(
        "graphql-envelope",
        "a GraphQL operation is a POST of its own `query` and `variables` that answers `data` and `errors`",
    ),
    documents("graphql-syntax", "GraphQL documents can be parsed"),
    documents(
        "graphql-operation",
        "a document's operation is named like the operation id in PascalCase, a query if repeatable, else a mutation",
    ),
    documents(
        "graphql-variables",
        "declared variables are used, and are the properties of the schema of `variables`, with types and nullability that fit",
    ),
    documents(
        "graphql-arguments",
        "a field has each argument once, and every variable in one is declared",
    ),
    documents(
        "graphql-selection",
        "what a document selects is in the answer's schema: objects with a selection, all else without one",
    ),
    documents(
        "graphql-not-selected",
        "an operation selects every property of the schemas it reads, unless `x-not-selected` says why not",
    ),
    documents(
        "graphql-fragments",
        "every fragment is used, and every dynamic spread that is listed",
    ),
    documents("graphql-file", "every GraphQL document is named by an operation"),
];

pub(crate) fn stops_generation(rule: &str) -> bool {
    RULES.iter().any(|own| own.name == rule && own.stops_generation)
}
