//! Saved scenarios and collections: what the engine lets through, and what MyETM makes of it.

use aurora_sandbox::{EtmScopes, EtmUser};
use aurora_tests::etm_bench::{ADA, Bench};
use aurora_tests::wire::Call;
use etm_client::{CollectionUpdate, Error, ErrorKind, EtmClient, NewCollection, Role, SavedScenarioUpdate};
use futures_util::TryStreamExt as _;

use crate::abilities::callers;

type Who = aurora_tests::etm_bench::Who;

/// What MyETM asks of a caller for a saved scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Right {
    Read,
    Update,
    Manage,
    Destroy,
}

/// What the engine asks of a token before it passes a request on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Gate {
    Open,
    Write,
    Delete,
}

impl Gate {
    fn lets(self, who: Who) -> bool {
        match (self, who) {
            (Self::Open, _) | (Self::Write, None) => true,
            (Self::Delete, None) => false,
            (Self::Write, Some((_, level))) => level >= EtmScopes::Write,
            (Self::Delete, Some((_, level))) => level >= EtmScopes::Delete,
        }
    }
}

type On = fn(EtmClient, i64) -> Call;

macro_rules! on {
    (|$etm:ident, $id:ident| $call:expr) => {
        |$etm, $id| Box::pin(async move { $call.await.map(drop) })
    };
}

/// The same calls on one of the two groups; the two that end a saved scenario come last.
macro_rules! calls {
    (|$etm:ident| $group:expr) => {
        &[
            (Right::Read, Gate::Open, "get", on!(|$etm, id| $group.get(id))),
            (
                Right::Update,
                Gate::Write,
                "update",
                on!(|$etm, id| async move { $group.update(id, &SavedScenarioUpdate::new().with_title("New")).await }),
            ),
            (
                Right::Manage,
                Gate::Write,
                "users",
                on!(|$etm, id| $group.users(id).list()),
            ),
            (
                Right::Manage,
                Gate::Write,
                "add user",
                on!(|$etm, id| $group.users(id).add("x@example.org", Role::Viewer)),
            ),
            (
                Right::Destroy,
                Gate::Delete,
                "discard",
                on!(|$etm, id| $group.discard(id)),
            ),
            (Right::Destroy, Gate::Open, "delete", on!(|$etm, id| $group.delete(id))),
        ]
    };
}

const AT_ENGINE: &[(Right, Gate, &str, On)] = calls!(|etm| etm.saved_scenarios());
const AT_MY_ETM: &[(Right, Gate, &str, On)] = calls!(|etm| etm.myetm().saved_scenarios());

fn allowed(who: Who, private: bool, ben: u8, right: Right) -> bool {
    let Some((user, level)) = who else {
        return right == Right::Read && !private;
    };
    let role = if user == EtmUser::Root { 3 } else { ben };
    match right {
        Right::Read => !private || (level >= EtmScopes::Read && role >= 1),
        Right::Update => level >= EtmScopes::Write && role >= 2,
        Right::Manage => level >= EtmScopes::Write && role == 3,
        Right::Destroy => level >= EtmScopes::Delete && role == 3,
    }
}

fn roles() -> [Option<Role>; 4] {
    [None, Some(Role::Viewer), Some(Role::Collaborator), Some(Role::Owner)]
}

fn check(case: &str, error: &Error, kind: ErrorKind, message: &str) {
    assert_eq!(error.kind(), kind, "{case}: {error}");
    assert_eq!(error.messages(), [message], "{case}: {error}");
    assert_eq!(error.attempts(), 1, "{case}");
}

#[tokio::test]
async fn each_caller_may_do_with_each_saved_scenario_what_the_table_says() {
    let bench = Bench::start().await;
    let (mut done, mut refused) = (0, 0);
    for (calls, through_engine) in [(AT_ENGINE, true), (AT_MY_ETM, false)] {
        for (private, (ben, role)) in [false, true]
            .into_iter()
            .flat_map(|private| (0_u8..).zip(roles()).map(move |role| (private, role)))
        {
            for who in callers() {
                for (right, gate, name, call) in calls {
                    let id = bench.saved_of_ada(private, role.clone()).await;
                    let case =
                        format!("{who:?} private: {private} ben: {role:?} {name} at the engine: {through_engine}");
                    let outcome = call(bench.etm(who), id).await;
                    let lets = !through_engine || gate.lets(who);
                    if lets && allowed(who, private, ben, *right) {
                        outcome.unwrap_or_else(|error| panic!("{case}: {error}"));
                        done += 1;
                        continue;
                    }
                    refused += 1;
                    let error = outcome.expect_err(&case);
                    if private || !lets {
                        check(&case, &error, ErrorKind::NotFound, "Not found");
                    } else {
                        check(&case, &error, ErrorKind::Forbidden, "Scenario does not belong to you");
                    }
                }
            }
        }
    }
    assert!(done > 200 && refused > 400, "{done} done, {refused} refused");
}

#[tokio::test]
async fn only_whoever_may_write_saves_a_scenario() {
    let bench = Bench::start().await;
    for who in callers() {
        let session = bench.session_of_ada(false, None).await;
        let etm = bench.etm(who);
        let saved = etm.saved_scenarios().from_session(session, "Mine").await;
        if who.is_some_and(|(_, level)| level >= EtmScopes::Write) {
            assert_eq!(saved.unwrap().scenario_id, Some(session), "{who:?}");
        } else {
            check(
                &format!("{who:?}"),
                &saved.unwrap_err(),
                ErrorKind::NotFound,
                "Not found",
            );
        }
        let list: Vec<_> = etm.saved_scenarios().list().try_collect().await.unwrap();
        assert_eq!(
            list.is_empty(),
            who.is_none_or(|(_, level)| level < EtmScopes::Write),
            "{who:?}"
        );
    }
}

/// Calls on a collection with the level that their gate and MyETM ask for; at the engine the gates come first.
const ON_A_COLLECTION: &[(EtmScopes, Gate, &str, On)] = &[
    (
        EtmScopes::Read,
        Gate::Open,
        "get",
        on!(|etm, id| etm.collections().get(id)),
    ),
    (
        EtmScopes::Write,
        Gate::Write,
        "update",
        on!(|etm, id| async move {
            etm.collections()
                .update(id, &CollectionUpdate::new().with_title("New"))
                .await
        }),
    ),
    (
        EtmScopes::Write,
        Gate::Write,
        "discard",
        on!(|etm, id| etm.collections().discard(id)),
    ),
    (
        EtmScopes::Delete,
        Gate::Delete,
        "delete",
        on!(|etm, id| etm.collections().delete(id)),
    ),
];

#[tokio::test]
async fn a_collection_is_its_owners_alone() {
    let bench = Bench::start().await;
    let ada = bench.etm(ADA);
    let levels = EtmScopes::ALL.into_iter();
    let own = levels.map(|level| Some((EtmUser::Ada, level)));
    for who in callers().into_iter().chain(own) {
        for (level, gate, name, call) in ON_A_COLLECTION {
            let new = NewCollection::of_sessions("Both", [bench.session_of_ada(false, None).await]);
            let id = ada.collections().create(&new).await.unwrap().id.unwrap();
            let outcome = call(bench.etm(who), id).await;
            let case = format!("{who:?} {name}");
            let mine = who.is_some_and(|(user, own)| user != EtmUser::Ben && own >= *level);
            if gate.lets(who) && mine {
                outcome.unwrap_or_else(|error| panic!("{case}: {error}"));
            } else if gate.lets(who) {
                check(
                    &case,
                    &outcome.unwrap_err(),
                    ErrorKind::Forbidden,
                    "Collection does not belong to you",
                );
            } else {
                check(&case, &outcome.unwrap_err(), ErrorKind::NotFound, "Not found");
            }
        }
    }
}
