//! How old is the person, and what was measured last?

use std::cmp::Ordering;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::Comparison;
use quantity::{CalendarSpan, Quantity};
use terminology::ConceptId;

use crate::decision::Basis;
use crate::fact::{Fact, What, When};
use crate::setting::Setting;
use crate::situation::{Days, Situation};
use crate::truth::Truth;

/// The age of a person, as exactly as the date of birth is known.
#[derive(Debug, Clone)]
pub(crate) struct Age<'a> {
    facts: Vec<&'a Fact>,
    born: Days,
    today: Date,
}

impl<'a> Age<'a> {
    /// The age today; none when nobody told the date of birth.
    pub(crate) fn of(setting: &Setting<'_>, situation: &'a Situation) -> Option<Age<'a>> {
        let facts = situation.facts().iter();
        Some(Age {
            born: situation.born()?,
            facts: facts
                .filter(|fact| matches!(fact.what, What::Born(_)))
                .collect(),
            today: setting.today(),
        })
    }

    /// Whether so much calendar time is completed.
    pub(crate) fn at_least(&self, span: CalendarSpan) -> Truth {
        self.born.since(Comparison::AtLeast, span, self.today)
    }

    /// The completed years at most: for a formula in which a higher age is the more cautious one.
    pub(crate) fn years_at_most(&self) -> i16 {
        self.born
            .earliest()
            .until((jiff::Unit::Year, self.today))
            .map_or(0, |span| span.get_years())
            .max(0)
    }

    /// Names the date of birth among the inputs.
    pub(crate) fn used(&self, basis: &mut Basis) {
        for fact in &self.facts {
            basis.uses(fact);
        }
    }
}

/// The last value of a test.
#[derive(Debug, Clone)]
pub(crate) enum Latest<'a> {
    /// It was not measured.
    None,
    /// One value, with its day; none when nobody told the day.
    One(Measurement<'a>),
    /// Several values of one moment that differ, and nothing says which is right.
    Differ(Vec<Measurement<'a>>),
    /// The last one is dated after now.
    Future(&'a Fact),
}

/// A measured value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measurement<'a> {
    pub(crate) fact: &'a Fact,
    pub(crate) value: Quantity,
    /// The earliest day that it can be of.
    pub(crate) day: Option<Date>,
}

/// All values of a test, in no order.
pub(crate) fn measured<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    key: &str,
) -> Vec<Measurement<'a>> {
    let Some(wanted) = setting.terminology.by_key(key) else {
        return Vec::new();
    };
    situation
        .measured(wanted)
        .map(|(fact, value)| Measurement {
            fact,
            value,
            day: fact.when.as_ref().map(|when| day_here(when, setting.now)),
        })
        .collect()
}

/// The last value of a test; one without a day counts only when no other has one.
pub(crate) fn latest<'a>(setting: &Setting<'_>, situation: &'a Situation, key: &str) -> Latest<'a> {
    let all = measured(setting, situation, key);
    if let Some(future) = all.iter().find(|m| is_future(m.fact, setting.now)) {
        return Latest::Future(future.fact);
    }
    let mut last: Vec<Measurement<'a>> = Vec::new();
    for next in all {
        let order = last
            .first()
            .map_or(Ordering::Greater, |held| later(&next, held));
        match order {
            Ordering::Greater => last = vec![next],
            Ordering::Equal => last.push(next),
            Ordering::Less => {}
        }
    }
    let same = last
        .iter()
        .zip(last.iter().skip(1))
        .all(|(a, b)| a.value.compare(&b.value) == Some(Ordering::Equal));
    match last.first() {
        None => Latest::None,
        Some(first) if same => Latest::One(*first),
        Some(_) => Latest::Differ(last),
    }
}

/// Which of two was measured later: by moment where both have one, else by day.
fn later(a: &Measurement<'_>, b: &Measurement<'_>) -> Ordering {
    match (moment(a.fact), moment(b.fact)) {
        (Some(a), Some(b)) => a.timestamp().cmp(&b.timestamp()),
        (None, _) | (_, None) => a.day.cmp(&b.day),
    }
}

fn moment(fact: &Fact) -> Option<&ZonedDateTime> {
    match &fact.when {
        Some(When::At(at)) => Some(at),
        Some(When::Year(_) | When::Month(_) | When::Day(_)) | None => None,
    }
}

/// The earliest day of a moment, in the zone of the person.
pub(crate) fn day_here(when: &When, now: &ZonedDateTime) -> Date {
    match when {
        When::At(at) => at.with_time_zone(now.time_zone().clone()).date(),
        When::Year(_) | When::Month(_) | When::Day(_) => when.earliest(),
    }
}

fn is_future(fact: &Fact, now: &ZonedDateTime) -> bool {
    match &fact.when {
        None => false,
        Some(When::At(at)) => at.timestamp() > now.timestamp(),
        Some(when @ (When::Year(_) | When::Month(_) | When::Day(_))) => {
            when.earliest() > now.date()
        }
    }
}

/// Whether a condition is present, and the facts that say so. Yes wins over not sure, and that over no.
pub(crate) fn condition<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    wanted: ConceptId,
) -> (Truth, Vec<&'a Fact>) {
    use crate::fact::{List, State};
    let mut truth = None;
    let mut facts: Vec<(Truth, &Fact)> = Vec::new();
    for fact in situation.facts() {
        let said = if let What::Condition { condition, state } = &fact.what {
            match state {
                State::Present if setting.terminology.is_a(*condition, wanted) => Truth::Yes,
                State::NotSure if setting.terminology.is_a(*condition, wanted) => Truth::Unknown,
                State::Absent | State::Past if setting.terminology.is_a(wanted, *condition) => {
                    Truth::No
                }
                State::Present | State::NotSure | State::Absent | State::Past => continue,
            }
        } else if let What::Complete(List::Conditions) = &fact.what {
            Truth::No
        } else {
            continue;
        };
        if truth.is_none_or(|held| said > held) {
            truth = Some(said);
        }
        facts.push((said, fact));
    }
    let truth = truth.unwrap_or(Truth::Unknown);
    let decided = facts.into_iter().filter(|(said, _)| *said == truth);
    (truth, decided.map(|(_, fact)| fact).collect())
}
