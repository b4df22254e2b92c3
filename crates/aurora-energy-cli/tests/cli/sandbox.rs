//! `aurora sandbox serve`.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use aurora_energy_cli::exit::Exit;

use crate::etm::session;
use crate::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn a_served_sandbox_says_how_to_use_it_and_logs_each_request() {
    let program = Program::start()
        .await
        .unset("AURORA_API_KEY")
        .unset("AURORA_API_BASE_URL")
        .unset("BASE_URL")
        .unset("MY_ETM_URL")
        .unset("ETM_API_TOKEN");
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
    let program = ["BASE_URL", "MY_ETM_URL", "ETM_API_TOKEN"]
        .into_iter()
        .fold(program, |program, variable| program.set(variable, &exported(variable)));
    program.run(&["amun", "turbines", "list"]).await.ok();
    program.run(&["etm", "sessions", "list"]).await.ok();
    program.run(&["etm", "my", "saved-scenarios", "list"]).await.ok();

    child.kill().unwrap();
    let log = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    for line in ["GET /amun/v1/turbines -> 200", "GET /my/api/v1/saved_scenarios -> 200"] {
        assert!(log.contains(line), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_sandbox_can_stand_for_the_stable_engine() {
    let program = Program::start().await;
    let mut command = program.command(&["sandbox", "serve", "--quiet", "--etm-dialect", "2025-01"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let url = lines
        .filter_map(|line| line.strip_prefix("export BASE_URL=").map(str::to_owned))
        .next()
        .unwrap();
    let program = program
        .set("BASE_URL", &url)
        .set("ETM_API_TOKEN", "etm_sandbox-ada-delete");
    let id = session(&program, &[]).await;
    let retired = ["etm", "exports", "get", &id, "production_parameters", "--raw"];
    let csv = program.run(&retired).await.ok();
    let later = program
        .run(&["etm", "exports", "get", &id, "electricity_capacities"])
        .await;

    child.kill().unwrap();
    child.wait().unwrap();
    assert!(csv.starts_with("key,number_of_units,"), "{}", &csv[..100]);
    later.failed(Exit::NotFound);
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
    ran.failed(Exit::Failure);
}
