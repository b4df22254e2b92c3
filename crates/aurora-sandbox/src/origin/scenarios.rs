//! Scenarios as they are stored, and as JSON.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::origin::catalogue::run_details;
use crate::origin::options::Options;
use crate::origin::state::Facts;

/// One scenario, published or a tenant's.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) facts: Facts,
    pub(crate) description: Option<String>,
    pub(crate) project: Option<String>,
    pub(crate) publication_date: Option<String>,
    pub(crate) run: Run,
    /// `scenarioRunType`.
    pub(crate) run_type: String,
    pub(crate) run_details: Option<Value>,
    pub(crate) started: Option<String>,
    pub(crate) completed: Option<String>,
    pub(crate) launched_by: Option<String>,
    pub(crate) last_updated: String,
    /// Fields that are stored and given back without meaning anything here, by their names on the wire.
    pub(crate) noted: Map<String, Value>,
}

/// Where a scenario is between its making and its outputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Run {
    /// Run by Aurora before it was published.
    Published,
    NotLaunched,
    /// Launched: how many reads still find it queued, how many running after that, and whether it fails then.
    Launched {
        queued: u32,
        running: u32,
        fails: bool,
    },
    Complete,
    Errored,
}

/// Now, as the service writes instants.
pub(crate) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

impl Scenario {
    pub(crate) fn new(facts: Facts, run: Run) -> Scenario {
        Scenario {
            facts,
            description: None,
            project: None,
            publication_date: None,
            run,
            run_type: String::new(),
            run_details: None,
            started: None,
            completed: None,
            launched_by: None,
            last_updated: now(),
            noted: Map::new(),
        }
    }

    pub(crate) fn has_outputs(&self) -> bool {
        matches!(self.run, Run::Published | Run::Complete)
    }

    pub(crate) fn launchable(&self) -> bool {
        matches!(self.run, Run::NotLaunched | Run::Errored)
    }

    /// Starts a run whose length the options give.
    pub(crate) fn launch(&mut self, options: &Options, user: &str) {
        self.run = Run::Launched {
            queued: options.queued_reads,
            running: options.running_reads,
            fails: options.runs_fail,
        };
        self.started = Some(now());
        self.completed = None;
        self.launched_by = Some(user.to_owned());
        self.last_updated = now();
    }

    /// A read by id is about to be answered: a run ends when it was looked at often enough, so that its course does not
    /// depend on a clock.
    pub(crate) fn before_read(&mut self) {
        if let Run::Launched {
            queued: 0,
            running: 0,
            fails,
        } = self.run
        {
            self.end(fails);
        }
    }

    /// A read by id was answered.
    pub(crate) fn after_read(&mut self) {
        if let Run::Launched { queued, running, .. } = &mut self.run {
            let next = if *queued > 0 { queued } else { running };
            *next = next.saturating_sub(1);
        }
    }

    fn end(&mut self, fails: bool) {
        self.run = if fails { Run::Errored } else { Run::Complete };
        self.completed = Some(now());
        self.last_updated = now();
        if !fails {
            let kinds: &[&str] = match self.run_type.as_str() {
                "FYR" => &["FYR"],
                "MYR" => &["MYR"],
                _ => &["MYR", "FYR"],
            };
            self.run_details = Some(run_details(&self.facts, kinds));
        }
    }

    fn status(&self) -> &'static str {
        match self.run {
            Run::Published | Run::Complete => "Complete",
            Run::NotLaunched => "NotLaunched",
            Run::Errored => "Errored",
            Run::Launched { queued, .. } if queued > 0 => "Queued",
            Run::Launched { .. } => "Running",
        }
    }

    /// Every field that the schema has.
    pub(crate) fn json(&self, options: &Options) -> Value {
        let facts = &self.facts;
        let published = facts.tenant.is_none();
        let mut object = json!({
            "scenarioGlobalId": facts.id,
            "name": facts.name,
            "description": self.description,
            "regionGroupCode": facts.group.code,
            "publishType": published.then_some("Published"),
            "publicationDate": self.publication_date,
            "scenarioRunStatus": self.status(),
            "scenarioTransformStatus": if self.run == Run::NotLaunched { "NotStarted" } else { "Complete" },
            "inputTypesSupported": if facts.exogenous { "EXOGENOUS_ONLY" } else { "ENDOGENOUS_AND_EXOGENOUS" },
            "scenarioType": if published { "AURORA_SCENARIO" } else { "TENANTED_SCENARIO" },
            "scenarioRunType": self.run_type,
            "useExogifiedInputs": facts.exogenous,
            "projectGlobalId": self.project,
            "scenarioInputsAvailable": true,
            "scenarioOutputsAvailable": self.has_outputs(),
            "scenarioLaunchable": self.launchable(),
            "baseInputReference": format!("{}-{}", facts.group.code, facts.vintage),
            "baseInputReferenceType": "Tag",
            "runStartedAtUTC": self.started,
            "runCompletedAtUTC": self.completed,
            "launchedByUserName": self.launched_by,
            "years": facts.years,
            "weatherYear": facts.weather_year,
            "supportsExogenousInputs": true,
            "modelType": "aeres",
            "lastUpdated": self.last_updated,
            "runDetails": self.run_details,
            "defaultCurrency": facts.currencies.first(),
            "sensitivity": "base",
            "baseScenarioGlobalId": facts.base,
            "currencies": facts.currencies,
            "advancedSettings": {"quickTry": false, "retentionPolicy": "Standard", "isHistoricRun": false, "isPriorityRun": false},
        });
        for (name, value) in &self.noted {
            match (&mut object[name.as_str()], value) {
                (Value::Object(known), Value::Object(changes)) => known.extend(changes.clone()),
                (place, value) => *place = value.clone(),
            }
        }
        object["regions"] = self.regions(options);
        object
    }

    /// Own regions with their relative URLs, once there are outputs; before that null, or empty for the Python client, which
    /// cannot bear null.
    fn regions(&self, options: &Options) -> Value {
        if !self.has_outputs() {
            return if options.python_compatible {
                json!({})
            } else {
                Value::Null
            };
        }
        let owner = owner(&self.facts);
        let entry = |code: &&str| {
            let base = format!("v1/scenarioOutputs/{owner}/{}/{code}/", self.facts.id);
            let entry = json!({"regionCode": code, "metaUrl": format!("{base}meta.json"), "dataUrlBase": base});
            ((*code).to_owned(), entry)
        };
        Value::Object(self.facts.group.own.iter().map(entry).collect())
    }
}

/// The path segment that tells published scenarios from those of a tenant.
pub(crate) fn owner(facts: &Facts) -> &'static str {
    if facts.tenant.is_some() {
        "tenant"
    } else {
        "auroraer.com"
    }
}
