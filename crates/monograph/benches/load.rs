//! How long does it take to read and check the whole monograph, beside the plain parse of the same Markdown?
//!
//! `cargo bench -p monograph`
#![allow(clippy::unwrap_used, reason = "a benchmark")]

use divan::{Bencher, black_box, counter::BytesCount};
use monograph::Files;
use terminology::Terminology;

const FILES: Files<'_> = Files {
    name: "monograph.md",
    text: include_str!("../../../monographs/anakinra/monograph.md"),
    sources_name: "source.toml",
    sources: include_str!("../../../monographs/anakinra/source.toml"),
};

fn main() {
    // The terminology has its own benchmark; here it is loaded beforehand.
    let _ = Terminology::shipped();
    divan::main();
}

/// The whole way: two texts to a checked monograph.
#[divan::bench]
fn monograph(bencher: Bencher<'_, '_>) {
    let bytes = FILES.text.len() + FILES.sources.len();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| monograph::read(black_box(FILES), Terminology::shipped()).unwrap());
}

/// The floor: the events of the Markdown, read and thrown away.
#[divan::bench]
fn plain_markdown(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::new(FILES.text.len()))
        .bench_local(|| pulldown_cmark::Parser::new(black_box(FILES.text)).count());
}
