//! Files that are read into memory.

use super::*;

impl Stage {
    async fn read(&self, file: &InMemory) -> Result<bytes::Bytes> {
        let clock = Arc::<ManualClock>::clone(&self.clock);
        file.clone()
            .with_content_type("text/csv")
            .with_clock(clock)
            .run(async |headers| {
                assert_eq!(headers["accept-encoding"], "identity");
                let request = self.transport.request(&OPERATIONS[0]);
                request.header("accept-encoding", "identity").stream().await
            })
            .await
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_asked_for_again_until_it_is_whole() {
    let stage = Stage::new(vec![cut_off(20, V1), cut_off(0, V1), whole(V1)]).await;
    assert_eq!(stage.read(&InMemory::up_to(1000)).await.unwrap(), CONTENT);
    assert_eq!(stage.clock.slept(), [Duration::from_secs(1), Duration::from_secs(2)]);
    assert_eq!(stage.sent("range"), [None, None, None]);

    let stage = Stage::new(vec![cut_off(20, V1), cut_off(20, V1)]).await;
    let error = stage.read(&InMemory::up_to(1000).with_attempts(2)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(stage.requests.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_larger_than_the_cap_is_refused_and_what_fills_it_is_not() {
    let length = CONTENT.len();
    let stage = Stage::new(vec![whole(V1), whole(V1)]).await;
    assert_eq!(stage.read(&InMemory::up_to(length)).await.unwrap(), CONTENT);
    let error = stage.read(&InMemory::up_to(length - 1)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("download it to disk"), "{error}");

    // Without an announced length it is noticed on the way.
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/csv\r\n\r\n".to_owned();
    let body = CONTENT.to_vec();
    let stage = Stage::new(vec![Scripted { head, body }]).await;
    let error = stage.read(&InMemory::up_to(length - 1)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn pages_messages_and_other_statuses_are_no_file_in_memory_either() {
    for (status, headers, kind) in [
        ("200 OK", "Content-Type: text/html\r\n", ErrorKind::Decode),
        ("200 OK", "Content-Type: application/json\r\n", ErrorKind::Decode),
        ("202 Accepted", "Content-Type: text/csv\r\n", ErrorKind::NotReady),
        (
            "403 Forbidden",
            "Content-Type: application/xml\r\n",
            ErrorKind::Forbidden,
        ),
    ] {
        let stage = Stage::new(vec![answer(status, headers, b"x")]).await;
        let error = stage.read(&InMemory::up_to(1000).with_attempts(1)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {headers}: {error}");
    }
}
