//! The object store: signed links that expire, files, ranges of them.

mod ranges;
pub(crate) mod rows;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderMap;

use crate::origin::inputs;
use crate::origin::market::{self, Output};
use crate::origin::state::OriginState;
use crate::reply::Reply;
use crate::state::lock;
use crate::weather::mix;

use ranges::Asked;
use rows::Rows;

/// The first segment of every path of the object store.
pub(crate) const PREFIX: &str = "/objectStore/";

/// How many links and how many bytes of files are remembered; the oldest ones go first.
const LINKS: usize = 10_000;
const CACHED_BYTES: usize = 128 * 1024 * 1024;

/// Links given out, and files computed for them.
pub(crate) struct Store {
    url: String,
    seed: u64,
    issued: AtomicU64,
    /// Part of every entity tag, so that files can change.
    version: AtomicU64,
    links: Mutex<VecDeque<Link>>,
    files: Mutex<VecDeque<(Output, Bytes)>>,
}

struct Link {
    signature: String,
    path: String,
    expires: Instant,
    target: Target,
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Output(Box<Output>),
    Workbook { scenario_id: String, request_id: String },
    ModelFile(String),
}

impl Store {
    pub(crate) fn new(url: &str, seed: u64) -> Store {
        Store {
            url: url.to_owned(),
            seed,
            issued: AtomicU64::new(0),
            version: AtomicU64::new(1),
            links: Mutex::default(),
            files: Mutex::default(),
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// An absolute link to a path below the store's prefix, which must be percent-encoded already.
    pub(crate) fn link(&self, path: &str, lifetime: Duration, target: Target) -> String {
        let number = self.issued.fetch_add(1, Ordering::Relaxed);
        let signature = format!(
            "{:016x}{:016x}",
            mix(&[self.seed, 10, number]),
            mix(&[self.seed, 11, number])
        );
        let path = format!("{PREFIX}{path}");
        let url = format!(
            "{}{path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires={}&X-Amz-Signature={signature}",
            self.url,
            lifetime.as_secs()
        );
        let mut links = lock(&self.links);
        if links.len() == LINKS {
            links.pop_front();
        }
        links.push_back(Link {
            signature,
            path,
            expires: Instant::now() + lifetime,
            target,
        });
        url
    }

    /// Lets every link expire now.
    pub(crate) fn expire(&self) {
        let now = Instant::now();
        lock(&self.links).iter_mut().for_each(|link| link.expires = now);
    }

    /// Gives every file another entity tag from here on.
    pub(crate) fn renew(&self) {
        self.version.fetch_add(1, Ordering::Relaxed);
    }

    fn target(&self, path: &str, query: &str) -> Result<Target, Reply> {
        let signature = url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "X-Amz-Signature")
            .map(|(_, value)| value.into_owned());
        let links = lock(&self.links);
        let link = links
            .iter()
            .find(|link| Some(&link.signature) == signature.as_ref() && link.path == path);
        match link {
            None => Err(refusal("SignatureDoesNotMatch", "The request signature does not match")),
            Some(link) if link.expires <= Instant::now() => Err(refusal("AccessDenied", "Request has expired")),
            Some(link) => Ok(link.target.clone()),
        }
    }

    /// The file of an output, computed once as long as it is remembered; `None` when there is none.
    pub(crate) fn output(&self, state: &OriginState, output: &Output) -> Option<Bytes> {
        if let Some((_, file)) = lock(&self.files).iter().find(|(known, _)| known == output) {
            return Some(file.clone());
        }
        let file = Bytes::from(market::csv(state, output)?);
        let mut files = lock(&self.files);
        files.push_back((output.clone(), file.clone()));
        while files.len() > 1 && files.iter().map(|(_, file)| file.len()).sum::<usize>() > CACHED_BYTES {
            files.pop_front();
        }
        Some(file)
    }

    fn tag(&self, content: &Content) -> String {
        let version = self.version.load(Ordering::Relaxed);
        let number = match content {
            Content::Whole(bytes) => bytes.chunks(8).fold(version, |sum, part| {
                let mut word = [0; 8];
                word[..part.len()].copy_from_slice(part);
                (sum ^ u64::from_le_bytes(word))
                    .wrapping_mul(0x0100_0000_01b3)
                    .rotate_left(5)
            }),
            Content::Rows(total) => mix(&[version, *total]),
        };
        format!("\"{number:016x}\"")
    }
}

/// A file's content.
enum Content {
    Whole(Bytes),
    /// Made-up rows of this total size, never held in memory.
    Rows(u64),
}

impl Content {
    fn len(&self) -> u64 {
        match self {
            Content::Whole(bytes) => bytes.len() as u64,
            Content::Rows(total) => *total,
        }
    }

    /// The part from `start` on, as long as asked for.
    fn part(&self, reply: Reply, start: u64, length: u64) -> Reply {
        match self {
            Content::Whole(bytes) => {
                // A part of bytes in memory, so both ends fit.
                let range = start as usize..(start + length) as usize;
                Reply {
                    body: bytes.slice(range),
                    ..reply
                }
            }
            Content::Rows(_) => Reply {
                rows: Some(Rows { start, length }),
                ..reply
            },
        }
    }
}

/// An error as an object store words it.
fn refusal(code: &str, message: &str) -> Reply {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    Reply::new(403, "application/xml", text)
}

/// A request that carries credentials of Aurora's services leaks them: it is refused, whatever it asks for.
pub(crate) fn leaks(headers: &HeaderMap) -> bool {
    ["private-token", "eos-cookie", "authorization"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

pub(crate) fn leak() -> Reply {
    refusal(
        "InvalidRequest",
        "This store is not Aurora's: credentials must not be sent to it",
    )
}

/// An expired link, whatever the link.
pub(crate) fn expired() -> Reply {
    refusal("AccessDenied", "Request has expired")
}

/// Answers a `GET`; with `whole` the range is ignored, as some stores do.
pub(crate) fn answer(state: &OriginState, path: &str, query: &str, headers: &HeaderMap, whole: bool) -> Reply {
    let target = match state.store.target(path, query) {
        Ok(target) => target,
        Err(reply) => return reply,
    };
    let Some((kind, content)) = content(state, &target) else {
        return Reply::new(
            404,
            "application/xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code></Error>",
        );
    };
    let tag = state.store.tag(&content);
    let total = content.len();
    let asked = if whole {
        Asked::Whole
    } else {
        ranges::asked(headers, &tag, total)
    };
    let reply = |status| {
        Reply::new(status, kind, "")
            .with_header("etag", tag.clone())
            .with_header("accept-ranges", "bytes")
    };
    match asked {
        Asked::Whole => content.part(reply(200), 0, total),
        Asked::Part { start, length } => {
            let range = format!("bytes {start}-{}/{total}", start + length - 1);
            content.part(reply(206).with_header("content-range", range), start, length)
        }
        Asked::Beyond => reply(416).with_header("content-range", format!("bytes */{total}")),
    }
}

fn content(state: &OriginState, target: &Target) -> Option<(&'static str, Content)> {
    // No charset: clients have to know that this is UTF-8.
    let csv = "text/csv";
    Some(match target {
        Target::Output(output) => match state.options().synthetic_output_bytes {
            Some(bytes) => (csv, Content::Rows(rows::whole(bytes))),
            None => (csv, Content::Whole(state.store.output(state, output)?)),
        },
        Target::Workbook {
            scenario_id,
            request_id,
        } => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Content::Whole(inputs::workbook(state, scenario_id, request_id)?.into()),
        ),
        Target::ModelFile(text) => ("application/zip", Content::Whole(text.clone().into())),
    })
}
