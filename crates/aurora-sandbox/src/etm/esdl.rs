//! Energy system descriptions: a file in ESDL that a user attached to a scenario.

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::etm::call::{Call, Upload};
use crate::etm::caller::{Ability, Missing};
use crate::etm::params::blank;
use crate::etm::reply::{Answer, errors_with_keys, json_reply, missing_parameter, ok, refuse};
use crate::etm::state::{EtmState, engine_time, now};
use crate::reply::Reply;

/// A file that a user attached.
#[derive(Clone, Debug)]
pub(crate) struct EsdlFile {
    file_name: String,
    created_at: Timestamp,
    content: Bytes,
}

const LARGEST_FILE: usize = 5 * 1024 * 1024;
/// What a description begins with, and within how many bytes.
const MARK: &[u8] = b"<esdl:EnergySystem";
const HEAD: usize = 1024;

/// The file of a form, or why there is none.
pub(crate) fn uploaded<'a>(state: &EtmState, call: &'a Call) -> Result<&'a Upload, Reply> {
    if let Some(upload) = call.files.iter().find(|upload| upload.field == "file") {
        return Ok(upload);
    }
    if call.param("file").is_none_or(blank) {
        return Err(missing_parameter(state.dialect, "file"));
    }
    let text = "\"file\" was not a valid multipart/form-data file";
    Err(errors_with_keys(&[("not_multipart_form_data", text)]))
}

/// `get_esdl_file`: `{}` when nothing is attached.
pub(crate) fn get(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Read, Missing::ScenarioNotFound)?;
    let Some(file) = &state.scenario(id)?.esdl else {
        return ok(&json!({}));
    };
    let mut answer = json!({"filename": file.file_name, "created_at": engine_time(file.created_at)});
    // Only this very word counts.
    if call.param("download") == Some(&json!("true")) {
        answer["file"] = Value::from(String::from_utf8_lossy(&file.content));
    }
    ok(&answer)
}

/// `update_esdl_file`.
pub(crate) fn update(state: &mut EtmState, call: &Call) -> Answer {
    let (_, id) = state.permit(call, Ability::Update, Missing::ScenarioNotFound)?;
    let upload = uploaded(state, call)?;
    if upload.content.len() > LARGEST_FILE {
        let text = "ESDL file should not be larger than 5MB";
        return Err(errors_with_keys(&[("file_too_large", text)]));
    }
    let head = &upload.content[..upload.content.len().min(HEAD)];
    if !head.windows(MARK.len()).any(|window| window == MARK) {
        return Err(refuse(422, "This file does not contain ESDL"));
    }
    let file = EsdlFile {
        file_name: upload.file_name.clone(),
        created_at: now(),
        content: upload.content.clone(),
    };
    state.scenario_mut(id)?.esdl = Some(file);
    Ok(json_reply(202, &json!({})))
}
