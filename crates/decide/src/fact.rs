//! One dated thing that somebody said or measured, and where it comes from.

use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use quantity::Quantity;
use terminology::ConceptId;

use crate::stock::{Handled, Package};
use crate::treatment::{Administration, Override, Prescription, SkinSeen};
use crate::triage::Report;

/// One fact about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What is so.
    pub what: What,
    /// When it was so, was measured or was said; none when nobody told.
    pub when: Option<When>,
    /// Where it comes from, such as `MedicationRequest/12` or `--weight`.
    pub from: Origin,
}

/// Where a fact comes from: a resource of a record, a flag of a command, a person.
pub type Origin = Arc<str>;

/// What is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The date of birth, as exactly as it is known.
    Born(When),
    /// The sex that a laboratory formula asks for.
    Sex(Sex),
    /// What the medicine is, or is to be, prescribed for.
    Indication(ConceptId),
    /// A condition, or a state such as pregnancy.
    Condition {
        /// Which.
        condition: ConceptId,
        /// Whether it is present.
        state: State,
    },
    /// An allergy to a substance.
    Allergy {
        /// To what.
        substance: ConceptId,
        /// Whether it is present.
        state: State,
    },
    /// A medicine that is taken, was taken or is planned.
    Medicine(MedicineUse),
    /// A vaccine that was given or is planned. The day is the `when` of the fact.
    Vaccine {
        /// Which; none when it was not recognised.
        vaccine: Option<ConceptId>,
        /// Its words in the record.
        text: Arc<str>,
        /// Given or planned.
        status: VaccineStatus,
    },
    /// A measured value: a laboratory result, a weight, a height, a temperature.
    Measured {
        /// Of what.
        test: ConceptId,
        /// The value, in the canonical unit of the test.
        value: Quantity,
    },
    /// Somebody said that a list is whole: what is not on it is not there.
    Complete(List),
    /// A prescription of the medicine of the monograph.
    Prescription(Prescription),
    /// An injection of the medicine of the monograph.
    Administration(Administration),
    /// A prescriber goes beyond a limit of the monograph, knowingly.
    Override(Override),
    /// How the skin of a site is.
    Skin(SkinSeen),
    /// A pack of syringes at home.
    Package(Package),
    /// Something that happened to syringes.
    Handled(Handled),
    /// How full the sharps container is, in percent.
    SharpsFill(Quantity),
    /// A sign that the person reports. When it was reported is the `when` of its fact.
    Symptom(Report),
    /// The person was at a visit with the doctor; the day is the `when` of the fact.
    Visit,
    /// The country where the person is, by its two letters of ISO 3166.
    Country(Arc<str>),
}

/// A moment or day, as exactly as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Some day of a year.
    Year(i16),
    /// Some day of a month; the date is the first of it.
    Month(Date),
    /// A day.
    Day(Date),
    /// A moment, with its zone.
    At(ZonedDateTime),
}

impl When {
    /// The earliest day that it can be.
    #[must_use]
    pub fn earliest(&self) -> Date {
        match self {
            When::Year(year) => Date::new(*year, 1, 1).unwrap_or(Date::MIN),
            When::Month(first) => first.first_of_month(),
            When::Day(day) => *day,
            When::At(at) => at.date(),
        }
    }

    /// The latest day that it can be.
    #[must_use]
    pub fn latest(&self) -> Date {
        match self {
            When::Year(year) => Date::new(*year, 12, 31).unwrap_or(Date::MAX),
            When::Month(first) => first.last_of_month(),
            When::Day(day) => *day,
            When::At(at) => at.date(),
        }
    }
}

/// Sex, for formulas that ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is there now.
    Present,
    /// It was there and is not now: resolved, in remission, in the history.
    Past,
    /// It was asked for and is not there.
    Absent,
    /// It was asked for and the person is not sure.
    NotSure,
}

/// A medicine of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicineUse {
    /// Which; none when it was not recognised.
    pub medicine: Option<ConceptId>,
    /// Its words in the record.
    pub text: Arc<str>,
    /// Whether it is taken.
    pub status: MedicineStatus,
    /// Since when, when it is known.
    pub start: Option<When>,
    /// Until when, when it is known.
    pub end: Option<When>,
    /// By whom and when the doctor cleared it beside the medicine of the monograph; none: not cleared yet.
    pub cleared: Option<(Arc<str>, When)>,
}

/// Whether a medicine is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MedicineStatus {
    /// It is taken now.
    Taking,
    /// It is ordered or planned and not begun.
    Planned,
    /// It is on hold.
    OnHold,
    /// It was taken and was stopped.
    Stopped,
    /// It was asked for and is not taken.
    NotTaken,
    /// The record does not say.
    Unknown,
}

/// Whether a vaccine was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VaccineStatus {
    /// It was given.
    Given,
    /// It is planned or recommended.
    Planned,
    /// It was not given.
    NotGiven,
}

/// A list that somebody can call whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// All medicines.
    Medicines,
    /// All allergies.
    Allergies,
    /// All conditions.
    Conditions,
    /// All vaccines, given and planned.
    Vaccines,
}
