//! The commands on copies of the repository's specs.

#![expect(
    clippy::unwrap_used,
    reason = "a failed unwrap in a helper is the message of the test that calls it"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A folder with a copy of some of `specs/`: one service with GraphQL documents, and one without.
struct Copy(TempDir);

struct Run {
    succeeded: bool,
    out: String,
    err: String,
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let specs = folder.path().join("specs");
        fs::create_dir(&specs).unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        for name in ["amun.yaml", "origin.yaml"] {
            fs::copy(source.join(name), specs.join(name)).unwrap();
        }
        fs::create_dir(specs.join("origin")).unwrap();
        for entry in fs::read_dir(source.join("origin")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, specs.join("origin").join(path.file_name().unwrap())).unwrap();
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{from:?} is not in {name}");
        fs::write(self.path(name), text.replacen(from, to, 1)).unwrap();
    }

    fn xtask(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("--root")
            .arg(self.0.path())
            .args(arguments)
            .output()
            .unwrap();
        Run {
            succeeded: output.status.success(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn git(&self, arguments: &[&str]) {
        let identity = [
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        let output = Command::new("git")
            .current_dir(self.0.path())
            .args(identity)
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

impl Run {
    #[track_caller]
    fn ok(self) -> String {
        assert!(self.succeeded, "{}{}", self.out, self.err);
        self.out
    }

    #[track_caller]
    fn failed(self) -> (String, String) {
        assert!(!self.succeeded, "{}", self.out);
        (self.out, self.err)
    }
}

/// The first field of the schema `Turbine`, before which a test puts another.
const TURBINE: &str = "    Turbine:\n";

fn add_field(copy: &Copy, field: &str) {
    let text = copy.read("specs/amun.yaml");
    let turbine = text.find(TURBINE).expect("the spec has turbines");
    let properties = turbine + text[turbine..].find("      properties:\n").unwrap() + "      properties:\n".len();
    fs::write(
        copy.path("specs/amun.yaml"),
        format!("{}{field}{}", &text[..properties], &text[properties..]),
    )
    .unwrap();
}

const FIELD: &str = "        noiseLevel:\n          type: number\n          nullable: true\n          description: Sound power at the hub.\n          x-unit: dB\n";

#[test]
fn a_field_added_to_the_spec_is_in_the_outline_and_in_the_generated_source() {
    let copy = Copy::new();
    copy.xtask(&["generate", "--no-build"]).ok();
    assert!(!copy.read("specs/amun.outline.txt").contains("noiseLevel"));
    add_field(&copy, FIELD);

    let out = copy.xtask(&["generate", "--no-build"]).ok();
    assert_eq!(out, "wrote specs/amun.outline.txt\n");
    assert!(
        copy.read("specs/amun.outline.txt")
            .contains("  noiseLevel: number? [dB]\n")
    );

    let path = copy.xtask(&["expand", "amun"]).ok();
    let source = fs::read_to_string(path.trim()).unwrap();
    assert!(source.contains("pub noise_level: ::std::option::Option<f64>"));
    assert!(source.contains("Sound power at the hub. Unit: dB."));
}

#[test]
fn check_writes_nothing_and_names_the_stale_files_and_the_command() {
    let copy = Copy::new();
    let (_, err) = copy.xtask(&["generate", "--check", "--no-build"]).failed();
    assert_eq!(
        err,
        "error: out of date: specs/amun.outline.txt, specs/origin.outline.txt, docs/operations.md; run `cargo xtask \
         generate`\n"
    );
    assert!(!copy.path("docs").exists());

    copy.xtask(&["generate", "--no-build"]).ok();
    copy.xtask(&["generate", "--check", "--no-build"]).ok();
    add_field(&copy, FIELD);
    let (_, err) = copy.xtask(&["generate", "--check", "--no-build"]).failed();
    assert_eq!(
        err,
        "error: out of date: specs/amun.outline.txt; run `cargo xtask generate`\n"
    );
}

#[test]
fn line_ends_of_the_checkout_make_nothing_stale() {
    let copy = Copy::new();
    copy.xtask(&["generate", "--no-build"]).ok();
    for name in ["specs/amun.yaml", "specs/amun.outline.txt", "docs/operations.md"] {
        let text = copy.read(name).replace('\n', "\r\n");
        fs::write(copy.path(name), text).unwrap();
    }
    copy.xtask(&["generate", "--check", "--no-build"]).ok();
}

#[test]
fn the_outline_of_a_service_that_is_gone_is_removed() {
    let copy = Copy::new();
    copy.xtask(&["generate", "--no-build"]).ok();
    fs::write(copy.path("specs/gone.outline.txt"), "").unwrap();
    let (_, err) = copy.xtask(&["generate", "--check", "--no-build"]).failed();
    assert!(err.contains("specs/gone.outline.txt"), "{err}");
    copy.xtask(&["generate", "--no-build"]).ok();
    assert!(!copy.path("specs/gone.outline.txt").exists());
}

#[test]
fn a_finding_stops_everything_and_names_file_line_and_rule() {
    let copy = Copy::new();
    copy.replace("specs/amun.yaml", "      operationId: list_turbines\n", "");
    let (out, err) = copy.xtask(&["generate", "--no-build"]).failed();
    assert!(
        out.lines()
            .any(|line| line.starts_with("specs/amun.yaml:") && line.contains(": operation-id: ")),
        "{out}"
    );
    assert!(err.contains("finding"), "{err}");
    assert!(!copy.path("specs/amun.outline.txt").exists());
}

#[test]
fn expand_names_the_services_that_there_are() {
    let (_, err) = Copy::new().xtask(&["expand", "amnu"]).failed();
    assert!(
        err.starts_with("error: no spec for `amnu`; there are ") && err.contains("amun"),
        "{err}"
    );
}

#[test]
fn diff_lists_changes_since_a_revision_with_their_weight() {
    let copy = Copy::new();
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "specs"]);
    copy.git(&["commit", "--quiet", "--message", "first"]);
    assert_eq!(
        copy.xtask(&["diff"]).ok(),
        "nothing that callers see changed since HEAD\n"
    );

    add_field(&copy, FIELD);
    copy.replace(
        "specs/amun.yaml",
        "operationId: list_turbines",
        "operationId: get_turbines",
    );
    let out = copy.xtask(&["diff", "HEAD"]).ok();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "specs/amun.yaml: 3 changes, 1 of them breaking");
    assert_eq!(lines[1], "  breaking  list_turbines: operation removed");
    assert!(lines.contains(&"            get_turbines: operation added"), "{out}");
    assert!(
        lines.contains(&"            Turbine.noiseLevel: added, optional"),
        "{out}"
    );

    let (_, err) = copy.xtask(&["diff", "no-such-revision"]).failed();
    assert!(err.starts_with("error: git ls-tree"), "{err}");
}

#[test]
fn a_field_that_a_document_no_longer_asks_for_is_a_change_and_a_finding() {
    let copy = Copy::new();
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "specs"]);
    copy.git(&["commit", "--quiet", "--message", "first"]);
    copy.replace("specs/origin/get_workbook_status.graphql", "      downloadURL\n", "");
    let out = copy.xtask(&["diff"]).ok();
    assert_eq!(
        out,
        "specs/origin.yaml: 1 changes, 1 of them breaking\n  breaking  get_workbook_status: document without `downloadURL`\n"
    );
    let (out, _) = copy.xtask(&["generate", "--no-build"]).failed();
    assert!(out.contains(": graphql-not-selected: "), "{out}");
}

#[test]
fn a_mistake_in_a_document_is_named_with_the_file_that_it_is_in() {
    let copy = Copy::new();
    copy.replace("specs/origin/get_scenario.graphql", "...Detail", "...Details");
    let (out, _) = copy.xtask(&["generate", "--no-build"]).failed();
    let line = out.lines().next().unwrap_or_default();
    assert!(line.starts_with("specs/origin/get_scenario.graphql:"), "{out}");
    assert!(
        line.contains(": graphql-document: no fragment defines `Details`"),
        "{out}"
    );
    let (_, err) = copy.xtask(&["expand", "origin"]).failed();
    assert!(err.contains("specs/origin/get_scenario.graphql:"), "{err}");
}
