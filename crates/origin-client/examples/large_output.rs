//! Streams one large output file to disk and shows how much memory that took.
//!
//! `cargo run --release -p origin-client --example large_output -- 1024` fetches 1024 MiB from a server of its own in
//! the same process, which makes the rows as it sends them. The peak of the memory is read where the system tells it
//! (Linux).

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::io;

use origin_client::{Cache, OriginClient, OutputRequest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SCENARIO: &str = "5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11";
const HEADER: &[u8] = b"Time,Price\n,EUR/MWh\n";
const ROW: &[u8] = b"2030-01-01T00:00:00Z,0042.250000\n";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mebibytes: u64 = std::env::args().nth(1).map_or(Ok(64), |text| text.parse())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    let rows = mebibytes * 1024 * 1024 / ROW.len() as u64;
    tokio::spawn(serve(listener, address.clone(), rows));

    let origin = OriginClient::builder()
        .with_token("any")
        .with_scenario_base_url(format!("{address}/scenarioExplr"))
        .with_inputs_base_url(format!("{address}/modelInputs"))
        .with_cache(Cache::disabled())
        .without_proxy()
        .build()?;
    let folder = std::env::temp_dir().join(format!("large-output-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let request = OutputRequest::new(SCENARIO, "gbr", "system", "1h");
    let before = peak_kib();
    let report = origin.outputs().download(&request, folder.join("prices.csv")).await;
    let after = peak_kib();
    std::fs::remove_dir_all(&folder)?;
    println!(
        "{} bytes, sha256 {}",
        report.as_ref().map_or(0, |report| report.bytes),
        report?.sha256
    );
    if let (Some(before), Some(after)) = (before, after) {
        println!("peak of memory: {before} KiB before the download, {after} KiB after it");
    }
    Ok(())
}

/// The most memory that this process ever held, in KiB.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

async fn serve(listener: TcpListener, address: String, rows: u64) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        answer(stream, &address, rows).await?;
    }
}

/// One request, one answer, by what the first line asks for.
async fn answer(mut stream: TcpStream, address: &str, rows: u64) -> io::Result<()> {
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    let length = loop {
        let count = stream.read(&mut piece).await?;
        request.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let announced = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length:")?
                    .trim()
                    .parse()
                    .ok()
            });
            if body.len() >= announced.unwrap_or(0) || count == 0 {
                break request.len();
            }
        }
    };
    let text = String::from_utf8_lossy(&request[..length]);
    if text.starts_with("GET /file") {
        return file(stream, rows).await;
    }
    let region = r#"{"metaUrl": "out/gbr/meta.json", "dataUrlBase": "out/gbr/"}"#;
    let (headers, body) = if text.contains("getScenarios") {
        let scenario = format!(r#"{{"defaultCurrency": "eur2024", "regions": {{"gbr": {region}}}}}"#);
        (
            String::new(),
            format!(r#"{{"data": {{"getScenarios": [{scenario}]}}}}"#),
        )
    } else if text.contains("getConfig") {
        (String::new(), r#"{"data": {"getConfig": {}}}"#.to_owned())
    } else if text.contains("meta.json") {
        let definition = r#"{"type": "system", "granularity": "1h", "filename": "f_{currency}.csv"}"#;
        (String::new(), format!(r#"{{"dataDefinitions": [{definition}]}}"#))
    } else {
        (format!("Location: {address}/file\r\n"), String::new())
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

async fn file(mut stream: TcpStream, rows: u64) -> io::Result<()> {
    const ROWS_AT_ONCE: u64 = 2000;
    let length = HEADER.len() as u64 + rows * ROW.len() as u64;
    let head =
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/csv\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(HEADER).await?;
    let many = ROW.repeat(usize::try_from(ROWS_AT_ONCE).map_err(io::Error::other)?);
    for _ in 0..rows / ROWS_AT_ONCE {
        stream.write_all(&many).await?;
    }
    for _ in 0..rows % ROWS_AT_ONCE {
        stream.write_all(ROW).await?;
    }
    stream.shutdown().await
}
