//! Immunization and ImmunizationRecommendation: vaccines that were given and that are planned.

use std::sync::Arc;

use decide::{VaccineStatus, What, When};
use terminology::Kind;

use crate::concept::{Named, named, status_code};
use crate::context::{Context, Resource};
use crate::element::Element;
use crate::report::Report;
use crate::status::unknown;
use crate::time;
use crate::treatment::{entered_in_error, reason_words};

const KINDS: [Kind; 2] = [Kind::Vaccine, Kind::VaccineGroup];

/// LOINC 30980-7, "Date vaccine due". Source: the value set of dates in FHIR R4,
/// ImmunizationRecommendation.recommendation.dateCriterion.code.
const DATE_DUE: &str = "30980-7";

pub(crate) fn given(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let element = &resource.element;
    let status = match element.text("status") {
        Some("completed") => VaccineStatus::Given,
        Some("not-done") => VaccineStatus::NotGiven,
        Some("entered-in-error") => return entered_in_error(resource, report),
        other => {
            // Given is the careful reading: a live vaccine that was given is asked for.
            let why = format!("{}; it is read as given", unknown("status", other));
            report.unread(element.path("status"), why);
            VaccineStatus::Given
        }
    };
    if let Some(reason) = element.one("statusReason") {
        reason_words(&reason, report);
    }
    let when = time::at(element, "occurrenceDateTime", context.zone, report);
    if when.is_none() && !element.has("occurrenceDateTime") {
        let key = element
            .first_of(&["occurrenceString"])
            .unwrap_or("occurrence[x]");
        report.unread(element.path(key), "it does not say on which day");
    }
    let Some(code) = element.one("vaccineCode") else {
        report.unread(
            element.path("vaccineCode"),
            "it does not say which vaccine it is",
        );
        return say(None, status, when, resource, report);
    };
    let named = named(&code, &KINDS, context.terminology);
    vaccine(&named, (&code, status, when), resource, report);
}

fn vaccine(
    named: &Named,
    (code, status, when): (&Element<'_>, VaccineStatus, Option<When>),
    resource: &Resource<'_>,
    report: &mut Report,
) {
    if let Some(why) = &named.remark {
        report.unread(code.here(), why.clone());
    }
    if named.concepts().is_empty() {
        say(
            Some((None, &named.text)),
            status,
            when.clone(),
            resource,
            report,
        );
    }
    for id in named.concepts() {
        say(
            Some((Some(*id), &named.text)),
            status,
            when.clone(),
            resource,
            report,
        );
    }
}

fn say(
    which: Option<(Option<terminology::ConceptId>, &Arc<str>)>,
    status: VaccineStatus,
    when: Option<When>,
    resource: &Resource<'_>,
    report: &mut Report,
) {
    let (vaccine, text) = match which {
        Some((vaccine, text)) => (vaccine, Arc::clone(text)),
        None => (None, Arc::from("")),
    };
    let what = What::Vaccine {
        vaccine,
        text,
        status,
    };
    report.fact(what, when, &resource.origin);
}

pub(crate) fn recommended(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let element = &resource.element;
    for recommendation in element.many("recommendation") {
        if is_planned(&recommendation, report) {
            planned(&recommendation, resource, context, report);
        }
        if recommendation.has("contraindicatedVaccineCode") {
            let says = "it names vaccines that must not be given; they are not read as planned";
            report.note(recommendation.path("contraindicatedVaccineCode"), says);
        }
    }
    if element.many("recommendation").next().is_none() {
        report.unread(element.path("recommendation"), "it recommends nothing");
    }
}

fn is_planned(recommendation: &Element<'_>, report: &mut Report) -> bool {
    let status = recommendation.one("forecastStatus");
    match status.as_ref().and_then(status_code) {
        Some("due" | "overdue") => true,
        Some(code @ ("immune" | "contraindicated" | "complete")) => {
            let says = format!("its forecast is `{code}`: it is not planned");
            report.note(recommendation.here(), says);
            false
        }
        other => {
            let why = format!(
                "{}; it is read as planned",
                unknown("forecast status", other)
            );
            report.unread(recommendation.path("forecastStatus"), why);
            true
        }
    }
}

fn planned(
    recommendation: &Element<'_>,
    resource: &Resource<'_>,
    context: &Context<'_>,
    report: &mut Report,
) {
    let when = due(recommendation, context, report);
    let status = VaccineStatus::Planned;
    let mut any = false;
    for code in recommendation.many("vaccineCode") {
        any = true;
        let named = named(&code, &KINDS, context.terminology);
        vaccine(&named, (&code, status, when.clone()), resource, report);
    }
    if !any {
        let why = "it does not say which vaccine is recommended";
        report.unread(recommendation.path("vaccineCode"), why);
        let disease = recommendation.one("targetDisease");
        let text = disease.map(|disease| named(&disease, &[], context.terminology).text);
        let text = text.unwrap_or_else(|| Arc::from(""));
        say(Some((None, &text)), status, when, resource, report);
    }
}

/// The day on which it is due; where no date is called so, the earliest of all dates.
fn due(recommendation: &Element<'_>, context: &Context<'_>, report: &mut Report) -> Option<When> {
    let mut dates: Vec<(bool, When)> = Vec::new();
    for criterion in recommendation.many("dateCriterion") {
        let code = criterion.one("code");
        let is_due = code.as_ref().and_then(status_code) == Some(DATE_DUE);
        if let Some(when) = time::at(&criterion, "value", context.zone, report) {
            dates.push((is_due, when));
        }
    }
    let earliest = dates
        .into_iter()
        .min_by_key(|(is_due, when)| (!*is_due, when.earliest()));
    earliest.map(|(_, when)| when)
}
