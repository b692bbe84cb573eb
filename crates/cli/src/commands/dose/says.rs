//! The words of refusals, needs and flags of a dose, for a clinician.

use decide::Sex;
use decide::dose::{DoseFlag, NeededFact, Refusal};
use decide::guard::{DoseJump, WeightAsk};
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
    let (reason, because) = match refusal {
        Refusal::NotUsedFor { because, .. } => ("not-used-for", Some(because)),
        Refusal::NoDoseHere { because, .. } => ("no-dose-here", Some(because)),
        Refusal::NotListed { .. } => ("not-listed", None),
        Refusal::HospitalOnly { because, .. } => ("hospital-only", Some(because)),
        Refusal::TooYoung { because, .. } => ("too-young", Some(because)),
        Refusal::TooLight { because, .. } => ("too-light", Some(because)),
        Refusal::AboveMax { because, .. } => ("above-max", Some(because)),
        Refusal::AboveFixed { because, .. } => ("above-fixed", Some(because)),
        Refusal::NotSplit { because } => ("not-split", Some(because)),
    };
    ReasonWire {
        reason,
        says: refusal_words(scribe, refusal),
        because: because.map(|no| scribe.id(*no)),
    }
}

fn refusal_words(scribe: &Scribe<'_>, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotUsedFor { condition, .. } => {
            format!("It is not used for {}.", name(scribe, *condition))
        }
        Refusal::NoDoseHere { condition, .. } => {
            let condition = name(scribe, *condition);
            format!("The text of this region has no dose for {condition}.")
        }
        Refusal::NotListed { condition } => {
            format!("The monograph does not list {}.", name(scribe, *condition))
        }
        Refusal::HospitalOnly { condition, .. } => {
            format!(
                "For {} it is used in hospital only.",
                name(scribe, *condition)
            )
        }
        Refusal::TooYoung { lowest, .. } => format!("It is used from {lowest} of age on."),
        Refusal::TooLight { weight, lowest, .. } => {
            format!("It is used from {lowest} on; the weight is {weight}.")
        }
        Refusal::AboveMax { asked, most, .. } => format!(
            "{} is above the most, {}. A prescriber can override it with a reason.",
            daily(*asked),
            daily(*most)
        ),
        Refusal::AboveFixed { asked, fixed, .. } => format!(
            "{} is above the flat dose, {}. A prescriber can override it with a reason.",
            daily(*asked),
            daily(*fixed)
        ),
        Refusal::NotSplit { .. } => "The daily dose is not split here.".to_owned(),
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
    let (word, because) = match flag {
        DoseFlag::NotByWeight => ("not-by-weight", None),
        DoseFlag::AnotherAmount { .. } => ("another-amount", None),
        DoseFlag::BelowStart { .. } => ("below-start", None),
        DoseFlag::AboveStart { .. } => ("above-start", None),
        DoseFlag::Overridden { .. } => ("overridden", None),
        DoseFlag::WeightChanged { .. } => ("weight-changed", None),
        DoseFlag::MildFormTaken => ("mild-form-taken", None),
        DoseFlag::PartDose { because } => ("part-dose", Some(because)),
        DoseFlag::FarFromLast { .. } => ("far-from-last", None),
        DoseFlag::Beside { because, .. } => ("beside", Some(because)),
        DoseFlag::After { because, .. } => ("after", Some(because)),
    };
    FlagWire {
        flag: word,
        says: flag_words(scribe, flag),
        because: because.map(|no| scribe.id(*no)),
    }
}

fn flag_words(scribe: &Scribe<'_>, flag: &DoseFlag) -> String {
    match flag {
        DoseFlag::NotByWeight => {
            "The dose is flat here: the amount by weight is not used.".to_owned()
        }
        DoseFlag::AnotherAmount { asked, fixed } => format!(
            "{} was asked for, and the dose is flat: {}. The prescriber confirms another amount.",
            daily(*asked),
            daily(*fixed)
        ),
        DoseFlag::BelowStart { start } => {
            format!("It is below the starting range, {}.", range(*start))
        }
        DoseFlag::AboveStart { start } => format!(
            "It is above the starting range, {}: reached in steps, not at the start.",
            range(*start)
        ),
        DoseFlag::Overridden { up_to } => format!(
            "It is above the most of the text; a prescriber went beyond it, up to {}.",
            daily(*up_to)
        ),
        DoseFlag::WeightChanged { previous, now } => {
            format!("The weight changed from {previous} to {now}: read it back.")
        }
        DoseFlag::MildFormTaken => {
            "The form of the illness is not known: the limits of the mild form were kept."
                .to_owned()
        }
        DoseFlag::PartDose { .. } => {
            "It is a part of a syringe: a nurse or pharmacist shows how it is set.".to_owned()
        }
        DoseFlag::FarFromLast { previous, jump } => {
            let jump = jump_words(*jump);
            format!("STOP and ask: {jump} the dose that is prescribed now, {previous}.")
        }
        DoseFlag::Beside {
            medicine,
            strength: how,
            ..
        } => {
            let how = how.map(|how| format!(" ({})", strength(how)));
            format!(
                "The label uses it beside {}{}, which is not told to be taken.",
                name(scribe, *medicine),
                how.unwrap_or_default()
            )
        }
        DoseFlag::After { medicines, .. } => {
            let names: Vec<&str> = medicines.iter().map(|id| name(scribe, *id)).collect();
            let names = names.join(" or ");
            format!(
                "The label uses it when {names} did not help enough; that one was used is not told."
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
