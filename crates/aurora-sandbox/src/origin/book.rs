//! Projects and scenarios: what is created, changed and removed, and by whom it is seen.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::Error;
use serde_json::{Map, Value, json};

use crate::amun::uuid;
use crate::origin::catalogue;
use crate::origin::changes::{self, Changes};
use crate::origin::graphql::{Caller, refuse};
use crate::origin::options::Options;
use crate::origin::scenarios::{Run, Scenario, now};
use crate::origin::state::{Facts, OriginState};
use crate::weather::mix;

/// What a tenant may call a project's product.
const PRODUCTS: &[(i64, &str)] = &[(1, "Consulting"), (4, "SaaS")];

/// The tenant of the sandbox's own token: an internal one, which has products.
pub(crate) const FIRST_TENANT: &str = "example-tenant";

/// The products of a tenant: customers have none, and then the service says null.
pub(crate) fn products(caller: &Caller, options: &Options) -> Value {
    if caller.tenant == FIRST_TENANT {
        return PRODUCTS
            .iter()
            .map(|(id, name)| json!({"productId": id, "name": name}))
            .collect();
    }
    if options.python_compatible {
        json!([])
    } else {
        Value::Null
    }
}

/// Everything that requests change, behind one lock.
pub(crate) struct Book {
    scenarios: Vec<Scenario>,
    projects: Vec<Project>,
    issued: u64,
    seed: u64,
}

#[derive(Clone, Debug)]
struct Project {
    id: String,
    tenant: String,
    name: String,
    description: Option<String>,
    product: Option<i64>,
    pinned: bool,
}

fn missing(what: &str, id: &str) -> Error {
    refuse("NotFound", format!("there is no {what} with the id {id:?}"))
}

impl Project {
    fn json(&self) -> Value {
        let product = PRODUCTS.iter().find(|(id, _)| Some(*id) == self.product);
        json!({
            "projectGlobalId": self.id,
            "name": self.name,
            "description": self.description,
            "productId": self.product,
            "productName": product.map(|(_, name)| name),
            "isProjectPinned": self.pinned,
        })
    }

    /// Takes the fields of an input over; what is absent stays as it is.
    fn change(&mut self, input: &Map<String, Value>, caller: &Caller) -> Result<(), Error> {
        if let Some(name) = input.get("name") {
            self.name = changes::name(name)?;
        }
        if let Some(text) = input.get("description") {
            self.description = text.as_str().map(str::to_owned);
        }
        if let Some(product) = input.get("productId") {
            self.product = product_id(product, caller)?;
        }
        Ok(())
    }
}

fn product_id(value: &Value, caller: &Caller) -> Result<Option<i64>, Error> {
    if value.is_null() {
        return Ok(None);
    }
    let known = value
        .as_i64()
        .filter(|id| PRODUCTS.iter().any(|(known, _)| known == id));
    match known.filter(|_| caller.tenant == FIRST_TENANT) {
        Some(id) => Ok(Some(id)),
        None => Err(refuse(
            "ValidationError",
            format!("productId {value} is not the id of a product of this tenant"),
        )),
    }
}

impl Book {
    pub(crate) fn new(seed: u64) -> Book {
        Book {
            scenarios: catalogue::published(),
            projects: Vec::new(),
            issued: 0,
            seed,
        }
    }

    fn id(&mut self) -> String {
        self.issued += 1;
        uuid(mix(&[self.seed, 8, self.issued]), mix(&[self.seed, 9, self.issued]))
    }

    fn visible(&self, caller: &Caller) -> impl Iterator<Item = &Scenario> {
        self.scenarios.iter().filter(|known| sees(caller, &known.facts))
    }

    fn own(&mut self, caller: &Caller, id: &str) -> Result<&mut Scenario, Error> {
        let found = self
            .scenarios
            .iter_mut()
            .find(|known| known.facts.id == id && sees(caller, &known.facts));
        let scenario = found.ok_or_else(|| missing("scenario", id))?;
        if scenario.facts.tenant.is_none() {
            return Err(refuse(
                "Forbidden",
                "a published scenario cannot be changed, launched or deleted",
            ));
        }
        Ok(scenario)
    }

    fn project(&mut self, caller: &Caller, id: &str) -> Result<&mut Project, Error> {
        self.projects
            .iter_mut()
            .find(|project| project.id == id && project.tenant == caller.tenant)
            .ok_or_else(|| missing("project", id))
    }

    pub(crate) fn facts(&self, id: &str) -> Option<Facts> {
        let found = self.scenarios.iter().find(|known| known.facts.id == id)?;
        Some(found.facts.clone())
    }

    pub(crate) fn scenario(&self, id: &str) -> Option<Scenario> {
        self.scenarios.iter().find(|known| known.facts.id == id).cloned()
    }

    /// `getScenarios` by a filter; a read by id lets a run go on.
    pub(crate) fn find(&mut self, caller: &Caller, filter: &Value, options: &Options) -> Value {
        if let Some(id) = filter["scenarioGlobalId"].as_str() {
            return self.read(caller, id, options);
        }
        let group = filter["regionGroupCode"].as_str();
        let kind = filter["scenarioType"].as_str();
        self.visible(caller)
            .filter(|known| group.is_none_or(|code| known.facts.group.code.eq_ignore_ascii_case(code)))
            .filter(|known| kind.is_none_or(|kind| (kind == "AURORA_SCENARIO") == known.facts.tenant.is_none()))
            // The Python client cannot sort a scenario without a date.
            .filter(|known| !(options.python_compatible && undated(known)))
            .map(|known| known.json(options))
            .collect()
    }

    fn read(&mut self, caller: &Caller, id: &str, options: &Options) -> Value {
        let found = self
            .scenarios
            .iter_mut()
            .find(|known| known.facts.id == id && sees(caller, &known.facts));
        let Some(scenario) = found else {
            return json!([]);
        };
        scenario.before_read();
        let answer = json!([scenario.json(options)]);
        scenario.after_read();
        answer
    }

    fn create_scenario(&mut self, caller: &Caller, input: &Map<String, Value>) -> Result<(Scenario, bool), Error> {
        let project = input.get("projectGlobalId").and_then(Value::as_str).unwrap_or_default();
        self.project(caller, project)?;
        let changes = Changes::read(input)?;
        let base = self.base(caller, input)?;
        let name = changes.name.clone().unwrap_or_default();
        let id = self.id();
        let facts = Facts {
            id: id.clone(),
            name,
            tenant: Some(caller.tenant.clone()),
            base: Some(base.facts.id.clone()),
            ..base.facts.clone()
        };
        let mut scenario = Scenario::new(facts, Run::NotLaunched);
        scenario.project = Some(project.to_owned());
        scenario.run_type = base.run_type;
        changes.apply(&mut scenario)?;
        self.scenarios.push(scenario.clone());
        let keep = input.get("preserveBaseScenarioTransformations") == Some(&Value::Bool(true));
        Ok((scenario, keep))
    }

    fn base(&self, caller: &Caller, input: &Map<String, Value>) -> Result<Scenario, Error> {
        let Some(id) = input.get("baseScenarioGlobalId").and_then(Value::as_str) else {
            return Err(refuse(
                "ValidationError",
                "baseScenarioGlobalId is needed: the scenario to copy",
            ));
        };
        let found = self.visible(caller).find(|known| known.facts.id == id);
        found.cloned().ok_or_else(|| missing("base scenario", id))
    }

    fn update_scenario(&mut self, caller: &Caller, input: &Map<String, Value>) -> Result<Scenario, Error> {
        let id = input
            .get("scenarioGlobalId")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let changes = Changes::read(input)?;
        let base = match input.get("baseScenarioGlobalId") {
            Some(value) if !value.is_null() => Some(self.base(caller, input)?),
            _ => None,
        };
        let project = input.get("projectGlobalId").and_then(Value::as_str);
        if let Some(project) = project {
            self.project(caller, project)?;
        }
        let scenario = self.own(caller, id)?;
        if matches!(scenario.run, Run::Launched { .. }) {
            return Err(refuse("ValidationError", "a scenario cannot be changed while it runs"));
        }
        let mut changed = scenario.clone();
        if let Some(base) = base {
            changed.facts = Facts {
                id: changed.facts.id,
                name: changed.facts.name,
                tenant: changed.facts.tenant,
                base: Some(base.facts.id.clone()),
                ..base.facts
            };
        }
        if let Some(project) = project {
            changed.project = Some(project.to_owned());
        }
        changes.apply(&mut changed)?;
        changed.last_updated = now();
        *scenario = changed.clone();
        Ok(changed)
    }
}

fn sees(caller: &Caller, facts: &Facts) -> bool {
    facts.tenant.as_ref().is_none_or(|tenant| *tenant == caller.tenant)
}

fn undated(scenario: &Scenario) -> bool {
    scenario.facts.tenant.is_none() && scenario.publication_date.is_none()
}

/// What the resolvers do: each is one step of the book, and what follows from it elsewhere.
impl OriginState {
    pub(crate) fn create_scenario(&self, caller: &Caller, input: &Map<String, Value>) -> Result<Value, Error> {
        let (scenario, keep_edits) = self.book().create_scenario(caller, input)?;
        self.inputs.created(&scenario.facts, keep_edits);
        Ok(scenario.json(&self.options()))
    }

    pub(crate) fn update_scenario(&self, caller: &Caller, input: &Map<String, Value>) -> Result<Value, Error> {
        let scenario = self.book().update_scenario(caller, input)?;
        Ok(scenario.json(&self.options()))
    }

    pub(crate) fn delete_scenario(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let mut book = self.book();
        book.own(caller, id)?;
        book.scenarios.retain(|known| known.facts.id != id);
        drop(book);
        self.inputs.deleted(id);
        Ok(())
    }

    pub(crate) fn launch_scenario(&self, caller: &Caller, id: &str) -> Result<Value, Error> {
        let options = self.options();
        let mut book = self.book();
        let scenario = book.own(caller, id)?;
        if !scenario.launchable() {
            return Err(refuse(
                "ValidationError",
                "Cannot launch scenario: it runs already, or has run",
            ));
        }
        scenario.launch(&options, &caller.user);
        let scenario = scenario.clone();
        drop(book);
        self.inputs.launched(&scenario.facts);
        let mut answer = scenario.json(&options);
        answer["scenarioRunStatus"] = json!("Queued");
        Ok(answer)
    }

    pub(crate) fn list_projects(&self, caller: &Caller) -> Value {
        let book = self.book();
        book.projects
            .iter()
            .filter(|project| project.tenant == caller.tenant)
            .map(Project::json)
            .collect()
    }

    pub(crate) fn get_project(&self, caller: &Caller, id: &str) -> Result<Value, Error> {
        let options = self.options();
        let mut book = self.book();
        let mut answer = book.project(caller, id)?.json();
        answer["scenarios"] = book
            .scenarios
            .iter()
            .filter(|known| known.project.as_deref() == Some(id))
            .map(|known| known.json(&options))
            .collect();
        Ok(answer)
    }

    pub(crate) fn create_project(&self, caller: &Caller, input: &Map<String, Value>) -> Result<Value, Error> {
        let mut book = self.book();
        let mut project = Project {
            id: String::new(),
            tenant: caller.tenant.clone(),
            name: String::new(),
            description: None,
            product: None,
            pinned: false,
        };
        project.change(input, caller)?;
        project.id = book.id();
        let answer = project.json();
        book.projects.push(project);
        Ok(answer)
    }

    pub(crate) fn update_project(&self, caller: &Caller, input: &Map<String, Value>) -> Result<Value, Error> {
        let id = input.get("projectGlobalId").and_then(Value::as_str).unwrap_or_default();
        let mut book = self.book();
        let project = book.project(caller, id)?;
        let mut changed = project.clone();
        changed.change(input, caller)?;
        *project = changed;
        Ok(project.json())
    }

    /// A project goes with its scenarios.
    pub(crate) fn delete_project(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let mut book = self.book();
        book.project(caller, id)?;
        book.projects.retain(|project| project.id != id);
        let in_it = |known: &Scenario| known.project.as_deref() == Some(id);
        let gone: BTreeSet<String> = book
            .scenarios
            .iter()
            .filter(|known| in_it(known))
            .map(|known| known.facts.id.clone())
            .collect();
        book.scenarios.retain(|known| !in_it(known));
        drop(book);
        gone.iter().for_each(|id| self.inputs.deleted(id));
        Ok(())
    }

    pub(crate) fn pin_project(&self, caller: &Caller, id: &str, pinned: bool) -> Result<(), Error> {
        self.book().project(caller, id)?.pinned = pinned;
        Ok(())
    }

    /// Years of weather that a scenario can be run with; none where the feature does not exist.
    pub(crate) fn weather_years(&self, caller: &Caller, id: &str) -> Result<Vec<i64>, Error> {
        let facts = self.facts(caller, id).ok_or_else(|| missing("scenario", id))?;
        Ok(changes::weather_years(&facts).to_vec())
    }

    /// A scenario that may have outputs, for output files and model files.
    pub(crate) fn scenario(&self, caller: &Caller, id: &str) -> Option<Arc<Scenario>> {
        let scenario = self.book().scenario(id)?;
        sees(caller, &scenario.facts).then(|| Arc::new(scenario))
    }
}
