#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]
//! How urgent is a sign?

use std::collections::BTreeMap;
use std::sync::Arc;

use decide::Decision;
use decide::{
    Callee, Course, Extent, Fact, Negation, Prescription, Report, Said, Setting, Severity,
    Situation, TriageAnswer, Truth, Understood, What, When, triage,
};
use jiff::ToSpan as _;
use jiff::ZonedDateTime;
use monograph::{Monograph, NextDose, Region, SiteRest, Urgency};
use quantity::CalendarSpan;
use terminology::{ConceptId, Kind, Terminology};

fn now() -> ZonedDateTime {
    "2026-12-01T15:00-06:00[-06:00]".parse().unwrap()
}

fn monograph() -> &'static Monograph {
    monograph::anakinra().unwrap_or_else(|problems| {
        let list: Vec<String> = problems
            .list()
            .iter()
            .map(|p| format!("{:?} {} · {}", p.place(), p.message(), p.remedy()))
            .collect();
        panic!("{}", list.join("\n"))
    })
}

fn id(key: &str) -> ConceptId {
    Terminology::shipped()
        .by_key(key)
        .unwrap_or_else(|| panic!("no concept {key}"))
}

fn ask(now: &ZonedDateTime, situation: &Situation, reports: &[Report]) -> Decision<TriageAnswer> {
    let setting = Setting {
        monograph: monograph(),
        terminology: Terminology::shipped(),
        region: Region::Us,
        now,
    };
    triage(&setting, situation, reports)
}

fn urgency(situation: &Situation, reports: &[Report]) -> Urgency {
    ask(&now(), situation, reports).answer().urgency.unwrap()
}

fn fact(what: What) -> Fact {
    Fact {
        what,
        when: None,
        from: Arc::from("test"),
    }
}

fn plan(start: jiff::civil::Date) -> What {
    What::Prescription(Prescription {
        indication: None,
        amount: None,
        frequency: None,
        times: Vec::new(),
        start: Some(start),
        end: None,
        by: None,
        close: None,
        areas: None,
    })
}

fn days_ago(text: &str) -> jiff::civil::Date {
    let span: CalendarSpan = text.parse().unwrap();
    let months = jiff::Span::new()
        .try_months(i64::from(span.months()))
        .unwrap();
    now().date() - months - i64::from(span.days()).days()
}

// --- cases -------------------------------------------------------------------------------------------

/// One example: what is given and which class is expected.
fn check(name: &str, given: &BTreeMap<String, String>, expect: &str) {
    assert_eq!(answered(name, given).word(), expect, "{name}");
}

fn answered(name: &str, given: &BTreeMap<String, String>) -> Urgency {
    let get = |key: &str| given.get(key).map(String::as_str);
    let known = [
        "sign", "words", "place", "severity", "extent", "course", "fever", "onset", "start", "age",
    ];
    for key in given.keys() {
        assert!(known.contains(&key.as_str()), "{name}: no key {key}");
    }
    let mut facts = Vec::new();
    if let Some(start) = get("start") {
        facts.push(fact(plan(days_ago(start))));
    }
    if let Some(age) = get("age") {
        facts.push(fact(What::Born(When::Day(days_ago(age)))));
    }
    let split = |key: &str| -> Vec<String> {
        get(key).map_or_else(Vec::new, |v| v.split("; ").map(str::to_owned).collect())
    };
    let said = split("sign")
        .into_iter()
        .map(|key| Said::Recognised(id(&key)));
    let typed = split("words")
        .into_iter()
        .map(|text| Said::Words(text.into()));
    let reports: Vec<Report> = said
        .chain(typed)
        .map(|symptom| Report {
            symptom,
            place: get("place").map(id),
            severity: get("severity").map(|w| Severity::from_word(w).unwrap()),
            extent: get("extent").map(|w| Extent::from_word(w).unwrap()),
            course: get("course").map(|w| Course::from_word(w).unwrap()),
            fever: match get("fever") {
                None => Truth::Unknown,
                Some("yes") => Truth::Yes,
                Some("no") => Truth::No,
                Some(other) => panic!("{name}: fever {other}"),
            },
            onset: get("onset").map(|since| When::Day(days_ago(since))),
        })
        .collect();
    assert!(!reports.is_empty(), "{name}: nothing is reported");
    urgency(&Situation::new(facts), &reports)
}

#[test]
fn cases_of_the_monograph() {
    let mut run = 0;
    for case in monograph().cases() {
        let kinds = [
            "triage",
            "combination",
            "soften",
            "raise",
            "unlisted",
            "follow-up",
            "also",
        ];
        if kinds.contains(&case.kind()) {
            let given = case.given().iter().cloned().collect();
            let (_, expect) = case
                .expect()
                .iter()
                .find(|(key, _)| key == "expect")
                .unwrap();
            check(case.name(), &given, expect);
            run += 1;
        }
    }
    assert!(run >= 10, "only {run} cases");
}

#[test]
fn cases_of_the_file() {
    let text = include_str!("../../../cases/triage.toml");
    let cases: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text).unwrap();
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|(name, mut given)| {
            let expect = given.remove("expect").unwrap();
            let got = answered(&name, &given).word();
            (got != expect).then(|| format!("{name}: {got} instead of {expect}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// --- the lists of the source -------------------------------------------------------------------------

/// The 23 signs at the injection site, in the words of the statement `symptom.injection-site`.
const SITE: [&str; 23] = [
    "bleeding",
    "blistering",
    "burning",
    "coldness",
    "discoloration of the skin",
    "feeling of pressure",
    "hives",
    "infection",
    "inflammation",
    "itching",
    "lumps",
    "numbness",
    "pain",
    "rash",
    "redness",
    "scarring",
    "soreness",
    "stinging",
    "swelling",
    "tenderness",
    "tingling",
    "ulceration",
    "warmth",
];

/// Those of them that sources call common, and that can be mild.
const SOFT: [&str; 7] = [
    "itching",
    "redness",
    "swelling",
    "tenderness",
    "warmth",
    "pain",
    "soreness",
];

/// The list `symptom.doctor-right-away`, without the 22 signs at the site.
const RIGHT_AWAY: [(&str, Urgency); 10] = [
    ("rash", Urgency::SameDay),
    ("itching", Urgency::SameDay),
    ("trouble breathing", Urgency::Emergency),
    ("swelling in the face", Urgency::Emergency),
    ("swelling in the throat", Urgency::Emergency),
    ("swelling in the legs", Urgency::SameDay),
    ("swelling in the feet", Urgency::SameDay),
    ("chest pains", Urgency::Emergency),
    ("inability to fight infection", Urgency::SameDay),
    ("anaphylaxis", Urgency::Emergency),
];

fn typed(words: &str) -> Report {
    Report::of(Said::Words(words.into()))
}

fn mild(report: Report) -> Report {
    Report {
        severity: Some(Severity::Mild),
        extent: Some(Extent::Local),
        course: Some(Course::Same),
        fever: Truth::No,
        onset: Some(When::Day(now().date())),
        ..report
    }
}

fn early_adult() -> Situation {
    Situation::new(vec![
        fact(plan(days_ago("10 d"))),
        fact(What::Born(When::Day(days_ago("40 a")))),
    ])
}

#[test]
fn each_of_the_23_signs_at_the_site_is_right_away_until_it_is_known_to_be_mild() {
    for words in SITE {
        let at_site = Report {
            place: Some(id("injection-site")),
            ..typed(words)
        };
        let unknown = ask(
            &now(),
            &Situation::default(),
            std::slice::from_ref(&at_site),
        );
        let answer = unknown.answer();
        assert!(
            matches!(answer.signs[0].understood, Understood::Sign(_)),
            "{words}"
        );
        assert_eq!(answer.urgency, Some(Urgency::SameDay), "{words}");
        assert_ne!(answer.rest, SiteRest::NothingSaid, "{words}");
        let known = ask(&now(), &early_adult(), &[mild(at_site)]);
        let expected = if SOFT.contains(&words) {
            Urgency::Expected
        } else {
            Urgency::SameDay
        };
        assert_eq!(known.answer().urgency, Some(expected), "{words}");
    }
}

#[test]
fn the_list_of_28_is_right_away_or_worse() {
    for (words, expected) in RIGHT_AWAY {
        let decision = ask(&now(), &Situation::default(), &[typed(words)]);
        assert!(
            matches!(decision.answer().signs[0].understood, Understood::Sign(_)),
            "{words}"
        );
        assert_eq!(decision.answer().urgency, Some(expected), "{words}");
        let statement = monograph().find("symptom.doctor-right-away").unwrap().no();
        assert!(decision.basis().because.contains(statement), "{words}");
    }
}

#[test]
fn common_signs_are_expected_when_mild_and_the_more_cautious_statement_wins() {
    for words in [
        "nausea and vomiting",
        "nausea",
        "stomach pains",
        "muscle aches",
        "stiffness",
        "diarrhea",
        "skin pain",
        "headache",
    ] {
        let decision = ask(&now(), &early_adult(), &[mild(typed(words))]);
        assert_eq!(
            decision.answer().urgency,
            Some(Urgency::Expected),
            "{words}"
        );
        assert_eq!(
            decision.answer().follow_up,
            now().date().tomorrow().ok(),
            "{words}"
        );
        assert!(!decision.answer().visit.is_empty(), "{words}");
    }
    for (words, conflict) in [
        ("bleeding", "common-bleeding"),
        ("chills", "common-infection"),
        ("fever", "common-infection"),
    ] {
        let decision = ask(&now(), &early_adult(), &[mild(typed(words))]);
        assert_eq!(decision.answer().urgency, Some(Urgency::SameDay), "{words}");
        assert!(conflicts(&decision).contains(&conflict), "{words}");
    }
}

fn conflicts(decision: &Decision<TriageAnswer>) -> Vec<&'static str> {
    let rules = monograph().rules().conflicts().iter();
    rules
        .filter(|rule| decision.basis().conflicts.contains(&rule.no()))
        .map(monograph::Rule::name)
        .collect()
}

#[test]
fn the_conflict_between_right_away_and_expected_is_shown_on_both_sides() {
    let at_site = Report {
        place: Some(id("injection-site")),
        ..typed("redness")
    };
    for report in [at_site.clone(), mild(at_site)] {
        let decision = ask(&now(), &early_adult(), &[report]);
        let shown = conflicts(&decision);
        for name in ["site-us-expected", "site-eu-expected", "site-common-skin"] {
            assert!(shown.contains(&name), "{name} in {shown:?}");
        }
    }
    let chest = ask(&now(), &early_adult(), &[typed("chest pain")]);
    assert!(conflicts(&chest).contains(&"chest-pain"));
    let lips = ask(&now(), &early_adult(), &[typed("swollen lips")]);
    assert!(conflicts(&lips).contains(&"attention-airway"));
}

#[test]
fn every_sign_of_the_terminology_has_a_rule_or_is_known_to_have_none() {
    let mut without = Vec::new();
    for sign in Terminology::shipped().concepts(Kind::Symptom) {
        let report = mild(Report::of(Said::Recognised(sign.id())));
        if urgency(&early_adult(), &[report]) == Urgency::Contact {
            without.push(sign.key());
        }
    }
    assert_eq!(without, ["joint-swelling", "dizziness"]);
}

// --- words -------------------------------------------------------------------------------------------

#[test]
fn a_near_match_is_offered_and_never_taken() {
    let decision = ask(&now(), &early_adult(), &[mild(typed("nauseaa"))]);
    let sign = &decision.answer().signs[0];
    assert!(matches!(&sign.understood, Understood::Offered(ids) if ids.contains(&id("nausea"))));
    assert_eq!(sign.urgency, Urgency::Contact);
}

#[test]
fn a_denial_is_read_as_nothing_at_all() {
    let plain = ask(&now(), &early_adult(), &[mild(typed("no fever"))]);
    assert_eq!(plain.answer().urgency, Some(Urgency::Contact));
    assert_eq!(
        plain.answer().signs[0].negation,
        Negation::Denies(id("fever"))
    );
    assert!(
        plain
            .answer()
            .advice
            .iter()
            .any(|a| a.says.contains("'no'"))
    );
    // A denial beside another sign takes nothing away from it.
    let redness = Report {
        fever: Truth::Unknown,
        ..mild(typed("redness"))
    };
    let alone = urgency(&early_adult(), std::slice::from_ref(&redness));
    let both = urgency(&early_adult(), &[redness, typed("no fever")]);
    assert!(both >= alone && alone == Urgency::SameDay);
    for words in [
        "I do not have hives",
        "without rash",
        "denies chest pain",
        "She has no cough",
    ] {
        let decision = ask(&now(), &early_adult(), &[typed(words)]);
        assert!(
            matches!(decision.answer().signs[0].negation, Negation::Denies(_)),
            "{words}"
        );
        assert_eq!(decision.answer().urgency, Some(Urgency::Contact), "{words}");
    }
    // What cannot be told apart from a sign stays one.
    for words in [
        "can't breathe",
        "not breathing",
        "not able to breathe",
        "no trouble with chest pain today",
    ] {
        assert_eq!(
            urgency(&early_adult(), &[typed(words)]),
            Urgency::Emergency,
            "{words}"
        );
    }
}

#[test]
fn every_sign_in_a_sentence_counts_until_it_is_confirmed() {
    let words = "a mild headache, a cold, some nausea, stiffness, diarrhea, tired, and my lips are swelling";
    let decision = ask(&now(), &early_adult(), &[mild(typed(words))]);
    let sign = &decision.answer().signs[0];
    assert!(
        matches!(&sign.understood, Understood::Offered(ids) if ids.contains(&id("lip-swelling")))
    );
    assert_eq!(decision.answer().urgency, Some(Urgency::Emergency));
    // Two signs of one sentence can be a pair.
    let pair = ask(
        &now(),
        &early_adult(),
        &[mild(typed(
            "itchy bumps and I am out of breath when walking",
        ))],
    );
    assert_eq!(pair.answer().urgency, Some(Urgency::Emergency));
}

#[test]
fn a_site_sign_beside_an_infection_is_not_softened() {
    let redness = mild(Report {
        place: Some(id("injection-site")),
        ..typed("redness")
    });
    let own = |beside: &str| {
        let decision = ask(
            &now(),
            &early_adult(),
            &[redness.clone(), mild(typed(beside))],
        );
        let signs = &decision.answer().signs;
        let redness = signs
            .iter()
            .find(|sign| sign.understood == Understood::Sign(id("redness")));
        redness.unwrap().urgency
    };
    assert_eq!(own("nausea"), Urgency::Expected);
    for beside in ["cough", "infection", "blister", "hives"] {
        assert_eq!(own(beside), Urgency::SameDay, "{beside}");
    }
}

// --- whom to call ------------------------------------------------------------------------------------

#[test]
fn the_emergency_number_is_that_of_the_country() {
    let call = |region, country: Option<&str>| {
        let facts = country
            .map(|c| fact(What::Country(c.into())))
            .into_iter()
            .collect();
        let setting = Setting {
            monograph: monograph(),
            terminology: Terminology::shipped(),
            region,
            now: &now(),
        };
        let decision = triage(&setting, &Situation::new(facts), &[typed("chest pain")]);
        decision.answer().call.clone()
    };
    let number = |number: Option<&str>| {
        vec![
            Callee::Emergency {
                number: number.map(Arc::from),
            },
            Callee::Doctor,
        ]
    };
    assert_eq!(call(Region::Us, None), number(Some("911")));
    assert_eq!(call(Region::Eu, Some("DE")), number(Some("112")));
    assert_eq!(call(Region::Us, Some("DE")), number(Some("112")));
    // A number that is not known is never guessed.
    assert_eq!(call(Region::Eu, None), number(None));
    assert_eq!(call(Region::Us, Some("ZZ")), number(None));
}

#[test]
fn nothing_reported_is_no_answer() {
    let decision = ask(&now(), &early_adult(), &[]);
    assert_eq!(decision.answer().urgency, None);
    assert!(decision.answer().call.is_empty());
}

#[test]
fn the_next_dose_is_a_question_and_never_an_order_to_stop() {
    let fever = ask(&now(), &early_adult(), &[typed("fever")]);
    assert_eq!(fever.answer().next_dose, NextDose::AskWhetherToHold);
    assert!(
        fever
            .answer()
            .advice
            .iter()
            .any(|a| a.says.contains("Do not stop the medicine on your own"))
    );
    let lips = ask(&now(), &early_adult(), &[typed("swollen lips")]);
    assert_eq!(lips.answer().next_dose, NextDose::NoMore);
    let nausea = ask(&now(), &early_adult(), &[mild(typed("nausea"))]);
    assert_eq!(nausea.answer().next_dose, NextDose::NothingSaid);
}

#[test]
fn a_text_past_its_review_says_so() {
    let later = "2028-11-25T09:00-06:00[-06:00]".parse().unwrap();
    let old = |now: &ZonedDateTime| {
        let decision = ask(now, &early_adult(), &[typed("fever")]);
        decision
            .answer()
            .advice
            .iter()
            .any(|a| a.says.contains("24 months"))
    };
    assert!(!old(&now()));
    assert!(!old(&"2028-11-24T09:00-06:00[-06:00]".parse().unwrap()));
    assert!(old(&later));
}

// --- the whole answer --------------------------------------------------------------------------------

fn told(decision: &Decision<TriageAnswer>) -> String {
    let t = Terminology::shipped();
    let m = monograph();
    let answer = decision.answer();
    let mut lines = vec![format!(
        "urgency: {}",
        answer.urgency.map_or("none", Urgency::word)
    )];
    for sign in &answer.signs {
        let name = match &sign.understood {
            Understood::Sign(id) => t.get(*id).name().to_owned(),
            Understood::Offered(ids) => {
                let names: Vec<_> = ids.iter().map(|id| t.get(*id).name()).collect();
                format!("perhaps {}", names.join(" or "))
            }
            Understood::NotListed => "not listed".to_owned(),
        };
        lines.push(format!("  {name}: {}", sign.urgency.word()));
    }
    for advice in &answer.advice {
        let id = m.statement(advice.statement).id();
        lines.push(format!(
            "says: {} [{id}, {}]",
            advice.says,
            advice.urgency.word()
        ));
    }
    lines.push(format!("next dose: {}", answer.next_dose.word()));
    lines.push(format!("spot: {}", answer.rest.word()));
    lines.push(format!("call: {:?}", answer.call));
    lines.push(format!("ask again: {:?}", answer.follow_up));
    let ids: Vec<_> = decision
        .basis()
        .because
        .iter()
        .map(|no| m.statement(no).id())
        .collect();
    lines.push(format!("because: {}", ids.join(", ")));
    lines.push(format!("inputs: {}", decision.basis().inputs.len()));
    for missing in &decision.basis().missing {
        let about = missing.about.map_or("", |id| t.get(id).key());
        lines.push(format!("missing: {} {about}", missing.fact));
    }
    lines.push(format!("conflicts: {}", conflicts(decision).join(", ")));
    for sentence in &decision.basis().would_change {
        lines.push(format!("would change: {sentence}"));
    }
    lines.join("\n")
}

#[test]
fn answers_in_full() {
    let at_site = Report {
        place: Some(id("injection-site")),
        ..typed("redness")
    };
    insta::assert_snapshot!(
        "lips_and_hives",
        told(&ask(
            &now(),
            &Situation::default(),
            &[typed("lips are swelling"), typed("hives")]
        ))
    );
    insta::assert_snapshot!(
        "site_redness_unknown",
        told(&ask(
            &now(),
            &Situation::default(),
            std::slice::from_ref(&at_site)
        ))
    );
    insta::assert_snapshot!(
        "site_redness_mild",
        told(&ask(&now(), &early_adult(), &[mild(at_site)]))
    );
    insta::assert_snapshot!(
        "nausea_unknown",
        told(&ask(&now(), &Situation::default(), &[typed("nausea")]))
    );
    insta::assert_snapshot!(
        "nausea_mild",
        told(&ask(&now(), &early_adult(), &[mild(typed("nausea"))]))
    );
    insta::assert_snapshot!(
        "fever",
        told(&ask(&now(), &early_adult(), &[typed("fever")]))
    );
    insta::assert_snapshot!(
        "unlisted",
        told(&ask(&now(), &early_adult(), &[typed("my ears glow")]))
    );
}
