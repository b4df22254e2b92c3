//! The token is in no output, whatever happens.

use aurora_sandbox::Fault;

use crate::program::{CANARY, Program};

#[tokio::test(flavor = "multi_thread")]
async fn no_output_holds_the_token_even_with_all_logs_on() {
    let program = Program::start().await;
    let faults = [
        None,
        Some(Fault::Status(401)),
        Some(Fault::Status(403)),
        Some(Fault::HtmlPage),
        Some(Fault::Truncate),
        Some(Fault::BadJson),
    ];
    for fault in faults {
        if let Some(fault) = &fault {
            program.sandbox.fail_times("list_turbines", 9, fault.clone());
        }
        let output = program.command(&["amun", "turbines", "list", "-vv"]).output().unwrap();
        program.sandbox.clear_faults();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("list_turbines"), "the log is not on: {text}");
        assert!(!text.contains(CANARY), "{fault:?}: {text}");
    }
}

#[tokio::test]
async fn an_error_body_that_repeats_the_token_does_not_bring_it_out() {
    let program = Program::start().await;
    let body = format!("{{\"error\":\"token {CANARY} is not welcome\"}}");
    let echo = Fault::Body {
        status: 400,
        content_type: "application/json".to_owned(),
        body,
    };
    program.sandbox.fail_next("list_turbines", echo);
    let ran = program.run(&["amun", "turbines", "list"]).await;
    assert!(ran.err.contains("400") && !ran.err.contains(CANARY), "{}", ran.err);
}

#[tokio::test]
async fn auth_commands_do_not_show_the_token() {
    let program = Program::start().await.input(CANARY);
    for arguments in [
        &["auth", "login"][..],
        &["auth", "status"],
        &["auth", "status", "-o", "json"],
        &["auth", "logout", "-y"],
    ] {
        let ran = program.run(arguments).await;
        assert!(
            !ran.out.contains(CANARY) && !ran.err.contains(CANARY),
            "{arguments:?} {ran:?}"
        );
        ran.ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_from_the_terminal_is_not_echoed_by_an_error() {
    let program = Program::start().await.input("not a token \u{7f} at all");
    let ran = program.run(&["auth", "login"]).await;
    assert!(
        ran.err.starts_with("error: this is no token") && !ran.err.contains("at all"),
        "{}",
        ran.err
    );
}
