//! The invariants of the house that the compiler cannot see: who may use whom, no clock in the core,
//! no wire types in the core.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Who may use whom: the table of docs/ARCHITECTURE.md. A crate that is not here is an error.
const MAY_USE: &[(&str, &[&str])] = &[
    ("quantity", &[]),
    ("terminology", &["quantity"]),
    ("monograph", &["quantity", "terminology"]),
    ("decide", &["quantity", "terminology", "monograph"]),
    (
        "journal",
        &["quantity", "terminology", "monograph", "decide"],
    ),
    ("fhir", &["quantity", "terminology", "monograph", "decide"]),
    // The bodies of the fuzz targets: they run every parser.
    (
        "hostile",
        &["quantity", "terminology", "monograph", "decide", "fhir"],
    ),
    (
        "cohort",
        &["quantity", "terminology", "monograph", "decide", "fhir"],
    ),
    (
        "web",
        &[
            "quantity",
            "terminology",
            "monograph",
            "decide",
            "journal",
            "fhir",
        ],
    ),
    (
        "hooks",
        &["quantity", "terminology", "monograph", "decide", "fhir"],
    ),
    (
        "posology",
        &[
            "quantity",
            "terminology",
            "monograph",
            "decide",
            "fhir",
            "journal",
            "web",
            "hooks",
        ],
    ),
];

/// What the core never uses: a database, a network, a runtime, chance.
const NEVER_IN_THE_CORE: &[&str] = &[
    "tokio",
    "async-std",
    "reqwest",
    "hyper",
    "axum",
    "sqlx",
    "rusqlite",
    "rand",
    "getrandom",
    "fastrand",
    "arrow",
    "datafusion",
];
const CORE: &[&str] = &["quantity", "terminology", "monograph", "decide"];

/// Uses of other crates: of ours and from outside, without those of tests.
type Uses = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

fn uses() -> Uses {
    let metadata = cargo_metadata::MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .unwrap();
    let normal =
        |kind: cargo_metadata::DependencyKind| kind != cargo_metadata::DependencyKind::Development;
    metadata
        .workspace_packages()
        .iter()
        .map(|package| {
            let of = package
                .dependencies
                .iter()
                .filter(|d| normal(d.kind))
                .map(|d| d.name.clone());
            (package.name.to_string(), of.collect())
        })
        .collect()
}

/// What is against the table, a sentence for each.
fn against_the_table(uses: &Uses) -> Vec<String> {
    let ours: BTreeSet<&str> = uses.keys().map(String::as_str).collect();
    let mut wrong = Vec::new();
    for (name, used) in uses {
        let Some((_, may)) = MAY_USE.iter().find(|(known, _)| known == name) else {
            wrong.push(format!("{name} is not in the table"));
            continue;
        };
        for other in used {
            if ours.contains(other.as_str()) && !may.contains(&other.as_str()) {
                wrong.push(format!("{name} uses {other}"));
            }
            if CORE.contains(&name.as_str()) && NEVER_IN_THE_CORE.contains(&other.as_str()) {
                wrong.push(format!("{name}, of the core, uses {other}"));
            }
        }
    }
    wrong
}

#[test]
fn the_crates_use_each_other_as_the_table_says() {
    let uses = uses();
    for core in CORE {
        assert!(
            uses.contains_key(*core),
            "{core} was not found: the test looks at nothing"
        );
    }
    assert_eq!(against_the_table(&uses), Vec::<String>::new());
}

/// The test above can fail: each planted fault is found.
#[test]
fn a_forbidden_use_is_found() {
    for (name, other, says) in [
        ("quantity", "terminology", "quantity uses terminology"),
        ("monograph", "decide", "monograph uses decide"),
        ("decide", "fhir", "decide uses fhir"),
        ("decide", "rand", "decide, of the core, uses rand"),
        (
            "terminology",
            "reqwest",
            "terminology, of the core, uses reqwest",
        ),
        ("kitchen", "quantity", "kitchen is not in the table"),
    ] {
        let mut planted = uses();
        planted
            .entry(name.to_owned())
            .or_default()
            .insert(other.to_owned());
        assert_eq!(against_the_table(&planted), [says]);
    }
}

/// The clock is banned, and only this program's one place asks to be excused.
#[test]
fn the_clock_is_banned() {
    let text = std::fs::read_to_string(root().join("clippy.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let banned: Vec<&str> = table["disallowed-methods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["path"].as_str().unwrap())
        .collect();
    for clock in [
        "std::time::SystemTime::now",
        "jiff::Timestamp::now",
        "jiff::ZonedDateTime::now",
    ] {
        assert!(banned.contains(&clock), "{clock}");
    }
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    assert_eq!(
        manifest["workspace"]["lints"]["clippy"]["disallowed_methods"].as_str(),
        Some("deny")
    );
    let excused: Vec<String> = sources("crates")
        .into_iter()
        .filter(|(_, text)| text.contains("disallowed_methods"))
        .map(|(path, _)| path)
        .filter(|path| !path.ends_with("tests/house.rs"))
        .collect();
    assert_eq!(excused, ["crates/cli/src/context.rs"]);
}

/// What is against the rule that the core has no wire types.
fn serializes(sources: &[(String, String)]) -> Vec<String> {
    let serialize =
        |line: &&str| line.contains("Serialize") && !line.trim_start().starts_with("//");
    sources
        .iter()
        .filter(|(_, text)| text.lines().any(|line| serialize(&line)))
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn the_core_has_no_wire_types() {
    for name in CORE {
        let sources = sources(&format!("crates/{name}/src"));
        assert!(!sources.is_empty(), "{name}: the test looks at nothing");
        assert_eq!(serializes(&sources), Vec::<String>::new());
    }
    let planted = [(
        "a.rs".to_owned(),
        "#[derive(Debug, Serialize)]\nstruct A;".to_owned(),
    )];
    assert_eq!(serializes(&planted), ["a.rs"]);
}

/// The Rust files below a folder, with their paths from the root.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let path = path
                    .strip_prefix(root())
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}
