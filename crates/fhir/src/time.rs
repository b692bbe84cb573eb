//! Dates and moments as FHIR writes them.

use decide::When;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::element::Element;
use crate::report::Report;

/// Reads `2026`, `2026-05`, `2026-05-01` or a moment with its offset. A partial date stays partial.
///
/// A moment is shown in the zone of the person; its offset says which moment it is.
pub(crate) fn read(text: &str, zone: &TimeZone) -> Result<When, String> {
    let wrong = || format!("`{text}` is not a date as FHIR writes it");
    match text.len() {
        4 => year(text).map(When::Year).ok_or_else(wrong),
        7 => month(text).map(When::Month).ok_or_else(wrong),
        10 => day(text).map(When::Day).ok_or_else(wrong),
        _ => moment(text, zone).ok_or_else(wrong),
    }
}

fn year(text: &str) -> Option<i16> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn month(text: &str) -> Option<Date> {
    day(&format!("{text}-01"))
}

fn day(text: &str) -> Option<Date> {
    let shaped = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (shaped && text.len() == 10)
        .then(|| text.parse().ok())
        .flatten()
}

fn moment(text: &str, zone: &TimeZone) -> Option<When> {
    let (date, time) = text.split_once('T')?;
    day(date)?;
    if !time.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(When::At(moment.to_zoned_datetime(zone.clone())));
    }
    // Without an offset it is a time on somebody's clock, and only its day is certain.
    let clock: DateTime = text.parse().ok()?;
    Some(When::Day(clock.date()))
}

/// Whether a moment lacks its offset, so that only its day was read.
fn lacks_offset(text: &str, when: &When) -> bool {
    text.len() > 10 && matches!(when, When::Day(_))
}

/// Reads the date of a key. What is no date is reported.
pub(crate) fn at(
    element: &Element<'_>,
    key: &str,
    zone: &TimeZone,
    report: &mut Report,
) -> Option<When> {
    let text = element.text(key)?;
    match read(text, zone) {
        Ok(when) => {
            if lacks_offset(text, &when) {
                let why = "the time has no offset, so that only the day is read";
                report.unread(element.path(key), why);
            }
            Some(when)
        }
        Err(why) => {
            report.unread(element.path(key), why);
            None
        }
    }
}

/// Reads `start` and `end` of a period.
pub(crate) fn period(
    element: &Element<'_>,
    key: &str,
    zone: &TimeZone,
    report: &mut Report,
) -> (Option<When>, Option<When>) {
    let Some(period) = element.one(key) else {
        return (None, None);
    };
    let start = at(&period, "start", zone, report);
    let end = at(&period, "end", zone, report);
    (start, end)
}

/// The civil day of a date that is known to the day.
pub(crate) fn exact_day(when: &When) -> Option<Date> {
    match when {
        When::Day(day) => Some(*day),
        When::At(moment) => Some(moment.date()),
        When::Year(_) | When::Month(_) => None,
    }
}
