//! Take, skip or ask?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{Case, at, cases, dose, fact, get, situation, with_setting};
use decide::{
    Act, AskWhy, Decision, Frequency, MissedDose, Prescription, Situation, Tell, Tier, What,
    missed_dose,
};
use jiff::{ToSpan, ZonedDateTime};
use monograph::{MissedThen, Region};
use proptest::prelude::*;

fn word(decision: &Decision<MissedDose>) -> &'static str {
    match decision.answer().act {
        Act::NothingMissed => "nothing-missed",
        Act::Take => "take",
        Act::Skip => "skip",
        Act::Ask => "ask",
    }
}

fn check(case: &Case) {
    let situation = situation(&case.given);
    with_setting(&case.given, |setting| {
        let decision = missed_dose(setting, &situation);
        assert_eq!(decision.tier(), Tier::Patient);
        let basis = decision.basis();
        for (key, expected) in &case.expect {
            let found = match key.as_str() {
                "expect" => word(&decision).to_owned(),
                "expect-why" => format!("{:?}", decision.answer().why.clone().unwrap()),
                "expect-tell" => match decision.answer().tell {
                    Tell::No => "no".to_owned(),
                    Tell::Doctor => "doctor".to_owned(),
                },
                "expect-missing" => {
                    let missing: Vec<&str> = basis.missing.iter().map(|m| m.fact).collect();
                    missing.join(", ")
                }
                "expect-because" => {
                    let id = |s| setting.monograph.statement(s).id();
                    let ids: Vec<&str> = basis.because.iter().map(id).collect();
                    assert!(ids.contains(&expected.as_str()), "{}: {ids:?}", case.name);
                    continue;
                }
                other => panic!("`{other}` is not expected"),
            };
            assert_eq!(&found, expected, "{}: {key}\n{decision:#?}", case.name);
        }
        let again = missed_dose(setting, &Situation::new(basis.inputs.clone()));
        assert_eq!(again, decision, "{}: from the inputs named", case.name);
        for i in 0..basis.inputs.len() {
            let mut fewer = basis.inputs.clone();
            fewer.remove(i);
            let without = missed_dose(setting, &Situation::new(fewer));
            assert_ne!(without, decision, "{}: without input {i}", case.name);
        }
        if decision.answer().act != Act::Ask {
            assert!(decision.answer().always.contains(&MissedThen::NeverDouble));
        }
    });
}

#[test]
fn the_cases_hold() {
    let cases = cases(&["missed-dose", "close-window"], "missed-dose");
    assert!(cases.len() > 20, "{}", cases.len());
    cases.iter().for_each(check);
}

fn plan(frequency: Frequency, times: &[&str], start: Option<&str>) -> Prescription {
    Prescription {
        frequency: Some(frequency),
        times: times.iter().map(|t| t.parse().unwrap()).collect(),
        start: start.map(|day| day.parse().unwrap()),
        ..Prescription::default()
    }
}

/// For each limit in the text: one second below, at, and one second above.
#[test]
fn each_limit_below_at_and_above() {
    let monograph = monograph::anakinra().unwrap();
    let rules = monograph.rules().close_windows();
    assert_eq!(rules.len(), 3);
    for rule in rules {
        let (frequency, times, missed, next): (_, &[&str], &str, &str) = match rule.every {
            monograph::Every::TimesADay(n) => (
                Frequency::TimesADay(n),
                &["08:00", "20:00"],
                "2026-05-02T08:00[UTC]",
                "2026-05-02T20:00[UTC]",
            ),
            monograph::Every::Days(span) => {
                let days = u8::try_from(span.days()).unwrap();
                let next = if days == 1 {
                    "2026-05-03T08:00[UTC]"
                } else {
                    "2026-05-04T08:00[UTC]"
                };
                (
                    Frequency::EveryDays(days.try_into().unwrap()),
                    &["08:00"],
                    "2026-05-02T08:00[UTC]",
                    next,
                )
            }
        };
        let missed: ZonedDateTime = missed.parse().unwrap();
        let next: ZonedDateTime = next.parse().unwrap();
        let interval = missed.duration_until(&next);
        let last = missed.checked_sub(interval).unwrap();
        let facts = vec![
            fact(
                What::Prescription(plan(frequency, times, Some("2026-04-30"))),
                None,
            ),
            dose(&last),
        ];
        let limit = i64::from(rule.span.seconds());
        for (seconds, expected) in [(limit + 1, "take"), (limit, "take"), (limit - 1, "skip")] {
            let now = next.checked_sub(seconds.seconds()).unwrap();
            let decision = at(&now, Region::Us, |setting| {
                missed_dose(setting, &Situation::new(facts.clone()))
            });
            assert_eq!(
                word(&decision),
                expected,
                "{}: {seconds} s before the next",
                rule.name()
            );
            assert!(decision.basis().readings.contains(&rule.no()));
        }
    }
}

fn instant() -> impl Strategy<Value = ZonedDateTime> {
    (1_577_836_800_i64..2_051_222_400).prop_map(|s| {
        jiff::Timestamp::from_second(s)
            .unwrap()
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
    })
}

fn frequency() -> impl Strategy<Value = (Frequency, Vec<&'static str>)> {
    prop_oneof![
        Just((Frequency::EveryDays(1.try_into().unwrap()), vec!["08:00"])),
        Just((Frequency::EveryDays(2.try_into().unwrap()), vec!["21:30"])),
        Just((
            Frequency::TimesADay(2.try_into().unwrap()),
            vec!["08:00", "20:00"]
        )),
        Just((Frequency::EveryDays(3.try_into().unwrap()), vec!["08:00"])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever was recorded: a dose is advised only far enough from the last and from the next
    /// one, with one dose open, and never in the EU or with weak kidneys. The inputs named give
    /// the same answer; whole days more change nothing.
    #[test]
    fn never_two_near(
        now in instant(),
        before in 0_i64..400_000,
        (frequency, times) in frequency(),
        clearance in proptest::option::of(10_u32..60),
        eu in any::<bool>(),
        days in -400_i64..400,
    ) {
        let build = |now: &ZonedDateTime, shift: i64| {
            let mut facts = vec![
                fact(What::Prescription(plan(frequency, &times, None)), None),
                dose(&now.checked_sub(before.seconds()).unwrap()),
            ];
            if let Some(value) = clearance {
                facts.push(fact(What::Measured {
                    test: common::concept("creatinine-clearance"),
                    value: format!("{value} mL/min").parse().unwrap(),
                }, None));
            }
            let _ = shift;
            Situation::new(facts)
        };
        let region = if eu { Region::Eu } else { Region::Us };
        let ask = |now: &ZonedDateTime, s: &Situation| at(now, region, |setting| missed_dose(setting, s));
        let decision = ask(&now, &build(&now, 0));
        let answer = decision.answer();
        if answer.act == Act::Take {
            let times = answer.times.as_ref().unwrap();
            let close = times.close.unwrap();
            prop_assert!(times.until >= close && times.since_last >= close);
            prop_assert!(!eu && clearance.is_none_or(|c| c >= 30));
        }
        if matches!(answer.act, Act::Take | Act::Skip) && clearance.is_none() {
            prop_assert!(decision.basis().missing.iter().any(|m| m.fact == "creatinine-clearance"));
        }
        prop_assert_eq!(&ask(&now, &Situation::new(decision.basis().inputs.clone())), &decision);
        let later = now.checked_add((days * 24).hours()).unwrap();
        prop_assert_eq!(ask(&later, &build(&later, days)).answer().act, answer.act);
    }
}

#[test]
fn no_answer_names_an_amount() {
    for case in cases(&[], "missed-dose") {
        let situation = situation(&case.given);
        let text = with_setting(&case.given, |s| {
            format!("{:?}", missed_dose(s, &situation).answer())
        });
        assert!(!text.contains("Mass") && !text.contains("mg"), "{text}");
    }
}

#[test]
fn a_bad_clock_gives_no_verdict() {
    let now: ZonedDateTime = "2026-05-02T09:00[UTC]".parse().unwrap();
    for (ahead, doubt) in [
        (0, false),
        (300, false),
        (301, true),
        (3600, true),
        (86_400, true),
        (400_000_000, true),
    ] {
        let facts = vec![
            fact(
                What::Prescription(plan(
                    Frequency::EveryDays(1.try_into().unwrap()),
                    &["08:00"],
                    None,
                )),
                None,
            ),
            dose(&now.checked_add(ahead.seconds()).unwrap()),
        ];
        let decision = at(&now, Region::Us, |s| missed_dose(s, &Situation::new(facts)));
        assert_eq!(
            decision.answer().why == Some(AskWhy::ClockInDoubt),
            doubt,
            "{ahead}"
        );
        assert_eq!(decision.answer().times.is_none(), doubt, "{ahead}");
    }
    let _ = get(&Vec::new(), "");
}
