//! Workbooks of a scenario's inputs: asked for, polled, and fetched from the object store.

use async_graphql::Error;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use serde_json::{Value, json};

use super::Session;
use super::assumptions::Assumptions;
use super::edits::{Part, Slot, When};
use super::parameters::{DEMAND_VARIABLES, LINK_VARIABLES};
use crate::origin::graphql::refuse;
use crate::origin::market::world::{
    COMMODITIES, Commodity, DEMAND_TECHNOLOGIES, MODEL_YEARS, Region, TECHNOLOGIES, Technology, input_regions,
};
use crate::origin::state::{Facts, OriginState};

use super::documents::links;

fn request_id(number: usize) -> String {
    format!("workbook-{number}")
}

/// `getWorkbookStatus`: without a request a new one starts; each question about it brings it nearer to its end.
pub(super) fn status(state: &OriginState, facts: &Facts, request: Option<&str>) -> Result<Value, Error> {
    let options = state.options();
    let answer = state.inputs.change(state, facts, |session: &mut Session| {
        let Some(request) = request else {
            session.workbooks.push(options.workbook_answers);
            return Some((request_id(session.workbooks.len()), false));
        };
        let mut numbered = (1..).zip(&mut session.workbooks);
        let (_, left) = numbered.find(|(number, _)| request_id(*number) == request)?;
        let done = *left == 0;
        *left = left.saturating_sub(1);
        Some((request.to_owned(), done))
    });
    let (id, done) = answer.ok_or_else(|| {
        refuse(
            "NotFound",
            format!("no workbook was requested as {}", request.unwrap_or_default()),
        )
    })?;
    Ok(match (done, options.workbook_fails) {
        (false, _) => {
            json!({"generationStatus": "Requested", "generationErrors": null, "downloadURL": null, "requestId": id})
        }
        (true, true) => json!({
            "generationStatus": "Failed",
            "generationErrors": ["the sandbox was told to fail workbooks"],
            "downloadURL": null,
            "requestId": id,
        }),
        (true, false) => json!({
            "generationStatus": "Completed",
            "generationErrors": null,
            "downloadURL": state.workbook_link(&facts.id, &id),
            "requestId": id,
        }),
    })
}

/// The workbook with the inputs as they are now; `None` where it was not requested or cannot be written.
pub(super) fn file(state: &OriginState, scenario_id: &str, request: &str) -> Option<Vec<u8>> {
    let facts = state.facts_of_any(scenario_id)?;
    let assumptions = state.inputs.read(state, &facts, |session| {
        let known = (1..=session.workbooks.len()).any(|number| request_id(number) == request);
        known.then(|| session.assumptions.clone())
    })?;
    write(&assumptions, &facts).ok()
}

/// Rows of one sheet: what the value is of, then one value for each model year.
type Row = (Vec<&'static str>, Slot);

fn write(assumptions: &Assumptions, facts: &Facts) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let regions = input_regions(facts.group);
    let sheets: [(&str, &[&str], Vec<Row>); 4] = [
        (
            "Demand",
            &["Region", "Variable"],
            regions.iter().flat_map(|region| demand(region)).collect(),
        ),
        (
            "Capacity",
            &["Region", "Technology"],
            regions.iter().flat_map(|region| capacity(region)).collect(),
        ),
        ("Commodities", &["Commodity", "Region"], prices()),
        ("Interconnectors", &["From", "To", "Variable"], interconnectors(facts)),
    ];
    for (name, heads, rows) in &sheets {
        sheet(book.add_worksheet().set_name(*name)?, assumptions, heads, rows)?;
    }
    book.save_to_buffer()
}

fn demand(region: &Region) -> Vec<Row> {
    let region = region.code;
    let variables = DEMAND_VARIABLES.map(|(variable, _)| (vec![region, variable], Slot::Demand { region, variable }));
    let technologies = DEMAND_TECHNOLOGIES.iter().map(|known| {
        let technology = known.name;
        (vec![region, technology], Slot::DemandTechnology { region, technology })
    });
    variables.into_iter().chain(technologies).collect()
}

fn capacity(region: &Region) -> Vec<Row> {
    let of = |technology: &Technology| {
        let slot = Slot::Plant {
            region: region.code,
            technology: technology.name,
            endogenous: false,
            part: Part::default(),
            parameter: "capacity",
        };
        (vec![region.code, technology.name], slot)
    };
    TECHNOLOGIES.iter().map(of).collect()
}

fn prices() -> Vec<Row> {
    let of = |known: &'static Commodity| {
        let commodity = known.name;
        known.regions().map(move |region| {
            let region = region.code;
            (vec![commodity, region], Slot::Commodity { region, commodity })
        })
    };
    COMMODITIES.iter().flat_map(of).collect()
}

fn interconnectors(facts: &Facts) -> Vec<Row> {
    let of =
        |from, to| LINK_VARIABLES.map(|(variable, _)| (vec![from, to, variable], Slot::Link { from, to, variable }));
    links(facts).flat_map(|(_, from, to)| of(from, to)).collect()
}

fn sheet(sheet: &mut Worksheet, assumptions: &Assumptions, heads: &[&str], rows: &[Row]) -> Result<(), XlsxError> {
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write_string(0, column, *head)?;
    }
    let first = heads.len() as u16;
    for (column, year) in (first..).zip(MODEL_YEARS) {
        sheet.write_number(0, column, year as f64)?;
    }
    for (row, (names, slot)) in (1_u32..).zip(rows) {
        for (column, name) in (0_u16..).zip(names) {
            sheet.write_string(row, column, *name)?;
        }
        for (column, year) in (first..).zip(MODEL_YEARS) {
            if let Some(value) = assumptions.edited(*slot, When::year(year)) {
                sheet.write_number(row, column, value)?;
            }
        }
    }
    Ok(())
}
