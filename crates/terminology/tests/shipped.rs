//! The shipped data: read, complete, and saying what the fact files say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use terminology::{Kind, System, Terminology};

#[test]
fn the_data_files_are_read() {
    assert_eq!(Terminology::shipped_error(), None);
    assert!(Terminology::shipped().all().count() > 200);
}

#[test]
fn every_row_has_a_source_that_is_declared() {
    let t = Terminology::shipped();
    for concept in t.all() {
        let codes = concept.codes().iter().chain(concept.to_confirm());
        for key in codes.map(|code| code.source()).chain([concept.source()]) {
            for part in key.split('/') {
                assert!(t.source(part).is_some(), "{}: {part}", concept.key());
            }
        }
    }
}

#[test]
fn codes_to_confirm_find_nothing() {
    let t = Terminology::shipped();
    let mut seen = 0;
    for concept in t.all() {
        for code in concept.to_confirm() {
            assert_eq!(t.by_code(code.system(), code.code()), None, "{code:?}");
            seen += 1;
        }
    }
    assert!(seen > 0, "phenytoin and methotrexate wait for confirmation");
    assert_eq!(t.by_code(System::RxNorm, "8183"), None);
}

#[test]
fn every_acting_code_finds_its_concept() {
    let t = Terminology::shipped();
    for concept in t.all() {
        for code in concept.codes() {
            let one = code
                .code()
                .split('-')
                .next()
                .filter(|_| code.system() == System::Icd10Cm);
            let found = t.by_code(code.system(), one.unwrap_or(code.code()));
            assert_eq!(found, Some(concept.id()), "{} {code:?}", concept.key());
        }
    }
    assert!(t.concepts(Kind::Medicine).count() >= 18);
}
