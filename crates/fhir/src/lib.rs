//! What does a FHIR R4 record say about one person?
//!
//! [`read`] takes a Bundle of any type, a bare resource, or several of them one after another
//! (NDJSON), and gives [`Fact`]s: the words in which every question of `decide` is answered. It is
//! pure: no network, no clock, no disk.
//!
//! * Nothing is lost in silence. What cannot be read stands in [`Reading::unread`] with its path and
//!   the reason; what is left out on purpose in [`Reading::notes`].
//! * Nothing is guessed. A resource that is half understood (an element that R4 does not know, a key
//!   that stands twice, a modifier extension) is not read at all, and is reported.
//! * An unknown code is never "nothing": a medicine that is not recognised is still a medicine.
//!
//! Which elements are read and what each status means is written down in `docs/fhir.md`.
//!
//! ```
//! use decide::{State, What};
//! use terminology::Terminology;
//!
//! let record = br#"{"resourceType": "Condition", "id": "7", "subject": {"reference": "Patient/1"},
//!   "clinicalStatus": {"coding": [{"code": "active"}]},
//!   "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M06.9"}]}}"#;
//! let t = Terminology::shipped();
//! let reading = fhir::read(record, t, &jiff::tz::TimeZone::UTC, &fhir::ReadOptions::default()).unwrap();
//! let arthritis = t.by_key("rheumatoid-arthritis").unwrap();
//! assert_eq!(
//!     reading.facts[0].what,
//!     What::Condition { condition: arthritis, state: State::Present },
//! );
//! assert_eq!(&*reading.facts[0].from, "Condition/7");
//! ```

#![deny(clippy::wildcard_enum_match_arm)]

mod allergy;
mod concept;
mod condition;
mod context;
mod dosage;
mod element;
mod elements;
mod immunization;
mod json;
mod links;
mod measure;
mod medication;
mod observation;
mod path;
mod patient;
mod person;
mod record;
mod report;
mod request;
mod schema;
mod status;
mod time;
mod treatment;

use decide::Fact;
use jiff::tz::TimeZone;
use terminology::{ConceptId, Terminology};

pub use person::{Deceased, Person};
pub use report::{Note, Unread};

use context::Context;
use report::Report;

/// What a record says about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The facts, in the order of the record.
    pub facts: Vec<Fact>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// What was left out on purpose, and what a reader should know.
    pub notes: Vec<Note>,
    /// Whom the facts are about; none when the record names nobody.
    pub person: Option<Person>,
}

/// What to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadOptions<'a> {
    /// Whose facts: an id, `Patient/12` or a full address. Needed where a record holds several people.
    pub patient: Option<&'a str>,
    /// The medicine of the monograph: its orders are prescriptions and its administrations are
    /// injections. None: anakinra.
    pub medicine: Option<ConceptId>,
}

/// Why a record is not read at all. Its *content* is never the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing.
    #[error("the record is empty")]
    Empty,
    /// The bytes are no JSON.
    #[error("line {line}, column {column}: {why}; this is no JSON")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1, in characters.
        column: usize,
        /// What is wrong there.
        why: &'static str,
    },
    /// The bytes are text in UTF-16.
    #[error("the record is written in UTF-16; save it as UTF-8")]
    Utf16,
    /// There is more than is kept at once.
    #[error("line {line}, column {column}: {why}")]
    TooLarge {
        /// The line, from 1.
        line: usize,
        /// The column, from 1, in characters.
        column: usize,
        /// What to do.
        why: &'static str,
    },
    /// The record is about several people and none was asked for.
    #[error("the record is about several people; choose one of {}", patients.join(", "))]
    SeveralPatients {
        /// Their references.
        patients: Vec<String>,
    },
    /// The record is not about the person who was asked for.
    #[error("{asked} is not in the record, which is about {}", patients.join(", "))]
    NoSuchPatient {
        /// Who was asked for.
        asked: String,
        /// Who is there.
        patients: Vec<String>,
    },
}

/// Reads the facts about one person. Times are shown in `zone`, the zone in which the person lives.
///
/// # Errors
/// [`ReadError`] where the bytes are no JSON, or where it must be chosen whom to read.
pub fn read(
    bytes: &[u8],
    terminology: &Terminology,
    zone: &TimeZone,
    options: &ReadOptions<'_>,
) -> Result<Reading, ReadError> {
    let mut report = Report::default();
    let pieces = record::pieces(bytes, &mut report)?;
    let entries = record::entries(&pieces, &mut report);
    let chosen = person::choose(&entries, options.patient)?;
    let medicine = options.medicine.or_else(|| terminology.by_key("anakinra"));
    let context = Context::new(terminology, zone, &entries, chosen, medicine);
    let mut deceased = Deceased::NotSaid;
    for entry in &entries {
        context.read(entry, &mut deceased, &mut report);
    }
    report.close();
    let person = chosen.reference().map(|reference| Person {
        reference,
        deceased,
    });
    Ok(Reading {
        facts: report.facts,
        unread: report.unread,
        notes: report.notes,
        person,
    })
}
