//! Every command answers: exit code, text, and a document that the schema describes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::sync::LazyLock;

use common::{Ran, at, borrowed, json, run, run_with, validator, words};
use serde_json::Value;

/// After everything in the examples.
const JUNE: &str = "2026-06-01T09:00[America/Chicago]";

/// A question and the exit code of its answer.
const QUESTIONS: &[(&str, i32)] = &[
    (
        "screen --at 2026-06-01T09:00[America/Chicago] examples/adult-ra-on-etanercept.json",
        1,
    ),
    (
        "screen --at 2026-06-01T09:00[America/Chicago] examples/child-nomid.json",
        0,
    ),
    (
        "screen --at 2026-06-01T09:00[America/Chicago] examples/older-kidney-live-vaccine.json",
        1,
    ),
    (
        "screen --at 2026-06-01T09:00[America/Chicago] examples/plain-unknown.json",
        0,
    ),
    (
        "screen examples/plain-unknown.json --region eu --country de",
        0,
    ),
    (
        "screen --at 2026-06-01T09:00[America/Chicago] examples/plain-unknown.json --patient plain-1",
        0,
    ),
    (
        "monitor --at 2026-06-01T09:00[America/Chicago] examples/adult-ra-on-etanercept.json",
        0,
    ),
    (
        "monitor --at 2026-06-01T09:00[America/Chicago] examples/child-nomid.json",
        0,
    ),
    (
        "monitor --at 2026-06-01T09:00[America/Chicago] examples/older-kidney-live-vaccine.json --region eu",
        0,
    ),
    (
        "monitor --at 2026-06-01T09:00[America/Chicago] examples/plain-unknown.json",
        0,
    ),
    (
        "dose --for nomid --weight 12.4kg --per-kg 2mg/kg --age 3y",
        0,
    ),
    (
        "dose --for nomid --weight 12.4kg --per-kg 2mg/kg --age 3y --split",
        1,
    ),
    (
        "dose --for nomid --weight 27.3lb --per-kg 2mg/kg --born 2023-01",
        0,
    ),
    ("dose --for nomid --weight 12.4kg --age 3y", 0),
    (
        "dose --for nomid --weight 12.4kg --age 3y --per-kg 9mg/kg",
        1,
    ),
    ("dose --for nomid --age 3y --per-kg 2mg/kg", 1),
    (
        "dose --for nomid --weight 124kg --weight 12.4kg@2026-04-02 --age 3y --per-kg 2mg/kg",
        1,
    ),
    (
        "dose --for nomid --weight 60kg --age 20y --per-kg 2.5mg/kg --previous 10mg",
        1,
    ),
    (
        "dose --for nomid --weight 60kg --age 20y --per-kg 2.5mg/kg",
        0,
    ),
    (
        "dose --for nomid --weight 9kg --age 2y --per-kg 9mg/kg --override \"statement=dose.nomid-max,up-to=9mg/kg,by=Dr Lind,reason=long story\"",
        0,
    ),
    (
        "dose --for rheumatoid-arthritis --amount 100mg --age 58y --clearance 25mL/min",
        0,
    ),
    (
        "dose --for rheumatoid-arthritis --age 58y --sex female --weight 60kg --creatinine 120umol/L --medicine methotrexate=stopped",
        0,
    ),
    ("dose --for rheumatoid-arthritis --age 12y", 1),
    ("dose --for asthma --age 30y", 1),
    ("dose", 1),
    (
        "dose --at 2026-06-01T09:00[America/Chicago] --record examples/child-nomid.json --per-kg 2mg/kg",
        0,
    ),
    ("missed --every 1d --usual 08:00 --last 2026-05-01T08:05", 0),
    (
        "missed --every 1d --usual 08:00 --usual 20:00 --last 2026-05-01T08:05",
        0,
    ),
    ("missed --every 2d --usual 08:00 --last 2026-04-28T08:05", 0),
    ("missed --every 1d --usual 08:00 --last 2026-05-03T08:05", 0),
    ("missed --every 1d --usual 08:00 --last unknown", 0),
    (
        "missed --every 1d --usual 08:00 --last 2026-05-01T08:05 --region eu",
        0,
    ),
    (
        "missed --every 1d --usual 08:00 --last 2026-05-01T08:05[Asia/Tokyo]",
        0,
    ),
    ("missed", 0),
    (
        "overdose --every 1d --amount 100mg --took 100mg@2026-05-02T08:00 --took 100mg@2026-05-02T14:00",
        1,
    ),
    (
        "overdose --every 1d --amount 100mg --took 100mg@2026-05-01T08:00 --took 100mg@2026-05-02T08:00",
        0,
    ),
    (
        "overdose --every 1d --amount 100mg --took 300mg@2026-05-02",
        1,
    ),
    (
        "overdose --every 1d --amount 100mg --took 100mg@2026-05-02T08:00 --symptom seizure",
        1,
    ),
    ("overdose", 1),
    ("overdose --region eu --country de", 1),
    ("site", 0),
    (
        "site --age 40y --used thigh-left/0.0@2026-05-01T08:05 --skin thigh-right=bruised",
        0,
    ),
    ("site --age 40y --used thigh-left@2026-05-01 --by helper", 0),
    ("site --age 40y --allow face", 0),
    (
        "site --age 40y --used thigh-left/0.0@2026-05-01T08:05 --wanted thigh-left/0.0",
        0,
    ),
    (
        "triage \"lips are swelling\" hives --severity severe --since 2d --place injection-site",
        1,
    ),
    (
        "triage redness --severity mild --extent local --course improving --fever no --since 1d --place injection-site --since-start 10d --age 40y",
        0,
    ),
    ("triage \"itchy nose\"", 1),
    ("triage \"purple dreams of trains\"", 0),
    ("triage \"no fever\" --since-injection 4h", 0),
    (
        "supply --pack id=A,expiry=2026-08,count=28,leaflet=us --every 1d --usual 08:00 --amount 100mg --took 100mg@2026-05-02T08:00",
        0,
    ),
    (
        "supply --pack id=A,expiry=2026-08,count=28 --event pack=A,what=out,from=2026-05-01T08:00,until=2026-05-01T20:00,warmest=22Cel",
        1,
    ),
    (
        "supply --pack id=A,expiry=2026-03,count=2,lot=L7,received=2026-01-02 --pack id=B,expiry=2027-01,count=3 --event pack=B,syringe=2,what=dropped --sharps 80%",
        1,
    ),
    ("supply", 0),
    ("read medicine", 0),
    ("read storage --region eu", 0),
    ("read disposal", 0),
    ("read reporting --country us", 0),
    ("read visit", 0),
    ("explain dose.nomid-max", 0),
    ("explain dose/nomid-us", 0),
    ("statements", 0),
    ("check", 0),
    ("check monographs/anakinra", 0),
    ("check monographs/anakinra/monograph.md", 0),
    ("search etanercpt", 0),
    ("search qqqqqqqqq", 0),
    ("search injection site --kind place --limit 2", 0),
    ("completions bash", 0),
    ("completions zsh", 0),
    ("completions fish", 0),
];

/// The answers in text, each asked for once.
fn text_of(line: &str) -> &'static Ran {
    static ASKED: LazyLock<Vec<Ran>> = LazyLock::new(|| {
        let ask = |(line, _): &(&str, i32)| at(&borrowed(&words(line)));
        QUESTIONS.iter().map(ask).collect()
    });
    let place = QUESTIONS
        .iter()
        .position(|(known, _)| *known == line)
        .unwrap();
    &ASKED[place]
}

/// The documents, each asked for once and held against the schema.
fn document_of(line: &str) -> &'static (i32, Value) {
    static ASKED: LazyLock<Vec<(&str, (i32, Value))>> = LazyLock::new(|| {
        let answered = QUESTIONS.iter().filter(|(_, code)| *code < 2);
        answered
            .map(|(line, _)| (*line, json(&borrowed(&words(line)))))
            .collect()
    });
    &ASKED.iter().find(|(known, _)| *known == line).unwrap().1
}

#[test]
fn every_question_is_answered_with_its_exit_code_in_text() {
    for (line, code) in QUESTIONS {
        let ran = text_of(line);
        assert_eq!(ran.code, *code, "{line}\n{}{}", ran.out, ran.err);
        if *code < 2 {
            assert_eq!(ran.err, "", "{line}");
            assert!(!ran.out.is_empty(), "{line}");
            assert!(
                !ran.out.contains('\u{1b}'),
                "{line}: colour where nobody asked for it"
            );
        }
    }
}

#[test]
fn every_document_fits_the_schema_and_has_the_same_exit_code() {
    for (line, code) in QUESTIONS.iter().filter(|(_, code)| *code < 2) {
        let (found, document) = document_of(line);
        assert_eq!(*found, *code, "{line}");
        let kinds = [document.get("decision"), document.get("report")];
        assert_eq!(kinds.iter().flatten().count(), 1, "{line}");
    }
}

/// The schema says no to what is not one of ours: else the test above could not fail.
#[test]
fn the_schema_refuses_what_is_not_an_answer() {
    let (_, good) = json(&[
        "dose", "--for", "nomid", "--weight", "12.4kg", "--per-kg", "2mg/kg", "--age", "3y",
    ]);
    assert!(validator().is_valid(&good));
    type Spoil = fn(&mut serde_json::Value);
    let spoil: &[(&str, Spoil)] = &[
        ("no reason", |v| v["because"] = serde_json::json!([])),
        ("an unknown field", |v| {
            v["advice"] = serde_json::json!("take it")
        }),
        ("an unknown result", |v| {
            v["answer"]["result"] = serde_json::json!("fine")
        }),
        ("a dose as text", |v| {
            v["answer"]["mg"] = serde_json::json!("20")
        }),
        ("no missing facts", |v| {
            v.as_object_mut().unwrap().remove("missing");
        }),
        ("another tier", |v| v["tier"] = serde_json::json!("robot")),
        ("another decision", |v| {
            v["decision"] = serde_json::json!("triage")
        }),
    ];
    for (what, spoil) in spoil {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert!(!validator().is_valid(&bad), "{what}");
    }
}

#[test]
fn a_dose_is_exact_and_has_its_typed_fields() {
    let (_, document) = json(&[
        "dose", "--for", "nomid", "--weight", "12.4kg", "--per-kg", "2mg/kg", "--age", "3y",
    ]);
    let answer = &document["answer"];
    assert_eq!(answer["mg"].to_string(), "20");
    assert_eq!(answer["syringes"], 1);
    assert_eq!(answer["interval_days"], 1);
    assert_eq!(answer["by_weight"]["weight_kg"].to_string(), "12.4");
    assert_eq!(answer["asked_mg_per_day"].to_string(), "24.8");
    assert_eq!(document["inputs"][1]["from"], "--weight");
    assert_eq!(document["inputs"][1]["value"], "12.4 kg");
    assert_eq!(document["inputs"][1]["when"], "2026-05-02");
    assert_eq!(document["tier"], "clinician");
}

#[test]
fn every_statement_that_is_cited_is_there_with_source_and_date() {
    for (line, _) in QUESTIONS.iter().filter(|(_, code)| *code < 2) {
        let (_, document) = document_of(line);
        if document.get("decision").is_none() {
            continue;
        }
        let known: Vec<&str> = document["statements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|statement| statement["id"].as_str().unwrap())
            .collect();
        let mut cited = Vec::new();
        collect(document, &mut cited);
        for id in cited {
            assert!(known.contains(&id.as_str()), "{line}: {id}");
        }
    }
}

/// Every id under a key that cites.
fn collect(value: &serde_json::Value, cited: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, inner) in map {
                let ids = match inner {
                    serde_json::Value::Array(all) if key == "because" => {
                        all.iter().filter_map(|id| id.as_str()).collect()
                    }
                    serde_json::Value::String(id)
                        if matches!(key.as_str(), "statement" | "against" | "acts") =>
                    {
                        vec![id.as_str()]
                    }
                    _ => Vec::new(),
                };
                cited.extend(ids.into_iter().map(str::to_owned));
                collect(inner, cited);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|inner| collect(inner, cited)),
        _ => {}
    }
}

/// The core promise: asking for the patient never makes up a dose.
#[test]
fn what_a_patient_reads_names_no_amount_that_was_not_given() {
    for line in [
        "missed --every 1d --usual 08:00 --last 2026-05-01T08:05",
        "missed --every 2d --usual 08:00 --last 2026-04-28T08:05",
        "triage hives --severity mild",
        "site --age 40y",
    ] {
        let ran = at(&borrowed(&words(line)));
        assert!(!ran.out.contains("\u{a0}mg"), "{line}\n{}", ran.out);
        assert!(!ran.out.contains("you should inject"), "{line}");
        let (_, document) = json(&borrowed(&words(line)));
        assert_eq!(document["tier"], "patient", "{line}");
    }
}

#[test]
fn a_record_can_come_from_the_input() {
    let record = std::fs::read(common::root().join("examples/plain-unknown.json")).unwrap();
    let piped = run_with(&["screen", "-", "--at", common::AT], &record);
    let file = at(&["screen", "examples/plain-unknown.json"]);
    assert_eq!((piped.code, piped.out), (file.code, file.out));
}

#[test]
fn flags_are_added_to_a_record() {
    let (_, alone) = json(&[
        "dose",
        "--at",
        JUNE,
        "--record",
        "examples/child-nomid.json",
        "--per-kg",
        "2mg/kg",
    ]);
    let (_, with) = json(&[
        "dose",
        "--at",
        JUNE,
        "--record",
        "examples/child-nomid.json",
        "--per-kg",
        "2mg/kg",
        "--clearance",
        "25mL/min",
    ]);
    assert_eq!(alone["patient"], "Patient/nomid-1");
    assert_eq!(alone["answer"]["kidney"]["how"], "schwartz");
    assert_eq!(with["answer"]["kidney"]["how"], "measured");
}

#[test]
fn colour_is_there_when_asked_for_and_never_alone() {
    let plain = at(&[
        "screen",
        "examples/adult-ra-on-etanercept.json",
        "--color",
        "never",
    ]);
    let coloured = at(&[
        "screen",
        "examples/adult-ra-on-etanercept.json",
        "--color",
        "always",
    ]);
    assert!(coloured.out.contains('\u{1b}'));
    assert_eq!(
        anstream::adapter::strip_str(&coloured.out).to_string(),
        plain.out
    );
    assert!(plain.out.contains("▲ AVOID  etanercept"));
}

#[test]
fn lines_are_at_most_80_columns() {
    for (line, _) in QUESTIONS.iter().filter(|(_, code)| *code < 2) {
        if ["check", "statements", "completions"]
            .iter()
            .any(|list| line.starts_with(list))
        {
            continue;
        }
        for shown in text_of(line).out.lines() {
            assert!(shown.chars().count() <= 80, "{line}: {shown}");
            assert!(!shown.ends_with(' '), "{line}: {shown:?}");
        }
    }
}

#[test]
fn a_time_without_a_zone_is_read_here_and_says_so() {
    let ran = run(&["missed", "--at", "2026-05-02T15:00"]);
    assert!(
        ran.out
            .contains("note: --at names no time zone: read in that of this computer,"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("Europe/Berlin"), "{}", ran.out);
    let ran = run(&["missed", "--at", "2026-05-02T15:00+02:00"]);
    assert!(ran.out.contains("note: --at names no place"), "{}", ran.out);
    let now = run(&["missed"]);
    assert!(!now.out.contains("note:"), "{}", now.out);
}

#[test]
fn no_double_spaces_in_front_of_ids_are_lost_and_nothing_is_debug() {
    for (line, _) in QUESTIONS.iter().filter(|(_, code)| *code < 2) {
        let out = &text_of(line).out;
        for bad in ["Some(", "None)", "Ok(", "{ ", "\u{b5}g", " ug"] {
            assert!(
                line.starts_with("completions") || !out.contains(bad),
                "{line}: {bad}\n{out}"
            );
        }
    }
}
