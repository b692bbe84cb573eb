//! What was prescribed and what was given.

use std::num::NonZeroU8;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use quantity::{ClockSpan, DosePerWeight, Mass};
use terminology::ConceptId;

use crate::stock::Item;

/// A prescription as the prescriber wrote it (statement `dose.factors`: none of its parts has a
/// silent default).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prescription {
    /// What for.
    pub indication: Option<ConceptId>,
    /// How much; none when nobody has told.
    pub amount: Option<Amount>,
    /// How often; none when nobody has told.
    pub frequency: Option<Frequency>,
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

/// A prescriber goes beyond a limit of the monograph, with a reason (statement `dose.nomid-max`).
/// An override without a reason or without a name counts for nothing. When it was given is the
/// `when` of its fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The id of the statement whose limit is gone beyond, such as `dose.nomid-max`.
    pub statement: Arc<str>,
    /// Up to which amount a day for each kg of body weight, when the limit is a dose by weight.
    pub up_to: Option<DosePerWeight>,
    /// Who decided it.
    pub by: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
}

/// One injection that did happen. The time is the `when` of its fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Administration {
    /// How much, when it is known.
    pub amount: Option<Mass>,
    /// Where on the body, when it is known.
    pub site: Option<Site>,
    /// The lot of the syringe.
    pub lot: Option<Arc<str>>,
    /// Which syringe of the supply was used, when it is known.
    pub syringe: Option<Item>,
}

/// A place on the body: an area, and a cell of the grid that lies over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The area, such as the outer side of the left thigh.
    pub area: ConceptId,
    /// The cell; none when only the area is known.
    pub cell: Option<Cell>,
}

/// A cell of the grid over an area, counted from 0 at its upper left as its picture shows it. How
/// far apart two cells lie is a rule of kind `area`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The row, from the top.
    pub row: u8,
    /// The column, from the left.
    pub column: u8,
}

/// How the skin of a site is. When it was seen is the `when` of its fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkinSeen {
    /// Where.
    pub site: Site,
    /// What was seen.
    pub skin: Skin,
}

/// What was seen on the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skin {
    /// It hurts, also when it is touched.
    Sore,
    /// It is bruised.
    Bruised,
    /// It is red.
    Red,
    /// It is hard, or has a lump.
    Hard,
    /// It itches or swells.
    Reacting,
    /// It reacted severely.
    SevereReaction,
    /// It has a scar.
    Scar,
    /// It has stretch marks.
    StretchMarks,
    /// A vein can be seen.
    Vein,
    /// The person, or who helps, sees that it is well again.
    Cleared,
    /// A doctor or nurse says that it may be used again.
    ClearedByDoctor,
}
