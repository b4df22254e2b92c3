//! Version tags: a sentence on what a session is a version of, and who touched it last.

use std::collections::BTreeMap;

use aurora_core::{Error, ErrorKind, Result};
use serde_json::{Value, json};

use super::{Sessions, rooted};
use crate::check::{invalid, some};
use crate::types::VersionTag;

const LIST: &str = "list_scenario_version_tags";
const CREATE: &str = "create_scenario_version_tag";
const UPDATE: &str = "update_scenario_version_tag";

/// How many ids go into one address.
const IDS_AT_ONCE: usize = 200;

/// The longest description, in characters.
const LONGEST: usize = 60_000;

impl Sessions<'_> {
    /// The version tags of several sessions, by their ids. Sessions that may not be read are not in it; one without a tag has
    /// only the time of its last change.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when there is no id; else the errors of any request.
    pub async fn version_tags(&self, session_ids: &[i64]) -> Result<BTreeMap<i64, VersionTag>> {
        some("ids of sessions", session_ids).map_err(|error| error.with_operation(LIST))?;
        let mut tags = BTreeMap::new();
        for ids in session_ids.chunks(IDS_AT_ONCE) {
            let mut request = self.client.request(LIST)?;
            for id in ids {
                request = request.query("scenarios[]", *id);
            }
            tags.extend(self.client.send(request).await?.json::<BTreeMap<i64, VersionTag>>()?);
        }
        Ok(tags)
    }

    /// The version tag of a session. Without a tag, the answer has only the time of the session's last change.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub async fn version_tag(&self, session_id: i64) -> Result<VersionTag> {
        let request = self.client.generated().get_scenario_version_tag();
        let request = request.scenario_id(session_id);
        self.client.call("get_scenario_version_tag", request.send()).await
    }

    /// Tags a session, with a description or without one.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` before sending when the description is longer than 60000 characters, and when the session
    /// has a tag already; with `Forbidden` when the engine answers but stores nothing, since the caller has no role on the
    /// session; else the errors of any request.
    pub async fn create_version_tag(&self, session_id: i64, description: Option<&str>) -> Result<VersionTag> {
        let tag = self.write_tag(CREATE, session_id, description).await?;
        if tag.user_id.is_none() {
            let message = "the engine answered, but stored no version tag";
            return Err(Error::new(ErrorKind::Forbidden, message)
                .with_operation(CREATE)
                .with_advice("only a user with a role on the session can tag it"));
        }
        Ok(tag)
    }

    /// Changes the description of a session's tag; without one it stays as it is. The caller becomes the tag's user.
    ///
    /// # Errors
    ///
    /// Fails with `NotFound` when the session has no tag; else as [`create_version_tag`](Self::create_version_tag).
    pub async fn update_version_tag(&self, session_id: i64, description: Option<&str>) -> Result<VersionTag> {
        self.write_tag(UPDATE, session_id, description).await
    }

    async fn write_tag(
        &self,
        operation: &'static str,
        session_id: i64,
        description: Option<&str>,
    ) -> Result<VersionTag> {
        let length = description.map_or(0, |text| text.chars().count());
        if length > LONGEST {
            let message = format!("the description has {length} characters, but may have {LONGEST} at most");
            return Err(invalid(message).with_operation(operation));
        }
        let description = description.map_or(Value::Null, Value::from);
        let body = rooted("scenario_version_tag", json!({"description": description}));
        let request = self.client.request(operation)?.path_param("scenario_id", session_id);
        self.client.send(request.json(&body)).await?.json()
    }
}
