//! Files from the object store. No credentials go there.

use aurora_core::download::{Download, DownloadReport, InMemory};
use aurora_core::http::HeaderMap;
use aurora_core::transport::StreamingAnswer;
use aurora_core::{Result, Url};
use bytes::Bytes;

use super::link::Link;
use crate::OriginClient;
use crate::cache::{check_head, check_output};

const OPERATION: &str = "download_output_file";

/// What an output file is.
const CONTENT_TYPE: &str = "text/csv";

/// Starts to fetch an address, without credentials: it carries its own permission.
pub(super) async fn open(client: &OriginClient, url: Url, headers: HeaderMap) -> Result<StreamingAnswer> {
    let transport = client.transport();
    let operation = transport.operation(OPERATION)?;
    let options = client.options().clone().without_credentials();
    transport.stream_url(url, headers, operation, &options).await
}

/// Fetches a file from an address that the service handed out, without the account's credentials.
pub(crate) async fn fetch(client: &OriginClient, url: &Url, download: &Download) -> Result<DownloadReport> {
    download.run(|headers| open(client, url.clone(), headers)).await
}

/// Fetches an output into memory.
pub(super) async fn to_memory(client: &OriginClient, link: &Link<'_>) -> Result<Bytes> {
    let limits = client.options().limits.as_ref();
    let cap = limits.unwrap_or_else(|| client.transport().limits()).json_body_cap;
    let file = InMemory::up_to(cap)
        .with_content_type(CONTENT_TYPE)
        .with_clock(client.clock().clone());
    let named = |error: aurora_core::Error| named(error);
    let bytes = file.run(|headers| link.open(headers)).await.map_err(named)?;
    check_output(&bytes).map_err(named)?;
    Ok(bytes)
}

/// A download of an output to disk, for what is to be set besides.
pub(super) fn to_disk(client: &OriginClient, link: &Link<'_>, path: &std::path::Path) -> Download {
    Download::to(path)
        .with_identity(format!("{} {:?}", client.scenario_base_url(), link.key))
        .with_content_type(CONTENT_TYPE)
        .with_head_check(check_head)
        .with_clock(client.clock().clone())
}

pub(super) async fn run(download: &Download, link: &Link<'_>) -> Result<DownloadReport> {
    download.run(|headers| link.open(headers)).await.map_err(named)
}

fn named(error: aurora_core::Error) -> aurora_core::Error {
    match error.operation() {
        Some(_) => error,
        None => error.with_operation(OPERATION),
    }
}
