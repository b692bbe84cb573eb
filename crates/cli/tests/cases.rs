//! The cases of the monograph and of `cases/*.toml` give the same answers through the command line.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::collections::BTreeMap;

use common::{borrowed, json};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::Value;

/// A case: its name, what is given, what is expected.
struct Case {
    name: String,
    given: Vec<(String, String)>,
    expect: BTreeMap<String, String>,
}

impl Case {
    fn new(name: &str, pairs: impl Iterator<Item = (String, String)>) -> Case {
        let (expect, given) =
            pairs.partition(|(key, _): &(String, String)| key.starts_with("expect"));
        Case {
            name: name.to_owned(),
            given,
            expect: Vec::into_iter(expect).collect(),
        }
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.given
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }
}

/// The cases under rules of these kinds, and those of a file.
fn cases(kinds: &[&str], file: &str) -> Vec<Case> {
    let monograph = monograph::anakinra().unwrap();
    let mut all: Vec<Case> = monograph
        .cases()
        .iter()
        .filter(|case| kinds.contains(&case.kind()))
        .map(|case| {
            Case::new(
                case.name(),
                case.given().iter().chain(case.expect()).cloned(),
            )
        })
        .collect();
    let path = common::root().join(format!("cases/{file}.toml"));
    let table: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let pairs = |table: &toml::Table| -> Vec<(String, String)> {
        let pair = |(k, v): (&String, &toml::Value)| (k.clone(), v.as_str().unwrap().to_owned());
        table.iter().map(pair).collect()
    };
    match table.get("case").and_then(toml::Value::as_array) {
        Some(list) => all.extend(list.iter().map(|one| {
            let one = one.as_table().unwrap();
            let named = pairs(one).into_iter().filter(|(key, _)| key != "name");
            Case::new(one["name"].as_str().unwrap(), named)
        })),
        None => all.extend(
            table
                .iter()
                .map(|(name, one)| Case::new(name, pairs(one.as_table().unwrap()).into_iter())),
        ),
    }
    all
}

/// Asks, and holds what is found against what is expected. None: the flags cannot say this case.
fn check(
    cases: &[Case],
    ask: impl Fn(&Case) -> Option<Vec<String>>,
    found: impl Fn(&Value, &str) -> Option<String>,
) -> usize {
    let mut wrong = Vec::new();
    let mut run = 0;
    for case in cases {
        let Some(args) = ask(case) else { continue };
        let (_, document) = json(&borrowed(&args));
        run += 1;
        for (key, expected) in &case.expect {
            if let Some(found) = found(&document, key).filter(|found| found != expected) {
                wrong.push(format!(
                    "{}: {key} is {found} instead of {expected}\n  {}",
                    case.name,
                    args.join(" ")
                ));
            }
        }
        if let Some(expected) = case.expect.get("expect-because") {
            let because = document["because"].as_array().unwrap();
            for id in expected.split(", ") {
                if !because.iter().any(|known| known == id) {
                    wrong.push(format!("{}: does not rest on {id}", case.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    run
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn list(values: &Value, word: impl Fn(&Value) -> String) -> Vec<String> {
    values.as_array().unwrap().iter().map(word).collect()
}

fn missing(document: &Value) -> Vec<String> {
    list(&document["missing"], |one| text(&one["fact"]))
}

/// `1 d` as `1d`: without the space that a shell would split at.
fn tight(text: &str) -> String {
    text.replace(' ', "")
}

fn back(from: &str, span: &str) -> String {
    let day: Date = from.parse().unwrap();
    if let Some(ahead) = span.strip_prefix('-') {
        let span: quantity::CalendarSpan = ahead.parse().unwrap();
        return day
            .checked_add(i64::from(span.days()).days())
            .unwrap()
            .to_string();
    }
    let span: quantity::CalendarSpan = span.parse().unwrap();
    let back = i64::from(span.months())
        .months()
        .days(i64::from(span.days()));
    day.checked_sub(back).unwrap().to_string()
}

/// The keys that the questions of a day share. None for what the flags cannot say.
fn daily(question: &str, case: &Case) -> Option<Vec<String>> {
    let mut args = vec![question.to_owned()];
    // Usual times that do not fit the doses of a day are refused at the door.
    if let (Some(doses), Some(usual)) = (case.get("doses-a-day"), case.get("usual"))
        && usual.split(", ").count().to_string() != doses
    {
        return None;
    }
    for (key, value) in &case.given {
        let mut add = |flag: &str, value: String| args.extend([format!("--{flag}"), value]);
        match key.as_str() {
            "now" => add("at", value.clone()),
            "region" | "country" | "start" | "end" | "born" | "sex" => add(key, value.clone()),
            "every" | "close" | "sharps" => add(key, tight(value)),
            "doses-a-day" => add("times-a-day", value.clone()),
            "usual" => value
                .split(", ")
                .for_each(|time| add("usual", time.to_owned())),
            "amount" if value.contains("/kg") => add("per-kg", tight(value)),
            "amount" => add("amount", tight(value)),
            "areas" => value
                .split(", ")
                .for_each(|area| add("allow", area.to_owned())),
            "clearance" | "weight" | "creatinine" => {
                add(key, format!("{}@2026-04-30", tight(value)))
            }
            "disease" => add("condition", value.clone()),
            "symptom" => value
                .split(", ")
                .for_each(|words| add("symptom", words.to_owned())),
            "given" => {
                for dose in value.split("; ") {
                    let (flag, value) = taken(question, dose)?;
                    add(flag, value);
                }
            }
            "skin" => {
                for seen in value.split("; ") {
                    let parts: Vec<&str> = seen.split(", ").collect();
                    // The flag knows the day of a sign, not its hour.
                    let day = parts[0].len() == 10;
                    day.then(|| {
                        add(
                            "skin",
                            format!("{}={}@{}", place(parts[1]), parts[2], parts[0]),
                        )
                    })?;
                }
            }
            "ask-by" => add("by", value.clone()),
            "ask-site" => add("wanted", place(value)),
            "packs" => value.split("; ").for_each(|one| add("pack", pack(one))),
            "handled" => value.split("; ").for_each(|one| add("event", handled(one))),
            other => panic!("{}: {other}", case.name),
        }
    }
    Some(args)
}

/// `thigh-left 1 0` as `thigh-left/1.0`.
fn place(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        [area, row, column] => format!("{area}/{row}.{column}"),
        _ => text.to_owned(),
    }
}

/// A dose as the flag of its question says it.
fn taken(question: &str, dose: &str) -> Option<(&'static str, String)> {
    let parts: Vec<&str> = dose.split(", ").collect();
    let at = parts[0];
    if parts
        .iter()
        .any(|part| part.starts_with("lot ") || part.starts_with("syringe "))
    {
        return None;
    }
    let amount = parts.iter().find(|part| part.ends_with(" mg"));
    let site = parts.iter().skip(1).find(|part| !part.ends_with(" mg"));
    match question {
        "missed" => Some(("last", at.to_owned())),
        "site" => site.map(|site| ("used", format!("{}@{at}", place(site)))),
        _ => Some((
            "took",
            amount.map_or(at.to_owned(), |mg| format!("{}@{at}", tight(mg))),
        )),
    }
}

fn pack(text: &str) -> String {
    let parts: Vec<&str> = text.split(", ").collect();
    let mut pack = format!("id={},count={}", parts[0], parts[2]);
    for (key, value) in ["expiry", "leaflet", "lot", "received"].iter().zip([
        Some(&parts[1]),
        parts.get(3),
        parts.get(4),
        parts.get(5),
    ]) {
        if let Some(value) = value.filter(|value| **value != "unknown") {
            pack.push_str(&format!(",{key}={value}"));
        }
    }
    pack
}

fn handled(text: &str) -> String {
    let parts: Vec<&str> = text.split(", ").collect();
    let (id, number) = parts[0].split_once(' ').unwrap_or((parts[0], ""));
    let mut event = format!("pack={id},what={}", parts[1]);
    if !number.is_empty() {
        event.push_str(&format!(",syringe={number}"));
    }
    if parts[1] == "out" {
        event.push_str(&format!(",until={}", parts[3]));
        for (key, value) in [("from", parts[2]), ("warmest", parts[4])] {
            if value != "unknown" {
                event.push_str(&format!(",{key}={}", tight(value)));
            }
        }
    }
    event
}

#[test]
fn doses() {
    let kinds = [
        "dose",
        "indication",
        "product",
        "adjust",
        "guard",
        "prescription",
    ];
    let run = check(&cases(&kinds, "dose"), dose_flags, dose_says);
    assert!(run > 90, "{run}");
}

/// The flags of a case of the dose.
fn dose_flags(case: &Case) -> Option<Vec<String>> {
    let mut args: Vec<String> = ["dose", "--at", "2026-05-01T12:00[UTC]"]
        .map(str::to_owned)
        .into();
    let weighed = back(
        "2026-05-01",
        &format!("{} d", case.get("weighed").unwrap_or("0")),
    );
    for (key, value) in &case.given {
        let mut add = |flag: &str, value: String| args.extend([format!("--{flag}"), value]);
        match key.as_str() {
            "weighed" => {}
            "region" | "for" | "form" | "born" | "sex" => add(key, value.clone()),
            "born-in" => add("born", value.clone()),
            "age" => add("born", back("2026-05-01", value)),
            "weight" => add("weight", format!("{}@{weighed}", tight(value))),
            "previous-weight" => add(
                "weight",
                format!("{}@{}", tight(value), back(&weighed, "30 d")),
            ),
            "per-kg" | "clearance" | "creatinine" | "height" | "egfr" => add(key, tight(value)),
            "each" => add("amount", tight(value)),
            "split" => args.push("--split".to_owned()),
            "prescribed" => add("previous", tight(value)),
            "taking" => add("medicine", value.clone()),
            "stopped" => add("medicine", format!("{value}=stopped")),
            "dialysis" => {
                let state = value
                    .replace("yes", "present")
                    .replace("not-sure", "unsure");
                add(
                    "condition",
                    format!("dialysis={}", if state == "no" { "absent" } else { &state }),
                );
            }
            "override" => add(
                "override",
                format!(
                    "statement=dose.nomid-max,up-to={},by=Dr Lind,reason=long story",
                    tight(value)
                ),
            ),
            // An override without a reason is refused at the door; keys of other questions.
            _ => return None,
        }
    }
    Some(args)
}

/// What a document says under a key that a case of the dose expects.
fn dose_says(document: &Value, key: &str) -> Option<String> {
    let answer = &document["answer"];
    let is_dose = answer["result"] == "dose";
    let mg = |value: &Value| format!("{} mg", value["mg"]);
    Some(match key {
        "expect" => text(&answer["result"]),
        "expect-each" if is_dose => mg(answer),
        "expect-each" => list(&answer["marks"], mg).join(", "),
        "expect-times" => text(&answer["doses_a_day"]),
        "expect-syringes" => text(&answer["syringes"]),
        "expect-waste" => format!("{} mg", answer["waste_mg"]),
        "expect-injections" => list(&answer["injections"], mg).join(" + "),
        "expect-mark" => list(&answer["injections"], |one| {
            format!("{} mL", one["mark_ml"])
        })
        .join(" + "),
        "expect-reason" => sorted(list(&answer["reasons"], |one| text(&one["reason"]))),
        "expect-needs" => sorted(list(&answer["needs"], |one| text(&one["need"]))),
        "expect-flags" => sorted(list(&answer["flags"], |one| text(&one["flag"]))),
        "expect-checked" => if answer["checked"] == true {
            "yes"
        } else {
            "no"
        }
        .to_owned(),
        "expect-missing" => {
            let mut facts = missing(document);
            facts.sort();
            facts.dedup();
            facts.join(", ")
        }
        "expect-below" | "expect-above" => {
            let mark = &answer[key.trim_start_matches("expect-")];
            if mark.is_null() {
                "none".to_owned()
            } else {
                mg(mark)
            }
        }
        _ => return None,
    })
}

fn sorted(mut words: Vec<String>) -> String {
    words.sort();
    words.join(", ")
}

#[test]
fn missed_doses() {
    let found = |document: &Value, key: &str| {
        Some(match key {
            "expect" => text(&document["answer"]["act"]),
            "expect-why" => text(&document["answer"]["why"]).replace('-', ""),
            "expect-tell" => if document["answer"]["tell_doctor"] == true {
                "doctor"
            } else {
                "no"
            }
            .to_owned(),
            "expect-missing" => missing(document).join(", "),
            _ => return None,
        })
    };
    let mut all = cases(&["missed-dose", "close-window"], "missed-dose");
    for case in &mut all {
        // A word of ours, `last-too-near`, is a variant there, with its fields.
        if let Some(why) = case.expect.get_mut("expect-why") {
            *why = why.split('(').next().unwrap().to_lowercase();
        }
    }
    let run = check(&all, |case| daily("missed", case), found);
    assert!(run > 20, "{run}");
}

#[test]
fn overdoses() {
    let found = |document: &Value, key: &str| {
        let answer = &document["answer"];
        Some(match key {
            "expect" if answer["record"] == "nothing-found" => "nothing found".to_owned(),
            "expect" => return None,
            "expect-danger" => capital(&text(&answer["danger"])),
            "expect-call" => list(&answer["calls"], |call| {
                let number = call["number"].as_str().unwrap_or("?");
                format!("{} {number}", capital(&text(&call["who"])))
            })
            .join(", "),
            "expect-missing" => missing(document).join(", "),
            _ => return None,
        })
    };
    let run = check(
        &cases(&["overdose", "too-near"], "overdose"),
        |case| daily("overdose", case),
        found,
    );
    assert!(run > 15, "{run}");
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[test]
fn sites() {
    let spot = |spot: &Value| format!("{} {} {}", text(&spot["area"]), spot["row"], spot["column"]);
    let found = |document: &Value, key: &str| {
        let answer = &document["answer"];
        if answer.get("wanted").is_some() {
            return None;
        }
        Some(match key {
            "expect" if answer["offered"].is_null() => return None,
            "expect" => spot(&answer["offered"]),
            "expect-spots" => answer["ranked"].as_array().unwrap().len().to_string(),
            "expect-missing" => missing(document).join(", "),
            _ => return None,
        })
    };
    let run = check(
        &cases(&["area", "rotation", "skin-rest", "distance"], "site"),
        |case| daily("site", case),
        found,
    );
    assert!(run > 15, "{run}");
}

#[test]
fn supplies() {
    let item = |item: &Value| format!("{} {}", text(&item["pack"]), item["syringe"]);
    let found = |document: &Value, key: &str| {
        let answer = &document["answer"];
        Some(match key {
            "expect-next" if answer["next"].is_null() => "none".to_owned(),
            "expect-next" => item(&answer["next"]),
            "expect-usable" => text(&answer["usable"]),
            "expect-unnamed" => text(&answer["unnamed_doses"]),
            "expect-dispose" => list(&answer["dispose"], item).join(", "),
            "expect-reused" => list(&answer["reused"], item).join(", "),
            "expect-sharps" => text(&answer["sharps"]).replace('-', " "),
            "expect-missing" => missing(document).join(", "),
            _ => return None,
        })
    };
    let kinds = ["syringe-state", "room-time", "printed-date", "sharps"];
    let run = check(
        &cases(&kinds, "supply"),
        |case| daily("supply", case),
        found,
    );
    assert!(run > 30, "{run}");
}

#[test]
fn triages() {
    const NOW: &str = "2026-12-01";
    let ask = |case: &Case| {
        let mut args: Vec<String> = ["triage", "--at", "2026-12-01T15:00-06:00[-06:00]"]
            .map(str::to_owned)
            .into();
        for (key, value) in &case.given {
            let mut add = |flag: &str, value: String| args.extend([format!("--{flag}"), value]);
            match key.as_str() {
                "sign" | "words" => args.extend(value.split("; ").map(str::to_owned)),
                "place" | "severity" | "extent" | "course" | "fever" => add(key, value.clone()),
                "onset" => add("since", tight(value)),
                "start" => add("since-start", tight(value)),
                "age" => add("born", back(NOW, value)),
                _ => return None,
            }
        }
        Some(args)
    };
    let found = |document: &Value, key: &str| {
        (key == "expect").then(|| text(&document["answer"]["urgency"]))
    };
    let kinds = [
        "triage",
        "combination",
        "soften",
        "raise",
        "unlisted",
        "follow-up",
        "also",
    ];
    let run = check(&cases(&kinds, "triage"), ask, found);
    assert!(run > 60, "{run}");
}
