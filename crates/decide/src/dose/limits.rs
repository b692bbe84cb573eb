//! Between which limits does a dose lie for this person?

use jiff::civil::Date;
use monograph::{DoseLimits, Form, OtherAmount, Rule, Split, StatementNo};
use quantity::{
    BodyWeight, CalendarSpan, DailyDose, Decimal, DosePerWeight, Mass, QuantityError, Range,
};
use std::num::NonZeroU8;
use terminology::ConceptId;

use crate::decision::Basis;
use crate::dose::Person;
use crate::dose::answer::{Choice, DoseByWeight, DoseFlag, NeededFact, NoDose, Refusal, Steps};
use crate::dose::syringe::Syringe;
use crate::fact::What;
use crate::setting::Setting;
use crate::situation::Situation;
use crate::standing::{closest, standing};

/// The limits that the blocks of the text state together for one person.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// A flat dose.
    pub(crate) amount: Option<DailyDose>,
    pub(crate) other_amount: Option<(OtherAmount, StatementNo)>,
    pub(crate) split: Option<(Split, StatementNo)>,
    /// The statement of the flat dose or of the start.
    pub(crate) because: StatementNo,
    start: Option<Range<DosePerWeight>>,
    step: Option<Range<DosePerWeight>>,
    usual: Option<Range<DosePerWeight>>,
    max: Option<DosePerWeight>,
    /// The statements of the maximum: an override names one of them.
    max_because: Vec<StatementNo>,
    raise_within: Option<Range<CalendarSpan>>,
    /// The illness, when the text tells its forms apart and the form is not known.
    form_of: Option<ConceptId>,
}

impl Limits {
    /// The limits for this condition, with their statements in the basis.
    pub(crate) fn of(
        setting: &Setting<'_>,
        person: &Person<'_>,
        condition: ConceptId,
        form: Option<Form>,
        basis: &mut Basis,
    ) -> Result<Limits, NoDose> {
        let all = standing(setting, setting.monograph.rules().doses().iter());
        let all = closest(setting.terminology, condition, all, |rule| rule.condition);
        let told_apart = all.iter().any(|rule| rule.form.is_some());
        let taken = form.or(told_apart.then_some(Form::Mild));
        let rules = of_weight(setting, person, all, basis)?;
        let rules: Vec<&Rule<DoseLimits>> = rules
            .into_iter()
            .filter(|rule| rule.form.is_none() || rule.form == taken)
            .collect();
        let Some(first) = rules
            .iter()
            .find(|rule| rule.amount.is_some() || rule.start.is_some())
        else {
            return Err(NoDose::Needs(NeededFact::Limits));
        };
        let limits = Limits {
            form_of: (told_apart && form.is_none()).then_some(condition),
            ..Limits::stated(&rules, first.statement())
        };
        for rule in &rules {
            basis.because.and(rule.statement());
            if rule.reading().is_some() {
                basis.reads(rule.no());
            }
        }
        if limits.form_of.is_some() {
            basis.misses("severity", Some(condition), limits.because);
        }
        Ok(limits)
    }

    /// The first statement of each limit: the text has no two that differ for one person.
    fn stated(rules: &[&Rule<DoseLimits>], because: StatementNo) -> Limits {
        Limits {
            amount: rules.iter().find_map(|rule| rule.amount),
            other_amount: rules
                .iter()
                .find_map(|rule| Some((rule.other_amount?, rule.statement()))),
            split: rules
                .iter()
                .find_map(|rule| Some((rule.split?, rule.statement()))),
            because,
            start: rules.iter().find_map(|rule| rule.start),
            step: rules.iter().find_map(|rule| rule.step),
            usual: rules.iter().find_map(|rule| rule.usual),
            max: rules.iter().filter_map(|rule| rule.max).min(),
            max_because: rules
                .iter()
                .filter(|rule| rule.max.is_some())
                .map(|rule| rule.statement())
                .collect(),
            raise_within: rules.iter().find_map(|rule| rule.raise_within),
            form_of: None,
        }
    }

    /// Whether the dose goes by weight.
    pub(crate) fn by_weight(&self) -> bool {
        self.amount.is_none()
    }

    /// The limits in mg a day for the weight of the person.
    pub(crate) fn for_weight<'a>(
        &'a self,
        setting: &Setting<'_>,
        person: &Person<'_>,
        basis: &mut Basis,
    ) -> Result<ByWeight<'a>, NoDose> {
        let weight = person.weight(setting, self.because, basis)?;
        let (Some(start), Some(max)) = (self.start, self.max) else {
            return Err(NoDose::Needs(NeededFact::Limits));
        };
        let worked_out = || -> Result<ByWeight<'a>, QuantityError> {
            Ok(ByWeight {
                weight: weight.value,
                day: weight.day,
                start: daily(start, weight.value)?,
                most: max.for_weight(weight.value)?,
                limits: self,
            })
        };
        worked_out().map_err(|_| NoDose::Needs(NeededFact::SmallerNumbers))
    }
}

/// The rules of the weight of the person. The weight is asked for only where it matters.
fn of_weight<'a>(
    setting: &Setting<'_>,
    person: &Person<'_>,
    rules: Vec<&'a Rule<DoseLimits>>,
    basis: &mut Basis,
) -> Result<Vec<&'a Rule<DoseLimits>>, NoDose> {
    let Some(banded) = rules
        .iter()
        .find(|rule| rule.min_weight.is_some() || rule.below_weight.is_some())
    else {
        return Ok(rules);
    };
    let weight = person.weight(setting, banded.statement(), basis)?.value;
    Ok(rules
        .into_iter()
        .filter(|rule| {
            rule.min_weight.is_none_or(|least| weight >= least)
                && rule.below_weight.is_none_or(|below| weight < below)
        })
        .collect())
}

fn daily(
    range: Range<DosePerWeight>,
    weight: BodyWeight,
) -> Result<Range<DailyDose>, QuantityError> {
    Range::new(
        range.low().for_weight(weight)?,
        range.high().for_weight(weight)?,
    )
}

/// The limits in mg a day for one weight.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByWeight<'a> {
    pub(crate) weight: BodyWeight,
    day: Date,
    pub(crate) start: Range<DailyDose>,
    pub(crate) most: DailyDose,
    limits: &'a Limits,
}

impl ByWeight<'_> {
    /// Refuses what is above the most, unless a prescriber went beyond it with a reason; then says
    /// up to where.
    pub(crate) fn too_much(
        &self,
        situation: &Situation,
        setting: &Setting<'_>,
        asked: DailyDose,
        basis: &mut Basis,
    ) -> Result<Option<DailyDose>, NoDose> {
        if asked <= self.most {
            return Ok(None);
        }
        if let Some(of) = self.limits.form_of {
            return Err(NoDose::Needs(NeededFact::MildOrSevere { of }));
        }
        if let Some(up_to) = self.overridden(situation, setting, asked, basis) {
            return Ok(Some(up_to));
        }
        let because = self
            .limits
            .max_because
            .first()
            .copied()
            .unwrap_or(self.limits.because);
        Err(NoDose::Refused(vec![Refusal::AboveMax {
            asked,
            most: self.most,
            because,
        }]))
    }

    /// The highest override that reaches the dose. One without a name, a reason or an amount counts
    /// for nothing.
    fn overridden(
        &self,
        situation: &Situation,
        setting: &Setting<'_>,
        asked: DailyDose,
        basis: &mut Basis,
    ) -> Option<DailyDose> {
        let ids: Vec<&str> = self
            .limits
            .max_because
            .iter()
            .map(|no| setting.monograph.statement(*no).id())
            .collect();
        let (up_to, fact) = situation
            .facts()
            .iter()
            .filter_map(|fact| {
                let What::Override(over) = &fact.what else {
                    return None;
                };
                let signed = !over.by.trim().is_empty() && !over.reason.trim().is_empty();
                let up_to = over.up_to?.for_weight(self.weight).ok()?;
                (signed && ids.contains(&&*over.statement)).then_some((up_to, fact))
            })
            .max_by_key(|(up_to, _)| *up_to)?;
        (up_to >= asked).then(|| {
            basis.uses(fact);
            up_to
        })
    }

    /// The range that a dose must stay in while it is rounded. What was asked for within the start
    /// stays there; what was asked for above it may come down to the start, for the nearest mark
    /// often lies there (21 mg at 10.1 kg is 20 mg and not 30 mg).
    pub(crate) fn range_around(
        &self,
        asked: DailyDose,
        overridden: Option<DailyDose>,
    ) -> Range<DailyDose> {
        let most = overridden.unwrap_or(self.most);
        let nothing = DailyDose::mg_per_day(Decimal::ZERO).unwrap_or(self.start.low());
        let (low, high) = if asked < self.start.low() {
            (nothing, self.start.high())
        } else if asked <= self.start.high() {
            (self.start.low(), self.start.high())
        } else if asked <= self.most {
            (self.start.low(), self.most)
        } else {
            (self.start.low(), most)
        };
        let high = high.min(most);
        Range::new(low.min(high), high).unwrap_or(self.start)
    }

    /// What a reviewer looks at.
    pub(crate) fn flags(&self, asked: DailyDose) -> Vec<DoseFlag> {
        let mut flags = Vec::new();
        if asked < self.start.low() {
            flags.push(DoseFlag::BelowStart { start: self.start });
        }
        if asked > self.start.high() {
            flags.push(DoseFlag::AboveStart { start: self.start });
        }
        if self.limits.form_of.is_some() {
            flags.push(DoseFlag::MildFormTaken);
        }
        flags
    }

    /// A mark beside what it comes to.
    pub(crate) fn choice(
        &self,
        syringe: &Syringe,
        each: Mass,
        doses_a_day: NonZeroU8,
    ) -> Option<Choice> {
        Some(Choice {
            each,
            injections: syringe.injections(each)?,
            per_kg: each.daily(doses_a_day).ok()?.per_weight(self.weight).ok()?,
        })
    }

    /// A dose of this weight, with what a reviewer compares it with.
    pub(crate) fn dose(
        &self,
        syringe: &Syringe,
        (each, doses_a_day): (Mass, NonZeroU8),
        allowed: Range<DailyDose>,
    ) -> Option<DoseByWeight> {
        Some(DoseByWeight {
            weight: self.weight,
            weighed: self.day,
            per_kg: each.daily(doses_a_day).ok()?.per_weight(self.weight).ok()?,
            allowed,
            most: self.most,
            steps: self.steps(syringe, each, doses_a_day),
            usual: self.usual(),
        })
    }

    /// One step up from a dose, as far as the syringe measures it and the most allows.
    fn steps(&self, syringe: &Syringe, each: Mass, doses_a_day: NonZeroU8) -> Option<Steps> {
        let by = daily(self.limits.step?, self.weight).ok()?;
        let now = each.daily(doses_a_day).ok()?;
        let to = |step: DailyDose| {
            let sum = now.value().checked_add(step.value())?;
            DailyDose::mg_per_day(sum)
                .ok()
                .map(|sum| sum.min(self.most))
        };
        let range = Range::new(to(by.low())?, to(by.high())?).ok()?;
        let next = syringe
            .marks_in(range, doses_a_day)
            .into_iter()
            .filter(|mark| *mark > each)
            .filter_map(|mark| self.choice(syringe, mark, doses_a_day))
            .collect();
        Some(Steps {
            by,
            within: self.limits.raise_within,
            next,
        })
    }

    /// The dose that most people stay on.
    fn usual(&self) -> Option<Range<DailyDose>> {
        daily(self.limits.usual?, self.weight).ok()
    }
}
