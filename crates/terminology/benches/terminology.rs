//! How long the terminology takes: `cargo bench -p terminology`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark, not library code"
)]

use std::hint::black_box;
use terminology::{Coding, Kind, System, Terminology};

fn main() {
    divan::main();
}

/// Reading and checking the shipped files: once in the life of a program.
#[divan::bench]
fn load() -> Terminology {
    Terminology::load().unwrap()
}

#[divan::bench]
fn is_a(bencher: divan::Bencher) {
    let t = Terminology::shipped();
    let (a, b) = (
        t.by_key("adalimumab").unwrap(),
        t.by_key("biologic").unwrap(),
    );
    bencher.bench_local(|| t.is_a(black_box(a), black_box(b)));
}

#[divan::bench]
fn by_code_icd(bencher: divan::Bencher) {
    let t = Terminology::shipped();
    bencher.bench_local(|| t.by_code(System::Icd10Cm, black_box("M06.041")));
}

#[divan::bench(args = ["72435", "314076"])]
fn recognise_rxnorm(bencher: divan::Bencher, code: &str) {
    let t = Terminology::shipped();
    let display = match code {
        "72435" => "anakinra",
        _ => "lisinopril 10 MG Oral Tablet",
    };
    let coding = Coding {
        system: "http://www.nlm.nih.gov/research/umls/rxnorm",
        code,
        display: Some(display),
    };
    bencher.bench_local(|| t.recognise(&[Kind::Medicine], &[black_box(coding)], None));
}

#[divan::bench]
fn recognise_typed_words_that_are_none(bencher: divan::Bencher) {
    let t = Terminology::shipped();
    let words = Some("lisinopril 10 MG Oral Tablet");
    bencher.bench_local(|| t.recognise(&[Kind::Medicine], &[], black_box(words)));
}

#[divan::bench]
fn search_with_a_slip(bencher: divan::Bencher) {
    let t = Terminology::shipped();
    bencher.bench_local(|| t.search(black_box("etanercpt"), &Kind::ALL, 5));
}

#[divan::bench]
fn phrases(bencher: divan::Bencher) {
    let t = Terminology::shipped();
    let words = "my lips are swelling and I can't breathe since yesterday";
    bencher.bench_local(|| t.phrases(black_box(words), &[Kind::Symptom]));
}
