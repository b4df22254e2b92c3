//! The cache behind the client.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use origin_client::cache::{EntryContent, EntryState, Prune};
use serde_json::json;

use crate::store::{FILE, META_PATH, Reply, SCENARIO, Stage, Store, meta, system};
use crate::support::requests;

fn cached_file(stage: &Stage) -> PathBuf {
    stage
        .folder
        .path()
        .join("cache")
        .join(SCENARIO)
        .join("gbr-system-1y-gbp2024.csv")
}

#[tokio::test]
async fn a_cached_file_costs_no_request_when_the_currency_is_named() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    stage.client.outputs().csv(&system()).await.unwrap();
    assert_eq!(fs::read_to_string(cached_file(&stage)).unwrap(), FILE);
    let before = requests(&stage.service).await.len();
    let request = system().with_currency("gbp2024");
    assert_eq!(stage.another_client().outputs().text(&request).await.unwrap(), FILE);
    assert_eq!(requests(&stage.service).await.len(), before);
    assert_eq!(store.heads().len(), 1);
}

#[tokio::test]
async fn without_the_cache_everything_is_fetched_and_stored_again() {
    let store = Store::start(|_, n| Reply::csv(FILE.replace("71.42", &format!("{n}.5")))).await;
    let stage = Stage::new(&store).await;
    stage.client.outputs().csv(&system()).await.unwrap();
    let text = stage.client.outputs().text(&system().without_cache()).await.unwrap();
    assert!(text.contains("1.5"), "{text}");
    assert_eq!(fs::read_to_string(cached_file(&stage)).unwrap(), text);
    let metas = requests(&stage.service).await;
    assert_eq!(
        metas.iter().filter(|request| request.url.path() == META_PATH).count(),
        2
    );
    // And that is what is served from now on.
    assert_eq!(stage.client.outputs().text(&system()).await.unwrap(), text);
}

#[tokio::test]
async fn a_file_of_the_python_client_is_served_in_the_right_encoding() {
    let stage = Stage::bare().await;
    let file = cached_file(&stage);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let as_latin_1: String = FILE.bytes().map(char::from).collect();
    fs::write(&file, as_latin_1).unwrap();
    let request = system().with_currency("gbp2024");
    let table = stage.client.outputs().table(&request).await.unwrap();
    assert_eq!(table.column("Baseload price").unwrap().unit.as_deref(), Some("£/MWh"));
    assert!(requests(&stage.service).await.is_empty());
}

#[tokio::test]
async fn damaged_files_and_error_pages_are_fetched_again_and_replaced() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    stage.client.outputs().csv(&system()).await.unwrap();
    let mut fetched = 1;
    let flipped = FILE.replace("71.42", "71.43");
    for content in [flipped.as_str(), &FILE[..40], "", "<Error>expired</Error>\n"] {
        fs::write(cached_file(&stage), content).unwrap();
        let verified = stage.client.outputs().cache().verify().unwrap();
        let file = verified
            .iter()
            .find(|verified| verified.entry.content == EntryContent::Output)
            .unwrap();
        assert!(matches!(file.state, EntryState::Damaged(_)), "{content:?}");
        assert_eq!(
            stage.client.outputs().text(&system()).await.unwrap(),
            FILE,
            "{content:?}"
        );
        fetched += 1;
        assert_eq!(store.heads().len(), fetched, "{content:?}");
        assert_eq!(fs::read_to_string(cached_file(&stage)).unwrap(), FILE);
    }
}

#[tokio::test]
async fn metadata_is_kept_for_a_day_and_a_refresh_passes_it_by() {
    let stage = Stage::bare().await;
    stage.serve_meta(META_PATH, meta()).await;
    let count = async || {
        let all = requests(&stage.service).await;
        all.iter().filter(|request| request.url.path() == META_PATH).count()
    };
    let mut outputs = stage.client.outputs().of(SCENARIO).await.unwrap();
    outputs.meta("gbr").await.unwrap();
    outputs.meta("gbr").await.unwrap();
    let path = stage.folder.path().join("cache").join(SCENARIO).join("meta_gbr.json");
    let stored: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    assert_eq!(stored, meta());
    stage
        .another_client()
        .outputs()
        .of(SCENARIO)
        .await
        .unwrap()
        .meta("gbr")
        .await
        .unwrap();
    assert_eq!(count().await, 1);
    outputs.refresh().await.unwrap();
    outputs.meta("gbr").await.unwrap();
    assert_eq!(count().await, 2);
    stage.clock.advance(Duration::from_secs(25 * 3600));
    stage
        .another_client()
        .outputs()
        .of(SCENARIO)
        .await
        .unwrap()
        .meta("gbr")
        .await
        .unwrap();
    assert_eq!(count().await, 3);
}

#[tokio::test]
async fn metadata_of_the_python_client_that_is_no_metadata_is_fetched_instead() {
    let stage = Stage::bare().await;
    stage.serve_meta(META_PATH, meta()).await;
    let path = stage.folder.path().join("cache").join(SCENARIO).join("meta_gbr.json");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for content in ["", "{\"years\":", "[]", "{\"dataDefinitions\": 7}"] {
        fs::write(&path, content).unwrap();
        let outputs = stage.another_client().outputs().of(SCENARIO).await.unwrap();
        assert_eq!(outputs.types("gbr").await.unwrap().len(), 5, "{content:?}");
        stage.client.cache().prune(&Prune::all()).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
    }
    fs::write(&path, json!({"dataDefinitions": [], "years": [1]}).to_string()).unwrap();
    let outputs = stage.another_client().outputs().of(SCENARIO).await.unwrap();
    assert_eq!(outputs.years("gbr").await.unwrap(), [1]);
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_loses_no_answer() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    fs::write(stage.folder.path().join("cache"), "a file where the folder should be").unwrap();
    assert_eq!(stage.client.outputs().text(&system()).await.unwrap(), FILE);
}

#[tokio::test]
async fn clients_that_store_the_same_file_at_once_do_not_disturb_each_other() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let (one, two) = (stage.client.clone(), stage.another_client());
    let request = system().without_cache();
    let fetches = (0..20).map(|n| {
        let client = if n % 2 == 0 { one.clone() } else { two.clone() };
        let request = request.clone();
        async move { client.outputs().text(&request).await }
    });
    for text in futures_util::future::join_all(fetches).await {
        assert_eq!(text.unwrap(), FILE);
    }
    let states: Vec<_> = one
        .cache()
        .verify()
        .unwrap()
        .into_iter()
        .map(|verified| verified.state)
        .collect();
    assert_eq!(states, [EntryState::Intact, EntryState::Intact]);
}
