//! `aurora etm nodes`.

use anyhow::Result;
use aurora_energy::etm::types::{Node, NodeStatsResponse};
use aurora_energy::etm::{EtmClient, NodeStatsQuery};
use serde::Serialize;
use serde_json::Value;

use crate::args::Format;
use crate::args::etm::outputs::NodesCommand;
use crate::context::Context;
use crate::output::column;

pub(super) async fn run(command: NodesCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        NodesCommand::Get { id, key } => {
            let node = etm.nodes(id).get(&key).await?;
            show(&node, context)
        }
        NodesCommand::Topology { id } => {
            let topology = etm.nodes(id).topology().await?;
            if matches!(context.output.format, Format::Json | Format::Jsonl) {
                return context.output.record(&topology);
            }
            let columns = [
                column("node", "key"),
                column("sector", "sector"),
                column("use", "use"),
                column("x", "x"),
                column("y", "y"),
            ];
            context.output.items(&columns, topology.nodes.unwrap_or_default())
        }
        NodesCommand::Stats { id, key, attribute } => {
            let query = key.into_iter().fold(NodeStatsQuery::new(), |query, key| {
                if attribute.is_empty() {
                    query.with_node(key)
                } else {
                    query.with_figures(key, &attribute)
                }
            });
            let stats = etm.nodes(id).stats(&query).await?;
            show_stats(&stats, context)
        }
    }
}

/// A figure of a node.
#[derive(Serialize)]
struct Row<'a> {
    node: Option<&'a str>,
    group: Option<&'a str>,
    figure: &'a str,
    present: Option<&'a Value>,
    future: Option<&'a Value>,
    unit: Option<&'a str>,
}

fn show(node: &Node, context: &mut Context) -> Result<()> {
    if matches!(context.output.format, Format::Json | Format::Jsonl) {
        return context.output.record(node);
    }
    let groups = node.data.iter().flatten();
    let rows = groups.flat_map(|(group, figures)| {
        figures.iter().map(|(figure, datum)| Row {
            node: node.key.as_deref(),
            group: Some(group),
            figure,
            present: datum.present.as_ref(),
            future: datum.future.as_ref(),
            unit: datum.unit.as_deref(),
        })
    });
    let columns = [
        column("group", "group"),
        column("figure", "figure"),
        column("present", "present"),
        column("future", "future"),
        column("unit", "unit"),
    ];
    context.output.items(&columns, rows)
}

fn show_stats(stats: &NodeStatsResponse, context: &mut Context) -> Result<()> {
    if matches!(context.output.format, Format::Json | Format::Jsonl) {
        return context.output.record(stats);
    }
    let nodes = stats.nodes.iter().flatten();
    let rows = nodes.flat_map(|(node, figures)| {
        figures.iter().map(|(figure, stat)| Row {
            node: Some(node),
            group: None,
            figure,
            present: stat.as_ref().and_then(|stat| stat.present.as_ref()),
            future: stat.as_ref().and_then(|stat| stat.future.as_ref()),
            unit: None,
        })
    });
    let columns = [
        column("node", "node"),
        column("figure", "figure"),
        column("present", "present"),
        column("future", "future"),
    ];
    context.output.items(&columns, rows)
}
