//! A RxNorm release of the user's own, small and written by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::io::{BufReader, Read};

use terminology::{ConceptId, RxNormError, System, Terminology};

fn t() -> &'static Terminology {
    Terminology::shipped()
}

fn id(key: &str) -> ConceptId {
    t().by_key(key).unwrap()
}

/// A row of RXNCONSO.RRF with 18 fields.
fn name(rxcui: &str, sort: &str, name: &str) -> String {
    format!("{rxcui}|ENG||||||{rxcui}1|{rxcui}||{rxcui}|RXNORM|{sort}|{rxcui}|{name}||N|4096|\n")
}

/// A row of RXNREL.RRF with 16 fields: the second concept is `relation` of the first.
fn relation(first: &str, second: &str, relation: &str) -> String {
    format!("{first}||CUI|RO|{second}||CUI|{relation}|1||RXNORM|RXNORM||||4096|\n")
}

fn conso() -> String {
    [
        name("72435", "IN", "anakinra"),
        name("9000001", "BN", "Kineret"),
        name(
            "9000002",
            "SCD",
            "0.3 ML anakinra 150 MG/ML Prefilled Syringe",
        ),
        name(
            "9000003",
            "SBD",
            "0.3 ML anakinra 150 MG/ML Prefilled Syringe [Kineret]",
        ),
        name(
            "9000004",
            "BPCK",
            "{7 (0.3 ML anakinra 150 MG/ML Prefilled Syringe [Kineret]) } Pack [Kineret]",
        ),
        name("6851", "IN", "methotrexate"),
        name("9000010", "PIN", "methotrexate sodium"),
        name("9000011", "SCD", "methotrexate 2 MG Oral Tablet"),
        name("9000020", "IN", "adalimumab-aaty"),
        name(
            "9000021",
            "SBD",
            "0.4 ML adalimumab-aaty 100 MG/ML Auto-Injector [Yuflyma]",
        ),
        name("9000030", "SCD", "anakinra and methotrexate kit"),
        name("29046", "IN", "lisinopril"),
        name("314076", "SCD", "lisinopril 10 MG Oral Tablet"),
        "72435|ENG||||||1|1||1|MTHSPL|SU|X|ANAKINRA||N||\n".to_owned(),
    ]
    .concat()
}

fn rel() -> String {
    [
        relation("72435", "9000001", "tradename_of"),
        relation("72435", "9000002", "has_ingredient"),
        relation("9000003", "9000002", "has_tradename"),
        relation("9000004", "9000003", "contained_in"),
        relation("6851", "9000010", "form_of"),
        relation("9000011", "6851", "ingredient_of"),
        relation("9000020", "9000021", "has_ingredient"),
        relation("72435", "9000030", "has_ingredient"),
        relation("6851", "9000030", "has_ingredient"),
        relation("29046", "314076", "has_ingredient"),
        // A dose form leads everywhere and must not be followed.
        relation("9000002", "720001", "dose_form_of"),
        relation("314076", "720001", "dose_form_of"),
        relation("720001", "314076", "has_dose_form"),
        "314076||CUI|RO|72435||CUI|isa|1||MTHSPL|X|||||\n".to_owned(),
    ]
    .concat()
}

#[test]
fn products_of_a_release_are_known_afterwards() {
    let (wider, report) = t()
        .with_rxnorm(conso().as_bytes(), rel().as_bytes())
        .unwrap();
    let find = |code| wider.by_code(System::RxNorm, code);
    for (code, key) in [
        ("72435", "anakinra"),
        ("9000001", "anakinra"),
        ("9000002", "anakinra"),
        ("9000003", "anakinra"),
        ("9000004", "anakinra"),
        ("9000010", "methotrexate"),
        ("9000011", "methotrexate"),
        ("9000020", "adalimumab"),
        ("9000021", "adalimumab"),
    ] {
        assert_eq!(find(code), Some(id(key)), "{code}");
    }
    for other in ["29046", "314076", "720001", "9000030"] {
        assert_eq!(find(other), None, "{other}");
    }
    assert_eq!(
        report.several,
        [(
            "9000030".to_owned(),
            vec![id("anakinra"), id("methotrexate")]
        )]
    );
    assert_eq!(report.added[&id("anakinra")], 4);
    assert_eq!(report.conflicts, []);
    assert_eq!((report.names_read, report.broken_lines), (13, 0));
    assert_eq!(report.relations_read, 10);
    // The shipped terminology is what it was.
    assert_eq!(t().by_code(System::RxNorm, "9000002"), None);
    let code = wider.get(id("anakinra")).codes().last().unwrap();
    assert!(
        wider.source(code.source()).is_some(),
        "a code of the release has its source"
    );
}

#[test]
fn a_release_never_changes_what_a_shipped_code_means() {
    let names = name("214555", "IN", "anakinra");
    let relations = relation("72435", "191831", "has_ingredient");
    let (wider, report) = t()
        .with_rxnorm(names.as_bytes(), relations.as_bytes())
        .unwrap();
    assert_eq!(
        wider.by_code(System::RxNorm, "214555"),
        Some(id("etanercept"))
    );
    assert_eq!(
        wider.by_code(System::RxNorm, "191831"),
        Some(id("infliximab"))
    );
    let conflict = |code: &str, key| (code.to_owned(), id(key), id("anakinra"));
    assert!(report.conflicts.contains(&conflict("214555", "etanercept")));
    assert!(report.conflicts.contains(&conflict("191831", "infliximab")));
}

#[test]
fn broken_lines_are_reported_with_their_number() {
    let cut = "9000005|ENG||||||1|1||1|RXNORM|SCD|9000005|cut o";
    let short = "9000006|ENG|RXNORM|IN|anakinra|\n";
    let bad_code = name("90x", "SCD", "anakinra 1 MG");
    let not_utf8 = b"72435|ENG|\xff\xfe|\n";
    let mut conso = [
        conso().as_bytes(),
        short.as_bytes(),
        bad_code.as_bytes(),
        not_utf8,
    ]
    .concat();
    conso.extend_from_slice(cut.as_bytes());
    let (wider, report) = t().with_rxnorm(conso.as_slice(), rel().as_bytes()).unwrap();
    let lines: Vec<_> = report
        .broken
        .iter()
        .map(|problem| (problem.file, problem.line))
        .collect();
    let file = "RXNCONSO.RRF";
    assert_eq!(lines, [(file, 15), (file, 16), (file, 17), (file, 18)]);
    assert_eq!(report.broken_lines, 4);
    assert!(
        report.broken[3].why.contains("cut off"),
        "{:?}",
        report.broken[3]
    );
    assert_eq!(
        wider.by_code(System::RxNorm, "9000002"),
        Some(id("anakinra"))
    );
}

#[test]
fn thousands_of_broken_lines_are_counted_and_a_hundred_kept() {
    let conso = format!("{}{}", conso(), "x\n".repeat(5_000));
    let (_, report) = t().with_rxnorm(conso.as_bytes(), rel().as_bytes()).unwrap();
    assert_eq!((report.broken.len(), report.broken_lines), (100, 5_000));
}

#[test]
fn the_wrong_file_is_said_to_be_wrong() {
    let swapped = t().with_rxnorm(rel().as_bytes(), conso().as_bytes());
    assert!(matches!(
        swapped,
        Err(RxNormError::NotRxNorm {
            file: "RXNCONSO.RRF",
            ..
        })
    ));
    let empty = t().with_rxnorm(&b""[..], rel().as_bytes());
    assert!(matches!(empty, Err(RxNormError::NotRxNorm { .. })));
    let no_relations = t().with_rxnorm(conso().as_bytes(), &b"\n"[..]);
    assert!(matches!(
        no_relations,
        Err(RxNormError::NotRxNorm {
            file: "RXNREL.RRF",
            ..
        })
    ));
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let failed = t().with_rxnorm(BufReader::new(Failing), rel().as_bytes());
    assert!(matches!(
        failed,
        Err(RxNormError::Io {
            file: "RXNCONSO.RRF",
            ..
        })
    ));
}

#[test]
fn a_circle_of_relations_ends() {
    let rel = [
        relation("72435", "9000002", "has_ingredient"),
        relation("9000002", "72435", "has_ingredient"),
    ]
    .concat();
    let (wider, _) = t().with_rxnorm(conso().as_bytes(), rel.as_bytes()).unwrap();
    assert_eq!(
        wider.by_code(System::RxNorm, "9000002"),
        Some(id("anakinra"))
    );
}
