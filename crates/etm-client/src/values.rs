//! Values whose type depends on the input.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The value of an input.
///
/// Most inputs are numbers, those of unit `bool` the numbers 0 and 1; inputs of unit `enum` are texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum InputValue {
    /// A number, in the unit of the input.
    Number(f64),
    /// One of the permitted values of an `enum` input, or a number written as a text.
    Text(String),
    /// Anything else: a merge without weights leaves null.
    Other(Value),
}

impl InputValue {
    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::Other(_) => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Other(_) => None,
        }
    }
}

impl fmt::Display for InputValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Other(other) => write!(f, "{other}"),
        }
    }
}

impl From<f64> for InputValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for InputValue {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for InputValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for InputValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Inputs of unit `bool` are the numbers 0 and 1; the engine does not take `true` and `false`.
impl From<bool> for InputValue {
    fn from(flag: bool) -> Self {
        Self::Number(if flag { 1.0 } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::InputValue;
    use crate::types::{EdgeType, Input, NodeStatsResponse, Scenario, ScenarioUpdate, TopologyEdge, VersionTagFields};

    #[test]
    fn inputs_are_numbers_texts_and_after_a_merge_without_weights_null() {
        let scenario: Scenario = serde_json::from_value(json!({
            "id": "12345",
            "end_year": 2050.0,
            "created_at": "2021-07-16T09:23:00.000Z",
            "template": null,
            "user_values": { "costs_co2": 120, "settings_weather_curve_set": "1987", "costs_gas": null },
            "balanced_values": null,
            "read_only": false,
        }))
        .unwrap();
        assert_eq!(
            (scenario.id, scenario.end_year, scenario.template),
            (12345, Some(2050), None)
        );
        let values = scenario.user_values.unwrap();
        assert_eq!(values["costs_co2"].as_number(), Some(120.0));
        assert_eq!(values["settings_weather_curve_set"].as_text(), Some("1987"));
        assert_eq!(values["costs_gas"], InputValue::Other(json!(null)));
        assert_eq!(scenario.extra["read_only"], json!(false));
    }

    #[test]
    fn an_input_whose_limits_could_not_be_computed_is_read() {
        let input: Input = serde_json::from_value(json!({
            "min": null, "max": null, "default": null, "unit": "MW", "disabled": true,
            "cache_error": "Non-numeric GQL value: default",
        }))
        .unwrap();
        assert_eq!((input.min, input.default), (None, None));
        assert_eq!(input.cache_error.as_deref(), Some("Non-numeric GQL value: default"));
    }

    #[test]
    fn a_flag_goes_out_as_the_number_that_the_engine_takes() {
        assert_eq!(serde_json::to_value(InputValue::from(true)).unwrap(), json!(1.0));
        assert_eq!(serde_json::to_value(InputValue::from("reset")).unwrap(), json!("reset"));
    }

    #[test]
    fn a_link_is_cut_with_null_and_left_alone_without_it() {
        let untouched = ScenarioUpdate::builder();
        let untouched: ScenarioUpdate = untouched.try_into().unwrap();
        assert_eq!(serde_json::to_value(untouched).unwrap(), json!({}));
        let cut: ScenarioUpdate = ScenarioUpdate::builder()
            .preset_scenario_id(json!(null))
            .metadata(serde_json::Map::new())
            .try_into()
            .unwrap();
        assert_eq!(
            serde_json::to_value(cut).unwrap(),
            json!({ "metadata": {}, "preset_scenario_id": null })
        );
    }

    #[test]
    fn an_empty_version_tag_says_null_since_an_empty_object_is_refused() {
        let tag: VersionTagFields = VersionTagFields::builder().try_into().unwrap();
        assert_eq!(serde_json::to_value(tag).unwrap(), json!({ "description": null }));
    }

    #[test]
    fn a_figure_may_be_null_and_an_edge_of_an_unknown_type() {
        let stats: NodeStatsResponse = serde_json::from_value(json!({
            "nodes": { "a": { "storage": null, "demand": { "present": 1.5, "future": null } } },
        }))
        .unwrap();
        let nodes = stats.nodes.unwrap();
        assert_eq!(nodes["a"]["storage"], None);
        assert_eq!(nodes["a"]["demand"].as_ref().unwrap().present, Some(json!(1.5)));
        let edge: TopologyEdge = serde_json::from_value(json!({ "type": "curved" })).unwrap();
        assert_eq!(edge.type_, Some(EdgeType::Unknown("curved".to_owned())));
    }
}
