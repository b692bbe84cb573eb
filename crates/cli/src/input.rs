//! From flags to facts. A word becomes a concept only when it is one without doubt; a near miss is
//! offered in the refusal.

mod home;
pub(crate) mod record;

use std::sync::Arc;

use decide::{
    Administration, Amount, Fact, Frequency, MedicineUse, Override, Prescription, Report, Said,
    Sex, Site, What, When,
};
use jiff::ToSpan as _;
use jiff::civil::Date;
use quantity::{CalendarSpan, ClockSpan, Quantity};
use terminology::{ConceptId, Kind, Recognition, Terminology};

use crate::args::DoseArgs;
use crate::args::person::PersonArgs;
use crate::args::plan::PlanArgs;
use crate::args::values::{Happening, SexArg};
use crate::context::Context;
use crate::failure::Failure;

/// Nothing in a life is longer ago, in years. The oldest person whose age was verified reached 122.
const LIFETIME: i16 = 130;

/// Collects the facts of the flags.
pub(crate) struct Facts<'a> {
    context: &'a Context,
    terminology: &'a Terminology,
    pub(crate) facts: Vec<Fact>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(context: &'a Context, terminology: &'a Terminology) -> Facts<'a> {
        Facts {
            context,
            terminology,
            facts: Vec::new(),
        }
    }

    fn add(&mut self, what: What, when: Option<When>, flag: &str) {
        self.facts.push(Fact {
            what,
            when,
            from: Arc::from(flag),
        });
    }

    fn today(&self) -> Date {
        self.context.at.date()
    }

    /// The facts about the person.
    pub(crate) fn person(&mut self, args: &PersonArgs) -> Result<(), Failure> {
        if let Some(age) = args.age {
            let born = born(self.today(), age)?;
            self.add(
                What::Born(When::Day(born)),
                Some(When::Day(self.today())),
                "--age",
            );
        }
        if let Some(born) = &args.born {
            if born.earliest() > self.today() {
                let told = crate::wire::fact::when(born);
                return Err(Failure::of_flag(
                    "--born <DATE>",
                    &told,
                    "that day is still to come",
                ));
            }
            self.add(What::Born(born.clone()), None, "--born");
        }
        if let Some(sex) = args.sex {
            let sex = match sex {
                SexArg::Female => Sex::Female,
                SexArg::Male => Sex::Male,
            };
            self.add(What::Sex(sex), None, "--sex");
        }
        for told in &args.weight {
            self.measured("weight", told.value.quantity(), told.on, "--weight")?;
        }
        if let Some(told) = &args.height {
            self.measured("height", told.value.quantity(), told.on, "--height")?;
        }
        if let Some(told) = &args.creatinine {
            self.measured("creatinine", told.value, told.on, "--creatinine")?;
        }
        if let Some(told) = &args.clearance {
            self.measured(
                "creatinine-clearance",
                told.value.quantity(),
                told.on,
                "--clearance",
            )?;
        }
        if let Some(told) = &args.egfr {
            self.measured("egfr", told.value.quantity(), told.on, "--egfr")?;
        }
        self.lists(args)
    }

    /// Conditions, allergies and medicines.
    fn lists(&mut self, args: &PersonArgs) -> Result<(), Failure> {
        for told in &args.condition {
            let condition = self.concept("--condition <NAME>", &told.name, &[Kind::Condition])?;
            let state = told.state;
            self.add(What::Condition { condition, state }, None, "--condition");
        }
        for told in &args.allergy {
            let kinds = [Kind::Allergen, Kind::Medicine, Kind::MedicineClass];
            let substance = self.concept("--allergy <NAME>", &told.name, &kinds)?;
            let state = told.state;
            self.add(What::Allergy { substance, state }, None, "--allergy");
        }
        for told in &args.medicine {
            let kinds = [Kind::Medicine, Kind::MedicineClass];
            let medicine = self.concept("--medicine <NAME>", &told.name, &kinds)?;
            let used = MedicineUse {
                medicine: Some(medicine),
                text: Arc::from(self.terminology.get(medicine).name()),
                status: told.state,
                start: None,
                end: None,
                cleared: None,
            };
            self.add(What::Medicine(used), None, "--medicine");
        }
        Ok(())
    }

    /// What is asked about a dose: the illness, the dose now, limits that are gone beyond.
    pub(crate) fn dose(&mut self, args: &DoseArgs) -> Result<(), Failure> {
        if let Some(word) = &args.indication {
            let id = self.concept("--for <CONDITION>", word, &[Kind::Condition])?;
            self.add(What::Indication(id), None, "--for");
        }
        if let Some(previous) = args.previous {
            let plan = Prescription {
                amount: Some(Amount::EachTime(previous)),
                ..Prescription::default()
            };
            self.add(What::Prescription(plan), None, "--previous");
        }
        for beyond in &args.beyond {
            if self.context.monograph()?.find(&beyond.statement).is_none() {
                return Err(Failure::of_flag(
                    "--override",
                    &beyond.statement,
                    "there is no such statement",
                ));
            }
            let given = Override {
                statement: Arc::from(beyond.statement.as_str()),
                up_to: beyond.up_to,
                by: Arc::from(beyond.by.as_str()),
                reason: Arc::from(beyond.reason.as_str()),
            };
            self.add(
                What::Override(given),
                Some(When::Day(self.today())),
                "--override",
            );
        }
        Ok(())
    }

    /// A measured value, in the unit of its test; without a day it was measured today.
    fn measured(
        &mut self,
        key: &str,
        value: Quantity,
        on: Option<Date>,
        flag: &str,
    ) -> Result<(), Failure> {
        let on = on.unwrap_or(self.today());
        let missing = || Failure::new(format!("the terminology has no test `{key}`"));
        let test = self.terminology.by_key(key).ok_or_else(missing)?;
        let lab = self.terminology.lab(test).ok_or_else(missing)?;
        let value = lab
            .normalise(value)
            .map_err(|error| Failure::of_flag(flag, &value.ucum(), error))?;
        self.add(What::Measured { test, value }, Some(When::Day(on)), flag);
        Ok(())
    }

    /// A day that is not still to come.
    fn past(&self, on: Date, flag: &str) -> Result<Date, Failure> {
        if on > self.today() {
            Err(Failure::of_flag(
                flag,
                &on.to_string(),
                "that day is still to come",
            ))
        } else {
            Ok(on)
        }
    }

    /// The prescription; no fact when no flag says anything of it.
    pub(crate) fn plan(&mut self, args: &PlanArgs) -> Result<(), Failure> {
        let indication = args
            .indication
            .as_deref()
            .map(|word| self.concept("--for <CONDITION>", word, &[Kind::Condition]))
            .transpose()?;
        if let Some(id) = indication {
            self.add(What::Indication(id), None, "--for");
        }
        let plan = Prescription {
            indication,
            amount: amount(args),
            frequency: frequency(args)?,
            times: times(args)?,
            start: args.start,
            end: args.end,
            by: None,
            close: args.close,
            areas: self.areas(&args.allow)?,
        };
        if let (Some(start), Some(end)) = (plan.start, plan.end)
            && end < start
        {
            return Err(Failure::of_flag(
                "--end <DATE>",
                &end.to_string(),
                "the last day is before the first",
            ));
        }
        let says_more = plan.amount.is_some()
            || plan.frequency.is_some()
            || !plan.times.is_empty()
            || plan.start.is_some()
            || plan.end.is_some()
            || plan.close.is_some()
            || plan.areas.is_some();
        if says_more {
            self.add(What::Prescription(plan), None, "flags of the plan");
        }
        Ok(())
    }

    fn areas(&self, allow: &[String]) -> Result<Option<Vec<ConceptId>>, Failure> {
        let areas: Vec<ConceptId> = allow
            .iter()
            .map(|word| self.concept("--allow <PLACE>", word, &[Kind::Place]))
            .collect::<Result<_, _>>()?;
        Ok(if areas.is_empty() { None } else { Some(areas) })
    }

    /// An injection that did happen. One that lies ahead is told to the core, which doubts a clock.
    pub(crate) fn injection(
        &mut self,
        amount: Option<quantity::Mass>,
        site: Option<Site>,
        at: &Happening,
        flag: &str,
    ) -> Result<(), Failure> {
        let when = match at {
            Happening::At(moment) => {
                let at = moment
                    .in_zone(self.context.at.time_zone())
                    .map_err(|why| Failure::new(format!("invalid value for '{flag}': {why}")))?;
                Some(When::At(at))
            }
            Happening::On(day) => Some(When::Day(*day)),
            Happening::Unknown => None,
        };
        let given = Administration {
            amount,
            site,
            ..Administration::default()
        };
        self.add(What::Administration(given), when, flag);
        Ok(())
    }

    /// The treatment began so long ago.
    pub(crate) fn since_start(&mut self, span: Option<Quantity>) -> Result<(), Failure> {
        let Some(span) = span else { return Ok(()) };
        let start = self.ago(span, "--since-start <SPAN>")?.latest();
        let plan = Prescription {
            start: Some(start),
            ..Prescription::default()
        };
        self.add(What::Prescription(plan), None, "--since-start");
        Ok(())
    }

    /// The last injection was so long ago.
    pub(crate) fn since_injection(&mut self, span: Option<Quantity>) -> Result<(), Failure> {
        let Some(span) = span else { return Ok(()) };
        let when = self.ago(span, "--since-injection <SPAN>")?;
        let given = Administration {
            amount: None,
            site: None,
            lot: None,
            syringe: None,
        };
        self.add(What::Administration(given), Some(when), "--since-injection");
        Ok(())
    }

    /// So long ago: a moment for hours on the clock, a day for days of the calendar.
    pub(crate) fn ago(&self, span: Quantity, flag: &str) -> Result<When, Failure> {
        let far = || Failure::of_flag(flag, &span.ucum(), "that is too long ago");
        let when = if let Ok(clock) = ClockSpan::try_from(span) {
            let back = i64::from(clock.seconds()).seconds();
            let at = self.context.at.checked_sub(back).map_err(|_| far())?;
            When::At(at)
        } else {
            let calendar = CalendarSpan::try_from(span)
                .map_err(|error| Failure::of_flag(flag, &span.ucum(), error))?;
            let back = i64::from(calendar.months())
                .months()
                .days(i64::from(calendar.days()));
            When::Day(self.today().checked_sub(back).map_err(|_| far())?)
        };
        let years = self.today().year().saturating_sub(when.earliest().year());
        if years > LIFETIME {
            Err(far())
        } else {
            Ok(when)
        }
    }

    /// A sign that is there now, in the words of a person or by its key.
    pub(crate) fn sign(&mut self, report: Report, flag: &str) {
        let now = When::At(self.context.at.clone());
        self.add(What::Symptom(report), Some(now), flag);
    }

    /// How a sign is named: its key names it; anything else is what a person typed.
    pub(crate) fn symptom(&self, words: &str, flag: &str) -> Result<Said, Failure> {
        if words.trim().is_empty() {
            return Err(Failure::of_flag(
                flag,
                words,
                "say what it is: \"lips are swelling\"",
            ));
        }
        let key = self
            .terminology
            .by_key(words)
            .filter(|id| self.terminology.get(*id).kind() == Kind::Symptom);
        Ok(match key {
            Some(id) => Said::Recognised(id),
            None => Said::Words(words.into()),
        })
    }

    /// The country of the person.
    pub(crate) fn country(&mut self) {
        if let Some(country) = &self.context.country {
            let country = Arc::from(country.0.as_str());
            self.add(What::Country(country), None, "--country");
        }
    }

    /// The concept that a word of a flag names without doubt.
    pub(crate) fn concept(
        &self,
        flag: &str,
        word: &str,
        kinds: &[Kind],
    ) -> Result<ConceptId, Failure> {
        concept(self.terminology, flag, word, kinds)
    }
}

/// The concept that a word names without doubt: by its key, or by one of its names.
pub(crate) fn concept(
    terminology: &Terminology,
    flag: &str,
    word: &str,
    kinds: &[Kind],
) -> Result<ConceptId, Failure> {
    let by_key = terminology
        .by_key(word)
        .filter(|id| kinds.contains(&terminology.get(*id).kind()));
    if let Some(id) = by_key {
        return Ok(id);
    }
    let words = word.replace('-', " ");
    let offered = match terminology.recognise(kinds, &[], Some(&words)) {
        Recognition::ByCode { id, .. } | Recognition::ByName { id, .. } => return Ok(id),
        Recognition::Conflict { by_code, by_name } => vec![by_code, by_name],
        Recognition::Ambiguous(ids) => ids,
        Recognition::Near(hits) => hits.iter().map(|hit| hit.concept).collect(),
        Recognition::Unrecognised => Vec::new(),
    };
    let failure = Failure::of_flag(flag, word, "this name is not known here");
    if offered.is_empty() {
        return Err(failure.instead("look it up with `posology search WORDS`"));
    }
    let keys: Vec<&str> = offered
        .iter()
        .map(|id| terminology.get(*id).key())
        .collect();
    Err(failure.instead(format!("did you mean {}?", keys.join(" or "))))
}

/// The latest day of birth that fits an age in completed years, months or days.
fn born(today: Date, age: CalendarSpan) -> Result<Date, Failure> {
    let back = i64::from(age.months()).months().days(i64::from(age.days()));
    today
        .checked_sub(back)
        .map_err(|_| Failure::new("invalid value for '--age <AGE>': nobody is that old"))
}

fn amount(args: &PlanArgs) -> Option<Amount> {
    match (args.amount, args.per_kg) {
        (Some(mass), _) => Some(Amount::EachTime(mass)),
        (None, Some(dose)) => Some(Amount::PerWeightDaily(dose)),
        (None, None) => None,
    }
}

/// How often. Two usual times on every day are twice a day.
fn frequency(args: &PlanArgs) -> Result<Option<Frequency>, Failure> {
    let usual = u8::try_from(args.usual.len()).unwrap_or(u8::MAX);
    let on_a_day = std::num::NonZeroU8::new(usual);
    match (args.times_a_day, args.every) {
        (Some(times), _) => match on_a_day {
            Some(usual) if usual != times => Err(Failure::new(format!(
                "--times-a-day says {times}, and --usual names {usual} times of day: write one --usual for each"
            ))),
            _ => Ok(Some(Frequency::TimesADay(times))),
        },
        (None, Some(days)) if days.get() == 1 => {
            Ok(Some(Frequency::TimesADay(on_a_day.unwrap_or(days))))
        }
        (None, Some(_)) if usual > 1 => Err(Failure::new(
            "--every of more than a day goes with one --usual: one injection on its day",
        )),
        (None, Some(days)) => Ok(Some(Frequency::EveryDays(days))),
        (None, None) => Ok(None),
    }
}

fn times(args: &PlanArgs) -> Result<Vec<jiff::civil::Time>, Failure> {
    let mut times = args.usual.clone();
    times.sort_unstable();
    times.dedup();
    if times.len() == args.usual.len() {
        Ok(times)
    } else {
        Err(Failure::new(
            "--usual names one time of day twice: leave one out",
        ))
    }
}
