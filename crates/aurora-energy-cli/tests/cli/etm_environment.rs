//! The ETM's token, environment and addresses, any operation by its id, and that no output holds the token.

use aurora_energy_cli::exit::Exit;
use aurora_sandbox::Fault;
use serde_json::{Value, json};

use crate::etm::{json, run, session};
use crate::program::{ETM_CANARY, Program};

#[tokio::test]
async fn the_sandbox_inside_needs_no_token_and_no_address() {
    let program = Program::start()
        .await
        .unset("ETM_API_TOKEN")
        .unset("BASE_URL")
        .unset("MY_ETM_URL");
    let made = run(
        &program,
        &[
            "sessions",
            "create",
            "--area",
            "nl2019",
            "--end-year",
            "2050",
            "--sandbox",
        ],
    )
    .await;
    assert!(made.json()["id"].is_number());
    run(&program, &["saved-scenarios", "list", "--sandbox"]).await.ok();
    run(&program, &["areas", "list", "--sandbox", "--environment", "beta"])
        .await
        .failed(Exit::Usage);
    assert!(program.sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_guest_makes_sessions_and_is_told_what_needs_a_token() {
    let program = Program::start().await.unset("ETM_API_TOKEN");
    let id = session(&program, &[]).await;
    assert_eq!(json(&program, &["sessions", "get", &id]).await["private"], false);
    let err = run(&program, &["sessions", "list"]).await.failed(Exit::Credentials);
    assert!(err.contains("token"), "{err}");
    let status = program.run(&["auth", "status", "-o", "json"]).await.json();
    assert_eq!(status["etmToken"], "none, which makes you a guest");
    assert_eq!(status["etmTokenSource"], Value::Null);
}

#[tokio::test]
async fn status_says_where_token_and_addresses_come_from() {
    let program = Program::start().await;
    let status = program.run(&["auth", "status", "-o", "json"]).await.json();
    assert_eq!(status["etmTokenSource"], "the variable ETM_API_TOKEN");
    assert_eq!(status["etmBaseUrl"], program.sandbox.etm_url());
    assert_eq!(status["etmBaseUrlSource"], "the variable BASE_URL");
    assert_eq!(status["myEtmUrl"], program.sandbox.my_etm_url());
    let plain = program.unset("BASE_URL").unset("MY_ETM_URL");
    for (environment, engine, my_etm) in [
        (
            "pro",
            "https://engine.energytransitionmodel.com/api/v3",
            json!("https://my.energytransitionmodel.com/"),
        ),
        (
            "2025-01",
            "https://2025-01.engine.energytransitionmodel.com/api/v3",
            json!("https://my.energytransitionmodel.com/"),
        ),
        ("local", "http://localhost:3000/api/v3", json!("http://localhost:3002/")),
        (
            "tyndp2024",
            "https://tyndp2024.engine.energytransitionmodel.com/api/v3",
            Value::Null,
        ),
    ] {
        let status = plain
            .run(&["--environment", environment, "auth", "status", "-o", "json"])
            .await
            .json();
        assert_eq!(status["etmBaseUrl"], engine);
        assert_eq!(status["myEtmUrl"], my_etm, "{environment}");
    }
    let beta = plain.run(&["--environment", "beta", "auth", "status"]).await;
    assert!(
        beta.err.contains("beta"),
        "a token of another engine is warned about: {}",
        beta.err
    );
    let plain = plain.set("environment", "2025-01");
    let status = plain.run(&["auth", "status", "-o", "json"]).await.json();
    assert!(status["etmBaseUrl"].as_str().unwrap().contains("2025-01"), "{status}");
}

#[tokio::test]
async fn addresses_are_options_too_and_belong_to_their_service() {
    let program = Program::start()
        .await
        .unset("MY_ETM_URL")
        .set("BASE_URL", "http://127.0.0.1:9/api/v3");
    let (engine, my_etm) = (
        program.sandbox.etm_url().to_owned(),
        program.sandbox.my_etm_url().to_owned(),
    );
    run(&program, &["--base-url", &engine, "areas", "list"]).await.ok();
    let err = run(&program, &["--base-url", &engine, "my", "versions"])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("MyETM"), "{err}");
    run(
        &program,
        &["--base-url", &engine, "--my-etm-url", &my_etm, "my", "versions"],
    )
    .await
    .ok();
    for arguments in [
        &["--environment", "beta", "amun", "turbines", "list"][..],
        &["--my-etm-url", &my_etm, "origin", "projects", "list"],
        &["--universe", "staging", "etm", "areas", "list"],
        &["--environment", "no host", "etm", "areas", "list"],
    ] {
        program.run(arguments).await.failed(Exit::Usage);
    }
    let broken = program.set("BASE_URL", "engine");
    run(&broken, &["areas", "list"]).await.failed(Exit::Usage);
}

#[tokio::test]
async fn the_token_is_kept_in_the_dotenv_file_with_what_else_is_in_it() {
    let program = Program::start().await.unset("ETM_API_TOKEN").input(ETM_CANARY);
    let file = program.file(".env", "# mine\nOTHER=1\nexport etm_api_token=etm_old\n");
    let ran = program.run(&["auth", "login", "etm"]).await;
    assert!(
        ran.err.contains("readable by you only") && !ran.err.contains(ETM_CANARY),
        "{}",
        ran.err
    );
    ran.ok();
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text, format!("# mine\nOTHER=1\nETM_API_TOKEN={ETM_CANARY}\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(json(&program, &["me", "user-info"]).await["name"], "Ada");
    program.run(&["auth", "logout", "etm"]).await.failed(Exit::Usage);
    program.run(&["auth", "logout", "etm", "--yes"]).await.ok();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# mine\nOTHER=1\n");
    let again = program.run(&["auth", "logout", "etm"]).await;
    assert!(again.err.contains("there is no ETM_API_TOKEN"), "{}", again.err);
}

#[tokio::test]
async fn what_cannot_be_a_token_is_refused_and_not_repeated() {
    let program = Program::start().await.input("not-an-etm-token.x\n");
    let err = program.run(&["auth", "login", "etm"]).await.failed(Exit::Usage);
    assert!(
        err.starts_with("error: this is no token") && !err.contains("not-an-etm"),
        "{err}"
    );
    assert!(!program.home().join(".env").exists());
    let program = program.set("ETM_API_TOKEN", "etm_a.b");
    run(&program, &["areas", "list"]).await.failed(Exit::Credentials);
    program.run(&["auth", "status"]).await.failed(Exit::Credentials);
}

#[tokio::test]
async fn any_operation_can_be_called_by_its_id() {
    let program = Program::start().await;
    let list = program.run(&["api", "etm", "--list", "-o", "json"]).await.json();
    assert_eq!(list.as_array().unwrap().len(), aurora_energy::etm::OPERATIONS.len());
    let dead = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| !row["status"].is_null())
        .count();
    assert_eq!(
        dead,
        aurora_energy::etm::OPERATIONS
            .iter()
            .filter(|known| known.status.is_some())
            .count()
    );
    let body = program.file(
        "body.json",
        r#"{"scenario": {"area_code": "nl2019", "end_year": 2050}}"#,
    );
    let made = program
        .run(&[
            "api",
            "etm",
            "create_scenario",
            "--input",
            body.to_str().unwrap(),
            "-o",
            "json",
        ])
        .await
        .json();
    let field = format!("scenario_id={}", made["id"]);
    let order = ["api", "etm", "get_forecast_storage_order", "-f", &field, "-o", "json"];
    assert!(program.run(&order).await.json()["order"].is_array());
    let esdl = program.file("a.esdl", "<esdl:EnergySystem/>");
    let upload = [
        "api",
        "etm",
        "update_esdl_file",
        "-f",
        &field,
        "--input",
        esdl.to_str().unwrap(),
    ];
    program.run(&upload).await.ok();
    let back = run(&program, &["esdl", "get", &made["id"].to_string()]).await;
    assert_eq!(back.ok(), "<esdl:EnergySystem/>");
}

#[tokio::test]
async fn a_dead_operation_is_only_sent_when_it_is_forced() {
    let program = Program::start().await;
    let err = program
        .run(&["api", "etm", "list_scenario_templates"])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("list_scenario_templates"), "{err}");
    assert!(err.contains("--force-dead") && !err.contains("CallOptions"), "{err}");
    assert!(program.sandbox.requests().is_empty());
    let forced = program
        .run(&["api", "etm", "list_scenario_templates", "--force-dead"])
        .await;
    assert_ne!(forced.exit, Exit::Ok);
    assert_eq!(program.sandbox.count("list_scenario_templates"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_output_holds_the_token_even_with_all_logs_on() {
    let program = Program::start().await;
    let echo = Fault::Body {
        status: 400,
        content_type: "application/json".to_owned(),
        body: format!("{{\"errors\":[\"token {ETM_CANARY} is not welcome\"]}}"),
    };
    for fault in [
        None,
        Some(Fault::Status(401)),
        Some(Fault::HtmlPage),
        Some(Fault::BadJson),
        Some(echo),
    ] {
        if let Some(fault) = &fault {
            program.sandbox.fail_times("list_areas", 9, fault.clone());
        }
        let output = program.command(&["etm", "areas", "list", "-vv"]).output().unwrap();
        program.sandbox.clear_faults();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("list_areas"), "the log is not on: {text}");
        assert!(!text.contains(ETM_CANARY), "{fault:?}: {text}");
    }
    for arguments in [&["auth", "status"][..], &["auth", "status", "-o", "json"]] {
        let ran = program.run(arguments).await;
        assert!(
            !ran.out.contains(ETM_CANARY) && !ran.err.contains(ETM_CANARY),
            "{ran:?}"
        );
    }
}

#[tokio::test]
async fn what_python_programs_have_in_their_settings_counts() {
    let program = Program::start().await;
    program.file(".env", "SSL_VERIFY=false\nTRUST_ENV=no\n");
    let ran = run(&program, &["areas", "list"]).await;
    assert!(
        ran.err.contains("SSL_VERIFY") && ran.err.contains("always checked"),
        "{}",
        ran.err
    );
    ran.ok();
    program.file(".env", "SSL_CERT_PATH=no-such-file.pem\n");
    let ran = run(&program, &["areas", "list"]).await;
    assert_ne!(ran.exit, Exit::Ok);
    assert!(ran.err.contains("no-such-file.pem"), "{}", ran.err);
}
