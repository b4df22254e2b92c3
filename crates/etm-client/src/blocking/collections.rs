//! Collections.

use super::{EtmClient, Items};
use crate::page::Page;
use crate::types::Collection;
use crate::{CollectionUpdate, NewCollection};

impl EtmClient {
    /// Collections, through the engine.
    #[must_use]
    pub fn collections(&self) -> Collections<'_> {
        Collections {
            client: self,
            group: self.client.collections(),
        }
    }
}

/// Collections, through the engine or at MyETM.
#[derive(Clone, Copy, Debug)]
pub struct Collections<'a> {
    pub(super) client: &'a EtmClient,
    pub(super) group: crate::collections::Collections<'a>,
}

impl<'a> Collections<'a> {
    /// The caller's own collections; see [`list`](crate::collections::Collections::list) of the async client.
    #[must_use]
    pub fn list(&self) -> Items<Collection> {
        Items::new(self.group.list(), &self.client.runtime)
    }

    /// The same methods under the name that collections had before.
    #[must_use]
    pub fn transition_paths(&self) -> Collections<'a> {
        Collections {
            group: self.group.transition_paths(),
            ..*self
        }
    }
}

twins! {
    crate::collections::Collections as Collections, this => this.group;
    page(number: u64, limit: u32) -> Page<Collection>;
    get(id: i64) -> Collection;
    create(new: &NewCollection) -> Collection;
    update(id: i64, update: &CollectionUpdate) -> Collection;
    discard(id: i64) -> Collection;
    restore(id: i64) -> Collection;
    delete(id: i64) -> ();
}
