//! Whom a record is about, and whether a resource is about that person.

use decide::When;

use crate::ReadError;
use crate::element::Element;
use crate::links::{self, Links, Target};
use crate::path::Path;
use crate::record::Entry;

/// The person whose facts were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The reference, such as `Patient/12`.
    pub reference: String,
    /// Whether the record says that the person has died.
    pub deceased: Deceased,
}

/// What the record says of a death.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deceased {
    /// Nothing.
    NotSaid,
    /// The person lives.
    No,
    /// The person has died, on this day where it is known.
    Yes(Option<When>),
}

/// Whom the facts are read of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Chosen<'x> {
    /// A Patient of the record.
    Entry(&'x Entry<'x>),
    /// Somebody whom the resources name and who has no Patient here.
    Named(&'x str),
    /// Nobody is named.
    Nobody,
}

impl Chosen<'_> {
    pub(crate) fn reference(&self) -> Option<String> {
        match self {
            Chosen::Entry(entry) => Some(
                entry
                    .id
                    .map(|id| format!("Patient/{id}"))
                    .or_else(|| entry.full_url.map(str::to_owned))
                    .unwrap_or_else(|| entry.path.clone()),
            ),
            Chosen::Named(reference) => Some((*reference).to_owned()),
            Chosen::Nobody => None,
        }
    }
}

/// Chooses the person: the one who is asked for, or the only one.
pub(crate) fn choose<'x>(
    entries: &'x [Entry<'x>],
    asked: Option<&'x str>,
) -> Result<Chosen<'x>, ReadError> {
    let patients: Vec<&Entry<'_>> = entries.iter().filter(|e| e.kind == "Patient").collect();
    let mut distinct: Vec<&Entry<'_>> = Vec::new();
    for patient in &patients {
        if !distinct.iter().any(|other| is_same(other, patient)) {
            distinct.push(patient);
        }
    }
    if distinct.is_empty() {
        return choose_named(entries, asked);
    }
    let wanted = |entry: &&&Entry<'_>| asked.is_none_or(|asked| is_called(entry, asked));
    let found: Vec<&&Entry<'_>> = distinct.iter().filter(wanted).collect();
    match (found.as_slice(), asked) {
        ([one], _) => Ok(Chosen::Entry(one)),
        ([], Some(asked)) => Err(ReadError::NoSuchPatient {
            asked: asked.to_owned(),
            patients: names(&distinct),
        }),
        (_, _) => Err(ReadError::SeveralPatients {
            patients: names(&distinct),
        }),
    }
}

fn names(patients: &[&Entry<'_>]) -> Vec<String> {
    let name = |entry: &&Entry<'_>| match (entry.base(), entry.full_url) {
        (Some(_), Some(url)) => url.to_owned(),
        _ => Chosen::Entry(entry).reference().unwrap_or_default(),
    };
    patients.iter().map(name).collect()
}

fn choose_named<'x>(
    entries: &'x [Entry<'x>],
    asked: Option<&'x str>,
) -> Result<Chosen<'x>, ReadError> {
    let mut named: Vec<&str> = Vec::new();
    for reference in entries.iter().filter_map(subject) {
        if !named.iter().any(|other| links::same(other, reference)) {
            named.push(reference);
        }
    }
    let wanted = |name: &&&str| {
        asked.is_none_or(|asked| links::same(name, asked) || crate::record::tail(name).1 == asked)
    };
    let found: Vec<&&str> = named.iter().filter(wanted).collect();
    match (found.as_slice(), asked) {
        ([one], _) => Ok(Chosen::Named(one)),
        ([], None) => Ok(Chosen::Nobody),
        ([], Some(asked)) => Err(ReadError::NoSuchPatient {
            asked: asked.to_owned(),
            patients: named.iter().map(|name| (*name).to_owned()).collect(),
        }),
        (_, _) => Err(ReadError::SeveralPatients {
            patients: named.iter().map(|name| (*name).to_owned()).collect(),
        }),
    }
}

/// The reference to the person in a resource that is read here.
fn subject<'x>(entry: &Entry<'x>) -> Option<&'x str> {
    let key = subject_key(entry.kind)?;
    entry
        .object
        .object(key)?
        .text("reference")
        .filter(|reference| !reference.starts_with('#'))
}

/// The element that says whom a resource is about.
pub(crate) fn subject_key(kind: &str) -> Option<&'static str> {
    match kind {
        "Condition"
        | "MedicationRequest"
        | "MedicationStatement"
        | "MedicationAdministration"
        | "MedicationDispense"
        | "Observation" => Some("subject"),
        "AllergyIntolerance" | "Immunization" | "ImmunizationRecommendation" => Some("patient"),
        _ => None,
    }
}

fn is_called(entry: &Entry<'_>, asked: &str) -> bool {
    entry.full_url == Some(asked)
        || entry
            .id
            .is_some_and(|id| id == asked || asked.strip_prefix("Patient/") == Some(id))
}

pub(crate) fn is_same(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    std::ptr::eq(one.object, other.object)
        || (one.id.is_some() && one.id == other.id && one.base() == other.base())
}

/// Why a resource is not about the person; `None` if it is.
pub(crate) fn not_about(
    entry: &Entry<'_>,
    chosen: Chosen<'_>,
    links: &Links<'_>,
) -> Option<(String, String)> {
    let key = subject_key(entry.kind)?;
    let element = Element::new(entry.object, Path::root(&entry.path));
    let path = element.path(key);
    let Some(subject) = element.one(key) else {
        return Some((path, "it does not say whom it is about".to_owned()));
    };
    let Some(reference) = subject.text("reference") else {
        let why =
            "it names the person without a reference, so that it is not known whom it is about";
        return Some((path, why.to_owned()));
    };
    let same = match (links.follow(reference, entry), chosen) {
        (Target::Entry(patient), Chosen::Entry(chosen)) => is_same(patient, chosen),
        (Target::Nowhere, Chosen::Named(name)) => links::same(reference, name),
        (_, _) => false,
    };
    (!same).then(|| (path, format!("it is about somebody else ({reference})")))
}
