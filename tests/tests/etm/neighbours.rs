//! Several clients with different tokens and engines, at the same time.

use aurora_sandbox::EtmUser::{Ada, Ben};
use aurora_sandbox::{EtmScopes, Sandbox};
use aurora_tests::etm_bench::{ADA, BEN, Bench, GUEST, token};
use aurora_tests::etm_wire::built;
use etm_client::{Environment, ErrorKind, EtmClient, NewSession};
use futures_util::TryStreamExt as _;

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_two_engines_and_several_users_do_not_touch_each_other() {
    let (latest, stable) = tokio::join!(Bench::start(), Bench::stable());
    let clients = [
        latest.etm(ADA),
        latest.etm(BEN),
        stable.etm(ADA),
        stable.etm(BEN),
        latest.etm(GUEST),
    ];
    let mut tasks = Vec::new();
    for (index, etm) in clients.iter().cloned().enumerate() {
        tasks.push(tokio::spawn(async move {
            let source = format!("client {index}");
            let mut ids = Vec::new();
            for _ in 0..5 {
                let new = NewSession::new("nl2019", 2050).with_source(&source);
                ids.push(etm.sessions().create(&new).await.unwrap().id);
            }
            for id in &ids {
                let found = etm.sessions().get(*id).await.unwrap();
                assert_eq!(found.source.as_deref(), Some(source.as_str()));
            }
            ids.reverse();
            ids
        }));
    }
    for (task, etm) in tasks.into_iter().zip(&clients) {
        let ids = task.await.unwrap();
        let listed: Result<Vec<_>, _> = etm.sessions().list().map_ok(|session| session.id).try_collect().await;
        match listed {
            Ok(listed) => assert_eq!(listed, ids, "each sees its own, at its engine"),
            Err(error) => assert!(etm.is_guest() && error.kind() == ErrorKind::Forbidden, "{error}"),
        }
    }
}

#[tokio::test]
async fn a_clone_shares_connections_and_a_change_of_options_stays_with_its_copy() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let forced = aurora_tests::etm_wire::forced(&etm);
    let id = bench.session(ADA).await;
    let refused = etm.sessions().dashboard(id, &["total_costs"]).await.unwrap_err();
    assert_eq!((refused.kind(), refused.attempts()), (ErrorKind::InvalidRequest, 0));
    let broken = forced.sessions().dashboard(id, &["total_costs"]).await.unwrap_err();
    assert_eq!(broken.status().map(|status| status.as_u16()), Some(500));
    let again = etm
        .clone()
        .sessions()
        .dashboard(id, &["total_costs"])
        .await
        .unwrap_err();
    assert_eq!(again.attempts(), 0);
}

#[tokio::test]
async fn each_environment_has_its_engine_and_its_my_etm_and_nothing_is_shared() {
    let of = |environment: Environment, token: &str| {
        built(
            EtmClient::builder()
                .with_environment(environment)
                .with_token(token)
                .without_proxy(),
        )
    };
    let ada = token(Ada, EtmScopes::Delete);
    let ben = token(Ben, EtmScopes::Read);
    let pro = of(Environment::Production, &ada);
    let stable = of(Environment::Stable("2025-01".to_owned()), &ben);
    let beta = of(Environment::Beta, &ada);
    let local = of(Environment::Local, &ada);
    let mut addresses: Vec<_> = [&pro, &stable, &beta, &local]
        .iter()
        .map(|etm| etm.engine_base_url().to_string())
        .collect();
    addresses.sort();
    addresses.dedup();
    assert_eq!(addresses.len(), 4, "{addresses:?}");
    assert_eq!(pro.token_info_local().unwrap().user_id, Some(1));
    assert_eq!(stable.token_info_local().unwrap().user_id, Some(2));
    assert!(pro.token_info_local().unwrap().may_delete() && !stable.token_info_local().unwrap().may_write());
    assert!(pro.warnings().is_empty());
    let told: Vec<_> = beta.warnings().iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|warning| warning.contains("production")), "{told:?}");
    assert_eq!(stable.environment(), Some(Environment::Stable("2025-01".to_owned())));
}

#[tokio::test]
async fn an_engine_of_its_own_works_without_my_etm_and_says_what_it_lacks() {
    let sandbox = Sandbox::start().await.unwrap();
    let etm = built(
        EtmClient::builder()
            .with_engine_base_url(sandbox.etm_url())
            .with_token("etm_sandbox-ada-delete")
            .without_proxy(),
    );
    assert!(etm.sessions().create(&NewSession::new("nl2019", 2050)).await.is_ok());
    let before = sandbox.requests().len();
    for error in [
        etm.myetm().versions(None).await.unwrap_err(),
        etm.me().token_info().await.unwrap_err(),
        etm.myetm().saved_scenarios().get(1).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("with_my_etm_url"), "{error}");
    }
    assert_eq!(sandbox.requests().len(), before, "nothing was sent");
}
