//! The four operations on a list of users, wherever the list is.

use aurora_core::call::CallOptions;
use aurora_core::transport::Answer;
use aurora_core::{Error, ErrorKind, Result, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::changes::UserChange;
use crate::{EtmClient, refusal};

/// A kind of list.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) list: &'static str,
    pub(super) create: &'static str,
    pub(super) update: &'static str,
    pub(super) delete: &'static str,
    /// The name of the id in the path.
    id: &'static str,
    /// The name of the list in a request.
    root: &'static str,
    /// Whether an e-mail address finds users who have an account, too.
    pub(super) finds_accounts_by_email: bool,
    /// Where else the same list is, for engines that do not pass it on.
    elsewhere: Option<&'static Kind>,
}

/// The users of an engine's scenario.
pub(super) static SESSION: Kind = Kind {
    list: "list_scenario_users",
    create: "create_scenario_users",
    update: "update_scenario_users",
    delete: "delete_scenario_users",
    id: "scenario_id",
    root: "scenario_users",
    finds_accounts_by_email: true,
    elsewhere: None,
};

/// The users of a saved scenario, through the engine.
pub(super) static SAVED: Kind = Kind {
    list: "list_saved_scenario_users",
    create: "create_saved_scenario_users",
    update: "update_saved_scenario_users",
    delete: "delete_saved_scenario_users",
    id: "saved_scenario_id",
    root: "saved_scenario_users",
    finds_accounts_by_email: false,
    elsewhere: Some(&MY_SAVED),
};

/// The users of a saved scenario, at MyETM itself.
pub(super) static MY_SAVED: Kind = Kind {
    list: "myetm_list_saved_scenario_users",
    create: "myetm_create_saved_scenario_users",
    update: "myetm_update_saved_scenario_users",
    delete: "myetm_delete_saved_scenario_users",
    id: "id",
    root: "saved_scenario_users",
    finds_accounts_by_email: false,
    elsewhere: None,
};

/// One list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door<'a> {
    pub(super) client: &'a EtmClient,
    pub(super) kind: &'static Kind,
    pub(super) id: i64,
}

/// Which of a kind's operations.
pub(super) type Verb = fn(&Kind) -> &'static str;

impl Door<'_> {
    pub(super) async fn list<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        refusal::read(&self.send(|kind| kind.list, None).await?)
    }

    /// Sends changes in one request. A refusal of some of them is an answer.
    pub(super) async fn change(&self, verb: Verb, changes: &[UserChange]) -> Result<Answer> {
        let elements: Vec<Value> = changes.iter().map(UserChange::element).collect();
        self.send(verb, Some(elements)).await
    }

    async fn send(&self, verb: Verb, elements: Option<Vec<Value>>) -> Result<Answer> {
        let result = self.send_to(self.kind, verb, elements.as_deref()).await;
        match (result, self.kind.elsewhere) {
            (Err(error), Some(kind)) if refusal::is_missing_route(&error) && self.client.my_etm_url().is_some() => {
                self.send_to(kind, verb, elements.as_deref()).await
            }
            (result, Some(_)) => result.map_err(refusal::explained),
            (result, None) => result,
        }
    }

    async fn send_to(&self, kind: &Kind, verb: Verb, elements: Option<&[Value]>) -> Result<Answer> {
        let mut request = self.client.request(verb(kind))?.path_param(kind.id, self.id);
        if let Some(elements) = elements {
            request = request
                .json(&json!({kind.root: elements}))
                .options(partly(self.client.options()));
        }
        self.client.send(request).await
    }
}

/// Some may succeed and some fail: the answer to that has a status of its own.
fn partly(options: &CallOptions) -> CallOptions {
    options.clone().with_answer(StatusCode::UNPROCESSABLE_ENTITY)
}

/// Whether some of a request's changes may have been made although it failed as a whole.
pub(super) fn may_be_made(error: &Error) -> bool {
    let is_refused = matches!(
        error.kind(),
        ErrorKind::InvalidRequest
            | ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::RateLimited
            | ErrorKind::Credential
    );
    !is_refused
}
