//! The answers to "how much?".

use std::num::NonZeroU8;

use jiff::civil::Date;
use monograph::{StatementNo, Strength};
use quantity::{BodyWeight, CalendarSpan, DailyDose, DosePerWeight, Mass, Range};
use terminology::ConceptId;

use crate::clearance::KidneyFunction;
use crate::dose::syringe::Injection;
use crate::guard::{DoseJump, WeightAsk};

/// The answer to "how much?". There is a number only where everything that it rests on is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoseAnswer {
    /// A dose that the syringe measures.
    Dose(Box<Dose>),
    /// Nobody said how much: these marks lie in the starting range.
    Choices {
        /// The starting range, in mg a day.
        range: Range<DailyDose>,
        /// Doses a day.
        doses_a_day: NonZeroU8,
        /// What the syringe measures inside it; none when no mark fits.
        marks: Vec<Choice>,
    },
    /// The syringe cannot measure it inside the range. The neighbours are shown; none is chosen.
    NotMeasurable {
        /// What was asked, in mg a day.
        wanted: DailyDose,
        /// Doses a day.
        doses_a_day: NonZeroU8,
        /// The range that a dose must lie in.
        allowed: Range<DailyDose>,
        /// The lowest mark of the syringe.
        lowest_mark: Mass,
        /// The next mark below.
        below: Option<Choice>,
        /// The next mark above.
        above: Option<Choice>,
    },
    /// The text rules it out.
    Refused {
        /// Why. Never empty.
        reasons: Vec<Refusal>,
    },
    /// Something must be known first.
    CannotJudge {
        /// What. Never empty.
        needs: Vec<NeededFact>,
    },
}

/// A mark of the syringe beside the dose by weight that it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Each dose.
    pub each: Mass,
    /// The injections of one dose.
    pub injections: Vec<Injection>,
    /// The daily dose for each kg of body weight, of this mark.
    pub per_kg: DosePerWeight,
}

/// A dose with everything that a reviewer needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dose {
    /// Each dose, in mg.
    pub each: Mass,
    /// Doses on a day of injection.
    pub doses_a_day: NonZeroU8,
    /// Days from one day of injection to the next: 1 is daily. A longer interval is only proposed.
    pub interval_days: NonZeroU8,
    /// The dose of a day.
    pub daily: DailyDose,
    /// What was asked for, in mg a day, before it was rounded to a mark.
    pub asked: DailyDose,
    /// The injections of one dose, each from a syringe of its own.
    pub injections: Vec<Injection>,
    /// What is left in the last syringe of one dose, to be thrown away.
    pub waste: Mass,
    /// The weight that it goes by, and what it comes to; none for a flat dose.
    pub by_weight: Option<DoseByWeight>,
    /// What a prescriber should weigh.
    pub proposals: Vec<Proposal>,
    /// Whether the dose may be called checked.
    pub checked: Checked,
    /// Kidney function.
    pub kidney: KidneyFunction,
    /// What to look at.
    pub flags: Vec<DoseFlag>,
}

impl Dose {
    /// The number of syringes for one dose.
    #[must_use]
    pub fn syringes(&self) -> usize {
        self.injections.len()
    }
}

/// What a dose by weight comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseByWeight {
    /// The weight that the dose goes by.
    pub weight: BodyWeight,
    /// The day of the weight.
    pub weighed: Date,
    /// The daily dose for each kg of body weight, of the rounded dose.
    pub per_kg: DosePerWeight,
    /// The range inside which the dose was rounded.
    pub allowed: Range<DailyDose>,
    /// The most a day for this weight.
    pub most: DailyDose,
    /// How the dose may be raised; none where the text names no step.
    pub steps: Option<Steps>,
    /// The dose that most people stay on, for this weight, where the text names one.
    pub usual: Option<Range<DailyDose>>,
}

/// How a dose may be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// By how much a day, for this weight.
    pub by: Range<DailyDose>,
    /// Within what time, where the text says so.
    pub within: Option<Range<CalendarSpan>>,
    /// The doses that the syringe measures one step up, none above the most.
    pub next: Vec<Choice>,
}

/// What a prescriber should weigh. It changes nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// The prescribed dose once every so many calendar days.
    Interval {
        /// Days.
        days: u32,
        /// How strongly the source says it.
        strength: Option<Strength>,
        /// The statement.
        because: StatementNo,
    },
    /// Care is needed; the source gives no number.
    Care {
        /// The statement.
        because: StatementNo,
    },
    /// The source changes nothing here.
    NoChange {
        /// The statement.
        because: StatementNo,
    },
}

/// Whether a dose may be called checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// Everything that the text asks for is known.
    Yes,
    /// Not before the prescriber confirms an amount that is not the flat dose of the text.
    NotUntilConfirmed {
        /// The statement.
        because: StatementNo,
    },
    /// Not before the creatinine clearance is known.
    NotWithoutClearance {
        /// The statement.
        because: StatementNo,
    },
}

/// What to look at beside a dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoseFlag {
    /// The illness has a flat dose: an amount by weight was asked for and is not used.
    NotByWeight,
    /// The illness has a flat dose, and another amount was asked for: the prescriber confirms it.
    AnotherAmount {
        /// What was asked.
        asked: DailyDose,
        /// The flat dose.
        fixed: DailyDose,
    },
    /// It is below the starting range.
    BelowStart {
        /// The starting range.
        start: Range<DailyDose>,
    },
    /// It is above the starting range: reached in steps, not at the start.
    AboveStart {
        /// The starting range.
        start: Range<DailyDose>,
    },
    /// It is above the most of the text; a prescriber went beyond it with a reason.
    Overridden {
        /// Up to which dose a day.
        up_to: DailyDose,
    },
    /// The weight differs from the one before by more than the guard: read it back.
    WeightChanged {
        /// The weight before.
        previous: BodyWeight,
        /// The weight now.
        now: BodyWeight,
    },
    /// The form of the illness is not known; the limits of the mild form were kept.
    MildFormTaken,
    /// A part of a syringe: a nurse or pharmacist must show how it is set.
    PartDose {
        /// The statement.
        because: StatementNo,
    },
    /// It is far from the dose that is prescribed now: stop and ask.
    FarFromLast {
        /// The dose that is prescribed now.
        previous: Mass,
        /// How far.
        jump: DoseJump,
    },
    /// The label uses it beside this medicine, which is not on the list.
    Beside {
        /// The medicine.
        medicine: ConceptId,
        /// How strongly the source says it.
        strength: Option<Strength>,
        /// The statement.
        because: StatementNo,
    },
    /// The label uses it when one of these did not help enough; that one was used is
    /// not told.
    After {
        /// The medicines or classes.
        medicines: Vec<ConceptId>,
        /// The statement.
        because: StatementNo,
    },
}

/// Why the text rules a dose out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The medicine is not used for this condition.
    NotUsedFor {
        /// The condition.
        condition: ConceptId,
        /// The statement.
        because: StatementNo,
    },
    /// The text of this region has no dose for it.
    NoDoseHere {
        /// The condition.
        condition: ConceptId,
        /// The statement.
        because: StatementNo,
    },
    /// The text does not list the condition.
    NotListed {
        /// The condition.
        condition: ConceptId,
    },
    /// It is used in hospital only.
    HospitalOnly {
        /// The condition.
        condition: ConceptId,
        /// The statement.
        because: StatementNo,
    },
    /// The person is too young.
    TooYoung {
        /// From which age on it is used.
        lowest: CalendarSpan,
        /// The statement.
        because: StatementNo,
    },
    /// The person is too light.
    TooLight {
        /// The weight.
        weight: BodyWeight,
        /// From which weight on it is used.
        lowest: BodyWeight,
        /// The statement.
        because: StatementNo,
    },
    /// It is above the most a day: stopped until a prescriber overrides it with a reason.
    AboveMax {
        /// What was asked, in mg a day.
        asked: DailyDose,
        /// The most, in mg a day.
        most: DailyDose,
        /// The statement, which an override names.
        because: StatementNo,
    },
    /// It is above the flat dose: stopped until a prescriber overrides it with a reason.
    AboveFixed {
        /// What was asked, in mg a day.
        asked: DailyDose,
        /// The flat dose, in mg a day.
        fixed: DailyDose,
        /// The statement.
        because: StatementNo,
    },
    /// The daily dose is not split.
    NotSplit {
        /// The statement.
        because: StatementNo,
    },
}

/// What must be known before there is a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeededFact {
    /// What the medicine is for.
    Indication,
    /// One indication: several are told.
    OneIndication,
    /// Which form of the illness it is.
    Form {
        /// The illness.
        of: ConceptId,
        /// Its forms.
        one_of: Vec<ConceptId>,
    },
    /// Whether the illness is mild or severe.
    MildOrSevere {
        /// The illness.
        of: ConceptId,
    },
    /// The date of birth.
    Age,
    /// The date of birth more exactly: as it is known, it leaves open which rule holds.
    ExactAge,
    /// A body weight.
    Weight,
    /// The day of the weight.
    WeightDay,
    /// A weight that is not dated after today.
    WeightNotInFuture,
    /// One weight: two of one day differ.
    OneWeight,
    /// A weight that is not too old.
    NewerWeight {
        /// When it was measured.
        measured: Date,
        /// How old it may be.
        at_most: CalendarSpan,
    },
    /// The weight once more: it looks like a slip.
    ConfirmedWeight {
        /// The weight before.
        previous: BodyWeight,
        /// The weight now.
        now: BodyWeight,
        /// What to ask.
        ask: WeightAsk,
    },
    /// Whether the daily dose may be split: the text does not say.
    WhetherSplit,
    /// What the syringe holds and measures: the text does not say.
    Syringe,
    /// A starting range and a maximum: the text does not say.
    Limits,
    /// Numbers that can be worked with.
    SmallerNumbers,
}

/// Why no dose was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoDose {
    /// The text rules it out.
    Refused(Vec<Refusal>),
    /// Something must be known first.
    Needs(NeededFact),
}

impl From<NoDose> for DoseAnswer {
    fn from(none: NoDose) -> DoseAnswer {
        match none {
            NoDose::Refused(reasons) => DoseAnswer::Refused { reasons },
            NoDose::Needs(need) => DoseAnswer::CannotJudge { needs: vec![need] },
        }
    }
}
