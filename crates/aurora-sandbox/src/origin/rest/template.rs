//! From the name of a file back to what it holds.

use crate::origin::market::{self, Definition, Output};
use crate::origin::state::Facts;

/// The output that a file name stands for: the definition whose template it fits, in meta order, with a currency and a year
/// that exist.
pub(super) fn find(facts: &Facts, region: &str, filename: &str) -> Option<Output> {
    let years = market::data_years(facts, region);
    market::data_definitions(facts, region)
        .into_iter()
        .find_map(|definition| {
            let values = fit(definition.filename, filename)?;
            let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            let currency = value("currency").unwrap_or(facts.currencies.first()?);
            let year = value("year").map(str::parse::<i64>).transpose().ok()?;
            let known =
                facts.currencies.iter().any(|known| known == currency) && year.is_none_or(|year| years.contains(&year));
            known.then(|| output(facts, region, definition, currency, year, value("nodename")))
        })
}

fn output(
    facts: &Facts,
    region: &str,
    definition: Definition,
    currency: &str,
    year: Option<i64>,
    node: Option<&str>,
) -> Output {
    Output {
        scenario: facts.clone(),
        region: region.to_owned(),
        definition,
        currency: currency.to_owned(),
        year,
        node: node.map(str::to_owned),
        parameters: Vec::new(),
    }
}

/// The values of a template's placeholders in a text; currencies and years hold no underscore, node names may.
fn fit<'a>(template: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == text).then(Vec::new);
    };
    let (name, after) = rest.split_once('}')?;
    let text = text.strip_prefix(before)?;
    let stop = after.split('{').next().unwrap_or_default();
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    // The longest value first, so that a node name may hold what follows it.
    ends.rev()
        .filter(|at| *at > 0 && text[*at..].starts_with(stop))
        .find_map(|at| {
            let mut values = fit(after, &text[at..])?;
            let value = &text[..at];
            let whole = name == "nodename" || !value.contains('_');
            whole.then(|| values.insert(0, (name, value)))?;
            Some(values)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_a_template_are_found_again() {
        assert_eq!(
            fit("system_{currency}.csv", "system_gbp2024.csv"),
            Some(vec![("currency", "gbp2024")])
        );
        assert_eq!(
            fit("nodal_{nodename}_{currency}.csv", "nodal_ZONDWD_6_B1_usd2024.csv"),
            Some(vec![("nodename", "ZONDWD_6_B1"), ("currency", "usd2024")])
        );
        assert_eq!(
            fit("ic_{year}_{currency}.csv", "ic_2028_eur2024.csv"),
            Some(vec![("year", "2028"), ("currency", "eur2024")])
        );
        assert_eq!(
            fit("technology_{currency}.csv", "technology_generation_gbp2024.csv"),
            None
        );
        assert_eq!(fit("plain.csv", "plain.csv"), Some(Vec::new()));
        assert_eq!(fit("system_{currency}.csv", "system_.csv"), None);
    }
}
