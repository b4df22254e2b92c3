use std::ffi::OsString;
use std::fs;

use tempfile::TempDir;

use super::*;
use crate::{MapEnv, Source, Warning};

fn home_with(content: Option<&str>) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    if let Some(content) = content {
        fs::write(home.path().join(TOKEN_FILE), content).unwrap();
    }
    home
}

fn env(variables: &[(&str, &str)]) -> MapEnv {
    variables.iter().copied().collect()
}

/// `None` stands for a place that is not there. The last column is the token and the name of the place that gave it, or
/// the part of the message that names the place that is wrong.
type Row = (
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    Result<(&'static str, &'static str), &'static str>,
);

#[test]
fn the_first_place_that_is_there_decides() {
    let rows: [Row; 15] = [
        (Some("one"), Some("two"), Some("three"), Ok(("one", "explicit"))),
        (Some(" one\n"), None, None, Ok(("one", "explicit"))),
        (None, Some("two"), Some("three"), Ok(("two", "variable"))),
        (None, Some(" two\r\n"), None, Ok(("two", "variable"))),
        (None, None, Some("three"), Ok(("three", "file"))),
        (None, None, Some("three\n"), Ok(("three", "file"))),
        (None, None, Some("\n three \r\n"), Ok(("three", "file"))),
        // A place that is there and wrong never falls through to the next.
        (Some(""), Some("two"), Some("three"), Err("the caller is empty")),
        (Some(" \n"), Some("two"), Some("three"), Err("the caller is empty")),
        (
            Some("o ne"),
            Some("two"),
            Some("three"),
            Err("the caller cannot be used"),
        ),
        (
            None,
            Some(""),
            Some("three"),
            Err("the variable AURORA_API_KEY is empty"),
        ),
        (
            None,
            Some(" "),
            Some("three"),
            Err("the variable AURORA_API_KEY is empty"),
        ),
        (
            None,
            Some("t\nwo"),
            Some("three"),
            Err("the variable AURORA_API_KEY cannot be used"),
        ),
        (None, None, Some(""), Err(".aurora-api-key is empty")),
        (
            None,
            None,
            None,
            Err("no Aurora token: pass one, set AURORA_API_KEY, or write it to "),
        ),
    ];
    for (explicit, variable, file, expected) in rows {
        let home = home_with(file);
        let env: MapEnv = variable.map(|value| (TOKEN_VARIABLE, value)).into_iter().collect();
        let places = Places {
            env: &env,
            home: Some(home.path().to_owned()),
            working_directory: None,
        };
        let row = format!("{explicit:?} {variable:?} {file:?}");
        match (token(explicit, &places), expected) {
            (Ok(resolved), Ok((value, place))) => {
                let expected = match place {
                    "explicit" => Source::Explicit,
                    "variable" => Source::Variable(TOKEN_VARIABLE.to_owned()),
                    _ => Source::File(home.path().join(TOKEN_FILE)),
                };
                assert_eq!(resolved.value.expose(), value, "{row}");
                assert_eq!(
                    (&resolved.source, resolved.value.source()),
                    (&expected, &expected),
                    "{row}"
                );
            }
            (Err(error), Err(text)) => assert!(error.to_string().contains(text), "{row}: {error}"),
            (result, _) => panic!("{row}: {result:?}"),
        }
    }
}

#[test]
fn a_missing_file_and_one_that_cannot_be_used_are_two_errors() {
    let env = env(&[]);
    let home = home_with(None);
    let places = Places {
        env: &env,
        home: Some(home.path().to_owned()),
        working_directory: None,
    };
    assert!(matches!(
        token(None, &places),
        Err(AuthError::Missing { file: Some(_), .. })
    ));

    fs::create_dir(home.path().join(TOKEN_FILE)).unwrap();
    assert!(matches!(token(None, &places), Err(AuthError::Unreadable { .. })));
}

#[test]
fn without_a_home_directory_only_the_file_is_missing() {
    let none = env(&[]);
    let places = Places {
        env: &none,
        home: None,
        working_directory: None,
    };
    assert!(matches!(
        token(None, &places),
        Err(AuthError::Missing { file: None, .. })
    ));
    assert_eq!(token_file(&places), None);

    let set = env(&[(TOKEN_VARIABLE, "two")]);
    assert_eq!(
        token(None, &Places { env: &set, ..places }).unwrap().value.expose(),
        "two"
    );
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_unicode_is_refused() {
    use std::os::unix::ffi::OsStringExt;

    let env = MapEnv::new().with(TOKEN_VARIABLE, OsString::from_vec(b"canary\xff".to_vec()));
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    let error = token(None, &places).unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(
        said.contains("the variable AURORA_API_KEY cannot be used: it is not Unicode"),
        "{said}"
    );
    assert!(!said.contains("canary"), "{said}");
}

#[test]
fn further_lines_of_the_file_are_warned_about() {
    let home = home_with(Some("three\nfour\n"));
    let env = env(&[]);
    let places = Places {
        env: &env,
        home: Some(home.path().to_owned()),
        working_directory: None,
    };
    let resolved = token(None, &places).unwrap();
    assert_eq!(resolved.value.expose(), "three");
    let path = token_file(&places).unwrap();
    assert!(
        resolved.warnings.contains(&Warning::ExtraLines { path, ignored: 1 }),
        "{:?}",
        resolved.warnings
    );
}

#[test]
fn the_base_url_is_the_first_that_is_set() {
    let rows = [
        (None, None, Ok((DEFAULT_BASE_URL, Source::Default))),
        (
            None,
            Some("http://localhost:3001/v1/"),
            Ok((
                "http://localhost:3001/v1",
                Source::Variable(BASE_URL_VARIABLE.to_owned()),
            )),
        ),
        (
            Some("http://localhost:9/v1"),
            Some("nonsense"),
            Ok(("http://localhost:9/v1", Source::Explicit)),
        ),
        (
            None,
            Some(""),
            Err("the Amun base URL from the variable AURORA_API_BASE_URL is empty"),
        ),
        (
            None,
            Some("nonsense"),
            Err("the variable AURORA_API_BASE_URL cannot be used"),
        ),
        (Some(""), Some("http://localhost:3001/v1"), Err("the caller is empty")),
        (
            Some("http://ada:secret@localhost/v1"),
            None,
            Err("user name or password"),
        ),
    ];
    for (explicit, variable, expected) in rows {
        let env: MapEnv = variable.map(|value| (BASE_URL_VARIABLE, value)).into_iter().collect();
        let places = Places {
            env: &env,
            home: None,
            working_directory: None,
        };
        match (base_url(explicit, &places), expected) {
            (Ok(resolved), Ok((url, source))) => {
                assert_eq!((resolved.value.as_str(), resolved.source), (url, source))
            }
            (Err(error), Err(text)) => assert!(error.to_string().contains(text), "{error}"),
            (result, _) => panic!("{explicit:?} {variable:?}: {result:?}"),
        }
    }
}

#[test]
fn the_variables_of_origin_do_not_reach_amun() {
    let env = env(&[
        ("AURORA_ORIGIN_SCENARIO_API_BASE_URL", "http://localhost:1/a"),
        ("AURORA_ORIGIN_INPUTS_API_BASE_URL", "http://localhost:1/b"),
    ]);
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    assert_eq!(base_url(None, &places).unwrap().value.as_str(), DEFAULT_BASE_URL);
}

#[test]
fn version_2_replaces_the_last_segment_only() {
    let rows = [
        (
            "https://api.auroraer.com/amun/v1",
            Some("https://api.auroraer.com/amun/v2"),
        ),
        ("http://localhost:3001/v1", Some("http://localhost:3001/v2")),
        ("https://h/amun/v1/", Some("https://h/amun/v2")),
        ("http://h/v1/amun/v1", Some("http://h/v1/amun/v2")),
        ("http://v1.example/v1", Some("http://v1.example/v2")),
        ("http://localhost:8080", None),
        ("http://localhost:8080/v1/amun", None),
        ("http://localhost:8080/amunv1", None),
        ("http://localhost:8080/V1", None),
        ("http://localhost:8080/v2", None),
        ("http://v1/", None),
    ];
    for (base, expected) in rows {
        let derived = v2_base_url(&Url::parse(base).unwrap());
        match expected {
            Some(expected) => assert_eq!(derived.unwrap().as_str(), expected, "{base}"),
            None => {
                let error = derived.unwrap_err();
                assert!(matches!(error, AuthError::NoVersionSegment { .. }), "{base}: {error:?}");
                assert!(error.to_string().contains("with_v2_base_url"), "{error}");
            }
        }
    }
}

#[test]
fn no_error_about_an_address_shows_a_password_in_it() {
    let base: Url = "https://ada:canary@host.example/amun?key=canary".parse().unwrap();
    for error in [
        v2_base_url(&base).unwrap_err(),
        crate::etm::my_etm_url(None, &base).unwrap_err(),
    ] {
        let said = format!("{error} {error:?} {error:#?}");
        assert!(said.contains("host.example") && !said.contains("canary"), "{said}");
    }
}
