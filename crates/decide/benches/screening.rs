//! How long does one screening of a decoded record take? `cargo bench -p decide --bench screening`
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

#[path = "../tests/record/mod.rs"]
mod record;

use decide::Situation;
use decide::screening::{Findings, Screener, screen};
use monograph::Region;
use terminology::Terminology;

fn main() {
    divan::main();
}

fn screener() -> Screener {
    let monograph = monograph::anakinra().unwrap();
    Screener::new(monograph, Terminology::shipped(), Region::Us)
}

/// The goal: under 2 microseconds, without allocating.
#[divan::bench]
fn one_record(bencher: divan::Bencher<'_, '_>) {
    let (screener, now, situation) = (screener(), record::now(), record::typical());
    let mut findings = Findings::default();
    bencher.bench_local(|| {
        screener.run(divan::black_box(&situation), &now, &mut findings);
        findings.worst()
    });
}

#[divan::bench]
fn an_empty_record(bencher: divan::Bencher<'_, '_>) {
    let (screener, now, situation) = (screener(), record::now(), Situation::default());
    let mut findings = Findings::default();
    bencher.bench_local(|| {
        screener.run(divan::black_box(&situation), &now, &mut findings);
        findings.missing()
    });
}

/// With the rules compiled anew and the whole basis written out.
#[divan::bench]
fn one_record_with_its_basis(bencher: divan::Bencher<'_, '_>) {
    let (now, situation) = (record::now(), record::typical());
    let setting = record::setting(&now, Region::Us);
    bencher.bench_local(|| screen(&setting, divan::black_box(&situation)));
}

#[divan::bench]
fn compiling_the_rules() -> Screener {
    screener()
}
