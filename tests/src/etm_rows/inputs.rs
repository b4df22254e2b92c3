//! Inputs of a session, and queries.

use etm_client::InputsOptions;
use etm_client::types::InputDefaults;
use serde_json::{Value, json};

use crate::etm_wire::EtmRow;

fn input() -> Value {
    json!({"min": 0, "max": 600.0, "default": 12.5, "unit": "eur/ton", "user": 120, "disabled": false, "step": 0.1,
        "code": "costs_co2", "label": {"value": 12.5, "suffix": "eur/ton"}, "a field of tomorrow": []})
}

pub(super) fn input_rows() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "list_scenario_inputs",
            "GET",
            "/scenarios/7/inputs",
            ask!(
                |etm| etm.inputs(7).list(
                    &InputsOptions::new()
                        .with_defaults(InputDefaults::Original)
                        .with_extras(true)
                ),
                |inputs| assert_eq!(inputs.len(), 1)
            ),
        )
        .query(&[("defaults", "original"), ("include_extras", "true")])
        .answer(json!({"costs_co2": input()})),
        EtmRow::engine(
            "get_scenario_input",
            "GET",
            "/scenarios/7/inputs/costs_co2",
            ask!(|etm| etm.inputs(7).get("costs_co2"), |input| assert_eq!(
                input.max,
                Some(600.0)
            )),
        )
        .answer(input()),
        EtmRow::engine(
            "get_scenario_inputs_by_keys",
            "GET",
            "/scenarios/7/inputs/costs_co2%2Ccosts_gas",
            ask!(
                |etm| etm.inputs(7).several(&["costs_co2", "costs_gas"]),
                |inputs| assert_eq!(inputs.len(), 2)
            ),
        )
        .answer(json!([input(), {"code": "costs_gas", "unit": "eur/mwh"}])),
        EtmRow::engine(
            "list_inputs",
            "GET",
            "/inputs",
            ask!(|etm| etm.inputs(7).list_global(&InputsOptions::new())),
        )
        .query(&[("scenario_id", "7")])
        .answer(json!({"costs_co2": input()})),
        EtmRow::engine(
            "get_input",
            "GET",
            "/inputs/costs_co2",
            ask!(|etm| etm.inputs(7).get_global("costs_co2")),
        )
        .query(&[("scenario_id", "7")])
        .answer(input()),
        EtmRow::engine(
            "list_input_keys",
            "GET",
            "/inputs/list",
            ask!(|etm| etm.inputs(7).keys(), |keys| assert_eq!(keys, ["costs_co2"])),
        )
        .query(&[("scenario_id", "7")])
        .answer(json!([{"id": "costs_co2", "key": "costs_co2"}])),
        EtmRow::engine(
            "list_gqueries",
            "GET",
            "/gqueries",
            ask!(|etm| etm.gqueries().list(&["dashboard", "costs"]), |all| assert_eq!(
                all.len(),
                1
            )),
        )
        .query(&[("labels[]", "dashboard"), ("labels[]", "costs")])
        .answer(json!([{"key": "total_costs", "unit": "MEUR", "description": null, "labels": ["costs"]}])),
    ]
}
