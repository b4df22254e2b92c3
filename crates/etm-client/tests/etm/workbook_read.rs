//! Reading workbooks: what is in them, and what is wrong with them.

mod exported;
mod formulas;
mod problems;

use etm_client::sortables::{HeatLevel, Sortable};
use etm_client::users::Action;
use etm_client::workbook::{CARRIERS, CellValue, Origin, Selection, find, read, read_users, write_template};
use etm_client::{Export, HourlyCurve, Role, Who};
use serde_json::json;

use crate::workbook_support::{Book, curve_rows};

#[test]
fn a_workbook_made_for_pyetm_is_read_as_it_is() {
    let book = Book::new(&[
        (
            "MAIN",
            json!([
                [
                    "short_name",
                    "scenario_id",
                    "session",
                    "copy_from",
                    "title",
                    "area_code",
                    "end_year",
                    "private",
                    "custom_curves",
                    "sortables",
                    "output"
                ],
                [
                    "OLD",
                    12.0,
                    "yes",
                    null,
                    " Old one ",
                    null,
                    null,
                    "no",
                    "CURVES",
                    "ORDERS",
                    null
                ],
                ["NEW", null, null, null, null, "nl2019", "2050", true, null, null, null],
                [null, null, null, null, null, null, null, null, null, null, null],
                ["COPY", null, "y", 7, null, null, null, 0, null, null, null],
            ]),
        ),
        (
            "SLIDER_SETTINGS",
            json!([
                [null, null, null],
                ["input", "OLD", "NEW", "unit"],
                ["costs_co2", 120, null, "euro"],
                ["merit_order", true, "reset", null],
            ]),
        ),
        ("GQUERIES", json!([["co2"], [" costs "], ["co2"], [" "]])),
        (
            "ORDERS",
            json!([
                ["index", "hydrogen_supply", "heat_network", "space_heating"],
                [1, "b", "x", null],
                [2, "a", null, null]
            ]),
        ),
        ("CURVES", curve_rows(&["hour", "weather/wind"], 8760)),
        (
            "USERS",
            json!([
                ["email", "OLD"],
                ["a@b.nl", "Viewer"],
                ["c@d.nl", "remove"],
                ["e@f.nl", null]
            ]),
        ),
        (
            "EXPORT_CONFIG",
            json!([
                ["inputs", "defaults", "gqueries", "hourly_curves", "annual_exports"],
                ["true", "false", 1, "heat, merit_order", true],
            ]),
        ),
    ]);
    let book = book.read();
    let labels: Vec<_> = book.rows.iter().map(|row| (row.label(), row.session)).collect();
    let expected = [("OLD", true), ("NEW", false), ("COPY", true)];
    assert_eq!(labels, expected.map(|(label, session)| (label.to_owned(), session)));
    let [old, new, copy] = &book.rows[..] else {
        panic!("{:?}", book.rows)
    };
    assert!(matches!(&old.origin, Origin::Existing(id) if id.value == 12 && id.place.to_string() == "MAIN!B2"));
    assert!(matches!(&copy.origin, Origin::Copy(id) if id.value == 7));
    assert_eq!(new.origin, Origin::New);
    assert_eq!(new.end_year.as_ref().map(|year| year.value), Some(2050));
    let private = |row: &etm_client::workbook::MainRow| row.private.as_ref().map(|flag| flag.value);
    assert_eq!(
        [private(old), private(new), private(copy)],
        [Some(false), Some(true), Some(false)]
    );

    let cells: Vec<_> = book
        .sliders
        .iter()
        .map(|column| (column.label.value.as_str(), &column.cells))
        .collect();
    let values: Vec<_> = cells[0]
        .1
        .iter()
        .map(|cell| (cell.key.value.as_str(), cell.value.value.clone()))
        .collect();
    assert_eq!(
        values,
        [
            ("costs_co2", CellValue::Number(120.0)),
            ("merit_order", CellValue::Flag(true))
        ]
    );
    assert_eq!((cells[1].0, cells[1].1.len(), cells.len()), ("NEW", 1, 2));
    assert_eq!(cells[1].1[0].value.place.to_string(), "SLIDER_SETTINGS!C4");

    let queries: Vec<_> = book.gqueries.iter().map(|query| query.value.as_str()).collect();
    assert_eq!(queries, ["co2", "costs"]);
    let orders = &book.sortables["ORDERS"];
    assert_eq!(orders.len(), 2, "an order without items is none");
    assert_eq!(
        (orders[0].sortable.value.clone(), orders[0].level),
        (Sortable::HydrogenSupply, None)
    );
    let items: Vec<_> = orders[0].items.iter().map(|item| item.value.as_str()).collect();
    assert_eq!(items, ["b", "a"]);
    assert_eq!(
        (orders[1].name().as_str(), orders[1].level),
        ("heat_network_lt", Some(HeatLevel::Low))
    );
    let curves = &book.custom_curves["CURVES"];
    assert_eq!((curves.len(), curves[0].key.value.as_str()), (1, "weather/wind"));
    assert_eq!(curves[0].curve.values()[8759], 8759.5);
    let users: Vec<_> = book.users[0]
        .changes
        .iter()
        .map(|change| change.value.clone())
        .collect();
    assert_eq!(
        (users[0].who.clone(), users[0].action.clone()),
        (Who::from("a@b.nl"), Action::Ensure(Role::Viewer))
    );
    assert_eq!((users[1].action.clone(), users.len()), (Action::Remove, 2));
}

#[test]
fn false_is_no_and_blank_is_no_in_the_export_config() {
    let row = |cells: serde_json::Value| {
        let header = json!([
            "inputs",
            "defaults",
            "min_max",
            "sortables",
            "users",
            "hourly_curves",
            "annual_exports"
        ]);
        let main = json!([["session", "scenario_id"], [true, 1]]);
        Book::new(&[("MAIN", main), ("EXPORT_CONFIG", json!([header, cells]))])
            .read()
            .export
    };
    let config = row(json!([
        "false",
        "no",
        null,
        "yes",
        "TRUE",
        "FALSE",
        "costs_parameters, energy_flow"
    ]))
    .unwrap();
    let flags = [
        config.inputs,
        config.defaults,
        config.min_max,
        config.sortables,
        config.users,
        config.gqueries,
    ];
    assert_eq!(flags, [false, false, false, true, true, false].map(Some));
    assert_eq!(config.hourly_curves, Some(Selection::None));
    let exports = vec![Export::CostsParameters, Export::EnergyFlow];
    assert_eq!(config.annual_exports, Some(Selection::Some(exports)));
    let config = row(json!([1, null, null, null, null, "merit_order, heat, electricity", 1])).unwrap();
    let curves = vec![HourlyCurve::ElectricityProfiles, HourlyCurve::DistrictHeatingProfiles];
    assert_eq!(config.hourly_curves, Some(Selection::Some(curves)));
    assert_eq!(config.annual_exports, Some(Selection::All));
    assert_eq!(
        row(json!([null])),
        None,
        "nothing below the header leaves everything open"
    );
}

#[test]
fn curves_without_a_carrier_are_read_from_their_own_column() {
    let main = json!([["session", "scenario_id"], [true, 1]]);
    let own = json!([["hourly_curves", "other_curves"], [true, "residual_load, heat"]]);
    let config = Book::new(&[("MAIN", main), ("EXPORT_CONFIG", own)])
        .read()
        .export
        .unwrap();
    let mut curves = CARRIERS.map(HourlyCurve::from).to_vec();
    curves.push(HourlyCurve::ResidualLoad);
    assert_eq!(config.hourly_curves, Some(Selection::Some(curves)));
}

#[test]
fn the_template_is_read_and_has_no_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.xlsx");
    write_template(&path).unwrap();
    let book = read(&path).unwrap();
    assert!(book.is_empty() && book.export.is_none() && book.sliders.is_empty() && book.users.is_empty());
    let notes: Vec<_> = book.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["MAIN!A1: the sheet has no scenario"]);
    let gone = write_template(folder.path().join("gone/input.xlsx")).unwrap_err();
    assert_eq!(gone.kind(), etm_client::ErrorKind::Io);
}

#[test]
fn users_are_read_alone_and_without_main_their_labels_are_ids() {
    let users = json!([
        ["email", 31, "32"],
        ["a@b.nl", "owner", null],
        [7, null, "scenario_viewer"]
    ]);
    let book = Book::new(&[
        ("USERS", users.clone()),
        ("SLIDER_SETTINGS", json!([["x", "UNKNOWN"], ["a", 1]])),
    ]);
    let read = read_users(book.path()).unwrap();
    let ids: Vec<_> = read.rows.iter().map(|row| row.label()).collect();
    assert_eq!(ids, ["31", "32"]);
    assert!(read.rows.iter().all(|row| !row.session) && read.sliders.is_empty());
    assert_eq!(read.users[1].changes[0].value.who, Who::User(7));
    let main = json!([["short_name", "scenario_id", "session"], ["31", 5, true]]);
    let book = Book::new(&[("MAIN", main), ("USERS", users)]);
    let read = read_users(book.path()).unwrap();
    assert_eq!(read.rows.len(), 1);
    let book = Book::new(&[("USERS", json!([["email", "SHORT"], ["a@b.nl", "owner"]]))]);
    let told = read_users(book.path()).unwrap_err().to_string();
    assert!(told.contains("USERS!B1: \"SHORT\" is no id"), "{told}");
    let book = Book::new(&[("MAIN", json!([["session", "scenario_id"], [true, 1]]))]);
    assert!(
        read_users(book.path())
            .unwrap_err()
            .to_string()
            .contains("there is no sheet USERS")
    );
}

#[test]
fn a_relative_path_is_looked_for_in_the_nearest_folder_inputs() {
    let root = tempfile::tempdir().unwrap();
    let deep = root.path().join("a/b");
    let inputs = root.path().join("inputs");
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::create_dir(&inputs).unwrap();
    std::fs::write(inputs.join("book.xlsx"), "").unwrap();
    assert_eq!(find("book.xlsx", &deep), inputs.join("book.xlsx"));
    assert_eq!(find("other.xlsx", &deep), deep.join("other.xlsx"));
    std::fs::write(deep.join("book.xlsx"), "").unwrap();
    assert_eq!(find("book.xlsx", &deep), deep.join("book.xlsx"));
    assert_eq!(find(inputs.join("none.xlsx"), &deep), inputs.join("none.xlsx"));
}
