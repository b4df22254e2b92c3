//! Collections through the engine, and their older name.

use etm_client::{CollectionUpdate, EtmClient, NewCollection};
use futures_util::TryStreamExt as _;
use serde_json::json;

use super::{collection, saved};
use crate::etm_wire::{EtmRow, Reply};
use crate::wire::Call;

/// The five rows of one address.
fn five(at: &str, ids: [&'static str; 5], calls: [fn(EtmClient) -> Call; 5]) -> Vec<EtmRow> {
    let one = format!("{at}/6");
    let row = |index: usize, method, path: &str| EtmRow::engine(ids[index], method, path, calls[index]);
    vec![
        row(0, "GET", at).answer(json!({"collections": [collection(6)], "data": null, "links": {}})),
        // Whether the two are of one version is asked first.
        row(1, "POST", at)
            .json(json!({"collection": {"title": "Both", "saved_scenario_ids": [3, 4], "interpolation": false}}))
            .answer(saved(3))
            .answer(saved(4))
            .answer(collection(6)),
        row(2, "GET", &one).answer(collection(6)),
        row(3, "PUT", &one)
            .json(json!({"collection": {"title": "New", "discarded": true}}))
            .answer(collection(6)),
        row(4, "DELETE", &one).accepts("*/*").reply(Reply::Empty(204)),
    ]
}

/// The five calls of one group.
macro_rules! calls {
    (|$etm:ident| $group:expr) => {
        [
            ask!(|$etm| $group.list().try_collect::<Vec<_>>(), |all| assert_eq!(
                all.len(),
                1
            )),
            ask!(|$etm| $group.create(&NewCollection::of_saved("Both", [3, 4]))),
            ask!(|$etm| $group.get(6), |found| assert_eq!(found.id, Some(6))),
            ask!(|$etm| $group.update(6, &CollectionUpdate::new().with_title("New").with_discarded(true))),
            ask!(|$etm| $group.delete(6)),
        ]
    };
}

pub(super) fn collection_rows() -> Vec<EtmRow> {
    let mut rows = five(
        "/collections",
        [
            "list_collections",
            "create_collection",
            "get_collection",
            "update_collection",
            "delete_collection",
        ],
        calls!(|etm| etm.collections()),
    );
    rows.extend(five(
        "/transition_paths",
        [
            "list_transition_paths",
            "create_transition_path",
            "get_transition_path",
            "update_transition_path",
            "delete_transition_path",
        ],
        calls!(|etm| etm.collections().transition_paths()),
    ));
    rows
}
