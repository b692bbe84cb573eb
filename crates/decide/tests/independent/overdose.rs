//! Too much or too near: the table against `decide::overdose`.

use decide::{
    Administration, Amount, Excess, Fact, Frequency, Prescription, Record as TooMuch, Situation,
    What, overdose,
};

use super::answers::{Expected, Got, NOTHING};
use super::calendar::{Day, MINUTES_A_DAY, Minute};
use super::chance::Chance;
use super::number::Fraction;
use super::table::Table;
use super::world::{amount, at, concept, date, fact, moment, on, setting};

#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    plan: &'static str,
    day: Day,
    /// Minutes of the day at which the first dose was given, and how many later the second.
    first: Minute,
    apart: Minute,
    given: (Fraction, Fraction),
}

const PRESCRIBED: i128 = 100;

impl Record {
    pub fn make(chance: &mut Chance, table: &Table) -> Record {
        let plan = *chance.one(&["twice a day", "once a day", "every second day"]);
        let row = table
            .of("overdose")
            .find(|row| row.when.iter().any(|when| when == plan));
        let limit = i64::try_from(row.unwrap().number("h").floor()).unwrap() * 60;
        let near = limit + *chance.one(&[0, 0, 1, -1, 30, -30, 60, -60, 59, -59]);
        let amount = |chance: &mut Chance| {
            Fraction::whole(*chance.one(&[100, 100, 100, 100, 50, 99, 101, 150, 200, 201]))
        };
        Record {
            region: chance.one::<&str>(&["us", "eu"]),
            plan,
            day: Day(chance.between(Day::of(2024, 1, 1).0, Day::of(2027, 12, 31).0)),
            first: *chance.one(&[8 * 60, 8 * 60, 20 * 60, 23 * 60]),
            apart: if chance.percent(60) {
                near
            } else {
                chance.between(1, 4 * limit)
            },
            given: (amount(chance), amount(chance)),
        }
    }

    /// How many doses a day of injection has.
    fn doses(&self) -> i128 {
        if self.plan == "twice a day" { 2 } else { 1 }
    }

    fn second_day(&self) -> Day {
        Day(self.day.0 + (self.first + self.apart).div_euclid(MINUTES_A_DAY))
    }

    pub fn by_table(&self, table: &Table) -> Expected {
        let mut expected = Expected::default();
        let more = table.row("too-much");
        let over = |given: Fraction, prescribed: i128| {
            more.compares(given.over(Fraction::whole(prescribed)), "times")
        };
        let word = |so: bool| if so { "yes" } else { NOTHING };
        let (first, second) = self.given;
        let at_once = over(first, PRESCRIBED) || over(second, PRESCRIBED);
        let day = PRESCRIBED * self.doses();
        let same = self.second_day() == self.day;
        let on_day = if same {
            over(first.plus(second), day)
        } else {
            over(first, day) || over(second, day)
        };
        let too_much = at_once || on_day;
        expected.exactly("too much", word(too_much), &more.to_string());
        let hours = Fraction::new(i128::from(self.apart), 60);
        let near = table
            .of("overdose")
            .find(|row| row.when.iter().any(|when| when == self.plan))
            .unwrap();
        // The first dose of a record lies on a day of the plan.
        let days = Fraction::whole(i128::from(self.second_day().0 - self.day.0));
        let free = table.row("free-second");
        let on_free_day = self.plan == "every second day" && !same && free.compares(days, "d");
        let is_near = near.compares(hours, "h");
        expected.exactly("too near", word(is_near), &near.to_string());
        // What is too near is told once.
        expected.exactly("free day", word(on_free_day && !is_near), &free.to_string());
        expected
    }

    fn facts(&self) -> Vec<Fact> {
        let two = std::num::NonZeroU8::MIN.saturating_add(1);
        let (frequency, times) = match self.plan {
            "twice a day" => (Frequency::TimesADay(two), vec!["08:00", "20:00"]),
            "once a day" => (
                Frequency::TimesADay(std::num::NonZeroU8::MIN),
                vec!["08:00"],
            ),
            _ => (Frequency::EveryDays(two), vec!["08:00"]),
        };
        let start = Day(self.day.0 - 20);
        let prescription = Prescription {
            indication: Some(concept("nomid")),
            amount: Some(Amount::EachTime(amount(Fraction::whole(PRESCRIBED), "mg"))),
            frequency: Some(frequency),
            times: times
                .into_iter()
                .map(|time| time.parse().unwrap())
                .collect(),
            start: Some(date(start)),
            end: None,
            by: None,
            close: None,
            areas: None,
        };
        let given = |mg: Fraction, minute: Minute| {
            let what = Administration {
                amount: Some(amount(mg, "mg")),
                site: None,
                lot: None,
                syringe: None,
            };
            fact(What::Administration(what), at(minute))
        };
        let first = self.day.0 * MINUTES_A_DAY + self.first;
        vec![
            fact(What::Prescription(prescription), on(start)),
            given(self.given.0, first),
            given(self.given.1, first + self.apart),
        ]
    }

    pub fn by_program(&self) -> Got {
        let now = moment(self.day.0 * MINUTES_A_DAY + self.first + self.apart + 30);
        let decision = overdose(&setting(self.region, &now), &Situation::new(self.facts()));
        let mut got = Got::default();
        if let TooMuch::TooMuch(all) = &decision.answer().record {
            for excess in all {
                let subject = match excess {
                    Excess::AtOnce { .. } | Excess::OnDay { .. } | Excess::Doses { .. } => {
                        "too much"
                    }
                    Excess::TooNear { .. } => "too near",
                    Excess::FreeDay { .. } => "free day",
                };
                got.says(subject, "yes");
            }
        }
        got
    }
}
