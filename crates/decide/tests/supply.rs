//! Syringes at home.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::sync::Arc;

use common::{Case, at, cases, fact, situation, with_setting};
use decide::{
    Fact, Handled, Handling, Item, Outing, Package, Reason, Return, RunOut, SharpsState, Situation,
    Supply, Syringe, Tier, Verdict, What, supply,
};
use jiff::{ToSpan, ZonedDateTime};
use monograph::Region;
use proptest::prelude::*;

fn item(item: &Item) -> String {
    match item.syringe {
        None => item.package.to_string(),
        Some(number) => format!("{} {number}", item.package),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Happened(happened) => happened.word().to_owned(),
        Reason::OutTooLong { out, most } => {
            format!(
                "out {} of {}",
                out.quantity().ucum(),
                most.quantity().ucum()
            )
        }
        Reason::TooWarm { warmest, most } => {
            format!(
                "{} over {}",
                warmest.quantity().ucum(),
                most.quantity().ucum()
            )
        }
        Reason::ThrownAway
        | Reason::WentBack
        | Reason::TimeUnknown
        | Reason::TemperatureUnknown
        | Reason::DateUnknown
        | Reason::ClockInDoubt
        | Reason::NoRule => format!("{reason:?}"),
    }
}

fn syringe(syringe: &Syringe) -> String {
    let reasons: Vec<String> = syringe.reasons.iter().map(reason).collect();
    format!(
        "{} {:?}: {}",
        item(&syringe.item),
        syringe.verdict,
        reasons.join(" + ")
    )
}

fn found(answer: &Supply, missing: Vec<&str>, key: &str) -> String {
    match key {
        "expect" => {
            let odd = answer
                .syringes
                .iter()
                .filter(|s| s.verdict != Verdict::Usable);
            odd.map(syringe).collect::<Vec<_>>().join("; ")
        }
        "expect-next" => answer.next.as_ref().map_or("none".to_owned(), item),
        "expect-usable" => answer.usable.to_string(),
        "expect-unnamed" => answer.unnamed.to_string(),
        "expect-dispose" => answer
            .dispose
            .iter()
            .map(item)
            .collect::<Vec<_>>()
            .join(", "),
        "expect-reused" => answer
            .reused
            .iter()
            .map(item)
            .collect::<Vec<_>>()
            .join(", "),
        "expect-run-out" => match &answer.run_out {
            RunOut::At(slot) => slot.at.date().to_string(),
            other => format!("{other:?}"),
        },
        "expect-use-by" => {
            let first = answer.syringes[0].use_by.as_ref();
            first.map_or("none".to_owned(), ToString::to_string)
        }
        "expect-sharps" => match answer.sharps {
            SharpsState::HasRoom => "has room".to_owned(),
            SharpsState::Replace => "replace".to_owned(),
            SharpsState::Unknown => "unknown".to_owned(),
        },
        "expect-missing" => missing.join(", "),
        other => panic!("`{other}` is not expected"),
    }
}

fn check(case: &Case) {
    let situation = situation(&case.given);
    with_setting(&case.given, |setting| {
        let decision = supply(setting, &situation);
        assert_eq!(decision.tier(), Tier::Patient);
        for (key, expected) in &case.expect {
            let missing = decision.basis().missing.iter().map(|m| m.fact).collect();
            let found = found(decision.answer(), missing, key);
            assert_eq!(&found, expected, "{}: {key}", case.name);
        }
        let inputs = &decision.basis().inputs;
        let again = supply(setting, &Situation::new(inputs.clone()));
        assert_eq!(again, decision, "{}: from the inputs named", case.name);
        for i in 0..inputs.len() {
            let mut fewer = inputs.clone();
            fewer.remove(i);
            let without = supply(setting, &Situation::new(fewer));
            assert_ne!(without, decision, "{}: without input {i}", case.name);
        }
    });
}

#[test]
fn the_cases_hold() {
    let kinds = ["syringe-state", "room-time", "printed-date", "sharps"];
    let cases = cases(&kinds, "supply");
    assert!(cases.len() > 25, "{}", cases.len());
    cases.iter().for_each(check);
}

fn pack(leaflet: Option<Region>) -> Fact {
    let package = Package {
        id: Arc::from("a"),
        lot: None,
        expiry: Some("2030-01-01".parse().unwrap()),
        count: 1.try_into().unwrap(),
        leaflet,
    };
    fact(What::Package(package), None)
}

fn out(from: &ZonedDateTime, warmest: Option<&str>) -> Fact {
    let outing = Outing {
        from: Some(from.clone()),
        until: Return::StillOut,
        warmest: warmest.map(|t| t.parse().unwrap()),
    };
    let item = Item {
        package: Arc::from("a"),
        syringe: None,
    };
    fact(
        What::Handled(Handled {
            item,
            how: Handling::Out(outing),
        }),
        None,
    )
}

fn verdict(now: &ZonedDateTime, facts: Vec<Fact>) -> Verdict {
    at(now, Region::Us, |s| {
        supply(s, &Situation::new(facts)).answer().syringes[0].verdict
    })
}

/// For each limit in the text: one second below, at, and one second above; the warmest likewise.
#[test]
fn each_limit_below_at_and_above() {
    let now: ZonedDateTime = "2026-05-10T12:00[UTC]".parse().unwrap();
    let rules = monograph::anakinra().unwrap().rules().room_times();
    assert_eq!(rules.len(), 3);
    for rule in rules {
        let most = i64::from(rule.most.seconds());
        let cool = Some("20 Cel");
        for (seconds, expected) in [
            (most - 1, Verdict::Usable),
            (most, Verdict::Usable),
            (most + 1, Verdict::Discard),
        ] {
            let from = now.checked_sub(seconds.seconds()).unwrap();
            let facts = vec![pack(rule.leaflet), out(&from, cool)];
            assert_eq!(
                verdict(&now, facts),
                expected,
                "{} {seconds} s",
                rule.name()
            );
        }
        let from = now.checked_sub(1.hour()).unwrap();
        for (warmest, over) in [
            ("24.9 Cel", false),
            ("25 Cel", false),
            ("77 [degF]", false),
            ("25.1 Cel", true),
        ] {
            let facts = vec![pack(rule.leaflet), out(&from, Some(warmest))];
            let discarded = verdict(&now, facts) == Verdict::Discard;
            assert_eq!(
                discarded,
                over && rule.warmest.is_some(),
                "{} {warmest}",
                rule.name()
            );
        }
        let unknown = verdict(&now, vec![pack(rule.leaflet), out(&from, None)]);
        let expected = if rule.warmest.is_some() {
            Verdict::Ask
        } else {
            Verdict::Usable
        };
        assert_eq!(unknown, expected, "{}", rule.name());
    }
}

fn any_handling() -> impl Strategy<Value = Handling> {
    let now: ZonedDateTime = "2026-05-10T12:00[UTC]".parse().unwrap();
    let moment = move |hours: i64| now.checked_sub(hours.hours()).unwrap();
    let outing = (
        proptest::option::of(-10_i64..100),
        proptest::option::of(proptest::option::of(-10_i64..100)),
        proptest::option::of(0_u32..40),
    )
        .prop_map(move |(from, until, warmest)| {
            Handling::Out(Outing {
                from: from.map(&moment),
                until: match until {
                    None => Return::StillOut,
                    Some(None) => Return::SomeTime,
                    Some(Some(hours)) => Return::Back(moment(hours)),
                },
                warmest: warmest.map(|t| format!("{t} Cel").parse().unwrap()),
            })
        });
    prop_oneof![
        Just(Handling::Opened),
        Just(Handling::Frozen),
        Just(Handling::Shaken),
        Just(Handling::Dropped),
        Just(Handling::InLight),
        Just(Handling::Discarded),
        Just(Handling::Used),
        outing,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// One more thing that happened never makes a verdict milder; the one that is offered is
    /// usable; the inputs named repeat the answer.
    #[test]
    fn more_is_never_milder(
        first in proptest::collection::vec((proptest::option::of(1_u16..4), any_handling()), 0..5),
        more in (proptest::option::of(1_u16..4), any_handling()),
        leaflet in 0..3_usize,
        month in proptest::option::of(1_i8..13),
    ) {
        let now: ZonedDateTime = "2026-05-10T12:00[UTC]".parse().unwrap();
        let package = Package {
            id: Arc::from("a"),
            lot: None,
            expiry: month.map(|m| jiff::civil::date(2026, m, 1)),
            count: 3.try_into().unwrap(),
            leaflet: [None, Some(Region::Us), Some(Region::Eu)][leaflet],
        };
        let happened = |(number, how): (Option<u16>, Handling)| fact(What::Handled(Handled {
            item: Item { package: Arc::from("a"), syringe: number.map(|n| n.try_into().unwrap()) },
            how,
        }), None);
        let mut facts = vec![fact(What::Package(package), None)];
        facts.extend(first.into_iter().map(happened));
        let ask = |facts: &[Fact]| at(&now, Region::Us, |s| supply(s, &Situation::new(facts.to_vec())));
        let before = ask(&facts);
        prop_assert_eq!(&ask(&before.basis().inputs), &before);
        if let Some(next) = &before.answer().next {
            let next = before.answer().syringes.iter().find(|s| s.item == *next).unwrap();
            prop_assert_eq!(next.verdict, Verdict::Usable);
            prop_assert!(next.reasons.is_empty() && month.is_some_and(|m| m >= 5));
        }
        facts.push(happened(more));
        let after = ask(&facts);
        for (before, after) in before.answer().syringes.iter().zip(&after.answer().syringes) {
            prop_assert!(after.verdict >= before.verdict, "{:?} {:?}", before, after);
        }
    }
}
