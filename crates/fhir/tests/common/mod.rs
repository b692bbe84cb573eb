//! What the tests of this crate share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::fmt::Write;
use std::path::PathBuf;

use decide::{Administration, Amount, Fact, MedicineUse, Prescription, What, When};
use fhir::{ReadError, ReadOptions, Reading};
use jiff::tz::TimeZone;
use terminology::{ConceptId, Terminology};

pub(crate) const EXAMPLES: [&str; 4] = [
    "adult-ra-on-etanercept",
    "child-nomid",
    "older-kidney-live-vaccine",
    "plain-unknown",
];

/// US Central time, without a database of zones.
pub(crate) fn zone() -> TimeZone {
    TimeZone::posix("CST6CDT,M3.2.0,M11.1.0").unwrap()
}

pub(crate) fn example(name: &str) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    std::fs::read(root.join(format!("{name}.json"))).unwrap()
}

pub(crate) fn try_read(bytes: &[u8]) -> Result<Reading, ReadError> {
    fhir::read(
        bytes,
        Terminology::shipped(),
        &zone(),
        &ReadOptions::default(),
    )
}

pub(crate) fn read(json: &str) -> Reading {
    try_read(json.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{json}"))
}

pub(crate) fn id(key: &str) -> ConceptId {
    Terminology::shipped()
        .by_key(key)
        .unwrap_or_else(|| panic!("{key}"))
}

/// One line for each fact, with keys in place of numbers.
pub(crate) fn shown(reading: &Reading) -> String {
    let mut text = String::new();
    for fact in &reading.facts {
        writeln!(text, "{}", fact_line(fact)).unwrap();
    }
    for unread in &reading.unread {
        writeln!(text, "unread {}: {}", unread.path, unread.why).unwrap();
    }
    for note in &reading.notes {
        writeln!(text, "note {}: {}", note.path, note.says).unwrap();
    }
    if let Some(person) = &reading.person {
        writeln!(
            text,
            "person {} deceased {:?}",
            person.reference, person.deceased
        )
        .unwrap();
    }
    text
}

pub(crate) fn fact_line(fact: &Fact) -> String {
    let when = fact.when.as_ref().map_or("-".to_owned(), when);
    format!("{} · {when} · {}", what(&fact.what), fact.from)
}

fn key(id: ConceptId) -> &'static str {
    Terminology::shipped().get(id).key()
}

fn maybe(id: Option<ConceptId>) -> &'static str {
    id.map_or("none", key)
}

pub(crate) fn when(when: &When) -> String {
    match when {
        When::Year(year) => format!("{year}"),
        When::Month(first) => format!("{}-{:02}", first.year(), first.month()),
        When::Day(day) => day.to_string(),
        When::At(at) => at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    }
}

pub(crate) fn what(what: &What) -> String {
    match what {
        What::Born(born) => format!("born {}", when(born)),
        What::Sex(sex) => format!("sex {sex:?}"),
        What::Indication(id) => format!("indication {}", key(*id)),
        What::Condition { condition, state } => format!("condition {} {state:?}", key(*condition)),
        What::Allergy { substance, state } => format!("allergy {} {state:?}", key(*substance)),
        What::Medicine(medicine) => medicine_line(medicine),
        What::Vaccine {
            vaccine,
            text,
            status,
        } => format!("vaccine {} {status:?} {text:?}", maybe(*vaccine)),
        What::Measured { test, value } => format!("measured {} {}", key(*test), value.ucum()),
        What::Complete(list) => format!("complete {list:?}"),
        What::Prescription(prescription) => prescription_line(prescription),
        What::Administration(administration) => administration_line(administration),
        other => format!("{other:?}"),
    }
}

fn medicine_line(medicine: &MedicineUse) -> String {
    let side = |side: &Option<When>| side.as_ref().map_or("-".to_owned(), when);
    format!(
        "medicine {} {:?} {:?} from {} to {}",
        maybe(medicine.medicine),
        medicine.status,
        medicine.text,
        side(&medicine.start),
        side(&medicine.end),
    )
}

fn prescription_line(prescription: &Prescription) -> String {
    let amount = match prescription.amount {
        Some(Amount::EachTime(mass)) => mass.quantity().ucum(),
        Some(Amount::PerWeightDaily(dose)) => dose.quantity().ucum(),
        None => "unknown".to_owned(),
    };
    format!(
        "prescription for {} {amount} {} times {:?} from {:?} to {:?} by {:?} areas {:?}",
        maybe(prescription.indication),
        prescription
            .frequency
            .map_or("unknown".to_owned(), |often| format!("{often:?}")),
        prescription.times,
        prescription.start,
        prescription.end,
        prescription.by,
        prescription
            .areas
            .as_ref()
            .map(|areas| areas.iter().map(|id| key(*id)).collect::<Vec<_>>()),
    )
}

fn administration_line(administration: &Administration) -> String {
    format!(
        "administration {:?} at {:?} lot {:?}",
        administration.amount.map(|mass| mass.quantity().ucum()),
        administration.site.map(|site| key(site.area)),
        administration.lot,
    )
}
