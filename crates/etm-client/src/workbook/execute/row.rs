//! The changes of one scenario.

use aurora_core::{Error, ErrorKind, Result};

use super::Limits;
use super::report::{RowReport, RowState, StepOutcome, StepReport};
use crate::EtmClient;
use crate::inputs::balance::Tolerance;
use crate::saved_scenarios::NewSavedScenario;
use crate::sessions::SessionUpdate;
use crate::workbook::plan::{Basis, RowPlan, Step, Task, Values};

/// Works through the steps of a row.
pub(super) struct Run<'r> {
    client: &'r EtmClient,
    plan: &'r RowPlan,
    limits: &'r Limits,
    session: Option<i64>,
    saved: Option<i64>,
    steps: Vec<StepReport>,
}

impl<'r> Run<'r> {
    pub(super) fn new(client: &'r EtmClient, plan: &'r RowPlan, limits: &'r Limits) -> Self {
        Self {
            client,
            plan,
            limits,
            session: plan.session_id,
            saved: plan.saved_scenario_id,
            steps: Vec::new(),
        }
    }

    /// Makes the scenario, if it has to be made: everything up to its data.
    pub(super) async fn make(mut self) -> Self {
        if self.plan.session_id.is_none() {
            let steps = self.plan.steps.iter().take_while(|step| step.task.is_making());
            self.take(steps).await;
        }
        self
    }

    /// Does what is left.
    pub(super) async fn finish(mut self) -> RowReport {
        let steps = self.plan.steps.iter().skip(self.steps.len());
        self.take(steps).await;
        RowReport {
            label: self.plan.label.clone(),
            place: self.plan.place.clone(),
            session_id: self.session,
            saved_scenario_id: self.saved,
            state: self.state(),
            steps: self.steps,
            skipped: self.plan.skipped.clone(),
        }
    }

    async fn take(&mut self, steps: impl Iterator<Item = &'r Step>) {
        for step in steps {
            let outcome = self.outcome(step).await;
            if matches!(outcome, StepOutcome::Failed(_)) {
                self.limits.failed();
            }
            let step = self.at(step);
            self.steps.push(StepReport {
                what: step.what(),
                request: format!("{} {}", step.method(), step.path()),
                place: step.place.clone(),
                outcome,
            });
        }
    }

    /// The step with the ids that are known by now.
    fn at(&self, step: &Step) -> Step {
        Step {
            session: self.session,
            saved: self.saved,
            ..step.clone()
        }
    }

    async fn outcome(&mut self, step: &Step) -> StepOutcome {
        if let Some(reason) = self.limits.reached(self.client.transport().clock().now()) {
            return StepOutcome::NotRun(reason);
        }
        let done = match (&step.task, self.session) {
            (Task::Create(new), _) => self.client.sessions().create(new).await.map(|session| {
                self.session = Some(session.id);
            }),
            (Task::Copy { from, options }, _) => self.client.sessions().copy(*from, options).await.map(|session| {
                self.session = Some(session.id);
            }),
            (_, None) => return StepOutcome::NotRun("there is no session"),
            (Task::Users { saved: true, .. }, Some(_)) if self.saved.is_none() => {
                return StepOutcome::NotRun("there is no saved scenario");
            }
            (Task::Save { title, private }, Some(session)) => self.save(session, title, *private).await,
            (task, Some(session)) => self.change(session, task).await,
        };
        match done {
            Ok(()) => StepOutcome::Done,
            Err(error) => StepOutcome::Failed(error),
        }
    }

    async fn save(&mut self, session: i64, title: &str, private: Option<bool>) -> Result<()> {
        let mut new = NewSavedScenario::new(session, title);
        if let Some(private) = private {
            new = new.with_private(private);
        }
        let saved = self.client.saved_scenarios().create(&new).await?;
        self.saved = saved.id;
        match saved.id {
            Some(_) => Ok(()),
            None => Err(Error::new(
                ErrorKind::Decode,
                "the session is saved, but the service does not say under which id",
            )),
        }
    }

    async fn change(&self, session: i64, task: &Task) -> Result<()> {
        match task {
            Task::Describe(update) => self.client.sessions().update(session, update).await.map(drop),
            Task::Values(values) => self.values(session, values).await,
            Task::Order { sortable, level, items } => {
                let sortables = self.client.sortables(session);
                sortables.set(sortable.clone(), *level, items).await.map(drop)
            }
            Task::Curve { key, curve } => self.client.custom_curves(session).upload(key, curve).await.map(drop),
            Task::Users { changes, saved } => match (saved, self.saved) {
                (true, Some(id)) => {
                    let outcome = self.client.saved_scenarios().users(id).set(changes).await?;
                    outcome.into_result().map(drop)
                }
                _ => self.client.users(session).set(changes).await?.into_result().map(drop),
            },
            Task::Create(_) | Task::Copy { .. } | Task::Save { .. } => Ok(()),
        }
    }

    /// Sets inputs. What could not be checked exactly before the session was there is checked now.
    async fn values(&self, session: i64, values: &Values) -> Result<()> {
        let update = match &values.again {
            None => values.update.clone(),
            Some(cells) => {
                let inputs = self.client.inputs(session).for_checks().await?;
                let assembled = cells.assemble(&inputs, Basis::Exact, Tolerance::of(self.client));
                if !assembled.problems.is_empty() {
                    let lines: Vec<String> = assembled.problems.iter().map(ToString::to_string).collect();
                    let error = Error::new(ErrorKind::InvalidRequest, "the inputs cannot be set so, and none is");
                    return Err(error.with_messages(lines));
                }
                assembled.update
            }
        };
        // Everything may be as it is after all.
        if update == SessionUpdate::new() {
            return Ok(());
        }
        self.client.sessions().update(session, &update).await.map(drop)
    }

    fn state(&self) -> RowState {
        let any = |is: fn(&StepOutcome) -> bool| self.steps.iter().any(|step| is(&step.outcome));
        let has_failed = any(|outcome| matches!(outcome, StepOutcome::Failed(_)));
        let has_done = any(|outcome| matches!(outcome, StepOutcome::Done));
        match (has_failed, has_done, self.plan.session_id) {
            (true, ..) => RowState::Failed,
            (false, true, None) => RowState::Created,
            (false, true, Some(_)) => RowState::Changed,
            (false, false, Some(_)) if self.steps.is_empty() => RowState::Unchanged,
            (false, false, _) => RowState::Skipped,
        }
    }
}
