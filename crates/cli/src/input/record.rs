//! A record from a file or from the input, and the names to read it with.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use decide::Fact;
use fhir::Deceased;
use terminology::Terminology;

use crate::context::Context;
use crate::failure::Failure;
use crate::wire::{Head, Tail, UnreadWire};

/// A record of more than this is no record of one person.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// What a record says about one person.
pub(crate) struct Record {
    pub(crate) facts: Vec<Fact>,
    unread: Vec<UnreadWire>,
    notes: Vec<String>,
    alert: Option<String>,
    patient: Option<String>,
}

impl Record {
    /// Names the person above an answer, and what could not be read below it.
    pub(crate) fn end(self, head: &mut Head, tail: &mut Tail) {
        head.patient = self.patient;
        tail.notes.extend(self.alert.clone());
        head.alert = self.alert;
        tail.unread = self.unread;
        tail.notes.extend(self.notes);
    }
}

/// Reads the record of one person from a file, or from the input for `-`.
pub(crate) fn read(
    context: &Context,
    terminology: &Terminology,
    path: &Path,
    patient: Option<&str>,
) -> Result<Record, Failure> {
    let bytes = bytes(path)?;
    let options = fhir::ReadOptions {
        patient,
        medicine: Some(context.monograph()?.edition().medicine),
    };
    let reading = fhir::read(&bytes, terminology, context.at.time_zone(), &options)
        .map_err(|error| unreadable(path, &error))?;
    let notes = reading.notes.iter();
    let notes = notes
        .map(|note| format!("{}: {}", note.path, note.says))
        .collect();
    let deceased = reading.person.as_ref().map(|person| &person.deceased);
    let alert = match deceased {
        Some(Deceased::Yes(_)) => Some("the record says that this person has died".to_owned()),
        Some(Deceased::No | Deceased::NotSaid) | None => None,
    };
    Ok(Record {
        facts: reading.facts,
        unread: reading
            .unread
            .into_iter()
            .map(|unread| UnreadWire {
                path: unread.path,
                why: unread.why,
            })
            .collect(),
        notes,
        alert,
        patient: reading.person.map(|person| person.reference),
    })
}

fn unreadable(path: &Path, error: &fhir::ReadError) -> Failure {
    let failure = Failure::new(format!("{} cannot be read: {error}", shown(path)));
    match error {
        fhir::ReadError::SeveralPatients { .. } => failure.instead("add --patient ID"),
        fhir::ReadError::NoSuchPatient { .. } => {
            failure.instead("name one of them with --patient ID")
        }
        fhir::ReadError::Empty
        | fhir::ReadError::NotJson { .. }
        | fhir::ReadError::Utf16
        | fhir::ReadError::TooLarge { .. } => {
            failure.instead("a record is a FHIR R4 Bundle or NDJSON")
        }
    }
}

/// All bytes of a file or of the input.
fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin()
            .lock()
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    let failure = |why: String| {
        Failure::new(format!("{} cannot be read: {why}", shown(path)))
            .instead("name a file with a FHIR R4 record, or - for the input")
    };
    match read {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(failure("there is no such file".to_owned()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::IsADirectory => {
            Err(failure("it is a folder".to_owned()))
        }
        Err(error) => Err(failure(error.to_string())),
        Ok(_) if bytes.len() as u64 > MOST_BYTES => Err(failure(
            "it is too large for the record of one person".to_owned(),
        )),
        Ok(_) => Ok(bytes),
    }
}

fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "the input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// The names and codes: the shipped ones, or those that a release of the user widens.
pub(crate) enum Names {
    /// As shipped.
    Shipped(&'static Terminology),
    /// Widened.
    Widened(Box<Terminology>),
}

impl Names {
    pub(crate) fn get(&self) -> &Terminology {
        match self {
            Names::Shipped(terminology) => terminology,
            Names::Widened(terminology) => terminology,
        }
    }
}

/// The names to read a record with.
pub(crate) fn terminology(context: &Context, rxnorm: Option<&Path>) -> Result<Names, Failure> {
    let Some(folder) = rxnorm else {
        return Ok(Names::Shipped(context.terminology));
    };
    let conso = rrf(folder, "RXNCONSO.RRF")?;
    let relations = rrf(folder, "RXNREL.RRF")?;
    let (wider, report) = context
        .terminology
        .with_rxnorm(conso, relations)
        .map_err(|error| {
            Failure::new(format!(
                "the RxNorm release in {} cannot be read: {error}",
                folder.display()
            ))
        })?;
    if report.broken_lines > 0 {
        return Err(Failure::new(format!(
            "the RxNorm release in {} has {} lines that cannot be read",
            folder.display(),
            report.broken_lines
        ))
        .instead("unpack the release again; a release that was cut off would miss products"));
    }
    Ok(Names::Widened(Box::new(wider)))
}

/// A file of a release, which holds them in a folder `rrf` or right away.
fn rrf(folder: &Path, name: &str) -> Result<impl BufRead + use<>, Failure> {
    let places: [PathBuf; 2] = [folder.join("rrf").join(name), folder.join(name)];
    let found = places.iter().find(|path| path.is_file()).ok_or_else(|| {
        Failure::new(format!("there is no {name} in {}", folder.display()))
            .instead("name the folder of an unpacked full RxNorm release")
    })?;
    File::open(found)
        .map(BufReader::new)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", found.display())))
}
