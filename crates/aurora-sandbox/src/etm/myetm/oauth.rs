//! What MyETM says about a token to the one who holds it.

use serde_json::{Value, json};

use crate::etm::call::Call;
use crate::etm::caller::Caller;
use crate::etm::reply::{Answer, json_reply, ok};
use crate::etm::state::{EtmState, now};
use crate::reply::Reply;

use super::visitor;

/// Lifetime of a token that nobody chose another one for, in seconds.
const LIFETIME: i64 = 30 * 24 * 60 * 60;

/// How the routes for tokens refuse. The bodies are those of the library that such services are built on; nobody recorded them.
fn refused(status: u16, error: &str, description: &str) -> Reply {
    json_reply(status, &json!({"error": error, "error_description": description}))
}

fn holder(state: &EtmState, call: &Call) -> Result<(Caller, i64), Reply> {
    let unknown = || refused(401, "invalid_token", "The access token is invalid");
    let caller = visitor(state, call).map_err(|_| unknown())?;
    let user = caller.user.ok_or_else(unknown)?;
    Ok((caller, user))
}

/// `get_token_info`. Tokens of the sandbox are as old as the sandbox.
pub(crate) fn token_info(state: &mut EtmState, call: &Call) -> Answer {
    let (caller, user) = holder(state, call)?;
    let created = state
        .users
        .get(&user)
        .map_or_else(now, |user| user.created_at)
        .as_second();
    ok(&json!({
        "resource_owner_id": user,
        "scope": caller.scopes,
        "expires_in": created + LIFETIME - now().as_second(),
        "application": {"uid": Value::Null},
        "created_at": created,
    }))
}

/// `get_userinfo`: more of it with more scopes.
pub(crate) fn user_info(state: &mut EtmState, call: &Call) -> Answer {
    let (caller, user) = holder(state, call)?;
    if !caller.has("openid") {
        let text = "Access to this resource requires scope \"openid\"";
        return Err(refused(403, "invalid_scope", text));
    }
    let mut info = json!({"sub": user.to_string()});
    if caller.has("email") {
        info["email"] = json!(caller.email);
    }
    if caller.has("profile") {
        info["name"] = json!(caller.name);
    }
    ok(&info)
}
