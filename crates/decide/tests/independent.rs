//! A second evaluator of the limits: a table written from the sources (`cases/limits.tsv`), with its own
//! arithmetic and calendar, compared with the program on 20,000 generated records.
//!
//! `POSOLOGY_LONG=1` makes twenty times as many.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod independent {
    pub mod answers;
    pub mod calendar;
    pub mod chance;
    pub mod counts;
    pub mod dose;
    pub mod jump;
    pub mod missed;
    pub mod number;
    pub mod outcomes;
    pub mod overdose;
    pub mod screening;
    pub mod supply;
    pub mod table;
    pub mod triage;
    pub mod world;
}

use independent::answers::{Expected, Got, differences};
use independent::chance::Chance;
use independent::table::{Row, Table};
use independent::{counts, dose, jump, missed, overdose, screening, supply, triage};

/// How many records, long or short.
fn so_many(records: usize) -> usize {
    if std::env::var_os("POSOLOGY_LONG").is_some() {
        records * 20
    } else {
        records
    }
}

/// What a question must be able to do to be compared.
struct Question<R> {
    name: &'static str,
    records: usize,
    make: fn(&mut Chance, &Table) -> R,
    by_table: fn(&R, &Table) -> Expected,
    by_program: fn(&R) -> Got,
}

impl<R: std::fmt::Debug> Question<R> {
    /// Makes the records, asks both, and asks that they agree; then that each planted fault is found.
    fn run(&self) {
        let table = Table::shipped();
        let mut chance = Chance::seeded(self.records as u64);
        let records: Vec<R> = (0..so_many(self.records))
            .map(|_| (self.make)(&mut chance, &table))
            .collect();
        let got: Vec<Got> = records.iter().map(self.by_program).collect();
        self.agree(&table, &records, &got);
        self.every_row_bears(&table, &records, &got);
    }

    fn agree(&self, table: &Table, records: &[R], got: &[Got]) {
        let mut shown = Vec::new();
        let mut wrong = 0;
        for (record, got) in records.iter().zip(got) {
            let lines = differences(&(self.by_table)(record, table), got);
            if !lines.is_empty() {
                wrong += 1;
                let lines = lines.join("\n  ");
                if shown.len() < 10 {
                    shown.push(format!("{record:?}\n  {lines}\n  the program: {got:?}"));
                }
            }
        }
        let all = records.len();
        assert!(
            wrong == 0,
            "{}: {wrong} of {all} records differ\n\n{}",
            self.name,
            shown.join("\n\n")
        );
    }

    fn every_row_bears(&self, table: &Table, records: &[R], got: &[Got]) {
        let mut idle = Vec::new();
        let mut faults = 0;
        for row in table.of(self.name) {
            for fault in row.faults() {
                faults += 1;
                if !self.finds(table, &fault, records, got) {
                    idle.push(idle_fault(row, &fault));
                }
            }
        }
        let listed = idle.join("\n");
        assert!(
            idle.is_empty(),
            "{}: {} of {faults} planted faults are not found\n{listed}",
            self.name,
            idle.len()
        );
    }

    fn finds(&self, table: &Table, fault: &Row, records: &[R], got: &[Got]) -> bool {
        let wrong = table.with(fault);
        let differs = |(record, got): (&R, &Got)| {
            !differences(&(self.by_table)(record, &wrong), got).is_empty()
        };
        records.iter().zip(got).any(differs)
    }
}

fn idle_fault(row: &Row, fault: &Row) -> String {
    match (&row.value, &fault.value) {
        (independent::table::Value::Words(all), independent::table::Value::Words(fewer)) => {
            let gone = all.iter().find(|word| !fewer.contains(word));
            format!("{} without {gone:?}", row.id)
        }
        _ => format!("{}\n   as {fault}", row.id),
    }
}

#[test]
fn what_must_not_come_together() {
    let question = Question {
        name: "screening",
        records: 5_000,
        make: screening::Record::make,
        by_table: screening::Record::by_table,
        by_program: screening::Record::by_program,
    };
    question.run();
}

#[test]
fn which_dose_follows() {
    let question = Question {
        name: "dose",
        records: 5_000,
        make: dose::Record::make,
        by_table: dose::Record::by_table,
        by_program: dose::Record::by_program,
    };
    question.run();
}

#[test]
fn what_to_do_about_a_missed_dose() {
    let question = Question {
        name: "missed",
        records: 2_100,
        make: missed::Record::make,
        by_table: missed::Record::by_table,
        by_program: missed::Record::by_program,
    };
    question.run();
}

#[test]
fn which_dose_is_far_from_the_last() {
    let question = Question {
        name: "jump",
        records: 500,
        make: jump::Record::make,
        by_table: jump::Record::by_table,
        by_program: jump::Record::by_program,
    };
    question.run();
}

#[test]
fn how_urgent_a_sign_is() {
    let question = Question {
        name: "triage",
        records: 5_000,
        make: triage::Record::make,
        by_table: triage::Record::by_table,
        by_program: triage::Record::by_program,
    };
    question.run();
}

#[test]
fn what_is_too_much_or_too_near() {
    let question = Question {
        name: "overdose",
        records: 1_000,
        make: overdose::Record::make,
        by_table: overdose::Record::by_table,
        by_program: overdose::Record::by_program,
    };
    question.run();
}

#[test]
fn when_the_neutrophils_are_counted() {
    let question = Question {
        name: "counts",
        records: 400,
        make: counts::Record::make,
        by_table: counts::Record::by_table,
        by_program: counts::Record::by_program,
    };
    question.run();
}

#[test]
fn which_syringe_may_be_used() {
    let question = Question {
        name: "supply",
        records: 1_000,
        make: supply::Record::make,
        by_table: supply::Record::by_table,
        by_program: supply::Record::by_program,
    };
    question.run();
}

#[test]
fn every_row_has_its_own_name_and_a_known_source() {
    let table = Table::shipped();
    let monograph = independent::world::monograph();
    let mut names = std::collections::BTreeSet::new();
    for row in &table.rows {
        assert!(names.insert(&row.id), "two rows {}", row.id);
        for source in row.source.split(", ") {
            let key = source.split(' ').next().unwrap();
            assert!(
                monograph.source(key).is_some(),
                "line {}: no source {key}",
                row.line
            );
        }
    }
}
