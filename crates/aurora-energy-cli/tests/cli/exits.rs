//! Each exit code.

use std::time::Duration;

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::{Fault, Sandbox};

use crate::program::{CANARY, Program, failing_request, lines, request};

const LIST: [&str; 3] = ["amun", "turbines", "list"];

#[tokio::test]
async fn success_is_0() {
    assert_eq!(Program::start().await.run(&LIST).await.exit, Exit::Ok);
}

#[tokio::test]
async fn an_answer_that_is_no_answer_is_1() {
    let program = Program::start().await;
    program.sandbox.fail_next("list_turbines", Fault::HtmlPage);
    let err = program.run(&LIST).await.failed(Exit::Failure);
    assert!(err.starts_with("error: list_turbines: "), "{err}");
}

#[tokio::test]
async fn wrong_usage_is_2_and_says_what_is_right() {
    let program = Program::start().await;
    for (arguments, says) in [
        (&["amun", "turbine"][..], "turbines"),
        (
            &["amun", "turbines", "list", "--output", "xml"],
            "possible values: table, json, jsonl, csv",
        ),
        (
            &["amun", "turbines", "list", "--timeout", "soon"],
            "500ms, 30s, 5m or 1h",
        ),
        (&["amun", "turbines", "list", "--timeout", "0s"], "greater than zero"),
        (&["api", "amun", "list_turbines", "-f", "nonsense"], "key=value"),
        (&["schema", "nonsense"], "`aurora schema` lists them"),
        (
            &[
                "amun",
                "turbines",
                "list",
                "--base-url",
                "http://127.0.0.1:1",
                "--sandbox",
            ],
            "cannot be used with",
        ),
    ] {
        let err = program.run(arguments).await.failed(Exit::Usage);
        assert!(err.contains(says), "{arguments:?}: {err}");
    }
    assert_eq!(program.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn what_does_not_exist_is_3() {
    let program = Program::start().await;
    program
        .run(&["amun", "turbines", "find", "Nothing"])
        .await
        .failed(Exit::NotFound);
    program
        .run(&["amun", "load-factors", "status", "no-such-token"])
        .await
        .failed(Exit::NotFound);
    program
        .run(&["amun", "valuations", "delete", "987654", "--yes"])
        .await
        .failed(Exit::NotFound);
}

#[tokio::test]
async fn missing_and_refused_credentials_are_4() {
    let missing = Program::start().await.unset("AURORA_API_KEY");
    let err = missing.run(&LIST).await.failed(Exit::Credentials);
    assert!(
        err.contains("AURORA_API_KEY") && err.contains("aurora auth login"),
        "{err}"
    );
    assert_eq!(missing.sandbox.requests().len(), 0);

    let wrong = Program::start().await.set("AURORA_API_KEY", "some-other-token");
    let err = wrong.run(&LIST).await.failed(Exit::Credentials);
    assert!(err.contains("401"), "{err}");

    let sandbox = Sandbox::builder().token(CANARY).start().await.unwrap();
    let forbidden = sandbox.forbidden_token().to_owned();
    let err = Program::with(sandbox)
        .set("AURORA_API_KEY", &forbidden)
        .run(&LIST)
        .await
        .failed(Exit::Credentials);
    assert!(err.contains("403"), "{err}");
}

#[tokio::test]
async fn too_many_requests_is_5() {
    let program = Program::start().await;
    program
        .sandbox
        .fail_times("list_turbines", 10, Fault::StatusWithRetryAfter(429, "0".to_owned()));
    let err = program.run(&LIST).await.failed(Exit::RateLimited);
    assert!(err.contains("429"), "{err}");
    assert_eq!(program.sandbox.count("list_turbines"), 5);
}

#[tokio::test]
async fn out_of_time_is_6() {
    let program = Program::start().await;
    program
        .sandbox
        .fail_next("list_turbines", Fault::Delay(Duration::from_secs(30)));
    let err = program
        .run(&["amun", "turbines", "list", "--timeout", "150ms"])
        .await
        .failed(Exit::Timeout);
    assert!(err.contains("150ms") && err.contains("--timeout"), "{err}");
}

#[tokio::test]
async fn a_batch_that_failed_in_part_is_7() {
    let program = Program::start().await;
    let input = program.file("in.jsonl", &lines(&[request(90.0), failing_request()]));
    let out = program.home().join("out");
    let arguments = [
        "amun",
        "load-factors",
        "batch",
        input.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let err = program
        .run(&[&arguments[..], &["--interval", "20ms"]].concat())
        .await
        .failed(Exit::Partial);
    assert!(
        err.contains("1 of 2 calculations failed") && err.contains("Wind speeds below minium value"),
        "{err}"
    );
}

#[tokio::test]
async fn a_dead_server_is_1_and_named() {
    let program = Program::start()
        .await
        .set("AURORA_API_BASE_URL", "http://127.0.0.1:9/amun/v1");
    let err = program.run(&LIST).await.failed(Exit::Failure);
    assert!(err.contains("127.0.0.1") && err.contains("aurora auth status"), "{err}");
}

#[tokio::test]
async fn an_error_is_one_line_and_a_hint() {
    let program = Program::start().await.unset("AURORA_API_KEY");
    let err = program.run(&LIST).await.failed(Exit::Credentials);
    let starts: Vec<_> = err.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(starts, ["error:", "hint:"], "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_program_hands_its_code_to_the_system() {
    let program = Program::start().await;
    for (arguments, code) in [
        (&LIST[..], 0),
        (&["amun", "turbines"], 2),
        (&["amun", "turbines", "find", "Nothing"], 3),
        (&["--help"], 0),
        (&["--version"], 0),
    ] {
        let output = program.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?} {output:?}");
    }
    let output = program.command(&LIST).env_remove("AURORA_API_KEY").output().unwrap();
    assert_eq!(output.status.code(), Some(4));
}
