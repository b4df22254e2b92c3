//! From a selection to files.

use aurora_core::{Error, ErrorKind, Result};

use super::selection::{Choice, Selection};
use crate::cache::OutputKey;
use crate::outputs::ScenarioOutputs;
use crate::outputs::choose::{self, NODE, YEAR, check_year, described, listed};
use crate::outputs::scenario::no_currency;
use crate::types::{DataDefinition, RegionEntry, RegionMeta};

/// One step of the plan.
pub(super) enum Step {
    /// Fetch this file.
    Fetch(Box<Wanted>),
    /// Report this.
    Report(Box<Finding>),
}

/// What is known without fetching anything.
pub(super) struct Finding {
    pub(super) region: Option<String>,
    pub(super) key: Option<OutputKey>,
    pub(super) result: Ended,
}

/// How something ends without being fetched.
pub(super) enum Ended {
    LeftOut(String),
    Failed(Error),
}

/// A file whose request is right by the metadata.
pub(super) struct Wanted {
    pub(super) outputs: ScenarioOutputs,
    pub(super) entry: RegionEntry,
    pub(super) template: String,
    pub(super) key: OutputKey,
}

/// The files of a scenario, and what cannot be found out.
pub(super) async fn of_scenario(outputs: &ScenarioOutputs, selection: &Selection) -> Vec<Step> {
    let regions = match regions(outputs, selection).await {
        Ok(regions) => regions,
        Err(error) => return vec![failed(None, None, error)],
    };
    let mut steps = Vec::new();
    for region in regions {
        match of_region(outputs, selection, &region).await {
            Ok(files) => steps.extend(files),
            Err(error) => steps.push(failed(Some(&region), None, error)),
        }
    }
    steps
}

async fn regions(outputs: &ScenarioOutputs, selection: &Selection) -> Result<Vec<String>> {
    if let Choice::Only(regions) = &selection.regions {
        return Ok(regions.clone());
    }
    let mut codes: Vec<String> = match &outputs.scenario().regions {
        Some(own) => own.keys().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if selection.additional_regions {
        codes = outputs.regions().await?.codes().map(str::to_owned).collect();
    }
    if codes.is_empty() {
        let message = format!("scenario {} has no regions with outputs", outputs.scenario_id());
        return Err(Error::new(ErrorKind::NotFound, message).with_advice("wait until its run is complete"));
    }
    Ok(codes)
}

async fn of_region(outputs: &ScenarioOutputs, selection: &Selection, region: &str) -> Result<Vec<Step>> {
    let currencies = currencies(outputs, selection)?;
    let entry = outputs.entry(region).await?;
    let meta = outputs.meta(region).await?;
    let definitions = outputs.types(region).await?;
    let mut steps = missing(selection, region, &definitions);
    let nothing_missing = steps.is_empty();
    let taken: Vec<&DataDefinition> = definitions
        .iter()
        .filter(|definition| takes(selection, definition))
        .collect();
    if taken.is_empty() && nothing_missing {
        steps.push(left_out(
            region,
            None,
            "the region has no file that fits the whole selection".to_owned(),
        ));
    }
    let region = Region {
        outputs,
        selection,
        code: region,
        entry: &entry,
        meta: &meta,
    };
    for (at, definition) in taken.iter().enumerate() {
        let same = |other: &&&DataDefinition| described(other) == described(definition);
        if taken[..at].iter().any(|other| same(&other)) {
            steps.push(failed(Some(region.code), None, twice(definition)));
            continue;
        }
        for currency in &currencies {
            region.files(definition, currency, &mut steps);
        }
    }
    Ok(steps)
}

fn currencies(outputs: &ScenarioOutputs, selection: &Selection) -> Result<Vec<String>> {
    if !selection.currencies.is_empty() {
        return Ok(selection.currencies.clone());
    }
    let own = outputs.scenario().default_currency.clone();
    match own.filter(|currency| !currency.is_empty()) {
        Some(currency) => Ok(vec![currency]),
        None => Err(no_currency(outputs.scenario_id())),
    }
}

fn takes(selection: &Selection, definition: &DataDefinition) -> bool {
    selection.kinds.takes(definition.type_.as_ref())
        && selection.granularities.takes(definition.granularity.as_ref())
        && selection.sub_types.takes(definition.sub_type.as_ref())
}

/// What was named and is not there at all.
fn missing(selection: &Selection, region: &str, definitions: &[DataDefinition]) -> Vec<Step> {
    type Field = fn(&DataDefinition) -> Option<&String>;
    let rows: [(&str, &Choice<String>, Field); 3] = [
        ("type", &selection.kinds, |definition| definition.type_.as_ref()),
        ("granularity", &selection.granularities, |definition| {
            definition.granularity.as_ref()
        }),
        ("sub-type", &selection.sub_types, |definition| {
            definition.sub_type.as_ref()
        }),
    ];
    let mut steps = Vec::new();
    for (what, choice, field) in rows {
        for value in choice.named() {
            if definitions.iter().any(|definition| field(definition) == Some(value)) {
                continue;
            }
            let message = format!("region {region:?} has no download of {what} {value:?}");
            let known = listed(definitions.iter().filter_map(field).cloned());
            let advice = match known.as_str() {
                "" => format!("the region's metadata names no {what}"),
                known => format!("ask for one of these: {known}"),
            };
            let error = Error::new(ErrorKind::NotFound, message).with_advice(advice);
            steps.push(failed(Some(region), None, error));
        }
    }
    steps
}

/// A region whose metadata is there.
struct Region<'a> {
    outputs: &'a ScenarioOutputs,
    selection: &'a Selection,
    code: &'a str,
    entry: &'a RegionEntry,
    meta: &'a RegionMeta,
}

impl Region<'_> {
    /// The files of one entry of the metadata: one, or one for each year and node.
    fn files(&self, definition: &DataDefinition, currency: &str, steps: &mut Vec<Step>) {
        let key = self.key(definition, currency);
        let template = match choose::template(definition) {
            Ok(template) => template,
            Err(error) => return steps.push(failed(Some(self.code), Some(key), error)),
        };
        let years = match self.years(template) {
            Ok(years) => years,
            Err(error) => return steps.push(failed(Some(self.code), Some(key), error)),
        };
        let Some(years) = years else {
            let reason = "it holds one year, and the region's metadata names no years".to_owned();
            return steps.push(left_out(self.code, Some(key), reason));
        };
        let Some(nodes) = self.nodes(template) else {
            let reason = "it holds one node, and no nodes were named".to_owned();
            return steps.push(left_out(self.code, Some(key), reason));
        };
        for (year, allowed) in years {
            let mut key = key.clone();
            key.year = year;
            if let Err(error) = allowed {
                steps.push(failed(Some(self.code), Some(key), error));
                continue;
            }
            for node in &nodes {
                let mut key = key.clone();
                key.node = node.clone();
                steps.push(Step::Fetch(Box::new(Wanted {
                    outputs: self.outputs.clone(),
                    entry: self.entry.clone(),
                    template: template.to_owned(),
                    key,
                })));
            }
        }
    }

    fn key(&self, definition: &DataDefinition, currency: &str) -> OutputKey {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (kind, granularity) = (text(&definition.type_), text(&definition.granularity));
        let mut key = OutputKey::new(self.outputs.scenario_id(), self.code, kind, granularity, currency);
        key.sub_type = definition.sub_type.clone();
        key.params = self.selection.params.iter().cloned().collect();
        key
    }

    /// The years of a file, and whether each may be asked for; `None` when none is known.
    #[allow(clippy::type_complexity, reason = "a list of two columns that is read once")]
    fn years(&self, template: &str) -> Result<Option<Vec<(Option<i64>, Result<()>)>>> {
        if !template.contains(YEAR) {
            return Ok(Some(vec![(None, Ok(()))]));
        }
        let valid = choose::years(self.meta, self.code)?;
        let years = match &self.selection.years {
            Choice::All if valid.is_empty() => return Ok(None),
            Choice::All => &valid,
            Choice::Only(years) => years,
        };
        let checked = years
            .iter()
            .map(|year| (Some(*year), check_year(*year, &valid, self.code)));
        Ok(Some(checked.collect()))
    }

    fn nodes(&self, template: &str) -> Option<Vec<Option<String>>> {
        if !template.contains(NODE) {
            return Some(vec![None]);
        }
        let nodes = self.selection.nodes.iter().filter(|node| !node.is_empty());
        let nodes: Vec<Option<String>> = nodes.cloned().map(Some).collect();
        (!nodes.is_empty()).then_some(nodes)
    }
}

fn twice(definition: &DataDefinition) -> Error {
    let message = format!("the region's metadata lists {} more than once", described(definition));
    Error::new(ErrorKind::Ambiguous, message)
}

pub(super) fn failed(region: Option<&str>, key: Option<OutputKey>, error: Error) -> Step {
    Step::Report(Box::new(Finding {
        region: region.map(str::to_owned),
        key,
        result: Ended::Failed(error),
    }))
}

fn left_out(region: &str, key: Option<OutputKey>, reason: String) -> Step {
    Step::Report(Box::new(Finding {
        region: Some(region.to_owned()),
        key,
        result: Ended::LeftOut(reason),
    }))
}
