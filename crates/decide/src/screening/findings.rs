//! What a run gives out, and the buffers that the next run uses again.

use monograph::{Grade, StatementNo};
use terminology::ConceptId;

use super::Certainty;
use super::compile::Screener;
use crate::fact::{Fact, What};
use crate::situation::Newest;

/// The findings of one run, and the buffers that the next run uses again.
#[derive(Debug, Default)]
pub struct Findings {
    pub(super) found: Vec<Found>,
    pub(super) hits: Vec<Hit>,
    pub(super) gaps: Vec<Gap>,
    /// For each target, what the facts say of it.
    pub(super) marks: Vec<u8>,
    /// For each limit, whether it is met.
    pub(super) answers: Vec<Answer>,
    /// For each measured test, how new its newest value is.
    pub(super) newest: Vec<Newest>,
    /// The measured values: which test, which fact.
    pub(super) measured: Vec<(u16, u32)>,
    /// For each `graver` rule, whether it holds.
    pub(super) raised: Vec<bool>,
}

impl Findings {
    /// What was found, in no order: one for each thing.
    #[must_use]
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// Which rule found what.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// How many facts, questions and dates are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.gaps.len()
    }

    /// The gravest grade.
    #[must_use]
    pub fn worst(&self) -> Option<Grade> {
        self.found.iter().map(|found| found.grade).max()
    }

    pub(super) fn begin(&mut self, screener: &Screener) {
        self.found.clear();
        self.hits.clear();
        self.gaps.clear();
        self.measured.clear();
        self.raised.clear();
        self.answers.clear();
        self.marks.clear();
        self.marks.resize(screener.targets.len(), 0);
        self.newest.clear();
        self.newest.resize(screener.measured, Newest::default());
    }

    pub(super) fn mark(&mut self, targets: &[u16], mark: u8) {
        for target in targets {
            if let Some(marks) = self.marks.get_mut(usize::from(*target)) {
                *marks |= mark;
            }
        }
    }

    pub(super) fn answer(&self, limit: u16) -> Answer {
        self.answers
            .get(usize::from(limit))
            .copied()
            .unwrap_or(Answer::Unasked)
    }

    /// The measured values of a test that may be the newest.
    pub(super) fn newest<'a>(
        &'a self,
        test: u16,
        facts: &'a [Fact],
    ) -> impl Iterator<Item = &'a Fact> {
        let newest = self.newest.get(usize::from(test)).copied();
        self.measured
            .iter()
            .filter(move |(of, _)| *of == test)
            .filter_map(|(_, fact)| facts.get(*fact as usize))
            .filter(move |fact| newest.is_some_and(|n| n.may_be(fact.when.as_ref())))
    }
}

/// One thing that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What it is about.
    pub subject: Subject,
    /// The gravest grade.
    pub grade: Grade,
    /// Whether the gravest rule knows all that it asks for.
    pub certainty: Certainty,
}

/// One rule that spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The place of its finding in [`Findings::found`].
    pub found: u16,
    /// The place of the rule among the acting ones.
    pub(super) line: u16,
    /// The fact that it began with; none for an age or a measured value.
    pub(super) fact: Option<u32>,
    /// Its grade, raised where it has to be.
    pub grade: Grade,
    /// Whether it knows all that it asks for.
    pub certainty: Certainty,
    /// The statement that it comes from.
    pub statement: StatementNo,
    pub(super) subject: Subject,
}

/// What a finding is about; [`super::About`] without the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A condition.
    Condition(ConceptId),
    /// An allergy.
    Allergy(ConceptId),
    /// A medicine.
    Medicine(ConceptId),
    /// A medicine that was not recognised: the number of its fact.
    UnknownMedicine(u32),
    /// A vaccine that is planned.
    VaccinePlanned(ConceptId),
    /// A vaccine that was given.
    VaccineGiven(ConceptId),
    /// A vaccine that was not recognised: the number of its fact.
    UnknownVaccine(u32),
    /// What the medicine is for.
    Indication(ConceptId),
    /// A measured value.
    Measured(ConceptId),
    /// The age.
    Age,
    /// The time since the start.
    Treatment,
}

/// Something that was not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// A question was not answered.
    Question(u16),
    /// A value is not there, is too old, or is known only about.
    Limit(u16),
    /// The day of a stop or a vaccine is not known well enough.
    Since { fact: u32, statement: StatementNo },
    /// The record does not say whether a medicine is taken.
    Status(u32),
}

/// What is known of one part of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It is known not to be so.
    No,
    /// Nobody told.
    Unasked,
    /// It may be so: something is told, and not all.
    Possible,
    /// It is so.
    Yes,
}

pub(super) const IS: u8 = 1;
pub(super) const MAY_BE: u8 = 2;
pub(super) const DENIED: u8 = 4;
pub(super) const UNSURE: u8 = 8;

/// The words of the record for a medicine or a vaccine.
pub(super) fn words(fact: &Fact) -> Option<&std::sync::Arc<str>> {
    if let What::Medicine(used) = &fact.what {
        return Some(&used.text);
    }
    let What::Vaccine { text, .. } = &fact.what else {
        return None;
    };
    Some(text)
}
