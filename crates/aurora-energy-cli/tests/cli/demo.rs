//! `aurora demo`.

use std::path::Path;

use aurora_energy_cli::exit::Exit;
use serde_json::Value;

use crate::program::{Program, failing_request, lines, request};

const KINDS: [&str; 11] = [
    "Era5",
    "Merra2",
    "NEWA",
    "AuroraWindAtlas",
    "AverageWindSpeed",
    "P50Scaling",
    "P50YieldScaling",
    "PowerDensity",
    "Weibull",
    "UploadedWind",
    "UploadedGeneration",
];

fn size(path: &Path) -> u64 {
    path.metadata()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_writes_what_it_promises() {
    // No token and a dead address: the demonstration needs neither.
    let program = Program::start()
        .await
        .unset("AURORA_API_KEY")
        .set("AURORA_API_BASE_URL", "http://127.0.0.1:9/v1");
    let out = program.home().join("demo");
    let mut command = program.command(&["demo", "--out", out.to_str().unwrap(), "-o", "json"]);
    if cfg!(feature = "png") {
        command.arg("--png");
    }
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    assert!(
        told.contains("made-up data") && told.contains("charts/duration-curves.svg"),
        "{told}"
    );

    rows_are_complete(&serde_json::from_slice(&output.stdout).unwrap(), &out);
    for (file, least) in [("summary.csv", 1000), ("summary.json", 2000)] {
        assert!(size(&out.join("load-factors").join(file)) > least, "{file}");
    }
    for (file, least) in [("outputs.json", 100_000), ("yearly.csv", 1000), ("monthly.csv", 10_000)] {
        assert!(size(&out.join("valuation").join(file)) > least, "{file}");
    }
    for (file, least) in [
        ("system-1y.csv", 500),
        ("technology-1y.csv", 1000),
        ("system-1h-2035.csv", 200_000),
    ] {
        assert!(size(&out.join("origin").join(file)) > least, "{file}");
    }
    electricity_is_complete(&out.join("etm"));
    for (chart, shown) in [
        ("origin-price-duration", "2045"),
        ("origin-generation-mix", "offshoreWind"),
        ("etm-electricity-price", "inputs changed"),
        ("etm-electricity-profiles", "wind_turbine_offshore"),
    ] {
        let svg = std::fs::read_to_string(out.join(format!("charts/{chart}.svg"))).unwrap();
        assert!(svg.contains(shown), "{chart}");
    }
    for chart in ["monthly-load-factors", "duration-curves"] {
        let svg = std::fs::read_to_string(out.join(format!("charts/{chart}.svg"))).unwrap();
        assert!(svg.contains("uploaded-generation"), "{chart}");
        assert!(svg.contains("% of rated capacity"), "{chart}");
        #[cfg(feature = "png")]
        assert!(size(&out.join(format!("charts/{chart}.png"))) > 10_000, "{chart}");
    }
}

fn electricity_is_complete(folder: &Path) {
    for curve in ["electricity_price.csv", "electricity_profiles.csv"] {
        let text = std::fs::read_to_string(folder.join(curve)).unwrap();
        assert_eq!(text.lines().count(), 8761, "{curve}");
    }
    let session: Value = serde_json::from_slice(&std::fs::read(folder.join("session.json")).unwrap()).unwrap();
    assert_eq!(session["user_values"].as_object().unwrap().len(), 4, "{session}");
    let mut rows = csv::Reader::from_path(folder.join("queries.csv")).unwrap();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    let emissions = rows.iter().find(|row| &row[0] == "dashboard_emissions").unwrap();
    let number = |at: usize| emissions[at].parse::<f64>().unwrap();
    assert!(number(4) < number(3), "the changes lower the emissions: {emissions:?}");
}

fn rows_are_complete(rows: &Value, out: &Path) {
    let rows = rows.as_array().unwrap();
    let kinds: Vec<_> = rows.iter().map(|row| row["windType"].as_str().unwrap()).collect();
    assert_eq!(kinds, KINDS);
    for row in rows {
        let factor = row["meanLoadFactor"].as_f64().unwrap();
        assert!((0.1..0.6).contains(&factor), "{row}");
        let name = row["name"].as_str().unwrap();
        for ending in ["csv", "json"] {
            let file = out.join(format!("load-factors/{name}.{ending}"));
            assert!(size(&file) > 100_000, "{name}.{ending}");
        }
    }
}

#[cfg(not(feature = "png"))]
#[tokio::test]
async fn a_program_without_png_says_so() {
    let program = Program::start().await;
    let err = program.run(&["demo", "--png"]).await.failed(Exit::Usage);
    assert!(err.contains("without PNG charts"), "{err}");
}

#[tokio::test]
async fn the_demo_takes_own_requests_and_can_be_repeated() {
    let program = Program::start().await;
    let input = program.file("mine.jsonl", &lines(&[request(90.0), failing_request()]));
    let out = program.home().join("demo");
    let arguments = [
        "demo",
        "--out",
        out.to_str().unwrap(),
        "--input",
        input.to_str().unwrap(),
    ];
    program.run(&arguments).await.failed(Exit::Partial);
    program.run(&arguments).await.failed(Exit::Partial);
    assert!(size(&out.join("charts/monthly-load-factors.svg")) > 1000);
    // The demonstration never talks to a service that the environment names.
    assert_eq!(program.sandbox.requests().len(), 0);
}
