//! The areas: a part of the real datasets, under their real codes.
//!
//! Codes, analysis years and the inhabitants of the larger areas are real, all other numbers are in proportion to the
//! inhabitants and good for trying software only.

mod attributes;
mod table;

use serde_json::{Map, Value, json};

pub(crate) use table::AREAS;

/// The area whose numbers all tables of the model are given for.
pub(crate) const REFERENCE: &str = "nl2019";

/// A dataset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) code: &'static str,
    /// `country`, `province`, `res` or `municipality`.
    pub(crate) group: &'static str,
    pub(crate) analysis_year: i64,
    /// Offered by the graphical program.
    pub(crate) useable: bool,
    /// Known to the list of areas, and allowed for new scenarios.
    pub(crate) enabled: bool,
    /// The full dataset that this one is scaled from.
    pub(crate) base: Option<&'static str>,
    pub(crate) inhabitants: f64,
    pub(crate) residences: f64,
    /// Mt in 1990.
    pub(crate) co2_1990: f64,
    /// km².
    pub(crate) land: f64,
    /// Latitude and longitude, for the weather.
    pub(crate) place: (f64, f64),
    pub(crate) coastline: bool,
    pub(crate) mountains: bool,
    /// Has hourly curves.
    pub(crate) hourly: bool,
}

/// The area with this code, enabled or not.
pub(crate) fn area(code: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.code == code)
}

impl Area {
    /// Size relative to the reference area.
    pub(crate) fn size(&self) -> f64 {
        self.inhabitants / 17_282_163.0
    }

    /// Size relative to the dataset that this one is scaled from; 1 for a full dataset. Static limits of inputs are
    /// multiplied by it.
    pub(crate) fn scale(&self) -> f64 {
        let base = self.base.and_then(area);
        base.map_or(1.0, |base| self.inhabitants / base.inhabitants)
    }

    /// Arable land, km².
    pub(crate) fn arable(&self) -> f64 {
        self.land * 18_457.0 / 33_671.0
    }

    /// An attribute that grows with the inhabitants; 0 for an unknown name.
    pub(crate) fn growing(&self, name: &str) -> f64 {
        attributes::growing(self, name)
    }

    /// Has concentrated solar power.
    pub(crate) fn solar_csp(&self) -> bool {
        self.place.0 < 45.0
    }

    /// The area as JSON: all attributes, or the few of the sparse form.
    pub(crate) fn json(&self, detailed: bool) -> Value {
        let mut all = Map::new();
        let mut put = |name: &str, value: Value| all.insert(name.to_owned(), value);
        put("area", json!(self.code));
        put("group", json!(self.group));
        put("analysis_year", json!(self.analysis_year));
        put("useable", json!(self.useable));
        put("derived", json!(self.base.is_some()));
        if let Some(base) = self.base.and_then(area) {
            put("base_dataset", json!(base.code));
            put(
                "scaling",
                json!({
                    "area_attribute": "number_of_inhabitants",
                    "value": self.inhabitants as i64,
                    "base_value": base.inhabitants as i64,
                }),
            );
        }
        if self.group == "municipality" {
            put("geo_id", json!(self.code.split('_').next()));
        }
        put("number_of_inhabitants", json!(self.inhabitants));
        put("present_number_of_residences", json!(self.residences));
        for (name, value) in attributes::flags(self) {
            put(name, json!(value));
        }
        if detailed {
            self.details(&mut all);
        }
        Value::Object(all)
    }

    fn details(&self, all: &mut Map<String, Value>) {
        let mut put = |name: &str, value: Value| all.insert(name.to_owned(), value);
        if let Some(position) = AREAS.iter().position(|area| area.code == self.code) {
            put("id", json!(position + 1));
        }
        if self.base.is_some() {
            put("init", json!({}));
        }
        for (name, value) in attributes::numbers(self) {
            put(name, json!(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_base_is_a_full_dataset() {
        for (index, one) in AREAS.iter().enumerate() {
            assert!(AREAS[index + 1..].iter().all(|other| other.code != one.code));
            if let Some(base) = one.base {
                assert_eq!(area(base).unwrap().base, None, "{}", one.code);
            }
        }
        assert_eq!(area(REFERENCE).unwrap().size(), 1.0);
    }

    #[test]
    fn the_sparse_form_keeps_flags_and_sizes_only() {
        let sparse = area("GM0363_amsterdam").unwrap().json(false);
        assert_eq!(sparse["scaling"]["base_value"], 17_811_291);
        assert_eq!(sparse["has_agriculture"], true);
        assert_eq!(sparse["present_number_of_residences"], 457_831.0);
        assert_eq!(sparse.get("co2_emission_1990"), None);
        let detailed = area("nl2019").unwrap().json(true);
        assert_eq!(detailed["co2_emission_1990"], 158.719_007_3);
        assert_eq!(detailed["number_of_cars"], 8_531_000.0);
        assert_eq!(detailed.get("scaling"), None);
    }
}
