//! Who asks, and what that allows.

use std::collections::HashMap;

use http::{HeaderMap, HeaderValue};

use crate::etm::call::Call;
use crate::etm::reply::{not_found, refuse};
use crate::etm::settings::{EtmDialect, EtmScopes, EtmSettings, EtmUser, token_of};
use crate::etm::state::{EtmState, Role, Scenario};
use crate::reply::Reply;

/// The tokens that are known, without their prefix. No `Debug`: they are tokens.
pub(crate) struct Tokens(HashMap<String, Grant>);

/// What a token stands for.
#[derive(Clone, Debug, PartialEq)]
struct Grant {
    user: i64,
    scopes: Vec<String>,
}

impl Tokens {
    pub(crate) fn new(settings: &EtmSettings) -> Tokens {
        let levels = EtmUser::ALL.into_iter().flat_map(|user| {
            EtmScopes::ALL.into_iter().map(move |level| {
                let scopes = level.names().iter().map(|&name| name.to_owned()).collect();
                (
                    bare(&token_of(user, level)).to_owned(),
                    Grant {
                        user: user.id(),
                        scopes,
                    },
                )
            })
        });
        let extra = settings.tokens.iter().map(|extra| {
            let grant = Grant {
                user: extra.user.id(),
                scopes: extra.scopes.clone(),
            };
            (bare(&extra.token).to_owned(), grant)
        });
        Tokens(levels.chain(extra).collect())
    }

    /// Whether a request carries a token that is known.
    pub(crate) fn knows(&self, headers: &HeaderMap) -> bool {
        bearer(headers).is_some_and(|token| self.0.contains_key(bare(token)))
    }
}

/// A token without what says which server made it: the engine takes it off before it looks at the rest, and takes one that never
/// had it too.
fn bare(token: &str) -> &str {
    let prefixes = ["etm_beta_", "etm_"];
    prefixes
        .into_iter()
        .find_map(|prefix| token.strip_prefix(prefix))
        .unwrap_or(token)
}

/// The token of `Authorization: Bearer`; another scheme counts as none.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("authorization").map(HeaderValue::to_str)?.ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The token that the browser keeps.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get("cookie")?.to_str().ok()?;
    cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == "etm_session")
        .map(|(_, value)| value.to_owned())
}

/// The user of a request with the scopes of the token, or a guest.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Caller {
    /// Id of the user; `None` for a guest.
    pub(crate) user: Option<i64>,
    pub(crate) name: String,
    pub(crate) email: String,
    admin: bool,
    pub(crate) scopes: Vec<String>,
}

impl Caller {
    pub(crate) fn is_guest(&self) -> bool {
        self.user.is_none()
    }

    /// Whether the token has a scope, whatever that is worth without others.
    pub(crate) fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }

    /// `scenarios:read`.
    pub(crate) fn reads(&self) -> bool {
        self.has("scenarios:read")
    }

    /// `scenarios:write`, which counts only together with `scenarios:read`.
    pub(crate) fn writes(&self) -> bool {
        self.reads() && self.has("scenarios:write")
    }

    /// `scenarios:delete`, which counts only together with the other two.
    pub(crate) fn deletes(&self) -> bool {
        self.writes() && self.has("scenarios:delete")
    }

    pub(crate) fn is_admin(&self) -> bool {
        self.admin
    }

    fn role(&self, scenario: &Scenario) -> Option<Role> {
        scenario.role_of(self.user)
    }
}

/// What can be done with a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ability {
    Read,
    Update,
    /// To make another scenario from it.
    Clone,
    Destroy,
    /// Asked for by two routes whose right nobody was ever given.
    Never,
}

/// Whether the caller has an ability on a scenario.
pub(crate) fn may(caller: &Caller, scenario: &Scenario, ability: Ability) -> bool {
    let role = caller.role(scenario);
    let free = !scenario.private && scenario.unowned();
    let at_least = |wanted: Role| role.is_some_and(|role| role >= wanted) || caller.is_admin();
    match ability {
        Ability::Read => !scenario.private || (caller.reads() && at_least(Role::Viewer)),
        Ability::Update if caller.is_guest() => free,
        Ability::Update => caller.writes() && (free || at_least(Role::Collaborator)),
        Ability::Clone if caller.is_guest() => !scenario.private,
        Ability::Clone => caller.writes() && (!scenario.private || at_least(Role::Collaborator)),
        Ability::Destroy => caller.deletes() && at_least(Role::Owner),
        Ability::Never => false,
    }
}

/// Lets the caller pass, or refuses as the engine does: a private scenario must not be known to exist.
pub(crate) fn authorize(caller: &Caller, scenario: &Scenario, ability: Ability) -> Result<(), Reply> {
    if may(caller, scenario, ability) {
        Ok(())
    } else if scenario.private {
        Err(not_found())
    } else {
        Err(refuse(403, "Scenario does not belong to you"))
    }
}

/// Lets the caller create scenarios: guests, and tokens that write.
pub(crate) fn authorize_creation(caller: &Caller) -> Result<(), Reply> {
    if caller.is_guest() || caller.writes() {
        Ok(())
    } else {
        Err(not_found())
    }
}

/// How a route says that there is no such scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// `No such scenario: <id>`.
    NoSuchScenario,
    /// `Scenario not found`.
    ScenarioNotFound,
}

impl Missing {
    pub(crate) fn reply(self, id: &str) -> Reply {
        match self {
            Missing::NoSuchScenario => refuse(404, format!("No such scenario: {id}")),
            Missing::ScenarioNotFound => refuse(404, "Scenario not found"),
        }
    }
}

impl EtmState {
    /// Who asks. Only a handler that needs to know asks for it: a broken token goes unnoticed everywhere else.
    pub(crate) fn caller(&self, call: &Call) -> Result<Caller, Reply> {
        let token = match (bearer(&call.headers), self.dialect) {
            (Some(token), _) => Some(token.to_owned()),
            (None, EtmDialect::Stable202501) => None,
            (None, EtmDialect::Latest) => call.text("access_token").or_else(|| cookie(&call.headers)),
        };
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            return Ok(Caller::default());
        };
        let grant = self.tokens.0.get(bare(&token));
        let found = grant.and_then(|grant| Some((grant, self.users.get(&grant.user)?)));
        let (grant, user) = found.ok_or_else(|| refuse(401, "Invalid or expired token"))?;
        Ok(Caller {
            user: Some(user.id),
            name: user.name.clone(),
            email: user.email.clone(),
            admin: user.admin,
            scopes: grant.scopes.clone(),
        })
    }

    /// The caller and the id of the scenario that the path names, in the engine's order: first the scenario, then the token,
    /// then the ability.
    pub(crate) fn permit(&self, call: &Call, ability: Ability, missing: Missing) -> Result<(Caller, i64), Reply> {
        let id = call.parameter("scenario_id");
        let scenario = self.engine.find(id).ok_or_else(|| missing.reply(id))?;
        let caller = self.caller(call)?;
        authorize(&caller, scenario, ability)?;
        Ok((caller, scenario.id))
    }

    /// A scenario that is known to exist, because [`EtmState::permit`] found it.
    pub(crate) fn scenario(&self, id: i64) -> Result<&Scenario, Reply> {
        let scenario = self.engine.scenarios.get(&id);
        scenario.ok_or_else(|| Missing::NoSuchScenario.reply(&id.to_string()))
    }

    /// Likewise, to change it.
    pub(crate) fn scenario_mut(&mut self, id: i64) -> Result<&mut Scenario, Reply> {
        let scenario = self.engine.scenarios.get_mut(&id);
        scenario.ok_or_else(|| Missing::NoSuchScenario.reply(&id.to_string()))
    }
}
