//! Damaged records: never a panic, and what is lost is listed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod common;

use std::sync::LazyLock;

use common::{EXAMPLES, example, try_read};
use decide::Fact;
use fhir::{ReadError, Reading};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Each resource of the examples with the Patient and what it refers to.
static RECORDS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut records = Vec::new();
    for name in EXAMPLES {
        let bundle: Value = serde_json::from_slice(&example(name)).unwrap();
        let all = bundle["entry"].as_array().unwrap();
        let is = |entry: &Value, kind: &str| entry["resource"]["resourceType"] == kind;
        for entry in all {
            let text = entry.to_string();
            let needed = |other: &&Value| {
                let refers = |key: &str| text.contains(&format!("\"{key}\""));
                is(other, "Patient")
                    || (is(other, "Medication") && refers("medicationReference"))
                    || (is(other, "Condition") && refers("reasonReference"))
            };
            if is(entry, "Patient") || is(entry, "Medication") {
                continue;
            }
            let mut entries: Vec<Value> = all.iter().filter(needed).cloned().collect();
            entries.push(entry.clone());
            records.push(json!({"resourceType": "Bundle", "type": "collection", "entry": entries}));
        }
    }
    records
});

static TEXTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    RECORDS
        .iter()
        .map(|record| serde_json::to_vec(record).unwrap())
        .collect()
});

/// Every node of a value, in one order.
fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(nodes).sum(),
        Value::Object(members) => members.values().map(nodes).sum(),
        _ => 0,
    }
}

/// The node of this number.
fn node(value: &mut Value, mut at: usize) -> &mut Value {
    if at == 0 {
        return value;
    }
    at -= 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        let size = nodes(child);
        if at < size {
            return node(child, at);
        }
        at -= size;
    }
    panic!("no such node")
}

/// Changes one node or one key below it.
fn change(value: &mut Value, at: usize, how: u8) {
    let count = nodes(value);
    let target = node(value, at % count);
    match how % 10 {
        0 => *target = Value::Null,
        1 => *target = json!({"zzz": 1}),
        2 => *target = json!([["zzz"]]),
        3 => *target = json!("zzz"),
        4 => *target = json!(0),
        5 => *target = json!(true),
        6 => *target = json!(""),
        7 => *target = json!([target.clone(), target.clone()]),
        8 => {
            if let Value::Object(members) = target
                && let Some(key) = members.keys().next().cloned()
            {
                let member = members.remove(&key).unwrap();
                members.insert(format!("{key}X"), member);
            }
        }
        _ => {
            if let Value::Object(members) = target
                && let Some(key) = members.keys().next_back().cloned()
            {
                members.remove(&key);
            }
        }
    }
}

/// Whether an entry of the record left a trace: a fact, or a line that says what became of it.
fn is_accounted(reading: &Reading, at: usize, entry: &Value) -> bool {
    let path = format!("Bundle.entry[{at}]");
    let here = |other: &str| {
        other
            .strip_prefix(&path)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let resource = &entry["resource"];
    let kind = resource["resourceType"].as_str().unwrap_or_default();
    let origin = format!("{kind}/{}", resource["id"].as_str().unwrap_or_default());
    reading.facts.iter().any(|fact| *fact.from == origin || here(&fact.from))
        || reading.unread.iter().any(|unread| here(&unread.path) || unread.why.contains(&format!("{kind} is not read here")))
        || reading.notes.iter().any(|note| here(&note.path))
        // What is only there to be referred to.
        || matches!(kind, "Medication" | "Encounter")
        // A person of whom nothing is said.
        || matches!(kind, "Patient")
}

fn check_accounted(record: &Value, result: &Result<Reading, ReadError>) {
    let Ok(reading) = result else {
        assert!(
            matches!(result, Err(ReadError::SeveralPatients { .. })),
            "{result:?}\n{record}"
        );
        return;
    };
    let is_bundle = record["resourceType"] == "Bundle";
    let Some(entries) = record["entry"].as_array().filter(|_| is_bundle) else {
        let silent = is_bundle && record.get("entry").is_none_or(Value::is_null);
        assert!(
            silent || !reading.unread.is_empty(),
            "{record}\n{reading:#?}"
        );
        return;
    };
    for (at, entry) in entries.iter().enumerate() {
        let repeated = entries[..at].contains(entry);
        assert!(
            repeated || is_accounted(reading, at, entry),
            "entry {at}\n{record}\n{reading:#?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_bytes_never_panic(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..4),
    ) {
        let mut bytes = which.get(&TEXTS).clone();
        for (at, byte, how) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                2 => bytes.insert(at, b"\"{}[],:\\0-\n"[usize::from(byte) % 11]),
                _ => bytes.truncate(at),
            }
        }
        let ours = try_read(&bytes);
        let not_json = matches!(ours, Err(ReadError::NotJson { .. } | ReadError::Empty));
        let theirs = serde_json::from_slice::<Value>(&bytes);
        // What serde_json reads is read here too.
        prop_assert!(!(theirs.is_ok() && not_json), "{ours:?}\n{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_changed_structure_leaves_no_entry_without_a_trace(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<u16>(), any::<u8>()), 1..4),
    ) {
        let mut record = which.get(&RECORDS).clone();
        for (at, how) in edits {
            change(&mut record, usize::from(at), how);
        }
        let result = try_read(&serde_json::to_vec(&record).unwrap());
        check_accounted(&record, &result);
    }
}

/// An object or a list that R4 does not have there, in place of every node of every example: the
/// facts are the same, or something is listed.
#[test]
fn every_element_is_read_or_listed() {
    let junk = [json!({"zzz": 1}), json!([["zzz"]])];
    for record in RECORDS.iter() {
        let before = try_read(&serde_json::to_vec(record).unwrap()).unwrap();
        for at in 1..nodes(record) {
            for junk in &junk {
                let mut damaged = record.clone();
                *node(&mut damaged, at) = junk.clone();
                let result = try_read(&serde_json::to_vec(&damaged).unwrap());
                let Ok(after) = result else { continue };
                let same = shapes(&after.facts) == shapes(&before.facts);
                let listed = after
                    .unread
                    .iter()
                    .any(|unread| !before.unread.contains(unread));
                assert!(same || listed, "{damaged}\n{after:#?}");
            }
        }
    }
}

/// Facts without their origin, which names the id.
fn shapes(facts: &[Fact]) -> Vec<String> {
    facts
        .iter()
        .map(|fact| format!("{:?} {:?}", fact.what, fact.when))
        .collect()
}

/// A resource that was entered in error leaves no fact, and says so.
#[test]
fn entered_in_error_takes_every_fact_of_a_resource_away() {
    for record in RECORDS.iter() {
        let mut record = record.clone();
        let at = record["entry"].as_array().unwrap().len() - 1;
        let resource = &mut record["entry"][at]["resource"];
        if resource["resourceType"] == "ImmunizationRecommendation" {
            continue; // It has no status of its own.
        }
        match resource["resourceType"].as_str() {
            Some("Condition") => {
                resource["verificationStatus"] = json!({"coding": [{"code": "entered-in-error"}]});
            }
            _ => resource["status"] = json!("entered-in-error"),
        }
        resource["id"] = json!("wrong");
        let reading = try_read(&serde_json::to_vec(&record).unwrap()).unwrap();
        assert!(
            !reading
                .facts
                .iter()
                .any(|fact| fact.from.ends_with("/wrong")),
            "{reading:#?}"
        );
        assert!(
            reading
                .notes
                .iter()
                .any(|note| note.says.contains("entered in error"))
        );
    }
}
