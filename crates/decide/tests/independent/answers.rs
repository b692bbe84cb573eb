//! What the table expects, what the program answered, and where the two differ.

use std::collections::{BTreeMap, BTreeSet};

/// What the table expects of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// For each subject the words that are right, and the row that says so.
    pub right: BTreeMap<String, (Vec<String>, String)>,
    /// What nobody told: it must be asked for, or be answered as if it were the worse. Never a "no".
    pub unknown: BTreeSet<String>,
}

impl Expected {
    /// Exactly this word is right.
    pub fn exactly(&mut self, subject: &str, word: &str, row: &str) {
        self.any_of(subject, &[word.to_owned()], row);
    }

    pub fn any_of(&mut self, subject: &str, words: &[String], row: &str) {
        self.right
            .insert(subject.to_owned(), (words.to_vec(), row.to_owned()));
    }
}

/// What the program answered on one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Got {
    /// For each subject its word. What is not here is nothing.
    pub said: BTreeMap<String, String>,
    /// What was listed as not told.
    pub asked: BTreeSet<String>,
}

impl Got {
    pub fn says(&mut self, subject: &str, word: impl Into<String>) {
        self.said.insert(subject.to_owned(), word.into());
    }
}

/// The word for a subject on which nothing was said.
pub const NOTHING: &str = "nothing";

/// The differences, each in one line; none when table and program agree.
pub fn differences(expected: &Expected, got: &Got) -> Vec<String> {
    let mut lines = Vec::new();
    for (subject, (right, row)) in &expected.right {
        let said = got.said.get(subject).map_or(NOTHING, String::as_str);
        if !right.iter().any(|word| word == said) {
            lines.push(format!(
                "{subject}: the table has {right:?} ({row}), the program {said:?}"
            ));
        }
    }
    for subject in &expected.unknown {
        if !got.asked.contains(subject) && !got.said.contains_key(subject) {
            lines.push(format!(
                "{subject}: nobody told, and the program neither asks nor answers"
            ));
        }
    }
    let known = |subject: &String| {
        expected.right.contains_key(subject) || expected.unknown.contains(subject)
    };
    for (subject, said) in &got.said {
        if !known(subject) {
            lines.push(format!(
                "{subject}: the table has nothing, the program {said:?}"
            ));
        }
    }
    lines
}
