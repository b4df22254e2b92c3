use std::io;
use std::time::Duration;

use super::*;

const HARD_FLOATS: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    0.1,
    -0.1 - 0.2,
    1.0 / 3.0,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    2.225_073_858_507_201e-308,
    f64::MAX,
    f64::MIN,
    f64::EPSILON,
    9_007_199_254_740_993.0,
    1e16,
    123_456_789.123_456_78,
];

fn csv(table: &Table, headers: HeaderRows) -> String {
    let mut bytes = Vec::new();
    table.to_csv(&mut bytes, headers).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn json(table: &Table) -> String {
    let mut bytes = Vec::new();
    table.to_json(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(text: &str, headers: HeaderRows) -> Table {
    Table::from_csv(text.as_bytes(), headers).unwrap()
}

fn bits(values: &Values) -> Vec<Option<u64>> {
    let Values::Number(values) = values else {
        panic!("{values:?}")
    };
    values.iter().map(|value| value.map(f64::to_bits)).collect()
}

fn texts(values: &[Option<&str>]) -> Values {
    Values::Text(values.iter().map(|value| value.map(str::to_owned)).collect())
}

fn midnight() -> jiff::Timestamp {
    "2030-01-01T00:00:00Z".parse().unwrap()
}

fn sample() -> Table {
    Table::new()
        .with_column(Column::new("price", Values::Number(vec![Some(42.5), None])).with_unit("£/MWh"))
        .unwrap()
        .with_column(Column::new("units", Values::Integer(vec![Some(-3), Some(i64::MAX)])))
        .unwrap()
        .with_column(Column::new(
            "note, long",
            texts(&[Some("a \"quote\"\nand a line"), None]),
        ))
        .unwrap()
        .with_index(TimeIndex::hourly(midnight()))
        .unwrap()
}

#[test]
fn floats_come_back_from_csv_bit_by_bit() {
    let table = Table::new().with_column(Column::numbers("x", HARD_FLOATS)).unwrap();
    let text = csv(&table, HeaderRows::One);
    let back = read(&text, HeaderRows::One);
    assert_eq!(
        bits(&back.columns()[0].values),
        bits(&table.columns()[0].values),
        "{text}"
    );
    assert!(
        text.contains("\n-0.0\n") && text.contains("\n5e-324\n") && text.contains("\n1.0\n"),
        "{text}"
    );
}

#[test]
fn ten_thousand_random_floats_come_back_bit_by_bit() {
    let mut random = fastrand::Rng::with_seed(7);
    let floats = std::iter::repeat_with(|| f64::from_bits(random.u64(..))).filter(|float| float.is_finite());
    let table = Table::new()
        .with_column(Column::numbers("x", floats.take(10_000)))
        .unwrap();
    let back = read(&csv(&table, HeaderRows::One), HeaderRows::One);
    assert_eq!(bits(&back.columns()[0].values), bits(&table.columns()[0].values));
}

#[test]
fn floats_come_back_from_json_bit_by_bit() {
    let table = Table::new().with_column(Column::numbers("x", HARD_FLOATS)).unwrap();
    let text = json(&table);
    let rows: Vec<std::collections::BTreeMap<String, f64>> = serde_json::from_str(&text).unwrap();
    let written: Vec<_> = rows.iter().map(|row| row["x"].to_bits()).collect();
    assert_eq!(written, HARD_FLOATS.map(f64::to_bits), "{text}");
}

#[test]
fn a_table_comes_back_from_csv_with_names_units_types_and_instants() {
    let table = sample();
    let text = csv(&table, HeaderRows::Two);
    let expected = "time,price,units,\"note, long\"\n\
                    UTC,£/MWh,,\n\
                    2030-01-01T00:00:00Z,42.5,-3,\"a \"\"quote\"\"\nand a line\"\n\
                    2030-01-01T01:00:00Z,,9223372036854775807,\n";
    assert_eq!(text, expected);
    assert_eq!(read(&text, HeaderRows::Two), table);
}

#[test]
fn with_one_header_row_the_units_stay_behind() {
    let back = read(&csv(&sample(), HeaderRows::One), HeaderRows::One);
    assert_eq!(back.column("price").unwrap().unit, None);
    assert_eq!(back.column("price").unwrap().values, sample().columns()[0].values);
    assert_eq!(back.index(), sample().index());
}

#[test]
fn json_has_one_object_per_row_in_the_order_of_the_columns() {
    let expected = concat!(
        r#"[{"time":"2030-01-01T00:00:00Z","price":42.5,"units":-3,"note, long":"a \"quote\"\nand a line"},"#,
        r#"{"time":"2030-01-01T01:00:00Z","price":null,"units":9223372036854775807,"note, long":null}]"#,
    );
    assert_eq!(json(&sample()), expected);
    assert_eq!(json(&Table::new()), "[]");
}

#[test]
fn json_refuses_what_it_cannot_hold_before_it_writes_anything() {
    for (value, name) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
        let table = Table::new().with_column(Column::numbers("p50", [1.0, value])).unwrap();
        let mut written = Vec::new();
        let error = table.to_json(&mut written).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(
            error
                .to_string()
                .starts_with(&format!("column \"p50\" is {name} in row 2")),
            "{error}"
        );
        assert!(written.is_empty());
    }
}

#[test]
fn json_refuses_two_columns_of_one_name() {
    let one = || Column::numbers("price", [1.0]);
    let table = Table::new().with_column(one()).unwrap().with_column(one()).unwrap();
    assert!(
        table
            .to_json(io::sink())
            .unwrap_err()
            .to_string()
            .contains("two columns are named \"price\"")
    );
    assert_eq!(csv(&table, HeaderRows::One), "price,price\n1.0,1.0\n");

    let table = Table::new().with_column(Column::numbers("time", [1.0])).unwrap();
    let table = table.with_index(TimeIndex::hourly(midnight())).unwrap();
    assert!(table.to_json(io::sink()).unwrap_err().to_string().contains("\"time\""));
}

#[test]
fn nan_and_the_infinities_survive_csv() {
    let table = Table::new()
        .with_column(Column::numbers("x", [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.0]))
        .unwrap();
    let back = read(&csv(&table, HeaderRows::One), HeaderRows::One);
    let values = &back.columns()[0].values;
    assert!(values.number(0).unwrap().is_nan());
    assert_eq!(
        (values.number(1), values.number(2)),
        (Some(f64::INFINITY), Some(f64::NEG_INFINITY))
    );
}

#[test]
fn reading_forgives_marks_line_ends_blanks_and_white_space() {
    let text = "\u{feff} a ,b,c,d\r\n MW ,,%,\r\n 1 ,x, 1.5,\r\n\r\n,\" \",-2,\r\n3,y z,.5,\r\n\r\n";
    let table = read(text, HeaderRows::Two);
    let columns = table.columns();
    assert_eq!(
        (columns[0].name.as_str(), columns[0].unit.as_deref()),
        ("a", Some("MW"))
    );
    assert_eq!(
        (columns[1].unit.as_deref(), columns[2].unit.as_deref()),
        (None, Some("%"))
    );
    assert_eq!(columns[0].values, Values::Integer(vec![Some(1), None, Some(3)]));
    assert_eq!(columns[1].values, texts(&[Some("x"), None, Some("y z")]));
    assert_eq!(
        columns[2].values,
        Values::Number(vec![Some(1.5), Some(-2.0), Some(0.5)])
    );
    assert_eq!(columns[3].values, Values::Number(vec![None, None, None]));
}

#[test]
fn the_type_of_a_column_is_the_narrowest_that_fits() {
    let rows = [
        ("1\n2", Values::Integer(vec![Some(1), Some(2)])),
        (
            "1\n-9223372036854775808",
            Values::Integer(vec![Some(1), Some(i64::MIN)]),
        ),
        ("1\n2.0", Values::Number(vec![Some(1.0), Some(2.0)])),
        ("1\n1e3", Values::Number(vec![Some(1.0), Some(1000.0)])),
        (
            "1\n9223372036854775808",
            Values::Number(vec![Some(1.0), Some(9_223_372_036_854_775_808.0)]),
        ),
        ("007\n8", texts(&[Some("007"), Some("8")])),
        ("1\nx", texts(&[Some("1"), Some("x")])),
        ("0\n0.5", Values::Number(vec![Some(0.0), Some(0.5)])),
    ];
    for (cells, expected) in rows {
        assert_eq!(
            read(&format!("x\n{cells}\n"), HeaderRows::One).columns()[0].values,
            expected,
            "{cells:?}"
        );
    }
    let zero = read("x\n-0\n1\n", HeaderRows::One);
    assert_eq!(
        bits(&zero.columns()[0].values),
        [Some((-0.0_f64).to_bits()), Some(1.0_f64.to_bits())]
    );
}

#[test]
fn a_ragged_row_is_an_error_with_its_line() {
    for (text, headers, message) in [
        (
            "a,b\n1,2\n3\n",
            HeaderRows::One,
            "line 3 of the table has 1 cells, but its header has 2",
        ),
        (
            "a,b\r\n1,2\r\n\r\n3,4,5\r\n",
            HeaderRows::One,
            "line 4 of the table has 3 cells, but its header has 2",
        ),
        (
            "\u{feff}a,b\n\n\n1\n",
            HeaderRows::One,
            "line 4 of the table has 1 cells, but its header has 2",
        ),
        (
            "a,b\nMW\n1,2\n",
            HeaderRows::Two,
            "line 2 of the table has 1 cells, but its header has 2",
        ),
        (
            "a,b\n\"x\ny\",2\n3\n",
            HeaderRows::One,
            "line 4 of the table has 1 cells, but its header has 2",
        ),
    ] {
        let error = Table::from_csv(text.as_bytes(), headers).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with(message), "{text:?}: {error}");
    }
}

#[test]
fn text_that_is_not_utf8_is_an_error_with_its_line_and_cell() {
    let error = Table::from_csv(&b"a,b\n1,2\n3,\xa3\n"[..], HeaderRows::One).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("line 3 of the table is not UTF-8 in cell 2"),
        "{error}"
    );
}

#[test]
fn a_table_without_its_header_is_an_error() {
    for (text, headers, what) in [
        ("", HeaderRows::One, "names"),
        ("\n\n", HeaderRows::One, "names"),
        ("a,b\n", HeaderRows::Two, "units"),
    ] {
        let error = Table::from_csv(text.as_bytes(), headers).unwrap_err();
        assert!(error.to_string().contains(what), "{text:?}: {error}");
    }
    let empty = read("a,b\n", HeaderRows::One);
    assert_eq!((empty.columns().len(), empty.rows()), (2, 0));
}

#[test]
fn a_time_column_is_an_index_only_if_its_steps_are_equal() {
    let index = |cells: &str| read(&format!("Time,x\n{cells}"), HeaderRows::One).index().copied();
    let half_hourly = index("2030-01-01T00:00:00+01:00,1\n2030-01-01T00:30:00+01:00,2\n").unwrap();
    assert_eq!(half_hourly.start.to_string(), "2029-12-31T23:00:00Z");
    assert_eq!(half_hourly.step, Duration::from_secs(1800));

    for cells in [
        "2030-01-01T00:00:00Z,1\n2030-01-01T01:00:00Z,2\n2030-01-01T03:00:00Z,3\n",
        "2030-01-01T00:00:00Z,1\n2030-01-01T00:00:00Z,2\n",
        "2030-01-01T01:00:00Z,1\n2030-01-01T00:00:00Z,2\n",
        "2030-01-01T00:00:00Z,1\n,2\n",
        "2030-01-01 00:00,1\n2030-01-01 01:00,2\n",
        "2030-01-01T00:00:00Z,1\n",
        "1,1\n2,2\n",
    ] {
        assert_eq!(index(cells), None, "{cells}");
        assert_eq!(
            read(&format!("Time,x\n{cells}"), HeaderRows::One).columns()[0].name,
            "Time",
            "{cells}"
        );
    }
}

#[test]
fn columns_of_one_table_have_one_length() {
    let table = Table::new().with_column(Column::numbers("a", [1.0, 2.0])).unwrap();
    let error = table.with_column(Column::numbers("b", [1.0])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.to_string(), "column \"b\" has 1 values, but the table has 2 rows");
}

#[test]
fn the_instants_of_an_index_are_counted_and_bounded() {
    let index = TimeIndex::new(midnight(), Duration::from_secs(1800)).unwrap();
    assert_eq!(index.at(17_520).unwrap().to_string(), "2031-01-01T00:00:00Z");
    assert!(TimeIndex::new(midnight(), Duration::ZERO).is_err());

    let late = TimeIndex::hourly("9999-12-30T21:00:00Z".parse().unwrap());
    let table = Table::new().with_column(Column::numbers("x", vec![0.0; 100])).unwrap();
    let error = table.with_index(late).unwrap_err();
    assert!(error.to_string().contains("beyond the year 9999"), "{error}");
}

#[test]
fn values_are_numbers_where_they_can_be() {
    let table = sample();
    assert_eq!(table.columns()[0].values.number(0), Some(42.5));
    assert_eq!(table.columns()[0].values.number(1), None);
    assert_eq!(table.columns()[0].values.number(2), None);
    assert_eq!(table.columns()[1].values.number(0), Some(-3.0));
    assert_eq!(table.columns()[2].values.number(0), None);
    assert_eq!(table.column("missing"), None);
}

#[test]
fn a_writer_that_fails_is_an_io_error() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    assert_eq!(
        sample().to_csv(Full, HeaderRows::One).unwrap_err().kind(),
        ErrorKind::Io
    );
    assert_eq!(sample().to_json(Full).unwrap_err().kind(), ErrorKind::Io);
}

#[test]
fn a_quote_out_of_place_is_an_error_with_its_line() {
    for (text, line) in [
        ("a\n1\n\"open\n2\n3\n", 3),
        ("a,b\n1,\"x\"y\n", 2),
        ("a,b\n1,5\" pipe\n", 2),
        ("a,b\r\n\"two\r\nlines\",1\r\n2, \"x\"\r\n", 4),
        ("\"a\n1\n", 1),
    ] {
        let error = Table::from_csv(text.as_bytes(), HeaderRows::One).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{text:?}");
        let expected = format!("line {line} of the table has a quote out of place");
        assert!(error.to_string().starts_with(&expected), "{text:?}: {error}");
    }
    let fine = read("\"a\",b\n\"\",\"x \"\"y\"\"\"\r\n\"\"\"\",\"1,\n2\"", HeaderRows::One);
    assert_eq!(fine.columns()[0].values, texts(&[None, Some("\"")]));
    assert_eq!(fine.columns()[1].values, texts(&[Some("x \"y\""), Some("1,\n2")]));
}

#[test]
fn a_single_column_keeps_its_gaps() {
    let values = Values::Number(vec![Some(1.5), None, Some(2.5), None]);
    let table = Table::new().with_column(Column::new("x", values)).unwrap();
    assert_eq!(read(&csv(&table, HeaderRows::One), HeaderRows::One), table);
}
