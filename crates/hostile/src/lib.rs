//! What must every parser stand?
//!
//! One body for each door through which text from outside comes in. A body feeds any bytes to its parser and checks what
//! must hold of whatever the parser takes. It returns nothing: it holds, or it panics. The fuzzer runs these bodies for
//! hours (`fuzz/README.md`); the tests run them on some thousands of damaged inputs every time.

#![allow(
    clippy::panic,
    reason = "a body reports by a panic: that is what a fuzzer listens to"
)]

mod damage;

use std::io::BufReader;

pub use damage::{Damage, shrink_to};
use jiff::tz::TimeZone;
use monograph::Files;
use quantity::{BodyWeight, CalendarSpan, ClockSpan, DosePerWeight, Mass, Quantity, Range, number};
use terminology::{Coding, Kind, Recognition, Terminology};

/// A door: its name, good inputs to damage, and the body.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// The name; also that of the fuzz target.
    pub name: &'static str,
    /// Inputs that the parser takes, to start from.
    pub seeds: &'static [&'static str],
    /// Feeds the bytes to the parser and checks what must hold.
    pub body: fn(&[u8]),
}

/// All doors.
pub const DOORS: &[Door] = &[
    Door {
        name: "quantities",
        seeds: QUANTITIES,
        body: quantities,
    },
    Door {
        name: "words",
        seeds: WORDS,
        body: words,
    },
    Door {
        name: "codes",
        seeds: CODES,
        body: codes,
    },
    Door {
        name: "rxnorm",
        seeds: RXNORM,
        body: rxnorm,
    },
    Door {
        name: "monograph",
        seeds: MONOGRAPH,
        body: monograph,
    },
    Door {
        name: "sources",
        seeds: SOURCES,
        body: sources,
    },
    Door {
        name: "record",
        seeds: RECORDS,
        body: record,
    },
];

const QUANTITIES: &[&str] = &[
    "8 mg/kg/d",
    "0.5 to 1 mg/kg/d",
    "12.4kg",
    "12 h",
    "18 a",
    "30 mL/min",
    "1.5 10*9/L",
    "36.6 Cel",
    "1,000 mg",
    "1.000",
    "1e3",
    "-5 mg",
    "٣ mg",
    "0.67 mL",
    "99999999999999999999999999 mg",
];
const WORDS: &[&str] = &[
    "enbrel",
    "adalimumab-adaz",
    "my lips are swelling and I can't breathe",
    "no fever",
    "etanercpt",
    "Humira 40 mg pen",
    "",
    "ÉTANERCEPT",
    "certolizumab",
    "a\u{0}b",
];
const CODES: &[&str] = &[
    "http://www.nlm.nih.gov/research/umls/rxnorm|214555|etanercept",
    "http://hl7.org/fhir/sid/icd-10-cm|M06.1|",
    "http://hl7.org/fhir/sid/cvx|21|varicella",
    "urn:posology:concept|e-coli-protein|",
    "||",
];
const RXNORM: &[&str] = &[
    "72435|ENG||||||||||RXNORM|IN|72435|anakinra||N||\n\u{1f}72435|||RO|727710||||ingredient_of|||RXNORM|||||\n",
];
const MONOGRAPH: &[&str] = &[include_str!("../../monograph/tests/small/monograph.md")];
const SOURCES: &[&str] = &[include_str!("../../monograph/tests/small/source.toml")];
const RECORDS: &[&str] = &[
    include_str!("../../../examples/adult-ra-on-etanercept.json"),
    include_str!("../../../examples/child-nomid.json"),
    include_str!("../../../examples/older-kidney-live-vaccine.json"),
];

/// Numbers and units: what is taken is written in UCUM and read back as the same.
pub fn quantities(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(value) = number::strict(text) {
        assert!(
            !value.is_sign_negative(),
            "a strict number has no sign: {text:?} gave {value}"
        );
    }
    let _ = number::json(text);
    if let Ok(quantity) = text.parse::<Quantity>() {
        let again: Result<Quantity, _> = quantity.ucum().parse();
        assert_eq!(
            again.ok(),
            Some(quantity),
            "{text:?} changed on its way through UCUM"
        );
    }
    let _ = (
        text.parse::<Mass>(),
        text.parse::<BodyWeight>(),
        text.parse::<DosePerWeight>(),
    );
    let _ = (text.parse::<ClockSpan>(), text.parse::<CalendarSpan>());
    if let Ok(range) = text.parse::<Range<DosePerWeight>>() {
        assert!(
            range.low() <= range.high(),
            "{text:?} gave a range that stands on its head"
        );
    }
}

/// What people type: a near name is offered, never taken.
pub fn words(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let t = Terminology::shipped();
    let hits = t.search(text, &Kind::ALL, 5);
    assert!(hits.len() <= 5, "more was offered than asked for");
    match t.recognise(&[Kind::Medicine, Kind::MedicineClass], &[], Some(text)) {
        Recognition::ByName { id, .. } => {
            assert!(
                !text.trim().is_empty(),
                "nothing was taken for {}",
                t.get(id).key()
            );
        }
        Recognition::ByCode { .. } | Recognition::Conflict { .. } => {
            panic!("a text without a code gave a code: {text:?}")
        }
        Recognition::Ambiguous(_) | Recognition::Near(_) | Recognition::Unrecognised => {}
    }
}

/// A coding from somebody's record: `system|code|display`.
pub fn codes(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut parts = text.splitn(3, '|');
    let (system, code) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let coding = Coding {
        system,
        code,
        display: parts.next(),
    };
    let _ = Terminology::shipped().recognise(&Kind::ALL, &[coding], Some(text));
}

/// The two files of an RxNorm release, with a unit separator between them: no shipped code changes its meaning.
pub fn rxnorm(data: &[u8]) {
    let middle = data.iter().position(|b| *b == 0x1f).unwrap_or(data.len());
    let (conso, rel) = data.split_at(middle);
    let shipped = Terminology::shipped();
    if let Ok((wider, _)) = shipped.with_rxnorm(BufReader::new(conso), BufReader::new(rel)) {
        let system = terminology::System::RxNorm;
        for code in ["72435", "727714", "214555", "327361"] {
            assert_eq!(
                wider.by_code(system, code),
                shipped.by_code(system, code),
                "{code} changed its meaning"
            );
        }
    }
}

/// The text of a monograph: it is read whole, or each problem has a place and a remedy.
pub fn monograph(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    read_monograph(text, SOURCES.first().copied().unwrap_or_default());
}

/// The list of its sources.
pub fn sources(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    read_monograph(MONOGRAPH.first().copied().unwrap_or_default(), text);
}

fn read_monograph(text: &str, sources: &str) {
    let files = Files {
        name: "monograph.md",
        text,
        sources_name: "source.toml",
        sources,
    };
    if let Err(problems) = monograph::read(files, Terminology::shipped()) {
        assert!(!problems.list().is_empty(), "refused without a problem");
        for problem in problems.list() {
            let (_, line, column) = problem.place();
            assert!(
                line > 0 && column > 0 && !problem.remedy().is_empty(),
                "a problem without place or remedy: {problem}"
            );
        }
    }
}

/// A FHIR record: facts and a list of what was not read, or a sentence about the bytes. What is read twice is the same.
pub fn record(data: &[u8]) {
    let read = || {
        fhir::read(
            data,
            Terminology::shipped(),
            &TimeZone::UTC,
            &fhir::ReadOptions::default(),
        )
    };
    let first = read();
    assert_eq!(first, read(), "the same bytes were read in two ways");
    if let Ok(reading) = first {
        for unread in &reading.unread {
            assert!(
                !unread.path.is_empty() && !unread.why.is_empty(),
                "unread without a place or a reason"
            );
        }
    }
}
