//! Looks a turbine up by its name and calculates its load factors at one place.
//!
//! Runs against the sandbox: `cargo run -p aurora-energy --example amun_load_factor`. For the real service, make the
//! clients with `AuroraEnergy::from_env()?` and leave the sandbox out.

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use aurora_energy::AuroraEnergy;
use aurora_energy::amun::types::BuiltInDataset;
use aurora_energy::amun::{Flow, LoadFactorBase, LoadFactorRequest, Losses, StartTime};
use aurora_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let (url, token) = (sandbox.amun_url().to_owned(), sandbox.token().to_owned());
    let aurora = AuroraEnergy::builder()
        .with_amun(move |amun| amun.with_base_url(url.as_str()).with_token(token.as_str()))
        .build();
    let amun = aurora.amun()?;

    let turbine = amun.turbines().find_by_name("Siemens SWT-4.0-130").await?;
    println!(
        "{} has the id {} and {} m of rotor",
        turbine.name, turbine.id, turbine.rotor_diameter
    );

    let start: StartTime = "2018-01-01T00:00Z".parse()?;
    let farm = LoadFactorBase::new(52.308479, -1.009191, start, "gbr", 100.0)
        .with_turbines(turbine.id, 10)
        .with_losses(Losses {
            wake: 0.06,
            availability: 0.03,
            ..Losses::default()
        });
    let request = LoadFactorRequest::new(Flow::built_in(BuiltInDataset::Era5), farm);
    let result = amun.load_factors().submit(&request).await?.await?;

    let hours = result.typical_hourly.len();
    let full_load_hours: f64 = result.typical_hourly.iter().map(|hour| hour.load_factor).sum();
    println!("{full_load_hours:.0} of {hours} hours at full load");
    Ok(())
}
