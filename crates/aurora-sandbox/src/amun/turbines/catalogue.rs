//! The public turbines, and one custom one that was there before.
//!
//! Data are those of well-known machines to the accuracy that a test needs; numbers that were recorded are exact.

use super::Turbine;
use crate::amun::power_curve::from_data;

/// Id, manufacturer, name, rated MW, rotor m, hub heights m, cut-in and cut-out m/s.
type Row = (i64, &'static str, &'static str, f64, f64, Option<(f64, f64)>, f64, f64);

// One turbine a line: this is a table.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    (1, "Vestas", "Vestas V90/2000", 2.0, 90.0, Some((80.0, 125.0)), 3.5, 25.0),
    (2, "Vestas", "Vestas V90/3000", 3.0, 90.0, Some((65.0, 105.0)), 3.5, 25.0),
    (3, "Vestas", "Vestas V100/1800", 1.8, 100.0, Some((80.0, 120.0)), 3.0, 20.0),
    (5, "Vestas", "Vestas V112/3000", 3.0, 112.0, Some((84.0, 119.0)), 3.0, 25.0),
    (8, "Vestas", "Vestas V117/3450", 3.45, 117.0, Some((80.0, 116.5)), 3.0, 25.0),
    (12, "Vestas", "Vestas V126/3450", 3.45, 126.0, Some((87.0, 149.0)), 3.0, 22.5),
    (13, "Vestas", "Vestas V136/3450", 3.45, 136.0, Some((82.0, 149.0)), 3.0, 22.5),
    (14, "Vestas", "Vestas V150/4200", 4.2, 150.0, Some((105.0, 155.0)), 3.0, 22.5),
    (17, "Vestas", "Vestas V162/6200", 6.2, 162.0, Some((119.0, 169.0)), 3.0, 24.0),
    (18, "MHI Vestas Offshore", "MHI Vestas V164/8000", 8.0, 164.0, Some((105.0, 140.0)), 4.0, 25.0),
    (19, "MHI Vestas Offshore", "MHI Vestas V174/9500", 9.5, 174.0, Some((110.0, 125.0)), 3.0, 25.0),
    (21, "Vestas", "Vestas V236/15000", 15.0, 236.0, Some((140.0, 160.0)), 3.0, 30.0),
    (24, "Alstom", "Alstom Eco 110", 3.0, 110.0, Some((75.0, 100.0)), 3.0, 25.0),
    (25, "Alstom", "Alstom Haliade 150-6MW", 6.0, 150.0, Some((100.0, 100.0)), 3.0, 25.0),
    (29, "EWT Directwind", "EWT Directwind 2000/96", 2.0, 96.0, None, 3.5, 25.0),
    (30, "EWT Directwind", "EWT Directwind 900/54", 0.9, 54.0, None, 2.5, 25.0),
    // Two machines with one name: a lookup by name must not pick either.
    (41, "Enercon", "Enercon E-82", 2.0, 82.0, Some((78.0, 138.0)), 2.5, 28.0),
    (42, "Enercon", "Enercon E-82", 2.3, 82.0, Some((59.0, 138.0)), 2.5, 34.0),
    (45, "Enercon", "Enercon E-101/3050", 3.05, 101.0, Some((99.0, 149.0)), 2.0, 28.0),
    (47, "Enercon", "Enercon E-115/3000", 3.0, 115.7, Some((92.0, 149.0)), 2.0, 28.0),
    (51, "Enercon", "Enercon E-126/4200", 4.2, 127.0, Some((86.0, 159.0)), 3.0, 28.0),
    (53, "Enercon", "Enercon E-138 EP3 E2", 4.2, 138.6, Some((81.0, 160.0)), 2.5, 28.0),
    (55, "Enercon", "Enercon E-160 EP5 E3", 5.56, 160.0, Some((99.0, 166.6)), 2.5, 28.0),
    (61, "GE Energy", "GE Energy 1.5sle", 1.5, 77.0, Some((61.4, 100.0)), 3.5, 25.0),
    (63, "GE Energy", "GE Energy 2.5-120", 2.5, 120.0, Some((85.0, 139.0)), 3.0, 25.0),
    (66, "GE Energy", "GE Energy 3.2-130", 3.2, 130.0, Some((85.0, 134.0)), 2.0, 25.0),
    (69, "GE Energy", "GE Energy Cypress 5.5-158", 5.5, 158.0, Some((101.0, 161.0)), 3.0, 25.0),
    (74, "GE Energy", "GE Energy Haliade-X 12MW", 12.0, 220.0, Some((138.0, 138.0)), 3.5, 28.0),
    (102, "Gamesa", "Gamesa G90/2000", 2.0, 90.0, Some((67.0, 100.0)), 3.0, 21.0),
    (105, "Gamesa", "Gamesa G114/2000", 2.0, 114.0, Some((80.0, 140.0)), 2.5, 25.0),
    (108, "Gamesa", "Gamesa G132/5000", 5.0, 132.0, Some((95.0, 140.0)), 1.5, 27.0),
    (171, "Nordex", "Nordex N90/2500", 2.5, 90.0, Some((65.0, 100.0)), 3.0, 25.0),
    (174, "Nordex", "Nordex N117/2400", 2.4, 116.8, Some((91.0, 140.6)), 3.0, 20.0),
    (177, "Nordex", "Nordex N131/3300", 3.3, 131.0, Some((84.0, 164.0)), 3.0, 20.0),
    (179, "Nordex", "Nordex N149/4500", 4.5, 149.1, Some((105.0, 164.0)), 3.0, 26.0),
    (182, "Nordex", "Nordex N163/5700", 5.7, 163.0, Some((107.0, 164.0)), 3.0, 26.0),
    (201, "REpower", "REpower MM92", 2.05, 92.5, Some((68.5, 100.0)), 3.0, 24.0),
    (204, "Senvion", "Senvion 3.4M104", 3.4, 104.0, Some((73.0, 128.0)), 3.5, 25.0),
    (208, "Senvion", "Senvion 6.2M126", 6.15, 126.0, Some((85.0, 124.0)), 3.5, 30.0),
    (262, "Siemens", "Siemens SWT-2.3-108", 2.3, 108.0, Some((79.5, 115.0)), 3.0, 25.0),
    (265, "Siemens", "Siemens SWT-3.6-120", 3.6, 120.0, Some((80.0, 90.0)), 3.0, 25.0),
    (268, "Siemens", "Siemens SWT-4.0-130", 4.0, 130.0, Some((89.5, 110.0)), 3.0, 25.0),
    (271, "Siemens", "Siemens SWT-7.0-154", 7.0, 154.0, Some((105.0, 120.0)), 3.0, 25.0),
    (280, "Siemens Gamesa", "Siemens Gamesa SG 8.0-167 DD", 8.0, 167.0, Some((95.0, 119.0)), 3.0, 28.0),
    (283, "Siemens Gamesa", "Siemens Gamesa SG 14-222 DD", 14.0, 222.0, Some((140.0, 150.0)), 3.0, 32.0),
    (290, "Suzlon", "Suzlon S97/2100", 2.1, 97.0, Some((80.0, 120.0)), 3.5, 20.0),
    (301, "Goldwind", "Goldwind GW121/2500", 2.5, 121.0, Some((90.0, 120.0)), 3.0, 22.0),
];

/// Where the one specification that was recorded comes from.
const EWT_SOURCE: &str = "https://www.thewindpower.net/turbine_en_879_ewt_directwind-2000-96.php";

/// The turbines that every sandbox starts with, by id.
pub(super) fn turbines() -> Vec<Turbine> {
    let public = ROWS.iter().map(|row| turbine(row, "public"));
    // Its name starts with a space, as recorded.
    let custom = turbine(
        &(
            1011,
            "Hypothetical",
            " 16MW GE",
            16.0,
            254.0,
            Some((152.0, 152.0)),
            3.0,
            28.0,
        ),
        "custom",
    );
    public.chain([custom]).collect()
}

fn turbine(row: &Row, kind: &'static str) -> Turbine {
    let &(id, manufacturer, name, rated, rotor, hubs, cut_in, cut_out) = row;
    let source = match (id, kind) {
        (29, _) => Some(EWT_SOURCE),
        (_, "custom") => Some("custom"),
        _ => None,
    };
    Turbine {
        id,
        manufacturer: manufacturer.to_owned(),
        name: name.to_owned(),
        rated_capacity: Some(rated),
        rotor_diameter: rotor,
        min_hub_height: hubs.map(|(low, _)| low),
        max_hub_height: hubs.map(|(_, high)| high),
        cut_in_speed: Some(cut_in),
        cut_out_speed: Some(cut_out),
        spec_source: source.map(str::to_owned),
        kind,
        curve: from_data(rated, rotor, cut_in, cut_out),
    }
}
