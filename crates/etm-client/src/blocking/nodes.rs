//! Nodes.

use super::EtmClient;
use crate::NodeStatsQuery;
use crate::types::{Node, NodeStatsResponse, Topology};

group! {
    /// The nodes of a session's graphs.
    Nodes { session_id: i64 }
}

impl EtmClient {
    /// The nodes of a session's graphs.
    #[must_use]
    pub fn nodes(&self, session_id: i64) -> Nodes<'_> {
        Nodes {
            client: self,
            session_id,
        }
    }
}

twins! {
    crate::Nodes as Nodes, this => this.client.client.nodes(this.session_id);
    get(node_key: &str) -> Node;
    topology() -> Topology;
    stats(query: &NodeStatsQuery) -> NodeStatsResponse;
}
