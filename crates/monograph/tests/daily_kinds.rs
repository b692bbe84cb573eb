//! The kinds of rules about times, missed doses, overdose, the guide, sites and syringes: what they
//! refuse, and in which words.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use monograph::{Files, Monograph, Problems};
use terminology::Terminology;

const TEXT: &str = include_str!("small/monograph.md");
const SOURCES: &str = include_str!("small/source.toml");

/// The small monograph with one more statement that has these blocks.
fn read(blocks: &str) -> Result<Monograph, Problems> {
    let text = format!(
        "{TEXT}\n## daily.test · A test\n\n> It is a test.\n> — seed, administration 3\n\n{blocks}\n"
    );
    let files = Files {
        name: "monograph.md",
        text: &text,
        sources_name: "source.toml",
        sources: SOURCES,
    };
    monograph::read(files, Terminology::shipped())
}

fn block(kind: &str, name: &str, keys: &str) -> String {
    format!("```toml {kind} {name}\n{keys}\n```\n\n")
}

const READING: &str = "\n[reading]\nwords = \"near\"\nvalue = \"some\"\nbecause = \"ours\"";

fn refused(blocks: &str, message: &str) {
    let problems = read(blocks).expect_err(blocks);
    let found: Vec<String> = problems
        .list()
        .iter()
        .map(|problem| format!("{} · {}", problem.message(), problem.remedy()))
        .collect();
    assert!(
        found.iter().any(|p| p.contains(message)),
        "{blocks}\n{found:#?}"
    );
}

#[test]
fn two_rules_that_answer_one_question_are_shown() {
    let same_time = "keep = \"local-time\"\nskipped = \"as-much-later\"\nrepeated = \"first\"\nclock-slack = \"5 min\"";
    let twice = [
        ("same-time", same_time.to_owned()),
        ("spread", "doses-a-day = \"2\"\napart = \"12 h\"".to_owned()),
        (
            "close-window",
            format!("every = \"1 d\"\nspan = \"12 h\"{READING}"),
        ),
        (
            "too-near",
            format!("doses-a-day = \"2\"\nspan = \"6 h\"{READING}"),
        ),
        ("route", "into = \"under-the-skin\"".to_owned()),
        ("guide", "leave-out = \"nothing\"".to_owned()),
        ("step", "order = \"10\"\nsays = \"Look.\"".to_owned()),
        (
            "grid",
            "apart = \"2.5 cm\"\nchild-below = \"12 a\"".to_owned(),
        ),
        (
            "distance",
            "from = \"navel\"\nat-least = \"5 cm\"".to_owned(),
        ),
        ("rotation", "by = \"record\"".to_owned()),
        ("printed-date", "month = \"last-day\"".to_owned()),
        ("sharps", "replace-at = \"75 %\"".to_owned()),
    ];
    for (kind, keys) in twice {
        let both = block(kind, "one", &keys) + &block(kind, "two", &keys);
        refused(&both, "`one` and `two` both answer");
    }
}

#[test]
fn a_missed_dose_has_an_answer_near_and_far() {
    let far = block("missed-dose", "far", "when = \"far\"\nthen = \"take\"");
    refused(&far, "the next one is `near`");
    let near = block("missed-dose", "near", "when = \"near\"\nthen = \"skip\"");
    assert!(read(&(far.clone() + &near)).is_ok());
    let ask = block(
        "missed-dose",
        "far",
        "when = \"far\"\nthen = \"take\"\notherwise = \"ask\"",
    );
    assert!(read(&ask).is_ok());
    let also = block("missed-dose", "also", "when = \"far\"\nthen = \"skip\"");
    refused(
        &(far + &near + &also),
        "both answer what to do about a missed dose",
    );
}

#[test]
fn whom_a_missed_dose_is_for_is_never_passed_over() {
    let rule = |when: &str, then: &str, whom: &str| {
        let keys = format!("when = \"{when}\"\nthen = \"{then}\"\nif = \"{whom}\"");
        block("missed-dose", "one", &keys)
    };
    refused(
        &rule("any", "ask", "age >= 65 a"),
        "or at a condition, and at nothing else",
    );
    refused(
        &rule(
            "any",
            "ask",
            "creatinine-clearance < 30 mL/min and indication is nomid",
        ),
        "or at a condition, and at nothing else",
    );
    for (when, then) in [
        ("far", "take"),
        ("near", "skip"),
        ("far", "ask"),
        ("any", "skip"),
    ] {
        refused(
            &rule(when, then, "creatinine-clearance < 30 mL/min"),
            "only a rule that asks after any missed dose",
        );
    }
    let far = block("missed-dose", "far", "when = \"far\"\nthen = \"take\"");
    let near = block("missed-dose", "near", "when = \"near\"\nthen = \"skip\"");
    let ask = rule("any", "ask", "creatinine-clearance < 30 mL/min");
    assert!(read(&(far + &near + &ask)).is_ok());
}

#[test]
fn a_number_that_no_source_states_needs_a_reading() {
    refused(
        &block("close-window", "one", "every = \"1 d\"\nspan = \"12 h\""),
        "no source states this time",
    );
    refused(
        &block("too-near", "one", "every = \"1 d\"\nspan = \"12 h\""),
        "no source states this time",
    );
    let area = "place = \"thigh-left\"\nby = \"self\"\nadult = \"6 x 3\"\nchild = \"3 x 2\"";
    refused(
        &block("area", "one", area),
        "no source states how many spots",
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of slips")]
fn words_and_amounts_that_cannot_stand_are_named() {
    let area = |adult: &str, child: &str| {
        let keys = format!(
            "place = \"thigh-left\"\nby = \"self\"\nadult = \"{adult}\"\nchild = \"{child}\"{READING}"
        );
        block("area", "one", &keys)
    };
    for (blocks, message) in [
        (
            block("close-window", "one", &format!("span = \"12 h\"{READING}")),
            "does not say how often",
        ),
        (
            block(
                "close-window",
                "one",
                &format!("every = \"1 d\"\ndoses-a-day = \"1\"\nspan = \"12 h\"{READING}"),
            ),
            "does not say how often",
        ),
        (
            block(
                "close-window",
                "one",
                &format!("every = \"24 h\"\nspan = \"12 h\"{READING}"),
            ),
            "`24 h` cannot be read",
        ),
        (
            block(
                "close-window",
                "one",
                &format!("every = \"1 d\"\nspan = \"1 d\"{READING}"),
            ),
            "`1 d` cannot be read",
        ),
        (area("6 by 3", "3 x 2"), "is not a grid"),
        (area("0 x 3", "3 x 2"), "is not a grid"),
        (area("3 x 2", "3 x 3"), "larger than on an adult"),
        (
            block("overdose", "one", "when = \"suspected\"\ncall = []"),
            "names nobody to call",
        ),
        (
            block(
                "overdose",
                "one",
                "when = \"danger\"\ncall = [\"emergency\"]",
            ),
            "no rule says whom to call when somebody suspects an overdose",
        ),
        (
            block(
                "step",
                "one",
                "order = \"10\"\nsays = \"Look.\"\nasks = \"How?\"",
            ),
            "a step that asks has answers",
        ),
        (
            block("step", "one", "order = \"0\"\nsays = \"Look.\""),
            "`0` cannot be read",
        ),
        (
            block(
                "answer",
                "one",
                "step = \"look\"\nanswer = \"cloudy\"\nthen = \"discard\"\nsays = \"No.\"",
            ),
            "where the next syringe is taken",
        ),
        (
            block(
                "syringe-state",
                "one",
                "was = \"frozen\"\nthen = \"discard\"",
            ),
            "no rule says what follows for a syringe that is `dropped`",
        ),
        (
            block(
                "skin-rest",
                "one",
                "seen = [\"sore\"]\ncleared = \"person\"",
            ),
            "no rule says what to do with skin that is `red`",
        ),
        (
            block("sharps", "one", "replace-at = \"3 mL\""),
            "not a part of the container",
        ),
        (
            block(
                "room-time",
                "one",
                "leaflet = \"us\"\nmost = \"24 h\"\nback = \"not-said\"",
            ),
            "when its leaflet is not known",
        ),
        (
            block("support", "one", "with = [\"daily.test\"]"),
            "no other statement `daily.test`",
        ),
    ] {
        refused(&blocks, message);
    }
}

#[test]
fn the_time_for_an_unknown_leaflet_is_the_strictest() {
    let us = block(
        "room-time",
        "us",
        "leaflet = \"us\"\nmost = \"24 h\"\nback = \"not-said\"",
    );
    let unknown = |most: &str| {
        let keys = format!("leaflet = \"unknown\"\nmost = \"{most}\"\nback = \"never\"");
        block("room-time", "unknown", &keys)
    };
    assert!(read(&(us.clone() + &unknown("24 h"))).is_ok());
    refused(&(us + &unknown("25 h")), "`us` allows less time than this");
}
