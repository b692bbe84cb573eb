//! Runs the command and reads what it says.
#![allow(dead_code, reason = "every test file uses another part")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The time of all tests.
pub(crate) const AT: &str = "2026-05-02T15:00[America/Chicago]";

/// What a run of the command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The root of the repository.
pub(crate) fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// Runs the command in the root of the repository, in a zone and with no colour of the caller's.
pub(crate) fn run(args: &[&str]) -> Ran {
    run_with(args, b"")
}

/// Runs the command with something on its input.
pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_posology"))
        .args(args)
        .current_dir(root())
        .env("TZ", "Europe/Berlin")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the command at the time of all tests.
pub(crate) fn at(args: &[&str]) -> Ran {
    let mut all = args.to_vec();
    if !args.contains(&"--at") {
        all.extend(["--at", AT]);
    }
    run(&all)
}

/// Runs the command for a program, checks the document against the schema, and reads it.
pub(crate) fn json(args: &[&str]) -> (i32, Value) {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    if !args.contains(&"--at") {
        all.extend(["--at", AT]);
    }
    let ran = run(&all);
    assert!(ran.code < 2, "{args:?}: {}", ran.err);
    let value: Value = serde_json::from_str(&ran.out).unwrap();
    let errors: Vec<String> = validator()
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(
        errors.is_empty(),
        "{args:?}\n{}\n{}",
        errors.join("\n"),
        ran.out
    );
    (ran.code, value)
}

/// The schema that the project ships.
pub(crate) fn validator() -> &'static jsonschema::Validator {
    static ONCE: OnceLock<jsonschema::Validator> = OnceLock::new();
    ONCE.get_or_init(|| {
        let text = std::fs::read_to_string(root().join("schemas/decision.schema.json")).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    })
}

/// Words as a shell would split them; quotes keep spaces together.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut open) = (false, false);
    for letter in line.chars() {
        match letter {
            '"' => {
                quoted = !quoted;
                open = true;
            }
            ' ' if !quoted => {
                if open || !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
                open = false;
            }
            other => word.push(other),
        }
    }
    if open || !word.is_empty() {
        all.push(word);
    }
    all
}

/// As [`words`], borrowed.
pub(crate) fn borrowed(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}
