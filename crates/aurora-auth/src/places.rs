//! What resolution may look at, handed in from outside.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::{env, fmt};

/// Environment variables, read through a trait so that no test has to change those of its process.
pub trait Env: Send + Sync {
    /// The value of the variable of exactly this name; `None` when it is not set.
    fn var(&self, name: &str) -> Option<OsString>;

    /// The value of the variable of this name whatever its letter case, the exact name first. The ETM's settings are
    /// read this way. By default only the exact and the lower-case name are tried.
    fn var_in_any_case(&self, name: &str) -> Option<OsString> {
        self.var(name).or_else(|| self.var(&name.to_ascii_lowercase()))
    }
}

/// The variables of this process.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProcessEnv;

impl Env for ProcessEnv {
    fn var(&self, name: &str) -> Option<OsString> {
        env::var_os(name)
    }

    fn var_in_any_case(&self, name: &str) -> Option<OsString> {
        self.var(name).or_else(|| {
            any_case(
                env::vars_os().map(|(key, value)| (key.to_str().map(str::to_owned), value)),
                name,
            )
        })
    }
}

/// A fixed set of variables. `Debug` shows their names only, since a value may be a token.
#[derive(Clone, Default)]
pub struct MapEnv(BTreeMap<String, OsString>);

impl MapEnv {
    /// No variable at all.
    pub fn new() -> MapEnv {
        MapEnv::default()
    }

    /// The same variables and this one.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<OsString>) -> MapEnv {
        self.0.insert(name.into(), value.into());
        self
    }
}

impl Env for MapEnv {
    fn var(&self, name: &str) -> Option<OsString> {
        self.0.get(name).cloned()
    }

    fn var_in_any_case(&self, name: &str) -> Option<OsString> {
        self.var(name).or_else(|| {
            any_case(
                self.0.iter().map(|(key, value)| (Some(key.clone()), value.clone())),
                name,
            )
        })
    }
}

impl<K: Into<String>, V: Into<OsString>, const N: usize> From<[(K, V); N]> for MapEnv {
    fn from(variables: [(K, V); N]) -> MapEnv {
        variables.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<OsString>> FromIterator<(K, V)> for MapEnv {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> MapEnv {
        MapEnv(
            variables
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl fmt::Debug for MapEnv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn any_case(mut variables: impl Iterator<Item = (Option<String>, OsString)>, name: &str) -> Option<OsString> {
    variables
        .find(|(key, _)| key.as_deref().is_some_and(|key| key.eq_ignore_ascii_case(name)))
        .map(|(_, value)| value)
}

/// The places that are searched for tokens and addresses.
#[derive(Clone)]
pub struct Places<'a> {
    /// Environment variables.
    pub env: &'a dyn Env,
    /// The user's home directory, which holds `.aurora-api-key`. `None`: no credential file is looked for.
    pub home: Option<PathBuf>,
    /// The directory whose `.env` the ETM's settings are read from; its parents are not searched. `None`: no `.env`.
    pub working_directory: Option<PathBuf>,
}

impl Places<'static> {
    /// The places of this process. A home or working directory that the system does not tell is `None`.
    pub fn of_process() -> Places<'static> {
        // An empty HOME would turn the credential file into a file of the working directory.
        let home = env::home_dir().filter(|path| !path.as_os_str().is_empty());
        Places {
            env: &ProcessEnv,
            home,
            working_directory: env::current_dir().ok(),
        }
    }
}

impl fmt::Debug for Places<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places")
            .field("home", &self.home)
            .field("working_directory", &self.working_directory)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_exact_unless_any_case_is_asked_for() {
        let env = MapEnv::new().with("Etm_Api_Token", "mixed");
        assert_eq!(env.var("ETM_API_TOKEN"), None);
        assert_eq!(env.var_in_any_case("ETM_API_TOKEN"), Some("mixed".into()));
        assert_eq!(
            env.with("ETM_API_TOKEN", "exact").var_in_any_case("ETM_API_TOKEN"),
            Some("exact".into())
        );
    }

    #[test]
    fn debug_shows_names_and_no_values() {
        let env = MapEnv::from([("AURORA_API_KEY", "canary-7c1f0e-secret")]);
        let places = Places {
            env: &env,
            home: Some("/home/ada".into()),
            working_directory: None,
        };
        let text = format!("{env:?} {places:?}");
        assert!(text.contains("AURORA_API_KEY") && text.contains("/home/ada"), "{text}");
        assert!(!text.contains("canary"), "{text}");
    }

    #[test]
    fn the_process_has_a_working_directory() {
        assert_eq!(Places::of_process().working_directory, env::current_dir().ok());
    }

    #[test]
    fn the_process_environment_is_read_in_any_case() {
        // PATH is the one variable that every process of a test run has.
        assert_eq!(ProcessEnv.var_in_any_case("path"), ProcessEnv.var_in_any_case("PATH"));
        assert!(ProcessEnv.var_in_any_case("PATH").is_some());
    }
}
