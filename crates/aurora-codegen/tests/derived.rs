//! What is written from a document besides code: outline, differences, the page of operations.

use aurora_codegen::{Spec, diff, load, operations_page, outline};

const BASE: &str = include_str!("base.yaml");

fn base() -> Spec {
    load("specs/windmill.yaml", BASE).expect("the document is valid")
}

fn changed(from: &str, to: &str) -> Spec {
    assert_eq!(BASE.matches(from).count(), 1, "{from:?} has to occur once");
    load("specs/windmill.yaml", BASE.replacen(from, to, 1)).expect("the document is YAML")
}

#[test]
fn the_outline_has_a_line_per_operation_parameter_type_and_field() {
    let outline = outline(&base());
    let lines = [
        "GET /v1/mills list_mills repeatable default - -> [Mill]",
        "  query search: string",
        "  query minPower: number [MW]",
        "PUT /v1/mills upload_mill once default multipart/form-data -> - (hand-written)",
        "POST /v1/mills/{mill_id}/grind grind repeatable slow GrindRequest -> GrindResult",
        "  path mill_id*: integer",
        "enum State (received, open)",
        "enum Grain (sent)",
        "type Origin (sent, by hand as crate::Origin)",
        "  ratedPower: number? [MW]",
        "  hours: integer?! [h]",
        "  granularityInMins: integer [min] = 60",
        "  byHour: {number} [t]",
        "  builtAt: string(date-time)?",
    ];
    for line in lines {
        assert!(outline.lines().any(|own| own == line), "{line} in\n{outline}");
    }
    assert!(outline.ends_with('\n') && !outline.ends_with("\n\n"));
}

#[test]
fn an_unchanged_document_has_no_differences() {
    assert_eq!(diff(&base(), &base()), []);
}

#[test]
fn each_change_is_marked_by_what_it_does_to_callers() {
    let cases: &[(&str, &str, bool, &str)] = &[
        (
            "operationId: delete_mill",
            "operationId: remove_mill",
            true,
            "delete_mill: operation removed",
        ),
        (
            "operationId: delete_mill",
            "operationId: remove_mill",
            false,
            "remove_mill: operation added",
        ),
        (
            "x-idempotent: true",
            "x-idempotent: false",
            false,
            "grind: repeatable true -> false",
        ),
        (
            "x-time-class: slow",
            "x-time-class: compute",
            false,
            "grind: time class slow -> compute",
        ),
        (
            "items: { $ref: \"#/components/schemas/Mill\" }",
            "items: { type: string }",
            true,
            "list_mills: answer [Mill] -> [string]",
        ),
        (
            "x-time-class: slow",
            "x-time-class: slow\n      x-hand-written: x",
            true,
            "grind: hand-written now",
        ),
        (
            "x-time-class: slow",
            "x-time-class: slow\n      x-status: \"removed: it answers 404\"",
            true,
            "grind: status usable -> removed",
        ),
        // Parameters.
        ("name: kind", "name: form", true, "list_mills?kind: removed"),
        ("name: kind", "name: form", false, "list_mills?form: added, optional"),
        (
            "name: kind",
            "required: true\n          name: form",
            true,
            "list_mills?form: added, required",
        ),
        (
            "name: kind",
            "required: true\n          name: kind",
            true,
            "list_mills?kind: required false -> true",
        ),
        // Fields that are sent.
        (
            "mass: {",
            "weather: { type: string, description: x }\n        mass: {",
            false,
            "GrindRequest.weather: added, optional",
        ),
        (
            "required: [grain, mass]",
            "required: [grain]",
            false,
            "GrindRequest.mass: required true -> false",
        ),
        (
            "required: [grain, mass]",
            "required: [grain, mass, notBefore]",
            true,
            "GrindRequest.notBefore: required false -> true",
        ),
        (
            "default: 60",
            "default: 30",
            false,
            "GrindRequest.granularityInMins: default 60 -> 30",
        ),
        (
            "x-unit: mm, x-send-null: true",
            "x-unit: mm",
            false,
            "GrindRequest.coarseness: sent as null when unset true -> false",
        ),
        // Fields that come back.
        (
            "bags: {",
            "colour: { type: string, description: x }\n        bags: {",
            false,
            "GrindResult.colour: added, optional",
        ),
        ("bags: {", "sacks: {", true, "GrindResult.bags: removed"),
        (
            "required: [state]",
            "required: [state, bags]",
            false,
            "GrindResult.bags: required false -> true",
        ),
        (
            "required: [state]",
            "required: []",
            true,
            "GrindResult.state: required true -> false",
        ),
        (
            "token: { type: string, format: uuid,",
            "token: { type: string,",
            true,
            "GrindResult.token: type string(uuid) -> string",
        ),
        (
            "ratedPower: { type: number, nullable: true, description: The rated power., x-unit: MW }",
            "ratedPower: { type: number, nullable: true, description: The rated power., x-unit: kW }",
            true,
            "Mill.ratedPower: unit MW -> kW",
        ),
        // Enums.
        (
            "enum: [Running, Complete]",
            "enum: [Running, Complete, Errored]",
            false,
            "State: enum value `Errored` added",
        ),
        (
            "enum: [rye, wheat]",
            "enum: [rye]",
            true,
            "Grain: enum value `wheat` removed",
        ),
        (
            "x-rust-type: crate::Origin",
            "x-rust-type: crate::Place",
            true,
            "Origin: Rust type crate::Origin -> crate::Place",
        ),
        (
            "    Problem:\n      type: object\n      description: An error.",
            "    Extra: { type: string }\n    Problem:\n      type: object\n      description: An error.",
            false,
            "Extra: type added",
        ),
    ];
    for (from, to, breaking, what) in cases {
        let changes = diff(&base(), &changed(from, to));
        let found = changes
            .iter()
            .find(|change| format!("{}: {}", change.place, change.message).starts_with(what));
        let found = found.unwrap_or_else(|| panic!("{what} in {changes:#?}"));
        assert_eq!(found.breaking, *breaking, "{found}");
    }
}

#[test]
fn a_field_that_is_new_and_required_breaks_those_who_send_it_only() {
    let sent = changed("required: [grain, mass]", "required: [grain, mass, weather]");
    let sent = load(
        "x.yaml",
        sent.text().replacen(
            "mass: {",
            "weather: { type: string, description: x }\n        mass: {",
            1,
        ),
    )
    .unwrap();
    assert!(diff(&base(), &sent)[0].breaking);
    let received = changed("required: [state]", "required: [state, colour]");
    let text = received.text().replacen(
        "bags: {",
        "colour: { type: string, description: x }\n        bags: {",
        1,
    );
    let changes = diff(&base(), &load("x.yaml", text).unwrap());
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert!(!changes[0].breaking);
}

#[test]
fn breaking_changes_come_first() {
    let new = changed("operationId: delete_mill", "operationId: remove_mill");
    let marks: Vec<bool> = diff(&base(), &new).iter().map(|change| change.breaking).collect();
    assert_eq!(marks, [true, false]);
}

#[test]
fn the_page_names_route_call_and_command_of_every_operation() {
    let page = operations_page(&[("windmill".to_owned(), base())]);
    let rows = [
        "| `list_mills` | `GET /v1/mills` | Lists mills | `generated().list_mills()` | `aurora api windmill list_mills` |",
        "| `upload_mill` | `PUT /v1/mills`, *once* | Uploads a mill | `mills().upload` | `aurora windmill mills upload`, `aurora api windmill upload_mill` |",
        "| `grind` | `POST /v1/mills/{mill_id}/grind` | Grinds flour | `mills().grind` | `aurora api windmill grind` |",
    ];
    for row in rows {
        assert!(page.lines().any(|own| own == row), "{row} in\n{page}");
    }
}

#[test]
fn outline_and_page_say_what_is_wrong_with_an_operation_and_why_it_has_no_method() {
    let spec = changed(
        "x-method: mills().grind",
        "x-status: |\n        broken: it answers 500\n        in all weathers.\n      x-method: \"none: nobody grinds any more\"",
    );
    let outline = outline(&spec);
    let line = "  broken: it answers 500 in all weathers";
    assert!(outline.lines().any(|own| own == line), "{outline}");
    let page = operations_page(&[("windmill".to_owned(), spec)]);
    let row = "| `grind` | `POST /v1/mills/{mill_id}/grind` | Grinds flour *Broken:* it answers 500 in all weathers. | `generated().grind()`: nobody grinds any more | `aurora api windmill grind` |";
    assert!(page.lines().any(|own| own == row), "{page}");
}

#[test]
fn a_status_that_is_lost_breaks_nobody() {
    let text = BASE.replacen(
        "x-time-class: slow",
        "x-time-class: slow\n      x-status: \"broken: it answers 500\"",
        1,
    );
    let old = load("specs/windmill.yaml", text).unwrap();
    let changes: Vec<String> = diff(&old, &base()).iter().map(ToString::to_string).collect();
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert!(
        changes[0].trim_start().starts_with("grind: status broken -> usable"),
        "{changes:#?}"
    );
}
