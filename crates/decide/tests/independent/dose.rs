//! Which dose: the table against `decide::dose`.

use decide::dose::{Checked, Division, Dose, DoseAnswer, DoseFlag, DoseRequest, Proposal, propose};
use decide::{Fact, Situation, What, When};
use monograph::Form;

use super::answers::{Expected, Got};
use super::calendar::Day;
use super::chance::Chance;
use super::number::Fraction;
use super::table::{Row, Table};
use super::world::{amount, concept, date, fact, measured, moment, noon, setting};

#[derive(Debug, Clone)]
pub struct Record {
    region: &'static str,
    today: Day,
    illness: String,
    form: Option<Form>,
    born: Option<Day>,
    weight: Option<Weight>,
    wanted: Wanted,
    twice: bool,
    clearance: Option<Clearance>,
}

#[derive(Debug, Clone, Copy)]
struct Weight {
    kg: Fraction,
    days_old: i64,
}

#[derive(Debug, Clone, Copy)]
struct Clearance {
    ml_per_min: Fraction,
    day: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Nothing,
    PerKilogram(Fraction),
    Each(Fraction),
}

const ILLNESSES: [&str; 14] = [
    "rheumatoid-arthritis",
    "rheumatoid-arthritis",
    "nomid",
    "nomid",
    "nomid",
    "dira",
    "fcas",
    "mws",
    "fmf",
    "stills-disease",
    "adult-onset-stills",
    "systemic-jia",
    "caps",
    "juvenile-rheumatoid-arthritis",
];

impl Record {
    pub fn make(chance: &mut Chance, table: &Table) -> Record {
        let today = Day(chance.between(Day::of(2024, 1, 1).0, Day::of(2027, 12, 31).0));
        let illness = if chance.percent(2) {
            "covid-19"
        } else {
            chance.one::<&str>(&ILLNESSES)
        };
        let form = *chance.one(&[None, Some(Form::Mild), Some(Form::Severe)]);
        let form = form.filter(|_| illness == "mws");
        let clearance = chance
            .percent(70)
            .then(|| Clearance::make(chance, table, today));
        Record {
            region: chance.one::<&str>(&["us", "eu"]),
            today,
            illness: illness.to_owned(),
            form,
            born: chance.percent(90).then(|| born(chance, today)),
            weight: chance.percent(92).then(|| Weight::make(chance)),
            wanted: wanted(chance),
            twice: chance.percent(12),
            clearance,
        }
    }
}

fn born(chance: &mut Chance, today: Day) -> Day {
    let months = *chance.one(&[1, 8, 8, 12, 12, 36, 72, 72, 216, 216, 500, 780, 780, 900]);
    let days = *chance.one(&[0, -1, 1, -20, 20, 3, -35]);
    Day((today.months_later(-months).0 + days).min(today.0))
}

impl Weight {
    fn make(chance: &mut Chance) -> Weight {
        let grams = *chance.one(&[
            3_500, 9_900, 10_000, 10_100, 12_400, 20_000, 49_900, 50_000, 50_100, 70_000,
        ]);
        let any = chance.between(30, 1_200) * 100;
        let grams = if chance.percent(50) { grams } else { any };
        let days = *chance.one(&[
            0, 1, 5, 10, 29, 30, 30, 31, 31, 32, 89, 90, 91, 179, 180, 181,
        ]);
        let days_old = if chance.percent(60) {
            chance.between(0, 25)
        } else {
            days
        };
        Weight {
            kg: Fraction::new(i128::from(grams), 1_000),
            days_old,
        }
    }
}

impl Clearance {
    fn make(chance: &mut Chance, table: &Table, today: Day) -> Clearance {
        let limit = table
            .row(chance.one::<&str>(&["kidney", "kidney-eu-care"]))
            .number("mL/min");
        let off = *chance.one(&[0, 0, -1, 1, -10, 10, -5, 5, -100, 300]);
        let months = *chance.one(&[0, 1, 6, 11, 12, 12, 13]);
        let day = Day(today.months_later(-months).0 + chance.between(-1, 1)).min(today);
        Clearance {
            ml_per_min: limit.plus(Fraction::new(off, 10)),
            day,
        }
    }
}

fn wanted(chance: &mut Chance) -> Wanted {
    let tenths = *chance.one(&[
        10, 10, 15, 18, 20, 20, 21, 30, 35, 40, 79, 80, 80, 81, 90, 9, 11,
    ]);
    let per_kg = if chance.percent(50) {
        tenths
    } else {
        chance.between(5, 100)
    };
    match chance.between(1, 10) {
        1 => Wanted::Nothing,
        2..=7 => Wanted::PerKilogram(Fraction::new(i128::from(per_kg), 10)),
        _ => {
            let mg = *chance.one(&[
                10, 19, 20, 25, 30, 45, 50, 90, 99, 100, 100, 100, 101, 110, 120, 200,
            ]);
            Wanted::Each(Fraction::whole(mg))
        }
    }
}

// --- what the table expects -------------------------------------------------------------------

/// The numbers of the table that hold for one person.
struct Limits<'t> {
    flat: Option<&'t Row>,
    from: Option<&'t Row>,
    to: Option<&'t Row>,
    most: Option<&'t Row>,
}

/// What is so about a person, as the table names it; none: not known.
type Known = Option<bool>;

impl Record {
    fn rows<'t>(&self, table: &'t Table, fact: &'static str) -> impl Iterator<Item = &'t Row> {
        let region = self.region;
        table
            .of("dose")
            .filter(move |row| row.fact == fact && row.holds_in(region))
    }

    /// The name that the table has for the illness: the Still's diseases are one.
    fn illness(&self, table: &Table) -> String {
        let stills = table.row("stills");
        let one = stills.holds_in(self.region) && stills.has(&self.illness);
        if one {
            "stills".to_owned()
        } else {
            self.illness.clone()
        }
    }

    /// Whether the age stands to the number of a row as it says.
    fn age(&self, row: &Row, text: Option<&str>) -> Known {
        let born = self.born?;
        let limit = text.map_or_else(
            || age_in_months(row),
            |text| {
                text.strip_prefix("age < ")
                    .unwrap()
                    .strip_suffix(" a")
                    .unwrap()
                    .parse::<i64>()
                    .unwrap()
                    * 12
            },
        );
        let reached = born.months_later(limit);
        Some(match (text, row.is) {
            (Some(_), _) | (None, super::table::Is::Below) => self.today < reached,
            (None, super::table::Is::AtMost) => self.today <= reached,
            (None, super::table::Is::Above) => self.today > reached,
            (None, _) => self.today >= reached,
        })
    }

    fn names(row: &Row) -> impl Iterator<Item = &str> {
        row.when.iter().flat_map(|when| when.split(' '))
    }

    /// Whether the text refuses this person; the row that does.
    fn refused<'t>(&self, table: &'t Table) -> (Known, Option<&'t Row>) {
        let illness = self.illness(table);
        let mut open = false;
        for row in self
            .rows(table, "indication")
            .filter(|row| row.outcome == "refused")
        {
            if row.has(&self.illness) {
                return (Some(true), Some(row));
            }
        }
        for row in self
            .rows(table, "age")
            .filter(|row| row.outcome == "refused")
        {
            if Record::names(row).any(|name| name == illness) {
                match self.age(row, None) {
                    Some(true) => return (Some(true), Some(row)),
                    Some(false) => {}
                    None => open = true,
                }
            }
        }
        for row in self
            .rows(table, "weight")
            .filter(|row| row.outcome == "refused")
        {
            if Record::names(row).any(|name| name == illness) {
                // Who was too light half a year ago may have grown.
                match self.weight.filter(|_| self.weight_is_new(table)) {
                    Some(weight) if row.compares(weight.kg, "kg") => {
                        return (Some(true), Some(row));
                    }
                    Some(_) => {}
                    None => open = true,
                }
            }
        }
        ((!open).then_some(false), None)
    }

    /// Whether the weight is new enough; when the age is not known it must be new enough for all.
    fn weight_is_new(&self, table: &Table) -> bool {
        let Some(weight) = self.weight else {
            return false;
        };
        let old = Fraction::whole(i128::from(weight.days_old));
        for row in table.of("dose").filter(|row| row.fact == "weight's age") {
            let holds = row
                .when
                .first()
                .map_or(Some(true), |age| self.age(row, Some(age)));
            match holds {
                Some(true) => return row.compares(old, "d"),
                Some(false) => {}
                None if !row.compares(old, "d") => return false,
                None => {}
            }
        }
        true
    }

    fn limits<'t>(&self, table: &'t Table) -> Option<Limits<'t>> {
        let illness = self.illness(table);
        let heavy = table.row("heavy");
        let by_size = Record::names(heavy).any(|name| name == illness);
        let size = match self.weight {
            Some(weight) if by_size => {
                if heavy.compares(weight.kg, "kg") {
                    "heavy"
                } else {
                    "light"
                }
            }
            None if by_size => return None,
            Some(_) | None => "",
        };
        let form = match self.form {
            Some(Form::Severe) => "severe",
            Some(Form::Mild) | None => "mild",
        };
        let find = |fact: &'static str| {
            self.rows(table, fact).find(|row| {
                let when = row.when.first().map_or("", String::as_str);
                let (name, more) = when.split_once(", ").unwrap_or((when, ""));
                name == illness && (more.is_empty() || more == size || more == form)
            })
        };
        Some(Limits {
            flat: find("flat dose"),
            from: find("start from"),
            to: find("start to"),
            most: find("most"),
        })
    }

    pub fn by_table(&self, table: &Table) -> Expected {
        let mut expected = Expected::default();
        let (refused, row) = self.refused(table);
        if let Some(row) = row {
            // With no date of birth the age is asked for first: that holds the dose back as well.
            let ask = (self.born.is_none() && row.fact == "weight").then(|| "ask".to_owned());
            let words: Vec<String> = ask.into_iter().chain(["refused".to_owned()]).collect();
            expected.any_of("answer", &words, &row.to_string());
            return expected;
        }
        if table.row("which-form").has(&self.illness) || refused.is_none() {
            expected.exactly("answer", "ask", "something is not told");
            return expected;
        }
        let Some(limits) = self.limits(table) else {
            expected.exactly("answer", "ask", "the weight is not told");
            return expected;
        };
        let by_weight =
            limits.flat.is_none() || self.illness(table) == "stills" || self.illness == "fmf";
        if self.twice && !self.may_split(table) {
            expected.any_of(
                "answer",
                &["refused".to_owned(), "ask".to_owned()],
                "the text does not split it",
            );
            return expected;
        }
        if by_weight && !self.weight_is_new(table) {
            expected.exactly("answer", "ask", "the weight is not told, or too old");
            return expected;
        }
        match limits.flat {
            Some(flat) => self.expect_flat(flat, table, &mut expected),
            None => self.expect_by_weight(&limits, table, &mut expected),
        }
        expected
    }

    fn may_split(&self, table: &Table) -> bool {
        let row = table.row("split");
        row.holds_in(self.region) && row.has(&self.illness)
    }

    fn expect_flat(&self, row: &Row, table: &Table, expected: &mut Expected) {
        let flat = row.number("mg");
        match self.wanted {
            Wanted::Each(each) if each > flat => {
                expected.exactly("answer", "refused", &row.to_string());
                return;
            }
            Wanted::Each(_) | Wanted::Nothing | Wanted::PerKilogram(_) => {}
        }
        // Another amount is not the dose of the text: the prescriber is asked.
        let other = match self.wanted {
            Wanted::Each(each) => each != flat,
            Wanted::PerKilogram(_) => true,
            Wanted::Nothing => false,
        };
        expected.exactly(
            "asked",
            if other {
                "another amount"
            } else {
                "the flat dose"
            },
            &row.to_string(),
        );
        // It is not changed.
        let each = match self.wanted {
            Wanted::Each(each) => each,
            Wanted::Nothing | Wanted::PerKilogram(_) => flat,
        };
        let [lowest, step] = ["lowest-mark", "mark-step"].map(|id| table.row(id).number("mg"));
        let steps = each.over(step);
        if each < lowest || steps != Fraction::whole(steps.floor()) {
            expected.right.remove("asked");
            expected.exactly("answer", "not measurable", &row.to_string());
            return;
        }
        self.expect_dose(each, table, &row.to_string(), expected);
        if matches!(self.wanted, Wanted::Each(each) if each != flat) {
            expected.exactly("checked", "no", "another amount, not confirmed");
        }
    }

    fn expect_by_weight(&self, limits: &Limits<'_>, table: &Table, expected: &mut Expected) {
        let kg = self.weight.unwrap().kg;
        let of = |row: Option<&Row>| row.map(|row| row.number("mg/kg/d").times(kg));
        let (Some(from), Some(most)) = (of(limits.from), of(limits.most)) else {
            expected.exactly("answer", "what a line says", "no line has a dose for it");
            return;
        };
        let to = of(limits.to).unwrap_or(most);
        let rows = [limits.from, limits.to, limits.most];
        let why: Vec<String> = rows
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        let why = why.join("; ");
        let doses = Fraction::whole(if self.twice { 2 } else { 1 });
        let daily = match self.wanted {
            Wanted::Nothing => {
                expected.exactly("answer", "choices", &why);
                return;
            }
            Wanted::PerKilogram(per_kg) => per_kg.times(kg),
            Wanted::Each(each) => each.times(doses),
        };
        let severe = table.row("mws-severe-most").number("mg/kg/d").times(kg);
        if daily > most && daily <= severe && self.illness == "mws" && self.form.is_none() {
            expected.exactly("answer", "ask", "the dose is above that of the mild form");
            return;
        }
        if daily > most {
            let ask = (self.illness == "mws" && self.form.is_none()).then(|| "ask".to_owned());
            let words: Vec<String> = ask.into_iter().chain(["refused".to_owned()]).collect();
            expected.any_of("answer", &words, &why);
            return;
        }
        let each = daily.over(doses);
        let nothing = Fraction::whole(0);
        // Inside the part of the range where it was asked for; what is above the start may come down to it.
        let (low, high) = match (daily < from, daily > to) {
            (true, _) => (nothing, to),
            (_, true) => (from, most),
            (false, false) => (from, to),
        };
        let inside = |mark: &Fraction| mark.times(doses) >= low && mark.times(doses) <= high;
        let far = |mark: &Fraction| {
            let off = mark.minus(each);
            if off < Fraction::whole(0) {
                each.minus(*mark)
            } else {
                off
            }
        };
        let lowest = table.row("lowest-mark").number("mg");
        let nearest = marks(table, high)
            .filter(inside)
            .min_by_key(|mark| (far(mark), *mark));
        match nearest.filter(|_| each >= lowest) {
            Some(mark) => {
                self.expect_dose(mark, table, &why, expected);
                let flag = if daily < from {
                    "below start"
                } else if daily > to {
                    "above start"
                } else {
                    "in range"
                };
                expected.exactly("start", flag, &why);
            }
            None => expected.exactly("answer", "not measurable", &why),
        }
    }

    fn expect_dose(&self, each: Fraction, table: &Table, why: &str, expected: &mut Expected) {
        expected.exactly("answer", "dose", why);
        expected.exactly("each", &format!("{} mg", each.text()), why);
        let whole = table.row("syringe").number("mg");
        let syringes = each.over(whole).ceiling();
        expected.exactly(
            "syringes",
            &syringes.to_string(),
            &table.row("syringe").to_string(),
        );
        let waste = whole.times(Fraction::whole(syringes)).minus(each);
        expected.exactly(
            "waste",
            &format!("{} mg", waste.text()),
            &table.row("syringe").to_string(),
        );
        let volume = table
            .row("syringe-volume")
            .number("mL")
            .times(each)
            .over(whole);
        expected.exactly(
            "volume",
            &format!("{} mL", volume.text()),
            &table.row("syringe-volume").to_string(),
        );
        self.expect_kidney(table, expected);
    }

    fn expect_kidney(&self, table: &Table, expected: &mut Expected) {
        let test = table.row("kidney-test");
        let months = i64::try_from(test.number("mo").floor()).unwrap();
        let limit = self
            .clearance
            .map(|clearance| clearance.day.months_later(months));
        let fresh = limit.is_some_and(|limit| {
            self.today < limit || (self.today == limit && test.is == super::table::Is::AtMost)
        });
        let elderly = table.row("elderly");
        let needed = self.age(elderly, None) != Some(false);
        let checked = if needed && !fresh { "no" } else { "yes" };
        expected.exactly("checked", checked, &elderly.to_string());
        let Some(clearance) = self.clearance else {
            expected.exactly("interval", "1 d", "the clearance is not told");
            return;
        };
        let below =
            |row: &Row| row.holds_in(self.region) && row.compares(clearance.ml_per_min, "mL/min");
        let rare = table.row("kidney");
        if below(rare) || below(table.row("kidney-eu")) {
            expected.exactly("interval", "2 d proposed", &rare.to_string());
        } else {
            expected.exactly("interval", "1 d", &rare.to_string());
        }
        let care = table.row("kidney-eu-care");
        let word = if below(care) && !below(table.row("kidney-eu")) {
            "care"
        } else {
            "no care"
        };
        expected.exactly("kidney", word, &care.to_string());
    }
}

fn age_in_months(row: &Row) -> i64 {
    match &row.value {
        super::table::Value::Number { number, unit, .. } => {
            let months = if unit == "a" { 12 } else { 1 };
            i64::try_from(number.floor()).unwrap() * months
        }
        super::table::Value::Words(_) => panic!("line {}: no age", row.line),
    }
}

/// The amounts that one syringe or several measure, up to and with a most.
fn marks(table: &Table, most: Fraction) -> impl Iterator<Item = Fraction> {
    let lowest = table.row("lowest-mark").number("mg");
    let step = table.row("mark-step").number("mg");
    let count = most.minus(lowest).over(step).floor();
    (0..=count).map(move |at| lowest.plus(step.times(Fraction::whole(at))))
}

// --- what the program decides ------------------------------------------------------------------

impl Record {
    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![fact(What::Indication(concept(&self.illness)), None)];
        facts.extend(
            self.born
                .map(|day| fact(What::Born(When::Day(date(day))), None)),
        );
        facts.extend(self.weight.map(|weight| {
            let day = Day(self.today.0 - weight.days_old);
            measured("weight", weight.kg, "kg", Some(day))
        }));
        facts.extend(self.clearance.map(|clearance| {
            measured(
                "creatinine-clearance",
                clearance.ml_per_min,
                "mL/min",
                Some(clearance.day),
            )
        }));
        facts
    }

    fn request(&self) -> DoseRequest {
        let request = match self.wanted {
            Wanted::Nothing => DoseRequest::new(),
            Wanted::PerKilogram(per_kg) => DoseRequest::per_kg(amount(per_kg, "mg/kg/d")),
            Wanted::Each(each) => DoseRequest::each(amount(each, "mg")),
        };
        let request = request.in_doses(if self.twice {
            Division::InTwo
        } else {
            Division::Once
        });
        match self.form {
            Some(form) => request.in_form(form),
            None => request,
        }
    }

    pub fn by_program(&self) -> Got {
        let now = moment(noon(self.today));
        let setting = setting(self.region, &now);
        let decision = propose(&setting, &Situation::new(self.facts()), &self.request());
        let mut got = Got::default();
        match decision.answer() {
            DoseAnswer::Dose(dose) => self.tell(dose, &mut got),
            DoseAnswer::Choices { .. } => got.says("answer", "choices"),
            DoseAnswer::NotMeasurable { .. } => got.says("answer", "not measurable"),
            DoseAnswer::Refused { .. } => got.says("answer", "refused"),
            DoseAnswer::CannotJudge { .. } => got.says("answer", "ask"),
        }
        got
    }

    fn tell(&self, dose: &Dose, got: &mut Got) {
        let number = |ucum: String| Fraction::read(ucum.split(' ').next().unwrap()).unwrap();
        got.says("answer", "dose");
        let each = number(dose.each.to_string().replace('\u{a0}', " "));
        got.says("each", format!("{} mg", each.decimal()));
        got.says("syringes", dose.syringes().to_string());
        got.says("waste", dose.waste.to_string().replace('\u{a0}', " "));
        let marks = dose
            .injections
            .iter()
            .map(|one| number(one.mark.quantity().ucum().replace("mL", " mL")));
        let volume = marks.fold(Fraction::whole(0), Fraction::plus);
        got.says("volume", format!("{} mL", volume.decimal()));
        got.says(
            "checked",
            if dose.checked == Checked::Yes {
                "yes"
            } else {
                "no"
            },
        );
        let interval = dose.proposals.iter().find_map(|proposal| match proposal {
            Proposal::Interval { days, .. } => Some(format!("{days} d proposed")),
            Proposal::Care { .. } | Proposal::NoChange { .. } => None,
        });
        got.says(
            "interval",
            interval.unwrap_or_else(|| format!("{} d", dose.interval_days)),
        );
        if self.clearance.is_some() {
            let care = dose
                .proposals
                .iter()
                .any(|proposal| matches!(proposal, Proposal::Care { .. }));
            got.says("kidney", if care { "care" } else { "no care" });
        }
        let another = |flag: &DoseFlag| {
            matches!(flag, DoseFlag::AnotherAmount { .. } | DoseFlag::NotByWeight)
        };
        if dose.by_weight.is_none() {
            let another = dose.flags.iter().any(another);
            got.says(
                "asked",
                if another {
                    "another amount"
                } else {
                    "the flat dose"
                },
            );
        } else {
            let below = dose
                .flags
                .iter()
                .any(|flag| matches!(flag, DoseFlag::BelowStart { .. }));
            let above = dose
                .flags
                .iter()
                .any(|flag| matches!(flag, DoseFlag::AboveStart { .. }));
            let word = match (below, above) {
                (true, _) => "below start",
                (_, true) => "above start",
                (false, false) => "in range",
            };
            got.says("start", word);
        }
    }
}
