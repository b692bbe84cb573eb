//! Where and when a question is asked.

use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::{Monograph, Region, Regions};
use terminology::Terminology;

/// What every question needs beside the person: the text, the names, the region and the time.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The monograph.
    pub monograph: &'a Monograph,
    /// The names and codes.
    pub terminology: &'a Terminology,
    /// Whose label is followed.
    pub region: Region,
    /// The time, with the zone in which the person lives.
    pub now: &'a ZonedDateTime,
}

impl Setting<'_> {
    /// The calendar day of the person.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// Whether a rule holds in this region.
    #[must_use]
    pub fn holds(&self, regions: Regions) -> bool {
        regions.include(self.region)
    }
}
