//! What is checked before the start and on treatment, what is due, and what is out of range?
//!
//! Months are counted in the calendar from the first dose (statement `ours.neutrophil-days`): a
//! month after 31 January is the last day of February. A test belongs to the due day that it lies
//! nearest to; between two it belongs to the earlier one, so that the later one stays due.

mod days;

use jiff::civil::Date;
use monograph::{Monitor, Rule, RuleNo, StatementNo, Strength, Watched};
use quantity::CalendarSpan;

use crate::decision::{Basis, Decision, Tier};
use crate::fact::{Fact, MedicineStatus, What};
use crate::screening::{self, About, Finding};
use crate::setting::Setting;
use crate::situation::{Days, Situation, started};
use crate::truth::Truth;

/// The plan of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// When the treatment began or is to begin.
    pub start: Start,
    /// When it ended; nothing is due after that.
    pub ended: Option<Date>,
    /// What is due and what was done, in the order of the days.
    pub items: Vec<Item>,
    /// Findings about the newest values.
    pub out_of_range: Vec<Finding>,
}

impl Plan {
    /// What is due today or overdue.
    pub fn now(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| match item.status {
            Status::DueNow | Status::Overdue { .. } => true,
            Status::Upcoming | Status::Done { .. } | Status::Missed => false,
        })
    }

    /// The next day on which something is due, when nothing is due now.
    #[must_use]
    pub fn next(&self) -> Option<&Item> {
        self.items
            .iter()
            .filter(|item| item.status == Status::Upcoming)
            .min_by_key(|item| item.due.day())
    }
}

/// When the treatment began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Nobody told. The plan then holds what comes before the start, and asks.
    Unknown,
    /// It is planned for then.
    Planned(Days),
    /// It began then. Where the day is not known, the earliest one counts.
    Began(Days),
}

impl Start {
    fn of(days: Option<Days>, today: Date) -> Start {
        match days {
            None => Start::Unknown,
            Some(days) if days.earliest() > today => Start::Planned(days),
            Some(days) => Start::Began(days),
        }
    }

    /// The day from which months are counted.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Start::Unknown => None,
            Start::Planned(days) | Start::Began(days) => Some(days.earliest()),
        }
    }
}

/// One day of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is checked.
    pub of: Watched,
    /// When it is due.
    pub due: Due,
    /// Whether it was done.
    pub status: Status,
    /// What it is for, in a few words for people.
    pub says: String,
    /// How strongly the source says it.
    pub strength: Option<Strength>,
    /// The rule.
    pub rule: RuleNo,
    /// The statement.
    pub because: StatementNo,
}

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// In these days before the start; none when the start is not known.
    BeforeStart(Option<(Date, Date)>),
    /// On a day counted from the start.
    On(Date),
    /// On a day counted from the last value.
    Again(Date),
    /// There is no value yet.
    First,
}

impl Due {
    /// The day by which it is to be done, when it is known.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Due::BeforeStart(window) => window.map(|(_, last)| last),
            Due::On(day) | Due::Again(day) => Some(day),
            Due::First => None,
        }
    }
}

/// Whether something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It lies ahead.
    Upcoming,
    /// It is to be done now.
    DueNow,
    /// It was to be done by this day, and is still to be done.
    Overdue {
        /// The first day that was let pass.
        since: Date,
    },
    /// It was done.
    Done {
        /// On this day.
        on: Date,
    },
    /// It was not done, and a later one stands in for it.
    Missed,
}

/// The plan of tests and visits, for a clinician. The days may be shown to patients too.
///
/// ```
/// use decide::{Setting, Situation, monitoring};
/// use monograph::Region;
/// use terminology::Terminology;
///
/// let now = "2026-05-02T09:00-05:00[-05:00]".parse().unwrap();
/// let setting = Setting {
///     monograph: monograph::anakinra().unwrap(),
///     terminology: Terminology::shipped(),
///     region: Region::Us,
///     now: &now,
/// };
/// let plan = monitoring::plan(&setting, &Situation::default());
/// assert_eq!(plan.answer().start, monitoring::Start::Unknown);
/// assert!(plan.basis().missing.iter().any(|missing| missing.fact == "since-start"));
/// ```
#[must_use]
pub fn plan(setting: &Setting<'_>, situation: &Situation) -> Decision<Plan> {
    let rules = acting(setting);
    let first = rules.first().map(|rule| rule.statement());
    let mut planner = Planner {
        setting,
        situation,
        start: Start::Unknown,
        ended: None,
        basis: Basis::of(first.unwrap_or_else(|| setting.monograph.first().no())),
    };
    planner.when_it_runs(&rules);
    let mut items: Vec<Item> = rules.iter().flat_map(|rule| planner.items(rule)).collect();
    items.sort_by_key(|item| (item.due.day(), item.rule));
    let out_of_range = planner.out_of_range(&rules);
    let plan = Plan {
        start: planner.start,
        ended: planner.ended,
        items,
        out_of_range,
    };
    Decision::new(plan, Tier::Clinician, planner.basis)
}

/// The plans that hold in the region.
fn acting<'a>(setting: &Setting<'a>) -> Vec<&'a Rule<Monitor>> {
    let monograph = setting.monograph;
    let here = |rule: &&Rule<Monitor>| setting.holds(rule.regions());
    let rules = monograph.rules().monitors().iter().filter(here);
    let replaced: Vec<&str> = rules.clone().filter_map(Rule::instead_of).collect();
    rules
        .filter(|rule| !replaced.contains(&rule.name()))
        .collect()
}

struct Planner<'a> {
    setting: &'a Setting<'a>,
    situation: &'a Situation,
    start: Start,
    ended: Option<Date>,
    basis: Basis,
}

impl Planner<'_> {
    fn today(&self) -> Date {
        self.setting.today()
    }

    /// When the treatment began and ended, from the facts that say so.
    fn when_it_runs(&mut self, rules: &[&Rule<Monitor>]) {
        let medicine = self.setting.monograph.edition().medicine;
        let start = self.situation.start(medicine);
        self.start = Start::of(start, self.today());
        match start {
            None => {
                for rule in rules {
                    self.basis.misses("since-start", None, rule.statement());
                }
            }
            Some(start) => {
                let facts = self.situation.facts();
                let says = |fact: &&Fact| {
                    started(fact, medicine).is_some_and(|days| {
                        days.earliest() == start.earliest() || days.latest() == start.latest()
                    })
                };
                facts
                    .iter()
                    .filter(says)
                    .for_each(|fact| self.basis.uses(fact));
                if !start.exact() {
                    self.basis
                        .would_change("The exact day of the first dose would move the days.");
                }
            }
        }
        self.ended = self.ended();
    }

    /// The last day of treatment, when every course that was told has ended.
    fn ended(&mut self) -> Option<Date> {
        let medicine = self.setting.monograph.edition().medicine;
        let today = self.today();
        let courses: Vec<(&Fact, Option<Date>)> = self
            .situation
            .facts()
            .iter()
            .filter_map(|fact| Some((fact, course(fact, medicine)?)))
            .collect();
        let ends: Option<Vec<Date>> = courses.iter().map(|(_, end)| *end).collect();
        let last = ends?.into_iter().max().filter(|last| *last < today);
        // An injection after the end says that it goes on.
        let later = self.situation.facts().iter().any(|fact| {
            let given = matches!(fact.what, What::Administration(_));
            given && fact.when.as_ref().map(|when| when.latest()) > last
        });
        let last = last.filter(|_| !later);
        for (fact, _) in courses {
            self.basis.uses(fact);
        }
        last
    }

    fn items(&mut self, rule: &Rule<Monitor>) -> Vec<Item> {
        if self.ages(rule) == Truth::No {
            return Vec::new();
        }
        self.basis.because.and(rule.statement());
        if rule.reading().is_some() {
            self.basis.reads(rule.no());
        }
        let done = self.done(rule);
        let mut dues = Vec::new();
        if let Some(before) = rule.before {
            dues.push(days::before_start(self.start, before, &done, self.today()));
        }
        if let Some(every) = rule.every {
            dues.push(self.again(every, &done));
        }
        if let Some(start) = self.start.day() {
            dues.extend(days::on_treatment(rule, start, &done, self.today()));
        }
        dues.into_iter()
            .filter(|(due, _)| self.ended.is_none() || due.day() <= self.ended)
            .map(|(due, status)| Item {
                of: rule.of.clone(),
                due,
                status: self.unless_ended(status),
                says: rule.says.clone(),
                strength: rule.strength(),
                rule: rule.no(),
                because: rule.statement(),
            })
            .collect()
    }

    /// What was still to be done when the treatment ended is not due any more.
    fn unless_ended(&self, status: Status) -> Status {
        match (self.ended, status) {
            (Some(_), Status::Overdue { .. } | Status::DueNow | Status::Upcoming) => Status::Missed,
            (None, _) | (Some(_), Status::Done { .. } | Status::Missed) => status,
        }
    }

    /// Whether a rule is for people of this age. Unknown counts as yes, and is asked.
    fn ages(&mut self, rule: &Rule<Monitor>) -> Truth {
        if rule.min_age.is_none() && rule.below_age.is_none() {
            return Truth::Yes;
        }
        let born = self.situation.born();
        for fact in self.situation.facts() {
            if matches!(fact.what, What::Born(_)) {
                self.basis.uses(fact);
            }
        }
        let today = self.today();
        let at_least = |age: Option<CalendarSpan>, none: Truth| match (born, age) {
            (_, None) => none,
            (None, Some(_)) => Truth::Unknown,
            (Some(born), Some(age)) => born.since(monograph::Comparison::AtLeast, age, today),
        };
        let below = match at_least(rule.below_age, Truth::No) {
            Truth::Yes => Truth::No,
            Truth::Unknown => Truth::Unknown,
            Truth::No => Truth::Yes,
        };
        let fits = at_least(rule.min_age, Truth::Yes).and(below);
        if fits == Truth::Unknown {
            self.basis.misses("age", None, rule.statement());
        }
        fits
    }

    /// The days on which it was done, in order. What has no day does not count, and is asked for.
    fn done(&mut self, rule: &Rule<Monitor>) -> Vec<Date> {
        let mut days = Vec::new();
        let mut undated = false;
        for fact in self.situation.facts() {
            if !shows(&rule.of, fact) {
                continue;
            }
            self.basis.uses(fact);
            match fact.when.as_ref().map(Days::of) {
                Some(done) if done.latest() <= self.today() => days.push(done.earliest()),
                Some(_) | None => undated = true,
            }
        }
        if days.is_empty() || undated {
            self.misses(rule);
        }
        days.sort_unstable();
        days
    }

    fn misses(&mut self, rule: &Rule<Monitor>) {
        match &rule.of {
            Watched::Visit => self.basis.misses("visit", None, rule.statement()),
            Watched::Tests(tests) => {
                for test in tests {
                    self.basis.misses("lab", Some(*test), rule.statement());
                }
            }
        }
    }

    /// What is due so long after its last value.
    fn again(&self, every: CalendarSpan, done: &[Date]) -> (Due, Status) {
        let today = self.today();
        match (done.last(), self.start) {
            (Some(last), _) => {
                let day = crate::situation::after(*last, every);
                (Due::Again(day), days::status(day, today))
            }
            (None, Start::Began(start)) => {
                let since = start.earliest();
                (Due::First, Status::Overdue { since })
            }
            (None, Start::Planned(_) | Start::Unknown) => (Due::First, Status::DueNow),
        }
    }

    /// The findings about the newest values of what is watched.
    fn out_of_range(&mut self, rules: &[&Rule<Monitor>]) -> Vec<Finding> {
        let watched = |about: &About| {
            let About::Measured(test) = about else {
                return false;
            };
            rules.iter().any(|rule| match &rule.of {
                Watched::Visit => false,
                Watched::Tests(tests) => tests.contains(test),
            })
        };
        let screening = screening::screen(self.setting, self.situation);
        let findings: Vec<Finding> = screening
            .answer()
            .findings
            .iter()
            .filter(|finding| watched(&finding.about))
            .cloned()
            .collect();
        for finding in &findings {
            finding
                .because
                .iter()
                .for_each(|no| self.basis.because.and(no));
            finding.inputs.iter().for_each(|fact| self.basis.uses(fact));
            finding.readings.iter().for_each(|no| self.basis.reads(*no));
            for no in &finding.conflicts {
                self.basis.shows_conflict(*no);
            }
        }
        findings
    }
}

/// The end of a course of the medicine: `None` when the fact is none, `Some(None)` when it goes on.
fn course(fact: &Fact, medicine: terminology::ConceptId) -> Option<Option<Date>> {
    if let What::Prescription(prescription) = &fact.what {
        return Some(prescription.end);
    }
    let What::Medicine(used) = &fact.what else {
        return None;
    };
    if used.medicine != Some(medicine) {
        return None;
    }
    match used.status {
        MedicineStatus::NotTaken => None,
        MedicineStatus::Stopped => Some(used.end.as_ref().map(|end| end.latest())),
        MedicineStatus::Taking
        | MedicineStatus::Planned
        | MedicineStatus::OnHold
        | MedicineStatus::Unknown => Some(None),
    }
}

/// Whether a fact is a value or a visit that a rule watches.
fn shows(of: &Watched, fact: &Fact) -> bool {
    match of {
        Watched::Visit => matches!(fact.what, What::Visit),
        Watched::Tests(tests) => {
            matches!(&fact.what, What::Measured { test, .. } if tests.contains(test))
        }
    }
}
