//! What Origin holds over all requests, and what the two schemas and the output files ask of it.

use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

use crate::origin::book::{Book, products};
use crate::origin::graphql::Caller;
use crate::origin::inputs::Inputs;
use crate::origin::market::Market;
use crate::origin::options::Options;
use crate::origin::readiness::Readiness;
use crate::origin::regions::{GROUPS, Group};
use crate::origin::rest::TooEarly;
use crate::origin::store::{Store, Target};
use crate::state::{Settings, lock};
use crate::weather::Weather;

/// Origin's state; one for both services and the object store.
pub(crate) struct OriginState {
    pub(crate) settings: Settings,
    pub(crate) weather: Arc<Weather>,
    /// Which sessions are loaded.
    pub(crate) readiness: Readiness,
    /// Edits of inputs, workbooks.
    pub(crate) inputs: Inputs,
    pub(crate) market: Market,
    /// Links to the object store, and the files behind them.
    pub(crate) store: Store,
    pub(crate) too_early: TooEarly,
    options: Mutex<Options>,
    book: Mutex<Book>,
}

/// What is fixed about a scenario: everything that inputs and outputs are computed from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The tenant that it belongs to; `None` when Aurora published it.
    pub(crate) tenant: Option<String>,
    pub(crate) group: &'static Group,
    /// The scenario that it was made from; `None` when Aurora published it.
    pub(crate) base: Option<String>,
    /// The published scenario at the end of the chain of bases (its own id when published): seeds what differs by scenario.
    pub(crate) root: String,
    /// Variant of the root.
    pub(crate) variant: Variant,
    /// Year in which the root was published.
    pub(crate) vintage: i64,
    /// Scenario years, ascending.
    pub(crate) years: Vec<i64>,
    /// Currencies of its downloads, the default one first.
    pub(crate) currencies: Vec<String>,
    pub(crate) weather_year: Option<i64>,
    /// `useExogifiedInputs`.
    pub(crate) exogenous: bool,
}

/// What a published scenario assumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    Central,
    High,
    Low,
    NetZero,
}

impl OriginState {
    pub(crate) fn new(settings: &Settings, weather: Arc<Weather>, store_url: &str) -> OriginState {
        OriginState {
            settings: settings.clone(),
            weather,
            readiness: Readiness::new(settings.origin.data_not_ready),
            inputs: Inputs::default(),
            market: Market::default(),
            store: Store::new(store_url, settings.seed),
            too_early: TooEarly::default(),
            options: Mutex::new(settings.origin),
            book: Mutex::new(Book::new(settings.seed)),
        }
    }

    /// How Origin behaves right now.
    pub(crate) fn options(&self) -> Options {
        *lock(&self.options)
    }

    /// Changes how Origin behaves. What counts down starts anew where its number changed.
    pub(crate) fn set_options(&self, options: Options) {
        let before = std::mem::replace(&mut *lock(&self.options), options);
        if before.data_not_ready != options.data_not_ready {
            self.readiness.set(options.data_not_ready);
        }
        if before.too_early != options.too_early {
            self.too_early.reset();
        }
    }

    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        lock(&self.book)
    }

    /// The scenario, if there is one of that id that this caller may see.
    pub(crate) fn facts(&self, caller: &Caller, id: &str) -> Option<Facts> {
        self.facts_of_any(id)
            .filter(|facts| facts.tenant.as_ref().is_none_or(|tenant| *tenant == caller.tenant))
    }

    /// The scenario, whoever owns it: for output files, whose links are signed.
    pub(crate) fn facts_of_any(&self, id: &str) -> Option<Facts> {
        self.book().facts(id)
    }

    /// A link to a workbook in the object store, which will ask [`crate::origin::inputs::workbook`] for it when it is fetched.
    pub(crate) fn workbook_link(&self, scenario_id: &str, request_id: &str) -> String {
        let path = format!("workbooks/{scenario_id}/{request_id}.xlsx");
        let target = Target::Workbook {
            scenario_id: scenario_id.to_owned(),
            request_id: request_id.to_owned(),
        };
        self.store.link(&path, self.options().link_lifetime(), target)
    }

    /// `getConfig` of the scenario service.
    pub(crate) fn dash_config(&self, caller: &Caller) -> Value {
        let groups: serde_json::Map<String, Value> = GROUPS
            .iter()
            .map(|group| (group.code.to_owned(), group_json(group)))
            .collect();
        json!({
            "regionGroups": groups,
            "currencies": ["gbp2024", "eur2024", "usd2024", "aud2024"],
            "sensitivities": ["base", "high", "low"],
            "products": products(caller, &self.options()),
            "isAuthor": false,
            "isAdvancedUser": caller.tenant == crate::origin::book::FIRST_TENANT,
            "appsSupported": ["origin"],
        })
    }
}

fn group_json(group: &Group) -> Value {
    let regions: serde_json::Map<String, Value> = group
        .regions
        .iter()
        .map(|region| {
            let entry = json!({"regionCode": region.code, "name": region.name});
            (region.code.to_owned(), entry)
        })
        .collect();
    json!({"regionGroupCode": group.code, "name": group.name, "regions": regions})
}
