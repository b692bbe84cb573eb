//! Monitoring: the cases, the days around each due day, and what the plan promises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;
mod record;

use common::{Given, cases, get};
use decide::monitoring::{Due, Item, Plan, Start, Status, plan};
use decide::{Administration, Decision, Fact, MedicineStatus, MedicineUse, Situation, What, after};
use jiff::ToSpan as _;
use jiff::civil::Date;
use monograph::{Region, Watched};
use proptest::prelude::*;
use proptest::sample::select;
use quantity::CalendarSpan;
use record::{day, fact, key, measured, now, setting, when};

// --- cases ----------------------------------------------------------------------------------------

fn first_dose(on: &str) -> Fact {
    fact(
        What::Administration(Administration::default()),
        Some(when(on)),
    )
}

fn course(status: MedicineStatus, start: &str, end: Option<&str>) -> Fact {
    record::used(MedicineUse {
        medicine: Some(record::concept("anakinra")),
        text: "anakinra".into(),
        status,
        start: Some(when(start)),
        end: end.map(when),
        cleared: None,
    })
}

/// Reads the given keys of a case: see the head of `cases/monitoring.toml`.
fn situation(given: &Given) -> Situation {
    let mut facts = Vec::new();
    for (name, value) in given {
        let items = || value.split("; ").map(str::trim);
        match name.as_str() {
            "now" | "region" => {}
            "born" => facts.push(record::born(value)),
            "start" => facts.push(first_dose(value)),
            "planned" => facts.push(course(MedicineStatus::Planned, value, None)),
            "stopped" => {
                let (start, end) = value.split_once(" to ").unwrap();
                facts.push(course(MedicineStatus::Stopped, start, Some(end)));
            }
            "visits" => facts.extend(items().map(|on| fact(What::Visit, Some(when(on))))),
            "undated" => facts.extend(items().map(|item| {
                let (test, value) = item.split_once(" = ").unwrap();
                measured(test, value, None)
            })),
            test => facts.extend(items().map(|item| {
                let (value, on) = item.split_once(" on ").unwrap_or(("", item));
                let value = if value.is_empty() { usual(test) } else { value };
                measured(test, value, Some(on))
            })),
        }
    }
    Situation::new(facts)
}

/// A value of no interest.
fn usual(test: &str) -> &'static str {
    match test {
        "neutrophils" => "4 10*9/L",
        "creatinine-clearance" => "90 mL/min",
        "alt" => "20 U/L",
        "weight" => "15 kg",
        "tb-igra" => "1 1",
        other => panic!("no usual value of {other}"),
    }
}

fn name(of: &Watched) -> &'static str {
    match of {
        Watched::Visit => "visit",
        Watched::Tests(tests) => key(tests[0]),
    }
}

fn shown(item: &Item) -> String {
    let due = match item.due {
        Due::BeforeStart(None) => "before the start".to_owned(),
        Due::BeforeStart(Some((from, to))) => format!("{from} to {to}"),
        Due::On(day) => day.to_string(),
        Due::Again(day) => format!("again {day}"),
        Due::First => "first".to_owned(),
    };
    let status = match item.status {
        Status::Upcoming => "upcoming".to_owned(),
        Status::DueNow => "now".to_owned(),
        Status::Overdue { since } => format!("overdue {since}"),
        Status::Done { on } => format!("done {on}"),
        Status::Missed => "missed".to_owned(),
    };
    format!("{due}: {status}")
}

fn items(plan: &Plan, of: &str) -> Vec<String> {
    let items = plan.items.iter().filter(|item| name(&item.of) == of);
    items.map(shown).collect()
}

fn check(case: &common::Case) {
    let now = get(&case.given, "now").map_or_else(now, |at| at.parse().unwrap());
    let region = Region::from_word(get(&case.given, "region").unwrap_or("us")).unwrap();
    let setting = setting(&now, region);
    let decision = plan(&setting, &situation(&case.given));
    let answer = decision.answer();
    for (what, value) in &case.expect {
        let list: Vec<&str> = value.split("; ").filter(|s| !s.is_empty()).collect();
        let name = &case.name;
        match what.as_str() {
            "expect" => {
                let start = match answer.start {
                    Start::Unknown => "unknown",
                    Start::Planned(_) => "planned",
                    Start::Began(_) => "began",
                };
                assert_eq!(start, value, "{name}");
            }
            "expect-ended" => assert_eq!(answer.ended, Some(day(value)), "{name}"),
            "expect-missing" => list.iter().for_each(|word| {
                let missing = &decision.basis().missing;
                let holds = missing.iter().any(|m| match m.about {
                    Some(id) => format!("{} {}", m.fact, key(id)) == **word,
                    None => m.fact == *word,
                });
                assert!(holds, "{name}: {word} is not missing");
            }),
            "expect-out-of-range" => {
                let found: Vec<String> = answer
                    .out_of_range
                    .iter()
                    .map(|f| format!("{} {}", key(f.about.concept().unwrap()), f.grade.word()))
                    .collect();
                assert_eq!(found, list, "{name}");
            }
            of => {
                let of = of.strip_prefix("expect-").unwrap();
                assert_eq!(items(answer, of), list, "{name}: {of}");
            }
        }
    }
}

#[test]
fn the_cases() {
    let all = cases(&["monitor"], "monitoring");
    assert!(all.len() > 15, "only {} cases", all.len());
    all.iter().for_each(check);
}

// --- a day before, on and after each due day ------------------------------------------------------

fn at(today: Date, facts: &[Fact], region: Region) -> Decision<Plan> {
    let now = format!("{today}T09:00-05:00[-05:00]").parse().unwrap();
    plan(&setting(&now, region), &Situation::new(facts.to_vec()))
}

#[test]
fn the_day_before_on_and_after_each_due_day() {
    let start = day("2026-01-31");
    for (region, months) in [
        (Region::Us, vec![1, 2, 3, 6, 9, 12]),
        (Region::Eu, vec![1, 2, 3, 4, 5, 6, 9, 12, 15, 18]),
    ] {
        let mut done = vec![
            first_dose("2026-01-31"),
            measured("neutrophils", "4 10*9/L", Some("2026-01-30")),
        ];
        for month in months {
            let due = after(start, CalendarSpan::of_months(month));
            let status = |today: Date| {
                let decision = at(today, &done, region);
                let items = &decision.answer().items;
                let item = items
                    .iter()
                    .find(|item| name(&item.of) == "neutrophils" && item.due == Due::On(due));
                item.unwrap_or_else(|| panic!("no count on {due}")).status
            };
            assert_eq!(status(due.yesterday().unwrap()), Status::Upcoming);
            assert_eq!(status(due), Status::DueNow);
            assert_eq!(
                status(due.tomorrow().unwrap()),
                Status::Overdue { since: due }
            );
            done.push(measured("neutrophils", "4 10*9/L", Some(&due.to_string())));
        }
        // In the US the plan ends after a year; in the EU it has no end.
        let later = at(day("2027-09-01"), &done, region);
        let next = later
            .answer()
            .items
            .iter()
            .any(|item| name(&item.of) == "neutrophils" && item.status == Status::Upcoming);
        assert_eq!(next, region == Region::Eu);
    }
}

#[test]
fn each_plan_asks_for_its_values_when_none_is_told() {
    let monograph = monograph::anakinra().unwrap();
    for region in [Region::Us, Region::Eu] {
        let decision = at(day("2026-05-02"), &[], region);
        for rule in monograph.rules().monitors() {
            if !rule.regions().include(region) {
                continue;
            }
            let asked = decision
                .basis()
                .missing
                .iter()
                .any(|missing| missing.because.contains(rule.statement()));
            assert!(asked, "{} asks for nothing", rule.name());
        }
    }
}

// --- promises -----------------------------------------------------------------------------------

fn a_fact() -> impl Strategy<Value = Fact> {
    let on = (0..900_i32).prop_map(|days| {
        let day = day("2024-06-01").checked_add(days.days()).unwrap();
        Some(decide::When::Day(day))
    });
    let tests = [
        "neutrophils",
        "alt",
        "tb-igra",
        "creatinine-clearance",
        "weight",
    ];
    let value = (select(tests.to_vec()), on.clone()).prop_map(|(test, on)| Fact {
        when: on,
        ..measured(test, usual(test), None)
    });
    let visit = on.clone().prop_map(|on| fact(What::Visit, on));
    let given = on.prop_map(|on| fact(What::Administration(Administration::default()), on));
    prop_oneof![4 => value, 1 => visit, 2 => given, 1 => Just(record::born("2020-02-29"))]
}

fn due_now(plan: &Plan) -> usize {
    plan.now().count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn from_the_inputs_named_the_same_plan_follows(
        facts in proptest::collection::vec(a_fact(), 0..14),
        region in select(vec![Region::Us, Region::Eu]),
    ) {
        let decision = at(day("2026-05-02"), &facts, region);
        let again = at(day("2026-05-02"), &decision.basis().inputs, region);
        prop_assert_eq!(decision.answer(), again.answer());
    }

    #[test]
    fn what_is_not_done_is_due_or_missed_and_never_done(
        facts in proptest::collection::vec(a_fact(), 0..14),
        region in select(vec![Region::Us, Region::Eu]),
    ) {
        let decision = at(day("2026-05-02"), &facts, region);
        for item in &decision.answer().items {
            if let Status::Done { on } = item.status {
                let has = facts.iter().any(|fact| {
                    fact.when.as_ref().is_some_and(|when| when.earliest() == on)
                });
                prop_assert!(has && on <= day("2026-05-02"));
            }
        }
    }

    #[test]
    fn one_more_value_leaves_no_more_due(
        facts in proptest::collection::vec(a_fact(), 1..10),
        test in select(vec!["neutrophils", "alt", "creatinine-clearance"]),
    ) {
        let today = day("2026-05-02");
        let with: Vec<Fact> = facts
            .iter()
            .cloned()
            .chain([measured(test, usual(test), Some("2026-05-02"))])
            .collect();
        let (before, after) = (at(today, &facts, Region::Eu), at(today, &with, Region::Eu));
        prop_assert!(due_now(after.answer()) <= due_now(before.answer()));
    }
}
