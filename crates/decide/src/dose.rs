//! How much, how often, and can the syringe measure it?
//!
//! [`propose`] works a dose out for a prescriber to review; [`check`] holds a prescription that
//! exists against the same limits. Neither changes a prescription: the prescriber decides
//! (statement `dose.prescriber-decides`).

mod adjust;
mod answer;
mod check;
mod limits;
mod request;
mod says;
mod syringe;

pub use answer::{
    Checked, Choice, Dose, DoseAnswer, DoseByWeight, DoseFlag, NeededFact, Proposal, Refusal, Steps,
};
pub use check::{CheckFinding, CheckGrade, CheckedThing, PrescriptionCheck, check};
pub use request::{Division, DoseRequest, Wanted};
pub use syringe::{Injection, Syringe};

use std::num::NonZeroU8;

use monograph::{Guard, PrescriptionRule, Rule, StatementNo};
use quantity::{DailyDose, Mass, Range};

use crate::clearance;
use crate::decision::{Basis, Decision, Tier};
use crate::fact::What;
use crate::guard::{self, DoseJump};
use crate::indication::{self, Listed};
use crate::person::Age;
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::{Amount, Prescription};
use crate::weight::{self, Weight};
pub(crate) use answer::NoDose;
use limits::Limits;
use request::DoseRequest as Request;
pub(crate) use syringe::of as syringe_of;

/// Which dose follows from the text for this person?
///
/// Indication, weight, age and laboratory values come from the situation; nothing has a silent
/// default (statement `dose.factors`). A dose by weight is rounded to a mark of the syringe inside
/// the range that holds, and never above the most.
///
/// ```
/// use std::sync::Arc;
/// use decide::dose::{DoseAnswer, DoseRequest, propose};
/// use decide::{Fact, Setting, Situation, What, When};
/// use terminology::Terminology;
///
/// let t = Terminology::shipped();
/// let now = jiff::civil::date(2026, 5, 1).to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap();
/// let monograph = monograph::anakinra().unwrap();
/// let region = monograph::Region::Us;
/// let setting = Setting { monograph, terminology: t, region, now: &now };
/// let fact = |what, when| Fact { what, when, from: Arc::from("example") };
/// let weight = What::Measured { test: t.by_key("weight").unwrap(), value: "12.4 kg".parse().unwrap() };
/// let situation = Situation::new(vec![
///     fact(What::Indication(t.by_key("nomid").unwrap()), None),
///     fact(What::Born(When::Year(2022)), None),
///     fact(weight, Some(When::Day(now.date()))),
/// ]);
/// let decision = propose(&setting, &situation, &DoseRequest::per_kg("2 mg/kg/d".parse().unwrap()));
/// let DoseAnswer::Dose(dose) = decision.answer() else { panic!("no dose") };
/// assert_eq!(dose.each.to_string(), "20\u{a0}mg"); // 24.8 mg, rounded down to a mark in the range
/// assert_eq!(dose.injections[0].mark.to_string(), "0.134\u{a0}mL");
/// ```
#[must_use]
pub fn propose(
    setting: &Setting<'_>,
    situation: &Situation,
    request: &DoseRequest,
) -> Decision<DoseAnswer> {
    let mut basis = Basis::of(anchor(setting));
    let answer = match worked_out(setting, situation, request, &mut basis) {
        Ok(answer) => answer,
        Err(none) => DoseAnswer::from(none),
    };
    led_by(setting, &answer, &mut basis);
    shows_conflicts(setting, &mut basis);
    Decision::new(answer, Tier::Clinician, basis)
}

/// The statement that decided stands first among the reasons: the one that rules a dose out, or the first that states
/// a limit which was used.
fn led_by(setting: &Setting<'_>, answer: &DoseAnswer, basis: &mut Basis) {
    let first = match answer {
        DoseAnswer::Refused { reasons } => reasons.first().and_then(Refusal::because),
        DoseAnswer::Dose(_) | DoseAnswer::Choices { .. } | DoseAnswer::NotMeasurable { .. } => {
            let limits = setting.monograph.rules().doses().iter();
            limits
                .map(Rule::statement)
                .find(|no| basis.because.contains(*no))
        }
        DoseAnswer::CannotJudge { .. } => None,
    };
    if let Some(first) = first {
        basis.because.led_by(first);
    }
}

/// Names the conflicts of sources that touch the answer.
fn shows_conflicts(setting: &Setting<'_>, basis: &mut Basis) {
    for rule in setting.monograph.rules().conflicts() {
        let other = setting.monograph.find(&rule.against);
        let touches = basis.because.contains(rule.statement())
            || other.is_some_and(|other| basis.because.contains(other.no()));
        if touches {
            basis.shows_conflict(rule.no());
        }
    }
}

/// What a daily dose in so many doses comes to at a mark of the syringe: as [`check`] rounds it
/// where the limits of this person are known, else the nearest mark. None when no mark fits.
pub(crate) fn at_mark(
    setting: &Setting<'_>,
    situation: &Situation,
    (daily, doses_a_day): (DailyDose, NonZeroU8),
    basis: &mut Basis,
) -> Option<Mass> {
    let syringe = syringe::of(setting, &mut Basis::of(anchor(setting)))?;
    let mut known = basis.clone();
    let range = limits_around(setting, situation, daily, &mut known);
    let range = match range {
        Ok(range) => {
            *basis = known;
            range
        }
        Err(NoDose::Refused(_)) => return None,
        Err(NoDose::Needs(_)) => {
            let each = daily.split(doses_a_day).ok()?;
            let mark = each.nearest_step(syringe.step()).ok()?;
            let daily = mark.daily(doses_a_day).ok()?;
            Range::new(daily, daily).ok()?
        }
    };
    match syringe.nearest(daily, doses_a_day, range) {
        syringe::Nearest::Mark(each) => Some(each),
        // Just below the lowest mark nothing is proposed; who was given that mark had no more than
        // the nearest one.
        syringe::Nearest::None { above, .. } => {
            let nearest = daily.split(doses_a_day).ok()?;
            let nearest = nearest.nearest_step(syringe.step()).ok()?;
            let whole = nearest.daily(doses_a_day).ok()?;
            above.filter(|above| *above == nearest && range.contains(whole))
        }
    }
}

/// The range that a daily dose of this person is rounded in.
fn limits_around(
    setting: &Setting<'_>,
    situation: &Situation,
    daily: DailyDose,
    basis: &mut Basis,
) -> Result<Range<DailyDose>, NoDose> {
    let prescribed = current_prescription(setting, situation).and_then(|(p, _)| p.indication);
    let condition = match prescribed {
        Some(condition) => condition,
        None => indication::of(setting, situation, anchor(setting), basis)?,
    };
    let person = Person::of(setting, situation);
    let limits = Limits::of(setting, &person, condition, None, basis)?;
    let by_weight = limits.for_weight(setting, &person, basis)?;
    let overridden = by_weight.too_much(situation, setting, daily, basis)?;
    Ok(by_weight.range_around(daily, overridden))
}

/// What an answer on a dose rests on in any case: who sets a dose.
fn anchor(setting: &Setting<'_>) -> StatementNo {
    setting
        .monograph
        .rules()
        .prescription_rules()
        .iter()
        .find(|rule| match rule.what() {
            PrescriptionRule::SetByPrescriber => setting.holds(rule.regions()),
            PrescriptionRule::Needs(_)
            | PrescriptionRule::ReviewedAtVisits
            | PrescriptionRule::SetBySpecialist => false,
        })
        .map_or_else(|| setting.monograph.first().no(), |rule| rule.statement())
}

/// The person as far as a dose goes by it.
pub(crate) struct Person<'a> {
    age: Option<Age<'a>>,
    weight: Result<Weight<'a>, weight::Withheld<'a>>,
}

impl<'a> Person<'a> {
    fn of(setting: &Setting<'a>, situation: &'a Situation) -> Person<'a> {
        let age = Age::of(setting, situation);
        let weight = weight::current(setting, situation, age.as_ref());
        Person { age, weight }
    }

    /// The weight, or what is needed to have one.
    fn weight(
        &self,
        setting: &Setting<'_>,
        because: StatementNo,
        basis: &mut Basis,
    ) -> Result<&Weight<'a>, NoDose> {
        match &self.weight {
            Ok(weight) => {
                weight.cite(basis);
                if let Some(age) = &self.age {
                    age.used(basis);
                }
                Ok(weight)
            }
            Err(withheld) => {
                withheld.facts.iter().for_each(|fact| basis.uses(fact));
                let by_age = matches!(
                    withheld.why,
                    weight::NoWeight::Old { .. } | weight::NoWeight::AgeOpen
                );
                if let (true, Some(age)) = (by_age, &self.age) {
                    age.used(basis);
                }
                Err(no_weight(setting, &withheld.why, because, basis))
            }
        }
    }
}

fn no_weight(
    setting: &Setting<'_>,
    reason: &weight::NoWeight,
    because: StatementNo,
    basis: &mut Basis,
) -> NoDose {
    use weight::NoWeight;
    let (fact, need) = match reason {
        NoWeight::Missing | NoWeight::NoLimit => ("weight", NeededFact::Weight),
        NoWeight::NoDay => ("weight", NeededFact::WeightDay),
        NoWeight::Future => ("weight", NeededFact::WeightNotInFuture),
        NoWeight::Differ => ("weight", NeededFact::OneWeight),
        NoWeight::Old { measured, at_most } => (
            "weight",
            NeededFact::NewerWeight {
                measured: *measured,
                at_most: *at_most,
            },
        ),
        NoWeight::NoAge => ("age", NeededFact::Age),
        NoWeight::AgeOpen => ("age", NeededFact::ExactAge),
    };
    basis.misses(fact, None, because);
    for rule in setting.monograph.rules().guards() {
        if matches!(rule.what(), Guard::WeightAge { .. }) && setting.holds(rule.regions()) {
            basis.because.and(rule.statement());
        }
    }
    NoDose::Needs(need)
}

/// The dose, or the answer that is given in its place.
fn worked_out(
    setting: &Setting<'_>,
    situation: &Situation,
    request: &Request,
    basis: &mut Basis,
) -> Result<DoseAnswer, NoDose> {
    let person = Person::of(setting, situation);
    let condition = indication::of(setting, situation, anchor(setting), basis)?;
    let listed = indication::judge(setting, &person.age, condition, basis)?;
    let syringe = syringe::of(setting, basis).ok_or(NoDose::Needs(NeededFact::Syringe))?;
    let limits = Limits::of(setting, &person, condition, request.form, basis)?;
    lightest(setting, &person, &listed, basis)?;
    let changed = change_of_weight(setting, situation, &person, &limits, basis)?;
    let plan = Plan {
        setting,
        situation,
        request,
        person: &person,
        limits: &limits,
        syringe: &syringe,
    };
    let mut answer = plan.answer(basis)?;
    if let DoseAnswer::Dose(dose) = &mut answer {
        dose.flags.extend(changed);
        dose.flags.extend(listed.flags(setting, situation, basis));
        dose.flags.extend(plan.jump(dose.each, basis));
    }
    Ok(answer)
}

/// A child under the lowest weight of the label is refused.
fn lightest(
    setting: &Setting<'_>,
    person: &Person<'_>,
    listed: &Listed,
    basis: &mut Basis,
) -> Result<(), NoDose> {
    let Some((lowest, because)) = listed.lightest else {
        return Ok(());
    };
    let weight = person.weight(setting, because, basis)?;
    if weight.value >= lowest {
        return Ok(());
    }
    basis.because.and(because);
    Err(NoDose::Refused(vec![Refusal::TooLight {
        weight: weight.value,
        lowest,
        because,
    }]))
}

/// A weight that looks like a slip is confirmed before a dose goes by it; any other change beyond
/// the guard is a flag.
fn change_of_weight(
    setting: &Setting<'_>,
    situation: &Situation,
    person: &Person<'_>,
    limits: &Limits,
    basis: &mut Basis,
) -> Result<Option<DoseFlag>, NoDose> {
    let (Ok(current), true) = (&person.weight, limits.by_weight()) else {
        return Ok(None);
    };
    let Some((previous, _, fact)) = weight::before(setting, situation, current) else {
        return Ok(None);
    };
    let now = current.value;
    let asks = guard::weight_asks(setting, Some(previous), now, basis);
    let Some(ask) = asks.into_iter().max_by_key(|ask| ask.is_slip()) else {
        return Ok(None);
    };
    person.weight(setting, limits.because, basis)?;
    basis.uses(fact);
    if ask.is_slip() {
        return Err(NoDose::Needs(NeededFact::ConfirmedWeight {
            previous,
            now,
            ask,
        }));
    }
    Ok(Some(DoseFlag::WeightChanged { previous, now }))
}

/// What is said of an amount in the place of a flat dose: more is refused, less is confirmed.
fn another(
    asked: DailyDose,
    fixed: DailyDose,
    because: StatementNo,
) -> Result<Option<DoseFlag>, NoDose> {
    if asked > fixed {
        return Err(NoDose::Refused(vec![Refusal::AboveFixed {
            asked,
            fixed,
            because,
        }]));
    }
    Ok((asked != fixed).then_some(DoseFlag::AnotherAmount { asked, fixed }))
}

/// Everything that a dose is worked out from.
struct Plan<'a> {
    setting: &'a Setting<'a>,
    situation: &'a Situation,
    request: &'a Request,
    person: &'a Person<'a>,
    limits: &'a Limits,
    syringe: &'a Syringe,
}

impl Plan<'_> {
    fn answer(&self, basis: &mut Basis) -> Result<DoseAnswer, NoDose> {
        let doses_a_day = self.request.split.doses(self.limits, basis)?;
        if let Some(amount) = self.limits.amount {
            return self.fixed(amount, doses_a_day, basis);
        }
        let by_weight = self.limits.for_weight(self.setting, self.person, basis)?;
        let daily = match self.request.wanted {
            Wanted::Nothing => return Ok(self.choices(&by_weight, doses_a_day)),
            Wanted::PerWeight(per_kg) => per_kg.for_weight(by_weight.weight).ok(),
            Wanted::EachDose(each) => each.daily(doses_a_day).ok(),
        };
        let daily = daily.ok_or(NoDose::Needs(NeededFact::SmallerNumbers))?;
        basis.would_change(format!("Above {} it is stopped.", by_weight.most));
        let overridden = by_weight.too_much(self.situation, self.setting, daily, basis)?;
        let allowed = by_weight.range_around(daily, overridden);
        match self.syringe.nearest(daily, doses_a_day, allowed) {
            syringe::Nearest::Mark(each) => {
                let mut flags = by_weight.flags(daily);
                flags.extend(overridden.map(|up_to| DoseFlag::Overridden { up_to }));
                let of_weight = by_weight.dose(self.syringe, (each, doses_a_day), allowed);
                let of_weight = of_weight.ok_or(NoDose::Needs(NeededFact::SmallerNumbers))?;
                let amounts = (each, doses_a_day, daily);
                self.dose(amounts, Some(of_weight), flags, basis)
            }
            syringe::Nearest::None { below, above } => Ok(DoseAnswer::NotMeasurable {
                wanted: daily,
                doses_a_day,
                allowed,
                lowest_mark: self.syringe.lowest(),
                below: below.and_then(|m| by_weight.choice(self.syringe, m, doses_a_day)),
                above: above.and_then(|m| by_weight.choice(self.syringe, m, doses_a_day)),
            }),
        }
    }

    /// A flat dose: the weight changes nothing. Another amount that was asked for is not changed: it
    /// stands in the answer, not checked before the prescriber confirms it (statements
    /// `ours.ra-other-dose`, `dose.prescriber-decides`).
    fn fixed(
        &self,
        amount: DailyDose,
        doses_a_day: NonZeroU8,
        basis: &mut Basis,
    ) -> Result<DoseAnswer, NoDose> {
        let too_large = || NoDose::Needs(NeededFact::SmallerNumbers);
        let (daily, flag) = match self.request.wanted {
            Wanted::Nothing => (amount, None),
            Wanted::PerWeight(_) => (amount, Some(DoseFlag::NotByWeight)),
            Wanted::EachDose(each) => {
                let asked = each.daily(doses_a_day).map_err(|_| too_large())?;
                (asked, another(asked, amount, self.limits.because)?)
            }
        };
        let each = daily.split(doses_a_day).map_err(|_| too_large())?;
        if self.syringe.injections(each).is_none() {
            return self.no_mark(daily, doses_a_day, amount);
        }
        if let (Some(DoseFlag::AnotherAmount { .. }), Some((_, because))) =
            (&flag, self.limits.other_amount)
        {
            basis.because.and(because);
        }
        let flags = flag.into_iter().collect();
        self.dose((each, doses_a_day, daily), None, flags, basis)
    }

    /// An amount that the syringe cannot measure, below a flat dose.
    fn no_mark(
        &self,
        wanted: DailyDose,
        doses_a_day: NonZeroU8,
        fixed: DailyDose,
    ) -> Result<DoseAnswer, NoDose> {
        let nothing = Mass::mg(0.into()).and_then(|none| none.daily(doses_a_day));
        let allowed = nothing.and_then(|nothing| Range::new(nothing, fixed));
        Ok(DoseAnswer::NotMeasurable {
            wanted,
            doses_a_day,
            allowed: allowed.map_err(|_| NoDose::Needs(NeededFact::SmallerNumbers))?,
            lowest_mark: self.syringe.lowest(),
            below: None,
            above: None,
        })
    }

    /// The dose with the kidney rules weighed: each dose, doses a day, and what was asked for.
    fn dose(
        &self,
        (each, doses_a_day, asked): (Mass, NonZeroU8, DailyDose),
        by_weight: Option<DoseByWeight>,
        mut flags: Vec<DoseFlag>,
        basis: &mut Basis,
    ) -> Result<DoseAnswer, NoDose> {
        let not_measured = || NoDose::Needs(NeededFact::Syringe);
        let injections = self.syringe.injections(each).ok_or_else(not_measured)?;
        let daily = each.daily(doses_a_day).map_err(|_| not_measured())?;
        let part = self.syringe.part_dose(&injections);
        flags.extend(part.map(|because| DoseFlag::PartDose { because }));
        let kidney = clearance::find(self.setting, self.situation, basis);
        let (proposals, checked) =
            adjust::weigh(self.setting, self.situation, self.person, &kidney, basis);
        let other = |flag: &DoseFlag| matches!(flag, DoseFlag::AnotherAmount { .. });
        let checked = match checked {
            Checked::Yes if flags.iter().any(other) => Checked::NotUntilConfirmed {
                because: self
                    .limits
                    .other_amount
                    .map_or(self.limits.because, |(_, no)| no),
            },
            Checked::Yes
            | Checked::NotWithoutClearance { .. }
            | Checked::NotUntilConfirmed { .. } => checked,
        };
        Ok(DoseAnswer::Dose(Box::new(Dose {
            each,
            doses_a_day,
            interval_days: NonZeroU8::MIN,
            daily,
            asked,
            waste: self.syringe.waste(each, &injections),
            injections,
            by_weight,
            proposals,
            checked,
            kidney,
            flags,
        })))
    }

    /// The marks of the starting range, when nobody said how much.
    fn choices(&self, by_weight: &limits::ByWeight<'_>, doses_a_day: NonZeroU8) -> DoseAnswer {
        DoseAnswer::Choices {
            range: by_weight.start,
            doses_a_day,
            marks: self
                .syringe
                .marks_in(by_weight.start, doses_a_day)
                .into_iter()
                .filter_map(|mark| by_weight.choice(self.syringe, mark, doses_a_day))
                .collect(),
        }
    }

    /// A dose far from the one that is prescribed now.
    fn jump(&self, each: Mass, basis: &mut Basis) -> Option<DoseFlag> {
        let (prescription, fact) = current_prescription(self.setting, self.situation)?;
        let previous = match prescription.amount? {
            Amount::EachTime(mass) => mass,
            Amount::PerWeightDaily(_) => return None,
        };
        match guard::jump(self.setting, previous, each, basis) {
            DoseJump::InOrder => None,
            jump @ (DoseJump::FarAbove | DoseJump::FarBelow) => {
                basis.uses(fact);
                Some(DoseFlag::FarFromLast { previous, jump })
            }
        }
    }
}

/// The prescription that holds today: the last one that began, unless it ended.
pub(crate) fn current_prescription<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
) -> Option<(&'a Prescription, &'a crate::fact::Fact)> {
    let today = setting.today();
    situation
        .facts()
        .iter()
        .filter_map(|fact| {
            let What::Prescription(prescription) = &fact.what else {
                return None;
            };
            Some((prescription, fact))
        })
        .filter(|(p, _)| p.end.is_none_or(|end| end >= today))
        .max_by_key(|(p, fact)| (p.start, fact.when.as_ref().map(|when| when.earliest())))
}
