//! A record from a file or from the input, and the names to read it with.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use decide::Fact;
use terminology::Terminology;

use crate::context::Context;
use crate::failure::Failure;
use crate::wire::{Head, Tail, UnreadWire};

/// What a record says about one person.
pub(crate) struct Record {
    pub(crate) facts: Vec<Fact>,
    unread: Vec<UnreadWire>,
    patient: Option<String>,
}

impl Record {
    /// Names the person above an answer, and what could not be read below it.
    pub(crate) fn end(self, head: &mut Head, tail: &mut Tail) {
        head.patient = self.patient;
        tail.unread = self.unread;
    }
}

/// Reads the record of one person.
pub(crate) fn read(
    _context: &Context,
    _terminology: &Terminology,
    path: &Path,
    _patient: Option<&str>,
) -> Result<Record, Failure> {
    Err(Failure::new(format!(
        "records are not read yet: {}",
        path.display()
    )))
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
