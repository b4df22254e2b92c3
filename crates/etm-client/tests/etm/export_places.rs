//! Where workbooks go, and what they never replace.

use std::fs;

use etm_client::ErrorKind;
use etm_client::workbook::{ExportOptions, ExportSource};
use tempfile::tempdir;

use crate::export_support::{engine, export, sheets};
use crate::support::{lines, requests};

#[tokio::test]
async fn what_cannot_be_replaced_is_told_before_anything_is_asked() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.xlsx")).unwrap();
    fs::write(at("protected.xlsx"), "mine").unwrap();
    let mut permissions = fs::metadata(at("protected.xlsx")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(at("protected.xlsx"), permissions).unwrap();
    fs::write(at("open.xlsx"), "mine").unwrap();
    fs::write(at(".~lock.open.xlsx#"), "").unwrap();
    fs::create_dir(at("beside_annual_exports.xlsx")).unwrap();
    for (name, why) in [
        ("folder.xlsx", "it is a folder"),
        ("protected.xlsx", "it is write-protected"),
        ("open.xlsx", "a spreadsheet program has it open"),
        ("beside.xlsx", "it is a folder"),
        ("results.csv", "has to end in .xlsx"),
        ("results", "has to end in .xlsx"),
    ] {
        let export = export(&server).with_sources([ExportSource::session(1001)]);
        let error = export.to_file(at(name)).await.unwrap_err();
        assert!(error.to_string().contains(why), "{name}: {error}");
    }
    assert!(requests(&server).await.is_empty());
    assert_eq!(fs::read_to_string(at("protected.xlsx")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(at("open.xlsx")).unwrap(), "mine");
}

#[tokio::test]
async fn an_older_workbook_is_replaced_whole_and_folders_are_made() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let path = folder.path().join("deep/er/results.xlsx");
    let export = export(&server).with_sources([ExportSource::session(1001)]);
    export.to_file(&path).await.unwrap();
    fs::write(&path, "an older one").unwrap();
    export.to_file(&path).await.unwrap();
    assert_eq!(sheets(&path)[0], "MAIN");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_stays_one_and_others_may_read_what_the_mask_lets_them() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let (server, folder) = (engine().await, tempdir().unwrap());
    let (real, link) = (folder.path().join("real.xlsx"), folder.path().join("link.xlsx"));
    let plain = folder.path().join("plain");
    fs::write(&real, "").unwrap();
    fs::write(&plain, "").unwrap();
    symlink(&real, &link).unwrap();
    let export = export(&server).with_sources([ExportSource::session(1001)]);
    export.to_file(&link).await.unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(sheets(&real)[0], "MAIN");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&real), mode(&plain));
}

#[tokio::test]
async fn a_folder_gets_a_workbook_for_each_scenario() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    let into = folder.path().join("out");
    let sources = [
        ExportSource::saved(7),
        ExportSource::session(1001).with_short_name("a/b"),
        ExportSource::session(404),
    ];
    let options = ExportOptions::new().with_hourly_curves(["electricity"]);
    let export = export(&server).with_sources(sources).with_options(options);
    let report = export.to_folder(&into).await.unwrap();
    let mut names: Vec<_> = fs::read_dir(&into)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "Plan A.xlsx",
        "Plan A_hourly_output_curves.xlsx",
        "a_b.xlsx",
        "a_b_hourly_output_curves.xlsx",
    ];
    assert_eq!(names, expected);
    assert_eq!(report.items[1].file.as_deref(), Some(into.join("a_b.xlsx").as_path()));
    assert_eq!(report.items[2].error.as_ref().unwrap().kind(), ErrorKind::NotFound);
    assert_eq!(report.failed().count(), 1);
}

#[tokio::test]
async fn a_workbook_of_a_folder_that_cannot_be_replaced_loses_no_other() {
    let (server, folder) = (engine().await, tempdir().unwrap());
    fs::create_dir(folder.path().join("1001.xlsx")).unwrap();
    let sources = [ExportSource::session(1001), ExportSource::session(1002)];
    let report = export(&server)
        .with_sources(sources)
        .to_folder(folder.path())
        .await
        .unwrap();
    assert_eq!(report.items[0].error.as_ref().unwrap().kind(), ErrorKind::Io);
    assert_eq!(report.files, [folder.path().join("1002.xlsx")]);
    assert!(
        !lines(&server).await.iter().any(|line| line.contains("/1001/inputs")),
        "nothing was asked in vain"
    );
}
