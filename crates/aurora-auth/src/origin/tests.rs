use std::fs;

use super::*;
use crate::{MapEnv, Source};

const STAGING: Option<&Universe> = Some(&Universe::STAGING);
const PRODUCTION: Option<&Universe> = Some(&Universe::PRODUCTION);

#[test]
fn known_universes_are_found_and_others_listed() {
    assert_eq!(Universe::parse("production").unwrap(), Universe::PRODUCTION);
    assert_eq!("staging\n".parse::<Universe>().unwrap(), Universe::STAGING);
    for name in ["", "Staging", "PRODUCTION", "stagin", "prod", "local"] {
        let error = Universe::parse(name).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("unknown universe {name:?}: use production or staging")
        );
    }
}

#[test]
fn every_known_universe_is_found_by_its_own_name() {
    for name in KNOWN {
        assert_eq!(Universe::parse(name).unwrap().to_string(), name);
    }
}

#[test]
fn a_universe_changes_the_variable_and_the_file_and_has_no_fallback() {
    let every_variable = [
        ("AURORA_API_KEY", "plain"),
        ("AURORA_API_KEY_staging", "of-staging"),
        ("AURORA_API_KEY_production", "of-production"),
    ];
    let rows = [
        (None, "AURORA_API_KEY", "plain"),
        (STAGING, "AURORA_API_KEY_staging", "of-staging"),
        (PRODUCTION, "AURORA_API_KEY_production", "of-production"),
    ];
    for (universe, variable, value) in rows {
        let env = MapEnv::from(every_variable);
        let places = Places {
            env: &env,
            home: None,
            working_directory: None,
        };
        let resolved = token(None, universe, &places).unwrap();
        assert_eq!(
            (resolved.value.expose(), resolved.source),
            (value, Source::Variable(variable.to_owned()))
        );

        let others: MapEnv = every_variable
            .into_iter()
            .filter(|(name, _)| *name != variable)
            .collect();
        let places = Places {
            env: &others,
            home: None,
            working_directory: None,
        };
        let error = token(None, universe, &places).unwrap_err();
        assert!(
            matches!(&error, AuthError::Missing { variable: named, .. } if named == variable),
            "{error:?}"
        );
    }
}

#[test]
fn a_universe_has_a_file_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let env = MapEnv::new();
    let places = Places {
        env: &env,
        home: Some(home.path().to_owned()),
        working_directory: None,
    };
    let rows = [
        (None, ".aurora-api-key", "plain"),
        (STAGING, ".aurora-api-key.staging", "of-staging"),
        (PRODUCTION, ".aurora-api-key.production", "of-production"),
    ];
    for (universe, name, value) in rows {
        // The files of the rows before are there, and none of them is taken.
        let error = token(None, universe, &places).unwrap_err();
        let path = home.path().join(name);
        assert!(
            error
                .to_string()
                .ends_with(&format!("or write it to {}", path.display())),
            "{error}"
        );

        fs::write(&path, format!("{value}\n")).unwrap();
        assert_eq!(token_file(universe, &places), Some(path.clone()));
        let resolved = token(None, universe, &places).unwrap();
        assert_eq!((resolved.value.expose(), resolved.source), (value, Source::File(path)));
    }
}

#[test]
fn the_order_is_the_same_in_a_universe_and_nothing_falls_through() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(".aurora-api-key.staging"), "three").unwrap();
    let rows = [
        (Some("one"), Some("two"), Ok("one")),
        (None, Some("two\n"), Ok("two")),
        (None, None, Ok("three")),
        (Some(" "), Some("two"), Err("the token from the caller is empty")),
        (
            None,
            Some(""),
            Err("the token from the variable AURORA_API_KEY_staging is empty"),
        ),
    ];
    for (explicit, variable, expected) in rows {
        let env: MapEnv = variable
            .map(|value| ("AURORA_API_KEY_staging", value))
            .into_iter()
            .collect();
        let places = Places {
            env: &env,
            home: Some(home.path().to_owned()),
            working_directory: None,
        };
        match (token(explicit, STAGING, &places), expected) {
            (Ok(resolved), Ok(value)) => assert_eq!(resolved.value.expose(), value),
            (Err(error), Err(text)) => assert!(error.to_string().contains(text), "{error}"),
            (result, _) => panic!("{explicit:?} {variable:?}: {result:?}"),
        }
    }
}

#[test]
fn base_urls_are_explicit_then_variable_then_of_the_universe() {
    type Resolve = fn(Option<&str>, Option<&Universe>, &Places<'_>) -> Result<Resolved<Url>, AuthError>;
    let services: [(Resolve, &str, &str); 2] = [
        (scenario_base_url, SCENARIO_BASE_URL_VARIABLE, "scenarioExplr"),
        (inputs_base_url, INPUTS_BASE_URL_VARIABLE, "modelInputs"),
    ];
    for (resolve, name, path) in services {
        let production = format!("https://api.auroraer.com/{path}");
        let staging = format!("https://api-staging.auroraer.com/{path}");
        let of_variable = Source::Variable(name.to_owned());
        let rows = [
            (None, None, None, Ok((production.as_str(), Source::Default))),
            (None, None, PRODUCTION, Ok((&production, Source::Default))),
            (None, None, STAGING, Ok((&staging, Source::Default))),
            (
                None,
                Some("http://localhost:3001/"),
                None,
                Ok(("http://localhost:3001/", of_variable.clone())),
            ),
            (
                None,
                Some("http://localhost:3001/x/"),
                STAGING,
                Ok(("http://localhost:3001/x", of_variable)),
            ),
            (
                Some("http://h/y"),
                Some("http://localhost:3001"),
                STAGING,
                Ok(("http://h/y", Source::Explicit)),
            ),
            (None, Some(""), STAGING, Err(format!("the variable {name} is empty"))),
            (
                Some(""),
                Some("http://localhost:3001"),
                None,
                Err("the caller is empty".to_owned()),
            ),
            (Some("staging"), None, None, Err("the caller cannot be used".to_owned())),
        ];
        for (explicit, variable, universe, expected) in rows {
            let env: MapEnv = variable.map(|value| (name, value)).into_iter().collect();
            let places = Places {
                env: &env,
                home: None,
                working_directory: None,
            };
            match (resolve(explicit, universe, &places), expected) {
                (Ok(resolved), Ok((url, source))) => {
                    assert_eq!((resolved.value.as_str(), resolved.source), (url, source))
                }
                (Err(error), Err(text)) => assert!(error.to_string().contains(&text), "{error}"),
                (result, _) => panic!("{name} {explicit:?} {variable:?}: {result:?}"),
            }
        }
    }
}

#[test]
fn the_two_services_do_not_read_each_others_variable_nor_amuns() {
    let env = MapEnv::from([
        (SCENARIO_BASE_URL_VARIABLE, "http://localhost:1/s"),
        ("AURORA_API_BASE_URL", "http://localhost:1/a"),
    ]);
    let places = Places {
        env: &env,
        home: None,
        working_directory: None,
    };
    assert_eq!(
        scenario_base_url(None, None, &places).unwrap().value.as_str(),
        "http://localhost:1/s"
    );
    assert_eq!(inputs_base_url(None, None, &places).unwrap().source, Source::Default);
}
