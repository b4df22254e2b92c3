//! The inputs (sliders) of a session: what they may be, what they are, and setting them.

pub(crate) mod balance;
pub(crate) mod check;
mod set;
mod update;

use aurora_core::Result;
use aurora_core::raw::RawRequest;

pub use set::{InputKind, InputSet};
pub use update::InputsUpdate;

use crate::EtmClient;
use crate::check::{invalid, not_empty, some};
use crate::types::{Input, InputDefaults, InputKey};

const LIST: &str = "list_scenario_inputs";
const LIST_GLOBAL: &str = "list_inputs";
const GET: &str = "get_scenario_input";
const GET_GLOBAL: &str = "get_input";
const SEVERAL: &str = "get_scenario_inputs_by_keys";

/// How many keys go into one address.
const KEYS_AT_ONCE: usize = 50;

/// The inputs of a session; see [`EtmClient::inputs`].
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    pub(crate) client: &'a EtmClient,
    pub(crate) session_id: i64,
}

/// What a list of inputs has in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputsOptions {
    /// Where defaults come from: the template of the session where it has a value (`Parent`), or the data of the area
    /// (`Original`). `None` is the engine's choice, the template.
    pub defaults: Option<InputDefaults>,
    /// Whether each input comes with the step of its slider, and its own key. Default: `false`.
    pub include_extras: bool,
}

impl InputsOptions {
    /// The engine's choice.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets where defaults come from.
    #[must_use]
    pub fn with_defaults(mut self, defaults: InputDefaults) -> Self {
        self.defaults = Some(defaults);
        self
    }

    /// Sets whether each input comes with its step and its key.
    #[must_use]
    pub fn with_extras(mut self, included: bool) -> Self {
        self.include_extras = included;
        self
    }

    fn on(&self, request: RawRequest) -> RawRequest {
        let mut request = with_defaults(request, self.defaults);
        if self.include_extras {
            request = request.query("include_extras", true);
        }
        request
    }
}

impl<'a> Inputs<'a> {
    /// All inputs by key: some 1400, with units, ranges, defaults and what the session has set.
    ///
    /// All of them are disabled when the caller may not change the session.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when there is no such session or it may not be read; else the errors of any request.
    pub async fn list(&self, options: &InputsOptions) -> Result<InputSet> {
        let request = self.client.request(LIST)?.path_param("scenario_id", self.session_id);
        self.client.send(options.on(request)).await?.json()
    }

    /// As [`list`](Self::list), by the engine's other route for the same.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn list_global(&self, options: &InputsOptions) -> Result<InputSet> {
        let request = self.client.request(LIST_GLOBAL)?.query("scenario_id", self.session_id);
        self.client.send(options.on(request)).await?.json()
    }

    /// All inputs, and which of them were set and which the engine filled in: what a check before sending needs to know to be exact.
    /// Two requests.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn for_checks(&self) -> Result<InputSet> {
        let session = self.client.sessions().get(self.session_id).await?;
        Ok(self.list(&InputsOptions::new()).await?.with_session(&session))
    }

    /// One input, with its step.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the key is empty or holds a comma; with `NotFound` when there is no such
    /// input or session; else the errors of any request.
    pub async fn get(&self, key: &str) -> Result<Input> {
        self.one(key, None).await
    }

    /// As [`get`](Self::get), with the default from where it is said: the template of the session, or the data of the area.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn get_with(&self, key: &str, defaults: InputDefaults) -> Result<Input> {
        self.one(key, Some(defaults)).await
    }

    async fn one(&self, key: &str, defaults: Option<InputDefaults>) -> Result<Input> {
        single(GET, key)?;
        let request = self.client.request(GET)?.path_param("scenario_id", self.session_id);
        let request = with_defaults(request.path_param("input_key", key), defaults);
        self.client.send(request).await?.json()
    }

    /// As [`get`](Self::get), by the engine's other route for the same.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn get_global(&self, key: &str) -> Result<Input> {
        self.one_global(key, None).await
    }

    /// As [`get_with`](Self::get_with), by the engine's other route for the same.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn get_global_with(&self, key: &str, defaults: InputDefaults) -> Result<Input> {
        self.one_global(key, Some(defaults)).await
    }

    async fn one_global(&self, key: &str, defaults: Option<InputDefaults>) -> Result<Input> {
        single(GET_GLOBAL, key)?;
        let request = self.client.request(GET_GLOBAL)?.query("scenario_id", self.session_id);
        let request = with_defaults(request.path_param("input_key", key), defaults);
        self.client.send(request).await?.json()
    }

    /// Several inputs, each with its step. A key that is named twice is there once.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no key, or one that is empty or holds a comma; with `NotFound` when
    /// there is no input of one of them; else as [`get`](Self::get).
    pub async fn several(&self, keys: &[&str]) -> Result<InputSet> {
        self.each_of(keys, None).await
    }

    /// As [`several`](Self::several), with the defaults from where it is said.
    ///
    /// # Errors
    ///
    /// As [`several`](Self::several).
    pub async fn several_with(&self, keys: &[&str], defaults: InputDefaults) -> Result<InputSet> {
        self.each_of(keys, Some(defaults)).await
    }

    async fn each_of(&self, keys: &[&str], defaults: Option<InputDefaults>) -> Result<InputSet> {
        some("keys of inputs", keys).map_err(|error| error.with_operation(SEVERAL))?;
        let mut wanted: Vec<&str> = Vec::new();
        for &key in keys {
            single(SEVERAL, key)?;
            if !wanted.contains(&key) {
                wanted.push(key);
            }
        }
        let mut found = InputSet::default();
        for keys in wanted.chunks(KEYS_AT_ONCE) {
            // A list comes only for a list.
            let inputs = match keys {
                [key] => vec![self.one(key, defaults).await?],
                _ => self.chunk(keys, defaults).await?,
            };
            found.extend(keys, inputs);
        }
        Ok(found)
    }

    async fn chunk(&self, keys: &[&str], defaults: Option<InputDefaults>) -> Result<Vec<Input>> {
        let request = self.client.request(SEVERAL)?.path_param("scenario_id", self.session_id);
        let request = with_defaults(request.path_param("input_keys", keys.join(",")), defaults);
        self.client.send(request).await?.json()
    }

    /// The keys of all inputs.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn keys(&self) -> Result<Vec<String>> {
        let request = self
            .client
            .request("list_input_keys")?
            .query("scenario_id", self.session_id);
        let keys: Vec<InputKey> = self.client.send(request).await?.json()?;
        Ok(keys.into_iter().filter_map(|entry| entry.key.or(entry.id)).collect())
    }

    /// Starts to set inputs.
    pub fn update(&self) -> InputsUpdate<'a> {
        InputsUpdate::new(self.client, self.session_id)
    }
}

fn with_defaults(request: RawRequest, defaults: Option<InputDefaults>) -> RawRequest {
    match defaults {
        Some(defaults) => request.query("defaults", defaults.to_string()),
        None => request,
    }
}

/// A key of one input: with a comma it would be one of several.
fn single(operation: &'static str, key: &str) -> Result<()> {
    let checked = not_empty("the key of an input", key).and_then(|()| match key.contains(',') {
        true => Err(invalid(format!(
            "the key {key:?} holds a comma, and no input's key does"
        ))),
        false => Ok(()),
    });
    checked.map_err(|error| error.with_operation(operation))
}
