//! What was prescribed and what was given.

use std::num::NonZeroU8;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use quantity::{ClockSpan, DosePerWeight, Mass};
use terminology::ConceptId;

/// A prescription as the prescriber wrote it (statement `dose.factors`: none of its parts has a
/// silent default).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prescription {
    /// What for.
    pub indication: Option<ConceptId>,
    /// How much.
    pub amount: Amount,
    /// How often.
    pub frequency: Frequency,
    /// The usual local times, in order; as many as doses on a day of injection.
    pub times: Vec<Time>,
    /// From when on.
    pub start: Option<Date>,
    /// The last day, when one was set.
    pub end: Option<Date>,
    /// Who prescribed it.
    pub by: Option<Arc<str>>,
    /// How near the next dose is "close" for this person, when the prescriber has set it.
    pub close: Option<ClockSpan>,
    /// The areas that the prescriber allows; none means those of the monograph.
    pub areas: Option<Vec<ConceptId>>,
}

/// How much is prescribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// So much at each injection.
    EachTime(Mass),
    /// So much a day for each kilogram of body weight.
    PerWeightDaily(DosePerWeight),
}

/// How often it is injected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// So many times a day, every day.
    TimesADay(NonZeroU8),
    /// Once every so many calendar days.
    EveryDays(NonZeroU8),
}

/// One injection that did happen. The time is the `when` of its fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administration {
    /// How much, when it is known.
    pub amount: Option<Mass>,
    /// The area of the body, when it is known.
    pub area: Option<ConceptId>,
    /// The lot of the syringe.
    pub lot: Option<Arc<str>>,
}
