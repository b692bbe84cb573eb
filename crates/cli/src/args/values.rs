//! One function for each kind of value in a flag. Each refuses with a sentence that says what to
//! write instead; none guesses.

use std::num::NonZeroU8;
use std::str::FromStr;

use clap::ValueEnum;
use decide::{MedicineStatus, State, When};
use jiff::civil::{Date, Time};
use quantity::{
    BodyWeight, CalendarSpan, Clearance, ClockSpan, DosePerWeight, IndexedFiltration, Length, Mass,
    Quantity,
};

use super::pairs::Pairs;
use crate::moment::{self, Moment};

/// A value and the day or time that was written behind it.
#[derive(Debug, Clone)]
pub(crate) struct Told<T> {
    pub(crate) value: T,
    pub(crate) on: Option<Date>,
}

/// A name, and how it stands with it.
#[derive(Debug, Clone)]
pub(crate) struct Stated<T> {
    pub(crate) name: String,
    pub(crate) state: T,
}

/// A prescriber goes beyond a limit, with a reason.
#[derive(Debug, Clone)]
pub(crate) struct Beyond {
    pub(crate) statement: String,
    pub(crate) up_to: Option<DosePerWeight>,
    pub(crate) by: String,
    pub(crate) reason: String,
}

/// Sex, for formulas that ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SexArg {
    Female,
    Male,
}

/// The two letters of a country, in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Country(pub(crate) String);

/// When something happened, as far as a person knows.
#[derive(Debug, Clone)]
pub(crate) enum Happening {
    /// At a time of a day.
    At(Moment),
    /// On a day.
    On(Date),
    /// At a time that nobody knows.
    Unknown,
}

/// A dose that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) amount: Option<Mass>,
    pub(crate) at: Happening,
}

/// A place that was used.
#[derive(Debug, Clone)]
pub(crate) struct Used {
    pub(crate) place: String,
    pub(crate) at: Happening,
}

/// How the skin of a place is.
#[derive(Debug, Clone)]
pub(crate) struct SkinTold {
    pub(crate) place: String,
    pub(crate) state: String,
    pub(crate) on: Option<Date>,
}

/// A time with its day, and a zone if it is not that of `--at`.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    text.parse()
}

/// A time with its day, only a day, or `unknown`.
pub(crate) fn happening(text: &str) -> Result<Happening, String> {
    if text == "unknown" {
        return Ok(Happening::Unknown);
    }
    if text.len() == 10 {
        return moment::date(text).map(Happening::On);
    }
    moment(text).map(Happening::At)
}

/// A time of day.
pub(crate) fn time_of_day(text: &str) -> Result<Time, String> {
    let shape = text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
    match text.parse() {
        Ok(time) if shape => Ok(time),
        _ => Err("write the time of day in 24 hours, as in 08:00 or 20:30".to_owned()),
    }
}

/// An age in whole years, months, weeks or days.
pub(crate) fn age(text: &str) -> Result<CalendarSpan, String> {
    let span: CalendarSpan = typed(
        text,
        "write an age in whole years, months or days: 3y, 8mo, 20d",
    )?;
    let of = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim();
    if span.months() == 0 && span.days() == 0 && of != "d" {
        return Err("age nought is not exact enough: write days or months: 20d, 8mo".to_owned());
    }
    if span.months() > 130 * 12 || span.days() > 130 * 366 {
        return Err("nobody is that old".to_owned());
    }
    Ok(span)
}

/// A body weight.
pub(crate) fn weight(text: &str) -> Result<Told<BodyWeight>, String> {
    told(text, |text| {
        typed(text, "write kilograms or pounds: 12.4kg, 27lb")
    })
}

/// A height.
pub(crate) fn height(text: &str) -> Result<Told<Length>, String> {
    told(text, |text| typed(text, "write centimetres: 92cm"))
}

/// A serum creatinine in its own unit.
pub(crate) fn creatinine(text: &str) -> Result<Told<Quantity>, String> {
    told(text, |text| {
        let quantity = quantity(text, "write mg/dL or umol/L: 1.4mg/dL")?;
        match quantity.unit().dimension() {
            quantity::Dimension::MassConcentration
            | quantity::Dimension::SubstanceConcentration => Ok(quantity),
            _ => Err(format!(
                "{} is no unit of a serum creatinine: write mg/dL or umol/L: 1.4mg/dL",
                quantity.unit().ucum()
            )),
        }
    })
}

/// A creatinine clearance.
pub(crate) fn clearance(text: &str) -> Result<Told<Clearance>, String> {
    told(text, |text| typed(text, "write mL/min: 25mL/min"))
}

/// An estimated filtration rate.
pub(crate) fn egfr(text: &str) -> Result<Told<IndexedFiltration>, String> {
    told(text, |text| {
        typed(text, "write mL/min/1.73m2: 44mL/min/1.73m2")
    })
}

/// A date of birth as far as it is known.
pub(crate) fn born(text: &str) -> Result<When, String> {
    let first = |text: String| moment::date(&text).map_err(|_| BORN.to_owned());
    match text.len() {
        4 => Ok(When::Year(first(format!("{text}-01-01"))?.year())),
        7 => Ok(When::Month(first(format!("{text}-01"))?)),
        _ => moment::date(text).map(When::Day),
    }
}

const BORN: &str = "write a day, a month or a year: 2023-02-14, 2023-02, 2023";

/// A condition or an allergy and whether it is there: `dialysis=absent`.
pub(crate) fn condition(text: &str) -> Result<Stated<State>, String> {
    const STATES: &[(&str, State)] = &[
        ("present", State::Present),
        ("past", State::Past),
        ("absent", State::Absent),
        ("unsure", State::NotSure),
    ];
    stated(text, STATES, State::Present)
}

/// A medicine and whether it is taken: `methotrexate=stopped`.
pub(crate) fn medicine(text: &str) -> Result<Stated<MedicineStatus>, String> {
    const STATUSES: &[(&str, MedicineStatus)] = &[
        ("taking", MedicineStatus::Taking),
        ("planned", MedicineStatus::Planned),
        ("on-hold", MedicineStatus::OnHold),
        ("stopped", MedicineStatus::Stopped),
        ("not-taking", MedicineStatus::NotTaken),
        ("unknown", MedicineStatus::Unknown),
    ];
    stated(text, STATUSES, MedicineStatus::Taking)
}

fn stated<T: Copy>(text: &str, words: &[(&str, T)], alone: T) -> Result<Stated<T>, String> {
    let (name, state) = match text.split_once('=') {
        None => (text, alone),
        Some((name, state)) => (name, one_of(state, words)?),
    };
    Ok(Stated {
        name: word(name, "the name is missing")?,
        state,
    })
}

/// Who gives the injection.
pub(crate) fn reach(text: &str) -> Result<monograph::Reach, String> {
    one_of(
        text,
        &[
            ("self", monograph::Reach::Person),
            ("helper", monograph::Reach::Helper),
        ],
    )
}

/// How strong the illness is.
pub(crate) fn form(text: &str) -> Result<monograph::Form, String> {
    one_of(
        text,
        &[
            ("mild", monograph::Form::Mild),
            ("severe", monograph::Form::Severe),
        ],
    )
}

/// Going beyond a limit: `statement=dose.nomid-max,up-to=9mg/kg,by=Dr Lind,reason=…`.
pub(crate) fn beyond(text: &str) -> Result<Beyond, String> {
    const HOW: &str = "write statement=dose.nomid-max,up-to=9mg/kg,by=NAME,reason=WORDS";
    let mut pairs = Pairs::read(text, HOW)?;
    let beyond = Beyond {
        statement: pairs.take("statement").ok_or(HOW)?,
        up_to: pairs.take("up-to").map(|text| per_kg(&text)).transpose()?,
        by: pairs.take("by").ok_or("say who decided it: by=NAME")?,
        reason: pairs.take("reason").ok_or("say why: reason=WORDS")?,
    };
    pairs.all_taken(HOW)?;
    Ok(beyond)
}

/// An amount of medicine.
pub(crate) fn mass(text: &str) -> Result<Mass, String> {
    let mass: Mass = typed(text, "write milligrams: 100mg")?;
    if mass.value().is_zero() {
        return Err("no medicine at all is no dose: write milligrams: 100mg".to_owned());
    }
    Ok(mass)
}

/// An amount of a day for each kg of body weight.
pub(crate) fn per_kg(text: &str) -> Result<DosePerWeight, String> {
    let quantity = quantity(text, "write mg of a day for each kg: 2mg/kg")?;
    let per_kg = DosePerWeight::from_mg_per_kg_each_day(quantity)
        .map_err(|error| sentence(&error.to_string(), "write mg of a day for each kg: 2mg/kg"))?;
    if per_kg.value().is_zero() {
        return Err("no medicine at all is no dose: write it as 2mg/kg".to_owned());
    }
    Ok(per_kg)
}

/// Days between injections.
pub(crate) fn every(text: &str) -> Result<NonZeroU8, String> {
    let hours =
        quantity(text, "").is_ok_and(|q| q.unit().dimension() == quantity::Dimension::ClockTime);
    if hours {
        return Err("hours between injections are not a plan: write --times-a-day 2".to_owned());
    }
    let span: CalendarSpan = typed(text, "write days: 1d for every day, 2d for every other day")?;
    u8::try_from(span.days())
        .ok()
        .and_then(NonZeroU8::new)
        .filter(|_| span.months() == 0)
        .ok_or_else(|| "write days: 1d for every day, 2d for every other day".to_owned())
}

/// Injections on a day.
pub(crate) fn times(text: &str) -> Result<NonZeroU8, String> {
    whole::<u8>(text)
        .and_then(NonZeroU8::new)
        .filter(|n| n.get() <= 24)
        .ok_or_else(|| "write how many times a day: 1 or 2".to_owned())
}

/// How near the next dose is close.
pub(crate) fn close(text: &str) -> Result<ClockSpan, String> {
    typed(text, "write hours: 6h")
}

/// A length of time in hours or days.
pub(crate) fn span(text: &str) -> Result<Quantity, String> {
    const HOW: &str = "write minutes, hours, days or weeks: 30min, 4h, 2d, 3wk";
    let quantity = quantity(text, HOW)?;
    let clock = ClockSpan::try_from(quantity).is_ok();
    if clock || CalendarSpan::try_from(quantity).is_ok() {
        Ok(quantity)
    } else {
        Err(HOW.to_owned())
    }
}

/// A dose that was taken: `100mg@2026-05-01T08:05` or `2026-05-01T08:05`.
pub(crate) fn taken(text: &str) -> Result<Taken, String> {
    match text.split_once('@') {
        None => Ok(Taken {
            amount: None,
            at: happening(text)?,
        }),
        Some((amount, at)) => Ok(Taken {
            amount: Some(mass(amount)?),
            at: happening(at)?,
        }),
    }
}

/// A place that was used: `thigh-left@2026-05-01T08:05`.
pub(crate) fn used(text: &str) -> Result<Used, String> {
    let Some((place, at)) = text.split_once('@') else {
        return Err("the time is missing: write thigh-left@2026-05-01T08:05".to_owned());
    };
    Ok(Used {
        place: word(
            place,
            "the place is missing: write thigh-left@2026-05-01T08:05",
        )?,
        at: happening(at)?,
    })
}

/// How the skin of a place is: `thigh-right=bruised@2026-05-01`.
pub(crate) fn skin(text: &str) -> Result<SkinTold, String> {
    const HOW: &str = "write a place and its state: thigh-right=bruised";
    let (place, state) = text.split_once('=').ok_or(HOW)?;
    let (state, on) = dated(state)?;
    Ok(SkinTold {
        place: word(place, HOW)?,
        state: word(state, HOW)?,
        on,
    })
}

/// A page of the monograph.
pub(crate) fn page(text: &str) -> Result<monograph::PageName, String> {
    one_of(text, monograph::PageName::ALL)
}

/// A kind of concept.
pub(crate) fn kind(text: &str) -> Result<terminology::Kind, String> {
    let kinds: Vec<(&str, terminology::Kind)> = terminology::Kind::ALL
        .iter()
        .map(|kind| (kind.word(), *kind))
        .collect();
    one_of(text, &kinds)
}

/// The two letters of a country.
pub(crate) fn country(text: &str) -> Result<Country, String> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(Country(text.to_ascii_uppercase()))
    } else {
        Err("write the two letters of the country: US, GB, DE".to_owned())
    }
}

/// One of a closed list of words.
pub(crate) fn one_of<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, String> {
    match words.iter().find(|(word, _)| *word == text) {
        Some((_, value)) => Ok(*value),
        None => {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Err(format!("write one of {}", known.join(", ")))
        }
    }
}

fn word(text: &str, how: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err(how.to_owned())
    } else {
        Ok(text.trim().to_owned())
    }
}

pub(crate) fn whole<T: FromStr>(text: &str) -> Option<T> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A value, and the day behind its at sign.
fn told<T>(text: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Told<T>, String> {
    let (value, on) = dated(text)?;
    Ok(Told {
        value: read(value)?,
        on,
    })
}

fn dated(text: &str) -> Result<(&str, Option<Date>), String> {
    match text.split_once('@') {
        None => Ok((text, None)),
        Some((value, day)) => Ok((value, Some(moment::date(day)?))),
    }
}

pub(crate) fn quantity(text: &str, how: &str) -> Result<Quantity, String> {
    text.parse::<Quantity>()
        .map_err(|error| sentence(&error.to_string(), how))
}

pub(crate) fn typed<T: FromStr<Err = quantity::QuantityError>>(
    text: &str,
    how: &str,
) -> Result<T, String> {
    text.parse()
        .map_err(|error: quantity::QuantityError| sentence(&error.to_string(), how))
}

/// What is wrong, and what to write.
fn sentence(wrong: &str, how: &str) -> String {
    format!("{wrong} ({how})")
}
