//! The words of refusals, needs and flags of a dose, for a clinician.

use decide::Sex;
use decide::dose::{DoseFlag, NeededFact, Refusal};
use decide::guard::{DoseJump, WeightAsk};
use monograph::StatementNo;
use quantity::{DailyDose, Range};
use terminology::ConceptId;

use super::wire::{FlagWire, NeedWire, ReasonWire};
use crate::text::basis::day;
use crate::wire::{Scribe, strength};

/// A day's amount in running text.
fn daily(dose: DailyDose) -> String {
    dose.quantity().in_words()
}

fn range(range: Range<DailyDose>) -> String {
    format!(
        "{} to {}",
        range.low().value().normalize(),
        daily(range.high())
    )
}

fn name<'a>(scribe: &Scribe<'a>, id: ConceptId) -> &'a str {
    scribe.terminology.get(id).name()
}

/// Why the text rules a dose out.
pub(super) fn refusal(scribe: &Scribe<'_>, refusal: &Refusal) -> ReasonWire {
    let of = |reason, says: String, because: Option<StatementNo>| ReasonWire {
        reason,
        says,
        because: because.map(|no| scribe.id(no)),
    };
    match refusal {
        Refusal::NotUsedFor { condition, because } => of(
            "not-used-for",
            format!("It is not used for {}.", name(scribe, *condition)),
            Some(*because),
        ),
        Refusal::NoDoseHere { condition, because } => of(
            "no-dose-here",
            format!(
                "The text of this region has no dose for {}.",
                name(scribe, *condition)
            ),
            Some(*because),
        ),
        Refusal::NotListed { condition } => of(
            "not-listed",
            format!("The monograph does not list {}.", name(scribe, *condition)),
            None,
        ),
        Refusal::HospitalOnly { condition, because } => of(
            "hospital-only",
            format!(
                "For {} it is used in hospital only.",
                name(scribe, *condition)
            ),
            Some(*because),
        ),
        Refusal::TooYoung { lowest, because } => of(
            "too-young",
            format!("It is used from {lowest} on."),
            Some(*because),
        ),
        Refusal::TooLight {
            weight,
            lowest,
            because,
        } => of(
            "too-light",
            format!("It is used from {lowest} on; the weight is {weight}."),
            Some(*because),
        ),
        Refusal::AboveMax {
            asked,
            most,
            because,
        } => of(
            "above-max",
            format!(
                "{} is above the most, {}. A prescriber can override it with a reason.",
                daily(*asked),
                daily(*most)
            ),
            Some(*because),
        ),
        Refusal::AboveFixed {
            asked,
            fixed,
            because,
        } => of(
            "above-fixed",
            format!(
                "{} is above the flat dose, {}. A prescriber can override it with a reason.",
                daily(*asked),
                daily(*fixed)
            ),
            Some(*because),
        ),
        Refusal::NotSplit { because } => of(
            "not-split",
            "The daily dose is not split here.".to_owned(),
            Some(*because),
        ),
    }
}

/// What must be known before there is a number.
pub(super) fn need(scribe: &Scribe<'_>, need: &NeededFact) -> NeedWire {
    let of = |need, says: String| NeedWire { need, says };
    let fixed = |need, says: &str| of(need, says.to_owned());
    match need {
        NeededFact::Indication => fixed("indication", "What is it for? (--for)"),
        NeededFact::OneIndication => {
            fixed("one-indication", "Several indications are told: which one?")
        }
        NeededFact::Form {
            of: illness,
            one_of,
        } => {
            let forms: Vec<&str> = one_of.iter().map(|id| name(scribe, *id)).collect();
            of(
                "form",
                format!(
                    "Which form of {}: {}? (--for)",
                    name(scribe, *illness),
                    forms.join(", ")
                ),
            )
        }
        NeededFact::MildOrSevere { of: illness } => of(
            "mild-or-severe",
            format!("Is {} mild or severe? (--form)", name(scribe, *illness)),
        ),
        NeededFact::Age => fixed("age", "How old is the person? (--age or --born)"),
        NeededFact::ExactAge => fixed(
            "exact-age",
            "The date of birth is needed more exactly. (--born)",
        ),
        NeededFact::Weight => fixed("weight", "What is the body weight? (--weight)"),
        NeededFact::WeightDay => fixed("weight-day", "On which day was the weight measured?"),
        NeededFact::WeightNotInFuture => fixed(
            "weight-not-in-future",
            "The weight is dated after today: on which day was it measured?",
        ),
        NeededFact::OneWeight => fixed(
            "one-weight",
            "Two weights of one day differ: which is right?",
        ),
        NeededFact::NewerWeight { measured, at_most } => of(
            "newer-weight",
            format!(
                "The weight of {} is too old: at this age it may be {at_most} old.",
                day(*measured)
            ),
        ),
        NeededFact::ConfirmedWeight { previous, now, ask } => of(
            "confirmed-weight",
            format!(
                "Weigh again. {} (before: {previous}, now: {now})",
                slip(*ask)
            ),
        ),
        NeededFact::WhetherSplit => fixed(
            "whether-split",
            "The text does not say whether the dose may be split.",
        ),
        NeededFact::Syringe => fixed("syringe", "The text does not say what the syringe holds."),
        NeededFact::Limits => fixed("limits", "The text gives no starting range and no maximum."),
        NeededFact::SmallerNumbers => fixed(
            "smaller-numbers",
            "These numbers are too large to work with.",
        ),
    }
}

fn slip(ask: WeightAsk) -> &'static str {
    match ask {
        WeightAsk::Tenfold => "It is about ten times the last one, or a tenth: is the point right?",
        WeightAsk::PoundsAsKilograms => "Are these pounds, written as kilograms?",
        WeightAsk::KilogramsAsPounds => "Are these kilograms, written as pounds?",
        WeightAsk::Changed => "It differs much from the last one.",
    }
}

/// What to look at beside a dose.
pub(super) fn flag(scribe: &Scribe<'_>, flag: &DoseFlag) -> FlagWire {
    let of = |flag, says: String, because: Option<StatementNo>| FlagWire {
        flag,
        says,
        because: because.map(|no| scribe.id(no)),
    };
    match flag {
        DoseFlag::NotByWeight => of(
            "not-by-weight",
            "The dose is flat here: the amount by weight is not used.".to_owned(),
            None,
        ),
        DoseFlag::AnotherAmount { asked, fixed } => of(
            "another-amount",
            format!(
                "{} was asked for, and the dose is flat: {}. The prescriber confirms another amount.",
                daily(*asked),
                daily(*fixed)
            ),
            None,
        ),
        DoseFlag::BelowStart { start } => of(
            "below-start",
            format!("It is below the starting range, {}.", range(*start)),
            None,
        ),
        DoseFlag::AboveStart { start } => of(
            "above-start",
            format!(
                "It is above the starting range, {}: reached in steps, not at the start.",
                range(*start)
            ),
            None,
        ),
        DoseFlag::Overridden { up_to } => of(
            "overridden",
            format!(
                "It is above the most of the text; a prescriber went beyond it, up to {}.",
                daily(*up_to)
            ),
            None,
        ),
        DoseFlag::WeightChanged { previous, now } => of(
            "weight-changed",
            format!("The weight changed from {previous} to {now}: read it back."),
            None,
        ),
        DoseFlag::MildFormTaken => of(
            "mild-form-taken",
            "The form of the illness is not known: the limits of the mild form were kept."
                .to_owned(),
            None,
        ),
        DoseFlag::PartDose { because } => of(
            "part-dose",
            "It is a part of a syringe: a nurse or pharmacist shows how it is set.".to_owned(),
            Some(*because),
        ),
        DoseFlag::FarFromLast { previous, jump } => of(
            "far-from-last",
            format!(
                "STOP and ask: {} the dose that is prescribed now, {previous}.",
                jump_words(*jump)
            ),
            None,
        ),
        DoseFlag::Beside {
            medicine,
            strength: how,
            because,
        } => of(
            "beside",
            format!(
                "The label uses it beside {}{}, which is not on the list.",
                name(scribe, *medicine),
                how.map(|how| format!(" ({})", strength(how)))
                    .unwrap_or_default()
            ),
            Some(*because),
        ),
        DoseFlag::After { medicines, because } => {
            let names: Vec<&str> = medicines.iter().map(|id| name(scribe, *id)).collect();
            of(
                "after",
                format!(
                    "The label uses it when {} did not help enough; none is on the list.",
                    names.join(" or ")
                ),
                Some(*because),
            )
        }
    }
}

fn jump_words(jump: DoseJump) -> &'static str {
    match jump {
        DoseJump::InOrder => "it is near",
        DoseJump::FarAbove => "it is far above",
        DoseJump::FarBelow => "it is far below",
    }
}

/// The word of a sex.
pub(super) fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}
