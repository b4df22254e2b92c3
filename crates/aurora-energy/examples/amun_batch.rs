//! Calculates load factors for several hub heights at once.
//!
//! Runs against the sandbox: `cargo run -p aurora-energy --example amun_batch`.

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use aurora_energy::AuroraEnergy;
use aurora_energy::amun::types::BuiltInDataset;
use aurora_energy::amun::{Flow, LoadFactorBase, LoadFactorRequest, StartTime};
use aurora_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let (url, token) = (sandbox.amun_url().to_owned(), sandbox.token().to_owned());
    let aurora = AuroraEnergy::builder()
        .with_amun(move |amun| amun.with_base_url(url.as_str()).with_token(token.as_str()))
        .build();

    let start: StartTime = "2018-01-01T00:00Z".parse()?;
    let heights = [80.0, 100.0, 120.0, 140.0];
    let requests = heights.map(|height| {
        let farm = LoadFactorBase::new(52.308479, -1.009191, start, "gbr", height).with_turbines(268, 10);
        LoadFactorRequest::new(Flow::built_in(BuiltInDataset::Era5), farm)
    });

    let report = aurora.amun()?.load_factors().batch(requests).run().await;
    for item in &report.items {
        let height = heights[item.index];
        // One failed item does not lose the others.
        match &item.outcome {
            Ok(result) => {
                let full_load_hours: f64 = result.typical_hourly.iter().map(|hour| hour.load_factor).sum();
                println!("{height:>5} m: {full_load_hours:.0} full-load hours");
            }
            Err(error) => println!("{height:>5} m: {error}"),
        }
    }
    Ok(())
}
