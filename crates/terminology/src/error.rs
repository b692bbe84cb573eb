//! What can be wrong with the data files.

use thiserror::Error;

use crate::system::System;

/// A data file that cannot be taken, with the place and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {problem}")]
pub struct TerminologyError {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) problem: Problem,
}

impl TerminologyError {
    /// The file, as it was named to the reader.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong there.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// What is wrong at a place of a data file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// It is no TOML, or has a field that no row has.
    #[error("{0}")]
    Toml(String),
    /// A key is not in kebab case, or too long.
    #[error("the key `{0}` is not in kebab case: use a-z, 0-9 and single hyphens")]
    Key(String),
    /// Two rows have one key.
    #[error("the key `{0}` is already taken in {1}: two rows are two concepts and need two keys")]
    DuplicateKey(String, String),
    /// A parent has no row.
    #[error("`{0}` is said to be a `{1}`, which has no row")]
    UnknownParent(String, String),
    /// A concept is its own ancestor.
    #[error("`{0}` is its own ancestor")]
    Circle(String),
    /// A row names a concept that does not exist.
    #[error("`{0}` has no row")]
    UnknownConcept(String),
    /// A row has no source, or one that is not declared.
    #[error("the source `{0}` is not declared in a [source.…] table")]
    UnknownSource(String),
    /// A code is not written as "system code SOURCE".
    #[error("the code `{0}` is not written as \"system code SOURCE\" with a known system")]
    Code(String),
    /// A code that its system does not write so.
    #[error("`{code}` is not how {system} writes a code")]
    MalformedCode {
        /// The code as it is written.
        code: String,
        /// The system of the row.
        system: System,
    },
    /// A country is not given by its two letters.
    #[error("`{0}` is no country of ISO 3166: use its two capital letters, such as US")]
    Country(String),
    /// Two concepts have one code.
    #[error("the code `{code}` of `{key}` already means `{other}`")]
    DuplicateCode {
        /// The code as it is written.
        code: String,
        /// The concept of this row.
        key: String,
        /// The concept that has the code.
        other: String,
    },
    /// Two concepts of one kind have one name.
    #[error("the name `{name}` of `{key}` already means `{other}`")]
    DuplicateName {
        /// The name as it is written.
        name: String,
        /// The concept of this row.
        key: String,
        /// The concept that has the name.
        other: String,
    },
    /// A name has no letter or digit in it.
    #[error("the name `{0}` has no letter and no digit")]
    EmptyName(String),
    /// A unit or a conversion of a laboratory test cannot be read.
    #[error("{0}")]
    Lab(String),
    /// A line of a table with tabs has too few or too many fields.
    #[error("the line has {found} fields, and {expected} are needed: {columns}")]
    Columns {
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
        /// What they are.
        columns: &'static str,
    },
    /// There are more concepts than a number of a concept can count.
    #[error("more than 65,535 concepts")]
    TooMany,
}
