//! Reads the data files and checks them against each other.

mod link;

use crate::TerminologyError;
use crate::codes::Refused;
use crate::concept::{Code, Concept, ConceptId, Kind, Name};
use crate::error::Problem;
use crate::lab::{self, Lab};
use crate::names::NameRefused;
use crate::rows::{File, Row, SourceRow};
use crate::system::System;
use crate::tables::{Source, Terminology};
use crate::words::Words;

/// A data file with its name: `.toml` for rows, `.tsv` for RxNorm products.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFile<'a> {
    /// The name, for errors.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        [$(DataFile { name: $name, text: include_str!(concat!("../../../terminology/", $name)) }),*]
    };
}

/// The files that this program ships.
pub(crate) const SHIPPED: [DataFile<'static>; 12] = shipped![
    "sources.toml",
    "spelling.toml",
    "medicines.toml",
    "classes.toml",
    "conditions.toml",
    "vaccines.toml",
    "allergens.toml",
    "labs.toml",
    "symptoms.toml",
    "places.toml",
    "contacts.toml",
    "rxnorm.tsv",
];

/// A place in the data files.
#[derive(Debug, Clone, Copy)]
struct Place {
    file: usize,
    /// The byte where the row starts; its line is counted only for an error.
    at: usize,
}

/// Reads and checks data files.
pub(crate) fn read(files: &[DataFile<'_>]) -> Result<Terminology, TerminologyError> {
    let mut reader = Reader {
        files,
        terminology: Terminology::empty(),
        rows: Vec::new(),
    };
    let mut parsed = Vec::new();
    for (number, file) in files.iter().enumerate() {
        if file.name.ends_with(".toml") {
            parsed.push((number, reader.parse(number, file)?));
        }
    }
    for (number, file) in &mut parsed {
        reader.sources_and_spelling(*number, file)?;
    }
    for (number, file) in &mut parsed {
        reader.concepts(*number, file)?;
    }
    reader.link()?;
    for (number, file) in &mut parsed {
        reader.lookalikes(*number, file)?;
        reader.countries(*number, file)?;
    }
    for (number, file) in files.iter().enumerate() {
        if file.name.ends_with(".tsv") {
            reader.products(number, file.text)?;
        }
    }
    Ok(reader.terminology)
}

struct Reader<'a> {
    files: &'a [DataFile<'a>],
    terminology: Terminology,
    /// For each concept, where its row stands and what it says it is.
    rows: Vec<(Place, Vec<String>)>,
}

impl Reader<'_> {
    fn parse(&self, number: usize, file: &DataFile<'_>) -> Result<File, TerminologyError> {
        toml::from_str(file.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.error(
                &Place { file: number, at },
                Problem::Toml(error.message().to_owned()),
            )
        })
    }

    fn sources_and_spelling(
        &mut self,
        number: usize,
        file: &mut File,
    ) -> Result<(), TerminologyError> {
        for (key, row) in std::mem::take(&mut file.source.0) {
            let place = Place {
                file: number,
                at: row.span().start,
            };
            let SourceRow { title, date } = row.into_inner();
            let source = Source {
                title: title.into(),
                date: date.map(Into::into),
            };
            let key: Box<str> = key.into();
            if self
                .terminology
                .sources
                .insert(key.clone(), source)
                .is_some()
            {
                let problem = Problem::DuplicateKey(key.into(), "another file".to_owned());
                return Err(self.error(&place, problem));
            }
        }
        for (british, american) in std::mem::take(&mut file.spelling.0) {
            self.terminology
                .spelling
                .insert(british, american.into_inner());
        }
        Ok(())
    }

    fn concepts(&mut self, number: usize, file: &mut File) -> Result<(), TerminologyError> {
        let tables = [
            (Kind::Medicine, &mut file.medicine),
            (Kind::MedicineClass, &mut file.class),
            (Kind::Condition, &mut file.condition),
            (Kind::Vaccine, &mut file.vaccine),
            (Kind::VaccineGroup, &mut file.vaccine_group),
            (Kind::Allergen, &mut file.allergen),
            (Kind::Lab, &mut file.lab),
            (Kind::Symptom, &mut file.symptom),
            (Kind::SymptomGroup, &mut file.symptom_group),
            (Kind::Place, &mut file.place),
        ];
        for (kind, rows) in tables {
            for (key, row) in std::mem::take(&mut rows.0) {
                let place = Place {
                    file: number,
                    at: row.span().start,
                };
                self.concept(place, kind, key, row.into_inner())?;
            }
        }
        Ok(())
    }

    fn concept(
        &mut self,
        place: Place,
        kind: Kind,
        key: String,
        row: Row,
    ) -> Result<(), TerminologyError> {
        self.check_key(&place, &key)?;
        self.check_source(&place, &row.source)?;
        let id = u16::try_from(self.terminology.concepts.len())
            .map(ConceptId)
            .ok()
            .filter(|id| id.0 < u16::MAX)
            .ok_or_else(|| self.error(&place, Problem::TooMany))?;
        let codes = self.codes_of(&place, &row.codes)?;
        for code in &codes {
            self.add_code(&place, &key, code, id)?;
        }
        if let Some(lab) = self.lab_of(&place, kind, &row)? {
            self.terminology.labs.insert(id, lab);
        }
        let to_confirm = self.codes_of(&place, &row.to_confirm)?;
        let names = row.names();
        self.terminology.by_key.insert(key.as_str().into(), id);
        self.terminology.concepts.push(Concept {
            id,
            key: key.into(),
            kind,
            names: Vec::new(),
            codes,
            to_confirm,
            parents: Vec::new(),
            source: row.source.into(),
            note: row.note.map(Into::into),
        });
        self.add_names(&place, id, kind, names)?;
        self.rows.push((place, row.is_a));
        Ok(())
    }

    fn check_key(&self, place: &Place, key: &str) -> Result<(), TerminologyError> {
        let kebab = key.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if !kebab || key.len() > 60 {
            return Err(self.error(place, Problem::Key(key.to_owned())));
        }
        match self.terminology.by_key(key) {
            None => Ok(()),
            Some(other) => {
                let there = self
                    .rows
                    .get(other.number())
                    .map_or_else(String::new, |(place, _)| self.at(place));
                Err(self.error(place, Problem::DuplicateKey(key.to_owned(), there)))
            }
        }
    }

    fn check_source(&self, place: &Place, source: &str) -> Result<(), TerminologyError> {
        // Several lists may say the same: EMA/PED.
        let unknown = source
            .split('/')
            .find(|key| !self.terminology.sources.contains_key(*key));
        unknown.map_or(Ok(()), |key| {
            Err(self.error(place, Problem::UnknownSource(key.to_owned())))
        })
    }

    fn codes_of(&self, place: &Place, rows: &[String]) -> Result<Vec<Code>, TerminologyError> {
        rows.iter()
            .map(|row| {
                let mut parts = row.split(' ');
                let code = (|| {
                    let system = System::from_word(parts.next()?)?;
                    let code = parts.next()?;
                    let source = parts.next()?;
                    parts.next().is_none().then(|| Code {
                        system,
                        code: code.into(),
                        source: source.into(),
                    })
                })();
                let code = code.ok_or_else(|| self.error(place, Problem::Code(row.clone())))?;
                self.check_source(place, &code.source)?;
                Ok(code)
            })
            .collect()
    }

    fn add_code(
        &mut self,
        place: &Place,
        key: &str,
        code: &Code,
        id: ConceptId,
    ) -> Result<(), TerminologyError> {
        let added = self.terminology.codes.add(code.system, &code.code, id);
        let written = format!("{} {}", code.system.word(), code.code);
        added.map_err(|refused| match refused {
            Refused::Malformed => self.error(
                place,
                Problem::MalformedCode {
                    code: code.code.to_string(),
                    system: code.system,
                },
            ),
            Refused::Taken(other) => self.error(
                place,
                Problem::DuplicateCode {
                    code: written,
                    key: key.to_owned(),
                    other: self.terminology.get(other).key().to_owned(),
                },
            ),
        })
    }

    fn add_names(
        &mut self,
        place: &Place,
        id: ConceptId,
        kind: Kind,
        names: Vec<Name>,
    ) -> Result<(), TerminologyError> {
        for (number, name) in (0..).zip(&names) {
            let words = Words::of(&name.text, &self.terminology.spelling);
            let added = self
                .terminology
                .names
                .add(&words, (id, kind), (number, name.sort));
            added.map_err(|refused| match refused {
                NameRefused::Empty => self.error(place, Problem::EmptyName(name.text.to_string())),
                NameRefused::Taken(other) => self.error(
                    place,
                    Problem::DuplicateName {
                        name: name.text.to_string(),
                        key: self.terminology.get(id).key().to_owned(),
                        other: self.terminology.get(other).key().to_owned(),
                    },
                ),
            })?;
        }
        if let Some(concept) = self.terminology.concepts.get_mut(id.number()) {
            concept.names = names;
        }
        Ok(())
    }

    fn lab_of(
        &self,
        place: &Place,
        kind: Kind,
        row: &Row,
    ) -> Result<Option<Lab>, TerminologyError> {
        if kind == Kind::Lab {
            let refuse = |problem: String| self.error(place, Problem::Lab(problem));
            let lab = lab::read(row.unit.as_deref(), row.molar_mass.as_deref()).map_err(refuse)?;
            if let Some(mass) = lab.molar_mass() {
                self.check_source(place, mass.source())?;
            }
            return Ok(Some(lab));
        }
        if row.unit.is_none() && row.molar_mass.is_none() {
            return Ok(None);
        }
        let problem = "`unit` and `molar-mass` belong to a measurement".to_owned();
        Err(self.error(place, Problem::Lab(problem)))
    }

    fn known(&self, place: &Place, key: &str) -> Result<ConceptId, TerminologyError> {
        self.terminology
            .by_key(key)
            .ok_or_else(|| self.error(place, Problem::UnknownConcept(key.to_owned())))
    }

    fn key_of(&self, number: usize) -> String {
        self.terminology
            .concepts
            .get(number)
            .map_or_else(String::new, |concept| concept.key.to_string())
    }

    fn at(&self, place: &Place) -> String {
        let file = self.files.get(place.file).map_or("", |file| file.name);
        format!("{file}:{}", self.line(place))
    }

    fn error(&self, place: &Place, problem: Problem) -> TerminologyError {
        TerminologyError {
            file: self
                .files
                .get(place.file)
                .map_or_else(String::new, |file| file.name.to_owned()),
            line: self.line(place),
            problem,
        }
    }

    fn line(&self, place: &Place) -> usize {
        let text = self.files.get(place.file).map_or("", |file| file.text);
        let before = text.bytes().take(place.at);
        before.filter(|byte| *byte == b'\n').count() + 1
    }
}
