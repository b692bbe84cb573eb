//! How well do the kidneys work: measured, or worked out from a blood value?

use jiff::civil::Date;
use monograph::{Comparison, KidneyFormula, Rule, StatementNo, Watched};
use quantity::{
    BodyWeight, Clearance, Decimal, IndexedFiltration, Length, MassConcentration, Quantity,
    QuantityError,
};

use crate::decision::{Basis, Decision, Tier};
use crate::fact::{Fact, Sex, What};
use crate::person::{self, Age, Latest, Measurement};
use crate::setting::Setting;
use crate::situation::{Days, Situation};
use crate::truth::Truth;
use crate::weight;

/// Kidney function, with how it is known. Only [`Kidney::Measured`] and [`Kidney::Estimated`] can be
/// compared with a limit in mL/min.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kidney {
    /// A creatinine clearance that a record holds.
    Measured(Clearance),
    /// A creatinine clearance worked out for an adult.
    Estimated(CockcroftGault),
    /// A filtration for 1.73 m² of body surface, worked out for a child. It is not the mL/min of the
    /// kidney rule and is not compared with it.
    Indexed(Schwartz),
    /// Only an eGFR is known. It is shown and not used as a clearance.
    OnlyEgfr(Quantity),
    /// Nothing is known.
    Unknown,
}

/// The Cockcroft-Gault estimate with its inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CockcroftGault {
    /// The result, in mL/min.
    pub clearance: Clearance,
    /// The completed years of age (the higher, when the date of birth leaves two).
    pub years: i16,
    /// The sex.
    pub sex: Sex,
    /// The body weight.
    pub weight: BodyWeight,
    /// The serum creatinine, in mg/dL.
    pub creatinine: MassConcentration,
}

/// The bedside Schwartz estimate with its inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schwartz {
    /// The result, in mL/min for 1.73 m².
    pub filtration: IndexedFiltration,
    /// The height, in cm.
    pub height: Length,
    /// The serum creatinine, in mg/dL.
    pub creatinine: MassConcentration,
}

impl Kidney {
    /// The creatinine clearance in mL/min, where there is one to compare with a limit.
    #[must_use]
    pub fn clearance(&self) -> Option<Clearance> {
        match self {
            Kidney::Measured(clearance) => Some(*clearance),
            Kidney::Estimated(estimate) => Some(estimate.clearance),
            Kidney::Indexed(_) | Kidney::OnlyEgfr(_) | Kidney::Unknown => None,
        }
    }
}

/// Kidney function with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KidneyFunction {
    /// What is known.
    pub kidney: Kidney,
    /// The day of the blood value; none when it is not known.
    pub day: Option<Date>,
    /// Whether it is young enough to rely on.
    pub freshness: Freshness,
}

/// Whether a value is young enough to rely on. An old low clearance still counts as a warning; an
/// old high one does not count as all clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It is not older than the text asks for.
    Fresh,
    /// It is older, or nobody told its day (statement `ours.kidney-test`).
    Old {
        /// The statement.
        because: StatementNo,
    },
}

impl KidneyFunction {
    /// A clearance that can be relied on.
    pub(crate) fn is_known(&self) -> bool {
        match self.freshness {
            Freshness::Fresh => self.kidney.clearance().is_some(),
            Freshness::Old { .. } => false,
        }
    }

    fn of(kidney: Kidney, day: Option<Date>, setting: &Setting<'_>) -> KidneyFunction {
        KidneyFunction {
            kidney,
            day,
            freshness: freshness(setting, day),
        }
    }
}

/// Held against the rule on how often the clearance is tested.
fn freshness(setting: &Setting<'_>, day: Option<Date>) -> Freshness {
    let clearance = setting.terminology.by_key("creatinine-clearance");
    let monitors = setting.monograph.rules().monitors().iter();
    for rule in monitors.filter(|rule| setting.holds(rule.regions())) {
        let of_it = match &rule.of {
            Watched::Tests(tests) => clearance.is_some_and(|id| tests.contains(&id)),
            Watched::Visit => false,
        };
        let (true, Some(every)) = (of_it, rule.every) else {
            continue;
        };
        let fresh = day.is_some_and(|day| {
            Days::on(day).since(Comparison::AtMost, every, setting.today()) == Truth::Yes
        });
        if !fresh {
            return Freshness::Old {
                because: rule.statement(),
            };
        }
    }
    Freshness::Fresh
}

/// How well do the kidneys work? A measured clearance first; else Cockcroft-Gault for adults or
/// bedside Schwartz for children, each with its inputs (statements `ours.cockcroft-gault`,
/// `ours.schwartz`); an eGFR is shown and never used as a clearance (`ours.egfr-not-clearance`).
#[must_use]
pub fn kidney_function(setting: &Setting<'_>, situation: &Situation) -> Decision<KidneyFunction> {
    let mut basis = Basis::of(setting.monograph.first().no());
    let kidney = find(setting, situation, &mut basis);
    Decision::new(kidney, Tier::Clinician, basis)
}

/// As [`kidney_function`], into the basis of another question.
pub(crate) fn find(
    setting: &Setting<'_>,
    situation: &Situation,
    basis: &mut Basis,
) -> KidneyFunction {
    let measured = measured(setting, situation);
    if let Some((kidney, facts)) = &measured
        && kidney.freshness == Freshness::Fresh
    {
        return used(kidney.clone(), facts, basis);
    }
    // An old clearance gives way to an estimate from a fresh blood value.
    let mut estimates = basis.clone();
    let estimate = estimated(setting, situation, &mut estimates);
    match (measured, estimate) {
        (_, Some(estimate)) if estimate.freshness == Freshness::Fresh => {
            *basis = estimates;
            estimate
        }
        (Some((kidney, facts)), _) => used(kidney, &facts, basis),
        (None, Some(estimate)) => {
            *basis = estimates;
            estimate
        }
        (None, None) => {
            *basis = estimates;
            only_egfr(setting, situation, basis)
                .unwrap_or_else(|| KidneyFunction::of(Kidney::Unknown, None, setting))
        }
    }
}

fn used(kidney: KidneyFunction, facts: &[&Fact], basis: &mut Basis) -> KidneyFunction {
    facts.iter().for_each(|fact| basis.uses(fact));
    kidney
}

/// The lowest of the last measured clearances.
fn measured<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
) -> Option<(KidneyFunction, Vec<&'a Fact>)> {
    let (value, day, facts) = lowest(setting, situation, "creatinine-clearance")?;
    let clearance = Clearance::try_from(value).ok()?;
    let kidney = KidneyFunction::of(Kidney::Measured(clearance), day, setting);
    Some((kidney, facts))
}

/// The lowest of the last values of a test, of two that differ the more cautious one, with its day.
fn lowest<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    key: &str,
) -> Option<(Quantity, Option<Date>, Vec<&'a Fact>)> {
    let all = match person::latest(setting, situation, key) {
        Latest::None | Latest::Future(_) => return None,
        Latest::One(one) => vec![one],
        Latest::Differ(several) => several,
    };
    let first = all.first()?;
    let value = all
        .iter()
        .map(|m| m.value)
        .reduce(|a, b| match a.compare(&b) {
            Some(std::cmp::Ordering::Greater) => b,
            Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal) | None => a,
        })?;
    Some((value, first.day, all.iter().map(|m| m.fact).collect()))
}

fn estimated(
    setting: &Setting<'_>,
    situation: &Situation,
    basis: &mut Basis,
) -> Option<KidneyFunction> {
    let age = Age::of(setting, situation)?;
    let rules = setting.monograph.rules().kidney_formulas();
    for rule in rules.iter().filter(|rule| setting.holds(rule.regions())) {
        let kidney = match rule.what() {
            KidneyFormula::CockcroftGault {
                min_age,
                age_from,
                divisor,
                female,
            } if age.at_least(*min_age) == Truth::Yes => {
                let coefficients = (*age_from, *divisor, *female);
                let rule = (rule.statement(), coefficients);
                adult(setting, situation, &age, rule, basis)
                    .map(|(estimate, day)| (Kidney::Estimated(estimate), day))
            }
            KidneyFormula::BedsideSchwartz { below_age, factor }
                if age.at_least(*below_age) == Truth::No =>
            {
                child(setting, situation, *factor, basis)
                    .map(|(estimate, day)| (Kidney::Indexed(estimate), day))
            }
            KidneyFormula::CockcroftGault { .. }
            | KidneyFormula::BedsideSchwartz { .. }
            | KidneyFormula::IsNot { .. } => None,
        };
        if let Some((kidney, day)) = kidney {
            age.used(basis);
            cite(rule, basis);
            return Some(KidneyFunction::of(kidney, day, setting));
        }
    }
    None
}

fn cite(rule: &Rule<KidneyFormula>, basis: &mut Basis) {
    basis.because.and(rule.statement());
    if rule.reading().is_some() {
        basis.reads(rule.no());
    }
}

fn adult(
    setting: &Setting<'_>,
    situation: &Situation,
    age: &Age<'_>,
    rule: (StatementNo, (Decimal, Decimal, Decimal)),
    basis: &mut Basis,
) -> Option<(CockcroftGault, Option<Date>)> {
    let (because, coefficients) = rule;
    let creatinine = one(setting, situation, "creatinine")?;
    let (sex, weight) = (
        sex(situation),
        weight::current(setting, situation, Some(age)).ok(),
    );
    // Creatinine without the rest: what would make an estimate of it is named, and what is there
    // is an input, for without it more would be missing.
    basis.uses(creatinine.fact);
    age.used(basis);
    match &sex {
        Some((_, fact)) => basis.uses(fact),
        None => basis.misses("sex", None, because),
    }
    match &weight {
        Some(weight) => weight.cite(basis),
        None => basis.misses("weight", None, because),
    }
    let ((sex, _), weight) = sex.zip(weight)?;
    let blood = MassConcentration::try_from(creatinine.value).ok()?;
    let years = age.years_at_most();
    let clearance = cockcroft_gault(years, weight.value, blood, sex, coefficients).ok()?;
    let estimate = CockcroftGault {
        clearance,
        years,
        sex,
        weight: weight.value,
        creatinine: blood,
    };
    Some((estimate, creatinine.day))
}

/// (`age_from` − age) × weight ÷ (`divisor` × creatinine) × the factor of the sex.
fn cockcroft_gault(
    years: i16,
    weight: BodyWeight,
    creatinine: MassConcentration,
    sex: Sex,
    (age_from, divisor, female): (Decimal, Decimal, Decimal),
) -> Result<Clearance, QuantityError> {
    let factor = match sex {
        Sex::Female => female,
        Sex::Male => Decimal::ONE,
    };
    let value = age_from
        .checked_sub(Decimal::from(years))
        .and_then(|left| left.checked_mul(weight.value()))
        .and_then(|up| up.checked_mul(factor))
        .zip(divisor.checked_mul(creatinine.value()))
        .and_then(|(up, down)| up.checked_div(down))
        .ok_or(QuantityError::OutOfBounds)?;
    Clearance::ml_per_min(value)
}

fn child(
    setting: &Setting<'_>,
    situation: &Situation,
    factor: Decimal,
    basis: &mut Basis,
) -> Option<(Schwartz, Option<Date>)> {
    let height = one(setting, situation, "height")?;
    let creatinine = one(setting, situation, "creatinine")?;
    let tall = Length::try_from(height.value).ok()?;
    let blood = MassConcentration::try_from(creatinine.value).ok()?;
    let value = factor
        .checked_mul(tall.value())?
        .checked_div(blood.value())?;
    let filtration = IndexedFiltration::ml_per_min_per_1_73_m2(value).ok()?;
    basis.uses(height.fact);
    basis.uses(creatinine.fact);
    let estimate = Schwartz {
        filtration,
        height: tall,
        creatinine: blood,
    };
    Some((estimate, creatinine.day))
}

/// The last value, when there is one and it is certain which.
fn one<'a>(setting: &Setting<'_>, situation: &'a Situation, key: &str) -> Option<Measurement<'a>> {
    match person::latest(setting, situation, key) {
        Latest::One(one) => Some(one),
        Latest::None | Latest::Differ(_) | Latest::Future(_) => None,
    }
}

/// The sex, when the facts agree on one.
fn sex(situation: &Situation) -> Option<(Sex, &Fact)> {
    let mut said = situation.facts().iter().filter_map(|fact| {
        let What::Sex(sex) = &fact.what else {
            return None;
        };
        Some((*sex, fact))
    });
    let first = said.next()?;
    said.all(|(sex, _)| sex == first.0).then_some(first)
}

fn only_egfr(
    setting: &Setting<'_>,
    situation: &Situation,
    basis: &mut Basis,
) -> Option<KidneyFunction> {
    let rules = setting.monograph.rules().kidney_formulas();
    for rule in rules.iter().filter(|rule| setting.holds(rule.regions())) {
        let test = match rule.what() {
            KidneyFormula::IsNot { test } => setting.terminology.get(*test).key(),
            KidneyFormula::CockcroftGault { .. } | KidneyFormula::BedsideSchwartz { .. } => {
                continue;
            }
        };
        if let Some((value, day, facts)) = lowest(setting, situation, test) {
            facts.iter().for_each(|fact| basis.uses(fact));
            cite(rule, basis);
            return Some(KidneyFunction::of(Kidney::OnlyEgfr(value), day, setting));
        }
    }
    None
}
