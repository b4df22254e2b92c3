//! Looking through the cache: list, verify, prune.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use aurora_core::{Error, ErrorKind, Result};
use uuid::Uuid;

use super::store::{self, Noted, TEMPORARY};
use super::{CacheNote, content, name};

/// How old a temporary file is before nobody can be writing it any more.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// A file of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheEntry {
    /// Where it is.
    pub path: PathBuf,
    /// The name of its folder: the scenario's id.
    pub scenario_id: String,
    /// What it holds.
    pub content: EntryContent,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was written.
    pub modified: SystemTime,
    /// What this client noted about it; `None` for a file of the Python client, and where the note cannot be
    /// understood.
    pub note: Option<CacheNote>,
}

/// What a file of the cache holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryContent {
    /// An output, comma-separated.
    Output,
    /// The metadata of a region, in JSON.
    Meta,
}

/// A file of the cache, and what reading it showed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// The file.
    pub entry: CacheEntry,
    /// Its state.
    pub state: EntryState,
}

/// The state of a file of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryState {
    /// It has the bytes that were fetched.
    Intact,
    /// Nothing is noted about it, but it looks whole.
    Plausible,
    /// It is never served, for this reason.
    Damaged(String),
}

/// What to delete from the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Prune {
    which: Which,
    scenario_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Which {
    All,
    Damaged,
    OlderThan(Duration),
}

impl Prune {
    /// Everything.
    pub fn all() -> Self {
        Self::which(Which::All)
    }

    /// Files that are never served, because they are damaged.
    pub fn damaged() -> Self {
        Self::which(Which::Damaged)
    }

    /// Files that were written longer ago than this.
    pub fn older_than(age: Duration) -> Self {
        Self::which(Which::OlderThan(age))
    }

    /// The same, of one scenario alone.
    pub fn with_scenario(mut self, scenario_id: impl Into<String>) -> Self {
        self.scenario_id = Some(scenario_id.into());
        self
    }

    fn which(which: Which) -> Self {
        Self {
            which,
            scenario_id: None,
        }
    }
}

/// What was deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pruned {
    /// The files.
    pub entries: Vec<CacheEntry>,
    /// Their lengths together, in bytes.
    pub bytes: u64,
    /// How many temporary files of stopped programs went with them.
    pub leftovers: usize,
}

pub(super) fn list(directory: Option<&Path>) -> Result<Vec<CacheEntry>> {
    let mut entries = Vec::new();
    for (scenario_id, folder) in folders(directory)? {
        for file in sorted(&folder)? {
            entries.extend(entry(&scenario_id, &file).map_err(unreadable(&file.path()))?);
        }
    }
    Ok(entries)
}

pub(super) fn verify(directory: Option<&Path>) -> Result<Vec<Verified>> {
    let state = |entry: CacheEntry| {
        let state = state(&entry).map_err(unreadable(&entry.path))?;
        Ok(Verified { entry, state })
    };
    list(directory)?.into_iter().map(state).collect()
}

pub(super) fn prune(directory: Option<&Path>, what: &Prune, now: SystemTime) -> Result<Pruned> {
    let mut pruned = Pruned::default();
    let wanted = match &what.scenario_id {
        Some(id) => Some(name::folder(id)?),
        None => None,
    };
    for entry in list(directory)? {
        if wanted.as_ref().is_some_and(|wanted| *wanted != entry.scenario_id) {
            continue;
        }
        let goes = match what.which {
            Which::All => true,
            Which::OlderThan(age) => is_older(entry.modified, age, now),
            Which::Damaged => {
                let state = state(&entry).map_err(unreadable(&entry.path))?;
                matches!(state, EntryState::Damaged(_))
            }
        };
        if goes {
            // The file first: a note without a file says nothing, a file without a note is taken for the Python
            // client's.
            remove(&entry.path)?;
            remove(&store::note_path(&entry.path))?;
            pruned.bytes += entry.bytes;
            pruned.entries.push(entry);
        }
    }
    pruned.leftovers = sweep(directory, wanted.as_deref(), now)?;
    Ok(pruned)
}

/// Removes temporary files that nobody writes any more, and folders that are empty then.
fn sweep(directory: Option<&Path>, wanted: Option<&str>, now: SystemTime) -> Result<usize> {
    let mut leftovers = 0;
    for (scenario_id, folder) in folders(directory)? {
        if wanted.is_some_and(|wanted| wanted != scenario_id) {
            continue;
        }
        let mut ours = Uuid::try_parse(&scenario_id).is_ok();
        for file in sorted(&folder)? {
            let name = file.file_name().to_string_lossy().into_owned();
            let modified = file.metadata().and_then(|metadata| metadata.modified());
            if name.starts_with('.')
                && name.ends_with(TEMPORARY)
                && is_older(modified.map_err(unreadable(&file.path()))?, ABANDONED, now)
            {
                remove(&file.path())?;
                leftovers += 1;
                ours = true;
            }
        }
        if ours && sorted(&folder)?.is_empty() {
            fs::remove_dir(&folder).map_err(undeletable(&folder))?;
        }
    }
    Ok(leftovers)
}

fn is_older(modified: SystemTime, age: Duration, now: SystemTime) -> bool {
    now.duration_since(modified).is_ok_and(|passed| passed > age)
}

fn state(entry: &CacheEntry) -> io::Result<EntryState> {
    let bytes = fs::read(&entry.path)?;
    let damaged = |why: &str| Ok(EntryState::Damaged(why.to_owned()));
    let known = match store::noted(&entry.path)? {
        Noted::Unclear => return damaged("its note cannot be understood"),
        Noted::This(note) if !note.fits(&bytes) => return damaged("it differs from its note"),
        Noted::This(_) => true,
        Noted::Nothing => false,
    };
    let checked = match entry.content {
        EntryContent::Output => content::known_or_whole(bytes, known),
        EntryContent::Meta => content::json_object(bytes, known),
    };
    Ok(match checked {
        Err(why) => EntryState::Damaged(why.into_owned()),
        Ok(_) if known => EntryState::Intact,
        Ok(_) => EntryState::Plausible,
    })
}

/// The folders of scenarios, in the order of their names.
fn folders(directory: Option<&Path>) -> Result<Vec<(String, PathBuf)>> {
    let Some(directory) = directory else {
        return Ok(Vec::new());
    };
    let entries = sorted(directory)?.into_iter();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    Ok(folders
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect())
}

fn sorted(folder: &Path) -> Result<Vec<DirEntry>> {
    let read = || -> io::Result<Vec<DirEntry>> {
        let mut entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
        entries.sort_by_key(DirEntry::file_name);
        Ok(entries)
    };
    match read() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        result => result.map_err(unreadable(folder)),
    }
}

/// A file of the cache. Somebody may point the cache at a folder with other things in it, so a file counts only when it
/// has a note or lies in a folder with the name of a scenario.
fn entry(scenario_id: &str, file: &DirEntry) -> io::Result<Option<CacheEntry>> {
    let file_name = file.file_name().to_string_lossy().into_owned();
    if file_name.starts_with('.') || !file.file_type()?.is_file() {
        return Ok(None);
    }
    let content = if file_name.starts_with("meta_") && file_name.ends_with(".json") {
        EntryContent::Meta
    } else if file_name.ends_with(".csv") {
        EntryContent::Output
    } else {
        return Ok(None);
    };
    let path = file.path();
    let note = match store::noted(&path)? {
        Noted::This(note) => Some(*note),
        Noted::Nothing if Uuid::try_parse(scenario_id).is_err() => return Ok(None),
        Noted::Nothing | Noted::Unclear => None,
    };
    let metadata = file.metadata()?;
    Ok(Some(CacheEntry {
        path,
        scenario_id: scenario_id.to_owned(),
        content,
        bytes: metadata.len(),
        modified: metadata.modified()?,
        note,
    }))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(undeletable(path)(error)),
        _ => Ok(()),
    }
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> Error {
    let message = format!("cannot read {}", path.display());
    move |error| Error::new(ErrorKind::Io, message.clone()).with_source(error)
}

fn undeletable(path: &Path) -> impl Fn(io::Error) -> Error {
    let message = format!("cannot delete {}", path.display());
    move |error| Error::new(ErrorKind::Io, message.clone()).with_source(error)
}
