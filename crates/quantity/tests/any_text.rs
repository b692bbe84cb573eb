//! Any text at all, into every reader: never a panic, and what is taken means what a plain reading says.
//!
//! The plain reading below is written apart from the crate: digits up to the unit, and a second table of units.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use quantity::{
    BodyWeight, CalendarSpan, CellCount, Clearance, ClockSpan, DailyDose, Decimal, DosePerWeight,
    IndexedFiltration, Length, Mass, MassConcentration, Measure, Quantity, Range, Strength,
    SubstanceConcentration, Temperature, Unit, Volume, number,
};
use std::cell::Cell;
use std::fmt::Display;
use std::str::FromStr;

const TEXTS: u32 = 100_000;

/// What a unit text means: a kind of quantity and how many of its base unit it is. `F` and `C` are temperatures.
fn meaning(unit: &str) -> Option<(&'static str, &'static str)> {
    Some(match unit.replace(['\u{b5}', '\u{3bc}'], "u").as_str() {
        "mg" => ("mass", "1"),
        "g" => ("mass", "1000"),
        "ug" | "mcg" => ("mass", "0.001"),
        "kg" => ("mass", "1000000"),
        "[lb_av]" | "lb" | "lbs" => ("mass", "453592.37"),
        "mL" | "ml" | "cm3" => ("volume", "1"),
        "L" | "l" => ("volume", "1000"),
        "cm" => ("length", "1"),
        "m" => ("length", "100"),
        "[in_i]" | "in" | "inch" | "inches" => ("length", "2.54"),
        "mg/mL" | "mg/ml" | "g/L" | "g/l" => ("mass concentration", "100"),
        "mg/dL" | "mg/dl" => ("mass concentration", "1"),
        "mg/L" | "mg/l" => ("mass concentration", "0.1"),
        "umol/L" | "umol/l" | "micromol/L" => ("substance concentration", "1"),
        "mmol/L" | "mmol/l" => ("substance concentration", "1000"),
        "10*9/L" | "10*9/l" | "10^9/L" | "x10^9/L" | "x 10^9/L" | "× 10⁹/L" | "10*3/uL"
        | "10*3/ul" | "10*3/mm3" | "10^3/uL" | "x10^3/uL" | "x 10^3/uL" | "K/uL" | "× 10³/mcL" => {
            ("cells", "1")
        }
        "/uL" | "/ul" | "/mm3" | "10*6/L" | "{cells}/uL" | "cells/uL" | "per mcL" => {
            ("cells", "0.001")
        }
        "U/L" | "U/l" | "units/L" => ("enzyme", "1"),
        "mg/d" | "mg/day" => ("daily dose", "1"),
        "mg/kg" => ("dose per weight", "1"),
        "mg/kg/d" | "mg/kg/day" | "mg/(kg.d)" => ("daily dose per weight", "1"),
        "mL/min" | "ml/min" => ("clearance", "1"),
        "mL/min/{1.73_m2}" | "ml/min/{1.73_m2}" | "mL/min/{1.73m2}" | "mL/min/1.73m2"
        | "mL/min/1.73 m2" | "mL/min/1.73 m²" => ("indexed filtration", "1"),
        "Cel" | "°C" | "C" => ("Celsius", "1"),
        "[degF]" | "°F" | "F" => ("Fahrenheit", "1"),
        "h" | "hr" | "hour" | "hours" => ("clock", "3600"),
        "min" | "minute" | "minutes" => ("clock", "60"),
        "s" | "second" | "seconds" => ("clock", "1"),
        "d" | "day" | "days" => ("days", "1"),
        "wk" | "w" | "week" | "weeks" => ("days", "7"),
        "mo" | "month" | "months" => ("months", "1"),
        "a" | "y" | "yr" | "year" | "years" => ("months", "12"),
        "1" => ("fraction", "1"),
        "%" => ("fraction", "0.01"),
        _ => return None,
    })
}

/// `12.4 kg`: the digits, then the unit. In base units; Fahrenheit as it stands.
fn plainly(text: &str) -> Option<(&'static str, Decimal)> {
    let text = text.trim();
    let digits: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || "-.".contains(*c))
        .collect();
    let (kind, factor) = meaning(text.strip_prefix(&digits)?.trim())?;
    Some((
        kind,
        Decimal::from_str_exact(&digits).ok()? * Decimal::from_str_exact(factor).ok()?,
    ))
}

/// The same for what the crate took.
fn taken(quantity: Quantity) -> (&'static str, Decimal) {
    let (kind, factor) = meaning(quantity.unit().ucum()).unwrap();
    (
        kind,
        quantity.value() * Decimal::from_str_exact(factor).unwrap(),
    )
}

/// Everything that has ever been mistaken for a number, a unit or the space between.
const WORDS: &str = "0 1 2 5 12 20 100 007 000 1000 123456789 0.5 12.4 1.50 1.000 0.000001 .5 5. 98.6 . , - + \u{2212} \u{2013} \
    ' _ e E3 e-5 NaN inf \u{ff11} \u{663} \u{bd} to / * 10* ^ { } [ stone MG Kg IU U \u{b5}g \u{3bc}g lb lbs mcg days hour \
    mg/day K/uL \u{200b} \u{0} \u{301} \u{1f489}";
const SPACES: [&str; 8] = ["", " ", " ", "  ", "\u{a0}", "\u{202f}", "\t", "\n"];
const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "2",
    "8",
    "12.4",
    "0.67",
    "1.5",
    "100",
    "250.75",
    "999999999",
    "1.000",
    "-4",
    "1,5",
    "98.6",
];

/// Well-formed amounts and ranges, nearly well-formed ones, and any text at all.
fn texts() -> impl Strategy<Value = String> {
    let units = || {
        Unit::ALL
            .iter()
            .flat_map(|unit| [unit.ucum(), unit.label()])
    };
    let words: Vec<_> = WORDS
        .split(' ')
        .chain([" to "])
        .chain(SPACES)
        .chain(units())
        .collect();
    let soup = proptest::collection::vec(proptest::sample::select(words), 0..6);
    let one = || proptest::sample::select(&NUMBERS[..]);
    let space = proptest::sample::select(&SPACES[..]);
    let unit = || proptest::sample::select(units().collect::<Vec<_>>());
    prop_oneof![
        4 => soup.prop_map(|words| words.concat()),
        4 => (one(), space, unit()).prop_map(|(number, space, unit)| format!("{number}{space}{unit}")),
        2 => (one(), one(), unit()).prop_map(|(low, high, unit)| format!("{low} to {high} {unit}")),
        1 => any::<String>(),
        1 => "[0-9.,eE+-]{0,24}",
    ]
}

/// Runs the checks over so many texts, and says for each how many of them were taken.
fn over_texts<const N: usize>(
    cases: u32,
    test: impl Fn(&str) -> Result<[bool; N], TestCaseError>,
) -> [u32; N] {
    let counts = Cell::new([0; N]);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&texts(), |text| {
        let mut sums = counts.get();
        sums.iter_mut()
            .zip(test(&text)?)
            .for_each(|(sum, taken)| *sum += u32::from(taken));
        counts.set(sums);
        Ok(())
    });
    result.unwrap();
    counts.get()
}

#[test]
fn every_reader_takes_only_what_a_plain_reading_takes() {
    let counts = over_texts(TEXTS, |text| {
        Ok([
            as_number(text)?,
            as_json(text)?,
            as_quantity(text)?,
            as_range(text)?,
            typed::<Mass>(text, &["mass"])?,
            typed::<BodyWeight>(text, &["mass"])?,
            typed::<Length>(text, &["length"])?,
            typed::<Volume>(text, &["volume"])?,
            typed::<Strength>(text, &["mass concentration"])?,
            typed::<DailyDose>(text, &["daily dose"])?,
            typed::<DosePerWeight>(text, &["daily dose per weight"])?,
            typed::<Clearance>(text, &["clearance"])?,
            typed::<IndexedFiltration>(text, &["indexed filtration"])?,
            typed::<Temperature>(text, &["Celsius", "Fahrenheit"])?,
            typed::<CellCount>(text, &["cells"])?,
            typed::<MassConcentration>(text, &["mass concentration"])?,
            typed::<SubstanceConcentration>(text, &["substance concentration"])?,
            typed::<ClockSpan>(text, &["clock"])?,
            typed::<CalendarSpan>(text, &["days", "months"])?,
        ])
    });
    // A check that never saw a text taken would prove nothing.
    assert!(counts.iter().all(|count| *count > 200), "{counts:?}");
}

fn check(holds: bool, what: &str, text: &str) -> Result<(), TestCaseError> {
    if holds {
        Ok(())
    } else {
        Err(TestCaseError::fail(format!("{what}: {text:?}")))
    }
}

fn as_number(text: &str) -> Result<bool, TestCaseError> {
    let Ok(value) = number::strict(text) else {
        return Ok(false);
    };
    check(
        text.bytes().all(|b| b.is_ascii_digit() || b == b'.'),
        "characters",
        text,
    )?;
    check(Decimal::from_str_exact(text) == Ok(value), "value", text)?;
    Ok(true)
}

/// The grammar of a JSON number, by a second reader.
fn is_json_number(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let ends = text.ends_with(|c: char| c.is_ascii_digit());
    starts && ends && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok()
}

fn as_json(text: &str) -> Result<bool, TestCaseError> {
    let read = number::json(text);
    check(
        (read == Err(quantity::NumberError::NotJson)) != is_json_number(text),
        "grammar",
        text,
    )?;
    let Ok(value) = read else { return Ok(false) };
    let plain = Decimal::from_scientific(text).or_else(|_| Decimal::from_str_exact(text));
    check(
        plain.map_or(value.is_zero(), |plain| plain == value),
        "value",
        text,
    )?;
    check(
        number::json(&value.to_string()) == Ok(value),
        "read back",
        text,
    )?;
    Ok(true)
}

fn as_quantity(text: &str) -> Result<bool, TestCaseError> {
    let Ok(quantity) = text.parse::<Quantity>() else {
        return Ok(false);
    };
    check(plainly(text) == Some(taken(quantity)), "meaning", text)?;
    check(quantity.ucum().parse() == Ok(quantity), "read back", text)?;
    Ok(true)
}

fn as_range(text: &str) -> Result<bool, TestCaseError> {
    let Ok(range) = text.parse::<Range<Mass>>() else {
        return Ok(false);
    };
    let (low, high) = text.split_once("to").unwrap();
    let unit = high
        .trim()
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let low = plainly(low)
        .or_else(|| plainly(&format!("{low} {unit}")))
        .unwrap();
    let ends = (
        ("mass", range.low().value()),
        ("mass", range.high().value()),
    );
    check(
        ends == (low, plainly(high).unwrap()) && range.low() <= range.high(),
        "ends",
        text,
    )?;
    reads_back(&range, text)
}

/// A typed reader against the plain one.
fn typed<T: Measure + FromStr + PartialEq + Display>(
    text: &str,
    kinds: &[&str],
) -> Result<bool, TestCaseError> {
    let Ok(read) = text.parse::<T>() else {
        return Ok(false);
    };
    let (kind, plain) =
        plainly(text).ok_or_else(|| TestCaseError::fail(format!("not plain: {text:?}")))?;
    check(kinds.contains(&kind), "kind", text)?;
    let value = taken(read.quantity()).1;
    if kind == "Fahrenheit" {
        let celsius = (plain - Decimal::from(32)) * Decimal::from(5) / Decimal::from(9);
        check(
            (value - celsius).abs() <= Decimal::new(1, 24),
            "value",
            text,
        )?;
    } else {
        check(value == plain, "value", text)?;
    }
    reads_back(&read, text)
}

/// What is shown is read back as the same amount, or refused: a comma for thousands, a sign before a minus, more
/// digits than a person would write. Never another amount.
fn reads_back<T: FromStr + PartialEq + Display>(
    read: &T,
    text: &str,
) -> Result<bool, TestCaseError> {
    let shown = read.to_string();
    let too_long = shown
        .split('.')
        .nth(1)
        .is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() > 6);
    match shown.parse::<T>() {
        Ok(back) => check(back == *read, "shown", text)?,
        Err(_) => check(shown.contains(',') || too_long, "not read back", text)?,
    }
    Ok(true)
}

#[test]
fn white_space_never_changes_a_value() {
    let spaces = [" ", "\u{a0}", "\t", "\u{2009}"];
    let [count] = over_texts(TEXTS / 10, |text| {
        let Ok(quantity) = text.parse::<Quantity>() else {
            return Ok([false]);
        };
        let same_or_refused = |other: &str| {
            other
                .parse()
                .map_or(true, |same: Quantity| same == quantity)
        };
        let tight: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        check(same_or_refused(&tight), "without spaces", text)?;
        for (at, space) in text
            .char_indices()
            .flat_map(|(at, _)| spaces.map(|space| (at, space)))
        {
            let (before, after) = text.split_at(at);
            let wider = format!("{before}{space}{after}");
            check(same_or_refused(&wider), "with a space", &wider)?;
        }
        Ok([true])
    });
    assert!(count > 1000, "{count}");
}
