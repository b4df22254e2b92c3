//! Saved scenarios to be made, with everything in them.

use std::collections::BTreeMap;

use aurora_core::{Error, ErrorKind, Result};

use super::Scenario;
use super::make::{needs_token, save};
use crate::objects::context::Context;
use crate::objects::session::{OrderName, Session};
use crate::objects::warnings::{Severity, Warning};
use crate::sessions::CopyOptions;
use crate::{Curve, InputValue, NewSavedScenario, NewSession};

/// A saved scenario to be made, with what its session is to hold.
///
/// ```
/// use etm_client::NewSession;
/// use etm_client::objects::NewScenario;
///
/// let new = NewScenario::new("All electric", NewSession::new("nl2019", 2050))
///     .with_private(true)
///     .with_value("costs_co2", 120.0);
/// # let _ = new;
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct NewScenario {
    title: String,
    origin: Origin,
    private: bool,
    values: BTreeMap<String, InputValue>,
    orders: Vec<(OrderName, Vec<String>)>,
    curves: Vec<(String, Curve)>,
}

/// Where the session comes from.
#[derive(Clone, Debug, PartialEq)]
enum Origin {
    New(Box<NewSession>),
    CopyOf(i64),
    Session(i64),
}

impl NewScenario {
    fn of(title: impl Into<String>, origin: Origin) -> Self {
        Self {
            title: title.into(),
            origin,
            private: false,
            values: BTreeMap::new(),
            orders: Vec::new(),
            curves: Vec::new(),
        }
    }

    /// With a session that is made for it.
    pub fn new(title: impl Into<String>, session: NewSession) -> Self {
        Self::of(title, Origin::New(Box::new(session)))
    }

    /// With a session that there is already.
    pub fn of_session(title: impl Into<String>, session_id: i64) -> Self {
        Self::of(title, Origin::Session(session_id))
    }

    /// With a copy of a session, which has that one as its template.
    pub fn of_copy(title: impl Into<String>, session_id: i64) -> Self {
        Self::of(title, Origin::CopyOf(session_id))
    }

    /// Sets whether only its users may see it. Default: `false`.
    pub fn with_private(mut self, private: bool) -> Self {
        self.private = private;
        self
    }

    /// Sets an input of the session.
    pub fn with_value(mut self, key: impl Into<String>, value: impl Into<InputValue>) -> Self {
        self.values.insert(key.into(), value.into());
        self
    }

    /// Sets an order of the session.
    pub fn with_order<S: Into<String>>(
        mut self,
        name: impl Into<OrderName>,
        items: impl IntoIterator<Item = S>,
    ) -> Self {
        let items = items.into_iter().map(Into::into).collect();
        self.orders.push((name.into(), items));
        self
    }

    /// Attaches a curve to the session.
    pub fn with_curve(mut self, key: impl Into<String>, curve: Curve) -> Self {
        self.curves.push((key.into(), curve));
        self
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}

impl Scenario {
    /// Makes a saved scenario, and then sets what its session is to hold. What cannot be set is a warning, and the rest is set.
    ///
    /// # Errors
    ///
    /// Fails with `Credential` before sending for a guest; as [`Sessions::create`](crate::Sessions::create),
    /// [`Sessions::copy`](crate::Sessions::copy) and [`SavedScenarios::create`](crate::SavedScenarios::create); and when a warning stops, in
    /// which case the error names the saved scenario, which is there.
    pub async fn new(context: impl Into<Context>, new: &NewScenario) -> Result<Self> {
        let context = context.into();
        needs_token(&context)?;
        not_empty(&new.title)?;
        let mut scenario = match &new.origin {
            Origin::New(session) => save(Session::new(&context, session).await?, &new.title, new.private).await?,
            Origin::CopyOf(id) => {
                let record = context.client().sessions().copy(*id, &CopyOptions::new()).await?;
                save(Session::of_record(&context, record), &new.title, new.private).await?
            }
            Origin::Session(id) => {
                let saved = NewSavedScenario::new(*id, &new.title).with_private(new.private);
                Self::of_record(&context, context.client().saved_scenarios().create(&saved).await?)?
            }
        };
        let filled = scenario.fill(new).await;
        filled.map_err(|error| error.with_advice(format!("the saved scenario {} is made", scenario.id())))?;
        Ok(scenario)
    }

    async fn fill(&mut self, new: &NewScenario) -> Result<()> {
        if new.values.is_empty() && new.orders.is_empty() && new.curves.is_empty() {
            return Ok(());
        }
        let mut warnings = Vec::new();
        let session = match self.session_mut().await {
            Ok(session) => session,
            Err(error) => return self.warn(vec![failure("session", &error)]),
        };
        if let Err(error) = session.set_inputs(new.values.clone()).await {
            warnings.push(failure("inputs", &error));
        }
        for (key, error) in session.upload_curves(new.curves.clone()).await.failed() {
            warnings.push(failure(&format!("custom_curves.{key}"), error));
        }
        match session.set_orders(new.orders.clone()).await {
            // Those that were not sent have their warnings already.
            Ok(orders) => warnings.extend(
                orders
                    .failed()
                    .filter(|(_, error)| error.status().is_some() || error.kind() != ErrorKind::InvalidRequest)
                    .map(|(name, error)| failure(&format!("sortables.{name}"), error)),
            ),
            Err(error) => warnings.push(failure("sortables", &error)),
        }
        self.warn(warnings)
    }
}

fn failure(field: &str, error: &Error) -> Warning {
    Warning::new(Severity::Warning, field, error.to_string())
}

fn not_empty(title: &str) -> Result<()> {
    crate::check::not_empty("title", title)
}
