//! The tables into which the rules are compiled.

use monograph::{Comparison, FactName, Grade, Harm, Past, RuleNo, Speaks, StatementNo};
use quantity::{CalendarSpan, Quantity};
use smallvec::SmallVec;
use terminology::ConceptId;

/// Where a concept stands in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Condition,
    Allergy,
    Medicine,
    VaccinePlanned,
    VaccineGiven,
    Indication,
}

impl Slot {
    pub(super) const ALL: [Slot; 6] = [
        Slot::Condition,
        Slot::Allergy,
        Slot::Medicine,
        Slot::VaccinePlanned,
        Slot::VaccineGiven,
        Slot::Indication,
    ];

    pub(super) fn of(fact: FactName) -> Option<Slot> {
        match fact {
            FactName::Condition => Some(Slot::Condition),
            FactName::Allergy => Some(Slot::Allergy),
            FactName::Medicine => Some(Slot::Medicine),
            FactName::VaccinePlanned => Some(Slot::VaccinePlanned),
            FactName::VaccineGiven => Some(Slot::VaccineGiven),
            FactName::Indication => Some(Slot::Indication),
            FactName::Age
            | FactName::Weight
            | FactName::CreatinineClearance
            | FactName::Lab(_)
            | FactName::SinceVaccine
            | FactName::SinceStop
            | FactName::Severity
            | FactName::Extent
            | FactName::Course
            | FactName::Fever
            | FactName::SinceOnset
            | FactName::SinceStart
            | FactName::SinceInjection => None,
        }
    }

    pub(super) fn index(self) -> usize {
        match self {
            Slot::Condition => 0,
            Slot::Allergy => 1,
            Slot::Medicine => 2,
            Slot::VaccinePlanned => 3,
            Slot::VaccineGiven => 4,
            Slot::Indication => 5,
        }
    }
}

/// What a record can say of a thing without a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    MedicineNotRecognised,
    MedicineNotCleared,
    VaccinePlannedNotRecognised,
    VaccineGivenNotRecognised,
}

impl Word {
    pub(super) const ALL: [Word; 4] = [
        Word::MedicineNotRecognised,
        Word::MedicineNotCleared,
        Word::VaccinePlannedNotRecognised,
        Word::VaccineGivenNotRecognised,
    ];

    pub(super) fn of(fact: FactName, word: &str) -> Option<Word> {
        match (Slot::of(fact)?, word) {
            (Slot::Medicine, "not-recognised") => Some(Word::MedicineNotRecognised),
            (Slot::Medicine, "not-cleared") => Some(Word::MedicineNotCleared),
            (Slot::VaccinePlanned, "not-recognised") => Some(Word::VaccinePlannedNotRecognised),
            (Slot::VaccineGiven, "not-recognised") => Some(Word::VaccineGivenNotRecognised),
            _ => None,
        }
    }

    pub(super) fn index(self) -> usize {
        match self {
            Word::MedicineNotRecognised => 0,
            Word::MedicineNotCleared => 1,
            Word::VaccinePlannedNotRecognised => 2,
            Word::VaccineGivenNotRecognised => 3,
        }
    }
}

/// A rule, compiled.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its place among the screening rules of the monograph.
    pub(super) at: usize,
    pub(super) statement: StatementNo,
    pub(super) grade: Grade,
    pub(super) harm: Harm,
    pub(super) speaks: Speaks,
    pub(super) past: Past,
    /// Whether it is about medicines that were stopped.
    pub(super) of: Whose,
    pub(super) parts: SmallVec<[Part; 3]>,
}

/// About which medicines a rule speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Current,
    Stopped,
}

/// A `graver` rule, compiled.
#[derive(Debug, Clone)]
pub(super) struct GraverLine {
    pub(super) rule: RuleNo,
    pub(super) statement: StatementNo,
    pub(super) harm: Harm,
    pub(super) up_to: Grade,
    pub(super) parts: SmallVec<[Part; 3]>,
}

/// One term of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// One of [`Screener::targets`].
    Target(u16),
    /// One of [`Screener::limits`].
    Limit(u16),
    /// Time since the stop of this medicine or since this vaccine.
    Own(Comparison, CalendarSpan),
    /// A word about the thing itself.
    Word(Word),
    /// Nothing in a record answers it.
    Unanswerable,
}

/// A concept that rules ask for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub(super) slot: Slot,
    pub(super) concept: ConceptId,
}

/// A value, an age or a span that rules ask for.
#[derive(Debug, Clone)]
pub(super) struct Limit {
    pub(super) fact: FactName,
    pub(super) what: LimitOf,
    /// The statements that ask.
    pub(super) because: Vec<StatementNo>,
}

impl Limit {
    /// The laboratory test that has a name of its own in answers.
    pub(super) fn lab(&self) -> Option<ConceptId> {
        let FactName::Lab(test) = self.fact else {
            return None;
        };
        Some(test)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LimitOf {
    Age(Comparison, CalendarSpan),
    Start(Comparison, CalendarSpan),
    Value {
        /// Which of the measured tests.
        test: u16,
        concept: ConceptId,
        how: Comparison,
        limit: Quantity,
        fresh: Option<CalendarSpan>,
    },
}

/// A question of the intake and the targets that it answers.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) fact: &'static str,
    pub(super) about: Option<ConceptId>,
    pub(super) statement: StatementNo,
    pub(super) targets: Vec<u16>,
}

/// Lists of numbers, one list for each concept.
#[derive(Debug, Clone)]
pub(super) struct Lists<T> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists {
            ends: Vec::new(),
            items: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends
            .push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn get(&self, concept: ConceptId) -> &[T] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let from = concept.number().checked_sub(1).map_or(0, end);
        self.items
            .get(from..end(concept.number()))
            .unwrap_or_default()
    }
}

/// For each concept in one slot.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The targets that it is.
    pub(super) is: Lists<u16>,
    /// The targets that are denied with it: itself and all under it.
    pub(super) denied: Lists<u16>,
    /// The rules that begin with a target that it is.
    pub(super) rules: Lists<u16>,
}

/// For each condition that is over.
#[derive(Debug, Clone, Default)]
pub(super) struct OverTable {
    pub(super) is: Lists<u16>,
    pub(super) over: Lists<u16>,
    pub(super) rules: Lists<(u16, ConceptId)>,
}
