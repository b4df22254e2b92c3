//! What cargo knows about the workspace, and the rules about it.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The cargo that started this program.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The packages in the lock file.
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
}

pub(crate) struct Package {
    name: String,
    version: String,
    folder: PathBuf,
    rust_version: Option<String>,
    is_member: bool,
    /// The packages that users of this one compile with it: normal and build dependencies.
    dependencies: BTreeSet<String>,
}

/// Crates that the sandbox has to do without: it is the other side of the wire, written independently.
const KEPT_FROM_SANDBOX: [&str; 3] = ["aurora-auth", "aurora-core", "aurora-codegen"];

impl Workspace {
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let output = Command::new(cargo())
            .current_dir(root)
            .args(["metadata", "--format-version", "1", "--locked"])
            .output()
            .context("cannot run cargo")?;
        if !output.status.success() {
            bail!(
                "cargo metadata failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Self::parse(&serde_json::from_slice(&output.stdout).context("cargo metadata printed no JSON")?)
    }

    fn parse(metadata: &Value) -> Result<Self> {
        let members = metadata["workspace_members"]
            .as_array()
            .context("cargo metadata lists no members")?;
        let packages = metadata["packages"]
            .as_array()
            .context("cargo metadata lists no packages")?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let package = |package: &Value| {
            let manifest = package["manifest_path"].as_str().unwrap_or_default();
            let dependencies = package["dependencies"].as_array().into_iter().flatten();
            Some(Package {
                name: text(&package["name"])?,
                version: text(&package["version"])?,
                folder: Path::new(manifest).parent().unwrap_or(Path::new("")).to_owned(),
                rust_version: text(&package["rust_version"]),
                is_member: members.contains(&package["id"]),
                dependencies: dependencies
                    .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                    .filter_map(|dependency| text(&dependency["name"]))
                    .collect(),
            })
        };
        let packages = packages.iter().map(package).collect::<Option<_>>();
        Ok(Self {
            packages: packages.context("cargo metadata lists a package without name or version")?,
        })
    }

    fn member(&self, name: &str) -> Option<&Package> {
        self.packages
            .iter()
            .find(|package| package.is_member && package.name == name)
    }

    /// The members that are generated from a spec: those with a `spec.yaml` beside their manifest.
    pub(crate) fn clients(&self, root: &Path) -> Vec<String> {
        let is_client =
            |package: &&Package| package.is_member && root.join(&package.folder).join("spec.yaml").is_file();
        self.packages
            .iter()
            .filter(is_client)
            .map(|package| package.name.clone())
            .collect()
    }

    /// Locked packages that ask for a newer Rust than the workspace promises.
    pub(crate) fn too_new(&self) -> Result<Vec<String>> {
        let members = self.packages.iter().filter(|package| package.is_member);
        let promised = members
            .filter_map(|package| package.rust_version.as_deref())
            .min_by_key(|version| parts(version));
        let promised = promised.context("no member declares a rust-version")?;
        let is_too_new = |package: &&Package| {
            package
                .rust_version
                .as_deref()
                .is_some_and(|needed| parts(needed) > parts(promised))
        };
        let problem = |package: &Package| {
            let needed = package.rust_version.as_deref().unwrap_or_default();
            format!(
                "Cargo.lock: rust-version: {} {} needs Rust {needed}, the workspace promises {promised}; \
                 lock an older one with `cargo update --precise`",
                package.name, package.version
            )
        };
        Ok(self.packages.iter().filter(is_too_new).map(problem).collect())
    }

    /// Members that depend, directly or through other members, on members that they have to do without.
    pub(crate) fn forbidden_dependencies(&self, clients: &[String]) -> Vec<String> {
        let mut problems = Vec::new();
        for client in clients {
            for other in clients.iter().filter(|other| *other != client) {
                if self.reached(client).contains(other) {
                    problems.push(problem(client, other, "clients know nothing of each other"));
                }
            }
        }
        let reached = self.reached("aurora-sandbox");
        let kept = KEPT_FROM_SANDBOX
            .iter()
            .map(ToString::to_string)
            .chain(clients.iter().cloned());
        for other in kept.filter(|other| reached.contains(other)) {
            problems.push(problem(
                "aurora-sandbox",
                &other,
                "the sandbox is written independently of the clients",
            ));
        }
        problems
    }

    /// The members that a member depends on.
    fn reached(&self, name: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            let Some(package) = self.member(&name) else {
                continue;
            };
            let next = package.dependencies.iter().filter(|next| self.member(next).is_some());
            open.extend(next.filter(|next| reached.insert((*next).clone())).cloned());
        }
        reached
    }
}

fn problem(from: &str, to: &str, why: &str) -> String {
    format!("Cargo.toml: dependency: {from} depends on {to}; {why}")
}

/// `1.88` and `1.88.0` as numbers.
fn parts(version: &str) -> (u64, u64, u64) {
    let mut numbers = version.split(['.', '-']).map(|part| part.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, rust_version: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let dependencies: Vec<_> = dependencies
            .iter()
            .map(|(name, kind)| json!({ "name": name, "kind": kind }))
            .collect();
        json!({
            "id": name, "name": name, "version": "1.0.0", "manifest_path": format!("crates/{name}/Cargo.toml"),
            "rust_version": rust_version, "dependencies": dependencies,
        })
    }

    fn workspace(packages: &[Value], outside: &[&str]) -> Workspace {
        let members: Vec<_> = packages
            .iter()
            .map(|own| own["id"].clone())
            .filter(|id| !outside.iter().any(|name| id == name))
            .collect();
        Workspace::parse(&json!({ "workspace_members": members, "packages": packages })).unwrap()
    }

    #[test]
    fn a_dependency_that_needs_a_newer_rust_is_named() {
        let packages = [
            package("own", "1.88", &[]),
            package("old", "1.88.0", &[]),
            package("new", "1.90", &[]),
        ];
        let problems = workspace(&packages, &["old", "new"]).too_new().unwrap();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0].contains("new 1.0.0 needs Rust 1.90, the workspace promises 1.88"),
            "{}",
            problems[0]
        );
    }

    #[test]
    fn a_client_on_another_client_is_named_even_through_a_third_crate() {
        let packages = [
            package("a-client", "1.88", &[("shared", None)]),
            package("shared", "1.88", &[("b-client", None)]),
            package("b-client", "1.88", &[]),
        ];
        let clients = ["a-client".to_owned(), "b-client".to_owned()];
        let problems = workspace(&packages, &[]).forbidden_dependencies(&clients);
        assert_eq!(
            problems,
            ["Cargo.toml: dependency: a-client depends on b-client; clients know nothing of each other"]
        );
    }

    #[test]
    fn the_sandbox_may_use_the_core_in_its_tests_only() {
        let with = |kind| {
            let packages = [
                package("aurora-sandbox", "1.88", &[("aurora-core", kind)]),
                package("aurora-core", "1.88", &[]),
            ];
            workspace(&packages, &[]).forbidden_dependencies(&[])
        };
        assert_eq!(with(None).len(), 1);
        assert_eq!(with(Some("build")).len(), 1);
        assert_eq!(with(Some("dev")), Vec::<String>::new());
    }
}
