//! What must not come together: the table against `decide::screening`.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use decide::screening::{About, Findings, Screener};
use decide::{
    Fact, List, MedicineStatus, MedicineUse, Prescription, Situation, State, VaccineStatus, What,
    When,
};
use monograph::Grade;
use terminology::{Kind, System, Terminology};

use super::answers::{Expected, Got, NOTHING};
use super::calendar::Day;
use super::chance::Chance;
use super::number::Fraction;
use super::table::{Row, Table};
use super::world::{
    concept, date, fact, key, measured, moment, monograph, noon, on, region, setting,
};

/// A record, in plain words and numbers.
#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    today: Day,
    born: Option<Day>,
    conditions: Vec<(String, State)>,
    allergies: Vec<(String, State)>,
    medicines: Vec<Medicine>,
    vaccines: Vec<Vaccine>,
    whole: Vec<List>,
    neutrophils: Option<Fraction>,
    clearance: Option<Fraction>,
    /// In how many days the treatment starts; below nothing: so long ago.
    starts_in: Option<i64>,
}

#[derive(Debug, Clone)]
struct Medicine {
    key: String,
    status: MedicineStatus,
    end: Option<Day>,
    cleared: bool,
}

#[derive(Debug, Clone)]
struct Vaccine {
    cvx: String,
    status: VaccineStatus,
    day: Day,
}

impl Record {
    pub fn make(chance: &mut Chance, table: &Table) -> Record {
        let today = Day(chance.between(Day::of(2024, 1, 1).0, Day::of(2027, 12, 31).0));
        let mut record = Record {
            region: chance.one::<&str>(&["us", "eu"]),
            today,
            born: chance.percent(85).then(|| born(chance, today)),
            conditions: Vec::new(),
            allergies: Vec::new(),
            medicines: Vec::new(),
            vaccines: Vec::new(),
            whole: Vec::new(),
            neutrophils: None,
            clearance: None,
            starts_in: None,
        };
        record.add_states(chance, table);
        record.add_medicines(chance);
        record.add_vaccines(chance, table);
        for list in [
            List::Conditions,
            List::Allergies,
            List::Medicines,
            List::Vaccines,
        ] {
            if chance.percent(60) {
                record.whole.push(list);
            }
        }
        record.starts_in = chance
            .percent(80)
            .then(|| *chance.one(&[1, 5, 20, 20, -1, -40]));
        if chance.percent(70) {
            record.neutrophils = Some(near(
                chance,
                table.row("neutrophils-eu").number("10*9/L"),
                100,
            ));
        }
        if chance.percent(70) {
            let row = *chance.one(&["clearance-us", "clearance-eu"]);
            record.clearance = Some(near(chance, table.row(row).number("mL/min"), 10));
        }
        record
    }

    fn add_states(&mut self, chance: &mut Chance, table: &Table) {
        let states = [
            State::Present,
            State::Present,
            State::Past,
            State::Absent,
            State::NotSure,
        ];
        let conditions = subjects(table, "condition");
        for _ in 0..chance.between(0, 4) {
            let key = chance.one(&conditions).clone();
            if self.conditions.iter().all(|(known, _)| *known != key) {
                self.conditions.push((key, *chance.one(&states)));
            }
        }
        let allergies = subjects(table, "allergy");
        for _ in 0..chance.between(0, 2) {
            let key = chance.one(&allergies).clone();
            let state = *chance.one(&[
                State::Present,
                State::Present,
                State::Absent,
                State::NotSure,
            ]);
            if self.allergies.iter().all(|(known, _)| *known != key) {
                self.allergies.push((key, state));
            }
        }
    }

    fn add_medicines(&mut self, chance: &mut Chance) {
        let all: Vec<&str> = Terminology::shipped()
            .concepts(Kind::Medicine)
            .map(|c| c.key())
            .collect();
        for _ in 0..chance.between(0, 3) {
            let key = chance.one(&all).to_string();
            if key == "anakinra" || self.medicines.iter().any(|known| known.key == key) {
                continue;
            }
            let status = *chance.one(&[
                MedicineStatus::Taking,
                MedicineStatus::Taking,
                MedicineStatus::Planned,
                MedicineStatus::OnHold,
                MedicineStatus::Stopped,
                MedicineStatus::Stopped,
                MedicineStatus::NotTaken,
                MedicineStatus::Unknown,
            ]);
            let end = (status == MedicineStatus::Stopped && chance.percent(85)).then(|| {
                let months = *chance.one(&[0, 1, 5, 6, 6, 6, 7, 12]);
                Day(self.today.months_later(-months).0 + chance.between(-2, 0)).min(self.today)
            });
            let cleared = chance.percent(50);
            self.medicines.push(Medicine {
                key,
                status,
                end,
                cleared,
            });
        }
    }

    fn add_vaccines(&mut self, chance: &mut Chance, table: &Table) {
        let lists = ["live", "unclear", "not-live"];
        for _ in 0..chance.between(0, 2) {
            let row = table.row(chance.one::<&str>(&lists));
            let cvx = chance.one(row.words()).clone();
            let same = |known: &Vaccine| vaccine_key(&known.cvx) == vaccine_key(&cvx);
            if self.vaccines.iter().any(same) {
                continue;
            }
            let status = *chance.one(&[
                VaccineStatus::Planned,
                VaccineStatus::Given,
                VaccineStatus::NotGiven,
            ]);
            let days = match status {
                VaccineStatus::Planned => -chance.between(1, 60),
                VaccineStatus::Given | VaccineStatus::NotGiven => {
                    *chance.one(&[0, 1, 14, 27, 28, 29, 30, 90])
                }
            };
            let day = Day(self.today.0 - days);
            self.vaccines.push(Vaccine { cvx, status, day });
        }
    }
}

/// A birthday: often one whose age lies at a limit.
fn born(chance: &mut Chance, today: Day) -> Day {
    let years = *chance.one(&[1, 8, 17, 18, 18, 30, 50, 64, 65, 65, 66, 80]);
    Day(today.months_later(-12 * years).0 + chance.between(-1, 1) * chance.between(0, 40))
}

/// A number at a limit, a hair beside it, or anywhere near.
fn near(chance: &mut Chance, limit: Fraction, parts: i128) -> Fraction {
    let off = *chance.one(&[0, 0, -1, 1, -2, 2, -10, 10, -5, 5, -100, 100]);
    let moved = limit.plus(Fraction::new(off, parts));
    if moved < Fraction::whole(0) {
        limit
    } else {
        moved
    }
}

fn subjects(table: &Table, sort: &str) -> Vec<String> {
    let rows = table.of("screening").filter(|row| row.fact == sort);
    let all: BTreeSet<String> = rows.flat_map(|row| row.words().to_vec()).collect();
    all.into_iter().collect()
}

fn vaccine_key(cvx: &str) -> &'static str {
    let id = Terminology::shipped().by_code(System::Cvx, cvx);
    key(id.unwrap_or_else(|| panic!("CVX {cvx} is not known")))
}

/// What is right for a medicine or a vaccine of which no line speaks: nothing that the program can say.
const NO_LINE: &str = "a line of its own";

// --- what the table expects -------------------------------------------------------------------

pub const GRADES: [&str; 7] = [
    NOTHING,
    "note",
    "discuss",
    "monitor",
    "adjust",
    "avoid",
    "contraindicated",
];

/// From the mildest to the gravest grade that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: usize,
    to: usize,
}

impl Span {
    fn of(outcome: &str) -> Span {
        let grade = |word: &str| GRADES.iter().position(|grade| *grade == word);
        // "At least" leaves open how grave it is, but not that it bars the medicine: the source does not.
        let bars_not = grade("adjust").unwrap();
        match outcome {
            "stops" => Span { from: 5, to: 6 },
            "nothing graver than a note" => Span { from: 0, to: 1 },
            _ => match (
                outcome.strip_prefix("at least "),
                outcome.strip_suffix(" or graver"),
            ) {
                (Some(word), _) => Span {
                    from: grade(word).unwrap(),
                    to: bars_not,
                },
                (None, Some(word)) => Span {
                    from: grade(word).unwrap(),
                    to: GRADES.len() - 1,
                },
                (None, None) => {
                    let only = grade(outcome).unwrap_or_else(|| panic!("no grade {outcome:?}"));
                    Span {
                        from: only,
                        to: only,
                    }
                }
            },
        }
    }

    fn words(self) -> Vec<String> {
        GRADES[self.from..=self.to]
            .iter()
            .map(|word| (*word).to_owned())
            .collect()
    }
}

/// The spans of the rows that hold for one subject: the gravest counts.
#[derive(Debug, Clone, Default)]
struct Gravest {
    span: Option<Span>,
    rows: Vec<String>,
}

impl Gravest {
    fn holds(&mut self, row: &Row) {
        self.bears(Span::of(&row.outcome), &row.to_string());
    }

    fn bears(&mut self, span: Span, row: &str) {
        let before = self.span.unwrap_or(Span { from: 0, to: 0 });
        self.span = Some(Span {
            from: before.from.max(span.from),
            to: before.to.max(span.to),
        });
        self.rows.push(row.to_owned());
    }

    fn say(self, subject: &str, expected: &mut Expected) {
        let nothing = Span { from: 0, to: 0 };
        let words = self.span.unwrap_or(nothing).words();
        expected.any_of(subject, &words, &self.rows.join("; "));
    }
}

impl Record {
    pub fn by_table(&self, table: &Table) -> Expected {
        let mut expected = Expected::default();
        self.expect_conditions(table, &mut expected);
        self.expect_allergies(table, &mut expected);
        for medicine in &self.medicines {
            self.expect_medicine(medicine, table, &mut expected);
        }
        for vaccine in &self.vaccines {
            self.expect_vaccine(vaccine, table, &mut expected);
        }
        self.expect_numbers(table, &mut expected);
        expected
    }

    fn rows<'a>(&self, table: &'a Table, sort: &'a str) -> impl Iterator<Item = &'a Row> {
        let region = self.region;
        table
            .of("screening")
            .filter(move |row| row.fact == sort && row.holds_in(region))
    }

    /// Whether a row asks for a treatment that has begun, or not; what is not told counts as begun.
    fn begun_as(&self, row: &Row) -> bool {
        let begun = self.starts_in.is_none_or(|days| days <= 0);
        match row.when.first().map(String::as_str) {
            Some("not begun") => !begun,
            Some("begun or not told") => begun,
            Some(_) | None => true,
        }
    }

    fn expect_conditions(&self, table: &Table, expected: &mut Expected) {
        for key in subjects(table, "condition") {
            let subject = format!("condition {key}");
            let state = self
                .conditions
                .iter()
                .find(|(known, _)| *known == key)
                .map(|(_, state)| *state);
            let mut gravest = Gravest::default();
            let mut open = false;
            for row in self.rows(table, "condition").filter(|row| row.has(&key)) {
                match self.condition_holds(row, state) {
                    Some(true) => gravest.holds(row),
                    Some(false) => {}
                    None => open = true,
                }
            }
            if open {
                expected.unknown.insert(subject);
            } else {
                gravest.say(&subject, expected);
            }
        }
    }

    fn condition_holds(&self, row: &Row, state: Option<State>) -> Option<bool> {
        match (state, row.when[0].as_str()) {
            (Some(State::NotSure), _) => None,
            (None, _) => self.whole.contains(&List::Conditions).then_some(false),
            (Some(state), "present") => Some(state == State::Present),
            (Some(state), "past") => Some(state == State::Past),
            (Some(state), "ever") => Some(state != State::Absent),
            (_, when) => panic!("{when:?} is no state"),
        }
    }

    fn expect_allergies(&self, table: &Table, expected: &mut Expected) {
        for key in subjects(table, "allergy") {
            let subject = format!("allergy {key}");
            let state = self
                .allergies
                .iter()
                .find(|(known, _)| *known == key)
                .map(|(_, state)| *state);
            let rows: Vec<&Row> = self
                .rows(table, "allergy")
                .filter(|row| row.has(&key))
                .collect();
            let whole = self.whole.contains(&List::Allergies);
            match state {
                _ if rows.is_empty() => {}
                Some(State::Present) => {
                    let mut gravest = Gravest::default();
                    rows.iter().for_each(|row| gravest.holds(row));
                    gravest.say(&subject, expected);
                }
                Some(State::Absent | State::Past) => expected.exactly(&subject, NOTHING, "absent"),
                None if whole => expected.exactly(&subject, NOTHING, "the list is whole"),
                Some(State::NotSure) | None => {
                    expected.unknown.insert(subject);
                }
            }
        }
    }

    fn expect_medicine(&self, medicine: &Medicine, table: &Table, expected: &mut Expected) {
        let subject = format!("medicine {}", medicine.key);
        let mut gravest = Gravest::default();
        let mut listed = false;
        let mut acts_on = false;
        for row in self.rows(table, "medicine") {
            let clearing = row.has("any");
            if row.outcome == "acts on" {
                acts_on = row.has(&medicine.key);
            } else if clearing && !medicine.cleared || row.has(&medicine.key) {
                listed |= !clearing;
                gravest.holds(row);
            }
        }
        if !listed {
            expected.exactly(&subject, NO_LINE, "not listed does not mean safe");
            return;
        }
        match medicine.status {
            MedicineStatus::Taking | MedicineStatus::Planned => gravest.say(&subject, expected),
            MedicineStatus::NotTaken => expected.exactly(&subject, NOTHING, "not taken"),
            // It may be taken or not: then what is said of a taken one, or nothing if that says little.
            MedicineStatus::OnHold | MedicineStatus::Unknown => match gravest.span {
                Some(span) if span.from == 0 => gravest.say(&subject, expected),
                Some(_) | None => {
                    expected.unknown.insert(subject);
                }
            },
            MedicineStatus::Stopped => self.expect_stopped(medicine, acts_on, table, expected),
        }
    }

    fn expect_stopped(
        &self,
        medicine: &Medicine,
        acts_on: bool,
        table: &Table,
        expected: &mut Expected,
    ) {
        let subject = format!("medicine {}", medicine.key);
        let row = table.row("stopped-since");
        match medicine.end {
            _ if !acts_on => expected.exactly(&subject, NOTHING, "stopped, and acts no longer"),
            None => {
                expected.unknown.insert(subject);
            }
            Some(end) => {
                let limit = end.months_later(whole(row.number("mo")));
                if up_to(row, self.today, limit) {
                    let mut gravest = Gravest::default();
                    gravest.holds(row);
                    gravest.say(&subject, expected);
                } else {
                    expected.exactly(&subject, NOTHING, "stopped long ago");
                }
            }
        }
    }

    fn expect_vaccine(&self, vaccine: &Vaccine, table: &Table, expected: &mut Expected) {
        let is = |row: &str| table.row(row).has(&vaccine.cvx);
        let key = vaccine_key(&vaccine.cvx);
        let planned = format!("planned {key}");
        let given = format!("given {key}");
        let mut gravest = Gravest::default();
        match vaccine.status {
            VaccineStatus::NotGiven => {}
            VaccineStatus::Planned if is("live") && table.row("live-planned").has("live") => {
                gravest.holds(table.row("live-planned"));
            }
            VaccineStatus::Planned if is("not-live") => gravest.holds(table.row("not-live")),
            VaccineStatus::Planned if is("unclear") => gravest.holds(table.row("unclear")),
            VaccineStatus::Planned => {
                expected.exactly(&planned, NO_LINE, "every code stands on a line");
                return;
            }
            VaccineStatus::Given => {
                let row = table.row("live-given");
                let limit = Day(vaccine.day.0 + i64::try_from(row.number("d").floor()).unwrap());
                match up_to(row, self.today, limit) {
                    true if is("live") => gravest.holds(row),
                    true if is("not-live") => gravest.holds(table.row("not-live")),
                    true => gravest.bears(Span { from: 0, to: 4 }, "it may have been live: ask"),
                    false => {}
                }
            }
        }
        let subject = if vaccine.status == VaccineStatus::Planned {
            planned
        } else {
            given
        };
        gravest.say(&subject, expected);
    }

    fn expect_numbers(&self, table: &Table, expected: &mut Expected) {
        let tests = [
            ("neutrophils", self.neutrophils, "10*9/L"),
            ("clearance", self.clearance, "mL/min"),
        ];
        for (sort, number, unit) in tests {
            let Some(number) = number else {
                expected.unknown.insert(sort.to_owned());
                continue;
            };
            let mut gravest = Gravest::default();
            let rows = self.rows(table, sort).filter(|row| self.begun_as(row));
            rows.filter(|row| row.compares(number, unit))
                .for_each(|row| gravest.holds(row));
            gravest.say(sort, expected);
        }
        let mut gravest = Gravest::default();
        for row in self.rows(table, "age") {
            let Some(born) = self.born else {
                expected.unknown.insert("age".to_owned());
                return;
            };
            let birthday = born.months_later(12 * whole(row.number("a")));
            if birthday < self.today
                || (birthday == self.today && row.is == super::table::Is::AtLeast)
            {
                gravest.holds(row);
            }
        }
        gravest.say("age", expected);
    }
}

fn whole(number: Fraction) -> i64 {
    i64::try_from(number.floor()).unwrap()
}

/// Whether today lies up to the limit, as the row says.
fn up_to(row: &Row, today: Day, limit: Day) -> bool {
    today < limit || (today == limit && row.is == super::table::Is::AtMost)
}

// --- what the program decides ------------------------------------------------------------------

impl Record {
    fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        facts.extend(
            self.born
                .map(|day| fact(What::Born(When::Day(date(day))), None)),
        );
        for (key, state) in &self.conditions {
            let what = What::Condition {
                condition: concept(key),
                state: *state,
            };
            facts.push(fact(what, on(self.today)));
        }
        for (key, state) in &self.allergies {
            let what = What::Allergy {
                substance: concept(key),
                state: *state,
            };
            facts.push(fact(what, on(self.today)));
        }
        facts.extend(
            self.medicines
                .iter()
                .map(|medicine| self.medicine_fact(medicine)),
        );
        for vaccine in &self.vaccines {
            let what = What::Vaccine {
                vaccine: Terminology::shipped().by_code(System::Cvx, &vaccine.cvx),
                text: Arc::from(vaccine.cvx.as_str()),
                status: vaccine.status,
            };
            facts.push(fact(what, on(vaccine.day)));
        }
        facts.extend(
            self.whole
                .iter()
                .map(|list| fact(What::Complete(*list), on(self.today))),
        );
        facts.extend(
            self.starts_in
                .map(|days| self.prescription(Day(self.today.0 + days))),
        );
        let yesterday = Some(Day(self.today.0 - 1));
        facts.extend(
            self.neutrophils
                .map(|n| measured("neutrophils", n, "10*9/L", yesterday)),
        );
        facts.extend(
            self.clearance
                .map(|n| measured("creatinine-clearance", n, "mL/min", yesterday)),
        );
        facts
    }

    fn prescription(&self, start: Day) -> Fact {
        let prescription = Prescription {
            indication: None,
            amount: None,
            frequency: None,
            times: Vec::new(),
            start: Some(date(start)),
            end: None,
            by: None,
            close: None,
            areas: None,
        };
        fact(What::Prescription(prescription), on(self.today))
    }

    fn medicine_fact(&self, medicine: &Medicine) -> Fact {
        let used = MedicineUse {
            medicine: Some(concept(&medicine.key)),
            text: Arc::from(medicine.key.as_str()),
            status: medicine.status,
            start: None,
            end: medicine.end.and_then(on),
            cleared: medicine
                .cleared
                .then(|| (Arc::from("Dr. Who"), on(self.today).unwrap())),
        };
        fact(What::Medicine(used), on(self.today))
    }

    pub fn by_program(&self) -> Got {
        let mut got = self.screened();
        self.tuberculosis_over(&mut got);
        self.widen(&mut got);
        got
    }

    /// What is asked or found about a wider or a narrower thing answers for it too: kidney disease
    /// for dialysis. And an open list of allergies is asked for as a whole.
    fn widen(&self, got: &mut Got) {
        let terminology = Terminology::shipped();
        let told: Vec<String> = got.asked.iter().chain(got.said.keys()).cloned().collect();
        let asked = told
            .iter()
            .filter_map(|told| terminology.by_key(told.strip_prefix("condition ")?));
        let denied = |state: &State| matches!(state, State::Absent | State::Past);
        let denied = self
            .conditions
            .iter()
            .filter(|(_, state)| denied(state))
            .map(|(key, _)| concept(key));
        let denied: Vec<_> = denied.collect();
        let asked: Vec<_> = asked.collect();
        for one in terminology.concepts(Kind::Condition) {
            let kin = |other: &_| {
                terminology.is_a(one.id(), *other) || terminology.is_a(*other, one.id())
            };
            // Who has no infection has no serious one.
            let ruled_out = denied
                .iter()
                .any(|other| terminology.is_a(one.id(), *other));
            if ruled_out || asked.iter().any(kin) {
                got.asked.insert(format!("condition {}", one.key()));
            }
        }
        if got.asked.contains("allergy") {
            let all = terminology
                .concepts(Kind::Allergen)
                .chain(terminology.concepts(Kind::Medicine));
            got.asked
                .extend(all.map(|one| format!("allergy {}", one.key())));
        }
    }

    /// Tuberculosis that is over is spoken of as its history; the table has it under what was told.
    fn tuberculosis_over(&self, got: &mut Got) {
        let told = |key: &str| {
            self.conditions
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, state)| *state)
        };
        let history = "condition tuberculosis-history";
        if told("tuberculosis-active") != Some(State::Past) {
            return;
        }
        if let Some(grade) = got.said.get(history).cloned() {
            got.says("condition tuberculosis-active", grade);
            if !matches!(
                told("tuberculosis-history"),
                Some(State::Present | State::Past)
            ) {
                got.said.remove(history);
                got.asked.insert(history.to_owned());
            }
        }
    }

    fn screened(&self) -> Got {
        let now = moment(noon(self.today));
        let situation = Situation::new(self.facts());
        let screener = screener(self.region);
        let mut findings = Findings::default();
        screener.run(&situation, &now, &mut findings);
        let decision = screener.explain(&setting(self.region, &now), &situation, &findings);
        let mut got = Got::default();
        for finding in &decision.answer().findings {
            got.says(&subject(&finding.about), grade(finding.grade));
        }
        for missing in &decision.basis().missing {
            let about = missing.about.map(key).unwrap_or_default();
            got.asked.insert(match (missing.fact, about) {
                (_, "neutrophils") => "neutrophils".to_owned(),
                (_, "creatinine-clearance") | ("creatinine-clearance", _) => "clearance".to_owned(),
                (fact, "") => fact.to_owned(),
                (fact, about) => format!("{fact} {about}"),
            });
        }
        got
    }
}

/// One for each region, for all records.
fn screener(region_word: &str) -> &'static Screener {
    static US: OnceLock<Screener> = OnceLock::new();
    static EU: OnceLock<Screener> = OnceLock::new();
    let cell = if region_word == "us" { &US } else { &EU };
    cell.get_or_init(|| Screener::new(monograph(), Terminology::shipped(), region(region_word)))
}

fn subject(about: &About) -> String {
    match about {
        About::Condition(id) => format!("condition {}", key(*id)),
        About::Allergy(id) => format!("allergy {}", key(*id)),
        About::Medicine(id) => format!("medicine {}", key(*id)),
        About::VaccinePlanned(id) => format!("planned {}", key(*id)),
        About::VaccineGiven(id) => format!("given {}", key(*id)),
        About::Indication(id) => format!("indication {}", key(*id)),
        About::Measured(id) if key(*id) == "creatinine-clearance" => "clearance".to_owned(),
        About::Measured(id) => key(*id).to_owned(),
        About::Age => "age".to_owned(),
        About::Treatment => "treatment".to_owned(),
        About::UnknownMedicine(text) | About::UnknownVaccine(text) => format!("unknown {text}"),
    }
}

fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Note => "note",
        Grade::Discuss => "discuss",
        Grade::Monitor => "monitor",
        Grade::Adjust => "adjust",
        Grade::Avoid => "avoid",
        Grade::Contraindicated => "contraindicated",
    }
}
