//! The client, the sandbox's control interface, and what the steps leave for later ones.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aurora_core::ErrorKind;
use aurora_core::clock::ManualClock;
use origin_client::OriginClient;
use origin_client::outputs::ScenarioOutputs;
use serde_json::{Value, json};

pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Longest time of a step; its waits are not real.
const STEP_LIMIT: Duration = Duration::from_secs(60);

/// One run through all steps.
pub(crate) struct Run {
    control: String,
    http: reqwest::Client,
    pub(crate) scenario_url: String,
    pub(crate) inputs_url: String,
    pub(crate) cache: PathBuf,
    pub(crate) clock: Arc<ManualClock>,
    origin: Option<OriginClient>,
    /// Outputs that a step fetched and later ones use.
    pub(crate) outputs: Option<ScenarioOutputs>,
    /// What earlier steps found, by name.
    facts: BTreeMap<&'static str, Value>,
    /// Ids that differ from run to run.
    ids: BTreeMap<&'static str, String>,
    steps: Vec<Value>,
    failures: Vec<String>,
}

impl Run {
    pub(crate) fn new(
        root: &str,
        scenario_url: &str,
        inputs_url: &str,
        cache: impl AsRef<Path>,
    ) -> Result<Run, Failure> {
        Ok(Run {
            control: format!("{root}/_sandbox"),
            // The client's own connections: another client of the same kind would need a TLS provider of its own.
            http: OriginClient::builder()
                .with_token("control")
                .without_proxy()
                .build()?
                .transport()
                .reqwest()
                .clone(),
            scenario_url: scenario_url.to_owned(),
            inputs_url: inputs_url.to_owned(),
            cache: cache.as_ref().to_owned(),
            clock: Arc::new(ManualClock::default()),
            origin: None,
            outputs: None,
            facts: BTreeMap::new(),
            ids: BTreeMap::new(),
            steps: Vec::new(),
            failures: Vec::new(),
        })
    }

    pub(crate) fn set_origin(&mut self, origin: OriginClient) {
        self.origin = Some(origin);
    }

    /// The client of the first step; a clone shares what it remembers.
    pub(crate) fn origin(&self) -> Result<OriginClient, Failure> {
        self.origin.clone().ok_or_else(|| "there is no client".into())
    }

    /// Leaves something for later steps.
    pub(crate) fn keep(&mut self, name: &'static str, value: impl Into<Value>) {
        self.facts.insert(name, value.into());
    }

    /// Leaves an id that differs from run to run.
    pub(crate) fn name_id(&mut self, name: &'static str, id: Option<&str>) -> Result<(), Failure> {
        let id = id.filter(|id| !id.is_empty()).ok_or_else(|| format!("{name}: no id"))?;
        self.ids.insert(name, id.to_owned());
        Ok(())
    }

    /// An id that an earlier step left.
    pub(crate) fn id(&self, name: &str) -> Result<String, Failure> {
        self.ids.get(name).cloned().ok_or_else(|| missing(name))
    }

    pub(crate) fn text(&self, name: &str) -> Result<String, Failure> {
        self.facts
            .get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| missing(name))
    }

    pub(crate) fn number(&self, name: &str) -> Result<i64, Failure> {
        self.facts
            .get(name)
            .and_then(Value::as_i64)
            .ok_or_else(|| missing(name))
    }

    pub(crate) fn fact(&self, name: &str) -> Result<&Value, Failure> {
        self.facts.get(name).ok_or_else(|| missing(name))
    }

    /// Lets the next answers of an operation fail.
    pub(crate) async fn fault(&self, operation: &str, times: u32, kind: &str) -> Result<(), Failure> {
        let order = json!({"operation": operation, "times": times, "fault": {"kind": kind}});
        let answer = self
            .http
            .post(format!("{}/faults", self.control))
            .body(order.to_string())
            .send()
            .await?;
        answer.error_for_status()?;
        Ok(())
    }

    pub(crate) async fn requests(&self) -> Result<Value, Failure> {
        let answer = self.http.get(format!("{}/requests", self.control)).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    pub(crate) async fn begin(&self) -> Result<(), Failure> {
        let answer = self.http.delete(format!("{}/requests", self.control)).send().await?;
        answer.error_for_status()?;
        Ok(())
    }

    /// Runs a step to its end, but no longer than is allowed, and keeps what it sent.
    pub(crate) async fn end(&mut self, name: &'static str, outcome: Result<(), Failure>) -> Result<(), Failure> {
        if let Err(failure) = outcome {
            self.failures.push(format!("{name}: {failure}"));
        }
        let requests = self.requests().await?;
        self.steps.push(json!({"name": name, "requests": requests}));
        Ok(())
    }

    /// Writes all steps.
    pub(crate) fn write(&self, out: &str) -> Result<(), Failure> {
        let run = json!({"steps": self.steps, "ids": self.ids});
        std::fs::write(out, serde_json::to_vec_pretty(&run)?)?;
        if self.failures.is_empty() {
            return Ok(());
        }
        Err(self.failures.join("\nFAILED ").into())
    }
}

/// A step under its limit.
pub(crate) async fn limited(step: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::time::timeout(STEP_LIMIT, step)
        .await
        .map_err(|_late| format!("more than {STEP_LIMIT:?}"))?
}

/// Runs steps, each a function of the module with the step's name. Each is boxed: in debug builds the futures of all of them
/// side by side do not fit on the stack.
macro_rules! perform {
    ($run:ident, $module:ident: $($step:ident),+) => {
        $(
            $run.begin().await?;
            let outcome = $crate::run::limited(Box::pin($module::$step($run))).await;
            $run.end(stringify!($step), outcome).await?;
        )+
    };
}
pub(crate) use perform;

fn missing(name: &str) -> Failure {
    format!("no earlier step has left {name:?}").into()
}

/// The result of a call that has to fail in this way.
pub(crate) fn refused<T>(outcome: Result<T, aurora_core::Error>, kind: ErrorKind) -> Result<(), Failure> {
    match outcome {
        Err(error) if error.kind() == kind => Ok(()),
        Err(error) => Err(format!("another error than {kind:?}: {error}").into()),
        Ok(_) => Err(format!("it should have failed with {kind:?}").into()),
    }
}

/// The value of an answer that may be null.
pub(crate) fn there<T>(value: Option<T>, what: &str) -> Result<T, Failure> {
    value.ok_or_else(|| format!("{what} is not there").into())
}
