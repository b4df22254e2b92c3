//! Formulas: spreadsheet programs save their results, other programs may not.

use etm_client::workbook::read;

/// The parts of a workbook with one sheet `MAIN`, whose first two rows have these cells.
fn parts(cells: &str) -> [(&'static str, String); 4] {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>\
             </Relationships>"
        )
    };
    let names = ["short_name", "scenario_id", "session", "title"];
    let header: String = names
        .iter()
        .zip(["A1", "B1", "C1", "D1"])
        .map(|(name, at)| format!("<c r=\"{at}\" t=\"str\"><v>{name}</v></c>"))
        .collect();
    [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"MAIN\" sheetId=\"1\" r:id=\"r1\"/>\
                 </sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relation("worksheet", "worksheets/sheet1.xml"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\">{header}</row><row r=\"2\">{cells}</row></sheetData>\
                 </worksheet>"
            ),
        ),
    ]
}

/// A file of parts that are not compressed.
fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let mut about = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        about.extend(checksum(content.as_bytes()).to_le_bytes());
        about.extend(size);
        about.extend(size);
        about.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        about.extend([0, 0]);
        let at = u32::try_from(file.len()).unwrap();
        directory.extend(*b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
        file.extend(*b"PK\x03\x04");
        file.extend(&about);
        file.extend(name.as_bytes());
        file.extend(content.as_bytes());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let (at, size) = (
        u32::try_from(file.len()).unwrap(),
        u32::try_from(directory.len()).unwrap(),
    );
    file.extend(directory);
    file.extend(*b"PK\x05\x06\x00\x00\x00\x00");
    file.extend(count);
    file.extend(count);
    file.extend(size.to_le_bytes());
    file.extend(at.to_le_bytes());
    file.extend([0, 0]);
    file
}

fn checksum(content: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in content {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 * (sum & 1));
        }
    }
    !sum
}

#[test]
fn a_formula_without_its_result_is_told_and_an_empty_result_is_blank() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    let row = |id: &str| {
        format!(
            "<c r=\"A2\" t=\"str\"><f>\"A\"</f><v>A</v></c><c r=\"B2\"><f>6+6</f>{id}</c>\
             <c r=\"C2\" t=\"b\"><v>1</v></c><c r=\"D2\" t=\"str\"><f>\"\"</f><v></v></c>"
        )
    };
    std::fs::write(&path, packed(&parts(&row("<v>12</v>")))).unwrap();
    let book = read(&path).unwrap();
    assert_eq!(book.rows[0].label(), "A");
    assert!(book.rows[0].session && book.rows[0].title.is_none());
    for missing in ["", "<v></v>", "<v/>"] {
        std::fs::write(&path, packed(&parts(&row(missing)))).unwrap();
        let told = read(&path).unwrap_err();
        let told: Vec<_> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told[0].split(" (").next(),
            Some("MAIN!B2: the cell has a formula without its result")
        );
    }
}
