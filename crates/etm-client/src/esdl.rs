//! The ESDL file of a session: a description of an energy system in XML that is kept beside it.

mod document;

use std::io;
use std::path::{Path, PathBuf};

use aurora_core::{Error, ErrorKind, Result};
use tokio::io::AsyncWriteExt;

pub use document::EsdlDocument;

use crate::EtmClient;
use crate::types::EsdlFile;

const GET: &str = "get_esdl_file";
const UPDATE: &str = "update_esdl_file";

/// The ESDL file of a session; see [`EtmClient::esdl`]. The engine has no way to take it off again.
#[derive(Clone, Copy, Debug)]
pub struct Esdl<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) session_id: i64,
}

impl EtmClient {
    /// The ESDL file of a session. Nothing is asked before a method is called.
    #[must_use]
    pub fn esdl(&self, session_id: i64) -> Esdl<'_> {
        Esdl {
            client: self,
            session_id,
        }
    }
}

impl Esdl<'_> {
    /// Its name and when it was attached, without its content. `None` when nothing is attached.
    ///
    /// # Errors
    ///
    /// The errors of any request; `NotFound` when there is no such session.
    pub async fn get(&self) -> Result<Option<EsdlFile>> {
        self.fetch(false).await
    }

    /// Its content, up to 5 MB, exactly as it was uploaded. `None` when nothing is attached.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get); and with `Decode` when a file is attached and its content does not come.
    pub async fn text(&self) -> Result<Option<String>> {
        let Some(file) = self.fetch(true).await? else {
            return Ok(None);
        };
        let without = || Error::new(ErrorKind::Decode, "the ESDL file comes without its content").with_operation(GET);
        file.file.map(Some).ok_or_else(without)
    }

    /// Writes its content to `path`, and gives its length in bytes. The file takes its name only when it is whole.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text); with `NotFound` when nothing is attached, and with `Io` when the disk does not take it.
    pub async fn download(&self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref();
        let text = self.text().await?.ok_or_else(|| {
            let message = format!("session {} has no ESDL file", self.session_id);
            Error::new(ErrorKind::NotFound, message)
                .with_operation(GET)
                .with_advice("attach one first (upload), or name another session")
        })?;
        write(path, text.as_bytes()).await.map_err(|error| {
            let message = format!("cannot write {}", path.display());
            Error::new(ErrorKind::Io, message)
                .with_source(error)
                .with_advice("check that the folder exists, that you may write there, and that the disk has room")
        })?;
        Ok(text.len() as u64)
    }

    /// Attaches a file, in place of what is attached.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the engine does not take the file (status 422, its reasons in
    /// [`Error::messages`]); with `Forbidden` or `NotFound` when the session may not be changed; else the errors of any
    /// request.
    pub async fn upload(&self, document: &EsdlDocument) -> Result<()> {
        let request = self.client.request(UPDATE)?.path_param("scenario_id", self.session_id);
        self.client.send(request.multipart([document.part()])).await.map(drop)
    }

    async fn fetch(&self, with_content: bool) -> Result<Option<EsdlFile>> {
        let mut request = self.client.request(GET)?.path_param("scenario_id", self.session_id);
        if with_content {
            request = request.query("download", true);
        }
        let file: EsdlFile = self.client.send(request).await?.json()?;
        // Nothing attached is an object without members.
        let is_attached = file.filename.is_some() || file.created_at.is_some() || file.file.is_some();
        Ok(is_attached.then_some(file))
    }
}

/// Writes beside the target first, so that what is there stays whole.
async fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = beside(path)?;
    match tokio::fs::remove_file(&part).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = tokio::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&part)
        .await?;
    let written = async {
        file.write_all(bytes).await?;
        file.sync_all().await?;
        tokio::fs::rename(&part, path).await
    };
    match written.await {
        Ok(()) => Ok(()),
        Err(error) => {
            // The first error is the one to tell; what stays is removed before the next attempt.
            let _removed = tokio::fs::remove_file(&part).await;
            Err(error)
        }
    }
}

fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    Ok(path.with_file_name(format!(".{}.part", name.to_string_lossy())))
}
