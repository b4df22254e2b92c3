//! One client, two generations of the engine: what is the same, and where each has its own way.

use aurora_tests::etm_bench::{ADA, BEN, Bench};
use etm_client::custom_curves::Curve;
use etm_client::users::Reason;
use etm_client::{
    ErrorKind, EtmClient, Export, HourlyCurve, NewCollection, NewSession, Role, SavedScenarioUpdate, UserChanges,
};
use futures_util::TryStreamExt as _;

async fn both() -> [(Bench, bool); 2] {
    [(Bench::start().await, false), (Bench::stable().await, true)]
}

#[tokio::test]
async fn sessions_inputs_and_queries_are_the_same() {
    for (bench, stable) in both().await {
        let etm = bench.etm(ADA);
        let id = etm
            .sessions()
            .create(&NewSession::new("nl2019", 2050))
            .await
            .unwrap()
            .id;
        let updated = etm
            .inputs(id)
            .update()
            .set("costs_co2", 70.0)
            .with_query("dashboard_emissions")
            .send()
            .await
            .unwrap();
        assert!(
            updated.results.future("dashboard_emissions").is_some(),
            "stable: {stable}"
        );
        let (results, unknown) = etm
            .gqueries()
            .of(id)
            .run_known(&["dashboard_emissions", "no_such_query"])
            .await
            .unwrap();
        assert_eq!(
            (results.len(), unknown),
            (1, vec!["no_such_query".to_owned()]),
            "stable: {stable}"
        );
        let coupled = etm.sessions().couple(id, &["external_model_industry"]).await.unwrap();
        assert_eq!(
            coupled.active_couplings,
            Some(vec!["external_model_industry".to_owned()])
        );
        assert_eq!(etm.sessions().count().await.unwrap(), Some(1));
    }
}

/// The client sends names that every engine knows, and understands both.
#[tokio::test]
async fn every_hourly_curve_is_read_by_its_new_and_by_its_old_name() {
    for (bench, stable) in both().await {
        let etm = bench.etm(ADA);
        let id = bench.session(ADA).await;
        let mut missing = Vec::new();
        for curve in HourlyCurve::all() {
            match etm.curves(id).csv(curve.clone()).await {
                Ok(text) => assert_eq!(text.lines().count(), 8761, "{curve} stable: {stable}"),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::NotFound, "{curve}: {error}");
                    missing.push(curve.to_string());
                }
            }
            for alias in curve.aliases() {
                let again = etm.curves(id).csv(*alias).await;
                assert_eq!(again.is_ok(), !missing.contains(&curve.to_string()), "{alias}");
            }
        }
        assert!(missing.is_empty() || stable, "{missing:?}");
        assert_eq!(etm.curves(id).prices().await.unwrap().len(), 8760, "stable: {stable}");
    }
}

#[tokio::test]
async fn an_export_that_an_engine_has_not_is_told_with_the_engines_that_have_it() {
    for (bench, stable) in both().await {
        let etm = bench.etm(ADA);
        let id = bench.session(ADA).await;
        let mut there = Vec::new();
        for export in Export::all() {
            match etm.exports(id).get(export).await {
                Ok(table) => {
                    assert!(!table.columns().is_empty(), "{export}");
                    there.push(export);
                }
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::NotFound, "{export}: {error}");
                    assert!(error.to_string().contains(export.engines()), "{export}: {error}");
                }
            }
        }
        let old = [Export::ProductionParameters, Export::ApplicationDemands];
        assert_eq!(there.len(), if stable { 7 } else { 12 });
        assert_eq!(there.iter().any(|export| old.contains(export)), stable);
    }
}

#[tokio::test]
async fn a_custom_curve_goes_up_and_comes_back_the_same() {
    for (bench, stable) in both().await {
        let etm = bench.etm(ADA);
        let id = bench.session(ADA).await;
        let curve = Curve::new((0..8760).map(|hour| f64::from(hour % 24)).collect::<Vec<_>>())
            .unwrap()
            .with_name("daily");
        let attached = etm
            .custom_curves(id)
            .upload("interconnector_1_price", &curve)
            .await
            .unwrap();
        assert_eq!(
            attached.series.is_some(),
            !stable,
            "only current engines send the values back"
        );
        let name = attached.name.unwrap();
        assert_eq!(name, if stable { "daily.csv" } else { "daily" });
        assert_eq!(
            etm.custom_curves(id).values("interconnector_1_price").await.unwrap(),
            curve.values()
        );
    }
}

#[tokio::test]
async fn users_of_a_session_and_why_not_in_either_wording() {
    for (bench, stable) in both().await {
        let etm = bench.etm(ADA);
        let id = bench.session(ADA).await;
        let changes = UserChanges::new()
            .add("ada@example.org", Role::Viewer)
            .add("ben@example.org", Role::Viewer)
            .remove("nobody@example.org");
        let outcome = etm.users(id).set(&changes).await.unwrap();
        assert_eq!(outcome.done.len(), 1, "stable: {stable}");
        let reasons: Vec<_> = outcome.failed.iter().map(|failure| failure.reason).collect();
        assert_eq!(reasons, [Reason::AlreadyThere, Reason::NotFound], "stable: {stable}");
        let error = etm.users(id).change(1, Role::Viewer).await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::InvalidRequest,
            "the last owner stays; stable: {stable}: {error}"
        );
    }
}

async fn ended(etm: &EtmClient, id: i64) -> bool {
    let listed: Vec<_> = etm.saved_scenarios().list().try_collect().await.unwrap();
    !listed.iter().any(|saved| saved.id == Some(id))
}

/// The stable engine knows no discarding and no users; the client goes to MyETM itself.
#[tokio::test]
async fn saved_scenarios_work_the_same_whatever_the_engine_passes_on() {
    for (bench, stable) in both().await {
        let etm = bench.etm(ADA);
        let session = bench.session(ADA).await;
        let saved = etm
            .saved_scenarios()
            .from_session(session, "Mine")
            .await
            .unwrap()
            .id
            .unwrap();
        let update = SavedScenarioUpdate::new().with_title("Better");
        assert_eq!(
            etm.saved_scenarios()
                .update(saved, &update)
                .await
                .unwrap()
                .title
                .as_deref(),
            Some("Better")
        );
        let users = etm.saved_scenarios().users(saved);
        users.add("ben@example.org", Role::Collaborator).await.unwrap();
        assert_eq!(users.list().await.unwrap().len(), 2, "stable: {stable}");
        assert!(bench.etm(BEN).saved_scenarios().update(saved, &update).await.is_ok());
        etm.saved_scenarios().discard(saved).await.unwrap();
        assert!(ended(&etm, saved).await);
        etm.saved_scenarios().restore(saved).await.unwrap();
        assert!(!ended(&etm, saved).await);
        etm.saved_scenarios().delete(saved).await.unwrap();
        let error = etm.saved_scenarios().get(saved).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "stable: {stable}: {error}");
    }
}

/// Engines before June 2026 answer 200 whatever MyETM says.
#[tokio::test]
async fn a_refusal_of_my_etm_is_an_error_even_where_the_engine_answers_200() {
    for (bench, stable) in both().await {
        let private = bench.saved_of_ada(true, None).await;
        let public = bench.saved_of_ada(false, None).await;
        let ben = bench.etm(BEN);
        let hidden = ben.saved_scenarios().get(private).await.unwrap_err();
        assert_eq!(hidden.kind(), ErrorKind::NotFound, "stable: {stable}: {hidden}");
        let missing = ben.saved_scenarios().get(99_999).await.unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::NotFound, "stable: {stable}: {missing}");
        let update = SavedScenarioUpdate::new().with_title("Mine now");
        let foreign = ben.saved_scenarios().update(public, &update).await.unwrap_err();
        assert_eq!(foreign.kind(), ErrorKind::Forbidden, "stable: {stable}: {foreign}");
        let status = foreign.status().map(|status| status.as_u16());
        assert_eq!(status, Some(if stable { 200 } else { 403 }));
    }
}

#[tokio::test]
async fn collections_work_at_the_engine_or_at_least_at_my_etm() {
    for (bench, stable) in both().await {
        let etm = bench.etm(ADA);
        let session = bench.session(ADA).await;
        let new = NewCollection::of_sessions("One", [session]);
        let through = etm.collections().create(&new).await;
        assert_eq!(
            through.is_err(),
            stable,
            "the stable engine leaves the version out, which MyETM wants: {through:?}"
        );
        let tag = if stable { "2025-01" } else { "latest" };
        let direct = etm
            .myetm()
            .collections()
            .create(&new.clone().with_version(tag))
            .await
            .unwrap();
        assert_eq!(direct.version.as_deref(), Some(tag));
        let listed: Vec<_> = etm.collections().list().try_collect().await.unwrap();
        assert_eq!(listed.len(), if stable { 1 } else { 2 });
        let paths: Vec<_> = etm.collections().transition_paths().list().try_collect().await.unwrap();
        assert_eq!(paths.len(), listed.len(), "the older name gives the same");
    }
}
