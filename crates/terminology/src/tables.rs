//! The terminology itself: concepts, what they are, and the plain look-ups.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::codes::Codes;
use crate::concept::{Concept, ConceptId, Kind};
use crate::contacts::Contacts;
use crate::names::Names;
use crate::read::{self, DataFile};
use crate::system::System;
use crate::words::{Spelling, Words};
use crate::{Lab, TerminologyError};

/// Names and codes, read once and never changed.
#[derive(Debug, Clone)]
pub struct Terminology {
    pub(crate) concepts: Vec<Concept>,
    pub(crate) by_key: HashMap<Box<str>, ConceptId>,
    pub(crate) ancestors: Ancestors,
    pub(crate) codes: Codes,
    pub(crate) names: Names,
    pub(crate) spelling: Spelling,
    pub(crate) lookalikes: HashMap<ConceptId, Vec<ConceptId>>,
    pub(crate) labs: HashMap<ConceptId, Lab>,
    pub(crate) contacts: HashMap<Box<str>, Contacts>,
    pub(crate) sources: HashMap<Box<str>, Source>,
    /// What is returned for a number of another terminology, which has no row here.
    pub(crate) nothing: Concept,
}

/// Where a row comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub(crate) title: Box<str>,
    pub(crate) date: Option<Box<str>>,
}

impl Source {
    /// The title, with the edition.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The date of the edition: a day, a month or a year, as far as it is known.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }
}

impl Terminology {
    /// The data that this program ships, read on first use.
    ///
    /// A test reads the same files, so that broken data does not come into a release. Should it
    /// happen all the same, the terminology is empty: nothing is recognised, and
    /// [`Terminology::shipped_error`] says why.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED.0
    }

    /// Why the shipped data could not be read; `None` in every program that passed its tests.
    #[must_use]
    pub fn shipped_error() -> Option<&'static TerminologyError> {
        SHIPPED.1.as_ref()
    }

    /// Reads the shipped data once more, for a program that wants its own error or a copy to widen.
    ///
    /// # Errors
    /// As [`Terminology::read`]; none in a program that passed its tests.
    pub fn load() -> Result<Self, TerminologyError> {
        read::read(&read::SHIPPED)
    }

    /// Reads and checks data files: what [`Terminology::shipped`] does.
    ///
    /// # Errors
    /// The first row that is wrong, with file and line.
    pub fn read(files: &[DataFile<'_>]) -> Result<Self, TerminologyError> {
        read::read(files)
    }

    /// The concept of a number.
    #[must_use]
    pub fn get(&self, id: ConceptId) -> &Concept {
        self.concepts.get(id.number()).unwrap_or(&self.nothing)
    }

    /// The concept of a key, as a monograph or a journal writes it.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<ConceptId> {
        self.by_key.get(key).copied()
    }

    /// Whether one thing is another: anakinra is an IL-1 blocker, a biologic, and anakinra.
    ///
    /// It reads one bit and allocates nothing, for the screening loop.
    #[must_use]
    pub fn is_a(&self, id: ConceptId, ancestor: ConceptId) -> bool {
        self.ancestors.has(id, ancestor)
    }

    /// All concepts of a kind, in the order of the data files.
    pub fn concepts(&self, kind: Kind) -> impl Iterator<Item = &Concept> {
        self.concepts
            .iter()
            .filter(move |concept| concept.kind == kind)
    }

    /// All concepts, in the order of the data files.
    pub fn all(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.iter()
    }

    /// Everything that is this thing, itself included: the members of a class.
    pub fn members(&self, ancestor: ConceptId) -> impl Iterator<Item = &Concept> {
        self.concepts
            .iter()
            .filter(move |concept| self.is_a(concept.id, ancestor))
    }

    /// The concept of a code.
    ///
    /// ICD-10-CM and ATC are read by their hierarchy, the longest of our codes winning: M06.9 is
    /// rheumatoid arthritis, M06.1 is adult-onset Still's disease, any of C00 to C96 is cancer.
    #[must_use]
    pub fn by_code(&self, system: System, code: &str) -> Option<ConceptId> {
        match system {
            // Our own codes are the keys.
            System::Posology => self.by_key(code),
            System::RxNorm
            | System::Atc
            | System::Unii
            | System::SnomedCt
            | System::Icd10Cm
            | System::Cvx
            | System::Loinc
            | System::Ndc => self.codes.find(system, code),
        }
    }

    /// Medicines whose names are taken for this one's: to be shown with their class.
    #[must_use]
    pub fn lookalikes(&self, id: ConceptId) -> &[ConceptId] {
        self.lookalikes.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The units and conversions of a measurement; `None` for what is no measurement.
    #[must_use]
    pub fn lab(&self, id: ConceptId) -> Option<&Lab> {
        self.labs.get(&id)
    }

    /// The numbers to call in a country, by its two letters of ISO 3166: `US`, `de`.
    /// `None` where none is known: say "your local emergency number".
    #[must_use]
    pub fn contacts(&self, country: &str) -> Option<&Contacts> {
        self.contacts
            .get(country.trim().to_ascii_uppercase().as_str())
    }

    /// The source of a key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.get(key)
    }

    pub(crate) fn words(&self, text: &str) -> Words {
        Words::of(text, &self.spelling)
    }

    pub(crate) fn empty() -> Self {
        Self {
            concepts: Vec::new(),
            by_key: HashMap::new(),
            ancestors: Ancestors::default(),
            codes: Codes::default(),
            names: Names::default(),
            spelling: Spelling::new(),
            lookalikes: HashMap::new(),
            labs: HashMap::new(),
            contacts: HashMap::new(),
            sources: HashMap::new(),
            nothing: Concept {
                id: ConceptId(u16::MAX),
                key: "".into(),
                kind: Kind::Condition,
                names: Vec::new(),
                codes: Vec::new(),
                to_confirm: Vec::new(),
                parents: Vec::new(),
                source: "".into(),
                note: None,
            },
        }
    }
}

static SHIPPED: LazyLock<(Terminology, Option<TerminologyError>)> =
    LazyLock::new(|| match read::read(&read::SHIPPED) {
        Ok(terminology) => (terminology, None),
        Err(error) => (Terminology::empty(), Some(error)),
    });

/// For each concept, the set of what it is, itself included: one bit for each concept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ancestors {
    bits: Vec<u64>,
    /// Words of 64 bits for one concept.
    stride: usize,
}

impl Ancestors {
    pub(crate) fn new(concepts: usize) -> Self {
        let stride = concepts.div_ceil(64);
        Self {
            bits: vec![0; stride.saturating_mul(concepts)],
            stride,
        }
    }

    pub(crate) fn set(&mut self, id: ConceptId, ancestor: ConceptId) {
        let (at, bit) = self.place(id, ancestor);
        if let Some(word) = self.bits.get_mut(at) {
            *word |= bit;
        }
    }

    pub(crate) fn has(&self, id: ConceptId, ancestor: ConceptId) -> bool {
        let (at, bit) = self.place(id, ancestor);
        ancestor.number() < self.stride.saturating_mul(64)
            && self.bits.get(at).is_some_and(|word| word & bit != 0)
    }

    fn place(&self, id: ConceptId, ancestor: ConceptId) -> (usize, u64) {
        let ancestor = ancestor.number();
        let at = id
            .number()
            .saturating_mul(self.stride)
            .saturating_add(ancestor / 64);
        (at, 1 << (ancestor % 64))
    }
}
