//! Fetching what is written about a scenario.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use aurora_core::table::{Column, Values};
use aurora_core::{Error, ErrorKind, Result};
use futures_util::stream::{self, StreamExt};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use tokio::sync::Semaphore;

use super::fields;
use super::options::Parts;
use super::source::Known;
use super::values;
use crate::csv_file::off_the_runtime;
use crate::custom_curves::CustomCurvesOptions;
use crate::objects::{Severity, Warning};
use crate::types::Input;
use crate::workbook::write::{Annual, InputRow, Item, QueryRow, Spool, Spooled};
use crate::{EtmClient, Export, HourlyCurve};

/// Fetches what is written about scenarios, one after another or several at once.
#[derive(Clone, Debug)]
pub(super) struct Collector {
    pub(super) client: EtmClient,
    /// A permit for each request at a time.
    pub(super) permits: Arc<Semaphore>,
    pub(super) parts: Arc<Parts>,
    pub(super) queries: Arc<[String]>,
    pub(super) concurrency: usize,
}

/// What could be fetched, and what is worth knowing.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) item: Item,
    pub(super) warnings: Vec<Warning>,
    /// The first error of a part that is missing for it.
    pub(super) error: Option<Error>,
}

/// Something that was fetched or was not, by the name of its field.
type Fetched<T> = (String, Result<T>);

impl Collector {
    /// Everything about a scenario. What cannot be fetched is left out, and said.
    pub(super) async fn collect(&self, known: &Known, label: &Arc<str>, spool: &Arc<Spool>) -> Collected {
        let id = known.session.id;
        let (inputs, sortables, custom_curves, queries, users, hourly, annual) = futures_util::join!(
            self.inputs(id),
            self.sortables(id),
            self.custom_curves(id, spool),
            self.queries(id),
            self.users(known),
            self.hourly(id, spool),
            self.annual(id, spool),
        );
        let mut gathered = Gathered::default();
        let (main, left_out) = fields::of(known, label);
        for name in left_out {
            gathered.tell(
                "metadata",
                format!("{name:?} is left out: a column of that name would be an instruction"),
            );
        }
        let (queries, notes) = gathered.take(("queries".to_owned(), queries)).unwrap_or_default();
        for note in notes {
            gathered.tell("queries", note);
        }
        let custom_curves = match gathered.take(("custom_curves".to_owned(), custom_curves)) {
            Some(curves) => gathered.all(curves),
            None => Vec::new(),
        };
        let item = Item {
            label: Arc::clone(label),
            name: fields::name(known),
            id: known.source.id(),
            is_session: known.source.is_session(),
            main,
            inputs: gathered.take(("inputs".to_owned(), inputs)).unwrap_or_default(),
            sortables: gathered.take(("sortables".to_owned(), sortables)).unwrap_or_default(),
            custom_curves,
            queries,
            users: gathered.take(("users".to_owned(), users)).unwrap_or_default(),
            hourly: gathered.all(hourly),
            annual: gathered.all(annual),
        };
        Collected {
            item,
            warnings: gathered.warnings,
            error: gathered.error,
        }
    }

    /// Runs a request when it may.
    async fn permitted<T>(&self, request: impl Future<Output = Result<T>>) -> Result<T> {
        let closed = |error| Error::new(ErrorKind::Cancelled, "the export was stopped").with_source(error);
        let _permit = self.permits.acquire().await.map_err(closed)?;
        request.await
    }

    async fn inputs(&self, id: i64) -> Result<Vec<InputRow>> {
        if !self.parts.inputs {
            return Ok(Vec::new());
        }
        let request = self
            .client
            .request("list_scenario_inputs")?
            .path_param("scenario_id", id);
        let request = self.client.send(request.query("defaults", "original"));
        let inputs: InOrder<Input> = self.permitted(request).await?.json()?;
        Ok(inputs
            .0
            .into_iter()
            .map(|(key, input)| values::input(key, &input))
            .collect())
    }

    async fn sortables(&self, id: i64) -> Result<Vec<(String, Vec<String>)>> {
        if !self.parts.sortables {
            return Ok(Vec::new());
        }
        let sortables = self.client.sortables(id);
        Ok(values::sortables(self.permitted(sortables.list()).await?))
    }

    async fn custom_curves(&self, id: i64, spool: &Arc<Spool>) -> Result<Vec<Fetched<(String, Spooled)>>> {
        if !self.parts.custom_curves {
            return Ok(Vec::new());
        }
        let curves = self.client.custom_curves(id);
        let options = CustomCurvesOptions::default().with_internal(true);
        let attached = self.permitted(curves.list(&options)).await?;
        let keys = attached
            .into_iter()
            .filter(|curve| curve.attached != Some(false))
            .filter_map(|curve| curve.key);
        let fetch = async |key: String| {
            let values = self.permitted(async {
                let values = curves.values(&key).await?;
                let spool = Arc::clone(spool);
                off_the_runtime(move || spool.numbers(values.into_iter().map(Some))).await
            });
            let spooled = values.await.map(|spooled| (key.clone(), spooled));
            (format!("custom_curves.{key}"), spooled)
        };
        Ok(stream::iter(keys).map(fetch).buffered(self.concurrency).collect().await)
    }

    async fn queries(&self, id: i64) -> Result<(Vec<QueryRow>, Vec<String>)> {
        if !self.parts.gqueries || self.queries.is_empty() {
            return Ok(Default::default());
        }
        let keys: Vec<&str> = self.queries.iter().map(String::as_str).collect();
        let queries = self.client.gqueries().of(id);
        let (results, unknown) = self.permitted(queries.run_known(&keys)).await?;
        let mut notes: Vec<String> = unknown
            .iter()
            .map(|key| format!("the engine does not know the query {key}"))
            .collect();
        let rows = values::queries(&keys, &results, &mut notes);
        Ok((rows, notes))
    }

    async fn users(&self, known: &Known) -> Result<Vec<(String, String)>> {
        if !self.parts.users {
            return Ok(Vec::new());
        }
        if known.saved.is_some() {
            let saved = self.client.saved_scenarios();
            let users = saved.users(known.source.id());
            let users = self.permitted(users.list()).await?;
            let user =
                |user: crate::types::SavedScenarioUser| values::user(user.user_email, user.user_id, user.id, user.role);
            return Ok(users.into_iter().filter_map(user).collect());
        }
        let users = self.client.users(known.session.id);
        let users = self.permitted(users.list()).await?;
        let user = |user: crate::types::ScenarioUser| values::user(user.user_email, user.user_id, user.id, user.role);
        Ok(users.into_iter().filter_map(user).collect())
    }

    async fn hourly(&self, id: i64, spool: &Arc<Spool>) -> Vec<Fetched<(HourlyCurve, Vec<(String, Spooled)>)>> {
        let fetch = async |curve: &HourlyCurve| {
            let columns = self.permitted(async {
                let table = self.client.curves(id).get(curve.clone()).await?;
                let spool = Arc::clone(spool);
                off_the_runtime(move || {
                    table
                        .into_columns()
                        .into_iter()
                        .map(|column| spooled(column, &spool))
                        .collect()
                })
                .await
            });
            (
                format!("hourly_curves.{curve}"),
                columns.await.map(|columns| (curve.clone(), columns)),
            )
        };
        stream::iter(&self.parts.hourly)
            .map(fetch)
            .buffered(self.concurrency)
            .collect()
            .await
    }

    async fn annual(&self, id: i64, spool: &Arc<Spool>) -> Vec<Fetched<(Export, Annual)>> {
        let fetch = async |export: &Export| {
            let table = self.permitted(async {
                let table = self.client.exports(id).get(*export).await?;
                let spool = Arc::clone(spool);
                off_the_runtime(move || annual(table.into_columns(), &spool)).await
            });
            (
                format!("annual_exports.{export}"),
                table.await.map(|table| (*export, table)),
            )
        };
        stream::iter(&self.parts.annual)
            .map(fetch)
            .buffered(self.concurrency)
            .collect()
            .await
    }
}

fn spooled(column: Column, spool: &Spool) -> Result<(String, Spooled)> {
    Ok((column.name, spool.push(&column.values)?))
}

fn annual(columns: Vec<Column>, spool: &Spool) -> Result<Annual> {
    let mut columns = columns.into_iter();
    let first = columns
        .next()
        .ok_or_else(|| Error::new(ErrorKind::Decode, "the export has no columns"))?;
    let columns: Result<Vec<_>> = columns.map(|column| spooled(column, spool)).collect();
    Ok(Annual {
        header: first.name,
        keys: keys(first.values).into(),
        columns: columns?,
    })
}

fn keys(values: Values) -> Vec<String> {
    match values {
        Values::Text(texts) => texts.into_iter().map(Option::unwrap_or_default).collect(),
        Values::Integer(numbers) => numbers.into_iter().map(shown).collect(),
        Values::Number(numbers) => numbers.into_iter().map(shown).collect(),
        _ => Vec::new(),
    }
}

fn shown(number: Option<impl fmt::Display>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// What is worth knowing about a scenario, as it comes up.
#[derive(Debug, Default)]
struct Gathered {
    warnings: Vec<Warning>,
    error: Option<Error>,
}

impl Gathered {
    fn tell(&mut self, field: &str, message: String) {
        self.warnings.push(Warning::new(Severity::Warning, field, message));
    }

    /// What was fetched, or nothing; what an engine or a scenario does not have is no error of the export.
    fn take<T>(&mut self, (field, fetched): Fetched<T>) -> Option<T> {
        let error = match fetched {
            Ok(fetched) => return Some(fetched),
            Err(error) => error,
        };
        let severity = match error.kind() {
            ErrorKind::NotFound => Severity::Warning,
            _ => Severity::Error,
        };
        self.warnings.push(Warning::new(severity, field, error.to_string()));
        if severity == Severity::Error && self.error.is_none() {
            self.error = Some(error);
        }
        None
    }

    fn all<T>(&mut self, fetched: Vec<Fetched<T>>) -> Vec<T> {
        fetched.into_iter().filter_map(|fetched| self.take(fetched)).collect()
    }
}

/// The members of an object in the order in which they came.
struct InOrder<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InOrder<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Members<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = InOrder<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<InOrder<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(InOrder(members))
            }
        }

        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}
