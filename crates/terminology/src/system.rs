//! Code systems: their addresses in FHIR and their object identifiers in HL7 version 3.

use std::fmt;

/// A code system that the terminology knows codes of.
///
/// ```
/// use terminology::System;
/// assert_eq!(System::from_uri("http://hl7.org/fhir/sid/cvx"), Some(System::Cvx));
/// assert_eq!(System::from_uri("urn:oid:2.16.840.1.113883.12.292"), Some(System::Cvx));
/// // ICD-10 of the WHO and of other countries is not ICD-10-CM: M04.2 means nothing there.
/// assert_eq!(System::from_uri("http://hl7.org/fhir/sid/icd-10"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// RxNorm of the US National Library of Medicine: medicines and products.
    RxNorm,
    /// The Anatomical Therapeutic Chemical classification of the WHO.
    Atc,
    /// The FDA's Unique Ingredient Identifier: one for all biosimilars of a molecule.
    Unii,
    /// SNOMED CT, international edition.
    SnomedCt,
    /// ICD-10-CM, the clinical modification of the United States.
    Icd10Cm,
    /// CVX of the CDC: vaccines administered.
    Cvx,
    /// LOINC: laboratory tests and measurements.
    Loinc,
    /// The US National Drug Code: products and packages.
    Ndc,
    /// Our own keys, for what no code system has: `urn:posology:concept`.
    Posology,
}

/// The rows: system, word in the data files, address in FHIR, object identifier.
/// Source: the FHIR R4 list of external code systems, and HL7's object identifier registry.
const TABLE: [(System, &str, &str, Option<&str>); 9] = [
    (
        System::RxNorm,
        "rxnorm",
        "http://www.nlm.nih.gov/research/umls/rxnorm",
        Some("2.16.840.1.113883.6.88"),
    ),
    (
        System::Atc,
        "atc",
        "http://www.whocc.no/atc",
        Some("2.16.840.1.113883.6.73"),
    ),
    (
        System::Unii,
        "unii",
        "http://fdasis.nlm.nih.gov",
        Some("2.16.840.1.113883.4.9"),
    ),
    (
        System::SnomedCt,
        "snomed",
        "http://snomed.info/sct",
        Some("2.16.840.1.113883.6.96"),
    ),
    (
        System::Icd10Cm,
        "icd-10-cm",
        "http://hl7.org/fhir/sid/icd-10-cm",
        Some("2.16.840.1.113883.6.90"),
    ),
    (
        System::Cvx,
        "cvx",
        "http://hl7.org/fhir/sid/cvx",
        Some("2.16.840.1.113883.12.292"),
    ),
    (
        System::Loinc,
        "loinc",
        "http://loinc.org",
        Some("2.16.840.1.113883.6.1"),
    ),
    (
        System::Ndc,
        "ndc",
        "http://hl7.org/fhir/sid/ndc",
        Some("2.16.840.1.113883.6.69"),
    ),
    (System::Posology, "posology", "urn:posology:concept", None),
];

impl System {
    /// The system that an address in a record means: a FHIR address, `urn:oid:…`, or a bare object
    /// identifier. `None` for a system that is not ours, which is not an error of the record.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        let uri = uri.trim();
        let oid = uri.strip_prefix("urn:oid:").unwrap_or(uri);
        let plain = uri.trim_end_matches('/');
        // A SNOMED CT address may name an edition: http://snomed.info/sct/731000124108
        if plain.starts_with("http://snomed.info/sct/") {
            return Some(Self::SnomedCt);
        }
        TABLE
            .iter()
            .find(|(_, _, address, their_oid)| {
                same_address(plain, address) || *their_oid == Some(oid)
            })
            .map(|(system, ..)| *system)
    }

    /// The address of the system in FHIR.
    #[must_use]
    pub fn uri(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    /// The word for the system in our data files: `rxnorm`.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().map_or("", |row| row.1)
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|row| row.1 == word)
            .map(|(system, ..)| *system)
    }

    fn row(self) -> Option<&'static (Self, &'static str, &'static str, Option<&'static str>)> {
        TABLE.iter().find(|row| row.0 == self)
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RxNorm => "RxNorm",
            Self::Atc => "ATC",
            Self::Unii => "UNII",
            Self::SnomedCt => "SNOMED CT",
            Self::Icd10Cm => "ICD-10-CM",
            Self::Cvx => "CVX",
            Self::Loinc => "LOINC",
            Self::Ndc => "NDC",
            Self::Posology => "Posology",
        })
    }
}

/// Records write `https` for `http`, which means the same system.
fn same_address(given: &str, ours: &str) -> bool {
    given == ours
        || (given.strip_prefix("https://").is_some()
            && given.strip_prefix("https://") == ours.strip_prefix("http://"))
}
