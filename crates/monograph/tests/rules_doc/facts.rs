//! The facts of conditions that the page names, and which kind may ask for which, held against the reader.

use std::collections::BTreeSet;

use crate::{PAGE, is_read, quoted, said};

/// A rule of each kind that has a condition, but for the condition.
const CONDITIONAL: &[(&str, &str, &str)] = &[
    ("adjust", "when", "change = \"care\""),
    ("missed-dose", "if", "when = \"any\"\nthen = \"ask\""),
    ("screen", "when", "grade = \"note\"\nsays = \"x\""),
    ("graver", "when", "harm = \"other\"\nup-to = \"avoid\""),
    (
        "triage",
        "when",
        "signs = [\"rash\"]\nclass = \"call\"\nsays = \"x\"",
    ),
    (
        "raise",
        "when",
        "signs = [\"rash\"]\nmost = \"call\"\nsays = \"x\"",
    ),
    (
        "soften",
        "when",
        "softens = []\nsigns = [\"rash\"]\nclass = \"call\"\nwithout = []\nsays = \"x\"",
    ),
    ("also", "fact", "sign = \"fever\"\nunknown = \"x\""),
];

/// The part of the page between a heading and the next one.
fn part<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("\n# {heading}\n")).unwrap();
    rest.split("\n# ").next().unwrap()
}

/// The facts of the page with the condition that stands beside each; a test stands under its own key.
fn facts(page: &str) -> Vec<(&str, &str)> {
    let rows = part(page, "Conditions")
        .lines()
        .filter(|line| line.contains("` | "));
    let rows = rows.filter_map(|line| {
        let condition = *quoted(line.split('|').nth(2)?).first()?;
        let fact = condition.split(' ').next()?;
        (line.matches('|').count() == 4).then_some((fact, condition))
    });
    let mut all: Vec<(&str, &str)> = rows.collect();
    let (_, test) = part(page, "Conditions")
        .split_once("| key of a test | `")
        .unwrap();
    let test = test.split('`').next().unwrap();
    all.retain(|(_, condition)| *condition != test);
    all.push((test.split(' ').next().unwrap(), test));
    all
}

/// Whether a rule of the kind may ask for a fact: as it stands, turned round, or beside what it is counted from.
fn asks(kind: &str, condition: &str) -> bool {
    let (_, key, others) = CONDITIONAL.iter().find(|(k, _, _)| *k == kind).unwrap();
    let turned = [
        condition.to_owned(),
        condition.replace(">=", "<").replace("yes", "no"),
        condition.replace(" <= ", " >= ").replace(" < ", " >= "),
        format!("vaccine-given is live-vaccine and {condition}"),
        format!("medicine is biologic and {condition}"),
    ];
    turned.iter().any(|condition| {
        is_read(&format!(
            "```toml {kind} one\n{others}\n{key} = \"{condition}\"\n```\n"
        ))
    })
}

/// The facts that the page gives a kind: those that it names, or all but those.
fn given<'a>(page: &'a str, kind: &str) -> BTreeSet<&'a str> {
    let named = format!("`{kind}`");
    let line = part(page, "Conditions")
        .lines()
        .filter(|line| line.matches('|').count() == 3)
        .find(|line| line.split('|').nth(1).unwrap().contains(&named))
        .unwrap_or_else(|| panic!("{kind} has no row of facts"));
    let cell = line.split('|').nth(2).unwrap().trim();
    let words = quoted(cell);
    let stands = |fact: &str| {
        words
            .iter()
            .any(|word| word.split(' ').next() == Some(fact))
    };
    let all_but = cell.starts_with("all but");
    let all = facts(page).into_iter().map(|(fact, _)| fact);
    all.filter(|fact| stands(fact) != all_but).collect()
}

#[test]
fn the_facts_are_those_of_the_reader() {
    let block = "```toml question one\nasks = \"no-such-fact\"\nwords = \"Is it?\"\n```\n";
    let (message, _) = said(block).remove(0);
    let (_, known) = message.split_once("is not a fact: write ").unwrap();
    let known: BTreeSet<&str> = known
        .split(", ")
        .filter(|word| !word.contains(' '))
        .collect();
    let page: BTreeSet<&str> = facts(PAGE).into_iter().map(|(fact, _)| fact).collect();
    let tests: Vec<&str> = page.difference(&known).copied().collect();
    assert_eq!(
        tests,
        ["neutrophils"],
        "the example of a test, and nothing else"
    );
    assert!(known.is_subset(&page), "{known:?}");
}

#[test]
fn each_kind_may_ask_for_the_facts_of_its_row() {
    for (kind, _, _) in CONDITIONAL {
        let asked: BTreeSet<&str> = facts(PAGE)
            .into_iter()
            .filter(|(_, condition)| asks(kind, condition))
            .map(|(fact, _)| fact)
            .collect();
        assert_eq!(asked, given(PAGE, kind), "{kind}");
    }
    let page = PAGE.replacen("| `adjust` | `age`, ", "| `adjust` | ", 1);
    assert!(!given(&page, "adjust").contains("age") && asks("adjust", "age >= 65 a"));
}
