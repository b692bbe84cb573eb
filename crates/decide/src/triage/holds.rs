//! Does a condition hold for a sign of a person? Yes, no, or nobody told.

use monograph::{Comparison, Condition, FactName, Term};
use quantity::{CalendarSpan, Quantity};
use terminology::ConceptId;

use super::elapsed::since;
use super::report::{Course, Extent, Report, Severity};
use crate::fact::{Fact, List, State, What, When};
use crate::setting::Setting;
use crate::situation::{Days, Situation, started};
use crate::truth::Truth;

/// Which way the words of a scale are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    /// `severity is moderate` means moderate or severe: for rules that raise.
    ThisOrWorse,
    /// `severity is moderate` means moderate or mild: for rules that soften.
    ThisOrMilder,
}

/// What came out, and what it rests on.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) truth: Truth,
    /// The facts that nobody told, when that is why the truth is unknown.
    pub(super) unknown: Vec<&'static str>,
    /// The facts of the person that were used.
    pub(super) facts: Vec<Fact>,
}

impl Held {
    pub(super) fn always() -> Held {
        Held::of(Truth::Yes)
    }

    fn of(truth: Truth) -> Held {
        Held {
            truth,
            unknown: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// Both hold. A no rests on what said no and on nothing else.
    pub(super) fn and(mut self, other: Held) -> Held {
        match (self.truth, other.truth) {
            (Truth::No, _) => self,
            (_, Truth::No) => other,
            (Truth::Yes | Truth::Unknown, Truth::Yes | Truth::Unknown) => {
                self.truth = self.truth.and(other.truth);
                self.unknown.extend(other.unknown);
                self.facts.extend(other.facts);
                self
            }
        }
    }
}

/// A person at a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person<'a> {
    pub(super) setting: &'a Setting<'a>,
    pub(super) situation: &'a Situation,
}

impl Person<'_> {
    /// Whether the sign is one of these or belongs to one of these groups.
    pub(super) fn is_any(&self, sign: ConceptId, of: &[ConceptId]) -> bool {
        of.iter()
            .any(|group| self.setting.terminology.is_a(sign, *group))
    }

    /// Whether all terms of the condition hold.
    pub(super) fn holds(&self, report: &Report, when: &Condition, reads: Reads) -> Held {
        when.terms()
            .iter()
            .map(|term| self.term(report, term, reads))
            .fold(Held::always(), Held::and)
    }

    fn term(&self, report: &Report, term: &Term, reads: Reads) -> Held {
        let (truth, facts) = match term {
            Term::Is(FactName::Indication, id) => self.indication(*id),
            Term::Is(FactName::Condition, id) => self.condition(*id),
            Term::Is(..) => (Truth::Unknown, Vec::new()),
            Term::Word(fact, word) => (graded(report, *fact, word, reads), Vec::new()),
            Term::Compare(FactName::Age, how, limit) => self.age(*how, *limit),
            Term::Compare(FactName::SinceOnset, how, limit) => {
                (self.ago(report.onset.as_ref(), *how, *limit), Vec::new())
            }
            Term::Compare(FactName::SinceStart, how, limit) => self.since_start(*how, *limit),
            Term::Compare(FactName::SinceInjection, how, limit) => {
                self.since_injection(*how, *limit)
            }
            Term::Compare(..) => (Truth::Unknown, Vec::new()),
        };
        match truth {
            Truth::Yes | Truth::No => Held {
                truth,
                unknown: Vec::new(),
                facts,
            },
            // What leaves it open is as good as not told: without it the answer is the same.
            Truth::Unknown => Held {
                truth,
                unknown: vec![word(term.fact())],
                facts: Vec::new(),
            },
        }
    }

    /// Whether the sign is at this place. A place that a person names may be where the injection
    /// was, so an injection there, or none that is recorded, leaves it open.
    pub(super) fn at(&self, report: &Report, place: ConceptId) -> Held {
        let terminology = self.setting.terminology;
        let Some(named) = report.place else {
            let mut held = Held::of(Truth::Unknown);
            held.unknown.push("place");
            return held;
        };
        if terminology.is_a(named, place) {
            return Held::of(Truth::Yes);
        }
        if terminology.get(place).key() != INJECTION_SITE {
            // "Legs" may be "feet" told less exactly.
            return Held::of(if terminology.is_a(place, named) {
                Truth::Unknown
            } else {
                Truth::No
            });
        }
        self.injected_at(named)
    }

    /// Whether an injection may have been at this place: one that is recorded there, or none that
    /// is recorded, leaves it open. One fact stands for a no.
    fn injected_at(&self, named: ConceptId) -> Held {
        let terminology = self.setting.terminology;
        let there = |fact: &&Fact| {
            let What::Administration(given) = &fact.what else {
                return false;
            };
            given.site.as_ref().is_none_or(|site| {
                terminology.is_a(site.area, named) || terminology.is_a(named, site.area)
            })
        };
        let given = self.facts(|what| matches!(what, What::Administration(_)));
        let found = given.iter().find(there);
        let mut held = Held::of(match (found, given.is_empty()) {
            (None, false) => Truth::No,
            (Some(_), _) | (None, true) => Truth::Unknown,
        });
        match held.truth {
            Truth::Unknown => held.unknown.push("place"),
            Truth::Yes | Truth::No => held.facts.extend(given.first().cloned()),
        }
        held
    }

    fn ago(&self, from: Option<&When>, how: Comparison, limit: Quantity) -> Truth {
        from.map_or(Truth::Unknown, |from| {
            since(from, self.setting.now, how, limit)
        })
    }

    /// From every date of birth that was told; two that differ over the limit leave it open.
    fn age(&self, how: Comparison, limit: Quantity) -> (Truth, Vec<Fact>) {
        let mut born = Vec::new();
        let mut truths = Vec::new();
        for fact in self.situation.facts() {
            if let What::Born(day) = &fact.what {
                truths.push(self.ago(Some(day), how, limit));
                born.push(fact.clone());
            }
        }
        born.truncate(1);
        (agreed(&truths), born)
    }

    /// From the first day of the treatment. A first injection in a journal may not be the first of
    /// all, so somebody must have told the start: with a prescription, or with the list of
    /// medicines. A prescription without a day leaves it open; whatever is earlier counts.
    fn since_start(&self, how: Comparison, limit: Quantity) -> (Truth, Vec<Fact>) {
        let medicine = self.setting.monograph.edition().medicine;
        let plans = self.facts(|what| matches!(what, What::Prescription(_)));
        let told = self.facts(|what| !matches!(what, What::Administration(_)));
        let undated = |fact: &Fact| started(fact, medicine).is_none();
        let Some(told) = told.into_iter().find(|fact| !undated(fact)) else {
            return (Truth::Unknown, Vec::new());
        };
        if plans.iter().any(undated) {
            return (Truth::Unknown, Vec::new());
        }
        let facts = self.situation.facts().iter();
        let first = facts
            .filter_map(|fact| Some((started(fact, medicine)?, fact)))
            .min_by_key(|(days, _)| (days.earliest(), days.latest()));
        let Some((days, first)) = first else {
            return (Truth::Unknown, Vec::new());
        };
        let truth = self.since_days(days, how, limit);
        if matches!(first.what, What::Administration(_)) {
            (truth, vec![first.clone(), told])
        } else {
            (truth, vec![first.clone()])
        }
    }

    fn since_days(&self, days: Days, how: Comparison, limit: Quantity) -> Truth {
        match CalendarSpan::try_from(limit) {
            Ok(limit) if days.latest() <= self.setting.today() => {
                days.since(how, limit, self.setting.today())
            }
            Ok(_) | Err(_) => Truth::Unknown,
        }
    }

    /// From the last injection whose time is known.
    fn since_injection(&self, how: Comparison, limit: Quantity) -> (Truth, Vec<Fact>) {
        let given = self.facts(|what| matches!(what, What::Administration(_)));
        let last = given
            .into_iter()
            .filter(|fact| fact.when.is_some())
            .max_by_key(|fact| fact.when.as_ref().map(|when| moment(when, self.setting)));
        match last {
            None => (Truth::Unknown, Vec::new()),
            Some(fact) => (self.ago(fact.when.as_ref(), how, limit), vec![fact]),
        }
    }

    fn indication(&self, wanted: ConceptId) -> (Truth, Vec<Fact>) {
        let told = |fact: &Fact| {
            if let What::Indication(id) = &fact.what {
                Some(*id)
            } else if let What::Prescription(plan) = &fact.what {
                plan.indication
            } else {
                None
            }
        };
        let known: Vec<&Fact> = self
            .situation
            .facts()
            .iter()
            .filter(|fact| told(fact).is_some())
            .collect();
        let is =
            |fact: &&&Fact| told(fact).is_some_and(|id| self.setting.terminology.is_a(id, wanted));
        match known.iter().find(is) {
            Some(fact) => (Truth::Yes, vec![(**fact).clone()]),
            None if known.is_empty() => (Truth::Unknown, Vec::new()),
            None => (Truth::No, known.into_iter().take(1).cloned().collect()),
        }
    }

    /// A past condition counts as one that is there: it is the more cautious reading.
    fn condition(&self, wanted: ConceptId) -> (Truth, Vec<Fact>) {
        let is = |id: ConceptId| self.setting.terminology.is_a(id, wanted);
        let about: Vec<(State, Fact)> = self
            .situation
            .facts()
            .iter()
            .filter_map(|fact| {
                let What::Condition { condition, state } = &fact.what else {
                    return None;
                };
                is(*condition).then(|| (*state, fact.clone()))
            })
            .collect();
        let of = |wanted: &[State]| about.iter().find(|(state, _)| wanted.contains(state));
        if let Some((_, fact)) = of(&[State::Present, State::Past]) {
            return (Truth::Yes, vec![fact.clone()]);
        }
        if of(&[State::NotSure]).is_some() {
            return (Truth::Unknown, Vec::new());
        }
        let absent = of(&[State::Absent]).map(|(_, fact)| fact.clone());
        let whole = self.facts(|what| matches!(what, What::Complete(List::Conditions)));
        match absent.or_else(|| whole.into_iter().next()) {
            Some(fact) => (Truth::No, vec![fact]),
            None => (Truth::Unknown, Vec::new()),
        }
    }

    fn facts(&self, wanted: impl Fn(&What) -> bool) -> Vec<Fact> {
        let facts = self.situation.facts().iter();
        facts.filter(|fact| wanted(&fact.what)).cloned().collect()
    }
}

/// The key of the place that stands for every place where an injection was given.
const INJECTION_SITE: &str = "injection-site";

fn moment(when: &When, setting: &Setting<'_>) -> (jiff::civil::Date, Option<jiff::Timestamp>) {
    match when {
        When::At(at) => {
            let here = at.with_time_zone(setting.now.time_zone().clone());
            (here.date(), Some(at.timestamp()))
        }
        When::Year(_) | When::Month(_) | When::Day(_) => (when.latest(), None),
    }
}

/// The one truth on which all agree; unknown when there is none.
fn agreed(truths: &[Truth]) -> Truth {
    match truths.split_first() {
        Some((first, rest)) if rest.iter().all(|truth| truth == first) => *first,
        Some(_) | None => Truth::Unknown,
    }
}

fn graded(report: &Report, fact: FactName, word: &str, reads: Reads) -> Truth {
    match fact {
        FactName::Severity => on_scale(report.severity, Severity::from_word(word), reads),
        FactName::Extent => on_scale(report.extent, Extent::from_word(word), reads),
        FactName::Course => on_scale(report.course, Course::from_word(word), reads),
        FactName::Fever if word == "yes" => report.fever,
        FactName::Fever => match report.fever {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        },
        FactName::Age
        | FactName::Weight
        | FactName::CreatinineClearance
        | FactName::Lab(_)
        | FactName::Indication
        | FactName::Condition
        | FactName::Medicine
        | FactName::Allergy
        | FactName::VaccinePlanned
        | FactName::VaccineGiven
        | FactName::SinceVaccine
        | FactName::SinceStop
        | FactName::SinceOnset
        | FactName::SinceStart
        | FactName::SinceInjection => Truth::Unknown,
    }
}

fn on_scale<T: Ord>(step: Option<T>, limit: Option<T>, reads: Reads) -> Truth {
    match (step, limit) {
        (Some(step), Some(limit)) => Truth::from(match reads {
            Reads::ThisOrWorse => step >= limit,
            Reads::ThisOrMilder => step <= limit,
        }),
        (None, _) | (_, None) => Truth::Unknown,
    }
}

/// A condition for people: "the severity is mild and the fever is no".
pub(super) fn in_words(condition: &Condition) -> String {
    let terms: Vec<String> = condition
        .terms()
        .iter()
        .map(|term| match term {
            Term::Is(fact, _) => format!("{} fits", spoken(*fact)),
            Term::Word(fact, word) => format!("{} is {word}", spoken(*fact)),
            Term::Compare(fact, how, limit) => {
                let how = match how {
                    Comparison::Below => "under",
                    Comparison::AtMost => "at most",
                    Comparison::AtLeast => "at least",
                    Comparison::Above => "over",
                };
                format!("{} is {how} {}", spoken(*fact), limit.in_words())
            }
        })
        .collect();
    terms.join(" and ")
}

fn spoken(fact: FactName) -> &'static str {
    match fact {
        FactName::Age => "the age",
        FactName::Severity => "the severity",
        FactName::Extent => "the extent",
        FactName::Course => "the course",
        FactName::Fever => "the answer about fever",
        FactName::SinceOnset => "the time since it began",
        FactName::SinceStart => "the time since the start of the treatment",
        FactName::SinceInjection => "the time since the last injection",
        FactName::Indication => "what the medicine is for",
        FactName::Condition => "an illness",
        FactName::Weight
        | FactName::CreatinineClearance
        | FactName::Lab(_)
        | FactName::Medicine
        | FactName::Allergy
        | FactName::VaccinePlanned
        | FactName::VaccineGiven
        | FactName::SinceVaccine
        | FactName::SinceStop => word(fact),
    }
}

/// The word of a fact that triage may ask for.
pub(super) fn word(fact: FactName) -> &'static str {
    match fact {
        FactName::Age => "age",
        FactName::Weight => "weight",
        FactName::CreatinineClearance => "creatinine-clearance",
        FactName::Lab(_) => "lab",
        FactName::Indication => "indication",
        FactName::Condition => "condition",
        FactName::Medicine => "medicine",
        FactName::Allergy => "allergy",
        FactName::VaccinePlanned => "vaccine-planned",
        FactName::VaccineGiven => "vaccine-given",
        FactName::SinceVaccine => "since-vaccine",
        FactName::SinceStop => "since-stop",
        FactName::Severity => "severity",
        FactName::Extent => "extent",
        FactName::Course => "course",
        FactName::Fever => "fever",
        FactName::SinceOnset => "since-onset",
        FactName::SinceStart => "since-start",
        FactName::SinceInjection => "since-injection",
    }
}
