//! The shape of generated code: what the patches do, seen in the syntax tree.

#![expect(
    clippy::unwrap_used,
    reason = "a failed unwrap in a helper is the message of the test that calls it"
)]

use aurora_codegen::{Error, generate, lint, load};
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, ItemEnum, ItemStruct, Type};

const FILE: &str = "specs/windmill.yaml";
const BASE: &str = include_str!("base.yaml");

fn generated(document: &str) -> syn::File {
    syn::parse_file(&generate(&load(FILE, document).unwrap()).unwrap()).unwrap()
}

fn module(items: &[Item], name: &str) -> Vec<Item> {
    let found = items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => module.content.clone(),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no module {name}")).1
}

fn structure(items: &[Item], name: &str) -> ItemStruct {
    let found = items.iter().find_map(|item| match item {
        Item::Struct(own) if own.ident == name => Some(own.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no struct {name}"))
}

fn enumeration(items: &[Item], name: &str) -> ItemEnum {
    let found = items.iter().find_map(|item| match item {
        Item::Enum(own) if own.ident == name => Some(own.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no enum {name}"))
}

fn written(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

fn attributes(list: &[Attribute]) -> String {
    list.iter().map(written).collect::<Vec<_>>().join("\n")
}

fn field(types: &[Item], owner: &str, name: &str) -> (String, String) {
    let owner = structure(types, owner);
    let field = owner
        .fields
        .iter()
        .find(|field| field.ident.as_ref().is_some_and(|own| own == name))
        .unwrap();
    (written(&field.ty), attributes(&field.attrs))
}

/// The doc text of a function in an inherent impl of `owner`.
fn doc_of_function(items: &[Item], owner: &str, name: &str) -> String {
    let found = items.iter().find_map(|item| match item {
        Item::Impl(own) if own.trait_.is_none() => {
            let is_owner = matches!(&*own.self_ty, Type::Path(path) if path.path.segments.last()?.ident == owner);
            own.items.iter().find_map(|item| match item {
                ImplItem::Fn(function) if is_owner && function.sig.ident == name => Some(attributes(&function.attrs)),
                _ => None,
            })
        }
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no function {owner}::{name}"))
}

#[test]
fn the_same_document_gives_the_same_text_with_a_header() {
    let spec = load(FILE, BASE).unwrap();
    let text = generate(&spec).unwrap();
    assert_eq!(text, generate(&spec).unwrap());
    assert!(
        text.starts_with("// Generated from specs/windmill.yaml by aurora-codegen. Do not edit"),
        "{}",
        &text[..100]
    );
}

#[test]
fn the_client_has_no_constructor_that_can_panic() {
    let file = generated(BASE);
    let functions: Vec<String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Impl(own) if own.trait_.is_none() => Some(&own.items),
            _ => None,
        })
        .flatten()
        .filter_map(|item| match item {
            ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(functions, ["new_with_client", "list_mills", "grind", "delete_mill"]);
}

#[test]
fn enums_that_come_back_are_open_and_enums_that_are_only_sent_are_closed() {
    let types = module(&generated(BASE).items, "types");
    for name in ["MillKind", "State"] {
        let own = enumeration(&types, name);
        let last = own.variants.last().unwrap();
        assert_eq!(written(last.ident.clone()), "Unknown", "{name}");
        assert!(attributes(&last.attrs).contains("#[serde(untagged)]"), "{name}");
        assert!(!attributes(&own.attrs).contains("Copy"), "{name} holds a string");
    }
    let grain = enumeration(&types, "Grain");
    assert!(
        grain
            .variants
            .iter()
            .all(|variant| matches!(variant.fields, Fields::Unit))
    );
    assert!(attributes(&grain.attrs).contains("Copy"));
}

#[test]
fn an_enum_with_a_value_called_unknown_is_opened_under_another_name() {
    let text = BASE.replacen("enum: [Running, Complete]", "enum: [Running, unknown]", 1);
    let text = text.replacen("state: Complete", "state: Running", 1);
    let state = enumeration(&module(&generated(&text).items, "types"), "State");
    let names: Vec<String> = state.variants.iter().map(|variant| variant.ident.to_string()).collect();
    assert_eq!(names, ["Running", "Unknown", "UnknownValue"]);
}

#[test]
fn every_type_is_non_exhaustive_comparable_and_has_a_schema_on_request() {
    let types = module(&generated(BASE).items, "types");
    for item in &types {
        let (name, list) = match item {
            Item::Struct(own) => (&own.ident, attributes(&own.attrs)),
            Item::Enum(own) => (&own.ident, attributes(&own.attrs)),
            _ => continue,
        };
        assert!(list.contains("#[non_exhaustive]"), "{name}");
        assert!(list.contains("PartialEq"), "{name}");
        assert!(
            list.contains("#[cfg_attr(feature=\"schemars\",derive(::schemars::JsonSchema))]"),
            "{name}"
        );
    }
}

#[test]
fn times_are_those_of_jiff_and_are_strings_in_json_schemas() {
    let types = module(&generated(BASE).items, "types");
    let (ty, list) = field(&types, "Mill", "built_at");
    assert_eq!(ty, "::std::option::Option<::jiff::Timestamp>");
    assert!(
        list.contains("schemars(with=\"::std::option::Option<::std::string::String>\")"),
        "{list}"
    );
}

#[test]
fn reading_forgives_nulls_and_floats() {
    let types = module(&generated(BASE).items, "types");
    let readers = [
        ("Mill", "id", "::aurora_core::lenient::integer"),
        ("Mill", "sails", "::aurora_core::lenient::optional_integer"),
        ("Mill", "floors", "::aurora_core::lenient::integers_or_default"),
        ("Mill", "speeds", "::aurora_core::lenient::null_as_default"),
        ("GrindResult", "by_hour", "::aurora_core::lenient::null_as_default"),
        (
            "GrindRequest",
            "granularity_in_mins",
            "lenient::grind_request_granularity_in_mins",
        ),
    ];
    for (owner, name, reader) in readers {
        let (_, list) = field(&types, owner, name);
        assert!(
            list.contains(&format!("deserialize_with=\"{reader}\"")),
            "{owner}.{name}: {list}"
        );
    }
    let (_, list) = field(&types, "Mill", "sails");
    assert!(list.contains("default,"), "an integer that is left out is none: {list}");
}

#[test]
fn a_bound_does_not_narrow_the_type_of_what_comes_back() {
    let text = BASE.replacen("sails: { type: integer,", "sails: { type: integer, minimum: 1,", 1);
    let text = text.replacen("hours: { type: integer,", "hours: { type: integer, minimum: 0,", 1);
    let types = module(&generated(&text).items, "types");
    assert_eq!(field(&types, "Mill", "sails").0, "::std::option::Option<i64>");
    assert_eq!(field(&types, "GrindRequest", "hours").0, "::std::option::Option<u64>");
}

#[test]
fn a_field_that_sends_null_is_never_skipped() {
    let types = module(&generated(BASE).items, "types");
    for name in ["coarseness", "hours"] {
        let (_, list) = field(&types, "GrindRequest", name);
        assert!(
            !list.contains("skip_serializing_if") && list.contains("default"),
            "{name}: {list}"
        );
    }
    assert!(
        field(&types, "GrindRequest", "not_before")
            .1
            .contains("skip_serializing_if")
    );
}

#[test]
fn a_rust_type_stands_in_for_its_schema() {
    let types = module(&generated(BASE).items, "types");
    assert_eq!(
        field(&types, "GrindRequest", "origin").0,
        "::std::option::Option<crate::Origin>"
    );
    assert!(
        !types
            .iter()
            .any(|item| matches!(item, Item::Struct(own) if own.ident == "Origin"))
    );
}

#[test]
fn a_builder_does_not_ask_for_further_fields() {
    let types = module(&generated(BASE).items, "types");
    let (_, list) = field(&types, "Problem", "extra");
    assert!(list.contains("flatten") && list.contains("Furtherfields"), "{list}");
    let builders = module(&types, "builder");
    let default = builders
        .iter()
        .map(written)
        .find(|text| text.contains("DefaultforProblem"))
        .unwrap();
    assert!(default.contains("extra:Ok(Default::default())"), "{default}");
}

#[test]
fn units_and_open_questions_reach_fields_setters_and_operations() {
    let file = generated(BASE);
    let types = module(&file.items, "types");
    assert!(
        field(&types, "Mill", "rated_power")
            .1
            .contains("Theratedpower.Unit:MW.")
    );
    assert!(doc_of_function(&module(&types, "builder"), "Mill", "rated_power").contains("Theratedpower.Unit:MW."));
    let builders = module(&file.items, "builder");
    let min_power = doc_of_function(&builders, "ListMills", "min_power");
    assert!(
        min_power.contains("Unit:MW.") && min_power.contains("Unverified:whether"),
        "{min_power}"
    );
    assert!(doc_of_function(&builders, "Grind", "body").contains("Whattogrind."));
    assert!(doc_of_function(&file.items, "Client", "grind").contains("Unverified:whathappenswithoutwind."));
}

#[test]
fn the_table_has_every_operation_with_what_the_transport_needs() {
    let file = generated(BASE);
    let table = file.items.iter().find_map(|item| match item {
        Item::Static(own) if own.ident == "OPERATIONS" => Some(written(&own.expr)),
        _ => None,
    });
    let table = table.unwrap();
    let expected = [
        "id:\"upload_mill\",method:\"PUT\",path:\"/v1/mills\"",
        "idempotent:false",
        "request_content:&[\"multipart/form-data\"]",
        "hand_written:true",
        "id:\"grind\",method:\"POST\",path:\"/v1/mills/{mill_id}/grind\"",
        "time_class:::aurora_core::operation::TimeClass::Slow",
        "name:\"mill_id\",location:::aurora_core::operation::Location::Path,required:true",
        "id:\"delete_mill\"",
    ];
    for part in expected {
        assert!(table.contains(part), "{part} in {table}");
    }
    let builders = module(&file.items, "builder");
    assert!(
        !builders
            .iter()
            .any(|item| matches!(item, Item::Struct(own) if own.ident == "UploadMill"))
    );
}

#[test]
fn an_operation_that_cannot_be_used_says_so_in_the_table_and_in_its_documentation() {
    let text = BASE.replacen(
        "x-time-class: slow",
        "x-time-class: slow\n      x-status: \"broken: it answers 500.\"",
        1,
    );
    let file = generated(&text);
    let table = file.items.iter().find_map(|item| match item {
        Item::Static(own) if own.ident == "OPERATIONS" => Some(written(&own.expr)),
        _ => None,
    });
    let table = table.unwrap();
    let broken = "::aurora_core::operation::OperationStatus::Broken(\"itanswers500\")";
    assert!(
        table.contains(&format!("status:::std::option::Option::Some({broken}")),
        "{table}"
    );
    assert_eq!(
        table.matches("status:::std::option::Option::None").count(),
        3,
        "{table}"
    );
    let doc = doc_of_function(&file.items, "Client", "grind");
    assert!(doc.contains("Thisoperationisbroken:**itanswers500."), "{doc}");
}

#[test]
fn a_success_answer_of_any_status_is_read_and_errors_are_left_to_the_transport() {
    let text = generate(&load(FILE, BASE).unwrap()).unwrap();
    let statuses: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()))
        .collect();
    assert_eq!(statuses.len(), 3, "one arm per generated operation: {statuses:?}");
    assert!(
        statuses.iter().all(|arm| arm.starts_with("200..=299 =>")),
        "{statuses:?}"
    );
}

#[test]
fn what_only_the_generator_notices_is_named_by_schema_and_line() {
    let text = BASE.replacen(
        "    Problem:\n      type: object",
        "    Either: { description: x, oneOf: [{ type: string }, { type: boolean }] }\n    Problem:\n      type: object",
        1,
    );
    let text = text.replacen(
        "        mass: {",
        "        either: { allOf: [{ $ref: \"#/components/schemas/Either\" }], default: 5, description: x }\n        mass: {",
        1,
    );
    let spec = load(FILE, text.as_str()).unwrap();
    assert_eq!(lint(&spec), []);
    let error = generate(&spec).unwrap_err();
    let line = text[..text.find("    GrindRequest:").unwrap()].lines().count() + 1;
    assert!(
        matches!(&error, Error::Generator { line: own, .. } if *own == line),
        "{error}"
    );
    assert!(error.to_string().contains("at schema GrindRequest"), "{error}");
}

#[test]
fn no_example_of_the_generator_is_an_ignored_test() {
    let source = generate(&load(FILE, BASE).unwrap()).unwrap();
    assert!(
        source.contains("```text"),
        "the generator writes an example per operation"
    );
    assert!(!source.contains("```ignore"));
}
