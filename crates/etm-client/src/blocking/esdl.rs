//! ESDL files.

use std::path::Path;

use super::EtmClient;
use crate::esdl::EsdlDocument;
use crate::types::EsdlFile;

group! {
    /// The ESDL file of a session.
    Esdl { session_id: i64 }
}

impl EtmClient {
    /// The ESDL file of a session.
    #[must_use]
    pub fn esdl(&self, session_id: i64) -> Esdl<'_> {
        Esdl {
            client: self,
            session_id,
        }
    }
}

twins! {
    crate::Esdl as Esdl, this => this.client.client.esdl(this.session_id);
    get() -> Option<EsdlFile>;
    text() -> Option<String>;
    download(path: impl AsRef<Path>) -> u64;
    upload(document: &EsdlDocument) -> ();
}
