//! Temporary.
#![allow(clippy::unwrap_used, dead_code)]
#![recursion_limit = "256"]
#[path="etm/support.rs"] mod support;
#[path="etm/export_support.rs"] mod export_support;
#[path="etm/export_beside.rs"] mod export_beside;
#[path="etm/export_layout.rs"] mod export_layout;
#[path="etm/export_places.rs"] mod export_places;
#[path="etm/export_report.rs"] mod export_report;

#[tokio::test(flavor = "multi_thread")]
async fn drive() {
    let Ok(url) = std::env::var("W3_URL") else { return };
    let etm = etm_client::EtmClient::builder().with_token("etm_sandbox-ada-delete").with_engine_base_url(format!("{url}/api/v3")).with_my_etm_url(format!("{url}/my")).with_allow_insecure_http(true).without_proxy().build().unwrap();
    let ids: Vec<etm_client::workbook::ExportSource> = std::env::var("W3_IDS").unwrap().split(',').map(|t| match t.strip_prefix('s') { Some(id) => etm_client::workbook::ExportSource::saved(id.parse().unwrap()), None => etm_client::workbook::ExportSource::session(t.parse().unwrap()) }).collect();
    let n = ids.len();
    let mut o = etm_client::workbook::ExportOptions::everything();
    if std::env::var("W3_HOURLY").is_ok() { o = etm_client::workbook::ExportOptions::new().with_hourly_output(true); }
    let e = etm_client::workbook::WorkbookExport::new(&etm).with_sources(ids).with_options(o).with_queries(std::env::var("W3_Q").unwrap_or_default().split(',').filter(|q| !q.is_empty()));
    let t = std::time::Instant::now();
    let r = e.to_file(std::env::var("W3_OUT").unwrap()).await.unwrap();
    println!("{r} {:?} {n} spooled {} {:?}", t.elapsed(), r.spooled_bytes, r.notes);
    for i in &r.items { println!("{i}"); }
    println!("{}", std::fs::read_to_string("/proc/self/status").unwrap().lines().filter(|l| l.starts_with("VmHWM") ).collect::<String>());
}
