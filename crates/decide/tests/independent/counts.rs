//! When the neutrophils are counted: the table against `decide::monitoring`.

use decide::monitoring::{Due, plan};
use decide::{Fact, Prescription, Situation, What};
use monograph::Watched;

use super::answers::{Expected, Got, NOTHING};
use super::calendar::Day;
use super::chance::Chance;
use super::table::{Row, Table};
use super::world::{concept, date, fact, key, moment, noon, on, setting};

#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    start: Day,
    /// How many days ago the treatment began; below nothing: it is to begin.
    days: i64,
}

impl Record {
    pub fn make(chance: &mut Chance, _: &Table) -> Record {
        Record {
            region: chance.one::<&str>(&["us", "eu"]),
            start: Day(chance.between(Day::of(2023, 1, 1).0, Day::of(2027, 12, 31).0)),
            days: *chance.one(&[-10, -1, 0, 1, 40, 200, 420, 500, 800, 930]),
        }
    }

    fn row<'t>(&self, table: &'t Table, fact: &str) -> Option<&'t Row> {
        table
            .rows
            .iter()
            .find(|row| row.question == "counts" && row.fact == fact && row.holds_in(self.region))
    }

    pub fn by_table(&self, table: &Table) -> Expected {
        let mut expected = Expected::default();
        let months = self.row(table, "month after the start").unwrap();
        for month in months.words() {
            let day = self.start.months_later(month.parse().unwrap());
            let passed = day.0 <= self.start.0 + self.days;
            // What lies ahead may be named or not; what has come must be.
            let words = if passed {
                vec!["due".to_owned()]
            } else {
                vec!["due".to_owned(), NOTHING.to_owned()]
            };
            expected.any_of(&day.text(), &words, &months.to_string());
        }
        let before = self.row(table, "days before the start").unwrap();
        let first = Day(self.start.0 - i64::try_from(before.number("d").floor()).unwrap());
        expected.exactly(
            "before the start",
            &format!("from {}", first.text()),
            &before.to_string(),
        );
        expected
    }

    fn facts(&self) -> Vec<Fact> {
        let prescription = Prescription {
            indication: Some(concept("nomid")),
            amount: None,
            frequency: None,
            times: Vec::new(),
            start: Some(date(self.start)),
            end: None,
            by: None,
            close: None,
            areas: None,
        };
        vec![fact(What::Prescription(prescription), on(self.start))]
    }

    pub fn by_program(&self) -> Got {
        let today = Day(self.start.0 + self.days);
        let now = moment(noon(today));
        let decision = plan(&setting(self.region, &now), &Situation::new(self.facts()));
        let mut got = Got::default();
        for item in &decision.answer().items {
            let counts = |test: &_| key(*test) == "neutrophils";
            if !matches!(&item.of, Watched::Tests(tests) if tests.iter().any(counts)) {
                continue;
            }
            match item.due {
                Due::On(day) => got.says(&day.to_string(), "due"),
                Due::BeforeStart(Some((first, _))) => {
                    got.says("before the start", format!("from {first}"))
                }
                Due::BeforeStart(None) | Due::Again(_) | Due::First => {}
            }
        }
        got
    }
}
