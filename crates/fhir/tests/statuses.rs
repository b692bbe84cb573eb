//! Every status of every resource that is read, and what it means.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{read, what};
use fhir::Reading;

/// The facts without dates and origins, then the number of unread things and of notes.
fn facts(reading: &Reading) -> Vec<String> {
    reading.facts.iter().map(|fact| what(&fact.what)).collect()
}

#[track_caller]
fn says(json: &str, expected: &[&str]) -> Reading {
    let reading = read(json);
    assert_eq!(facts(&reading), expected, "{reading:#?}");
    reading
}

/// The reading lists something unread whose reason holds these words.
#[track_caller]
fn lists(reading: &Reading, path: &str, words: &str) {
    let found = reading
        .unread
        .iter()
        .any(|unread| unread.path == path && unread.why.contains(words));
    assert!(found, "{path}: {words}\n{reading:#?}");
}

#[track_caller]
fn notes(reading: &Reading, words: &str) {
    let found = reading.notes.iter().any(|note| note.says.contains(words));
    assert!(found, "{words}\n{reading:#?}");
}

fn condition(clinical: &str, verification: &str) -> String {
    let part = |key: &str, code: &str| match code {
        "" => String::new(),
        code => format!(r#""{key}": {{"coding": [{{"code": "{code}"}}]}},"#),
    };
    format!(
        r#"{{"resourceType": "Condition", "id": "1", {} {} "subject": {{"reference": "Patient/1"}},
           "code": {{"coding": [{{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "A15.0"}}]}}}}"#,
        part("clinicalStatus", clinical),
        part("verificationStatus", verification),
    )
}

#[test]
fn the_state_of_a_condition() {
    let is = |state: &str| format!("condition tuberculosis-active {state}");
    for clinical in ["active", "recurrence", "relapse"] {
        says(&condition(clinical, "confirmed"), &[&is("Present")]);
        says(&condition(clinical, ""), &[&is("Present")]);
        for unsure in ["unconfirmed", "provisional", "differential"] {
            says(&condition(clinical, unsure), &[&is("NotSure")]);
        }
        says(&condition(clinical, "refuted"), &[&is("Absent")]);
        notes(
            &says(&condition(clinical, "entered-in-error"), &[]),
            "error",
        );
    }
    for clinical in ["inactive", "remission", "resolved"] {
        says(&condition(clinical, "confirmed"), &[&is("Past")]);
        says(&condition(clinical, "unconfirmed"), &[&is("Past")]);
        says(&condition(clinical, "refuted"), &[&is("Absent")]);
    }
    notes(
        &says(&condition("", "confirmed"), &[&is("Present")]),
        "read as present",
    );
    says(&condition("", "refuted"), &[&is("Absent")]);
}

#[test]
fn a_status_that_is_not_known_is_never_a_no() {
    let not_sure = ["condition tuberculosis-active NotSure"];
    let reading = says(&condition("cured", "confirmed"), &not_sure);
    lists(&reading, "Condition.clinicalStatus", "`cured` is not known");
    let reading = says(&condition("active", "perhaps"), &not_sure);
    lists(
        &reading,
        "Condition.verificationStatus",
        "`perhaps` is not known",
    );
    let words = condition("active", "").replace(
        r#""clinicalStatus": {"coding": [{"code": "active"}]}"#,
        r#""clinicalStatus": {"text": "resolved"}"#,
    );
    lists(
        &says(&words, &not_sure),
        "Condition.clinicalStatus",
        "is missing",
    );
}

#[test]
fn a_condition_that_ended_is_past_and_one_that_is_both_is_reported() {
    let ended = condition("", "").replace(
        r#""subject""#,
        r#""onsetDateTime": "2001", "abatementDateTime": "2003-05", "subject""#,
    );
    let reading = says(&ended, &["condition tuberculosis-active Past"]);
    assert_eq!(
        common::when(reading.facts[0].when.as_ref().unwrap()),
        "2003-05"
    );
    let both = ended.replace(
        r#""onsetDateTime""#,
        r#""clinicalStatus": {"coding": [{"code": "active"}]}, "onsetDateTime""#,
    );
    let reading = says(&both, &["condition tuberculosis-active Present"]);
    lists(&reading, "Condition.clinicalStatus", "has ended");
}

#[test]
fn statuses_of_several_systems() {
    let two = |first: &str, second: &str| {
        condition("", "confirmed").replace(
            r#""subject""#,
            &format!(r#""clinicalStatus": {{"coding": [{first}, {second}]}}, "subject""#),
        )
    };
    let hl7 = r#"{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "resolved"}"#;
    let own = r#"{"system": "https://example.org/states", "code": "active"}"#;
    let other = hl7.replace("resolved", "active");
    says(&two(own, hl7), &["condition tuberculosis-active Past"]);
    says(
        &two(hl7, &other),
        &["condition tuberculosis-active NotSure"],
    );
}

#[test]
fn the_state_of_an_allergy() {
    let allergy = |clinical: &str, verification: &str| {
        condition(clinical, verification)
            .replace("\"Condition\"", "\"AllergyIntolerance\"")
            .replace("subject", "patient")
            .replace(
                "http://hl7.org/fhir/sid/icd-10-cm",
                "http://snomed.info/sct",
            )
            .replace("A15.0", "1003751008")
    };
    let is = |state: &str| format!("allergy latex {state}");
    says(&allergy("active", "confirmed"), &[&is("Present")]);
    says(&allergy("active", ""), &[&is("Present")]);
    says(&allergy("active", "unconfirmed"), &[&is("NotSure")]);
    says(&allergy("active", "refuted"), &[&is("Absent")]);
    says(&allergy("inactive", "confirmed"), &[&is("Past")]);
    says(&allergy("resolved", "confirmed"), &[&is("Past")]);
    notes(&says(&allergy("active", "entered-in-error"), &[]), "error");
}

fn request(parts: &str) -> String {
    format!(
        r#"{{"resourceType": "MedicationRequest", "id": "1", {parts}, "subject": {{"reference": "Patient/1"}},
           "medicationCodeableConcept": {{"coding": [{{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "214555"}}]}}}}"#
    )
}

fn etanercept(status: &str) -> String {
    format!("medicine etanercept {status} \"RxNorm 214555\" from - to -")
}

#[test]
fn the_status_and_intent_of_an_order() {
    let order = |status: &str, intent: &str| {
        request(&format!(r#""status": "{status}", "intent": "{intent}""#))
    };
    for intent in [
        "order",
        "original-order",
        "reflex-order",
        "filler-order",
        "instance-order",
    ] {
        says(&order("active", intent), &[&etanercept("Taking")]);
    }
    for intent in ["proposal", "plan", "option"] {
        says(&order("active", intent), &[&etanercept("Planned")]);
    }
    for (status, is) in [
        ("draft", "Planned"),
        ("on-hold", "OnHold"),
        ("completed", "Stopped"),
        ("stopped", "Stopped"),
        ("cancelled", "NotTaken"),
        ("unknown", "Unknown"),
    ] {
        says(&order(status, "order"), &[&etanercept(is)]);
    }
    notes(&says(&order("entered-in-error", "order"), &[]), "error");
    let reading = says(&order("ended", "order"), &[&etanercept("Unknown")]);
    lists(&reading, "MedicationRequest.status", "`ended` is not known");
    let reading = says(&order("active", "wish"), &[&etanercept("Unknown")]);
    lists(&reading, "MedicationRequest.intent", "`wish` is not known");
    let reading = says(&request(r#""intent": "order""#), &[&etanercept("Unknown")]);
    lists(&reading, "MedicationRequest.status", "is missing");
}

#[test]
fn an_order_not_to_give_is_no_order() {
    let order = |status: &str| {
        request(&format!(
            r#""status": "{status}", "intent": "order", "doNotPerform": true"#
        ))
    };
    notes(
        &says(&order("active"), &[&etanercept("NotTaken")]),
        "not to give",
    );
    says(&order("stopped"), &[&etanercept("Unknown")]);
    let order = request(r#""status": "active", "intent": "order", "doNotPerform": false"#);
    says(&order, &[&etanercept("Taking")]);
}

#[test]
fn the_reason_of_a_status_is_shown() {
    let order = request(
        r#""status": "stopped", "intent": "order", "statusReason": {"text": "rash on the arms"}"#,
    );
    notes(&read(&order), "rash on the arms");
}

#[test]
fn the_status_of_a_statement() {
    let statement = |status: &str| {
        request(&format!(r#""status": "{status}""#))
            .replace("MedicationRequest", "MedicationStatement")
    };
    for (status, is) in [
        ("active", "Taking"),
        ("completed", "Stopped"),
        ("stopped", "Stopped"),
        ("intended", "Planned"),
        ("on-hold", "OnHold"),
        ("not-taken", "NotTaken"),
        ("unknown", "Unknown"),
    ] {
        says(&statement(status), &[&etanercept(is)]);
    }
    notes(&says(&statement("entered-in-error"), &[]), "error");
    let reading = says(&statement("taken"), &[&etanercept("Unknown")]);
    lists(
        &reading,
        "MedicationStatement.status",
        "`taken` is not known",
    );
}

#[test]
fn what_was_handed_out_may_be_taken() {
    let dispense = |status: &str| {
        request(&format!(r#""status": "{status}""#))
            .replace("MedicationRequest", "MedicationDispense")
    };
    for (status, is) in [
        ("completed", "Unknown"),
        ("in-progress", "Unknown"),
        ("stopped", "Unknown"),
        ("unknown", "Unknown"),
        ("cancelled", "Unknown"),
        ("declined", "Unknown"),
        ("preparation", "Planned"),
        ("on-hold", "OnHold"),
    ] {
        says(&dispense(status), &[&etanercept(is)]);
    }
    notes(&says(&dispense("entered-in-error"), &[]), "error");
    notes(&read(&dispense("declined")), "not handed out");
}

fn administration(status: &str, code: &str) -> String {
    request(&format!(
        r#""status": "{status}", "effectiveDateTime": "2026-05-01T08:00:00-05:00",
           "dosage": {{"dose": {{"value": 100, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}}}"#
    ))
    .replace("MedicationRequest", "MedicationAdministration")
    .replace("214555", code)
}

#[test]
fn the_status_of_an_administration_of_the_medicine() {
    let ours = |status: &str| administration(status, "72435");
    says(
        &ours("completed"),
        &["administration Some(\"100 mg\") at None lot None"],
    );
    for part in ["stopped", "in-progress"] {
        let reading = says(&ours(part), &["administration None at None lot None"]);
        notes(&reading, "how much was given is not known");
    }
    for (none, is) in [
        ("not-done", "Unknown"),
        ("unknown", "Unknown"),
        ("on-hold", "OnHold"),
    ] {
        let line = format!("medicine anakinra {is} \"RxNorm 72435\" from - to -");
        says(&ours(none), &[&line]);
    }
    notes(&read(&ours("not-done")), "it was not given");
    notes(&says(&ours("entered-in-error"), &[]), "error");
}

#[test]
fn one_administration_of_another_medicine_does_not_tell_whether_it_is_taken() {
    let line = "medicine etanercept Unknown \"RxNorm 214555\" from 2026-05-01T08:00:00-05:00 to -";
    says(&administration("completed", "214555"), &[line]);
    says(
        &administration("not-done", "214555"),
        &[&etanercept("Unknown")],
    );
}

#[test]
fn the_status_of_an_immunization() {
    let vaccine = |status: &str| {
        format!(
            r#"{{"resourceType": "Immunization", "id": "1", "status": "{status}", "patient": {{"reference": "Patient/1"}},
               "vaccineCode": {{"coding": [{{"system": "http://hl7.org/fhir/sid/cvx", "code": "03"}}]}}, "occurrenceDateTime": "2026-04"}}"#
        )
    };
    says(&vaccine("completed"), &["vaccine mmr Given \"CVX 03\""]);
    says(&vaccine("not-done"), &["vaccine mmr NotGiven \"CVX 03\""]);
    notes(&says(&vaccine("entered-in-error"), &[]), "error");
    let reading = says(&vaccine("done"), &["vaccine mmr Given \"CVX 03\""]);
    lists(&reading, "Immunization.status", "`done` is not known");
}

#[test]
fn the_forecast_of_a_recommendation() {
    let forecast = |status: &str| {
        format!(
            r#"{{"resourceType": "ImmunizationRecommendation", "id": "1", "patient": {{"reference": "Patient/1"}}, "date": "2026-01-01",
               "recommendation": [{{"vaccineCode": [{{"coding": [{{"system": "http://hl7.org/fhir/sid/cvx", "code": "37"}}]}}],
               "forecastStatus": {{"coding": [{{"code": "{status}"}}]}},
               "dateCriterion": [{{"code": {{"coding": [{{"system": "http://loinc.org", "code": "30981-5"}}]}}, "value": "2026-05-01"}},
                                 {{"code": {{"coding": [{{"system": "http://loinc.org", "code": "30980-7"}}]}}, "value": "2026-06-01"}}]}}]}}"#
        )
    };
    for planned in ["due", "overdue"] {
        let reading = says(
            &forecast(planned),
            &["vaccine yellow-fever Planned \"CVX 37\""],
        );
        assert_eq!(
            common::when(reading.facts[0].when.as_ref().unwrap()),
            "2026-06-01"
        );
    }
    for not in ["immune", "contraindicated", "complete"] {
        notes(&says(&forecast(not), &[]), "not planned");
    }
    let reading = says(
        &forecast("soon"),
        &["vaccine yellow-fever Planned \"CVX 37\""],
    );
    let path = "ImmunizationRecommendation.recommendation[0].forecastStatus";
    lists(&reading, path, "`soon` is not known");
}

#[test]
fn the_status_of_an_observation() {
    let weight = |status: &str| {
        format!(
            r#"{{"resourceType": "Observation", "id": "1", "status": "{status}", "subject": {{"reference": "Patient/1"}},
               "code": {{"coding": [{{"system": "http://loinc.org", "code": "29463-7"}}]}},
               "valueQuantity": {{"value": 12.4, "system": "http://unitsofmeasure.org", "code": "kg"}}}}"#
        )
    };
    for read in ["final", "amended", "corrected"] {
        says(&weight(read), &["measured weight 12.4 kg"]);
    }
    notes(
        &says(&weight("preliminary"), &["measured weight 12.4 kg"]),
        "preliminary",
    );
    for none in ["registered", "cancelled"] {
        notes(&says(&weight(none), &[]), none);
    }
    notes(&says(&weight("entered-in-error"), &[]), "error");
    lists(
        &says(&weight("unknown"), &[]),
        "Observation.status",
        "`unknown` is not known",
    );
}
