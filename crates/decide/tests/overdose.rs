//! Too much, and whom to call.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{Case, at, cases, fact, situation, with_setting};
use decide::{
    Administration, Amount, Excess, Frequency, Prescription, Record, Situation, Tier, Truth, What,
    When, overdose,
};
use jiff::{ToSpan, ZonedDateTime};
use monograph::{Callee, Region};
use proptest::prelude::*;

fn excess(excess: &Excess) -> String {
    match excess {
        Excess::AtOnce {
            given, prescribed, ..
        } => {
            format!(
                "{} at once for {}",
                given.quantity().ucum(),
                prescribed.quantity().ucum()
            )
        }
        Excess::OnDay {
            day,
            given,
            prescribed,
        } => {
            format!(
                "{} on {day} for {}",
                given.quantity().ucum(),
                prescribed.quantity().ucum()
            )
        }
        Excess::Doses {
            day,
            given,
            prescribed,
        } => format!("{given} doses on {day} for {prescribed}"),
        Excess::FreeDay { day, before, every } => {
            format!("{day} is free: one in {every} days, and one on {before}")
        }
        Excess::TooNear { apart, least, .. } => {
            format!(
                "{} apart, less than {}",
                apart.quantity().ucum(),
                least.quantity().ucum()
            )
        }
    }
}

fn check(case: &Case) {
    let situation = situation(&case.given);
    with_setting(&case.given, |setting| {
        let decision = overdose(setting, &situation);
        let (answer, basis) = (decision.answer(), decision.basis());
        assert_eq!(decision.tier(), Tier::Patient);
        for (key, expected) in &case.expect {
            let found = match key.as_str() {
                "expect" => match &answer.record {
                    Record::TooMuch(found) => {
                        found.iter().map(excess).collect::<Vec<_>>().join("; ")
                    }
                    Record::NothingFound => "nothing found".to_owned(),
                    Record::CannotTell(why) => format!("cannot tell: {why:?}"),
                },
                "expect-call" => {
                    let call = |call: &decide::Call| {
                        format!("{:?} {}", call.who, call.number.as_deref().unwrap_or("?"))
                    };
                    answer.calls.iter().map(call).collect::<Vec<_>>().join(", ")
                }
                "expect-danger" => format!("{:?}", answer.danger),
                "expect-missing" => {
                    let missing: Vec<&str> = basis.missing.iter().map(|m| m.fact).collect();
                    missing.join(", ")
                }
                other => panic!("`{other}` is not expected"),
            };
            assert_eq!(&found, expected, "{}: {key}\n{decision:#?}", case.name);
        }
        assert!(!basis.conflicts.is_empty(), "the EU sentence is shown");
        assert_eq!(
            setting
                .monograph
                .statement(basis.because.iter().next().unwrap())
                .id(),
            "dose.overdose"
        );
        let again = overdose(setting, &Situation::new(basis.inputs.clone()));
        assert_eq!(again, decision, "{}: from the inputs named", case.name);
        for i in 0..basis.inputs.len() {
            let mut fewer = basis.inputs.clone();
            fewer.remove(i);
            let without = overdose(setting, &Situation::new(fewer));
            assert_ne!(without, decision, "{}: without input {i}", case.name);
        }
    });
}

#[test]
fn the_cases_hold() {
    let cases = cases(&["overdose", "too-near"], "overdose");
    assert!(cases.len() > 15, "{}", cases.len());
    cases.iter().for_each(check);
}

/// For each limit in the text: one second below, at, and one second above.
#[test]
fn each_limit_below_at_and_above() {
    let monograph = monograph::anakinra().unwrap();
    for rule in monograph.rules().too_nears() {
        let frequency = match rule.every {
            monograph::Every::TimesADay(n) => Frequency::TimesADay(n),
            monograph::Every::Days(span) => {
                Frequency::EveryDays(u8::try_from(span.days()).unwrap().try_into().unwrap())
            }
        };
        let now: ZonedDateTime = "2026-05-10T23:30[UTC]".parse().unwrap();
        let limit = i64::from(rule.span.seconds());
        for (apart, near) in [(limit - 1, true), (limit, false), (limit + 1, false)] {
            let plan = Prescription {
                frequency: Some(frequency),
                ..Prescription::default()
            };
            let first = now.checked_sub(apart.seconds()).unwrap();
            let facts = vec![
                fact(What::Prescription(plan), None),
                common::dose(&first),
                common::dose(&now),
            ];
            let decision = at(&now, Region::Us, |s| overdose(s, &Situation::new(facts)));
            let found = match &decision.answer().record {
                Record::TooMuch(all) => all.iter().any(|e| matches!(e, Excess::TooNear { .. })),
                Record::NothingFound => false,
                Record::CannotTell(why) => panic!("{why:?}"),
            };
            assert_eq!(found, near, "{}: {apart} s", rule.name());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever was recorded: it is answered with somebody to call, one more dose or one more sign
    /// never takes anything away, and the inputs named repeat the answer.
    #[test]
    fn never_refused_and_never_milder(
        doses in proptest::collection::vec((0_i64..400_000, proptest::option::of(0_u32..300)), 0..8),
        prescribed in proptest::option::of(20_u32..150),
        extra in 0_i64..400_000,
        eu in any::<bool>(),
        collapsed in any::<bool>(),
    ) {
        let now: ZonedDateTime = "2026-05-10T12:00[UTC]".parse().unwrap();
        let region = if eu { Region::Eu } else { Region::Us };
        let mass = |mg: u32| format!("{mg} mg").parse().unwrap();
        let dose = |(before, amount): (i64, Option<u32>)| fact(
            What::Administration(Administration { amount: amount.map(mass), ..Administration::default() }),
            Some(When::At(now.checked_sub(before.seconds()).unwrap())),
        );
        let plan = Prescription {
            frequency: Some(Frequency::TimesADay(1.try_into().unwrap())),
            amount: prescribed.map(|mg| Amount::EachTime(mass(mg))),
            ..Prescription::default()
        };
        let mut facts = vec![fact(What::Prescription(plan), None)];
        facts.extend(doses.into_iter().map(dose));
        let ask = |facts: &[decide::Fact]| at(&now, region, |s| overdose(s, &Situation::new(facts.to_vec())));
        let decision = ask(&facts);
        prop_assert_eq!(decision.answer().calls[0].who, Callee::Emergency);
        prop_assert!(decision.answer().calls.iter().any(|call| call.who == Callee::Poison));
        prop_assert_eq!(&ask(&decision.basis().inputs), &decision);
        let too_much = |d: &decide::Decision<decide::Overdose>| matches!(d.answer().record, Record::TooMuch(_));
        facts.push(dose((extra, Some(100))));
        if collapsed {
            let said = decide::Said::Recognised(common::concept("fainting"));
            facts.push(fact(What::Symptom(decide::Report::of(said)), None));
        }
        let more = ask(&facts);
        prop_assert!(!too_much(&decision) || too_much(&more));
        prop_assert!(more.answer().danger >= decision.answer().danger);
        prop_assert_eq!(more.answer().danger == Truth::Yes, collapsed);
    }
}
