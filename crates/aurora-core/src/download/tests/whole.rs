//! The check of the whole file.

use super::*;

#[tokio::test]
async fn a_whole_file_that_is_refused_is_deleted_and_the_old_one_stays() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let check = |refuses: bool| {
        let seen = Arc::clone(&seen);
        move |path: &Path| {
            seen.lock().unwrap().push(std::fs::read(path).unwrap());
            match refuses {
                true => Err(Error::new(ErrorKind::Decode, "rows are missing")),
                false => Ok(()),
            }
        }
    };
    let stage = Stage::new(vec![whole(V1), whole(V1)]).await;
    std::fs::write(stage.target(), "old").unwrap();
    let refused = stage.run(&stage.download().with_whole_check(check(true))).await;
    assert!(refused.unwrap_err().to_string().contains("rows are missing"));
    assert_eq!(std::fs::read(stage.target()).unwrap(), b"old");
    assert_eq!(stage.names().len(), 1, "{:?}", stage.names());

    let report = stage
        .run(&stage.download().with_whole_check(check(false)))
        .await
        .unwrap();
    assert_eq!(report.resumed_from, None);
    assert_eq!(std::fs::read(stage.target()).unwrap(), CONTENT);
    assert_eq!(*seen.lock().unwrap(), [CONTENT, CONTENT]);
}
