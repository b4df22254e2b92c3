//! The operations on sessions, by the right that they need, as methods of the client.

use aurora_tests::wire::Call;
use etm_client::custom_curves::{Curve, CustomCurvesOptions};
use etm_client::esdl::EsdlDocument;
use etm_client::sessions::{CopyOptions, Interpolation, Merge};
use etm_client::{
    EtmClient, Export, HourlyCurve, InputsOptions, NewSession, NodeStatsQuery, Role, SessionUpdate, UserChanges,
};

use super::Need::{self, Clone as Copying, Read, Update};

/// A call on the session of this id.
pub(crate) type On = fn(EtmClient, i64) -> Call;

macro_rules! on {
    (|$etm:ident, $id:ident| $call:expr) => {
        |$etm, $id| Box::pin(async move { $call.await.map(drop) })
    };
}

const GROUP: &[&str] = &["external_model_industry"];
const NODE: &str = "industry_chp_combined_cycle_gas_power_fuelmix";
const KEY: &str = "interconnector_1_price";

/// What can be done again and again, whoever did it before.
pub(crate) const ON_A_SESSION: &[(Need, &str, On)] = &[
    (Read, "get", on!(|etm, id| etm.sessions().get(id))),
    (Read, "reset", on!(|etm, id| etm.sessions().reset(id))),
    (
        Read,
        "queries",
        on!(|etm, id| etm.gqueries().of(id).run(&["dashboard_emissions"])),
    ),
    (Read, "merit", on!(|etm, id| etm.sessions().merit(id, false))),
    (Read, "version tag", on!(|etm, id| etm.sessions().version_tag(id))),
    (
        Read,
        "inputs",
        on!(|etm, id| etm.inputs(id).list(&InputsOptions::new())),
    ),
    (
        Read,
        "inputs, global",
        on!(|etm, id| etm.inputs(id).list_global(&InputsOptions::new())),
    ),
    (Read, "input", on!(|etm, id| etm.inputs(id).get("costs_co2"))),
    (
        Read,
        "input, global",
        on!(|etm, id| etm.inputs(id).get_global("costs_co2")),
    ),
    (
        Read,
        "several inputs",
        on!(|etm, id| etm.inputs(id).several(&["costs_co2", "costs_oil"])),
    ),
    (Read, "input keys", on!(|etm, id| etm.inputs(id).keys())),
    (Read, "node", on!(|etm, id| etm.nodes(id).get(NODE))),
    (Read, "topology", on!(|etm, id| etm.nodes(id).topology())),
    (
        Read,
        "node stats",
        on!(|etm, id| async move { etm.nodes(id).stats(&NodeStatsQuery::new().with_node(NODE)).await }),
    ),
    (
        Read,
        "curve",
        on!(|etm, id| etm.curves(id).csv(HourlyCurve::ResidualLoad)),
    ),
    (Read, "prices", on!(|etm, id| etm.curves(id).prices())),
    (
        Read,
        "custom curves",
        on!(|etm, id| etm.custom_curves(id).list(&CustomCurvesOptions::default())),
    ),
    (
        Read,
        "energy flow",
        on!(|etm, id| etm.exports(id).csv(Export::EnergyFlow)),
    ),
    (
        Read,
        "molecule flow",
        on!(|etm, id| etm.exports(id).csv(Export::MoleculeFlow)),
    ),
    (
        Read,
        "costs",
        on!(|etm, id| etm.exports(id).csv(Export::CostsParameters)),
    ),
    (Read, "sankey", on!(|etm, id| etm.exports(id).csv(Export::Sankey))),
    (
        Read,
        "storage",
        on!(|etm, id| etm.exports(id).csv(Export::StorageParameters)),
    ),
    (
        Read,
        "emissions",
        on!(|etm, id| etm.exports(id).csv(Export::DirectEmissionsFuture)),
    ),
    (
        Read,
        "capacities",
        on!(|etm, id| etm.exports(id).csv(Export::ElectricityCapacities)),
    ),
    (Read, "sortables", on!(|etm, id| etm.sortables(id).list())),
    (
        Read,
        "sortable",
        on!(|etm, id| etm.sortables(id).get("hydrogen_supply", None)),
    ),
    (
        Read,
        "storage order",
        on!(|etm, id| etm.sortables(id).forecast_storage_order()),
    ),
    (
        Read,
        "supply order",
        on!(|etm, id| etm.sortables(id).hydrogen_supply_order()),
    ),
    (
        Read,
        "demand order",
        on!(|etm, id| etm.sortables(id).hydrogen_demand_order()),
    ),
    (
        Read,
        "producer order",
        on!(|etm, id| etm.sortables(id).households_space_heating_producer_order()),
    ),
    (
        Read,
        "heat order",
        on!(|etm, id| etm.sortables(id).heat_network_order(None)),
    ),
    (Read, "esdl", on!(|etm, id| etm.esdl(id).get())),
    (
        Update,
        "update",
        on!(|etm, id| async move {
            etm.sessions()
                .update(id, &SessionUpdate::new().with_source(Some("x")))
                .await
        }),
    ),
    (
        Update,
        "change version tag",
        on!(|etm, id| etm.sessions().update_version_tag(id, Some("x"))),
    ),
    (
        Update,
        "set input",
        on!(|etm, id| async move { etm.inputs(id).update().set("costs_co2", 50.0).send().await }),
    ),
    (Update, "couple", on!(|etm, id| etm.sessions().couple(id, GROUP))),
    (Update, "uncouple", on!(|etm, id| etm.sessions().uncouple(id, GROUP))),
    (Update, "uncouple all", on!(|etm, id| etm.sessions().uncouple_all(id))),
    (
        Update,
        "upload curve",
        on!(|etm, id| async move { etm.custom_curves(id).upload(KEY, &Curve::new(vec![30.0; 8760])?).await }),
    ),
    (Update, "delete curve", on!(|etm, id| etm.custom_curves(id).delete(KEY))),
    (
        Update,
        "set sortable",
        on!(|etm, id| etm.sortables(id).reset("hydrogen_supply", None)),
    ),
    (
        Update,
        "set storage order",
        on!(|etm, id| etm.sortables(id).set_forecast_storage_order(&[""; 0])),
    ),
    (
        Update,
        "set supply order",
        on!(|etm, id| etm.sortables(id).set_hydrogen_supply_order(&[""; 0])),
    ),
    (
        Update,
        "set demand order",
        on!(|etm, id| etm.sortables(id).set_hydrogen_demand_order(&[""; 0])),
    ),
    (
        Update,
        "set producer order",
        on!(|etm, id| etm.sortables(id).set_households_space_heating_producer_order(&[""; 0])),
    ),
    (
        Update,
        "set heat order",
        on!(|etm, id| etm.sortables(id).set_heat_network_order(None, &[""; 0])),
    ),
    (
        Update,
        "upload esdl",
        on!(|etm, id| async move {
            etm.esdl(id)
                .upload(&EsdlDocument::new("a.esdl", "<esdl:EnergySystem/>")?)
                .await
        }),
    ),
    (
        Copying,
        "interpolate",
        on!(|etm, id| etm.sessions().interpolate(id, 2040, None)),
    ),
];

/// What only an owner does, on a session that is made for it.
pub(crate) const OWNING: &[(&str, On)] = &[
    ("list users", on!(|etm, id| etm.users(id).list())),
    (
        "add user",
        on!(|etm, id| etm.users(id).add("cleo@example.org", Role::Viewer)),
    ),
    (
        "set users",
        on!(|etm, id| async move {
            let changes = UserChanges::new().add("cleo@example.org", Role::Viewer);
            etm.users(id).set(&changes).await?.into_result()
        }),
    ),
    (
        "copy users of the template",
        on!(|etm, id| async move {
            etm.sessions()
                .update(id, &SessionUpdate::new().with_users_of_template())
                .await
        }),
    ),
    ("delete", on!(|etm, id| etm.sessions().delete(id))),
];

/// What makes a session, from one that everybody may read.
pub(crate) const CREATING: &[(&str, On)] = &[
    (
        "create",
        on!(|etm, _id| async move { etm.sessions().create(&NewSession::new("nl2019", 2050)).await }),
    ),
    (
        "copy",
        on!(|etm, id| async move { etm.sessions().copy(id, &CopyOptions::new()).await }),
    ),
    (
        "merge",
        on!(|etm, id| async move { etm.sessions().merge(&Merge::new().with_session(id, 1.0)).await }),
    ),
    (
        "interpolate many",
        on!(|etm, id| async move { etm.sessions().interpolate_many(&Interpolation::new([id], [2040])).await }),
    ),
];
