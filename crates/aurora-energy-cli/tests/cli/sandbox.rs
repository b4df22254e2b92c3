//! `aurora sandbox serve`.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn a_served_sandbox_says_how_to_use_it_and_logs_each_request() {
    let program = Program::start()
        .await
        .unset("AURORA_API_KEY")
        .unset("AURORA_API_BASE_URL");
    let mut command = program.command(&["sandbox", "serve", "--seed", "7", "--delay", "10ms"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut exported = |variable: &str| {
        let start = format!("export {variable}=");
        lines
            .find_map(|line| line.strip_prefix(&start).map(str::to_owned))
            .unwrap()
    };
    let url = exported("AURORA_API_BASE_URL");
    assert!(exported("AURORA_ORIGIN_SCENARIO_API_BASE_URL").ends_with("/scenarioExplr"));
    assert!(exported("AURORA_ORIGIN_INPUTS_API_BASE_URL").ends_with("/modelInputs"));
    let token = exported("AURORA_API_KEY");
    let program = program.set("AURORA_API_BASE_URL", &url).set("AURORA_API_KEY", &token);
    program.run(&["amun", "turbines", "list"]).await.ok();

    child.kill().unwrap();
    let log = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    assert!(log.contains("GET /amun/v1/turbines -> 200"), "{log}");
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let program = Program::start().await;
    let port = program.sandbox.url().rsplit(':').next().unwrap().to_owned();
    let ran = program.run(&["sandbox", "serve", "--port", &port]).await;
    assert!(
        ran.err.contains(&format!("cannot listen on 127.0.0.1:{port}")),
        "{}",
        ran.err
    );
    ran.failed(aurora_energy_cli::exit::Exit::Failure);
}
