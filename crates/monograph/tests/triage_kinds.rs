//! The kinds of rules about signs: what they take, and what they refuse in which words.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use monograph::{Files, Monograph, NextDose, Problems, SiteRest, Urgency};
use terminology::Terminology;

const TEXT: &str = include_str!("small/monograph.md");
const SOURCES: &str = include_str!("small/source.toml");

/// The small monograph with one more statement that has these blocks.
fn read(blocks: &str) -> Result<Monograph, Problems> {
    let text = format!(
        "{TEXT}\n## symptom.test · A test\n\n> It is a test.\n> — seed, side effects 1\n\n{blocks}\n"
    );
    monograph::read(
        Files {
            name: "monograph.md",
            text: &text,
            sources_name: "source.toml",
            sources: SOURCES,
        },
        Terminology::shipped(),
    )
}

fn refused(blocks: &str, message: &str) {
    let problems = read(blocks).expect_err(blocks);
    let found: Vec<String> = problems
        .list()
        .iter()
        .map(|problem| format!("{} · {}", problem.message(), problem.remedy()))
        .collect();
    assert!(found.iter().any(|p| p.contains(message)), "{found:#?}");
}

fn triage(keys: &str) -> String {
    format!(
        "```toml triage one\nsigns = [\"nausea\"]\nclass = \"call\"\nsays = \"Call.\"\n{keys}\n```\n"
    )
}

fn soften(when: &str) -> String {
    format!(
        "```toml soften one\nsoftens = [\"symptom.test\"]\nsigns = [\"nausea\"]\nclass = \"expected\"\nwhen = \"{when}\"\nwithout = []\nsays = \"It is common.\"\n```\n"
    )
}

#[test]
fn a_rule_about_a_sign_is_read_whole() {
    let text = "```toml triage one\nsigns = [\"redness\", \"airway-sign\"]\nplaces = [\"injection-site\"]\nclass = \"same-day\"\nhold = \"no-more\"\nrest = \"until-doctor-clears\"\nsays = \"Call.\"\n```\n";
    let monograph = read(text).unwrap();
    let rule = &monograph.rules().triages()[0];
    assert_eq!((rule.signs.len(), rule.places.len()), (2, 1));
    assert_eq!(rule.class, Urgency::SameDay);
    assert_eq!(rule.hold, NextDose::NoMore);
    assert_eq!(rule.rest, SiteRest::UntilDoctorClears);
    let lines = monograph.rules().lines(Terminology::shipped());
    let line = lines.iter().find(|line| line.kind == "triage").unwrap();
    assert_eq!(
        line.says,
        "redness, airway sign at the injection site: same-day; inject no more"
    );
}

#[test]
fn a_rule_that_raises_cannot_ask_for_what_is_mild() {
    let base = triage("");
    for when in [
        "fever is no",
        "age < 65 a",
        "since-onset < 2 d",
        "weight > 20 kg",
        "medicine is anakinra",
    ] {
        let text = format!(
            "{base}\n```toml triage two\nsigns = [\"nausea\"]\nclass = \"same-day\"\nwhen = \"{when}\"\nsays = \"Call.\"\n```\n"
        );
        refused(&text, "could make the answer milder when things get worse");
    }
    for when in [
        "severity is moderate",
        "fever is yes",
        "age >= 65 a",
        "since-onset > 2 d",
    ] {
        let text = format!(
            "{base}\n```toml triage two\nsigns = [\"nausea\"]\nclass = \"same-day\"\nwhen = \"{when}\"\nsays = \"Call.\"\n```\n"
        );
        assert!(read(&text).is_ok(), "{when}");
    }
}

#[test]
fn a_rule_that_softens_cannot_ask_for_what_is_bad() {
    for when in [
        "fever is yes",
        "age >= 65 a",
        "since-start >= 6 wk",
        "since-onset > 2 d",
    ] {
        let text = format!("{}\n{}", triage(""), soften(when));
        refused(&text, "could make the answer milder when things get worse");
    }
    for when in [
        "severity is mild",
        "fever is no",
        "since-start < 6 wk",
        "age < 65 a",
    ] {
        let text = format!("{}\n{}", triage(""), soften(when));
        assert!(read(&text).is_ok(), "{when}");
    }
}

#[test]
fn a_rule_that_holds_only_sometimes_needs_one_beside_it_or_says_so() {
    refused(
        &triage("when = \"severity is severe\""),
        "no rule answers when this one does not hold: nausea",
    );
    assert!(
        read(&triage(
            "when = \"severity is severe\"\notherwise = \"ask\""
        ))
        .is_ok()
    );
}

#[test]
fn the_same_question_has_one_answer() {
    let twice = format!("{}\n{}", triage(""), triage("").replace(" one\n", " two\n"));
    refused(&twice, "both answer how urgent the same signs are");
    let settled = format!(
        "{}\n{}",
        triage(""),
        triage("instead-of = \"one\"").replace(" one\n", " two\n")
    );
    refused(&settled, "a `triage` cannot stand instead of another");
}

#[test]
fn words_that_cannot_stand_are_named() {
    refused(
        &triage("").replace("\"call\"", "\"soon\""),
        "`soon` cannot stand here",
    );
    refused(
        &triage("").replace("\"nausea\"", "\"nauseaa\""),
        "did you mean `nausea`",
    );
    refused(
        &triage("").replace("[\"nausea\"]", "[]"),
        "this list of signs is empty",
    );
    refused(
        &triage("").replace("\"Call.\"", "\" \""),
        "this says nothing",
    );
    refused(&triage("hold = \"stop\""), "`stop` cannot stand here");
    refused(
        &format!(
            "{}\n{}",
            triage(""),
            soften("severity is mild").replace("symptom.test", "symptom.gone")
        ),
        "there is no statement `symptom.gone`",
    );
}

#[test]
fn what_lasts_is_one_level_more_urgent() {
    let follow = |then: &str| {
        format!(
            "{}\n```toml follow-up one\nclass = \"expected\"\nafter = \"1 d\"\nthen = \"{then}\"\nsays = \"We ask again.\"\nstill = \"Call.\"\n```\n",
            triage("")
        )
    };
    assert!(read(&follow("call")).is_ok());
    for then in ["expected", "contact", "emergency"] {
        refused(
            &follow(then),
            "what lasts is one level more urgent than what is new",
        );
    }
}

#[test]
fn a_raise_goes_up_one_level_and_not_beyond_its_limit() {
    let text = format!(
        "{}\n```toml raise one\nsigns = [\"cough\"]\nwhen = \"age >= 65 a\"\nmost = \"same-day\"\nsays = \"From 65 on.\"\n```\n",
        triage("")
    );
    let monograph = read(&text).unwrap();
    let raise = &monograph.rules().raises()[0];
    let raised: Vec<&str> = Urgency::ALL
        .iter()
        .map(|(_, class)| raise.raised(*class).word())
        .collect();
    assert_eq!(
        raised,
        ["call", "same-day", "same-day", "same-day", "emergency"]
    );
}

#[test]
fn only_one_sentence_stands_for_unlisted_words_and_for_an_old_text() {
    let unlisted = "```toml unlisted one\nclass = \"contact\"\nsays = \"Contact.\"\ndenial = \"No is not read.\"\n```\n";
    let review = "```toml review one\nsays = \"Old.\"\n```\n";
    for one in [unlisted, review] {
        assert!(read(one).is_ok());
        let two = format!("{one}\n{}", one.replace(" one\n", " two\n"));
        refused(&two, "both answer");
    }
}
