//! The table of operations: what the generated clients know about each request before it is sent.
//!
//! One entry per operation of a service's OpenAPI document, written by the code generator. The transport takes from it
//! which time limit applies, whether a request may be repeated, and what a path has to look like.

/// One operation of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The operation's name in `snake_case`, for example `get_power_curve`.
    pub id: &'static str,
    /// The HTTP method, upper case.
    pub method: &'static str,
    /// The path template, for example `/v1/turbines/{turbine_id}/powerCurve`. A fragment (`/v1/graphql#getScenarios`)
    /// tells operations on one path apart and is never sent.
    pub path: &'static str,
    /// One line on what the operation does.
    pub summary: &'static str,
    /// The group that the operation belongs to.
    pub tag: &'static str,
    /// Whether sending the request twice has the same effect as sending it once.
    pub idempotent: bool,
    /// How long the service may think before its first byte.
    pub time_class: TimeClass,
    /// The parameters in path, query and headers.
    pub parameters: &'static [Parameter],
    /// The content types that a request body may have; empty when there is no body.
    pub request_content: &'static [&'static str],
    /// The content types that a successful answer may have; empty when it has no body.
    pub response_content: &'static [&'static str],
    /// Whether the generator leaves this operation to a method written by hand.
    pub hand_written: bool,
    /// What is wrong with it, if it cannot be used; the transport refuses it unless it is
    /// [forced](crate::call::CallOptions::with_forced).
    pub status: Option<OperationStatus>,
}

impl Operation {
    /// The parameter of that name and place, if the operation has one.
    #[must_use]
    pub fn parameter(&self, location: Location, name: &str) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.location == location && parameter.name == name)
    }

    /// The path template without its fragment: what is really sent.
    #[must_use]
    pub fn wire_path(&self) -> &'static str {
        self.path.split_once('#').map_or(self.path, |(path, _fragment)| path)
    }
}

/// Why an operation that the service's documentation still has cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperationStatus {
    /// The service no longer has it. The text says what happens instead.
    Removed(&'static str),
    /// The service has it, and it does not work. The text says what happens.
    Broken(&'static str),
}

impl OperationStatus {
    /// The word for it: `removed` or `broken`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Removed(_) => "removed",
            Self::Broken(_) => "broken",
        }
    }

    /// What really happens when it is sent.
    #[must_use]
    pub fn what_happens(self) -> &'static str {
        match self {
            Self::Removed(what) | Self::Broken(what) => what,
        }
    }
}

/// How long a service may take until the first byte of its answer; the numbers are in
/// [`Limits`](crate::limits::Limits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeClass {
    /// An ordinary answer. Default limit: 30 s.
    #[default]
    Default,
    /// The service calculates before it answers. Default limit: 120 s.
    Slow,
    /// The service runs a model before it answers. Default limit: 20 min.
    Compute,
}

/// A parameter of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it goes.
    pub location: Location,
    /// Whether the service needs it.
    pub required: bool,
    /// What it means, with its unit and range.
    pub description: &'static str,
    /// Whether the value is a part of a path that the service handed out: with slashes in it, and percent-encoded
    /// already. Only parameters in the path can be.
    pub multi_segment: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// Into the path template.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
}

impl Location {
    /// The word for it in messages: `path`, `query` or `header`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_is_no_part_of_the_wire_path() {
        let operation = Operation {
            id: "get_scenarios",
            method: "POST",
            path: "/v1/graphql#getScenarios",
            summary: "",
            tag: "",
            idempotent: true,
            time_class: TimeClass::Default,
            parameters: &[],
            request_content: &[],
            response_content: &[],
            hand_written: false,
            status: None,
        };
        assert_eq!(operation.wire_path(), "/v1/graphql");
    }
}
