//! Was it too much, and whom to call?
//!
//! Patient tier. Whatever the record says, the numbers to call are in the answer. The record is
//! compared with the plan of the prescriber so that a person sees what points to too much; that
//! nothing points to it is never said to be safe. A record is never refused: it is checked.

mod compare;

use std::num::NonZeroU8;
use std::sync::Arc;

use jiff::civil::Date;
use monograph::{Callee as Who, OverdoseRule, OverdoseSign, Rule};
use quantity::{ClockSpan, Mass};
use terminology::{Kind, Recognition};

use crate::decision::{Basis, Decision, Tier};
use crate::fact::{What, When};
use crate::missed_dose::show_conflicts;
use crate::schedule::{AskWhy, supported};
use crate::setting::Setting;
use crate::situation::Situation;
use crate::triage::Said;
use crate::truth::Truth;

/// Whom to call, and what in the record points to too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdose {
    /// What the record says.
    pub record: Record,
    /// Whether a sign of danger was reported. Nobody asked is unknown, and counts as danger.
    pub danger: Truth,
    /// Whom to call, the first one first. Never empty.
    pub calls: Vec<Call>,
}

/// What the record says about too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// This points to too much, the newest first. Never empty.
    TooMuch(Vec<Excess>),
    /// Nothing recorded points to it. That does not show that it was not so.
    NothingFound,
    /// The record cannot be compared with a plan, for this reason.
    CannotTell(AskWhy),
}

/// Something in the record that is more, or sooner, than was prescribed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excess {
    /// More at once than was prescribed for one dose.
    AtOnce {
        /// When.
        when: Option<When>,
        /// What was recorded.
        given: Mass,
        /// What was prescribed.
        prescribed: Mass,
    },
    /// More on a calendar day than was prescribed for a day.
    OnDay {
        /// The day.
        day: Date,
        /// What was recorded.
        given: Mass,
        /// What was prescribed.
        prescribed: Mass,
    },
    /// More doses on a calendar day than were prescribed.
    Doses {
        /// The day.
        day: Date,
        /// How many were recorded.
        given: usize,
        /// How many were prescribed.
        prescribed: usize,
    },
    /// Two doses nearer to each other than half of the usual time (ours).
    TooNear {
        /// The later of the two.
        second: When,
        /// How far apart they were.
        apart: ClockSpan,
        /// Less than this is too near.
        least: ClockSpan,
    },
    /// A dose on a day that a plan of every so many days leaves free, too few days after another
    /// one (ours).
    FreeDay {
        /// The day that is free.
        day: Date,
        /// The day of the dose before it.
        before: Date,
        /// Once every so many days is prescribed.
        every: NonZeroU8,
    },
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who.
    pub who: Who,
    /// The number. None where we have none: the local emergency number, or the own doctor.
    pub number: Option<Arc<str>>,
}

/// Was it too much, and whom to call?
///
/// Asks for the recorded doses, the prescription, the signs that were reported and the country
/// (statements `dose.overdose`, `dose.never-double`, `ours.too-near`, `ours.emergency-elsewhere`).
#[must_use]
pub fn overdose(setting: &Setting<'_>, situation: &Situation) -> Decision<Overdose> {
    let mut basis = match rule(setting, OverdoseSign::Suspected) {
        None => Basis::of(setting.monograph.first().no()),
        Some(rule) => Basis::of(rule.statement()),
    };
    let record = compare::compare(setting, situation, &mut basis);
    let danger = danger(setting, situation, &mut basis);
    let calls = calls(setting, situation, &mut basis);
    conflicts(setting, &mut basis);
    supported(setting, &mut basis);
    let answer = Overdose {
        record,
        danger,
        calls,
    };
    Decision::new(answer, Tier::Patient, basis)
}

fn rule<'a>(setting: &Setting<'a>, when: OverdoseSign) -> Option<&'a Rule<OverdoseRule>> {
    rules(setting, when).next()
}

fn rules<'a>(
    setting: &Setting<'a>,
    when: OverdoseSign,
) -> impl Iterator<Item = &'a Rule<OverdoseRule>> + use<'a> {
    let region = setting.region;
    let rules = setting.monograph.rules().overdoses();
    rules
        .iter()
        .filter(move |rule| rule.when == when && rule.regions().include(region))
}

/// Whether a sign of danger was reported. No report, and words that are not understood, leave it
/// unknown.
fn danger(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Truth {
    let Some(rule) = rule(setting, OverdoseSign::Danger) else {
        return Truth::Unknown;
    };
    basis.reads(rule.no());
    let mut danger = Truth::Unknown;
    for fact in situation.facts() {
        let What::Symptom(report) = &fact.what else {
            continue;
        };
        let symptom = match &report.symptom {
            Said::Recognised(id) => Some(*id),
            Said::Words(text) => understood(setting, text),
        };
        let is_sign = |id| {
            rule.signs
                .iter()
                .any(|sign| setting.terminology.is_a(id, *sign))
        };
        if symptom.is_some_and(is_sign) {
            basis.uses(fact);
            danger = Truth::Yes;
        }
    }
    if danger == Truth::Unknown {
        basis.misses("symptom", None, rule.statement());
    }
    danger
}

fn understood(setting: &Setting<'_>, text: &str) -> Option<terminology::ConceptId> {
    match setting
        .terminology
        .recognise(&[Kind::Symptom], &[], Some(text))
    {
        Recognition::ByCode { id, .. } | Recognition::ByName { id, .. } => Some(id),
        Recognition::Conflict { .. }
        | Recognition::Ambiguous(_)
        | Recognition::Near(_)
        | Recognition::Unrecognised => None,
    }
}

/// Whom to call: by the rules in the order of the text, each one once, with the numbers of the
/// country. The rule about danger is the first, for an unknown danger counts as one.
fn calls(setting: &Setting<'_>, situation: &Situation, basis: &mut Basis) -> Vec<Call> {
    let country = country(setting, situation, basis);
    let contacts = country.and_then(|country| setting.terminology.contacts(country));
    let mut who: Vec<Who> = Vec::new();
    let mut all: Vec<&Rule<OverdoseRule>> = rules(setting, OverdoseSign::Danger).collect();
    all.extend(rules(setting, OverdoseSign::Suspected));
    for rule in all {
        basis.because.and(rule.statement());
        let new: Vec<Who> = rule
            .call
            .iter()
            .filter(|w| !who.contains(w))
            .copied()
            .collect();
        who.extend(new);
    }
    if who.is_empty() {
        who.push(Who::Emergency);
    }
    let number = |who: Who| match who {
        Who::Emergency => contacts.and_then(terminology::Contacts::emergency),
        Who::Poison => contacts.and_then(terminology::Contacts::poison),
        Who::Doctor => None,
    };
    who.into_iter()
        .map(|who| Call {
            who,
            number: number(who).map(Arc::from),
        })
        .collect()
}

/// The country whose numbers are shown. When nobody told, the source's own: it names those of the
/// US. In another region nobody knows.
fn country<'a>(
    setting: &Setting<'_>,
    situation: &'a Situation,
    basis: &mut Basis,
) -> Option<&'a str> {
    let elsewhere = rule(setting, OverdoseSign::Elsewhere);
    let mut told = None;
    for fact in situation.facts() {
        if let What::Country(country) = &fact.what {
            told = Some((fact, &**country));
        }
    }
    let home = match setting.region {
        monograph::Region::Us => Some("US"),
        monograph::Region::Eu => None,
    };
    let country = match told {
        Some((fact, country)) => {
            basis.uses(fact);
            Some(country)
        }
        None => {
            let asks = elsewhere.map_or(setting.monograph.first().no(), |rule| rule.statement());
            basis.misses("country", None, asks);
            basis.would_change("in another country: other numbers");
            home
        }
    };
    if country != Some("US")
        && let Some(rule) = elsewhere
    {
        basis.because.and(rule.statement());
    }
    country
}

fn conflicts(setting: &Setting<'_>, basis: &mut Basis) {
    let rules = setting.monograph.rules().overdoses();
    show_conflicts(setting, basis, |id| {
        let statement = setting.monograph.find(id).map(monograph::Statement::no);
        rules.iter().any(|rule| Some(rule.statement()) == statement)
    });
}
