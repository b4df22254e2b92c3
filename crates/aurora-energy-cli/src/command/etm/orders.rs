//! `aurora etm sortables`.

use anyhow::Result;
use aurora_energy::etm::EtmClient;
use aurora_energy::etm::types::SortableOrder;
use serde::Serialize;

use super::names;
use crate::args::Format;
use crate::args::etm::outputs::{OneOrder, SortablesCommand};
use crate::context::Context;
use crate::output::column;

pub(super) async fn run(command: SortablesCommand, etm: &EtmClient, context: &mut Context) -> Result<()> {
    match command {
        SortablesCommand::List { id } => list(id, etm, context).await,
        SortablesCommand::Get { order } => {
            let OneOrder { id, kind, level } = order;
            let order = etm.sortables(id).get(&*kind, level).await?;
            show(order, context)
        }
        SortablesCommand::Set { order, item, reset } => {
            let OneOrder { id, kind, level } = order;
            let sortables = etm.sortables(id);
            let order = if reset {
                sortables.reset(&*kind, level).await?
            } else {
                sortables.set(&*kind, level, &item).await?
            };
            show(order, context)
        }
    }
}

fn show(order: SortableOrder, context: &mut Context) -> Result<()> {
    match context.output.format {
        Format::Json | Format::Jsonl => context.output.record(&order),
        Format::Table | Format::Csv => names("item", order.order.unwrap_or_default(), context),
    }
}

async fn list(id: i64, etm: &EtmClient, context: &mut Context) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        kind: &'static str,
        level: Option<&'static str>,
        order: Vec<String>,
    }
    let orders = etm.sortables(id).list().await?;
    if matches!(context.output.format, Format::Json | Format::Jsonl) {
        return context.output.record(&orders);
    }
    let (lt, mt, ht) = match orders.heat_network {
        Some(heat) => (heat.lt, heat.mt, heat.ht),
        None => (None, None, None),
    };
    let rows = [
        ("forecast_storage", None, orders.forecast_storage),
        ("hydrogen_supply", None, orders.hydrogen_supply),
        ("hydrogen_demand", None, orders.hydrogen_demand),
        ("space_heating", None, orders.space_heating),
        ("heat_network", Some("lt"), lt),
        ("heat_network", Some("mt"), mt),
        ("heat_network", Some("ht"), ht),
    ];
    let rows = rows.into_iter().filter_map(|(kind, level, order)| {
        Some(Row {
            kind,
            level,
            order: order?,
        })
    });
    let columns = [
        column("kind", "kind"),
        column("level", "level"),
        column("order", "order"),
    ];
    context.output.items(&columns, rows)
}
