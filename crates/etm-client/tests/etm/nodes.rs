//! Nodes: figures, topology, statistics.

use etm_client::{ErrorKind, NodeStatsQuery};
use serde_json::json;
use wiremock::MockServer;

use crate::support::{answer, bodies, client, lines, serving};

#[tokio::test]
async fn figures_are_numbers_or_texts_and_new_ones_are_kept() {
    let body = json!({
        "key": "industry_chp", "sector": "industry", "use": "energetic", "presentation_group": "chps",
        "data": {
            "technical": {
                "total_installed_electricity_capacity": {"present": 5443.36, "future": 5443.36, "unit": "MW", "desc": "Capacity"},
                "electricity_output_conversion": {"present": "46.0", "future": null, "unit": "%", "desc": "Efficiency"},
            },
            "brand_new": {"x": {"present": "true", "future": true}},
        },
        "uses_coal_and_wood_pellets": false, "more": 1,
    });
    let server = serving("GET", "/scenarios/7/nodes/industry_chp", body.clone()).await;
    let node = client(&server).0.nodes(7).get("industry_chp").await.unwrap();
    assert_eq!(node.presentation_group.as_deref(), Some("chps"));
    let read = serde_json::to_value(&node).unwrap();
    assert_eq!(
        read["data"]["technical"]["total_installed_electricity_capacity"],
        body["data"]["technical"]["total_installed_electricity_capacity"]
    );
    assert_eq!(
        read["data"]["technical"]["electricity_output_conversion"]["present"],
        json!("46.0")
    );
    assert_eq!(read["data"]["brand_new"]["x"]["future"], json!(true));
    assert_eq!(read["more"], json!(1));
}

#[tokio::test]
async fn a_node_without_figures_and_one_that_is_not_there() {
    let plain = json!({"key": "bunkers_final_demand_kerosene", "presentation_group": null, "data": {}});
    let server = serving("GET", "/scenarios/7/nodes/bunkers_final_demand_kerosene", plain).await;
    answer(
        &server,
        "GET",
        "/scenarios/7/nodes/nothing",
        404,
        json!({"errors": ["Not found"]}),
    )
    .await;
    let (client, _) = client(&server);
    let node = client.nodes(7).get("bunkers_final_demand_kerosene").await.unwrap();
    assert!(node.data.unwrap().is_empty());
    assert_eq!(
        client.nodes(7).get("nothing").await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    for key in ["topology", "", ".."] {
        let error = client.nodes(7).get(key).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{key}");
    }
    assert_eq!(lines(&server).await.len(), 2);
}

#[tokio::test]
async fn a_topology_has_nodes_and_edges_of_any_kind() {
    let body = json!({
        "nodes": [{"key": "a", "x": 1520, "y": null, "fill_color": "#B3CF7B", "stroke_color": "#999",
            "sector": "agriculture", "use": "energetic"}],
        "edges": [{"left": "a", "right": "b", "color": "#999", "type": "brand_new"}],
    });
    let server = serving("GET", "/scenarios/7/nodes/topology", body).await;
    let topology = client(&server).0.nodes(7).topology().await.unwrap();
    assert_eq!(topology.nodes.unwrap()[0].key.as_deref(), Some("a"));
    let edges = serde_json::to_value(topology.edges.unwrap()).unwrap();
    assert_eq!(edges[0]["type"], json!("brand_new"));
}

#[tokio::test]
async fn statistics_are_asked_for_by_node_and_null_means_the_default() {
    let body = json!({"nodes": {
        "a": {"number_of_units": {"present": 1201.5, "future": null}, "storage": {"volume": 1, "decay": 0.1, "cost_per_mwh": 2}},
        "b": {},
    }});
    let server = serving("POST", "/scenarios/7/nodes/stats", body.clone()).await;
    let query = NodeStatsQuery::new()
        .with_node("b")
        .with_figures("a", ["number_of_units", "storage"]);
    let (client, _) = client(&server);
    let stats = client.nodes(7).stats(&query).await.unwrap();
    let expected = json!({"keys": {"a": ["number_of_units", "storage"], "b": null}});
    assert_eq!(bodies(&server).await, [expected]);
    assert_eq!(stats.nodes.unwrap().len(), 2);
}

#[tokio::test]
async fn statistics_of_nothing_are_refused_and_a_break_says_what_it_may_mean() {
    let server = MockServer::start().await;
    answer(
        &server,
        "POST",
        "/scenarios/7/nodes/stats",
        500,
        json!({"status": 500, "error": "Internal Server Error"}),
    )
    .await;
    let (client, _) = client(&server);
    let error = client.nodes(7).stats(&NodeStatsQuery::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(lines(&server).await.is_empty());
    let error = client
        .nodes(7)
        .stats(&NodeStatsQuery::new().with_node("nothing"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert!(
        error.to_string().contains("a node or a figure that it does not know"),
        "{error}"
    );
}

#[cfg(feature = "blocking")]
#[test]
fn the_waiting_client_gives_the_same_nodes() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(serving("GET", "/scenarios/7/nodes/a", json!({"key": "a"})));
    let blocking = etm_client::blocking::EtmClient::new(client(&server).0).unwrap();
    assert_eq!(blocking.nodes(7).get("a").unwrap().key.as_deref(), Some("a"));
}
