//! The facade against the sandbox.
#![cfg(feature = "amun")]

use aurora_energy::AuroraEnergy;
use aurora_energy::core::ErrorKind;
use aurora_sandbox::Sandbox;

fn clients_of(sandbox: &Sandbox) -> AuroraEnergy {
    let (url, token) = (sandbox.amun_url().to_owned(), sandbox.token().to_owned());
    AuroraEnergy::builder()
        .with_amun(move |amun| amun.with_base_url(url.as_str()).with_token(token.as_str()))
        .build()
}

#[tokio::test]
async fn the_client_behind_the_door_reaches_the_service() {
    let sandbox = Sandbox::start().await.unwrap();
    let aurora = clients_of(&sandbox);
    assert!(!aurora.amun().unwrap().turbines().list().await.unwrap().is_empty());
    assert_eq!(sandbox.count("list_turbines"), 1);
}

#[tokio::test]
async fn a_missing_token_is_an_error_of_the_client_that_needs_it() {
    use aurora_energy::auth::{MapEnv, Places};

    let nothing = || Places {
        env: Box::leak(Box::new(MapEnv::new())),
        home: None,
        working_directory: None,
    };
    let aurora = AuroraEnergy::builder()
        .with_amun(move |amun| amun.with_places(nothing()))
        .build();
    let error = aurora.amun().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("AURORA_API_KEY"), "{error}");
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_twin_reaches_the_service() {
    let sandbox = Sandbox::builder().start_in_background().unwrap();
    let aurora = aurora_energy::blocking::AuroraEnergy::new(clients_of(&sandbox));
    assert!(!aurora.amun().unwrap().turbines().list().unwrap().is_empty());
    assert_eq!(sandbox.count("list_turbines"), 1);
}
