//! Screening allocates nothing once its buffers have grown.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod record;

use decide::Situation;
use decide::screening::{Findings, Screener};
use monograph::Region;
use terminology::Terminology;

fn allocations(situation: &Situation) -> u64 {
    let monograph = monograph::anakinra().unwrap();
    let screener = Screener::new(monograph, Terminology::shipped(), Region::Us);
    let (now, mut findings) = (record::now(), Findings::default());
    screener.run(situation, &now, &mut findings);
    assert!(!findings.found().is_empty());
    let info = allocation_counter::measure(|| {
        for _ in 0..100 {
            screener.run(situation, &now, &mut findings);
        }
    });
    info.count_total
}

#[test]
fn a_second_screening_allocates_nothing() {
    assert_eq!(allocations(&record::typical()), 0);
}

#[test]
fn the_counter_counts() {
    let info = allocation_counter::measure(|| drop(std::hint::black_box(vec![1_u8; 64])));
    assert_eq!(info.count_total, 1);
}
