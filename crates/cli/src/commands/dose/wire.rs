//! The fields of a dose for programs. Amounts are in mg, marks in mL, weights in kg; exact.

use decide::clearance::{Freshness, Kidney, KidneyFunction};
use decide::dose::{
    Checked, Choice, Dose, DoseAnswer, DoseByWeight, DoseFlag, Injection, Proposal, Steps,
};
use quantity::{DailyDose, Decimal, Range};
use serde::Serialize;

use super::says;
use crate::text::basis;
use crate::wire::{Number, Scribe};

/// The answer to "how much?".
#[derive(Debug, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub(crate) enum DoseWire {
    /// A dose that the syringe measures.
    Dose(Box<OneDose>),
    /// Marks in the starting range, since nobody said how much.
    Choices {
        range_mg_per_day: RangeWire,
        doses_a_day: u8,
        marks: Vec<ChoiceWire>,
    },
    /// The syringe cannot measure it; its neighbours.
    NotMeasurable {
        wanted_mg_per_day: Number,
        doses_a_day: u8,
        allowed_mg_per_day: RangeWire,
        lowest_mark_mg: Number,
        below: Option<ChoiceWire>,
        above: Option<ChoiceWire>,
    },
    /// The text rules it out.
    Refused { reasons: Vec<ReasonWire> },
    /// Something must be known first.
    CannotJudge { needs: Vec<NeedWire> },
}

/// A dose with everything that a reviewer needs.
#[derive(Debug, Serialize)]
pub(crate) struct OneDose {
    pub(crate) mg: Number,
    /// The mark of the one syringe; null when a dose takes several, each with its mark below.
    pub(crate) mark_ml: Option<Number>,
    pub(crate) syringes: usize,
    pub(crate) injections: Vec<InjectionWire>,
    pub(crate) waste_mg: Number,
    pub(crate) doses_a_day: u8,
    pub(crate) interval_days: u8,
    pub(crate) mg_per_day: Number,
    pub(crate) asked_mg_per_day: Number,
    pub(crate) per_kg: Option<Number>,
    pub(crate) by_weight: Option<ByWeightWire>,
    pub(crate) kidney: KidneyWire,
    pub(crate) proposals: Vec<ProposalWire>,
    pub(crate) checked: bool,
    pub(crate) flags: Vec<FlagWire>,
    #[serde(skip)]
    pub(crate) stops: bool,
}

/// What a dose by weight comes to.
#[derive(Debug, Serialize)]
pub(crate) struct ByWeightWire {
    pub(crate) weight_kg: Number,
    pub(crate) weighed: String,
    pub(crate) allowed_mg_per_day: RangeWire,
    pub(crate) most_mg_per_day: Number,
    pub(crate) usual_mg_per_day: Option<RangeWire>,
    pub(crate) steps: Option<StepsWire>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct RangeWire {
    pub(crate) low: Number,
    pub(crate) high: Number,
}

#[derive(Debug, Serialize)]
pub(crate) struct InjectionWire {
    pub(crate) mg: Number,
    pub(crate) mark_ml: Number,
}

#[derive(Debug, Serialize)]
pub(crate) struct ChoiceWire {
    pub(crate) mg: Number,
    pub(crate) per_kg: Number,
    pub(crate) injections: Vec<InjectionWire>,
}

#[derive(Debug, Serialize)]
pub(crate) struct StepsWire {
    pub(crate) by_mg_per_day: RangeWire,
    pub(crate) within: Option<String>,
    pub(crate) next: Vec<ChoiceWire>,
}

#[derive(Debug, Serialize)]
pub(crate) struct KidneyWire {
    pub(crate) how: &'static str,
    pub(crate) value: Option<String>,
    pub(crate) day: Option<String>,
    /// Too old to be an all-clear; a low value still counts as a warning.
    pub(crate) old: bool,
    #[serde(skip)]
    pub(crate) shown: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct ProposalWire {
    pub(crate) what: &'static str,
    pub(crate) interval_days: Option<u32>,
    pub(crate) strength: Option<&'static str>,
    pub(crate) because: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct FlagWire {
    pub(crate) flag: &'static str,
    pub(crate) says: String,
    pub(crate) because: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ReasonWire {
    pub(crate) reason: &'static str,
    pub(crate) says: String,
    pub(crate) because: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct NeedWire {
    pub(crate) need: &'static str,
    pub(crate) says: String,
}

/// The wire form of an answer.
pub(crate) fn dose(scribe: &Scribe<'_>, answer: &DoseAnswer) -> DoseWire {
    match answer {
        DoseAnswer::Dose(dose) => DoseWire::Dose(Box::new(one(scribe, dose))),
        DoseAnswer::Choices {
            range: of,
            doses_a_day,
            marks,
        } => DoseWire::Choices {
            range_mg_per_day: range(*of),
            doses_a_day: doses_a_day.get(),
            marks: marks.iter().map(choice).collect(),
        },
        DoseAnswer::NotMeasurable {
            wanted,
            doses_a_day,
            allowed,
            lowest_mark,
            below,
            above,
        } => DoseWire::NotMeasurable {
            wanted_mg_per_day: Number(wanted.value()),
            doses_a_day: doses_a_day.get(),
            allowed_mg_per_day: range(*allowed),
            lowest_mark_mg: Number(lowest_mark.value()),
            below: below.as_ref().map(choice),
            above: above.as_ref().map(choice),
        },
        DoseAnswer::Refused { reasons } => DoseWire::Refused {
            reasons: reasons
                .iter()
                .map(|reason| says::refusal(scribe, reason))
                .collect(),
        },
        DoseAnswer::CannotJudge { needs } => DoseWire::CannotJudge {
            needs: needs.iter().map(|need| says::need(scribe, need)).collect(),
        },
    }
}

fn one(scribe: &Scribe<'_>, dose: &Dose) -> OneDose {
    let mark = match dose.injections.as_slice() {
        [only] => Some(Number(only.mark.value())),
        _ => None,
    };
    OneDose {
        mg: Number(dose.each.value()),
        mark_ml: mark,
        syringes: dose.syringes(),
        injections: dose.injections.iter().map(injection).collect(),
        waste_mg: Number(dose.waste.value()),
        doses_a_day: dose.doses_a_day.get(),
        interval_days: dose.interval_days.get(),
        mg_per_day: Number(dose.daily.value()),
        asked_mg_per_day: Number(dose.asked.value()),
        per_kg: dose.by_weight.as_ref().map(|by| rounded(by.per_kg.value())),
        by_weight: dose.by_weight.as_ref().map(by_weight),
        kidney: kidney(&dose.kidney),
        proposals: dose.proposals.iter().map(|p| proposal(scribe, p)).collect(),
        checked: matches!(dose.checked, Checked::Yes),
        flags: dose
            .flags
            .iter()
            .map(|flag| says::flag(scribe, flag))
            .collect(),
        stops: dose
            .flags
            .iter()
            .any(|flag| matches!(flag, DoseFlag::FarFromLast { .. })),
    }
}

fn by_weight(by: &DoseByWeight) -> ByWeightWire {
    ByWeightWire {
        weight_kg: Number(by.weight.value()),
        weighed: by.weighed.to_string(),
        allowed_mg_per_day: range(by.allowed),
        most_mg_per_day: Number(by.most.value()),
        usual_mg_per_day: by.usual.map(range),
        steps: by.steps.as_ref().map(steps),
    }
}

/// A quotient is shown with four decimals, more than anyone measures.
fn rounded(value: Decimal) -> Number {
    Number(value.round_dp(4))
}

fn range(range: Range<DailyDose>) -> RangeWire {
    RangeWire {
        low: Number(range.low().value()),
        high: Number(range.high().value()),
    }
}

fn injection(injection: &Injection) -> InjectionWire {
    InjectionWire {
        mg: Number(injection.amount.value()),
        mark_ml: Number(injection.mark.value()),
    }
}

fn choice(choice: &Choice) -> ChoiceWire {
    ChoiceWire {
        mg: Number(choice.each.value()),
        per_kg: rounded(choice.per_kg.value()),
        injections: choice.injections.iter().map(injection).collect(),
    }
}

fn steps(steps: &Steps) -> StepsWire {
    StepsWire {
        by_mg_per_day: range(steps.by),
        within: steps
            .within
            .map(|span| format!("{} to {}", span.low(), span.high())),
        next: steps.next.iter().map(choice).collect(),
    }
}

fn kidney(function: &KidneyFunction) -> KidneyWire {
    let old = match function.freshness {
        Freshness::Fresh => false,
        Freshness::Old { .. } => true,
    };
    let wire = |how, value: Option<String>, shown: String| {
        let known = value.is_some();
        let day = function.day.filter(|_| known);
        let of = day.map(|day| format!(", of {}", basis::day(day)));
        let age = if old && known {
            "; too old for an all-clear"
        } else {
            ""
        };
        KidneyWire {
            how,
            value,
            day: day.map(|day| day.to_string()),
            old: old && known,
            shown: format!("{shown}{}{age}", of.unwrap_or_default()),
        }
    };
    match &function.kidney {
        Kidney::Measured(clearance) => wire(
            "measured",
            Some(clearance.quantity().ucum()),
            format!("clearance {clearance}, told"),
        ),
        Kidney::Estimated(of) => wire(
            "cockcroft-gault",
            Some(of.clearance.quantity().ucum()),
            format!(
                "clearance {} by Cockcroft-Gault: {} years, {}, {}, creatinine {}",
                of.clearance.quantity().to_decimals(1),
                of.years,
                says::sex(of.sex),
                of.weight,
                of.creatinine
            ),
        ),
        Kidney::Indexed(of) => wire(
            "schwartz",
            Some(of.filtration.quantity().ucum()),
            format!(
                "filtration {} by bedside Schwartz: {}, creatinine {}; not the mL/min of the kidney rule",
                of.filtration.quantity().to_decimals(1),
                of.height,
                of.creatinine
            ),
        ),
        Kidney::OnlyEgfr(value) => wire(
            "egfr-only",
            Some(value.ucum()),
            format!("only an eGFR: {value}; it is not a clearance"),
        ),
        Kidney::Unknown => wire("unknown", None, "not told".to_owned()),
    }
}

fn proposal(scribe: &Scribe<'_>, proposal: &Proposal) -> ProposalWire {
    let (what, interval_days, strength, because) = match proposal {
        Proposal::Interval {
            days,
            strength,
            because,
        } => (
            "interval",
            Some(*days),
            strength.map(crate::wire::strength),
            because,
        ),
        Proposal::Care { because } => ("care", None, None, because),
        Proposal::NoChange { because } => ("no-change", None, None, because),
    };
    ProposalWire {
        what,
        interval_days,
        strength,
        because: scribe.id(*because),
    }
}
