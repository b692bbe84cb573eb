//! How urgent is one sign? The worst of all rules that apply, made milder only by what is known to
//! be mild, then worse by how long it lasts and by whom it befalls.

use monograph::{Rule, Soften, Triage, Urgency};
use terminology::ConceptId;

use super::elapsed::since;
use super::holds::{Held, Person, Reads, in_words};
use super::notes::{Applied, Asked, Notes, Present, Told};
use super::report::{Report, Said};
use crate::truth::Truth;

/// The signs of a person while they are weighed.
pub(super) struct Weighing<'p, 'm> {
    pub(super) person: Person<'m>,
    /// All signs that are or may be there.
    pub(super) all: &'p [Present<'m>],
    pub(super) notes: Notes<'m>,
}

impl<'m> Weighing<'_, 'm> {
    /// How urgent this sign is by itself.
    pub(super) fn sign(&mut self, present: &Present<'m>) -> Urgency {
        let rules = self.person.setting.monograph.rules().triages();
        let worst = rules
            .iter()
            .filter_map(|rule| self.rule(present, rule))
            .max();
        let class = match worst {
            Some(class) => class,
            None => self.unlisted(),
        };
        let class = self.lasting(present, class);
        self.raised(present, class)
    }

    /// The class of what is on no list.
    pub(super) fn unlisted(&mut self) -> Urgency {
        let setting = self.person.setting;
        let mut rules = setting.monograph.rules().unlisted().iter();
        match rules.find(|rule| setting.holds(rule.regions())) {
            Some(rule) => {
                let own = Applied::of(rule, rule.class, &rule.says);
                self.notes.applied.push(own);
                rule.class
            }
            None => Urgency::Contact,
        }
    }

    fn rule(&mut self, present: &Present<'m>, rule: &'m Rule<Triage>) -> Option<Urgency> {
        let person = self.person;
        let concerns =
            person.setting.holds(rule.regions()) && person.is_any(present.concept, &rule.signs);
        if !concerns {
            return None;
        }
        let when = rule.when.as_ref().map_or_else(Held::always, |when| {
            person.holds(&present.report, when, Reads::ThisOrWorse)
        });
        let held = in_places(&person, present, &rule.places).and(when);
        self.rests_on(present, &held, rule);
        if held.truth == Truth::No {
            return None;
        }
        let softer = self.softer(present, rule);
        let class = softer.map_or(rule.class, |soften| rule.class.min(soften.class));
        // The words of the milder rule are said in its own name.
        let says = softer.map_or(&*rule.says, |_| "");
        let mut own = match present.told {
            Told::Itself | Told::Beside => Applied::of(rule, class, says),
            Told::Nobody(also) => Applied::of(also, class, &also.unknown),
        };
        own.truth = own_truth(present, &held);
        own.rest = rule.rest;
        if softer.is_none() {
            own.hold = rule.hold;
        }
        if own.truth == Truth::Unknown {
            self.notes.unknown = Asked::ButNotTold;
        }
        self.notes.applied.push(own);
        Some(class)
    }

    /// The rule that makes this one milder, if all that it asks for is known to be so. Of several
    /// the mildest, so that the loss of one of them never makes the answer milder.
    fn softer(&mut self, present: &Present<'m>, rule: &Rule<Triage>) -> Option<&'m Rule<Soften>> {
        let person = self.person;
        let setting = person.setting;
        let id = setting.monograph.statement(rule.statement()).id();
        let candidates = setting.monograph.rules().softens().iter().filter(|soften| {
            setting.holds(soften.regions())
                && soften.softens.iter().any(|of| of == id)
                && soften.class < rule.class
                && person.is_any(present.concept, &soften.signs)
        });
        let held: Vec<&'m Rule<Soften>> = candidates
            .filter(|soften| self.softens(present, soften, rule.class))
            .collect();
        let softest = held.into_iter().min_by_key(|soften| soften.class)?;
        let own = Applied::of(softest, softest.class, &softest.says);
        self.notes.applied.push(own);
        Some(softest)
    }

    fn softens(&mut self, present: &Present<'m>, soften: &Rule<Soften>, firmer: Urgency) -> bool {
        let place = soften
            .place
            .map_or_else(Held::always, |place| self.person.at(&present.report, place));
        if place.truth == Truth::No {
            return false;
        }
        let when = self
            .person
            .holds(&present.report, &soften.when, Reads::ThisOrMilder);
        let held = place.and(when);
        self.rests_on(present, &held, soften);
        self.cite(&soften.against);
        let beside = self.all.iter().any(|other| {
            self.person.is_any(other.concept, &soften.without)
                && !self.person.is_any(other.concept, &soften.signs)
        });
        let (milder, firmer) = (soften.class.word(), firmer.word());
        let when = in_words(&soften.when);
        let sentence = match (held.truth, beside) {
            (Truth::No, _) | (Truth::Yes | Truth::Unknown, true) => None,
            (Truth::Yes, false) => Some(format!(
                "It is {milder} only as long as {when}; else it is {firmer}."
            )),
            (Truth::Unknown, false) => {
                self.notes.unknown = Asked::ButNotTold;
                Some(format!(
                    "If it is known that {when}, it is {milder} instead of {firmer}."
                ))
            }
        };
        self.notes.would_change.extend(sentence);
        held.truth == Truth::Yes && !beside
    }

    /// Names statements that say the milder thing: both sides are shown.
    fn cite(&mut self, ids: &[String]) {
        let setting = self.person.setting;
        for id in ids {
            let found = setting
                .monograph
                .find(id)
                .filter(|s| setting.holds(s.regions()));
            self.notes.cites.extend(found.map(monograph::Statement::no));
        }
    }

    /// A sign that was answered mildly and is there for long is one level more urgent.
    fn lasting(&mut self, present: &Present<'m>, class: Urgency) -> Urgency {
        let setting = self.person.setting;
        let mut rules = setting.monograph.rules().follow_ups().iter();
        let rule = rules.find(|rule| rule.class == class && setting.holds(rule.regions()));
        let Some(rule) = rule else { return class };
        let onset = present.report.onset.as_ref();
        let truth = onset.map_or(Truth::Unknown, |onset| {
            let limit = quantity::Measure::quantity(&rule.after);
            since(onset, setting.now, monograph::Comparison::Above, limit)
        });
        if truth == Truth::No {
            return class;
        }
        if truth == Truth::Unknown {
            let asks = ("since-onset", Some(present.concept), rule.statement());
            self.notes.missing.push(asks);
            self.notes.unknown = Asked::ButNotTold;
        }
        let mut own = Applied::of(rule, rule.then, &rule.still);
        own.truth = truth;
        self.notes.applied.push(own);
        rule.then
    }

    /// Some people get a stronger warning.
    fn raised(&mut self, present: &Present<'m>, class: Urgency) -> Urgency {
        let setting = self.person.setting;
        let mut worst = class;
        for rule in setting.monograph.rules().raises() {
            let up = rule.raised(class);
            let concerns = setting.holds(rule.regions())
                && self.person.is_any(present.concept, &rule.signs)
                && up > class;
            if !concerns {
                continue;
            }
            let held = self
                .person
                .holds(&present.report, &rule.when, Reads::ThisOrWorse);
            self.notes.rests_on(&held, None, rule.statement());
            let (when, up_word, word) = (in_words(&rule.when), up.word(), class.word());
            if held.truth == Truth::No {
                let sentence = format!("If {when}, it is {up_word} instead of {word}.");
                self.notes.would_change.push(sentence);
                continue;
            }
            let sentence = format!("Unless {when}, it is {word} instead of {up_word}.");
            self.notes.would_change.push(sentence);
            if held.truth == Truth::Unknown {
                self.notes.unknown = Asked::ButNotTold;
            }
            let mut own = Applied::of(rule, up, &rule.says);
            own.truth = held.truth;
            self.notes.applied.push(own);
            worst = worst.max(up);
        }
        worst
    }

    /// What is asked about a sign that nobody reported is not asked for.
    fn rests_on<T>(&mut self, present: &Present<'m>, held: &Held, rule: &Rule<T>) {
        match present.told {
            Told::Itself => {
                let about = Some(present.concept);
                self.notes.rests_on(held, about, rule.statement());
            }
            Told::Beside | Told::Nobody(_) => self.notes.facts.extend(held.facts.iter().cloned()),
        }
    }
}

/// The signs that a fact beside this one may be: a fever that is there, or, beside a sign of the
/// lists, one that nobody asked about.
pub(super) fn beside<'m>(
    person: &Person<'m>,
    report: &Report,
    listed: &[ConceptId],
    notes: &mut Notes<'m>,
) -> Vec<Present<'m>> {
    let mut signs = Vec::new();
    for rule in person.setting.monograph.rules().alsos() {
        if listed.contains(&rule.sign) {
            continue;
        }
        let held = person.holds(report, &rule.fact, Reads::ThisOrWorse);
        notes.rests_on(&held, listed.first().copied(), rule.statement());
        let told = match held.truth {
            Truth::Yes => Told::Beside,
            Truth::Unknown if !listed.is_empty() => Told::Nobody(rule),
            Truth::Unknown | Truth::No => continue,
        };
        let report = Report {
            fever: Truth::No,
            ..Report::of(Said::Recognised(rule.sign))
        };
        signs.push(Present {
            concept: rule.sign,
            report,
            told,
        });
    }
    signs
}

/// Whether the sign is at one of the places; always, when none is named.
fn in_places(person: &Person<'_>, present: &Present<'_>, places: &[ConceptId]) -> Held {
    let at = places
        .iter()
        .map(|place| person.at(&present.report, *place));
    let worse = |best: Held, next: Held| if next.truth > best.truth { next } else { best };
    at.reduce(worse).unwrap_or_else(Held::always)
}

fn own_truth(present: &Present<'_>, held: &Held) -> Truth {
    match present.told {
        Told::Itself | Told::Beside => held.truth,
        Told::Nobody(_) => Truth::Unknown,
    }
}
