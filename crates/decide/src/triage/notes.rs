//! What is noted while signs are weighed: the rules that apply, and what they rest on.

use monograph::{Also, NextDose, Rule, RuleNo, SiteRest, StatementNo, Urgency};
use terminology::ConceptId;

use super::holds::Held;
use super::report::Report;
use crate::fact::Fact;
use crate::truth::Truth;

/// A sign that is there or may be there: of a report, or beside one.
#[derive(Debug, Clone)]
pub(super) struct Present<'m> {
    pub(super) concept: ConceptId,
    /// What is known about it.
    pub(super) report: Report,
    pub(super) told: Told<'m>,
}

/// How a sign came to be known.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told<'m> {
    /// It was reported.
    Itself,
    /// It was told beside another sign.
    Beside,
    /// Nobody told, so it counts as if it were there.
    Nobody(&'m Rule<Also>),
}

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
    /// Unknown when it counts because nobody told.
    pub(super) truth: Truth,
    pub(super) hold: NextDose,
    pub(super) rest: SiteRest,
    /// What to tell; blank when it is only cited.
    pub(super) says: &'m str,
    pub(super) reads: bool,
    pub(super) part: Part,
}

impl<'m> Applied<'m> {
    pub(super) fn of<T>(rule: &Rule<T>, class: Urgency, says: &'m str) -> Applied<'m> {
        Applied {
            rule: rule.no(),
            statement: rule.statement(),
            class,
            truth: Truth::Yes,
            hold: NextDose::NothingSaid,
            rest: SiteRest::NothingSaid,
            says,
            reads: rule.reading().is_some(),
            part: Part::Answers,
        }
    }

    /// The order of the answer: what answers before what goes with it, the worst first, and what is
    /// known before what only may be.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let (class, truth) = (self.class, self.truth);
        let worst = std::cmp::Reverse((class, truth));
        (self.part, worst, self.rule)
    }
}

/// What is noted on the way, for the answer and its basis.
#[derive(Debug, Default)]
pub(super) struct Notes<'m> {
    pub(super) applied: Vec<Applied<'m>>,
    /// Statements that speak about the signs without deciding.
    pub(super) cites: Vec<StatementNo>,
    pub(super) missing: Vec<(&'static str, Option<ConceptId>, StatementNo)>,
    pub(super) facts: Vec<Fact>,
    pub(super) would_change: Vec<String>,
    /// What was not told and counted as the worst.
    pub(super) unknown: Asked,
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
