//! The rows.

use super::Area;

const NL: Area = Area {
    code: "nl",
    group: "country",
    analysis_year: 2015,
    useable: false,
    enabled: true,
    base: None,
    inhabitants: 16_900_726.0,
    residences: 7_588_028.0,
    co2_1990: 158.719_007_3,
    land: 33_671.0,
    place: (52.2, 5.3),
    coastline: true,
    mountains: false,
    hourly: true,
};

const fn netherlands(code: &'static str, year: i64, enabled: bool, inhabitants: f64, residences: f64) -> Area {
    Area {
        code,
        analysis_year: year,
        enabled,
        inhabitants,
        residences,
        ..NL
    }
}

/// Derived from the dataset of the Union; inhabitants and emissions in millions, land in 1000 km².
const fn country(code: &'static str, inhabitants: f64, co2_1990: f64, land: f64, place: (f64, f64)) -> Area {
    Area {
        code,
        analysis_year: 2019,
        useable: true,
        base: Some("eu"),
        inhabitants: inhabitants * 1e6,
        residences: inhabitants * 0.44e6,
        co2_1990,
        land: land * 1000.0,
        place,
        ..NL
    }
}

const fn without_sea(area: Area) -> Area {
    Area {
        coastline: false,
        ..area
    }
}

const fn with_mountains(area: Area) -> Area {
    Area {
        mountains: true,
        ..area
    }
}

/// Derived from `nl2023`.
const fn part(code: &'static str, group: &'static str, inhabitants: f64, residences: f64, coastline: bool) -> Area {
    Area {
        code,
        group,
        analysis_year: 2023,
        useable: true,
        base: Some("nl2023"),
        inhabitants,
        residences,
        co2_1990: 158.719_007_3 * inhabitants / 17_811_291.0,
        land: 33_671.0 * inhabitants / 17_811_291.0,
        coastline,
        ..NL
    }
}

/// All areas that the sandbox knows.
#[rustfmt::skip]
pub(crate) static AREAS: &[Area] = &[
    NL,
    netherlands("nl2016", 2016, false, 16_979_120.0, 7_641_323.0),
    netherlands("nl2017", 2017, false, 17_081_507.0, 7_686_178.0),
    netherlands("nl2018", 2018, false, 17_181_084.0, 7_740_984.0),
    netherlands("nl2019", 2019, true, 17_282_163.0, 7_936_906.0),
    Area { useable: true, ..netherlands("nl2023", 2023, true, 17_811_291.0, 7_931_940.0) },
    Area {
        code: "eu", analysis_year: 2011, inhabitants: 500_700_753.0, residences: 214_000_000.0, co2_1990: 4484.0,
        land: 4_300_000.0, place: (50.1, 9.0), mountains: true, hourly: false, ..NL
    },
    with_mountains(without_sea(country("AT_austria", 8.858_775, 62.3, 83.9, (48.2, 15.6)))),
    country("BE_belgium", 11.467_923, 120.3, 30.5, (50.8, 4.5)),
    with_mountains(country("BG_bulgaria", 7.000_039, 77.0, 110.9, (42.7, 25.0))),
    with_mountains(without_sea(country("CH_switzerland", 8.544_527, 44.2, 41.3, (47.0, 8.0)))),
    country("CY_cyprus", 0.875_899, 4.7, 9.3, (35.1, 33.3)),
    without_sea(country("CZ_czechia", 10.649_8, 164.2, 78.9, (49.8, 15.3))),
    Area {
        inhabitants: 83_019_213.0, residences: 39_663_075.0,
        ..country("DE_germany", 83.019_213, 1_010.829_516_49, 357.569, (51.2, 10.3))
    },
    country("DK_denmark", 5.806_081, 54.4, 42.9, (56.0, 9.5)),
    country("EE_estonia", 1.324_82, 36.9, 45.3, (58.7, 25.5)),
    with_mountains(country("EL_greece", 10.724_599, 83.4, 132.0, (39.0, 22.5))),
    with_mountains(country("ES_spain", 46.937_06, 231.2, 506.0, (40.2, -3.6))),
    Area {
        residences: 196_000_000.0,
        ..with_mountains(country("EU27_european_union_27_countries", 446.824_564, 3870.0, 4225.0, (49.8, 9.9)))
    },
    country("FI_finland", 5.517_919, 57.0, 338.4, (62.5, 26.0)),
    with_mountains(country("FR_france", 67.012_883, 398.0, 638.5, (46.8, 2.5))),
    country("GB_great_britain", 64.765_472, 580.0, 229.8, (53.5, -1.8)),
    country("HR_croatia", 4.076_246, 23.2, 56.6, (45.3, 15.9)),
    without_sea(country("HU_hungary", 9.772_756, 73.4, 93.0, (47.1, 19.4))),
    country("IE_ireland", 4.904_24, 33.0, 69.9, (53.2, -8.0)),
    with_mountains(country("IT_italy", 59.816_673, 439.0, 302.1, (42.8, 12.3))),
    country("LT_lithuania", 2.794_184, 35.8, 65.3, (55.3, 23.9)),
    without_sea(country("LU_luxembourg", 0.613_894, 11.8, 2.6, (49.7, 6.1))),
    country("LV_latvia", 1.919_968, 19.5, 64.6, (56.9, 24.9)),
    country("MT_malta", 0.493_559, 2.4, 0.3, (35.9, 14.4)),
    with_mountains(country("NO_norway", 5.328_212, 35.2, 385.2, (60.9, 9.0))),
    country("PL_poland", 37.972_812, 376.0, 312.7, (52.1, 19.4)),
    country("PT_portugal", 10.276_617, 45.4, 92.2, (39.6, -8.0)),
    with_mountains(country("RO_romania", 19.414_458, 168.5, 238.4, (45.9, 25.0))),
    with_mountains(without_sea(country("RS_serbia", 6.963_764, 62.0, 77.5, (44.0, 20.9)))),
    with_mountains(country("SE_sweden", 10.230_185, 57.5, 447.4, (60.0, 15.5))),
    country("SG_singapore", 5.703_6, 30.0, 0.7, (1.35, 103.8)),
    with_mountains(country("SI_slovenia", 2.080_908, 15.1, 20.3, (46.1, 14.8))),
    with_mountains(without_sea(country("SK_slovakia", 5.450_421, 61.5, 49.0, (48.7, 19.5)))),
    Area { residences: 29_230_000.0, ..country("UK_united_kingdom", 66.647_112, 596.0, 243.6, (53.8, -2.2)) },
    Area {
        analysis_year: 2018, inhabitants: 1_881_641.0, residences: 779_347.0,
        ..country("UKNI01_northern_ireland", 1.881_641, 16.0, 13.8, (54.6, -6.7))
    },
    part("PV20_groningen", "province", 596_075.0, 283_315.0, true),
    part("PV21_fryslan", "province", 659_551.0, 302_010.0, true),
    part("PV22_drenthe", "province", 502_051.0, 224_160.0, false),
    part("PV23_overijssel", "province", 1_184_333.0, 524_870.0, false),
    part("PV24_flevoland", "province", 444_701.0, 181_430.0, false),
    part("PV25_gelderland", "province", 2_133_708.0, 943_510.0, false),
    part("PV26_utrecht", "province", 1_387_643.0, 607_260.0, false),
    part("PV27_noord_holland", "province", 2_952_622.0, 1_378_720.0, true),
    part("PV28_zuid_holland", "province", 3_804_906.0, 1_735_650.0, true),
    part("PV29_zeeland", "province", 391_124.0, 190_780.0, true),
    part("PV30_noord_brabant", "province", 2_626_210.0, 1_174_320.0, false),
    part("PV31_limburg", "province", 1_128_367.0, 542_190.0, false),
    part("ES01_groningen", "res", 596_075.0, 283_315.0, true),
    part("ES30_zuid_limburg", "res", 596_610.0, 293_420.0, false),
    part("GM0014_groningen", "municipality", 238_147.0, 122_560.0, false),
    part("GM0034_almere", "municipality", 222_825.0, 89_730.0, false),
    part("GM0037_stadskanaal", "municipality", 31_812.0, 15_170.0, false),
    part("GM0060_ameland", "municipality", 3_829.0, 1_870.0, true),
    part("GM0080_leeuwarden", "municipality", 127_073.0, 64_610.0, false),
    part("GM0363_amsterdam", "municipality", 918_117.0, 457_831.0, false),
];
