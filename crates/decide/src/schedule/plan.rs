//! The planned doses of a prescription, as moments.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{ToSpan as _, ZonedDateTime};
use monograph::{Repeated, SameTime, Skipped, StatementNo};
use quantity::ClockSpan;

use super::{AskWhy, span};
use crate::decision::Basis;
use crate::treatment::{Frequency, Prescription};

/// A planned dose: a usual time on a day, and the moment that this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The calendar day of the plan.
    pub day: Date,
    /// The usual time.
    pub usual: Time,
    /// The moment, in the zone of the person.
    pub at: ZonedDateTime,
    /// What the clocks do to it.
    pub clock: ClockChange,
}

/// What the clocks do to a usual time on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockChange {
    /// Nothing.
    None,
    /// They skip it; the moment is another one.
    Skipped,
    /// It comes twice; the moment is one of the two.
    Repeated,
}

/// What a plan lacks.
pub(super) enum Lacks {
    HowOften,
    UsualTimes,
}

impl Lacks {
    pub(super) fn named(self, asks: StatementNo, basis: &mut Basis) -> AskWhy {
        let (fact, why) = match self {
            Lacks::HowOften => ("frequency", AskWhy::HowOften),
            Lacks::UsualTimes => ("usual-time", AskWhy::UsualTimes),
        };
        basis.misses(fact, None, asks);
        why
    }
}

/// The usual times of a prescription on its days, in a zone.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    times: &'a [Time],
    every_days: i32,
    /// A day with doses. None when it is not known; needed only when not every day has some.
    anchor: Option<Date>,
    start: Option<Date>,
    end: Option<Date>,
    rule: SameTime,
    zone: TimeZone,
}

impl<'a> Plan<'a> {
    pub(super) fn of(
        prescription: &'a Prescription,
        rule: &SameTime,
        zone: &TimeZone,
    ) -> Result<Plan<'a>, Lacks> {
        let (every_days, times) = match prescription.frequency.ok_or(Lacks::HowOften)? {
            Frequency::TimesADay(times) => (1, usize::from(times.get())),
            Frequency::EveryDays(days) => (i32::from(days.get()), 1),
        };
        let mut sorted = prescription.times.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.len() != times || prescription.times.len() != times {
            return Err(Lacks::UsualTimes);
        }
        Ok(Plan {
            times: &prescription.times,
            every_days,
            anchor: prescription.start,
            start: prescription.start,
            end: prescription.end,
            rule: *rule,
            zone: zone.clone(),
        })
    }

    /// Takes the day of the last dose as a day of the plan, where the prescription names no first
    /// day: the day whose usual time the dose was nearest to.
    pub(super) fn anchor_at(&mut self, last: &ZonedDateTime) {
        if self.every_days == 1 || self.anchor.is_some() {
            return;
        }
        let daily = Plan {
            every_days: 1,
            ..self.clone()
        };
        let nearest = match (daily.at_or_before(last), daily.after(last)) {
            (Some(before), Some(after)) if span(&before.at, last) > span(last, &after.at) => {
                Some(after)
            }
            (before, after) => before.or(after),
        };
        self.anchor = nearest.map(|slot| slot.day);
    }

    pub(super) fn knows_days(&self) -> bool {
        self.every_days == 1 || self.anchor.is_some()
    }

    /// The planned doses from a day on, in order, each exactly once.
    pub fn slots(&self, from: Date) -> impl Iterator<Item = Slot> + use<'a> {
        let plan = self.clone();
        let first = self.start.map_or(from, |start| start.max(from));
        let last = self.end.unwrap_or(Date::MAX);
        std::iter::successors(Some(first), |day| day.tomorrow().ok())
            .take_while(move |day| *day <= last)
            .flat_map(move |day| plan.on(day))
    }

    /// The first planned dose after a moment.
    #[must_use]
    pub fn after(&self, moment: &ZonedDateTime) -> Option<Slot> {
        let here = moment.with_time_zone(self.zone.clone());
        // A skipped hour can carry a time of the day before past midnight.
        let from = here.date().yesterday().unwrap_or(here.date());
        self.slots(from)
            .find(|slot| slot.at.timestamp() > moment.timestamp())
    }

    /// The last planned dose at or before a moment.
    #[must_use]
    pub fn at_or_before(&self, moment: &ZonedDateTime) -> Option<Slot> {
        let here = moment.with_time_zone(self.zone.clone());
        let back = self.every_days.saturating_add(2);
        let from = here.date().checked_sub(back.days()).unwrap_or(here.date());
        self.slots(from)
            .take_while(|slot| slot.at.timestamp() <= moment.timestamp())
            .last()
    }

    fn on(&self, day: Date) -> Vec<Slot> {
        let due = match self.anchor {
            _ if self.every_days == 1 => true,
            None => false,
            Some(anchor) => days_between(anchor, day).rem_euclid(self.every_days) == 0,
        };
        if !due || !self.exists(day) {
            return Vec::new();
        }
        let mut slots: Vec<Slot> = self
            .times
            .iter()
            .filter_map(|usual| self.slot(day, *usual))
            .collect();
        slots.sort_by_key(|slot| slot.at.timestamp());
        slots
    }

    /// Whether the zone has this day: an island that crosses the date line skips one.
    fn exists(&self, day: Date) -> bool {
        day.to_zoned_datetime(self.zone.clone())
            .is_ok_and(|start| start.date() == day)
    }

    fn slot(&self, day: Date, usual: Time) -> Option<Slot> {
        let local = self
            .zone
            .to_ambiguous_zoned_datetime(day.to_datetime(usual));
        let (at, clock) = match local.offset() {
            AmbiguousOffset::Unambiguous { .. } => (local.compatible(), ClockChange::None),
            AmbiguousOffset::Gap { .. } => match self.rule.skipped {
                Skipped::AsMuchLater => (local.later(), ClockChange::Skipped),
                Skipped::AsMuchEarlier => (local.earlier(), ClockChange::Skipped),
            },
            AmbiguousOffset::Fold { .. } => match self.rule.repeated {
                Repeated::First => (local.earlier(), ClockChange::Repeated),
                Repeated::Second => (local.later(), ClockChange::Repeated),
            },
        };
        Some(Slot {
            day,
            usual,
            at: at.ok()?,
            clock,
        })
    }

    /// The least time on the clock face between two usual times, over midnight too. None for one.
    pub(super) fn least_apart(&self) -> Option<ClockSpan> {
        const DAY: i64 = 24 * 60 * 60;
        let mut seconds: Vec<i64> = self.times.iter().map(|time| seconds_of(*time)).collect();
        seconds.sort_unstable();
        let over_midnight = seconds.first()?.saturating_add(DAY);
        let next = seconds.iter().skip(1).copied().chain([over_midnight]);
        let least = seconds.iter().zip(next).map(|(a, b)| b - a).min()?;
        let least = u32::try_from(least).ok()?;
        (self.times.len() > 1).then(|| ClockSpan::of_seconds(least))
    }
}

fn seconds_of(time: Time) -> i64 {
    let midnight = Time::midnight();
    midnight.duration_until(time).as_secs()
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
