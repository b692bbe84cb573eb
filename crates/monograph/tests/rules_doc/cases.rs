//! The keys of cases that the page names, held against the cases that stand.

use std::collections::BTreeSet;
use std::path::Path;

use monograph::Rules;

use crate::{PAGE, blocks, is_read, quoted};

const GUIDE: &str = include_str!("../../../../CONTRIBUTING.md");

/// A question of the last part of the page: the kinds under which cases stand, the lists of cases, the keys.
#[derive(Default)]
struct Questions<'a> {
    kinds: Vec<&'a str>,
    lists: Vec<&'a str>,
    keys: BTreeSet<&'a str>,
}

fn questions(page: &str) -> Vec<Questions<'_>> {
    let (_, cases) = page.split_once("\n# Cases\n").unwrap();
    let mut all: Vec<Questions<'_>> = Vec::new();
    let mut above_a_table = false;
    for line in cases.lines() {
        if line.trim_start_matches("- ").starts_with("**") && !above_a_table {
            all.push(Questions::default());
            above_a_table = true;
        }
        let Some(question) = all.last_mut() else {
            continue;
        };
        if line.starts_with("| `") {
            question
                .keys
                .extend(quoted(line.split('|').nth(1).unwrap()));
            above_a_table = false;
        } else if above_a_table {
            let words = quoted(line);
            question
                .lists
                .extend(words.iter().filter_map(|w| w.strip_prefix("cases/")));
            question
                .kinds
                .extend(words.iter().filter(|w| Rules::KINDS.contains(w)));
        }
    }
    all
}

/// The keys of a list of cases: a table of tables, or `[[case]]` with a `name`.
fn keys_of_list(list: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../cases")
        .join(list);
    let table: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let cases = table.into_iter().flat_map(|(_, value)| match value {
        toml::Value::Table(case) => vec![case],
        toml::Value::Array(cases) => cases
            .into_iter()
            .filter_map(|case| case.as_table().cloned())
            .collect(),
        other => panic!("{list}: {other}"),
    });
    cases
        .flat_map(|case| case.into_iter().map(|(key, _)| key))
        .filter(|key| key != "name")
        .collect()
}

/// Keys of cases that the page does not name, and kinds whose cases nothing runs.
fn case_faults(page: &str) -> Vec<String> {
    let questions = questions(page);
    let mut faults = Vec::new();
    for case in monograph::anakinra().unwrap().cases() {
        let Some(question) = questions.iter().find(|q| q.kinds.contains(&case.kind())) else {
            faults.push(format!(
                "{}: no question runs cases of `{}`",
                case.name(),
                case.kind()
            ));
            continue;
        };
        let keys = case
            .given()
            .iter()
            .chain(case.expect())
            .map(|(key, _)| key.as_str());
        let lost = keys.filter(|key| !question.keys.contains(key));
        faults.extend(lost.map(|key| format!("{}: `{key}` is not on the page", case.name())));
    }
    for question in &questions {
        for list in &question.lists {
            let keys = keys_of_list(list);
            let lost = keys
                .iter()
                .filter(|key| !question.keys.contains(key.as_str()));
            faults.extend(lost.map(|key| format!("{list}: `{key}` is not on the page")));
        }
    }
    faults
}

#[test]
fn every_key_of_a_case_is_on_the_page() {
    let questions = questions(PAGE);
    let lists: BTreeSet<&str> = questions.iter().flat_map(|q| q.lists.clone()).collect();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let there: BTreeSet<String> = std::fs::read_dir(cases)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    assert!(lists.iter().copied().eq(&there), "{lists:?} {there:?}");
    let faults = case_faults(PAGE);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_blocks_of_the_guide_are_read() {
    let of_guide = blocks(GUIDE);
    assert!(of_guide.iter().any(|block| block.kind == "case"));
    for block in of_guide {
        if block.kind == "case" {
            let keys: toml::Table = block.body.parse().unwrap();
            let dose = &questions(PAGE)[0];
            assert!(
                keys.keys().all(|key| dose.keys.contains(key.as_str())),
                "{keys:?}"
            );
        } else {
            assert!(is_read(&block.text(block.body)), "{}", block.body);
        }
    }
}

#[test]
fn a_planted_fault_in_the_cases_is_found() {
    let case = case_faults(&PAGE.replacen("`expect-weigh`, ", "", 1));
    assert!(
        case.iter()
            .any(|f| f.contains("`expect-weigh` is not on the page")),
        "{case:?}"
    );
    let kind =
        case_faults(&PAGE.replacen("`adjust`, `clearance`, `guard`", "`clearance`, `guard`", 1));
    assert!(
        kind.iter()
            .any(|f| f.contains("no question runs cases of `adjust`")),
        "{kind:?}"
    );
}
