//! The settings of Python programs.

use std::fs;

use etm_client::auth::{MapEnv, Places};
use etm_client::objects::{ErrorMode, Settings};
use etm_client::{ErrorKind, Result};
use tempfile::TempDir;

/// Settings of these variables and of a `.env` with these lines.
fn settings(variables: &[(&str, &str)], dot_env: &str) -> (Result<Settings>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".env"), dot_env).unwrap();
    let env: MapEnv = variables.iter().map(|(name, value)| (*name, *value)).collect();
    let places = Places {
        env: &env,
        home: None,
        working_directory: Some(folder.path().to_owned()),
    };
    (Settings::from_places(&places), folder)
}

#[test]
fn with_nothing_set_everything_is_as_it_is_in_python() {
    let settings = settings(&[], "").0.unwrap();
    assert!(settings.token.is_none());
    assert_eq!(
        settings.engine_base_url.as_str(),
        "https://engine.energytransitionmodel.com/api/v3"
    );
    assert_eq!((settings.error_mode, settings.trust_env), (ErrorMode::Default, None));
    assert_eq!(
        (settings.ssl_cert_path.as_ref(), settings.temp_folder.as_ref()),
        (None, None)
    );
    let texts = [
        &settings.log_level,
        &settings.csv_separator,
        &settings.decimal_separator,
    ];
    assert_eq!(texts, ["INFO", ",", "."]);
    assert!(settings.warnings.is_empty());
    assert!(settings.client().unwrap().is_guest());
}

#[test]
fn everything_is_read_from_dot_env_and_the_environment_goes_first() {
    let dot_env = "ETM_API_TOKEN=etm_canary-3\nENVIRONMENT=beta\npyetm_error_mode = 'Safe'\nSSL_VERIFY=true\n\
        TRUST_ENV=no\nLOG_LEVEL=debug\nCSV_SEPARATOR=;\nDECIMAL_SEPARATOR=,\nTEMP_FOLDER=/srv/tmp\nUNKNOWN=1\n";
    let (read, _folder) = settings(
        &[
            ("PYETM_ERROR_MODE", "dangerous"),
            ("base_url", "http://127.0.0.1:1/api/v3"),
        ],
        dot_env,
    );
    let settings = read.unwrap();
    assert_eq!(
        (settings.error_mode, settings.trust_env),
        (ErrorMode::Dangerous, Some(false))
    );
    assert_eq!(settings.engine_base_url.as_str(), "http://127.0.0.1:1/api/v3");
    let texts = [
        &settings.log_level,
        &settings.csv_separator,
        &settings.decimal_separator,
    ];
    assert_eq!(texts, ["DEBUG", ";", ","]);
    assert_eq!(settings.temp_folder.as_deref(), Some("/srv/tmp".as_ref()));
    assert!(!format!("{settings:?}").contains("canary"));
    let context = settings.context().unwrap();
    assert_eq!(context.error_mode(), ErrorMode::Dangerous);
    assert!(!context.client().is_guest());
}

#[test]
fn a_file_of_certificates_has_to_be_there_and_unverified_ones_are_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    fs::write(&path, "").unwrap();
    let (read, _folder) = settings(&[("SSL_CERT_PATH", path.to_str().unwrap()), ("SSL_VERIFY", "off")], "");
    let read = read.unwrap();
    assert_eq!(read.ssl_cert_path.as_ref(), Some(&path));
    assert!(
        read.warnings[0].contains("certificates are always checked"),
        "{:?}",
        read.warnings
    );
    let missing = settings(&[("SSL_CERT_PATH", "/nowhere/ca.pem")], "").0.unwrap_err();
    assert!(
        missing.to_string().contains("there is no file /nowhere/ca.pem"),
        "{missing}"
    );
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let dot_env = "ETM_API_TOKEN=canary\nENVIRONMENT=my env\nPYETM_ERROR_MODE=loud\nSSL_VERIFY=perhaps\nTRUST_ENV='x\n";
    let (read, folder) = settings(&[], dot_env);
    let error = read.unwrap_err();
    assert_eq!((error.kind(), error.messages().len()), (ErrorKind::Credential, 5));
    let all = error.messages().join("\n");
    for part in [
        "etm_",
        "use pro, beta",
        "safe, default or dangerous",
        "neither true nor false",
        "not closed",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(
        all.contains(folder.path().to_str().unwrap()) && !all.contains("canary"),
        "{all}"
    );
}

#[test]
fn an_empty_setting_is_none_but_for_token_and_addresses() {
    let dot_env = "PYETM_ERROR_MODE=\nSSL_CERT_PATH=\nTRUST_ENV= \nCSV_SEPARATOR=\n";
    let settings = settings(&[], dot_env).0.unwrap();
    assert_eq!((settings.error_mode, settings.trust_env), (ErrorMode::Default, None));
    assert_eq!((settings.ssl_cert_path, settings.csv_separator.as_str()), (None, ","));
}
