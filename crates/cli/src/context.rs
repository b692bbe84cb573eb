//! What every question needs beside the person: the text, the names, the region and the time.

use decide::Setting;
use jiff::ZonedDateTime;
use jiff::tz::TimeZone;
use monograph::{Monograph, Region};
use terminology::Terminology;

use crate::args::values::Country;
use crate::args::{GlobalArgs, RegionArg};
use crate::failure::Failure;
use crate::moment::{self, Moment};
use crate::text::Detail;

/// The surroundings of a question.
pub(crate) struct Context {
    pub(crate) region: Region,
    pub(crate) country: Option<Country>,
    pub(crate) at: ZonedDateTime,
    pub(crate) detail: Detail,
    /// What a reader must know about how the input was read.
    pub(crate) notes: Vec<String>,
    pub(crate) terminology: &'static Terminology,
}

impl Context {
    /// Reads the options that every command takes.
    pub(crate) fn new(global: &GlobalArgs) -> Result<Context, Failure> {
        let (at, notes) = time(global.at.as_ref())?;
        Ok(Context {
            region: match global.region {
                RegionArg::Us => Region::Us,
                RegionArg::Eu => Region::Eu,
            },
            country: global.country.clone(),
            detail: if global.full {
                Detail::Full
            } else {
                Detail::Brief
            },
            at,
            notes,
            terminology: Terminology::shipped(),
        })
    }

    /// The monograph that this program carries.
    pub(crate) fn monograph(&self) -> Result<&'static Monograph, Failure> {
        monograph::anakinra().map_err(|problems| {
            Failure::new(format!("{problems}")).instead("run `posology check` to see them")
        })
    }

    /// Where and when the question is asked.
    pub(crate) fn setting<'a>(
        &'a self,
        terminology: &'a Terminology,
    ) -> Result<Setting<'a>, Failure> {
        Ok(Setting {
            monograph: self.monograph()?,
            terminology,
            region: self.region,
            now: &self.at,
        })
    }
}

/// The time to answer for, and what to say about its zone.
fn time(at: Option<&Moment>) -> Result<(ZonedDateTime, Vec<String>), Failure> {
    let Some(moment) = at else {
        return Ok((clock(), Vec::new()));
    };
    let zone = if moment.names_its_zone() {
        TimeZone::UTC
    } else {
        TimeZone::system()
    };
    let at = moment
        .in_zone(&zone)
        .map_err(|why| Failure::new(format!("invalid value for '--at <TIME>': {why}")))?;
    let mut notes = Vec::new();
    if moment.has_only_an_offset() {
        notes.push(format!(
            "--at names no place: days are counted at {} all year",
            moment::name(at.time_zone())
        ));
    } else if !moment.names_its_zone() {
        notes.push(format!(
            "--at names no time zone: read in that of this computer, {}",
            moment::name(at.time_zone())
        ));
    }
    Ok((at, notes))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the program that reads the clock; --at stands instead of it"
)]
fn clock() -> ZonedDateTime {
    ZonedDateTime::now()
}
