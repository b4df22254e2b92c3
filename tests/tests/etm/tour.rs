//! Every live operation, asked by its id with what the contract needs: it succeeds, and its answer is what the spec describes.

mod stops;

use std::collections::BTreeSet;

use aurora_tests::etm_bench::{ADA, Bench, ROOT};
use aurora_tests::schema::Spec;
use etm_client::raw::RawRequest;
use etm_client::{EtmClient, OPERATIONS};
use serde_json::Value;

const SPEC: &str = include_str!("../../../specs/etm.yaml");

/// Who asks, and what was asked so far.
pub(crate) struct Tour {
    pub(crate) etm: EtmClient,
    spec: Spec,
    asked: BTreeSet<&'static str>,
    findings: Vec<String>,
}

/// Parameters by their names on the wire.
pub(crate) type Parameters<'a> = &'a [(&'a str, &'a str)];

impl Tour {
    /// Asks and gives the JSON of the answer, null when it has none.
    pub(crate) async fn ask(&mut self, operation: &str, parameters: Parameters<'_>, body: Option<Value>) -> Value {
        let request = self.request(operation, parameters);
        self.send(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub(crate) fn request(&self, operation: &str, parameters: Parameters<'_>) -> RawRequest {
        let request = self.etm.request(operation).expect("the operation is in the table");
        parameters
            .iter()
            .fold(request, |request, (name, value)| request.param(name, *value))
    }

    pub(crate) async fn send(&mut self, request: RawRequest) -> Value {
        let operation = request.operation();
        let answer = request
            .send()
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        self.asked.insert(operation.id);
        if !operation.response_content.contains(&"application/json") {
            return Value::String(String::from_utf8_lossy(&answer.body).into_owned());
        }
        let body: Value = answer
            .json()
            .unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        let found = self.spec.findings(operation.id, &body);
        self.findings.extend(found.into_iter().take(4));
        body
    }
}

async fn toured(bench: &Bench, tour: &mut Tour) {
    stops::sessions(tour).await;
    stops::inputs_and_models(tour).await;
    stops::curves_and_files(tour).await;
    stops::orders(tour).await;
    stops::users(tour).await;
    stops::saved(tour).await;
    stops::collections(tour).await;
    stops::catalogue(tour).await;
    let ada = std::mem::replace(&mut tour.etm, bench.etm(ROOT));
    stops::dump(tour).await;
    tour.etm = ada;
    stops::farewell(tour).await;
}

fn tour(bench: &Bench) -> Tour {
    Tour {
        etm: bench.etm(ADA),
        spec: Spec::of(SPEC),
        asked: BTreeSet::new(),
        findings: Vec::new(),
    }
}

#[tokio::test]
async fn the_sandbox_answers_every_live_operation_as_the_spec_describes_it() {
    let bench = Bench::start().await;
    let mut tour = tour(&bench);
    toured(&bench, &mut tour).await;
    assert!(tour.findings.is_empty(), "{:#?}", tour.findings);

    // Two exports are only with older engines.
    let older = Bench::stable().await;
    tour.etm = older.etm(ADA);
    stops::retired(&mut tour).await;
    assert!(tour.findings.is_empty(), "{:#?}", tour.findings);

    let live = OPERATIONS
        .iter()
        .filter(|known| known.status.is_none())
        .map(|known| known.id);
    let missing: Vec<_> = live.filter(|id| !tour.asked.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(tour.asked.len(), 113);
}
