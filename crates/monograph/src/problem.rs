//! Problems in a monograph: where, what, and what to do.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

/// A file of a monograph, with the name to show.
pub(crate) type File = Arc<NamedSource<Arc<str>>>;

/// One problem in the text of a monograph: the place, what is wrong in the author's words, and
/// what to do about it.
#[derive(Debug, Clone)]
pub struct Problem {
    file: File,
    message: String,
    labels: Vec<(Range<usize>, String)>,
    help: String,
}

impl Problem {
    pub(crate) fn new(
        file: &File,
        message: impl Into<String>,
        at: Range<usize>,
        help: impl Into<String>,
    ) -> Problem {
        Problem {
            file: Arc::clone(file),
            message: message.into(),
            labels: vec![(at, "here".to_owned())],
            help: help.into(),
        }
    }

    /// The same problem with a second place to look at.
    pub(crate) fn and_at(mut self, at: Range<usize>, label: impl Into<String>) -> Problem {
        self.labels.push((at, label.into()));
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &str {
        &self.help
    }

    /// The name of the file, the line and the column (both from 1) of the first place.
    #[must_use]
    pub fn place(&self) -> (&str, usize, usize) {
        let start = self.labels.first().map_or(0, |(range, _)| range.start);
        let before = self.file.inner().get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (self.file.name(), line, column)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().map(|(range, label)| {
            LabeledSpan::new_with_span(Some(label.clone()), range.clone())
        })))
    }
}

/// All problems of a monograph, in the order of the text. Never empty.
#[derive(Debug)]
pub struct Problems(pub(crate) Vec<Problem>);

impl Problems {
    /// The problems, in the order of the text.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.0
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("the monograph has 1 problem"),
            n => write!(f, "the monograph has {n} problems"),
        }
    }
}

impl std::error::Error for Problems {}

impl Diagnostic for Problems {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.0.iter().map(|p| p as &dyn Diagnostic)))
    }
}
