//! The dose: cases of the text and of `cases/dose.toml`, and properties that hold for everyone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[path = "dose/person.rs"]
mod person;
#[path = "dose/prescription.rs"]
mod prescription;
#[path = "dose/properties.rs"]
mod properties;

use std::collections::BTreeMap;
use std::fmt::Debug;

use decide::dose::{self, Checked, DoseAnswer, Proposal};
use decide::{Basis, Decision, Situation};
use person::Given;

/// The variant of an enum, as a word: `TooYoung { … }` is `too-young`.
fn word(value: &impl Debug) -> String {
    let debug = format!("{value:?}");
    let name = debug
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let mut word = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(c.to_lowercase());
    }
    word
}

fn words<T: Debug>(values: &[T]) -> String {
    let mut words: Vec<String> = values.iter().map(word).collect();
    words.sort();
    words.join(", ")
}

/// What a decision says, by the keys that a case may expect.
fn told(decision: &Decision<DoseAnswer>) -> BTreeMap<&'static str, String> {
    let plain = |text: String| text.replace('\u{a0}', " ");
    let mut told = BTreeMap::new();
    match decision.answer() {
        DoseAnswer::Dose(dose) => {
            told.insert("expect", "dose".to_owned());
            told.insert("expect-each", plain(dose.each.to_string()));
            told.insert("expect-times", dose.doses_a_day.to_string());
            told.insert("expect-syringes", dose.syringes().to_string());
            told.insert("expect-waste", plain(dose.waste.to_string()));
            let amounts = |f: &dyn Fn(&dose::Injection) -> String| {
                let all: Vec<String> = dose.injections.iter().map(f).collect();
                plain(all.join(" + "))
            };
            told.insert("expect-injections", amounts(&|i| i.amount.to_string()));
            told.insert("expect-mark", amounts(&|i| i.mark.to_string()));
            if let Some(of_weight) = &dose.by_weight {
                let shown = of_weight.per_kg.quantity().to_decimals(2).to_string();
                told.insert("expect-per-kg", plain(shown));
            }
            if let Some(steps) = dose.by_weight.as_ref().and_then(|w| w.steps.as_ref()) {
                let next: Vec<String> = steps.next.iter().map(|c| c.each.to_string()).collect();
                told.insert("expect-next", plain(next.join(", ")));
            }
            told.insert("expect-flags", words(&dose.flags));
            told.insert("expect-kidney", word(&dose.kidney.kidney));
            let weigh: Vec<String> = dose
                .proposals
                .iter()
                .map(|proposal| match proposal {
                    Proposal::Interval { days, .. } => format!("every {days} d"),
                    Proposal::Care { .. } => "care".to_owned(),
                    Proposal::NoChange { .. } => "no change".to_owned(),
                })
                .collect();
            told.insert("expect-weigh", weigh.join(", "));
            let checked = match dose.checked {
                Checked::Yes => "yes",
                Checked::NotWithoutClearance { .. } | Checked::NotUntilConfirmed { .. } => "no",
            };
            told.insert("expect-checked", checked.to_owned());
        }
        DoseAnswer::Choices { marks, .. } => {
            told.insert("expect", "choices".to_owned());
            let marks: Vec<String> = marks.iter().map(|c| c.each.to_string()).collect();
            told.insert("expect-each", plain(marks.join(", ")));
        }
        DoseAnswer::NotMeasurable { below, above, .. } => {
            told.insert("expect", "not-measurable".to_owned());
            let mark = |choice: &Option<dose::Choice>| {
                let choice = choice.as_ref();
                plain(choice.map_or("none".to_owned(), |c| c.each.to_string()))
            };
            told.insert("expect-below", mark(below));
            told.insert("expect-above", mark(above));
        }
        DoseAnswer::Refused { reasons } => {
            told.insert("expect", "refused".to_owned());
            told.insert("expect-reason", words(reasons));
        }
        DoseAnswer::CannotJudge { needs } => {
            told.insert("expect", "cannot-judge".to_owned());
            told.insert("expect-needs", words(needs));
        }
    }
    let basis = decision.basis();
    let mut missing: Vec<&str> = basis.missing.iter().map(|m| m.fact).collect();
    missing.sort_unstable();
    missing.dedup();
    told.insert("expect-missing", missing.join(", "));
    told
}

/// Runs one case: every key that it expects must be told so.
fn check(name: &str, given: &[(String, String)], expect: &[(String, String)]) {
    let given = Given::read(name, given);
    let decision = given.propose();
    let told = told(&decision);
    let monograph = given.monograph();
    for (key, wanted) in expect {
        if key == "expect-because" {
            for id in wanted.split(", ") {
                let no = monograph
                    .find(id)
                    .unwrap_or_else(|| panic!("{name}: {id}"))
                    .no();
                assert!(
                    decision.basis().because.contains(no),
                    "{name}: does not rest on {id}"
                );
            }
            continue;
        }
        let found = told.get(key.as_str()).map(String::as_str);
        assert_eq!(found, Some(wanted.as_str()), "{name}: {key}");
    }
    repeats(name, &given, &decision);
}

/// Evaluating again from the inputs named gives the same answer; leaving one out changes it.
fn repeats(name: &str, given: &Given, decision: &Decision<DoseAnswer>) {
    let inputs = &decision.basis().inputs;
    let again = given.propose_for(&Situation::new(inputs.clone()));
    assert_eq!(&again, decision, "{name}: from the inputs named");
    for left_out in 0..inputs.len() {
        let mut fewer = inputs.clone();
        fewer.remove(left_out);
        let other = given.propose_for(&Situation::new(fewer));
        assert_ne!(
            without_inputs(&other),
            without_inputs(decision),
            "{name}: {:?} changes nothing",
            inputs[left_out]
        );
    }
}

/// A decision but for the list of its inputs.
fn without_inputs(decision: &Decision<DoseAnswer>) -> (DoseAnswer, Basis) {
    let mut basis = decision.basis().clone();
    basis.inputs.clear();
    (decision.answer().clone(), basis)
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<BTreeMap<String, String>>,
}

#[test]
fn the_cases_of_the_file() {
    let text = include_str!("../../../cases/dose.toml");
    let cases: Cases = toml::from_str(text).unwrap();
    let mut failed = Vec::new();
    for case in cases.case {
        let name = case["name"].clone();
        let (expect, given): (Vec<_>, Vec<_>) = case
            .into_iter()
            .filter(|(key, _)| key != "name")
            .partition(|(key, _)| key.starts_with("expect"));
        assert!(!expect.is_empty(), "{name} expects nothing");
        if std::panic::catch_unwind(|| check(&name, &given, &expect)).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "failed: {failed:#?}");
}

#[test]
fn the_cases_of_the_text() {
    let kinds = [
        "indication",
        "dose",
        "product",
        "adjust",
        "clearance",
        "guard",
    ];
    let mut run = 0;
    for case in monograph::anakinra().unwrap().cases() {
        if kinds.contains(&case.kind()) {
            check(case.name(), case.given(), case.expect());
            run += 1;
        }
    }
    assert!(run >= 10, "only {run} cases stand in the text");
}
