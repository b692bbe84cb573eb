//! Times as people write them in a flag: `2026-05-02T15:00[America/Chicago]`.

use jiff::ZonedDateTime;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// A year outside of these is a slip of the finger: nobody alive was born before, and no plan
/// reaches beyond.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// A day and time of day, with the zone or the offset when one was written.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    local: DateTime,
    zone: Option<TimeZone>,
    offset: Option<Offset>,
}

impl std::str::FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Moment, String> {
        let pieces = Pieces::parse(text).map_err(|_| unreadable(text))?;
        let Some(time) = pieces.time() else {
            return Err(format!("the time of day is missing: write {text}T08:00"));
        };
        sane_year(pieces.date())?;
        let zone = pieces
            .to_time_zone()
            .map_err(|_| "this time zone is not known: write one such as [America/Chicago]")?;
        let named = pieces.time_zone_annotation().is_some();
        Ok(Moment {
            local: pieces.date().to_datetime(time),
            zone: if named { zone } else { None },
            offset: pieces.to_numeric_offset(),
        })
    }
}

impl Moment {
    /// Whether a zone or an offset was written with it.
    pub(crate) fn names_its_zone(&self) -> bool {
        self.zone.is_some() || self.offset.is_some()
    }

    /// Whether an offset was written and no place: its days are counted at that offset.
    pub(crate) fn has_only_an_offset(&self) -> bool {
        self.zone.is_none() && self.offset.is_some()
    }

    /// The moment, in the zone that was written or else in this one.
    ///
    /// # Errors
    /// A sentence, for a time that the clocks skip or show twice, and for an offset that the zone
    /// does not have at that time.
    pub(crate) fn in_zone(&self, zone: &TimeZone) -> Result<ZonedDateTime, String> {
        match (&self.zone, self.offset) {
            (Some(zone), Some(offset)) => at_offset(self.local, offset, zone),
            (None, Some(offset)) => at_offset(self.local, offset, &TimeZone::fixed(offset)),
            (Some(zone), None) => unambiguous(self.local, zone),
            (None, None) => unambiguous(self.local, zone),
        }
    }
}

fn at_offset(local: DateTime, offset: Offset, zone: &TimeZone) -> Result<ZonedDateTime, String> {
    let moment = offset
        .to_timestamp(local)
        .map_err(|_| "this time is too far away to count with".to_owned())?;
    if zone.to_offset(moment) != offset {
        return Err(format!(
            "{} is not at {offset} then: leave out {offset}, or correct it",
            name(zone)
        ));
    }
    Ok(moment.to_zoned_datetime(zone.clone()))
}

fn unambiguous(local: DateTime, zone: &TimeZone) -> Result<ZonedDateTime, String> {
    let found = zone.to_ambiguous_zoned_datetime(local);
    let place = name(zone);
    match found.offset() {
        AmbiguousOffset::Unambiguous { .. } => found
            .unambiguous()
            .map_err(|_| "this time is too far away to count with".to_owned()),
        AmbiguousOffset::Gap { .. } => Err(format!(
            "there was no {} in {place} on that day: the clocks went forward; write a time before or after",
            local.time().strftime("%H:%M")
        )),
        AmbiguousOffset::Fold { before, after } => Err(format!(
            "the clocks of {place} showed {} twice on that day: write {local:.0}{before}[{place}] for the first or {local:.0}{after}[{place}] for the second",
            local.time().strftime("%H:%M")
        )),
    }
}

/// What a zone is called.
pub(crate) fn name(zone: &TimeZone) -> String {
    match zone.iana_name() {
        Some(name) => name.to_owned(),
        None => zone
            .to_fixed_offset()
            .map_or_else(|_| "this zone".to_owned(), |offset| offset.to_string()),
    }
}

/// A calendar day, as in `2026-05-01`.
///
/// # Errors
/// A sentence that says how to write one.
pub(crate) fn date(text: &str) -> Result<Date, String> {
    let pieces = Pieces::parse(text).map_err(|_| unreadable_date(text))?;
    if pieces.time().is_some() || text.contains('[') {
        return Err(format!(
            "only the day is asked for: write {}",
            pieces.date()
        ));
    }
    sane_year(pieces.date())?;
    Ok(pieces.date())
}

fn sane_year(date: Date) -> Result<(), String> {
    if YEARS.contains(&date.year()) {
        Ok(())
    } else {
        Err(format!("is the year {} right?", date.year()))
    }
}

fn unreadable_date(text: &str) -> String {
    if text.contains(['/', '.']) {
        return "day and month could be mixed up: write year-month-day, as in 2026-05-01"
            .to_owned();
    }
    "this is not a day of the calendar: write year-month-day, as in 2026-05-01".to_owned()
}

fn unreadable(text: &str) -> String {
    if text.contains('/') && !text.contains('[') {
        return unreadable_date(text);
    }
    "this is not a time: write it as 2026-05-02T15:00[America/Chicago]".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let zone = TimeZone::get("America/Chicago").unwrap();
        let moment: Moment = text.parse()?;
        moment.in_zone(&zone).map(|at| at.to_string())
    }

    #[test]
    fn a_time_is_read_in_its_own_zone_or_in_the_one_around_it() {
        assert_eq!(
            read("2026-05-02T15:00[Europe/Berlin]").unwrap(),
            "2026-05-02T15:00:00+02:00[Europe/Berlin]"
        );
        assert_eq!(
            read("2026-05-02T15:00").unwrap(),
            "2026-05-02T15:00:00-05:00[America/Chicago]"
        );
        assert_eq!(
            read("2026-05-02T15:00Z").unwrap(),
            "2026-05-02T15:00:00+00:00[UTC]"
        );
        assert_eq!(
            read("2026-05-02 15:00-05:00").unwrap(),
            "2026-05-02T15:00:00-05:00[-05:00]"
        );
    }

    #[test]
    fn a_time_that_does_not_exist_or_exists_twice_is_not_guessed() {
        assert!(
            read("2026-03-08T02:30")
                .unwrap_err()
                .contains("went forward")
        );
        let twice = read("2026-11-01T01:30").unwrap_err();
        assert!(
            twice.contains("2026-11-01T01:30:00-05[America/Chicago]"),
            "{twice}"
        );
        assert_eq!(
            read("2026-11-01T01:30:00-06[America/Chicago]").unwrap(),
            "2026-11-01T01:30:00-06:00[America/Chicago]"
        );
        assert!(read("2026-05-02T15:00-06:00[America/Chicago]").is_err());
    }

    #[test]
    fn a_day_is_not_a_time_and_the_wrong_order_is_refused() {
        assert!(read("2026-05-02").unwrap_err().contains("time of day"));
        assert!(date("2026-05-02T10:00").is_err());
        assert!(date("05/02/2026").unwrap_err().contains("mixed up"));
        assert!(date("2026-02-30").is_err());
        assert!(date("0206-05-02").is_err());
    }
}
