//! What is at home: packs, what happened to their syringes, and the sharps container.

use std::num::NonZeroU16;
use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::Region;
use quantity::Temperature;

/// A pack of syringes. When it was received is the `when` of its fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// A name for it that the record makes, so that events can say which pack they mean.
    pub id: Arc<str>,
    /// The lot, as it is printed.
    pub lot: Option<Arc<str>>,
    /// The month that is printed after EXP; any day of it. What it means is a rule (`eu.expiry`).
    pub expiry: Option<Date>,
    /// How many syringes it held.
    pub count: NonZeroU16,
    /// Whose leaflet lies in the box, when somebody looked.
    pub leaflet: Option<Region>,
}

/// One syringe of a pack, or all of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// The [`Package::id`].
    pub package: Arc<str>,
    /// Which syringe, from 1; none means the whole pack.
    pub syringe: Option<NonZeroU16>,
}

/// Something that happened to syringes at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// To which.
    pub item: Item,
    /// What.
    pub how: Handling,
}

/// What happened to a syringe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handling {
    /// Its seal was broken.
    Opened,
    /// It was frozen, or may have been.
    Frozen,
    /// It was shaken.
    Shaken,
    /// It was dropped.
    Dropped,
    /// It stood in light without its box.
    InLight,
    /// It was out of the refrigerator.
    Out(Outing),
    /// It was thrown away.
    Discarded,
    /// It was used for an injection.
    Used,
}

/// A time out of the refrigerator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outing {
    /// From when on; none when nobody knows.
    pub from: Option<ZonedDateTime>,
    /// Until when.
    pub until: Return,
    /// The warmest that it got, when somebody measured it.
    pub warmest: Option<Temperature>,
}

/// Whether a syringe went back into the refrigerator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Return {
    /// It is still out.
    StillOut,
    /// It went back.
    Back(ZonedDateTime),
    /// It went back, and nobody knows when.
    SomeTime,
}
