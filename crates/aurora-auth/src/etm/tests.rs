use std::fs;

use tempfile::TempDir;

use super::*;
use crate::MapEnv;

fn folder_with(dot_env: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if let Some(content) = dot_env {
        fs::write(folder.path().join(".env"), content).unwrap();
    }
    folder
}

#[test]
fn a_token_is_explicit_then_variable_then_dot_env_then_none() {
    type Row = (
        Option<&'static str>,
        Option<&'static str>,
        Option<&'static str>,
        Result<Option<(&'static str, &'static str)>, &'static str>,
    );
    let rows: [Row; 20] = [
        (
            Some("etm_one"),
            Some("etm_two"),
            Some("ETM_API_TOKEN=etm_three"),
            Ok(Some(("etm_one", "explicit"))),
        ),
        (Some(" etm_one\n"), None, None, Ok(Some(("etm_one", "explicit")))),
        (
            None,
            Some("etm_two"),
            Some("ETM_API_TOKEN=etm_three"),
            Ok(Some(("etm_two", "variable"))),
        ),
        (None, Some(" etm_two \r\n"), None, Ok(Some(("etm_two", "variable")))),
        (
            None,
            None,
            Some("ETM_API_TOKEN=etm_three"),
            Ok(Some(("etm_three", "file"))),
        ),
        (
            None,
            None,
            Some("etm_api_token = 'etm_three' # mine"),
            Ok(Some(("etm_three", "file"))),
        ),
        (
            None,
            None,
            Some("export Etm_Api_Token=\"etm_beta_a.b.c\""),
            Ok(Some(("etm_beta_a.b.c", "file"))),
        ),
        (
            None,
            None,
            Some("ENVIRONMENT=pro\r\nETM_API_TOKEN=etm_three\r\n"),
            Ok(Some(("etm_three", "file"))),
        ),
        (
            None,
            None,
            Some("\u{feff}ETM_API_TOKEN=etm_three"),
            Ok(Some(("etm_three", "file"))),
        ),
        (None, None, Some("# ETM_API_TOKEN=etm_three"), Ok(None)),
        (None, None, Some(""), Ok(None)),
        (None, None, None, Ok(None)),
        // A place that is there and wrong never falls through to the next, nor to "no token".
        (
            Some(""),
            Some("etm_two"),
            None,
            Err("the token from the caller is empty"),
        ),
        (
            Some("two"),
            Some("etm_two"),
            None,
            Err("the token from the caller cannot be used: an ETM token starts with"),
        ),
        (
            None,
            Some(""),
            Some("ETM_API_TOKEN=etm_three"),
            Err("the variable ETM_API_TOKEN is empty"),
        ),
        (
            None,
            Some("etm_a.b"),
            Some("ETM_API_TOKEN=etm_three"),
            Err("the variable ETM_API_TOKEN cannot be used"),
        ),
        (
            None,
            Some("etm_a b"),
            None,
            Err("the variable ETM_API_TOKEN cannot be used: character 6"),
        ),
        (None, None, Some("ETM_API_TOKEN="), Err(".env is empty")),
        (
            None,
            None,
            Some("ETM_API_TOKEN"),
            Err(".env cannot be used: line 1 has no `=`"),
        ),
        (
            None,
            None,
            Some("ETM_API_TOKEN='etm_three"),
            Err(".env cannot be used: the quote that line 1 opens"),
        ),
    ];
    for (explicit, variable, dot_env, expected) in rows {
        let folder = folder_with(dot_env);
        let env: MapEnv = variable.map(|value| (TOKEN_VARIABLE, value)).into_iter().collect();
        let places = Places {
            env: &env,
            home: None,
            working_directory: Some(folder.path().to_owned()),
        };
        let row = format!("{explicit:?} {variable:?} {dot_env:?}");
        match (token(explicit, &places), expected) {
            (Ok(None), Ok(None)) => {}
            (Ok(Some(resolved)), Ok(Some((value, place)))) => {
                let expected = match place {
                    "explicit" => Source::Explicit,
                    "variable" => Source::Variable(TOKEN_VARIABLE.to_owned()),
                    _ => Source::DotEnv(folder.path().join(".env")),
                };
                assert_eq!((resolved.value.expose(), &resolved.source), (value, &expected), "{row}");
            }
            (Err(error), Err(text)) => assert!(error.to_string().contains(text), "{row}: {error}"),
            (result, _) => panic!("{row}: {result:?}"),
        }
    }
}

#[test]
fn a_dot_env_that_cannot_be_read_is_an_error() {
    let folder = folder_with(None);
    fs::create_dir(folder.path().join(".env")).unwrap();
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: Some(folder.path().to_owned()),
    };
    assert!(matches!(token(None, &places), Err(AuthError::Unreadable { .. })));
    assert!(matches!(base_url(None, &places), Err(AuthError::Unreadable { .. })));
    let explicit = token(Some("etm_one"), &places).unwrap().unwrap();
    assert_eq!(explicit.value.expose(), "etm_one");
}

#[test]
fn only_the_working_directory_is_searched_for_a_dot_env() {
    let folder = folder_with(Some("ETM_API_TOKEN=etm_three"));
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: Some(folder.path().to_owned()),
        working_directory: Some(inner),
    };
    assert!(token(None, &places).unwrap().is_none());
}

#[cfg(unix)]
#[test]
fn a_dot_env_with_a_token_that_others_can_read_is_warned_about() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder_with(Some("ETM_API_TOKEN=etm_three"));
    let path = folder.path().join(".env");
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: None,
        working_directory: Some(folder.path().to_owned()),
    };
    for (mode, expected) in [
        (0o600, vec![]),
        (
            0o644,
            vec![Warning::ReadableByOthers {
                path: path.clone(),
                mode: 0o644,
            }],
        ),
    ] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(token(None, &places).unwrap().unwrap().warnings, expected, "{mode:o}");
    }
}

#[test]
fn every_environment_has_its_hosts() {
    let engine = |label: &str| format!("https://{label}engine.energytransitionmodel.com/api/v3");
    let my = "https://my.energytransitionmodel.com/".to_owned();
    let beta_my = "https://beta.my.energytransitionmodel.com/".to_owned();
    let local = (
        "http://localhost:3000/api/v3".to_owned(),
        Some("http://localhost:3002/".to_owned()),
    );
    let rows = [
        ("pro", engine(""), Some(my.clone())),
        ("prod", engine(""), Some(my.clone())),
        ("production", engine(""), Some(my.clone())),
        (" PRO\n", engine(""), Some(my.clone())),
        ("beta", engine("beta."), Some(beta_my.clone())),
        ("Staging", engine("beta."), Some(beta_my)),
        ("local", local.0.clone(), local.1.clone()),
        ("dev", local.0.clone(), local.1.clone()),
        ("development", local.0, local.1),
        ("2025-01", engine("2025-01."), Some(my)),
        ("tyndp2024", engine("tyndp2024."), None),
        ("TYNDP-2024", engine("tyndp-2024."), None),
        ("x", engine("x."), None),
    ];
    for (name, engine, my_etm) in rows {
        let environment = Environment::parse(name).unwrap();
        let url = environment.engine_url().unwrap();
        assert_eq!(url.as_str(), engine, "{name}");
        assert_eq!(environment.my_etm_url().map(String::from), my_etm, "{name}");
        assert_eq!(Environment::of_engine(&url), Some(environment.clone()), "{name}");
        assert_eq!(
            environment.to_string().parse::<Environment>().unwrap(),
            environment,
            "{name}"
        );
    }
}

#[test]
fn what_cannot_be_part_of_a_host_name_is_no_environment() {
    let long = "x".repeat(64);
    for name in ["2025_01", "my env", "-x", "x-", "a.b", "a/b", "x@y", "é", &long] {
        let error = Environment::parse(name).unwrap_err();
        assert!(error.to_string().contains("use pro, beta, local"), "{name}: {error}");
    }
    assert!(Environment::parse(&long[1..]).is_ok());
    assert!(matches!(Environment::parse(" "), Err(AuthError::Empty { .. })));
    assert!(Environment::Named("evil.example/".to_owned()).engine_url().is_err());
}

#[test]
fn the_base_url_is_explicit_then_base_url_then_environment_then_production() {
    let production = "https://engine.energytransitionmodel.com/api/v3";
    let beta = "https://beta.engine.energytransitionmodel.com/api/v3";
    let variable = |name: &str| Source::Variable(name.to_owned());
    type Variables = &'static [(&'static str, &'static str)];
    type Row = (
        Option<&'static str>,
        Variables,
        &'static str,
        Result<(&'static str, Option<Source>), &'static str>,
    );
    let rows: [Row; 14] = [
        (None, &[], "", Ok((production, Some(Source::Default)))),
        (
            None,
            &[("ENVIRONMENT", "beta")],
            "",
            Ok((beta, Some(variable("ENVIRONMENT")))),
        ),
        (
            None,
            &[("environment", "beta")],
            "",
            Ok((beta, Some(variable("ENVIRONMENT")))),
        ),
        (None, &[], "ENVIRONMENT=beta", Ok((beta, None))),
        (
            None,
            &[("ENVIRONMENT", "pro")],
            "ENVIRONMENT=beta",
            Ok((production, Some(variable("ENVIRONMENT")))),
        ),
        (
            None,
            &[("BASE_URL", "http://h/api/v3/"), ("ENVIRONMENT", "beta")],
            "",
            Ok(("http://h/api/v3", Some(variable("BASE_URL")))),
        ),
        // Each name is looked up by itself, as the Python client does: a BASE_URL of the file beats an ENVIRONMENT.
        (
            None,
            &[("ENVIRONMENT", "beta")],
            "base_url='http://h/api/v3'",
            Ok(("http://h/api/v3", None)),
        ),
        (
            Some("http://e/api/v3/"),
            &[("BASE_URL", "nonsense")],
            "",
            Ok(("http://e/api/v3", Some(Source::Explicit))),
        ),
        (Some(""), &[], "", Err("the ETM base URL from the caller is empty")),
        (
            None,
            &[("BASE_URL", " ")],
            "",
            Err("the ETM base URL from the variable BASE_URL is empty"),
        ),
        (
            None,
            &[("BASE_URL", "engine.example")],
            "",
            Err("the variable BASE_URL cannot be used"),
        ),
        (
            None,
            &[("ENVIRONMENT", "")],
            "",
            Err("the ETM environment from the variable ENVIRONMENT is empty"),
        ),
        (
            None,
            &[("ENVIRONMENT", "my env")],
            "",
            Err("the variable ENVIRONMENT cannot be used"),
        ),
        (None, &[], "ENVIRONMENT=2025_01", Err(".env cannot be used")),
    ];
    for (explicit, variables, dot_env, expected) in rows {
        let folder = folder_with(Some(dot_env));
        let env: MapEnv = variables.iter().copied().collect();
        let places = Places {
            env: &env,
            home: None,
            working_directory: Some(folder.path().to_owned()),
        };
        match (base_url(explicit, &places), expected) {
            (Ok(resolved), Ok((url, source))) => {
                let source = source.unwrap_or_else(|| Source::DotEnv(folder.path().join(".env")));
                assert_eq!(
                    (resolved.value.as_str(), resolved.source),
                    (url, source),
                    "{variables:?} {dot_env}"
                );
            }
            (Err(error), Err(text)) => assert!(error.to_string().contains(text), "{error}"),
            (result, _) => panic!("{explicit:?} {variables:?} {dot_env}: {result:?}"),
        }
    }
}

#[test]
fn the_my_etm_belongs_to_the_engines_host() {
    let rows = [
        (
            None,
            "https://engine.energytransitionmodel.com/api/v3",
            Some("https://my.energytransitionmodel.com/"),
        ),
        (
            None,
            "https://2025-01.engine.energytransitionmodel.com/api/v3",
            Some("https://my.energytransitionmodel.com/"),
        ),
        (
            None,
            "https://beta.engine.energytransitionmodel.com/api/v3",
            Some("https://beta.my.energytransitionmodel.com/"),
        ),
        (None, "http://localhost:3000/api/v3", Some("http://localhost:3002/")),
        (None, "http://127.0.0.1:3000/api/v3", Some("http://localhost:3002/")),
        (None, "http://localhost:4000/api/v3", None),
        (None, "https://tyndp2024.engine.energytransitionmodel.com/api/v3", None),
        (None, "https://evilengine.energytransitionmodel.com/api/v3", None),
        (None, "https://energytransitionmodel.com.example/api/v3", None),
        (None, "https://engine.example/api/v3", None),
        (
            Some("http://127.0.0.1:9/my/"),
            "https://engine.example/api/v3",
            Some("http://127.0.0.1:9/my"),
        ),
        (
            Some("nonsense"),
            "https://engine.energytransitionmodel.com/api/v3",
            None,
        ),
    ];
    for (explicit, engine, expected) in rows {
        let resolved = my_etm_url(explicit, &Url::parse(engine).unwrap());
        assert_eq!(
            resolved.as_ref().ok().map(|url| url.value.as_str()),
            expected,
            "{engine}"
        );
        match (explicit, resolved) {
            (None, Err(error)) => {
                assert!(matches!(error, AuthError::UnknownMyEtm { .. }), "{error:?}")
            }
            (Some(_), Err(error)) => {
                assert!(matches!(error, AuthError::InvalidUrl { .. }), "{error:?}")
            }
            (_, Ok(_)) => {}
        }
    }
}

#[test]
fn a_token_for_another_engine_is_warned_about() {
    let rows = [
        ("etm_beta_a.b.c", "pro", Some("the beta engine")),
        ("etm_beta_a.b.c", "2025-01", Some("the beta engine")),
        ("etm_beta_a.b.c", "beta", None),
        ("etm_a.b.c", "beta", Some("the production and stable engines")),
        ("etm_a.b.c", "pro", None),
        ("etm_a.b.c", "2025-01", None),
        ("etm_beta_a.b.c", "local", None),
        ("etm_a.b.c", "tyndp2024", None),
    ];
    for (value, environment, expected) in rows {
        let engine = Environment::parse(environment).unwrap().engine_url().unwrap();
        let warning = mismatch(&Token::new(value).unwrap(), &engine);
        let made_for = match &warning {
            Some(Warning::TokenOfOtherEngine { made_for, engine: host }) => {
                assert_eq!(Some(host.as_str()), engine.host_str());
                assert!(!warning.as_ref().unwrap().to_string().contains(value));
                Some(*made_for)
            }
            _ => None,
        };
        assert_eq!(made_for, expected, "{value} {environment}");
    }
}

#[test]
fn any_other_setting_is_the_variable_then_the_line_of_dot_env() {
    let folder = folder_with(Some("PYETM_ERROR_MODE=safe\nSSL_VERIFY='no'\nEMPTY=\nBROKEN='"));
    let env = MapEnv::from([("pyetm_error_mode", "dangerous")]);
    let places = Places {
        env: &env,
        home: None,
        working_directory: Some(folder.path().to_owned()),
    };
    let found = setting("PYETM_ERROR_MODE", &places).unwrap().unwrap();
    assert_eq!(found.value, "dangerous");
    assert_eq!(found.source, Source::Variable("PYETM_ERROR_MODE".to_owned()));
    let found = setting("ssl_verify", &places).unwrap().unwrap();
    assert_eq!(
        (found.value.as_str(), found.source),
        ("no", Source::DotEnv(folder.path().join(".env")))
    );
    assert_eq!(setting("EMPTY", &places).unwrap().unwrap().value, "");
    assert!(setting("ABSENT", &places).unwrap().is_none());
    let error = setting("BROKEN", &places).unwrap_err().to_string();
    assert!(error.contains("not closed"), "{error}");
}
