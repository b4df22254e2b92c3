//! Changing the inputs of a scenario.
//!
//! An update is checked before it is sent: names against the inputs configuration, years and months for being there once.
//! The configuration's `hardLimit` and `initialRange` are not enforced: whether they are in the unit of the values is not
//! established, and the service says itself what it finds wrong, in `validationErrors` and `validationWarnings`.

use aurora_core::Result;
use serde_json::Value;

use super::rules::Plants;
use super::transform::{self, Edit};
use super::{
    CommodityUpdate, DemandTechnologyUpdate, DemandUpdate, EndogenousUpdate, ExogenousUpdate, Inputs,
    InterconnectorUpdate, rules,
};
use crate::complete;
use crate::generated::documents;
use crate::types::{
    self, Commodity, Demand, DemandTechnology, EndogenousTechnology, ExogenousTechnology, Interconnector,
};

/// Names the operation in the error of a check.
fn checked(operation: &'static str, checks: impl IntoIterator<Item = Result<()>>) -> Result<()> {
    let result: Result<()> = checks.into_iter().collect();
    result.map_err(|error| error.with_operation(operation))
}

impl Inputs<'_> {
    /// Changes a parameter of exogenous plants, and gives the values of all their parameters as they are now. `None` when
    /// the service says nothing about them.
    ///
    /// A percentage may be given whatever the parameter's limits are. What the service finds wrong with the values is in
    /// their `validationErrors` and `validationWarnings`.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a name is empty, when the configuration does not list the
    /// parameter, when it does not apply to exogenous plants or has another form than the transform, and when the transform
    /// is empty, names a year or month twice, or a year that the scenario does not have (known once its
    /// [`session`](Self::session) was read). Else as [`config`](Self::config).
    pub async fn update_exogenous(&self, update: &ExogenousUpdate) -> Result<Option<ExogenousTechnology>> {
        let operation = "update_exogenous_technology";
        let edits = update.transform.edits();
        checked(
            operation,
            [
                rules::named("the technology", &update.technology),
                rules::named("the region", &update.region),
                self.check(&edits),
            ],
        )?;
        let config = self.config().await?;
        let known = rules::parameter(&config, Plants::Exogenous, &update.parameter, update.transform.form());
        checked(operation, [known])?;
        let variables = types::UpdateExogenousTechnologyVariables::builder()
            .session_id(self.id()?)
            .parameter(&update.parameter)
            .tx(items(&edits))
            .name(&update.technology)
            .region(&update.region)
            .sub_region(update.sub_region.clone())
            .subsidy(update.subsidy.clone())
            .sub_technology(update.sub_technology.clone());
        let document = self.filled(documents::UPDATE_EXOGENOUS_TECHNOLOGY).await?;
        let body = types::UpdateExogenousTechnologyRequest::builder().query(document);
        let body: types::UpdateExogenousTechnologyRequest = complete(body.variables(variables));
        let send = || self.generated().update_exogenous_technology().body(body.clone()).send();
        Ok(self.ask(operation, send).await?.update_exogenous_technology_parameter)
    }

    /// Changes a parameter or definition of endogenous plants, and gives the values of all of them as they are now. `None`
    /// when the service says nothing about them.
    ///
    /// # Errors
    ///
    /// As [`update_exogenous`](Self::update_exogenous), for endogenous plants.
    pub async fn update_endogenous(&self, update: &EndogenousUpdate) -> Result<Option<EndogenousTechnology>> {
        let operation = "update_endogenous_technology";
        let edits = update.transform.edits();
        checked(
            operation,
            [
                rules::named("the technology", &update.technology),
                rules::named("the region", &update.region),
                self.check(&edits),
            ],
        )?;
        let config = self.config().await?;
        let known = rules::parameter(&config, Plants::Endogenous, &update.parameter, update.transform.form());
        checked(operation, [known])?;
        let variables = types::UpdateEndogenousTechnologyVariables::builder()
            .session_id(self.id()?)
            .parameter(&update.parameter)
            .tx(items(&edits))
            .name(&update.technology)
            .region(&update.region)
            .sub_region(update.sub_region.clone())
            .sub_technology(update.sub_technology.clone());
        let document = self.filled(documents::UPDATE_ENDOGENOUS_TECHNOLOGY).await?;
        let body = types::UpdateEndogenousTechnologyRequest::builder().query(document);
        let body: types::UpdateEndogenousTechnologyRequest = complete(body.variables(variables));
        let send = || {
            self.generated()
                .update_endogenous_technology()
                .body(body.clone())
                .send()
        };
        Ok(self.ask(operation, send).await?.update_endogenous_technology_parameter)
    }

    /// Changes a variable of the demand of regions, and gives their demand as it is now, in one document for all of them
    /// (as the vendor's tests show). `None` when the service says nothing about it.
    ///
    /// A change of the total appears in the answer as a change of its parts as well, so do not change both by a percentage
    /// (as the vendor's tests show).
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when no region is named, when the configuration does not list the
    /// variable, and for the transforms that [`update_exogenous`](Self::update_exogenous) refuses. Else as
    /// [`config`](Self::config).
    pub async fn update_demand(&self, update: &DemandUpdate) -> Result<Option<Demand>> {
        let operation = "update_demand_variable";
        let edits = update.transform.edits();
        checked(operation, [rules::regions(&update.regions), self.check(&edits)])?;
        let config = self.config().await?;
        let listed = config.demand.iter().flat_map(|demand| &demand.demand_variables);
        let known = rules::variable(
            "demand variable",
            &update.variable,
            listed.map(|own| own.name.as_deref()),
        );
        checked(operation, [known])?;
        let variables = types::UpdateDemandVariableVariables::builder()
            .session_id(self.id()?)
            .regions(update.regions.clone())
            .variable(&update.variable)
            .auto_capacity_market_target(update.auto_capacity_market_target)
            .tx(items(&edits));
        let document = self.filled(documents::UPDATE_DEMAND_VARIABLE).await?;
        let body = types::UpdateDemandVariableRequest::builder().query(document);
        let body: types::UpdateDemandVariableRequest = complete(body.variables(variables));
        let send = || self.generated().update_demand_variable().body(body.clone()).send();
        Ok(self.ask(operation, send).await?.update_demand_variable)
    }

    /// Changes a variable of the demand of a technology, and gives that technology's demand as it is now.
    ///
    /// Unverified: whether there is one entry for all regions or one for each. Empty when the service says nothing.
    ///
    /// # Errors
    ///
    /// As [`update_demand`](Self::update_demand), and when the technology is empty.
    pub async fn update_demand_technology(&self, update: &DemandTechnologyUpdate) -> Result<Vec<DemandTechnology>> {
        let operation = "update_demand_technology_variable";
        let edits = update.transform.edits();
        checked(
            operation,
            [
                rules::named("the technology", &update.technology),
                rules::regions(&update.regions),
                self.check(&edits),
            ],
        )?;
        let config = self.config().await?;
        let listed = config
            .demand
            .iter()
            .flat_map(|demand| &demand.demand_technology_variables);
        let listed = listed.map(|own| own.name.as_deref());
        checked(
            operation,
            [rules::variable("demand technology variable", &update.variable, listed)],
        )?;
        let variables = types::UpdateDemandTechnologyVariableVariables::builder()
            .session_id(self.id()?)
            .regions(update.regions.clone())
            .variable(&update.variable)
            .technology(&update.technology)
            .auto_capacity_market_target(update.auto_capacity_market_target)
            .tx(items(&edits));
        let document = self.filled(documents::UPDATE_DEMAND_TECHNOLOGY_VARIABLE).await?;
        let body = types::UpdateDemandTechnologyVariableRequest::builder().query(document);
        let body: types::UpdateDemandTechnologyVariableRequest = complete(body.variables(variables));
        let send = || {
            self.generated()
                .update_demand_technology_variable()
                .body(body.clone())
                .send()
        };
        let updated = self.ask(operation, send).await?.update_demand_technology_variable;
        Ok(updated.map(|updated| updated.0).unwrap_or_default())
    }

    /// Changes the prices of a commodity, and gives them as they are now. `None` when the service says nothing about them.
    ///
    /// [`CommodityUpdate::of`] takes the regions of a commodity that was read before, as the vendor asks for.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the commodity is empty, and for the transforms that
    /// [`update_exogenous`](Self::update_exogenous) refuses. Else as [`session`](Self::session). The configuration is not
    /// asked for, so a commodity that does not exist is the service's to refuse.
    pub async fn update_commodity(&self, update: &CommodityUpdate) -> Result<Option<Commodity>> {
        let operation = "update_commodity";
        let edits = update.transform.edits();
        checked(
            operation,
            [rules::named("the commodity", &update.commodity), self.check(&edits)],
        )?;
        let variables = types::UpdateCommodityVariables::builder()
            .session_id(self.id()?)
            .commodity(&update.commodity)
            .regions(update.regions.clone())
            .native_units_flag(update.native_units)
            .tx(items(&edits));
        let body: types::UpdateCommodityRequest =
            complete(types::UpdateCommodityRequest::builder().variables(variables));
        let send = || self.generated().update_commodity().body(body.clone()).send();
        Ok(self.ask(operation, send).await?.update_commodity)
    }

    /// Changes a variable of an interconnector in one direction, and gives that interconnector as it is now. `None` when
    /// the service says nothing about it.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when a region is empty, when the configuration does not list the
    /// variable, and for the transforms that [`update_exogenous`](Self::update_exogenous) refuses. Else as
    /// [`config`](Self::config).
    pub async fn update_interconnector(&self, update: &InterconnectorUpdate) -> Result<Option<Interconnector>> {
        let operation = "update_interconnector_variable";
        let edits = update.transform.edits();
        checked(
            operation,
            [
                rules::named("the region that power flows from", &update.from),
                rules::named("the region that power flows to", &update.to),
                self.check(&edits),
            ],
        )?;
        let config = self.config().await?;
        let listed = config.interconnectors.iter().flat_map(|own| &own.variables);
        let listed = listed.map(|own| own.name.as_deref());
        checked(
            operation,
            [rules::variable("interconnector variable", &update.variable, listed)],
        )?;
        let variables = types::UpdateInterconnectorVariableVariables::builder()
            .session_id(self.id()?)
            .from(&update.from)
            .to(&update.to)
            .variable(&update.variable)
            .tx(items(&edits));
        let document = self.filled(documents::UPDATE_INTERCONNECTOR_VARIABLE).await?;
        let body = types::UpdateInterconnectorVariableRequest::builder().query(document);
        let body: types::UpdateInterconnectorVariableRequest = complete(body.variables(variables));
        let send = || {
            self.generated()
                .update_interconnector_variable()
                .body(body.clone())
                .send()
        };
        Ok(self.ask(operation, send).await?.update_interconnector_variable)
    }

    /// Takes the commodity assumptions of another scenario for the new originals; edits stay and apply to them (as the
    /// vendor documents). Gives what the service answers, whose meaning is not documented; `null` when it says nothing.
    ///
    /// The data loads anew afterwards: read the [`commodities`](Self::commodities) once, which waits for it, and then the
    /// [`session`](Self::session), whose data group `commodities` refers to the other scenario (as the vendor's tests do).
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the other scenario's id is empty; else as
    /// [`session`](Self::session).
    pub async fn rebase_commodities(&self, scenario_id: &str) -> Result<Value> {
        let operation = "rebase_commodities";
        checked(
            operation,
            [rules::named("the id of the scenario to take from", scenario_id)],
        )?;
        let variables = types::RebaseCommoditiesVariables::builder();
        let variables = variables.session_id(self.id()?).rebase_reference_id(scenario_id);
        let body: types::RebaseCommoditiesRequest =
            complete(types::RebaseCommoditiesRequest::builder().variables(variables));
        let send = || self.generated().rebase_commodities().body(body.clone()).send();
        let rebased = self.ask(operation, send).await?.rebase_commodities;
        Ok(rebased.and_then(|rebased| rebased.result).unwrap_or_default())
    }

    fn check(&self, edits: &[Edit]) -> Result<()> {
        transform::check(edits, self.client.memory().horizons.of(&self.scenario_id).as_ref())
    }
}

/// Edits as they are sent; what is not set is left out.
fn items(edits: &[Edit]) -> Vec<types::Transform> {
    let item = |edit: &Edit| {
        let change = types::TransformChange::builder()
            .type_(edit.change.kind().on_the_wire())
            .value(edit.change.value());
        let item = types::Transform::builder().year(edit.year).month(edit.month);
        complete(item.transform(change))
    };
    edits.iter().map(item).collect()
}
