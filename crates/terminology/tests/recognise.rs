//! Codes and words together: what is taken, what is only offered, what is a conflict.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use terminology::{
    Coding, ConceptId, How, Kind, NameRule, NameSort, Recognition, System, Terminology, WordsSay,
};

const MEDICINES: &[Kind] = &[Kind::Medicine, Kind::MedicineClass];
const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";

fn t() -> &'static Terminology {
    Terminology::shipped()
}

fn id(key: &str) -> ConceptId {
    t().by_key(key)
        .unwrap_or_else(|| panic!("no row for {key}"))
}

fn read(kinds: &[Kind], words: &str) -> Recognition {
    t().recognise(kinds, &[], Some(words))
}

fn taken(kinds: &[Kind], words: &str) -> Option<&'static str> {
    read(kinds, words).taken().map(|id| t().get(id).key())
}

fn rxnorm<'a>(code: &'a str, display: Option<&'a str>) -> Coding<'a> {
    Coding {
        system: RXNORM,
        code,
        display,
    }
}

#[test]
fn every_medicine_by_every_name_and_code() {
    for medicine in t().concepts(Kind::Medicine) {
        for name in medicine.names() {
            for words in [
                name.text().to_owned(),
                name.text().to_uppercase(),
                format!("  {}®, 20 mg", name.text()),
            ] {
                assert_eq!(taken(MEDICINES, &words), Some(medicine.key()), "{words}");
            }
        }
        for code in medicine.codes() {
            let coding = Coding {
                system: code.system().uri(),
                code: code.code(),
                display: None,
            };
            let read = t().recognise(MEDICINES, &[coding], None);
            assert_eq!(read.taken(), Some(medicine.id()), "{code:?}");
        }
    }
}

#[test]
fn every_generic_medicine_as_a_biosimilar() {
    for medicine in t().concepts(Kind::Medicine) {
        let words = format!("{}-wxyz 40 MG Prefilled Syringe", medicine.name());
        let Recognition::ByName { id, how, matched } = read(MEDICINES, &words) else {
            panic!("{words}");
        };
        assert_eq!((id, how), (medicine.id(), NameRule::Biosimilar), "{words}");
        assert!(matched.ends_with("wxyz"));
    }
    // Three or five letters, or no hyphen, are no suffix of a biosimilar; the ingredient is still there.
    for words in [
        "adalimumab-adz",
        "adalimumab-adazz",
        "adalimumab adaz",
        "adalimumab-1234",
    ] {
        assert!(
            matches!(
                read(MEDICINES, words),
                Recognition::ByName {
                    how: NameRule::InText,
                    ..
                }
            ),
            "{words}"
        );
    }
}

#[test]
fn every_medicine_with_a_slip_is_offered_and_never_taken() {
    for medicine in t().concepts(Kind::Medicine) {
        for name in medicine
            .names()
            .iter()
            .filter(|n| n.sort() != NameSort::Synonym)
        {
            let mut letters: Vec<char> = name.text().chars().collect();
            if letters.len() < 6 {
                continue;
            }
            let at = letters.len() / 2;
            letters.swap(at, at + 1);
            if letters[at] == letters[at + 1] {
                letters.remove(at);
            }
            let slip: String = letters.into_iter().collect();
            let read = read(&[Kind::Medicine], &slip);
            if let Recognition::ByName { matched, .. } = &read {
                // "adalimumab fosimdeosnide": one word of the name is a name of another medicine.
                assert!(
                    slip.to_lowercase().contains(matched.as_str()),
                    "{slip}: {read:?}"
                );
                continue;
            }
            let Recognition::Near(hits) = read else {
                panic!("{slip}: {read:?}");
            };
            assert!(
                hits.iter().any(|hit| hit.concept == medicine.id()),
                "{slip}: {hits:?}"
            );
        }
    }
}

#[test]
fn names_of_rxnorm_products_lead_where_their_codes_lead() {
    let table = include_str!("../../../terminology/rxnorm.tsv");
    let mut brands_only = 0;
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [code, key, name, _] = fields[..] else {
            panic!("{row}");
        };
        assert_eq!(t().by_code(System::RxNorm, code), t().by_key(key), "{row}");
        assert_eq!(taken(MEDICINES, name), Some(key), "{row}");
        let read = t().recognise(MEDICINES, &[rxnorm(code, Some(name))], None);
        assert_eq!(
            read,
            Recognition::ByCode {
                id: id(key),
                words: WordsSay::TheSame
            },
            "{row}"
        );
        brands_only += usize::from(!name.contains(key) && name.ends_with("Injectable Product"));
    }
    assert_eq!(
        brands_only, 8,
        "the forms that carry a brand and no ingredient"
    );
}

#[test]
fn the_traps_of_the_fact_file() {
    assert_eq!(
        taken(MEDICINES, "adalimumab fosimdesonide"),
        Some("adalimumab-fosimdesonide")
    );
    assert_eq!(taken(MEDICINES, "adalimumab beta"), Some("adalimumab"));
    assert_eq!(taken(MEDICINES, "infliximab beta"), Some("infliximab-beta"));
    assert_eq!(
        taken(MEDICINES, "infliximab-dyyb 120 MG/ML Pen Injector"),
        Some("infliximab")
    );
    assert_eq!(taken(MEDICINES, "certolizumab"), Some("certolizumab-pegol"));
    assert_eq!(
        taken(MEDICINES, "Cimzia Injectable Product"),
        Some("certolizumab-pegol")
    );
    assert_eq!(
        t().by_code(System::Unii, "G6ADW90R16"),
        t().by_key("certolizumab-fragment")
    );
    assert_eq!(
        t().by_code(System::Unii, "fwc6iwt3eh"),
        t().by_key("adalimumab-fosimdesonide")
    );
    assert_eq!(taken(MEDICINES, "anti-adalimumab antibodies"), None);
    assert_eq!(taken(MEDICINES, "non-adalimumab"), None);
    assert_eq!(taken(MEDICINES, "MTX"), None, "an error-prone abbreviation");
    assert_eq!(
        t().by_code(System::Atc, "l04ab99"),
        t().by_key("tnf-blocker"),
        "a TNF blocker of tomorrow"
    );
    assert_eq!(
        t().by_code(System::Atc, "L04AB04"),
        t().by_key("adalimumab")
    );
    assert_eq!(t().by_code(System::Atc, "L04A"), None);
}

#[test]
fn a_code_and_words_that_agree() {
    let read = t().recognise(
        MEDICINES,
        &[rxnorm("72435", Some("anakinra"))],
        Some("Kineret 100 mg"),
    );
    assert_eq!(
        read,
        Recognition::ByCode {
            id: id("anakinra"),
            words: WordsSay::TheSame
        }
    );
    let read = t().recognise(MEDICINES, &[rxnorm("72435", None)], None);
    assert_eq!(
        read,
        Recognition::ByCode {
            id: id("anakinra"),
            words: WordsSay::Nothing
        }
    );
    let read = t().recognise(MEDICINES, &[rxnorm("72435", None)], Some("the yellow one"));
    assert_eq!(
        read,
        Recognition::ByCode {
            id: id("anakinra"),
            words: WordsSay::Unknown
        }
    );
    let read = t().recognise(MEDICINES, &[rxnorm("214555", None)], Some("TNF blocker"));
    assert_eq!(
        read,
        Recognition::ByCode {
            id: id("etanercept"),
            words: WordsSay::TheSame
        }
    );
}

#[test]
fn a_code_and_words_that_contradict_each_other() {
    let conflict = Recognition::Conflict {
        by_code: id("anakinra"),
        by_name: id("etanercept"),
    };
    let by_display = t().recognise(MEDICINES, &[rxnorm("72435", Some("etanercept"))], None);
    assert_eq!(by_display, conflict);
    let by_text = t().recognise(
        MEDICINES,
        &[rxnorm("72435", Some("anakinra"))],
        Some("Enbrel"),
    );
    assert_eq!(by_text, conflict);
    let Recognition::ByCode {
        words: WordsSay::Resembling(hits),
        ..
    } = t().recognise(MEDICINES, &[rxnorm("72435", None)], Some("etanercpt"))
    else {
        panic!("a near name beside a code is shown");
    };
    assert_eq!(hits[0].concept, id("etanercept"));
}

#[test]
fn words_may_narrow_a_code() {
    let m042 = Coding {
        system: ICD,
        code: "M04.2",
        display: Some("Cryopyrin-associated periodic syndromes"),
    };
    let alone = t().recognise(&[Kind::Condition], &[m042], None);
    assert_eq!(
        alone,
        Recognition::ByCode {
            id: id("caps"),
            words: WordsSay::TheSame
        }
    );
    let with_words = t().recognise(&[Kind::Condition], &[m042], Some("NOMID"));
    assert!(
        matches!(with_words, Recognition::ByName { id: found, how: NameRule::NarrowsCode, .. } if found == id("nomid"))
    );
    let other = t().recognise(&[Kind::Condition], &[m042], Some("rheumatoid arthritis"));
    assert!(matches!(other, Recognition::Conflict { .. }));
}

#[test]
fn several_things_are_ambiguous_and_all_are_named() {
    let both = read(MEDICINES, "methotrexate and etanercept");
    assert_eq!(both.taken(), None);
    let mut keys: Vec<_> = both
        .possible()
        .into_iter()
        .map(|id| t().get(id).key())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, ["etanercept", "methotrexate"]);
    let codes = t().recognise(
        MEDICINES,
        &[rxnorm("72435", None), rxnorm("214555", None)],
        None,
    );
    assert_eq!(codes.possible().len(), 2);
    let beside = t().recognise(
        MEDICINES,
        &[rxnorm("72435", None)],
        Some("anakinra, before that etanercept"),
    );
    assert_eq!(
        beside,
        Recognition::Ambiguous(vec![id("anakinra"), id("etanercept")])
    );
    // A class and its member are one thing said twice.
    assert_eq!(
        taken(MEDICINES, "etanercept (TNF blocker)"),
        Some("etanercept")
    );
}

#[test]
fn unknown_codes_leave_the_words() {
    let read = t().recognise(
        MEDICINES,
        &[rxnorm("99999999", Some("adalimumab-aaty 40 MG Pen"))],
        None,
    );
    assert!(matches!(read, Recognition::ByName { id: found, .. } if found == id("adalimumab")));
    let read = t().recognise(
        MEDICINES,
        &[rxnorm("314076", Some("lisinopril 10 MG Oral Tablet"))],
        None,
    );
    assert_eq!(read, Recognition::Unrecognised);
    let strange = Coding {
        system: "http://example.org/ours",
        code: "72435",
        display: Some("etanercpt"),
    };
    assert!(matches!(
        t().recognise(MEDICINES, &[strange], None),
        Recognition::Near(_)
    ));
}

#[test]
fn a_condition_is_read_as_a_whole() {
    let condition = |words| taken(&[Kind::Condition], words);
    assert_eq!(
        condition("Rheumatoid arthritis (disorder)"),
        Some("rheumatoid-arthritis")
    );
    assert_eq!(
        condition("RHEUMATOID  ARTHRITIS"),
        Some("rheumatoid-arthritis")
    );
    assert_eq!(condition("Still’s disease"), Some("stills-disease"));
    assert_eq!(condition("leukaemia"), Some("cancer"));
    assert_eq!(
        condition("chronic kidney disease, stage 4 (severe)"),
        Some("kidney-disease-stage-4")
    );
    for words in [
        "no history of tuberculosis",
        "family history of breast cancer",
        "rule out tuberculosis",
        "not pregnant",
        "suspected lung cancer (situation)",
        "anxiety about cancer",
    ] {
        let read = read(&[Kind::Condition], words);
        assert_eq!(read.taken(), None, "{words}: {read:?}");
        let Recognition::Near(hits) = &read else {
            panic!("{words}: {read:?}");
        };
        assert!(
            hits.iter().any(|hit| hit.how == How::Within),
            "{words}: {hits:?}"
        );
    }
}

#[test]
fn allergies_and_vaccines_by_their_words() {
    let allergy = |words| taken(&[Kind::Allergen, Kind::Medicine], words);
    assert_eq!(
        allergy("Allergy to E. coli protein"),
        Some("e-coli-protein")
    );
    assert_eq!(
        allergy("Escherichia coli-derived proteins"),
        Some("e-coli-protein")
    );
    assert_eq!(allergy("E. coli-derived proteins"), Some("e-coli-protein"));
    assert_eq!(allergy("latex allergy"), Some("latex"));
    assert_eq!(allergy("allergic to Kineret"), Some("anakinra"));
    assert_eq!(allergy("latex-free gloves"), None);
    let vaccine = |words| taken(&[Kind::Vaccine], words);
    assert_eq!(vaccine("MMR vaccine"), Some("mmr"));
    assert_eq!(vaccine("varicella vaccination"), Some("varicella"));
    assert_eq!(vaccine("yellow fever immunisation"), Some("yellow-fever"));
    assert_eq!(vaccine("FluMist"), Some("influenza-nasal"));
    assert_eq!(vaccine("flu shot"), Some("influenza-injected"));
    assert_eq!(vaccine("flu vaccine"), Some("influenza-unspecified"));
    assert_eq!(vaccine("shingles vaccine"), Some("zoster-unspecified"));
    assert_eq!(vaccine("Shingrix"), Some("zoster-recombinant"));
    assert_eq!(vaccine("monkeypox vaccine"), Some("jynneos"));
    assert_eq!(
        t().recognise(&[Kind::Lab], &[], Some("urine creatinine"))
            .taken(),
        None
    );
}

#[test]
fn a_code_of_another_kind_is_not_taken() {
    let read = t().recognise(&[Kind::Condition], &[rxnorm("72435", None)], None);
    assert_eq!(read, Recognition::Unrecognised);
}

#[test]
fn nothing_and_junk() {
    for words in [
        "",
        "   ",
        "®™",
        "\u{200b}\u{feff}",
        "🦠💉",
        "ㅤ",
        "---",
        "𝕬",
        "́́́",
    ] {
        assert_eq!(
            read(&Kind::ALL, words),
            Recognition::Unrecognised,
            "{words:?}"
        );
    }
    assert_eq!(
        t().recognise(&[], &[rxnorm("72435", Some("anakinra"))], Some("anakinra")),
        Recognition::Unrecognised
    );
    // Invisible characters and full-width letters from a web page are the same word.
    assert_eq!(taken(MEDICINES, "ana\u{ad}kin\u{200b}ra"), Some("anakinra"));
    assert_eq!(taken(MEDICINES, "Ｋｉｎｅｒｅｔ™"), Some("anakinra"));
    assert_eq!(taken(MEDICINES, "kinérèt"), Some("anakinra"));
    // A Cyrillic а is another letter: offered, not taken.
    assert_eq!(taken(MEDICINES, "аnakinra"), None);
    let long = format!("{} anakinra", "x ".repeat(200_000));
    assert_eq!(
        taken(MEDICINES, &long),
        None,
        "cut at the documented length"
    );
}

#[test]
fn what_a_person_says_of_himself_is_the_symptom() {
    for (words, key) in [
        ("My lips are swelling", "lip-swelling"),
        ("I can't breathe", "trouble-breathing"),
        ("she can't swallow", "difficulty-swallowing"),
        ("I have a rash", "rash"),
        ("I've got hives", "hives"),
        ("the rash is spreading", "widespread-rash"),
        ("he is wheezing", "wheezing"),
        ("I feel sick", "nausea"),
    ] {
        assert_eq!(taken(&[Kind::Symptom], words), Some(key), "{words}");
    }
    for words in [
        "I have no rash",
        "my friend has hives",
        "I had a rash last year",
    ] {
        assert_eq!(taken(&[Kind::Symptom], words), None, "{words}");
    }
}

#[test]
fn offers_are_the_best_first() {
    let Recognition::Near(hits) = read(&[Kind::Symptom], "both lips are very swollen") else {
        panic!("nothing is taken");
    };
    assert_eq!(hits[0].concept, id("lip-swelling"), "{hits:?}");
}
