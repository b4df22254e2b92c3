//! Values a wind farm: creates the valuation, waits for its outputs, deletes it.
//!
//! Runs against the sandbox: `cargo run -p aurora-energy --example amun_valuation`.

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use aurora_energy::AuroraEnergy;
use aurora_energy::amun::{OutputsOptions, ValuationParameters, ValuationWind};
use aurora_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let (url, token) = (sandbox.amun_url().to_owned(), sandbox.token().to_owned());
    let aurora = AuroraEnergy::builder()
        .with_amun(move |amun| amun.with_base_url(url.as_str()).with_token(token.as_str()))
        .build();
    let amun = aurora.amun()?;

    let scenario = amun
        .scenarios()
        .find_by_name("gbr", "Aurora Central - 2019 April")
        .await?;
    let parameters = ValuationParameters::new("Example farm", "made by an example", 52.308479, -1.009191, scenario.id)
        .with_wind(ValuationWind::Era5)
        .with_turbines(268, 10, 100.0);
    let valuation = amun.valuations().create(&parameters).await?;
    let outputs = amun
        .valuations()
        .outputs(valuation.id, OutputsOptions::default())
        .await?;
    let years = outputs.forecast.map(|forecast| forecast.yearly).unwrap_or_default();
    for year in years.iter().take(3) {
        // Prices, and so the revenue, may be missing.
        let revenue = year.revenue.map_or("unknown revenue".to_owned(), |millions| {
            format!("{millions:.2} million")
        });
        println!("{}: {:.1} GWh for {revenue}", year.year, year.production);
    }
    amun.valuations().delete(valuation.id).await?;
    Ok(())
}
