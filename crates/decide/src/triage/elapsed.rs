//! How long ago? A day that is not exactly known gives an answer only when every day that it can
//! be gives the same one.

use jiff::civil::Date;
use jiff::{Timestamp, ZonedDateTime};
use monograph::Comparison;
use quantity::{CalendarSpan, ClockSpan, Quantity};

use crate::fact::When;
use crate::situation::Days;
use crate::truth::Truth;

/// Whether the time since `from` compares so with `limit`. Calendar units count days of the
/// calendar, clock units count time. What lies in the future is unknown: it contradicts the question.
pub(super) fn since(from: &When, now: &ZonedDateTime, how: Comparison, limit: Quantity) -> Truth {
    if let Ok(limit) = CalendarSpan::try_from(limit) {
        return in_days(from, now.date(), how, limit);
    }
    match ClockSpan::try_from(limit) {
        Ok(limit) => on_the_clock(from, now, how, limit),
        Err(_) => Truth::Unknown,
    }
}

fn in_days(from: &When, today: Date, how: Comparison, limit: CalendarSpan) -> Truth {
    let days = Days::of(from);
    if days.latest() > today {
        return Truth::Unknown;
    }
    days.since(how, limit, today)
}

fn on_the_clock(from: &When, now: &ZonedDateTime, how: Comparison, limit: ClockSpan) -> Truth {
    let Some((first, last)) = moments(from, now) else {
        return Truth::Unknown;
    };
    let now = now.timestamp();
    if last > now {
        return Truth::Unknown;
    }
    let limit = i64::from(limit.seconds());
    let compare = |from: Timestamp| now.duration_since(from).as_secs().cmp(&limit);
    both(how.holds(compare(first)), how.holds(compare(last)))
}

/// The first and the last moment that it can have been, but none after now.
fn moments(from: &When, now: &ZonedDateTime) -> Option<(Timestamp, Timestamp)> {
    match from {
        When::At(at) => Some((at.timestamp(), at.timestamp())),
        When::Year(_) | When::Month(_) | When::Day(_) => {
            let zone = now.time_zone().clone();
            let start = from
                .earliest()
                .to_zoned_datetime(zone.clone())
                .ok()?
                .timestamp();
            let end = from
                .latest()
                .tomorrow()
                .ok()?
                .to_zoned_datetime(zone)
                .ok()?;
            Some((start, end.timestamp().min(now.timestamp())))
        }
    }
}

fn both(first: bool, last: bool) -> Truth {
    if first == last {
        Truth::from(first)
    } else {
        Truth::Unknown
    }
}
