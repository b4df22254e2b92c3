//! Sessions that were made for a while only, and are deleted however the command ends.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use aurora_energy::core::Error;
use aurora_energy::etm::EtmClient;
use aurora_energy::etm::sessions::CopyOptions;
use futures_util::stream::{self, StreamExt as _};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::progress;

/// How many sessions are deleted at a time.
const CONCURRENCY: usize = 4;

/// Sessions to be deleted, and those that are being made right now.
pub(crate) struct Leftovers {
    client: EtmClient,
    made: UnboundedReceiver<i64>,
}

/// Makes sessions that are deleted later.
pub(super) struct Workshop {
    client: EtmClient,
    made: UnboundedSender<i64>,
}

/// A workshop, and what has to be cleaned up after it.
pub(super) fn open(client: &EtmClient) -> (Workshop, Leftovers) {
    let (sender, receiver) = unbounded_channel();
    let workshop = Workshop {
        client: client.clone(),
        made: sender,
    };
    let leftovers = Leftovers {
        client: client.clone(),
        made: receiver,
    };
    (workshop, leftovers)
}

impl Workshop {
    /// Makes a copy of a session. Once it is asked for it is made to the end, even if nobody waits for it any more: its id would
    /// be lost otherwise.
    pub(super) async fn copy(&self, id: i64, options: CopyOptions) -> Result<i64> {
        let (client, made) = (self.client.clone(), self.made.clone());
        let task = tokio::spawn(async move {
            let copy = client.sessions().copy(id, &options).await?;
            // There is always somebody at the other end: it is closed by the last sender.
            let _ = made.send(copy.id);
            Ok::<_, Error>(copy.id)
        });
        Ok(task.await??)
    }
}

impl Leftovers {
    /// The sessions, when those that are being made are there.
    async fn all(&mut self) -> Vec<i64> {
        let mut all = Vec::new();
        while let Some(id) = self.made.recv().await {
            all.push(id);
        }
        all
    }
}

/// Deletes what a command has left over. What goes wrong comes after what went wrong before.
pub(crate) async fn clean_up(result: Result<()>, context: &mut Context) -> Result<()> {
    let Some(mut leftovers) = context.leftovers.take() else {
        return result;
    };
    let ids = leftovers.all().await;
    if ids.is_empty() {
        return result;
    }
    let failed = delete(&ids, &leftovers.client, context).await;
    let deleted = ids.len() - failed.len();
    context.note(format_args!("{deleted} sessions of the sweep are deleted"));
    for (id, why) in &failed {
        context.notes.line(format_args!("session {id} is still there: {why}"));
    }
    match failed.len() {
        0 => result,
        count => result.and(Err(left(count))),
    }
}

/// Deletes sessions, until somebody does not want to wait for it, and says which are left.
async fn delete(ids: &[i64], client: &EtmClient, context: &Context) -> BTreeMap<i64, String> {
    let left = ids.iter().map(|id| (*id, "not asked any more".to_owned()));
    let left = Mutex::new(left.collect::<BTreeMap<_, _>>());
    let bar = progress::bar(context, ids.len(), "deleting");
    let delete = async |id: i64| {
        let deleted = client.sessions().delete(id).await;
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        match deleted {
            Ok(()) => left.remove(&id),
            Err(error) => left.insert(id, error.to_string()),
        };
        bar.inc(1);
    };
    let all = stream::iter(ids.iter().copied())
        .map(delete)
        .buffer_unordered(CONCURRENCY);
    tokio::select! {
        () = all.collect() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    bar.finish_and_clear();
    left.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn left(count: usize) -> anyhow::Error {
    let text = format!("{count} sessions of the sweep could not be deleted");
    Failure::new(Exit::Partial, text)
        .with_hint("`aurora etm sessions delete ID` deletes one")
        .into()
}
