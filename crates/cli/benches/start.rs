//! How long from starting the program to its answer?
//!
//! `cargo bench -p posology`. Each command is started 60 times, one after the other, and timed from before the start to
//! after the end; beside it a program that does nothing (`true`), for what a start costs in any case.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 60;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let posology = env!("CARGO_BIN_EXE_posology");
    let commands: [(&str, &str, &[&str]); 6] = [
        ("nothing (true)", "true", &[]),
        (
            "screen, a record",
            posology,
            &["screen", "examples/adult-ra-on-etanercept.json"],
        ),
        (
            "screen, a record, JSON",
            posology,
            &[
                "screen",
                "examples/adult-ra-on-etanercept.json",
                "--format",
                "json",
            ],
        ),
        (
            "dose",
            posology,
            &[
                "dose", "--for", "nomid", "--weight", "12.4kg", "--per-kg", "2mg/kg", "--age", "3y",
            ],
        ),
        (
            "triage",
            posology,
            &["triage", "lips are swelling", "hives"],
        ),
        ("check", posology, &["check"]),
    ];
    println!(
        "{:<26}{:>10}{:>10}{:>10}",
        "start to answer", "fastest", "median", "slowest"
    );
    for (name, program, args) in commands {
        let mut times: Vec<Duration> = (0..RUNS).map(|_| once(program, args, &root)).collect();
        times.sort_unstable();
        let at = |i: usize| format!("{:.1?}", times.get(i).copied().unwrap_or_default());
        println!(
            "{name:<26}{:>10}{:>10}{:>10}",
            at(0),
            at(RUNS / 2),
            at(RUNS - 1)
        );
    }
}

fn once(program: &str, args: &[&str], root: &Path) -> Duration {
    let before = Instant::now();
    Command::new(program)
        .args(args)
        .current_dir(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    before.elapsed()
}
