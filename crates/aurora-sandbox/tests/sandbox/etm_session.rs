//! The Energy Transition Model with a plain HTTP client, and requests written like `PUT /scenarios/7/users`.

use aurora_sandbox::{EtmDialect, EtmScopes, EtmUser, Sandbox, SandboxBuilder};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::session::{Answer, http};

/// Who asks: a user with a level of scopes, or nobody.
pub(crate) type Who = Option<(EtmUser, EtmScopes)>;

pub(crate) const GUEST: Who = None;
pub(crate) const ADA: Who = Some((EtmUser::Ada, EtmScopes::Delete));
pub(crate) const BEN: Who = Some((EtmUser::Ben, EtmScopes::Delete));
pub(crate) const CLEO: Who = Some((EtmUser::Cleo, EtmScopes::Delete));
pub(crate) const ROOT: Who = Some((EtmUser::Root, EtmScopes::Delete));

/// The same user with fewer scopes.
pub(crate) fn only(who: Who, scopes: EtmScopes) -> Who {
    who.map(|(user, _)| (user, scopes))
}

pub(crate) struct Etm {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: Client,
}

pub(crate) async fn start() -> Etm {
    start_with(Sandbox::builder()).await
}

pub(crate) async fn start_2025() -> Etm {
    start_with(Sandbox::builder().etm_dialect(EtmDialect::Stable202501)).await
}

pub(crate) async fn start_with(builder: SandboxBuilder) -> Etm {
    Etm {
        sandbox: builder.start().await.unwrap(),
        http: http().build().unwrap(),
    }
}

impl Etm {
    /// A request to the engine, or to MyETM when its path starts with `/my/`.
    pub(crate) fn request(&self, who: Who, line: &str) -> RequestBuilder {
        let (method, path) = line.split_once(' ').unwrap();
        let url = match path.strip_prefix("/my/") {
            Some(rest) => format!("{}/{rest}", self.sandbox.my_etm_url()),
            None => format!("{}{path}", self.sandbox.etm_url()),
        };
        let request = self
            .http
            .request(Method::from_bytes(method.as_bytes()).unwrap(), url)
            .header("Accept", "application/json");
        match who {
            Some((user, scopes)) => request.bearer_auth(self.sandbox.etm_token(user, scopes)),
            None => request,
        }
    }

    /// Sends a JSON body, or none for `null`.
    pub(crate) async fn response(&self, who: Who, line: &str, body: Value) -> Response {
        let request = self.request(who, line);
        let request = if body.is_null() { request } else { request.json(&body) };
        request.send().await.unwrap()
    }

    pub(crate) async fn ask(&self, who: Who, line: &str, body: Value) -> Answer {
        read(self.response(who, line, body).await).await
    }

    pub(crate) async fn get(&self, who: Who, path: &str) -> Answer {
        self.ask(who, &format!("GET {path}"), Value::Null).await
    }

    /// The id of a new scenario.
    pub(crate) async fn scenario(&self, who: Who, attributes: Value) -> i64 {
        let (status, scenario) = self.ask(who, "POST /scenarios", json!({"scenario": attributes})).await;
        assert_eq!(status, 200, "{scenario}");
        scenario["id"].as_i64().unwrap()
    }

    /// The id of a saved scenario of a new public scenario, and the id of that.
    pub(crate) async fn saved(&self, who: Who, title: &str) -> (i64, i64) {
        let session = self
            .scenario(who, json!({"area_code": "nl2019", "end_year": 2050}))
            .await;
        let body = json!({"saved_scenario": {"scenario_id": session, "title": title}});
        let (status, saved) = self.ask(who, "POST /saved_scenarios", body).await;
        assert_eq!(status, 200, "{saved}");
        (saved["id"].as_i64().unwrap(), session)
    }

    /// Gives somebody a role on a scenario.
    pub(crate) async fn share(&self, session: i64, email: &str, role: &str) {
        let body = json!({"scenario_users": [{"user_email": email, "role": role}]});
        let (status, answer) = self.ask(ADA, &format!("POST /scenarios/{session}/users"), body).await;
        assert_eq!(status, 201, "{answer}");
    }
}

/// Status and JSON of an answer; a body that is not JSON is `null`.
pub(crate) async fn read(response: Response) -> Answer {
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// `{"errors": [text]}`.
pub(crate) fn errors(text: &str) -> Value {
    json!({"errors": [text]})
}

pub(crate) fn not_found() -> Answer {
    (404, errors("Not found"))
}

pub(crate) fn not_yours() -> Answer {
    (403, errors("Scenario does not belong to you"))
}
