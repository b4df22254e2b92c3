//! Many files at once.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use origin_client::outputs::{FileState, Manifest};
use origin_client::{DownloadAll, ErrorKind, Selection};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::store::{FILE, META_PATH, Reply, SCENARIO, Stage, Store, scenario};

fn download(stage: &Stage, selection: Selection) -> DownloadAll {
    let folder = stage.folder.path().join("out");
    stage.client.outputs().download_all(selection).with_out_dir(folder)
}

fn all() -> Selection {
    Selection::of([SCENARIO])
}

/// The files below a folder that are not hidden, by their paths in it.
fn visible(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            found.extend(
                visible(&entry.path())
                    .into_iter()
                    .map(|inner| format!("{name}/{inner}")),
            );
        } else if !name.starts_with('.') {
            found.push(name);
        }
    }
    found.sort();
    found
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("{SCENARIO}/{name}")).collect()
}

#[tokio::test]
async fn everything_that_the_metadata_knows_is_fetched_and_entered() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let report = download(&stage, all().with_regions(["all"])).run().await.unwrap();
    assert!(report.is_complete());
    assert_eq!((report.fetched().count(), report.left_out().count()), (5, 1));
    let FileState::LeftOut { reason, .. } = &report.left_out().next().unwrap().state else {
        panic!("not left out");
    };
    assert!(reason.contains("no nodes were named"), "{reason}");
    let out = stage.folder.path().join("out");
    let mut expected = named(&[
        "gbr-interconnector-1h-gbp2024-2028.csv",
        "gbr-interconnector-1h-gbp2024-2029.csv",
        "gbr-system-1y-gbp2024.csv",
        "gbr-technology-30M-gbp2024-subtype-generation.csv",
        "gbr-technology-30M-gbp2024-subtype-generation_pre_curtailment.csv",
    ]);
    expected.push("manifest.json".to_owned());
    assert_eq!(visible(&out), expected);

    let manifest = Manifest::read(&out).unwrap().unwrap();
    assert_eq!(manifest.files.len(), 5);
    let entry = &manifest.files[&expected[0]];
    assert_eq!(entry.request.year, Some(2028));
    assert_eq!(entry.bytes, FILE.len() as u64);
    let source = entry.source.as_deref().unwrap();
    assert_eq!(source, format!("{}/interconnector_2028_gbp2024.csv", store.url));
    let text = fs::read_to_string(&report.manifest).unwrap();
    assert!(!text.contains("signature") && !text.contains("canary"), "{text}");
    // The cache of files has no part in it.
    let cached = stage.client.cache().list().unwrap();
    assert!(
        cached.iter().all(|entry| entry.path.ends_with("meta_gbr.json")),
        "{cached:?}"
    );
}

#[tokio::test]
async fn a_resumed_run_fetches_only_what_is_missing_or_changed() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    download(&stage, all()).run().await.unwrap();
    let fetched = store.heads().len();
    let report = download(&stage, all()).with_resume(true).run().await.unwrap();
    assert_eq!((report.present().count(), report.fetched().count()), (5, 0));
    assert_eq!(store.heads().len(), fetched);

    let folder = stage.folder.path().join("out").join(SCENARIO);
    fs::remove_file(folder.join("gbr-system-1y-gbp2024.csv")).unwrap();
    let changed = folder.join("gbr-interconnector-1h-gbp2024-2028.csv");
    fs::write(&changed, FILE.replace("71.42", "71.43")).unwrap();
    let shorter = folder.join("gbr-interconnector-1h-gbp2024-2029.csv");
    fs::write(&shorter, &FILE[..20]).unwrap();
    let report = download(&stage, all()).with_resume(true).run().await.unwrap();
    assert_eq!((report.present().count(), report.fetched().count()), (2, 3));
    for path in [changed, shorter] {
        assert_eq!(fs::read_to_string(path).unwrap(), FILE);
    }
    let report = download(&stage, all()).run().await.unwrap();
    assert_eq!(report.fetched().count(), 5);
}

#[tokio::test]
async fn what_fails_stops_nothing_else_and_a_rerun_completes_it() {
    let broken = Arc::new(Mutex::new(true));
    let is_broken = Arc::clone(&broken);
    let store = Store::start(move |head, _| match head {
        head if head.contains("2029") && *is_broken.lock().unwrap() => {
            Reply::page("404 Not Found", "text/plain", "gone")
        }
        head if head.contains("_pre_") && *is_broken.lock().unwrap() => Reply::page("200 OK", "text/html", "<html/>"),
        _ => Reply::csv(FILE),
    })
    .await;
    let stage = Stage::new(&store).await;
    let other = "00000000-0000-4000-8000-000000000000";
    let selection = Selection::of([SCENARIO, other]).with_regions(["gbr", "xyz"]);
    let report = download(&stage, selection.clone()).run().await.unwrap();
    let failures: Vec<String> = report
        .failures()
        .map(|(file, error)| format!("{file}: {error}"))
        .collect();
    // Both scenarios are the same to this service, so each fails in the same three ways.
    assert_eq!(failures.len(), 6, "{failures:#?}");
    assert!(
        failures[2].contains("xyz of scenario") && failures[2].contains("not found"),
        "{failures:#?}"
    );
    let indices: Vec<usize> = report.outcomes.iter().map(|outcome| outcome.index).collect();
    assert_eq!(indices, (0..report.outcomes.len()).collect::<Vec<_>>());
    assert_eq!(report.fetched().count(), 6);
    assert!(
        visible(&stage.folder.path().join("out"))
            .iter()
            .all(|name| !name.contains("2029"))
    );

    *broken.lock().unwrap() = false;
    let report = download(&stage, selection.with_regions(["gbr"]))
        .with_resume(true)
        .run()
        .await
        .unwrap();
    assert!(report.is_complete());
    assert_eq!((report.present().count(), report.fetched().count()), (6, 4));
}

#[tokio::test]
async fn what_is_named_and_not_there_is_a_failure_with_what_there_is() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let rows = [
        (
            all().with_types(["system", "sytsem"]),
            "no download of type \"sytsem\"; ask for one of these: system; technology",
        ),
        (
            all().with_types(["system"]).with_granularities(["1y", "1Y"]),
            "granularity \"1Y\"",
        ),
        (
            all().with_sub_types(["generation", "load"]),
            "sub-type \"load\"; ask for one of these: generation",
        ),
        (
            all().with_types(["interconnector"]).with_years([2028, 2050]),
            "year 2050 is not valid for region",
        ),
    ];
    for (selection, expected) in rows {
        let report = download(&stage, selection).run().await.unwrap();
        assert_eq!(report.fetched().count(), 1, "{expected}");
        let (_, error) = report.failures().next().unwrap();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    }
    let nothing = download(&stage, all().with_types(["system"]).with_granularities(["1h"]))
        .run()
        .await
        .unwrap();
    assert_eq!((nothing.outcomes.len(), nothing.left_out().count()), (1, 1));
    let error = download(&stage, all().with_years([])).run().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn nodes_and_currencies_multiply_and_names_never_meet() {
    let store = Store::start(|head, _| Reply::csv(format!("Line\nx\n\"{}\"\n", head.lines().next().unwrap()))).await;
    let stage = Stage::new(&store).await;
    let nodes = ["a/b", "A/B", "a%2Fb", "x", "X", "..", "2028"];
    let selection = all()
        .with_types(["nodal", "interconnector"])
        .with_nodes(nodes)
        .with_currencies(["gbp2024", "eur2024"]);
    let report = download(&stage, selection).run().await.unwrap();
    assert!(report.is_complete());
    assert_eq!(report.fetched().count(), 2 * (nodes.len() + 2));
    let files = visible(&stage.folder.path().join("out"));
    let mut folded: Vec<String> = files.iter().map(|file| file.to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), 2 * (nodes.len() + 2) + 1, "{files:#?}");
    for outcome in report.fetched() {
        let text = fs::read_to_string(outcome.path.as_ref().unwrap()).unwrap();
        let key = outcome.key.as_ref().unwrap();
        assert!(text.contains(&key.currency), "{outcome}: {text}");
    }
}

#[tokio::test]
async fn a_run_that_is_dropped_leaves_no_half_file_and_the_next_completes_it() {
    let body = format!("Year,Price\n,£/MWh\n{}", "2028,71.42\n".repeat(3000));
    for bytes in [0, 100, 4096, 20_000] {
        let content = body.clone();
        let first = Arc::new(Mutex::new(true));
        let is_first = Arc::clone(&first);
        let store = Store::start(move |head, _| match head {
            head if *is_first.lock().unwrap() && !head.contains("system") => {
                Reply::csv(content.clone()).stalling_after(bytes)
            }
            _ => Reply::csv(content.clone()),
        })
        .await;
        let stage = Stage::new(&store).await;
        store.drop_when_silent(download(&stage, all()).run()).await;
        let out = stage.folder.path().join("out");
        for file in visible(&out).iter().filter(|file| *file != "manifest.json") {
            assert_eq!(fs::read_to_string(out.join(file)).unwrap(), body, "{bytes}: {file}");
        }
        let before = Manifest::read(&out).unwrap().map_or(0, |manifest| manifest.files.len());
        *first.lock().unwrap() = false;
        let report = download(&stage, all()).with_resume(true).run().await.unwrap();
        assert!(report.is_complete());
        assert_eq!(
            (report.present().count(), report.fetched().count()),
            (before, 5 - before),
            "{bytes}"
        );
        for outcome in report.outcomes.iter().filter_map(|outcome| outcome.path.as_ref()) {
            assert_eq!(fs::read_to_string(outcome).unwrap(), body, "{bytes}");
        }
    }
}

#[tokio::test]
async fn no_more_files_than_allowed_are_fetched_at_once_and_the_counts_say_so() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let counts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&counts);
    let selection = all().with_nodes((0..20).map(|n| n.to_string()));
    let report = download(&stage, selection)
        .with_concurrency(2)
        .on_progress(move |progress| seen.lock().unwrap().push(progress))
        .run()
        .await
        .unwrap();
    assert_eq!(report.fetched().count(), 25);
    assert!(store.most_at_once() <= 2, "{}", store.most_at_once());
    let counts = counts.lock().unwrap();
    assert!(
        counts
            .iter()
            .all(|progress| progress.running <= 2 && progress.total == 25)
    );
    let last = counts.last().unwrap();
    assert_eq!((last.ended(), last.fetched, last.running), (25, 25, 0));
    assert_eq!(last.bytes, 25 * FILE.len() as u64);
}

#[tokio::test]
async fn outcomes_come_as_they_are_known_and_the_manifest_grows_with_them() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    let out = stage.folder.path().join("out");
    let mut outcomes = std::pin::pin!(download(&stage, all()).with_concurrency(1).into_stream());
    let mut known = 0;
    while let Some(outcome) = outcomes.next().await {
        if let FileState::Fetched { .. } = outcome.unwrap().state {
            known += 1;
            let manifest = Manifest::read(&out).unwrap().unwrap();
            assert!(manifest.files.len() >= known, "{known}");
        }
    }
    assert_eq!(known, 5);
}

#[tokio::test]
async fn a_refused_token_is_not_tried_for_every_file() {
    let store = Store::plain().await;
    let stage = Stage::new(&store).await;
    stage.locate(ResponseTemplate::new(401), u64::MAX).await;
    let report = download(&stage, all()).with_concurrency(1).run().await.unwrap();
    assert_eq!(report.failures().count(), 5);
    assert!(
        report
            .failures()
            .all(|(_, error)| error.kind() == ErrorKind::Unauthorized)
    );
    assert_eq!(stage.questions().await.len(), 1);
}

#[tokio::test]
async fn one_folder_belongs_to_one_run_and_one_base_url() {
    let store = Store::start(|_, _| Reply::csv(FILE).stalling_after(3)).await;
    let stage = Stage::new(&store).await;
    let mut running = Box::pin(download(&stage, all()).run());
    store.drop_when_silent(&mut running).await;
    let error = download(&stage, all()).run().await.unwrap_err();
    assert!(error.to_string().contains("another download to"), "{error}");
    drop(running);

    let out = stage.folder.path().join("out");
    let foreign = json!({"schema_version": 1, "base_url": "https://elsewhere.example", "files": {}});
    for (manifest, expected) in [
        (foreign.to_string(), "holds files from https://elsewhere.example"),
        (
            json!({"schema_version": 2, "base_url": "", "files": {}}).to_string(),
            "has the format 2",
        ),
        ("{".to_owned(), "is no manifest"),
    ] {
        fs::write(out.join("manifest.json"), manifest).unwrap();
        let error = download(&stage, all()).run().await.unwrap_err();
        assert!(error.to_string().contains(expected), "{expected}: {error}");
    }
}

#[tokio::test]
async fn odd_metadata_fails_where_it_matters_and_nowhere_else() {
    let store = Store::plain().await;
    for (meta, fetched, failed, left_out) in [
        (json!({"years": null, "dataDefinitions": null}), 0, 1, 0),
        (
            json!({"years": "no list", "dataDefinitions": [
                {"type": "a", "granularity": "1y", "filename": "a.csv"},
                {"type": "b", "granularity": "1h", "filename": "b_{year}.csv"},
            ]}),
            1,
            1,
            0,
        ),
        (
            json!({"dataDefinitions": [
                {"type": "b", "granularity": "1h", "filename": "b_{year}.csv"},
                {"type": "c", "granularity": "1h"},
                {"type": "a", "granularity": "1y", "filename": "a.csv"},
                {"type": "a", "granularity": "1y", "filename": "a2.csv"},
            ]}),
            1,
            2,
            1,
        ),
    ] {
        let stage = Stage::bare().await;
        stage.serve_meta(META_PATH, meta.clone()).await;
        stage.serve_locations(&store.url).await;
        let report = download(&stage, all()).run().await.unwrap();
        let counts = (
            report.fetched().count(),
            report.failures().count(),
            report.left_out().count(),
        );
        assert_eq!(counts, (fetched, failed, left_out), "{meta}: {:?}", report.outcomes);
    }
    let mut without = scenario();
    without["regions"] = json!(null);
    let stage = Stage::of(without).await;
    let report = download(&stage, all()).run().await.unwrap();
    let (outcome, error) = report.failures().next().unwrap();
    assert_eq!(outcome.to_string(), format!("scenario {SCENARIO}"));
    assert!(error.to_string().contains("no regions with outputs"), "{error}");
}
