//! Observation: a measured value, a test that is positive or negative, an answered question.

use decide::{List, MedicineStatus, MedicineUse, State, What, When};
use quantity::Decimal;
use terminology::{ConceptId, Kind, System, Terminology};

use crate::concept::{self, Meaning, Named, named};
use crate::context::{Context, Resource};
use crate::element::Element;
use crate::measure;
use crate::report::Report;
use crate::status::{doubted, unknown};
use crate::time;
use crate::treatment::entered_in_error;

const KINDS: [Kind; 2] = [Kind::Lab, Kind::Condition];

/// A value of zero of these is a slip: nobody weighs nothing, and no living blood is without
/// creatinine. Ours.
const NEVER_ZERO: [&str; 4] = ["weight", "height", "creatinine", "body-temperature"];

/// Our own codes for "this list is whole", under `urn:posology:concept`.
const LISTS: [(&str, List); 4] = [
    ("medicines-complete", List::Medicines),
    ("allergies-complete", List::Allergies),
    ("conditions-complete", List::Conditions),
    ("vaccines-complete", List::Vaccines),
];

/// The elements that can hold a value.
const VALUES: [&str; 11] = [
    "valueQuantity",
    "valueCodeableConcept",
    "valueString",
    "valueBoolean",
    "valueInteger",
    "valueRange",
    "valueRatio",
    "valueSampledData",
    "valueTime",
    "valueDateTime",
    "valuePeriod",
];

pub(crate) fn read(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let element = &resource.element;
    match element.text("status") {
        Some("final" | "amended" | "corrected") => {}
        Some("preliminary") => {
            report.note(element.here(), "it is preliminary and may still change");
        }
        Some("entered-in-error") => return entered_in_error(resource, report),
        Some(code @ ("registered" | "cancelled")) => {
            return report.note(element.here(), format!("it is {code} and has no result"));
        }
        other => {
            let why = format!("{}; it is not read", unknown("status", other));
            return report.unread(element.path("status"), why);
        }
    }
    if element.has("focus") {
        let why = "it is about something else than the person, and is not read";
        return report.unread(element.path("focus"), why);
    }
    let mut one = One {
        resource,
        context,
        when: None,
        dated: false,
    };
    one.measured(element, report);
    for component in element.many("component") {
        one.measured(&component, report);
    }
}

/// One Observation; its date is read when the first value is.
struct One<'o, 'x> {
    resource: &'o Resource<'x>,
    context: &'o Context<'x>,
    when: Option<When>,
    dated: bool,
}

impl One<'_, '_> {
    /// When it was so: effective before issued before the visit.
    fn when(&mut self, report: &mut Report) -> Option<When> {
        if !self.dated {
            self.dated = true;
            let element = &self.resource.element;
            let zone = self.context.zone;
            if element.has("effectiveTiming") {
                let why = "a schedule is not read as the time of a result";
                report.unread(element.path("effectiveTiming"), why);
            }
            let (start, end) = time::period(element, "effectivePeriod", zone, report);
            self.when = time::at(element, "effectiveDateTime", zone, report)
                .or_else(|| time::at(element, "effectiveInstant", zone, report))
                .or(end)
                .or(start)
                .or_else(|| time::at(element, "issued", zone, report))
                .or_else(|| self.context.visit(self.resource, "encounter", report));
        }
        self.when.clone()
    }

    fn measured(&mut self, element: &Element<'_>, report: &mut Report) {
        let terminology = self.context.terminology;
        let Some(code) = element.one("code") else {
            return report.unread(element.path("code"), "it does not say what was observed");
        };
        if let Some(asked) = our_question(&code, terminology) {
            return self.answered(asked, element, report);
        }
        let named = named(&code, &KINDS, terminology);
        self.remark(&code, &named, element, report);
        match &named.meaning {
            Meaning::Clear(id) => self.valued(*id, &named, element, report),
            Meaning::Doubtful(_) | Meaning::Unknown => {}
        }
    }

    /// Tells what is odd about the code. The long names of LOINC resemble many things; beside a code
    /// that is known that is only a note.
    fn remark(
        &self,
        code: &Element<'_>,
        named: &Named,
        element: &Element<'_>,
        report: &mut Report,
    ) {
        let Some(why) = &named.remark else { return };
        let panel = element.has("component") || element.has("hasMember");
        match &named.meaning {
            Meaning::Unknown if panel && element.first_of(&VALUES).is_none() => {}
            Meaning::Clear(_) => report.note(code.here(), why.clone()),
            Meaning::Doubtful(_) | Meaning::Unknown => {
                report.unread_alike(|| code.here(), why.clone());
            }
        }
    }

    fn valued(&mut self, id: ConceptId, named: &Named, element: &Element<'_>, report: &mut Report) {
        let values = VALUES.iter().filter(|key| element.has(key)).count();
        if values > 1 {
            let why = "it has several values and none of them is read";
            return report.unread(element.path("value[x]"), why);
        }
        match (element.first_of(&VALUES), self.context.terminology.lab(id)) {
            (None, _) => self.without_value(id, named, element, report),
            (Some("valueQuantity"), Some(_)) => self.quantity(id, element, report),
            (Some(key), Some(lab)) if lab.unit().is_some() => {
                report.unread(element.path(key), "it is not a number with a unit");
            }
            (Some(key), _) => self.word(id, named, key, element, report),
        }
    }

    fn without_value(
        &mut self,
        id: ConceptId,
        named: &Named,
        element: &Element<'_>,
        report: &mut Report,
    ) {
        if element.has("component") || element.has("hasMember") {
            return;
        }
        let qualitative = self
            .context
            .terminology
            .lab(id)
            .is_some_and(|lab| lab.unit().is_none());
        if qualitative && element.has("interpretation") && !element.has("dataAbsentReason") {
            return self.word(id, named, "interpretation", element, report);
        }
        let reason = element.one("dataAbsentReason");
        let words =
            reason.map(|reason| concept::named(&reason, &[], self.context.terminology).text);
        let why = match words {
            Some(words) => format!("there is no value: {words}"),
            None => "there is no value".to_owned(),
        };
        report.unread(element.path("value[x]"), why);
    }

    fn quantity(&mut self, test: ConceptId, element: &Element<'_>, report: &mut Report) {
        let Some(value) = element.one("valueQuantity") else {
            return;
        };
        let terminology = self.context.terminology;
        let read = measure::quantity(&value).and_then(|given| match terminology.lab(test) {
            Some(lab) => lab.normalise(given).map_err(|error| error.to_string()),
            None => Err("it is not a measurement".to_owned()),
        });
        let zero = NEVER_ZERO.contains(&terminology.get(test).key());
        match read {
            Ok(value) if zero && value.value() <= Decimal::ZERO => {
                report.unread(
                    element.path("valueQuantity"),
                    "a value of 0 is not possible",
                );
            }
            Ok(value) => {
                let when = self.when(report);
                let what = What::Measured { test, value };
                report.fact(what, when, &self.resource.origin);
            }
            Err(why) => report.unread(element.path("valueQuantity"), why),
        }
    }

    /// A result in a word: the condition that a positive test stands for, or the condition itself.
    fn word(
        &mut self,
        id: ConceptId,
        named: &Named,
        key: &'static str,
        element: &Element<'_>,
        report: &mut Report,
    ) {
        let terminology = self.context.terminology;
        let condition = if terminology.get(id).kind() == Kind::Condition {
            Some(id)
        } else {
            positive(id, terminology)
        };
        let (Some(condition), Some(answer)) = (condition, answer(element, key)) else {
            let why = "what this result means is not known here";
            return report.unread(element.path(key), why);
        };
        let when = self.when(report);
        let what = What::Condition {
            condition,
            state: doubted(answer, named),
        };
        report.fact(what, when, &self.resource.origin);
    }

    /// A question of our own code system, and its answer.
    fn answered(
        &mut self,
        asked: Result<Asked, String>,
        element: &Element<'_>,
        report: &mut Report,
    ) {
        let asked = match asked {
            Ok(asked) => asked,
            Err(why) => return report.unread(element.path("code"), why),
        };
        let key = element.first_of(&VALUES).unwrap_or("value[x]");
        if let Asked::About(id) = asked
            && self.context.terminology.get(id).kind() == Kind::Lab
        {
            let named = concept::clear(id);
            return self.valued(id, &named, element, report);
        }
        let Some(state) = answer(element, key) else {
            return report.unread(
                element.path(key),
                "the answer is neither yes nor no nor unknown",
            );
        };
        let Some(what) = asked.what(state, self.context.terminology) else {
            return report.note(element.here(), "the list is not called whole");
        };
        let when = self.when(report);
        report.fact(what, when, &self.resource.origin);
    }
}

/// What a code of our own asks.
enum Asked {
    /// Whether a list is whole.
    Complete(List),
    /// Whether this is so.
    About(ConceptId),
}

impl Asked {
    fn what(self, state: State, terminology: &Terminology) -> Option<What> {
        let id = match self {
            Asked::Complete(list) => {
                return (state == State::Present).then_some(What::Complete(list));
            }
            Asked::About(id) => id,
        };
        let concept = terminology.get(id);
        Some(match concept.kind() {
            Kind::Condition => What::Condition {
                condition: id,
                state,
            },
            Kind::Allergen => What::Allergy {
                substance: id,
                state,
            },
            Kind::Medicine | Kind::MedicineClass => What::Medicine(MedicineUse {
                medicine: Some(id),
                text: concept.name().into(),
                status: match state {
                    State::Present => MedicineStatus::Taking,
                    State::Past => MedicineStatus::Stopped,
                    State::Absent => MedicineStatus::NotTaken,
                    State::NotSure => MedicineStatus::Unknown,
                },
                start: None,
                end: None,
                cleared: None,
            }),
            Kind::Vaccine
            | Kind::VaccineGroup
            | Kind::Lab
            | Kind::Symptom
            | Kind::SymptomGroup
            | Kind::Place => return None,
        })
    }
}

/// The question of a code under `urn:posology:concept`; `None` where there is no such code.
fn our_question(code: &Element<'_>, terminology: &Terminology) -> Option<Result<Asked, String>> {
    let coding = code.many("coding").find_map(|coding| {
        let ours = System::from_uri(coding.object().text("system")?) == Some(System::Posology);
        ours.then(|| coding.object().text("code").unwrap_or_default().to_owned())
    })?;
    if let Some((_, list)) = LISTS.iter().find(|(key, _)| *key == coding) {
        return Some(Ok(Asked::Complete(*list)));
    }
    let unknown = || format!("`{coding}` is no question of Posology");
    Some(match terminology.by_key(&coding) {
        Some(id) => match terminology.get(id).kind() {
            Kind::Condition | Kind::Allergen | Kind::Medicine | Kind::MedicineClass | Kind::Lab => {
                Ok(Asked::About(id))
            }
            Kind::Vaccine
            | Kind::VaccineGroup
            | Kind::Symptom
            | Kind::SymptomGroup
            | Kind::Place => Err(unknown()),
        },
        None => Err(unknown()),
    })
}

/// The condition that a positive result of a test is called: "positive IGRA".
fn positive(test: ConceptId, terminology: &Terminology) -> Option<ConceptId> {
    let names = terminology.get(test).names().iter();
    names
        .filter_map(|name| {
            let words = format!("positive {}", name.text());
            terminology
                .recognise(&[Kind::Condition], &[], Some(&words))
                .taken()
        })
        .next()
}

/// A result or an answer in a word. Only these words and codes are read; "trace" or "weakly
/// reactive" is none of them.
fn answer(element: &Element<'_>, key: &str) -> Option<State> {
    match key {
        "valueBoolean" => element.flag(key).map(|yes| match yes {
            true => State::Present,
            false => State::Absent,
        }),
        "valueString" => element.text(key).and_then(word),
        "valueCodeableConcept" => element.one(key).and_then(|value| coded(&value)),
        "interpretation" => {
            let mut all = element.many(key).map(|value| coded(&value));
            let first = all.next()??;
            all.all(|other| other == Some(first)).then_some(first)
        }
        _ => None,
    }
}

/// All codes and words must agree.
fn coded(value: &Element<'_>) -> Option<State> {
    let mut found = Vec::new();
    for coding in value.many("coding") {
        let object = coding.object();
        let by_code = object.text("code").and_then(word);
        let by_name = object.text("display").and_then(word);
        found.extend(by_code.into_iter().chain(by_name));
    }
    found.extend(value.text("text").and_then(word));
    let first = *found.first()?;
    found.iter().all(|other| *other == first).then_some(first)
}

fn word(word: &str) -> Option<State> {
    let word = word.trim().to_ascii_lowercase();
    Some(match word.trim_end_matches(" (qualifier value)") {
        "positive" | "pos" | "yes" | "y" | "true" | "present" | "detected" | "reactive" => {
            State::Present
        }
        "negative" | "neg" | "no" | "n" | "false" | "absent" | "not detected" | "non-reactive"
        | "nonreactive" => State::Absent,
        "unknown" | "unk" | "not sure" | "indeterminate" | "ind" | "equivocal" | "borderline"
        | "inconclusive" | "asked but unknown" => State::NotSure,
        _ => return None,
    })
}
