//! Which keys OpenAPI 3.0 objects have, with the extensions of this project; and the walk over a document by it.

use yaml_serde::Value;

use crate::operations::METHODS;
use crate::spec::{entries, items};
use crate::{Pointer, Spec};

/// A kind of object in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Server,
    Tag,
    ExternalDocs,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Responses,
    Response,
    Header,
    Components,
    SecurityScheme,
    Schema,
    Discriminator,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Flag,
    Number,
    /// A whole number, 0 or more.
    Count,
    Texts,
    AnyList,
    Any,
    Object(Kind),
    List(Kind),
    Map(Kind),
    /// `true`, `false` or a schema.
    FlagOrSchema,
}

use Kind::{
    Components, Contact, Discriminator, Document, ExternalDocs, Header, Info, License, MediaType, Operation, Parameter,
    PathItem, Paths, RequestBody, Response, Responses, Schema, SecurityScheme, Server, Tag,
};
use Shape::{Any, AnyList, Count, Flag, FlagOrSchema, List, Map, Number, Object, Text, Texts};

type Keys = &'static [(&'static str, Shape)];

const DOCUMENT: Keys = &[
    ("openapi", Text),
    ("info", Object(Info)),
    ("servers", List(Server)),
    ("paths", Object(Paths)),
    ("components", Object(Components)),
    ("security", AnyList),
    ("tags", List(Tag)),
    ("externalDocs", Object(ExternalDocs)),
];
const INFO: Keys = &[
    ("title", Text),
    ("description", Text),
    ("termsOfService", Text),
    ("contact", Object(Contact)),
    ("license", Object(License)),
    ("version", Text),
];
const PATH_ITEM: Keys = &[
    ("summary", Text),
    ("description", Text),
    ("get", Object(Operation)),
    ("put", Object(Operation)),
    ("post", Object(Operation)),
    ("delete", Object(Operation)),
    ("options", Object(Operation)),
    ("head", Object(Operation)),
    ("patch", Object(Operation)),
    ("trace", Object(Operation)),
    ("servers", List(Server)),
    ("parameters", List(Parameter)),
];
const OPERATION: Keys = &[
    ("tags", Texts),
    ("summary", Text),
    ("description", Text),
    ("externalDocs", Object(ExternalDocs)),
    ("operationId", Text),
    ("parameters", List(Parameter)),
    ("requestBody", Object(RequestBody)),
    ("responses", Object(Responses)),
    ("callbacks", Any),
    ("deprecated", Flag),
    ("security", AnyList),
    ("servers", List(Server)),
    ("x-idempotent", Flag),
    ("x-time-class", Text),
    ("x-hand-written", Text),
    ("x-status", Text),
    ("x-unverified", Text),
    ("x-method", Text),
    ("x-command", Text),
    ("x-graphql-document", Text),
    ("x-graphql-dynamic", Texts),
];
const PARAMETER: Keys = &[
    ("name", Text),
    ("in", Text),
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("allowEmptyValue", Flag),
    ("style", Text),
    ("explode", Flag),
    ("allowReserved", Flag),
    ("schema", Object(Schema)),
    ("content", Map(MediaType)),
    ("example", Any),
    ("examples", Any),
    ("x-unit", Text),
    ("x-unverified", Text),
    ("x-multi-segment", Flag),
];
const REQUEST_BODY: Keys = &[
    ("description", Text),
    ("content", Map(MediaType)),
    ("required", Flag),
    ("x-unverified", Text),
];
const MEDIA_TYPE: Keys = &[
    ("schema", Object(Schema)),
    ("example", Any),
    ("examples", Any),
    ("encoding", Any),
];
const RESPONSE: Keys = &[
    ("description", Text),
    ("headers", Map(Header)),
    ("content", Map(MediaType)),
    ("links", Any),
    ("x-unverified", Text),
];
const HEADER: Keys = &[
    ("description", Text),
    ("required", Flag),
    ("deprecated", Flag),
    ("style", Text),
    ("explode", Flag),
    ("schema", Object(Schema)),
    ("example", Any),
    ("examples", Any),
];
const COMPONENTS: Keys = &[
    ("schemas", Map(Schema)),
    ("responses", Map(Response)),
    ("parameters", Map(Parameter)),
    ("examples", Any),
    ("requestBodies", Map(RequestBody)),
    ("headers", Map(Header)),
    ("securitySchemes", Map(SecurityScheme)),
    ("links", Any),
    ("callbacks", Any),
];
const SECURITY_SCHEME: Keys = &[
    ("type", Text),
    ("description", Text),
    ("name", Text),
    ("in", Text),
    ("scheme", Text),
    ("bearerFormat", Text),
    ("flows", Any),
    ("openIdConnectUrl", Text),
];
const SCHEMA: Keys = &[
    ("title", Text),
    ("multipleOf", Number),
    ("maximum", Number),
    ("exclusiveMaximum", Flag),
    ("minimum", Number),
    ("exclusiveMinimum", Flag),
    ("maxLength", Count),
    ("minLength", Count),
    ("pattern", Text),
    ("maxItems", Count),
    ("minItems", Count),
    ("uniqueItems", Flag),
    ("maxProperties", Count),
    ("minProperties", Count),
    ("required", Texts),
    ("enum", AnyList),
    ("type", Text),
    ("allOf", List(Schema)),
    ("oneOf", List(Schema)),
    ("anyOf", List(Schema)),
    ("not", Object(Schema)),
    ("items", Object(Schema)),
    ("properties", Map(Schema)),
    ("additionalProperties", FlagOrSchema),
    ("description", Text),
    ("format", Text),
    ("default", Any),
    ("nullable", Flag),
    ("discriminator", Object(Discriminator)),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("xml", Any),
    ("externalDocs", Object(ExternalDocs)),
    ("example", Any),
    ("deprecated", Flag),
    ("x-unit", Text),
    ("x-unverified", Text),
    ("x-rust-type", Text),
    ("x-send-null", Flag),
    ("x-document", Text),
    ("x-graphql-scalar", Flag),
    ("x-graphql-type", Texts),
    ("x-not-selected", Text),
];

/// The keys of a kind of object. `paths` and `responses` have none of their own: their keys are paths and statuses.
pub(crate) fn keys(kind: Kind) -> Keys {
    match kind {
        Document => DOCUMENT,
        Info => INFO,
        Contact => &[("name", Text), ("url", Text), ("email", Text)],
        License => &[("name", Text), ("url", Text)],
        Server => &[("url", Text), ("description", Text), ("variables", Any)],
        Tag => &[
            ("name", Text),
            ("description", Text),
            ("externalDocs", Object(ExternalDocs)),
        ],
        ExternalDocs => &[("description", Text), ("url", Text)],
        Paths | Responses => &[],
        PathItem => PATH_ITEM,
        Operation => OPERATION,
        Parameter => PARAMETER,
        RequestBody => REQUEST_BODY,
        MediaType => MEDIA_TYPE,
        Response => RESPONSE,
        Header => HEADER,
        Components => COMPONENTS,
        SecurityScheme => SECURITY_SCHEME,
        Schema => SCHEMA,
        Discriminator => &[("propertyName", Text), ("mapping", Any)],
    }
}

/// The keys that an object of a kind has to have.
pub(crate) fn required_keys(kind: Kind) -> &'static [&'static str] {
    match kind {
        Document => &["info", "paths"],
        Info => &["title", "version"],
        License | Tag => &["name"],
        Server | ExternalDocs => &["url"],
        Parameter => &["name", "in"],
        RequestBody => &["content"],
        Response => &["description"],
        SecurityScheme => &["type"],
        Discriminator => &["propertyName"],
        _ => &[],
    }
}

/// The section of `components` where objects of a kind may be defined.
pub(crate) fn section(kind: Kind) -> Option<&'static str> {
    match kind {
        Schema => Some("schemas"),
        Response => Some("responses"),
        Parameter => Some("parameters"),
        RequestBody => Some("requestBodies"),
        Header => Some("headers"),
        SecurityScheme => Some("securitySchemes"),
        _ => None,
    }
}

/// An object of the document, or a reference that stands for one.
#[derive(Clone, Debug)]
pub(crate) struct Node<'s> {
    pub(crate) kind: Kind,
    pub(crate) place: Pointer,
    pub(crate) value: &'s Value,
}

impl Node<'_> {
    pub(crate) fn is_reference(&self) -> bool {
        self.value.get("$ref").is_some()
    }
}

/// Every object of the document in its order. References are listed and not followed.
pub(crate) fn nodes(spec: &Spec) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    visit(Document, Pointer::root(), spec.document(), &mut found);
    found
}

fn visit<'s>(kind: Kind, place: Pointer, value: &'s Value, found: &mut Vec<Node<'s>>) {
    let node = Node {
        kind,
        place: place.clone(),
        value,
    };
    let is_reference = node.is_reference();
    found.push(node);
    if is_reference {
        return;
    }
    for (key, value) in entries(Some(value)) {
        let Some(shape) = shape(kind, &key) else {
            continue;
        };
        let place = place.child(&key);
        match shape {
            Object(kind) => visit(kind, place, value, found),
            FlagOrSchema if value.is_mapping() => visit(Schema, place, value, found),
            List(kind) => {
                for (position, item) in items(Some(value)).enumerate() {
                    visit(kind, place.child(position), item, found);
                }
            }
            Map(kind) => {
                for (name, item) in entries(Some(value)) {
                    visit(kind, place.child(name), item, found);
                }
            }
            _ => {}
        }
    }
}

/// What `key` of an object holds; `None` for a key that it cannot have.
pub(crate) fn shape(kind: Kind, key: &str) -> Option<Shape> {
    match kind {
        Paths => key.starts_with('/').then_some(Object(PathItem)),
        Responses => Some(Object(Response)),
        _ => keys(kind).iter().find(|(own, _)| *own == key).map(|(_, shape)| *shape),
    }
}

/// The path and method of the operation that a place belongs to, as the first three keys of the place.
pub(crate) fn operation_place(place: &Pointer) -> Option<Pointer> {
    match place.keys() {
        [paths, path, method, ..] if paths == "paths" && METHODS.contains(&method.as_str()) => {
            Some(Pointer::root().child(paths).child(path).child(method))
        }
        _ => None,
    }
}
