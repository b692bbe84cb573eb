#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
//! How urgent is a sign?

use std::collections::BTreeMap;
use std::sync::Arc;

use decide::Decision;
use decide::{
    Course, Extent, Fact, Prescription, Report, Said, Setting, Severity, Situation, TriageAnswer,
    Truth, What, When, triage,
};
use jiff::ToSpan as _;
use jiff::ZonedDateTime;
use monograph::{Monograph, Region, Urgency};
use quantity::CalendarSpan;
use terminology::{ConceptId, Terminology};

fn now() -> ZonedDateTime {
    "2026-12-01T15:00-06:00[-06:00]".parse().unwrap()
}

fn monograph() -> &'static Monograph {
    monograph::anakinra().unwrap_or_else(|problems| {
        let list: Vec<String> = problems
            .list()
            .iter()
            .map(|p| format!("{:?} {} · {}", p.place(), p.message(), p.remedy()))
            .collect();
        panic!("{}", list.join("\n"))
    })
}

fn id(key: &str) -> ConceptId {
    Terminology::shipped()
        .by_key(key)
        .unwrap_or_else(|| panic!("no concept {key}"))
}

fn ask(now: &ZonedDateTime, situation: &Situation, reports: &[Report]) -> Decision<TriageAnswer> {
    let setting = Setting {
        monograph: monograph(),
        terminology: Terminology::shipped(),
        region: Region::Us,
        now,
    };
    triage(&setting, situation, reports)
}

fn urgency(situation: &Situation, reports: &[Report]) -> Urgency {
    ask(&now(), situation, reports).answer().urgency.unwrap()
}

fn fact(what: What) -> Fact {
    Fact {
        what,
        when: None,
        from: Arc::from("test"),
    }
}

fn plan(start: jiff::civil::Date) -> What {
    What::Prescription(Prescription {
        indication: None,
        amount: None,
        frequency: None,
        times: Vec::new(),
        start: Some(start),
        end: None,
        by: None,
        close: None,
        areas: None,
    })
}

fn days_ago(text: &str) -> jiff::civil::Date {
    let span: CalendarSpan = text.parse().unwrap();
    let months = jiff::Span::new()
        .try_months(i64::from(span.months()))
        .unwrap();
    now().date() - months - i64::from(span.days()).days()
}

// --- cases -------------------------------------------------------------------------------------------

/// One example: what is given and which class is expected.
fn check(name: &str, given: &BTreeMap<String, String>, expect: &str) {
    assert_eq!(answered(name, given).word(), expect, "{name}");
}

fn answered(name: &str, given: &BTreeMap<String, String>) -> Urgency {
    let get = |key: &str| given.get(key).map(String::as_str);
    let known = [
        "sign", "words", "place", "severity", "extent", "course", "fever", "onset", "start", "age",
    ];
    for key in given.keys() {
        assert!(known.contains(&key.as_str()), "{name}: no key {key}");
    }
    let mut facts = Vec::new();
    if let Some(start) = get("start") {
        facts.push(fact(plan(days_ago(start))));
    }
    if let Some(age) = get("age") {
        facts.push(fact(What::Born(When::Day(days_ago(age)))));
    }
    let split = |key: &str| -> Vec<String> {
        get(key).map_or_else(Vec::new, |v| v.split("; ").map(str::to_owned).collect())
    };
    let said = split("sign")
        .into_iter()
        .map(|key| Said::Recognised(id(&key)));
    let typed = split("words")
        .into_iter()
        .map(|text| Said::Words(text.into()));
    let reports: Vec<Report> = said
        .chain(typed)
        .map(|symptom| Report {
            symptom,
            place: get("place").map(id),
            severity: get("severity").map(|w| Severity::from_word(w).unwrap()),
            extent: get("extent").map(|w| Extent::from_word(w).unwrap()),
            course: get("course").map(|w| Course::from_word(w).unwrap()),
            fever: match get("fever") {
                None => Truth::Unknown,
                Some("yes") => Truth::Yes,
                Some("no") => Truth::No,
                Some(other) => panic!("{name}: fever {other}"),
            },
            onset: get("onset").map(|since| When::Day(days_ago(since))),
        })
        .collect();
    assert!(!reports.is_empty(), "{name}: nothing is reported");
    urgency(&Situation::new(facts), &reports)
}

#[test]
fn cases_of_the_monograph() {
    let mut run = 0;
    for case in monograph().cases() {
        let kinds = [
            "triage",
            "combination",
            "soften",
            "raise",
            "unlisted",
            "follow-up",
            "also",
        ];
        if kinds.contains(&case.kind()) {
            let given = case.given().iter().cloned().collect();
            let (_, expect) = case
                .expect()
                .iter()
                .find(|(key, _)| key == "expect")
                .unwrap();
            check(case.name(), &given, expect);
            run += 1;
        }
    }
    assert!(run >= 10, "only {run} cases");
}

#[test]
fn cases_of_the_file() {
    let text = include_str!("../../../cases/triage.toml");
    let cases: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text).unwrap();
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|(name, mut given)| {
            let expect = given.remove("expect").unwrap();
            let got = answered(&name, &given).word();
            (got != expect).then(|| format!("{name}: {got} instead of {expect}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
