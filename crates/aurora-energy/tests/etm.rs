//! The facade's door to the Energy Transition Model, against the sandbox.
#![cfg(feature = "etm")]

use aurora_energy::AuroraEnergy;
use aurora_energy::auth::{MapEnv, Places};
use aurora_energy::core::ErrorKind;
use aurora_energy::etm::{Environment, NewSession};
use aurora_sandbox::{EtmScopes, EtmUser, Sandbox};

fn clients_of(sandbox: &Sandbox) -> AuroraEnergy {
    let (engine, my_etm) = (sandbox.etm_url().to_owned(), sandbox.my_etm_url().to_owned());
    let token = sandbox.etm_token(EtmUser::Ada, EtmScopes::Delete);
    AuroraEnergy::builder()
        .with_etm(move |etm| {
            etm.with_engine_base_url(engine.as_str())
                .with_my_etm_url(my_etm.as_str())
                .with_token(token.as_str())
        })
        .build()
}

/// Places with these variables and nothing else.
fn places(variables: &[(&str, &str)]) -> Places<'static> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Places {
        env: Box::leak(Box::new(variables.collect::<MapEnv>())),
        home: None,
        working_directory: None,
    }
}

#[tokio::test]
async fn the_client_behind_the_door_reaches_engine_and_myetm() {
    let sandbox = Sandbox::start().await.unwrap();
    let aurora = clients_of(&sandbox);
    let etm = aurora.etm().unwrap();
    let session = etm.sessions().create(&NewSession::new("nl2019", 2050)).await.unwrap();
    etm.saved_scenarios().from_session(session.id, "Saved").await.unwrap();
    assert_eq!(etm.me().user_info().await.unwrap().name.as_deref(), Some("Ada"));
    assert!(
        std::ptr::eq(etm, aurora.clone().etm().unwrap()),
        "clones share the client"
    );
}

#[test]
fn without_a_token_the_client_is_a_guests() {
    let aurora = AuroraEnergy::builder()
        .with_etm(|etm| etm.with_places(places(&[("ENVIRONMENT", "2025-01")])))
        .build();
    let etm = aurora.etm().unwrap();
    assert!(etm.is_guest());
    assert_eq!(etm.environment(), Some(Environment::Stable("2025-01".to_owned())));
}

#[test]
fn a_token_that_cannot_be_one_is_an_error_of_this_client_alone() {
    let aurora = AuroraEnergy::builder()
        .with_etm(|etm| etm.with_places(places(&[("ETM_API_TOKEN", "canary.x")])))
        .build();
    let error = aurora.etm().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(
        error.to_string().contains("ETM_API_TOKEN") && !error.to_string().contains("canary"),
        "{error}"
    );
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_twin_reaches_the_service() {
    let sandbox = Sandbox::builder().start_in_background().unwrap();
    let aurora = aurora_energy::blocking::AuroraEnergy::new(clients_of(&sandbox));
    let etm = aurora.etm().unwrap();
    let session = etm.sessions().create(&NewSession::new("nl2019", 2050)).unwrap();
    assert_eq!(etm.sessions().get(session.id).unwrap().end_year, Some(2050));
    assert_eq!(sandbox.count("etm.get_scenario"), 1);
}
