//! The regions and their rough boxes.

use super::Region;

const EUROPE: &[&str] = &["Era5", "NEWA", "AuroraWindAtlas"];
const ELSEWHERE: &[&str] = &["Era5", "Merra2", "AuroraWindAtlas"];

type Flags = (bool, Option<f64>, bool);

const fn region(
    code: &'static str,
    (currency, price): (&'static str, f64),
    datasets: &'static [&'static str],
    (correction, smoothing, offshore): Flags,
    boxes: &'static [[f64; 4]],
) -> Region {
    Region {
        code,
        currency,
        price,
        datasets,
        correction,
        smoothing,
        offshore,
        boxes,
    }
}

/// Every region, by code: currency and price level, datasets, (correction, smoothing, offshore fleet), boxes.
// One region a line: this is a table.
#[rustfmt::skip]
pub(in crate::amun) static REGIONS: &[Region] = &[
    region("aus_nsw", ("AUD", 85.0), ELSEWHERE, (false, None, false), &[[-37.6, -28.1, 141.0, 153.8]]),
    region("aus_qld", ("AUD", 80.0), ELSEWHERE, (false, None, false), &[[-29.2, -10.0, 138.0, 154.2]]),
    region("aus_saa", ("AUD", 78.0), ELSEWHERE, (false, None, false), &[[-38.2, -26.0, 129.0, 141.0]]),
    region("aus_tas", ("AUD", 70.0), ELSEWHERE, (false, None, true), &[[-43.8, -39.4, 143.5, 148.6]]),
    region("aus_vic", ("AUD", 75.0), ELSEWHERE, (false, None, true), &[[-39.3, -34.0, 141.0, 150.1]]),
    region("bgr", ("EUR", 62.0), EUROPE, (false, None, false), &[[41.2, 44.3, 22.3, 28.7]]),
    region("deu", ("EUR", 64.0), EUROPE, (true, Some(0.2), true), &[[47.2, 55.1, 5.8, 15.1], [53.7, 55.9, 5.8, 8.3]]),
    region("erc_hou", ("USD", 34.0), ELSEWHERE, (false, None, false), &[[28.6, 30.9, -96.6, -94.0]]),
    region("erc_nor", ("USD", 32.0), ELSEWHERE, (false, None, false), &[[30.9, 34.0, -99.0, -94.0]]),
    region("erc_sou", ("USD", 33.0), ELSEWHERE, (false, None, false), &[[25.8, 30.2, -100.0, -96.6]]),
    region("erc_wes", ("USD", 28.0), ELSEWHERE, (false, None, false), &[[29.5, 36.5, -104.0, -99.0]]),
    region("esp", ("EUR", 52.0), EUROPE, (true, Some(0.15), false), &[[36.0, 43.9, -9.4, 3.4]]),
    region("fra", ("EUR", 58.0), EUROPE, (false, None, true), &[[42.3, 51.1, -5.2, 8.3]]),
    region("gbr", ("GBP", 55.0), EUROPE, (true, Some(0.2), true), &[[49.8, 61.0, -8.2, 2.2], [53.5, 61.5, 2.2, 8.0]]),
    region("grc", ("EUR", 68.0), EUROPE, (false, None, false), &[[34.8, 41.8, 19.3, 28.3]]),
    region("irx", ("EUR", 66.0), EUROPE, (true, Some(0.2), true), &[[51.2, 55.6, -11.0, -5.4]]),
    region("ita_cal", ("EUR", 70.0), EUROPE, (false, None, false), &[[37.9, 40.2, 15.6, 17.3]]),
    region("ita_cnor", ("EUR", 70.0), EUROPE, (false, None, false), &[[42.3, 44.5, 9.6, 14.0]]),
    region("ita_csud", ("EUR", 70.0), EUROPE, (false, None, false), &[[40.7, 42.9, 11.4, 15.2]]),
    region("ita_nor", ("EUR", 70.0), EUROPE, (false, None, false), &[[43.7, 47.1, 6.6, 13.9]]),
    region("ita_sar", ("EUR", 70.0), EUROPE, (false, None, false), &[[38.8, 41.4, 8.0, 9.9]]),
    region("ita_sic", ("EUR", 70.0), EUROPE, (false, None, false), &[[36.5, 38.4, 12.3, 15.7]]),
    region("ita_sud", ("EUR", 70.0), EUROPE, (false, None, false), &[[39.8, 42.2, 14.0, 18.6]]),
    region("nld", ("EUR", 63.0), EUROPE, (true, Some(0.2), true), &[[50.7, 53.6, 3.3, 7.3], [51.6, 55.8, 2.6, 6.5]]),
    region("nod_dk1", ("EUR", 55.0), EUROPE, (false, Some(0.2), true), &[[54.7, 57.9, 7.9, 10.9], [54.9, 56.8, 4.5, 8.0]]),
    region("nod_dk2", ("EUR", 56.0), EUROPE, (false, Some(0.2), true), &[[54.5, 56.3, 10.9, 12.8], [54.9, 55.4, 14.6, 15.3]]),
    region("nod_fi", ("EUR", 48.0), EUROPE, (false, Some(0.2), false), &[[59.6, 70.1, 20.5, 31.6]]),
    region("nod_no1", ("EUR", 44.0), EUROPE, (false, Some(0.2), false), &[[58.9, 62.0, 9.4, 12.9]]),
    region("nod_no2", ("EUR", 44.0), EUROPE, (false, Some(0.2), false), &[[57.9, 61.0, 4.5, 9.6]]),
    region("nod_no3", ("EUR", 44.0), EUROPE, (false, Some(0.2), false), &[[61.2, 64.5, 5.0, 14.0]]),
    region("nod_no4", ("EUR", 44.0), EUROPE, (false, Some(0.2), false), &[[64.2, 71.2, 10.5, 31.2]]),
    region("nod_no5", ("EUR", 44.0), EUROPE, (false, Some(0.2), false), &[[59.9, 61.5, 4.5, 8.5]]),
    region("nod_se1", ("EUR", 46.0), EUROPE, (false, Some(0.2), false), &[[64.8, 69.1, 15.2, 24.2]]),
    region("nod_se2", ("EUR", 46.0), EUROPE, (false, Some(0.2), false), &[[61.2, 65.2, 12.0, 21.0]]),
    region("nod_se3", ("EUR", 46.0), EUROPE, (false, Some(0.2), true), &[[56.9, 61.5, 11.0, 19.4]]),
    region("nod_se4", ("EUR", 46.0), EUROPE, (false, Some(0.2), true), &[[55.3, 57.2, 12.4, 18.8]]),
    region("np15", ("USD", 45.0), ELSEWHERE, (false, None, false), &[[37.2, 42.0, -124.5, -119.5]]),
    region("pjm_ae", ("USD", 36.0), ELSEWHERE, (false, None, true), &[[38.9, 40.0, -75.2, -74.0]]),
    region("pjm_aep", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[36.5, 41.8, -86.5, -79.5]]),
    region("pjm_ap", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[38.4, 40.6, -80.9, -76.9]]),
    region("pjm_atsi", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[40.4, 42.0, -84.3, -80.4]]),
    region("pjm_bge", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[38.7, 39.8, -77.1, -76.0]]),
    region("pjm_ce", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[40.6, 42.6, -90.2, -87.4]]),
    region("pjm_day", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[39.3, 40.7, -84.8, -83.3]]),
    region("pjm_deok", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[38.6, 39.6, -84.9, -83.9]]),
    region("pjm_dlco", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[40.2, 40.9, -80.5, -79.6]]),
    region("pjm_dom", ("USD", 36.0), ELSEWHERE, (false, None, true), &[[36.4, 39.2, -80.2, -75.6]]),
    region("pjm_dpl", ("USD", 36.0), ELSEWHERE, (false, None, true), &[[37.1, 39.9, -76.3, -75.0]]),
    region("pjm_ekpc", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[36.6, 38.9, -85.8, -82.7]]),
    region("pjm_jcpl", ("USD", 36.0), ELSEWHERE, (false, None, true), &[[39.7, 41.2, -75.1, -73.9]]),
    region("pjm_me", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[39.7, 41.4, -77.6, -75.0]]),
    region("pjm_ovec", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[38.6, 39.2, -83.3, -82.2]]),
    region("pjm_peco", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[39.7, 40.4, -76.0, -74.9]]),
    region("pjm_pep", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[38.5, 39.3, -77.4, -76.7]]),
    region("pjm_pn", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[40.2, 42.3, -80.5, -75.5]]),
    region("pjm_ppl", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[39.9, 41.7, -77.5, -74.9]]),
    region("pjm_pseg", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[39.7, 41.1, -75.1, -73.9]]),
    region("pjm_reco", ("USD", 36.0), ELSEWHERE, (false, None, false), &[[40.9, 41.3, -74.4, -73.9]]),
    region("pol", ("EUR", 66.0), EUROPE, (false, None, true), &[[49.0, 54.9, 14.1, 24.2], [54.5, 55.6, 15.0, 19.0]]),
    region("prt", ("EUR", 52.0), EUROPE, (false, None, false), &[[36.9, 42.2, -9.6, -6.2]]),
    region("rou", ("EUR", 64.0), EUROPE, (false, None, false), &[[43.6, 48.3, 20.2, 29.7]]),
    region("sp15", ("USD", 44.0), ELSEWHERE, (false, None, false), &[[32.5, 36.0, -120.7, -114.1]]),
    region("zp26", ("USD", 43.0), ELSEWHERE, (false, None, false), &[[35.0, 37.4, -121.4, -118.0]]),
];
