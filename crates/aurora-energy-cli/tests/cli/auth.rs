//! `aurora auth`.

use aurora_energy_cli::exit::Exit;

use crate::program::{CANARY, Program};

const LIST: [&str; 4] = ["amun", "turbines", "list", "-q"];

#[tokio::test]
async fn a_login_stores_the_token_and_the_next_command_uses_it() {
    let program = Program::start()
        .await
        .unset("AURORA_API_KEY")
        .input(&format!("  {CANARY}\r\n\n"));
    let ran = program.run(&["auth", "login"]).await;
    assert!(ran.err.contains(".aurora-api-key, readable by you only"), "{}", ran.err);
    ran.ok();
    program.run(&LIST).await.ok();
}

#[cfg(unix)]
#[tokio::test]
async fn the_token_file_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let program = Program::start().await.input(CANARY);
    program.run(&["auth", "login"]).await.ok();
    let mode = program
        .home()
        .join(".aurora-api-key")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_token_file_with_a_newline_works() {
    for ending in ["\n", "\r\n", "\n\n", ""] {
        let program = Program::start().await.unset("AURORA_API_KEY");
        program.file(".aurora-api-key", &format!("{CANARY}{ending}"));
        program.run(&LIST).await.ok();
    }
}

#[tokio::test]
async fn an_empty_token_is_refused_whether_it_is_given_or_found() {
    let program = Program::start().await.input(" \n");
    let err = program.run(&["auth", "login"]).await.failed(Exit::Usage);
    assert!(
        err.contains("no token was given") && err.contains("aurora auth login < FILE"),
        "{err}"
    );

    let empty = Program::start().await.set("AURORA_API_KEY", "");
    empty.file(".aurora-api-key", CANARY);
    let err = empty.run(&LIST).await.failed(Exit::Credentials);
    assert!(err.contains("the variable AURORA_API_KEY is empty"), "{err}");
}

#[tokio::test]
async fn two_lines_are_no_token() {
    let program = Program::start().await.input("one\ntwo\n");
    let err = program.run(&["auth", "login"]).await.failed(Exit::Usage);
    assert!(err.contains("single line"), "{err}");
    assert!(!program.home().join(".aurora-api-key").exists());
}

#[tokio::test]
async fn status_says_where_token_and_address_come_from() {
    let program = Program::start().await;
    let status = program.run(&["auth", "status", "-o", "json"]).await.json();
    assert_eq!(status["tokenSource"], "the variable AURORA_API_KEY");
    assert_eq!(status["baseUrl"], program.sandbox.amun_url());
    assert_eq!(status["baseUrlSource"], "the variable AURORA_API_BASE_URL");

    let plain = Program::start()
        .await
        .unset("AURORA_API_KEY")
        .unset("AURORA_API_BASE_URL");
    let ran = plain.run(&["auth", "status", "-o", "json"]).await;
    let status: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(status["baseUrl"], "https://api.auroraer.com/amun/v1");
    assert_eq!(status["tokenSource"], serde_json::Value::Null);
    ran.failed(Exit::Credentials);
}

#[cfg(unix)]
#[tokio::test]
async fn status_warns_of_a_token_file_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;

    let program = Program::start().await.unset("AURORA_API_KEY");
    let file = program.file(".aurora-api-key", CANARY);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = program.run(&["auth", "status"]).await;
    assert!(ran.err.contains("chmod 600"), "{}", ran.err);
    ran.ok();
}

#[tokio::test]
async fn logout_asks_and_takes_no_for_an_answer() {
    let program = Program::start()
        .await
        .unset("AURORA_API_KEY")
        .terminal(true)
        .input("n\n");
    let file = program.file(".aurora-api-key", CANARY);
    let err = program.run(&["auth", "logout"]).await.failed(Exit::Failure);
    assert!(err.contains("[y/N]") && err.contains("nothing was done"), "{err}");
    assert!(file.exists());

    let program = program.input("y\n");
    program.run(&["auth", "logout"]).await.ok();
    assert!(!file.exists());
}

#[tokio::test]
async fn logout_without_a_terminal_needs_yes() {
    let program = Program::start().await;
    let file = program.file(".aurora-api-key", CANARY);
    let err = program.run(&["auth", "logout"]).await.failed(Exit::Usage);
    assert!(err.contains("--yes"), "{err}");
    assert!(file.exists());
    program.run(&["auth", "logout", "--yes"]).await.ok();
    assert!(!file.exists());
    program.run(&["auth", "logout", "--yes"]).await.ok();
}

#[tokio::test]
async fn a_token_is_never_an_argument() {
    let program = Program::start().await;
    let err = program
        .run(&["auth", "login", "--token", "x"])
        .await
        .failed(Exit::Usage);
    assert!(err.contains("--token"), "{err}");
}
