//! A monograph in memory: what it says, from where, and the rules that carry it.

use jiff::civil::Date;
use terminology::ConceptId;

use crate::kinds::Rules;
pub(crate) use crate::rule::{Carried, Case, Rule};

/// The number of a statement within its monograph. Small, so that a finding can cite it without
/// allocating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementNo(pub(crate) u16);

impl StatementNo {
    /// The position in [`Monograph::statements`].
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A medicine's monograph: read once, checked as a whole, immutable.
#[derive(Debug)]
pub struct Monograph {
    pub(crate) edition: Edition,
    pub(crate) sources: Vec<Source>,
    pub(crate) parts: Vec<Part>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) rules: Rules,
    pub(crate) cases: Vec<Case>,
}

impl Monograph {
    /// Which monograph this is, of what day.
    #[must_use]
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// Where the statements come from.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The parts of the text, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The statements, in the order of the text.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The statement with this number.
    ///
    /// A number comes only from this monograph; one of another monograph may name a wrong
    /// statement, and one out of range gives the first.
    #[must_use]
    #[expect(
        clippy::indexing_slicing,
        reason = "a monograph without a statement is refused by the reader"
    )]
    pub fn statement(&self, no: StatementNo) -> &Statement {
        self.statements
            .get(no.index())
            .unwrap_or(&self.statements[0])
    }

    /// The first statement of the text. There is always one: the reader refuses a text without.
    #[must_use]
    pub fn first(&self) -> &Statement {
        self.statement(StatementNo(0))
    }

    /// The statement with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Statement> {
        self.statements.iter().find(|s| s.id == id)
    }

    /// The rules, by kind.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The examples that stand under the rules.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The source with this key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.key == key)
    }

    /// What carries each statement, in the order of the text: the count that CI prints.
    #[must_use]
    pub fn carried(&self) -> Vec<(&Statement, Carried)> {
        let carriers = self.rules.carriers(self.statements.len());
        self.statements.iter().zip(carriers).collect()
    }

    /// Whether the review period of the text has passed at `today`.
    #[must_use]
    pub fn review_due(&self, today: Date) -> bool {
        today > self.edition.review_by
    }
}

/// Which monograph, of what day, for which medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// A stable name, such as `anakinra-subcutaneous`.
    pub id: String,
    /// The title for people.
    pub title: String,
    /// The day of this edition.
    pub date: Date,
    /// The day after which the text must have been reviewed again.
    pub review_by: Date,
    /// Why the review period is what it is; ours.
    pub review_because: String,
    /// The medicine.
    pub medicine: ConceptId,
    /// The region when nobody names one.
    pub region: Region,
}

/// A part of the text, such as "Dose".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading.
    pub title: String,
}

/// A source of statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The key that statements cite.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its edition, in words.
    pub edition: String,
    /// Its date, as exactly as it is known: `2025-10`, `2020`, `undated`.
    pub date: String,
    /// When it was last reviewed, where it says so.
    pub reviewed: Option<Date>,
    /// When it was last updated, where it says so.
    pub updated: Option<Date>,
    /// What kind of text it is.
    pub kind: SourceKind,
    /// Where it holds.
    pub region: Option<Region>,
    /// A remark, for instance how it was read.
    pub note: String,
}

/// What kind of text a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A monograph written for the public.
    ConsumerMonograph,
    /// A label or summary of product characteristics, for professionals.
    Label,
    /// A package leaflet, for patients.
    Leaflet,
    /// An article in a journal.
    Article,
    /// Another reference work or site.
    Reference,
    /// This project: derived or decided here, and shown so.
    Ours,
}

/// A jurisdiction whose label is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// United States.
    Us,
    /// European Union.
    Eu,
}

impl Region {
    /// The region of a word such as `us`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Region> {
        match word {
            "us" => Some(Region::Us),
            "eu" => Some(Region::Eu),
            _ => None,
        }
    }

    /// The word of this region.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Region::Us => "us",
            Region::Eu => "eu",
        }
    }
}

/// Where a statement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regions {
    /// Everywhere.
    All,
    /// In one region only.
    Only(Region),
}

impl Regions {
    /// Whether the statement holds in this region.
    #[must_use]
    pub fn include(self, region: Region) -> bool {
        match self {
            Regions::All => true,
            Regions::Only(only) => only == region,
        }
    }

    /// Whether two statements can hold in one place.
    #[must_use]
    pub fn meet(self, other: Regions) -> bool {
        match (self, other) {
            (Regions::Only(a), Regions::Only(b)) => a == b,
            (Regions::All, _) | (_, Regions::All) => true,
        }
    }
}

/// Who says a statement: a source and the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The key of the source.
    pub source: String,
    /// The place in it.
    pub place: String,
}

/// A statement that is to be compared with its source again, sooner than the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckAgain {
    /// By when.
    pub on: Date,
    /// Why.
    pub because: String,
}

/// One thing that the text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub(crate) no: StatementNo,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) quote: String,
    pub(crate) part: usize,
    pub(crate) regions: Regions,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) checked: Date,
    pub(crate) again: Option<CheckAgain>,
    pub(crate) line: usize,
}

impl Statement {
    /// Its number in the monograph.
    #[must_use]
    pub fn no(&self) -> StatementNo {
        self.no
    }

    /// Its stable id, such as `dose.nomid-max`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The statement in our own words.
    #[must_use]
    pub fn quote(&self) -> &str {
        &self.quote
    }

    /// The position of its part in [`Monograph::parts`].
    #[must_use]
    pub fn part(&self) -> usize {
        self.part
    }

    /// Where it holds.
    #[must_use]
    pub fn regions(&self) -> Regions {
        self.regions
    }

    /// Who says it. Never empty.
    #[must_use]
    pub fn attributions(&self) -> &[Attribution] {
        &self.attributions
    }

    /// The day on which it was last compared with its source.
    #[must_use]
    pub fn checked(&self) -> Date {
        self.checked
    }

    /// When and why it is to be compared with its source sooner than the rest.
    #[must_use]
    pub fn check_again(&self) -> Option<&CheckAgain> {
        self.again.as_ref()
    }

    /// The line of its heading in the file, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}
