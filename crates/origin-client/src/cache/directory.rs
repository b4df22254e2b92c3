//! Where the cache is.

use std::ffi::OsString;
use std::path::PathBuf;

use aurora_auth::Places;
use aurora_core::{Error, ErrorKind, Result};

/// The variable that names the cache's folder.
pub const DIRECTORY_VARIABLE: &str = "AURORA_ORIGIN_CACHE_DIRECTORY";

/// The Python client's name for its own data.
const APPLICATION: &str = "aer-origin-sdk";
/// Its author, who has a folder of their own on Windows.
const AUTHOR: &str = "auroraenergyresearch";

/// How operating systems keep a user's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Platform {
    Unix,
    Mac,
    Windows,
}

impl Platform {
    const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Mac
    } else {
        Self::Unix
    };
}

pub(super) fn resolve(places: &Places<'_>) -> Result<Option<PathBuf>> {
    resolve_on(Platform::HERE, places)
}

fn resolve_on(platform: Platform, places: &Places<'_>) -> Result<Option<PathBuf>> {
    match places.env.var(DIRECTORY_VARIABLE) {
        Some(value) if value.is_empty() => {
            let message = format!("the variable {DIRECTORY_VARIABLE} is empty");
            Err(Error::new(ErrorKind::InvalidRequest, message).with_advice("name a folder in it, or unset it"))
        }
        Some(value) => Ok(Some(value.into())),
        None => Ok(of_platform(platform, places)),
    }
}

fn of_platform(platform: Platform, places: &Places<'_>) -> Option<PathBuf> {
    let set = |name: &str| places.env.var(name).filter(|value: &OsString| !value.is_empty());
    let home = places.home.as_ref();
    match platform {
        Platform::Unix => {
            let data = set("XDG_DATA_HOME").map(PathBuf::from);
            Some(data.or_else(|| Some(home?.join(".local/share")))?.join(APPLICATION))
        }
        Platform::Mac => Some(home?.join("Library/Application Support").join(APPLICATION)),
        Platform::Windows => {
            let data = set("LOCALAPPDATA").map(PathBuf::from);
            let data = data.or_else(|| Some(home?.join("AppData").join("Local")))?;
            Some(data.join(AUTHOR).join(APPLICATION))
        }
    }
}

#[cfg(test)]
mod tests {
    use aurora_auth::MapEnv;

    use super::*;

    fn resolved(platform: Platform, variables: &[(&str, &str)], home: Option<&str>) -> Option<String> {
        let env: MapEnv = variables.iter().copied().collect();
        let places = Places {
            env: &env,
            home: home.map(PathBuf::from),
            working_directory: None,
        };
        let path = resolve_on(platform, &places).unwrap()?;
        Some(path.to_str().unwrap().replace('\\', "/"))
    }

    #[test]
    fn each_platform_has_the_place_that_the_python_client_uses() {
        let rows = [
            (
                Platform::Unix,
                &[][..],
                Some("/home/ada"),
                Some("/home/ada/.local/share/aer-origin-sdk"),
            ),
            (
                Platform::Unix,
                &[("XDG_DATA_HOME", "/data")],
                Some("/home/ada"),
                Some("/data/aer-origin-sdk"),
            ),
            (
                Platform::Unix,
                &[("XDG_DATA_HOME", "")],
                Some("/home/ada"),
                Some("/home/ada/.local/share/aer-origin-sdk"),
            ),
            (Platform::Unix, &[], None, None),
            (
                Platform::Mac,
                &[("XDG_DATA_HOME", "/data")],
                Some("/Users/ada"),
                Some("/Users/ada/Library/Application Support/aer-origin-sdk"),
            ),
            (
                Platform::Windows,
                &[("LOCALAPPDATA", "C:/Users/ada/AppData/Local")],
                None,
                Some("C:/Users/ada/AppData/Local/auroraenergyresearch/aer-origin-sdk"),
            ),
            (
                Platform::Unix,
                &[(DIRECTORY_VARIABLE, "/mine"), ("XDG_DATA_HOME", "/data")],
                None,
                Some("/mine"),
            ),
        ];
        for (platform, variables, home, expected) in rows {
            assert_eq!(
                resolved(platform, variables, home).as_deref(),
                expected,
                "{platform:?} {variables:?}"
            );
        }
    }

    #[test]
    fn an_empty_variable_is_an_error_and_not_another_place() {
        let env = MapEnv::from([(DIRECTORY_VARIABLE, "")]);
        let places = Places {
            env: &env,
            home: Some("/home/ada".into()),
            working_directory: None,
        };
        let error = resolve(&places).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(DIRECTORY_VARIABLE), "{error}");
    }
}
