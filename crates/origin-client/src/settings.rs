//! Objects to be sent whose fields are unset, null or a value.

/// Writes a type of named fields over a JSON object, with a builder method for each and an enum of their names.
macro_rules! settings {
    (
        $(#[$doc:meta])*
        $name:ident, fields $(#[$field_doc:meta])* $field:ident {
            $($(#[$method_doc:meta])* $method:ident, $variant:ident, $wire:literal: $type:ty;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name {
            fields: serde_json::Map<String, serde_json::Value>,
        }

        impl $name {
            $(
                $(#[$method_doc])*
                #[must_use]
                pub fn $method(self, value: impl Into<$type>) -> Self {
                    let value: $type = value.into();
                    self.with($wire, serde_json::json!(value))
                }
            )*

            /// Sets a field to null, which is sent; a field that is not set is not sent.
            #[must_use]
            pub fn with_null(self, field: $field) -> Self {
                self.with(field.as_str(), serde_json::Value::Null)
            }

            /// Sets a field by its name on the wire, also one that this version does not know.
            #[must_use]
            pub fn with(mut self, name: impl Into<String>, value: serde_json::Value) -> Self {
                self.fields.insert(name.into(), value);
                self
            }

            /// Takes a field out again.
            #[must_use]
            pub fn without(mut self, field: $field) -> Self {
                self.fields.remove(field.as_str());
                self
            }

            /// What is set for a field; `None` when it is not set.
            #[must_use]
            pub fn get(&self, field: $field) -> Option<&serde_json::Value> {
                self.fields.get(field.as_str())
            }

            /// All fields that are set, by their names on the wire.
            #[must_use]
            pub fn fields(&self) -> &serde_json::Map<String, serde_json::Value> {
                &self.fields
            }
        }

        $crate::settings::field_names! {
            $(#[$field_doc])* $field { $($variant, $wire;)* }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut properties = serde_json::Map::new();
                $(
                    let schema = generator.subschema_for::<Option<$type>>();
                    properties.insert($wire.to_owned(), schema.to_value());
                )*
                schemars::json_schema!({"type": "object", "properties": properties})
            }
        }
    };
}

/// Writes the enum of the fields' names.
macro_rules! field_names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident, $wire:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", $wire, "`.")]
                $variant,
            )*
        }

        impl $name {
            /// The name on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $wire,)*
                }
            }
        }
    };
}

pub(crate) use {field_names, settings};
