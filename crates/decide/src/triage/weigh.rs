//! How urgent is one sign? The worst of all rules that apply, made milder only by what is known to
//! be mild, then worse by how long it lasts and by whom it befalls.

use monograph::{NextDose, Rule, RuleNo, SiteRest, Soften, StatementNo, Triage, Urgency};
use terminology::ConceptId;

use super::holds::{Held, Person, Reads};
use super::report::{Report, Said};
use crate::fact::Fact;
use crate::truth::Truth;

/// Whether a sentence answers or goes with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Answers,
    Aside,
}

/// Whether a fact was asked for and not told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Asked {
    #[default]
    Not,
    ButNotTold,
}

/// A rule that applies, with what it adds to the answer.
#[derive(Debug, Clone)]
pub(super) struct Applied<'m> {
    pub(super) rule: RuleNo,
    pub(super) statement: StatementNo,
    pub(super) class: Urgency,
    pub(super) hold: NextDose,
    pub(super) rest: SiteRest,
    pub(super) says: &'m str,
    pub(super) reads: bool,
    pub(super) part: Part,
}

/// What is noted on the way, for the basis of the answer.
#[derive(Debug, Default)]
pub(super) struct Notes<'m> {
    pub(super) applied: Vec<Applied<'m>>,
    pub(super) missing: Vec<(&'static str, Option<ConceptId>, StatementNo)>,
    pub(super) facts: Vec<Fact>,
    pub(super) would_change: Vec<String>,
    pub(super) cites: Vec<StatementNo>,
    pub(super) country: Asked,
}

impl Notes<'_> {
    /// Notes what a truth rests on: the facts that were used, or those that nobody told.
    pub(super) fn rests_on(&mut self, held: &Held, about: Option<ConceptId>, asks: StatementNo) {
        self.facts.extend(held.facts.iter().cloned());
        if held.truth == Truth::Unknown {
            let missing = held.unknown.iter().map(|fact| (*fact, about, asks));
            self.missing.extend(missing);
        }
    }
}

/// A sign that is there or may be there: of a report, or beside one.
#[derive(Debug, Clone)]
pub(super) struct Present {
    pub(super) concept: ConceptId,
    /// What is known about it.
    pub(super) report: Report,
}

/// Weighs one sign. `others` are all signs of the person, this one included.
pub(super) fn sign<'m>(
    person: &Person<'m>,
    present: &Present,
    others: &[Present],
    notes: &mut Notes<'m>,
) -> Urgency {
    let mut worst: Option<Urgency> = None;
    for rule in person.setting.monograph.rules().triages() {
        if let Some(class) = triage_rule(person, present, others, rule, notes) {
            worst = worst.max(Some(class));
        }
    }
    let class = worst.unwrap_or_else(|| unlisted(person, notes));
    let class = lasting(person, present, class, notes);
    raised(person, present, class, notes)
}

/// The class of what is on no list.
pub(super) fn unlisted<'m>(person: &Person<'m>, notes: &mut Notes<'m>) -> Urgency {
    let rules = person.setting.monograph.rules().unlisted();
    let rule = rules
        .iter()
        .find(|rule| person.setting.holds(rule.regions()));
    if let Some(rule) = rule {
        notes.applied.push(applied(rule, rule.class, &rule.says));
    }
    rule.map_or(Urgency::Contact, |rule| rule.class)
}

pub(super) fn applied<'m, T>(rule: &Rule<T>, class: Urgency, says: &'m str) -> Applied<'m> {
    Applied {
        rule: rule.no(),
        statement: rule.statement(),
        class,
        hold: NextDose::NothingSaid,
        rest: SiteRest::NothingSaid,
        says,
        reads: rule.reading().is_some(),
        part: Part::Answers,
    }
}

fn triage_rule<'m>(
    person: &Person<'m>,
    present: &Present,
    others: &[Present],
    rule: &'m Rule<Triage>,
    notes: &mut Notes<'m>,
) -> Option<Urgency> {
    if !person.setting.holds(rule.regions()) || !is_any(person, present.concept, &rule.signs) {
        return None;
    }
    let held = match &rule.when {
        None => Held::always(),
        Some(when) => person.holds(&present.report, when, Reads::ThisOrWorse),
    };
    let held = in_places(person, present, &rule.places).and(held);
    notes.rests_on(&held, Some(present.concept), rule.statement());
    if held.truth == Truth::No {
        return None;
    }
    let softer = softened(person, present, others, rule, notes);
    let class = softer.map_or(rule.class, |soften| rule.class.min(soften.class));
    let mut own = applied(
        rule,
        class,
        softer.map_or(&*rule.says, |soften| &*soften.says),
    );
    own.rest = rule.rest;
    if softer.is_none() {
        own.hold = rule.hold;
    }
    notes.applied.push(own);
    if let Some(soften) = softer {
        notes.applied.push(applied(soften, class, &soften.says));
    }
    Some(class)
}

/// Whether the sign is at one of the places; always, when none is named.
fn in_places(person: &Person<'_>, present: &Present, places: &[ConceptId]) -> Held {
    let mut at = places
        .iter()
        .map(|place| person.at(&present.report, *place));
    let Some(first) = at.next() else {
        return Held::always();
    };
    at.fold(
        first,
        |best, next| {
            if next.truth > best.truth { next } else { best }
        },
    )
}

/// The rule that makes this one milder, if all that it asks for is known to be so.
fn softened<'m>(
    person: &Person<'m>,
    present: &Present,
    others: &[Present],
    rule: &Rule<Triage>,
    notes: &mut Notes<'m>,
) -> Option<&'m Rule<Soften>> {
    let setting = person.setting;
    let id = setting.monograph.statement(rule.statement()).id();
    let candidates = setting.monograph.rules().softens().iter().filter(|soften| {
        setting.holds(soften.regions())
            && soften.softens.iter().any(|of| of == id)
            && soften.class < rule.class
            && is_any(person, present.concept, &soften.signs)
    });
    let mut found = None;
    for soften in candidates {
        let place = soften
            .place
            .map_or_else(Held::always, |place| person.at(&present.report, place));
        let held = place.and(person.holds(&present.report, &soften.when, Reads::ThisOrMilder));
        let beside = others.iter().any(|other| {
            is_any(person, other.concept, &soften.without)
                && !is_any(person, other.concept, &soften.signs)
        });
        notes.rests_on(&held, Some(present.concept), soften.statement());
        let (milder, firmer) = (soften.class.word(), rule.class.word());
        match (held.truth, beside) {
            (Truth::Yes, false) => {
                let when = soften.when.text();
                notes.would_change.push(format!(
                    "Only as long as {when} it is {milder}; else it is {firmer}."
                ));
                found = found.or(Some(soften));
            }
            (Truth::Unknown, false) => notes.would_change.push(format!(
                "If it is known that {}, it is {milder} instead of {firmer}.",
                soften.when.text()
            )),
            (Truth::Yes | Truth::Unknown, true) | (Truth::No, _) => {}
        }
    }
    found
}

/// A sign that was answered mildly and is there for long is one level more urgent.
fn lasting<'m>(
    person: &Person<'m>,
    present: &Present,
    class: Urgency,
    notes: &mut Notes<'m>,
) -> Urgency {
    let rules = person.setting.monograph.rules().follow_ups();
    let rule = rules
        .iter()
        .find(|rule| rule.class == class && person.setting.holds(rule.regions()));
    let Some(rule) = rule else { return class };
    let after = monograph::Comparison::Above;
    let limit = quantity::Measure::quantity(&rule.after);
    let truth = present
        .report
        .onset
        .as_ref()
        .map_or(Truth::Unknown, |onset| {
            super::elapsed::since(onset, person.setting.now, after, limit)
        });
    if truth == Truth::No {
        return class;
    }
    if truth == Truth::Unknown {
        let asks = ("since-onset", Some(present.concept), rule.statement());
        notes.missing.push(asks);
    }
    notes.applied.push(applied(rule, rule.then, &rule.still));
    rule.then
}

/// Some people get a stronger warning.
fn raised<'m>(
    person: &Person<'m>,
    present: &Present,
    class: Urgency,
    notes: &mut Notes<'m>,
) -> Urgency {
    let mut worst = class;
    for rule in person.setting.monograph.rules().raises() {
        let concerns = person.setting.holds(rule.regions())
            && is_any(person, present.concept, &rule.signs)
            && rule.raised(class) > class;
        if !concerns {
            continue;
        }
        let held = person.holds(&present.report, &rule.when, Reads::ThisOrWorse);
        notes.rests_on(&held, None, rule.statement());
        let up = rule.raised(class);
        let when = rule.when.text();
        match held.truth {
            Truth::No => {
                let sentence = format!(
                    "If {when}, it is {} instead of {}.",
                    up.word(),
                    class.word()
                );
                notes.would_change.push(sentence);
            }
            Truth::Yes | Truth::Unknown => {
                let sentence = format!(
                    "Unless {when}, it is {} instead of {}.",
                    class.word(),
                    up.word()
                );
                notes.would_change.push(sentence);
                notes.applied.push(applied(rule, up, &rule.says));
                worst = worst.max(up);
            }
        }
    }
    worst
}

/// The signs that a fact beside this one may be: a fever that is there, or, beside a sign of the
/// lists, one that nobody asked about.
pub(super) fn beside<'m>(
    person: &Person<'m>,
    report: &Report,
    listed: Option<ConceptId>,
    notes: &mut Notes<'m>,
) -> Vec<Present> {
    let mut signs = Vec::new();
    for rule in person.setting.monograph.rules().alsos() {
        let held = person.holds(report, &rule.fact, Reads::ThisOrWorse);
        notes.rests_on(&held, listed, rule.statement());
        let counts = match held.truth {
            Truth::Yes => true,
            Truth::Unknown => listed.is_some(),
            Truth::No => false,
        };
        if counts {
            signs.push(Present {
                concept: rule.sign,
                report: Report {
                    fever: Truth::No,
                    ..Report::of(Said::Recognised(rule.sign))
                },
            });
        }
    }
    signs
}

/// Whether the sign is one of these or belongs to one of these groups.
pub(super) fn is_any(person: &Person<'_>, sign: ConceptId, of: &[ConceptId]) -> bool {
    of.iter()
        .any(|group| person.setting.terminology.is_a(sign, *group))
}
