//! An answer with its whole basis.

use monograph::{RuleNo, StatementNo};
use terminology::ConceptId;

use crate::fact::Fact;

/// Whom an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    /// A person on the medicine or a carer: quotes the monograph and the prescriber's own plan,
    /// and sends to people. Never a made-up dose or schedule.
    Patient,
    /// A prescriber or pharmacist: computes and recommends, with the whole basis to review.
    Clinician,
}

/// The statements that an answer rests on. Never empty: the only constructor asks for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    first: StatementNo,
    rest: Vec<StatementNo>,
}

impl Because {
    /// Rests on this statement.
    #[must_use]
    pub fn of(statement: StatementNo) -> Because {
        Because {
            first: statement,
            rest: Vec::new(),
        }
    }

    /// And on this one; a statement is named once.
    pub fn and(&mut self, statement: StatementNo) {
        if !self.contains(statement) {
            self.rest.push(statement);
        }
    }

    /// And on this one before all others: it decided.
    pub fn led_by(&mut self, statement: StatementNo) {
        if self.first != statement {
            self.rest.retain(|other| *other != statement);
            let before = std::mem::replace(&mut self.first, statement);
            self.rest.insert(0, before);
        }
    }

    /// Whether it rests on this statement.
    #[must_use]
    pub fn contains(&self, statement: StatementNo) -> bool {
        self.first == statement || self.rest.contains(&statement)
    }

    /// The statements; the first is the one that decided.
    pub fn iter(&self) -> impl Iterator<Item = StatementNo> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }
}

/// A fact that nobody has told, and the statements that ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The fact, in the word of the monograph, such as `creatinine-clearance` or `condition`.
    pub fact: &'static str,
    /// Which one of its kind: the condition, the test, the medicine.
    pub about: Option<ConceptId>,
    /// Who asks.
    pub because: Because,
}

/// What an answer rests on, so that a reader can check it on his own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The statements.
    pub because: Because,
    /// The facts that were used. Evaluating again from these gives the same answer.
    pub inputs: Vec<Fact>,
    /// The facts that were not told.
    pub missing: Vec<Missing>,
    /// Rules whose number is ours ([`monograph::Rule::reading`]) and was used.
    pub readings: Vec<RuleNo>,
    /// Rules of kind `conflict` that bear on the answer.
    pub conflicts: Vec<RuleNo>,
    /// What would change the answer, in plain sentences.
    pub would_change: Vec<String>,
}

impl Basis {
    /// A basis that rests on one statement and nothing else yet.
    #[must_use]
    pub fn of(statement: StatementNo) -> Basis {
        Basis {
            because: Because::of(statement),
            inputs: Vec::new(),
            missing: Vec::new(),
            readings: Vec::new(),
            conflicts: Vec::new(),
            would_change: Vec::new(),
        }
    }

    /// Uses a fact; a fact is named once.
    pub fn uses(&mut self, fact: &Fact) {
        if !self.inputs.contains(fact) {
            self.inputs.push(fact.clone());
        }
    }

    /// Misses a fact; the same fact is named once, with all who ask for it.
    pub fn misses(&mut self, fact: &'static str, about: Option<ConceptId>, because: StatementNo) {
        match self
            .missing
            .iter_mut()
            .find(|m| m.fact == fact && m.about == about)
        {
            Some(missing) => missing.because.and(because),
            None => self.missing.push(Missing {
                fact,
                about,
                because: Because::of(because),
            }),
        }
    }

    /// Uses a number that is ours.
    pub fn reads(&mut self, rule: RuleNo) {
        if !self.readings.contains(&rule) {
            self.readings.push(rule);
        }
    }

    /// Names a conflict of sources that bears on the answer.
    pub fn shows_conflict(&mut self, rule: RuleNo) {
        if !self.conflicts.contains(&rule) {
            self.conflicts.push(rule);
        }
    }

    /// Says what would change the answer; a sentence is said once.
    pub fn would_change(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.would_change.contains(&sentence) {
            self.would_change.push(sentence);
        }
    }
}

/// An answer to one clinical question about one person, with its tier and its basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<A> {
    answer: A,
    tier: Tier,
    basis: Basis,
}

impl<A> Decision<A> {
    /// A decision: it cannot be made without a basis, and a basis not without a statement.
    #[must_use]
    pub fn new(answer: A, tier: Tier, basis: Basis) -> Decision<A> {
        Decision {
            answer,
            tier,
            basis,
        }
    }

    /// The answer.
    #[must_use]
    pub fn answer(&self) -> &A {
        &self.answer
    }

    /// Whom it is for.
    #[must_use]
    pub fn tier(&self) -> Tier {
        self.tier
    }

    /// What it rests on.
    #[must_use]
    pub fn basis(&self) -> &Basis {
        &self.basis
    }
}
