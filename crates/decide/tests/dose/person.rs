//! A person from the keys of a case.

use std::num::NonZeroU8;
use std::sync::Arc;

use decide::dose::{self, Division, DoseAnswer, DoseRequest};
use decide::{
    Amount, Decision, Fact, Frequency, MedicineStatus, MedicineUse, Override, Prescription,
    Setting, Sex, Situation, State, What, When,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, ZonedDateTime};
use monograph::{Form, Monograph, Region};
use quantity::{CalendarSpan, Quantity};
use terminology::Terminology;

/// The moment of all cases.
pub(crate) fn now() -> ZonedDateTime {
    jiff::civil::date(2026, 5, 1)
        .at(12, 0, 0, 0)
        .to_zoned_datetime(TimeZone::UTC)
        .unwrap()
}

/// What a case gives.
pub(crate) struct Given {
    pub(crate) region: Region,
    pub(crate) request: DoseRequest,
    pub(crate) situation: Situation,
    pub(crate) now: ZonedDateTime,
}

impl Given {
    /// Reads the keys; one that is not known is an error.
    pub(crate) fn read(name: &str, keys: &[(String, String)]) -> Given {
        let mut reading = Reading {
            region: Region::Us,
            request: DoseRequest::new(),
            facts: Vec::new(),
            weight: None,
            weighed: 0,
            previous: None,
        };
        for (key, value) in keys {
            reading.key(name, key, value);
        }
        reading.given()
    }

    pub(crate) fn monograph(&self) -> &'static Monograph {
        monograph::anakinra().unwrap()
    }

    pub(crate) fn propose(&self) -> Decision<DoseAnswer> {
        self.propose_for(&self.situation)
    }

    pub(crate) fn propose_for(&self, situation: &Situation) -> Decision<DoseAnswer> {
        dose::propose(&self.setting(), situation, &self.request)
    }

    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting {
            monograph: self.monograph(),
            terminology: Terminology::shipped(),
            region: self.region,
            now: &self.now,
        }
    }
}

struct Reading {
    region: Region,
    request: DoseRequest,
    facts: Vec<Fact>,
    weight: Option<Quantity>,
    weighed: i64,
    previous: Option<Quantity>,
}

impl Reading {
    fn key(&mut self, name: &str, key: &str, value: &str) {
        let id = |key: &str| known(name, key);
        let today = now().date();
        match key {
            "region" => self.region = Region::from_word(value).unwrap(),
            "for" => self.fact(What::Indication(id(value)), None),
            "age" => {
                let span: CalendarSpan = value.parse().unwrap();
                let back = i32::try_from(span.months())
                    .unwrap()
                    .months()
                    .days(i32::try_from(span.days()).unwrap());
                let born = today.checked_sub(back).unwrap();
                self.fact(What::Born(When::Day(born)), None);
            }
            "born" => self.fact(What::Born(When::Day(value.parse().unwrap())), None),
            "born-in" => self.fact(What::Born(When::Year(value.parse().unwrap())), None),
            "weight" => self.weight = Some(value.parse().unwrap()),
            "weighed" => self.weighed = value.parse().unwrap(),
            "previous-weight" => self.previous = Some(value.parse().unwrap()),
            "per-kg" => {
                self.request = DoseRequest {
                    wanted: dose::Wanted::PerWeight(value.parse().unwrap()),
                    ..self.request
                }
            }
            "each" => {
                self.request = DoseRequest {
                    wanted: dose::Wanted::EachDose(value.parse().unwrap()),
                    ..self.request
                }
            }
            "split" => self.request = self.request.in_doses(Division::InTwo),
            "form" => {
                self.request = self.request.in_form(match value {
                    "mild" => Form::Mild,
                    "severe" => Form::Severe,
                    other => panic!("{name}: form `{other}`"),
                })
            }
            _ => self.record(name, key, value),
        }
    }

    /// What a record holds beside age and weight.
    fn record(&mut self, name: &str, key: &str, value: &str) {
        let id = |key: &str| known(name, key);
        let today = now().date();
        match key {
            "clearance" => self.measured(id("creatinine-clearance"), value, Some(today)),
            "old-clearance" => {
                let day = today.checked_sub(12.months().days(1)).unwrap();
                self.measured(id("creatinine-clearance"), value, Some(day));
            }
            "year-old-clearance" => {
                let day = today.checked_sub(12.months()).unwrap();
                self.measured(id("creatinine-clearance"), value, Some(day));
            }
            "undated-clearance" => self.measured(id("creatinine-clearance"), value, None),
            "creatinine" | "egfr" | "height" => self.measured(id(key), value, Some(today)),
            "sex" => self.fact(
                What::Sex(match value {
                    "female" => Sex::Female,
                    "male" => Sex::Male,
                    other => panic!("{name}: sex `{other}`"),
                }),
                None,
            ),
            "dialysis" => self.fact(
                What::Condition {
                    condition: id("dialysis"),
                    state: match value {
                        "yes" => State::Present,
                        "no" => State::Absent,
                        "past" => State::Past,
                        "not-sure" => State::NotSure,
                        other => panic!("{name}: dialysis `{other}`"),
                    },
                },
                None,
            ),
            "disease" | "no-disease" => self.fact(
                What::Condition {
                    condition: id(value),
                    state: if key == "disease" {
                        State::Present
                    } else {
                        State::Absent
                    },
                },
                None,
            ),
            "taking" | "stopped" => self.fact(
                What::Medicine(MedicineUse {
                    medicine: Some(id(value)),
                    text: Arc::from(value),
                    status: if key == "taking" {
                        MedicineStatus::Taking
                    } else {
                        MedicineStatus::Stopped
                    },
                    start: None,
                    end: None,
                    cleared: None,
                }),
                None,
            ),
            "override" => self.fact(over(Some(value.parse().unwrap()), "long story"), None),
            "override-without-reason" => self.fact(over(Some(value.parse().unwrap()), " "), None),
            "prescribed" => self.fact(
                What::Prescription(prescription(Amount::EachTime(value.parse().unwrap()))),
                None,
            ),
            other => panic!("{name}: a dose case has no key `{other}`"),
        }
    }

    fn fact(&mut self, what: What, day: Option<Date>) {
        self.facts.push(Fact {
            what,
            when: day.map(When::Day),
            from: Arc::from("case"),
        });
    }

    fn measured(&mut self, test: terminology::ConceptId, value: &str, day: Option<Date>) {
        let value: Quantity = value.parse().unwrap();
        let value = Terminology::shipped()
            .lab(test)
            .unwrap()
            .normalise(value)
            .unwrap();
        self.fact(What::Measured { test, value }, day);
    }

    fn given(mut self) -> Given {
        let weight = Terminology::shipped().by_key("weight").unwrap();
        let day = now().date().checked_sub(self.weighed.days()).unwrap();
        for (value, day) in [
            (self.previous, day.checked_sub(30.days()).unwrap()),
            (self.weight, day),
        ] {
            if let Some(value) = value {
                let what = What::Measured {
                    test: weight,
                    value,
                };
                self.fact(what, Some(day));
            }
        }
        Given {
            region: self.region,
            request: self.request,
            situation: Situation::new(self.facts),
            now: now(),
        }
    }
}

/// A key of the terminology.
fn known(name: &str, key: &str) -> terminology::ConceptId {
    Terminology::shipped()
        .by_key(key)
        .unwrap_or_else(|| panic!("{name}: no key `{key}`"))
}

/// A prescription once a day without an end.
pub(crate) fn prescription(amount: Amount) -> Prescription {
    Prescription {
        indication: None,
        amount: Some(amount),
        frequency: Some(Frequency::TimesADay(NonZeroU8::MIN)),
        times: Vec::new(),
        start: Some(now().date()),
        end: None,
        by: None,
        close: None,
        areas: None,
    }
}

fn over(up_to: Option<quantity::DosePerWeight>, reason: &str) -> What {
    What::Override(Override {
        statement: Arc::from("dose.nomid-max"),
        up_to,
        by: Arc::from("Dr. Case"),
        reason: Arc::from(reason),
    })
}
