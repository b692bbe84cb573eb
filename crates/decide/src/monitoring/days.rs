//! The days of a plan, and what was done on which of them.

use jiff::civil::Date;
use monograph::{Monitor, Rule};
use quantity::CalendarSpan;

use super::{Due, Start, Status};
use crate::situation::{after, before};

/// A day against today.
pub(super) fn status(day: Date, today: Date) -> Status {
    match day.cmp(&today) {
        std::cmp::Ordering::Less => Status::Overdue { since: day },
        std::cmp::Ordering::Equal => Status::DueNow,
        std::cmp::Ordering::Greater => Status::Upcoming,
    }
}

/// What is due in some days before the start. Once the treatment has begun without it, it is still
/// to be done, and a later value stands in for it.
pub(super) fn before_start(
    start: Start,
    span: CalendarSpan,
    done: &[Date],
    today: Date,
) -> (Due, Status) {
    let day = start.day();
    let last = day.unwrap_or(today);
    let first = before(last, span);
    let due = Due::BeforeStart(day.map(|day| (first, day)));
    let in_time = done.iter().rev().find(|d| **d >= first && **d <= last);
    let later = done.iter().find(|done| **done > last);
    let status = match (in_time, start) {
        (Some(on), _) => Status::Done { on: *on },
        (None, Start::Began(days)) => match later {
            Some(_) => Status::Missed,
            None => Status::Overdue {
                since: days.earliest(),
            },
        },
        (None, Start::Planned(_)) if first > today => Status::Upcoming,
        (None, Start::Planned(_) | Start::Unknown) => Status::DueNow,
    };
    (due, status)
}

/// What is due at days counted from the start, up to the first that lies ahead.
pub(super) fn on_treatment(
    rule: &Rule<Monitor>,
    start: Date,
    done: &[Date],
    today: Date,
) -> Vec<(Due, Status)> {
    let days = due_days(rule, start, today);
    // A value soon after the start is a late one of before the start, where there is such a one.
    let origin = rule.before.map(|_| start);
    let after_start: Vec<Date> = done.iter().copied().filter(|day| *day > start).collect();
    let met = nearest(&days, origin, &after_start);
    // The days from the last one that was met on are still open, and one value settles them.
    let last_met = met.iter().rposition(Option::is_some);
    let open = last_met.map_or(0, |at| at.saturating_add(1));
    let since = days.get(open).copied().filter(|day| *day <= today);
    let last_passed = days.iter().rposition(|day| *day <= today);
    days.iter()
        .zip(&met)
        .enumerate()
        .map(|(at, (day, met))| {
            let status = match (met, since) {
                (Some(on), _) => Status::Done { on: *on },
                (None, Some(since)) if Some(at) == last_passed => status(since, today),
                (None, _) if *day > today => Status::Upcoming,
                (None, _) => Status::Missed,
            };
            (Due::On(*day), status)
        })
        .scan(false, |ahead, (due, status)| {
            // One day ahead is enough.
            let more = !*ahead;
            *ahead |= status == Status::Upcoming;
            more.then_some((due, status))
        })
        .collect()
}

/// The due days from the start up to the second after today, or to the end of the plan: the first
/// may have been done early.
fn due_days(rule: &Rule<Monitor>, start: Date, today: Date) -> Vec<Date> {
    let mut days = Vec::new();
    let last = rule.at.last().copied();
    let end = rule.until.map(|until| after(start, until));
    let fixed = rule.at.iter().map(|span| after(start, *span));
    let again = rule
        .then
        .into_iter()
        .flat_map(|then| (1_u32..).map_while(move |times| repeated(start, last, then, times)));
    let mut ahead = 0_u8;
    for day in fixed.chain(again) {
        let beyond = end.is_some_and(|end| day > end) || days.last() >= Some(&day);
        if beyond || ahead == 2 {
            break;
        }
        days.push(day);
        ahead = ahead.saturating_add(u8::from(day > today));
    }
    days
}

/// The day of the n-th repetition. Months are counted from the start, so that a short month does
/// not pull the later days forward.
fn repeated(
    start: Date,
    last: Option<CalendarSpan>,
    then: CalendarSpan,
    times: u32,
) -> Option<Date> {
    let months = then.months().checked_mul(times)?;
    let days = then.days().checked_mul(times)?;
    let last = last.unwrap_or(CalendarSpan::of_days(0));
    let all_months = CalendarSpan::of_months(last.months().checked_add(months)?);
    let all_days = CalendarSpan::of_days(last.days().checked_add(days)?);
    Some(after(after(start, all_months), all_days))
}

/// For each due day the value that belongs to it: each value belongs to the nearest due day,
/// between two to the earlier one; what is nearer to `origin` belongs to none. Of several the last
/// counts.
fn nearest(days: &[Date], origin: Option<Date>, done: &[Date]) -> Vec<Option<Date>> {
    let mut met = vec![None; days.len()];
    for value in done {
        let far = |day: &Date| {
            day.since(*value)
                .map_or(i32::MAX, |span| span.get_days().abs())
        };
        let near = days
            .iter()
            .enumerate()
            .min_by_key(|(at, day)| (far(day), *at));
        let Some((at, day)) = near else { continue };
        if origin.is_some_and(|origin| far(&origin) <= far(day)) {
            continue;
        }
        if let Some(slot) = met.get_mut(at) {
            *slot = Some(*value);
        }
    }
    met
}
