//! Who may do what at Origin.

use http::{HeaderMap, HeaderValue};

use crate::origin::book::FIRST_TENANT;
use crate::origin::graphql::Caller;
use crate::reply::Refusal;
use crate::state::Settings;

/// A request whose token is good.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Access {
    pub(crate) caller: Caller,
    /// Whether its mutations get 403.
    pub(crate) read_only: bool,
}

/// 401 for a missing or unknown `Private-Token`, or another one in `EOS-Cookie`; 403 for the one that may do nothing.
pub(crate) fn identify(settings: &Settings, headers: &HeaderMap) -> Result<Access, Refusal> {
    let unauthorized = |message: &str| Refusal {
        status: 401,
        code: "Unauthorized",
        message: message.to_owned(),
    };
    let token = headers.get("private-token").map(HeaderValue::as_bytes);
    let Some(token) = token else {
        return Err(unauthorized("the header Private-Token is missing"));
    };
    // The official client sends both; a client that sends one is as good.
    if headers
        .get("eos-cookie")
        .is_some_and(|cookie| cookie.as_bytes() != token)
    {
        return Err(unauthorized("EOS-Cookie holds another token than Private-Token"));
    }
    if token == settings.forbidden_token.as_bytes() {
        return Err(forbidden("this token is valid, but may not use the service"));
    }
    let access = |tenant: &str, read_only| Access {
        caller: Caller {
            tenant: tenant.to_owned(),
            user: format!("User of {tenant}"),
        },
        read_only,
    };
    if token == settings.token.as_bytes() {
        return Ok(access(FIRST_TENANT, false));
    }
    if token == settings.read_only_token.as_bytes() {
        return Ok(access(FIRST_TENANT, true));
    }
    let tenant = settings.tenants.iter().find(|tenant| tenant.token.as_bytes() == token);
    tenant
        .map(|tenant| access(&tenant.name, false))
        .ok_or_else(|| unauthorized("the token in the header Private-Token is not known"))
}

pub(crate) fn forbidden(message: &str) -> Refusal {
    Refusal {
        status: 403,
        code: "Forbidden",
        message: message.to_owned(),
    }
}
