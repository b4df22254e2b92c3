//! What both of Origin's schemas are made of: objects over JSON, JSON scalars, errors with a key.

use async_graphql::dynamic::{Field, FieldFuture, FieldValue, Object, ResolverContext, Scalar, TypeRef};
use async_graphql::{Error, ErrorExtensions as _, Value as GraphQl};
use serde_json::Value;

/// The scalar for opaque JSON: it takes no selection below it, whatever it holds.
pub(crate) const JSON: &str = "JSON";

/// Name of the extension that becomes a member of the error object itself on its way out.
pub(crate) const ERROR_KEY: &str = "errorKey";

/// Who sent a request: every resolver finds it with `ctx.data::<Caller>()`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Caller {
    /// Projects and scenarios of one tenant are invisible to another.
    pub(crate) tenant: String,
    /// The name that launches are signed with.
    pub(crate) user: String,
}

/// The registration of [`JSON`].
pub(crate) fn json_scalar() -> Scalar {
    Scalar::new(JSON).description("any JSON value")
}

/// `"String!"`, `"[JSON]"`, `"[String!]!"` and the like as a type.
pub(crate) fn type_of(text: &str) -> TypeRef {
    if let Some(inner) = text.strip_suffix('!') {
        return TypeRef::NonNull(Box::new(type_of(inner)));
    }
    match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => TypeRef::List(Box::new(type_of(inner))),
        None => TypeRef::named(text),
    }
}

/// An object type whose values are JSON objects: each field `(name, type)` is the member of that name, a missing one null.
///
/// Its resolvers expect the parent as [`value`] makes it.
pub(crate) fn object(name: &str, fields: &[(&'static str, &'static str)]) -> Object {
    fields.iter().fold(Object::new(name), |object, (name, kind)| {
        object.field(member(name, kind))
    })
}

/// A field that is the member of its own name of the parent JSON object.
pub(crate) fn member(name: &'static str, kind: &str) -> Field {
    let kind = type_of(kind);
    let shape = kind.clone();
    Field::new(name, kind, move |ctx: ResolverContext<'_>| {
        let found = ctx
            .parent_value
            .downcast_ref::<Value>()
            .and_then(|parent| parent.get(name))
            .cloned()
            .unwrap_or_default();
        FieldFuture::Value(shaped(found, &shape))
    })
}

/// A JSON value as what a resolver of this type gives back: scalars as they are, objects for [`object`] to take apart, lists
/// item by item; null is nothing.
pub(crate) fn value(value: Value, kind: &str) -> Option<FieldValue<'static>> {
    shaped(value, &type_of(kind))
}

fn shaped(value: Value, kind: &TypeRef) -> Option<FieldValue<'static>> {
    match (value, kind) {
        (Value::Null, _) => None,
        (value, TypeRef::NonNull(inner)) => shaped(value, inner),
        (Value::Array(items), TypeRef::List(inner)) => Some(FieldValue::list(
            items
                .into_iter()
                .map(|item| shaped(item, inner).unwrap_or(FieldValue::NULL)),
        )),
        (value, TypeRef::Named(name)) if is_scalar(name) => Some(FieldValue::value(plain(value))),
        (value, _) => Some(FieldValue::owned_any(value)),
    }
}

/// Every type of the two schemas that is not an object is one of these; enums come in, they never go out.
fn is_scalar(name: &str) -> bool {
    [
        JSON,
        TypeRef::STRING,
        TypeRef::INT,
        TypeRef::FLOAT,
        TypeRef::BOOLEAN,
        TypeRef::ID,
    ]
    .contains(&name)
}

/// JSON as a value of the GraphQL library: the same tree with other names.
pub(crate) fn plain(value: Value) -> GraphQl {
    match value {
        Value::Null => GraphQl::Null,
        Value::Bool(flag) => GraphQl::Boolean(flag),
        Value::Number(number) => GraphQl::Number(number),
        Value::String(text) => GraphQl::String(text),
        Value::Array(items) => GraphQl::List(items.into_iter().map(plain).collect()),
        Value::Object(members) => GraphQl::Object(
            members
                .into_iter()
                .map(|(name, value)| (async_graphql::Name::new(name), plain(value)))
                .collect(),
        ),
    }
}

/// An argument as JSON; absent and null both as null.
pub(crate) fn argument(ctx: &ResolverContext<'_>, name: &str) -> Value {
    ctx.args
        .get(name)
        .and_then(|value| value.as_value().clone().into_json().ok())
        .unwrap_or_default()
}

/// A text argument; empty where it is absent or null, which the schema rules out for required ones.
pub(crate) fn text(ctx: &ResolverContext<'_>, name: &str) -> String {
    argument(ctx, name).as_str().unwrap_or_default().to_owned()
}

/// An error of the service's rules: HTTP 200, with this `errorKey` beside the message.
///
/// An error without a key counts as one of the document and becomes HTTP 400, so every resolver makes its errors here.
pub(crate) fn refuse(key: &'static str, message: impl Into<String>) -> Error {
    Error::new(message.into()).extend_with(|_, extensions| extensions.set(ERROR_KEY, key))
}

/// The caller of this request.
pub(crate) fn caller<'a>(ctx: &ResolverContext<'a>) -> Result<&'a Caller, Error> {
    ctx.ctx.data::<Caller>()
}
