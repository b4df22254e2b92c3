//! One story from a blank session to its end, with each step's effect on the next.

use aurora_sandbox::{Fault, Sandbox};
use aurora_tests::etm_bench::{ADA, BEN, Bench, GUEST};
use aurora_tests::etm_wire::{builder, built};
use etm_client::blocking::EtmClient as Blocking;
use etm_client::custom_curves::{Curve, CustomCurvesOptions};
use etm_client::{
    CollectionUpdate, ErrorKind, EtmClient, Export, HourlyCurve, InputsOptions, NewCollection, NewSavedScenario,
    NewSession, Role, SavedScenarioUpdate, UserChanges,
};
use futures_util::TryStreamExt as _;

const PRICE: &str = "interconnector_1_price";

async fn created(etm: &EtmClient) -> i64 {
    let new = NewSession::new("nl2019", 2050)
        .with_source("story")
        .with_value("costs_co2", 80.0);
    let session = etm.sessions().create(&new).await.unwrap();
    assert_eq!(session.user_values.unwrap()["costs_co2"].as_number(), Some(80.0));
    session.id
}

/// Inputs that are checked against what the engine knows of them, and queries that react.
async fn inputs(etm: &EtmClient, id: i64) {
    let known = etm.inputs(id).for_checks().await.unwrap();
    assert!(known.len() > 50, "{}", known.len());
    let co2 = known.get("costs_co2").unwrap();
    let most = co2.max.unwrap();
    let wrong = etm
        .inputs(id)
        .update()
        .set("costs_co2", most + 1.0)
        .checked_against(&known);
    assert_eq!(wrong.send().await.unwrap_err().kind(), ErrorKind::InvalidRequest);

    let before = etm
        .gqueries()
        .of(id)
        .run(&["dashboard_emissions", "dashboard_total_costs"])
        .await
        .unwrap();
    let update = etm.inputs(id).update().set("costs_co2", most).set("costs_gas", 90.0);
    let updated = update
        .checked_against(&known)
        .with_query("dashboard_total_costs")
        .send()
        .await
        .unwrap();
    let costs = |results: &etm_client::QueryResults| results.future("dashboard_total_costs").unwrap();
    assert!(
        (costs(&updated.results) - costs(&before)).abs() > f64::EPSILON,
        "costs follow prices"
    );
    let present = before.present("dashboard_total_costs");
    assert_eq!(
        updated.results.present("dashboard_total_costs"),
        present,
        "the past stays"
    );
    let listed = etm.inputs(id).list(&InputsOptions::new()).await.unwrap();
    let user = listed.get("costs_co2").unwrap().user.clone().unwrap();
    assert_eq!(user.as_number(), Some(most));
}

/// A curve of one's own changes the hourly prices; without it they are as before.
async fn curves(etm: &EtmClient, id: i64) {
    let profiles = etm.curves(id).get(HourlyCurve::ElectricityProfiles).await.unwrap();
    assert_eq!(profiles.rows(), 8760);
    assert!(profiles.columns().len() > 10);
    etm.inputs(id)
        .update()
        .set("electricity_interconnector_1_capacity", 20_000.0)
        .send()
        .await
        .unwrap();
    let before = etm.curves(id).prices().await.unwrap();
    let curve = Curve::new(vec![1.0; 8760]).unwrap().with_name("cheap");
    let attached = etm.custom_curves(id).upload(PRICE, &curve).await.unwrap();
    assert_eq!(
        (attached.attached, attached.name.as_deref()),
        (Some(true), Some("cheap"))
    );
    let with = etm.curves(id).prices().await.unwrap();
    let mean = |prices: &[f64]| prices.iter().sum::<f64>() / 8760.0;
    assert!(mean(&with) < mean(&before), "{} {}", mean(&with), mean(&before));
    assert_eq!(etm.custom_curves(id).values(PRICE).await.unwrap(), curve.values());
    let list = etm
        .custom_curves(id)
        .list(&CustomCurvesOptions::default())
        .await
        .unwrap();
    assert!(list.iter().any(|one| one.key.as_deref() == Some(PRICE)));
    etm.custom_curves(id).delete(PRICE).await.unwrap();
    assert_eq!(etm.curves(id).prices().await.unwrap(), before);
    assert!(etm.exports(id).get(Export::EnergyFlow).await.unwrap().rows() > 10);
}

async fn orders(etm: &EtmClient, id: i64) {
    let usual = etm
        .sortables(id)
        .get("hydrogen_supply", None)
        .await
        .unwrap()
        .order
        .unwrap();
    let mut turned = usual.clone();
    turned.reverse();
    let stored = etm.sortables(id).set("hydrogen_supply", None, &turned).await.unwrap();
    assert_eq!(stored.order.as_ref(), Some(&turned));
    assert_eq!(
        etm.sortables(id).list().await.unwrap().hydrogen_supply.as_ref(),
        Some(&turned)
    );
    assert_eq!(
        etm.sortables(id).hydrogen_supply_order().await.unwrap().order.as_ref(),
        Some(&turned)
    );
    let reset = etm.sortables(id).reset("hydrogen_supply", None).await.unwrap();
    assert_eq!(reset.order, Some(usual));
}

async fn users(bench: &Bench, etm: &EtmClient, id: i64) {
    let ben = bench.etm(BEN);
    assert_eq!(
        ben.inputs(id)
            .update()
            .set("costs_co2", 1.0)
            .send()
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Forbidden
    );
    let changes = UserChanges::new()
        .add("ben@example.org", Role::Collaborator)
        .add("new@example.org", Role::Viewer)
        .add("no address", Role::Viewer);
    let outcome = etm.users(id).set(&changes).await;
    let outcome = match outcome {
        Ok(outcome) => outcome,
        // An address that cannot be one may be refused before anything is sent.
        Err(error) => {
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::InvalidRequest, 0),
                "{error}"
            );
            let changes = UserChanges::new()
                .add("ben@example.org", Role::Collaborator)
                .add("new@example.org", Role::Viewer);
            etm.users(id).set(&changes).await.unwrap()
        }
    };
    assert_eq!(outcome.done.len(), 2);
    ben.inputs(id).update().set("costs_co2", 33.0).send().await.unwrap();
    assert_eq!(etm.users(id).list().await.unwrap().len(), 3);
    etm.users(id).remove(2).await.unwrap();
    assert_eq!(
        ben.inputs(id)
            .update()
            .set("costs_co2", 1.0)
            .send()
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Forbidden
    );
    let last = etm.users(id).remove(1).await.unwrap_err();
    assert_eq!(last.kind(), ErrorKind::InvalidRequest);
    assert!(last.to_string().contains("owner"), "{last}");
}

async fn saved(bench: &Bench, etm: &EtmClient, id: i64) -> i64 {
    let new = NewSavedScenario::new(id, "Story").with_private(true);
    let saved = etm.saved_scenarios().create(&new).await.unwrap();
    let saved_id = saved.id.unwrap();
    assert_eq!(
        (saved.area_code.as_deref(), saved.end_year),
        (Some("nl2019"), Some(2050))
    );
    assert_eq!(
        bench
            .etm(GUEST)
            .saved_scenarios()
            .get(saved_id)
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::NotFound
    );
    let copy = etm
        .sessions()
        .copy(id, &etm_client::sessions::CopyOptions::new())
        .await
        .unwrap();
    let moved = etm.saved_scenarios().set_session(saved_id, copy.id).await.unwrap();
    assert_eq!(moved.scenario_id, Some(copy.id));
    assert_eq!(moved.scenario_id_history, Some(vec![id]));
    let titled = SavedScenarioUpdate::new().with_title("Better");
    assert_eq!(
        etm.saved_scenarios()
            .update(saved_id, &titled)
            .await
            .unwrap()
            .title
            .as_deref(),
        Some("Better")
    );
    saved_id
}

async fn collection(etm: &EtmClient, saved_id: i64, id: i64) {
    let collection = etm
        .collections()
        .create(&NewCollection::of_saved("Side by side", [saved_id]).with_sessions([id]))
        .await;
    let collection = collection.unwrap();
    let collection_id = collection.id.unwrap();
    assert_eq!(
        (collection.saved_scenario_ids, collection.scenario_ids),
        (Some(vec![saved_id]), Some(vec![id]))
    );
    let titled = CollectionUpdate::new().with_title("Beside");
    assert_eq!(
        etm.collections()
            .update(collection_id, &titled)
            .await
            .unwrap()
            .title
            .as_deref(),
        Some("Beside")
    );
    let listed: Vec<_> = etm.collections().list().try_collect().await.unwrap();
    assert_eq!(listed.len(), 1);
    etm.collections().discard(collection_id).await.unwrap();
    let listed: Vec<_> = etm.collections().list().try_collect().await.unwrap();
    assert!(listed.is_empty(), "a discarded one is not listed");
    etm.collections().restore(collection_id).await.unwrap();
    etm.collections().delete(collection_id).await.unwrap();
    assert_eq!(
        etm.collections().get(collection_id).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_session_goes_all_the_way_from_its_creation_to_its_end() {
    let bench = Bench::start().await;
    let etm = bench.etm(ADA);
    let id = created(&etm).await;
    inputs(&etm, id).await;
    curves(&etm, id).await;
    orders(&etm, id).await;
    users(&bench, &etm, id).await;
    let saved_id = saved(&bench, &etm, id).await;
    collection(&etm, saved_id, id).await;

    etm.saved_scenarios().discard(saved_id).await.unwrap();
    let listed: Vec<_> = etm.saved_scenarios().list().try_collect().await.unwrap();
    assert!(listed.is_empty(), "a discarded one is not listed");
    etm.saved_scenarios().restore(saved_id).await.unwrap();
    let listed: Vec<_> = etm.saved_scenarios().list().try_collect().await.unwrap();
    assert_eq!(listed[0].id, Some(saved_id));
    etm.saved_scenarios().delete(saved_id).await.unwrap();
    assert_eq!(
        etm.saved_scenarios().get(saved_id).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );

    let reset = etm.sessions().reset(id).await.unwrap();
    assert!(reset.user_values.unwrap().is_empty());
    etm.sessions().delete(id).await.unwrap();
    assert_eq!(etm.sessions().get(id).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(bench.sandbox.leaks(), []);
}

#[test]
fn the_blocking_client_tells_the_same_story_in_short() {
    let sandbox = Sandbox::builder().start_in_background().unwrap();
    sandbox.fail_next("etm.get_scenario", Fault::Status(503));
    let etm = Blocking::new(built(builder(sandbox.url()).with_token("etm_sandbox-ada-delete"))).unwrap();
    let id = etm.sessions().create(&NewSession::new("nl2019", 2050)).unwrap().id;
    let results = etm.gqueries().of(id).run(&["dashboard_emissions"]).unwrap();
    assert!(results.future("dashboard_emissions").is_some());
    assert_eq!(etm.curves(id).prices().unwrap().len(), 8760);
    assert_eq!(etm.sessions().get(id).unwrap().id, id);
    assert_eq!(etm.sessions().list().count(), 1);
    etm.sessions().delete(id).unwrap();
    assert_eq!(etm.sessions().get(id).unwrap_err().kind(), ErrorKind::NotFound);
}
