//! `aurora demo`: the whole job on made-up data.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use aurora_energy::amun::series;
use aurora_energy::amun::types::LoadFactorResult;
use aurora_energy::amun::{OutputsOptions, ValuationParameters};
use aurora_energy::core::Url;

use crate::args::DemoArgs;
use crate::args::load_factors::ResultFiles;
use crate::args::valuations::Period;
use crate::chart::{self, Chart, load_factors::Curve};
use crate::command::amun::load_factors::batch::results::{Folder, Row};
use crate::command::amun::load_factors::batch::state::{StateFile, Status};
use crate::command::amun::load_factors::batch::{self, Plan, Start};
use crate::command::amun::load_factors::summary;
use crate::command::amun::valuations::outputs;
use crate::command::input::{self, Item};
use crate::context::Context;
use crate::exit::Failure;
use crate::files;

mod etm;
mod origin;

/// Requests that come with the program, one per wind type. The numbers in front keep their order.
const REQUESTS: [(&str, &str); 11] = [
    ("era5", include_str!("../../demo/01-era5.json")),
    ("merra2", include_str!("../../demo/02-merra2.json")),
    ("newa", include_str!("../../demo/03-newa.json")),
    (
        "aurora-wind-atlas",
        include_str!("../../demo/04-aurora-wind-atlas.json"),
    ),
    (
        "average-wind-speed",
        include_str!("../../demo/05-average-wind-speed.json"),
    ),
    ("p50-scaling", include_str!("../../demo/06-p50-scaling.json")),
    (
        "p50-yield-scaling",
        include_str!("../../demo/07-p50-yield-scaling.json"),
    ),
    ("power-density", include_str!("../../demo/08-power-density.json")),
    ("weibull", include_str!("../../demo/09-weibull.json")),
    ("uploaded-wind", include_str!("../../demo/10-uploaded-wind.json")),
    (
        "uploaded-generation",
        include_str!("../../demo/11-uploaded-generation.json"),
    ),
];

const VALUATION: &str = include_str!("../../demo/valuation.json");

/// Runs the demonstration.
///
/// # Errors
///
/// Fails when the folder cannot be written or a step fails; with own input, also when an item fails.
pub async fn run(arguments: DemoArgs, context: &mut Context) -> Result<()> {
    if arguments.png && !cfg!(feature = "png") {
        return Err(Failure::usage("this program was built without PNG charts")
            .with_hint("leave --png out")
            .into());
    }
    // The demonstration never talks to the real service, whatever else is set.
    context.options.sandbox = true;
    let items = if arguments.input.is_empty() {
        shipped()?
    } else {
        input::items(&arguments.input, context)?
    };
    let folders = Folders::make(&arguments.out)?;
    spare_real_work(&folders.load_factors)?;
    let url = context.sandbox().await?.url().to_owned();
    context.note(format_args!("a sandbox with made-up data runs at {url}"));

    context.note(format_args!("1. load factors: a batch of {} requests", items.len()));
    let outcome = Box::pin(batch::execute(&items, &plan(&folders.load_factors), context)).await?;
    context.note("2. a valuation of one of them");
    Box::pin(valuation(&folders.valuation, context)).await?;
    context.note("3. Origin: outputs of the newest central scenario of Great Britain");
    let market = Box::pin(origin::run(&folders.origin, context)).await?;
    context.note(format_args!("   {}: {} files", market.scenario, market.files.len()));
    context.note("4. ETM: a session of the Netherlands in 2050, before and after its inputs are changed");
    let electricity = Box::pin(etm::run(&folders.etm, context)).await?;
    context.note(format_args!(
        "   session {}: {} files",
        electricity.session,
        electricity.files.len()
    ));
    context.note("5. charts");
    let mut charts = charts(&outcome.rows, &folders, arguments.png)?;
    charts.extend(draw(market.charts, &folders.charts, arguments.png)?);
    charts.extend(draw(electricity.charts, &folders.charts, arguments.png)?);
    let shown = batch::show(&outcome.rows, context);
    tell(&arguments.out, &charts, context);
    outcome.into_result().and(shown)
}

/// All results of the batch, whatever is in its folder.
fn plan(folder: &Path) -> Plan<'_> {
    Plan {
        folder: Folder {
            path: folder,
            results: ResultFiles::Both,
        },
        start: Start::Overwrite,
        concurrency: 4,
        deadline: None,
        // The sandbox calculates at once.
        interval: Duration::from_millis(50),
    }
}

/// The demonstration may be repeated into its folder; a batch of the real service must not be lost to it.
fn spare_real_work(folder: &Path) -> Result<()> {
    let Some(address) = StateFile::base_url_of(folder)? else {
        return Ok(());
    };
    let host = Url::parse(&address)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    if host.as_deref() == Some("127.0.0.1") {
        return Ok(());
    }
    Err(
        Failure::usage(format!("{} holds a batch of {address}", folder.display()))
            .with_hint("choose another folder with --out")
            .into(),
    )
}

fn shipped() -> Result<Vec<Item>> {
    let item = |(name, text): &(&str, &str)| {
        let fields = serde_json::from_str(text).with_context(|| format!("the request {name} of this program"))?;
        Ok(Item {
            name: (*name).to_owned(),
            fields,
            origin: format!("{name}.json"),
        })
    };
    REQUESTS.iter().map(item).collect()
}

/// Where the results go.
struct Folders {
    load_factors: PathBuf,
    valuation: PathBuf,
    origin: PathBuf,
    etm: PathBuf,
    charts: PathBuf,
}

impl Folders {
    fn make(out: &Path) -> Result<Self> {
        let folders = Self {
            load_factors: out.join("load-factors"),
            valuation: out.join("valuation"),
            origin: out.join("origin"),
            etm: out.join("etm"),
            charts: out.join("charts"),
        };
        for folder in [
            &folders.load_factors,
            &folders.valuation,
            &folders.origin,
            &folders.etm,
            &folders.charts,
        ] {
            std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        Ok(folders)
    }
}

async fn valuation(folder: &Path, context: &mut Context) -> Result<()> {
    let parameters: ValuationParameters = serde_json::from_str(VALUATION).context("the valuation of this program")?;
    let client = context.amun().await?;
    let valuations = client.valuations();
    let valuation = valuations.create(&parameters).await?;
    let outputs = valuations
        .outputs(valuation.id, OutputsOptions::default().with_hourly_data(true))
        .await?;
    files::write_compact_json(&folder.join("outputs.json"), &outputs)?;
    outputs::write_csv(&folder.join("yearly.csv"), &outputs, Period::Yearly)?;
    outputs::write_csv(&folder.join("monthly.csv"), &outputs, Period::Monthly)
}

/// Draws the charts and returns their files.
fn charts(rows: &[Row], folders: &Folders, png: bool) -> Result<Vec<PathBuf>> {
    let done = rows.iter().filter(|row| row.status == Status::Done);
    let curves: Vec<Curve> = done
        .map(|row| curve(row, &folders.load_factors))
        .collect::<Result<_>>()?;
    if curves.is_empty() {
        return Ok(Vec::new());
    }
    let drawn = vec![
        ("monthly-load-factors", chart::load_factors::monthly(&curves)),
        ("duration-curves", chart::load_factors::duration(&curves)),
    ];
    draw(drawn, &folders.charts, png)
}

fn draw(charts: Vec<(&'static str, Chart)>, folder: &Path, png: bool) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for (name, chart) in charts {
        let path = folder.join(format!("{name}.svg"));
        files::write_bytes(&path, chart.to_svg()?.as_bytes())?;
        written.push(path);
        #[cfg(feature = "png")]
        if png {
            let path = folder.join(format!("{name}.png"));
            files::write_bytes(&path, &chart.to_png()?)?;
            written.push(path);
        }
    }
    #[cfg(not(feature = "png"))]
    let _ = png;
    Ok(written)
}

fn curve(row: &Row, folder: &Path) -> Result<Curve> {
    let path = folder.join(format!("{}.json", row.name));
    let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let result: LoadFactorResult = serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
    Ok(Curve {
        name: row.name.clone(),
        monthly: summary::monthly(&result.typical_hourly).to_vec(),
        sorted: series::duration_curve(&result.typical_hourly),
    })
}

fn tell(out: &Path, charts: &[PathBuf], context: &Context) {
    let out = out.display();
    context.note(format_args!("Results are in {out}:"));
    context.note("  load-factors/   NAME.csv and NAME.json per request, summary.csv, summary.json");
    context.note("  valuation/      outputs.json, yearly.csv, monthly.csv");
    context.note("  origin/         system-1y.csv, technology-1y.csv, system-1h-YEAR.csv");
    context.note("  etm/            session.json, queries.csv, electricity_price.csv, electricity_profiles.csv");
    for chart in charts {
        let name = chart.file_name().unwrap_or_default().to_string_lossy();
        context.note(format_args!("  charts/{name}"));
    }
    context.note("All of it is made-up data: good for trying the program, not for valuing a site.");
    context.note(
        "The same with the real service: `aurora auth login`, then `aurora amun load-factors batch FILE --out FOLDER`.",
    );
}
