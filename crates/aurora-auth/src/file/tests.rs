use std::error::Error as _;

use tempfile::TempDir;

use super::*;

const CANARY: &str = "canary-7c1f0e-secret";

fn file_with(content: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".aurora-api-key");
    fs::write(&path, content).unwrap();
    restrict(&path);
    (folder, path)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
fn mode_of(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;

    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
fn restrict(path: &Path) {
    set_mode(path, 0o600);
}

#[cfg(not(unix))]
fn restrict(_: &Path) {}

fn names_in(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_token_is_the_first_line_that_is_not_blank() {
    let rows: [(&[u8], &str, usize); 12] = [
        (b"abcdef", "abcdef", 0),
        (b"abcdef\n", "abcdef", 0),
        (b"abcdef\r\n", "abcdef", 0),
        (b" abcdef", "abcdef", 0),
        (b"abcdef ", "abcdef", 0),
        (b"\tabcdef \n\n\n", "abcdef", 0),
        (b"\nabcdef\n", "abcdef", 0),
        (b"\r\n \r\nabcdef\r\n", "abcdef", 0),
        (b"\xef\xbb\xbfabcdef\n", "abcdef", 0),
        (b"\xef\xbb\xbf\nabcdef", "abcdef", 0),
        (b"abcdef\nsecond", "abcdef", 1),
        (b"abcdef\nsecond line\n\nthird\n", "abcdef", 2),
    ];
    for (content, expected, ignored) in rows {
        let (_folder, path) = file_with(content);
        let (token, warnings) = read_token(&path).unwrap().unwrap();
        let text = String::from_utf8_lossy(content);
        assert_eq!(token.expose(), expected, "{text:?}");
        assert_eq!(token.source(), &Source::File(path.clone()), "{text:?}");
        let expected: Vec<_> = (ignored > 0)
            .then_some(Warning::ExtraLines { path, ignored })
            .into_iter()
            .collect();
        assert_eq!(warnings, expected, "{text:?}");
    }
}

#[test]
fn a_file_without_a_token_is_an_error_that_names_it() {
    for content in [&b""[..], b"\n", b" \r\n\t\n", b"\xef\xbb\xbf"] {
        let (_folder, path) = file_with(content);
        let error = read_token(&path).unwrap_err();
        assert!(matches!(error, AuthError::Empty { .. }), "{error:?}");
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
}

#[test]
fn a_file_that_holds_no_token_is_refused_without_being_quoted() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(CANARY.encode_utf16().flat_map(|unit| unit.to_le_bytes()))
        .collect();
    let rows: [(&[u8], &str); 4] = [
        (b"canary-7c1f0e-secret and more", "visible ASCII"),
        (b"canary-7c1f0e-secret\x00", "visible ASCII"),
        (b"canary-7c1f0e-secret\xff", "not UTF-8"),
        (&utf16, "not UTF-8"),
    ];
    for (content, why) in rows {
        let (_folder, path) = file_with(content);
        let error = read_token(&path).unwrap_err();
        let said = format!("{error} {error:?} {:?}", error.source());
        assert!(said.contains(why) && said.contains(path.to_str().unwrap()), "{said}");
        assert!(!said.contains(CANARY), "{said}");
    }
}

#[test]
fn the_largest_file_is_read_and_a_larger_one_refused() {
    let mut content = b"abcdef\n".to_vec();
    content.resize(MAX_BYTES as usize, b' ');
    let (_folder, path) = file_with(&content);
    assert_eq!(read_token(&path).unwrap().unwrap().0.expose(), "abcdef");

    content.push(b' ');
    let (_folder, path) = file_with(&content);
    let error = read_token(&path).unwrap_err();
    assert!(error.to_string().contains("larger than 64 KiB"), "{error}");
}

#[test]
fn a_missing_file_is_no_error_and_a_folder_is_one() {
    let folder = tempfile::tempdir().unwrap();
    assert!(read_token(&folder.path().join("missing")).unwrap().is_none());
    let error = read_token(folder.path()).unwrap_err();
    assert!(error.to_string().contains("not a regular file"), "{error}");
}

#[cfg(unix)]
#[test]
fn who_else_can_read_the_file_decides_about_the_warning() {
    for (mode, warned) in [
        (0o600, false),
        (0o400, false),
        (0o640, true),
        (0o604, true),
        (0o644, true),
        (0o622, false),
    ] {
        let (_folder, path) = file_with(b"abcdef");
        set_mode(&path, mode);
        let (_, warnings) = read_token(&path).unwrap().unwrap();
        let expected: Vec<_> = warned
            .then_some(Warning::ReadableByOthers { path, mode })
            .into_iter()
            .collect();
        assert_eq!(warnings, expected, "{mode:o}");
    }
}

#[test]
fn what_is_written_is_read_back_and_ends_without_a_line_break() {
    let (folder, path) = file_with(b"old\nlines\n");
    write_token_file(&path, &Token::new(CANARY).unwrap()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), CANARY.as_bytes());
    let (token, warnings) = read_token(&path).unwrap().unwrap();
    assert_eq!((token.expose(), warnings), (CANARY, Vec::new()));
    assert_eq!(names_in(&folder), [".aurora-api-key"]);
}

#[cfg(unix)]
#[test]
fn a_written_file_has_mode_600_whatever_was_there_before() {
    let token = Token::new(CANARY).unwrap();
    for before in [None, Some(0o644), Some(0o666), Some(0o400), Some(0o000)] {
        let (folder, path) = file_with(b"old");
        match before {
            Some(mode) => set_mode(&path, mode),
            None => fs::remove_file(&path).unwrap(),
        }
        write_token_file(&path, &token).unwrap();
        assert_eq!(mode_of(&path), 0o600, "{before:?}");
        assert_eq!(names_in(&folder), [".aurora-api-key"], "{before:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_what_it_pointed_to_stays() {
    let (folder, path) = file_with(b"old");
    let target = folder.path().join("target");
    fs::rename(&path, &target).unwrap();
    std::os::unix::fs::symlink(&target, &path).unwrap();

    write_token_file(&path, &Token::new(CANARY).unwrap()).unwrap();
    assert!(fs::symlink_metadata(&path).unwrap().is_file());
    assert_eq!(mode_of(&path), 0o600);
    assert_eq!(fs::read(&target).unwrap(), b"old");
}

#[test]
fn a_failed_write_says_where_and_leaves_no_token_behind() {
    let folder = tempfile::tempdir().unwrap();
    let token = Token::new(CANARY).unwrap();

    let missing = folder.path().join("missing").join("key");
    let error = write_token_file(&missing, &token).unwrap_err();
    assert!(error.to_string().contains(missing.to_str().unwrap()), "{error}");
    assert!(error.source().is_some());

    // A folder in the way is only noticed by the rename, after the token was written beside it.
    let occupied = folder.path().join("occupied");
    fs::create_dir_all(occupied.join("inside")).unwrap();
    let error = write_token_file(&occupied, &token).unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(matches!(error, AuthError::Unwritable { .. }), "{said}");
    assert!(!said.contains(CANARY), "{said}");
    assert_eq!(names_in(&folder), ["occupied"]);
}

#[test]
fn leftovers_of_an_earlier_run_do_not_stop_a_write() {
    let (folder, path) = file_with(b"old");
    let leftover = folder
        .path()
        .join(format!("..aurora-api-key.{}-0.tmp", std::process::id()));
    fs::write(&leftover, b"left").unwrap();
    write_token_file(&path, &Token::new(CANARY).unwrap()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), CANARY.as_bytes());
    assert_eq!(fs::read(&leftover).unwrap(), b"left");
}

#[test]
fn removing_says_whether_there_was_a_file() {
    let (folder, path) = file_with(b"abcdef");
    assert!(remove_token_file(&path).unwrap());
    assert!(!remove_token_file(&path).unwrap());
    let error = remove_token_file(folder.path()).unwrap_err();
    assert!(matches!(error, AuthError::Unwritable { .. }), "{error:?}");
}
