//! Areas, nodes, the ESDL file and the user of the token.

use etm_client::esdl::EsdlDocument;
use etm_client::{NodeStatsQuery, UserUpdate};
use serde_json::json;

use crate::etm_wire::{EtmRow, FormPart, Reply};

const XML: &str = "<?xml version='1.0'?>\n<esdl:EnergySystem/>\n";

pub(super) fn various_rows() -> Vec<EtmRow> {
    let mut rows = models();
    rows.extend(files());
    rows.extend(accounts());
    rows
}

fn models() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "list_areas",
            "GET",
            "/areas",
            ask!(|etm| etm.areas().list(false), |areas| assert_eq!(
                areas[0].area.as_deref(),
                Some("nl2019")
            )),
        )
        .query(&[("detailed", "false")])
        .answer(json!([{"area": "nl2019", "id": "3", "useable": true, "a field of tomorrow": 1}])),
        EtmRow::engine(
            "get_area",
            "GET",
            "/areas/nl2019",
            ask!(|etm| etm.areas().get("nl2019"), |area| assert_eq!(area.id, Some(3))),
        )
        .answer(json!({"area": "nl2019", "id": 3})),
        EtmRow::engine(
            "get_scenario_node",
            "GET",
            "/scenarios/7/nodes/industry_chp",
            ask!(|etm| etm.nodes(7).get("industry_chp")),
        )
        .answer(json!({"key": "industry_chp", "data": {"technical": {}}})),
        EtmRow::engine(
            "get_scenario_topology",
            "GET",
            "/scenarios/7/nodes/topology",
            ask!(|etm| etm.nodes(7).topology(), |graph| assert_eq!(
                graph.edges.map(|edges| edges.len()),
                Some(1)
            )),
        )
        .answer(json!({"nodes": [], "edges": [{"left": "a", "right": "b", "type": "a type of tomorrow"}]})),
        EtmRow::engine(
            "get_scenario_node_stats",
            "POST",
            "/scenarios/7/nodes/stats",
            ask!(|etm| etm
                .nodes(7)
                .stats(&NodeStatsQuery::new().with_node("a").with_figures("b", ["demand"]))),
        )
        .json(json!({"keys": {"a": null, "b": ["demand"]}}))
        .answer(json!({"nodes": {"a": {"demand": {"present": 1, "future": 2}}, "b": {"demand": null}}})),
    ]
}

fn files() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "get_esdl_file",
            "GET",
            "/scenarios/7/esdl_file",
            ask!(|etm| etm.esdl(7).text(), |text| assert_eq!(text.as_deref(), Some(XML))),
        )
        .query(&[("download", "true")])
        .answer(json!({"filename": "a.esdl", "created_at": "2026-04-21T18:57:03.000Z", "file": XML})),
        EtmRow::engine(
            "update_esdl_file",
            "PUT",
            "/scenarios/7/esdl_file",
            ask!(|etm| {
                let document = EsdlDocument::new("region.esdl", XML)?;
                async move { etm.esdl(7).upload(&document).await }
            }),
        )
        .form(vec![FormPart {
            field: "file",
            file_name: Some("region.esdl"),
            content: XML.to_owned(),
        }])
        .reply(Reply::Empty(200)),
    ]
}

fn accounts() -> Vec<EtmRow> {
    vec![
        EtmRow::engine(
            "update_user",
            "PUT",
            "/user",
            ask!(
                |etm| etm
                    .me()
                    .update(&UserUpdate::new().with_name("Ada").with_private_scenarios(true)),
                |user| assert_eq!(user.id, Some(1))
            ),
        )
        .json(json!({"user": {"name": "Ada", "private_scenarios": true}}))
        .answer(json!({"id": 1, "name": "Ada", "private_scenarios": true})),
        EtmRow::engine("delete_user", "DELETE", "/user", ask!(|etm| etm.me().delete()))
            .accepts("*/*")
            .reply(Reply::Empty(200)),
        EtmRow::my_etm(
            "get_token_info",
            "GET",
            "/oauth/token/info",
            ask!(|etm| etm.me().token_info(), |info| assert_eq!(
                info.expires_in,
                Some(3600)
            )),
        )
        .answer(
            json!({"resource_owner_id": 1, "scope": ["scenarios:read"], "expires_in": 3600,
            "application": {"uid": "x"}, "created_at": 1_780_000_000}),
        ),
        EtmRow::my_etm(
            "get_userinfo",
            "GET",
            "/oauth/userinfo",
            ask!(|etm| etm.me().user_info(), |info| assert_eq!(
                info.sub.as_deref(),
                Some("1")
            )),
        )
        .answer(json!({"sub": "1", "email": "ada@example.com", "name": "Ada"})),
    ]
}
