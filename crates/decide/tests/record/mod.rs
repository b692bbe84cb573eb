//! Records for the tests and the benchmark of screening.
#![allow(dead_code, reason = "every file uses another part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::sync::Arc;

use decide::{
    Fact, List, MedicineStatus, MedicineUse, Setting, Situation, State, VaccineStatus, What, When,
};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::Region;
use terminology::{ConceptId, Terminology};

pub(crate) fn now() -> ZonedDateTime {
    "2026-05-02T09:00-05:00[-05:00]".parse().unwrap()
}

pub(crate) fn setting(now: &ZonedDateTime, region: Region) -> Setting<'_> {
    Setting {
        monograph: monograph::anakinra().unwrap(),
        terminology: Terminology::shipped(),
        region,
        now,
    }
}

pub(crate) fn concept(key: &str) -> ConceptId {
    Terminology::shipped()
        .by_key(key)
        .unwrap_or_else(|| panic!("there is no `{key}`"))
}

pub(crate) fn key(id: ConceptId) -> &'static str {
    Terminology::shipped().get(id).key()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// `2026`, `2026-05` or `2026-05-02`.
pub(crate) fn when(text: &str) -> When {
    match text.len() {
        4 => When::Year(text.parse().unwrap()),
        7 => When::Month(day(&format!("{text}-01"))),
        _ => When::Day(day(text)),
    }
}

pub(crate) fn fact(what: What, when: Option<When>) -> Fact {
    Fact {
        what,
        when,
        from: Arc::from("test"),
    }
}

pub(crate) fn condition(key: &str, state: State) -> Fact {
    let condition = concept(key);
    fact(What::Condition { condition, state }, None)
}

pub(crate) fn allergy(key: &str, state: State) -> Fact {
    let substance = concept(key);
    fact(What::Allergy { substance, state }, None)
}

pub(crate) fn medicine(key: &str, status: MedicineStatus) -> Fact {
    used(MedicineUse {
        medicine: Some(concept(key)),
        text: Arc::from(key),
        status,
        start: None,
        end: None,
        cleared: None,
    })
}

pub(crate) fn used(used: MedicineUse) -> Fact {
    fact(What::Medicine(used), None)
}

pub(crate) fn stopped(key: &str, end: Option<&str>) -> Fact {
    used(MedicineUse {
        medicine: Some(concept(key)),
        text: Arc::from(key),
        status: MedicineStatus::Stopped,
        start: None,
        end: end.map(when),
        cleared: None,
    })
}

pub(crate) fn vaccine(key: &str, status: VaccineStatus, on: Option<&str>) -> Fact {
    let what = What::Vaccine {
        vaccine: Some(concept(key)),
        text: Arc::from(key),
        status,
    };
    fact(what, on.map(when))
}

pub(crate) fn measured(test: &str, value: &str, on: Option<&str>) -> Fact {
    let what = What::Measured {
        test: concept(test),
        value: value.parse().unwrap(),
    };
    fact(what, on.map(when))
}

pub(crate) fn born(on: &str) -> Fact {
    fact(What::Born(when(on)), None)
}

pub(crate) fn indication(key: &str) -> Fact {
    fact(What::Indication(concept(key)), None)
}

pub(crate) fn whole(list: List) -> Fact {
    fact(What::Complete(list), None)
}

/// A person as records have them: some illnesses, medicines, values, an allergy, vaccines.
pub(crate) fn typical() -> Situation {
    Situation::new(vec![
        born("1958-03-04"),
        indication("rheumatoid-arthritis"),
        condition("rheumatoid-arthritis", State::Present),
        condition("asthma", State::Present),
        condition("kidney-disease", State::Present),
        condition("tuberculosis-latent", State::Absent),
        condition("cancer", State::Past),
        allergy("latex", State::Present),
        medicine("etanercept", MedicineStatus::Taking),
        medicine("methotrexate", MedicineStatus::Taking),
        medicine("warfarin", MedicineStatus::Taking),
        stopped("tocilizumab", Some("2026-01-10")),
        vaccine("mmr", VaccineStatus::Planned, Some("2026-06-01")),
        vaccine(
            "influenza-injected",
            VaccineStatus::Given,
            Some("2025-10-01"),
        ),
        measured("neutrophils", "4.2 10*9/L", Some("2026-04-20")),
        measured("neutrophils", "3.9 10*9/L", Some("2025-12-20")),
        measured("creatinine-clearance", "41 mL/min", Some("2026-04-20")),
        measured("egfr", "45 mL/min/{1.73_m2}", Some("2026-04-20")),
        measured("weight", "71 kg", Some("2026-04-20")),
        measured("crp", "12 mg/L", Some("2026-04-20")),
    ])
}
