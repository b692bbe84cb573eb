//! Which input is so unlikely that we stop and ask? A guard asks; it never keeps a record out.

use monograph::{Guard, Rule};
use quantity::{BodyWeight, Decimal, Mass, Quantity, Unit};

use crate::decision::{Basis, Decision, Tier};
use crate::dose::syringe_of;
use crate::setting::Setting;

/// What to ask about a dose that is far from the last one (statement `ours.tenfold-guard`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoseJump {
    /// It lies within the factor.
    InOrder,
    /// It is so many times the last one or more: stop and ask.
    FarAbove,
    /// It is such a part of the last one or less: stop and ask.
    FarBelow,
}

/// Is this dose far from the last one?
#[must_use]
pub fn dose_jump(setting: &Setting<'_>, previous: Mass, new: Mass) -> Decision<DoseJump> {
    let mut basis = Basis::of(setting.monograph.first().no());
    let jump = jump(setting, previous, new, &mut basis);
    Decision::new(jump, Tier::Clinician, basis)
}

/// As [`dose_jump`], into the basis of another question.
pub(crate) fn jump(
    setting: &Setting<'_>,
    previous: Mass,
    new: Mass,
    basis: &mut Basis,
) -> DoseJump {
    for rule in rules(setting) {
        let factor = match rule.what() {
            Guard::DoseJump { factor } => *factor,
            Guard::WeightChange { .. } | Guard::WeightAge { .. } => continue,
        };
        let at_least = |large: Mass, small: Mass| {
            small
                .value()
                .checked_mul(factor)
                .is_some_and(|limit| large.value() >= limit)
        };
        let found = if new == previous {
            continue;
        } else if at_least(new, previous) {
            DoseJump::FarAbove
        } else if at_least(previous, new) {
            DoseJump::FarBelow
        } else {
            continue;
        };
        cite(rule, basis);
        return found;
    }
    DoseJump::InOrder
}

/// What to ask about a new body weight (statement `ours.weight-guard`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightCheck {
    /// To read back, in kg.
    pub kilograms: Quantity,
    /// To read back, in pounds, to a tenth.
    pub pounds: Quantity,
    /// What to ask.
    pub asks: Vec<WeightAsk>,
}

/// A question about a weight that does not fit the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeightAsk {
    /// It is about ten times the last one, or a tenth: is the decimal point right?
    Tenfold,
    /// It is about 2.2 times the last one: are these pounds, written as kilograms?
    PoundsAsKilograms,
    /// It is the last one over 2.2: are these kilograms, written as pounds?
    KilogramsAsPounds,
    /// It differs from the last one by more than the limit.
    Changed,
}

impl WeightAsk {
    /// Whether it looks like a slip, so that no dose is worked out before it is confirmed.
    #[must_use]
    pub fn is_slip(self) -> bool {
        match self {
            WeightAsk::Tenfold | WeightAsk::PoundsAsKilograms | WeightAsk::KilogramsAsPounds => {
                true
            }
            WeightAsk::Changed => false,
        }
    }

    /// The question.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            WeightAsk::Tenfold => {
                "This weight is about ten times the last one, or a tenth of it. Is the decimal point right?"
            }
            WeightAsk::PoundsAsKilograms => {
                "This weight is about 2.2 times the last one. Is it in pounds?"
            }
            WeightAsk::KilogramsAsPounds => {
                "The last weight is about 2.2 times this one. Is it in kilograms?"
            }
            WeightAsk::Changed => "This weight is far from the last one. Please check it.",
        }
    }
}

/// Does this body weight fit the last one? It is read back in kilograms and in pounds either way.
#[must_use]
pub fn weight(
    setting: &Setting<'_>,
    previous: Option<BodyWeight>,
    new: BodyWeight,
) -> Decision<WeightCheck> {
    let mut basis = Basis::of(setting.monograph.first().no());
    let asks = weight_asks(setting, previous, new, &mut basis);
    let kilograms = new.quantity();
    let pounds = kilograms
        .in_unit(Unit::Pound)
        .map_or(kilograms, |pounds| pounds.to_decimals(1));
    let answer = WeightCheck {
        kilograms,
        pounds,
        asks,
    };
    Decision::new(answer, Tier::Clinician, basis)
}

/// As [`weight`], into the basis of another question.
pub(crate) fn weight_asks(
    setting: &Setting<'_>,
    previous: Option<BodyWeight>,
    new: BodyWeight,
    basis: &mut Basis,
) -> Vec<WeightAsk> {
    let mut asks = Vec::new();
    for rule in rules(setting) {
        let percent = match rule.what() {
            Guard::WeightChange { percent } => *percent,
            Guard::DoseJump { .. } | Guard::WeightAge { .. } => continue,
        };
        let Some(previous) = previous else {
            basis.because.and(rule.statement());
            continue;
        };
        if near(previous.value(), Some(new.value()), percent) {
            continue;
        }
        asks.push(kind_of_slip(previous, new, percent));
        cite(rule, basis);
    }
    asks
}

fn kind_of_slip(previous: BodyWeight, new: BodyWeight, percent: Decimal) -> WeightAsk {
    let (larger, smaller) = (previous.max(new), previous.min(new));
    let tenfold = smaller.value().checked_mul(Decimal::TEN);
    let in_pounds = smaller.quantity().in_unit(Unit::Pound);
    let in_pounds = in_pounds.ok().map(|pounds| pounds.value());
    if near_slip(tenfold, larger.value(), percent) {
        WeightAsk::Tenfold
    } else if !near_slip(in_pounds, larger.value(), percent) {
        WeightAsk::Changed
    } else if new > previous {
        WeightAsk::PoundsAsKilograms
    } else {
        WeightAsk::KilogramsAsPounds
    }
}

fn near_slip(expected: Option<Decimal>, found: Decimal, percent: Decimal) -> bool {
    expected.is_some_and(|expected| near(expected, Some(found), percent))
}

/// Whether a value lies within so many percent of another.
fn near(of: Decimal, value: Option<Decimal>, percent: Decimal) -> bool {
    let apart = value
        .and_then(|value| value.checked_sub(of))
        .map(|d| d.abs());
    let hundred = Decimal::ONE_HUNDRED;
    match (
        apart.and_then(|d| d.checked_mul(hundred)),
        of.checked_mul(percent),
    ) {
        (Some(apart), Some(limit)) => apart <= limit,
        (None, _) | (_, None) => false,
    }
}

/// A dose that was written in the wrong unit (rule D5 of the sources on medication safety: the
/// volume of the syringe taken for its content, or the other way round).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitMixup {
    /// It looks like a volume in mL, written as mg.
    VolumeAsMass,
    /// It looks like an amount in mg, written as mL: more than a syringe holds.
    MassAsVolume,
}

/// Is this amount a volume written as mg, or mg written as a volume?
#[must_use]
pub fn unit_mixup(setting: &Setting<'_>, amount: Quantity) -> Decision<Option<UnitMixup>> {
    let mut basis = Basis::of(setting.monograph.first().no());
    let mixup = syringe_of(setting, &mut basis).and_then(|syringe| {
        let (milligrams, millilitres) = (
            amount.in_unit(Unit::Milligram).ok(),
            amount.in_unit(Unit::Millilitre).ok(),
        );
        let volume = syringe.volume().value();
        match (milligrams, millilitres) {
            (Some(mg), _) if !mg.value().is_zero() => {
                let looks_like_volume =
                    mg.value() <= volume || digits(mg.value()) == digits(volume);
                looks_like_volume.then_some(UnitMixup::VolumeAsMass)
            }
            (_, Some(ml)) if ml.value() > volume => Some(UnitMixup::MassAsVolume),
            (None | Some(_), None | Some(_)) => None,
        }
    });
    Decision::new(mixup, Tier::Clinician, basis)
}

/// The digits without the zeros at either end: 0.67, 67 and 670 have the same.
fn digits(value: Decimal) -> i128 {
    let mut digits = value.normalize().mantissa();
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
    }
    digits
}

fn rules<'a>(setting: &Setting<'a>) -> impl Iterator<Item = &'a Rule<Guard>> + use<'a> {
    let region = setting.region;
    let guards = setting.monograph.rules().guards().iter();
    guards.filter(move |rule| rule.regions().include(region))
}

fn cite(rule: &Rule<Guard>, basis: &mut Basis) {
    basis.because.and(rule.statement());
    if rule.reading().is_some() {
        basis.reads(rule.no());
    }
}
