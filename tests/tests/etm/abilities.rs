//! Each caller, each kind of session, each operation: what the client says, held against the contract's table.

mod calls;

use aurora_sandbox::{EtmScopes, EtmUser};
use aurora_tests::etm_bench::{ADA, Bench, GUEST, Who};
use etm_client::{Error, ErrorKind, NewSession, Role};

use calls::{CREATING, ON_A_SESSION, OWNING};

/// A right on a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    Read,
    Update,
    Clone,
    Own,
}

/// Whose session it is, with Ben's role on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Kind {
    pub(crate) owned: bool,
    pub(crate) private: bool,
    /// 0 for none, else the number of the role.
    pub(crate) role: u8,
}

impl Kind {
    pub(crate) fn ben(self) -> Option<Role> {
        match self.role {
            0 => None,
            1 => Some(Role::Viewer),
            2 => Some(Role::Collaborator),
            _ => Some(Role::Owner),
        }
    }

    async fn make(self, bench: &Bench) -> i64 {
        if !self.owned {
            return bench.session(GUEST).await;
        }
        let id = bench.session_of_ada(self.private, self.ben()).await;
        let tagged = bench.etm(ADA).sessions().create_version_tag(id, Some("first")).await;
        tagged.expect("ada may tag it");
        id
    }
}

/// A session of nobody's, and Ada's with each role of Ben's, public and private.
fn kinds() -> Vec<Kind> {
    let unowned = Kind {
        owned: false,
        private: false,
        role: 0,
    };
    let owned = [false, true].into_iter().flat_map(|private| {
        (0..=3).map(move |role| Kind {
            owned: true,
            private,
            role,
        })
    });
    std::iter::once(unowned).chain(owned).collect()
}

/// A guest, and Ben and the administrator with each level of scopes.
pub(crate) fn callers() -> Vec<Who> {
    let levels = EtmScopes::ALL.into_iter();
    let tokens = levels.flat_map(|level| [EtmUser::Ben, EtmUser::Root].map(|user| Some((user, level))));
    std::iter::once(GUEST).chain(tokens).collect()
}

/// The table of the contract.
fn allowed(who: Who, kind: Kind, need: Need) -> bool {
    let public = !kind.private;
    let Some((user, level)) = who else {
        return match need {
            Need::Read | Need::Clone => public,
            Need::Update => !kind.owned,
            Need::Own => false,
        };
    };
    let role = if user == EtmUser::Root { 3 } else { kind.role };
    match need {
        Need::Read => public || (level >= EtmScopes::Read && role >= 1),
        Need::Update => level >= EtmScopes::Write && (!kind.owned || role >= 2),
        Need::Clone => level >= EtmScopes::Write && (public || role >= 2),
        Need::Own => level >= EtmScopes::Delete && role == 3,
    }
}

/// What the client must say when a right on a session is missing.
fn check_refusal(case: &str, who: Who, private: bool, need: Need, error: &Error) {
    let expected = if private {
        (ErrorKind::NotFound, Some(404), "Not found")
    } else {
        (ErrorKind::Forbidden, Some(403), "Scenario does not belong to you")
    };
    let status = error.status().map(|status| status.as_u16());
    assert_eq!((error.kind(), status), (expected.0, expected.1), "{case}: {error}");
    assert_eq!(error.messages(), [expected.2], "{case}");
    assert_eq!(error.attempts(), 1, "{case}: a refusal is not sent again");
    assert!(!error.is_transient(), "{case}");
    let text = error.to_string();
    let advice = advice(who, private, need);
    assert!(
        advice.iter().any(|advice| text.contains(advice)),
        "{case}: {text} says nothing of {advice:?}"
    );
}

/// What the user should do about a missing right: the scope that the token lacks, if that is why. Changing a session and running
/// queries on it are one operation, so that it may name the scope for the former.
fn advice(who: Who, private: bool, need: Need) -> &'static [&'static str] {
    let Some((_, level)) = who else {
        return &["with_token"];
    };
    match need {
        Need::Own if level < EtmScopes::Delete => &["scenarios:delete"],
        Need::Update | Need::Clone if level < EtmScopes::Write => &["scenarios:write"],
        Need::Read if level < EtmScopes::Read => &["scenarios:read", "scenarios:write"],
        Need::Read if level < EtmScopes::Write => &["check the id or name", "scenarios:write"],
        _ if private => &["check the id or name"],
        _ => &["ask its owner for a role"],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_caller_may_do_with_each_session_what_the_table_says_and_hears_why_not() {
    let bench = Bench::start().await;
    let (mut done, mut refused) = (0, 0);
    for kind in kinds() {
        let id = kind.make(&bench).await;
        for who in callers() {
            let etm = bench.etm(who);
            for (need, name, call) in ON_A_SESSION {
                if *name == "change version tag" && !kind.owned {
                    // What nobody owns cannot be tagged.
                    continue;
                }
                let case = format!("{who:?} {kind:?} {name}");
                match (call(etm.clone(), id).await, allowed(who, kind, *need)) {
                    (Ok(()), true) => done += 1,
                    (Err(error), false) => {
                        check_refusal(&case, who, kind.private, *need, &error);
                        refused += 1;
                    }
                    (outcome, allowed) => panic!("{case}: allowed: {allowed}, but {outcome:?}"),
                }
            }
        }
    }
    assert!(done > 2000 && refused > 800, "{done} done, {refused} refused");
}

#[tokio::test]
async fn users_and_deletion_are_the_owners_with_a_token_that_may_delete() {
    let bench = Bench::start().await;
    for kind in kinds() {
        for who in callers() {
            let etm = bench.etm(who);
            for (name, call) in OWNING {
                let id = kind.make(&bench).await;
                let case = format!("{who:?} {kind:?} {name}");
                let outcome = call(etm.clone(), id).await;
                let is_admin = who.is_some_and(|(user, _)| user == EtmUser::Root);
                if !allowed(who, kind, Need::Own) {
                    // Copying users is an update that asks for more.
                    let need = if name.starts_with("copy") {
                        Need::Update
                    } else {
                        Need::Own
                    };
                    check_refusal(&case, who, kind.private, need, &outcome.unwrap_err());
                } else if is_admin && *name == "delete" {
                    // The engine looks for it among the administrator's own.
                    let error = outcome.unwrap_err();
                    assert_eq!(error.kind(), ErrorKind::NotFound, "{case}");
                    assert_eq!(error.messages(), [format!("No such scenario: {id}")], "{case}");
                } else {
                    outcome.unwrap_or_else(|error| panic!("{case}: {error}"));
                }
            }
        }
    }
}

#[tokio::test]
async fn a_token_that_cannot_write_creates_nothing_though_a_guest_may() {
    let bench = Bench::start().await;
    let source = bench.session(GUEST).await;
    for who in callers() {
        for (name, call) in CREATING {
            let outcome = call(bench.etm(who), source).await;
            let case = format!("{who:?} {name}");
            if who.is_some_and(|(_, level)| level < EtmScopes::Write) {
                let error = outcome.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::NotFound, "{case}");
                assert_eq!(error.messages(), ["Not found"], "{case}");
                assert!(error.to_string().contains("scenarios:write"), "{case}: {error}");
            } else {
                outcome.unwrap_or_else(|error| panic!("{case}: {error}"));
            }
        }
    }
}

#[tokio::test]
async fn lists_are_filtered_and_not_refused() {
    use futures_util::TryStreamExt as _;
    let bench = Bench::start().await;
    let private = bench.session_of_ada(true, Some(Role::Viewer)).await;
    let public = bench.session_of_ada(false, None).await;
    for who in callers() {
        let etm = bench.etm(who);
        let reads = who.is_some_and(|(_, level)| level >= EtmScopes::Read);
        let readable = 1 + usize::from(reads);
        let batch = etm.sessions().batch(&[private, public]).await.unwrap();
        assert_eq!(batch.found.len(), readable, "{who:?}");
        assert_eq!(batch.missing.len(), 2 - readable, "{who:?}");
        let tags = etm.sessions().version_tags(&[private, public]).await.unwrap();
        assert!(tags.len() <= readable, "{who:?}");
        let lines: Vec<_> = etm.sessions().export(&[private, public]).try_collect().await.unwrap();
        assert_eq!(lines.len(), readable, "{who:?}");
        let mine: Result<Vec<_>, _> = etm.sessions().list().try_collect().await;
        match who {
            None => {
                let error = mine.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Forbidden);
                assert_eq!(error.messages(), ["You must be authenticated to access this resource"]);
                assert!(error.to_string().contains("ETM_API_TOKEN"), "{error}");
            }
            Some((EtmUser::Root, _)) => assert!(mine.unwrap().is_empty(), "an administrator has no roles"),
            Some(_) => assert_eq!(mine.unwrap().len(), usize::from(reads), "{who:?}"),
        }
    }
}

#[tokio::test]
async fn what_needs_nobody_answers_everybody_and_an_unknown_token_is_named_where_it_counts() {
    let bench = Bench::start().await;
    let session = bench.session(GUEST).await;
    let stranger = aurora_tests::etm_wire::client(bench.sandbox.url());
    for etm in [bench.etm(GUEST), bench.etm(ADA), stranger.clone()] {
        assert!(!etm.gqueries().list(&[]).await.unwrap().is_empty());
        assert!(!etm.areas().list(false).await.unwrap().is_empty());
        assert_eq!(etm.areas().get("nl2019").await.unwrap().area.as_deref(), Some("nl2019"));
    }
    let new = NewSession::new("nl2019", 2050);
    for error in [
        stranger.sessions().get(session).await.unwrap_err(),
        stranger.sessions().create(&new).await.unwrap_err(),
        stranger.me().token_info().await.unwrap_err(),
        stranger.saved_scenarios().get(1).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
        assert!(
            error.to_string().contains("check that the token is complete"),
            "{error}"
        );
    }
    // The engine looks for the session before it looks at the token.
    let missing = stranger.sessions().get(99_999).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
    assert_eq!(missing.messages(), ["No such scenario: 99999"]);
}
