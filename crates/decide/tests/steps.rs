//! The injection guide.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::fmt::Write as _;

use common::{at, fact};
use decide::{
    Amount, Decision, Fact, InjectionGuide, List, Prescription, Setting, Situation, State, Then,
    Tier, Truth, What, steps,
};
use jiff::ZonedDateTime;
use monograph::{Region, StepThen};

fn now() -> ZonedDateTime {
    "2026-05-02T08:00[America/Chicago]".parse().unwrap()
}

fn guide(facts: Vec<Fact>) -> Decision<InjectionGuide> {
    at(&now(), Region::Us, |s| {
        let decision = steps::guide(s, &Situation::new(facts));
        assert_eq!(decision.tier(), Tier::Patient);
        let again = steps::guide(s, &Situation::new(decision.basis().inputs.clone()));
        assert_eq!(again, decision, "from the inputs named");
        decision
    })
}

fn prescribed(mg: u32) -> Fact {
    let amount = Amount::EachTime(format!("{mg} mg").parse().unwrap());
    let prescription = Prescription {
        amount: Some(amount),
        ..Prescription::default()
    };
    fact(What::Prescription(prescription), None)
}

fn latex(state: State) -> Fact {
    fact(
        What::Allergy {
            substance: common::concept("latex"),
            state,
        },
        None,
    )
}

fn names(decision: &Decision<InjectionGuide>) -> Vec<(&str, Truth)> {
    let steps = decision.answer().steps.iter();
    steps
        .map(|step| (step.name.as_str(), step.applies))
        .collect()
}

fn has(decision: &Decision<InjectionGuide>, name: &str) -> Option<Truth> {
    names(decision)
        .into_iter()
        .find(|(n, _)| *n == name)
        .map(|(_, applies)| applies)
}

fn written(setting: &Setting<'_>, decision: &Decision<InjectionGuide>) -> String {
    let mut text = String::new();
    for (i, step) in decision.answer().steps.iter().enumerate() {
        let statement = setting.monograph.statement(step.statement);
        writeln!(
            text,
            "{}. {} ({})",
            i + 1,
            statement.title(),
            statement.id()
        )
        .unwrap();
        writeln!(text, "   {}", step.says).unwrap();
        if let Some(wait) = step.wait {
            writeln!(text, "   wait {wait}").unwrap();
        }
        let Some(question) = &step.asks else { continue };
        writeln!(text, "   {}", question.asks).unwrap();
        for answer in &question.answers {
            let outcome = steps::answer(setting, &step.name, answer);
            let outcome = outcome.answer();
            let go_to = outcome.go_to.as_deref().unwrap_or("-");
            writeln!(
                text,
                "   - {answer}: {:?} {} -> {go_to}",
                outcome.then, outcome.says
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn the_guide_in_words() {
    let text = at(&now(), Region::Us, |s| {
        written(s, &steps::guide(s, &Situation::default()))
    });
    insta::assert_snapshot!(text);
}

#[test]
fn a_part_dose_and_a_full_dose_have_their_own_steps() {
    let (full, part) = (guide(vec![prescribed(100)]), guide(vec![prescribed(99)]));
    assert_eq!(has(&full, "no-purge"), Some(Truth::Yes));
    assert_eq!(has(&full, "part-dose"), None);
    assert_eq!(has(&part, "no-purge"), None);
    assert_eq!(has(&part, "part-dose"), Some(Truth::Yes));
    let both = guide(vec![prescribed(150)]);
    assert_eq!(has(&both, "no-purge"), Some(Truth::Yes));
    assert_eq!(has(&both, "part-dose"), Some(Truth::Yes));
    let two = guide(vec![prescribed(200)]);
    assert_eq!(has(&two, "part-dose"), None);
    let unknown = guide(Vec::new());
    assert_eq!(has(&unknown, "no-purge"), Some(Truth::Unknown));
    assert_eq!(has(&unknown, "part-dose"), Some(Truth::Unknown));
    assert!(
        unknown
            .basis()
            .missing
            .iter()
            .any(|m| m.fact == "prescription")
    );
}

#[test]
fn the_box_is_checked_for_latex() {
    for (state, shown) in [
        (State::Present, Some(Truth::Yes)),
        (State::Past, Some(Truth::Yes)),
        (State::NotSure, Some(Truth::Unknown)),
        (State::Absent, None),
    ] {
        assert_eq!(has(&guide(vec![latex(state)]), "latex"), shown, "{state:?}");
    }
    assert_eq!(has(&guide(Vec::new()), "latex"), Some(Truth::Unknown));
    let list = fact(What::Complete(List::Allergies), None);
    assert_eq!(has(&guide(vec![list.clone()]), "latex"), None);
    assert_eq!(
        has(&guide(vec![list, latex(State::Present)]), "latex"),
        Some(Truth::Yes)
    );
}

#[test]
fn steps_come_in_order_and_the_needle_goes_last() {
    let decision = guide(Vec::new());
    let names: Vec<&str> = names(&decision).into_iter().map(|(name, _)| name).collect();
    let place = |name: &str| names.iter().position(|n| *n == name).unwrap();
    for pair in [
        ("training", "new-syringe"),
        ("new-syringe", "warm"),
        ("warm", "look"),
        ("look", "site"),
        ("site", "wash"),
        ("wash", "inject"),
        ("inject", "never-reuse"),
        ("never-reuse", "sharps"),
    ] {
        assert!(place(pair.0) < place(pair.1), "{pair:?}");
    }
    assert_eq!(
        decision.answer().into,
        Some(monograph::RouteInto::UnderTheSkin)
    );
}

#[test]
fn a_bad_answer_never_goes_on() {
    at(&now(), Region::Us, |setting| {
        let rules = setting.monograph.rules();
        for rule in rules.step_answers() {
            let step = rules.steps().iter().find(|step| step.name() == rule.step);
            let step = step.unwrap_or_else(|| panic!("`{}` names no step", rule.name()));
            assert!(
                step.asks.is_some() && !step.good.contains(&rule.answer),
                "{}",
                rule.name()
            );
            if let Some(back_to) = &rule.back_to {
                assert!(rules.steps().iter().any(|step| step.name() == back_to));
            }
            let decision = steps::answer(setting, &rule.step, &rule.answer);
            let expected = match rule.then {
                StepThen::Discard => Then::Discard,
                StepThen::Wait => Then::Wait,
                StepThen::AnotherSpot => Then::AnotherSpot,
                StepThen::Stop => Then::Stop,
            };
            assert_eq!(decision.answer().then, expected);
            assert!(!decision.answer().says.is_empty());
            assert!(decision.basis().because.contains(rule.statement()));
        }
        for step in rules.steps().iter().filter(|step| step.asks.is_some()) {
            for good in &step.good {
                assert_eq!(
                    steps::answer(setting, step.name(), good).answer().then,
                    Then::GoOn
                );
            }
            for odd in ["", "not-sure", "Clear", "maybe", "yes "] {
                assert_eq!(
                    steps::answer(setting, step.name(), odd).answer().then,
                    Then::Stop,
                    "{odd}"
                );
            }
        }
        assert_eq!(
            steps::answer(setting, "dance", "yes").answer().then,
            Then::Stop
        );
    });
}

#[test]
fn a_few_white_bits_are_thrown_away_and_the_conflict_is_shown() {
    for region in [Region::Us, Region::Eu] {
        at(&now(), region, |setting| {
            for bits in ["particles", "few-white-bits"] {
                let decision = steps::answer(setting, "look", bits);
                assert_eq!(decision.answer().then, Then::Discard);
                assert_eq!(decision.answer().go_to.as_deref(), Some("new-syringe"));
                assert_eq!(decision.basis().conflicts.len(), 1);
            }
        });
    }
}
