//! What people see, whole: help, the four examples, and one answer to each question.
#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{at, borrowed, run, words};

fn shown(line: &str) -> String {
    let ran = at(&borrowed(&words(line)));
    format!(
        "$ posology {line}\n{}{}\nexit code {}\n",
        ran.out, ran.err, ran.code
    )
}

#[test]
fn help() {
    insta::assert_snapshot!("help", run(&["--help"]).out);
    for command in [
        "screen",
        "dose",
        "missed",
        "overdose",
        "site",
        "triage",
        "monitor",
        "supply",
        "read",
        "explain",
        "statements",
        "check",
        "search",
        "completions",
    ] {
        insta::assert_snapshot!(format!("help-{command}"), run(&[command, "--help"]).out);
    }
}

/// Each rule in one line: a change of a rule shows here.
#[test]
fn check() {
    insta::assert_snapshot!("check", shown("check"));
}

#[test]
fn examples() {
    for name in [
        "adult-ra-on-etanercept",
        "child-nomid",
        "older-kidney-live-vaccine",
        "plain-unknown",
    ] {
        let line = format!("screen --at 2026-06-01T09:00[America/Chicago] examples/{name}.json");
        insta::assert_snapshot!(format!("screen-{name}"), shown(&line));
    }
}

#[test]
fn answers() {
    for (name, line) in [
        (
            "dose-nomid",
            "dose --for nomid --weight 12.4kg --per-kg 2mg/kg --age 3y",
        ),
        (
            "dose-nomid-full",
            "dose --for nomid --weight 60kg --age 20y --per-kg 2.5mg/kg --clearance 25mL/min --full",
        ),
        (
            "dose-refused",
            "dose --for nomid --weight 12.4kg --age 3y --per-kg 9mg/kg",
        ),
        (
            "dose-weight",
            "dose --for nomid --weight 124kg --weight 12.4kg@2026-04-02 --age 3y --per-kg 2mg/kg",
        ),
        (
            "missed-take",
            "missed --every 1d --usual 08:00 --last 2026-05-01T08:05",
        ),
        (
            "missed-skip",
            "missed --every 1d --usual 18:00 --last 2026-04-30T18:05",
        ),
        (
            "missed-ask",
            "missed --every 1d --usual 08:00 --last 2026-05-01T08:05 --region eu",
        ),
        (
            "overdose",
            "overdose --every 1d --amount 100mg --took 100mg@2026-05-02T08:00 --took 100mg@2026-05-02T14:00",
        ),
        (
            "site",
            "site --age 40y --used thigh-left/0.0@2026-05-01T08:05 --skin thigh-right=bruised",
        ),
        (
            "triage-emergency",
            "triage \"lips are swelling\" hives --severity severe --since 2d --place injection-site",
        ),
        (
            "triage-expected",
            "triage redness --severity mild --extent local --course improving --fever no --since 1d --place injection-site --since-start 10d --age 40y",
        ),
        (
            "supply",
            "supply --pack id=A,expiry=2026-03,count=2,lot=L7 --pack id=B,expiry=2027-01,count=3 --event pack=B,syringe=2,what=dropped --sharps 80% --every 1d --usual 08:00 --amount 100mg --took 100mg@2026-05-02T08:00",
        ),
        (
            "monitor",
            "monitor --at 2026-06-01T09:00[America/Chicago] examples/child-nomid.json",
        ),
        ("explain", "explain dose.nomid-max"),
        ("read-storage", "read storage"),
        ("search-near", "search etanercpt"),
        ("search-lookalike", "search kineret"),
    ] {
        insta::assert_snapshot!(name, shown(line));
    }
}

/// A monograph with problems: each with file, line, column, excerpt and remedy.
#[test]
fn problems() {
    let folder = std::env::temp_dir().join(format!("posology-check-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let sources =
        std::fs::read_to_string(common::root().join("monographs/anakinra/source.toml")).unwrap();
    let end = sources.find("# A statement whose source changed").unwrap();
    let rest = sources.find("# --- The first source").unwrap();
    std::fs::write(
        folder.join("source.toml"),
        format!("{}{}", &sources[..end], &sources[rest..]),
    )
    .unwrap();
    std::fs::write(
        folder.join("monograph.md"),
        "# A medicine\n\n# Use\n\n## use.one · One thing\n\n> It is used.\n> — seed, introduction 1\n\n```toml indication one\nfor = \"nomdi\"\nuse = \"yes\"\n```\n\n## use.two · Another\n\n> Nothing carries it.\n> — nobody, nowhere\n",
    )
    .unwrap();
    let ran = run(&["check", folder.to_str().unwrap()]);
    let clean = ran.out.replace(folder.to_str().unwrap(), "FOLDER");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!("check-problems", clean);
}
