//! Condition: an illness or a state.

use decide::{What, When};
use terminology::Kind;

use crate::concept::named;
use crate::context::{Context, Resource};
use crate::report::Report;
use crate::status::{self, Standing};
use crate::time;

/// What a Condition can be about; an allergy is written as a Condition too.
const KINDS: [Kind; 1] = [Kind::Condition];

pub(crate) fn read(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) {
    let Standing::Says(state) = status::state(resource, report) else {
        return;
    };
    let element = &resource.element;
    let Some(code) = element.one("code") else {
        return report.unread(
            element.path("code"),
            "it does not say which condition it is",
        );
    };
    let named = named(&code, &KINDS, context.terminology);
    if let Some(why) = &named.remark {
        report.unread(element.path("code"), why.clone());
    }
    if named.concepts().is_empty() {
        return;
    }
    let when = when(resource, context, state, report);
    let state = status::doubted(state, &named);
    for condition in named.concepts() {
        let what = What::Condition {
            condition: *condition,
            state,
        };
        report.fact(what, when.clone(), &resource.origin);
    }
}

/// When it was so: for what is past, its end; else its onset, else when it was written down, else
/// the visit.
fn when(
    resource: &Resource<'_>,
    context: &Context<'_>,
    state: decide::State,
    report: &mut Report,
) -> Option<When> {
    let ended = match state {
        decide::State::Past => end(resource, context, report),
        decide::State::Present | decide::State::Absent | decide::State::NotSure => None,
    };
    ended
        .or_else(|| onset(resource, context, report))
        .or_else(|| time::at(&resource.element, "recordedDate", context.zone, report))
        .or_else(|| context.visit(resource, "encounter", report))
}

fn end(resource: &Resource<'_>, context: &Context<'_>, report: &mut Report) -> Option<When> {
    let element = &resource.element;
    let period = time::period(element, "abatementPeriod", context.zone, report);
    let end = time::at(element, "abatementDateTime", context.zone, report);
    undated(
        resource,
        &["abatementAge", "abatementRange", "abatementString"],
        report,
    );
    end.or(period.1).or(period.0)
}

/// When it began, for a Condition and an AllergyIntolerance.
pub(crate) fn onset(
    resource: &Resource<'_>,
    context: &Context<'_>,
    report: &mut Report,
) -> Option<When> {
    let element = &resource.element;
    let period = time::period(element, "onsetPeriod", context.zone, report);
    let start = time::at(element, "onsetDateTime", context.zone, report);
    undated(resource, &["onsetAge", "onsetRange", "onsetString"], report);
    start.or(period.0)
}

fn undated(resource: &Resource<'_>, keys: &[&'static str], report: &mut Report) {
    if let Some(key) = resource.element.first_of(keys) {
        report.unread(
            resource.element.path(key),
            "it is not a date and is not read as one",
        );
    }
}
