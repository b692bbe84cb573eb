//! A dose was missed: take it now, leave it out, or ask?
//!
//! Patient tier. The answer quotes the monograph against the plan of the prescriber. It never names
//! an amount, and it never makes a new plan. What is "close" to the next dose is ours, or the
//! prescriber's.

use monograph::{Comparison, Condition, FactName, Missed, MissedRule, MissedThen, Rule, Term};
use quantity::{ClockSpan, Quantity};

use crate::clearance;
use crate::decision::{Basis, Decision, Tier};
use crate::person;
use crate::schedule::{AskWhy, Course, Slot, Travel, open_basis, span, supported, too_near};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::truth::Truth;

/// What to do about a missed dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedDose {
    /// Take, skip, ask, or nothing is missed.
    pub act: Act,
    /// Why the doctor is to be asked, for [`Act::Ask`].
    pub why: Option<AskWhy>,
    /// The planned dose in question, how late it is, and what comes next; none when the plan or
    /// the record does not say.
    pub times: Option<Times>,
    /// Whether the doctor is to be told as well, since more than one dose in a row was missed.
    pub tell: Tell,
    /// The rules that always hold beside the answer, such as "never two to make up".
    pub always: Vec<MissedThen>,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// No dose is open: the next one comes at its usual time.
    NothingMissed,
    /// Take the one missed dose now.
    Take,
    /// Leave it out; take the next one at its usual time.
    Skip,
    /// Ask the doctor first.
    Ask,
}

/// Whether the doctor is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tell {
    /// There is no need.
    No,
    /// Tell the doctor.
    Doctor,
}

/// The times that the answer was found from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// The last planned dose that was missed; none when nothing was.
    pub missed: Option<Slot>,
    /// How many planned doses in a row were missed.
    pub how_many: usize,
    /// How late the missed dose is.
    pub late: ClockSpan,
    /// The next planned dose.
    pub next: Slot,
    /// How long it is until then.
    pub until: ClockSpan,
    /// Less than this is "close".
    pub close: Option<ClockSpan>,
    /// Since the last recorded dose.
    pub since_last: ClockSpan,
    /// Whether the person has moved to another zone since then.
    pub travel: Option<Travel>,
}

/// A dose may have been missed: take it, leave it out, or ask?
///
/// Asks for the prescription, the recorded doses and the creatinine clearance (statements
/// `dose.missed-take`, `dose.missed-skip`, `dose.never-double`, `eu.missed-dose`,
/// `ours.close-window`, `ours.close-window-kidney`, `ours.several-missed`).
#[must_use]
pub fn missed_dose(setting: &Setting<'_>, situation: &Situation) -> Decision<MissedDose> {
    let mut basis = open(setting);
    let course = Course::of(setting, situation, &mut basis);
    let (act, times) = match &course {
        Err(why) => (Err(why.clone()), None),
        Ok(course) => weighed(setting, situation, course, &mut basis),
    };
    let several = times.as_ref().is_some_and(|times| times.how_many > 1);
    let tell = if several {
        tell(setting, &mut basis)
    } else {
        Tell::No
    };
    let always = always(setting, &mut basis);
    conflicts(setting, &mut basis);
    supported(setting, &mut basis);
    let (act, why) = match act {
        Ok(act) => (act, None),
        Err(why) => (Act::Ask, Some(why)),
    };
    let answer = MissedDose {
        act,
        why,
        times,
        tell,
        always,
    };
    Decision::new(answer, Tier::Patient, basis)
}

type Weighed = (Result<Act, AskWhy>, Option<Times>);

fn weighed(
    setting: &Setting<'_>,
    situation: &Situation,
    course: &Course<'_>,
    basis: &mut Basis,
) -> Weighed {
    let Some(last) = &course.last else {
        basis.misses(
            "administration",
            None,
            basis_statement(setting, Missed::Far),
        );
        return (Err(AskWhy::LastDose), None);
    };
    let Some(next) = course.next_slot(setting.now) else {
        return (Err(course.no_slot()), None);
    };
    if course.close.is_none() {
        return (Err(AskWhy::NoRule), None);
    }
    let open = course.open(setting.now);
    let missed = open.first().cloned();
    let times = Times {
        how_many: open.len(),
        late: missed
            .as_ref()
            .map_or(ClockSpan::of_seconds(0), |slot| span(&slot.at, setting.now)),
        missed,
        until: span(setting.now, &next.at),
        next,
        close: course.close,
        since_last: span(last.at, setting.now),
        travel: course.travel(setting.now),
    };
    let act = act(setting, situation, course, &times, basis);
    (act, Some(times))
}

/// The checks in the order of their weight.
fn act(
    setting: &Setting<'_>,
    situation: &Situation,
    course: &Course<'_>,
    times: &Times,
    basis: &mut Basis,
) -> Result<Act, AskWhy> {
    if times.missed.is_none() {
        return Ok(Act::NothingMissed);
    }
    asked_first(setting, situation, basis)?;
    let close = times.close.ok_or(AskWhy::NoRule)?;
    near_limits(times, close, basis);
    let when = if times.until < close {
        Missed::Near
    } else {
        Missed::Far
    };
    let rule = acting(setting, when).ok_or(AskWhy::NoRule)?;
    basis.because.led_by(rule.statement());
    match rule.then {
        MissedThen::Take => not_too_near(setting, course, times, basis).map(|()| Act::Take),
        MissedThen::Skip => Ok(Act::Skip),
        MissedThen::Ask => Err(AskWhy::SourceSaysAsk),
        MissedThen::Tell | MissedThen::NeverDouble | MissedThen::KeepDays => Err(AskWhy::NoRule),
    }
}

/// The rules that send to the doctor about any missed dose: for a region, or for a person.
fn asked_first(
    setting: &Setting<'_>,
    situation: &Situation,
    basis: &mut Basis,
) -> Result<(), AskWhy> {
    let mut asked = Ok(());
    for rule in rules(setting, Missed::Any).filter(|rule| rule.then == MissedThen::Ask) {
        let why = match &rule.whom {
            None => AskWhy::SourceSaysAsk,
            Some(whom) => match holds(setting, situation, whom, rule, basis) {
                Truth::Yes => AskWhy::WeakKidneys,
                Truth::No | Truth::Unknown => continue,
            },
        };
        basis.because.led_by(rule.statement());
        asked = asked.and(Err(why));
    }
    asked
}

/// Whether a condition on the kidneys holds: by the measured or estimated clearance, or by an illness
/// such as dialysis. What is not known, or too old to be an all-clear, is named as missing.
fn holds(
    setting: &Setting<'_>,
    situation: &Situation,
    whom: &Condition,
    rule: &Rule<MissedRule>,
    basis: &mut Basis,
) -> Truth {
    let kidney = clearance::find(setting, situation, basis);
    let mut all = Truth::Yes;
    for term in whom.terms() {
        let one = match term {
            Term::Compare(FactName::CreatinineClearance, comparison, limit) => {
                let one = met(&kidney, *comparison, limit);
                if one == Truth::Unknown {
                    basis.misses("creatinine-clearance", None, rule.statement());
                }
                one
            }
            Term::Is(FactName::Condition, wanted) => {
                let (one, facts) = person::condition(setting, situation, *wanted);
                // A clearance that is known answers for an illness that nobody told.
                match (one, kidney.is_known()) {
                    (Truth::Yes, _) | (Truth::No, false) => {
                        facts.iter().take(1).for_each(|fact| basis.uses(fact));
                    }
                    (Truth::Unknown, false) => {
                        basis.misses("condition", Some(*wanted), rule.statement());
                    }
                    (Truth::No | Truth::Unknown, true) => {}
                }
                one
            }
            Term::Compare(..) | Term::Is(..) | Term::Word(..) => Truth::Unknown,
        };
        all = all.and(one);
    }
    if all == Truth::Unknown {
        basis.would_change(format!("{whom}: ask the doctor"));
    }
    all
}

fn met(kidney: &clearance::KidneyFunction, comparison: Comparison, limit: &Quantity) -> Truth {
    let unless_met = Truth::from(!kidney.is_known()).and(Truth::Unknown);
    let order = kidney
        .kidney
        .clearance()
        .and_then(|clearance| clearance.quantity().compare(limit));
    order.map_or(Truth::Unknown, |order| {
        Truth::from(comparison.holds(order)).or(unless_met)
    })
}

/// A dose now must not come too soon after the last one.
fn not_too_near(
    setting: &Setting<'_>,
    course: &Course<'_>,
    times: &Times,
    basis: &mut Basis,
) -> Result<(), AskWhy> {
    let frequency = course.prescription.frequency.ok_or(AskWhy::HowOften)?;
    let rule = too_near(setting, frequency).ok_or(AskWhy::NoRule)?;
    basis.reads(rule.no());
    let least = course
        .prescription
        .close
        .map_or(rule.span, |close| close.min(rule.span));
    if times.since_last < least {
        basis.because.led_by(rule.statement());
        return Err(AskWhy::LastTooNear);
    }
    Ok(())
}

fn near_limits(times: &Times, close: ClockSpan, basis: &mut Basis) {
    basis.would_change(if times.until < close {
        format!("{close} or more until the next dose: the missed one is taken")
    } else {
        format!("less than {close} until the next dose: the missed one is left out")
    });
}

fn rules<'a>(
    setting: &Setting<'a>,
    when: Missed,
) -> impl Iterator<Item = &'a Rule<MissedRule>> + use<'a> {
    let region = setting.region;
    let rules = setting.monograph.rules().missed_doses();
    rules
        .iter()
        .filter(move |rule| rule.when == when && rule.regions().include(region))
}

/// The rule that says take, skip or ask.
fn acting<'a>(setting: &Setting<'a>, when: Missed) -> Option<&'a Rule<MissedRule>> {
    rules(setting, when).find(|rule| match rule.then {
        MissedThen::Take | MissedThen::Skip | MissedThen::Ask => true,
        MissedThen::Tell | MissedThen::NeverDouble | MissedThen::KeepDays => false,
    })
}

fn tell(setting: &Setting<'_>, basis: &mut Basis) -> Tell {
    match rules(setting, Missed::Several).find(|rule| rule.then == MissedThen::Tell) {
        None => Tell::No,
        Some(rule) => {
            basis.because.and(rule.statement());
            Tell::Doctor
        }
    }
}

/// What holds for every answer: never double, and the days of the plan stay.
fn always(setting: &Setting<'_>, basis: &mut Basis) -> Vec<MissedThen> {
    rules(setting, Missed::Any)
        .filter(|rule| matches!(rule.then, MissedThen::NeverDouble | MissedThen::KeepDays))
        .map(|rule| {
            basis.because.and(rule.statement());
            if rule.reading().is_some() {
                basis.reads(rule.no());
            }
            rule.then
        })
        .collect()
}

/// The conflicts between sources about a missed dose, where the region has both.
fn conflicts(setting: &Setting<'_>, basis: &mut Basis) {
    show_conflicts(setting, basis, |id| {
        let statement = setting.monograph.find(id).map(monograph::Statement::no);
        let rules = setting.monograph.rules().missed_doses();
        rules.iter().any(|rule| Some(rule.statement()) == statement)
    });
}

/// Shows the conflicts that stand under a statement of which `bears` says that it bears on the
/// question.
pub(crate) fn show_conflicts(
    setting: &Setting<'_>,
    basis: &mut Basis,
    bears: impl Fn(&str) -> bool,
) {
    for rule in setting.monograph.rules().conflicts() {
        let of = setting.monograph.statement(rule.statement()).id();
        if bears(of) {
            basis.shows_conflict(rule.no());
        }
    }
}

/// Rests on the rule about a dose that was missed, where there is one.
fn open(setting: &Setting<'_>) -> Basis {
    match acting(setting, Missed::Far) {
        None => open_basis(setting),
        Some(rule) => Basis::of(rule.statement()),
    }
}

fn basis_statement(setting: &Setting<'_>, when: Missed) -> monograph::StatementNo {
    acting(setting, when).map_or_else(|| setting.monograph.first().no(), |rule| rule.statement())
}
