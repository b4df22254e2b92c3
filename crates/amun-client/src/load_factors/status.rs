//! How far a job is.

use aurora_core::{Error, ErrorKind, Result};
use jiff::Timestamp;
use serde_json::Value;

use crate::time;
use crate::types::{LoadFactorResult, LoadFactorState, LoadFactorStatus};

/// How far a job is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum JobStatus {
    /// It is not done.
    Running,
    /// It is done.
    Complete {
        /// The result, under whichever of its two names it came.
        result: Box<LoadFactorResult>,
        /// When the service will delete it.
        expiry: Option<Expiry>,
    },
    /// The calculation failed.
    Errored {
        /// Why, in the service's words; it may say nothing.
        message: Option<String>,
    },
    /// A state that this version does not know, in the service's word. It counts as running.
    Other(String),
}

impl JobStatus {
    /// The service's word for it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Running => "Running",
            Self::Complete { .. } => "Complete",
            Self::Errored { .. } => "Errored",
            Self::Other(word) => word,
        }
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Complete { .. } | Self::Errored { .. })
    }
}

/// When a stored result will be deleted. Unverified: the format, so the text is kept beside what it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiry {
    text: String,
}

impl Expiry {
    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The instant, if the text can be read as one; without an offset it counts as UTC.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        time::parse_leniently(&self.text)
    }
}

impl TryFrom<LoadFactorStatus> for JobStatus {
    type Error = Error;

    fn try_from(answer: LoadFactorStatus) -> Result<Self> {
        match answer.status {
            LoadFactorState::Running => Ok(Self::Running),
            LoadFactorState::Errored => {
                let message = answer
                    .error
                    .as_ref()
                    .and_then(text_of)
                    .filter(|message| !message.trim().is_empty());
                Ok(Self::Errored { message })
            }
            LoadFactorState::Complete => {
                // The vendor's docs write `results`, its package reads `result`.
                let result = answer.result.or(answer.results).ok_or_else(|| {
                    Error::new(ErrorKind::Decode, "the job is complete but the answer holds no result")
                        .with_operation(super::STATUS)
                })?;
                // An old version of the vendor's docs spells it `exiryTime`.
                let expiry = answer.expiry_time.as_ref().or_else(|| answer.extra.get("exiryTime"));
                let expiry = expiry.and_then(text_of).map(|text| Expiry { text });
                Ok(Self::Complete {
                    result: Box::new(result),
                    expiry,
                })
            }
            other => Ok(Self::Other(other.to_string())),
        }
    }
}

/// A text as it is, anything else but null as JSON: an odd side note must not cost the result.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn status(answer: Value) -> Result<JobStatus> {
        serde_json::from_value::<LoadFactorStatus>(answer).unwrap().try_into()
    }

    fn result() -> Value {
        json!({"parameters": {}, "appliedParams": {}, "typicalHourly": [], "weatherYearHourly": []})
    }

    #[test]
    fn the_result_is_found_under_both_of_its_names() {
        for name in ["result", "results"] {
            let answer = json!({"status": "Complete", "expiryTime": "2024-01-18T12:00Z", (name): result()});
            let JobStatus::Complete {
                expiry: Some(expiry), ..
            } = status(answer).unwrap()
            else {
                panic!("not complete under {name}");
            };
            assert_eq!(expiry.as_str(), "2024-01-18T12:00Z");
            assert_eq!(expiry.timestamp(), "2024-01-18T12:00:00Z".parse().ok());
        }
    }

    #[test]
    fn an_expiry_in_an_unknown_format_is_kept_as_text() {
        let answer = json!({"status": "Complete", "expiryTime": "soon", "result": result()});
        let JobStatus::Complete {
            expiry: Some(expiry), ..
        } = status(answer).unwrap()
        else {
            panic!("not complete");
        };
        assert_eq!((expiry.as_str(), expiry.timestamp()), ("soon", None));
    }

    #[test]
    fn an_expiry_or_error_that_is_no_text_costs_neither_result_nor_state() {
        let answer = json!({"status": "Complete", "expiryTime": 1705579200, "result": result()});
        let JobStatus::Complete { expiry, .. } = status(answer).unwrap() else {
            panic!("not complete");
        };
        assert_eq!(expiry.unwrap().as_str(), "1705579200");
        let answer = json!({"status": "Errored", "error": {"code": 7}});
        let message = Some(r#"{"code":7}"#.to_owned());
        assert_eq!(status(answer).unwrap(), JobStatus::Errored { message });
    }

    #[test]
    fn an_expiry_is_read_under_its_misspelt_name_too() {
        let answer = json!({"status": "Complete", "exiryTime": "2024-01-18T12:00Z", "result": result()});
        let JobStatus::Complete { expiry, .. } = status(answer).unwrap() else {
            panic!("not complete");
        };
        assert_eq!(expiry.unwrap().as_str(), "2024-01-18T12:00Z");
    }

    #[test]
    fn nulls_and_missing_parts_of_a_result_are_empty() {
        for result in [
            json!({}),
            json!({"parameters": null, "appliedParams": null, "typicalHourly": null, "weatherYearHourly": null}),
            json!({"appliedParams": {"smoothingCoefficient": null}}),
        ] {
            let answer = json!({"status": "Complete", "result": null, "error": null, "results": result});
            let JobStatus::Complete { result, .. } = status(answer).unwrap() else {
                panic!("not complete");
            };
            assert!(result.typical_hourly.is_empty() && result.weather_year_hourly.is_empty());
        }
    }

    #[test]
    fn a_failed_job_may_say_nothing() {
        let text = Some("Wind speeds below minium value".to_owned());
        let rows = [
            (json!({"error": text}), text),
            (json!({"error": null}), None),
            (json!({}), None),
            (json!({"error": " "}), None),
        ];
        for (mut answer, message) in rows {
            answer["status"] = json!("Errored");
            assert_eq!(status(answer).unwrap(), JobStatus::Errored { message });
        }
    }

    #[test]
    fn an_unknown_state_is_kept_and_counts_as_running() {
        let queued = status(json!({"status": "Queued"})).unwrap();
        assert_eq!(queued, JobStatus::Other("Queued".to_owned()));
        assert!(!queued.is_final());
        assert_eq!(queued.as_str(), "Queued");
    }

    #[test]
    fn a_complete_job_without_a_result_is_an_error() {
        let error = status(json!({"status": "Complete"})).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}
