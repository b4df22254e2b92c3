//! The hourly curves of a scenario.

use serde_json::json;

use crate::etm::call::Call;
use crate::etm::caller::{Ability, Missing};
use crate::etm::format::{PRICE_FORMATS, wanted};
use crate::etm::model::tables::{Curve, hourly, hourly_csv, number};
use crate::etm::model::{self, Year};
use crate::etm::reply::{framework, ok, refuse};
use crate::etm::routes::Work;
use crate::etm::state::{EtmState, InputValue, Scenario};
use crate::reply::Reply;

/// Names, and the names of the files. The older names are the only ones that a stable engine knows.
#[rustfmt::skip]
const NAMES: &[(&str, Option<&str>, &str, Curve)] = &[
    ("electricity_profiles", Some("merit_order"), "electricity_profiles", Curve::ElectricityProfiles),
    ("electricity_price", None, "electricity_price", Curve::ElectricityPrice),
    ("district_heating_profiles", Some("heat_network"), "heat_network_profiles", Curve::DistrictHeatingProfiles),
    ("agriculture_heat", None, "agriculture_heat", Curve::AgricultureHeat),
    ("household_heat", None, "household_heat", Curve::HouseholdHeat),
    ("buildings_heat", None, "buildings_heat", Curve::BuildingsHeat),
    ("hydrogen_profiles", Some("hydrogen"), "hydrogen_profiles", Curve::HydrogenProfiles),
    ("network_gas_profiles", Some("network_gas"), "network_gas_profiles", Curve::NetworkGasProfiles),
    ("residual_load", None, "residual_load", Curve::ResidualLoad),
    ("hydrogen_integral_cost", None, "hydrogen_integral_cost", Curve::HydrogenIntegralCost),
];

pub(crate) const NO_HOURS: &str = "Merit order and time-resolved calculation are not enabled for this scenario";

/// The curve of a name, and the name of its file.
fn named(name: &str, stable: bool) -> Option<(Curve, String)> {
    let found = NAMES.iter().find(|(present, older, ..)| match (stable, older) {
        (true, Some(older)) => name == *older,
        _ => name == *present || Some(name) == *older,
    });
    let (.., file, curve) = found?;
    let file = if stable { name } else { file };
    Some((*curve, file.to_owned()))
}

/// Whether hours are computed for a scenario: its area must have them, and its user must not have switched them off.
pub(crate) fn has_hours(scenario: &Scenario) -> bool {
    let off = scenario.value("settings_enable_merit_order") == Some(&InputValue::Number(0.0));
    !off && model::area(&scenario.area_code).is_some_and(|area| area.hourly)
}

/// Whether an area is still offered.
pub(crate) fn is_offered(scenario: &Scenario) -> bool {
    model::area(&scenario.area_code).is_some_and(|area| area.enabled)
}

/// A file to keep.
pub(crate) fn attachment(name: &str, id: i64, body: String) -> Reply {
    let file = format!("{name}.{id}.csv");
    let disposition = format!("attachment; filename=\"{file}\"; filename*=UTF-8''{file}");
    Reply::new(200, "text/csv", body).with_header("content-disposition", disposition)
}

/// The scenario of a request, when it has curves.
fn readable(state: &EtmState, call: &Call) -> Result<Scenario, Reply> {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    let scenario = state.scenario(id)?;
    if !is_offered(scenario) {
        let text = "Scenario uses an unsupported area code and is no longer available";
        return Err(refuse(410, format!("{text}: {}", scenario.area_code)));
    }
    if !has_hours(scenario) {
        return Err(Reply::new(404, "text/plain; charset=utf-8", NO_HOURS));
    }
    Ok(scenario.clone())
}

fn table(scenario: Scenario, curve: Curve, stable: bool, file: String) -> Work {
    Box::new(move || {
        let columns = hourly(&model::evaluate(&scenario, Year::Future), curve, stable);
        Ok(attachment(&file, scenario.id, hourly_csv(scenario.end_year, &columns)))
    })
}

/// `download_hourly_curve`.
pub(crate) fn download(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    let stable = state.is_2025();
    let (curve, file) = named(call.parameter("curve"), stable).ok_or_else(|| framework(call, 404))?;
    let scenario = readable(state, call)?;
    // The price is the one curve whose format can be chosen.
    if curve == Curve::ElectricityPrice && !stable && wanted(call.format, &call.headers, &PRICE_FORMATS) != Some("csv")
    {
        return Err(framework(call, 406));
    }
    Ok(table(scenario, curve, stable, file))
}

/// `get_curve_electricity_price_json`: all values as lines of one text. The stable engine knows no other format than CSV.
pub(crate) fn prices(state: &EtmState, call: &Call) -> Result<Work, Reply> {
    let (stable, curve) = (state.is_2025(), Curve::ElectricityPrice);
    let scenario = readable(state, call)?;
    if stable {
        return Ok(table(scenario, curve, stable, "electricity_price".to_owned()));
    }
    Ok(Box::new(move || {
        let columns = hourly(&model::evaluate(&scenario, Year::Future), curve, stable);
        let values = columns.into_iter().flat_map(|column| column.values);
        let lines: Vec<String> = values.map(number).collect();
        ok(&json!({"curve": lines.join("\n")}))
    }))
}
