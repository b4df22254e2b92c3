//! The nodes of the model's graphs: technologies, carriers, demands.

mod stats;

use aurora_core::{Error, ErrorKind, Result, StatusCode};

pub use stats::NodeStatsQuery;

use crate::EtmClient;
use crate::types::{Node, NodeStatsResponse, Topology};

const STATS: &str = "get_scenario_node_stats";

/// The nodes of a session's graphs; see [`EtmClient::nodes`].
#[derive(Clone, Copy, Debug)]
pub struct Nodes<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) session_id: i64,
}

impl EtmClient {
    /// The nodes of a session's graphs. Nothing is asked before a method is called.
    #[must_use]
    pub fn nodes(&self, session_id: i64) -> Nodes<'_> {
        Nodes {
            client: self,
            session_id,
        }
    }
}

impl Nodes<'_> {
    /// A node of the energy or the molecule graph, with its figures in both years. Many nodes have no figures; a figure is a
    /// number or a text, each with its unit.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is no such node or session; else the errors of any request.
    pub async fn get(&self, node_key: &str) -> Result<Node> {
        if node_key == "topology" {
            let message = "topology is no node but an address of its own";
            let error = Error::new(ErrorKind::InvalidRequest, message).with_operation("get_scenario_node");
            return Err(error.with_advice("call topology() for it"));
        }
        let request = self.client.generated().get_scenario_node();
        let request = request.scenario_id(self.session_id).node_key(node_key);
        self.client.call("get_scenario_node", request.send()).await
    }

    /// The nodes and edges of the energy graph, and where to draw them.
    ///
    /// # Errors
    ///
    /// The errors of any request; `NotFound` when there is no such session.
    pub async fn topology(&self) -> Result<Topology> {
        let request = self
            .client
            .generated()
            .get_scenario_topology()
            .scenario_id(self.session_id);
        self.client.call("get_scenario_topology", request.send()).await
    }

    /// Figures of several nodes of the energy graph, in both years.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when no node is named; with `Service` (status 500) when the engine does not
    /// know a node or a figure; else the errors of any request.
    pub async fn stats(&self, query: &NodeStatsQuery) -> Result<NodeStatsResponse> {
        let body = query.body().map_err(|error| error.with_operation(STATS))?;
        let request = self.client.request(STATS)?.path_param("scenario_id", self.session_id);
        let answer = self.client.send(request.json(&body)).await;
        let answer = answer.map_err(|error| match error.status() {
            Some(StatusCode::INTERNAL_SERVER_ERROR) => error.with_advice(
                "a node or a figure that it does not know also breaks the engine like this, as do nodes of the molecule graph",
            ),
            _ => error,
        });
        answer?.json()
    }
}
