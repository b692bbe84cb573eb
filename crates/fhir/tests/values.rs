//! Codes, words, numbers, units, dates and dosage instructions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{fact_line, read, what};
use fhir::Reading;

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

fn statement(medicine: &str) -> String {
    format!(
        r#"{{"resourceType": "MedicationStatement", "id": "1", "status": "active", "subject": {{"reference": "Patient/1"}}, "medicationCodeableConcept": {medicine}}}"#
    )
}

const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
const MEDICINE: &str = "MedicationStatement.medicationCodeableConcept";

#[test]
fn a_medicine_is_never_lost() {
    for (medicine, shown, unread) in [
        (r#"{"text": "Enbrel 50 mg"}"#.to_owned(), "etanercept Taking \"Enbrel 50 mg\"", None),
        (format!(r#"{{"coding": [{{"system": "{RXNORM}", "code": "999999999"}}]}}"#), "none Taking \"RxNorm 999999999\"", Some("RxNorm 999999999\" is not known here")),
        (r#"{"coding": [{"code": "214555"}]}"#.to_owned(), "none Taking \"214555 of no system\"", Some("of no system")),
        (r#"{"coding": [{"system": "https://example.org/drugs", "code": "7", "display": "etanercept"}]}"#.to_owned(), "etanercept Taking \"etanercept\"", None),
        (r#"{"text": "etanercpt"}"#.to_owned(), "none Taking \"etanercpt\"", Some("similar: etanercept")),
        ("{}".to_owned(), "none Taking \"\"", Some("no code and no words")),
    ] {
        let reading = read(&statement(&medicine));
        assert_eq!(facts(&reading), [format!("medicine {shown} from - to -")], "{medicine}");
        match unread {
            Some(words) => lists(&reading, MEDICINE, words),
            None => assert_eq!(reading.unread, [], "{medicine}"),
        }
    }
}

#[test]
fn code_and_words_that_differ_are_both_looked_at() {
    let json = statement(&format!(
        r#"{{"coding": [{{"system": "{RXNORM}", "code": "72435", "display": "etanercept"}}]}}"#
    ));
    let reading = read(&json);
    assert_eq!(
        facts(&reading),
        [
            "medicine anakinra Unknown \"etanercept\" from - to -",
            "medicine etanercept Unknown \"etanercept\" from - to -",
        ]
    );
    lists(
        &reading,
        MEDICINE,
        "the code says anakinra and the words \"etanercept\" say etanercept",
    );
}

#[test]
fn several_codings_that_agree_and_that_differ() {
    let both = |second: &str| {
        read(&statement(&format!(
            r#"{{"coding": [{{"system": "{RXNORM}", "code": "214555"}}, {{"system": "http://snomed.info/sct", "code": "{second}"}}]}}"#
        )))
    };
    assert_eq!(both("387045004").facts.len(), 1);
    let differ = both("407317001");
    assert_eq!(differ.facts.len(), 2);
    assert!(
        facts(&differ).iter().all(|fact| fact.contains("Unknown")),
        "{differ:#?}"
    );
    lists(&differ, MEDICINE, "can mean");
}

#[test]
fn words_that_deny_are_not_taken_for_the_thing() {
    for words in [
        "no longer takes etanercept",
        "etanercept - stopped",
        "Allergic to etanercept!",
    ] {
        let reading = read(&statement(&format!(r#"{{"text": "{words}"}}"#)));
        assert_eq!(
            facts(&reading),
            [format!("medicine etanercept Unknown {words:?} from - to -")]
        );
        lists(&reading, MEDICINE, "may deny it");
    }
    let allergy = r#"{"resourceType": "AllergyIntolerance", "id": "1", "patient": {"reference": "Patient/1"},
        "clinicalStatus": {"coding": [{"code": "active"}]}, "code": {"text": "no known allergy to adalimumab"}}"#;
    let reading = read(allergy);
    assert_eq!(facts(&reading), ["allergy adalimumab NotSure"]);
    lists(&reading, "AllergyIntolerance.code", "may deny it");
}

#[test]
fn no_known_allergy_is_not_acted_upon() {
    let json = r#"{"resourceType": "AllergyIntolerance", "id": "1", "patient": {"reference": "Patient/1"}, "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "716186003", "display": "No known allergy"}]}}"#;
    let reading = read(json);
    assert_eq!(reading.facts, []);
    lists(&reading, "AllergyIntolerance.code", "SNOMED CT 716186003");
}

#[test]
fn an_allergy_says_its_substance_in_the_code_or_in_the_reaction() {
    let json = |code: &str| {
        format!(
            r#"{{"resourceType": "AllergyIntolerance", "id": "1", "patient": {{"reference": "Patient/1"}}, "clinicalStatus": {{"coding": [{{"code": "active"}}]}},
        {code} "reaction": [{{"substance": {{"text": "latex"}}, "manifestation": [{{"text": "hives"}}]}}]}}"#
        )
    };
    assert_eq!(facts(&read(&json(""))), ["allergy latex Present"]);
    assert_eq!(
        facts(&read(&json(r#""code": {"text": "anakinra"},"#))),
        ["allergy anakinra Present", "allergy latex Present"]
    );
    let none = json("").replace(r#""substance": {"text": "latex"},"#, "");
    lists(&read(&none), "AllergyIntolerance.code", "does not say what");
}

fn observation(code: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType": "Observation", "id": "1", "status": "final", "subject": {{"reference": "Patient/1"}}, "code": {{"coding": [{code}]}}, {value} "effectiveDateTime": "2026-05-01"}}"#
    )
}

fn loinc(code: &str) -> String {
    format!(r#"{{"system": "http://loinc.org", "code": "{code}"}}"#)
}

fn quantity(value: &str, unit: &str) -> String {
    format!(
        r#""valueQuantity": {{"value": {value}, "system": "http://unitsofmeasure.org", "code": "{unit}"}},"#
    )
}

#[test]
fn values_are_exact_and_in_the_unit_of_the_test() {
    for (code, value, unit, shown) in [
        ("29463-7", "12.40", "kg", "weight 12.4 kg"),
        ("29463-7", "12400", "g", "weight 12.4 kg"),
        ("29463-7", "22", "[lb_av]", "weight 9.97903214 kg"),
        ("29463-7", "1.24e1", "kg", "weight 12.4 kg"),
        (
            "2160-0",
            "0.10000000000000000001",
            "mg/dL",
            "creatinine 0.10000000000000000001 mg/dL",
        ),
        ("14682-9", "100", "umol/L", "creatinine 1.1312 mg/dL"),
        ("751-8", "1500", "/uL", "neutrophils 1.5 10*9/L"),
        ("751-8", "0", "10*9/L", "neutrophils 0 10*9/L"),
        ("8302-2", "36.614", "[in_i]", "height 92.99956 cm"),
    ] {
        let reading = read(&observation(&loinc(code), &quantity(value, unit)));
        assert_eq!(
            facts(&reading),
            [format!("measured {shown}")],
            "{value} {unit}"
        );
        assert_eq!(reading.unread, []);
    }
}

#[test]
fn a_value_that_is_not_sure_is_reported() {
    let path = "Observation.valueQuantity";
    for (code, value, words) in [
        ("29463-7", quantity("0", "kg"), "0 is not possible"),
        ("2160-0", quantity("0.0", "mg/dL"), "0 is not possible"),
        ("29463-7", quantity("-3", "kg"), "below zero"),
        ("29463-7", quantity("3", "mL"), "does not measure this"),
        ("29463-7", quantity("3", "[stone_av]"), "`[stone_av]` is not known here"),
        ("29463-7", quantity("1e400", "kg"), "exactly"),
        ("751-8", r#""valueQuantity": {"value": 1.5, "comparator": "<", "system": "http://unitsofmeasure.org", "code": "10*9/L"},"#.to_owned(), "< 1.5"),
        ("751-8", r#""valueQuantity": {"value": 1.5},"#.to_owned(), "no unit"),
        ("751-8", r#""valueQuantity": {"unit": "10*9/L"},"#.to_owned(), "no value"),
        ("751-8", r#""valueQuantity": {"value": 1.5, "code": "10*9/L"},"#.to_owned(), "no system"),
        ("751-8", r#""valueQuantity": {"value": 1.5, "system": "https://example.org/units", "code": "10*9/L"},"#.to_owned(), "not UCUM"),
        ("2160-0", r#""valueQuantity": {"value": 1.5, "unit": "umol/L", "system": "http://unitsofmeasure.org", "code": "mg/dL"},"#.to_owned(), "the unit for people"),
    ] {
        let reading = read(&observation(&loinc(code), &value));
        assert_eq!(reading.facts, [], "{value}");
        lists(&reading, path, words);
    }
}

#[test]
fn a_unit_in_words_is_read_where_it_is_in_the_table() {
    let value = r#""valueQuantity": {"value": 4.2, "unit": "K/uL"},"#;
    assert_eq!(
        facts(&read(&observation(&loinc("751-8"), value))),
        ["measured neutrophils 4.2 10*9/L"]
    );
    let value = r#""valueQuantity": {"value": 4.2, "unit": "K/uL", "system": "http://unitsofmeasure.org", "code": "10*9/L"},"#;
    assert_eq!(
        facts(&read(&observation(&loinc("751-8"), value))),
        ["measured neutrophils 4.2 10*9/L"]
    );
}

#[test]
fn an_observation_without_a_value_says_why() {
    let absent = r#""dataAbsentReason": {"text": "not performed"},"#;
    lists(
        &read(&observation(&loinc("2160-0"), absent)),
        "Observation.value[x]",
        "not performed",
    );
    lists(
        &read(&observation(&loinc("2160-0"), "")),
        "Observation.value[x]",
        "no value",
    );
    let word = r#""valueString": "normal","#;
    lists(
        &read(&observation(&loinc("2160-0"), word)),
        "Observation.valueString",
        "not a number",
    );
    let two = format!(r#"{} "valueString": "x","#, quantity("1", "mg/dL"));
    lists(
        &read(&observation(&loinc("2160-0"), &two)),
        "Observation.value[x]",
        "several values",
    );
    let focus = format!(
        r#"{} "focus": [{{"reference": "Patient/child"}}],"#,
        quantity("1", "mg/dL")
    );
    lists(
        &read(&observation(&loinc("2160-0"), &focus)),
        "Observation.focus",
        "something else",
    );
}

#[test]
fn results_that_no_rule_asks_for_are_counted() {
    let one = observation(&loinc("4548-4"), &quantity("5.9", "%")).replace('\n', " ");
    let lines = format!("{one}\n{}\n", one.replace("\"id\": \"1\"", "\"id\": \"2\""));
    let reading = read(&lines);
    assert_eq!(reading.unread.len(), 1);
    lists(
        &reading,
        "line 1: Observation.code",
        "LOINC 4548-4\" is not known here (2 of them)",
    );
}

#[test]
fn components_are_read_each() {
    let json = observation(
        r#"{"system": "http://loinc.org", "code": "58410-2", "display": "CBC panel"}"#,
        &format!(
            r#""component": [{{"code": {{"coding": [{}]}}, {} "interpretation": []}}, {{"code": {{"coding": [{}]}}, {} "interpretation": []}}],"#,
            loinc("751-8"),
            quantity("4", "10*9/L"),
            loinc("777-3"),
            quantity("9", "mg")
        ),
    );
    let reading = read(&json);
    assert_eq!(facts(&reading), ["measured neutrophils 4 10*9/L"]);
    lists(
        &reading,
        "Observation.component[1].valueQuantity",
        "does not measure this",
    );
    assert_eq!(reading.unread.len(), 1, "{reading:#?}");
}

#[test]
fn a_test_is_positive_or_negative_or_not_sure() {
    let igra = |value: &str| read(&observation(&loinc("71773-6"), value));
    for (value, state) in [
        (
            r#""valueCodeableConcept": {"text": "Positive"},"#,
            "Present",
        ),
        (
            r#""valueCodeableConcept": {"coding": [{"code": "NEG"}]},"#,
            "Absent",
        ),
        (r#""valueBoolean": true,"#, "Present"),
        (r#""valueString": "Indeterminate","#, "NotSure"),
        (
            r#""interpretation": [{"coding": [{"code": "POS"}]}],"#,
            "Present",
        ),
    ] {
        assert_eq!(
            facts(&igra(value)),
            [format!("condition tb-test-positive {state}")],
            "{value}"
        );
    }
    for value in [
        r#""valueCodeableConcept": {"text": "weakly reactive"},"#,
        r#""valueCodeableConcept": {"coding": [{"code": "POS"}], "text": "negative"},"#,
    ] {
        let reading = igra(value);
        assert_eq!(reading.facts, [], "{value}");
        lists(
            &reading,
            "Observation.valueCodeableConcept",
            "not known here",
        );
    }
    assert_eq!(igra(&quantity("12", "mg/L")).facts, []);
}

#[test]
fn questions_of_our_own_system() {
    let ask = |key: &str, value: &str| {
        read(&observation(
            &format!(r#"{{"system": "urn:posology:concept", "code": "{key}"}}"#),
            value,
        ))
    };
    let yes = r#""valueBoolean": true,"#;
    let no = r#""valueBoolean": false,"#;
    for (key, value, shown) in [
        ("medicines-complete", yes, "complete Medicines"),
        ("allergies-complete", yes, "complete Allergies"),
        ("conditions-complete", yes, "complete Conditions"),
        ("vaccines-complete", yes, "complete Vaccines"),
        ("pregnancy", no, "condition pregnancy Absent"),
        (
            "pregnancy",
            r#""valueString": "unknown","#,
            "condition pregnancy NotSure",
        ),
        ("latex", yes, "allergy latex Present"),
        (
            "etanercept",
            no,
            "medicine etanercept NotTaken \"etanercept\" from - to -",
        ),
    ] {
        assert_eq!(facts(&ask(key, value)), [shown], "{key} {value}");
    }
    assert_eq!(ask("medicines-complete", no).facts, []);
    assert_eq!(ask("medicines-complete", no).notes.len(), 1);
    lists(
        &ask("no-such-thing", yes),
        "Observation.code",
        "`no-such-thing` is no question",
    );
    lists(
        &ask("pregnancy", r#""valueString": "perhaps","#),
        "Observation.valueString",
        "neither yes nor no",
    );
    lists(
        &ask("pregnancy", ""),
        "Observation.value[x]",
        "neither yes nor no",
    );
}

#[test]
fn our_own_codes_stand_in_every_resource() {
    let ours = |key: &str| {
        format!(r#"{{"coding": [{{"system": "urn:posology:concept", "code": "{key}"}}]}}"#)
    };
    let active = r#""clinicalStatus": {"coding": [{"code": "active"}]}"#;
    let allergy = format!(
        r#"{{"resourceType": "AllergyIntolerance", "id": "1", {active}, "patient": {{"reference": "Patient/1"}}, "code": {}}}"#,
        ours("e-coli-protein")
    );
    assert_eq!(facts(&read(&allergy)), ["allergy e-coli-protein Present"]);
    let condition = format!(
        r#"{{"resourceType": "Condition", "id": "1", {active}, "subject": {{"reference": "Patient/1"}}, "code": {}}}"#,
        ours("tobacco-use")
    );
    assert_eq!(facts(&read(&condition)), ["condition tobacco-use Present"]);
    assert!(
        facts(&read(&statement(&ours("etanercept"))))[0].starts_with("medicine etanercept Taking")
    );
}

#[test]
fn dates_stay_as_exact_as_they_are() {
    for (date, shown) in [
        ("2026", "2026"),
        ("2026-05", "2026-05"),
        ("2026-05-01", "2026-05-01"),
        ("2026-05-01T00:30:00Z", "2026-04-30T19:30:00-05:00"),
        ("2026-05-01T08:00:00.123+02:00", "2026-05-01T01:00:00-05:00"),
        ("2026-01-01T08:00:00-05:00", "2026-01-01T07:00:00-06:00"),
    ] {
        let json =
            observation(&loinc("29463-7"), &quantity("60", "kg")).replace("2026-05-01", date);
        let reading = read(&json);
        assert_eq!(
            fact_line(&reading.facts[0]),
            format!("measured weight 60 kg · {shown} · Observation/1")
        );
        assert_eq!(reading.unread, []);
    }
}

#[test]
fn a_time_without_an_offset_is_only_a_day() {
    let json = observation(&loinc("29463-7"), &quantity("60", "kg"))
        .replace("2026-05-01", "2026-05-01T23:30:00");
    let reading = read(&json);
    assert_eq!(
        fact_line(&reading.facts[0]),
        "measured weight 60 kg · 2026-05-01 · Observation/1"
    );
    lists(&reading, "Observation.effectiveDateTime", "no offset");
    for wrong in [
        "2026-13",
        "2026-05-32",
        "05/01/2026",
        "yesterday",
        "2026-05-01 08:00:00Z",
        "2026-05-01T",
        "2026-05-01T8Z",
        "２０２６",
    ] {
        let reading = read(&json.replace("2026-05-01T23:30:00", wrong));
        assert_eq!(
            fact_line(&reading.facts[0]),
            "measured weight 60 kg · - · Observation/1",
            "{wrong}"
        );
        lists(&reading, "Observation.effectiveDateTime", "not a date");
    }
}

#[test]
fn effective_before_issued() {
    let json = observation(&loinc("29463-7"), &quantity("60", "kg"));
    let issued = json.replace("\"effectiveDateTime\"", "\"issued\"");
    assert!(fact_line(&read(&issued).facts[0]).contains("2026-05-01"));
    let both = json.replace(
        "\"effectiveDateTime\"",
        "\"issued\": \"2026-06-01T00:00:00Z\", \"effectiveDateTime\"",
    );
    assert!(fact_line(&read(&both).facts[0]).contains("2026-05-01"));
    let period = json.replace(
        "\"effectiveDateTime\": \"2026-05-01\"",
        r#""effectivePeriod": {"start": "2026-03-01", "end": "2026-03-02"}"#,
    );
    assert!(fact_line(&read(&period).facts[0]).contains("2026-03-02"));
}

const DOSE: &str = r#"[{"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "timeOfDay": ["08:00:00"], "boundsPeriod": {"start": "2026-05-01"}}},
  "doseAndRate": [{"doseQuantity": {"value": 100, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}}]}]"#;

fn order(dosage: &str) -> String {
    format!(
        r#"{{"resourceType": "MedicationRequest", "id": "1", "status": "active", "intent": "order", "subject": {{"reference": "Patient/1"}}, "requester": {{"display": "Dr. B."}},
           "medicationCodeableConcept": {{"coding": [{{"system": "{RXNORM}", "code": "72435"}}]}},
           "reasonCode": [{{"coding": [{{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M06.9"}}]}}], "dosageInstruction": {dosage}}}"#
    )
}

fn prescription(reading: &Reading) -> Option<String> {
    facts(reading)
        .into_iter()
        .find(|fact| fact.starts_with("prescription"))
}

#[test]
fn a_whole_instruction_is_a_prescription() {
    let shown = |dosage: &str| prescription(&read(&order(dosage)));
    let line = |amount: &str, often: &str, times: &str| {
        Some(format!(
            "prescription for rheumatoid-arthritis {amount} {often} times {times} from Some(2026-05-01) to None by Some(\"Dr. B.\") areas None"
        ))
    };
    assert_eq!(shown(DOSE), line("100 mg", "TimesADay(1)", "[08:00:00]"));
    let every_other = DOSE.replace(r#""period": 1"#, r#""period": 2.0"#);
    assert_eq!(
        shown(&every_other),
        line("100 mg", "EveryDays(2)", "[08:00:00]")
    );
    let weekly = DOSE.replace(r#""periodUnit": "d""#, r#""periodUnit": "wk""#);
    assert_eq!(shown(&weekly), line("100 mg", "EveryDays(7)", "[08:00:00]"));
    let twice = DOSE
        .replace(r#""frequency": 1"#, r#""frequency": 2"#)
        .replace(r#"["08:00:00"]"#, r#"["20:00:00", "08:00:00"]"#);
    assert_eq!(
        shown(&twice),
        line("100 mg", "TimesADay(2)", "[08:00:00, 20:00:00]")
    );
    let by_weight = DOSE.replace("\"mg\"", "\"mg/kg/d\"").replace("100", "2");
    assert_eq!(
        shown(&by_weight),
        line("2 mg/kg/d", "TimesADay(1)", "[08:00:00]")
    );
    assert_eq!(
        shown(&by_weight.replace("/d\"", "\"")),
        line("2 mg/kg/d", "TimesADay(1)", "[08:00:00]")
    );
    let route =
        |route: &str| DOSE.replace("\"timing\"", &format!("\"route\": {route}, \"timing\""));
    assert!(shown(&route(r#"{"text": "Subcutaneous"}"#)).is_some());
    assert!(
        shown(&route(
            r#"{"coding": [{"system": "http://snomed.info/sct", "code": "34206005"}]}"#
        ))
        .is_some()
    );
    let code = |code: &str| {
        DOSE.replace(
            "\"repeat\"",
            &format!(r#""code": {{"coding": [{{"code": "{code}"}}]}}, "repeat""#),
        )
    };
    assert!(shown(&code("QD")).is_some());
    let site = DOSE.replace(
        "\"timing\"",
        "\"site\": {\"text\": \"left thigh\"}, \"timing\"",
    );
    assert!(
        shown(&site)
            .unwrap()
            .ends_with("areas Some([\"thigh-left\"])")
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn half_an_instruction_is_no_prescription() {
    let with = |more: &str| DOSE.replacen("{\"timing\"", &format!("{{{more}, \"timing\""), 1);
    let repeat =
        |more: &str| DOSE.replace("\"frequency\": 1", &format!("\"frequency\": 1, {more}"));
    let code = |code: &str| DOSE.replace("\"repeat\"", &format!(r#""code": {code}, "repeat""#));
    let unit = |unit: &str| DOSE.replace("\"mg\"", &format!("\"{unit}\""));
    let all = [
        ("[]".to_owned(), "no dosage instruction"),
        (
            r#"[{"text": "one syringe a day"}]"#.to_owned(),
            "how often is not said",
        ),
        (
            format!(
                "[{0}, {0}]",
                DOSE.trim_start_matches('[').trim_end_matches(']')
            ),
            "several dosage instructions",
        ),
        (with(r#""asNeededBoolean": true"#), "as needed"),
        (
            with(r#""asNeededCodeableConcept": {"text": "pain"}"#),
            "as needed",
        ),
        (with(r#""maxDosePerPeriod": {}"#), "limit of its own"),
        (with(r#""route": {"text": "intravenous"}"#), "route"),
        (
            with(
                r#""route": {"coding": [{"system": "http://snomed.info/sct", "code": "47625008"}]}"#,
            ),
            "route",
        ),
        (
            with(r#""site": {"text": "the usual place"}"#),
            "area of the body",
        ),
        (repeat(r#""frequencyMax": 2"#), "schedule is not read"),
        (repeat(r#""count": 10"#), "schedule is not read"),
        (repeat(r#""dayOfWeek": ["mon"]"#), "schedule is not read"),
        (repeat(r#""when": ["HS"]"#), "schedule is not read"),
        (repeat(r#""boundsDuration": {}"#), "schedule is not read"),
        (
            DOSE.replace(r#""period": 1"#, r#""period": 24"#)
                .replace(r#""d""#, r#""h""#),
            "hours on a clock",
        ),
        (DOSE.replace(r#""d""#, r#""mo""#), "`mo` is not read"),
        (
            DOSE.replace(r#", "periodUnit": "d""#, ""),
            "unit of the period is missing",
        ),
        (
            DOSE.replace(r#""frequency": 1, "#, ""),
            "frequency is missing",
        ),
        (
            DOSE.replace(r#""frequency": 1"#, r#""frequency": 0"#),
            "small whole number",
        ),
        (
            DOSE.replace(r#""period": 1"#, r#""period": 1.5"#),
            "small whole number",
        ),
        (
            DOSE.replace(
                r#""frequency": 1, "period": 1"#,
                r#""frequency": 2, "period": 3"#,
            ),
            "on which days",
        ),
        (
            DOSE.replace(r#""frequency": 1"#, r#""frequency": 2"#),
            "1 times of day for 2 doses",
        ),
        (DOSE.replace("08:00:00", "morning"), "not a time of day"),
        (DOSE.replace("2026-05-01", "2026-05"), "known to the day"),
        (
            code(r#"{"coding": [{"code": "BID"}]}"#),
            "its code says something else",
        ),
        (
            code(r#"{"text": "twice a day"}"#),
            "its code says something else",
        ),
        (unit("mL"), "does not fit here"),
        (unit("{syringe}"), "is not known here"),
        (DOSE.replace("100", "0"), "a dose of 0"),
        (
            DOSE.replace(r#""value": 100"#, r#""value": 100, "comparator": "<=""#),
            "not how much",
        ),
        (
            unit("mg/kg")
                .replace(r#""frequency": 1"#, r#""frequency": 2"#)
                .replace(r#"["08:00:00"]"#, "[]"),
            "write mg/kg/d",
        ),
    ];
    for (dosage, words) in all {
        let reading = read(&order(&dosage));
        assert_eq!(prescription(&reading), None, "{dosage}");
        assert!(
            facts(&reading).contains(&"indication rheumatoid-arthritis".to_owned()),
            "{dosage}"
        );
        let listed = reading.unread.iter().any(|unread| {
            unread
                .path
                .starts_with("MedicationRequest.dosageInstruction")
                && unread.why.contains(words)
                && unread.why.ends_with("the prescription is not read")
        });
        assert!(listed, "{words}\n{dosage}\n{reading:#?}");
    }
}

#[test]
fn an_order_that_is_not_in_force_has_no_dose() {
    for (status, indication) in [
        ("draft", true),
        ("on-hold", true),
        ("unknown", true),
        ("stopped", false),
        ("cancelled", false),
        ("completed", false),
    ] {
        let reading = read(&order(DOSE).replace("\"active\"", &format!("\"{status}\"")));
        assert_eq!(prescription(&reading), None, "{status}");
        let for_what = facts(&reading).contains(&"indication rheumatoid-arthritis".to_owned());
        assert_eq!(for_what, indication, "{status}");
    }
    let plan = read(&order(DOSE).replace("\"order\"", "\"plan\""));
    assert_eq!(prescription(&plan), None);
    assert!(
        plan.notes
            .iter()
            .any(|note| note.says.contains("not in force"))
    );
}

#[test]
fn another_medicine_has_no_prescription() {
    let reading = read(&order(DOSE).replace("72435", "214555"));
    assert_eq!(
        facts(&reading),
        ["medicine etanercept Taking \"RxNorm 214555\" from 2026-05-01 to -"]
    );
}

#[test]
fn a_reason_can_be_a_condition_of_the_record() {
    let json = order(DOSE).replace(r#""reasonCode": [{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M06.9"}]}]"#, r#""reasonReference": [{"reference": "Condition/c"}]"#);
    lists(
        &read(&json),
        "MedicationRequest.reasonReference[0]",
        "not in the record",
    );
    let condition = r#"{"resourceType": "Condition", "id": "c", "clinicalStatus": {"coding": [{"code": "active"}]}, "subject": {"reference": "Patient/1"}, "code": {"text": "NOMID", "coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M04.2"}]}}"#;
    let reading = read(&format!("{json}\n{condition}"));
    assert!(
        facts(&reading).contains(&"indication nomid".to_owned()),
        "{reading:#?}"
    );
    assert!(
        prescription(&reading)
            .unwrap()
            .starts_with("prescription for nomid")
    );
}
