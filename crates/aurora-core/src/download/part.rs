//! The file that grows beside the target.

mod lock;

use std::io::{self, ErrorKind as Reason};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, SeekFrom};

pub use lock::FileLock;

use super::answer::{Plan, Start};
use super::{DownloadReport, HEAD_BYTES};
use crate::{Error, ErrorKind, Result};

/// How much of a part is read at a time to take up its sum.
const READ_BYTES: usize = 64 * 1024;

/// Locked for as long as it lives.
pub(super) struct Part {
    target: PathBuf,
    path: PathBuf,
    note_path: PathBuf,
    file: File,
    /// What is fetched, in the caller's words.
    identity: Option<String>,
    /// Only there when the part can be gone on with.
    note: Option<Note>,
    tally: Tally,
    resumed_from: Option<u64>,
}

/// What the part belongs to. Kept beside it on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    identity: Option<String>,
    validator: String,
    total: u64,
}

/// What is known about the bytes that are on disk.
#[derive(Default)]
struct Tally {
    sum: Sha256,
    bytes: u64,
    head: Vec<u8>,
    checked: bool,
}

impl Tally {
    fn add(&mut self, piece: &[u8]) {
        self.sum.update(piece);
        self.bytes += piece.len() as u64;
        let room = HEAD_BYTES - self.head.len();
        self.head.extend_from_slice(&piece[..piece.len().min(room)]);
    }
}

impl Part {
    /// Opens and locks the part of a target, and takes up what an earlier run left of the same file.
    pub(super) async fn open(target: &Path, identity: Option<String>) -> Result<Self> {
        let path = beside(target, "part")?;
        let note_path = beside(target, "part.json")?;
        if fs::metadata(target).await.is_ok_and(|metadata| metadata.is_dir()) {
            return Err(unwritable(target)(io::Error::from(Reason::IsADirectory)));
        }
        let (to_open, for_error) = (path.clone(), path.clone());
        let opened = tokio::task::spawn_blocking(move || lock::open(&to_open)).await;
        let file = match opened.map_err(io::Error::from).and_then(|opened| opened) {
            Ok(Some(file)) => File::from_std(file),
            Ok(None) => return Err(busy(target)),
            Err(error) => return Err(unwritable(&for_error)(error)),
        };
        let mut part = Self {
            target: target.to_owned(),
            path,
            note_path,
            file,
            identity,
            note: None,
            tally: Tally::default(),
            resumed_from: None,
        };
        part.take_up().await?;
        Ok(part)
    }

    async fn take_up(&mut self) -> Result<()> {
        let bytes = self.file.metadata().await.map_err(unwritable(&self.path))?.len();
        let note = self.read_note().await?.filter(|note| note.identity == self.identity);
        let Some(note) = note.filter(|note| (1..=note.total).contains(&bytes)) else {
            return self.discard().await;
        };
        // A whole part is asked for its last byte again: only the server knows whether the file is still the same.
        self.take_up_sum(bytes.min(note.total - 1)).await?;
        self.note = Some(note);
        Ok(())
    }

    /// A note that cannot be understood is worth as much as none: the file is fetched from its start.
    async fn read_note(&self) -> Result<Option<Note>> {
        match fs::read(&self.note_path).await {
            Ok(text) => Ok(serde_json::from_slice(&text).ok()),
            Err(error) if error.kind() == Reason::NotFound => Ok(None),
            Err(error) => Err(unwritable(&self.note_path)(error)),
        }
    }

    async fn take_up_sum(&mut self, bytes: u64) -> Result<()> {
        let failed = unwritable(&self.path);
        let mut buffer = vec![0; READ_BYTES];
        while self.tally.bytes < bytes {
            let left = usize::try_from(bytes - self.tally.bytes)
                .unwrap_or(READ_BYTES)
                .min(READ_BYTES);
            match self.file.read(&mut buffer[..left]).await.map_err(&failed)? {
                0 => return Err(failed(io::Error::from(Reason::UnexpectedEof))),
                count => self.tally.add(&buffer[..count]),
            }
        }
        self.file.set_len(bytes).await.map_err(&failed)?;
        self.file.seek(SeekFrom::Start(bytes)).await.map_err(&failed)?;
        Ok(())
    }

    /// How many bytes are there.
    pub(super) fn offset(&self) -> u64 {
        self.tally.bytes
    }

    /// The version of the file that the part belongs to, when there is something to go on from.
    pub(super) fn validator(&self) -> Option<&str> {
        let note = self.note.as_ref()?;
        (self.tally.bytes > 0).then_some(note.validator.as_str())
    }

    /// The bytes of the whole file, as the answer that began the part announced them.
    pub(super) fn noted_total(&self) -> Option<u64> {
        self.note.as_ref().map(|note| note.total)
    }

    /// Whether an answer goes on exactly where the part ends, in the same version.
    pub(super) fn is_continued_by(&self, plan: &Plan) -> bool {
        let Some(note) = &self.note else { return false };
        plan.start == Start::At(self.tally.bytes)
            && plan.total.is_none_or(|total| total == note.total)
            && plan
                .validator
                .as_ref()
                .is_none_or(|validator| *validator == note.validator)
    }

    pub(super) fn resume(&mut self) {
        self.resumed_from = Some(self.tally.bytes);
    }

    /// Begins from nothing, and notes what the part is going to belong to.
    pub(super) async fn restart(&mut self, plan: &Plan) -> Result<()> {
        self.discard().await?;
        let (Some(validator), Some(total)) = (&plan.validator, plan.total) else {
            return Ok(());
        };
        let note = Note {
            identity: self.identity.clone(),
            validator: validator.clone(),
            total,
        };
        let text = serde_json::to_vec(&note).map_err(|error| unwritable(&self.note_path)(error.into()))?;
        let failed = unwritable(&self.note_path);
        // The old one is gone, so what is there now is somebody's trap.
        let mut options = fs::OpenOptions::new();
        let opened = options.write(true).create_new(true).open(&self.note_path).await;
        let mut file = opened.map_err(&failed)?;
        file.write_all(&text).await.map_err(&failed)?;
        file.flush().await.map_err(&failed)?;
        self.note = Some(note);
        Ok(())
    }

    /// Empties the part. The note goes last: an old note beside an empty part is harmless, new bytes beside it are not.
    pub(super) async fn discard(&mut self) -> Result<()> {
        let failed = unwritable(&self.path);
        self.file.set_len(0).await.map_err(&failed)?;
        self.file.seek(SeekFrom::Start(0)).await.map_err(&failed)?;
        remove(&self.note_path).await?;
        self.note = None;
        self.tally = Tally::default();
        self.resumed_from = None;
        Ok(())
    }

    /// Where the bytes are until the file takes its name.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.file.write_all(piece).await.map_err(unwritable(&self.path))?;
        self.tally.add(piece);
        Ok(())
    }

    pub(super) async fn flush(&mut self) -> Result<()> {
        self.file.flush().await.map_err(unwritable(&self.path))
    }

    /// The beginning of the file, if it is complete enough to be checked and was not.
    pub(super) fn unchecked_head(&self, ended: bool) -> Option<&[u8]> {
        let due = ended || self.tally.head.len() == HEAD_BYTES;
        (due && !self.tally.checked).then_some(self.tally.head.as_slice())
    }

    pub(super) fn mark_checked(&mut self) {
        self.tally.checked = true;
    }

    /// Puts the part in the target's place. The lock is held until after that: whoever waits for it finds the part gone.
    pub(super) async fn finish(self) -> Result<DownloadReport> {
        let failed = unwritable(&self.path);
        self.file.sync_all().await.map_err(&failed)?;
        let on_disk = self.file.metadata().await.map_err(&failed)?.len();
        if on_disk != self.tally.bytes {
            let message = format!(
                "{} has {on_disk} bytes, but {} were written",
                self.path.display(),
                self.tally.bytes
            );
            return Err(Error::new(ErrorKind::Io, message).with_advice("another program changed it; fetch it again"));
        }
        remove(&self.note_path).await?;
        fs::rename(&self.path, &self.target)
            .await
            .map_err(unwritable(&self.target))?;
        Ok(DownloadReport {
            path: self.target,
            bytes: self.tally.bytes,
            sha256: self
                .tally
                .sum
                .finalize()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            resumed_from: self.resumed_from,
        })
    }

    /// Keeps what the next run can go on from, and removes the rest.
    pub(super) async fn give_up(self, error: Error) -> Error {
        if self.validator().is_some() {
            let advice = format!("{} bytes are kept; run it again to go on from there", self.tally.bytes);
            return if error.is_transient() {
                error.with_advice(advice)
            } else {
                error
            };
        }
        // The failure is what the caller has to hear; a part that stays behind is emptied by the next run.
        for path in [&self.note_path, &self.path] {
            if let Err(left) = remove(path).await {
                tracing::debug!(error = %left, "the part of a failed download stays behind");
            }
        }
        error
    }
}

/// `.NAME.part`, in the folder of the target: a rename does not cross file systems.
fn beside(target: &Path, ending: &str) -> Result<PathBuf> {
    let Some(name) = target.file_name() else {
        let message = format!("{} names no file", target.display());
        return Err(Error::new(ErrorKind::InvalidRequest, message));
    };
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{ending}"));
    Ok(target.with_file_name(hidden))
}

async fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path).await {
        Err(error) if error.kind() != Reason::NotFound => Err(unwritable(path)(error)),
        _ => Ok(()),
    }
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> Error {
    let message = format!("cannot write {}", path.display());
    let advice = "check that the folder exists, that you may write there, and that the disk has room";
    move |error| {
        Error::new(ErrorKind::Io, message.clone())
            .with_source(error)
            .with_advice(advice)
    }
}

fn busy(target: &Path) -> Error {
    let message = format!("another download to {} is running", target.display());
    Error::new(ErrorKind::Io, message).with_advice("wait for it, or choose another file")
}
