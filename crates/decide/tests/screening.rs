//! Screening: the cases, each limit below, at and above, each fact missing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;
mod record;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::{Given, cases, get};
use decide::screening::{About, Certainty, Screening, screen};
use decide::{
    Amount, Decision, Fact, Frequency, List, MedicineStatus, MedicineUse, Prescription, Situation,
    State, VaccineStatus, What, When, before,
};
use jiff::ToSpan as _;
use monograph::{Comparison, FactName, Grade, Region, Rule, RuleNo, Screen, Term};
use quantity::{CalendarSpan, Decimal, Quantity};
use record::{concept, fact, indication, key, measured, now, setting, whole};
use terminology::{ConceptId, Kind, Terminology};

// --- cases ------------------------------------------------------------------------------------

/// Reads the given keys of a case: see the head of `cases/screening.toml`.
fn situation(given: &Given) -> Situation {
    let mut facts = Vec::new();
    for (name, value) in given {
        let items = || value.split("; ").map(str::trim);
        match name.as_str() {
            "now" | "region" => {}
            "born" => facts.push(record::born(value)),
            "indication" => facts.push(indication(value)),
            "start" => facts.push(started(value)),
            "conditions" => facts.extend(items().map(|item| {
                let (key, state) = state(item);
                record::condition(key, state)
            })),
            "allergies" => facts.extend(items().map(|item| {
                let (key, state) = state(item);
                record::allergy(key, state)
            })),
            "medicines" => facts.extend(items().map(medicine)),
            "vaccines" => facts.extend(items().map(vaccine)),
            "labs" => facts.extend(items().map(lab)),
            "whole" => facts.extend(value.split(", ").map(|list| whole(list_of(list)))),
            "sex" => facts.push(fact(
                What::Sex(match value.as_str() {
                    "female" => decide::Sex::Female,
                    _ => decide::Sex::Male,
                }),
                None,
            )),
            other => panic!("`{other}` is not a key of a case"),
        }
    }
    Situation::new(facts)
}

fn list_of(word: &str) -> List {
    match word {
        "medicines" => List::Medicines,
        "allergies" => List::Allergies,
        "conditions" => List::Conditions,
        "vaccines" => List::Vaccines,
        other => panic!("`{other}` is not a list"),
    }
}

fn state(item: &str) -> (&str, State) {
    let (key, word) = item.split_once(' ').unwrap_or((item, "present"));
    let state = match word {
        "present" => State::Present,
        "past" => State::Past,
        "absent" => State::Absent,
        "not-sure" => State::NotSure,
        other => panic!("`{other}` is not a state"),
    };
    (key, state)
}

/// `etanercept`, `warfarin planned`, `tocilizumab stopped 2026-01`, `? mystery-tea`, `warfarin cleared`.
fn medicine(item: &str) -> Fact {
    let mut words: Vec<&str> = item.split(' ').collect();
    let unknown = words[0] == "?";
    if unknown {
        words.remove(0);
    }
    let status = match words.get(1).copied().unwrap_or("taking") {
        "taking" | "cleared" => MedicineStatus::Taking,
        "planned" => MedicineStatus::Planned,
        "on-hold" => MedicineStatus::OnHold,
        "stopped" => MedicineStatus::Stopped,
        "not-taken" => MedicineStatus::NotTaken,
        "unknown" => MedicineStatus::Unknown,
        other => panic!("`{other}` is not a status"),
    };
    let cleared = words.get(1) == Some(&"cleared");
    record::used(MedicineUse {
        medicine: (!unknown).then(|| concept(words[0])),
        text: Arc::from(words[0]),
        status,
        start: None,
        end: words.get(2).map(|on| record::when(on)),
        cleared: cleared.then(|| (Arc::from("Dr. A"), record::when("2026-05-01"))),
    })
}

/// `mmr planned 2026-06-01`, `varicella given`, `? holiday-shot given 2026-04-20`.
fn vaccine(item: &str) -> Fact {
    let mut words: Vec<&str> = item.split(' ').collect();
    let unknown = words[0] == "?";
    if unknown {
        words.remove(0);
    }
    let what = What::Vaccine {
        vaccine: (!unknown).then(|| concept(words[0])),
        text: Arc::from(words[0]),
        status: match words[1] {
            "planned" => VaccineStatus::Planned,
            "given" => VaccineStatus::Given,
            "not-given" => VaccineStatus::NotGiven,
            other => panic!("`{other}` is not a status"),
        },
    };
    fact(what, words.get(2).map(|on| record::when(on)))
}

/// `neutrophils = 1.2 10*9/L on 2026-05-01`.
fn lab(item: &str) -> Fact {
    let (test, rest) = item.split_once(" = ").unwrap();
    let (value, on) = match rest.split_once(" on ") {
        Some((value, on)) => (value, Some(on)),
        None => (rest, None),
    };
    measured(test, value, on)
}

fn started(on: &str) -> Fact {
    let prescription = Prescription {
        indication: None,
        amount: Some(Amount::EachTime("100 mg".parse().unwrap())),
        frequency: Some(Frequency::TimesADay(std::num::NonZeroU8::MIN)),
        times: Vec::new(),
        start: Some(record::day(on)),
        end: None,
        by: None,
        close: None,
        areas: None,
    };
    fact(What::Prescription(prescription), None)
}

fn about(about: &About) -> String {
    let name = |sort: &str, id: ConceptId| format!("{sort} {}", key(id));
    match about {
        About::Condition(id) => name("condition", *id),
        About::Allergy(id) => name("allergy", *id),
        About::Medicine(id) => name("medicine", *id),
        About::UnknownMedicine(text) => format!("medicine ? {text}"),
        About::VaccinePlanned(id) => name("planned", *id),
        About::VaccineGiven(id) => name("given", *id),
        About::UnknownVaccine(text) => format!("vaccine ? {text}"),
        About::Indication(id) => name("indication", *id),
        About::Measured(id) => name("lab", *id),
        About::Age => "age".to_owned(),
        About::Treatment => "treatment".to_owned(),
    }
}

/// `medicine etanercept avoid`, with `possible` behind it when something is not known.
fn findings(decision: &Decision<Screening>) -> BTreeSet<String> {
    let one = |finding: &decide::screening::Finding| {
        let possible = match finding.certainty {
            Certainty::Possible => " possible",
            Certainty::Certain => "",
        };
        format!(
            "{} {}{possible}",
            about(&finding.about),
            finding.grade.word()
        )
    };
    decision.answer().findings.iter().map(one).collect()
}

/// `condition cancer`, `medicine`, `age`.
fn missing(decision: &Decision<Screening>) -> BTreeSet<String> {
    let one = |missing: &decide::Missing| match missing.about {
        Some(id) => format!("{} {}", missing.fact, key(id)),
        None => missing.fact.to_owned(),
    };
    decision.basis().missing.iter().map(one).collect()
}

fn check(case: &common::Case) {
    let name = &case.name;
    let now = get(&case.given, "now").map_or_else(now, |at| at.parse().unwrap());
    let region = Region::from_word(get(&case.given, "region").unwrap_or("us")).unwrap();
    let setting = setting(&now, region);
    let decision = screen(&setting, &situation(&case.given));
    let (found, gaps) = (findings(&decision), missing(&decision));
    let worst = decision.answer().worst().map_or("nothing", Grade::word);
    for (what, value) in &case.expect {
        let items = value.split("; ").map(str::trim).filter(|s| !s.is_empty());
        match what.as_str() {
            "expect" => assert_eq!(worst, value, "{name}: {found:?}"),
            "expect-findings" => items.for_each(|item| {
                assert!(found.contains(item), "{name}: no `{item}` in {found:#?}");
            }),
            "expect-all" => {
                let all: BTreeSet<String> = items.map(str::to_owned).collect();
                assert_eq!(found, all, "{name}");
            }
            "expect-missing" => items.for_each(|item| {
                assert!(gaps.contains(item), "{name}: no `{item}` in {gaps:#?}");
            }),
            "expect-told" => items.for_each(|item| {
                assert!(!gaps.contains(item), "{name}: `{item}` is missing");
            }),
            "expect-because" => items.for_each(|id| {
                let statement = setting.monograph.find(id).unwrap().no();
                let holds = decision.basis().because.contains(statement);
                assert!(holds, "{name}: not because of {id}");
            }),
            other => panic!("{name}: `{other}` is not an expectation"),
        }
    }
}

#[test]
fn the_cases() {
    let kinds = ["screen", "graver", "question"];
    let all = cases(&kinds, "screening");
    assert!(all.len() > 30, "only {} cases", all.len());
    all.iter().for_each(check);
}

// --- each limit: below, at, above ---------------------------------------------------------------

/// A concept that is one of a class: the class itself where a record can name it.
fn member(of: ConceptId) -> ConceptId {
    let terminology = Terminology::shipped();
    let own = |id: ConceptId| key(id) == "anakinra";
    let kind = |kind| matches!(kind, Kind::MedicineClass | Kind::VaccineGroup);
    terminology
        .members(of)
        .find(|concept| !kind(concept.kind()) && !own(concept.id()))
        .unwrap()
        .id()
}

/// A fact that meets a term.
fn meets(term: &Term, rule: &Rule<Screen>, text: &str) -> Option<Fact> {
    let stops = |term: &Term| term.fact() == FactName::SinceStop;
    match term {
        Term::Is(FactName::Condition, id) => Some(record::condition(key(*id), State::Present)),
        Term::Is(FactName::Allergy, id) => Some(record::allergy(key(*id), State::Present)),
        Term::Is(FactName::Indication, id) => Some(indication(key(*id))),
        Term::Is(FactName::Medicine, id) if rule.when.terms().iter().any(stops) => {
            Some(record::stopped(key(member(*id)), Some(text)))
        }
        Term::Is(FactName::Medicine, id) => {
            Some(record::medicine(key(member(*id)), MedicineStatus::Taking))
        }
        Term::Is(FactName::VaccinePlanned, id) => Some(record::vaccine(
            key(member(*id)),
            VaccineStatus::Planned,
            None,
        )),
        Term::Is(FactName::VaccineGiven, id) => Some(record::vaccine(
            key(member(*id)),
            VaccineStatus::Given,
            Some(text),
        )),
        Term::Word(FactName::VaccineGiven, _) => Some(vaccine(&format!("? shot given {text}"))),
        _ => None,
    }
}

/// The values at a limit, one step below it and one above it.
fn around(limit: &Quantity) -> [Quantity; 3] {
    let step = Decimal::new(1, 4);
    let with = |value| Quantity::new(value, limit.unit()).unwrap();
    [
        with((limit.value() - step).max(Decimal::ZERO)),
        with(limit.value()),
        with(limit.value() + step),
    ]
}

/// The days from which a calendar span is not over, is over today, was over yesterday.
fn days_around(span: CalendarSpan) -> [String; 3] {
    let today = now().date();
    let day = before(today, span);
    [
        day.checked_add(1.day()).unwrap(),
        day,
        day.yesterday().unwrap(),
    ]
    .map(|day| day.to_string())
}

fn speaks(facts: Vec<Fact>, region: Region, rule: RuleNo) -> bool {
    let now = now();
    let decision = screen(&setting(&now, region), &Situation::new(facts));
    let findings = &decision.answer().findings;
    let said = findings.iter().flat_map(|finding| &finding.said);
    said.clone()
        .any(|said| said.rule == rule && said.certainty == Certainty::Certain)
}

fn probe(rule: &Rule<Screen>, at: usize) -> usize {
    let Term::Compare(name, how, limit) = &rule.when.terms()[at] else {
        return 0;
    };
    let region = match rule.regions() {
        monograph::Regions::Only(region) => region,
        monograph::Regions::All => Region::Us,
    };
    let holds = [
        std::cmp::Ordering::Less,
        std::cmp::Ordering::Equal,
        std::cmp::Ordering::Greater,
    ]
    .map(|order| how.holds(order));
    let span = || CalendarSpan::try_from(*limit).unwrap();
    for (place, expected) in holds.into_iter().enumerate() {
        let mut on = now().date().to_string();
        let mut facts = Vec::new();
        match name {
            FactName::Age => facts.push(record::born(&days_around(span())[place])),
            FactName::SinceStart => facts.push(started(&days_around(span())[place])),
            FactName::SinceVaccine | FactName::SinceStop => {
                on = days_around(span())[place].clone();
            }
            FactName::Lab(test) => facts.push(value(key(*test), around(limit)[place])),
            FactName::CreatinineClearance => {
                facts.push(value("creatinine-clearance", around(limit)[place]));
            }
            other => panic!("no probe for {other:?}"),
        }
        for (other, term) in rule.when.terms().iter().enumerate() {
            facts.extend(meets(term, rule, &on));
            match (other == at, term) {
                // Another limit of the same fact: the value around this one lies inside it.
                (false, Term::Compare(same, ..)) if same == name => {}
                (false, Term::Compare(name, how, limit)) => facts.push(inside(*name, *how, limit)),
                (true, _) | (false, _) => {}
            }
        }
        let spoke = speaks(facts, region, rule.no());
        assert_eq!(spoke, expected, "{} at place {place}", rule.name());
    }
    1
}

fn value(test: &str, value: Quantity) -> Fact {
    measured(test, &value.ucum(), Some("2026-05-01"))
}

/// A fact well inside another limit of the same rule.
fn inside(name: FactName, how: Comparison, limit: &Quantity) -> Fact {
    match (name, how) {
        (FactName::SinceStart, Comparison::AtLeast) => started("2026-03-01"),
        (FactName::Lab(test), Comparison::Below) => value(key(test), around(limit)[0]),
        other => panic!("no value inside {other:?}"),
    }
}

#[test]
fn below_at_and_above_each_limit() {
    let rules = monograph::anakinra().unwrap().rules().screens();
    let probes: usize = rules
        .iter()
        .map(|rule| {
            (0..rule.when.terms().len())
                .map(|at| probe(rule, at))
                .sum::<usize>()
        })
        .sum();
    assert!(probes >= 12, "only {probes} limits");
}

#[test]
fn each_rule_speaks_when_its_terms_hold_and_asks_when_nothing_is_told() {
    let monograph = monograph::anakinra().unwrap();
    let now = now();
    for rule in monograph.rules().screens() {
        let region = match rule.regions() {
            monograph::Regions::Only(region) => region,
            monograph::Regions::All => Region::Us,
        };
        let setting = setting(&now, region);
        let nothing = screen(&setting, &Situation::default());
        for term in rule.when.terms() {
            if matches!(term.fact(), FactName::SinceVaccine | FactName::SinceStop)
                || matches!(term, Term::Word(..))
            {
                continue; // asked for where there is a vaccine or a medicine
            }
            let asks = nothing.basis().missing.iter().any(|missing| {
                missing.fact == term.fact().sort() && missing.because.contains(rule.statement())
            });
            assert!(asks, "{} does not ask for {term:?}", rule.name());
        }
    }
}

// --- single facts ---------------------------------------------------------------------------------

fn us(facts: Vec<Fact>) -> Decision<Screening> {
    let now = now();
    screen(&setting(&now, Region::Us), &Situation::new(facts))
}

#[test]
fn nothing_told_finds_nothing_and_asks_for_everything() {
    let decision = us(Vec::new());
    assert!(decision.answer().findings.is_empty());
    insta::assert_snapshot!(
        missing(&decision)
            .into_iter()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn brand_and_generic_name_are_one_finding() {
    let terminology = Terminology::shipped();
    for medicine in terminology.concepts(Kind::Medicine) {
        for name in medicine.names() {
            let read = terminology.recognise(&[Kind::Medicine], &[], Some(name.text()));
            if let Some(taken) = read.taken() {
                assert_eq!(taken, medicine.id(), "{}", name.text());
            }
        }
    }
    let twice = us(vec![
        record::medicine("etanercept", MedicineStatus::Taking),
        record::medicine("etanercept", MedicineStatus::Planned),
    ]);
    assert_eq!(findings(&twice).len(), 1);
}

#[test]
fn the_medicine_itself_is_no_interaction() {
    let decision = us(vec![record::medicine("anakinra", MedicineStatus::Taking)]);
    assert_eq!(findings(&decision), BTreeSet::new());
}

#[test]
fn a_clearance_is_worked_out_and_its_inputs_are_named() {
    let facts = vec![
        record::born("1940-01-01"),
        fact(What::Sex(decide::Sex::Female), None),
        measured("weight", "50 kg", Some("2026-04-20")),
        measured("creatinine", "2 mg/dL", Some("2026-04-20")),
    ];
    let decision = us(facts.clone());
    assert!(findings(&decision).contains("lab creatinine-clearance adjust"));
    let finding = &decision.answer().findings[0];
    for fact in &facts {
        assert!(finding.inputs.contains(fact), "{fact:?}");
        assert!(decision.basis().inputs.contains(fact), "{fact:?}");
    }
    let replayed = us(decision.basis().inputs.clone());
    assert_eq!(replayed.answer(), decision.answer());
}

#[test]
fn a_full_screening_reads_well() {
    let now = now();
    for region in [Region::Us, Region::Eu] {
        let setting = setting(&now, region);
        let decision = screen(&setting, &record::typical());
        let mut lines = Vec::new();
        for finding in &decision.answer().findings {
            let ids: Vec<&str> = finding
                .because
                .iter()
                .map(|no| setting.monograph.statement(no).id())
                .collect();
            lines.push(format!(
                "{} · {} · {}",
                finding.grade.word(),
                about(&finding.about),
                ids.join(", ")
            ));
            lines.extend(
                finding
                    .said
                    .iter()
                    .map(|said| format!("    {}: {}", said.grade.word(), said.says)),
            );
        }
        insta::assert_snapshot!(format!("typical_{}", region.word()), lines.join("\n"));
    }
}

#[test]
fn a_date_in_the_future_is_not_known() {
    let later = When::Day(now().date().tomorrow().unwrap());
    let count = Fact {
        when: Some(later),
        ..measured("neutrophils", "4 10*9/L", None)
    };
    assert!(missing(&us(vec![count])).contains("lab neutrophils"));
}
