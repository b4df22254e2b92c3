//! What the inputs `InputScenario` and `UpdateScenarioInput` ask for, checked.

use async_graphql::Error;
use serde_json::{Map, Value};

use crate::origin::graphql::refuse;
use crate::origin::scenarios::Scenario;
use crate::origin::state::Facts;

/// Fields that are only kept.
const NOTED: &[&str] = &[
    "modelType",
    "modelPriceSpikiness",
    "userInputReference",
    "userInputRepository",
    "advancedSettings",
];

/// Field, and the values that it may have.
const CLOSED: &[(&str, &[&str])] = &[
    (
        "scenarioRunType",
        &[
            "MYR_AND_FYR",
            "MYR",
            "FYR",
            "NODAL",
            "NODAL_PLACEMENT",
            "NODAL_PLACEMENT_AND_NODAL",
            "REGIONAL_MYR",
            "REGIONAL_FYR",
            "REGIONAL_MYR_AND_FYR",
            "NETWORK",
        ],
    ),
    ("modelType", &["aeres", "nodal", "regional", "network"]),
    ("modelPriceSpikiness", &["None", "Low", "Medium", "High"]),
    (
        "retentionPolicy",
        &["ShortTerm", "Standard", "MidTerm", "LongTerm", "Central"],
    ),
];

/// Years of weather by scenario: the markets whose renewables are modelled by weather year have some.
pub(crate) fn weather_years(facts: &Facts) -> &'static [i64] {
    match facts.group.code {
        "gbr" | "deu" | "fra" | "iberia" => &[2009, 2010, 2012, 2013],
        _ => &[],
    }
}

pub(crate) fn name(value: &Value) -> Result<String, Error> {
    match value.as_str() {
        Some(name) if !name.trim().is_empty() => Ok(name.to_owned()),
        _ => Err(refuse("ValidationError", "name must not be empty")),
    }
}

fn wrong(field: &str, value: &Value) -> Error {
    refuse("ValidationError", format!("{field} cannot be {value}"))
}

/// An input's fields; what is absent stays as it is, and so does what is null, but for the texts and the weather year.
#[derive(Debug)]
pub(crate) struct Changes<'a> {
    pub(crate) name: Option<String>,
    input: &'a Map<String, Value>,
}

impl<'a> Changes<'a> {
    /// Checks what can be checked without the scenario.
    pub(crate) fn read(input: &'a Map<String, Value>) -> Result<Changes<'a>, Error> {
        for (field, allowed) in CLOSED {
            let value = &input.get(*field).cloned().unwrap_or_default();
            let known = value.as_str().is_some_and(|text| allowed.contains(&text));
            if !known && !value.is_null() {
                return Err(wrong(field, value));
            }
        }
        let name = input.get("name").map(name).transpose()?;
        Ok(Changes { name, input })
    }

    fn given(&self, field: &str) -> Option<&Value> {
        self.input.get(field).filter(|value| !value.is_null())
    }

    /// Changes the scenario, which has facts already: those of its base, or its own.
    pub(crate) fn apply(&self, scenario: &mut Scenario) -> Result<(), Error> {
        if let Some(name) = &self.name {
            scenario.facts.name.clone_from(name);
        }
        if let Some(text) = self.input.get("description") {
            scenario.description = text.as_str().map(str::to_owned);
        }
        if let Some(kind) = self.given("scenarioRunType").and_then(Value::as_str) {
            scenario.run_type = kind.to_owned();
            scenario.facts.exogenous = kind.ends_with("FYR") && !kind.contains("MYR");
        }
        if let Some(flag) = self.given("useExogifiedInputs").and_then(Value::as_bool) {
            scenario.facts.exogenous = flag;
            scenario.run_type = if flag { "FYR" } else { "MYR_AND_FYR" }.to_owned();
        }
        self.group(&scenario.facts)?;
        self.years(&mut scenario.facts)?;
        self.currency(&mut scenario.facts)?;
        self.weather_year(&mut scenario.facts)?;
        for field in NOTED {
            if let Some(value) = self.input.get(*field) {
                scenario.noted.insert((*field).to_owned(), value.clone());
            }
        }
        if let Some(policy) = self.given("retentionPolicy") {
            let settings = scenario
                .noted
                .entry("advancedSettings")
                .or_insert_with(|| Value::Object(Map::new()));
            settings["retentionPolicy"] = policy.clone();
        }
        Ok(())
    }

    fn group(&self, facts: &Facts) -> Result<(), Error> {
        match self.given("regionGroupCode") {
            Some(code)
                if !code
                    .as_str()
                    .is_some_and(|code| code.eq_ignore_ascii_case(facts.group.code)) =>
            {
                Err(refuse(
                    "ValidationError",
                    format!(
                        "regionGroupCode {code} is not that of the base scenario, {:?}",
                        facts.group.code
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    fn years(&self, facts: &mut Facts) -> Result<(), Error> {
        let Some(value) = self.given("years") else {
            return Ok(());
        };
        let years: Option<Vec<i64>> = value
            .as_array()
            .and_then(|years| years.iter().map(Value::as_i64).collect());
        match years {
            Some(mut years) if !years.is_empty() && years.iter().all(|year| (2024..=2060).contains(year)) => {
                years.sort_unstable();
                years.dedup();
                facts.years = years;
                Ok(())
            }
            _ => Err(wrong("years", value)),
        }
    }

    fn currency(&self, facts: &mut Facts) -> Result<(), Error> {
        let Some(value) = self.given("defaultCurrency") else {
            return Ok(());
        };
        let place = facts
            .currencies
            .iter()
            .position(|known| Some(known.as_str()) == value.as_str());
        let place = place.ok_or_else(|| wrong("defaultCurrency", value))?;
        facts.currencies[..=place].rotate_right(1);
        Ok(())
    }

    fn weather_year(&self, facts: &mut Facts) -> Result<(), Error> {
        let Some(value) = self.input.get("weatherYear") else {
            return Ok(());
        };
        if value.is_null() {
            facts.weather_year = None;
            return Ok(());
        }
        let year = value.as_i64().filter(|year| weather_years(facts).contains(year));
        let year = year.ok_or_else(|| wrong("weatherYear", value))?;
        if !facts.exogenous {
            return Err(refuse(
                "ValidationError",
                "weatherYear needs fixed capacities: useExogifiedInputs true, or scenarioRunType FYR",
            ));
        }
        facts.weather_year = Some(year);
        Ok(())
    }
}
