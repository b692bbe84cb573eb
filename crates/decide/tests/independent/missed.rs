//! What to do about a missed dose: the table against `decide::missed_dose`.

use std::num::NonZeroU8;

use decide::{
    Act, Administration, Amount, Fact, Frequency, Prescription, Situation, Tell, What, missed_dose,
};

use super::answers::{Expected, Got};
use super::calendar::{Day, MINUTES_A_DAY, Minute};
use super::chance::Chance;
use super::number::Fraction;
use super::table::{Row, Table};
use super::world::{amount, at, concept, date, fact, measured, moment, on, setting};

#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    plan: Plan,
    /// The day of the last dose, which was given at the first usual time.
    last: Day,
    /// Minutes since then.
    since: Minute,
    clearance: Option<Fraction>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Twice,
    Once,
    EverySecond,
}

const EIGHT: Minute = 8 * 60;

impl Plan {
    fn minutes(self) -> Minute {
        match self {
            Plan::Twice => MINUTES_A_DAY / 2,
            Plan::Once => MINUTES_A_DAY,
            Plan::EverySecond => 2 * MINUTES_A_DAY,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Plan::Twice => "twice a day",
            Plan::Once => "once a day",
            Plan::EverySecond => "every second day",
        }
    }
}

impl Record {
    pub fn make(chance: &mut Chance, table: &Table) -> Record {
        let plan = *chance.one(&[Plan::Twice, Plan::Once, Plan::Once, Plan::EverySecond]);
        let interval = plan.minutes();
        let near = *chance.one(&[0, 0, 1, -1, 60, -60, 30, -30, 200, -200]);
        let at_limit = interval * chance.between(0, 3) + *chance.one(&[0, interval / 2]) + near;
        let since = if chance.percent(60) {
            at_limit
        } else {
            chance.between(1, 4 * interval)
        };
        let limit = table.row("missed-kidney").number("mL/min");
        let off = *chance.one(&[0, 0, 1, -1, 10, -10, 5, -5, 300, 300]);
        Record {
            region: chance.one::<&str>(&["us", "us", "eu"]),
            plan,
            last: Day(chance.between(Day::of(2024, 1, 1).0, Day::of(2027, 12, 31).0)),
            since: since.max(1),
            clearance: chance
                .percent(80)
                .then(|| limit.plus(Fraction::new(off, 10))),
        }
    }

    pub fn by_table(&self, table: &Table) -> Expected {
        let mut expected = Expected::default();
        let rows: Vec<&Row> = table
            .of("missed")
            .filter(|row| row.holds_in(self.region))
            .collect();
        let missed = self.since.div_euclid(self.plan.minutes());
        if missed == 0 {
            expected.exactly("act", "nothing missed", "the next dose is still to come");
            return expected;
        }
        if self.clearance.is_none() {
            expected.unknown.insert("clearance".to_owned());
        }
        let left = (missed + 1) * self.plan.minutes() - self.since;
        let hours = Fraction::new(i128::from(left), 60);
        let asks = rows.iter().find(|row| match row.fact.as_str() {
            "clearance" => self
                .clearance
                .is_some_and(|clearance| row.compares(clearance, "mL/min")),
            "any" => row.has("missed"),
            _ => false,
        });
        let takes = rows
            .iter()
            .find(|row| row.fact == "time left" && row.when[0] == self.plan.word());
        match (asks, takes) {
            (Some(row), _) => expected.exactly("act", "ask", &row.to_string()),
            (None, Some(row)) if row.compares(hours, "h") => {
                expected.exactly("act", "take", &row.to_string())
            }
            (None, Some(row)) => expected.exactly("act", "skip", &row.to_string()),
            (None, None) => expected.exactly("act", "what a line says", "no line"),
        }
        let several = table.row("several-missed");
        let tells = several.compares(Fraction::whole(i128::from(missed)), "doses");
        expected.exactly(
            "tell",
            if tells { "the doctor" } else { "nobody" },
            &several.to_string(),
        );
        expected
    }

    fn facts(&self) -> Vec<Fact> {
        let (frequency, times) = match self.plan {
            Plan::Twice => (
                Frequency::TimesADay(NonZeroU8::new(2).unwrap()),
                vec!["08:00", "20:00"],
            ),
            Plan::Once => (Frequency::TimesADay(NonZeroU8::MIN), vec!["08:00"]),
            Plan::EverySecond => (
                Frequency::EveryDays(NonZeroU8::new(2).unwrap()),
                vec!["08:00"],
            ),
        };
        let start = Day(self.last.0 - 20);
        let prescription = Prescription {
            indication: Some(concept("nomid")),
            amount: Some(Amount::EachTime(amount(Fraction::whole(100), "mg"))),
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
        let last = Administration {
            amount: Some(amount(Fraction::whole(100), "mg")),
            site: None,
            lot: None,
            syringe: None,
        };
        let yesterday = Some(Day(self.last.0 - 1));
        let clearance = self
            .clearance
            .map(|c| measured("creatinine-clearance", c, "mL/min", yesterday));
        let mut facts = vec![
            fact(What::Prescription(prescription), on(start)),
            fact(
                What::Administration(last),
                at(self.last.0 * MINUTES_A_DAY + EIGHT),
            ),
        ];
        facts.extend(clearance);
        facts
    }

    pub fn by_program(&self) -> Got {
        let now = moment(self.last.0 * MINUTES_A_DAY + EIGHT + self.since);
        let decision = missed_dose(&setting(self.region, &now), &Situation::new(self.facts()));
        let answer = decision.answer();
        let mut got = Got::default();
        got.says(
            "act",
            match answer.act {
                Act::NothingMissed => "nothing missed",
                Act::Take => "take",
                Act::Skip => "skip",
                Act::Ask => "ask",
            },
        );
        if answer.act != Act::NothingMissed {
            got.says(
                "tell",
                match answer.tell {
                    Tell::No => "nobody",
                    Tell::Doctor => "the doctor",
                },
            );
        }
        let asks = |missing: &decide::Missing| missing.fact == "creatinine-clearance";
        if decision.basis().missing.iter().any(asks) {
            got.asked.insert("clearance".to_owned());
        }
        got
    }
}
