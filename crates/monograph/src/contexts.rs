//! What a kind of rule gets while it is read: words become concepts, quantities and conditions,
//! and whatever cannot be read becomes a problem at its place.

use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

use terminology::{ConceptId, Kind, Terminology};
use toml::Spanned;

use crate::condition::{self, Condition, FactName};
use crate::kinds::RuleKind;
use crate::model::{Statement, StatementNo};
use crate::problem::{File, Problem};
use crate::rule::Rule;
use crate::rules::{Conflict, Question};

/// The context in which one block is read.
pub(crate) struct Cx<'a> {
    pub(crate) terminology: &'a Terminology,
    pub(crate) file: &'a File,
    /// Where the body of the block starts in the file.
    pub(crate) base: usize,
    /// Where the opening fence stands.
    pub(crate) fence: Range<usize>,
    pub(crate) problems: &'a mut Vec<Problem>,
}

impl Cx<'_> {
    /// Notes a problem at a value of the block.
    pub(crate) fn problem(
        &mut self,
        message: impl Into<String>,
        at: Range<usize>,
        help: impl Into<String>,
    ) {
        let at = self.base + at.start..self.base + at.end;
        self.problems
            .push(Problem::new(self.file, message, at, help));
    }

    /// Notes a problem of the block as a whole.
    pub(crate) fn problem_at_fence(&mut self, message: impl Into<String>, help: impl Into<String>) {
        self.problems
            .push(Problem::new(self.file, message, self.fence.clone(), help));
    }

    /// A concept by its key.
    pub(crate) fn concept(&mut self, word: &Spanned<String>, kinds: &[Kind]) -> Option<ConceptId> {
        let found = self
            .terminology
            .by_key(word.get_ref())
            .filter(|id| kinds.contains(&self.terminology.get(*id).kind()));
        if found.is_none() {
            let near = self.near(word.get_ref(), kinds);
            self.problem(
                format!("the terminology has no such key: `{}`", word.get_ref()),
                word.span(),
                near,
            );
        }
        found
    }

    /// Several concepts by their keys.
    pub(crate) fn concepts(
        &mut self,
        words: &[Spanned<String>],
        kinds: &[Kind],
    ) -> Option<Vec<ConceptId>> {
        let found: Vec<_> = words
            .iter()
            .filter_map(|word| self.concept(word, kinds))
            .collect();
        (found.len() == words.len()).then_some(found)
    }

    fn near(&self, word: &str, kinds: &[Kind]) -> String {
        let hits = self.terminology.search(&word.replace('-', " "), kinds, 3);
        let keys: Vec<String> = hits
            .iter()
            .map(|hit| format!("`{}`", self.terminology.get(hit.concept).key()))
            .collect();
        if keys.is_empty() {
            "add it to the terminology, or correct the word".to_owned()
        } else {
            format!("did you mean {}?", keys.join(" or "))
        }
    }

    /// A value that parses from its text: a quantity, a range, a number.
    pub(crate) fn value<T>(&mut self, word: &Spanned<String>) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        match word.get_ref().parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(
                    format!("`{}` cannot be read: {error}", word.get_ref()),
                    word.span(),
                    "write a number, a space and a UCUM unit, as in `8 mg/kg/d`",
                );
                None
            }
        }
    }

    /// A value that may be left out: `Some(None)` when it is, `None` when it cannot be read.
    pub(crate) fn optional<T>(&mut self, word: Option<&Spanned<String>>) -> Option<Option<T>>
    where
        T: FromStr,
        T::Err: Display,
    {
        match word {
            None => Some(None),
            Some(word) => self.value(word).map(Some),
        }
    }

    /// A condition.
    pub(crate) fn condition(&mut self, word: &Spanned<String>) -> Option<Condition> {
        match Condition::read(word.get_ref(), self.terminology) {
            Ok(condition) => Some(condition),
            Err(error) => {
                self.problem(
                    error,
                    word.span(),
                    "write `fact is value` or `fact < quantity`, joined by ` and `",
                );
                None
            }
        }
    }

    /// A fact, alone (`age`) or as one concept (`condition is cancer`).
    pub(crate) fn fact(&mut self, word: &Spanned<String>) -> Option<(FactName, Option<ConceptId>)> {
        match condition::read_fact(word.get_ref(), self.terminology) {
            Ok(fact) => Some(fact),
            Err(error) => {
                self.problem(error, word.span(), "write `fact` or `fact is value`");
                None
            }
        }
    }

    /// One of a closed list of words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        word: &Spanned<String>,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words
            .iter()
            .find(|(name, _)| name == word.get_ref())
            .map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<String> = words.iter().map(|(name, _)| format!("`{name}`")).collect();
            self.problem(
                format!("`{}` cannot stand here", word.get_ref()),
                word.span(),
                format!("write one of {}", known.join(", ")),
            );
        }
        found
    }

    /// One of a closed list of words, which may be left out: `Some(None)` when it is.
    pub(crate) fn optional_word<T: Copy>(
        &mut self,
        word: Option<&Spanned<String>>,
        words: &[(&str, T)],
    ) -> Option<Option<T>> {
        match word {
            None => Some(None),
            Some(word) => self.word(word, words).map(Some),
        }
    }
}

/// The context in which all rules of a kind are compared with each other.
pub(crate) struct CheckCx<'a> {
    pub(crate) terminology: &'a Terminology,
    pub(crate) statements: &'a [Statement],
    pub(crate) conflicts: &'a [Rule<Conflict>],
    pub(crate) questions: &'a [Rule<Question>],
    pub(crate) file: &'a File,
    pub(crate) problems: &'a mut Vec<Problem>,
}

impl CheckCx<'_> {
    /// Two rules answer the same question for the same person: an error that shows both places,
    /// unless one says that it stands instead of the other.
    pub(crate) fn overlap<T: RuleKind>(
        &mut self,
        first: &Rule<T>,
        second: &Rule<T>,
        question: &str,
    ) {
        let settled = first.instead_of.as_deref() == Some(second.name.as_str())
            || second.instead_of.as_deref() == Some(first.name.as_str());
        if settled {
            return;
        }
        let problem = Problem::new(
            self.file,
            format!(
                "`{}` and `{}` both answer {question}",
                first.name, second.name
            ),
            second.at.clone(),
            if T::REPLACES {
                format!(
                    "write `instead-of = \"{}\"` in the one that stands, or narrow one of them",
                    first.name
                )
            } else {
                "narrow one of them, or delete it".to_owned()
            },
        )
        .and_at(first.at.clone(), "the other rule");
        self.problems.push(problem);
    }

    /// A problem with one rule, found when all rules are known.
    pub(crate) fn problem<T>(
        &mut self,
        rule: &Rule<T>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems
            .push(Problem::new(self.file, message, rule.at.clone(), help));
    }

    /// Whether the text says that these two statements contradict each other.
    pub(crate) fn conflict_declared(&self, first: StatementNo, second: StatementNo) -> bool {
        let id = |no: StatementNo| self.statements.get(no.index()).map(|s| s.id.as_str());
        self.conflicts.iter().any(|conflict| {
            let against = Some(conflict.against.as_str());
            (conflict.statement == first && against == id(second))
                || (conflict.statement == second && against == id(first))
        })
    }

    /// Whether a statement of this id exists.
    pub(crate) fn has_statement(&self, id: &str) -> bool {
        self.statements.iter().any(|s| s.id == id)
    }
}
