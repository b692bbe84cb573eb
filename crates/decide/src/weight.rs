//! Which body weight may a dose go by?

use jiff::civil::Date;
use monograph::{Guard, Rule};
use quantity::{BodyWeight, CalendarSpan};

use crate::decision::Basis;
use crate::fact::Fact;
use crate::person::{self, Age, Latest, Measurement};
use crate::setting::Setting;
use crate::situation::{Situation, after};
use crate::truth::Truth;

/// The weight of a person, young enough to go by.
#[derive(Debug, Clone)]
pub(crate) struct Weight<'a> {
    pub(crate) value: BodyWeight,
    pub(crate) day: Date,
    facts: Vec<&'a Fact>,
    limit: &'a Rule<Guard>,
    /// Whether the limit is certainly the one for the age of the person.
    of_age: Truth,
}

/// There is no weight to go by: why, and the weights that were looked at.
#[derive(Debug, Clone)]
pub(crate) struct Withheld<'a> {
    pub(crate) why: NoWeight,
    pub(crate) facts: Vec<&'a Fact>,
}

/// Why there is no weight to go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoWeight {
    Missing,
    /// Nobody told when it was measured.
    NoDay,
    /// It is dated after today.
    Future,
    /// Two weights of one day differ.
    Differ,
    /// It is older than the limit.
    Old {
        measured: Date,
        at_most: CalendarSpan,
    },
    /// How old it may be depends on the age, and the age is not known.
    NoAge,
    /// How old it may be depends on the age, and the date of birth leaves it open.
    AgeOpen,
    /// The text has no limit for this age.
    NoLimit,
}

/// The last weight, unless it is too old for the age of the person (statement `ours.weight-age`).
pub(crate) fn current<'a>(
    setting: &Setting<'a>,
    situation: &'a Situation,
    age: Option<&Age<'_>>,
) -> Result<Weight<'a>, Withheld<'a>> {
    let withheld = |why: NoWeight, facts: Vec<&'a Fact>| Withheld { why, facts };
    let last = match person::latest(setting, situation, "weight") {
        Latest::None => return Err(withheld(NoWeight::Missing, Vec::new())),
        Latest::Future(fact) => return Err(withheld(NoWeight::Future, vec![fact])),
        Latest::Differ(all) => {
            let facts = all.iter().map(|m| m.fact).collect();
            return Err(withheld(NoWeight::Differ, facts));
        }
        Latest::One(last) => last,
    };
    let with_fact = |why: NoWeight| withheld(why, vec![last.fact]);
    let value = BodyWeight::try_from(last.value).map_err(|_| with_fact(NoWeight::Missing))?;
    let day = last.day.ok_or_else(|| with_fact(NoWeight::NoDay))?;
    let (limit, of_age) = young_enough(setting, age, day).map_err(with_fact)?;
    Ok(Weight {
        value,
        day,
        facts: vec![last.fact],
        limit,
        of_age,
    })
}

impl Weight<'_> {
    /// Names the weight and the limit of its age in the basis.
    pub(crate) fn cite(&self, basis: &mut Basis) {
        for fact in &self.facts {
            basis.uses(fact);
        }
        basis.because.and(self.limit.statement());
        if self.limit.reading().is_some() {
            basis.reads(self.limit.no());
        }
        if let Guard::WeightAge { at_most, .. } = self.limit.what() {
            let until = after(self.day, *at_most).strftime("%-d %b %Y");
            basis.would_change(format!("After {until} this weight is too old to go by."));
        }
        if self.of_age == Truth::Unknown {
            basis.misses("age", None, self.limit.statement());
        }
    }
}

/// The limit that the weight keeps. When the age is not certain, it must keep all that may hold.
fn young_enough<'a>(
    setting: &Setting<'a>,
    age: Option<&Age<'_>>,
    day: Date,
) -> Result<(&'a Rule<Guard>, Truth), NoWeight> {
    let mut kept = None;
    for rule in setting.monograph.rules().guards() {
        let (min_age, below_age, at_most) = match rule.what() {
            Guard::WeightAge {
                min_age,
                below_age,
                at_most,
            } => (*min_age, *below_age, *at_most),
            Guard::DoseJump { .. } | Guard::WeightChange { .. } => continue,
        };
        let of_age = band(age, min_age, below_age);
        if !setting.holds(rule.regions()) || of_age == Truth::No {
            continue;
        }
        if is_old(day, at_most, setting.today()) {
            return Err(if of_age == Truth::Yes {
                NoWeight::Old {
                    measured: day,
                    at_most,
                }
            } else if age.is_some() {
                NoWeight::AgeOpen
            } else {
                NoWeight::NoAge
            });
        }
        if kept.is_none() || of_age == Truth::Yes {
            kept = Some((rule, of_age));
        }
    }
    kept.ok_or(NoWeight::NoLimit)
}

fn is_old(day: Date, at_most: CalendarSpan, today: Date) -> bool {
    let days = today.since(day).map_or(i32::MAX, |span| span.get_days());
    u32::try_from(days).is_ok_and(|days| days > at_most.days())
}

/// Whether the person is in a band of ages.
fn band(
    age: Option<&Age<'_>>,
    min_age: Option<CalendarSpan>,
    below_age: Option<CalendarSpan>,
) -> Truth {
    let at_least = |span: CalendarSpan| age.map_or(Truth::Unknown, |age| age.at_least(span));
    let from = min_age.map_or(Truth::Yes, at_least);
    let below = below_age.map_or(Truth::Yes, |span| not(at_least(span)));
    from.and(below)
}

/// The opposite; unknown stays unknown.
pub(crate) fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::Unknown => Truth::Unknown,
        Truth::No => Truth::Yes,
    }
}

/// The weight before the last one, for the guard that compares the two. A weight that was entered
/// twice is confirmed: then there is nothing to compare.
pub(crate) fn before<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    current: &Weight<'_>,
) -> Option<(BodyWeight, Date, &'a Fact)> {
    let all = person::measured(setting, situation, "weight");
    let same = |m: &&Measurement<'_>| {
        BodyWeight::try_from(m.value).is_ok_and(|weight| weight == current.value)
    };
    if all.iter().filter(same).count() > 1 {
        return None;
    }
    all.into_iter()
        .filter_map(|m| Some((BodyWeight::try_from(m.value).ok()?, m.day?, m.fact)))
        .filter(|(_, day, fact)| *day <= current.day && !current.facts.contains(fact))
        .max_by_key(|(_, day, _)| *day)
}
