use std::fs;

use tempfile::TempDir;

use super::*;

const FILE: &[u8] = "Year,Price\n,£/MWh\n2028,71.4\n".as_bytes();
const SCENARIO: &str = "5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11";

fn key() -> OutputKey {
    OutputKey::new(SCENARIO, "gbr", "system", "1y", "gbp2024")
}

fn asker() -> Asker {
    Asker {
        base_url: "https://a.example/scenarioExplr".to_owned(),
        now: SystemTime::now(),
    }
}

struct Place {
    _folder: TempDir,
    cache: Cache,
    path: PathBuf,
}

/// A cache in which the file of [`key`] is stored.
fn filled() -> Place {
    let place = empty();
    place
        .cache
        .store_output(&key(), &asker(), "https://store.example/f.csv", FILE)
        .unwrap();
    place
}

fn empty() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::at(folder.path());
    let path = cache.path_of(&key()).unwrap().unwrap();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    Place {
        _folder: folder,
        cache,
        path,
    }
}

impl Place {
    fn served(&self) -> Option<Bytes> {
        self.cache.output(&key(), &asker()).unwrap()
    }
}

#[test]
fn what_is_stored_is_served_under_the_python_clients_name() {
    let place = filled();
    assert_eq!(place.served().unwrap(), FILE);
    let expected = Path::new(SCENARIO).join("gbr-system-1y-gbp2024.csv");
    assert!(place.path.ends_with(expected), "{}", place.path.display());
    assert_eq!(fs::read(&place.path).unwrap(), FILE);
    let entries = place.cache.list().unwrap();
    assert_eq!(entries.len(), 1);
    let note = entries[0].note.as_ref().unwrap();
    assert_eq!(note.output.as_ref(), Some(&key()));
    assert_eq!(note.source.as_deref(), Some("https://store.example/f.csv"));
}

#[test]
fn a_single_flipped_bit_is_noticed_wherever_it_is() {
    for at in 0..FILE.len() {
        let place = filled();
        let mut bytes = FILE.to_vec();
        bytes[at] ^= 1;
        fs::write(&place.path, bytes).unwrap();
        assert!(place.served().is_none(), "byte {at}");
    }
}

#[test]
fn a_truncated_file_is_not_served_wherever_it_was_cut() {
    for length in 0..FILE.len() {
        let place = filled();
        fs::write(&place.path, &FILE[..length]).unwrap();
        assert!(place.served().is_none(), "{length} bytes");
        let place = empty();
        fs::write(&place.path, &FILE[..length]).unwrap();
        assert!(place.served().is_none(), "{length} bytes without a note");
    }
}

#[test]
fn a_file_of_the_python_client_is_served_and_an_error_page_is_not() {
    let place = empty();
    fs::write(&place.path, FILE).unwrap();
    assert_eq!(place.served().unwrap(), FILE);
    let distrustful = place.cache.clone().with_unknown_files(false);
    assert!(distrustful.output(&key(), &asker()).unwrap().is_none());
    let pages = [
        "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>\n",
        "<!DOCTYPE html>\n<html>\n</html>\n",
        "{\"message\": \"Forbidden\"}\n",
        "",
    ];
    for page in pages {
        fs::write(&place.path, page).unwrap();
        assert!(place.served().is_none(), "{page:?}");
    }
}

#[test]
fn a_crash_at_any_point_of_writing_leaves_nothing_that_is_served_wrongly() {
    let other = b"Year,Price\n,EUR/MWh\n2028,1\n";
    // Before the note is renamed: the old file stays what it is.
    let place = filled();
    fs::write(place.path.with_file_name(".x.csv.1-2-3.aurora-tmp"), &other[..5]).unwrap();
    assert_eq!(place.served().unwrap(), FILE);
    // Between note and file: the note is that of the new one.
    let note = CacheNote::new(&asker().base_url, SystemTime::now(), other)
        .unwrap()
        .of_output(key());
    let text = serde_json::to_vec(&note).unwrap();
    fs::write(store::note_path(&place.path), &text).unwrap();
    assert!(place.served().is_none());
    // The same without an old file.
    let place = empty();
    fs::write(store::note_path(&place.path), &text).unwrap();
    assert!(place.served().is_none());
    // Half a note, from a machine that went down.
    let place = filled();
    fs::write(store::note_path(&place.path), &text[..20]).unwrap();
    assert!(place.served().is_none());
    // Writing again repairs it.
    place.cache.store_output(&key(), &asker(), "", FILE).unwrap();
    assert_eq!(place.served().unwrap(), FILE);
}

#[test]
fn the_file_of_another_base_url_or_request_is_not_served() {
    let place = filled();
    let elsewhere = Asker {
        base_url: "https://b.example/scenarioExplr".to_owned(),
        ..asker()
    };
    assert!(place.cache.output(&key(), &elsewhere).unwrap().is_none());
    let mut node = key();
    node.node = Some("2030".to_owned());
    let mut year = key();
    year.year = Some(2030);
    place.cache.store_output(&node, &asker(), "", FILE).unwrap();
    assert_eq!(place.cache.path_of(&node).unwrap(), place.cache.path_of(&year).unwrap());
    assert!(place.cache.output(&year, &asker()).unwrap().is_none());
    assert!(place.cache.output(&node, &asker()).unwrap().is_some());
}

#[test]
fn files_grow_old_as_the_cache_says() {
    let place = filled();
    let in_time = |seconds| Asker {
        now: SystemTime::now() + Duration::from_secs(seconds),
        ..asker()
    };
    let for_ever = 100 * 365 * 24 * 3600;
    assert!(place.cache.output(&key(), &in_time(for_ever)).unwrap().is_some());
    let weekly = place
        .cache
        .clone()
        .with_output_ttl(Some(Duration::from_secs(7 * 24 * 3600)));
    assert!(weekly.output(&key(), &in_time(6 * 24 * 3600)).unwrap().is_some());
    assert!(weekly.output(&key(), &in_time(8 * 24 * 3600)).unwrap().is_none());
    place.cache.store_meta(SCENARIO, "gbr", &asker(), b"{}").unwrap();
    let meta = |cache: &Cache, seconds| cache.meta(SCENARIO, "gbr", &in_time(seconds)).unwrap().is_some();
    assert!(meta(&place.cache, 23 * 3600));
    assert!(!meta(&place.cache, 25 * 3600));
    assert!(!meta(&place.cache.clone().with_meta_ttl(Duration::ZERO), 0));
    // One that the Python client wrote has its age from the file system.
    fs::remove_file(store::note_path(&place.path.with_file_name("meta_gbr.json"))).unwrap();
    assert!(meta(&place.cache, 23 * 3600));
    assert!(!meta(&place.cache, 25 * 3600));
}

#[test]
fn a_cache_that_is_off_keeps_nothing() {
    let cache = Cache::disabled();
    cache.store_output(&key(), &asker(), "", FILE).unwrap();
    assert!(cache.output(&key(), &asker()).unwrap().is_none());
    assert!(cache.list().unwrap().is_empty());
    assert_eq!(cache.prune(&Prune::all()).unwrap(), Pruned::default());
}

#[test]
fn verify_tells_the_whole_from_the_damaged() {
    let place = filled();
    let file = |name: &str| place.path.with_file_name(name);
    fs::write(file("irl-system-1y-eur2024.csv"), FILE).unwrap();
    fs::write(file("fra-system-1y-eur2024.csv"), "<Error/>\n").unwrap();
    fs::write(file("meta_gbr.json"), "{\"years\": [").unwrap();
    fs::write(file("notes.txt"), "mine").unwrap();
    let states: Vec<(String, EntryState)> = place
        .cache
        .verify()
        .unwrap()
        .into_iter()
        .map(|verified| {
            let name = verified.entry.path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, verified.state)
        })
        .collect();
    assert_eq!(states.len(), 4);
    assert!(
        matches!(&states[0], (name, EntryState::Damaged(_)) if name.starts_with("fra")),
        "{states:?}"
    );
    assert_eq!(states[1], ("gbr-system-1y-gbp2024.csv".to_owned(), EntryState::Intact));
    assert_eq!(
        states[2],
        ("irl-system-1y-eur2024.csv".to_owned(), EntryState::Plausible)
    );
    assert!(
        matches!(&states[3], (name, EntryState::Damaged(_)) if name.starts_with("meta")),
        "{states:?}"
    );
}

#[test]
fn prune_deletes_what_it_is_told_and_nothing_of_others() {
    let place = filled();
    let folder = place.path.parent().unwrap().to_owned();
    let root = folder.parent().unwrap().to_owned();
    fs::write(folder.join("fra-system-1y-eur2024.csv"), "<Error/>\n").unwrap();
    let mine = root.join("my tables");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("budget.csv"), "a,b\n").unwrap();
    fs::write(root.join("readme.csv"), "a,b\n").unwrap();

    let young = place
        .cache
        .prune(&Prune::older_than(Duration::from_secs(3600)))
        .unwrap();
    assert!(young.entries.is_empty());
    let damaged = place.cache.prune(&Prune::damaged()).unwrap();
    assert_eq!(damaged.entries.len(), 1);
    assert_eq!(place.served().unwrap(), FILE);
    let other = place.cache.prune(&Prune::all().with_scenario("another")).unwrap();
    assert!(other.entries.is_empty());
    let all = place.cache.prune(&Prune::all()).unwrap();
    assert_eq!((all.entries.len(), all.bytes), (1, FILE.len() as u64));
    assert!(!folder.exists());
    assert!(mine.join("budget.csv").exists() && root.join("readme.csv").exists());
}

#[test]
fn many_writers_at_once_never_show_half_a_file() {
    let place = filled();
    let other: Vec<u8> = [FILE, b"2029,1\n".repeat(5000).as_slice()].concat();
    std::thread::scope(|scope| {
        for content in [FILE, &other] {
            let cache = place.cache.clone();
            scope.spawn(move || {
                for _ in 0..50 {
                    cache.store_output(&key(), &asker(), "", content).unwrap();
                }
            });
        }
        for _ in 0..500 {
            if let Some(bytes) = place.served() {
                assert!(bytes == FILE || bytes == other, "{} bytes", bytes.len());
            }
        }
    });
    let left = fs::read_dir(place.path.parent().unwrap()).unwrap().count();
    assert_eq!(left, 2, "a file and its note");
}

/// Where the processes of the test below meet.
const MEETING: &str = "ORIGIN_CLIENT_TEST_CACHE";

#[test]
fn a_process_that_stores_and_reads_sees_whole_files_only() {
    let own = tempfile::tempdir().unwrap();
    let folder = std::env::var_os(MEETING).map_or_else(|| own.path().to_owned(), PathBuf::from);
    let cache = Cache::at(folder);
    let many = [FILE, b"2029,1\n".repeat(3000).as_slice()].concat();
    let mine: &[u8] = if std::process::id().is_multiple_of(2) {
        FILE
    } else {
        &many
    };
    for _ in 0..40 {
        cache.store_output(&key(), &asker(), "", mine).unwrap();
        if let Some(bytes) = cache.output(&key(), &asker()).unwrap() {
            assert!(bytes == FILE || bytes == many, "{} bytes", bytes.len());
        }
    }
}

#[test]
fn several_processes_share_a_cache_and_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let test = "cache::tests::a_process_that_stores_and_reads_sees_whole_files_only";
    let children: Vec<_> = (0..3)
        .map(|_| {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", test])
                .env(MEETING, folder.path())
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let cache = Cache::at(folder.path());
    let path = cache.path_of(&key()).unwrap().unwrap();
    let names = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(names, 2, "a file and its note");
    // Whoever comes next puts right what two who wrote at the same moment left apart.
    cache.store_output(&key(), &asker(), "", FILE).unwrap();
    assert_eq!(cache.output(&key(), &asker()).unwrap().unwrap(), FILE);
}
