//! Whole records: bundles of all types, lines, versions, references, several people, broken parts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{fact_line, read, try_read, what, zone};
use fhir::{ReadError, ReadOptions, Reading};
use terminology::Terminology;

fn condition(id: &str, code: &str, more: &str) -> String {
    format!(
        r#"{{"resourceType": "Condition", "id": "{id}", {more} "clinicalStatus": {{"coding": [{{"code": "active"}}]}}, "subject": {{"reference": "Patient/1"}},
           "code": {{"coding": [{{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "{code}"}}]}}}}"#
    )
}

fn patient(id: &str) -> String {
    format!(r#"{{"resourceType": "Patient", "id": "{id}", "birthDate": "1980-02-03"}}"#)
}

fn bundle(kind: &str, entries: &[String]) -> String {
    let all = entries.join(", ");
    format!(r#"{{"resourceType": "Bundle", "type": "{kind}", "entry": [{all}]}}"#)
}

fn entry(resource: &str) -> String {
    format!(r#"{{"resource": {resource}}}"#)
}

fn facts(reading: &Reading) -> Vec<String> {
    reading.facts.iter().map(|fact| what(&fact.what)).collect()
}

#[track_caller]
fn lists(reading: &Reading, path: &str, words: &str) {
    let found = reading
        .unread
        .iter()
        .any(|unread| unread.path == path && unread.why.contains(words));
    assert!(found, "{path}: {words}\n{reading:#?}");
}

const RA: &str = "condition rheumatoid-arthritis Present";
const ASTHMA: &str = "condition asthma Present";

#[test]
fn a_bundle_of_any_type_is_read() {
    for kind in [
        "collection",
        "searchset",
        "transaction",
        "batch",
        "document",
        "history",
        "message",
    ] {
        let json = bundle(
            kind,
            &[entry(&patient("1")), entry(&condition("a", "M06.9", ""))],
        );
        assert_eq!(facts(&read(&json)), ["born 1980-02-03", RA], "{kind}");
    }
}

#[test]
fn bundles_in_bundles_and_bare_resources() {
    let inner = bundle("searchset", &[entry(&condition("a", "M06.9", ""))]);
    let json = bundle("batch-response", &[entry(&inner)]);
    let reading = read(&json);
    assert_eq!(facts(&reading), [RA]);
    assert_eq!(facts(&read(&condition("a", "M06.9", ""))), [RA]);
    let broken = json.replace("icd-10-cm", "icd-11");
    let path = "Bundle.entry[0].resource.entry[0].resource.code";
    lists(&read(&broken), path, "is not known here");
}

#[test]
fn lines_and_values_one_after_another() {
    let one = condition("a", "M06.9", "").replace('\n', " ");
    let two = condition("b", "J45.909", "");
    let lines = format!("\u{feff}{one}\r\n\r\n{two}\r\n");
    assert_eq!(facts(&read(&lines)), [RA, ASTHMA]);
    let bad = lines.replace("icd-10-cm\", \"code\": \"J45", "icd-10\", \"code\": \"J45");
    lists(&read(&bad), "line 3: Condition.code", "is not known here");
}

#[test]
fn one_broken_line_does_not_lose_the_others() {
    let one = condition("a", "M06.9", "").replace('\n', " ");
    let two = condition("b", "J45.909", "").replace('\n', " ");
    let lines = format!("{one}\n{{\"resourceType\": \"Condition\", \n{two}\n");
    let reading = read(&lines);
    assert_eq!(facts(&reading), [RA, ASTHMA]);
    lists(&reading, "line 2", "a key in quotation marks was expected");
    let mut bytes = one.clone().into_bytes();
    bytes.extend(b"\n{\"resourceType\": \"Cond\xff\"}\n");
    bytes.extend(two.into_bytes());
    lists(&try_read(&bytes).unwrap(), "line 2", "UTF-8");
}

#[test]
fn bytes_that_are_no_json() {
    let error = |bytes: &[u8]| try_read(bytes).unwrap_err().to_string();
    assert_eq!(try_read(b"").unwrap_err(), ReadError::Empty);
    assert_eq!(try_read(b" \r\n\t").unwrap_err(), ReadError::Empty);
    assert_eq!(
        error(b"{\"resourceType\": \"Bundle\",\n  \"entry\": [,]}"),
        "line 2, column 13: a value was expected here; this is no JSON"
    );
    assert_eq!(
        error("{\"é\": 1, }".as_bytes()),
        "line 1, column 10: a key in quotation marks was expected here; this is no JSON"
    );
    assert_eq!(try_read(b"\xff\xfe{\0}\0").unwrap_err(), ReadError::Utf16);
    assert_eq!(
        error(b"{\"a\": \"\xff\"}"),
        "line 1, column 8: this byte is not part of a text in UTF-8; this is no JSON"
    );
    let cut = bundle("collection", &[entry(&condition("a", "M06.9", ""))]);
    let cut = cut.strip_suffix('}').unwrap();
    assert!(
        error(cut.as_bytes())
            .ends_with("the text ends before everything is closed; this is no JSON")
    );
}

#[test]
fn json_that_is_no_resource_is_reported() {
    lists(&read("[]"), "$", "a list");
    lists(&read("{}"), "$", "resourceType");
    lists(&read("17"), "$", "a number");
    lists(&read(r#"{"resourceType": 5}"#), "$", "resourceType");
    let json = bundle(
        "collection",
        &[
            "7".to_owned(),
            "{}".to_owned(),
            r#"{"resource": "x"}"#.to_owned(),
        ],
    );
    let reading = read(&json);
    lists(&reading, "Bundle.entry[0]", "a number");
    lists(&reading, "Bundle.entry[1]", "no resource");
    lists(&reading, "Bundle.entry[2].resource", "a text");
    lists(
        &read(r#"{"resourceType": "Bundle", "entry": {}}"#),
        "Bundle.entry",
        "an object",
    );
}

#[test]
fn other_resources_are_counted_and_errors_of_the_sender_are_shown() {
    let procedure = entry(r#"{"resourceType": "Procedure", "id": "1"}"#);
    let outcome = entry(
        r#"{"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "diagnostics": "some data are masked"}]}"#,
    );
    let reading = read(&bundle(
        "searchset",
        &[procedure.clone(), procedure.replace('1', "2"), outcome],
    ));
    lists(
        &reading,
        "Bundle.entry[0].resource",
        "Procedure is not read here (2 of them)",
    );
    lists(
        &reading,
        "Bundle.entry[2].resource.issue",
        "some data are masked",
    );
}

#[test]
fn a_bundle_with_a_next_page_is_not_whole() {
    let json = r#"{"resourceType": "Bundle", "link": [{"relation": "self", "url": "a"}, {"relation": "next", "url": "b"}]}"#;
    lists(&read(json), "Bundle.link", "next page");
}

#[test]
fn the_newest_version_wins() {
    let old = condition(
        "a",
        "M06.9",
        r#""meta": {"versionId": "2", "lastUpdated": "2026-01-01T00:00:00+14:00"},"#,
    );
    let new = condition(
        "a",
        "J45.909",
        r#""meta": {"versionId": "10", "lastUpdated": "2025-12-31T23:00:00Z"},"#,
    );
    for entries in [[entry(&old), entry(&new)], [entry(&new), entry(&old)]] {
        let reading = read(&bundle("collection", &entries));
        assert_eq!(facts(&reading), [ASTHMA]);
        assert!(
            reading.notes[0].says.contains("older version"),
            "{reading:#?}"
        );
    }
    let number = |json: &str| json.replace("\"lastUpdated\"", "\"source\"");
    let reading = read(&bundle(
        "collection",
        &[entry(&number(&new)), entry(&number(&old))],
    ));
    assert_eq!(facts(&reading), [ASTHMA], "10 is newer than 2");
}

#[test]
fn a_history_has_the_newest_first() {
    let entries = [
        entry(&condition("a", "J45.909", "")),
        entry(&condition("a", "M06.9", "")),
    ];
    assert_eq!(facts(&read(&bundle("history", &entries))), [ASTHMA]);
}

#[test]
fn versions_that_nothing_tells_apart_are_both_read_and_reported() {
    let entries = [
        entry(&condition("a", "J45.909", "")),
        entry(&condition("a", "M06.9", "")),
    ];
    let reading = read(&bundle("collection", &entries));
    assert_eq!(facts(&reading), [ASTHMA, RA]);
    lists(
        &reading,
        "Bundle.entry[1].resource",
        "nothing tells which is newer",
    );
    let same = [
        entry(&condition("a", "M06.9", "")),
        entry(&condition("a", "M06.9", "")),
    ];
    let reading = read(&bundle("collection", &same));
    assert_eq!(facts(&reading), [RA]);
    assert_eq!(reading.unread, []);
}

#[test]
fn what_was_deleted_is_gone() {
    let gone = r#"{"request": {"method": "DELETE", "url": "Condition/a"}, "response": {"lastModified": "2026-02-01T00:00:00Z"}}"#;
    let before = condition(
        "a",
        "M06.9",
        r#""meta": {"lastUpdated": "2026-01-01T00:00:00Z"},"#,
    );
    let reading = read(&bundle("history", &[gone.to_owned(), entry(&before)]));
    assert_eq!(facts(&reading), Vec::<String>::new());
    assert!(reading.notes[0].says.contains("Condition/a was deleted"));
    let after = before.replace("2026-01", "2026-03");
    assert_eq!(
        facts(&read(&bundle("history", &[entry(&after), gone.to_owned()]))),
        [RA]
    );
    let reading = read(&bundle(
        "transaction",
        &[gone.replace("2026-02-01T00:00:00Z", "?"), entry(&before)],
    ));
    assert_eq!(facts(&reading), [RA]);
    lists(&reading, "Bundle.entry[1].resource", "to be deleted");
}

#[test]
fn several_people_must_be_chosen_from() {
    let json = bundle(
        "collection",
        &[
            entry(&patient("1")),
            entry(&patient("2")),
            entry(&condition("a", "M06.9", "")),
            entry(&condition("b", "J45.909", "").replace("Patient/1", "Patient/2")),
        ],
    );
    let error = try_read(json.as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the record is about several people; choose one of Patient/1, Patient/2"
    );
    let of = |patient| {
        let options = ReadOptions {
            patient: Some(patient),
            ..ReadOptions::default()
        };
        fhir::read(json.as_bytes(), Terminology::shipped(), &zone(), &options)
    };
    for name in ["2", "Patient/2"] {
        let reading = of(name).unwrap();
        assert_eq!(facts(&reading), ["born 1980-02-03", ASTHMA]);
        lists(&reading, "Bundle.entry[0].resource", "somebody else");
        lists(
            &reading,
            "Bundle.entry[2].resource.subject",
            "somebody else (Patient/1)",
        );
    }
    assert_eq!(
        of("3").unwrap_err().to_string(),
        "3 is not in the record, which is about Patient/1, Patient/2"
    );
}

#[test]
fn several_people_without_a_patient_must_be_chosen_from_too() {
    let other =
        condition("b", "J45.909", "").replace("Patient/1", "https://a.example/fhir/Patient/2");
    let json = bundle(
        "collection",
        &[entry(&condition("a", "M06.9", "")), entry(&other)],
    );
    assert!(matches!(
        try_read(json.as_bytes()).unwrap_err(),
        ReadError::SeveralPatients { .. }
    ));
    let same = json.replace(
        "https://a.example/fhir/Patient/2",
        "https://a.example/fhir/Patient/1/_history/3",
    );
    assert_eq!(facts(&read(&same)), [RA, ASTHMA]);
}

#[test]
fn somebody_elses_resource_and_one_of_nobody_are_reported() {
    let other = condition("b", "J45.909", "").replace("Patient/1", "Patient/9");
    let nobody =
        condition("c", "J45.909", "").replace(r#""subject": {"reference": "Patient/1"},"#, "");
    let named = condition("d", "J45.909", "")
        .replace(r#""reference": "Patient/1""#, r#""display": "A. B.""#);
    let reading = read(&bundle(
        "collection",
        &[
            entry(&patient("1")),
            entry(&other),
            entry(&nobody),
            entry(&named),
        ],
    ));
    assert_eq!(facts(&reading), ["born 1980-02-03"]);
    lists(
        &reading,
        "Bundle.entry[1].resource.subject",
        "somebody else (Patient/9)",
    );
    lists(
        &reading,
        "Bundle.entry[2].resource.subject",
        "does not say whom",
    );
    lists(
        &reading,
        "Bundle.entry[3].resource.subject",
        "without a reference",
    );
}

#[test]
fn the_same_id_on_two_servers_is_two_people() {
    let at = |server: &str, resource: &str, path: &str| {
        format!(r#"{{"fullUrl": "https://{server}/{path}", "resource": {resource}}}"#)
    };
    let json = bundle(
        "collection",
        &[
            at("a.example", &patient("1"), "Patient/1"),
            at("b.example", &condition("x", "M06.9", ""), "Condition/x"),
        ],
    );
    let reading = read(&json);
    assert_eq!(facts(&reading), ["born 1980-02-03"]);
    lists(
        &reading,
        "Bundle.entry[1].resource.subject",
        "somebody else",
    );
    let together = json.replace("b.example", "a.example");
    assert_eq!(facts(&read(&together)), ["born 1980-02-03", RA]);
}

#[test]
fn a_repeated_key_and_an_unknown_one_refuse_the_resource() {
    for (slip, path, words) in [
        (
            r#""status": 1, "status": 2,"#,
            "Condition",
            "`status` stands twice",
        ),
        (
            r#""clinicalstatus": {},"#,
            "Condition.clinicalstatus",
            "FHIR R4 has no such element",
        ),
        (
            r#""modifierExtension": [{"url": "x"}],"#,
            "Condition.modifierExtension",
            "changes its meaning",
        ),
        (
            r#""implicitRules": "https://example.org/rules","#,
            "Condition.implicitRules",
            "rules",
        ),
        (
            r#""text": {"div": {"a": [{"b": 1, "b": 2}]}},"#,
            "Condition.text.div.a[0]",
            "`b` stands twice",
        ),
        (
            r#""recordedDate": 2020,"#,
            "Condition.recordedDate",
            "a text was expected and this is a number",
        ),
        (
            r#""verificationStatus": [],"#,
            "Condition.verificationStatus",
            "one object was expected",
        ),
    ] {
        let reading = read(&condition("a", "M06.9", slip));
        assert_eq!(reading.facts, [], "{slip}");
        lists(&reading, path, words);
        assert!(reading.unread[0].why.contains("not read"), "{reading:#?}");
    }
    let nested = condition("a", "M06.9", "").replace(
        r#""code": "M06.9""#,
        r#""code": "M06.9", "modifierExtension": []"#,
    );
    lists(
        &read(&nested),
        "Condition.code.coding[0].modifierExtension",
        "changes its meaning",
    );
}

#[test]
fn an_extension_of_a_text_and_a_null_are_nothing() {
    let json = condition(
        "a",
        "M06.9",
        r#""_recordedDate": {"extension": []}, "recordedDate": null, "extension": [{"url": "x"}],"#,
    );
    let reading = read(&json);
    assert_eq!(facts(&reading), [RA]);
    assert_eq!(reading.unread, []);
    let unknown = condition("a", "M06.9", r#""_codes": {"extension": []},"#);
    lists(&read(&unknown), "Condition._codes", "no such element");
}

#[test]
fn a_bundle_with_a_repeated_key_is_not_half_read() {
    let json = bundle("collection", &[entry(&condition("a", "M06.9", ""))]).replacen(
        "\"type\"",
        "\"entry\": [], \"type\"",
        1,
    );
    lists(&read(&json), "Bundle", "`entry` stands twice");
    let twice = format!(
        r#"{{"resource": {}, "resource": {}}}"#,
        condition("a", "M06.9", ""),
        condition("b", "M06.9", "")
    );
    lists(
        &read(&bundle("collection", &[twice])),
        "Bundle.entry[0]",
        "`resource` stands twice",
    );
}

#[test]
fn what_is_nested_too_deeply_is_reported_and_the_rest_is_read() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bad = condition("b", "J45.909", &format!(r#""note": {deep},"#));
    let reading = read(&bundle(
        "collection",
        &[entry(&bad), entry(&condition("a", "M06.9", ""))],
    ));
    assert_eq!(facts(&reading), [RA]);
    assert!(
        reading.unread[0].why.contains("nested deeper than 128"),
        "{reading:#?}"
    );
    assert!(try_read("[".repeat(1_000_000).as_bytes()).is_err());
    assert!(try_read("{\"a\":".repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn escapes_are_read() {
    let json = condition("a", "M06.9", "")
        .replace("M06.9", "M\\u003006.\\u0039")
        .replace("icd-10", "icd\\u002d10");
    assert_eq!(facts(&read(&json.replace("M\\u003006", "M\\u00306"))), [RA]);
    let half = condition("a", "M06.9", "").replace("M06.9", "M06\\ud83d");
    lists(&read(&half), "Condition.code", "M06\u{fffd}");
}

fn order(reference: &str, contained: &str) -> String {
    format!(
        r#"{{"resourceType": "MedicationRequest", "id": "o", {contained} "status": "active", "intent": "order", "subject": {{"reference": "Patient/1"}},
           "medicationReference": {{{reference}}}}}"#
    )
}

fn medication(id: &str, more: &str) -> String {
    format!(
        r#"{{"resourceType": "Medication", "id": "{id}", {more} "code": {{"coding": [{{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "214555"}}]}}}}"#
    )
}

const TAKES: &str = "medicine etanercept Taking \"RxNorm 214555\" from - to -";

#[test]
fn references_of_every_sort_lead_to_the_medication() {
    let contained = format!(r#""contained": [{}],"#, medication("m", ""));
    assert_eq!(
        facts(&read(&order(r##""reference": "#m""##, &contained))),
        [TAKES]
    );
    let url = "https://a.example/fhir/Medication/m";
    for (reference, full_url) in [
        ("Medication/m", ""),
        ("Medication/m/_history/4", ""),
        (url, ""),
        (url, url),
        (
            "urn:uuid:6f0c3b1e-0000-4000-8000-000000000001",
            "urn:uuid:6f0c3b1e-0000-4000-8000-000000000001",
        ),
    ] {
        let full = if full_url.is_empty() {
            String::new()
        } else {
            format!(r#""fullUrl": "{full_url}","#)
        };
        let json = bundle(
            "collection",
            &[
                entry(&order(&format!(r#""reference": "{reference}""#), "")),
                format!(r#"{{{full} "resource": {}}}"#, medication("m", "")),
            ],
        );
        assert_eq!(facts(&read(&json)), [TAKES], "{reference} {full_url}");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_still_a_medicine() {
    let none = |text: &str| format!("medicine none Taking {text:?} from - to -");
    let path = "MedicationRequest.medicationReference";
    let reading = read(&order(r#""reference": "Medication/9""#, ""));
    assert_eq!(facts(&reading), [none("Medication/9")]);
    lists(&reading, path, "Medication/9 is not in the record");
    let reading = read(&order(r##""reference": "#9""##, ""));
    lists(&reading, path, "#9 is not in the record");
    let reading = read(&order(r#""display": "Enbrel""#, ""));
    assert_eq!(
        facts(&reading),
        ["medicine etanercept Taking \"Enbrel\" from - to -"]
    );
    lists(&reading, path, "refers to nothing");
    let reading = read(&order(r#""reference": "Patient/1""#, ""));
    assert_eq!(reading.facts.len(), 1);
    let wrong = format!(r#""contained": [{}],"#, condition("m", "M06.9", ""));
    let reading = read(&order(r##""reference": "#m""##, &wrong));
    assert_eq!(facts(&reading), [none("#m")]);
    lists(&reading, path, "is no Medication");
    lists(
        &reading,
        "MedicationRequest.contained[0]",
        "not read for itself",
    );
}

#[test]
fn a_medication_that_is_not_understood_is_still_a_medicine() {
    let path = "MedicationRequest.medicationReference";
    for (slip, words) in [
        (r#""modifierExtension": [{}],"#, "changes its meaning"),
        (r#""status": "entered-in-error","#, "entered in error"),
        (r#""strength": 1,"#, "no such element"),
        (r#""contained": [{}],"#, "itself contained"),
    ] {
        let contained = format!(r#""contained": [{}],"#, medication("m", slip));
        let reading = read(&order(r##""reference": "#m""##, &contained));
        assert_eq!(reading.facts.len(), 1, "{slip}");
        assert!(
            facts(&reading)[0].starts_with("medicine none Taking"),
            "{slip}"
        );
        lists(&reading, path, words);
    }
}

#[test]
fn ingredients_tell_what_a_code_does_not() {
    let made_of = |ingredients: &str| {
        format!(
            r#"{{"resourceType": "Medication", "id": "m", "code": {{"text": "house mix 7"}}, "ingredient": [{ingredients}]}}"#
        )
    };
    let of = |medication: &str| {
        read(&bundle(
            "collection",
            &[
                entry(&order(r#""reference": "Medication/m""#, "")),
                entry(medication),
            ],
        ))
    };
    let etanercept = r#"{"itemCodeableConcept": {"text": "etanercept"}}"#;
    let inactive = r#"{"itemCodeableConcept": {"text": "adalimumab"}, "isActive": false}"#;
    let reading = of(&made_of(&format!("{etanercept}, {inactive}")));
    assert_eq!(
        facts(&reading),
        ["medicine etanercept Taking \"etanercept\" from - to -"]
    );
    let reading = of(&made_of(
        r#"{"itemReference": {"reference": "Medication/m"}}"#,
    ));
    assert!(
        facts(&reading)[0].starts_with("medicine none Taking"),
        "{reading:#?}"
    );
    lists(
        &reading,
        "Bundle.entry[1].resource.ingredient[0].itemReference",
        "leads back to itself",
    );
    let reading = of(&made_of(""));
    assert_eq!(
        facts(&reading),
        ["medicine none Taking \"house mix 7\" from - to -"]
    );
    lists(&reading, "Bundle.entry[1].resource.code", "not known here");
}

#[test]
fn a_long_chain_of_ingredients_ends() {
    let mut entries = vec![entry(&order(r#""reference": "Medication/0""#, ""))];
    for at in 0..50 {
        entries.push(entry(&format!(
            r#"{{"resourceType": "Medication", "id": "{at}", "ingredient": [{{"itemReference": {{"reference": "Medication/{}"}}}}]}}"#,
            at + 1
        )));
    }
    let reading = read(&bundle("collection", &entries));
    assert!(
        reading
            .unread
            .iter()
            .any(|unread| unread.why.contains("go on and on"))
    );
    assert_eq!(reading.facts.len(), 1);
}

#[test]
fn two_medicines_in_one_order_are_both_looked_at() {
    let json = order(
        r#""display": "Humira""#,
        r#""medicationCodeableConcept": {"text": "etanercept"},"#,
    );
    let reading = read(&json);
    assert_eq!(reading.facts.len(), 2);
    lists(
        &reading,
        "MedicationRequest.medicationReference",
        "names a medicine twice",
    );
}

#[test]
fn a_visit_gives_its_date_to_what_has_none() {
    let json = bundle(
        "collection",
        &[
            entry(&condition(
                "a",
                "M06.9",
                r#""encounter": {"reference": "Encounter/e"},"#,
            )),
            entry(
                r#"{"resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "AMB"}, "period": {"start": "2026-03-04T09:00:00-06:00"}}"#,
            ),
        ],
    );
    let reading = read(&json);
    assert_eq!(
        fact_line(&reading.facts[0]),
        "condition rheumatoid-arthritis Present · 2026-03-04T09:00:00-06:00 · Condition/a"
    );
    let dated = json.replace(
        "\"encounter\"",
        "\"recordedDate\": \"2026-02\", \"encounter\"",
    );
    assert!(fact_line(&read(&dated).facts[0]).contains("· 2026-02 ·"));
}

#[test]
fn the_person_and_the_death() {
    let with = |more: &str| {
        read(&patient("1").replace(r#""birthDate""#, &format!("{more} \"birthDate\"")))
    };
    assert_eq!(
        facts(&with(r#""gender": "female","#)),
        ["born 1980-02-03", "sex Female"]
    );
    assert_eq!(facts(&with(r#""gender": "other","#)), ["born 1980-02-03"]);
    lists(
        &with(r#""gender": "f","#),
        "Patient.gender",
        "`f` is not known",
    );
    let birth = r#""extension": [{"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "M"}],"#;
    assert_eq!(facts(&with(birth)), ["born 1980-02-03", "sex Male"]);
    let differ = with(&format!(r#"{birth} "gender": "female","#));
    assert_eq!(facts(&differ), ["born 1980-02-03"]);
    lists(&differ, "Patient.gender", "differ");
    let died = with(r#""deceasedDateTime": "2026-01","#);
    assert!(format!("{:?}", died.person.unwrap().deceased).starts_with("Yes(Some(Month"));
    for (born, shown) in [("1980", "born 1980"), ("1980-02", "born 1980-02")] {
        assert_eq!(
            facts(&read(&patient("1").replace("1980-02-03", born))),
            [shown]
        );
    }
    for born in [
        "1980-02-30",
        "80",
        "1980-2-3",
        "3 Feb 1980",
        "+198",
        "19800203",
    ] {
        let reading = read(&patient("1").replace("1980-02-03", born));
        assert_eq!(reading.facts, [], "{born}");
        lists(&reading, "Patient.birthDate", "not a date");
    }
}
