//! How urgent one sign is: the table against `decide::triage`.

use std::num::NonZeroU8;
use std::sync::Arc;

use decide::{
    Administration, Amount, Course, Extent, Fact, Frequency, Prescription, Report, Said, Severity,
    Situation, Truth, What, When, triage,
};

use super::answers::{Expected, Got};
use super::calendar::{Day, MINUTES_A_DAY};
use super::chance::Chance;
use super::number::Fraction;
use super::table::{Row, Table};
use super::world::{amount, at, concept, date, fact, moment, noon, on, setting};

#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    today: Day,
    sign: String,
    at_site: bool,
    severity: Option<Severity>,
    extent: Option<Extent>,
    course: Option<Course>,
    fever: Truth,
    /// Days since it began.
    since: Option<i64>,
    /// The age in years, and days over; none when it is not told.
    age: Option<(i64, i64)>,
    /// Days since the first injection.
    treated: Option<i64>,
}

const NOT_LISTED: [&str; 3] = ["my hair turned blue", "hiccups", "I yawn a lot"];

impl Record {
    pub fn make(chance: &mut Chance, table: &Table) -> Record {
        let at_site = chance.percent(50);
        let fact = if at_site { "sign at the site" } else { "sign" };
        let rows: Vec<&Row> = table.of("triage").filter(|row| row.fact == fact).collect();
        let row = *chance.one(&rows);
        let mut sign = chance.one(row.words()).clone();
        if sign == "unlisted" {
            sign = (*chance.one(&NOT_LISTED)).to_owned();
        }
        let quiet = chance.percent(65);
        let chance_of_youth = chance.percent(60);
        Record {
            region: chance.one::<&str>(&["us", "eu"]),
            today: Day(chance.between(Day::of(2024, 1, 1).0, Day::of(2027, 12, 31).0)),
            sign,
            at_site,
            severity: maybe(chance, quiet, Severity::Mild, Severity::ALL),
            extent: maybe(chance, quiet, Extent::Local, Extent::ALL),
            course: maybe(chance, quiet, Course::Same, Course::ALL),
            fever: maybe(chance, quiet, Truth::No, &[Truth::No, Truth::Yes])
                .unwrap_or(Truth::Unknown),
            age: maybe(
                chance,
                quiet && chance_of_youth,
                (40, 0),
                &[(40, 0), (64, 300), (65, 0), (65, 1), (80, 5)],
            ),
            since: *chance.one(&[Some(0), Some(0), Some(0), Some(1), Some(2), Some(10), None]),
            treated: maybe(chance, quiet, 10, &[1, 30, 41, 42, 43, 100]).map(|days| {
                if chance.percent(50) {
                    days
                } else {
                    *chance.one(&[35, 40, 41, 42, 43, 48, 49, 50])
                }
            }),
        }
    }
}

/// Mostly the quiet answer when the whole sign is to be quiet, else any answer, now and then none.
fn maybe<T: Copy>(chance: &mut Chance, quiet: bool, mild: T, all: &[T]) -> Option<T> {
    if quiet && chance.percent(93) {
        return Some(mild);
    }
    chance.percent(80).then(|| *chance.one(all))
}

// --- what the table expects -------------------------------------------------------------------

pub const CLASSES: [&str; 5] = ["expected", "call", "contact", "same-day", "emergency"];

fn span(outcome: &str) -> (usize, usize) {
    let class = |word: &str| CLASSES.iter().position(|class| *class == word).unwrap();
    match outcome.strip_prefix("at least ") {
        Some(word) => (class(word), CLASSES.len() - 1),
        None => (class(outcome), class(outcome)),
    }
}

impl Record {
    fn small(&self) -> bool {
        let calm = matches!(self.course, Some(Course::Same | Course::Improving));
        let one_spot = !self.at_site || self.extent == Some(Extent::Local);
        self.severity == Some(Severity::Mild) && calm && one_spot && self.fever == Truth::No
    }

    /// Whether the treatment is known to be in its first weeks.
    fn early(&self, table: &Table) -> bool {
        let row = table.row("site-early");
        let weeks = |days: i64| Fraction::new(i128::from(days), 7);
        self.treated
            .is_some_and(|days| row.compares(weeks(days), "wk"))
    }

    /// Whether the age is known to be below that from which warnings rise.
    fn younger(&self, table: &Table) -> bool {
        let row = table.row("older");
        let years =
            |(years, days): (i64, i64)| Fraction::new(i128::from(years * 1000 + days), 1000);
        self.age.is_some_and(|age| !row.compares(years(age), "a"))
    }

    fn so(&self, when: &str, table: &Table) -> bool {
        match when {
            "any" => true,
            "small" => self.small(),
            "not small" => !self.small(),
            "since today" => self.since == Some(0),
            "since yesterday" => self.since == Some(1),
            "longer or not told" => !matches!(self.since, Some(0 | 1)),
            "early" => self.early(table),
            "not early" => !self.early(table),
            "younger" => self.younger(table),
            "not younger" => !self.younger(table),
            "fever" => self.fever == Truth::Yes,
            "no fever" => self.fever == Truth::No,
            "fever not told" => self.fever == Truth::Unknown,
            _ => panic!("{when:?} is nothing that a sign can be"),
        }
    }

    pub fn by_table(&self, table: &Table) -> Expected {
        let unlisted = NOT_LISTED.contains(&self.sign.as_str());
        let sign = if unlisted { "unlisted" } else { &self.sign };
        let sort = if self.at_site && !unlisted {
            "sign at the site"
        } else {
            "sign"
        };
        let about = table
            .of("triage")
            .filter(|row| row.fact == sort && row.has(sign));
        let so: Vec<&Row> = about
            .filter(|row| row.when.iter().all(|when| self.so(when, table)))
            .collect();
        let (from, to) = so.iter().fold((0, 0), |(from, to), row| {
            let (least, most) = span(&row.outcome);
            (from.max(least), to.max(most))
        });
        let lines: Vec<String> = so.iter().map(ToString::to_string).collect();
        let right = match (so.is_empty(), unlisted) {
            (false, _) => words((from, to)),
            // A sign of which no line speaks is not listed.
            (true, false) => words(span("contact")),
            (true, true) => vec!["what a line says".to_owned()],
        };
        let mut expected = Expected::default();
        expected.any_of("urgency", &right, &lines.join("; "));
        expected
    }
}

fn words((from, to): (usize, usize)) -> Vec<String> {
    CLASSES[from..=to]
        .iter()
        .map(|word| (*word).to_owned())
        .collect()
}

// --- what the program decides ------------------------------------------------------------------

impl Record {
    fn report(&self) -> Report {
        let symptom = if NOT_LISTED.contains(&self.sign.as_str()) {
            Said::Words(Arc::from(self.sign.as_str()))
        } else {
            Said::Recognised(concept(&self.sign))
        };
        Report {
            place: self.at_site.then(|| concept("injection-site")),
            severity: self.severity,
            extent: self.extent,
            course: self.course,
            fever: self.fever,
            onset: self
                .since
                .map(|days| When::Day(date(Day(self.today.0 - days)))),
            ..Report::of(symptom)
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some((years, days)) = self.age {
            let born = Day(self.today.months_later(-12 * years).0 - days);
            facts.push(fact(What::Born(When::Day(date(born))), None));
        }
        let Some(days) = self.treated else {
            return facts;
        };
        let start = Day(self.today.0 - days);
        let prescription = Prescription {
            indication: Some(concept("rheumatoid-arthritis")),
            amount: Some(Amount::EachTime(amount(Fraction::whole(100), "mg"))),
            frequency: Some(Frequency::TimesADay(NonZeroU8::MIN)),
            times: vec!["08:00".parse().unwrap()],
            start: Some(date(start)),
            end: None,
            by: None,
            close: None,
            areas: None,
        };
        let first = Administration {
            amount: None,
            site: None,
            lot: None,
            syringe: None,
        };
        let eight = start.0 * MINUTES_A_DAY + 8 * 60;
        facts.push(fact(What::Prescription(prescription), on(start)));
        facts.push(fact(What::Administration(first), at(eight)));
        facts
    }

    pub fn by_program(&self) -> Got {
        let now = moment(noon(self.today));
        let decision = triage(
            &setting(self.region, &now),
            &Situation::new(self.facts()),
            &[self.report()],
        );
        let mut got = Got::default();
        if let Some(urgency) = decision.answer().urgency {
            got.says("urgency", urgency.word());
        }
        got
    }
}
