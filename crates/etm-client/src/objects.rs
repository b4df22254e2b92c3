//! Sessions, saved scenarios and collections as objects, which keep what they have fetched.
//!
//! The [groups](crate::EtmClient) of a client send one request when one of their methods is called, and keep nothing. The objects here
//! stand on top of them: a [`Session`] fetches its inputs, curves or results when they are first looked at, keeps them, and
//! fetches them anew once something that they depend on was changed.
//!
//! ```no_run
//! use etm_client::objects::{Scenarios, Session};
//! use etm_client::{EtmClient, HourlyCurve, NewSession};
//!
//! # async fn run() -> etm_client::Result<()> {
//! let etm = EtmClient::from_env()?;
//! let mut session = Session::new(&etm, &NewSession::new("nl2019", 2050)).await?;
//! session.set_inputs([("costs_co2", "120"), ("no_such_input", "1")]).await?;
//! println!("{}", session.warnings());
//! let prices = session.hourly(HourlyCurve::ElectricityPrice).await?;
//! println!("{} hours", prices.rows());
//! let saved = session.save(Some("With a price"), None).await?;
//! println!("{} of {}", saved.id(), Scenarios::load_all(&etm).await?.len());
//! # Ok(())
//! # }
//! ```
//!
//! # What depends on what
//!
//! | a change of | is followed by new |
//! |---|---|
//! | inputs | inputs, values of custom curves, results, hourly curves, annual exports |
//! | custom curves | list and values of custom curves, and all of the above: curves set inputs |
//! | orders | orders, results, hourly curves, annual exports |
//! | couplings | couplings, inputs, values of custom curves, results, hourly curves, annual exports |
//! | users | users |
//!
//! # Warnings
//!
//! What is left out (an unknown input, an order with an item twice) is a [`Warning`] of the object that it was asked of, and
//! the rest is done. The [`ErrorMode`] of the [`Context`] says which warnings are errors instead; then nothing is sent.
//!
//! # Several at once
//!
//! [`Bulk`] works on several things, a few at a time, and reports each: [`Items`] are in the order of the input, and one that
//! fails stops nothing unless that is asked for.
//!
//! # Settings of Python programs
//!
//! [`Settings`] reads what `pyetm` reads from the environment and from `.env`.

mod any;
mod bulk;
mod collection;
mod context;
#[macro_use]
mod list;
mod parts;
mod pending;
mod scenario;
mod scenarios;
mod session;
mod sessions;
mod settings;
mod warnings;

pub use any::AnyScenario;
pub use bulk::{Bulk, Halves, Item, Items, Outcome, Progress};
pub use collection::Collection;
pub use context::{Context, ErrorMode};
pub use pending::{PendingUsers, access};
pub use scenario::{NewScenario, Scenario};
pub use scenarios::Scenarios;
pub use session::{Couplings, InputsSet, MetadataChanges, OrderName, Orders, Session};
pub use sessions::Sessions;
pub use settings::Settings;
pub use warnings::{Severity, Warning, Warnings};
