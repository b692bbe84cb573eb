//! A dosage instruction that can be read whole, or not at all.
//!
//! A prescription with half of its dose, or with a frequency that was guessed, is worse than none
//! (statement `dose.factors`). Every element that could change the dose must be understood.

use std::num::NonZeroU8;
use std::sync::Arc;

use decide::{Amount, Frequency, Prescription};
use jiff::civil::{Date, Time};
use quantity::{DosePerWeight, Mass, Unit};
use terminology::{ConceptId, Kind, System};

use crate::concept::{Meaning, named};
use crate::context::{Context, Resource};
use crate::element::Element;
use crate::measure;
use crate::report::Report;
use crate::time;

/// SNOMED CT 34206005, subcutaneous route. Source: HL7 FHIR R4, value set route-codes.
const SUBCUTANEOUS: &str = "34206005";

/// What is known of a prescription beside its dose.
pub(crate) struct Wanted {
    pub(crate) indication: Option<ConceptId>,
    pub(crate) by: Option<Arc<str>>,
}

/// Why an instruction is not read.
pub(crate) struct Refused {
    pub(crate) path: String,
    pub(crate) why: String,
}

fn refused<T>(path: String, why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused {
        path,
        why: why.into(),
    })
}

/// Refuses an instruction that has one of these elements.
fn none_of(element: &Element<'_>, keys: &[&'static str], why: &str) -> Result<(), Refused> {
    match element.first_of(keys) {
        Some(key) => refused(element.path(key), why),
        None => Ok(()),
    }
}

pub(crate) fn prescription(
    resource: &Resource<'_>,
    wanted: Wanted,
    context: &Context<'_>,
    report: &mut Report,
) -> Result<Prescription, Refused> {
    let element = &resource.element;
    let mut all = element.many("dosageInstruction");
    let path = element.path("dosageInstruction");
    let dosage = match (all.next(), all.next()) {
        (Some(one), None) => one,
        (None, _) => return refused(path, "there is no dosage instruction"),
        (Some(_), Some(_)) => return refused(path, "there are several dosage instructions"),
    };
    none_of(&dosage, &["asNeededCodeableConcept"], AS_NEEDED)?;
    if dosage.flag("asNeededBoolean") == Some(true) {
        return refused(dosage.path("asNeededBoolean"), AS_NEEDED);
    }
    none_of(
        &dosage,
        &[
            "maxDosePerPeriod",
            "maxDosePerAdministration",
            "maxDosePerLifetime",
        ],
        "it sets a limit of its own",
    )?;
    route(&dosage)?;
    let repeat = Repeat::read(&dosage, context)?;
    let amount = amount(&dosage, repeat.frequency)?;
    let areas = areas(&dosage, context)?;
    words(&dosage, report);
    Ok(Prescription {
        indication: wanted.indication,
        amount: Some(amount),
        frequency: Some(repeat.frequency),
        times: repeat.times,
        start: repeat.start,
        end: repeat.end,
        by: wanted.by,
        close: None,
        areas,
    })
}

const AS_NEEDED: &str = "it is to be taken as needed, which is no schedule";

/// Under the skin, or nothing said: another route is another treatment.
fn route(dosage: &Element<'_>) -> Result<(), Refused> {
    let Some(route) = dosage.one("route") else {
        return Ok(());
    };
    let coded = route.many("coding").any(|coding| {
        let system = coding.object().text("system").and_then(System::from_uri);
        system == Some(System::SnomedCt) && coding.object().text("code") == Some(SUBCUTANEOUS)
    });
    let says = |words: &str| words.to_ascii_lowercase().contains("subcutan");
    let named = route
        .many("coding")
        .any(|coding| coding.object().text("display").is_some_and(says));
    if coded || named || route.text("text").is_some_and(says) {
        Ok(())
    } else {
        refused(
            route.here(),
            "the route is not under the skin, or is not known",
        )
    }
}

/// How often, at which times, from when to when.
struct Repeat {
    frequency: Frequency,
    times: Vec<Time>,
    start: Option<Date>,
    end: Option<Date>,
}

impl Repeat {
    fn read(dosage: &Element<'_>, context: &Context<'_>) -> Result<Repeat, Refused> {
        let Some(timing) = dosage.one("timing") else {
            return refused(
                dosage.path("timing"),
                "how often is not said in a form that is read",
            );
        };
        none_of(
            &timing,
            &["event"],
            "it names single moments and no schedule",
        )?;
        let Some(repeat) = timing.one("repeat") else {
            return refused(
                timing.path("repeat"),
                "how often is not said in a form that is read",
            );
        };
        none_of(
            &repeat,
            &[
                "boundsDuration",
                "boundsRange",
                "count",
                "countMax",
                "duration",
                "durationMax",
                "durationUnit",
                "frequencyMax",
                "periodMax",
                "dayOfWeek",
                "when",
                "offset",
            ],
            "this part of the schedule is not read",
        )?;
        let frequency = frequency(&repeat)?;
        code_agrees(&timing, frequency)?;
        let times = times(&repeat, frequency)?;
        let (start, end) = bounds(&repeat, context)?;
        Ok(Repeat {
            frequency,
            times,
            start,
            end,
        })
    }
}

fn frequency(repeat: &Element<'_>) -> Result<Frequency, Refused> {
    let count = whole(repeat, "frequency")?;
    let period = whole(repeat, "period")?;
    let unit = repeat.text("periodUnit");
    let week = NonZeroU8::new(7).and_then(|week| week.checked_mul(period));
    match (count.get(), period.get(), unit) {
        (_, 1, Some("d")) => Ok(Frequency::TimesADay(count)),
        (1, _, Some("d")) => Ok(Frequency::EveryDays(period)),
        (1, _, Some("wk")) => match week {
            Some(days) => Ok(Frequency::EveryDays(days)),
            None => refused(repeat.path("period"), "the interval is too long to be read"),
        },
        (_, _, Some("h")) => refused(
            repeat.path("periodUnit"),
            "hours on a clock are not days of a calendar; write the period in days (d)",
        ),
        (_, _, Some("d" | "wk")) => refused(
            repeat.path("frequency"),
            "several doses in several days do not say on which days",
        ),
        (_, _, Some(other)) => refused(
            repeat.path("periodUnit"),
            format!("the period unit `{other}` is not read"),
        ),
        (_, _, None) => refused(
            repeat.path("periodUnit"),
            "the unit of the period is missing",
        ),
    }
}

/// A whole number from 1 to 255; `1.0` is 1.
fn whole(repeat: &Element<'_>, key: &'static str) -> Result<NonZeroU8, Refused> {
    let Some(digits) = repeat.number(key) else {
        return refused(repeat.path(key), format!("the {key} is missing"));
    };
    let number = quantity::number::json(digits)
        .ok()
        .map(|number| number.normalize());
    let small = number.and_then(|number| number.to_string().parse::<NonZeroU8>().ok());
    match small {
        Some(number) => Ok(number),
        None => refused(
            repeat.path(key),
            format!("the {key} is not a small whole number"),
        ),
    }
}

/// A code of the timing is a complete statement in FHIR: it must say the same.
///
/// Source: FHIR R4, Timing.code, value set timing-abbreviation.
fn code_agrees(timing: &Element<'_>, frequency: Frequency) -> Result<(), Refused> {
    let Some(code) = timing.one("code") else {
        return Ok(());
    };
    let expected: &[&str] = match frequency {
        Frequency::TimesADay(times) => match times.get() {
            1 => &["QD"],
            2 => &["BID"],
            3 => &["TID"],
            4 => &["QID"],
            _ => &[],
        },
        Frequency::EveryDays(days) => match days.get() {
            2 => &["QOD"],
            7 => &["WK"],
            _ => &[],
        },
    };
    let mut codes = code
        .object()
        .list("coding")
        .iter()
        .map(|coding| coding.as_object().and_then(|coding| coding.text("code")));
    if code.has("coding") && codes.all(|code| code.is_some_and(|code| expected.contains(&code))) {
        Ok(())
    } else {
        refused(
            code.here(),
            "its code says something else than its numbers, or is not known",
        )
    }
}

fn times(repeat: &Element<'_>, frequency: Frequency) -> Result<Vec<Time>, Refused> {
    let path = repeat.path("timeOfDay");
    let mut times = Vec::new();
    for text in repeat.texts("timeOfDay") {
        match text.parse::<Time>() {
            Ok(time) => times.push(time),
            Err(_) => return refused(path, format!("`{text}` is not a time of day")),
        }
    }
    times.sort_unstable();
    times.dedup();
    let doses = match frequency {
        Frequency::TimesADay(doses) => usize::from(doses.get()),
        Frequency::EveryDays(_) => 1,
    };
    let given = repeat.object().list("timeOfDay").len();
    if given == 0 || (times.len() == doses && given == doses) {
        Ok(times)
    } else {
        refused(
            path,
            format!("there are {given} times of day for {doses} doses"),
        )
    }
}

fn bounds(
    repeat: &Element<'_>,
    context: &Context<'_>,
) -> Result<(Option<Date>, Option<Date>), Refused> {
    let Some(period) = repeat.one("boundsPeriod") else {
        return Ok((None, None));
    };
    let day = |key: &str| match period.text(key) {
        None => Ok(None),
        Some(text) => match time::read(text, context.zone)
            .ok()
            .as_ref()
            .and_then(time::exact_day)
        {
            Some(day) => Ok(Some(day)),
            None => refused(period.path(key), "it is not known to the day"),
        },
    };
    Ok((day("start")?, day("end")?))
}

fn amount(dosage: &Element<'_>, frequency: Frequency) -> Result<Amount, Refused> {
    let mut all = dosage.many("doseAndRate");
    let path = dosage.path("doseAndRate");
    let dose = match (all.next(), all.next()) {
        (Some(one), None) => one,
        (None, _) => return refused(path, "how much is not said in a form that is read"),
        (Some(_), Some(_)) => return refused(path, "there are several doses"),
    };
    none_of(
        &dose,
        &["doseRange", "rateRatio", "rateRange", "rateQuantity"],
        "a range or a rate is not one dose",
    )?;
    let Some(quantity) = dose.one("doseQuantity") else {
        return refused(
            dose.path("doseQuantity"),
            "how much is not said in a form that is read",
        );
    };
    match measured(&quantity, frequency) {
        Ok(amount) => Ok(amount),
        Err(why) => refused(quantity.here(), why),
    }
}

fn measured(quantity: &Element<'_>, frequency: Frequency) -> Result<Amount, String> {
    let dose = measure::quantity(quantity)?;
    if dose.value().is_zero() {
        return Err("a dose of 0 is no dose".to_owned());
    }
    let once_a_day = frequency == Frequency::TimesADay(NonZeroU8::MIN);
    let each = Unit::MilligramPerKilogram;
    if dose.unit() == each && !once_a_day {
        return Err("mg/kg at each of several doses; write mg/kg/d".to_owned());
    }
    let amount = if dose.unit() == each {
        DosePerWeight::from_mg_per_kg_each_day(dose).map(Amount::PerWeightDaily)
    } else if dose.unit() == Unit::MilligramPerKilogramPerDay {
        DosePerWeight::try_from(dose).map(Amount::PerWeightDaily)
    } else {
        Mass::try_from(dose).map(Amount::EachTime)
    };
    amount.map_err(|error| error.to_string())
}

/// The areas that are allowed, where one is named.
fn areas(dosage: &Element<'_>, context: &Context<'_>) -> Result<Option<Vec<ConceptId>>, Refused> {
    let Some(site) = dosage.one("site") else {
        return Ok(None);
    };
    match named(&site, &[Kind::Place], context.terminology).meaning {
        Meaning::Clear(area) => Ok(Some(vec![area])),
        Meaning::Doubtful(_) | Meaning::Unknown => {
            refused(site.here(), "the area of the body is not known here")
        }
    }
}

/// What stands there in words, to be compared by a reader.
fn words(dosage: &Element<'_>, report: &mut Report) {
    for key in ["text", "patientInstruction"] {
        if let Some(words) = dosage.text(key) {
            report.note(dosage.path(key), format!("in words: {words}"));
        }
    }
    for instruction in dosage.many("additionalInstruction") {
        let words = instruction.text("text").unwrap_or("a code without words");
        report.note(instruction.here(), format!("in addition: {words}"));
    }
}
