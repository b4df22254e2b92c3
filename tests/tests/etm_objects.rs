//! ETM objects against the sandbox: what a program does with them in a day.

use aurora_sandbox::{EtmScopes, EtmUser, Sandbox};
use etm_client::objects::{
    Bulk, Collection, Context, ErrorMode, NewScenario, OrderName, PendingUsers, Scenario, Scenarios, Session, Sessions,
};
use etm_client::sessions::CopyOptions;
use etm_client::{Curve, EtmClient, Export, HourlyCurve, NewCollection, NewSession, Role, SavedScenarioUpdate};

async fn start() -> (Sandbox, Context) {
    let sandbox = Sandbox::start().await.expect("a sandbox starts");
    let context = context(&sandbox, EtmUser::Ada);
    (sandbox, context)
}

fn context(sandbox: &Sandbox, user: EtmUser) -> Context {
    let client = EtmClient::builder()
        .with_engine_base_url(sandbox.etm_url())
        .with_my_etm_url(sandbox.my_etm_url())
        .with_token(sandbox.etm_token(user, EtmScopes::Delete))
        .without_proxy()
        .build()
        .expect("a client of the sandbox can be made");
    Context::new(&client)
}

#[tokio::test]
async fn a_session_is_made_changed_looked_at_and_saved() {
    let (sandbox, context) = start().await;
    let new = NewSession::new("nl2019", 2050).with_title("Sunny");
    let mut session = Session::new(&context, &new).await.unwrap();
    session.add_queries(["dashboard_renewability", "no_such_query"]);
    let before = session
        .results()
        .await
        .unwrap()
        .future("dashboard_renewability")
        .unwrap();
    let values = [
        ("costs_co2", "120"),
        ("transport_car_using_electricity_share", " 80 "),
        ("no_such_input", "1"),
    ];
    let set = session.set_inputs(values).await.unwrap();
    assert_eq!((set.set.len(), set.left_out.len()), (2, 1));
    let inputs = session.inputs().await.unwrap();
    assert_eq!(inputs.get("costs_co2").unwrap().user, Some(120.0.into()));
    let after = session
        .results()
        .await
        .unwrap()
        .future("dashboard_renewability")
        .unwrap();
    assert_ne!(before, after, "results follow the inputs");
    let fields: Vec<_> = session.warnings().iter().map(|warning| warning.field.clone()).collect();
    assert_eq!(fields, ["queries", "inputs.no_such_input", "queries"]);
    let hourly = session.hourly_curves(HourlyCurve::all()).await;
    assert!(hourly.is_complete(), "{:?}", hourly.failed().next());
    assert_eq!(session.hourly("electricity").await.unwrap().rows(), 8760);
    assert_eq!(
        sandbox.count("download_hourly_curve"),
        10,
        "each once, by whichever name"
    );
    assert!(session.export(Export::EnergyFlow).await.unwrap().rows() > 0);
    let saved = session.save(None, None).await.unwrap();
    assert_eq!((saved.title(), saved.session_id()), (Some("Sunny"), Some(session.id())));
    assert_eq!(saved.session().await.unwrap(), &session);
}

#[tokio::test]
async fn orders_and_curves_are_stored_and_given_back() {
    let (_sandbox, context) = start().await;
    let mut session = Session::new(&context, &NewSession::new("nl2019", 2050)).await.unwrap();
    let orders = session.orders().await.unwrap();
    for name in OrderName::all() {
        let mut order = orders.get(name.clone()).unwrap_or_else(|| panic!("{name}")).to_vec();
        order.reverse();
        let stored = session.set_orders([(name.clone(), order.clone())]).await.unwrap();
        assert_eq!(stored.into_result().unwrap(), [order.clone()], "{name}");
        assert_eq!(session.orders().await.unwrap().get(name).unwrap(), order);
    }
    let first = orders.get("forecast_storage").unwrap()[..1].to_vec();
    session
        .set_orders([("forecast_storage", first)])
        .await
        .unwrap()
        .into_result()
        .unwrap();
    // What is stored is one item now, and the others are valid all the same.
    let whole = orders.get("forecast_storage").unwrap().to_vec();
    let stored = session.set_orders([("forecast_storage", whole.clone())]).await.unwrap();
    assert_eq!(stored.into_result().unwrap(), [whole]);
    assert!(session.warnings().is_empty(), "{}", session.warnings());

    let key = "interconnector_1_price";
    let values: Vec<f64> = (0..8760).map(|hour| f64::from(hour % 24)).collect();
    let uploaded = session
        .upload_curves([(key, Curve::new(values.clone()).unwrap())])
        .await;
    assert!(uploaded.is_complete(), "{:?}", uploaded.failed().next());
    assert_eq!(*session.custom_curve(key).await.unwrap(), values);
    let keys: Vec<_> = session
        .custom_curves()
        .await
        .unwrap()
        .iter()
        .filter_map(|curve| curve.key.clone())
        .collect();
    assert_eq!(keys, [key]);
    session.remove_curves([key]).await.into_result().unwrap();
    assert!(session.custom_curves().await.unwrap().is_empty());
}

#[tokio::test]
async fn couplings_are_switched_and_a_copy_stands_on_its_own() {
    let (_sandbox, context) = start().await;
    let mut session = Session::new(&context, &NewSession::new("nl2019", 2050)).await.unwrap();
    session.couple(&["external_model_industry"]).await.unwrap();
    assert_eq!(session.couplings().await.unwrap().active, ["external_model_industry"]);
    session.uncouple(&["external_model_industry"]).await.unwrap();
    assert!(session.couplings().await.unwrap().active.is_empty());
    session.set_inputs([("costs_co2", 99)]).await.unwrap();
    let copy = session.copy(&CopyOptions::new().with_title("Copy")).await.unwrap();
    assert_eq!((copy.title(), copy.template_id()), (Some("Copy"), None));
    assert_eq!(
        copy.inputs().await.unwrap().get("costs_co2").unwrap().user,
        Some(99.0.into())
    );
    let linked = session.copy_with_template(&CopyOptions::new()).await.unwrap();
    assert_eq!(linked.template_id(), Some(session.id()));
}

async fn roles(scenario: &Scenario) -> Vec<(Option<i64>, Option<Role>)> {
    let users = scenario.users().await.expect("the owner may list the users");
    let mut roles: Vec<_> = users.iter().map(|user| (user.user_id, user.role.clone())).collect();
    roles.sort_by_key(|(id, _)| *id);
    roles
}

#[tokio::test]
async fn people_with_an_account_are_added_changed_and_removed_by_email() {
    let (sandbox, context) = start().await;
    let new = NewScenario::new("Shared", NewSession::new("nl2019", 2050));
    let mut scenario = Scenario::new(&context, &new).await.unwrap();
    let (ben, cleo) = (EtmUser::Ben.email(), EtmUser::Cleo.email());
    let wait = |pending: &mut PendingUsers, texts: [(&str, &str); 2]| {
        texts.iter().for_each(|(who, text)| pending.say(*who, text).unwrap());
    };
    wait(scenario.pending_users_mut(), [(ben, "viewer"), (cleo, "viewer")]);
    assert!(scenario.apply_pending_users().await.unwrap().is_complete());
    assert_eq!(sandbox.count("create_saved_scenario_users"), 1, "both in one request");
    wait(scenario.pending_users_mut(), [(ben, "collaborator"), (cleo, "remove")]);
    let outcome = scenario.apply_pending_users().await.unwrap();
    assert!(outcome.is_complete(), "{:?}", outcome.failed);
    assert!(scenario.pending_users().is_empty());
    let expected = [(Some(1), Some(Role::Owner)), (Some(2), Some(Role::Collaborator))];
    assert_eq!(roles(&scenario).await, expected);
    let theirs = Scenario::load(&self::context(&sandbox, EtmUser::Ben), scenario.id())
        .await
        .unwrap();
    assert_eq!(theirs.title(), Some("Shared"));

    let session = scenario.session_mut().await.unwrap();
    wait(
        session.pending_users_mut(),
        [(ben, "owner"), ("new@example.org", "viewer")],
    );
    assert!(session.apply_pending_users().await.unwrap().is_complete());
    assert_eq!(session.users().await.unwrap().len(), 3);
}

#[tokio::test]
async fn many_are_made_loaded_collected_and_discarded() {
    let (sandbox, context) = start().await;
    let context = context.with_bulk(Bulk::new().with_concurrency(8));
    let new = [2030, 2040, 2050].map(|year| {
        NewScenario::new(format!("In {year}"), NewSession::new("nl2019", year))
            .with_value("costs_co2", f64::from(year - 2000))
    });
    let bad = NewScenario::new("Nowhere", NewSession::new("atlantis", 2050));
    let made = Scenarios::create_many(&context, new.into_iter().chain([bad])).await;
    assert_eq!(
        (made.done().count(), made.failed().next().unwrap().0.as_str()),
        (3, "Nowhere")
    );
    for (title, scenario) in made.done() {
        let co2 = scenario
            .session()
            .await
            .unwrap()
            .inputs()
            .await
            .unwrap()
            .get("costs_co2")
            .unwrap()
            .user
            .clone();
        let year: f64 = title.trim_start_matches("In ").parse().unwrap();
        assert_eq!(co2, Some((year - 2000.0).into()));
    }
    let all = Scenarios::load_all(&context).await.unwrap();
    let before = sandbox.count("etm.get_scenario");
    let later = all.filter(|scenario| scenario.end_year() > Some(2030));
    assert_eq!((later.len(), later.sessions().await.is_complete()), (2, true));
    assert_eq!(sandbox.count("etm.get_scenario"), before, "sessions come with the list");
    let between = later.interpolate(&[2045], None).await.unwrap().into_result().unwrap();
    assert_eq!(
        (between[0].title(), between[0].end_year()),
        (Some("Interpolated to 2045"), Some(2045))
    );
    let ids: Vec<i64> = made.done().map(|(_, scenario)| scenario.id()).collect();
    let collection = Collection::create(&context, &NewCollection::of_saved("All", ids.clone()))
        .await
        .unwrap();
    assert_eq!(collection.scenarios().await.into_result().unwrap().len(), 3);
    collection.delete().await.unwrap();
    let discarded = Scenarios::discard_many(&context, &[ids[0], ids[1], 987_654]).await;
    assert_eq!(
        (discarded.done().count(), *discarded.failed().next().unwrap().0),
        (2, 987_654)
    );
    assert_eq!(Scenarios::load_all(&context).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_saved_scenario_is_renamed_discarded_restored_and_deleted_with_its_session() {
    let (_sandbox, context) = start().await;
    let session = Session::new(&context, &NewSession::new("nl2019", 2050)).await.unwrap();
    let new = NewScenario::of_session("One", session.id()).with_private(true);
    let mut scenario = Scenario::new(&context, &new).await.unwrap();
    scenario
        .update(&SavedScenarioUpdate::new().with_title("Two"))
        .await
        .unwrap();
    assert_eq!((scenario.title(), scenario.private()), (Some("Two"), Some(true)));
    scenario.discard().await.unwrap();
    scenario.restore().await.unwrap();
    scenario.refresh().await.unwrap();
    assert_eq!(
        Scenarios::load_all(&context).await.unwrap().saved().next(),
        Some(&scenario)
    );
    let copy = scenario.copy(None, None, &CopyOptions::new()).await.unwrap();
    assert_eq!(copy.title(), Some("Copy of Two"));
    scenario.delete().await.unwrap();
    let left = Sessions::load_many(&context, &[session.id(), copy.session_id().unwrap()])
        .await
        .unwrap();
    assert_eq!((left[0].outcome.is_err(), left[1].outcome.is_ok()), (true, true));
    assert_eq!(Sessions::load_all(&context).await.unwrap().len(), 1);
}

#[tokio::test]
async fn in_the_safe_mode_a_warning_stops_before_anything_is_changed() {
    let (sandbox, context) = start().await;
    let safe = context.with_error_mode(ErrorMode::Safe);
    let mut session = Session::new(&safe, &NewSession::new("nl2019", 2050)).await.unwrap();
    let error = session
        .set_inputs([("costs_co2", 120), ("no_such_input", 1)])
        .await
        .unwrap_err();
    assert!(error.to_string().contains("no_such_input"), "{error}");
    assert_eq!(sandbox.count("etm.update_scenario"), 0);
}
