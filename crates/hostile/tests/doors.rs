//! Every door stands some thousands of damaged inputs, and a door that does not is found out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use hostile::{DOORS, Damage, Door, shrink_to};

/// Runs a door; the first input that it does not stand, if there is one.
fn first_fall(door: &Door, inputs: u64) -> Option<Vec<u8>> {
    for seed in door.seeds {
        if catch_unwind(AssertUnwindSafe(|| (door.body)(seed.as_bytes()))).is_err() {
            return Some(seed.as_bytes().to_vec());
        }
    }
    (0..inputs).find_map(|number| {
        let at = usize::try_from(number).unwrap() % door.seeds.len();
        let input = Damage::of(number).apply(door.seeds[at].as_bytes());
        catch_unwind(AssertUnwindSafe(|| (door.body)(&input)))
            .is_err()
            .then_some(input)
    })
}

fn stands(name: &str, inputs: u64) {
    let inputs = if std::env::var_os("POSOLOGY_LONG").is_some() {
        inputs * 50
    } else {
        inputs
    };
    let door = DOORS
        .iter()
        .find(|door| door.name == name)
        .expect("a door of this name");
    if let Some(input) = first_fall(door, inputs) {
        panic!(
            "{name} does not stand {:?}",
            String::from_utf8_lossy(shrink_to(&input, 4_000))
        );
    }
}

#[test]
fn quantities_stand() {
    stands("quantities", 20_000);
}

#[test]
fn words_stand() {
    stands("words", 3_000);
}

#[test]
fn codes_stand() {
    stands("codes", 3_000);
}

#[test]
fn rxnorm_stands() {
    stands("rxnorm", 100);
}

#[test]
fn the_monograph_stands() {
    stands("monograph", 2_000);
}

#[test]
fn the_sources_stand() {
    stands("sources", 2_000);
}

#[test]
fn the_record_stands() {
    stands("record", 2_000);
}

#[test]
fn every_door_has_a_test_and_a_target() {
    let tests = include_str!("doors.rs");
    for door in DOORS {
        assert!(
            tests.contains(&format!("stands(\"{}\"", door.name)),
            "{} has no test here",
            door.name
        );
        let target = format!(
            "{}/../../fuzz/fuzz_targets/{}.rs",
            env!("CARGO_MANIFEST_DIR"),
            door.name
        );
        let text = std::fs::read_to_string(&target).unwrap_or_else(|e| panic!("{target}: {e}"));
        assert!(
            text.contains(&format!("hostile::{}(", door.name)),
            "{target} runs another body"
        );
    }
}

/// The planted fault: a parser that unwraps, and one that takes what it should refuse.
#[test]
fn a_door_that_falls_is_found_out() {
    fn unwraps(data: &[u8]) {
        let text = std::str::from_utf8(data).unwrap();
        assert!(!text.contains('\0'));
    }
    let door = Door {
        name: "planted",
        seeds: &["8 mg/kg/d"],
        body: unwraps,
    };
    assert!(
        first_fall(&door, 2_000).is_some(),
        "a parser that panics on broken text passed"
    );
}
