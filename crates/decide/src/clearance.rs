//! How well do the kidneys work: measured, or worked out from a blood value?

use monograph::{KidneyFormula, Rule, StatementNo};
use quantity::{
    BodyWeight, Clearance, Decimal, IndexedFiltration, Length, MassConcentration, Quantity,
    QuantityError,
};

use crate::decision::{Basis, Decision, Tier};
use crate::fact::{Fact, Sex, What};
use crate::person::{self, Age, Latest, Measurement};
use crate::setting::Setting;
use crate::situation::Situation;
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

/// How well do the kidneys work? A measured clearance first; else Cockcroft-Gault for adults or
/// bedside Schwartz for children, each with its inputs (statements `ours.cockcroft-gault`,
/// `ours.schwartz`); an eGFR is shown and never used as a clearance (`ours.egfr-not-clearance`).
#[must_use]
pub fn kidney_function(setting: &Setting<'_>, situation: &Situation) -> Decision<Kidney> {
    let mut basis = Basis::of(setting.monograph.first().no());
    let kidney = find(setting, situation, &mut basis);
    Decision::new(kidney, Tier::Clinician, basis)
}

/// As [`kidney_function`], into the basis of another question.
pub(crate) fn find(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Kidney {
    if let Some((value, facts)) = lowest(setting, situation, "creatinine-clearance")
        && let Ok(clearance) = Clearance::try_from(value)
    {
        facts.iter().for_each(|fact| basis.uses(fact));
        return Kidney::Measured(clearance);
    }
    let estimate = estimated(setting, situation, basis);
    if let Some(kidney) = estimate {
        return kidney;
    }
    only_egfr(setting, situation, basis).unwrap_or(Kidney::Unknown)
}

/// The lowest of the last values of a test: of two that differ, the more cautious one.
fn lowest<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    key: &str,
) -> Option<(Quantity, Vec<&'a Fact>)> {
    let all = match person::latest(setting, situation, key) {
        Latest::None | Latest::Future(_) => return None,
        Latest::One(one) => vec![one],
        Latest::Differ(several) => several,
    };
    let value = all
        .iter()
        .map(|m| m.value)
        .reduce(|a, b| match a.compare(&b) {
            Some(std::cmp::Ordering::Greater) => b,
            Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal) | None => a,
        })?;
    Some((value, all.iter().map(|m| m.fact).collect()))
}

fn estimated(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Option<Kidney> {
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
                adult(setting, situation, &age, rule, basis).map(Kidney::Estimated)
            }
            KidneyFormula::BedsideSchwartz { below_age, factor }
                if age.at_least(*below_age) == Truth::No =>
            {
                child(setting, situation, *factor, basis).map(Kidney::Indexed)
            }
            KidneyFormula::CockcroftGault { .. }
            | KidneyFormula::BedsideSchwartz { .. }
            | KidneyFormula::IsNot { .. } => None,
        };
        if kidney.is_some() {
            age.used(basis);
            cite(rule, basis);
            return kidney;
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
) -> Option<CockcroftGault> {
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
    Some(CockcroftGault {
        clearance,
        years,
        sex,
        weight: weight.value,
        creatinine: blood,
    })
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
) -> Option<Schwartz> {
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
    Some(Schwartz {
        filtration,
        height: tall,
        creatinine: blood,
    })
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

fn only_egfr(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Option<Kidney> {
    let rules = setting.monograph.rules().kidney_formulas();
    for rule in rules.iter().filter(|rule| setting.holds(rule.regions())) {
        let test = match rule.what() {
            KidneyFormula::IsNot { test } => setting.terminology.get(*test).key(),
            KidneyFormula::CockcroftGault { .. } | KidneyFormula::BedsideSchwartz { .. } => {
                continue;
            }
        };
        if let Some((value, facts)) = lowest(setting, situation, test) {
            facts.iter().for_each(|fact| basis.uses(fact));
            cite(rule, basis);
            return Some(Kidney::OnlyEgfr(value));
        }
    }
    None
}
