//! A prescription that exists, held against the text.

use std::num::NonZeroU8;
use std::sync::Arc;

use decide::dose::{self, CheckGrade, CheckedThing, PrescriptionCheck};
use decide::{Amount, Decision, Fact, Frequency, Prescription, Situation, What};
use jiff::ToSpan as _;

use crate::person::{Given, now, prescription};

/// What is found for a prescription in a person, as `grade: thing` in the order of looking.
fn found(keys: &[(&str, &str)], change: impl Fn(&mut Prescription)) -> Vec<String> {
    let (given, decision) = checked(keys, Some(change));
    let again = dose::check(
        &given.setting(),
        &Situation::new(decision.basis().inputs.clone()),
    );
    assert_eq!(again, decision, "from the inputs named");
    let words = decision.answer().findings.iter().map(|finding| {
        let what = match &finding.what {
            CheckedThing::Refused(refusal) => crate::word(refusal),
            CheckedThing::Needs(need) => format!("needs {}", crate::word(need)),
            CheckedThing::Flag(flag) => crate::word(flag),
            CheckedThing::Weigh(proposal) => crate::word(proposal),
            CheckedThing::MissingPart(factor) => format!("missing {}", factor.word()),
            other @ (CheckedThing::NoPrescription
            | CheckedThing::NotMeasurable { .. }
            | CheckedThing::TimesADay(_)
            | CheckedThing::LongerInterval { .. }
            | CheckedThing::NotWithoutClearance
            | CheckedThing::ReviewAtVisits) => crate::word(other),
        };
        let terminology = terminology::Terminology::shipped();
        assert!(finding.what.says(terminology).ends_with(['.', '?']));
        format!("{}: {what}", crate::word(&finding.grade))
    });
    words.collect()
}

fn checked(
    keys: &[(&str, &str)],
    change: Option<impl Fn(&mut Prescription)>,
) -> (Given, Decision<PrescriptionCheck>) {
    let keys: Vec<_> = keys
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    let mut given = Given::read("a prescription", &keys);
    let mut facts = given.situation.facts().to_vec();
    if let Some(change) = change {
        let mut plan = prescription(Amount::EachTime("100 mg".parse().unwrap()));
        plan.end = Some(now().date().checked_add(90.days()).unwrap());
        change(&mut plan);
        facts.push(Fact {
            what: What::Prescription(plan),
            when: None,
            from: Arc::from("MedicationRequest/1"),
        });
    }
    given.situation = Situation::new(facts);
    let decision = dose::check(&given.setting(), &given.situation);
    (given, decision)
}

const RA: &[(&str, &str)] = &[
    ("for", "rheumatoid-arthritis"),
    ("age", "40 a"),
    ("clearance", "90 mL/min"),
    ("stopped", "methotrexate"),
];

const NOMID: &[(&str, &str)] = &[
    ("for", "nomid"),
    ("age", "9 a"),
    ("weight", "30 kg"),
    ("clearance", "90 mL/min"),
];

fn each(mg: &str) -> Option<Amount> {
    Some(Amount::EachTime(mg.parse().unwrap()))
}

fn per_kg(per_kg: &str) -> Option<Amount> {
    Some(Amount::PerWeightDaily(per_kg.parse().unwrap()))
}

#[test]
fn a_plan_in_order_has_no_finding() {
    assert!(found(RA, |_| {}).is_empty());
    assert!(found(NOMID, |p| p.amount = per_kg("2 mg/kg/d")).is_empty());
}

#[test]
fn none_of_the_five_parts_has_a_default() {
    assert_eq!(
        found(RA, |p| p.amount = None),
        ["cannot-judge: missing strength"]
    );
    assert_eq!(
        found(RA, |p| p.frequency = None),
        [
            "cannot-judge: missing doses-a-day",
            "cannot-judge: missing interval"
        ]
    );
    assert_eq!(
        found(&RA[1..], |_| {}),
        [
            "cannot-judge: missing indication",
            "cannot-judge: needs indication"
        ]
    );
    let no_weight = [NOMID[0], NOMID[1], NOMID[3]];
    assert_eq!(
        found(&no_weight, |p| p.amount = per_kg("2 mg/kg/d")),
        ["cannot-judge: needs weight"]
    );
}

#[test]
fn without_a_prescription_nothing_is_checked() {
    let (_, decision) = checked(RA, None::<fn(&mut Prescription)>);
    assert_eq!(decision.answer().gravest(), Some(CheckGrade::CannotJudge));
    let (_, ended) = checked(
        RA,
        Some(|p: &mut Prescription| {
            p.start = Some(now().date().checked_sub(90.days()).unwrap());
            p.end = Some(now().date().checked_sub(1.days()).unwrap());
        }),
    );
    assert_eq!(
        ended.answer().findings[0].what,
        CheckedThing::NoPrescription
    );
}

#[test]
fn another_amount_in_ra_is_confirmed_and_more_is_stopped() {
    assert_eq!(
        found(RA, |p| p.amount = each("50 mg")),
        ["confirm: another-amount", "note: part-dose"]
    );
    assert_eq!(
        found(RA, |p| p.amount = each("110 mg")),
        ["stop: above-fixed", "note: part-dose"]
    );
    assert_eq!(
        found(RA, |p| p.frequency =
            Some(Frequency::TimesADay(NonZeroU8::new(2).unwrap()))),
        ["confirm: times-a-day", "stop: above-fixed"]
    );
}

#[test]
fn below_at_and_above_the_limits_of_nomid() {
    assert_eq!(
        found(NOMID, |p| p.amount = each("20 mg")),
        ["confirm: below-start", "note: part-dose"]
    );
    assert_eq!(
        found(NOMID, |p| p.amount = each("30 mg")),
        ["note: part-dose"]
    );
    assert_eq!(
        found(NOMID, |p| p.amount = each("60 mg")),
        ["note: part-dose"]
    );
    assert_eq!(
        found(NOMID, |p| p.amount = each("70 mg")),
        ["note: above-start", "note: part-dose"]
    );
    assert_eq!(
        found(NOMID, |p| p.amount = each("240 mg")),
        ["note: above-start", "note: part-dose"]
    );
    assert_eq!(
        found(NOMID, |p| p.amount = each("240.1 mg")),
        ["stop: above-max"]
    );
    let overridden = [NOMID, &[("override", "9 mg/kg/d")]].concat();
    assert_eq!(
        found(&overridden, |p| p.amount = each("250 mg")),
        ["note: above-start", "note: overridden", "note: part-dose"]
    );
}

#[test]
fn what_the_syringe_cannot_measure_is_said() {
    assert_eq!(
        found(NOMID, |p| p.amount = each("45 mg")),
        ["confirm: not-measurable"]
    );
    let light = [NOMID[0], NOMID[1], ("weight", "9 kg"), NOMID[3]];
    assert_eq!(
        found(&light, |p| p.amount = per_kg("2 mg/kg/d")),
        ["confirm: not-measurable"]
    );
}

#[test]
fn weak_kidneys_are_weighed_by_the_prescriber() {
    let weak = [RA[0], RA[1], RA[3], ("clearance", "29.9 mL/min")];
    assert_eq!(found(&weak, |_| {}), ["confirm: interval"]);
    let every_other_day = |p: &mut Prescription| {
        p.frequency = Some(Frequency::EveryDays(NonZeroU8::new(2).unwrap()));
    };
    assert_eq!(found(&weak, every_other_day), ["note: interval"]);
    assert_eq!(found(RA, every_other_day), ["confirm: longer-interval"]);
}

#[test]
fn an_older_person_without_a_kidney_value_is_not_checked() {
    let old = [RA[0], ("age", "65 a"), RA[3]];
    assert_eq!(found(&old, |_| {}), ["cannot-judge: not-without-clearance"]);
}

#[test]
fn a_plan_without_an_end_is_reviewed_at_visits() {
    assert_eq!(
        found(RA, |p| p.end = None),
        ["note: review-at-visits", "note: review-at-visits"]
    );
}

#[test]
fn a_use_that_the_text_rules_out_is_stopped() {
    let child = [RA[0], ("age", "10 a")];
    assert_eq!(found(&child, |_| {}), ["stop: too-young"]);
    let juvenile = [("for", "juvenile-rheumatoid-arthritis"), ("age", "10 a")];
    let stops = found(&juvenile, |_| {});
    assert!(stops.iter().all(|found| found == "stop: not-used-for"));
    assert!(!stops.is_empty());
}

#[test]
fn the_indication_of_the_prescription_stands_for_itself() {
    let without = [NOMID[1], NOMID[2], NOMID[3]];
    let nomid = terminology::Terminology::shipped().by_key("nomid");
    assert_eq!(
        found(&without, |p| {
            p.indication = nomid;
            p.amount = each("60 mg");
        }),
        ["note: part-dose"]
    );
}
