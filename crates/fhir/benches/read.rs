//! How long does it take to read the facts of a bundle, beside the plain parse of the same bytes?
//!
//! `cargo bench -p fhir`. The bundle is made here: one person, some 90 kB, shaped like the exports of
//! record systems (narrative, meta, several codings, many laboratory results that no rule asks for).
#![allow(clippy::unwrap_used, reason = "a benchmark")]

use divan::{Bencher, black_box, counter::BytesCount};
use fhir::ReadOptions;
use jiff::tz::TimeZone;
use terminology::Terminology;

fn main() {
    divan::main();
}

/// The whole way: bytes to facts.
#[divan::bench]
fn facts(bencher: Bencher<'_, '_>) {
    let bytes = bundle();
    let terminology = Terminology::shipped();
    let options = ReadOptions::default();
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench_local(|| {
            fhir::read(black_box(&bytes), terminology, &TimeZone::UTC, &options).unwrap()
        });
}

/// The plain parse, as most programs do it.
#[divan::bench]
fn plain_serde_json_value(bencher: Bencher<'_, '_>) {
    let bytes = bundle();
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench_local(|| serde_json::from_slice::<serde_json::Value>(black_box(&bytes)).unwrap());
}

/// The codes and names of the results and illnesses; the first of each are known here.
const RESULTS: [(&str, &str, &str, &str); 6] = [
    (
        "2160-0",
        "Creatinine [Mass/volume] in Serum or Plasma",
        "0.84",
        "mg/dL",
    ),
    ("29463-7", "Body Weight", "71.2", "kg"),
    (
        "751-8",
        "Neutrophils [#/volume] in Blood by Automated count",
        "4.31",
        "10*3/uL",
    ),
    (
        "4548-4",
        "Hemoglobin A1c/Hemoglobin.total in Blood",
        "5.9",
        "%",
    ),
    ("8462-4", "Diastolic Blood Pressure", "81", "mm[Hg]"),
    ("2339-0", "Glucose [Mass/volume] in Blood", "93.2", "mg/dL"),
];

const ILLNESSES: [(&str, &str, &str); 4] = [
    (
        "http://hl7.org/fhir/sid/icd-10-cm",
        "M06.9",
        "Rheumatoid arthritis, unspecified",
    ),
    (
        "http://hl7.org/fhir/sid/icd-10-cm",
        "J45.909",
        "Unspecified asthma, uncomplicated",
    ),
    (
        "http://snomed.info/sct",
        "59621000",
        "Essential hypertension (disorder)",
    ),
    (
        "http://snomed.info/sct",
        "15777000",
        "Prediabetes (finding)",
    ),
];

fn bundle() -> Vec<u8> {
    let mut entries = vec![entry(
        "Patient",
        0,
        r#""gender":"female","birthDate":"1961-05-17","name":[{"family":"Example","given":["A"]}]"#,
    )];
    for at in 0..80_usize {
        let (code, name, value, unit) = RESULTS.iter().cycle().nth(at).unwrap();
        entries.push(entry("Observation", at, &format!(
            r#""status":"final","category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":"laboratory"}}]}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}","display":"{name}"}}],"text":"{name}"}},"subject":{{"reference":"Patient/0"}},"encounter":{{"reference":"Encounter/17"}},"effectiveDateTime":"2026-04-{:02}T08:10:00-05:00","issued":"2026-04-28T09:00:00.000-05:00","valueQuantity":{{"value":{value},"unit":"{unit}","system":"http://unitsofmeasure.org","code":"{unit}"}}"#,
            at % 27 + 1,
        )));
    }
    for at in 0..24_usize {
        let (system, code, name) = ILLNESSES.iter().cycle().nth(at).unwrap();
        entries.push(entry("Condition", at, &format!(
            r#""clinicalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}}]}},"verificationStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}}]}},"code":{{"coding":[{{"system":"{system}","code":"{code}","display":"{name}"}}],"text":"{name}"}},"subject":{{"reference":"Patient/0"}},"onsetDateTime":"2019-06-02T10:00:00-05:00","recordedDate":"2019-06-02T10:00:00-05:00""#,
        )));
    }
    for at in 0..8_usize {
        entries.push(entry("MedicationRequest", at,
            r#""status":"active","intent":"order","medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"1726844","display":"0.4 ML adalimumab 100 MG/ML Prefilled Syringe"}],"text":"0.4 ML adalimumab 100 MG/ML Prefilled Syringe"},"subject":{"reference":"Patient/0"},"authoredOn":"2026-01-12T09:00:00-05:00","requester":{"reference":"Practitioner/1","display":"Dr. Example"},"dosageInstruction":[{"sequence":1,"text":"40 mg every two weeks","asNeededBoolean":false}]"#,
        ));
    }
    for at in 0..12_usize {
        entries.push(entry("Immunization", at,
            r#""status":"completed","vaccineCode":{"coding":[{"system":"http://hl7.org/fhir/sid/cvx","code":"140","display":"Influenza, seasonal, injectable, preservative free"}],"text":"Influenza, seasonal, injectable, preservative free"},"patient":{"reference":"Patient/0"},"occurrenceDateTime":"2025-10-12T10:00:00-05:00","primarySource":true"#,
        ));
    }
    let all = entries.join(",");
    format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{all}]}}"#).into_bytes()
}

fn entry(kind: &str, id: usize, body: &str) -> String {
    format!(
        r#"{{"fullUrl":"https://example.org/fhir/{kind}/{id}","resource":{{"resourceType":"{kind}","id":"{id}","meta":{{"versionId":"1","lastUpdated":"2026-04-28T09:00:00.000-05:00","profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core"]}},{body}}}}}"#
    )
}
