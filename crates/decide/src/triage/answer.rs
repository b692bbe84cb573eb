//! The answer about signs and its basis.

use std::sync::Arc;

use jiff::civil::Date;
use monograph::{
    Advise, NextDose, OverdoseSign, PrincipleName, Rule, RuleNo, SiteRest, StatementNo, Urgency,
};

use super::holds::Person;
use super::notes::{Applied, Asked, Notes, Part, Present, Told};
use super::report::Report;
use super::weigh::Weighing;
use super::words::{Negation, Understood};
use crate::decision::Basis;
use crate::fact::{Fact, What, When};
use crate::page;
use crate::situation::{Situation, after};
use crate::truth::Truth;

/// How urgent all signs are, and what to do. Every sentence is one of the monograph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriageAnswer {
    /// The worst of all signs; none when no sign was reported.
    pub urgency: Option<Urgency>,
    /// Each sign that was reported, the worst first.
    pub signs: Vec<SignAnswer>,
    /// What to tell the person, the most urgent first.
    pub advice: Vec<Advice>,
    /// What it means for the next dose: at most a question to the doctor, or the words of a text.
    pub next_dose: NextDose,
    /// Whom to call, the most urgent first.
    pub call: Vec<Callee>,
    /// The day on which to ask again.
    pub follow_up: Option<Date>,
    /// What it means for the spot where the sign is.
    pub rest: SiteRest,
    /// Questions for the next visit.
    pub visit: Vec<String>,
}

/// One sign and how urgent it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignAnswer {
    /// The sign as it was reported.
    pub report: Report,
    /// How it was understood. What is offered waits to be confirmed.
    pub understood: Understood,
    /// Whether its words hold a "no", which is never read as an answer.
    pub negation: Negation,
    /// How urgent it is by itself.
    pub urgency: Urgency,
}

/// A sentence of the monograph that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The rule.
    pub rule: RuleNo,
    /// The statement that it comes from.
    pub statement: StatementNo,
    /// How urgent the rule has it.
    pub urgency: Urgency,
    /// The sentence.
    pub says: String,
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callee {
    /// The emergency number; none where the country is not known: the local emergency number.
    Emergency {
        /// The number.
        number: Option<Arc<str>>,
    },
    /// The doctor.
    Doctor,
}

/// The answer, once all signs are weighed.
pub(super) fn finish(
    weighing: Weighing<'_, '_>,
    signs: Vec<SignAnswer>,
    worst: Option<Urgency>,
) -> (TriageAnswer, Basis) {
    let mut answering = Answering {
        person: weighing.person,
        all: weighing.all,
        notes: weighing.notes,
        signs,
        worst,
    };
    answering.principles();
    answering.aside();
    let follow_up = answering.follow_up();
    let call = answering.call();
    answering.notes.applied.sort_by_key(Applied::order);
    let answer = TriageAnswer {
        urgency: worst,
        advice: answering.advice(),
        next_dose: answering.most(|one| one.hold, NextDose::NothingSaid),
        rest: answering.most(|one| one.rest, SiteRest::NothingSaid),
        visit: answering.visit(),
        call,
        follow_up,
        signs: answering.signs.clone(),
    };
    (answer, answering.basis())
}

/// All that goes into the answer.
struct Answering<'p, 'm> {
    person: Person<'m>,
    all: &'p [Present<'m>],
    notes: Notes<'m>,
    signs: Vec<SignAnswer>,
    worst: Option<Urgency>,
}

impl<'m> Answering<'_, 'm> {
    /// The sentences that go with an answer of this class: advice, a "no" in the words, an old text.
    fn aside(&mut self) {
        let setting = self.person.setting;
        let rules = setting.monograph.rules();
        let denied = self
            .signs
            .iter()
            .any(|sign| sign.negation != Negation::Absent);
        if denied && let Some(rule) = rules.unlisted().first() {
            self.add(Applied::of(rule, rule.class, &rule.denial));
        }
        for rule in rules.advises() {
            if setting.holds(rule.regions()) && self.fits(rule) {
                self.add(Applied::of(rule, Urgency::Expected, &rule.says));
            }
        }
        if let Some(rule) = page::review(setting) {
            self.add(Applied::of(rule, Urgency::Expected, &rule.says));
        }
    }

    /// Whether advice goes with this answer: its class, its signs and the next dose.
    fn fits(&self, rule: &Advise) -> bool {
        let reported = |one: &&Present<'m>| matches!(one.told, Told::Itself | Told::Beside);
        let mut signs = self.all.iter().filter(reported);
        self.worst.is_some_and(|class| rule.beside.contains(&class))
            && (rule.signs.is_empty()
                || signs.any(|one| self.person.is_any(one.concept, &rule.signs)))
            && rule
                .hold
                .is_none_or(|hold| self.most(|one| one.hold, NextDose::NothingSaid) == hold)
    }

    /// Cites the principles on which this answer rests.
    fn principles(&mut self) {
        let setting = self.person.setting;
        let mut classes = self.notes.applied.iter().map(|one| one.class);
        let first = classes.next();
        let differ = classes.any(|class| Some(class) != first);
        let certain = self
            .notes
            .applied
            .iter()
            .any(|one| one.class == Urgency::Emergency && one.truth == Truth::Yes);
        for rule in setting.monograph.rules().principles() {
            let rests = match rule.is {
                PrincipleName::UnknownIsWorst => self.notes.unknown == Asked::ButNotTold,
                PrincipleName::WorstWins => differ,
            };
            if rests && setting.holds(rule.regions()) {
                // Nothing stands beside an emergency that is certain.
                let says = rule
                    .says
                    .as_deref()
                    .filter(|_| !certain)
                    .unwrap_or_default();
                self.add(Applied::of(rule, Urgency::Expected, says));
            }
        }
    }

    fn add(&mut self, mut one: Applied<'m>) {
        one.part = Part::Aside;
        self.notes.applied.push(one);
    }

    /// The day on which to ask again, when the whole answer is one that is asked about again.
    fn follow_up(&mut self) -> Option<Date> {
        let setting = self.person.setting;
        let rules = setting.monograph.rules().follow_ups();
        let rule = rules
            .iter()
            .find(|rule| Some(rule.class) == self.worst && setting.holds(rule.regions()))?;
        self.add(Applied::of(rule, rule.class, &rule.says));
        Some(after(setting.today(), rule.after))
    }

    fn call(&mut self) -> Vec<Callee> {
        match self.worst {
            None | Some(Urgency::Expected) => Vec::new(),
            Some(Urgency::Call | Urgency::Contact | Urgency::SameDay) => vec![Callee::Doctor],
            Some(Urgency::Emergency) => {
                let number = self.emergency_number();
                vec![Callee::Emergency { number }, Callee::Doctor]
            }
        }
    }

    /// The number of the country that was told last, else of the region when that is one country.
    fn emergency_number(&mut self) -> Option<Arc<str>> {
        let setting = self.person.setting;
        let told = self
            .person
            .situation
            .facts()
            .iter()
            .filter(|fact| matches!(fact.what, What::Country(_)))
            .max_by_key(|fact| fact.when.as_ref().map(When::latest));
        let country = match told.map(|fact| (fact, &fact.what)) {
            Some((fact, What::Country(country))) => {
                self.notes.facts.push(fact.clone());
                Some(&**country)
            }
            Some(_) | None => {
                self.notes.country = Asked::ButNotTold;
                match setting.region {
                    monograph::Region::Us => Some("US"),
                    monograph::Region::Eu => None,
                }
            }
        };
        // Elsewhere than where the source is at home, a statement of its own speaks of the numbers.
        if country != Some("US") {
            let rules = setting.monograph.rules().overdoses();
            let elsewhere = rules
                .iter()
                .find(|rule| rule.when == OverdoseSign::Elsewhere);
            self.notes.cites.extend(elsewhere.map(Rule::statement));
        }
        let contacts = setting.terminology.contacts(country?)?;
        contacts.emergency().map(Arc::from)
    }

    /// What is said: the sentences of the worst class, for a milder one beside them would soothe,
    /// and those that go with the answer.
    fn advice(&self) -> Vec<Advice> {
        let mut advice: Vec<Advice> = Vec::new();
        let said = self
            .notes
            .applied
            .iter()
            .filter(|one| one.part == Part::Aside || Some(one.class) == self.worst);
        for one in said {
            if !one.says.is_empty() && !advice.iter().any(|said| said.says == one.says) {
                advice.push(Advice {
                    rule: one.rule,
                    statement: one.statement,
                    urgency: one.class,
                    says: one.says.to_owned(),
                });
            }
        }
        advice
    }

    fn most<T: Ord>(&self, of: impl Fn(&Applied<'_>) -> T, least: T) -> T {
        self.notes
            .applied
            .iter()
            .map(of)
            .max()
            .map_or(least, |most| most)
    }

    fn visit(&self) -> Vec<String> {
        let rules = self.person.setting.monograph.rules().advises();
        let asked = rules
            .iter()
            .filter(|rule| self.notes.applied.iter().any(|one| one.rule == rule.no()));
        asked.filter_map(|rule| rule.visit.clone()).collect()
    }

    fn basis(self) -> Basis {
        let setting = self.person.setting;
        let monograph = setting.monograph;
        let mut applied = self.notes.applied.iter();
        let first = applied.next().map(|one| one.statement);
        let mut basis = Basis::of(first.unwrap_or_else(|| monograph.first().no()));
        for one in applied {
            basis.because.and(one.statement);
        }
        for statement in &self.notes.cites {
            basis.because.and(*statement);
        }
        for one in self.notes.applied.iter().filter(|one| one.reads) {
            basis.reads(one.rule);
        }
        for sign in &self.signs {
            basis.uses(&reported(&self.person, &sign.report));
        }
        for fact in &self.notes.facts {
            basis.uses(fact);
        }
        for (fact, about, asks) in self.notes.missing {
            basis.misses(fact, about, asks);
        }
        if let Asked::ButNotTold = self.notes.country {
            let asks = basis.because.iter().next();
            basis.misses("country", None, asks.unwrap_or(monograph.first().no()));
        }
        for sentence in self.notes.would_change {
            basis.would_change(sentence);
        }
        page::conflicts(setting, &mut basis);
        basis
    }
}

/// The fact that holds the report: the one of the situation, where there is one.
fn reported(person: &Person<'_>, report: &Report) -> Fact {
    let what = What::Symptom(report.clone());
    let told = person
        .situation
        .facts()
        .iter()
        .find(|fact| fact.what == what);
    told.cloned().unwrap_or_else(|| Fact {
        what,
        when: Some(When::At(person.setting.now.clone())),
        from: Arc::from("report"),
    })
}

/// The reports among the facts of a situation: what an answer names as its inputs can be asked again.
#[must_use]
pub fn reports_of(situation: &Situation) -> Vec<Report> {
    let facts = situation.facts().iter();
    facts
        .filter_map(|fact| {
            if let What::Symptom(report) = &fact.what {
                Some(report.clone())
            } else {
                None
            }
        })
        .collect()
}
