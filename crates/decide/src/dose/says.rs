//! The sentences of an answer, for clinicians.

use monograph::{Factor, StatementNo, Strength};
use terminology::{ConceptId, Terminology};

use crate::dose::answer::{DoseFlag, NeededFact, Proposal, Refusal};
use crate::dose::check::CheckedThing;
use crate::guard::DoseJump;

fn name(terminology: &Terminology, id: ConceptId) -> &str {
    terminology.get(id).name()
}

fn list(terminology: &Terminology, ids: &[ConceptId]) -> String {
    let names: Vec<&str> = ids.iter().map(|id| name(terminology, *id)).collect();
    names.join(" or ")
}

impl Refusal {
    /// The statement that rules it out; none when the text does not list the condition.
    #[must_use]
    pub fn because(&self) -> Option<StatementNo> {
        match self {
            Refusal::NotUsedFor { because, .. }
            | Refusal::NoDoseHere { because, .. }
            | Refusal::HospitalOnly { because, .. }
            | Refusal::TooYoung { because, .. }
            | Refusal::TooLight { because, .. }
            | Refusal::AboveMax { because, .. }
            | Refusal::AboveFixed { because, .. }
            | Refusal::NotSplit { because } => Some(*because),
            Refusal::NotListed { .. } => None,
        }
    }

    /// The reason in a sentence.
    #[must_use]
    pub fn says(&self, terminology: &Terminology) -> String {
        let name = |id: &ConceptId| name(terminology, *id);
        match self {
            Refusal::NotUsedFor { condition, .. } => {
                format!("It is not used for {}.", name(condition))
            }
            Refusal::NoDoseHere { condition, .. } => {
                format!(
                    "The label of this region has no dose for {}.",
                    name(condition)
                )
            }
            Refusal::NotListed { condition } => {
                format!("The text of this region does not list {}.", name(condition))
            }
            Refusal::HospitalOnly { condition, .. } => {
                format!("For {} it is used in hospital only.", name(condition))
            }
            Refusal::TooYoung { lowest, .. } => format!("It is used from an age of {lowest} on."),
            Refusal::TooLight { weight, lowest, .. } => {
                format!("The weight is {weight}. It is used from {lowest} on.")
            }
            Refusal::AboveMax { asked, most, .. } => format!(
                "{asked} is above the most for this weight, {most}. A prescriber can override this with a reason."
            ),
            Refusal::AboveFixed { asked, fixed, .. } => format!(
                "{asked} is above the dose, {fixed}. A prescriber can override this with a reason."
            ),
            Refusal::NotSplit { .. } => {
                "The text does not split the daily dose. The prescriber decides.".to_owned()
            }
        }
    }
}

impl NeededFact {
    /// What is needed, in a sentence.
    #[must_use]
    pub fn says(&self, terminology: &Terminology) -> String {
        match self {
            NeededFact::Indication => "Name the illness that it is for.".to_owned(),
            NeededFact::OneIndication => {
                "Several illnesses are named. Say which one this dose is for.".to_owned()
            }
            NeededFact::Form { of, one_of } => format!(
                "{} has several forms with different doses. Say which one it is: {}.",
                name(terminology, *of),
                list(terminology, one_of)
            ),
            NeededFact::MildOrSevere { of } => {
                format!("Say whether {} is mild or severe.", name(terminology, *of))
            }
            NeededFact::Age => "Tell the date of birth.".to_owned(),
            NeededFact::ExactAge => "Tell the date of birth more exactly.".to_owned(),
            NeededFact::Weight => "Tell the body weight.".to_owned(),
            NeededFact::WeightDay => "Tell on which day the weight was measured.".to_owned(),
            NeededFact::WeightNotInFuture => {
                "The weight is dated after today. Correct its date.".to_owned()
            }
            NeededFact::OneWeight => {
                "Two weights of one day differ. Say which one is right.".to_owned()
            }
            NeededFact::NewerWeight { measured, at_most } => format!(
                "The last weight is of {measured}. For this age it may be {at_most} old. Weigh again."
            ),
            NeededFact::ConfirmedWeight { previous, now, ask } => {
                format!("The weight was {previous} and is now {now}. {}", ask.says())
            }
            NeededFact::WhetherSplit => {
                "The text does not say whether the daily dose may be split.".to_owned()
            }
            NeededFact::Syringe => "The text does not say what the syringe measures.".to_owned(),
            NeededFact::Limits => "The text states no dose for this person.".to_owned(),
            NeededFact::SmallerNumbers => "This amount cannot be worked with. Check it.".to_owned(),
        }
    }
}

impl DoseFlag {
    /// The statement, where the flag comes from one of its own.
    #[must_use]
    pub fn because(&self) -> Option<StatementNo> {
        match self {
            DoseFlag::PartDose { because }
            | DoseFlag::Beside { because, .. }
            | DoseFlag::After { because, .. } => Some(*because),
            DoseFlag::NotByWeight
            | DoseFlag::AnotherAmount { .. }
            | DoseFlag::BelowStart { .. }
            | DoseFlag::AboveStart { .. }
            | DoseFlag::Overridden { .. }
            | DoseFlag::MildFormTaken
            | DoseFlag::WeightChanged { .. }
            | DoseFlag::FarFromLast { .. } => None,
        }
    }

    /// What to look at, in a sentence.
    #[must_use]
    pub fn says(&self, terminology: &Terminology) -> String {
        match self {
            DoseFlag::NotByWeight => {
                "In this illness the dose is flat and does not go by weight.".to_owned()
            }
            DoseFlag::AnotherAmount { asked, fixed } => {
                format!("{asked} was named; the dose is {fixed}. The prescriber confirms it.")
            }
            DoseFlag::BelowStart { start } => format!("It is below the starting range, {start}."),
            DoseFlag::AboveStart { start } => {
                format!("It is above the starting range, {start}: reached in steps.")
            }
            DoseFlag::Overridden { up_to } => {
                format!("It is above the most; a prescriber allows up to {up_to} with a reason.")
            }
            DoseFlag::WeightChanged { previous, now } => {
                format!("The weight was {previous} and is now {now}. Check it.")
            }
            DoseFlag::MildFormTaken => {
                "Mild or severe is not known; the limits of the mild form were kept.".to_owned()
            }
            DoseFlag::PartDose { .. } => {
                "It is a part of a syringe. A nurse or pharmacist must show how to set it."
                    .to_owned()
            }
            DoseFlag::FarFromLast { previous, jump } => {
                let how = match jump {
                    DoseJump::FarAbove => "far above",
                    DoseJump::FarBelow => "far below",
                    DoseJump::InOrder => "near",
                };
                format!("It is {how} the dose of now, {previous}. Stop and check it.")
            }
            DoseFlag::Beside { medicine, .. } => format!(
                "The label gives it together with {}, which is not told to be taken.",
                name(terminology, *medicine)
            ),
            DoseFlag::After { medicines, .. } => format!(
                "The label gives it when {} did not help enough; that one was used is not told.",
                list(terminology, medicines)
            ),
        }
    }
}

impl Proposal {
    /// The statement.
    #[must_use]
    pub fn because(&self) -> StatementNo {
        match self {
            Proposal::Interval { because, .. }
            | Proposal::Care { because }
            | Proposal::NoChange { because } => *because,
        }
    }

    /// What to weigh, in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Proposal::Interval { days, strength, .. } => {
                let how = match strength {
                    Some(Strength::Must) => "Required",
                    Some(Strength::Should) => "Advised",
                    Some(Strength::Consider) | None => "To consider",
                };
                let every = match days {
                    2 => "every other day".to_owned(),
                    days => format!("once every {days} days"),
                };
                format!("{how}: the prescribed dose {every}.")
            }
            Proposal::Care { .. } => "Care is needed; the source gives no number.".to_owned(),
            Proposal::NoChange { .. } => "The source changes nothing here.".to_owned(),
        }
    }
}

impl CheckedThing {
    /// What was found, in a sentence.
    #[must_use]
    pub fn says(&self, terminology: &Terminology) -> String {
        match self {
            CheckedThing::NoPrescription => "There is no prescription that holds today.".to_owned(),
            CheckedThing::MissingPart(factor) => {
                let part = match factor {
                    Factor::Indication => "the illness",
                    Factor::Weight => "the body weight",
                    Factor::Strength => "the amount of a dose",
                    Factor::DosesADay => "the number of doses a day",
                    Factor::Interval => "the time between doses",
                };
                format!("The prescription does not tell {part}.")
            }
            CheckedThing::Refused(refusal) => refusal.says(terminology),
            CheckedThing::Needs(need) => need.says(terminology),
            CheckedThing::Flag(flag) => flag.says(terminology),
            CheckedThing::NotMeasurable { each: Some(each) } => {
                format!("The syringe has no mark for {each}.")
            }
            CheckedThing::NotMeasurable { each: None } => {
                "No mark of the syringe lies in the range.".to_owned()
            }
            CheckedThing::TimesADay(times) => {
                format!("It is given {times} times a day; the text does not say so.")
            }
            CheckedThing::LongerInterval { days } => {
                format!("It is given every {days} days; nothing known asks for that.")
            }
            CheckedThing::Weigh(proposal) => proposal.says(),
            CheckedThing::NotWithoutClearance => {
                "It is not called checked without a creatinine clearance.".to_owned()
            }
            CheckedThing::ReviewAtVisits => "It has no end. Review it at each visit.".to_owned(),
        }
    }
}
