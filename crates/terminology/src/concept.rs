//! What a concept is: one thing of the field with its key, its names, its codes and its kinds.

use crate::system::System;

/// The number of a concept inside one [`Terminology`](crate::Terminology).
///
/// It is small and cheap to compare, for the screening loop. It is not stable between versions: write
/// [`Concept::key`] into files and journals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(pub(crate) u16);

impl ConceptId {
    /// The position among all concepts, from zero: an index for a table of one's own.
    #[must_use]
    pub fn number(self) -> usize {
        usize::from(self.0)
    }
}

/// What sort of thing a concept is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A medicine, at the level of its ingredient: `anakinra`.
    Medicine,
    /// A class that medicines belong to: `tnf-blocker`.
    MedicineClass,
    /// A state of a person: an illness, a pregnancy, a positive test, a history.
    Condition,
    /// A vaccine, as its CVX code names it.
    Vaccine,
    /// A group that vaccines belong to: `live-vaccine`.
    VaccineGroup,
    /// Something that a person can be allergic to and that is no medicine of this list.
    Allergen,
    /// A measurement: a laboratory test, a weight, a temperature.
    Lab,
    /// A symptom, in the words of the source.
    Symptom,
    /// A group that symptoms belong to: `airway-sign`.
    SymptomGroup,
    /// A place on the body.
    Place,
}

impl Kind {
    /// Every kind, in the order of the declaration.
    pub const ALL: [Self; 10] = [
        Self::Medicine,
        Self::MedicineClass,
        Self::Condition,
        Self::Vaccine,
        Self::VaccineGroup,
        Self::Allergen,
        Self::Lab,
        Self::Symptom,
        Self::SymptomGroup,
        Self::Place,
    ];

    /// The word for the kind that stands in the data files: `[medicine.anakinra]`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Medicine => "medicine",
            Self::MedicineClass => "class",
            Self::Condition => "condition",
            Self::Vaccine => "vaccine",
            Self::VaccineGroup => "vaccine-group",
            Self::Allergen => "allergen",
            Self::Lab => "lab",
            Self::Symptom => "symptom",
            Self::SymptomGroup => "symptom-group",
            Self::Place => "place",
        }
    }
}

/// What sort of name a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameSort {
    /// The name that is shown to clinicians.
    Name,
    /// The words that are shown to people.
    Plain,
    /// A brand.
    Brand,
    /// Another name, a spelling, an abbreviation, or what people type.
    Synonym,
}

/// One name of a concept, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub(crate) text: Box<str>,
    pub(crate) sort: NameSort,
}

impl Name {
    /// The name as it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What sort of name it is.
    #[must_use]
    pub fn sort(&self) -> NameSort {
        self.sort
    }
}

/// A code of a concept in a code system, with the key of the source that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub(crate) system: System,
    pub(crate) code: Box<str>,
    pub(crate) source: Box<str>,
}

impl Code {
    /// The code system.
    #[must_use]
    pub fn system(&self) -> System {
        self.system
    }

    /// The code as its system writes it. For ICD-10-CM and ATC it may stand for the codes below it,
    /// and for ICD-10-CM it may be a range of categories: `C00-C96`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The key of the source, to be looked up with [`Terminology::source`](crate::Terminology::source).
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// One thing of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    pub(crate) id: ConceptId,
    pub(crate) key: Box<str>,
    pub(crate) kind: Kind,
    pub(crate) names: Vec<Name>,
    pub(crate) codes: Vec<Code>,
    pub(crate) to_confirm: Vec<Code>,
    pub(crate) parents: Vec<ConceptId>,
    pub(crate) source: Box<str>,
    pub(crate) note: Option<Box<str>>,
}

impl Concept {
    /// Its number in this terminology.
    #[must_use]
    pub fn id(&self) -> ConceptId {
        self.id
    }

    /// The stable key, in kebab case: `certolizumab-pegol`.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What sort of thing it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The name for clinicians. A medicine has its generic name in lower case, as ISMP asks.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name_of(NameSort::Name).unwrap_or(&self.key)
    }

    /// The words for people: `"swelling of the lips"`. The name, where there are no other words.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.name_of(NameSort::Plain).unwrap_or_else(|| self.name())
    }

    /// The first brand: what a person may know a medicine by.
    #[must_use]
    pub fn brand(&self) -> Option<&str> {
        self.name_of(NameSort::Brand)
    }

    /// All names, the generic name first.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// The codes that act: each was read in the source it names.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Codes that are believed and were not found in a source. They are shown so that somebody can
    /// confirm them; no look-up uses them.
    #[must_use]
    pub fn to_confirm(&self) -> &[Code] {
        &self.to_confirm
    }

    /// What it directly is: the parents of `anakinra` are `il-1-blocker`, …
    #[must_use]
    pub fn parents(&self) -> &[ConceptId] {
        &self.parents
    }

    /// The key of the source of the row: its names and what it is.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What a reader of the row should know: a trap, a limit.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    fn name_of(&self, sort: NameSort) -> Option<&str> {
        self.names
            .iter()
            .find(|name| name.sort == sort)
            .map(Name::text)
    }
}
