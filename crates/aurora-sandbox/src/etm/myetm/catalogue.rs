//! What MyETM shows to everyone: featured scenarios and the versions of the model.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::etm::call::Call;
use crate::etm::reply::{Answer, json_reply, ok};
use crate::etm::state::{EtmState, InputValue, Role, Scenario, ScenarioRole, now};

use super::{MyEtm, SavedScenario, number};

/// The version that changes with every release.
pub(crate) const LATEST: &str = "latest";
/// The stable version.
pub(crate) const STABLE: &str = "2025-01";

/// The tags, in the order in which they were made.
const TAGS: [&str; 2] = [LATEST, STABLE];

/// The tag that was asked for, or the one that everything has which asks for none that exists.
pub(super) fn known_tag(asked: Option<&str>) -> &'static str {
    TAGS.into_iter().find(|tag| Some(*tag) == asked).unwrap_or(LATEST)
}

fn prefix(tag: &str, join: char) -> String {
    if tag == LATEST {
        String::new()
    } else {
        format!("{tag}{join}")
    }
}

/// Where the collections of a version are looked at.
pub(super) fn collections_url(tag: &str) -> String {
    format!("https://{}collections.energytransitionmodel.com", prefix(tag, '-'))
}

/// A saved scenario that everyone is shown.
#[derive(Clone, Debug)]
pub(crate) struct Featured {
    id: i64,
    saved_scenario_id: i64,
    group: &'static str,
    title_en: &'static str,
    title_nl: &'static str,
    author: Option<&'static str>,
}

impl MyEtm {
    /// The English title of a saved scenario that is featured.
    pub(super) fn featured_title(&self, saved: i64) -> Option<&'static str> {
        let featured = self.featured.iter().find(|one| one.saved_scenario_id == saved)?;
        Some(featured.title_en)
    }

    /// Each featured scenario with its saved one, of one version or of all.
    fn featured(&self, version: Option<String>) -> impl Iterator<Item = (&Featured, &SavedScenario)> {
        let all = self.featured.iter();
        all.filter_map(|one| Some((one, self.saved.get(&one.saved_scenario_id)?)))
            .filter(move |(_, saved)| version.as_ref().is_none_or(|version| *version == saved.version))
    }
}

/// A title may begin with the study that the scenario belongs to.
fn study(title: &str) -> &str {
    title.split_once(" - ").map_or("", |(study, _)| study)
}

fn describe(featured: &Featured, saved: &SavedScenario) -> Value {
    json!({
        "id": featured.id,
        "saved_scenario_id": featured.saved_scenario_id,
        "owner_id": saved.links.iter().find_map(|link| link.user_id),
        "group": featured.group,
        "title_en": featured.title_en,
        "title_nl": featured.title_nl,
        "version": saved.version,
        "end_year": saved.end_year,
        "area_code": saved.area_code,
        "author": featured.author.unwrap_or("No author"),
        "study_en": study(featured.title_en),
        "study_nl": study(featured.title_nl),
    })
}

/// `myetm_list_featured_scenarios`.
pub(crate) fn list_featured(state: &mut EtmState, call: &Call) -> Answer {
    let featured = state.my.featured(call.text("version"));
    let listed: Vec<Value> = featured.map(|(one, saved)| describe(one, saved)).collect();
    ok(&json!({"featured_scenarios": listed}))
}

/// `myetm_get_featured_scenario`.
pub(crate) fn get_featured(state: &mut EtmState, call: &Call) -> Answer {
    let id = number(call.parameter("id"));
    let found = state.my.featured(None).find(|(one, _)| one.id == id);
    let missing = || json_reply(404, &json!({"error": "FeaturedScenario not found"}));
    let (one, saved) = found.ok_or_else(missing)?;
    ok(&describe(one, saved))
}

/// `myetm_list_featured_scenario_sessions`.
pub(crate) fn list_sessions(state: &mut EtmState, call: &Call) -> Answer {
    let featured = state.my.featured(call.text("version"));
    let listed = featured.map(|(one, saved)| json!({"id": saved.scenario_id, "title": one.title_en}));
    ok(&listed.collect::<Vec<Value>>())
}

/// `myetm_list_versions`. The version that the sandbox stands for has the sandbox as its engine.
pub(crate) fn list_versions(state: &mut EtmState, call: &Call) -> Answer {
    let wanted = call.text("tag");
    let own = state.version_tag();
    let mut listed: Vec<Value> = TAGS
        .into_iter()
        .filter(|tag| wanted.as_ref().is_none_or(|wanted| wanted == tag))
        .map(|tag| {
            let host = prefix(tag, '.');
            let engine = if tag == own {
                call.base()
            } else {
                format!("https://{host}engine.energytransitionmodel.com")
            };
            json!({
                "tag": tag,
                "model_url": format!("https://{host}energytransitionmodel.com"),
                "engine_url": engine,
                "collections_url": collections_url(tag),
            })
        })
        .collect();
    if call.text("sort").as_deref() == Some("desc") {
        listed.reverse();
    }
    ok(&json!({"versions": listed}))
}

/// The account of those who make the model; nobody has a token for it.
const PUBLISHER: i64 = 8;

/// What is featured from the start.
struct Seed {
    group: &'static str,
    title_en: &'static str,
    title_nl: &'static str,
    author: Option<&'static str>,
    area_code: &'static str,
    end_year: i64,
    version: &'static str,
    /// The value of `costs_co2` in its scenario.
    price: f64,
}

const SEEDS: [Seed; 3] = [
    Seed {
        group: "national",
        title_en: "Sandbox outlook 2050 - National drive",
        title_nl: "Zandbakverkenning 2050 - Nationale kracht",
        author: Some("Sandbox"),
        area_code: "nl2023",
        end_year: 2050,
        version: LATEST,
        price: 150.0,
    },
    Seed {
        group: "regional",
        title_en: "Regional example 2040",
        title_nl: "Regionaal voorbeeld 2040",
        author: None,
        area_code: "PV20_groningen",
        end_year: 2040,
        version: LATEST,
        price: 100.0,
    },
    Seed {
        group: "national",
        title_en: "Sandbox outlook 2050 - First edition",
        title_nl: "Zandbakverkenning 2050 - Eerste editie",
        author: Some("Sandbox"),
        area_code: "nl2019",
        end_year: 2050,
        version: STABLE,
        price: 80.0,
    },
];

/// Ids below those that the sandbox gives out: of scenarios, and of saved scenarios.
const FIRST_SEEDED: i64 = 2001;

/// A public scenario of nobody, in an area that is no longer offered: it has exports and curves no more.
const RELIC: i64 = 2016;

/// Publishes the featured scenarios. The scenario of another version's engine is not to be found here.
pub(crate) fn seed(state: &mut EtmState) {
    state.engine.scenarios.insert(RELIC, blank(RELIC, "nl2016", 2050));
    for (number, seed) in (1_i64..).zip(&SEEDS) {
        let id = FIRST_SEEDED + number - 1;
        let owner = ScenarioRole {
            id: -number,
            user_id: Some(PUBLISHER),
            user_email: None,
            role: Role::Owner,
        };
        if seed.version == state.version_tag() {
            let mut scenario = blank(id, seed.area_code, seed.end_year);
            scenario.roles.push(owner.clone());
            let price = InputValue::Number(seed.price);
            scenario.user_values.insert("costs_co2".to_owned(), price);
            state.engine.scenarios.insert(id, scenario);
        }
        state.my.saved.insert(id, published(id, seed, owner));
        state.my.featured.push(Featured {
            id: number,
            saved_scenario_id: id,
            group: seed.group,
            title_en: seed.title_en,
            title_nl: seed.title_nl,
            author: seed.author,
        });
    }
}

fn published(id: i64, seed: &Seed, owner: ScenarioRole) -> SavedScenario {
    let at = now();
    SavedScenario {
        id,
        scenario_id: id,
        history: Vec::new(),
        title: seed.title_en.to_owned(),
        description: None,
        area_code: seed.area_code.to_owned(),
        end_year: seed.end_year,
        private: false,
        version: seed.version.to_owned(),
        links: vec![owner],
        discarded_at: None,
        created_at: at,
        updated_at: at,
    }
}

fn blank(id: i64, area_code: &str, end_year: i64) -> Scenario {
    let at = now();
    Scenario {
        id,
        area_code: area_code.to_owned(),
        end_year,
        private: false,
        keep_compatible: true,
        source: None,
        template: None,
        scaling: None,
        metadata: Map::new(),
        user_values: BTreeMap::new(),
        balanced_values: BTreeMap::new(),
        active_couplings: Vec::new(),
        roles: Vec::new(),
        orders: BTreeMap::new(),
        custom_curves: BTreeMap::new(),
        esdl: None,
        version_tag: None,
        created_at: at,
        updated_at: at,
    }
}
