//! What people type.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use terminology::{How, Kind, Stated, Terminology};

fn t() -> &'static Terminology {
    Terminology::shipped()
}

fn first(words: &str, kinds: &[Kind]) -> Option<(&'static str, How)> {
    let hit = t().search(words, kinds, 5).into_iter().next()?;
    Some((t().get(hit.concept).key(), hit.how))
}

#[test]
fn the_better_way_comes_first() {
    let any = &Kind::ALL;
    assert_eq!(first("Kineret", any), Some(("anakinra", How::Exact)));
    assert_eq!(first("kiner", any), Some(("anakinra", How::Prefix)));
    assert_eq!(
        first("adalimumab biosimilar", &[Kind::Medicine]),
        Some(("adalimumab", How::Within))
    );
    assert_eq!(
        first("kinerte", any),
        Some(("anakinra", How::Near { slips: 1 }))
    );
    assert_eq!(
        first("adalimubam", &[Kind::Medicine]).unwrap().0,
        "adalimumab"
    );
    assert_eq!(
        first("swolen lips", &[Kind::Symptom]),
        Some(("lip-swelling", How::Near { slips: 1 }))
    );
    assert_eq!(
        first("lips very swollen", &[Kind::Symptom]),
        Some(("lip-swelling", How::Scattered))
    );
    assert_eq!(
        first("cant breath", &[Kind::Symptom]),
        Some(("trouble-breathing", How::Exact))
    );
    assert_eq!(first("muckle wels", any).unwrap().0, "mws");
    assert_eq!(first("xqzjw", any), None);
    assert_eq!(first("", any), None);
}

#[test]
fn limits_are_kept() {
    assert_eq!(t().search("swelling", &Kind::ALL, 0).len(), 0);
    assert_eq!(t().search("swelling", &Kind::ALL, 3).len(), 3);
    let hits = t().search("swelling", &Kind::ALL, 100);
    let mut concepts: Vec<_> = hits.iter().map(|hit| hit.concept).collect();
    concepts.sort_unstable();
    concepts.dedup();
    assert_eq!(concepts.len(), hits.len(), "each concept once");
}

/// No slip in three letters; one in five, two in nine, three from ten.
#[test]
fn slips_that_are_looked_for() {
    let near = |words: &str| {
        let hits = t().search(words, &[Kind::Medicine], 5);
        hits.into_iter()
            .any(|hit| matches!(hit.how, How::Near { .. }))
    };
    assert!(!near("hul"));
    assert!(near("huli0"), "Hulio with one");
    assert!(!near("hulxx"), "Hulio with two");
    assert!(near("kinxxet"), "Kineret with two");
    assert!(!near("kixxxet"), "Kineret with three");
    assert!(near("etanexxxpt"), "etanercept with three");
    assert!(!near("etaxxxxxpt"), "etanercept with five");
}

fn phrases(words: &str) -> (Vec<&'static str>, Vec<String>) {
    let read = t().phrases(words, &[Kind::Symptom]);
    let keys = read
        .found
        .iter()
        .map(|found| t().get(found.concept).key())
        .collect();
    (keys, read.rest)
}

#[test]
fn a_sentence_is_taken_apart() {
    let nothing: Vec<String> = Vec::new();
    assert_eq!(
        phrases("My lips are swelling, and I can't breathe!"),
        (vec!["lip-swelling", "trouble-breathing"], nothing.clone())
    );
    assert_eq!(
        phrases("throwing up and puffy face"),
        (vec!["vomiting", "face-swelling"], nothing.clone())
    );
    assert_eq!(
        phrases("I have a rash all over my body"),
        (vec!["widespread-rash"], nothing.clone())
    );
    assert_eq!(
        phrases("diarrhoea, diarrhea"),
        (vec!["diarrhoea", "diarrhoea"], nothing.clone())
    );
    assert_eq!(
        phrases("rash and my eye fell out"),
        (vec!["rash"], vec!["and my eye fell out".to_owned()])
    );
    assert_eq!(
        phrases("I feel like a banana"),
        (vec![], vec!["i feel like a banana".to_owned()])
    );
    assert_eq!(phrases(""), (vec![], nothing));
}

#[test]
fn a_denial_is_doubt_and_not_absence() {
    let read = t().phrases("no fever, but a rash", &[Kind::Symptom]);
    let said: Vec<_> = read
        .found
        .iter()
        .map(|found| (t().get(found.concept).key(), found.stated))
        .collect();
    assert_eq!(
        said,
        [("fever", Stated::AfterNo), ("rash", Stated::Plainly)]
    );
    // A denial that belongs to the name is the name.
    assert_eq!(phrases("no energy").0, ["extreme-tiredness"]);
    assert_eq!(phrases("not able to breathe").0, ["trouble-breathing"]);
}

#[test]
fn places_and_symptoms_in_one_sentence() {
    let read = t().phrases("itching on the left thigh", &[Kind::Symptom, Kind::Place]);
    let keys: Vec<_> = read
        .found
        .iter()
        .map(|found| t().get(found.concept).key())
        .collect();
    assert_eq!(keys, ["itching", "thigh-left"]);
}

/// What a person in trouble types must be found without a choice to make.
#[test]
fn emergencies_in_plain_words() {
    for (words, key) in [
        ("can't breathe", "trouble-breathing"),
        ("I can not breathe", "trouble-breathing"),
        ("hard to breathe", "trouble-breathing"),
        ("short of breath", "trouble-breathing"),
        ("lips are swelling", "lip-swelling"),
        ("my tongue is swelling", "tongue-swelling"),
        ("throat is closing up", "throat-swelling"),
        ("face is swollen", "face-swelling"),
        ("can't swallow", "difficulty-swallowing"),
        ("passed out", "fainting"),
        ("wheezing", "wheezing"),
        ("my heart is racing", "fast-pulse"),
        ("chest hurts", "chest-pain"),
        ("anaphylactic shock", "anaphylaxis"),
    ] {
        let found = phrases(words);
        assert_eq!(found, (vec![key], Vec::new()), "{words}");
    }
}

/// Words that also belong to harmless sentences must not name an emergency.
#[test]
fn harmless_words_are_no_emergency() {
    for (words, not) in [
        ("faint redness", "fainting"),
        ("blood test", "bleeding"),
        ("allergic to cats", "allergic-reaction"),
        ("blood pressure", "bleeding"),
    ] {
        assert!(
            !phrases(words).0.contains(&not),
            "{words}: {:?}",
            phrases(words)
        );
    }
}
