use serde_json::json;

use super::*;

fn meta(value: Value) -> RegionMeta {
    serde_json::from_value(value).unwrap()
}

fn example() -> RegionMeta {
    meta(json!({
        "years": [2028, 2029],
        "dataDefinitions": [
            {"type": "system", "granularity": "1y", "filename": "system_{currency}.csv"},
            {"type": "technology", "granularity": "30M", "subType": "generation", "filename": "a_{currency}.csv"},
            {"type": "technology", "granularity": "30M", "subType": "generation_pre_curtailment", "filename": "b.csv"},
            {"type": "interconnector", "granularity": "1h", "filename": "i_{year}_{currency}.csv"},
            {"type": "nodal", "granularity": "1h", "filename": "n_{nodename}_{currency}.csv"},
            {"type": "nodal", "granularity": "1m", "filename": "n_{nodename}_{year}.csv"},
            {"type": "odd", "granularity": "1y", "subType": "only", "filename": "odd.csv"},
            {"type": null, "granularity": "1y", "filename": "null.csv"},
            {"type": "nameless", "granularity": "1y"},
        ],
    }))
}

fn ask(kind: &str, granularity: &str) -> OutputRequest {
    OutputRequest::new("s", "gbr", kind, granularity)
}

/// The template that a request comes to, or its error.
fn choose(meta: &RegionMeta, request: &OutputRequest) -> Result<String> {
    let found = definition(meta, request)?;
    let name = template(found)?;
    check(meta, name, request)?;
    Ok(name.to_owned())
}

fn refusal(request: &OutputRequest) -> Error {
    choose(&example(), request).unwrap_err()
}

fn assert_says(error: &Error, kind: ErrorKind, parts: &[&str]) {
    assert_eq!(error.kind(), kind, "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "{part:?} is not in {error}");
    }
}

#[test]
fn a_nothing_fits() {
    let error = refusal(&ask("System", "1y"));
    assert_says(
        &error,
        ErrorKind::NotFound,
        &[
            "could not find",
            "System, 1y",
            "\"gbr\"",
            "expected 1, found 0",
            "system, 1y; technology, 30M, sub_type=generation",
        ],
    );
    let error = refusal(&ask("technology", "30M").with_sub_type("load"));
    assert_says(&error, ErrorKind::NotFound, &["technology, 30M, sub_type=load"]);
    // Without definitions nothing fits either; listing them is what fails differently.
    for empty in [
        json!({}),
        json!({"dataDefinitions": null}),
        json!({"dataDefinitions": []}),
    ] {
        let error = choose(&meta(empty), &ask("system", "1y")).unwrap_err();
        assert_says(&error, ErrorKind::NotFound, &["found 0", "lists no downloads at all"]);
    }
}

#[test]
fn b_more_than_one_fits() {
    let error = refusal(&ask("technology", "30M"));
    assert_says(
        &error,
        ErrorKind::Ambiguous,
        &[
            "ambiguous",
            "technology, 30M",
            "\"gbr\"",
            "found 2",
            "pass sub_type to disambiguate: generation; generation_pre_curtailment",
        ],
    );
    let twice = meta(json!({"dataDefinitions": [
        {"type": "t", "granularity": "1y", "subType": "a", "filename": "x"},
        {"type": "t", "granularity": "1y", "subType": "a", "filename": "y"},
    ]}));
    let error = choose(&twice, &ask("t", "1y").with_sub_type("a")).unwrap_err();
    assert_says(&error, ErrorKind::Ambiguous, &["sub_type=a", "found 2"]);
    assert!(!error.to_string().contains("disambiguate"), "{error}");
}

#[test]
fn a_sub_type_is_needed_only_where_it_decides() {
    let meta = example();
    assert_eq!(choose(&meta, &ask("odd", "1y")).unwrap(), "odd.csv");
    let request = ask("technology", "30M").with_sub_type("generation");
    assert_eq!(choose(&meta, &request).unwrap(), "a_{currency}.csv");
}

#[test]
fn c_the_year_is_missing() {
    let error = refusal(&ask("interconnector", "1h"));
    assert_says(
        &error,
        ErrorKind::InvalidRequest,
        &["requires year parameter", "interconnector, 1h", "[2028, 2029]"],
    );
}

#[test]
fn d_a_year_is_superfluous() {
    let error = refusal(&ask("system", "1y").with_year(2028));
    assert_says(
        &error,
        ErrorKind::InvalidRequest,
        &["does not support year parameter", "system, 1y"],
    );
}

#[test]
fn e_the_year_is_not_valid() {
    let error = refusal(&ask("interconnector", "1h").with_year(2050));
    assert_says(
        &error,
        ErrorKind::InvalidRequest,
        &["2050", "not valid for region", "\"gbr\"", "[2028, 2029]"],
    );
    assert!(choose(&example(), &ask("interconnector", "1h").with_year(2029)).is_ok());
}

#[test]
fn f_a_node_is_superfluous() {
    let error = refusal(&ask("system", "1y").with_node("n"));
    assert_says(
        &error,
        ErrorKind::InvalidRequest,
        &["does not support node parameter", "system, 1y"],
    );
    assert!(choose(&example(), &ask("system", "1y").with_node("")).is_ok());
}

#[test]
fn g_the_node_is_missing() {
    for request in [ask("nodal", "1h"), ask("nodal", "1h").with_node("")] {
        assert_says(
            &refusal(&request),
            ErrorKind::InvalidRequest,
            &["requires node parameter", "nodal, 1h"],
        );
    }
    assert!(choose(&example(), &ask("nodal", "1h").with_node("n")).is_ok());
}

#[test]
fn y_the_years_are_no_list() {
    let mut odd = example();
    for years in [
        json!({}),
        json!("2028"),
        json!(2028),
        json!([2028, "x"]),
        json!([2028.5]),
        json!([null]),
    ] {
        odd.years = Some(years.clone());
        let error = choose(&odd, &ask("interconnector", "1h").with_year(2028)).unwrap_err();
        assert_says(
            &error,
            ErrorKind::Decode,
            &["invalid download years metadata", "\"gbr\""],
        );
        // They are not looked at where no year plays a part.
        assert!(choose(&odd, &ask("system", "1y")).is_ok(), "{years}");
    }
    for (years, expected) in [
        (json!(null), vec![]),
        (json!([]), vec![]),
        (json!([2028, 2029.0, "2030"]), vec![2028, 2029, 2030]),
    ] {
        odd.years = Some(years);
        assert_eq!(super::years(&odd, "gbr").unwrap(), expected);
    }
    odd.years = None;
    assert!(super::years(&odd, "gbr").unwrap().is_empty());
}

#[test]
fn of_several_faults_the_first_in_the_order_is_named() {
    let mut odd = example();
    odd.years = Some(json!("no list"));
    let rows = [
        // Nothing fits, before everything else.
        (&odd, ask("x", "1y").with_year(1), "could not find"),
        (&odd, ask("technology", "30M").with_year(1), "ambiguous"),
        // Wrong years, before what they are needed for.
        (&odd, ask("system", "1y").with_year(2028), "invalid download years"),
        (&odd, ask("nodal", "1m"), "invalid download years"),
        // The year before the node.
        (&example(), ask("nodal", "1m"), "requires year"),
        (&example(), ask("nodal", "1m").with_year(1), "not valid"),
        (
            &example(),
            ask("system", "1y").with_year(2028).with_node("n"),
            "does not support year",
        ),
        (&example(), ask("nodal", "1m").with_year(2028), "requires node"),
    ];
    for (meta, request, expected) in rows {
        let error = choose(meta, &request).unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    }
}

#[test]
fn an_entry_without_a_file_name_is_an_error_of_the_metadata() {
    assert_says(
        &refusal(&ask("nameless", "1y")),
        ErrorKind::Decode,
        &["names no file for nameless, 1y"],
    );
}

#[test]
fn long_lists_are_cut() {
    let text = listed((0..30).map(|n| n.to_string()).chain(["0".to_owned()]));
    assert!(text.ends_with("; 19; and 10 more"), "{text}");
}
