//! Turbines: the catalogue, power curves, and custom turbines from an uploaded workbook.

mod catalogue;
mod workbook;

use std::sync::Mutex;

use serde::Serialize;

use super::power_curve::{Curve, Point};
use crate::multipart;
use crate::reply::{Refusal, Reply};
use crate::server::Call;
use crate::state::lock;

/// A turbine model, with the field names of the wire.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Turbine {
    id: i64,
    manufacturer: String,
    name: String,
    /// MW; a custom turbine may leave it out.
    rated_capacity: Option<f64>,
    rotor_diameter: f64,
    min_hub_height: Option<f64>,
    max_hub_height: Option<f64>,
    cut_in_speed: Option<f64>,
    cut_out_speed: Option<f64>,
    spec_source: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip)]
    curve: Vec<Point>,
}

impl Turbine {
    pub(super) fn curve(&self) -> Curve {
        Curve::new(&self.curve)
    }

    /// Rated capacity in MW, or the curve's highest power when none is given.
    pub(super) fn capacity_mw(&self) -> f64 {
        self.rated_capacity.unwrap_or_else(|| self.curve().capacity_kw / 1000.0)
    }
}

/// All turbines of one sandbox.
pub(super) struct Turbines(Mutex<Vec<Turbine>>);

impl Turbines {
    pub(super) fn new() -> Turbines {
        Turbines(Mutex::new(catalogue::turbines()))
    }

    /// `list_turbines`.
    pub(super) fn list(&self) -> Reply {
        Reply::ok(&*lock(&self.0))
    }

    /// `get_turbine_power_curve`.
    pub(super) fn power_curve(&self, call: &Call) -> Result<Reply, Refusal> {
        let text = call.parameter("turbine_id");
        let id = text
            .parse()
            .map_err(|_| Refusal::invalid(format!("the turbine id must be a whole number, not {text:?}")))?;
        let turbine = self
            .find(id)
            .ok_or_else(|| Refusal::not_found(format!("there is no turbine {id}")))?;
        Ok(Reply::ok(&turbine.curve))
    }

    /// `upload_turbine`: the part `name` of a multipart form holds the filled-in workbook. The answer is the new turbine.
    pub(super) fn upload(&self, call: &Call) -> Result<Reply, Refusal> {
        let parts = multipart::parts(&call.content_type, &call.body)?;
        let Some(file) = parts.iter().find(|part| part.name == "name") else {
            return Err(Refusal::bad(
                "InvalidUpload",
                "the form must have a field called name, which holds the workbook",
            ));
        };
        if !file.content.starts_with(b"PK") {
            return Err(Refusal::bad(
                "InvalidUpload",
                "the field name does not hold an xlsx workbook",
            ));
        }
        let sheet = workbook::read(file.content)?;
        let mut turbines = lock(&self.0);
        let id = turbines.iter().map(|turbine| turbine.id).max().unwrap_or(0) + 1;
        let turbine = custom(id, sheet);
        turbines.push(turbine.clone());
        Ok(Reply::ok(&turbine))
    }

    pub(super) fn find(&self, id: i64) -> Option<Turbine> {
        lock(&self.0).iter().find(|turbine| turbine.id == id).cloned()
    }
}

fn custom(id: i64, sheet: workbook::Sheet) -> Turbine {
    let producing = || {
        sheet
            .curve
            .iter()
            .filter(|point| point.power > 0.0)
            .map(|point| point.speed)
    };
    Turbine {
        id,
        cut_in_speed: producing().reduce(f64::min),
        cut_out_speed: producing().reduce(f64::max),
        manufacturer: sheet.manufacturer,
        name: sheet.name,
        rated_capacity: sheet.rated_capacity,
        rotor_diameter: sheet.rotor_diameter,
        min_hub_height: sheet.min_hub_height,
        max_hub_height: sheet.max_hub_height,
        spec_source: Some("custom".to_owned()),
        kind: "custom",
        curve: sheet.curve,
    }
}
