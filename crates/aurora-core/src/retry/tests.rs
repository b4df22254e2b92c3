use super::*;

fn answered(status: u16) -> Outcome {
    asked(status, None)
}

fn asked(status: u16, seconds: Option<u64>) -> Outcome {
    Outcome::Answered {
        status: StatusCode::from_u16(status).unwrap(),
        retry_after: seconds.map(Duration::from_secs),
    }
}

fn decision(outcome: Outcome, idempotent: bool, policy: &RetryPolicy) -> Decision {
    decide(&Situation {
        outcome,
        idempotent,
        repeatable: true,
        attempt: 1,
        remaining: Duration::from_secs(60),
        random: 1.0,
        policy,
    })
}

const NO_HELP: Decision = Decision::GiveUp(Reason::NoHelp);
const UNSAFE: Decision = Decision::GiveUp(Reason::Unsafe);

fn after(millis: u64) -> Decision {
    Decision::Retry {
        after: Duration::from_millis(millis),
    }
}

#[test]
fn the_rule_as_a_table() {
    // outcome, decision if idempotent, decision if not
    let table = [
        (Outcome::NotSent, after(50), after(50)),
        (Outcome::Refused, NO_HELP, NO_HELP),
        (Outcome::Unanswered, after(50), UNSAFE),
        (Outcome::BodyLost, after(50), UNSAFE),
        (Outcome::Final, NO_HELP, NO_HELP),
        (answered(400), NO_HELP, NO_HELP),
        (answered(401), NO_HELP, NO_HELP),
        (answered(403), NO_HELP, NO_HELP),
        (answered(404), NO_HELP, NO_HELP),
        (answered(408), after(50), UNSAFE),
        (answered(409), NO_HELP, NO_HELP),
        (answered(422), NO_HELP, NO_HELP),
        (answered(425), after(1000), UNSAFE),
        (answered(429), after(1000), after(1000)),
        (answered(500), after(50), UNSAFE),
        (answered(501), NO_HELP, NO_HELP),
        (answered(502), after(50), UNSAFE),
        (answered(503), after(1000), UNSAFE),
        (answered(504), after(50), UNSAFE),
        (asked(429, Some(7)), after(7000), after(7000)),
        (asked(503, Some(0)), after(0), UNSAFE),
        (asked(404, Some(7)), NO_HELP, NO_HELP),
    ];
    let policy = RetryPolicy::default();
    for (outcome, idempotent, other) in table {
        assert_eq!(decision(outcome, true, &policy), idempotent, "{outcome:?}");
        assert_eq!(decision(outcome, false, &policy), other, "{outcome:?}, not idempotent");
    }
}

#[test]
fn attempts_time_and_a_used_up_body_end_it() {
    let policy = RetryPolicy::default();
    let situation = Situation {
        outcome: answered(504),
        idempotent: true,
        repeatable: true,
        attempt: 4,
        remaining: Duration::from_secs(60),
        random: 0.0,
        policy: &policy,
    };
    assert_eq!(decide(&situation), after(0));
    let once = RetryPolicy::never();
    let (mut last, mut used_up, mut late, mut asked_to_wait, mut never) =
        (situation, situation, situation, situation, situation);
    last.attempt = 5;
    used_up.repeatable = false;
    late.remaining = Duration::ZERO;
    asked_to_wait.outcome = asked(429, Some(61));
    (never.attempt, never.policy) = (1, &once);
    for (situation, reason) in [
        (last, Reason::AttemptsUsedUp),
        (used_up, Reason::BodyUsedUp),
        (late, Reason::OutOfTime),
        (asked_to_wait, Reason::OutOfTime),
        (never, Reason::AttemptsUsedUp),
    ] {
        assert_eq!(decide(&situation), Decision::GiveUp(reason), "{situation:?}");
    }
}

#[test]
fn the_bound_doubles_up_to_the_cap_and_jitter_takes_a_part_of_it() {
    let backoff = Backoff::default();
    let bounds: Vec<u128> = (1..=11).map(|n| backoff.wait(n, false, 1.0).as_millis()).collect();
    assert_eq!(
        bounds,
        [50, 100, 200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000]
    );
    assert_eq!(backoff.wait(1, true, 1.0), Duration::from_secs(1));
    assert_eq!(backoff.wait(6, true, 1.0), Duration::from_secs(20));
    assert_eq!(backoff.wait(3, false, 0.25), Duration::from_millis(50));
    assert_eq!(backoff.wait(u32::MAX, false, 1.0), Duration::from_secs(20));
}

#[test]
fn a_rhythm_waits_its_steps_and_retry_after_replaces_one() {
    let policy = RetryPolicy::default()
        .with_max_attempts(21)
        .with_backoff(Backoff::Steps {
            first: Duration::ZERO,
            then: Duration::from_secs(10),
        });
    let waits: Vec<Decision> = (1..=3)
        .map(|attempt| {
            decide(&Situation {
                outcome: answered(504),
                idempotent: true,
                repeatable: true,
                attempt,
                remaining: Duration::from_secs(1800),
                random: 0.3,
                policy: &policy,
            })
        })
        .collect();
    assert_eq!(waits, [after(0), after(10_000), after(10_000)]);
    assert_eq!(decision(asked(504, Some(4)), true, &policy), after(4000));
}

#[test]
fn a_policy_can_name_its_own_statuses() {
    let policy = RetryPolicy::default().with_statuses([504]);
    assert_eq!(decision(answered(503), true, &policy), NO_HELP);
    assert_eq!(decision(answered(504), true, &policy), after(50));
}
