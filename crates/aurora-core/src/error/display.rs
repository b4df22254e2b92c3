//! How an error reads.

use std::fmt;
use std::time::Duration;

use super::Error;
use super::redact::one_line;

/// No more of the service's messages than this stand in the line.
const MESSAGES_SHOWN: usize = 3;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{}: ", one_line(operation, 100))?;
        }
        f.write_str(&one_line(&self.0.message, 1000))?;
        self.fmt_messages(f)?;
        if let Some(id) = self.request_id() {
            write!(f, " (request {id})")?;
        }
        if self.attempts() > 1 {
            let elapsed = Seconds(self.elapsed());
            write!(f, " after {} attempts in {elapsed}", self.attempts())?;
        }
        if let Some(advice) = self.advice() {
            write!(f, "; {}", one_line(advice, 1000))?;
        }
        Ok(())
    }
}

impl Error {
    fn fmt_messages(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.messages().iter().take(MESSAGES_SHOWN);
        for (index, message) in shown.enumerate() {
            let separator = if index == 0 { ": " } else { ", " };
            write!(f, "{separator}{}", one_line(message, 300))?;
        }
        let more = self.messages().len().saturating_sub(MESSAGES_SHOWN);
        if more > 0 {
            write!(f, " and {more} more")?;
        }
        Ok(())
    }

    fn advice(&self) -> Option<&str> {
        match &self.0.advice {
            Some(advice) => Some(advice),
            None => self.0.kind.advice(),
        }
    }
}

/// As safe as `Display`: the body is given by its length only.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("operation", &self.operation())
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("message", &self.0.message)
            .field("messages", &self.messages())
            .field("attempts", &self.attempts())
            .field("elapsed", &self.elapsed())
            .field("body_bytes", &self.body().map(str::len))
            .field("source", &std::error::Error::source(self).map(ToString::to_string))
            .finish_non_exhaustive()
    }
}

/// A duration as a person reads it: `0.4 s`, `9.1 s`, `30 s`, `12 min`.
pub(crate) struct Seconds(pub(crate) Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds > 0.0 && seconds < 0.1 {
            write!(f, "{:.0} ms", (seconds * 1000.0).max(1.0))
        } else if seconds < 120.0 && self.0.subsec_millis() != 0 {
            write!(f, "{seconds:.1} s")
        } else if seconds < 120.0 {
            write!(f, "{seconds:.0} s")
        } else {
            write!(f, "{:.0} min", seconds / 60.0)
        }
    }
}
