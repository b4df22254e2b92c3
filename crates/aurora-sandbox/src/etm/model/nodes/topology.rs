//! The drawing of the graph.

use serde_json::{Value, json};

use super::{keys, purpose};
use crate::etm::model::Model;
use crate::etm::model::carriers::{Carrier, ELECTRICITY, HYDROGEN, NETWORK_GAS};
use crate::etm::model::flows::is_link;
use crate::etm::model::outcome::distribution;
use crate::etm::model::plants::sector_of;

/// Where the nodes of a sector without a place of their own are drawn.
fn row_of(sector: &str) -> Option<i64> {
    Some(match sector {
        "households" | "environment" => 100,
        "industry" => 9000,
        "transport" => 3500,
        "agriculture" => 5300,
        "energy" => 3000,
        "other" => 8300,
        "buildings" => 6100,
        _ => return None,
    })
}

fn fill_of(sector: &str) -> Option<&'static str> {
    Some(match sector {
        "households" => "#E69567",
        "industry" => "#CCCCCC",
        "transport" => "#FFD700",
        "agriculture" => "#B3CF7B",
        "energy" => "#ADD8E6",
        "other" => "#7BABBA",
        "buildings" => "#FF6666",
        "bunkers" => "#5CD0A5",
        _ => return None,
    })
}

fn color_of(carrier: Carrier) -> &'static str {
    match carrier {
        ELECTRICITY => "gold",
        NETWORK_GAS => "lightgray",
        HYDROGEN => "turquoise",
        "coal" => "black",
        _ => "#999",
    }
}

/// Nodes and edges of the energy graph. The flow of an edge goes from the right to the left.
pub(crate) fn topology(present: &Model) -> Value {
    let outcome = present.outcome();
    let nodes = keys(outcome).into_iter().enumerate().map(|(index, key)| {
        let sector = sector_of(key);
        // Every fourth node was never given a place.
        let (x, y) = match index % 4 {
            0 => (100, row_of(sector)),
            _ => (400 + 320 * (index as i64 % 17), row_of(sector).map(|row| row + 40 * (index as i64 % 23))),
        };
        json!({
            "key": key, "x": x, "y": y, "fill_color": fill_of(sector), "stroke_color": "#999", "sector": sector, "use": purpose(key),
        })
    });
    let mut edges = Vec::new();
    for (key, flow) in outcome.flows.iter() {
        let spreads = key.starts_with("energy_distribution_");
        for carrier in flow.inputs.keys().filter(|_| !spreads) {
            let from = distribution(carrier);
            if outcome.flows.get(&from).is_some() && from != key {
                let kind = if is_link(key) { "share" } else { "flexible" };
                edges.push(json!({"left": key, "right": from, "color": color_of(carrier), "type": kind}));
            }
        }
        for carrier in flow.outputs.keys().filter(|_| !is_link(key)) {
            let to = distribution(carrier);
            if outcome.flows.get(&to).is_some() {
                edges.push(json!({"left": to, "right": key, "color": color_of(carrier), "type": "constant"}));
            }
        }
    }
    json!({"nodes": nodes.collect::<Vec<_>>(), "edges": edges})
}
