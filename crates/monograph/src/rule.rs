//! A rule with what all kinds share: its name, its statement, the number that is ours, its cases.

use crate::kinds::RuleNo;
use crate::model::{Regions, StatementNo};

/// How strongly the source says it; kept as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// A thing to weigh.
    Consider,
    /// A thing that is advised.
    Should,
    /// A thing that is required.
    Must,
}

/// A number that the source does not state: ours, shown as ours, and open to another choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The words of the source that it reads.
    pub words: String,
    /// The value that we read into them.
    pub value: String,
    /// Why.
    pub because: String,
    /// Whether somebody must still compare it with the product or the label.
    pub to_confirm: bool,
}

/// A rule of one kind, with what all kinds share.
#[derive(Debug, Clone)]
pub struct Rule<T> {
    pub(crate) no: RuleNo,
    pub(crate) name: String,
    pub(crate) statement: StatementNo,
    pub(crate) regions: Regions,
    pub(crate) strength: Option<Strength>,
    pub(crate) reading: Option<Reading>,
    pub(crate) instead_of: Option<String>,
    pub(crate) otherwise_ask: bool,
    pub(crate) line: usize,
    pub(crate) at: std::ops::Range<usize>,
    pub(crate) what: T,
}

impl<T> Rule<T> {
    /// Its number among all rules of the monograph.
    #[must_use]
    pub fn no(&self) -> RuleNo {
        self.no
    }

    /// Its name within its kind.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The statement that it comes from.
    #[must_use]
    pub fn statement(&self) -> StatementNo {
        self.statement
    }

    /// Where it holds: where its statement holds.
    #[must_use]
    pub fn regions(&self) -> Regions {
        self.regions
    }

    /// How strongly the source says it, when that matters.
    #[must_use]
    pub fn strength(&self) -> Option<Strength> {
        self.strength
    }

    /// The number that is ours, when there is one.
    #[must_use]
    pub fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    /// The name of the rule of the same kind that this one replaces where both hold.
    #[must_use]
    pub fn instead_of(&self) -> Option<&str> {
        self.instead_of.as_deref()
    }

    /// Whether a person who falls beside the rule is to be asked about, by design.
    #[must_use]
    pub fn otherwise_ask(&self) -> bool {
        self.otherwise_ask
    }

    /// The line of its fence in the file, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What the rule says.
    #[must_use]
    pub fn what(&self) -> &T {
        &self.what
    }
}

impl<T> std::ops::Deref for Rule<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.what
    }
}

/// What carries a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// Rules that act, by kind and name, in the order of the text.
    By(Vec<RuleNo>),
    /// Nothing acts, and the text says why.
    NoRule {
        /// Why nothing can act.
        because: String,
    },
    /// Nothing acts and nobody says why: the reader refuses this.
    Nothing,
}

/// An example under a rule: for a reader to compare, and for the machine to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub(crate) name: String,
    pub(crate) statement: StatementNo,
    pub(crate) rule: RuleNo,
    pub(crate) kind: &'static str,
    pub(crate) given: Vec<(String, String)>,
    pub(crate) expect: Vec<(String, String)>,
    pub(crate) line: usize,
}

impl Case {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The statement under which it stands.
    #[must_use]
    pub fn statement(&self) -> StatementNo {
        self.statement
    }

    /// The rule below which it stands.
    #[must_use]
    pub fn rule(&self) -> RuleNo {
        self.rule
    }

    /// The kind of that rule: which question to ask.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// What is given: pairs of key and value, as written.
    #[must_use]
    pub fn given(&self) -> &[(String, String)] {
        &self.given
    }

    /// What is expected: the keys that begin with `expect`, as written.
    #[must_use]
    pub fn expect(&self) -> &[(String, String)] {
        &self.expect
    }

    /// The line of its fence in the file, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}
