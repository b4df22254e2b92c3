//! Traces: one client span per attempt, after the OpenTelemetry conventions for HTTP.
//!
//! No query, no header value and no body ever becomes a field.

use std::time::Duration;

use http::StatusCode;
use tracing::Span;
use tracing::field::Empty;
use url::Url;

use super::failure::Failure;
use super::mounts::shown;
use crate::error::display::Seconds;
use crate::operation::Operation;
use crate::retry::Reason;

const TARGET: &str = "aurora_core::http";

/// The span of one attempt. Status and error type are recorded once, at its end.
pub(super) fn attempt(operation: &Operation, url: &Url, attempt: u32) -> Span {
    let resend_count = (attempt > 1).then(|| u64::from(attempt - 1));
    let url_full = format!("{}{}", shown(url), url.path());
    tracing::info_span!(
        target: TARGET,
        "http",
        otel.kind = "client",
        otel.name = format!("{} {}", operation.method, operation.wire_path()),
        aurora.operation = operation.id,
        http.request.method = operation.method,
        http.request.resend_count = resend_count,
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        url.full = url_full,
        url.template = operation.wire_path(),
        http.response.status_code = Empty,
        "error.type" = Empty,
    )
}

/// Writes down how an attempt ended.
pub(super) fn finished(
    span: &Span,
    operation: &Operation,
    took: Duration,
    end: Result<(StatusCode, Option<&str>), &Failure>,
) {
    let status = match end {
        Ok((status, _)) => Some(status),
        Err(failure) => failure.error.status(),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    let error = end.err().map(|failure| match failure.error.status() {
        // The conventions ask for the status where there is one.
        Some(status) if !status.is_success() => status.as_str().to_owned(),
        _ => failure.error.kind().as_str().to_owned(),
    });
    if let Some(error) = &error {
        span.record("error.type", error.as_str());
    }
    let request_id = match end {
        Ok((_, id)) => id,
        Err(failure) => failure.error.request_id(),
    };
    span.in_scope(|| {
        tracing::debug!(
            target: TARGET,
            operation = operation.id,
            status = status.map(|status| status.as_u16()),
            error,
            request_id,
            milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "attempt finished"
        );
    });
}

/// Says that a redirect is followed, by the target's scheme and host only.
pub(super) fn redirected(status: StatusCode, to: &Url) {
    let status = status.as_u16();
    tracing::debug!(target: TARGET, status, to = shown(to), "redirect followed");
}

/// Says that a request will be sent again.
pub(super) fn retrying(operation: &Operation, attempt: u32, after: Duration) {
    let milliseconds = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(
        target: TARGET,
        operation = operation.id,
        attempt,
        milliseconds,
        "sending again after attempt {attempt}, in {}",
        Seconds(after)
    );
}

/// Says that the retry budget forbade what the policy allowed.
pub(super) fn gave_up(operation: &Operation, reason: Reason) {
    if reason == Reason::OutOfBudget {
        tracing::warn!(
            target: TARGET,
            operation = operation.id,
            "not sent again: too many requests of this client failed lately"
        );
    }
}
