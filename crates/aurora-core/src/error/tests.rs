use super::*;

fn service_error() -> Error {
    Error::new(ErrorKind::Service, "the service answered 503 Service Unavailable")
        .with_operation("load_factors")
        .with_status(StatusCode::SERVICE_UNAVAILABLE)
        .with_request_id("7f3a")
        .with_effort(4, Duration::from_millis(9100))
}

#[test]
fn display_is_one_line_with_the_operation_first() {
    assert_eq!(
        service_error().to_string(),
        "load_factors: the service answered 503 Service Unavailable (request 7f3a) after 4 attempts in 9.1 s"
    );
}

#[test]
fn display_shows_the_services_messages_and_then_what_to_do() {
    let error = Error::new(ErrorKind::NotFound, "the service answered 404 Not Found")
        .with_body(r#"{"error": "NotFound", "message": "no\nturbine 7", "errors": ["c", "d"]}"#);
    assert_eq!(
        error.to_string(),
        "the service answered 404 Not Found: NotFound, no turbine 7, c and 1 more; \
         check the id or name, and that this token may see it"
    );
    let error = error.with_advice("list the turbines first");
    assert!(error.to_string().ends_with("; list the turbines first"));
}

#[test]
fn neither_display_nor_debug_shows_the_body() {
    let error = service_error().with_body("<html>SECRET-PAGE</html>");
    assert_eq!(error.body(), Some("<html>SECRET-PAGE</html>"));
    assert!(!format!("{error} {error:?}").contains("SECRET-PAGE"));
}

#[test]
fn the_body_is_cut_to_four_kibibytes_between_characters() {
    let error = service_error().with_body(&"ä".repeat(3000));
    let body = error.body().unwrap();
    assert_eq!(body.len(), 4096);
    assert!(body.chars().all(|c| c == 'ä'));
    let odd = service_error().with_body(&format!("x{}", "ä".repeat(3000)));
    assert_eq!(odd.body().unwrap().len(), 4095);
}

#[test]
fn an_unknown_outcome_is_never_transient() {
    assert!(service_error().is_transient());
    assert!(!service_error().with_kind(ErrorKind::OutcomeUnknown).is_transient());
    for (kind, transient) in [
        (ErrorKind::Connect, true),
        (ErrorKind::Timeout, true),
        (ErrorKind::RateLimited, true),
        (ErrorKind::NotReady, true),
        (ErrorKind::Unauthorized, false),
        (ErrorKind::Decode, false),
        (ErrorKind::Tls, false),
        (ErrorKind::Service, false),
    ] {
        assert_eq!(Error::new(kind, "x").is_transient(), transient, "{kind:?}");
    }
}

#[test]
fn a_credential_error_keeps_its_words() {
    let error = Error::from(AuthError::Missing {
        service: "Aurora",
        variable: "AURORA_API_KEY".to_owned(),
        file: None,
    });
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("AURORA_API_KEY"), "{error}");
    assert!(error.source().is_none());
}

#[test]
fn graphql_errors_become_messages() {
    let error = Error::new(ErrorKind::Service, "the service refused").with_graphql_errors(vec![GraphQlError {
        message: Some("no\nsuch region".to_owned()),
        ..GraphQlError::default()
    }]);
    assert_eq!(error.messages(), ["no such region"]);
    assert_eq!(error.graphql_errors().len(), 1);
    assert_eq!(error.to_string(), "the service refused: no such region");
}

#[test]
fn errors_are_cheap_to_return_and_cross_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[test]
fn durations_read_as_people_say_them() {
    let text = |millis| display::Seconds(Duration::from_millis(millis)).to_string();
    let table = [
        (0, "0 s"),
        (4, "4 ms"),
        (420, "0.4 s"),
        (9100, "9.1 s"),
        (30_000, "30 s"),
        (1_200_000, "20 min"),
    ];
    for (millis, expected) in table {
        assert_eq!(text(millis), expected);
    }
}

#[test]
fn advice_and_operation_stay_on_the_line_too() {
    let error = Error::new(ErrorKind::Timeout, "late")
        .with_operation("a\nb".to_owned())
        .with_advice("resume it with the id x\r\n\u{1b}[31my");
    assert_eq!(error.to_string(), "a b: late; resume it with the id x [31my");
}
