//! What a scenario is made of, or changed to.

use aurora_core::Result;
use serde_json::Value;

use crate::check::{invalid, not_empty};
use crate::settings::settings;
use crate::types::{AdvancedScenarioSettings, ModelPriceSpikiness, ModelType, RetentionPolicy, ScenarioRunType};

/// [`settings!`] with the fields that a new scenario and a changed one share behind those of their own.
macro_rules! scenario_settings {
    ($(#[$($doc:tt)*])* $name:ident, fields $(#[$($field_doc:tt)*])* $field:ident { $($own:tt)* }) => {
        settings! {
            $(#[$($doc)*])*
            $name, fields
            $(#[$($field_doc)*])*
            $field {
                $($own)*
                /// Sets the name.
                with_name, Name, "name": String;
                /// Sets the free text about it.
                with_description, Description, "description": String;
                /// Sets the scenario to copy, one's own or a published one, by its id. Users outside Aurora have to
                /// (documented by the vendor, not checked here).
                with_base_scenario, BaseScenario, "baseScenarioGlobalId": String;
                /// Sets the region group, for example `aus`; not a region such as `vic`.
                with_region_group, RegionGroup, "regionGroupCode": String;
                /// Sets whether capacities are fixed by the user (`true`, runs much faster) or built by the model to meet
                /// demand (`false`). What can be chosen depends on the base scenario.
                with_use_exogified_inputs, UseExogifiedInputs, "useExogifiedInputs": bool;
                /// Sets the currency with its price-base year, for example `gbp2024`. The service sets one when it knows the
                /// region group.
                with_default_currency, DefaultCurrency, "defaultCurrency": String;
                /// Sets the kind of run. Meant for Aurora's own users; others use
                /// [`with_use_exogified_inputs`](Self::with_use_exogified_inputs).
                with_run_type, RunType, "scenarioRunType": ScenarioRunType;
                /// Sets the kind of model. Meant for Aurora's own users.
                with_model_type, ModelType, "modelType": ModelType;
                /// Sets how long files are kept. Meant for Aurora's own users.
                with_retention_policy, RetentionPolicy, "retentionPolicy": RetentionPolicy;
                /// Sets the spikiness of prices, which Australian scenarios know.
                with_price_spikiness, PriceSpikiness, "modelPriceSpikiness": ModelPriceSpikiness;
                /// Sets whether the edits of the base scenario's inputs are carried over. Unverified: what it means is taken
                /// from its name.
                with_preserved_transformations, PreservedTransformations, "preserveBaseScenarioTransformations": bool;
                /// Sets the reference of the user's inputs. Undocumented by the vendor.
                with_user_input_reference, UserInputReference, "userInputReference": String;
                /// Sets the repository of the user's inputs. Undocumented by the vendor.
                with_user_input_repository, UserInputRepository, "userInputRepository": String;
                /// Sets the model years. Meant for Aurora's own users.
                with_years, Years, "years": Vec<i64>;
                /// Sets the weather year of (half-)hourly profiles;
                /// [`Scenarios::weather_years`](crate::Scenarios::weather_years) tells which ones there are. Only for fixed
                /// capacities, so set [`with_use_exogified_inputs`](Self::with_use_exogified_inputs) too.
                with_weather_year, WeatherYear, "weatherYear": i64;
                /// Sets what only Aurora's own users need.
                with_advanced_settings, AdvancedSettings, "advancedSettings": AdvancedScenarioSettings;
            }
        }
    };
}

scenario_settings! {
    /// A scenario to be made. Each field is unset, null or a value; only what is set is sent.
    ///
    /// ```
    /// use origin_client::NewScenario;
    ///
    /// let scenario = NewScenario::new("3e5b5a3c-project", "High gas price").with_base_scenario("9c1d7f0e-scenario");
    /// assert!(scenario.validate().is_ok());
    /// ```
    NewScenario, fields
    /// The fields of a scenario that can be set.
    ScenarioField {
        /// Sets the project that it is made in, by its id.
        with_project, Project, "projectGlobalId": String;
    }
}

impl NewScenario {
    /// A scenario of this name in a project.
    #[must_use]
    pub fn new(project_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::default().with_project(project_id).with_name(name)
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when project or name are missing or empty, and when a weather year is set without fixed
    /// capacities: that needs `useExogifiedInputs` to be true or `scenarioRunType` to be `FYR`.
    pub fn validate(&self) -> Result<()> {
        let text = |field| self.get(field).and_then(Value::as_str).unwrap_or_default();
        not_empty(
            "projectGlobalId, the project of the scenario,",
            text(ScenarioField::Project),
        )?;
        not_empty("name, the scenario's name,", text(ScenarioField::Name))?;
        match self.get(ScenarioField::WeatherYear) {
            Some(year) if !year.is_null() && !has_fixed_capacities(|field| self.get(field)) => Err(weather_year(year)),
            _ => Ok(()),
        }
    }
}

scenario_settings! {
    /// Changes to a scenario. Each field is unset, null or a value; only what is set is sent, and the rest stays as it is.
    ///
    /// Unverified: the name of the field that says which scenario it is, `scenarioGlobalId`, is that of all other operations.
    ///
    /// ```
    /// use origin_client::{ScenarioUpdate, ScenarioUpdateField};
    ///
    /// let update = ScenarioUpdate::new("9c1d7f0e-scenario")
    ///     .with_name("Higher gas price")
    ///     .with_null(ScenarioUpdateField::Description);
    /// assert_eq!(serde_json::to_value(&update)?["description"], serde_json::Value::Null);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ScenarioUpdate, fields
    /// The fields of a scenario that can be changed.
    ScenarioUpdateField {
        /// Sets which scenario is changed, by its id.
        with_scenario, Scenario, "scenarioGlobalId": String;
    }
}

impl ScenarioUpdate {
    /// No change yet to the scenario of this id.
    #[must_use]
    pub fn new(scenario_id: impl Into<String>) -> Self {
        Self::default().with_scenario(scenario_id)
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the id is missing or empty, when nothing is changed, when the name is set to nothing, and when
    /// a weather year is set together with what rules it out.
    pub fn validate(&self) -> Result<()> {
        let id = self.get(ScenarioUpdateField::Scenario).and_then(Value::as_str);
        not_empty("scenarioGlobalId, the id of the scenario,", id.unwrap_or_default())?;
        if self.fields().len() < 2 {
            return Err(invalid("the update changes nothing").with_advice("set at least one field"));
        }
        if let Some(name) = self.get(ScenarioUpdateField::Name) {
            not_empty("name, the scenario's name,", name.as_str().unwrap_or_default())?;
        }
        match self.get(ScenarioUpdateField::WeatherYear) {
            Some(year) if !year.is_null() && self.rules_out_fixed_capacities() => Err(weather_year(year)),
            _ => Ok(()),
        }
    }

    /// Whether the update itself says that capacities are not fixed; what it leaves alone may say that they are.
    fn rules_out_fixed_capacities(&self) -> bool {
        let says_no = self
            .get(ScenarioUpdateField::UseExogifiedInputs)
            .is_some_and(|value| value != true);
        let run_type = self.get(ScenarioUpdateField::RunType);
        says_no && run_type.is_none_or(|value| value != FIXED_RUN)
    }
}

/// The kind of run whose capacities are fixed.
const FIXED_RUN: &str = "FYR";

fn has_fixed_capacities<'v>(get: impl Fn(ScenarioField) -> Option<&'v Value>) -> bool {
    let is_fixed = get(ScenarioField::UseExogifiedInputs).is_some_and(|value| value == true);
    is_fixed || get(ScenarioField::RunType).is_some_and(|value| value == FIXED_RUN)
}

fn weather_year(year: &Value) -> aurora_core::Error {
    invalid(format!("weatherYear is {year}, but capacities are not fixed"))
        .with_advice("set useExogifiedInputs to true (or scenarioRunType to FYR), or leave the weather year out")
}

#[cfg(test)]
mod tests {
    use aurora_core::ErrorKind;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_unset_null_or_a_value() {
        let scenario = NewScenario::new("p", "n")
            .with_null(ScenarioField::Description)
            .with_years(vec![2030, 2031])
            .with("brandNew", json!([1]));
        let sent = serde_json::to_string(&scenario).unwrap();
        assert_eq!(
            sent,
            r#"{"brandNew":[1],"description":null,"name":"n","projectGlobalId":"p","years":[2030,2031]}"#
        );
        assert_eq!(serde_json::from_str::<NewScenario>(&sent).unwrap(), scenario);
    }

    #[test]
    fn a_weather_year_needs_fixed_capacities() {
        let new = NewScenario::new("p", "n").with_weather_year(2013);
        let error = new.validate().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("weatherYear is 2013"), "{error}");
        assert!(new.clone().with_use_exogified_inputs(false).validate().is_err());
        assert!(new.clone().with_use_exogified_inputs(true).validate().is_ok());
        assert!(new.clone().with("scenarioRunType", json!("FYR")).validate().is_ok());
        assert!(new.with_null(ScenarioField::WeatherYear).validate().is_ok());

        let update = ScenarioUpdate::new("s").with_weather_year(2013);
        assert!(
            update.validate().is_ok(),
            "the scenario itself may have fixed capacities"
        );
        let never = update.with_use_exogified_inputs(false);
        assert!(never.validate().is_err());
        assert!(never.with("scenarioRunType", json!("FYR")).validate().is_ok());
    }

    #[test]
    fn what_identifies_is_required_and_an_update_changes_something() {
        for new in [
            NewScenario::default(),
            NewScenario::new("", "n"),
            NewScenario::new("p", " "),
        ] {
            assert!(new.validate().is_err(), "{new:?}");
        }
        for update in [
            ScenarioUpdate::default(),
            ScenarioUpdate::new("s"),
            ScenarioUpdate::new("").with_name("n"),
            ScenarioUpdate::new("s").with_null(ScenarioUpdateField::Name),
        ] {
            assert!(update.validate().is_err(), "{update:?}");
        }
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn the_schema_names_every_field_and_lets_it_be_null() {
        let schema = schemars::schema_for!(NewScenario).to_value();
        assert_eq!(schema["properties"].as_object().unwrap().len(), 17);
        assert_eq!(schema["properties"]["weatherYear"]["type"], json!(["integer", "null"]));
    }
}
