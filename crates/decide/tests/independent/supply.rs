//! Which syringe may be used: the table against `decide::supply`.

use std::num::NonZeroU16;
use std::sync::Arc;

use decide::{
    Fact, Handled, Handling, Item, Outing, Package, Return, Situation, Verdict, What, supply,
};

use super::answers::{Expected, Got};
use super::calendar::{Day, MINUTES_A_DAY, Minute};
use super::chance::Chance;
use super::number::Fraction;
use super::table::Table;
use super::world::{amount, at, date, fact, moment, on, region, setting};

#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    leaflet: Option<&'static str>,
    now: Minute,
    /// A day of the month that is printed.
    expiry: Day,
    out: Option<Out>,
    happened: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
struct Out {
    minutes: Minute,
    celsius: Fraction,
    back: bool,
}

impl Record {
    pub fn make(chance: &mut Chance, _: &Table) -> Record {
        let day = Day(chance.between(Day::of(2024, 1, 1).0, Day::of(2027, 12, 31).0));
        let expires_in = *chance.one(&[-1, 0, 0, 1, 5, 12]);
        let day = if chance.percent(25) {
            day.last_of_month()
        } else {
            day
        };
        let day = if chance.percent(10) {
            Day(day.last_of_month().0 + 1)
        } else {
            day
        };
        let leaflet = *chance.one(&[Some("us"), Some("eu"), None]);
        let hours = *chance.one(&[1, 12, 23, 24, 24, 25, 71, 72, 72, 73, 100]);
        let tenths = *chance.one(&[200, 249, 250, 250, 251, 255, 260, 300]);
        let celsius = if leaflet == Some("us") { 200 } else { tenths };
        let out = chance.percent(60).then(|| Out {
            minutes: hours * 60 + *chance.one(&[0, 0, 1, -1, 20]),
            celsius: Fraction::new(celsius, 10),
            back: chance.percent(30),
        });
        Record {
            region: chance.one::<&str>(&["us", "eu"]),
            leaflet,
            now: day.0 * MINUTES_A_DAY + chance.between(0, MINUTES_A_DAY - 1),
            expiry: day.months_later(expires_in),
            out,
            happened: chance
                .percent(25)
                .then(|| *chance.one(&["frozen", "opened", "dropped", "shaken"])),
        }
    }

    pub fn by_table(&self, table: &Table) -> Expected {
        let leaflet = self.leaflet.unwrap_or("unknown");
        let mut why = Vec::new();
        let mut outcomes = Vec::new();
        for row in table.of("supply") {
            if row.when.first().is_some_and(|when| when != leaflet) {
                continue;
            }
            let so = match row.fact.as_str() {
                "hours out" => self.out.is_some_and(|out| {
                    row.compares(Fraction::new(i128::from(out.minutes), 60), "h")
                }),
                "warmest" => self.out.is_some_and(|out| row.compares(out.celsius, "Cel")),
                "went back" => self.out.is_some_and(|out| out.back && row.has("yes")),
                "what happened" => self.happened.is_some_and(|what| row.has(what)),
                "days past the printed month" => {
                    let past = self.now.div_euclid(MINUTES_A_DAY) - self.expiry.last_of_month().0;
                    row.compares(Fraction::whole(i128::from(past)), "d")
                }
                fact => panic!("{fact:?} is nothing that happens to a syringe"),
            };
            if so {
                outcomes.push(row.outcome.clone());
                why.push(row.to_string());
            }
        }
        let mut expected = Expected::default();
        let has = |outcome: &str| outcomes.iter().any(|word| word == outcome);
        let words: &[&str] = match (has("not usable"), has("not offered")) {
            (true, _) => &["not usable"],
            (false, true) => &["not usable", "ask"],
            (false, false) => &["usable"],
        };
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        expected.any_of("syringe", &words, &why.join("; "));
        expected
    }

    fn facts(&self) -> Vec<Fact> {
        let package = Package {
            id: Arc::from("box"),
            lot: None,
            expiry: Some(date(self.expiry)),
            count: NonZeroU16::MIN,
            leaflet: self.leaflet.map(region),
        };
        let handled = |how: Handling| Handled {
            item: Item {
                package: Arc::from("box"),
                syringe: Some(NonZeroU16::MIN),
            },
            how,
        };
        let received = Day(self.now.div_euclid(MINUTES_A_DAY) - 30);
        let mut facts = vec![fact(What::Package(package), on(received))];
        facts.extend(self.out.map(|out| {
            // What went back did so an hour ago.
            let until = if out.back { self.now - 60 } else { self.now };
            let outing = Outing {
                from: Some(moment(until - out.minutes)),
                until: if out.back {
                    Return::Back(moment(until))
                } else {
                    Return::StillOut
                },
                warmest: Some(amount(out.celsius, "Cel")),
            };
            fact(
                What::Handled(handled(Handling::Out(outing))),
                at(until - out.minutes),
            )
        }));
        facts.extend(self.happened.map(|what| {
            let how = match what {
                "frozen" => Handling::Frozen,
                "opened" => Handling::Opened,
                "dropped" => Handling::Dropped,
                _ => Handling::Shaken,
            };
            fact(What::Handled(handled(how)), at(self.now - 30))
        }));
        facts
    }

    pub fn by_program(&self) -> Got {
        let now = moment(self.now);
        let decision = supply(&setting(self.region, &now), &Situation::new(self.facts()));
        let mut got = Got::default();
        for syringe in &decision.answer().syringes {
            got.says(
                "syringe",
                match syringe.verdict {
                    Verdict::Usable => "usable",
                    Verdict::Ask => "ask",
                    Verdict::Discard | Verdict::Gone => "not usable",
                },
            );
        }
        got
    }
}
