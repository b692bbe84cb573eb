//! From the plain numbers of a record to the facts of the program.

use std::sync::Arc;

use decide::{Fact, Setting, What, When};
use jiff::ZonedDateTime;
use jiff::civil::Date;
use monograph::{Monograph, Region};
use quantity::Quantity;
use terminology::{ConceptId, Terminology};

use super::calendar::{Day, MINUTES_A_DAY, Minute, moment_text};
use super::number::Fraction;

pub fn region(word: &str) -> Region {
    Region::from_word(word).unwrap()
}

pub fn monograph() -> &'static Monograph {
    monograph::anakinra().unwrap()
}

pub fn concept(key: &str) -> ConceptId {
    Terminology::shipped()
        .by_key(key)
        .unwrap_or_else(|| panic!("no concept {key}"))
}

pub fn key(id: ConceptId) -> &'static str {
    Terminology::shipped().get(id).key()
}

pub fn date(day: Day) -> Date {
    day.text().parse().unwrap()
}

pub fn moment(minute: Minute) -> ZonedDateTime {
    moment_text(minute).parse().unwrap()
}

pub fn noon(day: Day) -> Minute {
    day.0 * MINUTES_A_DAY + 12 * 60
}

pub fn on(day: Day) -> Option<When> {
    Some(When::Day(date(day)))
}

pub fn at(minute: Minute) -> Option<When> {
    Some(When::At(moment(minute)))
}

pub fn fact(what: What, when: Option<When>) -> Fact {
    Fact {
        what,
        when,
        from: Arc::from("generated"),
    }
}

pub fn amount<T: std::str::FromStr<Err: std::fmt::Debug>>(number: Fraction, unit: &str) -> T {
    format!("{} {unit}", number.decimal()).parse().unwrap()
}

pub fn measured(test: &str, number: Fraction, unit: &str, day: Option<Day>) -> Fact {
    let value: Quantity = amount(number, unit);
    let what = What::Measured {
        test: concept(test),
        value,
    };
    fact(what, day.and_then(on))
}

pub fn setting<'a>(region_word: &str, now: &'a ZonedDateTime) -> Setting<'a> {
    Setting {
        monograph: monograph(),
        terminology: Terminology::shipped(),
        region: region(region_word),
        now,
    }
}
