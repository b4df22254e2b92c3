//! Sessions out of other sessions: merged and interpolated.

use aurora_core::Result;
use serde_json::{Value, json};

use super::Sessions;
use crate::check::{invalid, parameters, some};
use crate::types::Scenario;

const MERGE: &str = "merge_scenarios";
const INTERPOLATE: &str = "interpolate_scenario";
const INTERPOLATE_MANY: &str = "interpolate_scenarios";

/// Sessions to be merged, with their weights.
///
/// ```
/// use etm_client::sessions::Merge;
///
/// let merge = Merge::new().with_session(101, 3.0).with_session(102, 1.0);
/// assert!(merge.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Merge {
    sources: Vec<(i64, Option<f64>)>,
}

impl Merge {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a session with its weight; what counts is its share of the sum of all weights.
    pub fn with_session(mut self, session_id: i64, weight: f64) -> Self {
        self.sources.push((session_id, Some(weight)));
        self
    }

    /// Adds a session with the mean of the other weights.
    pub fn with_session_of_mean_weight(mut self, session_id: i64) -> Self {
        self.sources.push((session_id, None));
        self
    }

    /// What can be told to be wrong before the engine is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when there is no session, when one is named twice, when a weight is negative or not finite, and when
    /// the weights of several sessions add up to nothing: the engine would merge them into values of null.
    pub fn validate(&self) -> Result<()> {
        some("sessions to merge", &self.sources)?;
        parameters("sessions", 2 * self.sources.len())?;
        for (at, (id, weight)) in self.sources.iter().enumerate() {
            if self.sources[..at].iter().any(|(other, _)| other == id) {
                return Err(invalid(format!("session {id} is to be merged twice")));
            }
            if let Some(weight) = weight {
                aurora_core::check::in_range(&format!("the weight of session {id}"), *weight, 0.0..f64::INFINITY, "")?;
            }
        }
        let sum: f64 = self.sources.iter().filter_map(|(_, weight)| *weight).sum();
        if self.sources.len() > 1 && sum <= 0.0 {
            return Err(invalid("no session has a weight above 0").with_advice("give at least one of them a weight"));
        }
        Ok(())
    }

    /// The engine finds a session only by an id that is written as a text.
    fn to_body(&self) -> Value {
        let source = |(id, weight): &(i64, Option<f64>)| match weight {
            Some(weight) => json!({"scenario_id": id.to_string(), "weight": weight}),
            None => json!({"scenario_id": id.to_string()}),
        };
        json!({"scenarios": self.sources.iter().map(source).collect::<Vec<_>>()})
    }
}

/// Years before and between the end years of several sessions; each has to be after the year of the area's data and before the
/// last end year.
///
/// ```
/// use etm_client::sessions::Interpolation;
///
/// let interpolation = Interpolation::new([11111, 22222], [2030, 2045]);
/// assert!(interpolation.validate().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Interpolation {
    session_ids: Vec<i64>,
    end_years: Vec<i32>,
}

impl Interpolation {
    /// These years out of these sessions, which have to be of one area.
    pub fn new(session_ids: impl IntoIterator<Item = i64>, end_years: impl IntoIterator<Item = i32>) -> Self {
        Self {
            session_ids: session_ids.into_iter().collect(),
            end_years: end_years.into_iter().collect(),
        }
    }

    /// What can be told to be wrong before the engine is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when there is no session or no year, and when a session is named twice.
    pub fn validate(&self) -> Result<()> {
        some("sessions to interpolate", &self.session_ids)?;
        some("end years", &self.end_years)?;
        parameters("sessions and years", self.session_ids.len() + self.end_years.len())?;
        for (at, id) in self.session_ids.iter().enumerate() {
            if self.session_ids[..at].contains(id) {
                return Err(invalid(format!("session {id} is named twice")));
            }
        }
        Ok(())
    }

    fn to_body(&self) -> Value {
        json!({"scenario_ids": self.session_ids, "end_years": self.end_years})
    }
}

impl Sessions<'_> {
    /// Makes a session of the weighted values of several, which have to be of one area and end year and not scaled. It belongs to
    /// nobody and is public, whoever asks. With one session it is a copy of that.
    ///
    /// # Errors
    ///
    /// Fails before sending as [`Merge::validate`]; with `NotFound` when one of the sessions is not there or may not be read;
    /// with `InvalidRequest` when they do not fit together; else the errors of any request.
    pub async fn merge(&self, merge: &Merge) -> Result<Scenario> {
        merge.validate().map_err(|error| error.with_operation(MERGE))?;
        let request = self.client.request(MERGE)?.json(&merge.to_body());
        self.client.send(request).await?.json()
    }

    /// Makes a session for a year before the end year of another one, on the straight line from the year of the area's data; with
    /// `start_session_id`, from that session's end year and values.
    ///
    /// The engine `2025-01` ignores the start session.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the year does not lie between; with `NotFound` when one of the sessions is not there or
    /// may not be read; else the errors of any request.
    pub async fn interpolate(&self, session_id: i64, end_year: i32, start_session_id: Option<i64>) -> Result<Scenario> {
        let mut body = json!({"end_year": end_year});
        if let Some(start) = start_session_id {
            body["start_scenario_id"] = start.into();
        }
        let request = self.client.request(INTERPOLATE)?;
        let request = request.path_param("scenario_id", session_id).json(&body);
        self.client.send(request).await?.json()
    }

    /// Makes one session for each year, each between the sessions whose end years are around it. The answer has them in
    /// order of their years.
    ///
    /// # Errors
    ///
    /// Fails before sending as [`Interpolation::validate`]; with `NotFound` when one of the sessions is not there or may not
    /// be read, and on the engine `2025-01`, which has no such operation; with `InvalidRequest` when a year does not fit; else
    /// the errors of any request.
    pub async fn interpolate_many(&self, interpolation: &Interpolation) -> Result<Vec<Scenario>> {
        let valid = interpolation.validate();
        valid.map_err(|error| error.with_operation(INTERPOLATE_MANY))?;
        let request = self.client.request(INTERPOLATE_MANY)?.json(&interpolation.to_body());
        self.client.send(request).await?.json()
    }
}
