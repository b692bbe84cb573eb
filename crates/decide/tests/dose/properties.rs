//! What holds for everyone.

use std::num::NonZeroU8;
use std::sync::Arc;

use decide::dose::{
    Checked, Division, Dose, DoseAnswer, DoseRequest, NeededFact, Proposal, Wanted,
};
use decide::{Fact, Sex, Situation, What, When};
use jiff::ToSpan as _;
use monograph::Region;
use proptest::prelude::*;
use quantity::{DailyDose, Decimal, DosePerWeight, Mass, Quantity, Unit};
use terminology::Terminology;

use crate::person::{Given, now};

/// A person of an age in days, with a fresh weight in grams.
fn person(condition: &str, age_days: i64, grams: i64) -> Vec<Fact> {
    let born = now().date().checked_sub(age_days.days()).unwrap();
    vec![
        fact(What::Indication(key(condition)), None),
        fact(What::Born(When::Day(born)), None),
        measured("weight", Decimal::new(grams, 3), Unit::Kilogram),
    ]
}

fn key(key: &str) -> terminology::ConceptId {
    Terminology::shipped().by_key(key).unwrap()
}

fn fact(what: What, when: Option<When>) -> Fact {
    Fact {
        what,
        when,
        from: Arc::from("property"),
    }
}

fn measured(test: &str, value: Decimal, unit: Unit) -> Fact {
    let what = What::Measured {
        test: key(test),
        value: Quantity::new(value, unit).unwrap(),
    };
    fact(what, Some(When::Day(now().date())))
}

fn given(region: Region, facts: Vec<Fact>, request: DoseRequest) -> Given {
    Given {
        region,
        request,
        situation: Situation::new(facts),
        now: now(),
    }
}

fn per_kg(hundredths: i64) -> DosePerWeight {
    DosePerWeight::mg_per_kg_per_day(Decimal::new(hundredths, 2)).unwrap()
}

fn dose_of(answer: &DoseAnswer) -> Option<&Dose> {
    match answer {
        DoseAnswer::Dose(dose) => Some(dose),
        DoseAnswer::Choices { .. }
        | DoseAnswer::NotMeasurable { .. }
        | DoseAnswer::Refused { .. }
        | DoseAnswer::CannotJudge { .. } => None,
    }
}

const CONDITIONS: &[&str] = &[
    "nomid",
    "dira",
    "fcas",
    "mws",
    "caps",
    "fmf",
    "stills-disease",
    "systemic-jia",
    "rheumatoid-arthritis",
    "juvenile-rheumatoid-arthritis",
    "covid-19",
];

fn region() -> impl Strategy<Value = Region> {
    prop_oneof![Just(Region::Us), Just(Region::Eu)]
}

fn division() -> impl Strategy<Value = Division> {
    prop_oneof![Just(Division::Once), Just(Division::InTwo)]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    prop_oneof![
        Just(Wanted::Nothing),
        (1_i64..1200).prop_map(|h| Wanted::PerWeight(per_kg(h))),
        (1_i64..9000)
            .prop_map(|tenths| { Wanted::EachDose(Mass::mg(Decimal::new(tenths, 1)).unwrap()) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// For any weight, any illness and any request: never above the most, always inside the range
    /// that is named, always measurable, and the injections add up.
    #[test]
    fn never_above_the_most_and_always_measurable(
        region in region(),
        condition in 0..CONDITIONS.len(),
        age in 1_i64..36_000,
        grams in 2_500_i64..150_000,
        wanted in wanted(),
        split in division(),
    ) {
        let request = DoseRequest { wanted, split, form: None };
        let given = given(region, person(CONDITIONS[condition], age, grams), request);
        let decision = given.propose();
        let Some(dose) = dose_of(decision.answer()) else { return Ok(()) };
        prop_assert_eq!(dose.daily, dose.each.daily(dose.doses_a_day).unwrap());
        let ten = Decimal::TEN;
        let hundred = Decimal::ONE_HUNDRED;
        let mut sum = Decimal::ZERO;
        for injection in &dose.injections {
            let mg = injection.amount.value();
            prop_assert!((mg % ten).is_zero(), "{mg} is no mark");
            prop_assert!(mg >= Decimal::from(20) && mg <= hundred, "{mg}");
            prop_assert_eq!(injection.mark.value(), (mg * Decimal::new(67, 4)).normalize());
            sum += mg;
        }
        prop_assert_eq!(sum, dose.each.value());
        let full = Decimal::from(dose.syringes()) * hundred;
        prop_assert_eq!(full - sum, dose.waste.value());
        prop_assert!(dose.waste.value() < hundred);
        match &dose.by_weight {
            None => {
                // An amount that was asked for is not changed; it is not checked until confirmed.
                let each = match wanted {
                    Wanted::EachDose(each) => each,
                    Wanted::Nothing | Wanted::PerWeight(_) => Mass::mg(hundred).unwrap(),
                };
                prop_assert_eq!(dose.each, each);
                prop_assert!(dose.daily.value() <= hundred);
                let flat = dose.daily.value() == hundred;
                prop_assert!(flat || dose.checked != Checked::Yes);
            }
            Some(of_weight) => {
                let kg = Decimal::new(grams, 3);
                prop_assert!(dose.daily.value() <= kg * Decimal::from(8), "above 8 mg/kg");
                prop_assert!(dose.daily <= of_weight.most);
                prop_assert!(of_weight.allowed.contains(dose.daily));
                prop_assert!(of_weight.per_kg.value() <= Decimal::from(8));
                for next in of_weight.steps.iter().flat_map(|steps| &steps.next) {
                    prop_assert!(next.each > dose.each);
                    prop_assert!(next.each.daily(dose.doses_a_day).unwrap() <= of_weight.most);
                }
                // Rounding moves a dose by less than a mark for each dose of the day.
                let moved = (dose.daily.value() - dose.asked.value()).abs();
                prop_assert!(moved < ten * Decimal::from(dose.doses_a_day.get()));
            }
        }
    }

    /// A heavier person with the same dose by weight never gets less.
    #[test]
    fn a_higher_weight_never_gives_less(
        low in 2_500_i64..150_000,
        more in 0_i64..30_000,
        hundredths in 50_i64..=800,
        split in division(),
    ) {
        let request = DoseRequest::per_kg(per_kg(hundredths)).in_doses(split);
        let at = |grams| given(Region::Us, person("nomid", 4000, grams), request).propose();
        let (light, heavy) = (at(low), at(low + more));
        let (Some(light), Some(heavy)) = (dose_of(light.answer()), dose_of(heavy.answer())) else {
            return Ok(());
        };
        prop_assert!(light.each <= heavy.each);
    }

    /// A higher dose by weight for the same person never gives less.
    #[test]
    fn a_higher_dose_by_weight_never_gives_less(
        grams in 2_500_i64..150_000,
        low in 1_i64..=800,
        more in 0_i64..300,
    ) {
        let at = |hundredths| {
            let request = DoseRequest::per_kg(per_kg(hundredths));
            given(Region::Us, person("nomid", 4000, grams), request).propose()
        };
        let (less, more) = (at(low), at(low + more));
        let (Some(less), Some(more)) = (dose_of(less.answer()), dose_of(more.answer())) else {
            return Ok(());
        };
        prop_assert!(less.each <= more.each);
    }

    /// Less clearance never shortens an interval, and 30 mL/min is where it begins.
    #[test]
    fn less_clearance_never_shortens_an_interval(
        region in region(),
        low in 0_i64..2000,
        more in 0_i64..2000,
    ) {
        let days = |tenths: i64| {
            let mut facts = person("rheumatoid-arthritis", 20_000, 70_000);
            let value = Decimal::new(tenths, 1);
            facts.push(measured("creatinine-clearance", value, Unit::MillilitrePerMinute));
            let decision = given(region, facts, DoseRequest::new()).propose();
            longest(dose_of(decision.answer()).unwrap())
        };
        prop_assert!(days(low) >= days(low + more));
        prop_assert_eq!(days(low) == 2, low < 300);
    }

    /// Cockcroft-Gault by a second way of reckoning: whole numbers only, no division.
    #[test]
    fn cockcroft_gault_agrees_with_whole_numbers(
        years in 18_i64..110,
        grams in 30_000_i64..150_000,
        hundredths in 30_i64..1500,
        female in any::<bool>(),
    ) {
        let born = now().date().checked_sub(years.years()).unwrap();
        let sex = if female { Sex::Female } else { Sex::Male };
        let mut facts = vec![
            fact(What::Indication(key("rheumatoid-arthritis")), None),
            fact(What::Born(When::Day(born)), None),
            fact(What::Sex(sex), None),
            measured("weight", Decimal::new(grams, 3), Unit::Kilogram),
        ];
        facts.push(measured("creatinine", Decimal::new(hundredths, 2), Unit::MilligramPerDecilitre));
        let decision = given(Region::Us, facts, DoseRequest::new()).propose();
        let dose = dose_of(decision.answer()).unwrap();
        // (140 - years) x grams/1000 x f/100 < 30 x 72 x hundredths/100
        let f = if female { 85 } else { 100 };
        let below = (140 - years) * grams * f < 30 * 72 * hundredths * 1000;
        prop_assert_eq!(longest(dose) == 2, below);
    }

    /// Whatever is known: evaluating again from the inputs named gives the same decision.
    #[test]
    fn the_inputs_named_are_enough(
        region in region(),
        condition in 0..CONDITIONS.len(),
        age in 1_i64..36_000,
        grams in 2_500_i64..150_000,
        wanted in wanted(),
        keep in proptest::collection::vec(any::<bool>(), 9),
    ) {
        let mut facts = person(CONDITIONS[condition], age, grams);
        facts.push(measured("creatinine", Decimal::new(15, 1), Unit::MilligramPerDecilitre));
        facts.push(measured("height", Decimal::from(150), Unit::Centimetre));
        facts.push(fact(What::Sex(Sex::Female), None));
        facts.push(measured("egfr", Decimal::from(40), Unit::MillilitrePerMinutePerStandardSurface));
        facts.push(measured("creatinine-clearance", Decimal::from(29), Unit::MillilitrePerMinute));
        facts.push(fact(
            What::Condition { condition: key("dialysis"), state: decide::State::Absent },
            None,
        ));
        let facts: Vec<Fact> = facts.into_iter().zip(keep).filter(|(_, k)| *k).map(|(f, _)| f).collect();
        let request = DoseRequest { wanted, split: Division::Once, form: None };
        let given = given(region, facts, request);
        let decision = given.propose();
        let again = given.propose_for(&Situation::new(decision.basis().inputs.clone()));
        prop_assert_eq!(&again, &decision);
        let mut backwards = given.situation.facts().to_vec();
        backwards.reverse();
        let other = given.propose_for(&Situation::new(backwards));
        prop_assert_eq!(other.answer(), decision.answer());
    }

    /// Leaving a fact out never turns a refusal into a dose, and never makes a dose larger.
    #[test]
    fn a_missing_fact_never_makes_an_answer_bolder(
        region in region(),
        condition in 0..CONDITIONS.len(),
        age in 1_i64..36_000,
        grams in 2_500_i64..150_000,
        hundredths in 1_i64..1200,
        left_out in 0_usize..3,
    ) {
        let request = DoseRequest::per_kg(per_kg(hundredths));
        let facts = person(CONDITIONS[condition], age, grams);
        let mut fewer = facts.clone();
        fewer.remove(left_out);
        let all = given(region, facts, request).propose();
        let less = given(region, fewer, request).propose();
        match (all.answer(), less.answer()) {
            (DoseAnswer::Dose(all), DoseAnswer::Dose(less)) => prop_assert_eq!(all.each, less.each),
            (_, DoseAnswer::Dose(_)) => prop_assert!(false, "a dose appeared"),
            (_, _) => {}
        }
    }

    /// Everything moved by 400 years (a whole cycle of the calendar) is the same.
    #[test]
    fn shifting_all_times_changes_nothing(
        age in 1_i64..36_000,
        weighed in 0_i64..250,
        grams in 2_500_i64..150_000,
        hundredths in 1_i64..900,
    ) {
        let cycle = 146_097;
        let at = |shift: i64| {
            let day = |back: i64| now().date().checked_add((shift - back).days()).unwrap();
            let weight = What::Measured {
                test: key("weight"),
                value: Quantity::new(Decimal::new(grams, 3), Unit::Kilogram).unwrap(),
            };
            let mut given = given(Region::Us, vec![
                fact(What::Indication(key("nomid")), None),
                fact(What::Born(When::Day(day(age))), None),
                fact(weight, Some(When::Day(day(weighed)))),
            ], DoseRequest::per_kg(per_kg(hundredths)));
            given.now = now().checked_add(shift.days()).unwrap();
            given.propose().answer().clone()
        };
        let (here, there) = (at(0), at(cycle));
        prop_assert_eq!(undated(here), undated(there));
    }
}

/// An answer without the day of the weight.
fn undated(mut answer: DoseAnswer) -> DoseAnswer {
    let day = jiff::civil::date(2000, 1, 1);
    if let DoseAnswer::Dose(dose) = &mut answer
        && let Some(of_weight) = &mut dose.by_weight
    {
        of_weight.weighed = day;
    }
    if let DoseAnswer::CannotJudge { needs } = &mut answer {
        for need in needs {
            if let NeededFact::NewerWeight { measured, .. } = need {
                *measured = day;
            }
        }
    }
    answer
}

/// The longest interval that is proposed, in days; 1 when none is.
fn longest(dose: &Dose) -> u32 {
    dose.proposals
        .iter()
        .map(|proposal| match proposal {
            Proposal::Interval { days, .. } => *days,
            Proposal::Care { .. } | Proposal::NoChange { .. } => 1,
        })
        .max()
        .unwrap_or(1)
}

/// The marks of section 2 of the facts: mg to mL.
const MARKS: &[(i64, &str)] = &[
    (20, "0.134 mL"),
    (30, "0.201 mL"),
    (40, "0.268 mL"),
    (50, "0.335 mL"),
    (60, "0.402 mL"),
    (70, "0.469 mL"),
    (80, "0.536 mL"),
    (90, "0.603 mL"),
    (100, "0.67 mL"),
];

#[test]
fn the_table_of_marks() {
    for (mg, mark) in MARKS {
        let request = DoseRequest::each(Mass::mg(Decimal::from(*mg)).unwrap());
        // For every amount a weight at which it lies in the starting range: 1.5 mg/kg.
        let grams = mg * 1000 * 2 / 3;
        let decision = given(Region::Us, person("nomid", 4000, grams), request).propose();
        let dose = dose_of(decision.answer()).unwrap();
        assert_eq!(dose.injections.len(), 1, "{mg} mg");
        assert_eq!(
            dose.injections[0].mark.to_string().replace('\u{a0}', " "),
            *mark
        );
    }
}

/// An independent reckoning of rounding with whole numbers, for every weight in steps of 100 g and
/// every tenth of mg/kg: which mark, or none.
#[test]
fn rounding_agrees_with_whole_numbers() {
    let mut doses = 0;
    for grams in (2_500..150_000).step_by(1_700) {
        for tenths in 1..=80_i64 {
            let request = DoseRequest::per_kg(per_kg(tenths * 10));
            let decision = given(Region::Us, person("nomid", 4000, grams), request).propose();
            let found = dose_of(decision.answer()).map(|dose| dose.each.value());
            let expected = reckoned(grams, tenths).map(Decimal::from);
            assert_eq!(found, expected, "{grams} g at {tenths}/10 mg/kg");
            doses += u32::from(found.is_some());
        }
    }
    assert!(doses > 4000, "{doses}");
}

/// In ten-thousandths of a mg: grams x tenths.
fn reckoned(grams: i64, tenths: i64) -> Option<i64> {
    let asked = grams * tenths;
    let (low, high) = if tenths < 10 {
        (0, grams * 20)
    } else if tenths <= 20 {
        (grams * 10, grams * 20)
    } else {
        (grams * 10, grams * 80)
    };
    if asked < 20 * 10_000 {
        return None;
    }
    let mark = 10 * 10_000;
    let (below, above) = (asked / mark, (asked + mark - 1) / mark);
    let down_first = 2 * (asked - below * mark) <= mark;
    let order = if down_first {
        [below, above]
    } else {
        [above, below]
    };
    order
        .into_iter()
        .find(|n| n * mark >= low && n * mark <= high && *n >= 2)
        .map(|n| n * 10)
}

#[test]
fn the_guard_on_jumps_stops_every_slip_of_a_decimal_point() {
    let given = given(Region::Us, Vec::new(), DoseRequest::new());
    let setting = given.setting();
    for mg in (20..=200).step_by(10) {
        let previous = Mass::mg(Decimal::from(mg)).unwrap();
        for (factor, stops) in [(10, true), (100, true), (5, true), (4, false), (1, false)] {
            let other = Mass::mg(Decimal::from(mg * factor)).unwrap();
            use decide::guard::DoseJump::{FarAbove, FarBelow, InOrder};
            let up = decide::guard::dose_jump(&setting, previous, other);
            let down = decide::guard::dose_jump(&setting, other, previous);
            let expected = if stops {
                (FarAbove, FarBelow)
            } else {
                (InOrder, InOrder)
            };
            assert_eq!((*up.answer(), *down.answer()), expected, "{mg} x {factor}");
        }
    }
}

#[test]
fn the_guard_on_weights_asks_and_names_the_slip() {
    use decide::guard::WeightAsk::{Changed, KilogramsAsPounds, PoundsAsKilograms, Tenfold};
    let given = given(Region::Us, Vec::new(), DoseRequest::new());
    let setting = given.setting();
    let asks = |previous: &str, new: &str| {
        let check = decide::guard::weight(
            &setting,
            Some(previous.parse().unwrap()),
            new.parse().unwrap(),
        );
        check.answer().asks.clone()
    };
    assert_eq!(asks("20 kg", "22 kg"), []);
    assert_eq!(asks("20 kg", "22.01 kg"), [Changed]);
    assert_eq!(asks("20 kg", "18 kg"), []);
    assert_eq!(asks("20 kg", "17.99 kg"), [Changed]);
    assert_eq!(asks("20 kg", "200 kg"), [Tenfold]);
    assert_eq!(asks("20 kg", "2 kg"), [Tenfold]);
    assert_eq!(asks("20 kg", "44.1 kg"), [PoundsAsKilograms]);
    assert_eq!(asks("44.1 kg", "20 kg"), [KilogramsAsPounds]);
    let read_back = decide::guard::weight(&setting, None, "10 kg".parse().unwrap());
    let answer = read_back.answer();
    assert_eq!(answer.pounds.ucum(), "22 [lb_av]");
    assert!(answer.asks.is_empty());
}

#[test]
fn mg_and_ml_are_not_mixed_up() {
    use decide::guard::UnitMixup::{MassAsVolume, VolumeAsMass};
    let given = given(Region::Us, Vec::new(), DoseRequest::new());
    let setting = given.setting();
    let mixup = |amount: &str| {
        let amount: Quantity = amount.parse().unwrap();
        *decide::guard::unit_mixup(&setting, amount).answer()
    };
    assert_eq!(mixup("0.67 mg"), Some(VolumeAsMass));
    assert_eq!(mixup("67 mg"), Some(VolumeAsMass));
    assert_eq!(mixup("0.134 mg"), Some(VolumeAsMass));
    assert_eq!(mixup("100 mL"), Some(MassAsVolume));
    assert_eq!(mixup("20 mL"), Some(MassAsVolume));
    for fine in ["20 mg", "60 mg", "100 mg", "160 mg", "0.67 mL", "0.134 mL"] {
        assert_eq!(mixup(fine), None, "{fine}");
    }
}

#[test]
fn once_a_day_is_one_dose() {
    let request = DoseRequest::default();
    assert_eq!(request.split, Division::Once);
    let decision = given(
        Region::Us,
        person("rheumatoid-arthritis", 20_000, 70_000),
        request,
    );
    let dose = dose_of(decision.propose().answer()).unwrap().clone();
    assert_eq!(dose.doses_a_day, NonZeroU8::MIN);
    assert_eq!(
        dose.daily,
        DailyDose::mg_per_day(Decimal::ONE_HUNDRED).unwrap()
    );
    assert_eq!(dose.interval_days, NonZeroU8::MIN);
}
