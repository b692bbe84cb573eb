//! When is the next dose due?
//!
//! A planned dose is a usual time on a calendar day, in the zone where the person is. "Every other
//! day" is two calendar days, never 48 hours, so a change of the clocks moves nothing. A usual time
//! that the clocks skip, or that comes twice, is one dose, by the rule of kind `same-time`.

mod plan;
mod record;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::{Every, Rule, StatementNo, TooNear};
use quantity::ClockSpan;

pub use plan::{ClockChange, Plan, Slot};
use record::last_given;
pub(crate) use record::{Given, given, prescription, recorded_later};

use crate::decision::{Basis, Decision, Tier};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::treatment::{Frequency, Prescription};

/// When the next dose is due, or why nobody but the prescriber can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// The next planned dose.
    Next(Box<NextDose>),
    /// Ask the doctor: the plan or the record does not say.
    Ask(AskWhy),
}

/// The next planned dose, with what lies around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDose {
    /// The next planned dose after now that the last one did not stand for.
    pub slot: Slot,
    /// How long it is until then.
    pub until: ClockSpan,
    /// The last planned dose before now for which none is recorded; the question of a missed dose.
    pub open: Option<Slot>,
    /// The last recorded dose, and how far it lay from its planned time.
    pub last: Option<LastDose>,
    /// Whether the person has moved to another zone since the last dose.
    pub travel: Option<Travel>,
    /// How far apart the doses of a day are, where that is not what the rule of kind `spread` says.
    pub uneven: Option<ClockSpan>,
}

/// The last recorded dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastDose {
    /// When it was given.
    pub at: ZonedDateTime,
    /// The planned dose that it stands for; none when it was given before the plan began.
    pub stands_for: Option<Slot>,
    /// How far it was from it.
    pub drift: Option<Drift>,
    /// From it to the next planned dose, on a clock.
    pub to_next: ClockSpan,
}

/// How far a dose was from its planned time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drift {
    /// So much too early.
    Early(ClockSpan),
    /// So much too late; nothing at all when it was on time.
    Late(ClockSpan),
}

/// A move to another zone since the last dose. The local time is kept, the time between the two
/// doses is shown, and the doctor or pharmacist is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Travel {
    /// The zone of the last dose.
    pub from: String,
    /// The zone of now.
    pub to: String,
}

/// Why the program does not answer and sends to the doctor or pharmacist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskWhy {
    /// No prescription is known.
    NoPrescription,
    /// Two prescriptions hold today and differ.
    SeveralPrescriptions,
    /// The prescription begins later.
    NotYet(Date),
    /// The prescription has ended.
    Ended(Date),
    /// Nobody told how often.
    HowOften,
    /// Nobody told the usual times, or not as many as there are doses on a day.
    UsualTimes,
    /// Nobody told on which days, and no dose is recorded.
    WhichDays,
    /// Something is recorded later than now: a clock is wrong.
    ClockInDoubt,
    /// No dose is recorded.
    LastDose,
    /// The time of a dose is not known.
    LastTime,
    /// The text has no rule for such a plan.
    NoRule,
    /// The source says so for everybody: here the doctor is asked about every missed dose.
    SourceSaysAsk,
    /// The kidneys are too weak for our number.
    WeakKidneys,
    /// The last dose was given too short a time ago.
    LastTooNear,
}

/// When is the next dose due?
///
/// Asks for the prescription and the recorded doses of `situation`. Patient tier: it repeats the
/// plan of the prescriber (statements `dose.same-time`, `us.same-time`).
///
/// ```
/// use std::num::NonZeroU8;
///
/// use decide::{Fact, Frequency, Prescription, Schedule, Setting, Situation, What, schedule};
/// use monograph::Region;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let now = "2026-03-07T09:00[America/Chicago]".parse()?;
/// let setting = Setting {
///     monograph: monograph::anakinra()?,
///     terminology: terminology::Terminology::shipped(),
///     region: Region::Us,
///     now: &now,
/// };
/// let prescription = Prescription {
///     frequency: Some(Frequency::TimesADay(NonZeroU8::MIN)),
///     times: vec!["02:30".parse()?],
///     ..Prescription::default()
/// };
/// let fact = Fact { what: What::Prescription(prescription), when: None, from: "plan".into() };
/// let decision = schedule::next(&setting, &Situation::new(vec![fact]));
/// let Schedule::Next(next) = decision.answer() else { panic!() };
/// // The clocks skip from 02:00 to 03:00 on the next day.
/// assert_eq!(next.slot.at.to_string(), "2026-03-08T03:30:00-05:00[America/Chicago]");
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn next(setting: &Setting<'_>, situation: &Situation) -> Decision<Schedule> {
    let mut basis = open_basis(setting);
    let answer = match Course::of(setting, situation, &mut basis) {
        Err(why) => Schedule::Ask(why),
        Ok(course) => match course.next(setting, &mut basis) {
            Some(next) => Schedule::Next(Box::new(next)),
            None => Schedule::Ask(course.no_slot()),
        },
    };
    supported(setting, &mut basis);
    Decision::new(answer, Tier::Patient, basis)
}

/// The planned doses from a day on, in order, each exactly once, up to the end of the plan.
/// Nothing when the plan does not say when.
pub fn planned<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    from: Date,
) -> impl Iterator<Item = Slot> + 'a {
    let mut basis = Basis::of(setting.monograph.first().no());
    let course = Course::of(setting, situation, &mut basis).ok();
    course
        .into_iter()
        .flat_map(move |course| course.plan.slots(from))
}

/// A basis that rests on the rule of the same time.
pub(crate) fn open_basis(setting: &Setting<'_>) -> Basis {
    match same_time(setting) {
        None => Basis::of(setting.monograph.first().no()),
        Some(rule) => Basis::of(rule.statement()),
    }
}

pub(crate) fn same_time<'a>(setting: &Setting<'a>) -> Option<&'a Rule<monograph::SameTime>> {
    let rules = setting.monograph.rules().same_times();
    rules.iter().find(|rule| setting.holds(rule.regions()))
}

/// Names the sources that say the same as a statement that the answer rests on.
pub(crate) fn supported(setting: &Setting<'_>, basis: &mut Basis) {
    for rule in setting.monograph.rules().supports() {
        let supports = |id: &String| {
            let other = setting.monograph.find(id);
            other.is_some_and(|other| basis.because.contains(other.no()))
        };
        if setting.holds(rule.regions()) && rule.with.iter().any(supports) {
            basis.because.and(rule.statement());
        }
    }
}

/// A plan and the last dose on it.
pub(crate) struct Course<'a> {
    pub(crate) prescription: &'a Prescription,
    pub(crate) plan: Plan<'a>,
    pub(crate) last: Option<Given<'a>>,
    /// How near the next dose is "close", where the text or the prescriber says.
    pub(crate) close: Option<ClockSpan>,
    /// The statement that asks for what is missing.
    asks: StatementNo,
}

impl<'a> Course<'a> {
    /// The plan of today and the last dose, or why they cannot be told.
    pub(crate) fn of(
        setting: &Setting<'_>,
        situation: &'a Situation,
        basis: &mut Basis,
    ) -> Result<Course<'a>, AskWhy> {
        let rule = same_time(setting).ok_or(AskWhy::NoRule)?;
        basis.reads(rule.no());
        let asks = rule.statement();
        if let Some(later) = recorded_later(setting, situation) {
            basis.uses(later);
            return Err(AskWhy::ClockInDoubt);
        }
        let (fact, prescription) = prescription(setting, situation, asks, basis)?;
        basis.uses(fact);
        let mut plan = Plan::of(prescription, rule.what(), setting.now.time_zone())
            .map_err(|missing| missing.named(asks, basis))?;
        let last = last_given(situation, asks, basis)?;
        let close = close_window(setting, prescription, basis);
        if let Some(last) = &last {
            basis.uses(last.fact);
            plan.anchor_at(last.at);
        }
        if !plan.knows_days() {
            basis.misses("prescription-start", None, asks);
            return Err(AskWhy::WhichDays);
        }
        Ok(Course {
            prescription,
            plan,
            last,
            close,
            asks,
        })
    }

    /// The planned dose that the last one stands for: the one before it, unless the one after it
    /// is close. None for a dose before the first day of the plan.
    pub(crate) fn stands_for(&self) -> Option<Slot> {
        let last = self.last.as_ref()?;
        let after = self.plan.after(last.at);
        let before = self.plan.at_or_before(last.at);
        let near = |slot: &Slot| match (self.close, &before) {
            (Some(close), _) => span(last.at, &slot.at) < close,
            (None, Some(before)) => span(last.at, &slot.at) < span(&before.at, last.at),
            (None, None) => true,
        };
        match after {
            Some(after) if near(&after) => Some(after),
            _ => before,
        }
    }

    /// The planned doses up to now that no recorded dose stands for, the last one first. Without a
    /// recorded dose nobody knows: none.
    pub(crate) fn open(&self, now: &ZonedDateTime) -> Vec<Slot> {
        let Some(last) = &self.last else {
            return Vec::new();
        };
        let stands_for = self.stands_for();
        let covered = stands_for.as_ref().map_or(last.at, |slot| &slot.at);
        let from = covered.with_time_zone(now.time_zone().clone()).date();
        let mut open: Vec<Slot> = self
            .plan
            .slots(from.yesterday().unwrap_or(from))
            .take_while(|slot| slot.at.timestamp() <= now.timestamp())
            .filter(|slot| slot.at.timestamp() > covered.timestamp())
            .collect();
        open.reverse();
        open
    }

    /// The next planned dose after now that the last one does not stand for.
    pub(crate) fn next_slot(&self, now: &ZonedDateTime) -> Option<Slot> {
        let stands_for = self.stands_for();
        let from = match &stands_for {
            Some(slot) if slot.at.timestamp() > now.timestamp() => &slot.at,
            Some(_) | None => now,
        };
        self.plan.after(from)
    }

    fn next(&self, setting: &Setting<'_>, basis: &mut Basis) -> Option<NextDose> {
        let slot = self.next_slot(setting.now)?;
        let last = self.last.as_ref().map(|last| {
            let stands_for = self.stands_for();
            LastDose {
                at: last.at.clone(),
                drift: stands_for.as_ref().map(|slot| drift(last.at, &slot.at)),
                to_next: span(last.at, &slot.at),
                stands_for,
            }
        });
        if last.is_none() {
            basis.misses("administration", None, self.asks);
        }
        Some(NextDose {
            until: span(setting.now, &slot.at),
            open: self.open(setting.now).into_iter().next(),
            last,
            travel: self.travel(setting.now),
            uneven: self.uneven(setting, basis),
            slot,
        })
    }

    /// Whether the person has moved to another zone since the last dose.
    pub(crate) fn travel(&self, now: &ZonedDateTime) -> Option<Travel> {
        let last = self.last.as_ref()?;
        let here = last.at.with_time_zone(now.time_zone().clone());
        (here.offset() != last.at.offset()).then(|| Travel {
            from: zone_name(last.at),
            to: zone_name(now),
        })
    }

    fn uneven(&self, setting: &Setting<'_>, basis: &mut Basis) -> Option<ClockSpan> {
        let Some(Frequency::TimesADay(times)) = self.prescription.frequency else {
            return None;
        };
        let rules = setting.monograph.rules().spreads();
        let rule = rules
            .iter()
            .find(|rule| rule.doses_a_day == times && setting.holds(rule.regions()))?;
        basis.reads(rule.no());
        basis.because.and(rule.statement());
        self.plan.least_apart().filter(|apart| *apart != rule.apart)
    }

    pub(crate) fn no_slot(&self) -> AskWhy {
        self.prescription.end.map_or(AskWhy::NoRule, AskWhy::Ended)
    }
}

/// How near the next dose is "close": what the prescriber set for this person, else our reading.
fn close_window(
    setting: &Setting<'_>,
    prescription: &Prescription,
    basis: &mut Basis,
) -> Option<ClockSpan> {
    if prescription.close.is_some() {
        return prescription.close;
    }
    let frequency = prescription.frequency?;
    let rules = setting.monograph.rules().close_windows();
    let rule = rules
        .iter()
        .find(|rule| is_every(frequency, rule.every) && setting.holds(rule.regions()))?;
    basis.reads(rule.no());
    basis.because.and(rule.statement());
    Some(rule.span)
}

/// The rule that says how near two doses of this plan are too near.
pub(crate) fn too_near<'a>(
    setting: &Setting<'a>,
    frequency: Frequency,
) -> Option<&'a Rule<TooNear>> {
    let rules = setting.monograph.rules().too_nears();
    rules
        .iter()
        .find(|rule| is_every(frequency, rule.every) && setting.holds(rule.regions()))
}

/// Whether a rule speaks of this frequency. Once a day and every day are the same.
pub(crate) fn is_every(frequency: Frequency, every: Every) -> bool {
    let days = |days: u32| (days != 1).then_some(days);
    let times = |times: u8| (times != 1).then_some(times);
    let (of_plan, of_rule) = (
        match frequency {
            Frequency::TimesADay(n) => (times(n.get()), None),
            Frequency::EveryDays(n) => (None, days(u32::from(n.get()))),
        },
        match every {
            Every::TimesADay(n) => (times(n.get()), None),
            Every::Days(span) if span.months() == 0 => (None, days(span.days())),
            Every::Days(_) => return false,
        },
    );
    of_plan == of_rule
}

/// From one moment to a later one, on a clock; nothing when it is not later.
pub(crate) fn span(from: &ZonedDateTime, to: &ZonedDateTime) -> ClockSpan {
    let seconds = from.duration_until(to).as_secs();
    ClockSpan::of_seconds(u32::try_from(seconds.max(0)).unwrap_or(u32::MAX))
}

fn drift(at: &ZonedDateTime, planned: &ZonedDateTime) -> Drift {
    if at.timestamp() < planned.timestamp() {
        Drift::Early(span(at, planned))
    } else {
        Drift::Late(span(planned, at))
    }
}

fn zone_name(at: &ZonedDateTime) -> String {
    let zone = at.time_zone();
    zone.iana_name()
        .map_or_else(|| at.offset().to_string(), str::to_owned)
}
