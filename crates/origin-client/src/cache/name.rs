//! Names of files and folders, as the Python client gives them.

use std::collections::BTreeMap;

use aurora_core::{Error, ErrorKind, Result};
use sha2::{Digest, Sha256};

use super::OutputKey;

/// What not every file system takes, what an address would take for something else (the Python client fetches the wrong
/// file for such a name), and the mark of the encoding itself.
const UNSAFE: [char; 11] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '#', '%'];

/// The longest name that is written as it is, in bytes: file systems take 255, and temporary names are longer.
const LONGEST: usize = 180;
/// How much of a longer one is kept.
const KEPT: usize = 150;

/// The folder of a scenario.
pub(crate) fn folder(scenario_id: &str) -> Result<String> {
    if matches!(scenario_id, "" | "." | "..") {
        let message = format!("the scenario id is {scenario_id:?}, which can be no id");
        return Err(Error::new(ErrorKind::InvalidRequest, message).with_advice("take it from the list of scenarios"));
    }
    // Windows drops a dot or a blank at the end, and two ids would share a folder.
    let encoded = shortened(encoded(scenario_id), "");
    Ok(match encoded.strip_suffix(['.', ' ']) {
        Some(start) if encoded.ends_with('.') => format!("{start}%2E"),
        Some(start) => format!("{start}%20"),
        None => encoded,
    })
}

/// The file of a region's metadata.
pub(crate) fn meta(region: &str) -> String {
    shortened(format!("meta_{}", encoded(region)), ".json")
}

/// The file of an output.
pub(crate) fn output(key: &OutputKey) -> String {
    let mut stem = [&key.region, &key.kind, &key.granularity, &key.currency]
        .map(|part| encoded(part))
        .join("-");
    if let Some(year) = key.year {
        stem.push_str(&format!("-{year}"));
    }
    if let Some(sub_type) = key.sub_type.as_deref().filter(|sub_type| !sub_type.is_empty()) {
        stem.push_str(&format!("-subtype-{}", encoded(sub_type)));
    }
    if let Some(node) = key.node.as_deref().filter(|node| !node.is_empty()) {
        stem.push_str(&format!("-{}", encoded(node)));
    }
    if !key.params.is_empty() {
        stem = format!("{}-{stem}", hash_of(&key.params));
    }
    shortened(stem, ".csv")
}

/// A name for a file whose own name is taken by another one.
pub(crate) fn output_beside(key: &OutputKey) -> String {
    let plain = output(key);
    let stem = plain.strip_suffix(".csv").unwrap_or(&plain);
    let identity = format!("{key:?}");
    shortened(format!("{stem}~{}", &hex(&Sha256::digest(identity))[..16]), ".csv")
}

/// The same for the same parameters in every process; each text comes with its length, so that no two sets look alike.
fn hash_of(params: &BTreeMap<String, String>) -> String {
    let mut sum = Sha256::new();
    for text in params.iter().flat_map(|(name, value)| [name, value]) {
        sum.update((text.len() as u64).to_be_bytes());
        sum.update(text);
    }
    hex(&sum.finalize())[..16].to_owned()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Letters outside ASCII stay: file systems take them, and the Python client writes them.
fn encoded(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    for character in part.chars() {
        if UNSAFE.contains(&character) || character.is_control() {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                text.push_str(&format!("%{byte:02X}"));
            }
        } else {
            text.push(character);
        }
    }
    text
}

/// The name with its ending, cut and told apart by a sum where it is too long.
fn shortened(stem: String, ending: &str) -> String {
    if stem.len() + ending.len() <= LONGEST {
        return stem + ending;
    }
    let sum = hex(&Sha256::digest(&stem));
    let mut end = KEPT;
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}~{}{ending}", &stem[..end], &sum[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(region: &str, kind: &str, granularity: &str) -> OutputKey {
        OutputKey::new("5b1f3c52", region, kind, granularity, "gbp2024")
    }

    #[test]
    fn ordinary_names_are_those_of_the_python_client() {
        let mut technology = key("gbr", "technology", "30M");
        assert_eq!(output(&technology), "gbr-technology-30M-gbp2024.csv");
        technology.sub_type = Some("generation_pre_curtailment".to_owned());
        assert_eq!(
            output(&technology),
            "gbr-technology-30M-gbp2024-subtype-generation_pre_curtailment.csv"
        );
        let mut nodal = key("erc", "nodal", "1h");
        nodal.year = Some(2028);
        nodal.sub_type = Some("lmp".to_owned());
        nodal.node = Some("ZONDWD_6_B1".to_owned());
        assert_eq!(output(&nodal), "erc-nodal-1h-gbp2024-2028-subtype-lmp-ZONDWD_6_B1.csv");
        assert_eq!(meta("peu_deu"), "meta_peu_deu.json");
        let id = "5b1f3c52-6a0e-4f55-9f0c-2f2d1f6c9a11";
        assert_eq!(folder(id).unwrap(), id);
    }

    #[test]
    fn hostile_parts_stay_inside_the_folder_and_apart() {
        let mut node = key("erc", "nodal", "1h");
        let nodes = [
            "a/b",
            "a%2Fb",
            "a\\b",
            "a?b",
            "a#b",
            "a b",
            "zürich",
            "..",
            "a\0b",
            "a:b",
            "ÿ|\u{7f}",
        ];
        let mut names: Vec<String> = Vec::new();
        for name in nodes {
            node.node = Some(name.to_owned());
            let written = output(&node);
            assert!(
                !written.contains(|c: char| UNSAFE[..10].contains(&c) || c.is_control()),
                "{written:?}"
            );
            names.push(written);
        }
        assert_eq!(names[0], "erc-nodal-1h-gbp2024-a%2Fb.csv");
        assert_eq!(names[5], "erc-nodal-1h-gbp2024-a b.csv");
        assert_eq!(names[6], "erc-nodal-1h-gbp2024-zürich.csv");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), nodes.len());
    }

    #[test]
    fn a_scenario_that_would_leave_the_cache_is_refused() {
        for id in ["", ".", ".."] {
            assert_eq!(folder(id).unwrap_err().kind(), ErrorKind::InvalidRequest, "{id:?}");
        }
        assert_eq!(folder("../x").unwrap(), "..%2Fx");
        assert_eq!(folder("x.").unwrap(), "x%2E");
        assert_eq!(folder("x ").unwrap(), "x%20");
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let mut node = key("erc", "nodal", "1h");
        let mut names = ["a", "b"].map(|last| {
            node.node = Some(format!("{}{last}", "ß".repeat(400)));
            output(&node)
        });
        assert!(
            names.iter().all(|name| name.len() <= LONGEST && name.ends_with(".csv")),
            "{names:?}"
        );
        names.sort();
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn parameters_have_a_hash_that_does_not_change() {
        let mut with = key("gbr", "system", "1y");
        with.params.insert("sensitivity".to_owned(), "high".to_owned());
        with.params.insert("a".to_owned(), "b".to_owned());
        let name = output(&with);
        assert_eq!(name, "fd2f87f2e96e2895-gbr-system-1y-gbp2024.csv");
        with.params.insert("a".to_owned(), "bs".to_owned());
        assert_ne!(output(&with), name);
    }
}
