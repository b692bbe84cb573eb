//! All facts about a person, and what can be read from them: an age, the newest value of a test,
//! the day on which the treatment began.

use std::cmp::Ordering;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use monograph::Comparison;
use quantity::{CalendarSpan, Quantity};
use terminology::ConceptId;

use crate::fact::{Fact, MedicineStatus, MedicineUse, What, When};
use crate::truth::Truth;

/// All facts about a person, in no order that matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    facts: Vec<Fact>,
}

impl Situation {
    /// A situation of these facts.
    #[must_use]
    pub fn new(facts: Vec<Fact>) -> Situation {
        Situation { facts }
    }

    /// The facts.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Between which days was the person born? None when nobody told. Two dates of birth that
    /// differ give all the days from one to the other.
    #[must_use]
    pub fn born(&self) -> Option<Days> {
        let births = self.facts.iter().filter_map(|fact| {
            let What::Born(when) = &fact.what else {
                return None;
            };
            Some(Days::of(when))
        });
        births.reduce(Days::around)
    }

    /// All values of a test, with their facts.
    pub fn measured(&self, test: ConceptId) -> impl Iterator<Item = (&Fact, Quantity)> {
        self.facts.iter().filter_map(move |fact| {
            let What::Measured { test: of, value } = &fact.what else {
                return None;
            };
            (*of == test).then_some((fact, *value))
        })
    }

    /// The newest value of a test. Where two values may both be the newest (the same day, no day,
    /// only a month) all of them are given, and a caller takes the more cautious one.
    pub fn newest(&self, test: ConceptId) -> impl Iterator<Item = (&Fact, Quantity)> {
        let mut newest = Newest::default();
        for (fact, _) in self.measured(test) {
            newest.see(fact.when.as_ref());
        }
        self.measured(test)
            .filter(move |(fact, _)| newest.may_be(fact.when.as_ref()))
    }

    /// Between which days did the treatment with this medicine begin? From injections, from
    /// prescriptions, from its line in the list of medicines; the earliest of them. None when
    /// nobody told.
    #[must_use]
    pub fn start(&self, medicine: ConceptId) -> Option<Days> {
        self.facts
            .iter()
            .filter_map(|fact| started(fact, medicine))
            .reduce(Days::earlier)
    }
}

/// The days on which a fact lets the treatment begin.
pub(crate) fn started(fact: &Fact, medicine: ConceptId) -> Option<Days> {
    if let What::Administration(_) = &fact.what {
        return fact.when.as_ref().map(Days::of);
    }
    if let What::Prescription(prescription) = &fact.what {
        return prescription.start.map(Days::on);
    }
    let What::Medicine(used) = &fact.what else {
        return None;
    };
    let is_it = used.medicine == Some(medicine) && used.status != MedicineStatus::NotTaken;
    used.start.as_ref().filter(|_| is_it).map(Days::of)
}

/// Whether a medicine counts as taken at `today`: also when it is planned, on hold, to be stopped
/// later, or when the record does not say. [`Truth::Unknown`] is the last of these.
#[must_use]
pub fn taken(used: &MedicineUse, today: Date) -> Truth {
    match used.status {
        MedicineStatus::Taking | MedicineStatus::Planned | MedicineStatus::OnHold => Truth::Yes,
        MedicineStatus::Unknown => Truth::Unknown,
        MedicineStatus::NotTaken => Truth::No,
        MedicineStatus::Stopped => {
            let ends_later = used.end.as_ref().is_some_and(|end| end.earliest() > today);
            Truth::from(ends_later)
        }
    }
}

/// The days among which one lies: from the earliest that it can be to the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    earliest: Date,
    latest: Date,
}

impl Days {
    /// The days that a moment or a partial date can mean.
    #[must_use]
    pub fn of(when: &When) -> Days {
        Days {
            earliest: when.earliest(),
            latest: when.latest(),
        }
    }

    /// One day.
    #[must_use]
    pub fn on(day: Date) -> Days {
        Days {
            earliest: day,
            latest: day,
        }
    }

    /// The first of them.
    #[must_use]
    pub fn earliest(self) -> Date {
        self.earliest
    }

    /// The last of them.
    #[must_use]
    pub fn latest(self) -> Date {
        self.latest
    }

    /// Whether it is one day.
    #[must_use]
    pub fn exact(self) -> bool {
        self.earliest == self.latest
    }

    /// Is the time since then `<`, `<=`, `>=` or `>` a calendar span? Yes or no when that holds for
    /// each of the days, else unknown.
    ///
    /// Months are counted in the calendar: a month after 31 January is the last day of February.
    ///
    /// ```
    /// use decide::{Days, Truth, When};
    /// use monograph::Comparison;
    /// use jiff::civil::date;
    ///
    /// let born = Days::of(&When::Year(1961));
    /// let age = |day| born.since(Comparison::AtLeast, "65 a".parse().unwrap(), day);
    /// assert_eq!(age(date(2025, 12, 31)), Truth::No);
    /// assert_eq!(age(date(2026, 6, 1)), Truth::Unknown);
    /// assert_eq!(age(date(2026, 12, 31)), Truth::Yes);
    /// ```
    #[must_use]
    pub fn since(self, how: Comparison, span: CalendarSpan, today: Date) -> Truth {
        let holds = |from: Date| how.holds(today.cmp(&after(from, span)));
        match (holds(self.earliest), holds(self.latest)) {
            (true, true) => Truth::Yes,
            (false, false) => Truth::No,
            (true, false) | (false, true) => Truth::Unknown,
        }
    }

    pub(crate) fn around(self, other: Days) -> Days {
        Days {
            earliest: self.earliest.min(other.earliest),
            latest: self.latest.max(other.latest),
        }
    }

    pub(crate) fn earlier(self, other: Days) -> Days {
        Days {
            earliest: self.earliest.min(other.earliest),
            latest: self.latest.min(other.latest),
        }
    }
}

/// The day that lies a calendar span after another. A month after 31 January is the last day of
/// February. Beyond the last year of the calendar it is its last day.
#[must_use]
pub fn after(day: Date, span: CalendarSpan) -> Date {
    let [months, days] = [span.months(), span.days()].map(i64::from);
    Span::new()
        .try_months(months)
        .and_then(|span| span.try_days(days))
        .and_then(|span| day.checked_add(span))
        .unwrap_or(Date::MAX)
}

/// The day that lies a calendar span before another.
#[must_use]
pub fn before(day: Date, span: CalendarSpan) -> Date {
    let [months, days] = [span.months(), span.days()].map(i64::from);
    Span::new()
        .try_months(months)
        .and_then(|span| span.try_days(days))
        .and_then(|span| day.checked_sub(span))
        .unwrap_or(Date::MIN)
}

/// Which of several times may be the newest? Two passes: [`Newest::see`] all, then ask.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Newest {
    /// The newest moment.
    moment: Option<Timestamp>,
    /// The newest first day of what is known by day, month or year.
    day: Option<Date>,
    /// The newest first day of all.
    any_day: Option<Date>,
}

impl Newest {
    pub(crate) fn see(&mut self, when: Option<&When>) {
        let Some(when) = when else { return };
        let day = when.earliest();
        self.any_day = self.any_day.max(Some(day));
        match when {
            When::At(at) => self.moment = self.moment.max(Some(at.timestamp())),
            When::Year(_) | When::Month(_) | When::Day(_) => self.day = self.day.max(Some(day)),
        }
    }

    /// Whether nothing that was seen is surely newer. What has no time may be the newest.
    pub(crate) fn may_be(&self, when: Option<&When>) -> bool {
        match when {
            None => true,
            Some(When::At(at)) => {
                self.moment <= Some(at.timestamp()) && self.day <= Some(at.date())
            }
            Some(when @ (When::Year(_) | When::Month(_) | When::Day(_))) => {
                self.any_day <= Some(when.latest())
            }
        }
    }
}

/// Whether a value measured then counts as known at `today`: measured, not in the future, and not
/// older than the span.
pub(crate) fn fresh(when: Option<&When>, span: Option<CalendarSpan>, today: Date) -> bool {
    let Some(when) = when else { return false };
    let young = |span| Days::of(when).since(Comparison::AtMost, span, today) == Truth::Yes;
    when.latest() <= today && span.is_none_or(young)
}

/// The order of two quantities, none when they measure different things.
pub(crate) fn order(value: &Quantity, limit: &Quantity) -> Option<Ordering> {
    if value.unit() == limit.unit() {
        return Some(value.value().cmp(&limit.value()));
    }
    value.compare(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> When {
        When::At(text.parse().unwrap())
    }

    #[test]
    fn months_are_counted_in_the_calendar() {
        let month = CalendarSpan::of_months(1);
        assert_eq!(after(date(2026, 1, 31), month), date(2026, 2, 28));
        assert_eq!(after(date(2028, 1, 31), month), date(2028, 2, 29));
        assert_eq!(
            after(date(2028, 2, 29), CalendarSpan::of_months(12)),
            date(2029, 2, 28)
        );
        assert_eq!(before(date(2026, 3, 31), month), date(2026, 2, 28));
    }

    #[test]
    fn a_birthday_on_29_february_counts_on_the_28th_in_other_years() {
        let born = Days::on(date(1960, 2, 29));
        let age = |day| born.since(Comparison::AtLeast, CalendarSpan::of_months(65 * 12), day);
        assert_eq!(age(date(2025, 2, 27)), Truth::No);
        assert_eq!(age(date(2025, 2, 28)), Truth::Yes);
    }

    #[test]
    fn below_at_and_above_a_limit_of_age() {
        let born = Days::on(date(1961, 6, 15));
        let is = |how, day| born.since(how, CalendarSpan::of_months(65 * 12), day);
        let (eve, day, morrow) = (date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 16));
        use Comparison::{Above, AtLeast, AtMost, Below};
        let truths = |how| [eve, day, morrow].map(|d| is(how, d) == Truth::Yes);
        assert_eq!(truths(AtLeast), [false, true, true]);
        assert_eq!(truths(Above), [false, false, true]);
        assert_eq!(truths(AtMost), [true, true, false]);
        assert_eq!(truths(Below), [true, false, false]);
    }

    #[test]
    fn the_newest_of_moments_days_and_months() {
        let times = [
            at("2026-05-02T08:00+00:00[+00:00]"),
            at("2026-05-02T09:00+00:00[+00:00]"),
            When::Day(date(2026, 5, 2)),
            When::Day(date(2026, 5, 1)),
            When::Month(date(2026, 5, 1)),
            When::Year(2025),
        ];
        let mut newest = Newest::default();
        times.iter().for_each(|when| newest.see(Some(when)));
        let may: Vec<bool> = times.iter().map(|w| newest.may_be(Some(w))).collect();
        assert_eq!(may, [false, true, true, false, true, false]);
        assert!(newest.may_be(None));
    }

    #[test]
    fn a_value_without_a_date_or_from_the_future_is_not_known() {
        let today = date(2026, 5, 2);
        let year = Some(CalendarSpan::of_months(12));
        let known = |when: When| fresh(Some(&when), year, today);
        assert!(known(When::Day(date(2025, 5, 2))));
        assert!(!known(When::Day(date(2025, 5, 1))));
        assert!(!known(When::Day(date(2026, 5, 3))));
        assert!(!known(When::Year(2025)));
        assert!(!fresh(None, None, today));
        assert!(fresh(Some(&When::Year(1999)), None, today));
    }
}
